//! When each mail was created: an append-only table, so that a waiting mail need not carry it.

use crate::blocks::Blocks;
use crate::sim::mail::MailId;
use crate::time::Time;

/// Times in a block.
const BLOCK: usize = 1 << 12;

/// The instants of creation, stream by stream in order of number.
#[derive(Clone, Debug, Default)]
pub struct Created {
    streams: Vec<Blocks<Time, BLOCK>>,
}

impl Created {
    /// A mail is created at `now`. The mails of a stream must come in order of their numbers.
    #[inline]
    pub fn add(&mut self, id: MailId, now: Time) {
        let index = id.stream();
        if let Some(stream) = self.streams.get_mut(index) {
            debug_assert_eq!(id.number(), stream.len());
            stream.push(now);
        } else {
            self.streams.resize_with(index + 1, Blocks::default);
            self.streams[index].push(now);
        }
    }

    /// When a mail was created, which must have been.
    #[inline]
    pub fn at(&self, id: MailId) -> Time {
        self.streams[id.stream()].get(id.number()).copied().expect("a mail that was created")
    }

    /// When a mail was created; `None` if it was not yet.
    pub fn get(&self, id: MailId) -> Option<Time> {
        self.streams.get(id.stream())?.get(id.number()).copied()
    }

    /// Time since a mail was created.
    #[inline]
    pub fn age(&self, id: MailId, now: Time) -> Time {
        now.saturating_sub(self.at(id))
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
    }
}
