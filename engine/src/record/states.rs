//! How every forest fared in each row of the record, one bit a forest: who refused, and who cut more
//! sessions than it completed. Bounded like the record's other rows.

use crate::blocks::Blocks;

/// Forests that a row can tell apart: more than a run can have.
const FORESTS_MAX: usize = 64;

/// One row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct State {
    /// The forests that were at their limit at the row's end or refused during it.
    at_limit: u64,
    /// The forests that cut more sessions during the row than they completed.
    collapsing: u64,
    /// The forests that have the flighted package.
    flighted: u64,
    /// Share of the fleet that the package has been sent to [%].
    pub percent: f32,
}

/// What is to be known of one forest at the end of a row.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Whether it is at its limit, or has refused since the last row.
    pub at_limit: bool,
    /// Whether it has the flighted package.
    pub flighted: bool,
    /// Mails completed since the start of the run.
    pub completed: u64,
    /// Sessions cut since then.
    pub cut: u64,
}

impl State {
    /// Whether a forest was at its limit.
    pub fn is_at_limit(&self, forest: usize) -> bool {
        self.at_limit >> forest & 1 > 0
    }

    /// Whether a forest cut more sessions than it completed.
    pub fn is_collapsing(&self, forest: usize) -> bool {
        self.collapsing >> forest & 1 > 0
    }

    /// Whether a forest has the flighted package.
    pub fn is_flighted(&self, forest: usize) -> bool {
        self.flighted >> forest & 1 > 0
    }
}

/// The rows, and the counts that the next one is compared with.
#[derive(Clone, Debug, Default)]
pub struct States {
    rows: Blocks<State, 64>,
    before: Vec<[u64; 2]>,
}

impl States {
    /// Adds the row that is due: every forest in turn, and the share that was flighted [%].
    pub fn add(&mut self, forests: impl Iterator<Item = Seen>, percent: f64) {
        let mut row = State { percent: percent as f32, ..State::default() };
        for (index, seen) in forests.take(FORESTS_MAX).enumerate() {
            if self.before.len() <= index {
                self.before.push([0; 2]);
            }
            let [completed, cut] = self.before[index];
            let bit = |is_so: bool| u64::from(is_so) << index;
            row.at_limit |= bit(seen.at_limit);
            row.flighted |= bit(seen.flighted);
            row.collapsing |= bit(seen.cut - cut > seen.completed - completed);
            self.before[index] = [seen.completed, seen.cut];
        }
        self.rows.push(row);
    }

    /// The rows so far.
    pub fn rows(&self) -> &Blocks<State, 64> {
        &self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forest_collapses_in_the_row_in_which_it_cuts_more_than_it_completes() {
        let mut states = States::default();
        let seen = |completed, cut| Seen { at_limit: cut > 0, flighted: false, completed, cut };
        states.add([seen(10, 0), seen(1, 5)].into_iter(), 0.0);
        states.add([seen(12, 3), seen(9, 6)].into_iter(), 50.0);
        let row = |index: usize| states.rows().get(index).copied().expect("a row");
        assert!(!row(0).is_collapsing(0) && row(0).is_collapsing(1));
        assert!(row(1).is_collapsing(0) && !row(1).is_collapsing(1));
        assert!(!row(0).is_at_limit(0) && row(1).is_at_limit(0));
        assert!(row(1).percent > 49.0);
    }
}
