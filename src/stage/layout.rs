//! Where everything on the stage stands, for a size, a number of regions and forests.
//!
//! ```text
//! Across:  senders -> front door -> forests -> mailboxes     Down:  senders
//!          gateways                 beside the mail path            front door
//!                                                                   forests
//!                                                                   mailboxes
//! ```
//! Knows no mail and no colours: nothing here moves while the run plays. Everything is in CSS px
//! from the stage's top left corner. The design grid is 1080 x 516 inside 24 px of padding.

mod across;
mod down;

pub(super) use across::{card_padding, flat_words, has_mix};

use super::focus::Place;
use super::hit::Target;
use super::shape::{Point, Rect, rect};
use super::snapshot::Snapshot;

/// Which way mail goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// From left to right.
    Across,
    /// From top to bottom, on a phone.
    Down,
}

impl Flow {
    /// The flow that fits a stage of this size [CSS px]: narrow and not flat means a phone.
    pub fn of(width_css: f32, height_css: f32) -> Flow {
        if width_css < 560.0 && height_css > width_css * 0.75 { Flow::Down } else { Flow::Across }
    }
}

/// How much of a forest there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Density {
    /// A gauge with a name and figures: up to 4 forests a region.
    Gauges,
    /// Two columns of gauges, figures on hover: 5 to 8 a region.
    Columns,
    /// A cell each, names on hover: more.
    Cells,
}

/// What stands beside a gauge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labels {
    /// Figures and a word.
    Both,
    /// A word, or figures while there is none.
    Either,
    /// A word.
    Word,
    /// Nothing: a corner mark says that something is wrong.
    Mark,
}

/// Where a region's outbound queues stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutboundPlan {
    /// The card.
    pub card: Rect,
    /// The pile in it, where there is room for one.
    pub pile: Option<Rect>,
    /// Where its lane leaves.
    pub exit: Point,
}

/// Where one region's parts stand.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionPlan {
    /// The senders' card.
    pub senders: Rect,
    /// The pile in it.
    pub pile: Rect,
    /// The front door's card.
    pub door: Rect,
    /// The mailboxes' card.
    pub mailboxes: Rect,
    /// Exchange Online's own outbound queues, if the run has any.
    pub outbound: Option<OutboundPlan>,
    /// Lane from the senders to the front door.
    pub outward: [Point; 2],
    /// Lane from the front door back to the senders.
    pub back: [Point; 2],
    /// Where the lanes to the forests leave the front door.
    pub exit: Point,
    /// Lane into the mailboxes, the trunk of the forests' feeders.
    pub deliver: [Point; 2],
    /// From the senders to the gateways: start, two corners, end.
    pub park: [Point; 4],
    /// From the gateways to the front door: start, two corners, end.
    pub unpark: [Point; 4],
    /// From the front door back to the gateways: start, two corners, end.
    pub repark: [Point; 4],
}

/// Where one forest stands.
#[derive(Clone, Debug, PartialEq)]
pub struct ForestPlan {
    /// Index of its region.
    pub region: usize,
    /// All of it, names and figures included.
    pub area: Rect,
    /// The gauge at full scale; of the cells' density, the cell.
    pub bar: Rect,
    /// Where its lane stops bending; from here to the gate it is straight.
    pub turn: Point,
    /// Where its lane ends and mail is refused.
    pub gate: Point,
    /// Where accepted mail passes on its way out: under the words beside the gauge.
    pub below: Point,
    /// Where accepted mail leaves it.
    pub out: Point,
}

/// What has to find room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cast {
    /// Regions.
    pub regions: usize,
    /// Forests in each.
    pub forests_per_region: usize,
    /// Whether Exchange Online's own outbound mail is part of the run.
    pub outbound: bool,
    /// Whether the gateways are pointed at: then they have a line where there is no room for a band.
    pub gateway: bool,
    /// Whether what stands beside the mail path is pointed at.
    pub services: bool,
}

impl Cast {
    /// What a picture holds of which some places are pointed at.
    pub fn of(snapshot: &Snapshot, pointed: &[Place]) -> Cast {
        let regions = snapshot.regions.len();
        let at = |target| pointed.contains(&Place::Target(target));
        Cast {
            regions,
            forests_per_region: snapshot.forests.len() / regions.max(1),
            outbound: snapshot.regions.iter().any(|region| region.outbound.is_some()),
            gateway: at(Target::Gateway),
            services: at(Target::Services),
        }
    }
}

/// The stage's geometry.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The stage's width [CSS px].
    pub width: f32,
    /// The stage's height [CSS px].
    pub height: f32,
    /// Which way mail goes.
    pub flow: Flow,
    /// How much of a forest there is room for.
    pub density: Density,
    /// What stands beside a gauge.
    pub labels: Labels,
    /// One plan a region.
    pub regions: Vec<RegionPlan>,
    /// One plan a forest, region by region.
    pub forests: Vec<ForestPlan>,
    /// The gateways' card, where there is room for it.
    pub gateway: Option<Rect>,
    /// The gateways' pile, where there is room for it.
    pub gateway_pile: Option<Rect>,
    /// "Beside the mail path", where there is room for it.
    pub services: Option<Rect>,
}

/// Shortest side of an area that can be pointed at [px].
pub const TARGET_MIN: f32 = 24.0;

impl Layout {
    /// The geometry of a stage of `width_css` x `height_css` CSS px.
    pub fn new(width_css: f32, height_css: f32, cast: Cast, flow: Flow) -> Layout {
        match flow {
            Flow::Across => across::layout(width_css, height_css, cast),
            Flow::Down => down::layout(width_css, height_css, cast),
        }
    }

    /// The curve of the lane from a region's front door to where it runs straight to the gate.
    pub fn lane(&self, region: usize, forest: usize) -> [Point; 4] {
        self.bend(self.regions[region].exit, self.forests[forest].turn)
    }

    /// The curve of the feeder from a forest to a region's lane into the mailboxes.
    pub fn feeder(&self, forest: usize, region: usize) -> [Point; 4] {
        self.bend(self.forests[forest].out, self.regions[region].deliver[0])
    }

    /// A curve that leaves and arrives in the direction of the flow.
    pub(super) fn bend(&self, from: Point, to: Point) -> [Point; 4] {
        let (near, far) = match self.flow {
            Flow::Across => {
                let x = f32::midpoint(from.x, to.x);
                (Point { x, y: from.y }, Point { x, y: to.y })
            }
            Flow::Down => {
                let y = f32::midpoint(from.y, to.y);
                (Point { x: from.x, y }, Point { x: to.x, y })
            }
        };
        [from, near, far, to]
    }
}

/// The density for a number of forests a region.
fn density(forests_per_region: usize) -> Density {
    match forests_per_region {
        0..=4 => Density::Gauges,
        5..=8 => Density::Columns,
        _ => Density::Cells,
    }
}

/// Height under a gauge's outline for the gap and the throughput line [px].
pub(super) const UNDER: f32 = 5.0;

/// The outline of a gauge at full scale: all of its bar but the throughput line under it.
pub(super) fn gauge_body(bar: Rect) -> Rect {
    rect(bar.x, bar.y, bar.w, bar.h - UNDER)
}
