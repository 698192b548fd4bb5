//! A forest's lookups in progress, by when they are done: a tournament. Each has a place, every four
//! play for the place above them, and so on up to the first of all.
//!
//! When that comes, nobody can guess, a processor no more than anyone else; so no branch depends on it.
//! The way up is as long from every place, and whether a new one is the first of all is known before
//! it has played.

use std::hint::select_unpredictable;

/// A mail in lookup, named by its session and the session's stamp, which grows with every mail that
/// begins (and starts over after four thousand million): of two that are done at once, the one that
/// began first comes first.
pub type Ticket = (u32, u32);

/// Sixteen bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Job {
    /// The shared clock when it is done, as bits: those of a float that is not negative are in the
    /// order of the floats.
    done_at: u64,
    /// The stamp above a number: at a place the session, and further up the place.
    tag: u64,
}

/// Jobs that play each other.
const WIDTH: usize = 4;
/// When what stands where no job is is done: never.
const NEVER: u64 = u64::MAX;

impl Job {
    #[inline]
    fn key(self) -> u128 {
        u128::from(self.done_at) << 64 | u128::from(self.tag)
    }

    /// The one of two that is done first.
    #[inline]
    fn or(self, other: Job) -> Job {
        let is_first = self.key() < other.key();
        Job {
            done_at: select_unpredictable(is_first, self.done_at, other.done_at),
            tag: select_unpredictable(is_first, self.tag, other.tag),
        }
    }

    /// Stands where no job is; its number is the next place that nobody has.
    fn none(next: u32) -> Job {
        Job { done_at: NEVER, tag: u64::from(u32::MAX) << 32 | u64::from(next) }
    }

    fn is_none(self) -> bool {
        self.done_at == NEVER
    }

    #[inline]
    fn number(self) -> u32 {
        self.tag as u32
    }

    /// The same with another number.
    #[inline]
    fn numbered(self, number: usize) -> Job {
        Job { tag: self.tag & !u64::from(u32::MAX) | number as u64, ..self }
    }

    #[inline]
    fn stamp(self) -> u32 {
        (self.tag >> 32) as u32
    }
}

/// The lookups in progress.
#[derive(Clone, Debug)]
pub(super) struct Jobs {
    first: Job,
    /// The places, in fours.
    places: Vec<[Job; WIDTH]>,
    /// Round for round the winners of the one before, in fours.
    rounds: Vec<Vec<[Job; WIDTH]>>,
    /// The first place that nobody has.
    free: u32,
}

impl Default for Jobs {
    fn default() -> Self {
        Jobs { first: Job::none(0), places: Vec::new(), rounds: Vec::new(), free: 0 }
    }
}

impl Jobs {
    /// When the first one is done; `None` if there is none.
    #[inline]
    pub(super) fn first_done_at(&self) -> Option<f64> {
        (!self.first.is_none()).then_some(f64::from_bits(self.first.done_at))
    }

    /// Whose the first one is, which must be there.
    #[inline]
    pub(super) fn first_ticket(&self) -> Ticket {
        (self.jobs()[self.first.number() as usize].number(), self.first.stamp())
    }

    /// All of them with when they are done, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Ticket, f64)> {
        let jobs = self.jobs().iter().filter(|job| !job.is_none());
        jobs.map(|job| ((job.number(), job.stamp()), f64::from_bits(job.done_at)))
    }

    /// Adds one that is done when the shared clock, which is not negative, stands at `done_at`.
    #[inline]
    pub(super) fn push(&mut self, done_at: f64, (session, stamp): Ticket) {
        if self.free as usize == self.jobs().len() {
            self.grow();
        }
        let place = self.free;
        self.free = self.jobs()[place as usize].number();
        let tag = u64::from(stamp) << 32 | u64::from(session);
        let job = Job { done_at: done_at.to_bits(), tag };
        let mut place = place as usize;
        self.places[place / WIDTH][place % WIDTH] = job;
        let job = job.numbered(place);
        self.first = self.first.or(job);
        // Nobody was there: it plays only who has won so far.
        for round in &mut self.rounds {
            place /= WIDTH;
            let winner = &mut round[place / WIDTH][place % WIDTH];
            *winner = winner.or(job);
        }
    }

    /// Drops the one that is done first, which must be there.
    #[inline]
    pub(super) fn drop_first(&mut self) {
        let place = self.first.number();
        let free = std::mem::replace(&mut self.free, place);
        self.first = self.put(place as usize, Job::none(free));
    }

    /// Puts a job at a place; who is first then.
    #[inline]
    fn put(&mut self, place: usize, job: Job) -> Job {
        let four = &mut self.places[place / WIDTH];
        four[place % WIDTH] = job;
        let at = |index: usize| four[index].numbered(place & !(WIDTH - 1) | index);
        let mut job = at(0).or(at(1)).or(at(2).or(at(3)));
        let mut place = place / WIDTH;
        for round in &mut self.rounds {
            let four = &mut round[place / WIDTH];
            four[place % WIDTH] = job;
            job = four[0].or(four[1]).or(four[2].or(four[3]));
            place /= WIDTH;
        }
        job
    }

    /// Twice as many places.
    #[cold]
    fn grow(&mut self) {
        let jobs = self.jobs().to_vec();
        let places = (jobs.len() * 2).max(WIDTH);
        let mut entrants = places / WIDTH;
        self.places = vec![[Job::none(0); WIDTH]; entrants];
        self.rounds.clear();
        while entrants > 1 {
            entrants = entrants.div_ceil(WIDTH);
            self.rounds.push(vec![[Job::none(0); WIDTH]; entrants]);
        }
        for place in (0..places).rev() {
            let job = jobs.get(place).copied();
            self.put(place, job.unwrap_or_else(|| Job::none(place as u32 + 1)));
        }
    }

    /// By place.
    fn jobs(&self) -> &[Job] {
        self.places.as_flattened()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_come_out_in_order_and_at_once_by_who_began_first() {
        let mut jobs = Jobs::default();
        let (mut state, mut expected) = (1u64, Vec::new());
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % below
        };
        for stamp in 0..5_000 {
            // Grows to a hundred and shrinks again; few times, so that many are done at once.
            let grows = stamp / 100 % 2 == 0;
            if grows || expected.is_empty() {
                let (done_at, session) = (next(40), next(1 << 20) as u32);
                jobs.push(done_at as f64 / 8.0, (session, stamp));
                expected.push((done_at, stamp, session));
            } else {
                expected.sort_unstable();
                let (done_at, stamp, session) = expected.remove(0);
                let first = jobs.first_done_at().expect("as many as went in");
                assert_eq!(jobs.first_ticket(), (session, stamp));
                assert!((first - done_at as f64 / 8.0).abs() < 1e-12);
                jobs.drop_first();
            }
            assert_eq!(jobs.iter().count(), expected.len());
        }
    }
}
