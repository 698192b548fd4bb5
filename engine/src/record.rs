//! What is remembered of a run: series, delays and firsts, in bounded memory.
//!
//! Knows nothing of scaling, of words or of charts.

pub mod tally;
pub mod averages;
pub mod delays;
pub mod levels;
pub mod states;
pub mod windows;

use crate::blocks::Blocks;
use crate::time::Time;

pub use averages::Averages;
pub use delays::{Delay, Delays};
pub use levels::Levels;
pub use states::States;
pub use tally::{Detail, Tally};
pub use windows::Windows;

/// Rows a series holds at most: a run of 36 h in minutes fits, longer runs get a coarser step.
const ROWS_MAX: u64 = 4096;

/// The tallies at the end of each step of a record.
pub type Rows = Blocks<Tally, 64>;

/// The record of a run.
#[derive(Clone, Debug)]
pub struct Record {
    /// Width of a row.
    step: Time,
    /// The tally at the start: a run may begin with mails that wait.
    start: Tally,
    /// The tally at the end of each step; row 0 is at the first step.
    rows: Rows,
    /// How the forests fared in each row.
    pub states: States,
    /// Delays of all delivered mails.
    pub delays: Delays,
    /// Instants worth a mark.
    pub firsts: Firsts,
    /// The greatest backlog so far.
    pub peak: Peak,
    /// Time averages since the warm-up, up to the last row or to where the run was let run to.
    pub averages: Averages,
    /// Coarser rows, for the charts.
    pub windows: Windows,
    /// The backlog that was followed last.
    followed: u64,
}

/// When something happened for the first time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Firsts {
    /// A connection was refused.
    pub refused: Option<Time>,
    /// A session was cut.
    pub dropped: Option<Time>,
    /// A forest had as many sessions as it admits.
    pub limit: Option<Time>,
    /// A sender was told that its mail is late.
    pub delay_notice: Option<Time>,
    /// A mail was given up.
    pub expired: Option<Time>,
}

/// The greatest backlog, and when it was gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Peak {
    /// Mails held.
    pub mails: u64,
    /// When.
    pub at: Time,
    /// When half of it was gone for the first time.
    pub half_at: Option<Time>,
    /// Since when the backlog has stayed under 1 % of it.
    pub cleared_at: Option<Time>,
}

impl Record {
    /// An empty record of a run of this length.
    pub fn new(duration: Time) -> Self {
        let minutes = duration.us().div_ceil(Time::from_mins(1).us());
        let step_min = minutes.div_ceil(ROWS_MAX).max(1);
        let step = Time::from_mins(step_min);
        Record {
            step,
            start: Tally::default(),
            windows: Windows::new(minutes.div_ceil(step_min), step),
            rows: Rows::default(),
            states: States::default(),
            delays: Delays::default(),
            firsts: Firsts::default(),
            peak: Peak::default(),
            averages: Averages::default(),
            followed: 0,
        }
    }

    /// The run begins with this tally.
    pub(crate) fn begin(&mut self, tally: &Tally) {
        self.start = *tally;
        self.follow(Time::ZERO, tally.held());
    }

    /// The tally at the start.
    pub fn start(&self) -> &Tally {
        &self.start
    }

    /// Width of a row.
    pub fn step(&self) -> Time {
        self.step
    }

    /// When the next row is due.
    pub fn next_row_at(&self) -> Time {
        Time::from_us(self.step.us() * (self.rows.len() as u64 + 1))
    }

    /// Adds the row that is due.
    pub fn add_row(&mut self, tally: &Tally) {
        self.rows.push(*tally);
    }

    /// Ends the window under way.
    pub fn end_window(&mut self, outbound_late: u64) {
        self.windows.end(&self.delays, &self.averages, outbound_late);
    }

    /// The tally at the end of each step so far.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// The tally at the last row at or before `at`; all zero before the first.
    pub fn row_at(&self, at: Time) -> Tally {
        let rows = (at.us() / self.step.us()) as usize;
        let last = rows.min(self.rows.len()).checked_sub(1);
        last.and_then(|index| self.rows.get(index)).copied().unwrap_or_default()
    }

    /// Follows the backlog; to be called whenever it has changed.
    #[inline]
    pub fn follow(&mut self, now: Time, held: u64) {
        if held == self.followed {
            return;
        }
        self.followed = held;
        self.follow_change(now, held);
    }

    fn follow_change(&mut self, now: Time, held: u64) {
        if held > self.peak.mails {
            self.peak = Peak { mails: held, at: now, half_at: None, cleared_at: None };
            return;
        }
        if held * 2 < self.peak.mails && self.peak.half_at.is_none() {
            self.peak.half_at = Some(now);
        }
        if held * 100 >= self.peak.mails {
            self.peak.cleared_at = None;
        } else if self.peak.cleared_at.is_none() {
            self.peak.cleared_at = Some(now);
        }
    }

    /// When the backlog was cleared, if there was one worth the name: more than a minute of
    /// offered mail.
    pub fn cleared_at(&self, now: Time, tally: &Tally) -> Option<Time> {
        self.peak.cleared_at.filter(|_| self.has_backlog(now, tally))
    }

    /// When half of the backlog's peak was gone, if it was a backlog worth the name.
    pub fn half_at(&self, now: Time, tally: &Tally) -> Option<Time> {
        self.peak.half_at.filter(|_| self.has_backlog(now, tally))
    }

    fn has_backlog(&self, now: Time, tally: &Tally) -> bool {
        let offered_a_minute = tally.offered as f64 / (now.secs_f64() / 60.0).max(1.0);
        self.peak.mails as f64 >= offered_a_minute
    }

    /// When the backlog, having been past half an hour of rise, had fallen for `span` without
    /// interruption since its peak; the first such instant by rows.
    pub fn turned_at(&self, span: Time) -> Option<Time> {
        let peak = self.peak.mails;
        let rows_needed = (span.us() / self.step.us()).max(1) as usize;
        let peak_row = (self.peak.at.us() / self.step.us()) as usize;
        let at_row = |row: usize| Time::from_us(self.step.us() * (row as u64 + 1));
        let fallen = self.rows.get(peak_row + rows_needed)?.held() < peak && peak > 0;
        fallen.then(|| at_row(peak_row + rows_needed))
    }

    /// Since when less than one attempt has come back, refused or cut, for every hundred mails
    /// delivered: the end of the last row in which more did, or the start of the run.
    pub fn calm_since(&self) -> Time {
        let is_calm = |row: usize| {
            let before = row.checked_sub(1).and_then(|row| self.rows.get(row));
            let before = before.copied().unwrap_or_default();
            self.rows.get(row).is_none_or(|now| {
                let back = now.refused + now.dropped - before.refused - before.dropped;
                back * 100 <= now.delivered - before.delivered
            })
        };
        let last = (0..self.rows.len()).rev().find(|&row| !is_calm(row));
        Time::from_us(last.map_or(0, |row| self.step.us() * (row as u64 + 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleared_is_undone_by_a_relapse_and_by_a_higher_peak() {
        let mut record = Record::new(Time::from_hours(1));
        let mut follow = |s, held| {
            record.follow(Time::from_secs(s), held);
            record.peak
        };
        follow(1, 1000);
        follow(2, 500);
        assert_eq!(follow(3, 9).cleared_at, Some(Time::from_secs(3)));
        assert_eq!(follow(4, 8).cleared_at, Some(Time::from_secs(3)), "stays");
        assert_eq!(follow(5, 10).cleared_at, None, "not under 1 % any more");
        assert_eq!(follow(6, 9).cleared_at, Some(Time::from_secs(6)));
        assert_eq!(follow(7, 1001).cleared_at, None);
        assert_eq!(follow(7, 1001).at, Time::from_secs(7));
    }

    #[test]
    fn a_long_run_gets_coarser_rows_instead_of_more() {
        assert_eq!(Record::new(Time::from_hours(36)).step(), Time::from_mins(1));
        assert_eq!(Record::new(Time::from_hours(168)).step(), Time::from_mins(3));
    }
}
