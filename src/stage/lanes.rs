//! Lanes: how wide, where, and what they say when nothing moves.
//!
//! One scale for all lanes of the run: twice as wide carries twice as much. Knows no single mail.

use super::curve::{Cubic, length, line, walk};
use super::layout::{Density, Flow, Layout};
use super::palette::Role;
use super::scene::Settings;
use super::shape::{Anchor, Point, Shape, Stroke, Text, pt, text_width};
use super::snapshot::Snapshot;
use crate::number;

/// Width of a lane that carries nothing [px].
const WIDTH_MIN: f32 = 1.5;
/// Width a lane gains up to the largest rate of the run [px]; on a phone the sides are narrow.
const WIDTH_GAIN: f32 = 22.5;
const WIDTH_GAIN_DOWN: f32 = 8.5;
/// Width of the feeders that join forests to their region's lane [px]: they are too short to be
/// read as lanes, and as wide as lanes they would be blots.
const FEEDER: f32 = 2.0;
/// Height of a mail on a lane that is narrower [px].
const MAIL: f32 = 10.0;
/// The widest rate of a lane.
const WIDEST: &str = "22.7\u{2009}k/min";
/// Distance between arrowheads [px] and their size.
const ARROW_EVERY: f32 = 48.0;
const ARROW: f32 = 6.0;

/// The width of a lane [px] that carries `rate` [mails/s].
pub(super) fn width(rate: f64, snapshot: &Snapshot, layout: &Layout) -> f32 {
    let gain = match layout.flow {
        Flow::Across => WIDTH_GAIN,
        Flow::Down => WIDTH_GAIN_DOWN,
    };
    let share = if snapshot.lane_rate_max > 0.0 { rate / snapshot.lane_rate_max } else { 0.0 };
    WIDTH_MIN + gain * (share as f32).clamp(0.0, 1.0)
}

/// The rate from a region's front door to a forest [mails/s].
pub(super) fn forest_rate(snapshot: &Snapshot, region: usize, forest: usize) -> f64 {
    snapshot.forests[forest].lanes.get(region).copied().unwrap_or(0.0)
}

/// Whether the gateways are part of the picture: in use, or still holding mail.
pub(super) fn gateway_is_on(snapshot: &Snapshot) -> bool {
    snapshot.gateway.share > 0.0 || snapshot.gateway.held > 0
}

/// Draws every lane.
pub(super) fn draw(snapshot: &Snapshot, layout: &Layout, still: bool, out: &mut Vec<Shape>) {
    each(snapshot, layout, |lane| {
        let width = match lane.kind {
            Kind::Feeder => FEEDER,
            _ => width(lane.rate, snapshot, layout),
        };
        let stroke = Stroke::solid(Role::Lane, width);
        out.push(Shape::Curve { points: lane.curve, stroke });
    });
    if still {
        each(snapshot, layout, |lane| arrows(&lane, out));
    }
}

/// Writes the rates on the lanes that have room for one.
pub(super) fn labels(
    snapshot: &Snapshot,
    layout: &Layout,
    settings: &Settings,
    out: &mut Vec<Shape>,
) {
    if settings.still {
        let label = |lane: Lane| label(&lane, snapshot, layout).map(Shape::Text);
        each(snapshot, layout, |lane| out.extend(label(lane)));
    }
}

/// The rate of a lane, beside it, where no mail passes: at its middle, or, where lanes fan out, at
/// the end where they are apart.
fn label(lane: &Lane, snapshot: &Snapshot, layout: &Layout) -> Option<Text> {
    if layout.flow == Flow::Down || lane.rate <= 0.0 {
        return None;
    }
    let text = number::rate(lane.rate * 60.0);
    // One width for all, or a fan of lanes would have rates here and there.
    let air = if lane.kind == Kind::Forest { ARROW + 8.0 } else { 4.0 };
    let room = (lane.curve[3].x - lane.curve[0].x).abs() - air;
    if room < text_width(WIDEST, 12.0) {
        return None;
    }
    let middle = || lane.curve[0].towards(lane.curve[3], 0.5);
    let off = WIDTH_MIN + WIDTH_GAIN;
    // Both lie outside of the two lanes, whose middles are fixed.
    let is_high = layout.regions[0].senders.h >= 2.0 * off + 36.0;
    let (at, anchor) = match lane.kind {
        Kind::Door if is_high => (middle().moved(0.0, -off / 2.0 - 4.0), Anchor::Middle),
        Kind::Back if is_high => (middle().moved(0.0, off / 2.0 + 13.0), Anchor::Middle),
        // Rows must be a line of text and a lane apart.
        Kind::Forest if layout.density == Density::Gauges && layout.forests[0].bar.h > 20.0 => {
            let above = width(lane.rate, snapshot, layout).max(MAIL) / 2.0 + 4.0;
            // A thick lane close to the top would push it out of the picture.
            let end = lane.curve[3];
            (end.moved(-2.0, -above.min(end.y - 10.0)), Anchor::End)
        }
        _ => return None,
    };
    Some(Text::new(at, 12.0, Role::Ink2, text).anchored(anchor))
}

/// Which lane it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Door,
    Back,
    Forest,
    /// To another region's forest.
    Foreign,
    /// The rest of a lane, behind the gauges of other forests.
    Behind,
    Mailbox,
    /// From a forest to its region's lane into the mailboxes.
    Feeder,
    Gateway,
}

/// One lane.
struct Lane {
    kind: Kind,
    curve: Cubic,
    rate: f64,
}

/// Visits every lane that is drawn.
fn each(snapshot: &Snapshot, layout: &Layout, mut visit: impl FnMut(Lane)) {
    for (r, (view, plan)) in snapshot.regions.iter().zip(&layout.regions).enumerate() {
        let mut straight = |kind, ends: [Point; 2], rate| {
            visit(Lane { kind, curve: line(ends[0], ends[1]), rate });
        };
        straight(Kind::Door, plan.outward, view.attempts_rate);
        straight(Kind::Back, plan.back, view.returns_rate);
        straight(Kind::Mailbox, plan.deliver, view.delivered_rate);
        if layout.gateway.is_some() && gateway_is_on(snapshot) {
            let rates = view.gateway;
            for (points, rate) in [
                (plan.park, rates.parked),
                (plan.unpark, rates.handed_on),
                (plan.repark, rates.returned),
            ] {
                for ends in points.windows(2) {
                    if ends[0] != ends[1] {
                        straight(Kind::Gateway, [ends[0], ends[1]], rate);
                    }
                }
            }
        }
        for (f, forest) in layout.forests.iter().enumerate() {
            let rate = forest_rate(snapshot, r, f);
            let kind = if forest.region == r { Kind::Forest } else { Kind::Foreign };
            // A lane to another region's forest is there only while it carries mail.
            if kind == Kind::Foreign && rate <= 0.0 {
                continue;
            }
            visit(Lane { kind, curve: layout.lane(r, f), rate });
            if forest.turn != forest.gate {
                visit(Lane { kind: Kind::Behind, curve: line(forest.turn, forest.gate), rate });
            }
        }
    }
    for (f, view) in snapshot.forests.iter().enumerate().take(layout.forests.len()) {
        let rate = view.accepted_per_min / 60.0;
        let plan = &layout.forests[f];
        let start = pt(plan.bar.right(), plan.below.y);
        if start.x < plan.out.x && layout.flow == Flow::Across {
            visit(Lane { kind: Kind::Feeder, curve: line(start, plan.out), rate });
        }
        visit(Lane { kind: Kind::Feeder, curve: layout.feeder(f, plan.region), rate });
    }
}

/// Arrowheads along a lane that carries mail.
fn arrows(lane: &Lane, out: &mut Vec<Shape>) {
    let whole = length(lane.curve);
    let bare = matches!(lane.kind, Kind::Gateway | Kind::Feeder | Kind::Behind);
    if lane.rate <= 0.0 || whole < ARROW_EVERY / 2.0 || bare {
        return;
    }
    if lane.kind == Kind::Forest {
        // Near the front door these lanes lie on each other: one arrowhead, where they are apart.
        let (at, ahead) = walk(lane.curve, whole - ARROW / 2.0);
        arrow(at, ahead, out);
        return;
    }
    let count = ((whole - 2.0 * ARROW) / ARROW_EVERY).floor().max(0.0) + 1.0;
    let first = (whole - (count - 1.0) * ARROW_EVERY) / 2.0;
    for i in 0..count as u32 {
        let (at, ahead) = walk(lane.curve, first + i as f32 * ARROW_EVERY);
        arrow(at, ahead, out);
    }
}

/// An arrowhead with its middle at a point, in a direction.
fn arrow(at: Point, ahead: Point, out: &mut Vec<Shape>) {
    let side = pt(-ahead.y * ARROW / 2.0, ahead.x * ARROW / 2.0);
    let half = pt(ahead.x * ARROW / 2.0, ahead.y * ARROW / 2.0);
    out.push(Shape::Triangle {
        points: [
            at.moved(half.x, half.y),
            at.moved(side.x - half.x, side.y - half.y),
            at.moved(-side.x - half.x, -side.y - half.y),
        ],
        fill: Role::Control,
    });
}
