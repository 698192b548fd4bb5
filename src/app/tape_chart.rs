//! The backlog over the whole run under a playhead: the chart, its labels, and what moves the cursor.
//!
//! The chart is redrawn when its data change; the playhead moves with every frame, past the virtual
//! DOM. Flags are in `flags.rs`.

use std::rc::Rc;

use mailflow::chart::axis::{self, TimeTick};
use mailflow::chart::marks::spread;
use mailflow::chart::tape;
use mailflow::instrument::drain::{self, Estimate};
use mailflow::number::count;
use mailflow::playback::Player;
use mailflow::readout::Readout;
use mailflow::time::Time;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::canvas::{plot, use_palette};
use super::flags::flags;
use super::icon::{Picture, icon};
use super::observe::{Size, use_size};
use super::strips::strips;
use super::tip::Tip;
use super::ui::{Shared, use_shared};

/// Drain estimates over the length of a run, at most.
const DRAIN_STEPS: u64 = 240;

/// A line of text of the tape on a desk [px].
const NAME_PITCH: f64 = 14.0;

/// What an arrow key moves.
const KEY_STEP: Time = Time::from_mins(5);

/// What Page Up and Page Down move.
const PAGE_STEP: Time = Time::from_hours(1);

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures.
    pub(crate) readout: Rc<Readout>,
    /// How much larger than on a desk its letters are.
    #[prop_or(1.0)]
    pub(crate) zoom: f64,
    /// Whether the ways to what is not played yet stand beside it. Without them there is no estimate:
    /// its line needs their words.
    #[prop_or(true)]
    pub(crate) ways: bool,
}

/// The chart of the tape.
#[component]
pub(crate) fn TapeChart(props: &Props) -> Html {
    let shared = use_shared();
    let plot_node = use_node_ref();
    let size = use_size(&plot_node);
    let readout = &props.readout;
    // What the reader said of the drain estimate; else it comes when the backlog has stopped growing.
    let asked = use_state_eq(|| None::<bool>);
    let (offered, turned) = shared
        .control
        .read(|player| (props.ways && drain::is_offered(player), drain::has_turned(player)));
    let shown = offered && asked.unwrap_or(turned);
    // By itself it comes only where it says something.
    let estimate = use_drain(readout, shown).filter(|it| it.clears || *asked == Some(true));
    let mut data = shared.control.read(|player| tape::Tape::of(player, size.width / props.zoom));
    data.drain = estimate.as_ref().map(|estimate| estimate.line.clone());
    let onask = {
        let asked = asked.setter();
        let shown = estimate.is_some();
        Callback::from(move |()| asked.set(Some(!shown)))
    };
    let ticks = data.ticks.clone();
    let top = data.top();
    let ends = data.worlds.as_ref().map(|worlds| {
        worlds.each_ref().map(|line| {
            (share(line.until, readout.duration), line.values.last().copied().unwrap_or(0.0))
        })
    });
    let parked = data.held[1].values.last().copied().unwrap_or(0.0);
    let waiting = data.held[0].values.last().copied().unwrap_or(0.0);
    html! {
        <div class="track">
            <h2 class="track__title">{ "Mail held" }</h2>
            <ol class="track__values" aria-hidden="true">
                { for axis::value_ticks(top).iter().rev().map(|(_, label)| html! { <li>{ label }</li> }) }
            </ol>
            <p class="track__office">{ "Office hours" }</p>
            { flags(readout, size.width, props.zoom) }
            <div class="track__plot" ref={plot_node}>
                <Backlog data={Rc::new(data)} {size} />
                <Scrubber readout={readout.clone()} />
                if let Some([a, b]) = &ends {
                    { worlds(*a, *b, top, (size.height / (NAME_PITCH * props.zoom)).max(1.0)) }
                } else {
                    { places(waiting, parked, top, share(readout.at, readout.duration)) }
                }
            </div>
            if props.ways {
                { ways(&shared, readout, offered, estimate.as_deref(), &onask) }
            }
            { strips(readout) }
            { hours(&ticks, readout.duration) }
        </div>
    }
}

/// Where an instant is along the tape, 0..=1.
pub(crate) fn share(at: Time, duration: Time) -> f64 {
    (at.secs_f64() / duration.secs_f64().max(1.0)).clamp(0.0, 1.0)
}

#[derive(Clone, PartialEq, Properties)]
struct BacklogProps {
    data: Rc<tape::Tape>,
    size: Size,
}

/// The canvas of the backlog.
#[component]
fn Backlog(props: &BacklogProps) -> Html {
    let palette = use_palette();
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((props.data.clone(), props.size, palette), move |(data, size, palette)| {
            plot(&node, *size, |area, scale| tape::draw(area, data, palette, scale));
        });
    }
    html! { <canvas class="track__canvas" aria-hidden="true" ref={node}></canvas> }
}

/// What the two bands are, once there are two: words at their right end instead of a legend.
fn places(waiting: f64, parked: f64, top: f64, share: f64) -> Html {
    // Bands that are too thin for a word each go without.
    let thin = |part: f64| part / top < 0.16;
    if thin(parked) || thin(waiting) {
        return Html::default();
    }
    let at = |middle: f64| {
        let side = if share > 0.85 { "right" } else { "left" };
        let offset = if share > 0.85 { 1.0 - share } else { share };
        format!("bottom: {:.2}%; {side}: calc({:.3}% + 8px)", middle / top * 100.0, offset * 100.0)
    };
    html! {
        <div class="track__places" aria-hidden="true">
            <span style={at(waiting / 2.0)}>{ "at senders" }</span>
            <span style={at(waiting + parked / 2.0)}>{ "at gateways" }</span>
        </div>
    }
}

/// The names of the two lines, at their ends: along the tape, and mails held there. The tape is `lines` of
/// text high.
fn worlds(a: (f64, f64), b: (f64, f64), top: f64, lines: f64) -> Html {
    let wanted = [a, b].map(|(_, held)| (1.0 - held / top) * lines);
    let at = spread(&wanted, 1.0, lines);
    let name = |name: &'static str, place: f64, down: f64| {
        let bottom = 1.0 - down / lines;
        let style = if place > 0.9 {
            format!(
                "bottom: {:.2}%; right: calc({:.3}% + 8px)",
                bottom * 100.0,
                (1.0 - place) * 100.0
            )
        } else {
            format!("bottom: {:.2}%; left: calc({:.3}% + 8px)", bottom * 100.0, place * 100.0)
        };
        html! { <span class={format!("track__name--{name}")} {style}>{ name }</span> }
    };
    html! { <div class="track__places" aria-hidden="true">{ name("A", a.0, at[0]) }{ name("B", b.0, at[1]) }</div> }
}

/// The labels of the time axis.
pub(crate) fn hours(ticks: &[TimeTick], duration: Time) -> Html {
    html! {
        <ol class="track__hours" aria-hidden="true">
            { for ticks.iter().map(|tick| {
                let place = share(tick.at, duration);
                // At the ends a centred label would hang over.
                let edge = if place < 0.02 { Some("track__hour--first") } else if place > 0.98 { Some("track__hour--last") } else { None };
                html! {
                    <li class={classes!("track__hour", edge, tick.midnight.then_some("track__hour--date"))}
                        style={format!("left: {:.3}%", place * 100.0)}>{ &tick.label }</li>
                }
            }) }
        </ol>
    }
}

/// The drain estimate, if it is shown. It is worked out anew when time or a lever has moved enough to show: it
/// costs more than a chart.
#[hook]
fn use_drain(readout: &Readout, shown: bool) -> Option<Rc<Estimate>> {
    let shared = use_shared();
    let step = (readout.duration.secs() / DRAIN_STEPS).max(60);
    let now = (shown, readout.at.secs() / step, readout.duration, readout.scale);
    let moved = (now, readout.levers.iter().map(|lever| lever.value).collect::<Vec<_>>());
    let found = use_memo((moved, readout.seeking.is_some()), |_| {
        shown.then(|| shared.control.read(drain::estimate)).flatten().map(Rc::new)
    });
    (*found).clone()
}

/// The ways to what is not played yet.
fn ways(
    shared: &Shared,
    readout: &Readout,
    offered: bool,
    estimate: Option<&Estimate>,
    onask: &Callback<()>,
) -> Html {
    let (coming, computed) = (readout.coming, readout.computed);
    let label = match (coming, computed) {
        (false, _) => "Show what is coming".to_owned(),
        (true, 100..) => "Hide what is coming".to_owned(),
        (true, part) => format!("Computing, {part} % · cancel"),
    };
    let undo = readout.can_undo || readout.can_redo;
    let drains = estimate.is_some();
    let onask = onask.reform(|_: MouseEvent| ());
    html! {
        <div class="track__ways">
            if let Some(estimate) = estimate.filter(|_| offered) {
                <Tip id="drain" text={estimate.long.clone()} name="Drain estimate: how it is worked out, and when it does not hold" side="left">{ &estimate.short }</Tip>
            }
            if undo {
                <button type="button" class="chip track__way" aria-label="Undo" title="Undo (Ctrl Z)" disabled={!readout.can_undo}
                    onclick={shared.act(Player::undo)}>{ icon(Picture::Undo, 12) }</button>
                <button type="button" class="chip track__way" aria-label="Redo" title="Redo (Ctrl Shift Z)" disabled={!readout.can_redo}
                    onclick={shared.act(Player::redo)}>{ icon(Picture::Redo, 12) }</button>
            }
            if offered {
                <button type="button" class="chip" aria-pressed={drains.to_string()} data-testid="drain" onclick={onask}>{ "Drain estimate" }</button>
            }
            <button type="button" class="chip" aria-pressed={coming.to_string()} data-testid="coming"
                onclick={shared.act(move |player| player.show_coming(!coming))}>{ label }</button>
        </div>
    }
}

/// The instant under a pointer, and where that is along the tape.
fn under(area: &NodeRef, event: &PointerEvent, duration: Time) -> Option<(Time, f64)> {
    let area = area.cast::<Element>()?.get_bounding_client_rect();
    let place =
        ((f64::from(event.client_x()) - area.left()) / area.width().max(1.0)).clamp(0.0, 1.0);
    Some((Time::from_secs_f64(place * duration.secs_f64()), place))
}

/// What the tape says at an instant: `15:20 · 812 k held`, or that it is still to come.
fn reading(player: &Player, readout: &Readout, at: Time) -> String {
    let held = player.held();
    let row = (at.us() / held[0].step.us().max(1)) as usize;
    let clock = readout.epoch.clock(at);
    if at > held[0].until {
        return format!("{clock} · not played yet");
    }
    let total: f64 = held.iter().filter_map(|line| line.values.get(row)).sum();
    format!("{clock} · {} held", count(total.round() as u64))
}

/// The playhead and the area that moves it.
#[component]
fn Scrubber(props: &Props) -> Html {
    let shared = use_shared();
    let node = use_node_ref();
    let hover = use_state_eq(|| None::<(f64, String)>);
    let dragging = use_mut_ref(|| false);
    use_playhead(&node, props.readout.duration);
    let readout = &props.readout;
    let duration = readout.duration;

    let point = {
        let (control, hover, dragging, readout) =
            (shared.control.clone(), hover.setter(), dragging.clone(), readout.clone());
        let node = node.clone();
        move |event: &PointerEvent| {
            let Some((at, place)) = under(&node, event, duration) else { return };
            hover.set(Some((place, control.read(|player| reading(player, &readout, at)))));
            if *dragging.borrow() {
                control.seek_soon(at);
            }
        }
    };
    let onpointerdown = {
        let (point, dragging, area) = (point.clone(), dragging.clone(), node.clone());
        Callback::from(move |event: PointerEvent| {
            if let Some(area) = area.cast::<Element>().filter(|_| event.button() == 0) {
                // Without the capture the drag ends at the edge, which is as much as can be had.
                let _ = area.set_pointer_capture(event.pointer_id());
                *dragging.borrow_mut() = true;
                point(&event);
            }
        })
    };
    let onpointermove = Callback::from(move |event: PointerEvent| point(&event));
    let release = Callback::from(move |_: PointerEvent| *dragging.borrow_mut() = false);
    let onpointerleave = {
        let setter = hover.setter();
        Callback::from(move |_: PointerEvent| setter.set(None))
    };
    let onkeydown = {
        let (control, at) = (shared.control.clone(), readout.at);
        Callback::from(move |event: KeyboardEvent| {
            if let Some(to) = key_target(&event.key(), at, duration) {
                event.prevent_default();
                control.change(|player| player.seek(to));
            }
        })
    };
    let words = format!("{} {} UTC, {} held", readout.date, readout.clock, count(readout.held));
    html! {
        <div class="scrub" ref={node} role="slider" tabindex="0" aria-label="Position in the run" data-testid="scrubber"
            aria-valuemin="0" aria-valuemax={(duration.secs() / 60).to_string()} aria-valuenow={(readout.at.secs() / 60).to_string()}
            aria-valuetext={words} {onpointerdown} {onpointermove} onpointerup={release.clone()} onpointercancel={release}
            {onpointerleave} {onkeydown}>
            <span class="scrub__head" aria-hidden="true"></span>
            if let Some((place, text)) = (*hover).clone() {
                <span class={classes!("scrub__reading", (place > 0.8).then_some("scrub__reading--left"))} aria-hidden="true"
                    style={format!("left: {:.2}%", place * 100.0)}>{ text }</span>
            }
        </div>
    }
}

/// Where a key moves the cursor to.
fn key_target(key: &str, at: Time, duration: Time) -> Option<Time> {
    let to = match key {
        "ArrowRight" | "ArrowUp" => at + KEY_STEP,
        "ArrowLeft" | "ArrowDown" => at.saturating_sub(KEY_STEP),
        "PageUp" => at + PAGE_STEP,
        "PageDown" => at.saturating_sub(PAGE_STEP),
        "Home" => Time::ZERO,
        "End" => duration,
        _ => return None,
    };
    Some(to.min(duration))
}

/// Moves the playhead with every frame, without rendering anything.
#[hook]
fn use_playhead(node: &NodeRef, duration: Time) {
    let shared = use_shared();
    let node = node.clone();
    use_effect_with(duration, move |&duration| {
        let last = std::cell::Cell::new(f64::NAN);
        let painting = shared.control.on_frame(move |player| {
            let place = share(player.cursor(), duration);
            // A tenth of a pixel is not worth a style recalculation.
            if (place - last.get()).abs() < 1e-5 {
                return false;
            }
            if let Some(area) = node.cast::<HtmlElement>() {
                last.set(place);
                let _ = area.style().set_property("--at", &format!("{place:.6}"));
            }
            false
        });
        shared.control.paint();
        move || drop(painting)
    });
}
