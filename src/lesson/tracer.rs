//! The mail that a lesson follows, ahead of the cursor: a simulation of its own that tells every outcome
//! of that mail, so that the run can stop exactly there.

use crate::scenario::REGIONS;
use crate::sim::Sim;
use crate::sim::mail::MailId;
use crate::sim::trace::Sighting;
use crate::time::Time;

/// Events between two looks at the clock.
const SLICE: u64 = 2_000;

/// The mail and what becomes of it.
#[derive(Clone, Debug)]
pub(super) struct Tracer {
    mail: MailId,
    name: String,
    sim: Sim,
    seen: Vec<Sighting>,
}

impl Tracer {
    /// Follows a mail from a state of the run in which nothing has happened to it yet.
    pub(super) fn new(mail: MailId, base: &Sim) -> Self {
        let name = format!("{}-{}", REGIONS[mail.region()].name, mail.number());
        let mut tracer = Tracer { mail, name, sim: base.clone(), seen: Vec::new() };
        tracer.watch();
        tracer
    }

    fn watch(&mut self) {
        self.sim.trace_mut().watch_one_in(f64::INFINITY);
        self.sim.trace_mut().watch_mails(&[self.mail]);
    }

    /// What is done has changed: what lies ahead is found out anew from the cursor's run.
    pub(super) fn keep_up(&mut self, now: &Sim) {
        if self.sim.actions() != now.actions() {
            self.seen.retain(|one| one.at <= now.now());
            self.sim = now.clone();
            self.watch();
        }
    }

    /// Follows it on to `to`; true if it is there.
    pub(super) fn follow(&mut self, to: Time, more: &mut dyn FnMut() -> bool) -> bool {
        let to = to.min(self.sim.duration());
        while self.sim.now() < to {
            if !more() {
                return false;
            }
            self.sim.run_for(to, SLICE);
            self.seen.extend(self.sim.trace_mut().drain());
        }
        true
    }

    /// Its outcomes as far as it was followed, and how far that is.
    pub(super) fn ahead(&self) -> (&[Sighting], Time) {
        (&self.seen, self.sim.now())
    }

    /// Its name, when it was created, and its outcomes up to `at`, if it was created by then.
    pub(super) fn told(&self, at: Time) -> Option<(&str, Time, &[Sighting])> {
        let created = self.sim.created_at(self.mail).filter(|&created| created <= at)?;
        let seen = &self.seen[..self.seen.partition_point(|one| one.at <= at)];
        Some((&self.name, created, seen))
    }
}
