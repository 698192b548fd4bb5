//! A sending host: its queue towards the service, its connections, the state of its retry clock.
//!
//! Holds no logic of the service: it says what may be tried now and when to wake up.

use std::collections::VecDeque;

use crate::sim::created::Created;
use crate::sim::mail::{Mail, MailId, SCANS};
use crate::sim::profile::{Clock, Connections, Kind, Profile};
use crate::sim::reply::Reply;
use crate::sim::retry::{Streak, age_wait, scan_at_or_after};
use crate::time::Time;

/// A host's state.
#[derive(Clone, Debug)]
pub struct Host {
    /// What it runs.
    pub kind: Kind,
    /// Its region.
    pub region: usize,
    /// Mail that may be tried as soon as the clock and the connections allow.
    pub ready: VecDeque<Mail>,
    /// Mail that waits for a scan of the deferred queue (Postfix).
    pub deferred: Deferred,
    /// Mail that waits for a clock of its own.
    pub alone: u32,
    /// Connections open for its mail.
    pub open: u32,
    /// Connections that EOP sees coming from its address: of its own mail, and of mail that passes
    /// through it.
    pub as_source: u32,
    /// When the host wakes up next; never if it has nothing to wait for.
    pub due: Time,
    /// Stamp of the wake-up that counts.
    pub stamp: u32,
    /// When a try failed last, and with what.
    pub failed: Option<(Time, Reply)>,
    /// Failures in a row (Exim, Exchange, gateways).
    pub streak: Streak,
    /// No mail is handed on before this (a gateway with a drain rate).
    pub paced_until: Time,
    /// Whether an event will wake it then.
    pub is_paced: bool,
    /// Refused, and waiting for the clock: nothing may be tried.
    waiting: bool,
    /// A failed destination is being probed: one connection.
    probing: bool,
    /// Connections the window allows (Postfix).
    window: u32,
    /// Failed cohorts: one over the window, for each failure in a row (Postfix).
    cohorts: f64,
    /// The destination is dead until then (Postfix).
    dead_until: Time,
}

/// Postfix's deferred queue. Every mail in it says which scan takes it.
#[derive(Clone, Debug, Default)]
pub struct Deferred {
    mails: Vec<Mail>,
    /// Which scans have anything to take, by their number modulo [`SCANS`].
    scans: u32,
    /// No scan before this one has.
    first: u64,
    phase: Time,
}

/// What a wake-up brought about; kept from one to the next, so that none allocates.
#[derive(Clone, Debug, Default)]
pub struct Woken {
    /// Mails given up.
    pub expired: Vec<Mail>,
    /// Authors told that their mail is late.
    pub notices: u32,
    /// Mails that the scan takes.
    due: Vec<Mail>,
}

/// What became of a mail whose try failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// The host holds it; it must wake up then, if that is sooner than it already will.
    Held(Option<Time>),
    /// The mail waits for a clock of its own.
    Alone,
    /// The host has failed for so long that all its mail is given up, this one included; it must
    /// wake up then.
    PastCutoff(Option<Time>),
}

impl Host {
    /// An idle host; `phase` says where in its period the queue scan lies.
    pub fn new(kind: Kind, region: usize, profile: &Profile, phase: Time) -> Self {
        let window = match profile.connections {
            Connections::Window { initial, .. } => initial,
            _ => 0,
        };
        Host {
            kind,
            region,
            ready: VecDeque::new(),
            deferred: Deferred { phase, ..Deferred::default() },
            alone: 0,
            open: 0,
            as_source: 0,
            due: Time::NEVER,
            stamp: 0,
            failed: None,
            streak: Streak::default(),
            paced_until: Time::ZERO,
            is_paced: false,
            waiting: false,
            probing: false,
            window,
            cohorts: 0.0,
            dead_until: Time::ZERO,
        }
    }

    /// Mails it holds.
    pub fn held(&self) -> u32 {
        (self.ready.len() + self.deferred.mails.len()) as u32 + self.alone
    }

    /// Whether its clock forbids any try at `now`.
    pub fn is_blocked(&self, now: Time) -> bool {
        self.waiting || now < self.dead_until
    }

    /// Until when its destination is taken for dead, if it was (Postfix).
    pub fn dead_until(&self) -> Option<Time> {
        (self.dead_until > Time::ZERO).then_some(self.dead_until)
    }

    /// Whether it may open one more connection for the mail at the head of its queue.
    pub fn may_open(&self, profile: &Profile) -> bool {
        self.may_open_for(profile, self.ready.len() as u32)
    }

    /// The same if so many mails could be sent.
    #[inline]
    pub fn may_open_for(&self, profile: &Profile, mails_ready: u32) -> bool {
        let most = match profile.connections {
            Connections::Window { .. } => self.window,
            Connections::Probe { .. } if self.probing => 1,
            Connections::Probe { max } => max,
            Connections::PerQueued { mails, max } => mails_ready.div_ceil(mails).min(max),
            Connections::PerMail => u32::MAX,
        };
        mails_ready > 0 && self.open < most
    }

    /// Whether it has failed for so long that new mail is given up without a try.
    pub fn is_past_cutoff(&self, profile: &Profile, now: Time) -> bool {
        match profile.clock {
            Clock::HostAge { cutoff, .. } => {
                self.waiting && now.saturating_sub(self.streak.since) >= cutoff
            }
            _ => false,
        }
    }

    /// When the last of its mail that waits for a clock of the host is tried again.
    pub fn last_retry(&self, profile: &Profile) -> Option<Time> {
        let scanned = match profile.clock {
            Clock::MailAge { scan, .. } | Clock::QueueRun { every: scan } => {
                self.deferred.last_scan(scan)
            }
            _ => None,
        };
        let by_clock = (self.due < Time::NEVER && self.held() > self.alone).then_some(self.due);
        scanned.max(by_clock)
    }

    /// A session refused at the banner, or cut, at `now`. The mail goes back where its mail server
    /// puts it, and the clock is set.
    pub fn fail(&mut self, profile: &Profile, created: &Created, now: Time, mail: Mail) -> Failed {
        match &profile.clock {
            Clock::MailAge { min, scan, .. } => {
                self.shrink_window(profile, now, *min);
                self.defer(profile, created, now, mail);
                if self.is_blocked(now) {
                    // The destination is dead: what was about to go is deferred untried.
                    self.defer_ready(profile, created, now);
                }
                Failed::Held(self.next_scan(*scan))
            }
            Clock::QueueRun { every } => {
                self.defer(profile, created, now, mail);
                self.defer_ready(profile, created, now);
                Failed::Held(self.next_scan(*every))
            }
            Clock::HostAge { rules, cutoff } => {
                self.ready.push_front(mail);
                let due = self.wait(now, |streak, now| streak.host_gap(rules, now));
                if now.saturating_sub(self.streak.since) >= *cutoff {
                    return Failed::PastCutoff(due);
                }
                Failed::Held(due)
            }
            Clock::QueueSteps { steps, then } => {
                self.ready.push_front(mail);
                Failed::Held(self.wait(now, |streak, _| streak.queue_gap(steps, *then)))
            }
            Clock::Mail => Failed::Alone,
        }
    }

    /// A mail refused at RCPT at `now`: this mail's affair alone.
    pub fn fail_alone(
        &mut self,
        profile: &Profile,
        created: &Created,
        now: Time,
        mail: Mail,
    ) -> Failed {
        match profile.clock {
            Clock::MailAge { scan, .. } | Clock::QueueRun { every: scan } => {
                self.defer(profile, created, now, mail);
                Failed::Held(self.next_scan(scan))
            }
            _ => Failed::Alone,
        }
    }

    /// A mail was accepted: the clock starts over.
    pub fn succeed(&mut self, profile: &Profile) {
        if let Connections::Window { max, .. } = profile.connections {
            self.window = (self.window + 1).min(max);
            self.cohorts = 0.0;
            self.dead_until = Time::ZERO;
            return;
        }
        if self.waiting {
            self.waiting = false;
            self.sleep(Time::NEVER);
        }
        self.probing = false;
        self.streak = Streak::default();
    }

    /// The wake-up came: mail that is due becomes ready (Postfix: unless the destination is dead,
    /// then it is deferred again untried). Returns the next wake-up.
    pub fn wake(
        &mut self,
        profile: &Profile,
        created: &Created,
        now: Time,
        woken: &mut Woken,
    ) -> Option<Time> {
        self.due = Time::NEVER;
        let (Clock::MailAge { scan, .. } | Clock::QueueRun { every: scan }) = profile.clock else {
            self.waiting = false;
            self.probing = true;
            woken.notices += self.notice_ready(profile, created, now);
            let is_old = |mail: &Mail| created.is_as_old(mail.id, profile.lifetime, now);
            while self.ready.front().is_some_and(is_old) {
                woken.expired.extend(self.ready.pop_front());
            }
            return None;
        };
        self.deferred.take_due(now, scan, &mut woken.due);
        for mut mail in woken.due.drain(..) {
            woken.notices += u32::from(notice(&mut mail, profile, created, now));
            if created.is_as_old(mail.id, profile.lifetime, now) {
                woken.expired.push(mail);
            } else if now < self.dead_until {
                self.defer(profile, created, now, mail);
            } else {
                self.ready.push_back(mail);
            }
        }
        self.next_scan(scan)
    }

    /// An administrator retries the queue: clocks are cleared, all that waits here is ready.
    pub fn retry_now(&mut self) {
        self.waiting = false;
        self.dead_until = Time::ZERO;
        self.sleep(Time::NEVER);
        self.deferred.take_all(&mut self.ready);
    }

    /// A new mail for a destination that is dead: deferred without a try.
    pub fn defer_untried(
        &mut self,
        profile: &Profile,
        created: &Created,
        now: Time,
        mail: Mail,
    ) -> Option<Time> {
        let Clock::MailAge { scan, .. } = profile.clock else {
            unreachable!("only a mail-age clock defers")
        };
        self.defer(profile, created, now, mail);
        self.next_scan(scan)
    }

    /// Sets the wake-up; the one set before no longer counts. Returns its stamp.
    pub fn sleep(&mut self, until: Time) -> u32 {
        self.due = until;
        self.stamp = self.stamp.wrapping_add(1);
        self.stamp
    }

    fn shrink_window(&mut self, profile: &Profile, now: Time, dead_for: Time) {
        let Connections::Window { initial, .. } = profile.connections else { return };
        if now < self.dead_until {
            return;
        }
        self.cohorts += 1.0 / f64::from(self.window);
        self.window = (self.window - 1).max(1);
        if self.cohorts >= 1.0 {
            self.dead_until = now + dead_for;
            self.cohorts = 0.0;
            self.window = initial;
        }
    }

    fn wait(&mut self, now: Time, gap_after: impl Fn(&Streak, Time) -> Time) -> Option<Time> {
        if self.waiting {
            // A connection that was opened before the clock was set: it does not advance it.
            return None;
        }
        self.waiting = true;
        Some(now + self.streak.fail(now, gap_after))
    }

    fn defer(&mut self, profile: &Profile, created: &Created, now: Time, mail: Mail) {
        match profile.clock {
            Clock::MailAge { min, max, scan } => {
                let is_old = created.is_as_old(mail.id, max, now);
                let age = if is_old { max } else { created.age(mail.id, now) };
                let wait = age_wait(age, min, max);
                self.deferred.put(now + wait, scan, mail);
            }
            // The next run: one that begins this very microsecond has begun.
            Clock::QueueRun { every } => self.deferred.put(now + Time::from_us(1), every, mail),
            _ => unreachable!("this clock keeps mail in the queue"),
        }
    }

    fn defer_ready(&mut self, profile: &Profile, created: &Created, now: Time) {
        while let Some(mail) = self.ready.pop_front() {
            self.defer(profile, created, now, mail);
        }
    }

    fn next_scan(&self, scan: Time) -> Option<Time> {
        self.deferred.next_scan(scan).filter(|&at| at < self.due)
    }

    /// Tells the authors of mail that is late by now. The queue is nearly in order of age, so it
    /// ends at the first that is not.
    fn notice_ready(&mut self, profile: &Profile, created: &Created, now: Time) -> u32 {
        let Some(after) = profile.delay_notice else { return 0 };
        let late = self.ready.iter_mut().take_while(|mail| created.is_as_old(mail.id, after, now));
        late.map(|mail| u32::from(mail.mark_noticed())).sum()
    }
}

/// Whether the author of a mail is told now that it is late.
pub fn notice(mail: &mut Mail, profile: &Profile, created: &Created, now: Time) -> bool {
    let is_late = |after| !mail.is_noticed() && created.is_as_old(mail.id, after, now);
    profile.delay_notice.is_some_and(is_late) && mail.mark_noticed()
}

impl Deferred {
    /// Every mail in it.
    pub fn iter(&self) -> impl Iterator<Item = &Mail> {
        self.mails.iter()
    }

    /// When the scan comes that takes this mail; `None` if it is not in here.
    pub fn due(&self, mail: MailId, scan: Time) -> Option<Time> {
        // The one put in last is the one most often asked for.
        let found = self.mails.iter().rev().find(|waiting| waiting.id == mail)?;
        let after = (found.scan() + SCANS - self.first % SCANS) % SCANS;
        Some(self.phase + Time::from_us((self.first + after) * scan.us()))
    }

    fn put(&mut self, eligible: Time, scan: Time, mail: Mail) {
        let number = scan_at_or_after(eligible, self.phase, scan);
        if self.scans == 0 || number < self.first {
            self.first = number;
        }
        debug_assert!(number - self.first < SCANS, "waits for longer than scans can be told apart");
        self.scans |= 1 << (number % SCANS);
        self.mails.push(mail.at_scan(number));
    }

    /// The number of the next scan that takes anything.
    fn next(&self) -> Option<u64> {
        let from_first = self.scans.rotate_right((self.first % SCANS) as u32);
        (self.scans > 0).then(|| self.first + u64::from(from_first.trailing_zeros()))
    }

    /// Takes every mail, in the order of the coming scans.
    fn take_all(&mut self, into: &mut VecDeque<Mail>) {
        while let Some(number) = self.next() {
            self.take(number, |mail| into.push_back(mail));
        }
    }

    /// The last scan that takes anything.
    fn last_scan(&self, scan: Time) -> Option<Time> {
        let from_first = self.scans.rotate_right((self.first % SCANS) as u32);
        let last = self.first + u64::from(from_first.checked_ilog2()?);
        Some(self.phase + Time::from_us(last * scan.us()))
    }

    fn next_scan(&self, scan: Time) -> Option<Time> {
        Some(self.phase + Time::from_us(self.next()? * scan.us()))
    }

    /// Takes the mails of the scan at `now`.
    fn take_due(&mut self, now: Time, scan: Time, into: &mut Vec<Mail>) {
        let current = now.saturating_sub(self.phase).us() / scan.us();
        while let Some(number) = self.next().filter(|&number| number <= current) {
            self.take(number, |mail| into.push(mail));
        }
    }

    /// Takes the mails of one scan, in the order in which they were deferred.
    fn take(&mut self, number: u64, mut into: impl FnMut(Mail)) {
        let scan = number % SCANS;
        self.mails.retain(|&mail| {
            let is_due = mail.scan() == scan;
            if is_due {
                into(mail.at_scan(0));
            }
            !is_due
        });
        self.scans &= !(1 << scan);
        self.first = number + 1;
    }
}
