//! Play, step, speed: how time runs.
//!
//! Knows the speeds on offer, not what the story's speed is at any moment; the readout says that.

use mailflow::instrument::Instrument;
use mailflow::number::thousands;
use mailflow::playback::Player;
use mailflow::readout::{Readout, Speed};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::icon::{Picture, SIZE, icon};
use super::ui::{Shared, UiAction, use_shared};

/// Speeds on offer, slowest first; the story's own stands before them in the list.
pub(crate) const SPEEDS: [Speed; 7] = [
    Speed::Times(1),
    Speed::Times(10),
    Speed::Times(60),
    Speed::Times(300),
    Speed::Times(900),
    Speed::Times(3600),
    Speed::Max,
];

/// A speed's place in the select's list of values.
fn value(speed: Speed) -> String {
    match speed {
        Speed::Story => "story".to_owned(),
        Speed::Times(times) => times.to_string(),
        Speed::Max => "max".to_owned(),
    }
}

/// `Story`, `3 600×`, `Max`.
fn name(speed: Speed) -> String {
    match speed {
        Speed::Story => "Story".to_owned(),
        Speed::Times(times) => format!("{}×", thousands(u64::from(times))),
        Speed::Max => "Max".to_owned(),
    }
}

/// What time does now: `story speed 60×`, `cannot keep up`, `paused`.
fn state(readout: &Readout) -> String {
    let now = thousands(u64::from(readout.speed_now));
    match readout.speed {
        _ if readout.seeking.is_some() => format!("seeking, {} %", readout.seeking.unwrap_or(0)),
        _ if !readout.playing => "paused".to_owned(),
        _ if readout.behind => format!("cannot keep up: {now}×"),
        Speed::Story => format!("story speed {now}×"),
        Speed::Times(_) | Speed::Max => format!("{now}×"),
    }
}

/// The transport.
pub(crate) fn transport(
    shared: &Shared,
    readout: &Readout,
    instrument: Option<Instrument>,
    levers: bool,
) -> Html {
    let playing = readout.playing;
    let more = instrument.is_none().then_some(Instrument::ALL[0]);
    let (label, picture) =
        if playing { ("Pause", Picture::Pause) } else { ("Play", Picture::Play) };
    html! {
        <div class="transport">
            <div class="transport__buttons">
                <button type="button" class="button button--icon transport__step" aria-label="Previous mark" title="Previous mark on the tape ( , )"
                    onclick={shared.act(Player::step_to_last_mark)}>{ icon(Picture::Back, SIZE) }</button>
                <button type="button" class="button transport__play" aria-label={label} data-testid="play"
                    onclick={shared.act(move |player| player.set_playing(!playing))}>{ icon(picture, 20) }</button>
                <button type="button" class="button button--icon transport__step" aria-label="Next mark" title="Next mark: a first, an action, a post, the peak ( . )"
                    onclick={shared.act(Player::step_to_next_mark)}>{ icon(Picture::Forward, SIZE) }</button>
            </div>
            <div class="transport__row">
                <button type="button" class="button button--icon transport__small" aria-label="Step back" title="One event back (←)"
                    onclick={shared.act(Player::step_back)}>{ icon(Picture::StepBack, 12) }</button>
                <SpeedSelect speed={readout.speed} />
                <button type="button" class="button button--icon transport__small" aria-label="Step forward" title="One event on (→)"
                    onclick={shared.act(Player::step_forward)}>{ icon(Picture::StepOn, 12) }</button>
            </div>
            <p class="transport__state" data-testid="speed" data-value={readout.speed_now.to_string()}>
                { state(readout) }
                if readout.seeking.is_some() {
                    <button type="button" class="link transport__cancel" onclick={shared.act(Player::cancel)}>{ "Cancel" }</button>
                }
            </p>
            { chip(shared, readout.edited, readout.speed) }
            <button type="button" class="button transport__levers" aria-expanded={levers.to_string()} aria-controls="levers"
                onclick={shared.on(UiAction::Levers(!levers))}>{ "Levers" }</button>
            <button type="button" class="button transport__more" aria-expanded={instrument.is_some().to_string()} aria-controls="instrument"
                onclick={shared.on(UiAction::Instrument(more))}>{ "More" }</button>
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SpeedProps {
    /// The speed that is asked for.
    pub(crate) speed: Speed,
}

/// The choice of a speed.
#[component]
pub(crate) fn SpeedSelect(props: &SpeedProps) -> Html {
    let shared = use_shared();
    let node = use_node_ref();
    let onchange = {
        let control = shared.control;
        Callback::from(move |event: Event| {
            let wanted = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
            let known =
                [Speed::Story].into_iter().chain(SPEEDS).find(|&s| Some(value(s)) == wanted);
            if let Some(speed) = known {
                control.change(|player| player.set_speed(speed));
            }
        })
    };
    // A lesson or a link may ask for a speed that nobody can choose.
    let own = Some(props.speed).filter(|own| *own != Speed::Story && !SPEEDS.contains(own));
    // The attribute `selected` only counts until the reader first chooses; the property always does.
    {
        let node = node.clone();
        use_effect_with(props.speed, move |&speed| {
            if let Some(select) = node.cast::<HtmlSelectElement>() {
                select.set_value(&value(speed));
            }
        });
    }
    html! {
        <select class="select transport__speed" aria-label="Speed" data-testid="speed-select" ref={node} {onchange}>
            { for [Speed::Story].into_iter().chain(own).chain(SPEEDS).map(|speed| html! { <option value={value(speed)}>{ name(speed) }</option> }) }
        </select>
    }
}

/// The way back to the story, once it was left.
fn chip(shared: &Shared, edited: bool, speed: Speed) -> Html {
    if !edited && speed == Speed::Story {
        return Html::default();
    }
    let title =
        if edited { "Undo every change and start again" } else { "Go on at the story’s speed" };
    let onclick = {
        let (control, ui) = (shared.control.clone(), shared.ui.clone());
        Callback::from(move |_: MouseEvent| {
            ui.dispatch(UiAction::EndSeen(false));
            control.change(|player| {
                if edited {
                    player.restart();
                } else {
                    player.set_speed(Speed::Story);
                }
            });
        })
    };
    html! { <button type="button" class="chip" data-testid="story" {title} {onclick}>{ "Back to the story" }</button> }
}
