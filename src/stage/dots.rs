//! Where a mail is drawn, from its phase alone.
//!
//! ```text
//! -(0.9 + inside)      -(0.4 + inside)    -inside      0 outcome           after_s
//!  senders ---0.5 s---> front door --0.4 s--> gate --inside--> ring, chevron, cross --> gone
//! ```
//! Knows no clock: paused, stepped and played pictures are the same. Allocates nothing.

use crate::order;

use super::layout::{Density, Flow, Layout};
use super::scene::Settings;
use super::shape::{Back, Face, Glyph, Mark, Point, Shape, pt};
use super::snapshot::{Dot, Outcome, Snapshot};
use super::{cards, gauge, lanes, pile, route};

/// Senders to front door [s].
pub const TO_DOOR_S: f32 = 0.5;
/// Front door to forest [s].
pub const TO_FOREST_S: f32 = 0.4;
/// From the start of a mail's way to the forest's gate [s]: a dot lives from the phase
/// `-(APPROACH_S + inside_s)` on.
pub const APPROACH_S: f32 = TO_DOOR_S + TO_FOREST_S;
/// Shortest session shown inside a forest [s].
pub const INSIDE_MIN: f32 = 0.25;
/// Longest session shown inside a forest [s].
pub const INSIDE_MAX: f32 = 1.2;

/// A refusal's rest at the gate [s].
const REST_S: f32 = 0.12;
/// The way back to the sender [s].
const BACK_S: f32 = 0.6;
/// Settling on a pile [s].
const SETTLE_S: f32 = 0.16;
/// A cut session's turn into a cross and its fall out of the bar [s].
const TURN_S: f32 = 0.2;
/// The last part of that, in which it falls [s].
const FALL_S: f32 = 0.12;
/// Forest to mailbox [s].
const TO_MAILBOX_S: f32 = 0.4;
/// An expired mail's fading [s].
const FADE_S: f32 = 0.6;

/// How long a dot lives after its outcome [s].
pub const fn after_s(outcome: Outcome) -> f32 {
    match outcome {
        Outcome::Delivered => TO_MAILBOX_S,
        Outcome::Refused => REST_S + BACK_S + SETTLE_S,
        Outcome::Dropped => TURN_S + BACK_S + SETTLE_S,
        Outcome::Parked => SETTLE_S,
        Outcome::Expired | Outcome::Rejected => FADE_S,
    }
}

/// Lateral room beside a dot in its lane [px]: half a dot and a little air.
const MARGIN: f32 = 3.5;
/// Most a mail keeps off the middle of a lane [px].
const OFFSET_MAX: f32 = 8.0;
/// How far mail on its way back keeps off mail on its way out, on lanes both use [px].
const BACK_OFFSET: f32 = 4.0;
/// Room of mail that passes under the words beside a gauge [px].
const UNDER_ROOM: f32 = 1.5;
/// How far a cross falls [px].
const FALL: f32 = 12.0;

/// Everything a place depends on besides the mail.
#[derive(Clone, Copy, Debug)]
struct Stage<'a> {
    snapshot: &'a Snapshot,
    layout: &'a Layout,
    settings: &'a Settings<'a>,
}

/// Draws the dots, sorted by symbol so that a painter changes its colour six times and not six
/// hundred.
pub(super) fn draw(
    snapshot: &Snapshot,
    dots: &[Dot],
    layout: &Layout,
    settings: &Settings,
    out: &mut Vec<Shape>,
) {
    let first = out.len();
    let stage = Stage { snapshot, layout, settings };
    for dot in dots {
        if let Some(mark) = stage.mark(dot).filter(|mark| !is_hidden(dot, mark.at, layout)) {
            out.push(Shape::Dot(mark));
        }
    }
    order::by_rank(&mut out[first..], |shape| match shape {
        Shape::Dot(mark) => {
            let kind = u128::from(mark.pinned) << 8 | mark.glyph as u128;
            kind << 64 | u128::from(mark.mail)
        }
        _ => 0,
    });
}

/// Whether a mail is out of sight: inside the front door, whose servers are not modelled, behind
/// the name of its forest, or behind another forest's gauge on the way to its own.
fn is_hidden(dot: &Dot, at: Point, layout: &Layout) -> bool {
    if layout.regions[usize::from(dot.region)].door.grown(-2.0).contains(at) {
        return true;
    }
    if dot.outbound {
        return false;
    }
    let Some(plan) = dot.forest.and_then(|f| layout.forests.get(usize::from(f))) else {
        return false;
    };
    if layout.flow == Flow::Down || layout.density == Density::Cells {
        return false;
    }
    let behind = |from: f32, to: f32| from <= at.x && at.x <= to;
    let in_row = plan.bar.y - 4.0 <= at.y && at.y <= plan.bar.bottom() + 4.0;
    in_row
        && (behind(plan.area.x - 2.0, plan.bar.x - 5.0)
            || behind(plan.turn.x + 8.0, plan.gate.x - 8.0))
}

/// Where a mail is and what it looks like; `None` outside its life or where its way is not drawn.
/// Inside the front door this still gives a place, so that its way is unbroken.
pub fn mark(dot: &Dot, snapshot: &Snapshot, layout: &Layout, settings: &Settings) -> Option<Mark> {
    Stage { snapshot, layout, settings }.mark(dot)
}

/// The mail drawn nearest to a point, at most 12 px away (the hit area of a dot is 24).
pub fn nearest(shapes: &[Shape], x: f32, y: f32) -> Option<u64> {
    let at = pt(x, y);
    let marks = shapes.iter().filter_map(|shape| match shape {
        Shape::Dot(mark) => Some((mark.at.distance(at), mark.mail)),
        _ => None,
    });
    marks.filter(|&(away, _)| away <= 12.0).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, mail)| mail)
}

/// A mail's share of the room beside it, -1..=1, from its id alone: the same for life.
fn offset(mail: u64) -> f32 {
    // The multiplier of SplitMix64's finaliser spreads neighbouring ids over all bits.
    let mixed = (mail ^ (mail >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((mixed >> 40) as f32 / (1_u64 << 23) as f32) - 1.0
}

fn lerp(from: f32, to: f32, t: f32) -> f32 {
    from + (to - from) * t.clamp(0.0, 1.0)
}

impl Stage<'_> {
    fn mark(self, dot: &Dot) -> Option<Mark> {
        let region = usize::from(dot.region);
        self.layout.regions.get(region)?;
        self.snapshot.regions.get(region)?;
        if dot.phase_s >= after_s(dot.outcome) {
            return None;
        }
        let (at, glyph) = match (dot.outcome, dot.forest.map(usize::from)) {
            (Outcome::Expired, _) => self.expired(dot)?,
            (Outcome::Parked, _) | (Outcome::Rejected, None) => self.parked(dot)?,
            (_, Some(forest)) if forest < self.layout.forests.len() => {
                if dot.outbound {
                    self.outbound(dot, forest)?
                } else {
                    self.tried(dot, forest)?
                }
            }
            _ => return None,
        };
        let alpha = match dot.outcome {
            Outcome::Expired | Outcome::Rejected => 1.0 - dot.phase_s / FADE_S,
            // It leaves the service there: the stage has no place for the rest of the world.
            Outcome::Delivered if dot.outbound => 1.0 - dot.phase_s / TO_MAILBOX_S,
            _ => 1.0,
        };
        Some(Mark {
            at,
            glyph,
            back: match (self.layout.flow, dot.outbound) {
                (Flow::Across, false) => Back::Left,
                (Flow::Across, true) => Back::Right,
                (Flow::Down, false) => Back::Up,
                (Flow::Down, true) => Back::Down,
            },
            pinned: self.settings.tracers.iter().any(|tracer| tracer.mail == dot.mail),
            alpha: alpha.clamp(0.0, 1.0),
            mail: dot.mail,
        })
    }

    /// Before the outcome at a forest, or after it.
    fn tried(self, dot: &Dot, forest: usize) -> Option<(Point, Glyph)> {
        let region = usize::from(dot.region);
        let since = dot.phase_s + APPROACH_S + dot.inside_s;
        if since < 0.0 {
            return None;
        }
        if dot.from_gateway && self.layout.gateway.is_none() && since < TO_DOOR_S {
            return None;
        }
        if dot.phase_s >= 0.0 {
            return Some(self.after(dot, forest));
        }
        let (out, lane) = (self.door_room(region), self.lane_room(region, forest));
        let place = if since < TO_DOOR_S {
            let way = route::to_door(self.layout, region, dot.from_gateway);
            self.beside(way.at(since / TO_DOOR_S), dot, out)
        } else if since < APPROACH_S {
            let t = (since - TO_DOOR_S) / TO_FOREST_S;
            let way = route::to_gate(self.layout, region, forest);
            self.beside(way.at(t), dot, lerp(out, lane, t))
        } else {
            let t = (since - APPROACH_S) / dot.inside_s.max(f32::EPSILON);
            let gate = self.layout.forests[forest].gate;
            let way = gate.towards(self.inside(dot, forest), t);
            self.beside(way, dot, lerp(lane, self.bar_room(dot, forest), t))
        };
        Some((place, Glyph::Circle))
    }

    /// After the outcome at a forest.
    fn after(self, dot: &Dot, forest: usize) -> (Point, Glyph) {
        let inside = self.inside(dot, forest);
        let room = self.bar_room(dot, forest);
        let phase = dot.phase_s;
        match dot.outcome {
            Outcome::Delivered => {
                let t = phase / TO_MAILBOX_S;
                // Mail of another region's senders is counted, and put, where they are.
                let region = usize::from(dot.region);
                let way = route::to_mailbox(self.layout, region, forest, inside);
                let rate = self.snapshot.regions[region].delivered_rate;
                // Narrow under the words beside the gauge, wide again on the lane.
                let room = if t < 0.7 {
                    lerp(room, UNDER_ROOM, t / 0.2)
                } else {
                    lerp(UNDER_ROOM, self.room(rate), (t - 0.7) / 0.3)
                };
                (self.beside(way.at(t), dot, room), Glyph::Ring)
            }
            Outcome::Rejected => (self.beside(inside, dot, room), Glyph::Rejected),
            Outcome::Dropped if phase < TURN_S => {
                let t = ((phase - TURN_S + FALL_S) / FALL_S).max(0.0);
                (self.beside(inside, dot, room).moved(0.0, FALL * t), Glyph::Cross)
            }
            Outcome::Dropped => {
                let from = inside.moved(0.0, FALL);
                self.back(dot, forest, (from, room), phase - TURN_S, Glyph::Cross)
            }
            _ if phase < REST_S => (self.beside(inside, dot, room), Glyph::Chevron),
            _ => self.back(dot, forest, (inside, room), phase - REST_S, Glyph::Chevron),
        }
    }

    /// On the way back and on the pile: `since` seconds after it set out from a place with a room.
    fn back(
        self,
        dot: &Dot,
        forest: usize,
        (from, room): (Point, f32),
        since: f32,
        glyph: Glyph,
    ) -> (Point, Glyph) {
        let region = usize::from(dot.region);
        let last = self.room(self.snapshot.regions[region].returns_rate);
        let way = route::back(self.layout, region, forest, from, dot.from_gateway);
        if since < BACK_S {
            let t = since / BACK_S;
            let place = self.beside(way.at(t), dot, lerp(room, last, t));
            // Keeps off the mails that come the other way, and joins the lane at both ends.
            let off = BACK_OFFSET * (4.0 * t * (1.0 - t)).clamp(0.0, 1.0);
            return match self.layout.flow {
                Flow::Across => (place.moved(0.0, off), glyph),
                Flow::Down => (place.moved(off, 0.0), glyph),
            };
        }
        let edge = self.beside(way.at(1.0), dot, last);
        let pile = if dot.from_gateway { self.gateway_landing() } else { self.landing(region) };
        (edge.towards(pile.unwrap_or(edge), (since - BACK_S) / SETTLE_S), Glyph::Square)
    }

    /// Exchange Online's own mail: from its queues to a forest, and back to them.
    fn outbound(self, dot: &Dot, forest: usize) -> Option<(Point, Glyph)> {
        let region = usize::from(dot.region);
        let inside = self.inside(dot, forest);
        let way = route::outbound(self.layout, region, forest, inside)?;
        let aside = |t: f32| self.beside(way.at(t), dot, UNDER_ROOM);
        let since = dot.phase_s + APPROACH_S + dot.inside_s;
        if since < 0.0 {
            return None;
        }
        let phase = dot.phase_s;
        if phase < 0.0 {
            return Some((aside(since / (APPROACH_S + dot.inside_s)), Glyph::Circle));
        }
        let (rest, glyph) = match dot.outcome {
            Outcome::Delivered => return Some((aside(1.0), Glyph::Ring)),
            Outcome::Dropped => (TURN_S, Glyph::Cross),
            _ => (REST_S, Glyph::Chevron),
        };
        if phase < rest + BACK_S {
            return Some((aside(1.0 - (phase - rest).max(0.0) / BACK_S), glyph));
        }
        let edge = aside(0.0);
        let plan = self.layout.regions[region].outbound?;
        let queues = self.snapshot.regions[region].outbound?;
        let unit = self.settings.settle.unit_shown();
        let pile = plan.pile.map(|area| pile::landing(queues.held, unit, area, Face::Left));
        let to = pile.unwrap_or(edge);
        Some((edge.towards(to, (phase - rest - BACK_S) / SETTLE_S), Glyph::Square))
    }

    /// On the way to the gateways, and on their pile; or refused there for good.
    fn parked(self, dot: &Dot) -> Option<(Point, Glyph)> {
        self.layout.gateway?;
        let since = dot.phase_s + APPROACH_S;
        if since < 0.0 {
            return None;
        }
        let way = route::to_gateway(self.layout, usize::from(dot.region));
        let edge = |t: f32| {
            // Off the middle both ways: the way turns corners.
            let off = offset(dot.mail) * 1.9;
            way.at(t).moved(off * t, off)
        };
        if dot.phase_s < 0.0 {
            return Some((edge(since / APPROACH_S), Glyph::Circle));
        }
        let from = edge(1.0);
        if dot.outcome == Outcome::Rejected {
            return Some((from, Glyph::Rejected));
        }
        let to = self.gateway_landing().unwrap_or(from);
        Some((from.towards(to, dot.phase_s / SETTLE_S), Glyph::Square))
    }

    /// At the senders, fading.
    fn expired(self, dot: &Dot) -> Option<(Point, Glyph)> {
        if dot.phase_s < 0.0 {
            return None;
        }
        Some((self.landing(usize::from(dot.region))?, Glyph::Diamond))
    }

    /// Where the outcome happens: at the gate, amid the bar, or at its end.
    fn inside(self, dot: &Dot, forest: usize) -> Point {
        let plan = &self.layout.forests[forest];
        let Some(view) = self.snapshot.forests.get(forest) else { return plan.gate };
        let full = self.settings.settle.sessions_full();
        let outline = gauge::outline(plan, view, self.layout, full);
        match dot.outcome {
            Outcome::Delivered => pt(outline.right() - 4.0, plan.gate.y),
            Outcome::Dropped | Outcome::Rejected => pt(outline.centre().x, plan.gate.y),
            // Outbound mail comes from the other side.
            _ if dot.outbound => plan.below,
            _ => plan.gate,
        }
    }

    /// Room beside the middle of a lane that carries `rate` [px].
    fn room(self, rate: f64) -> f32 {
        let width = lanes::width(rate, self.snapshot, self.layout);
        (width / 2.0 - MARGIN).clamp(1.5, OFFSET_MAX)
    }

    fn door_room(self, region: usize) -> f32 {
        self.room(self.snapshot.regions[region].attempts_rate)
    }

    fn lane_room(self, region: usize, forest: usize) -> f32 {
        if forest >= self.snapshot.forests.len() {
            return 1.5;
        }
        self.room(lanes::forest_rate(self.snapshot, region, forest))
    }

    /// Room where the outcome happens: the lane's at the gate, the bar's inside.
    fn bar_room(self, dot: &Dot, forest: usize) -> f32 {
        match dot.outcome {
            Outcome::Refused => self.lane_room(usize::from(dot.region), forest),
            _ => (self.layout.forests[forest].bar.h / 2.0 - 7.0).clamp(0.0, OFFSET_MAX),
        }
    }

    /// A place beside the middle of the way: across the flow, so that lanes stay lanes.
    fn beside(self, middle: Point, dot: &Dot, room: f32) -> Point {
        let off = offset(dot.mail) * room;
        match self.layout.flow {
            Flow::Across => middle.moved(0.0, off),
            Flow::Down => middle.moved(off, 0.0),
        }
    }

    /// Where the next square of the senders' pile is.
    fn landing(self, region: usize) -> Option<Point> {
        let view = self.snapshot.regions.get(region)?;
        let area = self.layout.regions.get(region)?.pile;
        let unit = self.settings.settle.unit_shown();
        Some(pile::landing(view.held, unit, area, cards::face(self.layout.flow)))
    }

    /// Where the next square of the gateways' pile is.
    fn gateway_landing(self) -> Option<Point> {
        let unit = self.settings.settle.unit_shown();
        let area = self.layout.gateway_pile?;
        let held = self.snapshot.gateway.held;
        Some(pile::landing(held, unit, area, cards::face(self.layout.flow)))
    }
}
