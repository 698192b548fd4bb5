//! Cubic curves and chains of them, walked at constant speed.
//!
//! Knows nothing of lanes or mail. Nothing here allocates: a dot's place is found anew each frame.

use super::shape::Point;

/// Straight pieces a curve is measured in; at the stage's sizes the error is well under 1 px.
const PIECES: usize = 16;
/// Legs a chain can have.
const LEGS: usize = 7;

/// A cubic curve: start, two handles, end.
pub(super) type Cubic = [Point; 4];

/// A straight line as a cubic.
pub(super) fn line(from: Point, to: Point) -> Cubic {
    [from, from.towards(to, 1.0 / 3.0), from.towards(to, 2.0 / 3.0), to]
}

/// The same curve from its end to its start.
pub(super) fn reversed(curve: Cubic) -> Cubic {
    [curve[3], curve[2], curve[1], curve[0]]
}

/// The point at the parameter `t` of 0..=1, which is not a share of the length.
pub(super) fn point(curve: Cubic, t: f32) -> Point {
    let a = curve[0].towards(curve[1], t);
    let b = curve[1].towards(curve[2], t);
    let c = curve[2].towards(curve[3], t);
    a.towards(b, t).towards(b.towards(c, t), t)
}

/// The length of a curve [px].
pub(super) fn length(curve: Cubic) -> f32 {
    pieces(curve).map(|(from, to)| from.distance(to)).sum()
}

/// The point `way` px along a curve and the direction there (a unit vector); its end if the curve
/// is shorter.
pub(super) fn walk(curve: Cubic, way: f32) -> (Point, Point) {
    let mut left = way.max(0.0);
    let mut last = (curve[3], Point { x: 1.0, y: 0.0 });
    for (from, to) in pieces(curve) {
        let step = from.distance(to);
        if step <= f32::EPSILON {
            continue;
        }
        let ahead = Point { x: (to.x - from.x) / step, y: (to.y - from.y) / step };
        if left <= step {
            return (from.towards(to, left / step), ahead);
        }
        left -= step;
        last = (to, ahead);
    }
    last
}

/// The curve as straight pieces.
fn pieces(curve: Cubic) -> impl Iterator<Item = (Point, Point)> {
    let at = move |i: usize| point(curve, i as f32 / PIECES as f32);
    (0..PIECES).map(move |i| (at(i), at(i + 1)))
}

/// Curves one after another.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Chain {
    legs: [Cubic; LEGS],
    /// How long each leg is [px], and whether it is straight: a frame asks for hundreds of places.
    lengths: [(f32, bool); LEGS],
    len: usize,
}

impl Chain {
    /// The chain with one more leg.
    #[must_use]
    pub(super) fn then(mut self, leg: Cubic) -> Chain {
        let straight = leg == line(leg[0], leg[3]);
        let length = if straight { leg[0].distance(leg[3]) } else { length(leg) };
        self.legs[self.len] = leg;
        self.lengths[self.len] = (length, straight);
        self.len += 1;
        self
    }

    /// The chain with a straight leg through each of the points.
    #[must_use]
    pub(super) fn through(self, points: &[Point]) -> Chain {
        points.windows(2).fold(self, |chain, ends| chain.then(line(ends[0], ends[1])))
    }

    /// The point at a share of the whole length: equal shares are equal ways.
    pub(super) fn at(&self, share: f32) -> Point {
        let legs = self.legs[..self.len].iter().zip(&self.lengths);
        let total: f32 = legs.clone().map(|(_, (way, _))| way).sum();
        let mut left = total * share.clamp(0.0, 1.0);
        let mut end = Point::default();
        for (leg, &(way, straight)) in legs {
            if left <= way {
                return match straight {
                    true if way <= f32::EPSILON => leg[3],
                    true => leg[0].towards(leg[3], left / way),
                    false => walk(*leg, left).0,
                };
            }
            left -= way;
            end = leg[3];
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::super::shape::pt;
    use super::*;

    #[test]
    fn a_chain_is_walked_at_constant_speed() {
        let bend = [pt(0.0, 0.0), pt(48.0, 0.0), pt(48.0, 200.0), pt(96.0, 200.0)];
        let chain = Chain::default().then(bend).through(&[pt(96.0, 200.0), pt(300.0, 200.0)]);
        let steps: Vec<f32> = (0..100)
            .map(|i| chain.at(i as f32 / 100.0).distance(chain.at((i + 1) as f32 / 100.0)))
            .collect();
        let mean = steps.iter().sum::<f32>() / 100.0;
        assert!(steps.iter().all(|step| (step / mean - 1.0).abs() < 0.15), "{steps:?}");
        assert_eq!(chain.at(0.0), pt(0.0, 0.0));
        assert!(chain.at(1.0).distance(pt(300.0, 200.0)) < 0.01);
    }

    #[test]
    fn a_reversed_curve_runs_back() {
        let bend = [pt(0.0, 0.0), pt(10.0, 0.0), pt(10.0, 40.0), pt(20.0, 40.0)];
        let way = length(bend) * 0.25;
        let there = walk(bend, way).0;
        let back = walk(reversed(bend), length(bend) - way).0;
        assert!(there.distance(back) < 0.1);
    }
}
