//! What a failed try leads to: a wait, until a clock comes round; or the end.

use std::collections::VecDeque;

use crate::rng::{Purpose, draw};
use crate::sim::Sim;
use crate::sim::event::Event;
use crate::sim::mail::Mail;
use crate::sim::profile::Kind;
use crate::sim::profile::Waits;
use crate::sim::retry::{exponential_wait, own_wait};
use crate::sim::sender::{Failed, notice};
use crate::sim::trace::Outcome;
use crate::sim::trail::What;
use crate::time::Time;

use super::Phase;
use super::note::Mark;

impl Sim {
    /// A try failed at a host: a clock decides.
    pub(in crate::sim) fn fail_at_start(&mut self, host: u32, mail: Mail) {
        self.fail(host, mail, Phase::Banner);
    }

    pub(super) fn fail(&mut self, host: u32, mut mail: Mail, phase: Phase) {
        let it = &mut self.hosts[host as usize];
        let profile = &self.setup.profiles[it.kind as usize];
        if self.webmail && it.kind == Kind::Gateway {
            // Webmail may have started while it was in its session.
            self.detail.readable += u64::from(mail.mark_readable());
        }
        if profile.tries_max.is_some_and(|most| mail.tries_here >= most) {
            self.expire(host, mail);
            return;
        }
        let failed = match phase {
            Phase::Banner => it.fail(profile, &self.created, self.now, mail),
            Phase::Rcpt => it.fail_alone(profile, &self.created, self.now, mail),
        };
        match failed {
            Failed::Held(due) => {
                self.count_held(host);
                self.schedule_wake(host, due);
                let alone = phase == Phase::Rcpt;
                self.tell(mail.id, |sim| sim.waits(host, mail, None, alone));
            }
            Failed::Alone => self.wait_alone(host, mail),
            Failed::PastCutoff(due) => {
                self.count_held(host);
                self.schedule_wake(host, due);
                self.give_up_queue(host);
            }
        }
    }

    /// A host that has failed for too long bounces all it has.
    fn give_up_queue(&mut self, host: u32) {
        while let Some(mail) = self.hosts[host as usize].ready.pop_front() {
            self.count_let_go(host);
            self.expire(host, mail);
        }
    }

    /// A mail waits for a clock of its own.
    fn wait_alone(&mut self, host: u32, mail: Mail) {
        let kind = self.hosts[host as usize].kind;
        let profile = &self.setup.profiles[kind as usize];
        let waits = profile.own.as_ref();
        if let Some(&Waits::Exponential(mean)) = waits
            && profile.lifetime == Time::NEVER
            && !self.is_watched
        {
            // Nobody asks when it is due, so that may be drawn later, together with others.
            let draw = exponential_wait(self.setup.seed, mail);
            let item = Event::Alone { host, mail }.item();
            let is_full = self.undrawn.add(self.now, mean, draw, item);
            self.hosts[host as usize].alone += 1;
            self.count_held(host);
            if is_full {
                self.draw_waits();
            }
            return;
        }
        let age = || self.created.age(mail.id, self.now);
        let wait = waits.and_then(|waits| own_wait(waits, self.setup.seed, mail, age));
        let Some(wait) = wait else {
            // Refused is lost.
            self.expire(host, mail);
            return;
        };
        let mut due = self.now + wait;
        if kind == Kind::Textbook && profile.lifetime < Time::NEVER {
            // A textbook mail is given up exactly at its lifetime, while it waits.
            due = due.min(self.created.at(mail.id) + self.lifetime(kind, mail)).max(self.now);
        }
        self.hosts[host as usize].alone += 1;
        self.count_held(host);
        self.schedule(due, Event::Alone { host, mail });
        self.tell(mail.id, |sim| sim.waits(host, mail, Some(due), true));
    }

    pub(super) fn retry_alone(&mut self, host: u32, mut mail: Mail) {
        self.events += 1;
        self.hosts[host as usize].alone -= 1;
        self.count_let_go(host);
        let kind = self.hosts[host as usize].kind;
        let profile = &self.setup.profiles[kind as usize];
        if notice(&mut mail, profile, &self.created, self.now) {
            self.count_notices(kind, 1);
            self.tell(mail.id, |_| What::Noticed);
        }
        if self.created.is_as_old(mail.id, self.lifetime(kind, mail), self.now) {
            self.expire(host, mail);
        } else if self.has_new_way(host, mail) {
            self.log_handed_on(host);
            self.park(mail);
        } else {
            self.hand_in(host, mail);
        }
    }

    /// Age at which a mail is given up.
    fn lifetime(&self, kind: Kind, mail: Mail) -> Time {
        let lifetime = self.setup.profiles[kind as usize].lifetime;
        if kind == Kind::Textbook && self.setup.lifetime_is_random && lifetime < Time::NEVER {
            let part = draw(self.setup.seed, mail.id.entity(), Purpose::Lifetime, 0).exponential();
            return Time::from_secs_f64(lifetime.secs_f64() * part);
        }
        lifetime
    }

    /// A host's clock comes round.
    pub(super) fn wake(&mut self, host: u32) {
        self.events += 1;
        let mut woken = std::mem::take(&mut self.woken);
        let it = &mut self.hosts[host as usize];
        let kind = it.kind;
        let due = it.wake(&self.setup.profiles[kind as usize], &self.created, self.now, &mut woken);
        self.count_notices(kind, std::mem::take(&mut woken.notices));
        if !self.telling.mails().is_empty() {
            self.tell_woken(host, &woken);
        }
        for mail in woken.expired.drain(..) {
            self.count_let_go(host);
            self.expire(host, mail);
        }
        self.woken = woken;
        self.schedule_wake(host, due);
        self.take_new_way(host);
        self.pump(host);
    }

    /// Hands what waits at a sender to the gateways, where the sender now finds its tenant's MX.
    fn take_new_way(&mut self, host: u32) {
        if !self.mx.has_changed() || self.hosts[host as usize].ready.is_empty() {
            return;
        }
        let ready = std::mem::take(&mut self.hosts[host as usize].ready);
        let (moved, stays): (VecDeque<Mail>, VecDeque<Mail>) =
            ready.into_iter().partition(|&mail| self.has_new_way(host, mail));
        self.hosts[host as usize].ready = stays;
        for mail in moved {
            self.count_let_go(host);
            self.log_handed_on(host);
            self.park(mail);
        }
    }

    fn has_new_way(&self, host: u32, mail: Mail) -> bool {
        let kind = self.hosts[host as usize].kind;
        self.mx.has_changed()
            && kind != Kind::Gateway
            && !self.setup.gateways.pass_through
            && self.is_behind_gateway(host, mail)
    }

    /// The administrators of some hosts retry their queues.
    pub(in crate::sim) fn retry_now(&mut self, is_meant: impl Fn(Kind) -> bool) {
        let hosts = &self.hosts;
        let alone = self.calendar.take_if(|item| match Event::of(item) {
            Event::Alone { host, .. } => is_meant(hosts[host as usize].kind),
            _ => false,
        });
        for item in alone {
            if let Event::Alone { host, mail } = Event::of(item) {
                let it = &mut self.hosts[host as usize];
                it.alone -= 1;
                it.ready.push_back(mail);
            }
        }
        for host in 0..self.hosts.len() as u32 {
            if is_meant(self.hosts[host as usize].kind) {
                self.events += 1;
                self.hosts[host as usize].retry_now();
                self.take_new_way(host);
                self.pump(host);
            }
        }
    }

    pub(super) fn expire(&mut self, host: u32, mail: Mail) {
        let kind = self.hosts[host as usize].kind;
        if mail.id.is_outbound() {
            self.tally.outbound.expired += 1;
        } else {
            self.tally.expired += 1;
            let is_silent = self.setup.profiles[kind as usize].silent;
            self.detail.expired_silently += u64::from(is_silent);
            self.record.firsts.expired.get_or_insert(self.now);
        }
        self.note(Mark::Expired, mail);
        self.log_end(host, mail);
        self.sight(mail, None, Outcome::Expired, self.now);
    }

    fn count_notices(&mut self, kind: Kind, notices: u32) {
        if notices > 0 && kind != Kind::Outbound {
            self.detail.delay_notices += u64::from(notices);
            self.record.firsts.delay_notice.get_or_insert(self.now);
        }
    }

    pub(super) fn schedule_wake(&mut self, host: u32, due: Option<Time>) {
        if let Some(due) = due {
            let stamp = self.hosts[host as usize].sleep(due);
            self.schedule(due, Event::Wake { host, stamp });
        }
    }
}
