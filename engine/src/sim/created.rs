//! When each mail was created: an append-only table, so that a waiting mail need not carry it.

use crate::blocks::Blocks;
use crate::sim::mail::MailId;
use crate::time::Time;

/// Times in a block.
const BLOCK: usize = 1 << 12;
/// Mails to a mark.
const MARK: usize = 1 << 10;

/// The instants of creation, stream by stream in order of number.
#[derive(Clone, Debug, Default)]
pub struct Created {
    streams: Vec<Stream>,
}

#[derive(Clone, Debug, Default)]
struct Stream {
    times: Blocks<Time, BLOCK>,
    /// Every so many of them once more: close together in memory, where the table is far away.
    marks: Vec<Time>,
}

impl Created {
    /// A mail is created at `now`. The mails of a stream must come in order of their numbers.
    #[inline]
    pub fn add(&mut self, id: MailId, now: Time) {
        let index = id.stream();
        if index >= self.streams.len() {
            self.streams.resize_with(index + 1, Stream::default);
        }
        let stream = &mut self.streams[index];
        debug_assert_eq!(id.number(), stream.times.len());
        if id.number().is_multiple_of(MARK) {
            stream.marks.push(now);
        }
        stream.times.push(now);
    }

    /// When a mail was created, which must have been.
    #[inline]
    pub fn at(&self, id: MailId) -> Time {
        let stream = &self.streams[id.stream()];
        let marks = &stream.marks[id.number() / MARK..];
        if marks[0] == *marks.get(1).unwrap_or(&Time::NEVER) {
            // All between them were created at that instant, as those that wait from the start were.
            return marks[0];
        }
        stream.times.get(id.number()).copied().expect("a mail that was created")
    }

    /// When a mail was created; `None` if it was not yet.
    pub fn get(&self, id: MailId) -> Option<Time> {
        self.streams.get(id.stream())?.times.get(id.number()).copied()
    }

    /// Time since a mail was created.
    #[inline]
    pub fn age(&self, id: MailId, now: Time) -> Time {
        now.saturating_sub(self.at(id))
    }

    /// Whether at least so much time has passed since a mail was created. The mails of a stream are
    /// created in the order of their numbers, so the marks around it tell nearly always.
    #[inline]
    pub fn is_as_old(&self, id: MailId, age: Time, now: Time) -> bool {
        if now < age {
            return false;
        }
        let by = now - age;
        let marks = &self.streams[id.stream()].marks;
        let mark = id.number() / MARK;
        if marks[mark] > by {
            return false;
        }
        marks.get(mark + 1).is_some_and(|&next| next <= by) || self.at(id) <= by
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mail_is_found_again_also_by_an_older_copy() {
        let mut created = Created::default();
        let id = |number: u32| match number % 3 {
            0 => MailId::new(0, number / 3),
            1 => MailId::new(2, number / 3),
            _ => MailId::outbound(1, number / 3),
        };
        let count = BLOCK as u32 * 3 + 100;
        let mut copy = None;
        for number in 0..count * 3 {
            if number == count {
                copy = Some(created.clone());
            }
            created.add(id(number), Time::from_us(u64::from(number) * 7));
        }
        for number in 0..count * 3 {
            assert_eq!(created.at(id(number)).us(), u64::from(number) * 7);
        }
        let copy = copy.expect("taken");
        assert!((0..count).all(|number| copy.at(id(number)) == created.at(id(number))));
        assert_eq!(created.age(id(9), Time::from_us(64)), Time::from_us(1));
        for number in (0..count * 3).step_by(7) {
            let now = Time::from_us(u64::from(count) * 21);
            let age = created.age(id(number), now);
            assert!(created.is_as_old(id(number), age, now), "{number}");
            let (more, less) = (age + Time::from_us(1), age.saturating_sub(Time::from_us(1)));
            assert!(!created.is_as_old(id(number), more, now), "{number}");
            assert!(created.is_as_old(id(number), less, now), "{number}");
            assert!(!created.is_as_old(id(number), Time::NEVER, now), "{number}");
        }
    }

    #[test]
    fn of_many_that_were_created_at_one_instant_each_is_found() {
        let mut created = Created::default();
        // From thousands at one instant to one in each, and thousands again.
        let at = |number: u32| match number {
            0..5_000 => Time::ZERO,
            5_000..9_000 => Time::from_us(u64::from(number)),
            _ => Time::from_us(9_000 + u64::from(number) / 3_000),
        };
        for number in 0..20_000 {
            created.add(MailId::new(1, number), at(number));
        }
        for number in 0..20_000 {
            assert_eq!(created.at(MailId::new(1, number)), at(number), "{number}");
        }
    }
}
