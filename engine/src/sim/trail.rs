//! What happens to a few mails, step by step, for whoever follows them: more than the sampled
//! outcomes of [`Trace`](crate::sim::trace::Trace) say. Listening changes nothing in the run.

use crate::sim::mail::MailId;
use crate::sim::reply::Reply;
use crate::sim::retry::Streak;
use crate::time::Time;

/// Steps kept at most between two drains: later ones are not taken.
const KEPT_MAX: usize = 8192;

/// One thing that happened to a mail.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// When.
    pub at: Time,
    /// What.
    pub what: What,
}

/// What happened to a mail.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A connection for it was refused.
    Refused(Refused),
    /// Its transaction in a session ended.
    Ended(Ended),
    /// It waits, after a failed try.
    Waits(Waits),
    /// Its time came, or it was new, but its destination was dead: deferred without a connection.
    Untried {
        /// When it is due next.
        due: Time,
    },
    /// A gateway took it.
    Parked {
        /// The gateway's host.
        host: u32,
    },
    /// A gateway refused it for good.
    TurnedAway {
        /// Only because its copy of the directory is old.
        wrongly: bool,
    },
    /// Its author was told that it is late.
    Noticed,
    /// The host that held it gave it up.
    Expired {
        /// The host.
        host: u32,
        /// Whether nobody was told.
        silent: bool,
    },
}

/// A connection that was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The host that tried.
    pub host: u32,
    /// The host whose address the service saw: the same, or a gateway it passes through.
    pub source: u32,
    /// Which of the MX addresses it was, from 0.
    pub address: u8,
    /// The forest it was for.
    pub forest: u16,
    /// What was said.
    pub reply: Reply,
    /// Whether it was said at RCPT instead of at the banner.
    pub at_rcpt: bool,
    /// Every forest of that forest's region at that instant.
    pub rooms: Vec<Room>,
}

/// How full a forest was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// The forest.
    pub forest: u16,
    /// Sessions open in it.
    pub sessions: u32,
    /// The most it admits.
    pub limit: u32,
}

/// A transaction that a session carried to an end.
#[derive(Clone, Debug, PartialEq)]
pub struct Ended {
    /// The host that sent.
    pub host: u32,
    /// The host whose address the service saw.
    pub source: u32,
    /// The forest.
    pub forest: u16,
    /// When the connection was opened.
    pub opened: Time,
    /// When this mail's transaction began on it.
    pub began: Time,
    /// Which mail of the connection it was, from 1.
    pub carried: u16,
    /// Which try of the mail it was, from 1.
    pub tries: u16,
    /// Whether its lookups had begun.
    pub in_lookup: bool,
    /// When they began, and when each that was done was, in order; empty where nobody watched
    /// them from their beginning on.
    pub lookups: Vec<Time>,
    /// What was said, or what the sender makes of a lost connection.
    pub reply: Reply,
}

/// A wait for a clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waits {
    /// The host that holds the mail.
    pub host: u32,
    /// When the clock comes round. That of a host may be set anew by another mail of it.
    pub due: Time,
    /// Whether the mail alone was refused, at RCPT, and waits by a rule of its own.
    pub alone: bool,
    /// Tries of the mail by this host so far; saturates.
    pub tries_here: u8,
    /// The clock of the host or the queue, where it has one.
    pub streak: Streak,
}

/// Who is listened for. A copy of a run tells nothing until it is asked.
#[derive(Debug, Default)]
pub struct Telling(Option<Box<Told>>);

#[derive(Debug)]
struct Told {
    mails: Vec<MailId>,
    steps: Vec<(MailId, Step)>,
    /// Those of them that are in lookup.
    lookups: Vec<Progress>,
}

/// How far a mail's lookups are.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    /// Its session, and the stamp of its mail.
    pub(super) session: u32,
    pub(super) stamp: u32,
    /// When the lookups began.
    pub(super) began: Time,
    /// Up to which of its work each lookup goes [work].
    pub(super) up_to: Vec<f64>,
    /// What of the work was done when [work].
    pub(super) done: (Time, f64),
    /// When each lookup that is done was.
    pub(super) ends: Vec<Time>,
}

impl Progress {
    /// So much of the work is done now. The pace was even since the last time.
    pub(super) fn follow(&mut self, now: Time, done: f64) {
        let (then, before) = self.done;
        while let Some(&up_to) = self.up_to.get(self.ends.len()).filter(|&&up_to| up_to <= done) {
            let part = (up_to - before) / (done - before).max(f64::MIN_POSITIVE);
            let after = now.saturating_sub(then).us() as f64 * part.clamp(0.0, 1.0);
            self.ends.push(then + Time::from_us(after as u64));
        }
        self.done = (now, done);
    }
}

impl Clone for Telling {
    fn clone(&self) -> Self {
        Telling(None)
    }
}

impl Telling {
    /// Tells from now on of these mails, and of no others.
    pub fn of(&mut self, mails: &[MailId]) {
        if mails.is_empty() {
            self.0 = None;
        } else if self.mails() != mails {
            let mails = mails.to_vec();
            let lookups = self.0.take().map_or_else(Vec::new, |told| told.lookups);
            self.0 = Some(Box::new(Told { mails, steps: Vec::new(), lookups }));
        }
    }

    /// The mails it tells of.
    pub fn mails(&self) -> &[MailId] {
        self.0.as_ref().map_or(&[], |told| &told.mails)
    }

    /// Takes what was told, oldest first.
    pub fn take(&mut self) -> Vec<(MailId, Step)> {
        self.0.as_mut().map(|told| std::mem::take(&mut told.steps)).unwrap_or_default()
    }

    /// Goes on watching the lookups that another copy of this run, at the same instant, watches.
    pub fn go_on_from(&mut self, other: &Telling) {
        if let (Some(told), Some(other)) = (&mut self.0, &other.0) {
            told.lookups.clone_from(&other.lookups);
        }
    }

    /// Whether anybody listens for this mail.
    #[inline]
    pub(super) fn is_of(&self, mail: MailId) -> bool {
        match &self.0 {
            None => false,
            Some(told) => told.mails.contains(&mail),
        }
    }

    /// Whether anybody listens at all.
    #[inline]
    pub(super) fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// The followed mails in lookup.
    pub(super) fn lookups(&self) -> &[Progress] {
        self.0.as_ref().map_or(&[], |told| &told.lookups)
    }

    /// The same, to be changed; `None` if nobody listens.
    pub(super) fn lookups_mut(&mut self) -> Option<&mut Vec<Progress>> {
        self.0.as_mut().map(|told| &mut told.lookups)
    }

    pub(super) fn tell(&mut self, mail: MailId, step: Step) {
        if let Some(told) = self.0.as_mut().filter(|told| told.steps.len() < KEPT_MAX) {
            told.steps.push((mail, step));
        }
    }
}
