//! A forest's gauge: limit, sessions, knee and throughput in one glyph.
//!
//! ```text
//! F2  [########|/////////      ]     87/100 FULL      outline: limit; fill: sessions; tick: knee
//!     ----------------                                line under it: accepted against the best
//! ```
//! Longer blue with a shorter green line is the mistake this glyph shows. Knows one forest at a
//! time; the scale of the bars comes from outside.

use super::layout::{Density, Flow, ForestPlan, Labels, Layout, UNDER, gauge_body};
use super::palette::Role;
use super::scene::Settings;
use super::settle::Flighting;
use super::shape::{Anchor, Rect, Shape, Stroke, Text, pt, rect, text_width};
use super::snapshot::{ForestHealth, ForestView, Snapshot};

/// Height of the throughput line [px].
const THROUGHPUT: f32 = 3.0;
/// Least width of a cell that has a line of throughput under it [px].
const CELL_TRACK_MIN: f32 = 30.0;
/// Size of the pennant [px].
const PENNANT: (f32, f32) = (10.0, 8.0);
/// Width of the words' column at the right of the figures [px].
const WORD_WIDTH: f32 = 66.0;
/// From a gauge on a phone to the line of words over it [px]: clear of a flighted forest's outline.
pub(super) const OVER: f32 = 5.0;
/// Width of the word in a flighted gauge, with the air around it [px].
const NEW_WIDTH: f32 = 28.0;

/// The outline of a forest's gauge [px]: as long as its limit on the shared scale, where a length
/// of `sessions_full` is a whole bar. A forest that is off keeps its place.
pub(super) fn outline(plan: &ForestPlan, view: &ForestView, layout: &Layout, full: f64) -> Rect {
    if layout.density == Density::Cells {
        return plan.bar;
    }
    let body = gauge_body(plan.bar);
    if view.limit == 0 {
        return body;
    }
    rect(body.x, body.y, scaled(f64::from(view.limit), body.w, full).max(2.0), body.h)
}

/// A number of sessions as a length of a bar.
fn scaled(sessions: f64, whole: f32, full: f64) -> f32 {
    whole * (sessions / full).clamp(0.0, 1.0) as f32
}

/// Draws every gauge without its words.
pub(super) fn draw(
    snapshot: &Snapshot,
    layout: &Layout,
    settings: &Settings,
    out: &mut Vec<Shape>,
) {
    let full = settings.settle.sessions_full();
    for (f, (view, plan)) in snapshot.forests.iter().zip(&layout.forests).enumerate() {
        let outline = outline(plan, view, layout, full);
        let flighting = settings.settle.flighting(f);
        if layout.density == Density::Cells {
            cell(view, outline, flighting, out);
        } else {
            if flighting == Flighting::Present {
                ring(plan.bar, layout, out);
            }
            // A cell's whole width is the limit; a bar's is the same number for all forests.
            bar(view, plan.bar, outline, full, flighting, out);
        }
        pennant(plan, layout, flighting, out);
        let health = settings.settle.word(f);
        let word = word_of(health).0;
        let has_word = match layout.labels {
            Labels::Both | Labels::Either => true,
            Labels::Word => word_fits(word, outline, plan.bar),
            Labels::Mark => false,
        };
        if !word.is_empty() && !has_word {
            corner_mark(plan, layout, health, out);
        }
    }
}

/// Outline, fill, knee and throughput.
fn bar(
    view: &ForestView,
    whole: Rect,
    outline: Rect,
    full: f64,
    flighting: Flighting,
    out: &mut Vec<Shape>,
) {
    let inside = if flighting == Flighting::Present { Role::FlightedTint } else { Role::Surface };
    let off = view.limit == 0;
    let inside = (!off).then_some(inside);
    out.push(Shape::Box { rect: outline, radius: 2.0, fill: inside, stroke: None });
    let mut filled =
        rect(outline.x, outline.y, scaled(f64::from(view.sessions), whole.w, full), outline.h);
    if view.sessions > 0 {
        filled.w = filled.w.clamp(1.0, outline.w);
        out.push(Shape::Box {
            rect: filled,
            radius: 2.0,
            fill: Some(Role::Accepted),
            stroke: None,
        });
    }
    let knee = outline.x + scaled(view.knee, whole.w, full);
    let can_thrash = !off && view.knee < f64::from(view.limit);
    if can_thrash {
        past_the_knee(outline, filled, knee, inside.unwrap_or(Role::Surface), out);
    }
    let stroke =
        if off { Stroke::dashed(Role::Control, 1.0) } else { Stroke::solid(Role::Control, 1.0) };
    out.push(Shape::Box {
        rect: outline.grown(-0.5),
        radius: 2.0,
        fill: None,
        stroke: Some(stroke),
    });
    if can_thrash {
        let tick = rect(knee - 0.5, outline.y - 2.0, 1.0, outline.h + 4.0);
        out.push(Shape::Box { rect: tick, radius: 0.0, fill: Some(Role::Ink), stroke: None });
    }
    let track = rect(whole.x, whole.bottom() - THROUGHPUT, whole.w, THROUGHPUT);
    throughput(view, track, out);
}

/// The hatch beyond the knee: strong on the fill, faint on the empty part.
fn past_the_knee(outline: Rect, fill: Rect, knee: f32, paper: Role, out: &mut Vec<Shape>) {
    let mut hatch = |from: f32, to: f32, role| {
        if to - from >= 1.0 {
            out.push(Shape::Hatch { rect: rect(from, outline.y, to - from, outline.h), role });
        }
    };
    hatch(knee, fill.right(), paper);
    hatch(knee.max(fill.right()), outline.right(), Role::Hairline);
}

/// Mails accepted per minute against the best this forest can do, on a track of constant length.
fn throughput(view: &ForestView, track: Rect, out: &mut Vec<Shape>) {
    let share =
        if view.best_per_min > 0.0 { view.accepted_per_min / view.best_per_min } else { 0.0 };
    let line = Rect { w: track.w * (share as f32).clamp(0.0, 1.0), ..track };
    let radius = track.h / 2.0;
    out.push(Shape::Box { rect: track, radius, fill: Some(Role::Hairline), stroke: None });
    if line.w > 0.5 {
        out.push(Shape::Box { rect: line, radius, fill: Some(Role::Delivered), stroke: None });
    }
}

/// A cell: filled from the left by the share of its own limit.
fn cell(view: &ForestView, cell: Rect, flighting: Flighting, out: &mut Vec<Shape>) {
    let new = flighting == Flighting::Present;
    let off = view.limit == 0;
    let inside = if new { Role::FlightedTint } else { Role::Surface };
    out.push(Shape::Box { rect: cell, radius: 2.0, fill: Some(inside), stroke: None });
    if !off && view.sessions > 0 {
        let share = (view.sessions as f32 / view.limit as f32).clamp(0.05, 1.0);
        let fill = rect(cell.x, cell.y, cell.w * share, cell.h);
        out.push(Shape::Box { rect: fill, radius: 2.0, fill: Some(Role::Accepted), stroke: None });
    }
    let stroke = match (new, off) {
        (true, _) => Stroke::solid(Role::Flighted, 2.0),
        (false, true) => Stroke::dashed(Role::Control, 1.0),
        (false, false) => Stroke::solid(Role::Control, 1.0),
    };
    out.push(Shape::Box {
        rect: cell.grown(-stroke.width / 2.0),
        radius: 2.0,
        fill: None,
        stroke: Some(stroke),
    });
    if cell.w >= CELL_TRACK_MIN {
        throughput(view, rect(cell.x, cell.bottom() + 1.5, cell.w, 2.0), out);
    }
}

/// Tint and outline around the gauge of a flighted forest.
fn ring(bar: Rect, layout: &Layout, out: &mut Vec<Shape>) {
    let box_ = flighted_box(bar, layout);
    out.push(Shape::Box {
        rect: box_,
        radius: 4.0,
        fill: Some(Role::FlightedTint),
        stroke: Some(Stroke::solid(Role::Flighted, 2.0)),
    });
}

/// The outline of a flighted gauge: as far out as the neighbours allow.
fn flighted_box(bar: Rect, layout: &Layout) -> Rect {
    let air = match layout.flow {
        Flow::Across if bar.h > 20.0 => 2.5,
        Flow::Across => 1.5,
        Flow::Down => 1.0,
    };
    rect(bar.x - 3.0, bar.y - air, bar.w + 6.0, bar.h + 2.0 * air)
}

/// The flag at the top right of a flighted forest, struck through once it is recalled.
fn pennant(plan: &ForestPlan, layout: &Layout, flighting: Flighting, out: &mut Vec<Shape>) {
    if flighting == Flighting::Absent {
        return;
    }
    let at = if layout.density == Density::Cells {
        pt(plan.bar.right() - 1.0, plan.bar.y - 1.0)
    } else {
        let edge = flighted_box(plan.bar, layout);
        pt(edge.right(), edge.y)
    };
    let (w, h) = if layout.flow == Flow::Down { (6.0, 6.0) } else { PENNANT };
    let w = if layout.density == Density::Cells { 4.0 } else { w };
    out.push(Shape::Triangle {
        points: [at, at.moved(w, h / 2.0), at.moved(0.0, h)],
        fill: Role::Flighted,
    });
    if flighting == Flighting::Recalled {
        out.push(Shape::Line {
            from: at.moved(-2.0, h),
            to: at.moved(w, 0.0),
            stroke: Stroke::solid(Role::Ink, 1.5),
        });
    }
}

/// The corner that stands for a word where there is no room for one.
fn corner_mark(plan: &ForestPlan, layout: &Layout, word: ForestHealth, out: &mut Vec<Shape>) {
    let corner = match layout.density {
        Density::Cells => pt(plan.bar.right(), plan.bar.bottom()),
        _ => pt(plan.bar.right() + 12.0, plan.bar.bottom() - UNDER + 1.0),
    };
    let triangle = |size: f32, at: super::shape::Point, fill| Shape::Triangle {
        points: [at, at.moved(-size, 0.0), at.moved(0.0, -size)],
        fill,
    };
    if layout.density == Density::Cells {
        // A gap in the stage's colour keeps the mark apart from the fill.
        out.push(triangle(11.0, corner, Role::Stage));
    }
    out.push(triangle(8.0, corner, word_of(word).1));
}

/// Whether a word fits between a gauge's end and that of the longest gauge.
fn word_fits(word: &str, outline: Rect, bar: Rect) -> bool {
    outline.right() + 5.0 + text_width(word, 12.0) * 1.15 <= bar.right() + 2.0
}

/// A state's word and its colour.
pub(super) fn word_of(health: ForestHealth) -> (&'static str, Role) {
    match health {
        ForestHealth::Healthy | ForestHealth::Busy => ("", Role::Muted),
        ForestHealth::AtLimit => ("FULL", Role::RefusedText),
        ForestHealth::Slowing => ("SLOWING", Role::HeldText),
        ForestHealth::Off => ("OFF", Role::Muted),
    }
}

/// Writes names, figures and words.
pub(super) fn labels(
    snapshot: &Snapshot,
    layout: &Layout,
    settings: &Settings,
    out: &mut Vec<Shape>,
) {
    if layout.density == Density::Cells
        || layout.flow == Flow::Down && layout.labels == Labels::Mark
    {
        return;
    }
    for (f, (view, plan)) in snapshot.forests.iter().zip(&layout.forests).enumerate() {
        let middle = gauge_body(plan.bar).centre().y;
        let (name_y, text_y) = match layout.flow {
            Flow::Across => (middle + 4.5, middle + 4.5),
            Flow::Down => (plan.bar.y - OVER, plan.bar.y - OVER),
        };
        let (name_x, right) = match layout.flow {
            Flow::Across => (plan.area.x, plan.area.right()),
            Flow::Down => (plan.bar.x, plan.bar.right()),
        };
        let size = if layout.flow == Flow::Across { 13.0 } else { 12.0 };
        out.push(Shape::Text(
            Text::new(pt(name_x, name_y), size, Role::Ink2, view.name.clone()).strong(),
        ));
        let outline = outline(plan, view, layout, settings.settle.sessions_full());
        let has_figures = matches!(layout.labels, Labels::Both | Labels::Either);
        if has_figures
            && settings.settle.flighting(f) == Flighting::Present
            && plan.bar.h > 20.0
            && plan.bar.right() - outline.right() >= NEW_WIDTH
        {
            let at = pt(plan.bar.right() - 1.0, text_y);
            let new = Text::new(at, 12.0, Role::FlightedText, "new").anchored(Anchor::End);
            out.push(Shape::Text(new.on_card()));
        }
        let (word, colour) = word_of(settings.settle.word(f));
        let figures = || format!("{}/{}", view.sessions, view.limit);
        let write = |x: f32, anchor, text: Text, out: &mut Vec<Shape>| {
            out.push(Shape::Text(Text { at: pt(x, text_y), ..text.anchored(anchor) }));
        };
        let word_text = || Text::new(pt(0.0, 0.0), 12.0, colour, word).strong();
        let figures_text = || Text::new(pt(0.0, 0.0), size, Role::Ink2, figures());
        match layout.labels {
            Labels::Both => {
                if view.limit > 0 {
                    write(right - WORD_WIDTH - 4.0, Anchor::End, figures_text(), out);
                }
                if !word.is_empty() {
                    write(right - WORD_WIDTH + 2.0, Anchor::Start, word_text(), out);
                }
            }
            Labels::Either if word.is_empty() => write(right, Anchor::End, figures_text(), out),
            Labels::Either if !word.is_empty() => write(right, Anchor::End, word_text(), out),
            // Close to its own gauge: the next column begins right after it.
            Labels::Word if !word.is_empty() && word_fits(word, outline, plan.bar) => {
                write(outline.right() + 5.0, Anchor::Start, word_text(), out);
            }
            _ => {}
        }
    }
}
