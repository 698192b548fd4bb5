//! A histogram of how long: for two kinds of mail side by side, each as shares of its own kind.
//!
//! Knows its bins and what was counted in them, not what the two kinds are.

use super::axis::{Scale, ValueTick};
use super::palette::{Ink, Palette};
use super::plot::{Drawn, Plot};
use crate::number;
use crate::record::Delays;
use crate::time::Time;

use plotters::coord::Shift;
use plotters::prelude::*;

/// The lower ends of the bins [s], each with its label if it has one; the last bin has no upper end.
const BINS: [(u64, &str); 16] = [
    (0, ""),
    (1, "1 s"),
    (2, ""),
    (5, ""),
    (10, "10 s"),
    (30, ""),
    (60, "1 min"),
    (120, ""),
    (300, ""),
    (600, "10 min"),
    (1_800, ""),
    (3_600, "1 h"),
    (7_200, ""),
    (14_400, "4 h"),
    (28_800, ""),
    (86_400, "24 h"),
];

/// Part of a bin that its bars leave free.
const GAP: f64 = 0.16;

/// One kind of mail.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// What it is: `delivered`, `waiting`.
    pub name: &'static str,
    /// Its colour.
    pub ink: Ink,
    /// Mails in each bin, scaled to real ones.
    pub counts: Vec<u64>,
}

/// The histogram.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// The two kinds, left and right in each bin.
    pub kinds: [Kind; 2],
}

impl Kind {
    /// A kind from its delays, each of which stands for `scale` mails.
    pub fn of(name: &'static str, ink: Ink, delays: &Delays, scale: u64) -> Self {
        let count = |(from, to)| delays.between(from, to) * scale;
        Kind { name, ink, counts: (0..BINS.len()).map(|bin| count(ends(bin))).collect() }
    }

    /// The share of the kind that is in a bin.
    fn share(&self, bin: usize) -> f64 {
        self.counts[bin] as f64 / self.counts.iter().sum::<u64>().max(1) as f64
    }
}

/// Where a bin begins and ends.
fn ends(bin: usize) -> (Time, Time) {
    // Longer than any delay that is counted one by one.
    const LONGEST: Time = Time::from_hours(250);
    let to = BINS.get(bin + 1).map_or(LONGEST, |&(s, _)| Time::from_secs(s));
    (Time::from_secs(BINS[bin].0), to)
}

/// How the end of a bin reads [s].
fn word(s: u64) -> String {
    match s {
        0..60 => format!("{s} s"),
        60..3_600 => format!("{} min", s / 60),
        _ => format!("{} h", s / 3_600),
    }
}

impl Bars {
    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.kinds.iter().all(|kind| kind.counts.iter().all(|&count| count == 0))
    }

    /// The scale of the shares: in percent.
    pub fn scale(&self) -> Scale {
        let shares = self.kinds.iter().flat_map(|kind| (0..BINS.len()).map(|bin| kind.share(bin)));
        Scale::Percent { top: if shares.fold(0.0, f64::max) > 0.5 { 1.0 } else { 0.5 } }
    }

    /// The labels under the bins: where they stand, as shares of the width.
    pub fn ticks() -> impl Iterator<Item = ValueTick> {
        let labelled = BINS.iter().enumerate().filter(|(_, (_, label))| !label.is_empty());
        labelled.map(|(bin, (_, label))| ValueTick {
            share: bin as f64 / BINS.len() as f64,
            label: (*label).to_owned(),
        })
    }

    /// Bins.
    pub const fn len() -> usize {
        BINS.len()
    }

    /// Where a bin's middle is along the width.
    pub fn place(bin: usize) -> f64 {
        (bin as f64 + 0.5) / BINS.len() as f64
    }

    /// What a bin says: `10 s to 30 s · delivered: 12 % (1.2 M)`.
    pub fn reading(&self, bin: usize) -> String {
        let from = word(BINS[bin].0);
        let mut parts = vec![match BINS.get(bin + 1) {
            Some(&(to, _)) if bin == 0 => format!("under {}", word(to)),
            Some(&(to, _)) => format!("{from} to {}", word(to)),
            None => format!("over {from}"),
        }];
        for kind in self.kinds.iter().filter(|kind| kind.counts.iter().any(|&count| count > 0)) {
            let (share, count) =
                (number::percent(kind.share(bin)), number::count(kind.counts[bin]));
            parts.push(format!("{}: {share} ({count})", kind.name));
        }
        parts.join(" · ")
    }

    pub(super) fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        palette: &Palette,
        scale: f64,
    ) -> Drawn<DB> {
        let plot = Plot::of(area, scale);
        let percent = self.scale();
        let ys: Vec<_> = percent.ticks().iter().map(|tick| tick.share).collect();
        plot.grid(&[], &ys, palette.hairline)?;
        let width = 1.0 / BINS.len() as f64;
        for (side, kind) in self.kinds.iter().enumerate() {
            let color = palette.of(kind.ink);
            for bin in 0..BINS.len() {
                let share = percent.share(kind.share(bin));
                if share > 0.0 {
                    let half = (1.0 - GAP) / 2.0;
                    let left = (bin as f64 + GAP / 2.0 + half * side as f64) * width;
                    // What is there is seen, however little it is.
                    let top = share.max(0.012);
                    plot.bar((left, top), (left + half * width, 0.0), color)?;
                }
            }
        }
        Ok(())
    }
}
