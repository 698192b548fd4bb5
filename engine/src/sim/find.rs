//! Finding a mail in the state of a run: where one is, and which one has waited for longest.

use crate::rng::{Purpose, draw};
use crate::sim::Sim;
use crate::sim::event::Event;
use crate::sim::lookup;
use crate::sim::mail::{Mail, MailId};
use crate::sim::session::{Session, Stage};
use crate::time::Time;

/// Where a mail is that is in a queue or in a session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// In a host's queue, to be tried as soon as the host's clock and connections allow.
    Queue {
        /// The host.
        host: u32,
        /// Mails before it.
        ahead: u32,
        /// When the host's clock comes round; `None` if it does not hold the queue back.
        due: Option<Time>,
    },
    /// Deferred until a scan of the queue.
    Deferred {
        /// The host.
        host: u32,
        /// When that scan is.
        due: Time,
    },
    /// In a session with a forest.
    Session {
        /// The host.
        host: u32,
        /// The forest.
        forest: usize,
        /// When its transaction began.
        began: Time,
        /// The lookup in progress, from 0; `None` while it is on the network.
        lookup: Option<usize>,
    },
}

impl Sim {
    /// Where a mail is; `None` if it is in no queue and in no session: not there yet, ended, or
    /// waiting for a clock of its own.
    pub fn place_of(&self, mail: MailId) -> Option<Place> {
        self.created.get(mail)?;
        let session = self.sessions.open_ones().find(|session| session.mail.id == mail);
        if let Some(session) = session {
            return Some(self.in_session(&session));
        }
        let it = Mail::new(mail);
        let hosts = if mail.is_outbound() {
            vec![self.outbound_of(mail)]
        } else if self.setup.gateways_per_region > 0 {
            vec![self.sender_of(it), self.gateway_of(it)]
        } else {
            vec![self.sender_of(it)]
        };
        hosts.into_iter().find_map(|host| self.in_queue(host, mail))
    }

    fn in_queue(&self, host: u32, mail: MailId) -> Option<Place> {
        let it = &self.hosts[host as usize];
        if let Some(ahead) = it.ready.iter().position(|ready| ready.id == mail) {
            let due = it.is_blocked(self.now).then_some(it.due);
            return Some(Place::Queue { host, ahead: ahead as u32, due });
        }
        let due = it.deferred.iter().any(|deferred| deferred.id == mail);
        due.then(|| self.due_at(host, mail)).flatten().map(|due| Place::Deferred { host, due })
    }

    fn in_session(&self, session: &Session) -> Place {
        let forest = session.forest as usize;
        let lookup = (session.stage == Stage::Lookup).then(|| self.lookup_of(session)).flatten();
        Place::Session { host: session.host, forest, began: session.began, lookup }
    }

    /// The lookup that a session's mail is at, from 0.
    fn lookup_of(&self, session: &Session) -> Option<usize> {
        let (law, seed) = (&self.setup.work, self.setup.seed);
        let mut left = self.forests[session.forest as usize].work_left(self.now);
        let (_, left) = left.find(|((index, stamp), _)| {
            *stamp == session.stamp && self.sessions.get(*index).mail.id == session.mail.id
        })?;
        let done = lookup::work(law, seed, session.mail) - left;
        Some(lookup::in_progress(law, seed, session.mail, done))
    }

    /// Of the mails that the hosts hold which `is_meant` names, the one created first, and when.
    pub fn oldest(&self, is_meant: impl Fn(u32) -> bool) -> Option<(MailId, Time)> {
        let queued = self.hosts.iter().enumerate().filter(|(host, _)| is_meant(*host as u32));
        let queued = queued.flat_map(|(_, it)| it.ready.iter().chain(it.deferred.iter()));
        let alone = self.calendar.items().filter_map(|item| match Event::of(item) {
            Event::Alone { host, mail } if is_meant(host) => Some(mail.id),
            _ => None,
        });
        let all = queued.map(|mail| mail.id).chain(alone);
        all.map(|mail| (mail, self.created.at(mail))).min_by_key(|&(mail, at)| (at, mail))
    }

    /// The outbound queue that a mail of Exchange Online's own belongs to.
    pub fn outbound_of(&self, mail: MailId) -> u32 {
        let queues = self.setup.outbound_per_region;
        let pick = draw(self.setup.seed, mail.entity(), Purpose::Host, 0).below(queues);
        (self.setup.first_outbound + mail.region() * queues + pick) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn every_mail_that_is_held_or_in_session_is_found_where_it_is() {
        let scenario = Scenario::preset("ex1331830").expect("the incident");
        let mut sim = Sim::new(&scenario, 1);
        sim.run_until(scenario.epoch().at(0, 13, 40));
        let mut places = [0; 3];
        for host in 0..sim.hosts.len() as u32 {
            let it = &sim.hosts[host as usize];
            for mail in it.ready.iter().chain(it.deferred.iter()) {
                match sim.place_of(mail.id).expect("it is somewhere") {
                    Place::Queue { host: found, .. } => {
                        places[0] += 1;
                        assert_eq!(found, host);
                    }
                    Place::Deferred { host: found, due } => {
                        places[1] += 1;
                        assert!(
                            found == host && due > sim.now && due < sim.now + Time::from_hours(2)
                        );
                    }
                    Place::Session { .. } => panic!("it waits"),
                }
            }
        }
        let open: Vec<_> = sim.sessions.open_ones().collect();
        for session in open {
            let place = sim.place_of(session.mail.id);
            let Some(Place::Session { host, forest, lookup, .. }) = place else {
                panic!("{place:?}")
            };
            places[2] += 1;
            assert_eq!((host, forest), (session.host, session.forest as usize));
            assert_eq!(lookup.is_some(), session.stage == Stage::Lookup);
        }
        assert!(places.iter().all(|&count| count > 20), "{places:?}");
        let (oldest, at) = sim.oldest(|_| true).expect("much waits");
        let held = sim.hosts.iter().flat_map(|it| it.ready.iter().chain(it.deferred.iter()));
        let held: Vec<_> = held.collect();
        assert!(held.iter().all(|mail| sim.created.at(mail.id) >= at));
        assert!(held.iter().any(|mail| mail.id == oldest));
    }
}
