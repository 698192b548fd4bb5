//! The names of the instruments as tabs: one is open at a time, or none.
//!
//! The arrow keys go from tab to tab; while an instrument is open they open the one they come to.

use mailflow::instrument::Instrument;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::ui::{UiAction, use_shared};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The instrument that is open.
    pub(crate) open: Option<Instrument>,
}

/// The tab that a key goes to.
fn target(key: &str, from: usize) -> Option<usize> {
    let count = Instrument::ALL.len();
    match key {
        "ArrowRight" => Some((from + 1) % count),
        "ArrowLeft" => Some((from + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

/// The tabs.
#[component]
pub(crate) fn Instruments(props: &Props) -> Html {
    let shared = use_shared();
    let list = use_node_ref();
    // The tab that Tab comes to: the one that is open, else the one that was last gone to.
    let last = use_state_eq(|| 0);
    let open = props.open;
    let entry = open.and_then(place).unwrap_or(*last);
    let go = {
        let (ui, list, last) = (shared.ui.clone(), list.clone(), last.setter());
        move |to: usize| {
            last.set(to);
            if open.is_some() {
                ui.dispatch(UiAction::Instrument(Some(Instrument::ALL[to])));
            }
            let tabs = list.cast::<Element>().map(|list| list.children());
            let tab = tabs.and_then(|tabs| tabs.item(to as u32));
            if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
                // A tab that is gone takes no focus, which is as good.
                let _ = tab.focus();
            }
        }
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if let Some(to) = target(&event.key(), entry) {
            event.prevent_default();
            go(to);
        }
    });
    html! {
        <div class="tabs" role="tablist" aria-label="Instruments" ref={list} {onkeydown}>
            { for Instrument::ALL.iter().enumerate().map(|(i, &instrument)| {
                let chosen = open == Some(instrument);
                let next = (!chosen).then_some(instrument);
                html! {
                    <button type="button" class="tab" role="tab" id={format!("tab-{}", instrument.key())}
                        data-testid={format!("tab-{}", instrument.key())} aria-selected={chosen.to_string()}
                        aria-controls={chosen.then_some("instrument")} tabindex={if i == entry { "0" } else { "-1" }}
                        title={instrument.about()} onclick={shared.on(UiAction::Instrument(next))}>{ instrument.name() }</button>
                }
            }) }
        </div>
    }
}

/// Where an instrument's tab is.
fn place(instrument: Instrument) -> Option<usize> {
    Instrument::ALL.iter().position(|&other| other == instrument)
}
