//! The inspector: what is to be seen of the thing that was clicked, fed by the run. Stands over the
//! rail, never over the stage; in narrow windows it is a sheet at the bottom.
//!
//! Arranges what the library's card says; decides no word and no figure.

mod find_box;
mod rows;

use std::rc::Rc;

use mailflow::inspect::{Card, Subject, mail_name};
use mailflow::playback::Side;
use mailflow::readout::Readout;
use mailflow::sim::mail::MailId;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::announcer::Announcer;
use super::icon::{Picture, SIZE, icon};
use super::ui::{Shared, UiAction, use_shared};
use find_box::FindBox;
use rows::section;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures: the card is read anew with each.
    pub(crate) readout: Rc<Readout>,
    /// What is looked at.
    pub(crate) subject: Subject,
    /// In which of two worlds.
    pub(crate) side: Side,
    /// Whether there is something to go back to.
    pub(crate) back: bool,
}

/// The inspector.
#[component]
pub(crate) fn Inspector(props: &Props) -> Html {
    let shared = use_shared();
    let heading = use_node_ref();
    let body = use_node_ref();
    use_visit(&heading, props.subject);
    use_look(&shared, props.subject, &body);
    let card = shared.control.read(|player| player.card(props.subject, props.side));
    let onkeydown = {
        let shared = shared.clone();
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Escape" => {
                event.stop_propagation();
                shared.ui.dispatch(UiAction::Inspect(None));
            }
            "Backspace" if event.target_dyn_into::<web_sys::HtmlInputElement>().is_none() => {
                shared.ui.dispatch(UiAction::InspectBack);
            }
            _ => {}
        })
    };
    html! {
        <aside class="inspector" aria-labelledby="inspector-title" data-testid="inspector" {onkeydown}>
            { head(&shared, props, &card, &heading) }
            <div class="inspector__body" ref={body} tabindex="0" role="group" aria-label={format!("About {}", card.title)}>
                { worlds(&shared, props.side, &card) }
                if props.subject == Subject::Find {
                    <FindBox />
                }
                if !card.lead.is_empty() {
                    <p class="inspector__lead" key={if card.sections.is_empty() { &*card.lead } else { "" }}>{ &card.lead }</p>
                }
                { for card.sections.iter().map(|each| section(&shared, each)) }
            </div>
            <Announcer sentence={card.news.clone()} />
        </aside>
    }
}

/// Its names, and what can be done with it.
fn head(shared: &Shared, props: &Props, card: &Card, heading: &NodeRef) -> Html {
    let pins: Vec<_> = props.readout.followed.iter().filter(|it| it.pinned).collect();
    html! {
        <header class="inspector__head">
            if props.back {
                { icon_button("Back to what was shown before", Picture::Return, shared.on(UiAction::InspectBack)) }
            }
            <div class="inspector__names">
                <h2 class="inspector__title" id="inspector-title" tabindex="-1" ref={heading}>{ &card.title }</h2>
                <p class="inspector__place">{ &card.place }</p>
            </div>
            if let Some(mail) = card.mail {
                { pin(shared, mail, pins.iter().position(|it| it.mail == mail), pins.len()) }
            } else if props.subject != Subject::Find {
                { icon_button("Find a mail", Picture::Find, shared.on(UiAction::Inspect(Some(Subject::Find)))) }
            }
            { icon_button("Close the inspector", Picture::Close, shared.on(UiAction::Inspect(None))) }
            if !pins.is_empty() {
                <ul class="inspector__pins" aria-label="Pinned mails">
                    { for pins.iter().enumerate().map(|(place, it)| {
                        let subject = Subject::Mail(it.mail);
                        html! {
                            <li key={it.name.clone()}>
                                <button type="button" class="chip" aria-current={(props.subject == subject).then_some("true")} onclick={shared.on(UiAction::Inspect(Some(subject)))}>
                                    <b>{ place + 1 }</b>{ format!("\u{a0}{}", &it.name[5..]) }
                                </button>
                            </li>
                        }
                    }) }
                </ul>
            }
        </header>
    }
}

fn icon_button(name: &'static str, picture: Picture, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="button button--icon" aria-label={name} title={name} {onclick}>{ icon(picture, SIZE) }</button>
    }
}

/// The pin of a mail: its number once it has one.
fn pin(shared: &Shared, mail: MailId, place: Option<usize>, pins: usize) -> Html {
    let onclick = shared.act(move |player| player.toggle_pin(mail));
    let full = place.is_none() && pins >= mailflow::playback::PINS_MAX;
    let title = if full {
        "Three mails are pinned already"
    } else {
        "Keep this mail in sight on the stage"
    };
    html! {
        <button type="button" class="chip inspector__pin" aria-pressed={place.is_some().to_string()} aria-label={format!("Pin {}", mail_name(mail))} disabled={full} {title} {onclick}>
            { place.map_or_else(|| "Pin".to_owned(), |place| format!("Pinned {}", place + 1)) }
        </button>
    }
}

/// What has become of a mail in each world, or merely which world the figures are of.
fn worlds(shared: &Shared, side: Side, card: &Card) -> Html {
    if !shared.control.read(|player| player.side(Side::B).is_some()) {
        return Html::default();
    }
    html! {
        <div class="inspector__worlds" role="group" aria-label="World">
            { for [(Side::A, "A"), (Side::B, "B")].into_iter().map(|(each, name)| html! {
                <button type="button" class="inspector__world" aria-pressed={(each == side).to_string()} onclick={shared.on(UiAction::InspectSide(each))}>
                    <b>{ name }</b>
                    { card.fates.as_ref().map(|fates| html! { <span>{ &fates[each as usize] }</span> }) }
                </button>
            }) }
        </div>
    }
}

/// Has the run follow the mail that is looked at, and starts another subject at its top.
#[hook]
fn use_look(shared: &Shared, subject: Subject, body: &NodeRef) {
    let (control, body) = (shared.control.clone(), body.clone());
    use_effect_with(subject, move |&subject| {
        if let Some(body) = body.cast::<Element>() {
            body.set_scroll_top(0);
        }
        let mail = match subject {
            Subject::Mail(mail) => Some(mail),
            _ => None,
        };
        control.change(|player| player.look_at(mail));
        move || control.change(|player| player.look_at(None))
    });
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
                // Who came to find a mail wants to type.
                let document = web_sys::window().and_then(|window| window.document());
                let to_find = document.and_then(|it| it.get_element_by_id(find_box::INPUT));
                let to_find = to_find.and_then(|it| it.dyn_into::<HtmlElement>().ok());
                let _ = to_find.unwrap_or(heading).focus();
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
