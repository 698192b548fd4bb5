//! What is pointed at: everything else is dimmed.
//!
//! A veil in the stage's colour does it, so it costs one path whatever is under it.

use crate::order;

use super::hit::Target;
use super::layout::{Flow, Layout};
use super::settle::Settle;
use super::shape::{Rect, Shape, rect};

/// What is left of the rest while something is pointed at.
const REST: f32 = 0.35;
/// Air around what is pointed at [px].
const AIR: f32 = 6.0;

/// Something to point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A place of the stage.
    Target(Target),
    /// The lanes from a region's front door to its forests.
    Lanes(usize),
    /// All of the stage: nothing is dimmed.
    Stage,
}

/// Dims all but the places that are pointed at.
pub(super) fn draw(layout: &Layout, settle: &Settle, out: &mut Vec<Shape>) {
    let (places, shown) = settle.pointed_at();
    if shown <= 0.0 || places.contains(&Place::Stage) {
        return;
    }
    let clear: Vec<Rect> = places.iter().filter_map(|&place| area(place, layout)).collect();
    // What this stage does not have cannot be pointed at.
    if !clear.is_empty() {
        let rects = around(rect(0.0, 0.0, layout.width, layout.height), &clear);
        out.push(Shape::Veil { rects, alpha: (1.0 - REST) * shown });
    }
}

/// The area of a place, with air around it, in whole pixels. Gauges in close rows share what lies
/// between them.
fn area(place: Place, layout: &Layout) -> Option<Rect> {
    let area = match place {
        Place::Stage => return None,
        Place::Target(Target::Forest(f)) => {
            let own = layout.forests.get(f)?.area;
            let others = layout.forests.iter().map(|forest| forest.area);
            let others = others.filter(|it| it.x < own.right() && own.x < it.right());
            let gaps = others.map(|it| (it.y - own.bottom()).max(own.y - it.bottom()));
            // Its own is less than nothing.
            let gap = gaps.filter(|&gap| gap > -own.h).fold(2.0 * AIR, f32::min).max(0.0);
            let out = AIR - gap / 2.0;
            rect(own.x, own.y + out, own.w, own.h - 2.0 * out)
        }
        Place::Target(target) => layout.bounds(target)?,
        Place::Lanes(r) => lanes(r, layout)?,
    };
    let area = area.grown(AIR);
    let (x, y) = (area.x.floor().max(0.0), area.y.floor().max(0.0));
    let right = area.right().ceil().min(layout.width);
    Some(rect(x, y, right - x, area.bottom().ceil().min(layout.height) - y))
}

/// From a region's front door to the gates of its forests.
fn lanes(region: usize, layout: &Layout) -> Option<Rect> {
    let plan = layout.regions.get(region)?;
    let own = layout.forests.iter().filter(|forest| forest.region == region);
    let (door, cards) = (plan.door, plan.senders);
    Some(match layout.flow {
        Flow::Across => {
            let gate = own.map(|forest| forest.turn.x).fold(plan.exit.x, f32::max);
            rect(plan.exit.x, cards.y, gate - plan.exit.x, cards.h)
        }
        Flow::Down => {
            let last = own.map(|forest| forest.gate.y).fold(door.bottom(), f32::max);
            rect(cards.x, door.bottom(), cards.w, last - door.bottom())
        }
    })
}

/// An area without some rectangles, as rectangles side by side: in every row between two of their
/// edges, what none of them covers.
fn around(whole: Rect, clear: &[Rect]) -> Vec<Rect> {
    let mut levels: Vec<f32> = clear.iter().flat_map(|it| [it.y, it.bottom()]).collect();
    levels.extend([whole.y, whole.bottom()]);
    order::by_key(&mut levels, |&level| level);
    let mut rects = Vec::new();
    for row in levels.windows(2).filter(|row| row[1] > row[0]) {
        let mut taken: Vec<(f32, f32)> = clear
            .iter()
            .filter(|it| it.y <= row[0] && row[1] <= it.bottom())
            .map(|it| (it.x, it.right()))
            .collect();
        order::by_key(&mut taken, |&(from, _)| from);
        let mut x = whole.x;
        for (from, to) in taken.into_iter().chain([(whole.right(), whole.right())]) {
            if from > x {
                rects.push(rect(x, row[0], from - x, row[1] - row[0]));
            }
            x = x.max(to);
        }
    }
    rects
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::layout::Cast;

    #[test]
    fn pointing_at_a_forest_clears_no_part_of_its_neighbours() {
        let cast = Cast {
            regions: 3,
            forests_per_region: 4,
            outbound: false,
            gateway: false,
            services: false,
        };
        // As large as a desk has it, as low as one of two worlds, and as a frame beside a question.
        for (width, height) in [(1128.0, 564.0), (1128.0, 250.0), (700.0, 160.0)] {
            let layout = Layout::new(width, height, cast, Flow::Across);
            for f in 0..layout.forests.len() {
                let clear = area(Place::Target(Target::Forest(f)), &layout).expect("a forest");
                for (other, forest) in layout.forests.iter().enumerate() {
                    let bar = forest.bar;
                    let apart = clear.bottom() <= bar.y + 1.0 || bar.bottom() <= clear.y + 1.0;
                    let beside = clear.right() <= bar.x || bar.right() <= clear.x;
                    assert_eq!(other != f, apart || beside, "F{f} F{other} of {height}");
                }
            }
        }
    }

    #[test]
    fn a_veil_covers_all_but_what_is_clear_and_nothing_twice() {
        let whole = rect(0.0, 0.0, 100.0, 60.0);
        let clear = [rect(10.0, 10.0, 30.0, 20.0), rect(30.0, 20.0, 40.0, 40.0)];
        let rects = around(whole, &clear);
        let covered = |x: f32, y: f32| {
            let inside = |it: &&Rect| it.x < x && x < it.right() && it.y < y && y < it.bottom();
            rects.iter().filter(inside).count()
        };
        for i in 0..100 {
            for j in 0..60 {
                let (x, y) = (i as f32 + 0.5, j as f32 + 0.5);
                let at = super::super::shape::pt(x, y);
                let is_clear = clear.iter().any(|it| it.contains(at));
                assert_eq!(covered(x, y), usize::from(!is_clear), "{x} {y}");
            }
        }
        assert_eq!(around(whole, &[whole]), []);
    }
}
