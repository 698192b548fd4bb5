//! What happened lately: lines of the SMTP log, the mails that message trace knows, what went into
//! every queue and out of it. For whoever reads instruments; the model itself never asks.
//!
//! Only the run that stands at the cursor keeps one, and a copy of it does not: so the runs that look
//! ahead, checkpoints and measurements pay nothing. After a seek it begins anew.

mod flows;
mod traced;

use crate::order;
use crate::sim::Sim;
use crate::sim::mail::MailId;
use crate::sim::reply::{Code, Reply};
use crate::time::Time;

pub use flows::Flows;
pub use traced::{Defer, Ended, Traced, TracedMail};

/// Entries kept of each code: what is rare is not pushed out by what is frequent.
const KEPT_OF_A_CODE: usize = 2000;

/// A log, if one is kept.
#[derive(Debug, Default)]
pub struct Log(Option<Box<Kept>>);

/// A copy of a run keeps no log.
impl Clone for Log {
    fn clone(&self) -> Self {
        Log(None)
    }
}

/// What a log holds.
#[derive(Debug)]
pub struct Kept {
    since: Time,
    written: u64,
    rings: [Ring; Code::ALL.len()],
    /// The mail that each forest refused last.
    refused: Vec<Option<MailId>>,
    /// The mail that came back to its sender last.
    bounced: Option<MailId>,
    flows: Flows,
    traced: Traced,
}

/// One attempt and what it came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number among all that were written.
    pub number: u64,
    /// When the reply fell, or the connection was lost.
    pub at: Time,
    /// When the mail's transaction began; the same instant for a refusal.
    pub began: Time,
    /// The mail.
    pub mail: MailId,
    /// Its tries so far, this one included.
    pub tries: u16,
    /// The host that sends.
    pub host: u32,
    /// The host whose address the service sees: the same, or a gateway it passes through.
    pub source: u32,
    /// Mails that its connection has carried, this one included; 0 for one that was refused.
    pub carried: u16,
    /// Which of the MX addresses it was, from 0.
    pub address: u8,
    /// The forest.
    pub forest: u16,
    /// Sessions open in it at that instant, this one included if it was one.
    pub sessions: u32,
    /// The sessions it admitted.
    pub limit: u32,
    /// What was said.
    pub reply: Reply,
    /// Whether it was said at RCPT instead of at the banner, for a refusal.
    pub at_rcpt: bool,
}

#[derive(Debug, Default)]
struct Ring {
    kept: Vec<Entry>,
    /// The oldest, once the ring is full.
    oldest: usize,
}

impl Ring {
    fn push(&mut self, entry: Entry) {
        if self.kept.len() < KEPT_OF_A_CODE {
            self.kept.push(entry);
        } else {
            self.kept[self.oldest] = entry;
            self.oldest = (self.oldest + 1) % KEPT_OF_A_CODE;
        }
    }

    /// The oldest first.
    fn iter(&self) -> impl Iterator<Item = &Entry> {
        let (newer, older) = self.kept.split_at(self.oldest);
        older.iter().chain(newer)
    }

    /// Since when it is complete; `since` unless something was pushed out.
    fn complete_since(&self, since: Time) -> Time {
        let is_full = self.kept.len() == KEPT_OF_A_CODE;
        if is_full { self.kept[self.oldest].at } else { since }
    }
}

impl Log {
    /// Begins a log, unless one is kept.
    pub(super) fn keep(&mut self, sim: (Time, u64), hosts: usize, forests: usize) {
        let (now, seed) = sim;
        self.0.get_or_insert_with(|| {
            Box::new(Kept {
                since: now,
                written: 0,
                rings: Default::default(),
                refused: vec![None; forests],
                bounced: None,
                flows: Flows::new(now, hosts),
                traced: Traced::new(seed),
            })
        });
    }

    pub(super) fn is_kept(&self) -> bool {
        self.0.is_some()
    }

    /// What is kept.
    #[inline]
    pub(super) fn kept(&mut self) -> Option<&mut Kept> {
        self.0.as_deref_mut()
    }
}

impl Kept {
    /// When it began.
    pub fn since(&self) -> Time {
        self.since
    }

    /// Entries ever written.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// The entries of these codes, the oldest first, and since when they are all there.
    pub fn entries(&self, is_wanted: impl Fn(Code) -> bool) -> (Vec<Entry>, Time) {
        let rings = || Code::ALL.iter().zip(&self.rings).filter(|&(&code, _)| is_wanted(code));
        let since = rings().map(|(_, ring)| ring.complete_since(self.since)).max();
        let since = since.unwrap_or(self.since);
        let mut entries: Vec<_> = rings()
            .flat_map(|(_, ring)| ring.iter().filter(|entry| entry.at >= since))
            .copied()
            .collect();
        order::by_rank(&mut entries, |entry| entry.number.into());
        (entries, since)
    }

    /// The mail that a forest refused last.
    pub fn last_refused(&self, forest: usize) -> Option<MailId> {
        self.refused.get(forest).copied().flatten()
    }

    /// The mail that came back to its sender last.
    pub fn last_bounced(&self) -> Option<MailId> {
        self.bounced
    }

    /// What went into the queues and out of them.
    pub fn flows(&self) -> &Flows {
        &self.flows
    }

    /// What message trace knows.
    pub fn traced(&self) -> &Traced {
        &self.traced
    }

    pub(super) fn flows_mut(&mut self) -> &mut Flows {
        &mut self.flows
    }

    /// An attempt had its outcome; `created` is when its mail was.
    pub(super) fn write(&mut self, entry: Entry, created: Time) {
        let entry = Entry { number: self.written, ..entry };
        self.written += 1;
        let code = entry.reply.code();
        self.rings[code as usize].push(entry);
        match code {
            Code::Refused | Code::Deferred => {
                self.refused[entry.forest as usize] = Some(entry.mail);
            }
            Code::Rejected => self.bounced = Some(entry.mail),
            _ => {}
        }
        if code == Code::Taken {
            self.flows.count_out(entry.host);
            self.traced.end(&entry, created, Ended::Delivered);
        } else if entry.mail.is_outbound() {
            self.traced.defer(&entry);
        } else if code == Code::Rejected {
            self.flows.count_out(entry.host);
        }
    }

    /// A gateway sends a mail back.
    pub(super) fn bounce(&mut self, mail: MailId) {
        self.bounced = Some(mail);
    }

    /// A sender gives a mail up.
    pub(super) fn give_up(&mut self, at: Time, host: u32, mail: (MailId, u16), created: Time) {
        self.flows.count_out(host);
        self.bounced = Some(mail.0);
        if mail.0.is_outbound() {
            self.traced.fail(at, host, mail, created);
        }
    }
}

impl Sim {
    /// Keeps a log from now on.
    pub fn keep_log(&mut self) {
        self.is_watched = true;
        self.log.keep((self.now, self.setup.seed), self.hosts.len(), self.forests.len());
    }

    /// The log, if one is kept.
    pub fn log(&self) -> Option<&Kept> {
        self.log.0.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn what_is_frequent_does_not_push_out_what_is_rare() {
        let entry = |at: u64, reply| Entry {
            number: 0,
            at: Time::from_secs(at),
            began: Time::from_secs(at),
            mail: MailId::new(0, at as u32),
            tries: 1,
            host: 0,
            source: 0,
            carried: 0,
            address: 0,
            forest: 0,
            sessions: 50,
            limit: 50,
            reply,
            at_rcpt: false,
        };
        let mut log = Log::default();
        log.keep((Time::ZERO, 1), 1, 1);
        let kept = log.kept().expect("just begun");
        kept.write(entry(1, Reply::UnknownRecipient), Time::ZERO);
        for at in 2..=2 + KEPT_OF_A_CODE as u64 {
            kept.write(entry(at, Reply::ForestLimit), Time::ZERO);
        }
        let (rejected, since) = kept.entries(|code| code == Code::Rejected);
        assert_eq!((rejected.len(), since), (1, Time::ZERO));
        let (refused, since) = kept.entries(|code| code == Code::Refused);
        assert_eq!((refused.len(), since), (KEPT_OF_A_CODE, Time::from_secs(3)));
        let (all, since) = kept.entries(|_| true);
        assert_eq!((all.len(), since), (KEPT_OF_A_CODE, Time::from_secs(3)), "gaps are not shown");
        assert!(all.windows(2).all(|two| two[0].number < two[1].number));
        assert_eq!(kept.last_refused(0), Some(MailId::new(0, 2 + KEPT_OF_A_CODE as u32)));
        assert_eq!(kept.last_bounced(), Some(MailId::new(0, 1)));
    }

    #[test]
    fn a_copy_keeps_no_log_and_a_log_changes_nothing() {
        for preset in ["mo1221364", "mx-cutover", "ex1224375"] {
            let scenario = Scenario::preset(preset).expect("a preset");
            let mut plain = Sim::new(&scenario, 1);
            let mut watched = plain.clone();
            watched.keep_log();
            let until = Time::from_mins(450);
            plain.run_until(until);
            watched.run_until(until);
            assert_eq!((plain.hash(), plain.events()), (watched.hash(), watched.events()));
            assert!(plain.log().is_none() && watched.clone().log().is_none());
            check_books(&watched);
        }
    }

    /// Every attempt is written once; what went into the queues and not out of them is there.
    fn check_books(sim: &Sim) {
        let log = sim.log().expect("it keeps one");
        let (tally, out) = (sim.tally(), sim.tally().outbound);
        let replies = tally.attempts - tally.in_session;
        assert_eq!(log.written(), replies + out.sent + out.failed, "{tally:?}");
        let [entered, left] = log.flows.all();
        let held = tally.held() + tally.in_session + out.held + out.in_session;
        assert_eq!(entered - left, held, "{tally:?}");
    }
}
