//! What happens between things. Here: every event's way in, a mail's creation, and what a host
//! sends when. An attempt, its outcome and the wait that may follow stand in files of their own.

mod attempt;
mod note;
mod outcome;
mod tell;
mod wait;

use crate::rng::{Purpose, draw};
use crate::sim::mail::{Mail, MailId};
use crate::sim::profile::{Clock, Kind};
use crate::sim::rates::GatewayFlow;
use crate::sim::session::Session;
use crate::sim::trace::Outcome;
use crate::sim::trail::What;
use crate::time::Time;

use super::Sim;
use super::agenda::Source;
use super::event::Event;
use super::lookup;
use note::Mark;

/// Where an attempt was refused: it decides whose failure the sender takes it for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// At the banner, or the connection was lost: the host's.
    Banner,
    /// At RCPT: this mail's alone.
    Rcpt,
}

impl Sim {
    #[inline]
    pub(super) fn handle(&mut self, event: Event) {
        match event {
            Event::Wake { host, stamp } => {
                if self.hosts[host as usize].stamp == stamp {
                    self.wake(host);
                }
            }
            Event::Pace { host } => {
                self.hosts[host as usize].is_paced = false;
                self.pump(host);
            }
            Event::Reached { session, stamp } => {
                if self.sessions.is_live(session, stamp) {
                    let Session { forest, mail, .. } = self.sessions.get(session);
                    self.begin_lookups((session, stamp), forest as usize, mail);
                }
            }
            Event::Cut { session, stamp } => {
                if self.sessions.is_live(session, stamp) {
                    self.cut(session);
                }
            }
            Event::Alone { host, mail } => self.retry_alone(host, mail),
        }
    }

    /// A mail is created and its sender takes charge of it, or the tenant's gateway does.
    #[inline]
    pub(super) fn create(&mut self, stream: usize) {
        self.events += 1;
        let regions = self.regions();
        let arrivals = &mut self.arrivals[stream];
        let number = arrivals.take(self.setup.seed, self.now);
        let due = arrivals.next_at(&self.setup.rates[stream]);
        self.agenda.set(Source::Stream(stream), due);
        if stream >= regions {
            self.create_outbound(stream - regions, number);
            return;
        }
        if let Some(ahead) = self.works.get_mut(stream) {
            let (law, seed) = (&self.setup.work, self.setup.seed);
            let tried = |number| Mail { tries: 1, ..Mail::new(MailId::new(stream, number)) };
            ahead.draw(number, |numbers| lookup::works(law, seed, numbers.map(tried)));
        }
        let mail = self.new_mail(MailId::new(stream, number));
        let host = self.sender_of(mail);
        if !self.setup.gateways.pass_through && self.is_behind_gateway(host, mail) {
            self.park(mail);
        } else {
            self.submit(host, mail);
        }
    }

    /// A mail of an outside sender comes to be.
    pub(super) fn new_mail(&mut self, id: MailId) -> Mail {
        let mut mail = Mail::new(id);
        self.created.add(id, self.now);
        let share = self.setup.urgent_share;
        if share > 0.0 && self.draw(mail, Purpose::Urgent) <= share {
            mail.mark_urgent();
            self.urgent.offer(self.now, mail);
        }
        self.tally.offered += 1;
        self.note(Mark::Created, mail);
        mail
    }

    fn create_outbound(&mut self, region: usize, number: u32) {
        let mail = Mail::new(MailId::outbound(region, number));
        self.created.add(mail.id, self.now);
        self.tally.outbound.offered += 1;
        self.note(Mark::Created, mail);
        self.submit(self.outbound_of(mail.id), mail);
    }

    /// The outside host that sends a mail.
    pub fn sender_of(&self, mail: Mail) -> u32 {
        let hosts = self.setup.hosts_per_region;
        let pick = draw(self.setup.seed, mail.id.entity(), Purpose::Host, 0).below(hosts);
        (mail.id.region() * hosts + pick) as u32
    }

    pub(super) fn gateway_of(&self, mail: Mail) -> u32 {
        let hosts = self.setup.gateways_per_region;
        let pick = draw(self.setup.seed, mail.id.entity(), Purpose::Host, 1).below(hosts);
        (self.setup.first_gateway + mail.id.region() * hosts + pick) as u32
    }

    /// A mail's own uniform draw, the same on every try.
    #[inline]
    fn draw(&self, mail: Mail, purpose: Purpose) -> f64 {
        draw(self.setup.seed, mail.id.entity(), purpose, 0).unit()
    }

    /// Whether a sending host finds the mail's tenant behind a gateway.
    #[inline]
    fn is_behind_gateway(&self, host: u32, mail: Mail) -> bool {
        let share = self.mx.share(host, self.now);
        share > 0.0 && !mail.id.is_outbound() && self.draw(mail, Purpose::Tenant) <= share
    }

    fn has_unknown_recipient(&self, mail: Mail) -> bool {
        let share = self.setup.unknown_recipients;
        share > 0.0 && self.draw(mail, Purpose::Recipient) <= share
    }

    /// A gateway that owns its queue accepts the mail, unless its copy of the directory does not
    /// know the recipient.
    fn park(&mut self, mut mail: Mail) {
        let stale = self.setup.gateways.stale;
        let wrongly = stale > 0.0 && self.draw(mail, Purpose::NewRecipient) <= stale;
        if self.has_unknown_recipient(mail) || wrongly {
            self.tally.rejected += 1;
            self.detail.rejected_wrongly += u64::from(wrongly && !self.has_unknown_recipient(mail));
            self.note(Mark::Rejected, mail);
            if let Some(log) = self.log.kept() {
                log.bounce(mail.id);
            }
            self.tell(mail.id, |_| What::TurnedAway { wrongly });
            self.sight(mail, None, Outcome::Rejected, self.now);
            return;
        }
        self.tally.parked += 1;
        self.rates.count_gateway(mail.id.region(), GatewayFlow::Parked);
        self.note(Mark::Parked, mail);
        self.sight(mail, None, Outcome::Parked, self.now);
        mail.tries_here = 0;
        if self.webmail {
            self.detail.readable += u64::from(mail.mark_readable());
        }
        if mail.is_urgent() {
            self.urgent.park(self.now, self.created.at(mail.id), mail);
        }
        let gateway = self.gateway_of(mail);
        self.tell(mail.id, |_| What::Parked { host: gateway });
        self.submit(gateway, mail);
    }

    /// A new mail at a host: tried at once unless the host's clock forbids it.
    #[inline]
    fn submit(&mut self, host: u32, mail: Mail) {
        if self.is_watched
            && let Some(log) = self.log.kept()
        {
            log.flows_mut().count_in(host);
        }
        if !self.hosts[host as usize].is_blocked(self.now) {
            self.hand_in(host, mail);
            return;
        }
        let it = &mut self.hosts[host as usize];
        let profile = &self.setup.profiles[it.kind as usize];
        if it.is_past_cutoff(profile, self.now) {
            self.expire(host, mail);
        } else if matches!(profile.clock, Clock::MailAge { .. }) {
            let due = it.defer_untried(profile, &self.created, self.now, mail);
            self.count_held(host);
            self.schedule_wake(host, due);
            self.tell(mail.id, |sim| What::Untried {
                due: sim.due_at(host, mail.id).unwrap_or(Time::NEVER),
            });
        } else {
            self.hand_in(host, mail);
        }
    }

    /// A mail that may be tried: at once if nothing is before it, else it joins the queue.
    #[allow(clippy::inline_always, reason = "every mail passes here")]
    #[inline(always)]
    fn hand_in(&mut self, host: u32, mail: Mail) {
        let it = &self.hosts[host as usize];
        let profile = &self.setup.profiles[it.kind as usize];
        let is_first = it.ready.is_empty();
        if is_first
            && !it.is_blocked(self.now)
            && it.may_open_for(profile, 1)
            && !self.is_paced(host)
        {
            self.attempt(host, mail);
            return;
        }
        self.hosts[host as usize].ready.push_back(mail);
        self.count_held(host);
        if !is_first {
            self.pump(host);
        }
    }

    /// Opens as many connections as the host may and has mail for.
    #[inline]
    pub(super) fn pump(&mut self, host: u32) {
        if !self.hosts[host as usize].ready.is_empty() {
            self.pump_ready(host);
        }
    }

    fn pump_ready(&mut self, host: u32) {
        loop {
            let it = &mut self.hosts[host as usize];
            let profile = &self.setup.profiles[it.kind as usize];
            if it.is_blocked(self.now) || !it.may_open(profile) || self.is_paced(host) {
                return;
            }
            let Some(mail) = self.hosts[host as usize].ready.pop_front() else { return };
            self.count_let_go(host);
            self.attempt(host, mail);
        }
    }

    /// Whether a gateway's drain rate makes it wait now; if so it is woken when its time has come.
    #[inline]
    fn is_paced(&mut self, host: u32) -> bool {
        self.hosts[host as usize].paced_until > self.now && self.wait_for_pace(host)
    }

    #[cold]
    fn wait_for_pace(&mut self, host: u32) -> bool {
        let it = &mut self.hosts[host as usize];
        if !it.is_paced {
            it.is_paced = true;
            let at = it.paced_until;
            self.schedule(at, Event::Pace { host });
        }
        true
    }

    /// A gateway hands a mail on: the next one may follow a while later.
    #[inline]
    fn pace(&mut self, host: u32) {
        let pace = self.setup.gateways.pace;
        if pace == Time::ZERO {
            return;
        }
        let it = &mut self.hosts[host as usize];
        if it.kind == Kind::Gateway {
            it.paced_until = self.now + pace;
        }
    }
}
