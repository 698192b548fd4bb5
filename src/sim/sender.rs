//! A sending host: its queue towards the service, its connections, the state of its retry clock.
//!
//! Holds no logic of the service: it says what may be tried now and when to wake up.

use std::collections::VecDeque;

use crate::sim::mail::Mail;
use crate::sim::profile::{Clock, Connections, Kind, Profile};
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

/// Postfix's deferred queue: one bucket per coming scan.
#[derive(Clone, Debug, Default)]
pub struct Deferred {
    buckets: VecDeque<Vec<Mail>>,
    /// Number of the scan that empties the first bucket.
    first: u64,
    phase: Time,
    len: u32,
}

/// What a wake-up brought about.
#[derive(Debug, Default)]
pub struct Woken {
    /// Mails given up.
    pub expired: Vec<Mail>,
    /// Authors told that their mail is late.
    pub notices: u32,
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
        self.ready.len() as u32 + self.deferred.len + self.alone
    }

    /// Whether its clock forbids any try at `now`.
    pub fn is_blocked(&self, now: Time) -> bool {
        self.waiting || now < self.dead_until
    }

    /// Whether it may open one more connection for the mail at the head of its queue.
    pub fn may_open(&self, profile: &Profile) -> bool {
        let most = match profile.connections {
            Connections::Window { .. } => self.window,
            Connections::Probe { .. } if self.probing => 1,
            Connections::Probe { max } => max,
            Connections::PerQueued { mails, max } => {
                (self.ready.len() as u32).div_ceil(mails).min(max)
            }
            Connections::PerMail => u32::MAX,
        };
        !self.ready.is_empty() && self.open < most
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

    /// A session refused at the banner, or cut, at `now`. The mail goes back where its mail server
    /// puts it, and the clock is set.
    pub fn fail(&mut self, profile: &Profile, now: Time, mail: Mail) -> Failed {
        match &profile.clock {
            Clock::MailAge { min, scan, .. } => {
                self.shrink_window(profile, now, *min);
                self.defer(profile, now, mail);
                if self.is_blocked(now) {
                    // The destination is dead: what was about to go is deferred untried.
                    self.defer_ready(profile, now);
                }
                Failed::Held(self.next_scan(*scan))
            }
            Clock::QueueRun { every } => {
                self.defer(profile, now, mail);
                self.defer_ready(profile, now);
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
    pub fn fail_alone(&mut self, profile: &Profile, now: Time, mail: Mail) -> Failed {
        match profile.clock {
            Clock::MailAge { scan, .. } | Clock::QueueRun { every: scan } => {
                self.defer(profile, now, mail);
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
    pub fn wake(&mut self, profile: &Profile, now: Time, woken: &mut Woken) -> Option<Time> {
        self.due = Time::NEVER;
        let (Clock::MailAge { scan, .. } | Clock::QueueRun { every: scan }) = profile.clock else {
            self.waiting = false;
            self.probing = true;
            woken.notices += self.notice_ready(profile, now);
            while self.ready.front().is_some_and(|mail| mail.age(now) >= profile.lifetime) {
                woken.expired.extend(self.ready.pop_front());
            }
            return None;
        };
        let mut mails = self.deferred.take_due(now, scan);
        for mut mail in mails.drain(..) {
            woken.notices += u32::from(notice(&mut mail, profile, now));
            if mail.age(now) >= profile.lifetime {
                woken.expired.push(mail);
            } else if now < self.dead_until {
                self.defer(profile, now, mail);
            } else {
                self.ready.push_back(mail);
            }
        }
        self.deferred.recycle(mails);
        self.next_scan(scan)
    }

    /// An administrator retries the queue: clocks are cleared, all that waits here is ready.
    pub fn retry_now(&mut self) {
        self.waiting = false;
        self.dead_until = Time::ZERO;
        self.sleep(Time::NEVER);
        self.ready.extend(self.deferred.take_all());
    }

    /// A new mail for a destination that is dead: deferred without a try.
    pub fn defer_untried(&mut self, profile: &Profile, now: Time, mail: Mail) -> Option<Time> {
        let Clock::MailAge { scan, .. } = profile.clock else {
            unreachable!("only a mail-age clock defers")
        };
        self.defer(profile, now, mail);
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

    fn defer(&mut self, profile: &Profile, now: Time, mail: Mail) {
        match profile.clock {
            Clock::MailAge { min, max, scan } => {
                self.deferred.put(now + age_wait(mail.age(now), min, max), scan, mail);
            }
            // The next run: one that begins this very microsecond has begun.
            Clock::QueueRun { every } => self.deferred.put(now + Time::from_us(1), every, mail),
            _ => unreachable!("this clock keeps mail in the queue"),
        }
    }

    fn defer_ready(&mut self, profile: &Profile, now: Time) {
        while let Some(mail) = self.ready.pop_front() {
            self.defer(profile, now, mail);
        }
    }

    fn next_scan(&self, scan: Time) -> Option<Time> {
        self.deferred.next_scan(scan).filter(|&at| at < self.due)
    }

    /// Tells the authors of mail that is late by now. The queue is nearly in order of age, so it
    /// ends at the first that is not.
    fn notice_ready(&mut self, profile: &Profile, now: Time) -> u32 {
        let Some(after) = profile.delay_notice else { return 0 };
        let late = self.ready.iter_mut().take_while(|mail| mail.age(now) >= after);
        late.map(|mail| u32::from(mail.mark_noticed())).sum()
    }
}

/// Whether a mail's author is told now that it is late.
pub fn notice(mail: &mut Mail, profile: &Profile, now: Time) -> bool {
    profile.delay_notice.is_some_and(|after| mail.age(now) >= after) && mail.mark_noticed()
}

impl Deferred {
    /// Every mail in it.
    pub fn iter(&self) -> impl Iterator<Item = &Mail> {
        self.buckets.iter().flatten()
    }

    fn put(&mut self, eligible: Time, scan: Time, mail: Mail) {
        let number = scan_at_or_after(eligible, self.phase, scan);
        if self.len == 0 && self.buckets.iter().all(Vec::is_empty) {
            self.first = number;
        }
        while number < self.first {
            self.buckets.push_front(Vec::new());
            self.first -= 1;
        }
        let index = (number - self.first) as usize;
        while self.buckets.len() <= index {
            self.buckets.push_back(Vec::new());
        }
        self.buckets[index].push(mail);
        self.len += 1;
    }

    /// Takes every mail, in the order of the coming scans.
    fn take_all(&mut self) -> impl Iterator<Item = Mail> {
        self.len = 0;
        self.buckets.iter_mut().flat_map(|bucket| bucket.drain(..))
    }

    fn next_scan(&self, scan: Time) -> Option<Time> {
        let index = self.buckets.iter().position(|bucket| !bucket.is_empty())? as u64;
        Some(self.phase + Time::from_us((self.first + index) * scan.us()))
    }

    /// Takes the mails of the scan at `now`.
    fn take_due(&mut self, now: Time, scan: Time) -> Vec<Mail> {
        let number = now.saturating_sub(self.phase).us() / scan.us();
        let mut due = Vec::new();
        while self.first <= number {
            let Some(mut bucket) = self.buckets.pop_front() else { break };
            self.first += 1;
            self.len -= bucket.len() as u32;
            if due.is_empty() {
                due = bucket;
            } else {
                due.append(&mut bucket);
            }
        }
        due
    }

    /// Gives an emptied bucket back, so a scan allocates nothing once the host has warmed up.
    fn recycle(&mut self, empty: Vec<Mail>) {
        if self.buckets.len() < 32 {
            self.buckets.push_back(empty);
        }
    }
}
