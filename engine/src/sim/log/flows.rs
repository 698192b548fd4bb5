//! What went into every host's queue and out of it, over the last minute or two.

use crate::time::Time;

/// Counts by host: mails in, mails out.
type Counts = Vec<[u32; 2]>;

/// Counters that roll with the record's rows.
#[derive(Debug)]
pub struct Flows {
    /// Since the log began.
    counts: Counts,
    /// What was counted at the row before last, and at the last row.
    windows: [(Time, Counts); 2],
}

impl Flows {
    pub(super) fn new(now: Time, hosts: usize) -> Self {
        let counts = vec![[0; 2]; hosts];
        Flows { windows: [(now, counts.clone()), (now, counts.clone())], counts }
    }

    /// A mail enters a host's queue, whether or not it has to wait there.
    pub(in crate::sim) fn count_in(&mut self, host: u32) {
        self.counts[host as usize][0] += 1;
    }

    /// A mail leaves it: accepted, refused for good, given up, or handed to another queue.
    pub(in crate::sim) fn count_out(&mut self, host: u32) {
        self.counts[host as usize][1] += 1;
    }

    /// A row of the record was added.
    pub(in crate::sim) fn roll(&mut self, now: Time) {
        self.windows.swap(0, 1);
        let (from, counts) = &mut self.windows[1];
        *from = now;
        counts.copy_from_slice(&self.counts);
    }

    /// Mails in and out of a host's queue since [`Flows::from`].
    pub fn of(&self, host: usize) -> [u32; 2] {
        let (now, before) = (self.counts[host], self.windows[0].1[host]);
        [now[0] - before[0], now[1] - before[1]]
    }

    /// Since when [`Flows::of`] counts.
    pub fn from(&self) -> Time {
        self.windows[0].0
    }
}

#[cfg(test)]
impl Flows {
    /// Mails in and out of all queues since the log began.
    pub(super) fn all(&self) -> [u64; 2] {
        [0, 1].map(|which| self.counts.iter().map(|counts| u64::from(counts[which])).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_older_than_two_rows_no_longer_counts() {
        let at = Time::from_mins;
        let mut flows = Flows::new(at(0), 2);
        flows.count_in(1);
        assert_eq!((flows.of(1), flows.from()), ([1, 0], at(0)));
        flows.roll(at(1));
        flows.count_out(1);
        assert_eq!((flows.of(1), flows.from()), ([1, 1], at(0)));
        flows.roll(at(2));
        assert_eq!((flows.of(1), flows.from()), ([0, 1], at(1)));
        assert_eq!(flows.of(0), [0, 0]);
    }
}
