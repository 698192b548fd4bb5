//! States of the run to go back to: so close together that a seek replays little, within a memory
//! budget, thinned as the run grows.

use std::sync::Arc;

use crate::sim::Sim;
use crate::time::Time;

/// Events between two checkpoints as long as memory allows: that much is replayed in a few
/// hundredths of a second.
const EVERY: u64 = 100_000;

/// Copies of the run at rising instants. They share what does not differ between them, and two
/// worlds share those from before they parted.
#[derive(Clone, Debug)]
pub struct Checkpoints {
    kept: Vec<Kept>,
    budget: usize,
}

#[derive(Clone, Debug)]
struct Kept {
    sim: Arc<Sim>,
    bytes: usize,
}

impl Checkpoints {
    /// None yet; they may take so many bytes.
    pub fn new(budget: usize) -> Self {
        Checkpoints { kept: Vec::new(), budget }
    }

    /// Keeps the run as it stands if it is far enough from the last one kept.
    pub fn offer(&mut self, sim: &Sim) {
        let wanted = self.kept.last().is_none_or(|last| {
            sim.now() > last.sim.now() && sim.events() >= last.sim.events() + EVERY
        });
        if wanted {
            self.kept.push(Kept { sim: Arc::new(sim.clone()), bytes: sim.bytes() });
            self.thin();
        }
    }

    /// The latest checkpoint at or before `at`.
    pub fn before(&self, at: Time) -> Option<&Sim> {
        self.kept.iter().rev().map(|kept| &*kept.sim).find(|sim| sim.now() <= at)
    }

    /// Forgets what a change at `at` makes wrong.
    pub fn forget_after(&mut self, at: Time) {
        self.kept.retain(|kept| kept.sim.now() <= at);
    }

    /// Changes how many bytes they may take.
    pub fn set_budget(&mut self, budget: usize) {
        self.budget = budget;
        self.thin();
    }

    /// What they take, in bytes.
    pub fn bytes(&self) -> usize {
        self.kept.iter().map(|kept| kept.bytes).sum()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Drops those whose neighbours are closest to each other until the rest fits. The first stays:
    /// it is the start of the run.
    fn thin(&mut self) {
        while self.kept.len() > 2 && self.bytes() > self.budget {
            let events = |index: usize| self.kept[index].sim.events();
            let gap = |&index: &usize| events(index + 1) - events(index - 1);
            let Some(least) = (1..self.kept.len() - 1).min_by_key(gap) else { return };
            self.kept.remove(least);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn they_stay_within_the_budget_and_evenly_spread() {
        let scenario = Scenario::preset("ex1331830").expect("the incident");
        let mut sim = Sim::new(&scenario, 1);
        let mut checkpoints = Checkpoints::new(20 << 20);
        while sim.now() < Time::from_hours(8) {
            checkpoints.offer(&sim);
            sim.run_for(Time::NEVER, 2_000);
        }
        assert!(checkpoints.bytes() <= 20 << 20 && checkpoints.len() > 5);
        let events: Vec<_> = checkpoints.kept.iter().map(|kept| kept.sim.events()).collect();
        assert_eq!(checkpoints.kept[0].sim.now(), Time::ZERO);
        let widest = events.windows(2).map(|pair| pair[1] - pair[0]).max().expect("several");
        let even = sim.events() / checkpoints.len() as u64;
        assert!(widest <= 3 * even, "{widest} where {even} would be even: {events:?}");
        let before = checkpoints.before(Time::from_hours(5)).expect("the start at least");
        assert!(before.now() <= Time::from_hours(5));
        checkpoints.forget_after(Time::from_hours(2));
        assert!(checkpoints.kept.iter().all(|kept| kept.sim.now() <= Time::from_hours(2)));
    }
}
