//! What happens between things: a mail is created, tried, refused, looked up, delivered, cut.

use crate::rng::{Purpose, draw};
use crate::sim::forest::Ticket;
use crate::sim::mail::{Mail, MailId};
use crate::sim::profile::{Clock, Kind};
use crate::sim::session::Stage;
use crate::sim::trace::{Outcome, Sighting};
use crate::time::Time;

use super::{Event, Sim};

/// What the run's hash is told.
#[derive(Clone, Copy)]
enum Mark {
    Created = 1,
    Refused,
    Delivered,
    Dropped,
    Expired,
    Parked,
}

impl Sim {
    #[inline]
    pub(super) fn handle(&mut self, event: Event) {
        match event {
            Event::Arrival { region, stamp } => {
                if self.arrivals[region as usize].stamp == stamp {
                    self.create(region as usize);
                }
            }
            Event::Wake { host, stamp } => {
                if self.hosts[host as usize].stamp == stamp {
                    self.wake(host);
                }
            }
            Event::Reached { session, stamp } => {
                if self.sessions.is_live(session, stamp) {
                    self.begin_lookups(session, stamp);
                }
            }
            Event::Done { forest, stamp } => {
                if self.forests[forest as usize].stamp == stamp {
                    self.complete(forest as usize);
                }
            }
            Event::Timeout => self.cut_overdue(),
            Event::Alone { slot } => {
                self.events += 1;
                if let Some((host, mail)) = self.alone[slot as usize].take() {
                    self.alone_free.push(slot);
                    self.hosts[host as usize].alone -= 1;
                    self.count_held(host, -1);
                    self.retry_alone(host, mail);
                }
            }
        }
    }

    /// A mail is created and its sender takes charge of it, or the tenant's gateway does.
    fn create(&mut self, region: usize) {
        self.events += 1;
        let seed = self.setup.seed;
        let number = self.arrivals[region].it.take(seed, self.now);
        self.schedule_arrival(region);
        let id = MailId::new(region, number);
        let mail = Mail { created: self.now, id, tries: 0 };
        self.tally.offered += 1;
        self.note(Mark::Created, mail);
        let tenant = draw(seed, id.entity(), Purpose::Tenant, 0).unit();
        let pick = draw(seed, id.entity(), Purpose::Host, 0);
        let host = if tenant <= self.levers.gateway {
            self.tally.parked += 1;
            self.note(Mark::Parked, mail);
            self.sight(mail, None, Outcome::Parked, self.now);
            self.setup.rates.len() * self.setup.hosts_per_region
                + region * self.setup.gateways_per_region
                + pick.below(self.setup.gateways_per_region)
        } else {
            region * self.setup.hosts_per_region + pick.below(self.setup.hosts_per_region)
        };
        self.submit(host as u32, mail);
    }

    /// A new mail at a host: tried at once unless the host's clock forbids it.
    fn submit(&mut self, host: u32, mail: Mail) {
        let it = &mut self.hosts[host as usize];
        let profile = &self.setup.profiles[it.kind as usize];
        match profile.clock {
            Clock::Alone { .. } => self.try_alone(host, mail),
            Clock::MailAge { .. } if it.is_blocked(self.now) => {
                let due = it.defer_untried(profile, self.now, mail);
                self.count_held(host, 1);
                self.schedule_wake(host, due);
            }
            _ => {
                it.ready.push_back(mail);
                self.count_held(host, 1);
                self.pump(host);
            }
        }
    }

    /// Opens as many connections as the host may and has mail for.
    fn pump(&mut self, host: u32) {
        loop {
            let it = &mut self.hosts[host as usize];
            let profile = &self.setup.profiles[it.kind as usize];
            if it.is_blocked(self.now) || !it.may_open(profile) {
                return;
            }
            let Some(mail) = it.ready.pop_front() else { return };
            self.count_held(host, -1);
            if let Err(mail) = self.connect(host, mail) {
                self.fail(host, mail);
            }
        }
    }

    /// One try: a connection to each of the MX addresses in turn, until one is not refused. Hands
    /// the mail back when all were.
    fn connect(&mut self, host: u32, mut mail: Mail) -> Result<(), Mail> {
        mail.tries = mail.tries.saturating_add(1);
        let it = &self.hosts[host as usize];
        let region = it.region;
        let addresses = self.setup.profiles[it.kind as usize].addresses;
        for address in 0..addresses {
            let forest = self.door.route(region, mail, address);
            self.tally.attempts += 1;
            self.tally.attempts_in[region] += 1;
            self.rates.count_lane(region, forest);
            let room = &mut self.forests[forest].it;
            if room.sessions < room.limit {
                room.sessions += 1;
                self.hosts[host as usize].open += 1;
                let session = self.sessions.open(host, forest as u32, mail, self.now);
                self.begin(session);
                return Ok(());
            }
            room.refused_at = Some(self.now);
            self.events += 1;
            self.tally.refused += 1;
            self.tally.returned_in[region] += 1;
            self.record.firsts.refused.get_or_insert(self.now);
            self.note(Mark::Refused, mail);
            if address + 1 == addresses {
                self.sight(mail, Some((host, forest)), Outcome::Refused, self.now);
            }
        }
        Err(mail)
    }

    /// A session's mail begins: some time on the network, then the lookups, unless it is cut.
    fn begin(&mut self, index: u32) {
        self.tally.in_session += 1;
        let session = *self.sessions.get(index);
        let setup = &self.setup;
        if setup.timeout > Time::ZERO {
            if self.timeouts.is_empty() {
                self.calendar.push(self.now + setup.timeout, Event::Timeout);
            }
            self.timeouts.push_back((self.now + setup.timeout, index, session.stamp));
        }
        let entity = session.mail.id.entity();
        let tries = u32::from(session.mail.tries);
        let mut network = setup.network_fixed;
        if setup.network_mean > 0.0 {
            let exponential = draw(setup.seed, entity, Purpose::Network, tries).exponential();
            network += setup.network_mean * exponential;
        }
        if network > 0.0 {
            let at = self.now + Time::from_secs_f64(network);
            self.calendar.push(at, Event::Reached { session: index, stamp: session.stamp });
        } else {
            self.begin_lookups(index, session.stamp);
        }
    }

    fn begin_lookups(&mut self, index: u32, stamp: u32) {
        self.events += 1;
        self.sessions.look_up(index);
        let session = self.sessions.get(index);
        let tries = u32::from(session.mail.tries);
        let entity = session.mail.id.entity();
        let work = draw(self.setup.seed, entity, Purpose::Lookup, tries).erlang(self.setup.lookups);
        let forest = session.forest as usize;
        self.forests[forest].it.join(self.now, (index, stamp), work);
        self.schedule_done(forest);
    }

    /// Schedules a forest's next completion. An event that is already set for an earlier time is
    /// left alone: when it comes it finds nothing done and sets the right one.
    pub(super) fn schedule_done(&mut self, forest: usize) {
        let sessions = &self.sessions;
        let it = &mut self.forests[forest];
        let live = |(index, stamp): Ticket| sessions.is_live(index, stamp);
        let Some(due) = it.it.next_done_at(live) else { return };
        if due < it.due {
            let stamp = it.reschedule(due);
            self.calendar.push(due, Event::Done { forest: forest as u32, stamp });
        }
    }

    fn complete(&mut self, forest: usize) {
        self.forests[forest].due = Time::NEVER;
        loop {
            let sessions = &self.sessions;
            let live = |(index, stamp): Ticket| sessions.is_live(index, stamp);
            let Some((index, _)) = self.forests[forest].it.take_done(self.now, live) else { break };
            self.deliver(index);
        }
        self.schedule_done(forest);
    }

    /// 250: the mail is the service's now. The connection goes on with the next one, if any.
    fn deliver(&mut self, index: u32) {
        self.events += 1;
        let session = *self.sessions.get(index);
        let it = &mut self.hosts[session.host as usize];
        let region = it.region;
        let profile = &self.setup.profiles[it.kind as usize];
        it.succeed(profile);
        self.tally.in_session -= 1;
        self.tally.delivered += 1;
        self.tally.delivered_in[region] += 1;
        self.tally.drained += u64::from(it.kind == Kind::Gateway);
        let delay = session.mail.age(self.now);
        self.record.delays.add(delay);
        self.rates.count_delivery(region, session.forest as usize, delay);
        let next_fits = session.carried < profile.mails_per_connection
            && session.opened + profile.connection_age_max > self.now;
        let next = it.ready.front().copied().filter(|&next| {
            next_fits && self.door.may_follow(region, next, session.forest as usize)
        });
        self.note(Mark::Delivered, session.mail);
        let place = Some((session.host, session.forest as usize));
        self.sight(session.mail, place, Outcome::Delivered, session.began);
        if let Some(mut next) = next {
            self.hosts[session.host as usize].ready.pop_front();
            self.count_held(session.host, -1);
            next.tries = next.tries.saturating_add(1);
            self.tally.attempts += 1;
            self.tally.attempts_in[region] += 1;
            self.rates.count_lane(region, session.forest as usize);
            self.sessions.next_mail(index, next, self.now);
            self.begin(index);
        } else {
            self.close(index);
        }
        self.pump(session.host);
    }

    /// Cuts the sessions whose mail has been under way for longer than the timeout.
    fn cut_overdue(&mut self) {
        while let Some(&(at, index, stamp)) = self.timeouts.front() {
            let live = self.sessions.is_live(index, stamp);
            if live && at > self.now {
                self.calendar.push(at, Event::Timeout);
                return;
            }
            self.timeouts.pop_front();
            if live {
                self.cut(index);
            }
        }
    }

    fn cut(&mut self, index: u32) {
        self.events += 1;
        let session = *self.sessions.get(index);
        let forest = session.forest as usize;
        let host = session.host;
        let region = self.hosts[host as usize].region;
        self.close(index);
        if session.stage == Stage::Lookup {
            self.forests[forest].it.abandon(self.now);
            self.schedule_done(forest);
        }
        self.tally.in_session -= 1;
        self.tally.dropped += 1;
        self.tally.returned_in[region] += 1;
        self.record.firsts.dropped.get_or_insert(self.now);
        self.note(Mark::Dropped, session.mail);
        self.sight(session.mail, Some((host, forest)), Outcome::Dropped, session.began);
        self.fail(host, session.mail);
        // The slot of the connection is free again, and the host may use it for another mail.
        self.pump(host);
    }

    fn close(&mut self, index: u32) {
        let session = self.sessions.get(index);
        self.forests[session.forest as usize].it.sessions -= 1;
        self.hosts[session.host as usize].open -= 1;
        self.sessions.close(index);
    }

    /// A try failed at a host: its clock decides.
    fn fail(&mut self, host: u32, mail: Mail) {
        let it = &mut self.hosts[host as usize];
        let profile = &self.setup.profiles[it.kind as usize];
        if let Clock::Alone { mean } = profile.clock {
            self.wait_alone(host, mail, mean);
            return;
        }
        let due = it.fail(profile, self.now, mail);
        self.count_held(host, 1);
        self.schedule_wake(host, due);
    }

    fn try_alone(&mut self, host: u32, mail: Mail) {
        if let Err(mail) = self.connect(host, mail) {
            self.fail(host, mail);
        }
    }

    fn retry_alone(&mut self, host: u32, mail: Mail) {
        let kind = self.hosts[host as usize].kind;
        if mail.age(self.now) >= self.setup.profiles[kind as usize].lifetime {
            self.expire(mail);
        } else {
            self.try_alone(host, mail);
        }
    }

    fn wait_alone(&mut self, host: u32, mail: Mail, mean: Time) {
        let lifetime = {
            let kind = self.hosts[host as usize].kind;
            self.setup.profiles[kind as usize].lifetime
        };
        let tries = u32::from(mail.tries);
        let wait = draw(self.setup.seed, mail.id.entity(), Purpose::Wait, tries).exponential();
        let due = self.now + Time::from_secs_f64(mean.secs_f64() * wait);
        // A textbook mail is given up exactly at its lifetime, while it waits.
        let due = due.min(mail.created + lifetime).max(self.now);
        let slot = if let Some(slot) = self.alone_free.pop() {
            self.alone[slot as usize] = Some((host, mail));
            slot
        } else {
            self.alone.push(Some((host, mail)));
            self.alone.len() as u32 - 1
        };
        self.hosts[host as usize].alone += 1;
        self.count_held(host, 1);
        self.calendar.push(due, Event::Alone { slot });
    }

    /// A host's clock comes round.
    fn wake(&mut self, host: u32) {
        self.events += 1;
        let mut expired = Vec::new();
        let it = &mut self.hosts[host as usize];
        let profile = &self.setup.profiles[it.kind as usize];
        if let Some(notice) = profile.delay_notice {
            let late = it.ready.front().is_some_and(|mail| mail.age(self.now) >= notice);
            if late {
                self.record.firsts.delay_notice.get_or_insert(self.now);
            }
        }
        let due = it.wake(profile, self.now, &mut expired);
        for mail in expired {
            self.count_held(host, -1);
            self.expire(mail);
        }
        self.schedule_wake(host, due);
        self.pump(host);
    }

    fn expire(&mut self, mail: Mail) {
        self.tally.expired += 1;
        self.record.firsts.expired.get_or_insert(self.now);
        self.note(Mark::Expired, mail);
        self.sight(mail, None, Outcome::Expired, self.now);
    }

    fn schedule_wake(&mut self, host: u32, due: Option<Time>) {
        if let Some(due) = due {
            let stamp = self.hosts[host as usize].sleep(due);
            self.calendar.push(due, Event::Wake { host, stamp });
        }
    }

    /// Counts mails that a host begins (or ceases) to hold.
    fn count_held(&mut self, host: u32, change: i64) {
        let it = &self.hosts[host as usize];
        let held = if it.kind == Kind::Gateway {
            &mut self.tally.held_gateways
        } else {
            &mut self.tally.held_senders[it.region]
        };
        *held = held.wrapping_add_signed(change);
        self.record.follow(self.now, self.tally.held());
    }

    /// Tells the run's hash what happened to whom.
    #[inline]
    fn note(&mut self, mark: Mark, mail: Mail) {
        let is_outcome = matches!(mark, Mark::Refused | Mark::Delivered | Mark::Dropped);
        if is_outcome && self.now > self.outcomes[0] {
            self.outcomes = [self.now, self.outcomes[0]];
        }
        let word = (self.now.us() << 3 | mark as u64) ^ (mail.id.entity() << 24);
        self.hash = (self.hash.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    /// Shows an outcome to whoever watches.
    #[inline]
    fn sight(&mut self, mail: Mail, at: Option<(u32, usize)>, outcome: Outcome, began: Time) {
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
            forest,
            from_gateway,
            outcome,
            began,
            at: self.now,
        });
    }
}
