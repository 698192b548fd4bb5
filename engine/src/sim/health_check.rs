//! The health check of flighting: it withdraws a package whose forests cut clearly more sessions
//! than before it reached them.

use crate::time::Time;

/// Weight of the latest minute in what is known of a forest without the package.
const RECENT: f64 = 0.1;

/// What the check remembers.
#[derive(Clone, Debug)]
pub struct HealthCheck {
    /// Rise of the cut share that is a regression, 0..=1.
    rise: f64,
    /// How long it must last.
    after: Time,
    /// Forest by forest: sessions that ended well and that were cut, at the last look.
    seen: Vec<[u64; 2]>,
    /// Forest by forest: the share that ended cut, before the package.
    before: Vec<f64>,
    bad_since: Option<Time>,
}

impl HealthCheck {
    /// A check of so many forests.
    pub fn new(forests: usize, rise: f64, after: Time) -> Self {
        HealthCheck {
            rise,
            after,
            seen: vec![[0; 2]; forests],
            before: vec![0.0; forests],
            bad_since: None,
        }
    }

    /// Looks at every forest: whether it has the package, and its sessions so far that ended well
    /// and that were cut. True if the package is to be withdrawn.
    pub fn look(&mut self, now: Time, forests: impl Iterator<Item = (bool, [u64; 2])>) -> bool {
        let (mut all, mut cut, mut expected) = (0.0, 0.0, 0.0);
        for (index, (flighted, counts)) in forests.enumerate() {
            let last = std::mem::replace(&mut self.seen[index], counts);
            let ended = (counts[0] - last[0] + counts[1] - last[1]) as f64;
            let broken = (counts[1] - last[1]) as f64;
            let before = &mut self.before[index];
            if flighted {
                all += ended;
                cut += broken;
                expected += ended * *before;
            } else if ended > 0.0 {
                *before += (broken / ended - *before) * RECENT;
            }
        }
        if all <= 0.0 || cut <= expected + self.rise * all {
            self.bad_since = None;
            return false;
        }
        let since = *self.bad_since.get_or_insert(now);
        let withdraws = now - since >= self.after;
        if withdraws {
            self.bad_since = None;
        }
        withdraws
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Minutes until a package is withdrawn whose forest ends so many sessions of 100 cut, after an
    /// hour without it in which 10 of 100 were.
    fn withdrawn_after(cut: u64) -> Option<u64> {
        let mut check = HealthCheck::new(2, 0.05, Time::from_mins(10));
        let mut counts = [[0; 2]; 2];
        (1..180).find(|&minute| {
            let flighted = minute > 60;
            for (forest, counts) in counts.iter_mut().enumerate() {
                let cut = if flighted && forest == 0 { cut } else { 10 };
                *counts = [counts[0] + 100 - cut, counts[1] + cut];
            }
            let forests = [(flighted, counts[0]), (false, counts[1])];
            check.look(Time::from_mins(minute), forests.into_iter())
        })
    }

    #[test]
    fn it_withdraws_what_cuts_clearly_more_for_long_enough() {
        assert_eq!(withdrawn_after(10), None);
        assert_eq!(withdrawn_after(14), None);
        assert_eq!(withdrawn_after(30), Some(71));
    }
}
