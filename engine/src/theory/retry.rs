//! The retry fixed point: what a loss system meets when nothing is lost and the refused come again.
//!
//! Every retry is taken for a new arrival, independent of all others; so it is an estimate, the better
//! the more patient the senders are.

use super::pool::{Pool, Steady};

/// A retrial queue in the long run, by the fixed point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Retrial {
    /// Attempts a second, first tries and retries.
    pub attempts: f64,
    /// Mails that wait, mean; infinite if the system cannot keep up.
    pub waiting: f64,
    /// The pool at that rate of attempts.
    pub pool: Steady,
}

/// Steps of the search.
const STEPS: usize = 80;

/// The fixed point for `load` new mails a second and `retries` a second of each waiting mail; `None`
/// if the pool cannot deliver that much at any rate of attempts.
pub fn fixed_point(pool: &Pool, load: f64, retries: f64) -> Option<Retrial> {
    let enough = |attempts: f64| pool.steady(attempts).delivered >= load;
    let mut high = load.max(1e-9);
    while !enough(high) {
        high *= 2.0;
        if high > load * 1e6 {
            return None;
        }
    }
    let mut low = load.min(high);
    for _ in 0..STEPS {
        let middle = f64::midpoint(low, high);
        if enough(middle) { high = middle } else { low = middle }
    }
    let waiting = if retries > 0.0 { (high - load) / retries } else { f64::INFINITY };
    Some(Retrial { attempts: high, waiting, pool: pool.steady(high) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_too_little_and_the_less_so_the_more_patient_the_senders() {
        // V6, V2, V3, V4: exact mails waiting and refused per attempt, and how far the estimate is off.
        for (servers, load, retries, waiting, refused, off) in [
            (50, 40.0, 0.1, 10.354_696, 0.025_233_53, -0.048),
            (1, 0.7, 0.1, 17.966_667, 0.719_626, -0.091),
            (2, 1.5, 0.2, 12.760_527, 0.629_822, -0.159),
            (3, 2.0, 0.5, 3.243_068_45, 0.447_747_867, -0.300),
        ] {
            let pool = Pool::own_servers(servers, 1.0);
            let found = fixed_point(&pool, load, retries).expect("it keeps up");
            let error = found.waiting / waiting - 1.0;
            assert!((error - off).abs() < 0.001, "{error} for {off}");
            assert!(found.pool.blocked < refused, "{found:?}");
            // What it is the fixed point of: refused per attempt is what is attempted beyond the load.
            assert!((found.pool.blocked - (1.0 - load / found.attempts)).abs() < 1e-9);
        }
    }

    #[test]
    fn there_is_none_above_capacity() {
        assert_eq!(fixed_point(&Pool::own_servers(10, 1.0), 10.5, 1.0), None);
    }
}
