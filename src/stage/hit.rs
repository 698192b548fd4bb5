//! What is where: the places of the stage for pointers, keys and readers who cannot see it.
//!
//! Knows no browser. A place is found by a point or by a step of an arrow key, so what can be
//! clicked can be reached without a pointer.

use super::dots;
use super::layout::{Layout, TARGET_MIN};
use super::shape::{Rect, Shape, pt, rect};

/// Something a reader can point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A mail in flight, by the name its dot has.
    Mail(u64),
    /// A region's senders, by index.
    Senders(usize),
    /// A region's front door.
    Door(usize),
    /// A forest, by its index in the snapshot.
    Forest(usize),
    /// A region's mailboxes.
    Mailboxes(usize),
    /// A region's queues of Exchange Online's own outbound mail.
    Outbound(usize),
    /// The gateways.
    Gateway,
    /// What stands beside the mail path.
    Services,
}

/// How far the hit areas of neighbours may overlap [px].
const OVERLAP: f32 = 12.0;

/// A step of an arrow key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// Upwards.
    Up,
    /// Downwards.
    Down,
}

/// What is at a point of the stage [CSS px]: a mail that was drawn there, else a place. Hit areas
/// are at least [`TARGET_MIN`] wide and high; where they overlap, the nearer middle wins.
pub fn hit(shapes: &[Shape], layout: &Layout, x: f32, y: f32) -> Option<Target> {
    dots::nearest(shapes, x, y).map(Target::Mail).or_else(|| layout.hit(x, y))
}

impl Layout {
    /// The place at a point of the stage [CSS px].
    pub fn hit(&self, x: f32, y: f32) -> Option<Target> {
        let at = pt(x, y);
        let away = |target| self.bounds(target).map_or(f32::INFINITY, |b| b.centre().distance(at));
        self.targets()
            .filter(|&target| self.bounds(target).is_some_and(|area| area.contains(at)))
            .min_by(|&a, &b| away(a).total_cmp(&away(b)))
    }

    /// Every place, in reading order: by region, along the mail's way.
    pub fn targets(&self) -> impl Iterator<Item = Target> + '_ {
        let regions = (0..self.regions.len()).flat_map(move |r| {
            let forests = self
                .forests
                .iter()
                .enumerate()
                .filter_map(move |(i, plan)| (plan.region == r).then_some(Target::Forest(i)));
            let outbound = self.regions[r].outbound.map(|_| Target::Outbound(r));
            [Target::Senders(r), Target::Door(r)]
                .into_iter()
                .chain(forests)
                .chain([Target::Mailboxes(r)])
                .chain(outbound)
        });
        let gateway = self.gateway.map(|_| Target::Gateway);
        regions.chain(gateway).chain(self.services.map(|_| Target::Services))
    }

    /// The area of a place, for pointing, focus rings and tooltips; `None` if it is not drawn.
    /// A mail has none: it moves.
    pub fn bounds(&self, target: Target) -> Option<Rect> {
        let area = match target {
            Target::Mail(_) => return None,
            Target::Senders(r) => self.regions.get(r)?.senders,
            Target::Door(r) => self.regions.get(r)?.door,
            Target::Forest(f) => self.forests.get(f)?.area,
            Target::Mailboxes(r) => self.regions.get(r)?.mailboxes,
            Target::Outbound(r) => self.regions.get(r)?.outbound?.card,
            Target::Gateway => self.gateway?,
            Target::Services => self.services?,
        };
        let (w, h) = (area.w.max(TARGET_MIN), area.h.max(TARGET_MIN));
        let centre = area.centre();
        Some(rect(centre.x - w / 2.0, centre.y - h / 2.0, w, h))
    }

    /// The place an arrow key leads to from another one, or from none; where nothing lies in that
    /// direction, the same.
    pub fn step(&self, from: Option<Target>, step: Step) -> Option<Target> {
        let start = from.and_then(|target| Some((target, self.bounds(target)?)));
        let Some((from, area)) = start else { return self.targets().next() };
        let cost = |target: Target| {
            let to = self.bounds(target)?;
            let (ahead, aside) = gaps(area, to, step)?;
            // Straight ahead comes first; the nearest row or column next.
            (target != from).then_some(ahead + 4.0 * aside)
        };
        let all = self.targets().filter_map(|target| Some((target, cost(target)?)));
        all.min_by(|(_, a), (_, b)| a.total_cmp(b)).map_or(Some(from), |(target, _)| Some(target))
    }
}

/// How far `to` lies in a direction and how far beside it, from edge to edge [px]; `None` if it
/// does not.
fn gaps(from: Rect, to: Rect, step: Step) -> Option<(f32, f32)> {
    let (a, b) = (from.centre(), to.centre());
    let (across, along) = (b.x - a.x, b.y - a.y);
    let (ahead, beside, deep, wide) = match step {
        Step::Right => (across, along, from.w + to.w, from.h + to.h),
        Step::Left => (-across, along, from.w + to.w, from.h + to.h),
        Step::Down => (along, across, from.h + to.h, from.w + to.w),
        Step::Up => (-along, across, from.h + to.h, from.w + to.w),
    };
    let gap = ahead - deep / 2.0;
    // Hit areas of small neighbours may overlap a little.
    if ahead <= 4.0 || gap < -OVERLAP {
        return None;
    }
    let aside = (beside.abs() - wide / 2.0).max(0.0);
    // What lies more to the side than ahead is not in that direction.
    (aside <= ahead).then_some((gap.max(0.0) + ahead * 0.1 + beside.abs() * 0.01, aside))
}
