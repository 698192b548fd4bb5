//! The whole picture, in drawing order: lanes, gauges, cards, dots, labels.
//!
//! Decides nothing but the order; each part is drawn by its own file.

use super::hit::Target;
use super::layout::{Density, Flow, Layout};
use super::palette::Role;
use super::settle::{PRINT_S, Settle};
use super::shape::{Anchor, Rect, Shape, Stroke, Text, pt};
use super::snapshot::{Dot, ForestHealth, Outcome, Snapshot};
use super::tracer::{self, Tracer};
use super::zoom::{self, Zoom};
use super::{beside, cards, dots, focus, gauge, lanes};
use crate::order;
use crate::time::Epoch;

/// How the picture is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// What the stage shows and since when.
    pub settle: &'a Settle,
    /// When the run starts, for the clock times on the cards.
    pub epoch: Epoch,
    /// Paused or reduced motion: lanes get arrowheads and rates.
    pub still: bool,
    /// Whether mails are drawn; not with reduced motion.
    pub dots: bool,
    /// What the reader points at or has focused: it gets a ring.
    pub ring: Option<Target>,
    /// The forest the reader has gone near to.
    pub zoom: Option<&'a Zoom>,
    /// The mails the reader follows.
    pub tracers: &'a [Tracer],
}

/// Draws the picture into `out`, which is emptied first and reused from frame to frame.
pub fn draw(
    snapshot: &Snapshot,
    dots: &[Dot],
    layout: &Layout,
    settings: &Settings,
    out: &mut Vec<Shape>,
) {
    out.clear();
    lanes::draw(snapshot, layout, settings.still, out);
    gauge::draw(snapshot, layout, settings, out);
    cards::draw(snapshot, layout, settings, out);
    beside::draw(snapshot, layout, settings, out);
    // From near the forest is all there is: the ring around its place would peek out from behind it.
    let ring_on = settings.ring.filter(|_| settings.zoom.is_none());
    if let Some(area) = ring_on.and_then(|target| layout.bounds(target)) {
        ring(area, out);
    }
    let first = out.len();
    if settings.dots {
        dots::draw(snapshot, dots, layout, settings, out);
    }
    tracer::draw(snapshot, layout, settings, first, out);
    let first = out.len();
    lanes::labels(snapshot, layout, settings, out);
    gauge::labels(snapshot, layout, settings, out);
    cards::labels(snapshot, layout, settings, out);
    beside::labels(snapshot, layout, settings, out);
    if settings.dots && !settings.still {
        refusals(dots, layout, settings, out);
    }
    // Texts never overlap, so their order is free: by font and colour it costs a painter least.
    order::by_rank(&mut out[first..], |shape| match shape {
        Shape::Text(text) => {
            let font = u128::from(text.size.to_bits()) << 1 | u128::from(text.strong);
            let place = u64::from(text.at.y.to_bits()) << 32 | u64::from(text.at.x.to_bits());
            (font << 8 | text.role as u128) << 64 | u128::from(place)
        }
        _ => 0,
    });
    focus::draw(layout, settings.settle, out);
    zoom::draw(snapshot, layout, settings, out);
}

/// The ring around what has the focus.
fn ring(area: Rect, out: &mut Vec<Shape>) {
    out.push(Shape::Box {
        rect: area.grown(3.0),
        radius: 8.0,
        fill: None,
        stroke: Some(Stroke::solid(Role::Ink, 2.0)),
    });
}

/// "421" at the gates, for the refusals chosen to be printed.
fn refusals(dots: &[Dot], layout: &Layout, settings: &Settings, out: &mut Vec<Shape>) {
    let first = out.len();
    for dot in dots {
        let Some(f) = dot.forest.map(usize::from) else { continue };
        let printed = dot.outcome == Outcome::Refused
            && (0.0..PRINT_S).contains(&dot.phase_s)
            && settings.settle.is_printed(f, dot.mail);
        let Some(plan) = layout.forests.get(f).filter(|_| printed) else { continue };
        let (at, anchor) = match (layout.flow, layout.density) {
            (_, Density::Cells) | (Flow::Down, Density::Columns) => continue,
            // Lines of text would touch, or cover another gauge's word.
            (Flow::Across, _) if plan.bar.h < 18.0 || plan.turn != plan.gate => continue,
            (Flow::Across, _) => (plan.gate.moved(2.0, -9.0), Anchor::End),
            // The word beside it is short; other words would not leave the room.
            (Flow::Down, _) if settings.settle.word(f) != ForestHealth::AtLimit => continue,
            (Flow::Down, _) => (pt(plan.bar.x + 32.0, plan.bar.y - gauge::OVER), Anchor::Start),
        };
        // Two printed refusals at one gate are one label.
        let already =
            out[first..].iter().any(|shape| matches!(shape, Shape::Text(text) if text.at == at));
        if !already {
            let text = Text::new(at, 12.0, Role::RefusedText, "421").strong().anchored(anchor);
            out.push(Shape::Text(text));
        }
    }
}
