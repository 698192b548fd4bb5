//! The ways a mail can take: chains of curves between the places of a layout.
//!
//! Knows where things stand and nothing of time; a share of a way is all that is asked of it.

use super::curve::{Chain, line, reversed};
use super::layout::Layout;
use super::shape::Point;

/// From the senders, or the gateways, to the front door.
pub(super) fn to_door(layout: &Layout, region: usize, from_gateway: bool) -> Chain {
    let plan = &layout.regions[region];
    if from_gateway {
        Chain::default().through(&plan.unpark)
    } else {
        Chain::default().through(&plan.outward)
    }
}

/// Through the front door and along the lane to a forest's gate.
pub(super) fn to_gate(layout: &Layout, region: usize, forest: usize) -> Chain {
    let plan = &layout.regions[region];
    let gate = &layout.forests[forest];
    Chain::default()
        .then(line(plan.outward[1], plan.exit))
        .then(layout.lane(region, forest))
        .then(line(gate.turn, gate.gate))
}

/// From inside a forest, or its gate, the whole way back to where the mail is held.
pub(super) fn back(
    layout: &Layout,
    region: usize,
    forest: usize,
    from: Point,
    to_gateway: bool,
) -> Chain {
    let plan = &layout.regions[region];
    let gate = &layout.forests[forest];
    let lane = Chain::default()
        .then(line(from, gate.gate))
        .then(line(gate.gate, gate.turn))
        .then(reversed(layout.lane(region, forest)))
        .then(line(plan.exit, plan.back[0]));
    if to_gateway { lane.through(&plan.repark) } else { lane.through(&plan.back) }
}

/// From inside a forest to a region's mailboxes.
pub(super) fn to_mailbox(layout: &Layout, region: usize, forest: usize, from: Point) -> Chain {
    let plan = &layout.forests[forest];
    Chain::default()
        .then(line(from, plan.below))
        .then(line(plan.below, plan.out))
        .then(layout.feeder(forest, region))
        .through(&layout.regions[region].deliver)
}

/// From a region's queues of Exchange Online's own outbound mail into a forest; `None` if it has
/// none.
pub(super) fn outbound(layout: &Layout, region: usize, forest: usize, to: Point) -> Option<Chain> {
    let plan = &layout.forests[forest];
    let exit = layout.regions[region].outbound?.exit;
    Some(
        Chain::default()
            .then(layout.bend(exit, plan.out))
            .then(line(plan.out, plan.below))
            .then(line(plan.below, to)),
    )
}

/// From the senders to the gateways.
pub(super) fn to_gateway(layout: &Layout, region: usize) -> Chain {
    Chain::default().through(&layout.regions[region].park)
}
