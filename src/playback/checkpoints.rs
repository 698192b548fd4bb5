//! States of the run to go back to: within a memory budget, thinned as the run grows.

use crate::scenario::Action;
use crate::sim::Sim;
use crate::time::Time;

/// Checkpoints over the whole run when memory allows.
const WANTED: u64 = 36;
/// Memory that the checkpoints may take [bytes].
const BUDGET: usize = 96 << 20;

/// Copies of the run at rising instants.
#[derive(Debug)]
pub struct Checkpoints {
    every: Time,
    kept: Vec<Sim>,
}

impl Checkpoints {
    /// None yet, for a run of this length.
    pub fn new(duration: Time) -> Self {
        let every = Time::from_us((duration.us() / WANTED).max(Time::from_mins(1).us()));
        Checkpoints { every, kept: Vec::new() }
    }

    /// The next instant after `now` at which a checkpoint is wanted.
    pub fn next_at(&self, now: Time) -> Time {
        Time::from_us((now.us() / self.every.us() + 1) * self.every.us())
    }

    /// Keeps the run as it stands if a checkpoint is wanted here.
    pub fn offer(&mut self, sim: &Sim) {
        let now = sim.now();
        let wanted = now.us().is_multiple_of(self.every.us());
        if !wanted || self.kept.last().is_some_and(|last| last.now() >= now) {
            return;
        }
        self.kept.push(sim.clone());
        while self.kept.len() > 2 && self.kept.iter().map(weight).sum::<usize>() > BUDGET {
            self.thin();
        }
    }

    /// The latest checkpoint at or before `at`.
    pub fn before(&self, at: Time) -> Option<&Sim> {
        self.kept.iter().rev().find(|sim| sim.now() <= at)
    }

    /// Forgets what a change of the actions at `at` makes wrong, and tells the rest of the actions.
    pub fn forget_after(&mut self, at: Time, actions: &[Action]) {
        self.kept.retain(|sim| sim.now() <= at);
        for sim in &mut self.kept {
            sim.set_actions(actions);
        }
    }

    /// Drops every second one and asks for half as many from now on.
    fn thin(&mut self) {
        self.every = self.every + self.every;
        let every = self.every.us();
        self.kept.retain(|sim| sim.now().us().is_multiple_of(every));
    }
}

/// Roughly what a copy of a run takes [bytes]: its waiting mails with slack of their queues, its
/// hosts and its record.
fn weight(sim: &Sim) -> usize {
    const MAIL: usize = 32;
    const HOST: usize = 600;
    const ROW: usize = 200;
    let mails = sim.tally().held() as usize;
    mails * MAIL + sim.hosts().len() * HOST + sim.record().rows().len() * ROW + (1 << 19)
}
