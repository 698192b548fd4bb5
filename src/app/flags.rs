//! Flags and ticks over the tape: what the run did, what was posted, what was done to it. A tick is
//! a way there; an action's flag has a file of its own.
//!
//! One row of labels; which of them have room is decided in the library.

use std::rc::Rc;

use mailflow::chart::marks::{Wish, place, text_width};
use mailflow::readout::{Mark, MarkKind, Readout};
use mailflow::scenario::Actor;
use yew::prelude::*;

use super::action_flag::ActionFlag;
use super::tape_chart::share;
use super::ui::use_shared;

/// The row of flags over a tape of `width` px; its letters are `zoom` times as large as on a desk.
pub(crate) fn flags(readout: &Rc<Readout>, width: f64, zoom: f64) -> Html {
    let x = |mark: &Mark| share(mark.at, readout.duration) * width;
    let wishes: Vec<_> = readout
        .marks
        .iter()
        .map(|mark| Wish { x: x(mark), width: text_width(&short(mark)) * zoom })
        .collect();
    let placed = place(&wishes, width);
    html! {
        <ul class="flags" aria-label="Marks on the tape">
            { for readout.marks.iter().zip(placed).map(|(mark, placed)| html! {
                <Flag key={key(mark)} mark={mark.clone()} readout={readout.clone()} {width}
                    place={share(mark.at, readout.duration)} offset={placed.left - x(mark)} shown={placed.shown} />
            }) }
        </ul>
    }
}

/// What tells a mark from the others. An action keeps its pennant while it is edited.
fn key(mark: &Mark) -> String {
    match mark.kind {
        MarkKind::Action { index, action, .. } => format!("action-{index}-{}", action.kind.index()),
        _ => format!("{}-{}", mark.at.us(), mark.label),
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
    letters
        .next()
        .map(|first| std::iter::once(first.to_ascii_uppercase()).chain(letters).collect())
        .unwrap_or_default()
}

#[derive(Clone, PartialEq, Properties)]
struct FlagProps {
    mark: Mark,
    readout: Rc<Readout>,
    /// Width of the tape [px].
    width: f64,
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
    let shared = use_shared();
    let (at, readout) = (props.mark.at, &props.readout);
    let clock = readout.epoch.clock(at);
    let title = format!("{clock} {}", props.mark.label);
    let is_off = matches!(props.mark.kind, MarkKind::Action { enabled: false, .. });
    let style = format!("left: {:.3}%", props.place * 100.0);
    html! {
        <li class={classes!("flag", kind, (!props.shown).then_some("flag--crowded"), is_off.then_some("flag--off"))} {style}>
            <span class="flag__label" style={format!("left: {:.1}px", props.offset)}>
                <span class="visually-hidden">{ format!("{clock} ") }</span>{ short(&props.mark) }
            </span>
            if let MarkKind::Action { index, action, enabled } = props.mark.kind {
                <ActionFlag mark={props.mark.clone()} {index} {action} {enabled} epoch={readout.epoch}
                    duration={readout.duration} width={props.width} />
            } else {
                <button type="button" class="flag__tick" title={title.clone()} aria-label={format!("Go to {title}")}
                    onclick={shared.act(move |player| player.seek(at))}></button>
            }
        </li>
    }
}
