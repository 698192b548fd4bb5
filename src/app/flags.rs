//! Flags and ticks over the tape: what the run did, what was posted, what was done to it. An action
//! can be taken back from its flag.
//!
//! One row of labels; which of them have room is decided in the library.

use std::rc::Rc;

use mailflow::chart::marks::{Wish, place, text_width};
use mailflow::readout::{Mark, MarkKind, Readout};
use mailflow::scenario::Actor;
use yew::prelude::*;

use super::observe::use_dismiss;
use super::tape_chart::share;
use super::ui::use_shared;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures.
    pub(crate) readout: Rc<Readout>,
    /// Width of the tape [px].
    pub(crate) width: f64,
}

/// The row of flags.
#[component]
pub(crate) fn Flags(props: &Props) -> Html {
    let readout = &props.readout;
    let x = |mark: &Mark| share(mark.at, readout.duration) * props.width;
    let wishes: Vec<_> = readout
        .marks
        .iter()
        .map(|mark| Wish { x: x(mark), width: text_width(&short(mark)) })
        .collect();
    let placed = place(&wishes, props.width);
    html! {
        <ul class="flags" aria-label="Marks on the tape">
            { for readout.marks.iter().zip(placed).map(|(mark, placed)| html! {
                <Flag key={format!("{}-{}", mark.at.us(), mark.label)} mark={mark.clone()} clock={readout.epoch.clock(mark.at)}
                    place={share(mark.at, readout.duration)} offset={placed.left - x(mark)} shown={placed.shown} />
            }) }
        </ul>
    }
}

/// What a label says in the row. A post says what kind it was; the rest shows on hover, for its whole
/// text would crowd out every other label.
fn short(mark: &Mark) -> String {
    let label = mark.label.as_str();
    if mark.kind != MarkKind::Post {
        return label.to_owned();
    }
    let gist = label.strip_prefix("Post: ").unwrap_or(label);
    let gist = gist.split(':').next().unwrap_or(gist);
    let mut letters = gist.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[derive(Clone, PartialEq, Properties)]
struct FlagProps {
    mark: Mark,
    clock: String,
    /// Where along the tape, 0..=1.
    place: f64,
    /// Where its label starts, from the mark [px].
    offset: f64,
    /// Whether its label has room.
    shown: bool,
}

/// One mark and its label.
#[component]
fn Flag(props: &FlagProps) -> Html {
    let kind = match props.mark.kind {
        MarkKind::Event => "flag--event",
        MarkKind::Post => "flag--post",
        MarkKind::Action { action, .. } => match action.kind.actor() {
            Actor::Microsoft => "flag--microsoft",
            Actor::You | Actor::Sender | Actor::World => "flag--tenant",
        },
    };
    let title = format!("{} {}", props.clock, props.mark.label);
    let style = format!("left: {:.3}%", props.place * 100.0);
    html! {
        <li class={classes!("flag", kind, (!props.shown).then_some("flag--crowded"))} {style}>
            <span class="flag__label" style={format!("left: {:.1}px", props.offset)}>
                <span class="visually-hidden">{ format!("{} ", props.clock) }</span>{ short(&props.mark) }
            </span>
            if let MarkKind::Action { index, .. } = props.mark.kind {
                <Pennant {index} {title} />
            } else {
                <span class="flag__tick" {title}></span>
            }
        </li>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct PennantProps {
    index: usize,
    title: String,
}

/// The flag of an action: opens a popover that takes the action back.
#[component]
fn Pennant(props: &PennantProps) -> Html {
    let shared = use_shared();
    let open = use_state_eq(|| false);
    let root = use_node_ref();
    let set = {
        let setter = open.setter();
        move |shown: bool| {
            let setter = setter.clone();
            Callback::from(move |()| setter.set(shown))
        }
    };
    use_dismiss(&root, *open, set(false));
    let index = props.index;
    let remove = {
        let (control, close) = (shared.control, set(false));
        Callback::from(move |()| {
            close.emit(());
            control.change(|player| player.remove_action(index));
        })
    };
    let onkeydown = {
        let remove = remove.clone();
        Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Delete" | "Backspace") {
                event.prevent_default();
                remove.emit(());
            }
        })
    };
    html! {
        <span class="flag__action" ref={root}>
            <button type="button" class="flag__button" aria-label={format!("Action: {}", props.title)} aria-expanded={open.to_string()}
                aria-keyshortcuts="Delete" onclick={set(!*open).reform(|_| ())} {onkeydown}>
                <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
                    <path class="flag__pennant" d="M1 16V1.5h12L9.5 5l3.5 3.5H1" />
                </svg>
            </button>
            if *open {
                <span class="flag__popover floating">
                    <span>{ &props.title }</span>
                    <button type="button" class="button" onclick={remove.reform(|_| ())}>{ "Remove" }</button>
                </span>
            }
        </span>
    }
}
