//! Where the run stands: clock, sentence, mail held, and the one thing to try.
//!
//! Shows what the readout says; makes up no words of its own about the run.

use std::rc::Rc;

use mailflow::lesson::LessonView;
use mailflow::number::{change, count};
use mailflow::playback::Player;
use mailflow::readout::{Invitation, Readout};
use yew::prelude::*;

use super::lesson::Moves;
use super::look::Look;
use super::observe::use_dismiss;
use super::ui::use_shared;
use super::versus;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures.
    pub(crate) readout: Rc<Readout>,
    /// The lesson under way.
    #[prop_or_default]
    pub(crate) lesson: Option<Rc<LessonView>>,
}

/// The situation row.
#[component]
pub(crate) fn Situation(props: &Props) -> Html {
    let readout = &props.readout;
    let shared = use_shared();
    let still = use_context::<Rc<Look>>().is_some_and(|look| look.still);
    let since = if readout.since_onset.is_empty() {
        String::new()
    } else {
        format!(" · {}", readout.since_onset)
    };
    html! {
        <section class="situation" aria-label="Situation">
            <p class="situation__clock" data-testid="clock" data-value={readout.at.secs().to_string()}>
                <span class="situation__time">{ &readout.clock }<span class="situation__zone">{ "UTC" }</span></span>
                <span class="situation__date">{ format!("{}{since}", readout.date) }</span>
            </p>
            <Words readout={readout.clone()} />
            if readout.versus.is_some() {
                { versus::held(readout) }
            } else {
            <p class="situation__held" data-testid="held" data-value={readout.held.to_string()}>
                <span class="situation__figure">{ count(readout.held) }<span class="situation__unit">{ " held" }</span></span>
                <span class="situation__change"><span class="situation__unit-below">{ "held · " }</span>{ format!("{} a minute", change(readout.held_per_min)) }</span>
            </p>
            }
            <div class="situation__act">
                if let Some(view) = props.lesson.clone() {
                    <Moves {view} />
                } else if readout.versus.is_some() {
                    { versus::saved(readout) }
                } else if still && readout.next_still.is_some() {
                    <button type="button" class="button button--primary" data-testid="next-still"
                        onclick={shared.act(Player::show_next_still)}>{ "Next" }</button>
                } else if let Some(invitation) = readout.invitation.clone() {
                    <Try {invitation} />
                }
            </div>
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct TryProps {
    invitation: Invitation,
}

/// The primary button.
#[component]
fn Try(props: &TryProps) -> Html {
    let shared = use_shared();
    let (lever, value) = (props.invitation.lever, props.invitation.value);
    html! {
        <button type="button" class="button button--primary" data-testid="invitation"
            onclick={shared.act(move |player| player.pull(lever, value))}>{ &props.invitation.label }</button>
    }
}

/// The sentence, which opens the sentences before it.
#[component]
fn Words(props: &Props) -> Html {
    let open = use_state_eq(|| false);
    let root = use_node_ref();
    let close = {
        let setter = open.setter();
        Callback::from(move |()| setter.set(false))
    };
    use_dismiss(&root, *open, close);
    let toggle = {
        let (setter, open) = (open.setter(), *open);
        Callback::from(move |_| setter.set(!open))
    };
    let readout = &props.readout;
    html! {
        <div class="situation__words" ref={root}>
            <button type="button" class="situation__line" aria-expanded={open.to_string()} aria-controls="history"
                title="Earlier sentences" onclick={toggle}>
                <span class="situation__sentence"><span data-testid="sentence">{ &readout.sentence }</span></span>
                <span class="situation__admin">{ &readout.admin_centre }</span>
            </button>
            <div class="history floating" id="history" hidden={!*open} role="region" aria-label="Earlier sentences" tabindex="0">
                <ol class="history__list">
                    { for readout.history.iter().map(|(clock, sentence)| html! {
                        <li class="history__item"><time class="history__time">{ clock }</time><span>{ sentence }</span></li>
                    }) }
                </ol>
            </div>
        </div>
    }
}
