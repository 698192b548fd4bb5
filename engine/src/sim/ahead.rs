//! Draws of a stream's mails, a few mails ahead.
//!
//! A logarithm takes a while, and nothing can be done meanwhile that waits for it. Of several mails,
//! side by side, a few take hardly longer than one; and what they are depends on the mails alone.

/// Mails that are drawn for at once.
const BATCH: u32 = 8;

/// The draws of one purpose for a stream's next mails.
#[derive(Clone, Debug, Default)]
pub(super) struct Ahead {
    /// Of which batch they are, from 1; none has been drawn yet if 0.
    batch: u32,
    draws: [f64; BATCH as usize],
}

impl Ahead {
    /// The draw for a mail, by its number in the stream, and those of the mails beside it.
    #[inline]
    pub(super) fn draw(&mut self, number: u32, draw: impl Fn(u32) -> f64) -> f64 {
        let batch = number / BATCH + 1;
        if batch != self.batch {
            self.batch = batch;
            let first = number / BATCH * BATCH;
            self.draws = std::array::from_fn(|index| draw(first + index as u32));
        }
        self.draws[(number % BATCH) as usize]
    }

    /// The draw for a mail, if it is among those that are there.
    #[inline]
    pub(super) fn get(&self, number: u32) -> Option<f64> {
        let is_there = number / BATCH + 1 == self.batch;
        is_there.then(|| self.draws[(number % BATCH) as usize])
    }
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
            let draw = ahead.draw(number, drawn);
            assert_eq!(draw.to_bits(), drawn(number).to_bits(), "{number}");
            assert_eq!(ahead.get(number).map(f64::to_bits), Some(draw.to_bits()));
        }
        assert_eq!(ahead.get(401), None);
    }
}
