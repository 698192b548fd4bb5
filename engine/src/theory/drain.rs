//! How a backlog goes down: q′ = λ − A·(1 − B(A)) with A = λ + ν·q. At every instant the pool is
//! taken to be in the steady state of its attempts, which is why it is called quasi-static.
//!
//! The estimate that only looks at capacity, backlog / (capacity − load), is a third too optimistic
//! where mail waits for its clock.

/// The backlog after each step: `delivered(t, q)` and `load(t)` in mails a second, `t` in seconds
/// from now. Stops at `horizon_s`, or once `is_over`.
pub fn quasi_static(
    mut q: f64,
    (step_s, horizon_s): (f64, f64),
    load: impl Fn(f64) -> f64,
    delivered: impl Fn(f64, f64) -> f64,
    is_over: impl Fn(f64) -> bool,
) -> Vec<f64> {
    let mut values = vec![q];
    for point in 0..(horizon_s / step_s) as usize {
        let t = point as f64 * step_s;
        // Heun's method: the slope at the end of a first guess counts as much as that at its start.
        let slope = |t: f64, q: f64| load(t) - delivered(t, q);
        let first = slope(t, q);
        let guess = (q + first * step_s).max(0.0);
        q = (q + step_s * f64::midpoint(first, slope(t + step_s, guess))).max(0.0);
        values.push(q);
        if is_over(q) {
            break;
        }
    }
    values
}

/// Seconds until capacity alone would have delivered `q` mails and what comes meanwhile; `None` if it
/// is not done by `horizon_s`.
pub fn by_capacity(
    q: f64,
    capacity: f64,
    horizon_s: f64,
    load: impl Fn(f64) -> f64,
) -> Option<f64> {
    const STEP_S: f64 = 60.0;
    let (mut left, mut t) = (q, 0.0);
    while t <= horizon_s {
        let spare = capacity - load(t);
        if left <= spare * STEP_S {
            return Some(t + (left / spare).max(0.0));
        }
        left -= spare * STEP_S;
        t += STEP_S;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::pool::Pool;

    #[test]
    fn capacity_alone_is_a_division_where_load_is_even() {
        let time = by_capacity(3600.0, 3.0, 1e6, |_| 1.0);
        assert_eq!(time, Some(1800.0));
        assert_eq!(by_capacity(3600.0, 1.0, 1e5, |_| 1.0), None);
        // A load that falls later: nothing is done before it does.
        let later = by_capacity(100.0, 1.0, 1e5, |t| if t < 600.0 { 1.0 } else { 0.0 });
        assert_eq!(later, Some(700.0));
    }

    #[test]
    fn few_in_a_large_pool_leave_as_their_clocks_say() {
        // No load and no refusals: q' = -nu q, e^-1 of it is left after 1 / nu.
        let pool = Pool::own_servers(10_000, 1.0);
        let nu = 0.01;
        let delivered = |_, q: f64| pool.steady(nu * q).delivered;
        let values = quasi_static(100.0, (1.0, 100.0), |_| 0.0, delivered, |_| false);
        assert!((values[100] / (100.0 * libm::exp(-1.0)) - 1.0).abs() < 1e-3, "{}", values[100]);
    }
}
