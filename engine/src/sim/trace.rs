//! Sampled outcomes, for whoever draws them. Watching changes nothing in the run.

use crate::rng::{Purpose, draw};
use crate::sim::mail::MailId;
use crate::time::Time;

pub use crate::snapshot::Outcome;

/// Sightings kept at most between two drains: later ones are not taken.
const KEPT_MAX: usize = 8192;

/// What became of one try of a sampled mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The mail.
    pub mail: MailId,
    /// When it was created.
    pub created: Time,
    /// The host that tried, if it was a try.
    pub host: Option<u32>,
    /// The forest that decided, if one did.
    pub forest: Option<u16>,
    /// Whether a gateway sent it.
    pub from_gateway: bool,
    /// The outcome.
    pub outcome: Outcome,
    /// When its session began; the instant of the outcome if there was none.
    pub began: Time,
    /// When the outcome fell.
    pub at: Time,
}

/// The sampler. Off unless a rate is set.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Mails whose sampling draw is below this are watched.
    below: u64,
    /// Mails that are watched whatever their draw.
    also: Vec<MailId>,
    seen: Vec<Sighting>,
}

impl Trace {
    /// Watches one mail in `n`, at least 1; infinity watches none. A mail watched at one rate is
    /// watched at every finer one.
    pub fn watch_one_in(&mut self, n: f64) {
        self.below = (u64::MAX as f64 / n) as u64;
    }

    /// Watches these mails too, and no others but the sampled ones.
    pub fn watch_mails(&mut self, mails: &[MailId]) {
        self.also = mails.to_vec();
    }

    /// Takes what was seen, oldest first.
    pub fn drain(&mut self) -> std::vec::Drain<'_, Sighting> {
        self.seen.drain(..)
    }

    /// Sightings not taken yet.
    pub(super) fn kept(&self) -> usize {
        self.seen.len()
    }

    pub(super) fn is_on(&self) -> bool {
        self.below > 0 || !self.also.is_empty()
    }

    #[inline]
    pub(super) fn wants(&self, seed: u64, mail: MailId) -> bool {
        self.below > 0 && is_sampled(seed, mail, self.below) || self.also.contains(&mail)
    }

    pub(super) fn show(&mut self, sighting: Sighting) {
        if self.seen.len() < KEPT_MAX {
            self.seen.push(sighting);
        }
    }
}

fn is_sampled(seed: u64, mail: MailId, below: u64) -> bool {
    draw(seed, mail.entity(), Purpose::Sample, 0).bits() <= below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coarser_samples_are_parts_of_finer_ones() {
        let sampled = |n: f64| {
            let mut trace = Trace::default();
            trace.watch_one_in(n);
            (0..50_000u32)
                .map(|number| MailId::new(0, number))
                .filter(|&mail| trace.wants(4, mail))
                .collect::<Vec<_>>()
        };
        let (coarse, fine) = (sampled(500.0), sampled(50.0));
        assert!((850..1150).contains(&fine.len()), "{}", fine.len());
        assert!((70..130).contains(&coarse.len()), "{}", coarse.len());
        assert!(coarse.iter().all(|mail| fine.contains(mail)));
        assert!(sampled(f64::INFINITY).is_empty());
    }
}
