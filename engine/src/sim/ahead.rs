//! Draws of a stream's mails, a few mails ahead.
//!
//! A logarithm takes a while, and nothing can be done meanwhile that waits for it. Of several mails,
//! side by side, a few take hardly longer than one; and what they are depends on the mails alone.

/// Mails that are drawn for at once.
pub(super) const BATCH: usize = 8;

/// The draws of one purpose for a stream's next mails.
#[derive(Clone, Debug, Default)]
pub(super) struct Ahead {
    /// Of which batch they are, from 1; none has been drawn yet if 0.
    batch: u32,
    draws: [f64; BATCH],
}

impl Ahead {
    /// The draw for a mail, by its number in the stream, and those of the mails beside it.
    #[inline]
    pub(super) fn draw(&mut self, number: u32, draw: impl Fn([u32; BATCH]) -> [f64; BATCH]) -> f64 {
        if batch(number) != self.batch {
            self.batch = batch(number);
            let first = number - number % BATCH as u32;
            self.draws = draw(std::array::from_fn(|index| first + index as u32));
        }
        self.draws[number as usize % BATCH]
    }

    /// The draw for a mail, if it is among those that are there.
    #[inline]
    pub(super) fn get(&self, number: u32) -> Option<f64> {
        (batch(number) == self.batch).then(|| self.draws[number as usize % BATCH])
    }
}

#[inline]
fn batch(number: u32) -> u32 {
    number / BATCH as u32 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mail_has_its_own_draw_in_whatever_order_they_are_asked_for() {
        let drawn = |number| f64::from(number) / 3.0;
        let mut ahead = Ahead::default();
        assert!((0..20).all(|number| ahead.get(number).is_none()));
        for number in [0, 1, 7, 8, 9, 3, 400, 401, u32::MAX] {
            let draw = ahead.draw(number, |numbers| numbers.map(drawn));
            assert_eq!(draw.to_bits(), drawn(number).to_bits(), "{number}");
            assert_eq!(ahead.get(number).map(f64::to_bits), Some(draw.to_bits()));
        }
        assert_eq!(ahead.get(401), None);
    }
}
