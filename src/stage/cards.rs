//! The cards of a region: its senders, its front door, its mailboxes.
//!
//! Cards that get small lose lines, never letters: what is left is always whole. Knows nothing of
//! forests.

use super::layout::{Flow, Layout, RegionPlan, card_padding, flat_words, has_mix};
use super::mix;
use super::palette::Role;
use super::pile;
use super::scene::Settings;
use super::shape::{Anchor, Face, Rect, Shape, Stroke, Text, pt, rect, text_width};
use super::snapshot::{OutboundView, RegionView, Snapshot};
use crate::number::{self, THIN};
use crate::time::clock;

/// Size of a server cell [px] and the gap between two.
const CELL: (f32, f32) = (24.0, 12.0);
const CELL_GAP: f32 = 4.0;
/// Height of a front door's title [px].
const DOOR_TITLE: f32 = 24.0;
/// Height under which a front door's cells stand in five columns instead of two [px].
const FLAT_DOOR: f32 = 66.0;
/// Bold letters and capitals are this much wider than the estimate.
const BOLD: f32 = 1.15;

/// The side from which a flow's piles are filled.
pub(super) fn face(flow: Flow) -> Face {
    match flow {
        Flow::Across => Face::Right,
        Flow::Down => Face::Bottom,
    }
}

/// A card's sheet.
pub(super) fn sheet(rect: Rect, out: &mut Vec<Shape>) {
    out.push(Shape::Box {
        rect: rect.grown(-0.5),
        radius: 8.0,
        fill: Some(Role::Surface),
        stroke: Some(Stroke::solid(Role::Hairline, 1.0)),
    });
}

/// Draws sheets, piles and server cells.
pub(super) fn draw(
    snapshot: &Snapshot,
    layout: &Layout,
    settings: &Settings,
    out: &mut Vec<Shape>,
) {
    let unit = settings.settle.unit_shown();
    for (view, plan) in snapshot.regions.iter().zip(&layout.regions) {
        sheet(plan.senders, out);
        pile::draw((view.held, false), unit, plan.pile, face(layout.flow), out);
        if layout.flow == Flow::Across && has_mix(plan.senders) {
            let (span, y) = mix_place(plan.senders);
            mix::draw(&view.mix, span, y, out);
        }
        sheet(plan.door, out);
        cells(&view.cells, plan.door, layout.flow, out);
        sheet(plan.mailboxes, out);
        if let (Some(view), Some(plan)) = (view.outbound, plan.outbound) {
            if layout.flow == Flow::Across {
                sheet(plan.card, out);
            }
            if let Some(area) = plan.pile {
                pile::draw((view.held, false), unit, area, Face::Left, out);
            }
        }
    }
}

/// The front door's server cells: those that route the new way are tinted.
fn cells(cells: &[bool], door: Rect, flow: Flow, out: &mut Vec<Shape>) {
    let columns = match flow {
        // Flat cards have no room for many rows.
        Flow::Across if door.h < FLAT_DOOR => 5,
        Flow::Across => 2,
        Flow::Down => cells.len().max(1),
    };
    let rows = cells.len().div_ceil(columns).max(1);
    let area = match flow {
        Flow::Across => {
            let bottom = card_padding(door);
            rect(door.x + 8.0, door.y + DOOR_TITLE, door.w - 16.0, door.h - DOOR_TITLE - bottom)
        }
        Flow::Down => rect(door.x + 40.0, door.centre().y - 3.5, door.w - 46.0, 7.0),
    };
    let gap = if flow == Flow::Across { CELL_GAP } else { 2.0 };
    let w = ((area.w + gap) / columns as f32 - gap).min(CELL.0);
    let h = ((area.h + gap) / rows as f32 - gap).min(CELL.1);
    if w < 2.0 || h < 3.0 {
        return;
    }
    let size = pt((w + gap) * columns as f32 - gap, (h + gap) * rows as f32 - gap);
    let left = area.centre().x - size.x / 2.0;
    let top = area.centre().y - size.y / 2.0;
    for (i, &new) in cells.iter().enumerate() {
        let x = left + (i % columns) as f32 * (w + gap);
        let y = top + (i / columns) as f32 * (h + gap);
        let (fill, stroke) = if new {
            (Role::FlightedTint, Stroke::solid(Role::Flighted, if h < 8.0 { 1.0 } else { 2.0 }))
        } else {
            (Role::Surface, Stroke::solid(Role::Control, 1.0))
        };
        out.push(Shape::Box {
            rect: rect(x, y, w, h).grown(-stroke.width / 2.0),
            radius: if h < 8.0 { 1.0 } else { 2.0 },
            fill: Some(fill),
            stroke: Some(stroke),
        });
    }
}

/// Writes everything on the cards.
pub(super) fn labels(
    snapshot: &Snapshot,
    layout: &Layout,
    settings: &Settings,
    out: &mut Vec<Shape>,
) {
    for (view, plan) in snapshot.regions.iter().zip(&layout.regions) {
        let mut write = |text: Text| out.push(Shape::Text(text.on_card()));
        senders(view, plan, layout.flow, settings, &mut write);
        door(view, plan.door, layout.flow, &mut write);
        match layout.flow {
            Flow::Across => mailboxes(view, plan.mailboxes, &mut write),
            Flow::Down => mailboxes_low(view, plan.mailboxes, &mut write),
        }
        if let (Some(view), Some(plan)) = (view.outbound, plan.outbound) {
            outbound(view, plan.card, layout.flow, &mut write);
        }
    }
}

/// Where the strip of what a region's hosts run lies: left edge and width, and its top.
fn mix_place(card: Rect) -> ((f32, f32), f32) {
    let pad = card_padding(card);
    ((card.x + pad, card.w - 2.0 * pad), card.y + pad + 18.0)
}

/// Region, local time, held mail, next retry, in a card that is flat: the pile is beside them.
fn senders_flat(
    view: &RegionView,
    card: Rect,
    width: f32,
    settings: &Settings,
    write: &mut impl FnMut(Text),
) {
    let pad = card_padding(card);
    let (left, right) = (card.x + pad, card.x + pad + width);
    let held = number::count(view.held);
    let role = if view.held > 0 { Role::HeldText } else { Role::Muted };
    // Two lines need twice their height; else both share one.
    let middle = card.centre().y;
    if card.h < 36.0 {
        let y = middle + 5.0;
        write(Text::new(pt(left, y), 13.0, Role::Ink, view.name).strong());
        let room = width - text_width(view.name, 13.0) * BOLD - 4.0;
        let is_wide = text_width(WIDEST_COUNT, 15.0) * BOLD <= room;
        let size = if is_wide { 15.0 } else { 12.0 };
        if text_width(&held, size) * BOLD <= room {
            let text = Text::new(pt(right, y), size, role, held);
            write(text.strong().anchored(Anchor::End));
        }
        return;
    }
    // In the middle where the padding would press them together.
    let is_low = card.h < 2.0 * pad + 28.0;
    let top = if is_low { middle - 3.0 } else { card.y + pad + 10.0 };
    write(Text::new(pt(left, top), 13.0, Role::Ink, view.name).strong());
    let is_wide = width > 100.0;
    if is_wide {
        let time = clock(view.local_minute);
        write(Text::new(pt(right, top), 12.0, Role::Muted, time).anchored(Anchor::End));
    }
    let held = if is_wide { format!("{held}{THIN}held") } else { held };
    let bottom = if is_low { middle + 14.0 } else { card.bottom() - pad - 2.0 };
    let retry = view.next_retry.filter(|_| view.held > 0 && is_wide && bottom - top >= 36.0);
    let held_y = if retry.is_some() { top + 20.0 } else { (top + 18.0).max(bottom - 8.0) };
    write(Text::new(pt(left, held_y.min(bottom)), 15.0, role, held).strong());
    if let Some(at) = retry {
        let retry = format!("retry {}", settings.epoch.clock(at));
        write(Text::new(pt(left, bottom), 12.0, Role::Muted, retry));
    }
}

/// Region, local time, held mail, next retry.
fn senders(
    view: &RegionView,
    plan: &RegionPlan,
    flow: Flow,
    settings: &Settings,
    write: &mut impl FnMut(Text),
) {
    let card = plan.senders;
    if let Some(width) = flat_words(card).filter(|_| flow == Flow::Across) {
        senders_flat(view, card, width, settings, write);
        return;
    }
    let pad = if flow == Flow::Down { 6.0 } else { card_padding(card) };
    if flow == Flow::Across && has_mix(card) {
        let (span, y) = mix_place(card);
        mix::labels(&view.mix, span, y, write);
    }
    let (left, right) = (card.x + pad, card.right() - pad);
    let top = card.y + pad + if flow == Flow::Down { 10.0 } else { 13.0 };
    let size = if flow == Flow::Down { 12.0 } else { 13.0 };
    write(Text::new(pt(left, top), size, Role::Ink, view.name).strong());
    let local = if card.w < 130.0 { "" } else { " local" };
    let time = format!("{}{local}", clock(view.local_minute));
    let fits = |line: &str| text_width(line, 12.0) <= right - left;
    if fits(&format!("{} {time}", view.name)) {
        write(Text::new(pt(right, top), 12.0, Role::Muted, time).anchored(Anchor::End));
    }

    let mut held = format!("{}{THIN}held", number::count(view.held));
    if text_width(&held, 15.0) > right - left {
        // The colour says that it is held.
        held = number::count(view.held);
    }
    let held_width = text_width(&held, 15.0);
    let role = if view.held > 0 { Role::HeldText } else { Role::Muted };
    // On a phone the pile is at the bottom, where it faces the front door.
    let bottom = match flow {
        Flow::Across => card.bottom() - pad - 3.0,
        Flow::Down => top + 20.0,
    };
    let retry = view.next_retry.filter(|_| view.held > 0);
    let retry = retry.map(|at| format!("next retry {}", settings.epoch.clock(at)));
    let beside = |retry: &str| held_width + text_width(retry, 12.0) + 8.0 <= right - left;
    let below = card.w < 200.0 && card.h > 100.0 && flow == Flow::Across;
    let held_y = if below { bottom - 16.0 } else { bottom };
    write(Text::new(pt(left, held_y), 15.0, role, held).strong());
    match retry {
        Some(retry) if below => {
            // Fewer words where the card is narrow.
            let line = if fits(&retry) { retry } else { retry.replace("next ", "") };
            if fits(&line) {
                write(Text::new(pt(left, bottom), 12.0, Role::Muted, line));
            }
        }
        Some(retry) if beside(&retry) => {
            write(Text::new(pt(right, bottom), 12.0, Role::Muted, retry).anchored(Anchor::End));
        }
        _ => {}
    }
}

/// The front door's name.
fn door(view: &RegionView, door: Rect, flow: Flow, write: &mut impl FnMut(Text)) {
    if flow == Flow::Down {
        write(
            Text::new(pt(door.x + 6.0, door.y + door.h / 2.0 + 4.0), 12.0, Role::Ink2, "EOP")
                .strong(),
        );
        return;
    }
    let whole = format!("EOP {}", view.name);
    let fits = text_width(&whole, 12.0) * BOLD <= door.w - 12.0;
    let title = if fits { whole } else { "EOP".to_owned() };
    let at = pt(door.centre().x, door.y + 17.0);
    write(Text::new(at, 12.0, Role::Ink2, title).strong().anchored(Anchor::Middle));
}

/// How long mail waits here, in words.
fn wait(view: &RegionView) -> String {
    view.delay_median_s.map_or_else(|| "\u{2013}".to_owned(), number::delay)
}

/// A count as wide as they come: what it fits decides the size of letters, so that a figure does not
/// change its size while it counts, nor differ in it from its neighbours.
const WIDEST_COUNT: &str = "88.8\u{202f}M";

/// Delivered mail and the median wait, from the most to the least important line.
fn mailboxes(view: &RegionView, card: Rect, write: &mut impl FnMut(Text)) {
    let pad = card_padding(card);
    let left = card.x + pad;
    let bottom = card.bottom() - pad - 3.0;
    let delivered = number::count(view.delivered);
    let fits = |size: f32| text_width(WIDEST_COUNT, size) * BOLD <= card.w - 2.0 * pad;
    let fit =
        |most: f32| if fits(most) { most } else { most.min(if fits(15.0) { 15.0 } else { 12.0 }) };
    let word = |text: &str, size: f32| text_width(text, size) <= card.w - 2.0 * pad;
    if card.h < 14.0 || text_width(&delivered, 12.0) * BOLD > card.w - pad {
        // No line of letters fits.
        return;
    }
    if card.h < 44.0 {
        let size = fit(if card.h < 24.0 { 12.0 } else { 15.0 });
        let y = card.centre().y + size / 3.0;
        write(Text::new(pt(left, y), size, Role::Ink, delivered).strong());
        return;
    }
    // Four lines below each other, with air between the two pairs.
    if card.h < 2.0 * pad + 90.0 {
        // Flat: the figure and the wait, with a word for each if there is room.
        let size = fit(if card.h < 56.0 { 15.0 } else { 20.0 });
        let y = card.y + pad + size * 0.75;
        let after = left + text_width(&delivered, size) * BOLD + 4.0;
        let beside = after + text_width("delivered", 12.0) <= card.right() - pad;
        write(Text::new(pt(left, y), size, Role::Ink, delivered).strong());
        if beside {
            write(Text::new(pt(after, y), 12.0, Role::Muted, "delivered"));
        } else if card.h >= 76.0 && word("delivered", 12.0) {
            write(Text::new(pt(left, y + 17.0), 12.0, Role::Muted, "delivered"));
        }
        let fits = |line: &String| text_width(line, 12.0) <= card.w - 2.0 * pad;
        let lines = [format!("wait {}", wait(view)), wait(view)];
        if let Some(line) = lines.into_iter().find(fits) {
            write(Text::new(pt(left, bottom), 12.0, Role::Muted, line));
        }
        return;
    }
    let top = card.y + pad + 13.0;
    if word("Mailboxes", 13.0) {
        write(Text::new(pt(left, top), 13.0, Role::Ink, "Mailboxes").strong());
    }
    write(Text::new(pt(left, top + 26.0), fit(20.0), Role::Ink, delivered.clone()).strong());
    if word("delivered", 12.0) {
        write(Text::new(pt(left, top + 43.0), 12.0, Role::Muted, "delivered"));
    }
    if word("median wait", 12.0) {
        write(Text::new(pt(left, bottom - 16.0), 12.0, Role::Muted, "median wait"));
    }
    let wait = wait(view);
    if text_width(&wait, 12.0) * BOLD <= card.w - pad {
        write(Text::new(pt(left, bottom), 12.0, Role::Ink2, wait).strong());
    }
}

/// The same in two lines, on a phone.
fn mailboxes_low(view: &RegionView, card: Rect, write: &mut impl FnMut(Text)) {
    let left = card.x + 6.0;
    write(
        Text::new(pt(left, card.y + 17.0), 15.0, Role::Ink, number::count(view.delivered)).strong(),
    );
    let wait = wait(view);
    let whole = format!("wait {wait}");
    if card.h >= 36.0 {
        let fits = text_width(&whole, 12.0) <= card.w - 12.0;
        let line = if fits { whole } else { wait };
        write(Text::new(pt(left, card.y + 33.0), 12.0, Role::Muted, line));
    }
}

/// What Exchange Online itself has to send and cannot.
fn outbound(view: OutboundView, card: Rect, flow: Flow, write: &mut impl FnMut(Text)) {
    let pad = if flow == Flow::Down { 6.0 } else { card_padding(card) };
    let y = if card.h < 30.0 { card.centre().y + 4.0 } else { card.y + 17.0 };
    let role = if view.held > 0 { Role::HeldText } else { Role::Muted };
    let held = number::count(view.held);
    let worded = format!("{held}{THIN}held");
    let fits = |name: &str, held: &str| {
        let whole = text_width(name, 12.0) + text_width(held, 12.0) * BOLD;
        whole + 2.0 * pad + 8.0 <= card.w
    };
    // The colour says that it is held.
    let (name, held) = if fits("Outbound", &worded) {
        ("Outbound", worded)
    } else if fits("Outbound", &held) {
        ("Outbound", held)
    } else if fits("Out", &held) {
        ("Out", held)
    } else {
        ("", held)
    };
    if !name.is_empty() {
        write(Text::new(pt(card.x + pad, y), 12.0, Role::Ink2, name));
    }
    let at = pt(card.right() - pad, y);
    write(Text::new(at, 12.0, role, held).strong().anchored(Anchor::End));
}
