//! Keeping count, and telling those who watch.

use crate::sim::Sim;
use crate::sim::mail::Mail;
use crate::sim::profile::Kind;
use crate::sim::trace::{Outcome, Sighting};
use crate::time::Time;

/// What the run's hash is told.
#[derive(Clone, Copy)]
pub(super) enum Mark {
    Created = 1,
    Refused,
    Delivered,
    Dropped,
    Expired,
    Parked,
    Rejected,
}

impl Sim {
    /// Counts mails that a host begins (or ceases) to hold.
    #[inline]
    pub(super) fn count_held(&mut self, host: u32, change: i64) {
        let it = &self.hosts[host as usize];
        let held = match it.kind {
            Kind::Outbound => &mut self.tally.outbound.held,
            Kind::Gateway => &mut self.tally.held_gateways,
            _ => &mut self.tally.held_senders[it.region],
        };
        *held = held.wrapping_add_signed(change);
    }

    /// Integrates the levels up to now, before anything of this instant changes them.
    #[inline]
    pub(in crate::sim) fn average(&mut self) {
        let span = self.now.saturating_sub(self.averaged_to);
        if span > Time::ZERO {
            self.record.averages.add(span, self.tally.held(), self.tally.in_session);
            self.averaged_to = self.now;
        }
    }

    /// Tells the run's hash what happened to whom.
    #[inline]
    pub(super) fn note(&mut self, mark: Mark, mail: Mail) {
        let is_outcome = matches!(mark, Mark::Refused | Mark::Delivered | Mark::Dropped);
        if is_outcome && self.now > self.outcomes[0] {
            self.outcomes = [self.now, self.outcomes[0]];
        }
        let word = (self.now.us() << 3 | mark as u64) ^ (mail.id.entity() << 24);
        self.hash = (self.hash.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    /// Shows an outcome to whoever watches.
    #[inline]
    pub(super) fn sight(
        &mut self,
        mail: Mail,
        at: Option<(u32, usize)>,
        outcome: Outcome,
        began: Time,
    ) {
        if !self.trace.wants(self.setup.seed, mail.id) {
            return;
        }
        let (host, forest) = match at {
            Some((host, forest)) => (Some(host), Some(forest as u16)),
            None => (None, None),
        };
        let from_gateway = host.is_some_and(|host| self.hosts[host as usize].kind == Kind::Gateway);
        self.trace.show(Sighting {
            mail: mail.id,
            created: self.created.at(mail.id),
            host,
            forest,
            from_gateway,
            outcome,
            began,
            at: self.now,
        });
    }
}
