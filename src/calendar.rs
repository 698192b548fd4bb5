//! The future-event list: what happens next, in order of time and, at equal times, in the order it
//! was scheduled.
//!
//! Nothing is cancelled: an event that no longer applies carries an old stamp and is ignored by
//! whoever owns it.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::time::Time;

/// A future-event list over events `E`.
#[derive(Clone, Debug)]
pub struct Calendar<E> {
    heap: BinaryHeap<Entry<E>>,
    scheduled: u64,
}

#[derive(Clone, Debug)]
struct Entry<E> {
    at: Time,
    sequence: u64,
    event: E,
}

impl<E> Default for Calendar<E> {
    fn default() -> Self {
        Calendar { heap: BinaryHeap::new(), scheduled: 0 }
    }
}

impl<E> Calendar<E> {
    /// Schedules `event` at `at`.
    #[inline]
    pub fn push(&mut self, at: Time, event: E) {
        self.scheduled += 1;
        self.heap.push(Entry { at, sequence: self.scheduled, event });
    }

    /// The time of the next event.
    #[inline]
    pub fn next_at(&self) -> Option<Time> {
        self.heap.peek().map(|entry| entry.at)
    }

    /// Takes the next event.
    #[inline]
    pub fn pop(&mut self) -> Option<(Time, E)> {
        self.heap.pop().map(|entry| (entry.at, entry.event))
    }

    /// Events pending, stale ones included.
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }
}

impl<E> Entry<E> {
    #[inline]
    fn key(&self) -> (Time, u64) {
        (self.at, self.sequence)
    }
}

impl<E> Ord for Entry<E> {
    /// Reversed, because the standard heap hands out its greatest.
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        other.key().cmp(&self.key())
    }
}

impl<E> PartialOrd for Entry<E> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> PartialEq for Entry<E> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl<E> Eq for Entry<E> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_in_order_of_time_then_of_scheduling() {
        let mut calendar = Calendar::default();
        for (at, name) in [(5, "a"), (3, "b"), (5, "c"), (3, "d"), (4, "e")] {
            calendar.push(Time::from_us(at), name);
        }
        let order: Vec<_> = std::iter::from_fn(|| calendar.pop()).map(|(_, name)| name).collect();
        assert_eq!(order, ["b", "d", "e", "a", "c"]);
    }
}
