//! A resource forest: a limit on sessions, and directory processors that all lookups share.
//!
//! With n mails in lookup the forest completes X(n) of them a second (Universal Scalability Law),
//! each getting an equal part. So one clock per forest is enough: it runs at X(n)/n, a mail that
//! joins at clock V with work w is done at V + w, and only the nearest completion is scheduled.

use crate::time::Time;

use super::jobs::Jobs;

pub use super::jobs::Ticket;

/// The Universal Scalability Law of a forest's lookups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usl {
    /// Completions a second with one in progress (gamma).
    pub rate: f64,
    /// Contention (alpha).
    pub contention: f64,
    /// Coherency (beta).
    pub coherency: f64,
}

impl Usl {
    /// Completions a second with `n` in progress.
    pub fn throughput(&self, n: f64) -> f64 {
        let cost = 1.0 + self.contention * (n - 1.0) + self.coherency * n * (n - 1.0);
        self.rate * n / cost
    }

    /// Where throughput is greatest; infinite if it never falls.
    pub fn knee(&self) -> f64 {
        if self.coherency > 0.0 {
            libm::sqrt((1.0 - self.contention) / self.coherency)
        } else {
            f64::INFINITY
        }
    }

    /// The greatest throughput up to `limit` in progress.
    pub fn best(&self, limit: u32) -> f64 {
        self.throughput(self.knee().clamp(1.0, f64::from(limit.max(1))))
    }

    /// Completions a second with `n` in progress where only a share of the processors is there (or
    /// more than all): each processor meets as many lookups as in a whole forest with n / share, and
    /// one lookup alone is no faster for more processors.
    pub fn throughput_of_share(&self, n: f64, share: f64) -> f64 {
        if share > 0.0 {
            let crowd = (n / share).max(1.0);
            self.throughput(crowd) * n / crowd
        } else {
            0.0
        }
    }
}

/// A forest's state.
#[derive(Clone, Debug)]
pub struct Forest {
    /// The region it belongs to.
    pub region: usize,
    /// Most sessions admitted.
    pub limit: u32,
    /// Sessions open.
    pub sessions: u32,
    /// Whether a flighted package has reached it.
    pub flighted: bool,
    /// When it last refused.
    pub refused_at: Option<Time>,
    /// Sessions' mails whose lookups it completed.
    pub completed: u64,
    /// Sessions that were cut.
    pub cut: u64,
    /// Connections refused for its limit.
    pub refused: u64,
    usl: Usl,
    speed: f64,
    capacity: f64,
    in_lookup: u32,
    /// Jobs of sessions that were cut.
    dead: u32,
    /// The shared clock [work], and when it was brought up to date.
    clock: f64,
    clock_at: Time,
    /// How fast the clock runs by the number of mails in lookup, as far as that was asked for.
    paces: Vec<Pace>,
    jobs: Jobs,
}

/// How fast the shared clock runs.
#[derive(Clone, Copy, Debug)]
struct Pace {
    /// Work a microsecond that each mail in lookup gets.
    work_per_us: f64,
    /// Microseconds that a unit of work takes.
    us_per_work: f64,
}

/// Most mails in lookup for which a forest keeps how fast its clock runs: it is to take no memory for
/// each of thousands.
const KEPT_PACES: u32 = 512;

/// Slack in comparing the shared clock with a finish, in mean works: far below what a microsecond
/// is worth at any rate the fields allow, far above rounding.
const SLACK: f64 = 1e-9;

impl Forest {
    /// An idle forest.
    pub fn new(region: usize, usl: Usl) -> Self {
        Forest {
            region,
            limit: 0,
            sessions: 0,
            flighted: false,
            refused_at: None,
            completed: 0,
            cut: 0,
            refused: 0,
            usl,
            speed: 1.0,
            capacity: 1.0,
            in_lookup: 0,
            dead: 0,
            clock: 0.0,
            clock_at: Time::ZERO,
            paces: Vec::new(),
            jobs: Jobs::default(),
        }
    }

    /// Mails whose lookups are in progress.
    pub fn in_lookup(&self) -> u32 {
        self.in_lookup
    }

    /// The law of its lookups at full speed.
    pub fn usl(&self) -> Usl {
        self.usl
    }

    /// Factor on its throughput now.
    pub fn speed(&self) -> f64 {
        self.speed
    }

    /// Share of its usual directory processors that is there now.
    pub fn capacity(&self) -> f64 {
        self.capacity
    }

    /// Changes the speed of its lookups and the share of its processors; false if both are as they
    /// were.
    pub fn set_power(&mut self, now: Time, speed: f64, capacity: f64) -> bool {
        let is_new = |old: f64, new: f64| old.to_bits() != new.to_bits();
        if !is_new(self.speed, speed) && !is_new(self.capacity, capacity) {
            return false;
        }
        self.advance(now);
        self.speed = speed;
        self.capacity = capacity;
        self.paces.clear();
        true
    }

    /// Lookups in progress at which its throughput is best, with the processors it has.
    pub fn knee(&self) -> f64 {
        if self.capacity > 0.0 { self.usl.knee() * self.capacity } else { 0.0 }
    }

    /// The most it can complete a second with its processors and its speed, whatever its limit.
    pub fn best(&self) -> f64 {
        self.usl.throughput_of_share(self.knee().clamp(1.0, f64::from(u32::MAX)), self.capacity)
            * self.speed
    }

    /// A mail's lookups begin: `work` in units of the mean. When the nearest completion is due then.
    #[inline]
    pub fn join(&mut self, now: Time, ticket: Ticket, work: f64) -> Time {
        self.advance(now);
        self.in_lookup += 1;
        self.jobs.push(self.clock + work, ticket);
        self.first_due()
    }

    /// A mail's session was cut while in lookup. Its job stays in the list until it would be the
    /// first, which `is_live` tells.
    pub fn abandon(&mut self, now: Time, is_live: impl Fn(Ticket) -> bool) {
        self.advance(now);
        self.in_lookup -= 1;
        self.dead += 1;
        self.drop_dead(is_live);
    }

    /// The mails in lookup with the work that is left of each, in no order; also those of sessions
    /// that were cut.
    pub fn work_left(&self, now: Time) -> impl Iterator<Item = (Ticket, f64)> {
        let passed = self.passed(now);
        let pace = self.pace_with(self.in_lookup).work_per_us;
        let clock = self.clock + passed * pace;
        self.jobs.iter().map(move |(ticket, done_at)| (ticket, (done_at - clock).max(0.0)))
    }

    /// When the nearest completion is due; [`Time::NEVER`] if nothing is in lookup, or no processor
    /// is there.
    #[inline]
    pub fn first_due(&mut self) -> Time {
        self.jobs.first_done_at().map_or(Time::NEVER, |done_at| self.due(done_at))
    }

    /// Takes the next mail whose lookups are done by `now`.
    ///
    /// # Errors
    /// None is: then when the next one is due.
    #[inline]
    pub fn next_done(
        &mut self,
        now: Time,
        is_live: impl Fn(Ticket) -> bool,
    ) -> Result<Ticket, Time> {
        self.advance(now);
        let Some(done_at) = self.jobs.first_done_at() else { return Err(Time::NEVER) };
        if done_at > self.clock + SLACK {
            return Err(self.due(done_at));
        }
        let ticket = self.jobs.first_ticket();
        self.jobs.drop_first();
        self.in_lookup -= 1;
        if self.in_lookup == 0 && self.dead == 0 {
            // Idle: start the clock over, so it never grows past what a float resolves.
            self.clock = 0.0;
        }
        self.drop_dead(is_live);
        Ok(ticket)
    }

    /// When the shared clock stands there if nothing changes.
    #[inline]
    fn due(&mut self, done_at: f64) -> Time {
        if self.capacity <= 0.0 {
            return Time::NEVER;
        }
        let us = (done_at - self.clock) * self.pace().us_per_work;
        // Rounded up: at the scheduled microsecond the job is done, never just before.
        self.clock_at + Time::from_us(whole_above(us))
    }

    #[inline]
    fn drop_dead(&mut self, is_live: impl Fn(Ticket) -> bool) {
        if self.dead > 0 {
            self.drop_some_dead(is_live);
        }
    }

    #[cold]
    fn drop_some_dead(&mut self, is_live: impl Fn(Ticket) -> bool) {
        while self.dead > 0 && !is_live(self.jobs.first_ticket()) {
            self.jobs.drop_first();
            self.dead -= 1;
        }
    }

    #[inline]
    fn advance(&mut self, now: Time) {
        if now == self.clock_at {
            return;
        }
        if self.in_lookup > 0 {
            let passed = self.passed(now);
            self.clock += passed * self.pace().work_per_us;
        }
        self.clock_at = now;
    }

    /// Microseconds since the clock was brought up to date.
    #[inline]
    fn passed(&self, now: Time) -> f64 {
        (now - self.clock_at).us().cast_signed() as f64
    }

    /// How fast the clock runs now. Divisions are slow and the numbers in lookup mostly few, so what
    /// was worked out once is kept.
    #[inline]
    fn pace(&mut self) -> Pace {
        if let Some(&pace) = self.paces.get(self.in_lookup as usize) {
            return pace;
        }
        self.learn_pace()
    }

    #[cold]
    fn learn_pace(&mut self) -> Pace {
        let known = self.in_lookup.next_power_of_two().min(KEPT_PACES);
        for n in self.paces.len() as u32..=known {
            self.paces.push(self.pace_with(n));
        }
        self.pace_with(self.in_lookup)
    }

    fn pace_with(&self, in_lookup: u32) -> Pace {
        let n = f64::from(in_lookup.max(1));
        let whole = self.capacity.to_bits() == 1f64.to_bits();
        let throughput = if whole {
            self.usl.throughput(n)
        } else {
            self.usl.throughput_of_share(n, self.capacity)
        };
        let work_per_us = throughput * self.speed / n / 1e6;
        Pace { work_per_us, us_per_work: 1.0 / work_per_us }
    }
}

/// The whole number at or above `x`; 0 for negative ones and for none at all, 2^51 for larger ones.
///
/// A float of 2^52 more has nothing behind the point: its last bits are the nearest whole number.
/// There is no instruction for this that every processor has, and no branch here to guess.
#[inline]
fn whole_above(x: f64) -> u64 {
    const SHIFT: f64 = (1u64 << 52) as f64;
    const MOST: f64 = (1u64 << 51) as f64;
    let x = if x > 0.0 { x } else { 0.0 };
    let x = if x < MOST { x } else { MOST };
    let nearest = x + SHIFT;
    nearest.to_bits() - SHIFT.to_bits() + u64::from(nearest - SHIFT < x)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALONE: Usl = Usl { rate: 1.0, contention: 1.0, coherency: 0.0 };

    #[test]
    fn one_shared_server_gives_each_an_equal_part() {
        let mut forest = Forest::new(0, ALONE);
        forest.join(Time::ZERO, (1, 0), 1.0);
        forest.join(Time::ZERO, (2, 0), 2.0);
        // Both get half: the first is done at 2 s, the second a second of its own later.
        assert_eq!(forest.first_due(), Time::from_secs(2));
        assert_eq!(forest.next_done(Time::from_secs(2), |_| true), Ok((1, 0)));
        assert_eq!(forest.next_done(Time::from_secs(2), |_| true), Err(Time::from_secs(3)));
        assert_eq!(forest.first_due(), Time::from_secs(3));
        assert_eq!(forest.next_done(Time::from_secs(3), |_| true), Ok((2, 0)));
        assert_eq!(forest.first_due(), Time::NEVER);
    }

    #[test]
    fn what_a_cut_session_leaves_behind_is_passed_over() {
        let mut forest = Forest::new(0, ALONE);
        forest.join(Time::ZERO, (1, 0), 1.0);
        forest.join(Time::ZERO, (2, 0), 2.0);
        let live = |ticket: Ticket| ticket.0 == 2;
        forest.abandon(Time::from_secs(1), live);
        // Half a second of work was done in the shared second; the rest goes at full speed.
        assert_eq!(forest.first_due(), Time::from_us(2_500_000));
        assert_eq!(forest.next_done(Time::from_us(2_500_000), live), Ok((2, 0)));
        assert_eq!(forest.in_lookup(), 0);
    }

    #[test]
    fn a_change_of_speed_counts_from_its_instant() {
        let mut forest = Forest::new(0, ALONE);
        forest.join(Time::ZERO, (1, 0), 2.0);
        assert!(forest.set_power(Time::from_secs(1), 0.5, 1.0));
        assert!(!forest.set_power(Time::from_secs(2), 0.5, 1.0), "nothing new");
        assert_eq!(forest.first_due(), Time::from_secs(3));
    }

    #[test]
    fn without_processors_nothing_is_completed_until_they_are_back() {
        let mut forest = Forest::new(0, ALONE);
        forest.join(Time::ZERO, (1, 0), 2.0);
        forest.set_power(Time::from_secs(1), 1.0, 0.0);
        assert_eq!(forest.first_due(), Time::NEVER);
        forest.set_power(Time::from_secs(9), 1.0, 1.0);
        assert_eq!(forest.first_due(), Time::from_secs(10));
    }

    #[test]
    fn whole_numbers_above_are_those_of_the_library() {
        for (x, whole) in [(-1e9, 0), (f64::NAN, 0), (f64::INFINITY, 1 << 51), (4e15, 1 << 51)] {
            assert_eq!(whole_above(x), whole, "{x}");
        }
        let mut x = 1e-9;
        while x < 2e15 {
            for x in [x, libm::floor(x), libm::floor(x) + 0.5] {
                assert_eq!(whole_above(x), libm::ceil(x) as u64, "{x}");
            }
            x *= 1.000_1;
        }
    }

    #[test]
    fn half_the_processors_are_half_a_forest() {
        let usl = Usl { rate: 4.0, contention: 0.5, coherency: 0.0019 };
        for n in [1.0, 8.0, 25.0] {
            let half = usl.throughput_of_share(n, 0.5);
            assert!((half * 2.0 - usl.throughput(2.0 * n)).abs() < 1e-12, "{n}: {half}");
        }
        assert!((usl.throughput_of_share(1.0, 4.0) - 4.0).abs() < 1e-12, "one alone");
        assert!(usl.throughput_of_share(64.0, 4.0) > 3.9 * usl.throughput(16.0));
    }

    #[test]
    fn throughput_peaks_at_the_knee() {
        let usl = Usl { rate: 4.0, contention: 0.5, coherency: 0.0019 };
        assert!((usl.knee() - 16.22).abs() < 0.01);
        assert!(usl.throughput(16.0) > usl.throughput(8.0));
        assert!(usl.throughput(16.0) > usl.throughput(50.0));
        assert!((usl.best(50) - 7.15).abs() < 0.01, "{}", usl.best(50));
        assert!(usl.best(8) < usl.best(50), "a low limit keeps it from its best");
    }
}
