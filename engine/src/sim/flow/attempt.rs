//! An attempt: from a connection to the lookups, or to a refusal.

use crate::rng::{Purpose, draw};
use crate::sim::Sim;
use crate::sim::agenda::Source;
use crate::sim::event::Event;
use crate::sim::forest::Ticket;
use crate::sim::lookup;
use crate::sim::mail::Mail;
use crate::sim::profile::Kind;
use crate::sim::rates::GatewayFlow;
use crate::sim::reply::Reply;
use crate::sim::trace::Outcome;
use crate::time::Time;

use super::Phase;
use super::note::Mark;

/// Why a connection was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    /// The forest has as many sessions as it admits.
    Forest,
    /// The source has as many connections as it may have.
    Source,
    /// The door refuses a share of all attempts.
    Door,
}

impl Sim {
    /// One try: a connection to each of the MX addresses in turn, until one is not refused. It failed
    /// when all were, or when the mail was refused at RCPT.
    pub(super) fn attempt(&mut self, host: u32, mut mail: Mail) {
        debug_assert!(!self.hosts[host as usize].is_blocked(self.now), "before its clock allows");
        mail.count_try();
        let source = self.source_of(host, mail);
        let it = &self.hosts[host as usize];
        let (region, kind) = (it.region, it.kind);
        self.detail.first_attempts += u64::from(mail.tries == 1 && kind != Kind::Outbound);
        let (forest, refusal) = self.connect((region, kind), source, mail, 0);
        match refusal {
            None => self.open((host, source), forest, mail),
            Some(refusal) => self.go_on_refused((host, source), mail, forest, refusal),
        }
    }

    /// The first address refused: the others in turn.
    #[inline(never)]
    fn go_on_refused(
        &mut self,
        (host, source): (u32, u32),
        mail: Mail,
        mut forest: usize,
        mut refusal: Refusal,
    ) {
        let it = &self.hosts[host as usize];
        let (region, kind) = (it.region, it.kind);
        for address in 0.. {
            if let Some(phase) = self.refuse((host, source), mail, (forest, address), refusal) {
                self.fail(host, mail, phase);
                return;
            }
            let next = self.connect_next((region, kind), source, mail, address + 1);
            forest = next.0;
            let Some(why) = next.1 else {
                self.open_after((host, source), forest, mail);
                return;
            };
            refusal = why;
        }
    }

    /// A connection to an MX address: the forest it leads to, and why it is refused there if it is.
    #[allow(clippy::inline_always, reason = "every mail passes here")]
    #[inline(always)]
    fn connect(
        &mut self,
        (region, kind): (usize, Kind),
        source: u32,
        mail: Mail,
        address: u32,
    ) -> (usize, Option<Refusal>) {
        let forest = self.door.route(region, mail, address);
        self.count_attempt(kind, region, forest);
        (forest, self.refusal(source, forest, mail, address))
    }

    /// The same as [`Sim::connect`], after a refusal.
    #[inline(never)]
    fn connect_next(
        &mut self,
        by: (usize, Kind),
        source: u32,
        mail: Mail,
        address: u32,
    ) -> (usize, Option<Refusal>) {
        self.connect(by, source, mail, address)
    }

    /// The same as [`Sim::open`], after a refusal.
    #[inline(never)]
    fn open_after(&mut self, by: (u32, u32), forest: usize, mail: Mail) {
        self.open(by, forest, mail);
    }

    /// A forest has room for a connection of the host's, seen as one of the source's.
    #[allow(clippy::inline_always, reason = "every mail passes here")]
    #[inline(always)]
    fn open(&mut self, (host, source): (u32, u32), forest: usize, mail: Mail) {
        let room = &mut self.forests[forest];
        room.sessions += 1;
        if room.sessions == room.limit {
            self.record.firsts.limit.get_or_insert(self.now);
        }
        self.hosts[host as usize].open += 1;
        self.hosts[source as usize].as_source += 1;
        let ticket = self.sessions.open(host, source, forest, mail, self.now);
        self.begin_here(ticket, host, forest, mail);
    }

    /// A connection is refused. If that was the end of the try, whose failure it is.
    fn refuse(
        &mut self,
        (host, source): (u32, u32),
        mail: Mail,
        (forest, address): (usize, u32),
        refusal: Refusal,
    ) -> Option<Phase> {
        let it = &mut self.hosts[host as usize];
        let (region, kind) = (it.region, it.kind);
        let is_last = address + 1 >= self.setup.profiles[kind as usize].addresses;
        let at_rcpt = refusal != Refusal::Source && self.setup.refuses_at_rcpt;
        let reply = reply_to(kind, refusal, self.setup.source_reply);
        it.failed = Some((self.now, reply));
        self.events += 1;
        let is_first = mail.tries == 1 && kind != Kind::Outbound && address == 0;
        self.detail.first_refused += u64::from(is_first);
        self.count_refusal(kind, region, forest, refusal);
        self.note(Mark::Refused, mail);
        self.log_refusal((host, source), mail, (forest, address), (reply, at_rcpt));
        if at_rcpt || is_last {
            self.sight(mail, Some((host, forest)), Outcome::Refused, self.now);
        }
        if at_rcpt { Some(Phase::Rcpt) } else { is_last.then_some(Phase::Banner) }
    }

    #[inline]
    pub(in crate::sim) fn count_attempt(&mut self, kind: Kind, region: usize, forest: usize) {
        if kind == Kind::Outbound {
            self.tally.outbound.attempts += 1;
        } else {
            self.tally.attempts += 1;
            self.tally.attempts_in[region] += 1;
            self.rates.count_lane(region, forest);
        }
    }

    fn count_refusal(&mut self, kind: Kind, region: usize, forest: usize, refusal: Refusal) {
        if refusal == Refusal::Forest {
            self.forests[forest].refused_at = Some(self.now);
            self.forests[forest].refused += 1;
        }
        if kind == Kind::Outbound {
            self.tally.outbound.failed += 1;
            return;
        }
        self.tally.refused += 1;
        self.tally.returned_in[region] += 1;
        self.detail.refused_by_source += u64::from(refusal == Refusal::Source);
        self.record.firsts.refused.get_or_insert(self.now);
        if kind == Kind::Gateway {
            self.rates.count_gateway(region, GatewayFlow::Returned);
            if let Some(after) = self.setup.gateways.webmail_after {
                self.webmail_due.get_or_insert(self.now + after);
                self.plan_change();
            }
        }
    }

    /// The host whose address EOP sees: the sender's, or that of the gateway it passes through.
    #[inline]
    pub(super) fn source_of(&self, host: u32, mail: Mail) -> u32 {
        let passes = self.setup.gateways.pass_through && self.is_behind_gateway(host, mail);
        if passes { self.gateway_of(mail) } else { host }
    }

    #[allow(clippy::inline_always, reason = "every mail passes here")]
    #[inline(always)]
    fn refusal(&self, source: u32, forest: usize, mail: Mail, address: u32) -> Option<Refusal> {
        let levers = &self.levers;
        if levers.refuse > 0.0 {
            let index = u32::from(mail.tries) << 3 | address;
            let point = draw(self.setup.seed, mail.id.entity(), Purpose::Refuse, index).unit();
            if point <= levers.refuse {
                return Some(Refusal::Door);
            }
        }
        if levers.source_limit > 0 {
            let it = &self.hosts[source as usize];
            let is_free = match it.kind {
                Kind::Gateway => levers.connector,
                kind => kind == Kind::Outbound,
            };
            if !is_free && it.as_source >= levers.source_limit {
                return Some(Refusal::Source);
            }
        }
        let room = &self.forests[forest];
        (room.sessions >= room.limit).then_some(Refusal::Forest)
    }

    /// The mail of a session begins that was open before.
    pub(in crate::sim) fn begin(&mut self, ticket: Ticket, host: u32, forest: usize, mail: Mail) {
        self.begin_here(ticket, host, forest, mail);
    }

    /// A session's mail begins: some time on the network, then the lookups, unless it is cut.
    #[allow(clippy::inline_always, reason = "every mail passes here")]
    #[inline(always)]
    fn begin_here(&mut self, ticket: Ticket, host: u32, forest: usize, mail: Mail) {
        let (index, stamp) = ticket;
        self.count_begun(mail);
        self.pace(host);
        let setup = &self.setup;
        let timeout = setup.timeout;
        let mut network = setup.network_fixed;
        if setup.network_mean > 0.0 {
            let (entity, tries) = (mail.id.entity(), u32::from(mail.tries));
            let exponential = draw(setup.seed, entity, Purpose::Network, tries).exponential();
            network += setup.network_mean * exponential;
        }
        let is_cut_before = timeout > Time::ZERO
            && !setup.timeout_is_random
            && Time::from_secs_f64(network) > timeout;
        if timeout > Time::ZERO {
            self.limit_time(index, mail, stamp);
        }
        if network > 0.0 {
            // It would wait in the list for long after its session is gone.
            if !is_cut_before {
                let at = self.now + Time::from_secs_f64(network);
                self.schedule(at, Event::Reached { session: index, stamp });
            }
        } else {
            self.begin_lookups(ticket, forest, mail);
        }
    }

    /// Sets when the session is cut. With one timeout for all they are cut in the order in which
    /// they began, and one time serves them all.
    fn limit_time(&mut self, index: u32, mail: Mail, stamp: u32) {
        let setup = &self.setup;
        if setup.timeout_is_random {
            let (entity, tries) = (mail.id.entity(), u32::from(mail.tries));
            let part = draw(setup.seed, entity, Purpose::Timeout, tries).exponential();
            let at = self.now + Time::from_secs_f64(setup.timeout.secs_f64() * part);
            self.schedule(at, Event::Cut { session: index, stamp });
        } else if self.agenda.at(Source::Timeout) == Time::NEVER {
            self.agenda.set(Source::Timeout, self.now + setup.timeout);
        }
    }

    #[allow(clippy::inline_always, reason = "every mail passes here")]
    #[inline(always)]
    pub(super) fn begin_lookups(&mut self, ticket: Ticket, forest: usize, mail: Mail) {
        self.events += 1;
        self.sessions.look_up(ticket.0);
        let (law, seed) = (&self.setup.work, self.setup.seed);
        let drawn = self.works.get(mail.id.region()).filter(|_| mail.tries == 1);
        let drawn = drawn.filter(|_| !mail.id.is_outbound());
        let drawn = drawn.and_then(|works| works.get(mail.id.number() as u32));
        let work = drawn.unwrap_or_else(|| lookup::work(law, seed, mail));
        let due = self.forests[forest].join(self.now, ticket, work);
        self.agenda.set(Source::Forest(forest), due);
        self.watch_lookups(ticket.0);
    }

    /// Sets a forest's next completion.
    pub(in crate::sim) fn schedule_done(&mut self, forest: usize) {
        let due = self.forests[forest].first_due();
        self.agenda.set(Source::Forest(forest), due);
    }
}

/// What is said with a refusal.
fn reply_to(kind: Kind, refusal: Refusal, above_source_limit: Reply) -> Reply {
    match refusal {
        _ if kind == Kind::Outbound => Reply::LostOutbound,
        Refusal::Forest => Reply::ForestLimit,
        Refusal::Source => above_source_limit,
        Refusal::Door => Reply::DoorShut,
    }
}
