//! The books: every mail in exactly one place, every attempt with exactly one outcome, no slot and
//! no clock astray. On in every test and debug build; it recounts everything from the state itself.

use super::Sim;
use super::event::Event;
use super::load::Arrivals;
use crate::sim::profile::Kind;
use crate::sim::sender::Host;
use crate::sim::session::Stage;
use crate::time::Time;

impl Sim {
    /// Panics, saying what does not add up, if the counts differ from a full recount.
    pub fn audit(&self) {
        self.tally.check();
        self.audit_queues();
        self.audit_sessions();
        let offered: u32 = self.arrivals.iter().map(Arrivals::offered).sum();
        assert_eq!(u64::from(offered), self.tally.offered + self.tally.outbound.offered);
        let at = self.calendar.next_at();
        assert!(at >= self.now, "an event at {at} is in the past at {}", self.now);
    }

    /// What every test and debug build checks as it runs: the sums at each row of the record, and
    /// the full recount at every sixtieth.
    pub(super) fn audit_row(&self) {
        self.tally.check();
        if self.record.rows().len().is_multiple_of(60) {
            self.audit();
        }
    }

    fn audit_queues(&self) {
        let mut senders = vec![0u64; self.regions()];
        let (mut gateways, mut outbound) = (0, 0);
        for host in &self.hosts {
            let held = u64::from(self.recount(host));
            match host.kind {
                Kind::Gateway => gateways += held,
                Kind::Outbound => outbound += held,
                _ => senders[host.region] += held,
            }
        }
        assert_eq!(senders[..], self.tally.held_senders[..senders.len()], "held at senders");
        assert_eq!(gateways, self.tally.held_gateways, "held at gateways");
        assert_eq!(outbound, self.tally.outbound.held, "held in outbound queues");
        let mut alone = vec![0; self.hosts.len()];
        for item in self.calendar.items() {
            if let Event::Alone { host, .. } = Event::of(item) {
                alone[host as usize] += 1;
            }
        }
        let counted: Vec<_> = self.hosts.iter().map(|host| host.alone).collect();
        assert_eq!(counted, alone, "mails that wait alone");
    }

    fn recount(&self, host: &Host) -> u32 {
        let deferred = host.deferred.iter().inspect(|mail| {
            assert!(self.created.at(mail.id) <= self.now, "a mail from the future");
        });
        let held = host.ready.len() as u32 + deferred.count() as u32 + host.alone;
        assert_eq!(held, host.held(), "a host's own count");
        // Mail that waits must have something that will wake it: the clock or an open connection.
        let stuck =
            held > host.alone && host.due == Time::NEVER && host.open == 0 && !host.is_paced;
        assert!(!stuck, "{held} mails wait for nothing at a {:?} host", host.kind);
        held
    }

    fn audit_sessions(&self) {
        let mut open_at = vec![0u32; self.forests.len()];
        let mut in_lookup = vec![0u32; self.forests.len()];
        let mut open_of = vec![0u32; self.hosts.len()];
        let mut seen_from = vec![0u32; self.hosts.len()];
        for session in self.sessions.open_ones() {
            open_at[session.forest as usize] += 1;
            open_of[session.host as usize] += 1;
            seen_from[session.source as usize] += 1;
            in_lookup[session.forest as usize] += u32::from(session.stage == Stage::Lookup);
            let age = self.now.saturating_sub(session.began);
            let timeout = self.setup.timeout;
            let is_fixed = timeout > Time::ZERO && !self.setup.timeout_is_random;
            assert!(!is_fixed || age <= timeout, "a session outlived its timeout");
        }
        let sessions = self.tally.in_session + self.tally.outbound.in_session;
        assert_eq!(u64::from(open_at.iter().sum::<u32>()), sessions, "sessions");
        for (index, forest) in self.forests().enumerate() {
            assert_eq!(forest.sessions, open_at[index], "slots of forest {index}");
            assert_eq!(forest.in_lookup(), in_lookup[index], "lookups of forest {index}");
        }
        for (index, host) in self.hosts.iter().enumerate() {
            assert_eq!(host.open, open_of[index], "connections of a host");
            assert_eq!(host.as_source, seen_from[index], "connections from an address");
        }
    }
}
