//! The stage on a desktop: mail goes from left to right, one row a region, a band below.
//!
//! Columns scale with the width, rows with the height; text and squares keep their size.

use super::super::shape::{Point, Rect, pt, rect};
use super::{
    Cast, Density, Flow, ForestPlan, Labels, Layout, OutboundPlan, RegionPlan, density, gauge_body,
};

/// Edges of the design grid's columns [px of 1080].
const SENDERS_END: f32 = 232.0;
const DOOR: (f32, f32) = (344.0, 424.0);
const FORESTS: (f32, f32) = (520.0, 852.0);
const MAILBOXES: f32 = 920.0;
const GATEWAY_END: f32 = 560.0;
const SERVICES: f32 = 580.0;
const WIDTH: f32 = 1080.0;

/// Heights of the design grid [px]: all regions with a gap below each, and the band.
const ROWS: f32 = 432.0;
const ROW_GAP: f32 = 12.0;
const BAND: f32 = 84.0;
/// Height of the line that a low stage has for what is pointed at of the band, and the least size of
/// such a stage [px].
const STRIP: f32 = 22.0;
const STRIPPED_MIN: (f32, f32) = (440.0, 136.0);
/// Height of a gauge and the air under it.
const ROW: f32 = 27.0;
const ROW_AIR: f32 = 8.0;
/// A line of a forest's name [px].
const LINE: f32 = 14.0;
/// Gap between two columns of gauges [px].
const COLUMN_GAP: f32 = 20.0;
/// Least width that two columns of gauges with their names need [px].
const COLUMNS_MIN: f32 = 168.0;

/// Half the distance between the lanes out and back. The widest lanes are 24, so 13 is the least
/// that keeps two of them apart.
const LANE_OFFSET: f32 = 13.0;

/// The design grid mapped onto the stage.
struct Grid {
    pad: f32,
    sx: f32,
    sy: f32,
}

impl Grid {
    fn x(&self, x: f32) -> f32 {
        self.pad + x * self.sx
    }
}

/// Lays the stage out.
pub(super) fn layout(width: f32, height: f32, cast: Cast) -> Layout {
    let Cast { regions, forests_per_region, outbound, .. } = cast;
    // An embed keeps the mail path and gives up the band and half the padding; of the band it keeps
    // a line for what is pointed at.
    let banded = height >= 360.0;
    let has =
        |pointed: bool| banded || pointed && width >= STRIPPED_MIN.0 && height >= STRIPPED_MIN.1;
    let (gateway, services) = (has(cast.gateway), has(cast.services));
    let pad = if width < 660.0 || !banded { 12.0 } else { 24.0 };
    let strip = if !banded && (gateway || services) { STRIP + 8.0 } else { 0.0 };
    let rows = if banded { ROWS + BAND } else { ROWS - ROW_GAP };
    let sy = (height - 2.0 * pad - strip) / rows;
    let grid = Grid { pad, sx: (width - 2.0 * pad) / WIDTH, sy };
    let band = if banded { BAND * sy } else { STRIP };
    let part =
        |from: f32, to: f32| rect(grid.x(from), height - pad - band, (to - from) * grid.sx, band);
    let end = if services { GATEWAY_END } else { WIDTH };
    let start = if gateway { SERVICES } else { 0.0 };
    let (gateway, services) =
        (gateway.then(|| part(0.0, end)), services.then(|| part(start, WIDTH)));
    let pitch = ROWS * grid.sy / regions.max(1) as f32;
    let region_height = pitch - ROW_GAP * grid.sy;
    let gateway_top = gateway.map(|g| g.y);
    // Flat rows would leave no line of text for a name.
    let rows = ((region_height + ROW_AIR * grid.sy) / LINE) as usize;
    let forests = (FORESTS.1 - FORESTS.0) * grid.sx;
    let columns = if forests < COLUMNS_MIN { 1 } else { 2 };
    let density = match density(forests_per_region) {
        Density::Gauges | Density::Columns if forests_per_region > columns * rows => Density::Cells,
        Density::Gauges if forests_per_region > rows => Density::Columns,
        density => density,
    };
    let mut layout = Layout {
        width,
        height,
        flow: Flow::Across,
        density,
        labels: labels(width, density),
        regions: Vec::with_capacity(regions),
        forests: Vec::with_capacity(regions * forests_per_region),
        gateway,
        gateway_pile: gateway.filter(|_| banded).map(gateway_pile),
        services,
    };
    for r in 0..regions {
        let top = pad + r as f32 * pitch;
        layout.regions.push(region(&grid, (top, region_height), gateway_top, outbound));
        let area = rect(grid.x(FORESTS.0), top, forests, region_height);
        for i in 0..forests_per_region {
            let plan = match density {
                Density::Gauges => gauge(area, r, i, forests_per_region, &grid, layout.labels),
                Density::Columns => column(area, r, i, forests_per_region, &grid, layout.labels),
                Density::Cells => cell(area, r, i, forests_per_region),
            };
            layout.forests.push(plan);
        }
    }
    layout
}

/// What there is room for beside a gauge.
fn labels(width: f32, density: Density) -> Labels {
    match density {
        Density::Gauges if width >= 960.0 => Labels::Both,
        Density::Gauges if width > 700.0 => Labels::Either,
        Density::Columns if width >= 960.0 => Labels::Word,
        _ => Labels::Mark,
    }
}

/// One region's cards and lanes.
fn region(
    grid: &Grid,
    (top, height): (f32, f32),
    gateway_top: Option<f32>,
    outbound: bool,
) -> RegionPlan {
    let column = |from: f32, to: f32| rect(grid.x(from), top, (to - from) * grid.sx, height);
    let senders = column(0.0, SENDERS_END);
    let door = column(DOOR.0, DOOR.1);
    let (mailboxes, outbound) = split(column(MAILBOXES, WIDTH), outbound);
    let middle = top + height / 2.0;
    let (out_y, back_y) = (middle - LANE_OFFSET, middle + LANE_OFFSET);
    let bottom = gateway_top.unwrap_or(middle);
    // Three buses stand between senders and front doors: one down, one up, one down again.
    let gap = door.x - senders.right();
    let bus = |share: f32| senders.right() + gap * share;
    let trunk = grid.x(FORESTS.1) + 0.55 * (mailboxes.x - grid.x(FORESTS.1));
    RegionPlan {
        senders,
        pile: pile(senders),
        door,
        mailboxes,
        outbound,
        outward: [pt(senders.right(), out_y), pt(door.x, out_y)],
        back: [pt(door.x, back_y), pt(senders.right(), back_y)],
        exit: pt(door.right(), middle),
        deliver: [pt(trunk, middle), pt(mailboxes.x, middle)],
        park: corner(pt(senders.right(), out_y), bus(0.2), pt(bus(0.2), bottom)),
        unpark: corner(pt(bus(0.6), bottom), bus(0.6), pt(door.x, out_y)),
        repark: corner(pt(door.x, back_y), bus(0.85), pt(bus(0.85), bottom)),
    }
}

/// The mailboxes' column of a region, shared with the outbound queues if there are any.
fn split(column: Rect, outbound: bool) -> (Rect, Option<OutboundPlan>) {
    if !outbound {
        return (column, None);
    }
    let gap = (column.h * 0.06).clamp(2.0, 8.0);
    let low = (column.h * 0.4).clamp(20.0, 60.0);
    let high = column.h - low - gap;
    let card = rect(column.x, column.y + high + gap, column.w, low);
    let pad = card_padding(card);
    let squares = rect(card.x + pad, card.y + 24.0, card.w - 2.0 * pad, card.h - 24.0 - pad);
    let pile = (squares.h >= 6.0).then(|| whole_squares(squares));
    let exit = pt(card.x, card.centre().y);
    (Rect { h: high, ..column }, Some(OutboundPlan { card, pile, exit }))
}

/// From a point to another with one vertical stretch at `x`.
fn corner(from: Point, x: f32, to: Point) -> [Point; 4] {
    [from, pt(x, from.y), pt(x, to.y), to]
}

/// The room for the squares in a sender's card: between its header and its figures, or, in a flat
/// card, right of both.
fn pile(card: Rect) -> Rect {
    let pad = card_padding(card);
    if let Some(words) = flat_words(card) {
        let left = pad + words + 6.0;
        let size = pt(card.w - left - pad, card.h - 2.0 * pad);
        return whole_squares(rect(card.x + left, card.y + pad, size.x, size.y.max(0.0)));
    }
    let header = if has_mix(card) { 36.0 } else { 20.0 };
    // Narrow and high enough means that the next retry has a line of its own.
    let figures = if card.w < 200.0 && card.h > 100.0 { 36.0 } else { 20.0 };
    let top = card.y + pad + header;
    let bottom = card.bottom() - pad - figures - 4.0;
    whole_squares(rect(card.x + pad, top, card.w - 2.0 * pad, (bottom - top).max(0.0)))
}

/// The room for the squares in the gateways' card: right of its words.
fn gateway_pile(card: Rect) -> Rect {
    let pad = card_padding(card);
    let words = (card.w * 0.5).clamp(150.0, 268.0);
    let area = rect(card.x + words, card.y + pad, card.w - words - pad, card.h - 2.0 * pad);
    whole_squares(area)
}

/// The width of the words in a card too flat for a pile under them [px]; `None` if it is not.
pub(in crate::stage) fn flat_words(card: Rect) -> Option<f32> {
    let wide: f32 = if card.w < 200.0 { 62.0 } else { 112.0 };
    (card.h < 100.0).then_some(wide.min(card.w - 2.0 * card_padding(card)))
}

/// Whether a sender's card has room for what its hosts run.
pub(in crate::stage) fn has_mix(card: Rect) -> bool {
    card.h >= 120.0 && card.w >= 200.0
}

/// The padding of a card: 12, or 8 in small ones.
pub(in crate::stage) fn card_padding(card: Rect) -> f32 {
    if card.h < 100.0 || card.w < 130.0 { 8.0 } else { 12.0 }
}

/// The area cut to whole squares, so that piles start at the bottom right without a ragged edge.
fn whole_squares(area: Rect) -> Rect {
    let (rows, columns) = super::super::shape::pile_grid(area);
    let w = (columns as f32 * 8.0 - 2.0).max(0.0);
    let h = (rows as f32 * 8.0 - 2.0).max(0.0);
    rect(area.right() - w, area.bottom() - h, w, h)
}

/// Width of the names' column [px]: `F12` stays clear of the outline of a flighted forest even in
/// a wide fallback font.
const NAME_WIDTH: f32 = 36.0;
/// How far before its name a forest's gate is [px]: room for a refused mail to be seen.
const GATE: f32 = 6.0;

/// The `i`th of `n` rows in a region: fewer than four keep their height and stand in the middle.
fn row(area: Rect, i: usize, n: usize, grid: &Grid) -> Rect {
    let air = ROW_AIR * grid.sy;
    let pitch = ((area.h + air) / n as f32).min((ROW + ROW_AIR) * grid.sy.max(1.0));
    let top = area.y + (area.h - (pitch * n as f32 - air)) / 2.0;
    rect(area.x, top + pitch * i as f32, area.w, pitch - air)
}

/// A gauge in the only column.
fn gauge(area: Rect, r: usize, i: usize, n: usize, grid: &Grid, labels: Labels) -> ForestPlan {
    bar_in(row(area, i, n, grid), r, labels)
}

/// A gauge in one of two columns.
fn column(area: Rect, r: usize, i: usize, n: usize, grid: &Grid, labels: Labels) -> ForestPlan {
    let rows = n.div_ceil(2);
    let width = (area.w - COLUMN_GAP) / 2.0;
    let left = area.x + (i / rows) as f32 * (width + COLUMN_GAP);
    let mut plan = bar_in(Rect { x: left, w: width, ..row(area, i % rows, rows, grid) }, r, labels);
    plan.turn.x = area.x - GATE;
    plan.out.x = area.right();
    plan
}

/// The gauge of a row whose name and labels are beside it.
fn bar_in(row: Rect, region: usize, labels: Labels) -> ForestPlan {
    // The pennant of a flighted forest stands in the first 14 px after the bar.
    let beside = match labels {
        Labels::Both => 138.0,
        Labels::Either => 74.0,
        Labels::Word | Labels::Mark => 14.0,
    };
    let bar = rect(row.x + NAME_WIDTH, row.y, row.w - NAME_WIDTH - beside, row.h);
    let middle = gauge_body(bar).centre().y;
    let low = bar.bottom() - 1.5;
    ForestPlan {
        region,
        area: row,
        bar,
        turn: pt(row.x - GATE, middle),
        gate: pt(row.x - GATE, middle),
        below: pt(bar.right() + 10.0, low),
        out: pt(row.right(), low),
    }
}

/// A cell in as many columns as keep rows 24 px apart.
fn cell(area: Rect, r: usize, i: usize, n: usize) -> ForestPlan {
    let rows = ((area.h / super::TARGET_MIN) as usize).clamp(1, n);
    let columns = n.div_ceil(rows);
    let rows = n.div_ceil(columns);
    let pitch = pt((area.w / columns as f32).min(56.0), area.h / rows as f32);
    let left = area.x + (area.w - pitch.x * columns as f32) / 2.0;
    let slot = rect(
        left + (i / rows) as f32 * pitch.x,
        area.y + (i % rows) as f32 * pitch.y,
        pitch.x,
        pitch.y,
    );
    let size = pt((pitch.x - 4.0).min(44.0), (pitch.y - 4.0).min(20.0));
    let centre = slot.centre();
    let corner = centre.moved(-size.x / 2.0, -size.y / 2.0);
    ForestPlan {
        region: r,
        area: slot,
        bar: rect(corner.x, corner.y, size.x, size.y),
        turn: pt(area.x, centre.y),
        gate: pt(corner.x, centre.y),
        below: pt(slot.right(), slot.bottom()),
        out: pt(area.right(), slot.bottom()),
    }
}
