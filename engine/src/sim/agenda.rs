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
    /// The calendar's next event, which it knows itself.
    Calendar,
    /// The next mail of a stream is created.
    Stream(usize),
    /// The levers, or what depends on them alone, change.
    Change,
    /// The record's next row.
    Row,
}

/// Where a source stands among all of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place(usize);

/// Lowest bits of a key that say whose it is: forests, streams and four more are fewer than 64.
const PLACE_BITS: u32 = 6;
/// Places, whether anyone has them or not.
const PLACES: usize = 1 << PLACE_BITS;
/// What never comes, in a key: nine thousand years in microseconds.
const LAST: u64 = u64::MAX >> PLACE_BITS;
/// Keys that are compared side by side.
const ABREAST: usize = 8;

/// The pending times, each in one word with its place, so that the least word is the earliest time
/// and at one instant the first place.
#[derive(Clone, Debug)]
pub(super) struct Agenda {
    forests: usize,
    streams: usize,
    /// In groups of eight; where nobody's is, one that never comes.
    groups: [[u64; ABREAST]; PLACES / ABREAST],
    /// Groups in which anybody's is.
    used: usize,
}

impl Agenda {
    /// Nothing is pending.
    pub(super) fn new(forests: usize, streams: usize) -> Self {
        let sources = forests + streams + 4;
        assert!(sources <= PLACES, "more sources than a key can name");
        let never = |group, index| LAST << PLACE_BITS | (group * ABREAST + index) as u64;
        let group = |group| std::array::from_fn(|index| never(group, index));
        let groups = std::array::from_fn(group);
        Agenda { forests, streams, groups, used: sources.div_ceil(ABREAST) }
    }

    /// Sets a source's time, instead of the one set before.
    #[inline]
    pub(super) fn set(&mut self, source: Source, at: Time) {
        let place = self.place(source);
        self.groups[place / ABREAST % (PLACES / ABREAST)][place % ABREAST] = key(at, place);
    }

    /// A source's time.
    #[inline]
    pub(super) fn at(&self, source: Source) -> Time {
        let place = self.place(source);
        time(self.groups[place / ABREAST % (PLACES / ABREAST)][place % ABREAST])
    }

    /// The earliest time, with the calendar's next as it is given, and the place of whose it is.
    #[inline]
    pub(super) fn next(&self, calendar: Time) -> (Time, Place) {
        let [mut a, mut b, mut c, mut d] = [key(calendar, self.forests + 1); 4];
        for group in self.groups.iter().take(self.used) {
            (a, b) = (a.min(group[0]).min(group[4]), b.min(group[1]).min(group[5]));
            (c, d) = (c.min(group[2]).min(group[6]), d.min(group[3]).min(group[7]));
        }
        let key = a.min(b).min(c.min(d));
        // Never is past the end of any run, as what stands for it in a key is.
        let at = Time::from_us(key >> PLACE_BITS);
        (at, Place((key & ((1 << PLACE_BITS) - 1)) as usize))
    }

    #[inline]
    fn place(&self, source: Source) -> usize {
        match source {
            Source::Forest(forest) => forest,
            Source::Timeout => self.forests,
            Source::Calendar => self.forests + 1,
            Source::Stream(stream) => self.forests + 2 + stream,
            Source::Change => self.forests + self.streams + 2,
            Source::Row => self.forests + self.streams + 3,
        }
    }

    /// Whose place it is.
    #[inline]
    pub(super) fn source(&self, Place(place): Place) -> Source {
        match place.checked_sub(self.forests) {
            None => Source::Forest(place),
            Some(0) => Source::Timeout,
            Some(1) => Source::Calendar,
            Some(after) if after < self.streams + 2 => Source::Stream(after - 2),
            Some(after) if after == self.streams + 2 => Source::Change,
            Some(_) => Source::Row,
        }
    }
}

#[inline]
fn key(at: Time, place: usize) -> u64 {
    debug_assert!(at == Time::NEVER || at.us() < LAST, "later than a key can say");
    // Never stays never: its highest bits are shifted out.
    at.us() << PLACE_BITS | place as u64
}

#[inline]
fn time(key: u64) -> Time {
    let us = key >> PLACE_BITS;
    if us == LAST { Time::NEVER } else { Time::from_us(us) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_comes_first_and_at_one_instant_the_order_is_fixed() {
        let mut agenda = Agenda::new(2, 3);
        let next = |agenda: &Agenda| {
            let (at, place) = agenda.next(agenda.at(Source::Calendar));
            (at, agenda.source(place))
        };
        assert!(next(&agenda).0 > Time::from_hours(1 << 20));
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
            assert_eq!(next(&agenda), (at, source));
        }
        for source in order {
            assert_eq!(next(&agenda), (at, source));
            agenda.set(source, Time::from_secs(9));
            assert_eq!(agenda.at(source), Time::from_secs(9));
        }
        agenda.set(Source::Stream(2), Time::from_secs(8));
        assert_eq!(next(&agenda), (Time::from_secs(8), Source::Stream(2)));
        assert_eq!(agenda.at(Source::Stream(1)), Time::NEVER);
    }
}
