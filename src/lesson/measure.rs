//! Figures that a lesson can compare: read from the rows of a run's record, so that the instant at
//! which they come to a value is known to the minute, whatever the speed of the page.

use crate::record::{Record, Tally};

/// A figure of the run at the end of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure(usize);

/// How a figure follows from the counts.
#[derive(Clone, Copy)]
enum Of {
    /// Mails now, or since the start; scaled to real ones.
    Level(fn(&Tally) -> u64),
    /// Counted since the row before, a minute; scaled.
    Rate(fn(&Tally) -> u64),
    /// Attempts for each delivered mail since the row before.
    Amplification,
    /// Share of the fleet that has the package [%].
    Flighted,
}

/// Every measure, by name.
const MEASURES: &[(&str, Of)] = &[
    ("held", Of::Level(Tally::held)),
    ("held at senders", Of::Level(|row| row.held_senders.iter().sum())),
    ("held at gateways", Of::Level(|row| row.held_gateways)),
    ("bounced", Of::Level(|row| row.expired + row.rejected + row.outbound.expired)),
    ("delivered", Of::Level(|row| row.delivered)),
    ("421 a minute", Of::Rate(|row| row.refused)),
    ("lost connections a minute", Of::Rate(|row| row.dropped)),
    ("delivered a minute", Of::Rate(|row| row.delivered)),
    ("attempts per delivered", Of::Amplification),
    ("flighted", Of::Flighted),
];

impl Measure {
    /// The names of all measures.
    pub fn names() -> impl Iterator<Item = &'static str> {
        MEASURES.iter().map(|(name, _)| *name)
    }

    /// The measure of this name.
    pub fn from_name(name: &str) -> Option<Measure> {
        Measure::names().position(|known| known == name).map(Measure)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        MEASURES[self.0].0
    }

    /// Whether it can be compared with the peak of what is held.
    pub fn is_level(self) -> bool {
        self.name().starts_with("held")
    }

    /// Its value at the end of a row; mails are real ones. `None` before there is such a row.
    pub fn at_row(self, record: &Record, row: usize, scale: u64) -> Option<f64> {
        let now = record.rows().get(row)?;
        let before = || {
            let index = row.checked_sub(1);
            index.and_then(|index| record.rows().get(index)).copied().unwrap_or_default()
        };
        let minutes = record.step().secs_f64() / 60.0;
        Some(match MEASURES[self.0].1 {
            Of::Level(count) => (count(now) * scale) as f64,
            Of::Rate(count) => ((count(now) - count(&before())) * scale) as f64 / minutes,
            Of::Amplification => {
                let before = before();
                let delivered = now.delivered - before.delivered;
                (now.attempts - before.attempts) as f64 / delivered.max(1) as f64
            }
            Of::Flighted => f64::from(record.states.rows().get(row)?.percent),
        })
    }
}
