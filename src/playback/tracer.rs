//! One mail followed from its creation: a simulation of its own that runs from the last checkpoint
//! before that to the cursor, and tells every outcome of that mail.

use crate::playback::run::SLICE;
use crate::scenario::Action;
use crate::sim::Sim;
use crate::sim::mail::MailId;
use crate::sim::trace::Sighting;
use crate::time::Time;

/// The mail and what became of it.
#[derive(Clone, Debug)]
pub struct Tracer {
    mail: MailId,
    created: Time,
    sim: Sim,
    seen: Vec<Sighting>,
}

impl Tracer {
    /// Follows a mail from a state of the run that is not after its creation.
    pub(super) fn new(mail: MailId, created: Time, base: &Sim) -> Self {
        let mut sim = base.clone();
        sim.trace_mut().watch_one_in(f64::INFINITY);
        sim.trace_mut().watch_mail(Some(mail));
        Tracer { mail, created, sim, seen: Vec::new() }
    }

    /// The mail.
    pub fn mail(&self) -> MailId {
        self.mail
    }

    /// When it was created.
    pub fn created(&self) -> Time {
        self.created
    }

    /// How far it was followed.
    pub fn followed_to(&self) -> Time {
        self.sim.now()
    }

    /// Its outcomes up to `at`, the oldest first.
    pub fn seen(&self, at: Time) -> &[Sighting] {
        &self.seen[..self.seen.partition_point(|sighting| sighting.at <= at)]
    }

    pub(super) fn set_actions(&mut self, actions: &[Action]) {
        self.sim.set_actions(actions);
    }

    /// Follows it on to `to`; true if it is there.
    pub(super) fn follow(&mut self, to: Time, more: &mut dyn FnMut() -> bool) -> bool {
        while self.sim.now() < to {
            if !more() {
                return false;
            }
            self.sim.run_for(to, SLICE);
            self.seen.extend(self.sim.trace_mut().drain());
        }
        true
    }
}
