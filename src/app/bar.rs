//! The bar: the page's name, which run it shows, and everything that is one click away.
//!
//! Always says that this is a simulation.

use std::rc::Rc;

use mailflow::playback::Player;
use mailflow::readout::Readout;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::menu::Menu;
use super::ui::{Sheet, Theme, UiAction, use_shared};
use super::versus::CompareButton;

/// Every page opens with the same mails: what one reader sees, another can see too.
pub(crate) const SEED: u64 = 1;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures.
    pub(crate) readout: Rc<Readout>,
    /// Theme in force.
    pub(crate) theme: Theme,
    /// Whether the stage is a table now.
    pub(crate) table: bool,
}

/// The bar.
#[component]
pub(crate) fn Bar(props: &Props) -> Html {
    html! {
        <header class="bar">
            <h1 class="bar__name">{ "Mailflow" }</h1>
            <Picker />
            <Note />
            <CompareButton readout={props.readout.clone()} />
            <Menu theme={props.theme} table={props.table} />
        </header>
    }
}

/// What this is, always in sight; the style sheet shortens it on a phone.
#[component]
fn Note() -> Html {
    let shared = use_shared();
    html! {
        <button type="button" class="bar__note" aria-label="A simulation, not Microsoft’s data: what is assumed" onclick={shared.on(UiAction::Sheet(Some(Sheet::Assumptions)))}>
            { "A simulation" }<span class="bar__note-more">{ ", not Microsoft’s data" }</span>
        </button>
    }
}

/// Which run, by group.
#[component]
fn Picker() -> Html {
    let shared = use_shared();
    let key = use_state_eq(|| shared.control.read(Player::key));
    let presets = Player::presets();
    let onchange = {
        let (control, ui, setter) = (shared.control, shared.ui, key.setter());
        Callback::from(move |event: Event| {
            let wanted = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
            let known = presets.iter().find(|preset| Some(preset.key) == wanted.as_deref());
            if let Some((key, player)) =
                known.and_then(|preset| Some((preset.key, Player::preset(preset.key, SEED)?)))
            {
                setter.set(key.to_owned());
                ui.dispatch(UiAction::EndSeen(false));
                control.change(|run| *run = player);
            }
        })
    };
    html! {
        <select class="select bar__picker" aria-label="Scenario" {onchange}>
            { for presets.chunk_by(|a, b| a.group == b.group).map(|group| html! {
                <optgroup label={group[0].group.title()}>
                    { for group.iter().map(|preset| html! {
                        <option value={preset.key} selected={preset.key == *key}>{ preset.title }</option>
                    }) }
                </optgroup>
            }) }
        </select>
    }
}
