//! The future-event list: what happens next, in order of time and, at equal times, in the order it
//! was scheduled.
//!
//! A monotone radix heap: an entry lies in the bucket of the highest digit, of four bits, in which its
//! time differs from the time of an entry taken before. When all before it were taken, a bucket is
//! emptied into those below it, so an entry moves at most once for each digit, in long runs over memory,
//! however many are pending. A bucket of few entries is sorted instead, and they wait in front: what is
//! scheduled among them takes its place there. Within a bucket entries keep the order in which they
//! came, and so do equal times.
//!
//! Full blocks of a bucket are immutable and shared between copies of the calendar: a checkpoint of
//! a run with millions of waiting mails costs what has changed since the last one.

mod block;
mod front;
mod used;

use std::sync::Arc;

use crate::order;
use crate::time::Time;

use block::{BLOCK, Block, Entry};
use front::Front;
use used::Used;

/// Bits of an entry's tag.
pub const TAG_BITS: u32 = 21;
/// Bits of its body.
pub const BODY_BITS: u32 = 56;
/// Bits of its time: 101 days in microseconds. What is later counts as then.
const TIME_BITS: u32 = u64::BITS - TAG_BITS;
const LAST_TIME: u64 = (1 << TIME_BITS) - 1;
/// Bits of a digit. More mean fewer moves and more buckets.
const DIGIT_BITS: u32 = 4;
const DIGITS: usize = 1 << DIGIT_BITS;
/// Digits of a time.
const PLACES: usize = TIME_BITS.div_ceil(DIGIT_BITS) as usize;

/// What is scheduled: so many bits, whose meaning is the owner's affair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Its lowest [`TAG_BITS`] bits count.
    pub tag: u32,
    /// Its lowest [`BODY_BITS`] bits count.
    pub body: u64,
}

/// A future-event list.
#[derive(Debug)]
pub struct Calendar {
    /// The entries that come before all others, in order.
    front: Front,
    /// By the highest digit that differs from `last`, and then by what that digit is.
    buckets: Vec<Bucket>,
    used: Used,
    /// The time of the entry that was taken when a bucket was last emptied.
    last: u64,
    /// The time of the next entry.
    next: u64,
    len: usize,
    /// Blocks to be used again, so that nothing is allocated once the run has warmed up.
    spare: Vec<Arc<Block>>,
}

#[derive(Clone, Debug)]
struct Bucket {
    full: Vec<Arc<Block>>,
    rest: Vec<Entry>,
    earliest: u64,
}

impl Default for Calendar {
    fn default() -> Self {
        let bucket = Bucket { full: Vec::new(), rest: Vec::new(), earliest: u64::MAX };
        Calendar {
            front: Front::default(),
            buckets: vec![bucket; PLACES * DIGITS],
            used: Used::default(),
            last: 0,
            next: u64::MAX,
            len: 0,
            spare: Vec::new(),
        }
    }
}

impl Clone for Calendar {
    /// Shares the full blocks; leaves the spare ones.
    fn clone(&self) -> Self {
        Calendar {
            front: self.front.clone(),
            buckets: self.buckets.clone(),
            spare: Vec::new(),
            ..*self
        }
    }
}

impl Calendar {
    /// Schedules `item` at `at`, which must not be before the last entry taken.
    #[inline]
    pub fn push(&mut self, at: Time, item: Item) {
        let at = at.us().min(LAST_TIME);
        debug_assert!(at >= self.last, "scheduled in the past");
        self.len += 1;
        self.next = self.next.min(at);
        self.put(Entry::new(at, item));
    }

    /// The time of the next entry; [`Time::NEVER`] if there is none.
    #[inline]
    pub fn next_at(&self) -> Time {
        Time::from_us(self.next)
    }

    /// Takes the next entry.
    #[inline]
    pub fn pop(&mut self) -> Option<(Time, Item)> {
        self.advance()?;
        let entry = self.front.entries.pop_front()?;
        self.len -= 1;
        self.find_next();
        Some((Time::from_us(entry.at()), entry.item()))
    }

    /// Entries pending, stale ones included.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// What a copy of it would not share, in bytes.
    pub fn own_bytes(&self) -> usize {
        let rest: usize = self.buckets.iter().map(|bucket| bucket.rest.len()).sum();
        let full: usize = self.buckets.iter().map(|bucket| bucket.full.len()).sum();
        // A block that is full now may be spread by the next copy: half of them is a fair guess.
        (rest + self.front.entries.len()) * size_of::<Entry>() + full * size_of::<Block>() / 2
    }

    /// Every item pending, in no particular order.
    pub fn items(&self) -> impl Iterator<Item = Item> {
        self.entries().map(|entry| entry.item())
    }

    /// Every item pending with its time, in no particular order.
    pub fn pending(&self) -> impl Iterator<Item = (Time, Item)> {
        self.entries().map(|entry| (Time::from_us(entry.at()), entry.item()))
    }

    fn entries(&self) -> impl Iterator<Item = Entry> {
        self.front.entries.iter().copied().chain(self.buckets.iter().flat_map(Bucket::entries))
    }

    /// Takes out every item that `is_meant` names, in order of time.
    pub fn take_if(&mut self, is_meant: impl Fn(Item) -> bool) -> Vec<Item> {
        let all = self.take_all();
        let (mut taken, kept): (Vec<_>, Vec<_>) = all.into_iter().partition(|e| is_meant(e.item()));
        for entry in kept {
            self.put_back(entry);
        }
        order::by_rank(&mut taken, |entry| entry.at().into());
        taken.iter().map(Entry::item).collect()
    }

    /// Changes items where they stand.
    pub fn change(&mut self, mut change: impl FnMut(Item) -> Item) {
        for entry in self.take_all() {
            self.put_back(Entry::new(entry.at(), change(entry.item())));
        }
    }

    /// Everything, equal times in their order.
    fn take_all(&mut self) -> Vec<Entry> {
        let mut all: Vec<_> = self.front.entries.drain(..).collect();
        self.front.until = 0;
        for bucket in &mut self.buckets {
            all.extend(bucket.entries());
            bucket.full.clear();
            bucket.rest.clear();
            bucket.earliest = u64::MAX;
        }
        (self.used, self.len, self.next) = (Used::default(), 0, u64::MAX);
        all
    }

    fn put_back(&mut self, entry: Entry) {
        self.len += 1;
        self.next = self.next.min(entry.at());
        self.put(entry);
    }

    #[inline]
    fn put(&mut self, entry: Entry) {
        if entry.at() < self.front.until {
            self.put_in_front(entry);
        } else {
            self.put_in_bucket(entry);
        }
    }

    fn put_in_front(&mut self, entry: Entry) {
        if self.front.insert(entry) {
            return;
        }
        // Much was scheduled among them since they came to the front: back into buckets, narrower ones.
        let mut front = std::mem::take(&mut self.front.entries);
        self.front.until = 0;
        for entry in front.drain(..).chain([entry]) {
            self.put_in_bucket(entry);
        }
        self.front.entries = front;
    }

    #[inline]
    fn put_in_bucket(&mut self, entry: Entry) {
        // What is at that time itself lies where the last digit's are.
        let place = ((entry.at() ^ self.last) | 1).ilog2() / DIGIT_BITS;
        let digit = (entry.at() >> (place * DIGIT_BITS)) as usize % DIGITS;
        self.used.add(place as usize, digit);
        let bucket = &mut self.buckets[place as usize * DIGITS + digit];
        bucket.earliest = bucket.earliest.min(entry.at());
        bucket.rest.push(entry);
        if bucket.rest.len() == BLOCK {
            Self::seal(bucket, &mut self.spare);
        }
    }

    /// Makes a block of a bucket's rest.
    #[cold]
    fn seal(bucket: &mut Bucket, spare: &mut Vec<Arc<Block>>) {
        let mut block = spare.pop().unwrap_or_default();
        if let Some(block) = Arc::get_mut(&mut block) {
            block.fill(&bucket.rest);
        }
        bucket.full.push(block);
        bucket.rest.clear();
    }

    /// The earliest entries come to the front, if there are any: a bucket that fills no block is sorted,
    /// any other spread over those below it.
    fn advance(&mut self) -> Option<()> {
        while self.front.entries.is_empty() {
            let (place, digit) = self.used.first()?;
            self.used.remove(place, digit);
            let bucket = &mut self.buckets[place * DIGITS + digit];
            self.last = std::mem::replace(&mut bucket.earliest, u64::MAX);
            if bucket.full.is_empty() {
                self.front.fill(&bucket.rest, place as u32 * DIGIT_BITS);
                bucket.rest.clear();
            } else {
                self.spread(place, digit);
            }
        }
        Some(())
    }

    fn spread(&mut self, place: usize, digit: usize) {
        // At the last place all are at one instant: there is none below.
        self.front.until = self.last + u64::from(place == 0);
        let index = place * DIGITS + digit;
        let mut full = std::mem::take(&mut self.buckets[index].full);
        let mut rest = std::mem::take(&mut self.buckets[index].rest);
        for mut block in full.drain(..) {
            for entry in block.entries() {
                self.put(entry);
            }
            // A block that a checkpoint still holds is the checkpoint's.
            if Arc::get_mut(&mut block).is_some() {
                self.spare.push(block);
            }
        }
        for entry in rest.drain(..) {
            self.put(entry);
        }
        self.buckets[index].full = full;
        self.buckets[index].rest = rest;
    }

    #[inline]
    fn find_next(&mut self) {
        self.next = if let Some(first) = self.front.entries.front() {
            first.at()
        } else if let Some((place, digit)) = self.used.first() {
            self.buckets[place * DIGITS + digit].earliest
        } else {
            u64::MAX
        };
    }
}

impl Bucket {
    fn entries(&self) -> impl Iterator<Item = Entry> {
        self.full.iter().flat_map(|block| block.entries()).chain(self.rest.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, draw};

    fn item(body: u64) -> Item {
        Item { tag: body as u32 & 0xF_FFFF, body }
    }

    #[test]
    fn items_come_in_order_of_time_then_of_scheduling() {
        let mut calendar = Calendar::default();
        for (at, name) in [(5, 1), (3, 2), (5, 3), (3, 4), (4, 5)] {
            calendar.push(Time::from_us(at), item(name));
        }
        let order: Vec<_> =
            std::iter::from_fn(|| calendar.pop()).map(|(_, item)| item.body).collect();
        assert_eq!(order, [2, 4, 5, 1, 3]);
        assert_eq!((calendar.next_at(), calendar.len()), (Time::NEVER, 0));
    }

    /// Against a list that is sorted whenever it is asked: random waits of all lengths with many
    /// equal times, pushes between pops, a copy taken on the way.
    #[test]
    fn it_agrees_with_a_sorted_list() {
        let mut calendar = Calendar::default();
        let mut list: Vec<(u64, u64)> = Vec::new();
        let (mut now, mut scheduled) = (0, 0);
        let mut push = |calendar: &mut Calendar, list: &mut Vec<_>, now: u64| {
            scheduled += 1;
            let bits = draw(1, scheduled, Purpose::Wait, 0).bits();
            let at = now + (bits >> 8) % (1 << (bits % 34));
            calendar.push(Time::from_us(at), item(scheduled));
            list.push((at, scheduled));
        };
        for _ in 0..3000 {
            push(&mut calendar, &mut list, now);
        }
        let mut copy = None;
        for step in 0..20_000u64 {
            if step == 5_000 {
                copy = Some((calendar.clone(), list.clone()));
            }
            let (earliest, &due) = list.iter().enumerate().min_by_key(|&(_, &e)| e).expect("some");
            assert_eq!(calendar.next_at().us(), due.0);
            let (at, taken) = calendar.pop().expect("as many as in the list");
            assert_eq!((at.us(), taken), (due.0, item(due.1)), "step {step}");
            list.swap_remove(earliest);
            now = due.0;
            if step < 15_000 {
                push(&mut calendar, &mut list, now);
            }
            if list.is_empty() {
                break;
            }
        }
        let (mut calendar, mut list) = copy.expect("taken");
        list.sort_unstable();
        for due in list {
            assert_eq!(calendar.pop().expect("still there").1, item(due.1));
        }
        assert!(calendar.is_empty());
    }

    /// A few far apart come to the front; then more is scheduled among them than is kept in order there.
    #[test]
    fn what_is_scheduled_among_the_first_ones_comes_in_its_order() {
        let mut calendar = Calendar::default();
        let mut list: Vec<(u64, u64)> = Vec::new();
        let (mut now, mut number) = (0, 0);
        for round in 0..40 {
            for step in 0..600u64 {
                number += 1;
                let bits = draw(1, number, Purpose::Wait, 0).bits();
                let far = (step + 1) << 30;
                let near = (bits >> 8) % (1 << (bits % 28));
                // In every other round each is before all that were there.
                let near = if round % 2 == 0 { near } else { (600 - step) * 9_970 };
                let at = now + if step < 10 { far } else { near };
                calendar.push(Time::from_us(at), item(number));
                list.push((at, number));
                let pops = if step == 599 {
                    list.len()
                } else {
                    usize::from(step == 10 || bits.is_multiple_of(64))
                };
                list.sort_unstable();
                for (at, number) in list.drain(..pops) {
                    assert_eq!(calendar.next_at().us(), at, "round {round}, step {step}");
                    assert_eq!(calendar.pop().expect("as many as in the list").1, item(number));
                    now = at;
                }
            }
        }
        assert!(calendar.is_empty());
    }

    /// More at one instant than a block holds, and while they are taken as many again.
    #[test]
    fn of_one_instant_those_come_first_that_were_scheduled_first() {
        let mut calendar = Calendar::default();
        let at = Time::from_secs(77);
        for number in 0..1000 {
            calendar.push(at, item(number));
        }
        for number in 0..2000 {
            assert_eq!(calendar.pop(), Some((at, item(number))));
            if number < 1000 {
                calendar.push(at, item(number + 1000));
            }
        }
        assert!(calendar.is_empty());
    }

    #[test]
    fn some_can_be_taken_out_and_changed_and_the_rest_stays_in_order() {
        let mut calendar = Calendar::default();
        for number in 0..1000 {
            calendar.push(Time::from_us(7_000 - number * 7 % 500), item(number));
        }
        let odd = calendar.take_if(|item| item.body % 2 > 0);
        assert_eq!((odd.len(), calendar.len()), (500, 500));
        calendar.change(|item| Item { body: item.body + 5000, ..item });
        let mut before = (0, 0);
        while let Some((at, item)) = calendar.pop() {
            let after = (at.us(), item.body);
            assert!(after > before || after.0 == before.0, "{before:?} then {after:?}");
            assert!(item.body % 2 == 0 && item.body >= 5000);
            before = after;
        }
    }

    #[test]
    fn what_is_later_than_it_can_tell_is_last() {
        let mut calendar = Calendar::default();
        calendar.push(Time::NEVER, item(1));
        calendar.push(Time::from_hours(2000), item(2));
        assert_eq!(calendar.pop().expect("two").1.body, 2);
        assert_eq!(calendar.pop().expect("one").1.body, 1);
    }
}
