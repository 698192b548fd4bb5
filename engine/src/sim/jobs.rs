//! A forest's lookups in progress, by when they are done: a heap with four children to a node.
//!
//! Few are in it, so it lies in a handful of cache lines and is half as deep as one with two. The
//! least of four is found without a branch, and every node has its four: where no job is,
//! one that is never done stands.

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
    root: Job,
    /// The four children of the root, then of each of them in turn. What is no job is never done.
    nodes: Vec<[Job; WIDTH]>,
}

impl Default for Job {
    fn default() -> Self {
        NONE
    }
}

impl Jobs {
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The one that is done first.
    #[inline]
    pub(super) fn first(&self) -> Option<Job> {
        (self.len > 0).then_some(self.root)
    }

    /// All of them, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Job> {
        let nodes = self.nodes.as_flattened().iter().copied();
        std::iter::once(self.root).chain(nodes).take(self.len)
    }

    #[inline]
    pub(super) fn push(&mut self, job: Job) {
        let place = self.len;
        self.len += 1;
        if place > self.nodes.len() * WIDTH {
            self.nodes.push([NONE; WIDTH]);
        }
        self.rise(place, job);
    }

    /// Drops the one that is done first, if there is one.
    pub(super) fn drop_first(&mut self) {
        let Some(last) = self.len.checked_sub(1) else { return };
        self.len = last;
        if last == 0 {
            return;
        }
        let place = &mut self.nodes[(last - 1) / WIDTH][(last - 1) % WIDTH];
        let job = std::mem::replace(place, NONE);
        // Down to a leaf first, because that is where it comes from.
        let mut hole = 0;
        while let Some(four) = self.nodes.get(hole) {
            let left = usize::from(four[1].key() < four[0].key());
            let right = 2 + usize::from(four[3].key() < four[2].key());
            let first = if four[right].key() < four[left].key() { right } else { left };
            let child = four[first];
            if child.done_at == NONE.done_at {
                break;
            }
            self.put(hole, child);
            hole = hole * WIDTH + first + 1;
        }
        self.rise(hole, job);
    }

    #[inline]
    fn rise(&mut self, mut hole: usize, job: Job) {
        while hole > 0 {
            let parent = (hole - 1) / WIDTH;
            let above = match parent.checked_sub(1) {
                None => self.root,
                Some(node) => self.nodes[node / WIDTH][node % WIDTH],
            };
            if above.key() <= job.key() {
                break;
            }
            self.put(hole, above);
            hole = parent;
        }
        self.put(hole, job);
    }

    #[inline]
    fn put(&mut self, place: usize, job: Job) {
        match place.checked_sub(1) {
            None => self.root = job,
            Some(node) => self.nodes[node / WIDTH][node % WIDTH] = job,
        }
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
