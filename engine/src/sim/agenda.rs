//! What happens next: the one pending time of everything that has exactly one.
//!
//! A forest's nearest completion, the next arrival of a stream, the oldest session's timeout are
//! moved far more often than they come, so they stay off the calendar; the calendar's own next event
//! is one of them. They are few, so the earliest is found by looking at all of them.

use crate::time::Time;

/// Whose time it is. At one instant they come in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A forest's next completion.
    Forest(usize),
    /// The oldest session is cut, where the timeout is the same for all.
    Timeout,
    /// The calendar's next event.
    Calendar,
    /// The next mail of a stream is created.
    Stream(usize),
    /// The levers, or what depends on them alone, change.
    Change,
    /// The record's next row.
    Row,
}

/// The pending times.
#[derive(Clone, Debug)]
pub(super) struct Agenda {
    forests: usize,
    streams: usize,
    times: Vec<Time>,
}

impl Agenda {
    /// Nothing is pending.
    pub(super) fn new(forests: usize, streams: usize) -> Self {
        Agenda { forests, streams, times: vec![Time::NEVER; forests + streams + 4] }
    }

    /// Sets a source's time, instead of the one set before.
    #[inline]
    pub(super) fn set(&mut self, source: Source, at: Time) {
        let index = self.index(source);
        self.times[index] = at;
    }

    /// A source's time.
    #[inline]
    pub(super) fn at(&self, source: Source) -> Time {
        self.times[self.index(source)]
    }

    /// The earliest time and whose it is.
    #[inline]
    pub(super) fn next(&self) -> (Time, Source) {
        let (mut first, mut earliest) = (0, self.times[0]);
        for (index, &at) in self.times.iter().enumerate().skip(1) {
            if at < earliest {
                (first, earliest) = (index, at);
            }
        }
        (earliest, self.source(first))
    }

    #[inline]
    fn index(&self, source: Source) -> usize {
        match source {
            Source::Forest(forest) => forest,
            Source::Timeout => self.forests,
            Source::Calendar => self.forests + 1,
            Source::Stream(stream) => self.forests + 2 + stream,
            Source::Change => self.forests + self.streams + 2,
            Source::Row => self.forests + self.streams + 3,
        }
    }

    #[inline]
    fn source(&self, index: usize) -> Source {
        match index.checked_sub(self.forests) {
            None => Source::Forest(index),
            Some(0) => Source::Timeout,
            Some(1) => Source::Calendar,
            Some(after) if after < self.streams + 2 => Source::Stream(after - 2),
            Some(after) if after == self.streams + 2 => Source::Change,
            Some(_) => Source::Row,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_comes_first_and_at_one_instant_the_order_is_fixed() {
        let mut agenda = Agenda::new(2, 3);
        assert_eq!(agenda.next().0, Time::NEVER);
        let order = [
            Source::Forest(0),
            Source::Forest(1),
            Source::Timeout,
            Source::Calendar,
            Source::Stream(0),
            Source::Stream(2),
            Source::Change,
            Source::Row,
        ];
        let at = Time::from_secs(7);
        for source in order.into_iter().rev() {
            agenda.set(source, at);
            assert_eq!(agenda.next(), (at, source));
        }
        for source in order {
            assert_eq!(agenda.next(), (at, source));
            agenda.set(source, Time::from_secs(9));
            assert_eq!(agenda.at(source), Time::from_secs(9));
        }
        agenda.set(Source::Stream(2), Time::from_secs(8));
        assert_eq!(agenda.next(), (Time::from_secs(8), Source::Stream(2)));
        assert_eq!(agenda.at(Source::Stream(1)), Time::NEVER);
    }
}
