//! Series of a run for the charts: as far as the timeline was ever played, scaled to real mails.

use crate::playback::Player;
use crate::record::Tally;
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
        let rows = self.played();
        let senders = |row: &Tally| row.held_senders.iter().sum::<u64>();
        [self.levels(rows, senders), self.levels(rows, |row| row.held_gateways)]
    }

    /// Mails held in the timeline that an action replaced, as far as it was played.
    pub fn ghost(&self) -> Option<Series> {
        let rows = self.replaced.as_ref()?;
        (rows.len() > self.played().len()).then(|| self.levels(rows, Tally::held))
    }

    /// Replies per minute as far as played: 250, 421, dropped, 550.
    pub fn replies(&self) -> [Series; 4] {
        let counts: [fn(&Tally) -> u64; 4] =
            [|row| row.delivered, |row| row.refused, |row| row.dropped, |row| row.rejected];
        counts.map(|count| self.per_minute(count))
    }

    /// How far this timeline was ever played.
    pub fn played_to(&self) -> Time {
        let rows = self.played().len() as u64;
        Time::from_us(rows * self.now.record().step().us()).max(self.cursor())
    }

    fn played(&self) -> &[Tally] {
        let rows = self.now.record().rows();
        if self.furthest.len() > rows.len() { &self.furthest } else { rows }
    }

    fn levels(&self, rows: &[Tally], level: impl Fn(&Tally) -> u64) -> Series {
        let scale = self.scenario.scale();
        let values = rows.iter().map(|row| (level(row) * scale) as f64).collect();
        Series { step: self.now.record().step(), values }
    }

    fn per_minute(&self, count: impl Fn(&Tally) -> u64) -> Series {
        let step = self.now.record().step();
        let scale = self.scenario.scale() as f64 / (step.secs_f64() / 60.0);
        let mut before = 0;
        let values = self.played().iter().map(|row| {
            let now = count(row);
            let change = now - std::mem::replace(&mut before, now);
            change as f64 * scale
        });
        Series { step, values: values.collect() }
    }
}
