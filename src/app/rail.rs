//! The rail: who may pull what. Microsoft's levers and the tenant's are two groups, because that is
//! the lesson of an outage in somebody else's cloud.
//!
//! In narrow windows it is a drawer; which window is narrow is the style sheet's business.

use std::rc::Rc;

use mailflow::playback::Side;
use mailflow::readout::{Lever, LeverView, Place, Readout};
use mailflow::scenario::Actor;
use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement};
use yew::prelude::*;

use super::icon::{Picture, SIZE, icon};
use super::lever_row::LeverRow;
use super::observe::{Listener, use_media};
use super::packages::packages;
use super::ui::{Shared, UiAction, use_shared};

/// Windows in which the rail is a drawer; the style sheet has the same width.
pub(crate) const NARROW: &str = "(max-width: 899.98px)";

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures.
    pub(crate) readout: Rc<Readout>,
    /// Whether the drawer is open.
    pub(crate) open: bool,
}

/// The rail.
#[component]
pub(crate) fn Rail(props: &Props) -> Html {
    let shared = use_shared();
    let narrow = use_media(NARROW);
    let root = use_node_ref();
    let shown = !narrow || props.open;
    use_drawer(&root, narrow && props.open, shared.on(UiAction::Levers(false)));
    html! {
        <aside class={classes!("rail", shown.then_some("rail--open"))} id="levers" aria-label="Levers" ref={root} tabindex="-1">
            <div class="rail__bar">
                <h2 class="rail__title">{ "Levers" }</h2>
                <button type="button" class="button button--icon" aria-label="Close levers" onclick={shared.on(UiAction::Levers(false))}>
                    { icon(Picture::Close, SIZE) }
                </button>
            </div>
            { group(&shared, &props.readout, "Microsoft can", Actor::Microsoft) }
            { group(&shared, &props.readout, "You can", Actor::You) }
            { group(&shared, &props.readout, "The world", Actor::World) }
        </aside>
    }
}

/// Takes the focus when the drawer opens, gives it back when it closes, and lets Escape close it.
#[hook]
fn use_drawer(root: &NodeRef, open: bool, close: Callback<()>) {
    let root = root.clone();
    use_effect_with(open, move |&open| {
        let document = open.then(|| web_sys::window()?.document()).flatten();
        let before = document
            .as_ref()
            .and_then(Document::active_element)
            .and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(root) = root.cast::<HtmlElement>().filter(|_| open) {
            let _ = root.focus();
        }
        let escape = document.map(|document| {
            Listener::new(&document, "keydown", move |event| {
                let event = event.dyn_into::<KeyboardEvent>();
                if event.is_ok_and(|event| event.key() == "Escape") {
                    close.emit(());
                }
            })
        });
        move || {
            drop(escape);
            if let Some(before) = before {
                let _ = before.focus();
            }
        }
    });
}

/// One actor's levers: the headline ones, then the folds.
fn group(shared: &Shared, readout: &Readout, title: &'static str, actor: Actor) -> Html {
    let levers: Vec<_> = readout.levers.iter().filter(|view| view.actor == actor).collect();
    if levers.is_empty() {
        return Html::default();
    }
    // Which of two worlds they act in.
    let world = readout.versus.as_ref().map(|versus| match versus.selected {
        Side::A => "A",
        Side::B => "B",
    });
    let mut folds: Vec<(&'static str, Vec<&LeverView>)> = Vec::new();
    for &view in &levers {
        if let Place::Fold(title) = view.place {
            match folds.iter_mut().find(|(name, _)| *name == title) {
                Some((_, views)) => views.push(view),
                None => folds.push((title, vec![view])),
            }
        }
    }
    let headline = levers.iter().filter(|view| view.place == Place::Headline);
    // A group of nothing but one fold needs no heading above the fold's own.
    let headed = headline.clone().next().is_some();
    html! {
        <section class="rail__group" aria-label={title}>
            if headed {
                <h2 class="rail__heading">{ title }{ world.map(|world| html! { <span class="rail__world">{ format!("in {world}") }</span> }) }</h2>
            }
            { for headline.map(|view| html! { <>
                <LeverRow key={format!("{:?}", view.lever)} view={(*view).clone()} />
                if view.lever == Lever::Flighted {
                    { packages(shared, readout.package) }
                }
            </> }) }
            { for folds.into_iter().map(|(title, views)| html! {
                <details class="fold" key={title}>
                    <summary class="fold__title">{ icon(Picture::Fold, 12) }{ title }</summary>
                    { for views.into_iter().map(|view| html! {
                        <LeverRow key={format!("{:?}", view.lever)} view={view.clone()} />
                    }) }
                </details>
            }) }
        </section>
    }
}
