//! The stage on a phone: mail falls, one column a region.
//!
//! Lanes into the forests run along the left edge of a column, lanes out along its right edge, so
//! that the gauges between them stay readable.

use super::super::shape::{Point, Rect, pt, rect};
use super::{
    Cast, Density, Flow, ForestPlan, Labels, Layout, OutboundPlan, RegionPlan, density, gauge_body,
};

/// Padding around everything and gap between columns [px]: wide enough for the gateways' bus.
const PAD: f32 = 12.0;
/// Rows of the design, top to bottom [px of 316].
const SENDERS: (f32, f32) = (0.0, 72.0);
const DOOR: (f32, f32) = (94.0, 114.0);
const FORESTS: (f32, f32) = (132.0, 260.0);
const MAILBOXES: (f32, f32) = (272.0, 312.0);
const HEIGHT: f32 = 316.0;
/// Height of the line for the gateways, and of the one for what stands beside the mail path while that
/// is pointed at, with the air over it [px].
const GATEWAY: f32 = 20.0;
const SERVICES: (f32, f32) = (22.0, 6.0);
/// Least height of the forests that have a line of words each, and what is taken from them where they
/// have none, so that the cards keep their words [px of 316].
const WORDED_MIN: f32 = 112.0;
const LOW: f32 = 72.0;
/// Half the distance between the lanes out and back.
const LANE_OFFSET: f32 = 13.0;
/// Width kept free at both sides of a column for the lanes in and out [px].
const SIDE: f32 = 10.0;

/// Lays the stage out.
pub(super) fn layout(width: f32, height: f32, cast: Cast) -> Layout {
    let Cast { regions, forests_per_region, outbound, .. } = cast;
    let line = |bottom: f32, h: f32| rect(PAD, bottom - h, width - 2.0 * PAD, h);
    let services = cast.services.then(|| line(height - PAD, SERVICES.0));
    let gateway = line(services.map_or(height - PAD, |line| line.y - SERVICES.1), GATEWAY);
    let whole = gateway.y - PAD;
    let (density, less) = match density(forests_per_region) {
        Density::Gauges if whole / HEIGHT * (FORESTS.1 - FORESTS.0) < WORDED_MIN => {
            (Density::Cells, LOW)
        }
        density => (density, 0.0),
    };
    let sy = whole / (HEIGHT - less);
    // A line for the outbound queues is taken from the forests.
    let more = if outbound { 16.0 } else { 0.0 };
    let forests = (FORESTS.0, FORESTS.1 - less - more);
    let mailboxes = (MAILBOXES.0 - less - more, MAILBOXES.1 - less);
    // No card is less than its line of letters.
    let row = |(from, to): (f32, f32)| (PAD + from * sy, ((to - from) * sy).max(14.0));
    let columns = regions.max(1) as f32;
    let column_width = (width - PAD * (columns + 1.0)) / columns;
    let labels = if density == Density::Gauges { Labels::Either } else { Labels::Mark };
    let mut layout = Layout {
        width,
        height,
        flow: Flow::Down,
        density,
        labels,
        regions: Vec::with_capacity(regions),
        forests: Vec::with_capacity(regions * forests_per_region),
        gateway: Some(gateway),
        gateway_pile: None,
        services,
    };
    for r in 0..regions {
        let x = PAD + r as f32 * (column_width + PAD);
        let part = |rows: (f32, f32)| {
            let (y, h) = row(rows);
            rect(x, y, column_width, h)
        };
        let cards = [part(SENDERS), part(DOOR), part(mailboxes)];
        layout.regions.push(region(cards, gateway.y, outbound.then_some(more * sy)));
        for i in 0..forests_per_region {
            layout.forests.push(forest(part(forests), r, i, forests_per_region, density));
        }
    }
    layout
}

/// One region's cards and lanes.
fn region(
    [senders, door, mailboxes]: [Rect; 3],
    gateway_y: f32,
    outbound: Option<f32>,
) -> RegionPlan {
    let line = outbound.unwrap_or(0.0);
    let low = rect(mailboxes.x, mailboxes.bottom() - line, mailboxes.w, line);
    let mailboxes = Rect { h: mailboxes.h - line, ..mailboxes };
    let middle = senders.centre().x;
    let (out_x, back_x) = (middle - LANE_OFFSET, middle + LANE_OFFSET);
    let gap = door.y - senders.bottom();
    let level = |share: f32| senders.bottom() + gap * share;
    let bus = senders.x - PAD / 2.0;
    let pile = rect(senders.x + 6.0, senders.y + 42.0, senders.w - 12.0, senders.h - 48.0);
    RegionPlan {
        senders,
        pile,
        door,
        mailboxes,
        outbound: outbound.map(|_| OutboundPlan {
            card: low,
            pile: None,
            exit: pt(low.right() - SIDE / 2.0, low.y),
        }),
        outward: [pt(out_x, senders.bottom()), pt(out_x, door.y)],
        back: [pt(back_x, door.y), pt(back_x, senders.bottom())],
        exit: pt(middle, door.bottom()),
        deliver: [
            pt(mailboxes.right() - SIDE / 2.0, mailboxes.y - 4.0),
            pt(mailboxes.right() - SIDE / 2.0, mailboxes.y),
        ],
        park: corner(pt(out_x, senders.bottom()), level(0.3), pt(bus, gateway_y)),
        unpark: corner(pt(bus, gateway_y), level(0.7), pt(out_x, door.y)),
        repark: corner(pt(back_x, door.y), level(0.5), pt(bus, gateway_y)),
    }
}

/// Down or up to a level, along it, and on.
fn corner(from: Point, level: f32, to: Point) -> [Point; 4] {
    [from, pt(from.x, level), pt(to.x, level), to]
}

/// One forest: a line of words over a bar, or a cell.
fn forest(area: Rect, r: usize, i: usize, n: usize, density: Density) -> ForestPlan {
    let inner = rect(area.x + SIDE, area.y, area.w - 2.0 * SIDE, area.h);
    let (columns, rows) = match density {
        Density::Gauges => (1, n.max(4)),
        Density::Columns => (2, n.div_ceil(2).max(4)),
        Density::Cells => {
            let rows = ((area.h / super::TARGET_MIN) as usize).clamp(1, n);
            (n.div_ceil(rows), rows)
        }
    };
    let pitch = pt(inner.w / columns as f32, inner.h / rows as f32);
    let slot = rect(
        inner.x + (i / rows) as f32 * pitch.x,
        inner.y + (i % rows) as f32 * pitch.y,
        pitch.x,
        pitch.y,
    );
    let bar = match density {
        Density::Gauges => rect(slot.x, slot.y + 17.0, slot.w, slot.h - 20.0),
        Density::Columns => rect(slot.x + 2.0, slot.y + 3.0, slot.w - 4.0, slot.h - 6.0),
        Density::Cells => rect(slot.x + 2.0, slot.y + 2.0, slot.w - 4.0, slot.h - 4.0),
    };
    let middle = if density == Density::Cells { bar.centre() } else { gauge_body(bar).centre() }.y;
    ForestPlan {
        region: r,
        area: if density == Density::Gauges { rect(area.x, slot.y, area.w, slot.h) } else { slot },
        bar,
        turn: pt(area.x + SIDE / 2.0, area.y - 2.0),
        gate: pt(area.x + SIDE / 2.0, middle),
        below: pt(area.right() - SIDE / 2.0, middle),
        out: pt(area.right() - SIDE / 2.0, middle),
    }
}
