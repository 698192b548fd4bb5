//! Series of a run for the charts: as far as the timeline was ever played, scaled to real mails.

use crate::playback::{Player, Run, Side};
use crate::record::{Rows, Tally, Windows};
use crate::time::Time;

/// A series of the run for a chart: one value per bucket of `step`, from the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Width of a bucket.
    pub step: Time,
    /// One value a bucket, real mails (a level) or real mails a minute (a rate).
    pub values: Vec<f64>,
}

impl Player {
    /// Mails held as far as the timeline was played, stacked: at the senders, at the gateways.
    pub fn held(&self) -> [Series; 2] {
        let senders = |row: &Tally| row.held_senders.iter().sum::<u64>();
        [self.run().levels(senders), self.run().levels(|row| row.held_gateways)]
    }

    /// Mails held in one of two worlds, as far as it was played.
    pub fn held_in(&self, side: Side) -> Option<Series> {
        Some(self.side(side)?.levels(Tally::held))
    }

    /// Mails held in the timeline that a change replaced, as far as it was seen.
    pub fn ghost(&self) -> Option<Series> {
        let run = self.run();
        let (rows, seen) = run.replaced()?;
        (seen > run.rows_played()).then(|| run.series(rows, seen, Tally::held))
    }

    /// Mails held in the whole run as far as it is computed, if the reader wants to see what is
    /// coming.
    pub fn coming(&self) -> Option<Series> {
        let rows = self.run().computed().record().rows();
        self.shows_coming().then(|| self.run().series(rows, rows.len(), Tally::held))
    }

    /// How far the selected world's timeline was ever played.
    pub fn played_to(&self) -> Time {
        self.run().played_to().max(self.cursor())
    }
}

impl Run {
    /// Windows of the record that were played, with the run that has them.
    pub(crate) fn windows_played(&self) -> (&Windows, usize) {
        let windows = &self.computed().record().windows;
        let played = (self.played_to().us() / windows.step().us()) as usize;
        (windows, played.min(windows.ended().len()))
    }

    /// Rows of the record that were played.
    fn rows_played(&self) -> usize {
        let rows = self.computed().record().rows().len();
        let step = self.sim().record().step();
        ((self.played_to().us() / step.us()) as usize).min(rows)
    }

    fn levels(&self, level: impl Fn(&Tally) -> u64) -> Series {
        self.series(self.computed().record().rows(), self.rows_played(), level)
    }

    fn series(&self, rows: &Rows, most: usize, level: impl Fn(&Tally) -> u64) -> Series {
        let scale = self.scenario().scale();
        let values = rows.iter().take(most).map(|row| (level(row) * scale) as f64).collect();
        Series { step: self.sim().record().step(), values }
    }

    /// A count a minute as far as played, row by row.
    pub(crate) fn per_minute(&self, count: impl Fn(&Tally) -> u64) -> Series {
        let step = self.sim().record().step();
        let scale = self.scenario().scale() as f64 / (step.secs_f64() / 60.0);
        let mut before = 0;
        let rows = self.computed().record().rows().iter().take(self.rows_played());
        let values = rows.map(|row| {
            let now = count(row);
            let change = now - std::mem::replace(&mut before, now);
            change as f64 * scale
        });
        Series { step, values: values.collect() }
    }
}
