//! A forest's throughput by lookups in progress, as a curve in a box of 100 by 100: where it works
//! now, where its best is, what its limit allows.

use std::fmt::Write;

use crate::number;
use crate::sim::forest::Forest;

/// Points of the curve.
const POINTS: u32 = 60;

/// The curve, and what stands on it; places are in per cent of the box, from the left and the top.
#[derive(Clone, Debug, PartialEq)]
pub struct Usl {
    /// The curve as an SVG path.
    pub path: String,
    /// Where the forest works now.
    pub here: (f64, f64),
    /// Where more lookups begin to get less done; none if they never do.
    pub knee: Option<f64>,
    /// Where the limit would be, were all its sessions in lookup.
    pub limit: Option<f64>,
    /// Lookups at the right end.
    pub most: u32,
    /// The same in words.
    pub words: String,
}

impl Usl {
    /// The curve of a forest as fast as its lookups are now; `scale` real mails for one simulated.
    pub(super) fn of(forest: &Forest, scale: f64) -> Self {
        let per_min = |n: f64| {
            let per_s = forest.usl().throughput_of_share(n, forest.capacity()) * forest.speed();
            per_s * 60.0 * scale
        };
        let (knee, now) = (forest.knee(), forest.in_lookup());
        let by_knee = if knee.is_finite() { knee * 3.0 } else { 20.0 };
        let most = by_knee.max(f64::from(forest.limit.max(now)) * 1.08);
        let top = (forest.best() * 60.0 * scale).max(per_min(most)).max(1e-9) * 1.12;
        let x = |n: f64| n / most * 100.0;
        let y = |n: f64| 100.0 - per_min(n) / top * 100.0;
        let mut path = String::new();
        for point in 0..=POINTS {
            let n = most * f64::from(point) / f64::from(POINTS);
            let command = if point == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{command}{:.1} {:.1}", x(n), y(n));
        }
        let words = format!(
            "Now {now} lookups: {}. Best {}{}.",
            number::rate(per_min(f64::from(now))),
            number::rate(forest.best() * 60.0 * scale),
            if knee.is_finite() { format!(" at {knee:.0}") } else { String::new() }
        );
        Usl {
            path,
            here: (x(f64::from(now)), y(f64::from(now))),
            knee: knee.is_finite().then(|| x(knee)),
            limit: (forest.limit > 0).then(|| x(f64::from(forest.limit))),
            most: most as u32,
            words,
        }
    }
}
