//! A forest's lookups in progress, by when they are done: a heap with four children to a node.
//!
//! Few are in it, so it lies in a handful of cache lines and is half as deep as one with two. The
//! least of four is found without a branch, and every node has its four: the list ends in jobs that
//! are never done.

/// A mail in lookup, named by its session and the session's stamp, which grows with every mail that
/// begins (and starts over after four thousand million): of two that are done at once, the one that
/// began first comes first.
pub type Ticket = (u32, u32);

/// Sixteen bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Job {
    /// The shared clock when it is done, as bits: those of a float that is not negative are in the
    /// order of the floats.
    done_at: u64,
    /// The stamp above the session.
    ticket: u64,
}

/// Children of a node.
const WIDTH: usize = 4;
/// Never done.
const NONE: Job = Job { done_at: u64::MAX, ticket: u64::MAX };

impl Job {
    /// Of a mail that is done when the shared clock, which is not negative, stands at `done_at`.
    #[inline]
    pub(super) fn new(done_at: f64, (session, stamp): Ticket) -> Self {
        let ticket = u64::from(stamp) << 32 | u64::from(session);
        Job { done_at: done_at.to_bits(), ticket }
    }

    #[inline]
    pub(super) fn done_at(self) -> f64 {
        f64::from_bits(self.done_at)
    }

    #[inline]
    pub(super) fn ticket(self) -> Ticket {
        (self.ticket as u32, (self.ticket >> 32) as u32)
    }

    #[inline]
    fn key(self) -> u128 {
        u128::from(self.done_at) << 64 | u128::from(self.ticket)
    }
}

/// The lookups in progress.
#[derive(Clone, Debug, Default)]
pub(super) struct Jobs {
    len: usize,
    /// The root, then four children of each in turn; what is no job is never done.
    list: Vec<Job>,
}

impl Jobs {
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The one that is done first.
    #[inline]
    pub(super) fn first(&self) -> Option<Job> {
        self.list.first().copied().filter(|_| self.len > 0)
    }

    /// All of them, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Job> {
        self.list[..self.len].iter().copied()
    }

    #[inline]
    pub(super) fn push(&mut self, job: Job) {
        if self.len == self.list.len() {
            self.list.resize((self.len * WIDTH + 1).min(self.len + 4096), NONE);
        }
        let place = self.len;
        self.len += 1;
        self.rise(place, job);
    }

    /// Drops the one that is done first, if there is one.
    #[inline]
    pub(super) fn drop_first(&mut self) {
        let Some(last) = self.len.checked_sub(1) else { return };
        self.len = last;
        let job = std::mem::replace(&mut self.list[last], NONE);
        if last > 0 {
            self.sink(job);
        }
    }

    /// Puts a job in the root's place: down to a leaf first, because that is where it comes from.
    #[inline]
    fn sink(&mut self, job: Job) {
        let mut hole = 0;
        loop {
            let children = hole * WIDTH + 1;
            let Some(four) = self.list.get(children..).and_then(<[Job]>::first_chunk::<WIDTH>)
            else {
                break;
            };
            let left = usize::from(four[1].key() < four[0].key());
            let right = 2 + usize::from(four[3].key() < four[2].key());
            let least = if four[right].key() < four[left].key() { right } else { left };
            let child = four[least];
            if child == NONE {
                break;
            }
            self.list[hole] = child;
            hole = children + least;
        }
        self.rise(hole, job);
    }

    #[inline]
    fn rise(&mut self, mut hole: usize, job: Job) {
        while hole > 0 {
            let parent = (hole - 1) / WIDTH;
            if self.list[parent].key() <= job.key() {
                break;
            }
            self.list[hole] = self.list[parent];
            hole = parent;
        }
        self.list[hole] = job;
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
                jobs.push(Job::new(done_at as f64 / 8.0, (session, stamp)));
                expected.push((done_at, stamp, session));
            } else {
                expected.sort_unstable();
                let (done_at, stamp, session) = expected.remove(0);
                let job = jobs.first().expect("as many as went in");
                jobs.drop_first();
                assert_eq!(job.ticket(), (session, stamp));
                assert!((job.done_at() - done_at as f64 / 8.0).abs() < 1e-12);
            }
            assert_eq!(jobs.len(), expected.len());
            assert_eq!(jobs.iter().count(), jobs.len());
        }
    }
}
