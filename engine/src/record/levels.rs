//! Levels that go up and down by one mail at a time, and their integrals over time: each change is
//! taken into account where it happens, with one product, and nothing is done while none does.

use crate::record::averages::{Averages, Integral};
use crate::time::Time;

/// The mails that wait and those in session.
#[derive(Clone, Copy, Debug)]
pub struct Levels {
    start: Time,
    /// Mails waiting.
    pub waiting: Level,
    /// Mails in session.
    pub in_session: Level,
}

/// One level.
#[derive(Clone, Copy, Debug, Default)]
pub struct Level {
    mails: u64,
    /// Up to when the integral is settled.
    from: Time,
    integral: Integral,
    /// Since then: each change times the microsecond from there at which it came; of the level and
    /// of its square. What is left of the rectangle up to now without them is the integral.
    changes: i64,
    square_changes: i128,
    /// Since when nothing is there, if nothing is.
    none_since: Time,
}

impl Levels {
    /// Nothing is there; integrated from `start` on.
    pub fn new(start: Time) -> Self {
        let level = Level { from: start, none_since: start, ..Level::default() };
        Levels { start, waiting: level, in_session: level }
    }

    /// The integrals up to now.
    pub fn settle(&mut self, now: Time) -> Averages {
        Averages {
            span: now.saturating_sub(self.start),
            waiting: self.waiting.settle(now),
            in_session: self.in_session.settle(now),
        }
    }
}

impl Level {
    /// Where it stands.
    #[inline]
    pub fn mails(&self) -> u64 {
        self.mails
    }

    /// One mail more.
    #[inline]
    pub fn rise(&mut self, now: Time) {
        if self.mails == 0 {
            self.integral.zero += now.saturating_sub(self.none_since);
        }
        let at = self.passed(now);
        self.changes += at;
        self.square_changes += i128::from((2 * self.mails + 1).cast_signed() * at);
        self.mails += 1;
    }

    /// One mail fewer.
    #[inline]
    pub fn fall(&mut self, now: Time) {
        let at = self.passed(now);
        self.changes -= at;
        self.square_changes -= i128::from((2 * self.mails - 1).cast_signed() * at);
        self.mails -= 1;
        if self.mails == 0 {
            self.none_since = now.max(self.from);
        }
    }

    #[inline]
    fn passed(&self, now: Time) -> i64 {
        now.saturating_sub(self.from).us().cast_signed()
    }

    fn settle(&mut self, now: Time) -> Integral {
        let now = now.max(self.from);
        let (span, mails) = (i128::from(self.passed(now)), i128::from(self.mails));
        self.integral.sum += (mails * span - i128::from(self.changes)).cast_unsigned();
        self.integral.squares += (mails * mails * span - self.square_changes).cast_unsigned();
        if self.mails == 0 {
            self.integral.zero += now.saturating_sub(self.none_since);
            self.none_since = now;
        }
        (self.from, self.changes, self.square_changes) = (now, 0, 0);
        self.integral
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_integrals_are_those_of_the_steps_wherever_they_are_settled() {
        let at = Time::from_secs;
        // Two come before anything is integrated; the level is then 2, 3, 0 and 1 mails.
        let steps = [(1, 1), (2, 1), (14, 1), (20, -1), (20, -1), (20, -1), (26, 1)];
        let mut plain = Levels::new(at(10));
        let mut settled = plain;
        for second in 0..=30 {
            for (_, change) in steps.iter().filter(|&&(when, _)| when == second) {
                for levels in [&mut plain, &mut settled] {
                    let level = &mut levels.waiting;
                    if *change > 0 { level.rise(at(second)) } else { level.fall(at(second)) }
                }
            }
            settled.settle(at(second));
        }
        let averages = plain.settle(at(30));
        assert_eq!(averages, settled.settle(at(30)));
        assert_eq!(averages.span(), at(20));
        let check = |got: f64, want: f64| assert!((got - want).abs() < 1e-12, "{got} for {want}");
        let mean = (2.0 * 4.0 + 3.0 * 6.0 + 4.0) / 20.0;
        check(averages.mean_waiting(), mean);
        check(averages.variance_waiting(), (4.0 * 4.0 + 9.0 * 6.0 + 4.0) / 20.0 - mean * mean);
        check(averages.share_none_waiting(), 6.0 / 20.0);
        check(averages.mean_in_session(), 0.0);
        assert_eq!(plain.waiting.mails(), 1);
    }
}
