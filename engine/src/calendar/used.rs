//! Which buckets of a calendar hold anything.

use super::PLACES;

/// Which buckets hold anything.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Used {
    /// At which places any does.
    places: u32,
    /// At each place, which digits' do.
    digits: [u32; PLACES],
}

impl Used {
    #[inline]
    pub(super) fn add(&mut self, place: usize, digit: usize) {
        self.places |= 1 << place;
        self.digits[place] |= 1 << digit;
    }

    #[inline]
    pub(super) fn remove(&mut self, place: usize, digit: usize) {
        self.digits[place] &= !(1 << digit);
        if self.digits[place] == 0 {
            self.places &= !(1 << place);
        }
    }

    /// The bucket with the earliest entries.
    #[inline]
    pub(super) fn first(&self) -> Option<(usize, usize)> {
        let place = self.places.trailing_zeros() as usize;
        let digits = self.digits.get(place)?;
        Some((place, digits.trailing_zeros() as usize))
    }
}
