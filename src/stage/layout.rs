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

pub(super) use across::card_padding;

use super::shape::{Point, Rect, rect};

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

/// Something a reader can point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A region's senders, by index.
    Senders(usize),
    /// A region's front door.
    Door(usize),
    /// A forest, by its index in the snapshot.
    Forest(usize),
    /// A region's mailboxes.
    Mailboxes(usize),
    /// The gateways.
    Gateway,
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
    pub fn new(
        width_css: f32,
        height_css: f32,
        regions: usize,
        forests_per_region: usize,
        flow: Flow,
    ) -> Layout {
        match flow {
            Flow::Across => across::layout(width_css, height_css, regions, forests_per_region),
            Flow::Down => down::layout(width_css, height_css, regions, forests_per_region),
        }
    }

    /// What is at a point of the stage [CSS px]. Areas are at least [`TARGET_MIN`] wide and high;
    /// where they overlap, the nearer middle wins.
    pub fn hit(&self, x: f32, y: f32) -> Option<Target> {
        let at = Point { x, y };
        self.targets()
            .filter(|&target| self.bounds(target).is_some_and(|area| area.contains(at)))
            .min_by(|&a, &b| self.away(a, at).total_cmp(&self.away(b, at)))
    }

    /// Everything that can be pointed at, in reading order: by region, along the mail's way.
    pub fn targets(&self) -> impl Iterator<Item = Target> + '_ {
        let regions = (0..self.regions.len()).flat_map(move |r| {
            let forests = self
                .forests
                .iter()
                .enumerate()
                .filter_map(move |(i, plan)| (plan.region == r).then_some(Target::Forest(i)));
            [Target::Senders(r), Target::Door(r)]
                .into_iter()
                .chain(forests)
                .chain([Target::Mailboxes(r)])
        });
        regions.chain(self.gateway.map(|_| Target::Gateway))
    }

    /// The area of a target, for pointing, focus rings and tooltips; `None` if it is not drawn.
    pub fn bounds(&self, target: Target) -> Option<Rect> {
        let area = match target {
            Target::Senders(r) => self.regions.get(r)?.senders,
            Target::Door(r) => self.regions.get(r)?.door,
            Target::Forest(f) => self.forests.get(f)?.area,
            Target::Mailboxes(r) => self.regions.get(r)?.mailboxes,
            Target::Gateway => self.gateway?,
        };
        let w = area.w.max(TARGET_MIN);
        let h = area.h.max(TARGET_MIN);
        let centre = area.centre();
        Some(rect(centre.x - w / 2.0, centre.y - h / 2.0, w, h))
    }

    /// The curve of the lane from a region's front door to where it runs straight to the gate.
    pub fn lane(&self, region: usize, forest: usize) -> [Point; 4] {
        self.bend(self.regions[region].exit, self.forests[forest].turn)
    }

    /// The curve of the feeder from a forest to its region's lane into the mailboxes.
    pub fn feeder(&self, forest: usize) -> [Point; 4] {
        let plan = &self.forests[forest];
        self.bend(plan.out, self.regions[plan.region].deliver[0])
    }

    /// A curve that leaves and arrives in the direction of the flow.
    fn bend(&self, from: Point, to: Point) -> [Point; 4] {
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

    /// How far a point is from the middle of a target [px].
    fn away(&self, target: Target, at: Point) -> f32 {
        self.bounds(target).map_or(f32::INFINITY, |area| area.centre().distance(at))
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
