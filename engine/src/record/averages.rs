//! Time averages of what waits and of what is in session, exact, in whole mail-microseconds.

use std::ops::Sub;

use crate::time::Time;

/// Integrals over a span of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Averages {
    pub(super) span: Time,
    pub(super) waiting: Integral,
    pub(super) in_session: Integral,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Integral {
    /// Of the level, of its square, and of its being zero.
    pub(super) sum: u128,
    pub(super) squares: u128,
    pub(super) zero: Time,
}

impl Integral {
    fn minus(self, earlier: Integral) -> Integral {
        Integral {
            sum: self.sum - earlier.sum,
            squares: self.squares - earlier.squares,
            zero: self.zero - earlier.zero,
        }
    }
}

impl Averages {
    /// Time that mails spent waiting or in session, added up [mail-hours].
    pub fn mail_hours(&self) -> f64 {
        (self.waiting.sum + self.in_session.sum) as f64 / 3.6e9
    }

    /// Time integrated over.
    pub fn span(&self) -> Time {
        self.span
    }

    /// Mean number of mails waiting (at senders and gateways).
    pub fn mean_waiting(&self) -> f64 {
        self.over(self.waiting.sum)
    }

    /// Variance of the number of mails waiting.
    pub fn variance_waiting(&self) -> f64 {
        self.over(self.waiting.squares) - self.mean_waiting() * self.mean_waiting()
    }

    /// Share of the time in which nothing waited.
    pub fn share_none_waiting(&self) -> f64 {
        self.over(u128::from(self.waiting.zero.us()))
    }

    /// Mean number of mails in session.
    pub fn mean_in_session(&self) -> f64 {
        self.over(self.in_session.sum)
    }

    /// Variance of the number of mails in session.
    pub fn variance_in_session(&self) -> f64 {
        self.over(self.in_session.squares) - self.mean_in_session() * self.mean_in_session()
    }

    fn over(&self, sum: u128) -> f64 {
        sum as f64 / self.span.us().max(1) as f64
    }
}

impl Sub for Averages {
    type Output = Averages;
    /// What was integrated since `earlier`, a former state.
    fn sub(self, earlier: Averages) -> Averages {
        Averages {
            span: self.span - earlier.span,
            waiting: self.waiting.minus(earlier.waiting),
            in_session: self.in_session.minus(earlier.in_session),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::record::Levels;
    use crate::time::Time;

    #[test]
    fn averages_weigh_by_time() {
        let at = Time::from_secs;
        let mut levels = Levels::new(Time::ZERO);
        (0..2).for_each(|_| levels.in_session.rise(Time::ZERO));
        let before = levels.settle(at(3));
        (0..8).for_each(|_| levels.waiting.rise(at(3)));
        let averages = levels.settle(at(4));
        let check = |got: f64, want: f64| assert!((got - want).abs() < 1e-12, "{got} for {want}");
        check(averages.mean_waiting(), 2.0);
        check(averages.share_none_waiting(), 0.75);
        check(averages.variance_waiting(), 12.0);
        check(averages.mean_in_session(), 2.0);
        check(averages.variance_in_session(), 0.0);
        check((averages - before).mean_waiting(), 8.0);
    }
}
