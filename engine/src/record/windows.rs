//! Coarser rows for the charts, at most 240 of a run: how long mail took, what Little's law needs,
//! and every forest. Built at the ends of the record's rows, never at an event.
//!
//! A window's percentiles are those of the mail delivered in it. A forest's use of its limit is the
//! mean of samples at the window's rows; its counts are exact.

use std::sync::Arc;

use crate::blocks::Blocks;
use crate::record::{Averages, Delays};
use crate::time::Time;

/// Windows of a run at most.
const WINDOWS_MAX: u64 = 240;
/// Rows of the record that a window may have.
const ROWS: [u32; 9] = [1, 2, 3, 5, 10, 15, 20, 30, 60];
/// The shares of the delivered mail whose longest delay is kept.
pub const QUANTILES: [f64; 3] = [0.5, 0.95, 0.99];

/// The windows of a run.
#[derive(Clone, Debug)]
pub struct Windows {
    rows_per_window: u32,
    step: Time,
    ended: Blocks<Window, 32>,
    /// The forests of each window, one after another.
    forests: Blocks<ForestWindow, 64>,
    /// Rows of the window under way.
    rows: u32,
    /// All delays at its start; copies of the run share them.
    delays_before: Arc<Delays>,
    /// Forest by forest: the sums of its rows, and the counts at its start.
    sums: Vec<(ForestRow, ForestRow)>,
}

/// The state of a run at the end of a window, and the delays in it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Window {
    /// Delays that a share of the mail delivered in the window did not exceed, by [`QUANTILES`];
    /// `None` if none was delivered.
    pub delays: Option<[Time; 3]>,
    /// Mails delivered since the start of the run.
    pub delivered: u64,
    /// Their delays, added up.
    pub delay_sum_us: u128,
    /// Time averages since the warm-up.
    pub averages: Averages,
    /// Outbound mails that had been queued for over an hour.
    pub outbound_late: u64,
}

/// A forest at the end of a row: levels now, counts since the start of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ForestRow {
    /// Sessions open.
    pub sessions: u64,
    /// Sessions admitted.
    pub limit: u64,
    /// Mails whose lookups it completed.
    pub completed: u64,
    /// Connections it refused.
    pub refused: u64,
    /// Sessions that were cut.
    pub cut: u64,
}

/// A forest in a window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ForestWindow {
    /// Sessions open, mean.
    pub sessions: f32,
    /// Sessions admitted, mean.
    pub limit: f32,
    /// Mails whose lookups it completed in the window.
    pub completed: u32,
    /// Connections it refused in it.
    pub refused: u32,
    /// Sessions cut in it.
    pub cut: u32,
}

impl Windows {
    /// No window yet of a run with so many rows of this width.
    pub(super) fn new(rows: u64, row: Time) -> Self {
        let least = rows.div_ceil(WINDOWS_MAX) as u32;
        let rows_per_window = ROWS.into_iter().find(|&rows| rows >= least).unwrap_or(least);
        Windows {
            rows_per_window,
            step: Time::from_us(row.us() * u64::from(rows_per_window)),
            ended: Blocks::default(),
            forests: Blocks::default(),
            rows: 0,
            delays_before: Arc::default(),
            sums: Vec::new(),
        }
    }

    /// Width of a window.
    pub fn step(&self) -> Time {
        self.step
    }

    /// The windows that have ended.
    pub fn ended(&self) -> &Blocks<Window, 32> {
        &self.ended
    }

    /// A forest's windows that have ended, of so many forests.
    pub fn forest(&self, index: usize, of: usize) -> impl Iterator<Item = &ForestWindow> {
        (0..self.ended.len()).filter_map(move |window| self.forests.get(window * of + index))
    }

    /// Adds a row of the forests; true if the window ends with it, which [`Windows::end`] then does.
    pub fn add_row(&mut self, forests: impl Iterator<Item = ForestRow>) -> bool {
        for (index, row) in forests.enumerate() {
            if index == self.sums.len() {
                self.sums.push(Default::default());
            }
            let (sums, _) = &mut self.sums[index];
            let (sessions, limit) = (sums.sessions + row.sessions, sums.limit + row.limit);
            *sums = ForestRow { sessions, limit, ..row };
        }
        self.rows += 1;
        self.rows == self.rows_per_window
    }

    /// Ends the window under way.
    pub(super) fn end(&mut self, delays: &Delays, averages: &Averages, outbound_late: u64) {
        self.ended.push(Window {
            delays: delays.quantiles_since(&self.delays_before, QUANTILES),
            delivered: delays.total(),
            delay_sum_us: delays.sum_us(),
            averages: *averages,
            outbound_late,
        });
        match Arc::get_mut(&mut self.delays_before) {
            Some(before) => before.copy_from(delays),
            None => self.delays_before = Arc::new(delays.clone()),
        }
        let rows = std::mem::take(&mut self.rows) as f32;
        for (sums, before) in &mut self.sums {
            self.forests.push(ForestWindow {
                sessions: sums.sessions as f32 / rows,
                limit: sums.limit as f32 / rows,
                completed: (sums.completed - before.completed) as u32,
                refused: (sums.refused - before.refused) as u32,
                cut: (sums.cut - before.cut) as u32,
            });
            *before = *sums;
            (sums.sessions, sums.limit) = (0, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(sessions: u64, completed: u64) -> ForestRow {
        ForestRow { sessions, limit: 50, completed, refused: completed / 2, cut: 0 }
    }

    #[test]
    fn windows_are_as_many_as_a_chart_shows() {
        let step = |hours: u64, row: u64| {
            let rows = hours * 60 / row;
            Windows::new(rows, Time::from_mins(row)).step()
        };
        assert_eq!(step(1, 1), Time::from_mins(1));
        assert_eq!(step(36, 1), Time::from_mins(10));
        assert_eq!(step(168, 3), Time::from_mins(45));
    }

    #[test]
    fn a_window_holds_its_own_delays_and_its_own_counts() {
        let mut windows = Windows::new(480, Time::from_mins(1));
        let mut delays = Delays::default();
        let averages = Averages::default();
        for (row_number, seconds) in [(1, 10), (2, 10), (3, 100), (4, 100)] {
            delays.add(Time::from_secs(seconds));
            let forests = [row(10 * row_number, 100 * row_number), row(0, 0)];
            let ends = windows.add_row(forests.into_iter());
            assert_eq!(ends, row_number % 2 == 0);
            if ends {
                windows.end(&delays, &averages, row_number);
            }
        }
        let ended: Vec<_> = windows.ended().iter().copied().collect();
        let median = |window: &Window| window.delays.expect("delivered")[0].secs_f64();
        assert!((median(&ended[0]) / 10.0 - 1.0).abs() < 0.01);
        assert!((median(&ended[1]) / 100.0 - 1.0).abs() < 0.01);
        assert_eq!((ended[1].delivered, ended[1].delay_sum_us), (4, 220_000_000));
        assert_eq!((ended[0].outbound_late, ended[1].outbound_late), (2, 4));
        let first: Vec<_> = windows.forest(0, 2).copied().collect();
        let whole = |w: &ForestWindow| (w.sessions as u32, w.limit as u32, w.completed, w.refused);
        assert_eq!(
            first.iter().map(whole).collect::<Vec<_>>(),
            [(15, 50, 200, 100), (35, 50, 200, 100)]
        );
        assert_eq!(windows.forest(1, 2).map(|w| w.completed).sum::<u32>(), 0);
    }

    #[test]
    fn a_window_without_deliveries_has_no_delays() {
        let mut windows = Windows::new(1, Time::from_mins(1));
        windows.add_row(std::iter::empty());
        windows.end(&Delays::default(), &Averages::default(), 0);
        assert_eq!(windows.ended().get(0).expect("one").delays, None);
    }
}
