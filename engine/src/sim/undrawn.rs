//! Refused mails whose waits are still to be drawn.
//!
//! A logarithm takes a while, and what follows it waits for it. Of several side by side each takes far
//! less, and nobody asks when a mail is due before it might be: a wait of mean m from a point u in
//! (0, 1] is -m ln u, which is never less than m (1 - u).

use crate::calendar::Item;
use crate::rng::{Draw, logarithms};
use crate::time::Time;

/// Most mails that wait for their draw.
pub(super) const BATCH: usize = 8;

/// The mails, in the order in which they were refused.
#[derive(Clone, Debug)]
pub(super) struct Undrawn {
    count: usize,
    points: [f64; BATCH],
    waits: [Wait; BATCH],
    /// None of them is due before.
    soonest: Time,
}

#[derive(Clone, Copy, Debug, Default)]
struct Wait {
    from: Time,
    /// [s]
    mean_s: f64,
    item: Item,
}

impl Default for Undrawn {
    fn default() -> Self {
        let waits = [Wait::default(); BATCH];
        Undrawn { count: 0, points: [1.0; BATCH], waits, soonest: Time::NEVER }
    }
}

impl Undrawn {
    /// Takes on a mail, which waits from now on for an exponential time of this mean; whether it was
    /// the last for which there is room.
    #[inline]
    pub(super) fn add(&mut self, now: Time, mean: Time, draw: Draw, item: Item) -> bool {
        let point = draw.unit();
        let mean_s = mean.secs_f64();
        // Rounding makes it a few microseconds less at most.
        let least = (mean_s * 1e6 * (1.0 - point)) as i64 - ROUNDING_US;
        self.soonest = self.soonest.min(now + Time::from_us(least.max(0).cast_unsigned()));
        self.points[self.count] = point;
        self.waits[self.count] = Wait { from: now, mean_s, item };
        self.count += 1;
        self.count == BATCH
    }

    /// Before this none of them is due.
    #[inline]
    pub(super) fn soonest(&self) -> Time {
        self.soonest
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Draws for all of them: when each is due.
    #[inline]
    pub(super) fn draw(&mut self, mut due: impl FnMut(Time, Item)) {
        let logarithms = logarithms(self.points);
        let waits = std::iter::zip(&self.waits, logarithms).take(self.count);
        for (&Wait { from, mean_s, item }, logarithm) in waits {
            due(from + Time::from_secs_f64(mean_s * -logarithm), item);
        }
        (self.count, self.soonest) = (0, Time::NEVER);
    }
}

/// More than rounding can take off a wait of any mean that the fields allow.
const ROUNDING_US: i64 = 2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, draw};

    #[test]
    fn each_is_due_when_it_would_be_if_it_were_drawn_for_alone_and_never_sooner_than_said() {
        let mut undrawn = Undrawn::default();
        let mut expected = Vec::new();
        for number in 0..40_000u64 {
            let now = Time::from_us(number * 13);
            let mean = Time::from_us(1 << (number % 43));
            let draw = draw(1, number, Purpose::Wait, 0);
            let item = Item { tag: 0, body: number };
            let wait = Time::from_secs_f64(mean.secs_f64() * draw.exponential());
            expected.push((now + wait, item));
            let is_full = undrawn.add(now, mean, draw, item);
            let (soonest, _) = *expected.iter().min_by_key(|&&(due, _)| due).expect("one at least");
            assert!(undrawn.soonest() <= soonest, "{number}");
            assert_eq!(is_full, expected.len() == BATCH);
            // Full ones, and some that are not.
            if is_full || number.is_multiple_of(29) {
                let mut drawn = Vec::new();
                undrawn.draw(|due, item| drawn.push((due, item)));
                assert_eq!(drawn, expected, "{number}");
                assert!(undrawn.is_empty() && undrawn.soonest() == Time::NEVER);
                expected.clear();
            }
        }
    }
}
