//! Time averages of what waits and of what is in session, integrated when they change: exact,
//! in whole mail-microseconds.

use std::ops::Sub;

use crate::time::Time;

/// Integrals over a span of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Averages {
    span: Time,
    waiting: Level,
    in_session: Level,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Level {
    sum: u128,
    squares: u128,
    zero: Time,
    /// Where it stands, and for how long it has: not yet in the sums.
    mails: u64,
    stands: Time,
}

impl Level {
    #[inline]
    fn add(&mut self, span: Time, mails: u64) {
        if mails == self.mails {
            self.stands += span;
        } else {
            self.settle();
            (self.mails, self.stands) = (mails, span);
        }
    }

    /// Takes into the sums what it has stood at.
    #[inline]
    fn settle(&mut self) {
        let (mails, span) = (self.mails, std::mem::take(&mut self.stands));
        // One 64-bit product where the square fits, as it nearly always does: wide ones are slow in
        // a browser.
        if mails < 1 << 16 && span.us() < 1 << 32 {
            self.sum += u128::from(mails * span.us());
            self.squares += u128::from(mails * mails * span.us());
        } else {
            let weight = u128::from(mails) * u128::from(span.us());
            self.sum += weight;
            self.squares += weight * u128::from(mails);
        }
        if mails == 0 {
            self.zero += span;
        }
    }

    fn settled(mut self) -> Level {
        self.settle();
        self
    }

    fn minus(self, earlier: Level) -> Level {
        let (now, earlier) = (self.settled(), earlier.settled());
        Level {
            sum: now.sum - earlier.sum,
            squares: now.squares - earlier.squares,
            zero: now.zero - earlier.zero,
            ..now
        }
    }
}

impl Averages {
    /// So long both levels stayed where they are.
    #[inline]
    pub fn add(&mut self, span: Time, waiting: u64, in_session: u64) {
        self.span += span;
        self.waiting.add(span, waiting);
        self.in_session.add(span, in_session);
    }

    /// Time that mails spent waiting or in session, added up [mail-hours].
    pub fn mail_hours(&self) -> f64 {
        (self.waiting.settled().sum + self.in_session.settled().sum) as f64 / 3.6e9
    }

    /// Time integrated over.
    pub fn span(&self) -> Time {
        self.span
    }

    /// Mean number of mails waiting (at senders and gateways).
    pub fn mean_waiting(&self) -> f64 {
        self.over(self.waiting.settled().sum)
    }

    /// Variance of the number of mails waiting.
    pub fn variance_waiting(&self) -> f64 {
        self.over(self.waiting.settled().squares) - self.mean_waiting() * self.mean_waiting()
    }

    /// Share of the time in which nothing waited.
    pub fn share_none_waiting(&self) -> f64 {
        self.over(u128::from(self.waiting.settled().zero.us()))
    }

    /// Mean number of mails in session.
    pub fn mean_in_session(&self) -> f64 {
        self.over(self.in_session.settled().sum)
    }

    /// Variance of the number of mails in session.
    pub fn variance_in_session(&self) -> f64 {
        self.over(self.in_session.settled().squares)
            - self.mean_in_session() * self.mean_in_session()
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
    use super::*;

    #[test]
    fn averages_weigh_by_time() {
        let mut averages = Averages::default();
        averages.add(Time::from_secs(3), 0, 2);
        let before = averages;
        averages.add(Time::from_secs(1), 8, 2);
        let check = |got: f64, want: f64| assert!((got - want).abs() < 1e-12, "{got} for {want}");
        check(averages.mean_waiting(), 2.0);
        check(averages.share_none_waiting(), 0.75);
        check(averages.variance_waiting(), 12.0);
        check(averages.mean_in_session(), 2.0);
        check(averages.variance_in_session(), 0.0);
        check((averages - before).mean_waiting(), 8.0);
        // What stands still is one span, however often it is looked at.
        let mut in_pieces = before;
        (0..4).for_each(|_| in_pieces.add(Time::from_us(250_000), 8, 2));
        assert_eq!(in_pieces, averages);
    }
}
