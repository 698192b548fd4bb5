//! The inspector: what is to be seen of the thing that was clicked, fed by the run. Stands over the
//! rail, never over the stage; in narrow windows it is a sheet at the bottom.
//!
//! Arranges what the library's card says; decides no word and no figure.

use std::rc::Rc;

use mailflow::inspect::{Row, Section, Subject};
use mailflow::readout::Readout;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::icon::{Icon, Picture};
use super::ui::{Shared, UiAction, use_shared};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures: the card is read anew with each.
    pub(crate) readout: Rc<Readout>,
    /// What is looked at.
    pub(crate) subject: Subject,
    /// Whether there is something to go back to.
    pub(crate) back: bool,
}

/// The inspector.
#[component]
pub(crate) fn Inspector(props: &Props) -> Html {
    let shared = use_shared();
    let heading = use_node_ref();
    use_visit(&heading, props.subject);
    {
        let control = shared.control.clone();
        use_effect_with(props.subject, move |&subject| {
            let mail = match subject {
                Subject::Mail(mail) => Some(mail),
                _ => None,
            };
            control.change(|player| player.look_at(mail));
            move || control.change(|player| player.look_at(None))
        });
    }
    let card = shared.control.read(|player| player.card(props.subject));
    let onkeydown = {
        let ui = shared.ui.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                ui.dispatch(UiAction::Inspect(None));
            }
        })
    };
    html! {
        <aside class="inspector" aria-labelledby="inspector-title" data-testid="inspector" {onkeydown}>
            <header class="inspector__head">
                if props.back {
                    <button type="button" class="button button--icon" aria-label="Back to what was shown before" onclick={shared.on(UiAction::InspectBack)}>
                        <Icon picture={Picture::Return} />
                    </button>
                }
                <div class="inspector__names">
                    <h2 class="inspector__title" id="inspector-title" tabindex="-1" ref={heading}>{ &card.title }</h2>
                    <p class="inspector__place">{ &card.place }</p>
                </div>
                <button type="button" class="button button--icon" aria-label="Close the inspector" onclick={shared.on(UiAction::Inspect(None))}>
                    <Icon picture={Picture::Close} />
                </button>
            </header>
            <div class="inspector__body">
                if !card.lead.is_empty() {
                    <p class="inspector__lead">{ &card.lead }</p>
                }
                { for card.sections.iter().map(|each| section(&shared, each)) }
            </div>
        </aside>
    }
}

fn section(shared: &Shared, section: &Section) -> Html {
    html! {
        <section class="inspector__section" key={section.heading}>
            <h3 class="inspector__heading">{ section.heading }</h3>
            { for section.rows.iter().map(|each| row(shared, each)) }
        </section>
    }
}

fn row(shared: &Shared, row: &Row) -> Html {
    match row {
        Row::Fact { name, value, note } => html! {
            <div class="fact">
                <span class="fact__name">{ name }</span><span class="fact__value">{ value }</span>
                if !note.is_empty() {
                    <span class="fact__note">{ note }</span>
                }
            </div>
        },
        Row::Link { to, name, value } => html! {
            <button type="button" class="fact fact--link" onclick={shared.on(UiAction::Inspect(Some(*to)))}>
                <span class="fact__name">{ name }</span><span class="fact__value">{ value }</span>
            </button>
        },
        Row::Text(text) => html! { <p class="inspector__text">{ text }</p> },
    }
}

/// Takes the focus to the heading when something is opened by key, and gives it back at the end.
/// Who clicks keeps it where it is: the stage's keys go on working.
#[hook]
fn use_visit(heading: &NodeRef, subject: Subject) {
    let before = use_mut_ref(|| None::<HtmlElement>);
    let active = || web_sys::window()?.document()?.active_element();
    {
        let heading = heading.clone();
        let before = before.clone();
        use_effect_with(subject, move |_| {
            let by_key = |element: &Element| element.matches(":focus-visible").unwrap_or(false);
            let from = active().filter(by_key).and_then(|e| e.dyn_into::<HtmlElement>().ok());
            if let (Some(from), Some(heading)) = (from, heading.cast::<HtmlElement>()) {
                let inside = heading.closest(".inspector").ok().flatten();
                if !inside.is_some_and(|inside| inside.contains(Some(&from))) {
                    before.borrow_mut().get_or_insert(from);
                }
                let _ = heading.focus();
            }
        });
    }
    let heading = heading.clone();
    use_effect_with((), move |()| {
        move || {
            let inside = heading.cast::<Element>().and_then(|it| it.closest(".inspector").ok()?);
            let within = active().zip(inside).is_some_and(|(a, i)| i.contains(Some(&a)));
            // The panel may be gone from the page already: then nothing has the focus.
            let nobody = active().is_none_or(|element| element.tag_name() == "BODY");
            if let Some(before) = before.borrow_mut().take().filter(|_| within || nobody) {
                let _ = before.focus();
            }
        }
    });
}
