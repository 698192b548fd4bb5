//! Series of a run for the charts: as far as the timeline was ever played, scaled to real mails.

use crate::playback::{Player, Run, Side};
use crate::record::{Tally, Windows};
use crate::sim::Sim;
use crate::time::Time;

/// A series of the run for a chart: one value per bucket of `step`, from the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Width of a bucket.
    pub step: Time,
    /// One value a bucket: of the whole of it, such as real mails a minute.
    pub values: Vec<f64>,
}

/// A level of the run for a chart: as it was at the start, at the end of each step, and at the end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Levels {
    /// Time between two values.
    pub step: Time,
    /// When the last value was so: up to a step after the one before it.
    pub until: Time,
    /// Real mails.
    pub values: Vec<f64>,
}

impl Levels {
    /// When a value was so.
    pub fn at(&self, index: usize) -> Time {
        Time::from_us(self.step.us() * index as u64).min(self.until)
    }
}

impl Player {
    /// Mails held as far as the timeline was played, stacked: at the senders, at the gateways.
    pub fn held(&self) -> [Levels; 2] {
        let senders = |row: &Tally| row.held_senders.iter().sum::<u64>();
        [self.run().played(senders), self.run().played(|row| row.held_gateways)]
    }

    /// Mails held in one of two worlds, as far as it was played.
    pub fn held_in(&self, side: Side) -> Option<Levels> {
        Some(self.side(side)?.played(Tally::held))
    }

    /// Mails held in the timeline that a change replaced, as far as it was seen.
    pub fn ghost(&self) -> Option<Levels> {
        let run = self.run();
        run.replaced().filter(|line| line.until > run.played_to()).cloned()
    }

    /// Mails held in the whole run as far as it is computed, if the reader wants to see what is
    /// coming.
    pub fn coming(&self) -> Option<Levels> {
        self.shows_coming().then(|| self.run().seen(true))
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

    /// A level as far as played: up to the cursor, or to the last row that was played after it.
    fn played(&self, level: fn(&Tally) -> u64) -> Levels {
        self.levels(self.rows_played(), self.sim(), level)
    }

    /// Mails held as far as played, or in all that is computed.
    pub(super) fn seen(&self, all: bool) -> Levels {
        let computed = self.computed();
        let rows = computed.record().rows().len();
        if all { self.levels(rows, computed, Tally::held) } else { self.played(Tally::held) }
    }

    /// A level over so many rows, and up to where `end` stands if that is after them.
    fn levels(&self, rows: usize, end: &Sim, level: fn(&Tally) -> u64) -> Levels {
        let record = end.record();
        let step = record.step();
        let last = Time::from_us(step.us() * rows as u64);
        let rows = self.computed().record().rows().iter().take(rows);
        let end = (end.now() > last).then(|| (end.now(), end.tally()));
        let all = [record.start()].into_iter().chain(rows).chain(end.map(|(_, tally)| tally));
        let scale = self.scenario().scale();
        let values = all.map(|row| (level(row) * scale) as f64).collect();
        Levels { step, until: end.map_or(last, |(now, _)| now), values }
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
