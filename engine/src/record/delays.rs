//! Delays of delivered mail as a histogram: 128 buckets for each doubling, so a quantile is right
//! to within 0.8 %. Two histograms subtract, which gives the delays of a window.

use crate::time::Time;

/// Buckets for each doubling.
const PER_DOUBLING: u64 = 128;
/// Doublings above one bucket-run of microsecond-exact counts: 2^40 µs is 12 days.
const DOUBLINGS: u64 = 34;

/// A histogram of delays.
#[derive(Clone, Debug)]
pub struct Delays {
    counts: Vec<u32>,
    total: u64,
    max: Time,
    sum_us: u128,
}

/// One delay, with its bucket: worked out once for all the histograms that count it.
#[derive(Clone, Copy, Debug)]
pub struct Delay {
    span: Time,
    bucket: u32,
}

impl From<Time> for Delay {
    #[inline]
    fn from(span: Time) -> Delay {
        Delay { span, bucket: bucket(span.us()) as u32 }
    }
}

impl Default for Delays {
    fn default() -> Self {
        Delays { counts: vec![0; Delays::BUCKETS], total: 0, max: Time::ZERO, sum_us: 0 }
    }
}

impl Delays {
    /// Buckets of a histogram.
    pub const BUCKETS: usize = (PER_DOUBLING * (DOUBLINGS + 1)) as usize;

    /// Counts one delay.
    #[inline]
    pub fn add(&mut self, delay: impl Into<Delay>) {
        let Delay { span, bucket } = delay.into();
        self.counts[bucket as usize] += 1;
        self.total += 1;
        self.max = self.max.max(span);
        self.sum_us += u128::from(span.us());
    }

    /// Delays counted.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The longest; exact.
    pub fn max(&self) -> Time {
        self.max
    }

    /// The mean; exact. Zero if nothing was counted.
    pub fn mean(&self) -> Time {
        Time::from_us((self.sum_us / u128::from(self.total.max(1))) as u64)
    }

    /// The delay that a share `q` of the mails did not exceed; `None` if nothing was counted.
    pub fn quantile(&self, q: f64) -> Option<Time> {
        let rank = (libm::ceil(q * self.total as f64) as u64).max(1);
        let mut seen = 0;
        let index = self.counts.iter().position(|&count| {
            seen += u64::from(count);
            seen >= rank
        })?;
        Some(middle(index as u64).min(self.max))
    }

    /// The delays that each of three rising shares of what was counted since `earlier` did not
    /// exceed; `None` if nothing was.
    pub fn quantiles_since(&self, earlier: &Delays, shares: [f64; 3]) -> Option<[Time; 3]> {
        let total = self.total - earlier.total;
        let mut found = [Time::ZERO; 3];
        let (mut seen, mut next) = (0, 0);
        for (index, (now, then)) in self.counts.iter().zip(&earlier.counts).enumerate() {
            seen += u64::from(now - then);
            while next < 3 && seen >= (libm::ceil(shares[next] * total as f64) as u64).max(1) {
                found[next] = middle(index as u64).min(self.max);
                next += 1;
            }
            if next == 3 {
                return Some(found);
            }
        }
        None
    }

    /// Becomes what `other` is, in the memory it has.
    pub(super) fn copy_from(&mut self, other: &Delays) {
        self.counts.copy_from_slice(&other.counts);
        (self.total, self.max, self.sum_us) = (other.total, other.max, other.sum_us);
    }

    /// All delays, added up; exact [us].
    pub fn sum_us(&self) -> u128 {
        self.sum_us
    }

    /// Delays between two instants, about: whole buckets, by their middles.
    pub fn between(&self, from: Time, to: Time) -> u64 {
        let (from, to) = (bucket(from.us()), bucket(to.us()));
        self.counts[from..to.max(from)].iter().map(|&count| u64::from(count)).sum()
    }

    /// The same among the delays longer than `floor`.
    pub fn quantile_above(&self, floor: Time, q: f64) -> Option<Time> {
        let first = bucket(floor.us()) + 1;
        let below: u64 = self.counts[..first].iter().map(|&count| u64::from(count)).sum();
        let above = self.total - below;
        if above == 0 {
            return None;
        }
        self.quantile((below as f64 + q * above as f64) / self.total as f64)
    }

    /// What was counted since `earlier`, a former state of this histogram. Its longest delay is
    /// that of its highest bucket.
    #[must_use]
    pub fn since(&self, earlier: &Delays) -> Delays {
        let counts: Vec<u32> =
            self.counts.iter().zip(&earlier.counts).map(|(now, then)| now - then).collect();
        let max = counts
            .iter()
            .rposition(|&count| count > 0)
            .map_or(Time::ZERO, |index| middle(index as u64).min(self.max));
        Delays {
            counts,
            total: self.total - earlier.total,
            max,
            sum_us: self.sum_us - earlier.sum_us,
        }
    }
}

/// Exact below 128 µs; above, the doubling and the 128th of it.
fn bucket(us: u64) -> usize {
    let doubling = (us / PER_DOUBLING + 1).ilog2().into();
    let doubling: u64 = u64::min(doubling, DOUBLINGS);
    let (start, _) = span(doubling);
    let within = ((us - start) >> doubling).min(PER_DOUBLING - 1);
    (doubling * PER_DOUBLING + within) as usize
}

/// Where a doubling starts and how wide its buckets are [µs].
fn span(doubling: u64) -> (u64, u64) {
    let width = 1 << doubling;
    ((width - 1) * PER_DOUBLING, width)
}

fn middle(index: u64) -> Time {
    let (start, width) = span(index / PER_DOUBLING);
    Time::from_us(start + index % PER_DOUBLING * width + width / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_delay_is_found_again_within_one_percent() {
        for us in [0, 1, 127, 128, 500, 2_000_000, 3_600_000_000, 129_600_000_000, 400_000_000_000]
        {
            let mut delays = Delays::default();
            delays.add(Time::from_us(us));
            delays.add(Time::NEVER);
            let got = delays.quantile(0.5).expect("counted").us();
            assert!(got.abs_diff(us) as f64 <= us as f64 * 0.008 + 1.0, "{got} for {us}");
        }
    }

    #[test]
    fn quantiles_of_an_even_spread_are_where_they_should_be() {
        let mut delays = Delays::default();
        for s in 1..=1000 {
            delays.add(Time::from_secs(s));
        }
        for (q, want) in [(0.5, 500.0), (0.95, 950.0), (0.99, 990.0), (1.0, 1000.0)] {
            let got = delays.quantile(q).expect("counted").secs_f64();
            assert!((got / want - 1.0).abs() < 0.01, "{got} for {want}");
        }
        let three = [0.5, 0.95, 0.99];
        let all = delays.quantiles_since(&Delays::default(), three);
        assert_eq!(all, Some(three.map(|q| delays.quantile(q).expect("counted"))));
        assert_eq!(delays.quantiles_since(&delays, three), None);
        let between = |from, to| delays.between(Time::from_secs(from), Time::from_secs(to));
        assert!(between(200, 400).abs_diff(200) < 4 && between(0, 2_000) == 1000);
        assert_eq!(between(300, 300), 0);
        let upper_half = delays.quantile_above(Time::from_secs(500), 0.5).expect("counted");
        assert!((upper_half.secs_f64() / 750.0 - 1.0).abs() < 0.01, "{upper_half}");
        assert_eq!(delays.quantile_above(Time::from_hours(1), 0.5), None);
        assert_eq!(delays.max(), Time::from_secs(1000));
        assert_eq!(delays.mean(), Time::from_us(500_500_000));
    }

    #[test]
    fn the_window_between_two_states_holds_what_came_between() {
        let mut delays = Delays::default();
        delays.add(Time::from_secs(1));
        let before = delays.clone();
        delays.add(Time::from_hours(2));
        let window = delays.since(&before);
        assert_eq!(window.total(), 1);
        let median = window.quantile(0.5).expect("counted").hours_f64();
        assert!((median - 2.0).abs() < 0.02, "{median}");
    }
}
