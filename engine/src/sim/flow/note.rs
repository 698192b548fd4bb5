//! Keeping count, and telling those who watch.

use crate::sim::Sim;
use crate::sim::log::Entry;
use crate::sim::mail::Mail;
use crate::sim::profile::Kind;
use crate::sim::reply::Reply;
use crate::sim::session::Session;
use crate::sim::trace::{Outcome, Sighting};
use crate::sim::trail::What;
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
    /// Counts a mail that a host begins to hold.
    #[inline]
    pub(super) fn count_held(&mut self, host: u32) {
        let it = &self.hosts[host as usize];
        if it.kind == Kind::Outbound {
            self.tally.outbound.held += 1;
            return;
        }
        *self.tally.held_by(it.kind == Kind::Gateway, it.region) += 1;
        self.levels.waiting.rise(self.now);
    }

    /// Counts a mail that a host ceases to hold.
    #[inline]
    pub(super) fn count_let_go(&mut self, host: u32) {
        let it = &self.hosts[host as usize];
        if it.kind == Kind::Outbound {
            self.tally.outbound.held -= 1;
            return;
        }
        *self.tally.held_by(it.kind == Kind::Gateway, it.region) -= 1;
        self.levels.waiting.fall(self.now);
    }

    /// Counts a mail whose session begins.
    #[inline]
    pub(super) fn count_begun(&mut self, mail: Mail) {
        if mail.id.is_outbound() {
            self.tally.outbound.in_session += 1;
        } else {
            self.tally.in_session += 1;
            self.levels.in_session.rise(self.now);
        }
    }

    /// Counts a mail whose session is over, one way or another.
    #[inline]
    pub(super) fn count_over(&mut self, mail: Mail) {
        if mail.id.is_outbound() {
            self.tally.outbound.in_session -= 1;
        } else {
            self.tally.in_session -= 1;
            self.levels.in_session.fall(self.now);
        }
    }

    /// Integrates the levels up to now.
    pub(in crate::sim) fn average(&mut self) {
        self.record.averages = self.levels.settle(self.now);
    }

    /// Tells the run's hash what happened to whom.
    #[inline]
    pub(super) fn note(&mut self, mark: Mark, mail: Mail) {
        let is_outcome = matches!(mark, Mark::Refused | Mark::Delivered | Mark::Dropped);
        if is_outcome {
            let [last, before] = self.outcomes;
            self.outcomes = [self.now, if self.now > last { last } else { before }];
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
        if self.is_watched && self.trace.wants(self.setup.seed, mail.id) {
            self.show(mail, at, outcome, began);
        }
    }

    #[cold]
    fn show(&mut self, mail: Mail, at: Option<(u32, usize)>, outcome: Outcome, began: Time) {
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

    /// Writes a refusal into the log, if one is kept: who tried and from which address, the forest
    /// and the MX address, what was said and whether at RCPT.
    #[inline]
    pub(super) fn log_refusal(
        &mut self,
        (host, source): (u32, u32),
        mail: Mail,
        (forest, address): (usize, u32),
        (reply, at_rcpt): (Reply, bool),
    ) {
        if !self.is_watched {
            return;
        }
        let (by, to) = ((host, source), (forest, address));
        self.tell(mail.id, |sim| sim.refused(by, to, (reply, at_rcpt)));
        let Some(log) = self.log.kept() else { return };
        let room = &self.forests[forest];
        let entry = Entry {
            number: 0,
            at: self.now,
            began: self.now,
            mail: mail.id,
            tries: mail.tries,
            host,
            source,
            carried: 0,
            address: address as u8,
            forest: forest as u16,
            sessions: room.sessions,
            limit: room.limit,
            reply,
            at_rcpt,
        };
        log.write(entry, self.created.at(mail.id));
    }

    /// The same of the end of a session's mail, while it still has its slot.
    #[inline]
    pub(super) fn log_answer(&mut self, session: &Session, reply: Reply) {
        if self.is_watched {
            self.write_answer(session, reply);
        }
    }

    fn write_answer(&mut self, session: &Session, reply: Reply) {
        self.tell(session.mail.id, |sim| sim.ended(session, reply));
        let Some(log) = self.log.kept() else { return };
        let room = &self.forests[session.forest as usize];
        let entry = Entry {
            number: 0,
            at: self.now,
            began: session.began,
            mail: session.mail.id,
            tries: session.mail.tries,
            host: session.host,
            source: session.source,
            carried: session.carried,
            address: 0,
            forest: u16::from(session.forest),
            sessions: room.sessions,
            limit: room.limit,
            reply,
            at_rcpt: false,
        };
        log.write(entry, self.created.at(session.mail.id));
    }

    /// A host gives a mail up.
    #[inline]
    pub(super) fn log_end(&mut self, host: u32, mail: Mail) {
        if !self.is_watched {
            return;
        }
        self.tell(mail.id, |sim| {
            let kind = sim.hosts[host as usize].kind;
            What::Expired { host, silent: sim.setup.profiles[kind as usize].silent }
        });
        let Some(log) = self.log.kept() else { return };
        log.give_up(self.now, host, (mail.id, mail.tries), self.created.at(mail.id));
    }

    /// A mail leaves a sender's queue for a gateway's.
    #[inline]
    pub(super) fn log_handed_on(&mut self, host: u32) {
        if let Some(log) = self.log.kept() {
            log.flows_mut().count_out(host);
        }
    }
}
