//! How a session's mail ends: accepted, refused for good, or cut.

use crate::record::Delay;
use crate::sim::Sim;
use crate::sim::forest::Ticket;
use crate::sim::profile::Kind;
use crate::sim::rates::GatewayFlow;
use crate::sim::reply::Reply;
use crate::sim::session::{Session, Stage};
use crate::sim::trace::Outcome;
use crate::time::Time;

use super::Phase;
use super::note::Mark;
use crate::sim::agenda::Source;

impl Sim {
    #[inline]
    pub(in crate::sim) fn complete(&mut self, forest: usize) {
        loop {
            let sessions = &self.sessions;
            let live = |(index, stamp): Ticket| sessions.is_live(index, stamp);
            let room = &mut self.forests[forest];
            match room.next_done(self.now, live) {
                Ok((index, _)) => {
                    room.completed += 1;
                    self.answer(index);
                }
                Err(due) => {
                    self.agenda.set(Source::Forest(forest), due);
                    return;
                }
            }
        }
    }

    /// The lookups are done: 250, and the mail is the service's now; or 550 5.4.1, because the
    /// recipient does not exist. The connection goes on with the next mail, if any.
    fn answer(&mut self, index: u32) {
        self.events += 1;
        let session = self.sessions.get(index);
        let it = &mut self.hosts[session.host as usize];
        it.succeed(&self.setup.profiles[it.kind as usize]);
        self.count_over(session.mail);
        if session.mail.id.is_outbound() {
            self.tally.outbound.sent += 1;
            self.note(Mark::Delivered, session.mail);
            self.log_answer(&session, Reply::Accepted);
            let place = Some((session.host, session.forest as usize));
            self.sight(session.mail, place, Outcome::Delivered, session.began);
        } else if self.has_unknown_recipient(session.mail) {
            self.reject(&session);
        } else {
            self.deliver(&session);
        }
        if self.hosts[session.host as usize].ready.is_empty() {
            self.close(index, &session);
            return;
        }
        self.go_on(index);
        self.pump(session.host);
    }

    fn deliver(&mut self, session: &Session) {
        let it = &self.hosts[session.host as usize];
        let (region, from_gateway) = (it.region, it.kind == Kind::Gateway);
        self.tally.delivered += 1;
        self.tally.delivered_in[region] += 1;
        if from_gateway {
            self.tally.drained += 1;
            self.rates.count_gateway(region, GatewayFlow::Accepted);
        }
        let created = self.created.at(session.mail.id);
        let delay = Delay::from(self.now.saturating_sub(created));
        self.record.delays.add(delay);
        self.rates.count_delivery(region, session.forest as usize, delay);
        if session.mail.is_urgent() {
            self.urgent.deliver(self.now, created, session.mail);
        }
        self.note(Mark::Delivered, session.mail);
        self.log_answer(session, Reply::Accepted);
        let place = Some((session.host, session.forest as usize));
        self.sight(session.mail, place, Outcome::Delivered, session.began);
    }

    fn reject(&mut self, session: &Session) {
        self.tally.rejected += 1;
        self.tally.replies_550 += 1;
        self.note(Mark::Rejected, session.mail);
        self.log_answer(session, Reply::UnknownRecipient);
        let place = Some((session.host, session.forest as usize));
        self.sight(session.mail, place, Outcome::Rejected, session.began);
    }

    /// The connection carries the host's next mail, or is closed.
    fn go_on(&mut self, index: u32) {
        let session = self.sessions.get(index);
        let it = &self.hosts[session.host as usize];
        let (region, kind) = (it.region, it.kind);
        let profile = &self.setup.profiles[kind as usize];
        let fits = u32::from(session.carried) < profile.mails_per_connection
            && session.opened + profile.connection_age_max > self.now
            && it.paced_until <= self.now;
        let next = it.ready.front().copied().filter(|&next| {
            // Whatever the tenant: a connection through a gateway carries on as one past it would.
            fits && self.door.may_follow(region, next, session.forest as usize)
        });
        let Some(mut next) = next else {
            self.close(index, &session);
            return;
        };
        self.hosts[session.host as usize].ready.pop_front();
        self.count_let_go(session.host);
        next.count_try();
        self.detail.first_attempts += u64::from(next.tries == 1 && kind != Kind::Outbound);
        self.count_attempt(kind, region, session.forest as usize);
        let stamp = self.sessions.next_mail(index, next, self.now);
        self.begin((index, stamp), session.host, session.forest as usize, next);
    }

    /// Cuts the sessions whose mail has been under way for longer than the timeout.
    pub(in crate::sim) fn cut_overdue(&mut self) {
        loop {
            let oldest = self.sessions.oldest();
            let due = oldest.map(|(index, session)| (index, session.began + self.setup.timeout));
            match due {
                Some((index, at)) if at <= self.now => self.cut(index),
                later => {
                    // The oldest may end well before: then nobody is cut at that time.
                    let at = later.map_or(Time::NEVER, |(_, at)| at);
                    self.agenda.set(Source::Timeout, at);
                    return;
                }
            }
        }
    }

    pub(super) fn cut(&mut self, index: u32) {
        self.events += 1;
        let session = self.sessions.get(index);
        let forest = session.forest as usize;
        let host = session.host;
        let region = self.hosts[host as usize].region;
        let is_outbound = session.mail.id.is_outbound();
        let reply = if is_outbound { Reply::LostOutbound } else { Reply::Lost };
        self.log_answer(&session, reply);
        self.hosts[host as usize].failed = Some((self.now, reply));
        self.close(index, &session);
        self.forests[forest].cut += 1;
        if session.stage == Stage::Lookup {
            let sessions = &self.sessions;
            let live = |(index, stamp): Ticket| sessions.is_live(index, stamp);
            self.forests[forest].abandon(self.now, live);
            self.schedule_done(forest);
        }
        self.count_over(session.mail);
        if is_outbound {
            self.tally.outbound.failed += 1;
        } else {
            self.tally.dropped += 1;
            self.tally.returned_in[region] += 1;
            if self.hosts[host as usize].kind == Kind::Gateway {
                self.rates.count_gateway(region, GatewayFlow::Returned);
            }
            self.record.firsts.dropped.get_or_insert(self.now);
        }
        self.note(Mark::Dropped, session.mail);
        self.sight(session.mail, Some((host, forest)), Outcome::Dropped, session.began);
        self.fail(host, session.mail, Phase::Banner);
        // The slot of the connection is free again, and the host may use it for another mail.
        self.pump(host);
    }

    /// A session ends.
    #[inline]
    fn close(&mut self, index: u32, &Session { forest, host, source, .. }: &Session) {
        self.forests[forest as usize].sessions -= 1;
        self.hosts[host as usize].open -= 1;
        self.hosts[source as usize].as_source -= 1;
        self.sessions.close(index);
    }
}
