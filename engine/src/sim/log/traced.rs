//! A sample of the mails that message trace knows: what the service took, and its own outbound mail.
//!
//! A sample by hash, halved whenever it has grown too large: so it is spread evenly over all the time
//! that the log covers, and a mail that is in a coarser one is in every finer one.

use crate::rng::{Purpose, draw};
use crate::sim::mail::MailId;
use crate::sim::reply::Reply;
use crate::time::Time;

use super::Entry;

/// Mails kept at most, and deferrals.
const KEPT_MAX: usize = 3000;

/// How a mail that message trace knows ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Inbound: in its mailbox. Outbound: another system has it.
    Delivered,
    /// Outbound: given up.
    Failed,
}

/// A mail that message trace knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TracedMail {
    /// The mail.
    pub mail: MailId,
    /// The host that sent it, or the outbound queue it left.
    pub host: u32,
    /// When it was created.
    pub created: Time,
    /// When it ended.
    pub at: Time,
    /// How.
    pub ended: Ended,
    /// Tries it took.
    pub tries: u16,
    /// The forest it went through, if it did.
    pub forest: Option<u16>,
}

/// A try of an outbound mail that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Defer {
    /// The mail.
    pub mail: MailId,
    /// When.
    pub at: Time,
    /// With what.
    pub reply: Reply,
}

/// The sample: of inbound mail and of outbound mail apart, for there is much less of that.
#[derive(Debug)]
pub struct Traced {
    seed: u64,
    /// Times each was halved, outbound last.
    halved: [u32; 2],
    /// Mails of each that are kept.
    counts: [usize; 2],
    mails: Vec<TracedMail>,
    defers: Vec<Defer>,
}

impl Traced {
    pub(super) fn new(seed: u64) -> Self {
        Traced { seed, halved: [0; 2], counts: [0; 2], mails: Vec::new(), defers: Vec::new() }
    }

    /// Mails that each of the sample stands for: inbound, outbound.
    pub fn one_in(&self) -> [u64; 2] {
        self.halved.map(|halved| 1 << halved)
    }

    /// Whether a mail is in the sample.
    pub fn holds(&self, mail: MailId) -> bool {
        is_sampled(self.seed, mail, self.halved[usize::from(mail.is_outbound())])
    }

    /// The mails, in the order in which they ended.
    pub fn mails(&self) -> &[TracedMail] {
        &self.mails
    }

    /// The failed tries of outbound mails of the sample, the oldest first.
    pub fn defers(&self) -> &[Defer] {
        &self.defers
    }

    pub(super) fn end(&mut self, entry: &Entry, created: Time, ended: Ended) {
        self.add(TracedMail {
            mail: entry.mail,
            host: entry.host,
            created,
            at: entry.at,
            ended,
            tries: entry.tries,
            forest: Some(entry.forest),
        });
    }

    pub(super) fn fail(&mut self, at: Time, host: u32, mail: (MailId, u16), created: Time) {
        let (mail, tries) = mail;
        let ended = Ended::Failed;
        self.add(TracedMail { mail, host, created, at, ended, tries, forest: None });
    }

    pub(super) fn defer(&mut self, entry: &Entry) {
        if self.holds(entry.mail) {
            self.defers.push(Defer { mail: entry.mail, at: entry.at, reply: entry.reply });
            self.thin(true);
        }
    }

    fn add(&mut self, mail: TracedMail) {
        if self.holds(mail.mail) {
            let is_outbound = mail.mail.is_outbound();
            self.mails.push(mail);
            self.counts[usize::from(is_outbound)] += 1;
            self.thin(is_outbound);
        }
    }

    fn thin(&mut self, outbound: bool) {
        let which = usize::from(outbound);
        while self.counts[which] > KEPT_MAX || outbound && self.defers.len() > KEPT_MAX {
            self.halved[which] += 1;
            let (seed, halved) = (self.seed, self.halved[which]);
            let stays =
                |mail: MailId| mail.is_outbound() != outbound || is_sampled(seed, mail, halved);
            self.mails.retain(|mail| stays(mail.mail));
            self.defers.retain(|defer| stays(defer.mail));
            let alike = self.mails.iter().filter(|mail| mail.mail.is_outbound() == outbound);
            self.counts[which] = alike.count();
        }
    }
}

fn is_sampled(seed: u64, mail: MailId, halved: u32) -> bool {
    draw(seed, mail.entity(), Purpose::Sample, 0).bits() <= u64::MAX >> halved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_bounded_and_spread_over_all_of_the_time() {
        let mut traced = Traced::new(4);
        let mails = 20 * KEPT_MAX as u32;
        for number in 0..mails {
            let at = Time::from_secs(u64::from(number));
            traced.fail(at, 0, (MailId::outbound(0, number), 1), Time::ZERO);
        }
        let kept = traced.mails();
        assert!((KEPT_MAX / 3..=KEPT_MAX).contains(&kept.len()), "{}", kept.len());
        let stands_for = kept.len() as u64 * traced.one_in()[1];
        let off = (stands_for as f64 / f64::from(mails) - 1.0).abs();
        assert!(off < 0.1, "{} of one in {}", kept.len(), traced.one_in()[1]);
        let early = kept.iter().filter(|mail| mail.at < Time::from_secs(u64::from(mails) / 2));
        let share = early.count() as f64 / kept.len() as f64;
        assert!((share - 0.5).abs() < 0.05, "{share} of them in the first half");
    }
}
