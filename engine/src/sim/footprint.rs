//! How much a run holds in memory: what must stay bounded however long it runs.

use super::Sim;
use super::mail::Mail;
use super::sender::Host;
use crate::record::Delays;

/// Entries a run holds now, by what they are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Footprint {
    /// Events pending, stale ones included.
    pub events: usize,
    /// Entries for sessions, open or free to be used again.
    pub sessions: usize,
    /// Urgent mails whose deadline is still to come.
    pub urgent: usize,
    /// Rows of the record.
    pub rows: usize,
    /// Sightings that nobody has taken yet.
    pub sightings: usize,
}

impl Sim {
    /// About what one more copy of the run takes, in bytes: without what copies share.
    pub fn bytes(&self) -> usize {
        let mails = self.hosts.iter().map(|host| host.held() - host.alone).sum::<u32>() as usize;
        self.hosts.len() * size_of::<Host>()
            + mails * size_of::<Mail>()
            + self.calendar.own_bytes()
            + self.sessions.bytes()
            + (2 + 2 * self.regions()) * size_of::<u32>() * Delays::BUCKETS
            + (64 << 10)
    }

    /// What the run holds now. The mails that hosts hold are in [`crate::record::Tally::held`].
    pub fn footprint(&self) -> Footprint {
        Footprint {
            events: self.calendar.len(),
            sessions: self.sessions.entries(),
            urgent: self.urgent.open(),
            rows: self.record.rows().len(),
            sightings: self.trace.kept(),
        }
    }
}
