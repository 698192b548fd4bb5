//! The future-event list: what happens next, in order of time and, at equal times, in the order it
//! was scheduled.
//!
//! A monotone radix heap: an entry lies in the bucket of the highest digit, of four bits, in which its
//! time differs from the time of the last entry taken. Taking the next one empties the lowest bucket
//! into those below it, so an entry moves at most once for each digit, in long runs over memory,
//! however many are pending. Within a bucket entries keep the order in which they came, and so do equal
//! times.
//!
//! Full blocks of a bucket are immutable and shared between copies of the calendar: a checkpoint of
//! a run with millions of waiting mails costs what has changed since the last one.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::order;
use crate::time::Time;

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
/// Entries in a block.
const BLOCK: usize = 128;

/// What is scheduled: so many bits, whose meaning is the owner's affair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Its lowest [`TAG_BITS`] bits count.
    pub tag: u32,
    /// Its lowest [`BODY_BITS`] bits count.
    pub body: u64,
}

/// The time and the tag in one word, and the body.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    key: u64,
    body: u64,
}

/// Entries where most of them are: fifteen bytes each.
#[derive(Debug)]
struct Block {
    keys: [u64; BLOCK],
    low: [u32; BLOCK],
    middle: [u16; BLOCK],
    high: [u8; BLOCK],
}

/// Which buckets hold anything.
#[derive(Clone, Copy, Debug, Default)]
struct Used {
    /// At which places any does.
    places: u32,
    /// At each place, which digits' do.
    digits: [u32; PLACES],
}

/// A future-event list.
#[derive(Debug)]
pub struct Calendar {
    /// Entries at the time of the last one taken, oldest first.
    now: VecDeque<Entry>,
    /// By the highest digit that differs from that time, and then by what that digit is.
    buckets: Vec<Bucket>,
    /// Which buckets hold anything.
    used: Used,
    last: u64,
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
            now: VecDeque::new(),
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
            now: self.now.clone(),
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
        if self.now.is_empty() {
            self.advance(self.used.first()?);
        }
        let entry = self.now.pop_front()?;
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
        (rest + self.now.len()) * size_of::<Entry>() + full * size_of::<Block>() / 2
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
        self.now.iter().copied().chain(self.buckets.iter().flat_map(Bucket::entries))
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
        let mut all: Vec<_> = self.now.drain(..).collect();
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
        let differs = entry.at() ^ self.last;
        if differs == 0 {
            self.now.push_back(entry);
            return;
        }
        let place = differs.ilog2() / DIGIT_BITS;
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

    /// Time moves on to the earliest entry: its bucket is spread over those below.
    fn advance(&mut self, (place, digit): (usize, usize)) {
        let index = place * DIGITS + digit;
        self.used.remove(place, digit);
        let bucket = &mut self.buckets[index];
        self.last = std::mem::replace(&mut bucket.earliest, u64::MAX);
        if bucket.full.is_empty() && bucket.rest.len() == 1 {
            self.now.extend(bucket.rest.pop());
            return;
        }
        let mut full = std::mem::take(&mut bucket.full);
        let mut rest = std::mem::take(&mut bucket.rest);
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
        self.next = if !self.now.is_empty() {
            self.last
        } else if let Some((place, digit)) = self.used.first() {
            self.buckets[place * DIGITS + digit].earliest
        } else {
            u64::MAX
        };
    }
}

impl Used {
    #[inline]
    fn add(&mut self, place: usize, digit: usize) {
        self.places |= 1 << place;
        self.digits[place] |= 1 << digit;
    }

    #[inline]
    fn remove(&mut self, place: usize, digit: usize) {
        self.digits[place] &= !(1 << digit);
        if self.digits[place] == 0 {
            self.places &= !(1 << place);
        }
    }

    /// The bucket with the earliest entries.
    #[inline]
    fn first(&self) -> Option<(usize, usize)> {
        let place = self.places.trailing_zeros() as usize;
        let digits = self.digits.get(place)?;
        Some((place, digits.trailing_zeros() as usize))
    }
}

impl Bucket {
    fn entries(&self) -> impl Iterator<Item = Entry> {
        self.full.iter().flat_map(|block| block.entries()).chain(self.rest.iter().copied())
    }
}

impl Default for Block {
    fn default() -> Self {
        Block { keys: [0; BLOCK], low: [0; BLOCK], middle: [0; BLOCK], high: [0; BLOCK] }
    }
}

impl Block {
    /// Takes over as many entries as it has room for.
    fn fill(&mut self, entries: &[Entry]) {
        for (index, entry) in entries.iter().take(BLOCK).enumerate() {
            self.keys[index] = entry.key;
            self.low[index] = entry.body as u32;
            self.middle[index] = (entry.body >> 32) as u16;
            self.high[index] = (entry.body >> 48) as u8;
        }
    }

    #[inline]
    fn entries(&self) -> impl Iterator<Item = Entry> {
        (0..BLOCK).map(|index| Entry {
            key: self.keys[index],
            body: u64::from(self.low[index])
                | u64::from(self.middle[index]) << 32
                | u64::from(self.high[index]) << 48,
        })
    }
}

impl Entry {
    #[inline]
    fn new(at: u64, item: Item) -> Entry {
        debug_assert!(item.tag < 1 << TAG_BITS, "the tag does not fit");
        debug_assert!(item.body < 1 << BODY_BITS, "the body does not fit");
        Entry { key: at << TAG_BITS | u64::from(item.tag), body: item.body }
    }

    #[inline]
    fn at(&self) -> u64 {
        self.key >> TAG_BITS
    }

    #[inline]
    fn item(&self) -> Item {
        Item { tag: self.key as u32 & ((1 << TAG_BITS) - 1), body: self.body }
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
    fn an_entry_takes_fifteen_bytes() {
        assert_eq!(size_of::<Block>(), 15 * BLOCK);
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
