//! A loss system: sessions that are admitted up to a limit and finish at a rate that depends on how
//! many there are. Erlang's B formula is the corner where each has a processor of its own.
//!
//! ```
//! use engine::theory::pool::Pool;
//! let erlang = Pool::own_servers(50, 1.0).steady(40.0);
//! assert!((erlang.blocked - 0.018_690_67).abs() < 1e-8);
//! ```

use crate::sim::forest::Usl;
use crate::sim::lookup::Work;

/// A forest as a loss system.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pool {
    /// With n + 1 sessions: how many end a second, and which share of them ends well.
    ends: Vec<(f64, f64)>,
}

/// A loss system in the long run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Steady {
    /// Share of the attempts that find every session taken.
    pub blocked: f64,
    /// Sessions open, mean.
    pub sessions: f64,
    /// Mails that end well [1/s].
    pub delivered: f64,
    /// Share of the admitted that are cut.
    pub cut: f64,
}

/// What a session goes through: the law of a forest's lookups and what it adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Session {
    /// The law of the lookups.
    pub usl: Usl,
    /// Factor on its throughput.
    pub speed: f64,
    /// Share of the processors that is there.
    pub capacity: f64,
    /// The law of a mail's lookup work.
    pub work: Work,
    /// Mean time on the network before the lookups [s].
    pub network_s: f64,
    /// Age at which a session is cut [s]; infinite if it never is.
    pub timeout_s: f64,
}

impl Pool {
    /// Each session with a processor of its own, which ends `rate` mails a second.
    pub fn own_servers(limit: u32, rate: f64) -> Self {
        Pool { ends: (1..=limit).map(|n| (f64::from(n) * rate, 1.0)).collect() }
    }

    /// A forest that admits `limit` sessions.
    pub fn forest(limit: u32, session: &Session) -> Self {
        let mut in_lookup = 0.0;
        let ends = (1..=limit).map(|n| {
            in_lookup = session.in_lookup(f64::from(n), in_lookup);
            session.ends(in_lookup)
        });
        Pool { ends: ends.collect() }
    }

    /// In the long run, if `arrivals` attempts come a second, independent of each other.
    pub fn steady(&self, arrivals: f64) -> Steady {
        // B_n = p_n / (p_0 + ... + p_n) by recursion, and the means along with it: no term overflows.
        let (mut blocked, mut sessions, mut ending, mut delivered) = (1.0, 0.0, 0.0, 0.0);
        for (n, &(ends, well)) in self.ends.iter().enumerate() {
            let weight = arrivals / ends.max(1e-300) * blocked;
            blocked = weight / (1.0 + weight);
            let mix = |mean: f64, here: f64| mean + (here - mean) * blocked;
            sessions = mix(sessions, n as f64 + 1.0);
            ending = mix(ending, ends);
            delivered = mix(delivered, ends * well);
        }
        let cut = if ending > 0.0 { 1.0 - delivered / ending } else { 0.0 };
        Steady { blocked, sessions, delivered, cut }
    }

    /// The most it can deliver a second, with the number of sessions that suits it best.
    pub fn best(&self) -> f64 {
        self.ends.iter().map(|&(ends, well)| ends * well).fold(0.0, f64::max)
    }
}

impl Session {
    /// Sessions of `n` that are in lookup, the others being on the network: flow in is flow out.
    /// `below` is the same of one session less.
    fn in_lookup(&self, n: f64, below: f64) -> f64 {
        let (mut low, mut high) = (below, (below + 2.0).min(n));
        for _ in 0..24 {
            let middle = f64::midpoint(low, high);
            let flow = if middle > 0.0 { self.ends(middle).0 } else { 0.0 };
            if middle + flow * self.network_s > n { high = middle } else { low = middle }
        }
        high
    }

    /// Sessions that end a second with `n` in lookup, and the share of them that ends well.
    fn ends(&self, n: f64) -> (f64, f64) {
        let pace = self.usl.throughput_of_share(n, self.capacity) * self.speed / n;
        // Work that gets done before the cut, in units of the mean.
        let most = (self.timeout_s - self.network_s).max(0.0) * pace;
        let (mean, well) = done_within(self.work, most);
        (n * pace / mean.max(1e-9), well)
    }
}

/// Of work with mean 1 that is given up after `most`: what is done on average, and the share that is
/// finished.
fn done_within(work: Work, most: f64) -> (f64, f64) {
    if most.is_infinite() {
        return (1.0, 1.0);
    }
    match work {
        Work::Fixed(_) => (most.min(1.0), f64::from(u8::from(most >= 1.0))),
        Work::Erlang(parts) => {
            let x = f64::from(parts.max(1)) * most;
            // P(fewer than i parts by x) for i = 1..=parts; their mean tail is the mean done.
            let (mut term, mut fewer, mut done) = (libm::exp(-x), 0.0, 0.0);
            for i in 1..=parts.max(1) {
                fewer += term;
                done += 1.0 - fewer;
                term *= x / f64::from(i);
            }
            (done / f64::from(parts.max(1)), 1.0 - fewer)
        }
        Work::Hyperexponential(_) => {
            let p = f64::midpoint(1.0, libm::sqrt(0.6));
            let phase = |p: f64| {
                let left = libm::exp(-2.0 * p * most);
                ((1.0 - left) / (2.0 * p), 1.0 - left)
            };
            let (a, b) = (phase(p), phase(1.0 - p));
            (p * a.0 + (1.0 - p) * b.0, p * a.1 + (1.0 - p) * b.1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(got: f64, want: f64, within: f64) {
        assert!((got / want - 1.0).abs() < within, "{got} for {want}");
    }

    fn usl(rate: f64, contention: f64, coherency: f64) -> Session {
        Session {
            usl: Usl { rate, contention, coherency },
            speed: 1.0,
            capacity: 1.0,
            work: Work::Erlang(1),
            network_s: 0.0,
            timeout_s: f64::INFINITY,
        }
    }

    #[test]
    fn erlang_b_is_exact() {
        let v1 = Pool::own_servers(50, 1.0).steady(40.0);
        check(v1.blocked, 0.018_690_67, 1e-6);
        check(v1.sessions, 39.252_37, 1e-6);
        check(v1.delivered, 40.0 * (1.0 - v1.blocked), 1e-12);
    }

    #[test]
    fn the_scalability_law_is_exact_before_and_past_its_peak() {
        let law = usl(90.0, 0.02773, 1.044e-4);
        let v9 = Pool::forest(60, &law).steady(1700.0);
        check(v9.blocked, 0.026_652_90, 1e-6);
        check(v9.sessions, 45.545_08, 1e-6);
        check(v9.delivered, 1654.690, 1e-6);
        let v9b = Pool::forest(300, &law).steady(1900.0);
        check(v9b.blocked, 0.234_419_7, 1e-6);
        check(v9b.sessions, 296.6584, 1e-6);
        check(v9b.delivered, 1454.603, 1e-6);
        for (limit, delivered) in [(96, 1843.4), (120, 1858.3), (150, 1845.1)] {
            check(Pool::forest(limit, &law).steady(1900.0).delivered, delivered, 1e-4);
        }
    }

    #[test]
    fn a_timeout_is_exact_with_own_servers_and_near_with_shared_ones() {
        let v10 = Session { timeout_s: 2.0, ..usl(1.0, 0.0, 0.0) };
        let steady = Pool::forest(50, &v10).steady(40.0);
        check(steady.blocked, 0.002_778_73, 1e-5);
        check(steady.cut, 0.135_335_28, 1e-6);
        check(steady.sessions, 34.490_48, 1e-6);
        let v12 = Session { timeout_s: 1.5, ..usl(2.0, 0.1, 0.05) };
        let steady = Pool::forest(4, &v12).steady(4.0);
        check(steady.blocked, 0.171_71, 0.05);
        check(steady.delivered, 2.8975, 0.02);
        check(steady.sessions, 2.0755, 0.02);
    }

    #[test]
    fn the_three_laws_of_work_have_mean_one_and_end_in_time() {
        for work in [Work::Erlang(4), Work::Fixed(1), Work::Hyperexponential(1)] {
            let (mean, well) = done_within(work, 1e3);
            check(mean, 1.0, 1e-9);
            check(well, 1.0, 1e-9);
            let (half, some) = done_within(work, 0.5);
            assert!(half > 0.3 && half <= 0.5 && some < 0.6, "{half} {some}");
        }
    }

    #[test]
    fn time_on_the_network_takes_sessions_and_no_processors() {
        // Own servers and a second on the network before a second of lookup: 80 erlangs.
        let slow = Session { network_s: 1.0, ..usl(1.0, 0.0, 0.0) };
        let steady = Pool::forest(100, &slow).steady(40.0);
        let erlang = Pool::own_servers(100, 0.5).steady(40.0);
        check(steady.blocked, erlang.blocked, 1e-3);
        check(Pool::forest(100, &slow).best(), 50.0, 1e-4);
    }
}
