//! The stage's host: a canvas that is painted every frame, the keys that work on it, and the same
//! facts as text.
//!
//! Knows neither geometry nor colours of the picture: those are the library's and `paint.rs`'.

use std::rc::Rc;

use mailflow::inspect::Subject;
use mailflow::instrument::Instrument;
use mailflow::playback::{Player, Side};
use mailflow::readout::{Readout, Speed};
use mailflow::sim::mail::MailId;
use mailflow::stage::{Cast, Flow, Layout, Place, Step, Target, words};
use mailflow::time::Time;
use yew::prelude::*;

use super::observe::{Size, use_size};
use super::stage_canvas::{StageCanvas, Unit};
use super::stage_table::stage_table;
use super::transport::SPEEDS;
use super::ui::{Shared, Sheet, UiAction, use_shared};
use super::versus::head;

/// What Shift and an arrow move.
const KEY_STEP: Time = Time::from_mins(10);

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures.
    pub(crate) readout: Rc<Readout>,
    /// Whether the table is shown instead of the picture.
    pub(crate) table: bool,
    /// The place that has the ring.
    pub(crate) place: Option<Target>,
    /// What is pointed at; the rest is dimmed.
    #[prop_or_default]
    pub(crate) highlight: Vec<Place>,
    /// The forest that is seen from near.
    #[prop_or_default]
    pub(crate) near: Option<usize>,
    /// The unit of the piles changed.
    pub(crate) onunit: Callback<Unit>,
    /// How much larger than on a desk it is drawn.
    #[prop_or(1.0)]
    pub(crate) zoom: f64,
}

/// What a click or Enter on something of the stage does: the inspector shows it, and a mail is
/// followed, a place gets the ring.
pub(crate) fn open(shared: &Shared, target: Target) {
    let subject = match target {
        Target::Mail(mail) => {
            let Some(mail) = MailId::from_entity(mail) else { return };
            Subject::Mail(mail)
        }
        Target::Senders(region) => Subject::Sender(region),
        Target::Door(region) => Subject::Door(region),
        Target::Forest(forest) => Subject::Forest(forest),
        Target::Mailboxes(region) => Subject::Mailboxes(region),
        Target::Outbound(_) => Subject::Outbound,
        Target::Gateway => Subject::Gateways,
        Target::Services => Subject::Services,
    };
    if !matches!(target, Target::Mail(_)) {
        shared.ui.dispatch(UiAction::Place(Some(target)));
    }
    shared.ui.dispatch(UiAction::Inspect(Some(subject)));
}

/// The stage.
#[component]
pub(crate) fn StageView(props: &Props) -> Html {
    let shared = use_shared();
    let node = use_node_ref();
    let size = use_size(&node).zoomed(props.zoom);
    let readout = &props.readout;
    let onkeydown = {
        let (shared, now) = (shared.clone(), readout.clone());
        let (place, near, highlight) = (props.place, props.near, props.highlight.clone());
        Callback::from(move |event: KeyboardEvent| {
            let plain = !event.ctrl_key() && !event.alt_key() && !event.meta_key();
            let handled = plain
                && (near_key(&shared, &event, place, near)
                    || place_key(&shared, &event, place, (size, &highlight)));
            if handled || press(&shared, &event, &now) {
                event.prevent_default();
            }
        })
    };
    let told = props.place.map(|place| {
        shared.control.read(|player| {
            let epoch = player.scenario().epoch();
            words::lines(place, &player.snapshot(), player.dots(), epoch).join(". ")
        })
    });
    html! {
        <section class={classes!("stage", (!props.table && readout.versus.is_some()).then_some("stage--split"))} role="group" tabindex="0" aria-label="Stage: senders, front doors, forests, mailboxes"
            aria-describedby="stage-description" aria-keyshortcuts="Space ? T D S C F P Z Escape 1 2 3 4 5 6 7" data-testid="stage" ref={node} {onkeydown}>
            <p class="visually-hidden" id="stage-description">{ &readout.description }</p>
            <Told key={format!("{:?}", props.place)} {told} />
            if !props.table && readout.versus.is_some() {
                <World readout={readout.clone()} side={Side::A} place={props.place} highlight={props.highlight.clone()} near={props.near} zoom={props.zoom} onunit={props.onunit.clone()} />
                <World readout={readout.clone()} side={Side::B} place={props.place} highlight={props.highlight.clone()} near={props.near} zoom={props.zoom} onunit={Callback::noop()} />
            } else if !props.table {
                <StageCanvas {size} side={Side::A} place={props.place} highlight={props.highlight.clone()} near={props.near} onunit={props.onunit.clone()} />
            }
            if !props.table {
                { near_button(&shared, props.place, props.near) }
            }
            <div class={if props.table { "stage__table" } else { "visually-hidden" }}>
                { stage_table(&readout.table) }
            </div>
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct WorldProps {
    readout: Rc<Readout>,
    side: Side,
    place: Option<Target>,
    highlight: Vec<Place>,
    near: Option<usize>,
    onunit: Callback<Unit>,
    zoom: f64,
}

/// One of two worlds: its name and its picture.
#[component]
fn World(props: &WorldProps) -> Html {
    let shared = use_shared();
    let node = use_node_ref();
    let size = use_size(&node).zoomed(props.zoom);
    html! {
        <div class="stage__world">
            { head(&shared, &props.readout, props.side) }
            <div class="stage__half" ref={node}>
                <StageCanvas {size} side={props.side} place={props.place} highlight={props.highlight.clone()} near={props.near} onunit={props.onunit.clone()} />
            </div>
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ToldProps {
    told: Option<String>,
}

/// What a screen reader is told of the place that has just got the ring: as it was then, for a
/// text that changes all the time is never read to its end.
#[component]
fn Told(props: &ToldProps) -> Html {
    let told = use_memo((), |()| props.told.clone());
    html! { <p class="visually-hidden" aria-live="polite" data-testid="place">{ (*told).clone() }</p> }
}

/// The way to a forest that has the ring, and the way back.
fn near_button(shared: &Shared, place: Option<Target>, near: Option<usize>) -> Html {
    let (name, action) = match (near, place) {
        (Some(_), _) => ("Back to all forests".to_owned(), UiAction::Near(None)),
        (None, Some(Target::Forest(f))) => {
            (format!("F{} from near", f + 1), UiAction::Near(Some(f)))
        }
        _ => return Html::default(),
    };
    html! {
        <button type="button" class="chip stage__near" data-testid="near" aria-keyshortcuts={if near.is_some() { "Escape" } else { "Z" }} onclick={shared.on(action)}>{ name }</button>
    }
}

/// Keys that go near to the forest with the ring, and back.
fn near_key(
    shared: &Shared,
    event: &KeyboardEvent,
    place: Option<Target>,
    near: Option<usize>,
) -> bool {
    let to = match (event.key().as_str(), near, place) {
        ("Escape" | "z" | "Z", Some(_), _) => None,
        ("z" | "Z", None, Some(Target::Forest(forest))) => Some(forest),
        _ => return false,
    };
    shared.ui.dispatch(UiAction::Near(to));
    true
}

/// Keys that move the ring. While a place has it all four arrows do; Escape gives it up.
fn place_key(
    shared: &Shared,
    event: &KeyboardEvent,
    place: Option<Target>,
    (size, highlight): (Size, &[Place]),
) -> bool {
    let step = match event.key().as_str() {
        "ArrowUp" => Step::Up,
        "ArrowDown" => Step::Down,
        "ArrowLeft" if place.is_some() && !event.shift_key() => Step::Left,
        "ArrowRight" if place.is_some() && !event.shift_key() => Step::Right,
        "Escape" if place.is_some() => {
            shared.ui.dispatch(UiAction::Place(None));
            return true;
        }
        "Enter" => {
            if let Some(place) = place {
                open(shared, place);
            }
            return place.is_some();
        }
        _ => return false,
    };
    let (width, height) = (size.width as f32, size.height as f32);
    let cast = shared.control.read(|player| Cast::of(&player.snapshot(), highlight));
    let layout = Layout::new(width, height, cast, Flow::of(width, height));
    shared.ui.dispatch(UiAction::Place(layout.step(place, step)));
    true
}

/// Does what a key of the stage does, wherever it was pressed; false if it is none.
pub(crate) fn press(shared: &Shared, event: &KeyboardEvent, readout: &Readout) -> bool {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return false;
    }
    run_key(shared, event, readout.playing, readout.duration)
        || speed_key(shared, &event.key(), readout.speed)
        || page_key(shared, &event.key())
}

/// Keys that move the run.
fn run_key(shared: &Shared, event: &KeyboardEvent, playing: bool, duration: Time) -> bool {
    let by = |forward: bool| {
        move |player: &mut Player| {
            let at = player.cursor();
            let to = if forward { at + KEY_STEP } else { at.saturating_sub(KEY_STEP) };
            player.seek(to.min(duration));
        }
    };
    let control = &shared.control;
    match (event.key().as_str(), event.shift_key()) {
        (" ", _) => control.change(|player| player.set_playing(!playing)),
        ("ArrowRight", true) => control.change(by(true)),
        ("ArrowLeft", true) => control.change(by(false)),
        ("ArrowRight", false) => control.change(Player::step_forward),
        ("ArrowLeft", false) => control.change(Player::step_back),
        ("." | "PageDown", _) => control.change(Player::step_to_next_mark),
        ("," | "PageUp", _) => control.change(Player::step_to_last_mark),
        ("c" | "C", _) => control.change(|player| match player.side(Side::B) {
            None => player.split(),
            Some(_) => player.join(Side::A),
        }),
        ("Home", _) => control.change(|player| player.seek(Time::ZERO)),
        ("End", _) => control.change(|player| player.seek(duration)),
        _ => return false,
    }
    true
}

/// Keys that change the speed.
fn speed_key(shared: &Shared, key: &str, now: Speed) -> bool {
    // From the story, faster and slower start at the speed most of it has.
    let place = SPEEDS.iter().position(|&speed| speed == now).unwrap_or(2);
    let speed = match key {
        "+" | "=" => SPEEDS[(place + 1).min(SPEEDS.len() - 1)],
        "-" | "−" => SPEEDS[place.saturating_sub(1)],
        "s" | "S" => Speed::Story,
        _ => return false,
    };
    shared.control.change(|player| player.set_speed(speed));
    true
}

/// Keys that open something.
fn page_key(shared: &Shared, key: &str) -> bool {
    if matches!(key, "p" | "P") {
        let looked_at = shared.control.read(Player::looked_at);
        if let Some(mail) = looked_at {
            shared.control.change(|player| player.toggle_pin(mail));
        }
        return looked_at.is_some();
    }
    let action = match key {
        "?" => Some(UiAction::Sheet(Some(Sheet::Keys))),
        "d" | "D" => Some(UiAction::Sheet(Some(Sheet::Describe))),
        "t" | "T" => Some(UiAction::ToggleTable),
        "f" | "F" => Some(UiAction::Inspect(Some(Subject::Find))),
        "Escape" => Some(UiAction::Inspect(None)),
        key => numbered(key).map(UiAction::ToggleInstrument),
    };
    let Some(action) = action else {
        return false;
    };
    shared.ui.dispatch(action);
    true
}

/// The instrument that a digit opens: they count from one.
fn numbered(key: &str) -> Option<Instrument> {
    let number: usize = key.parse().ok()?;
    Instrument::ALL.get(number.checked_sub(1)?).copied()
}
