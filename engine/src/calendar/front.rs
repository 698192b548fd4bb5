//! What comes first in a calendar.

use std::collections::VecDeque;

use crate::order;

use super::block::{BLOCK, Entry};

/// Entries that are sorted as they come; more are put into bins first.
const FEW: usize = 8;
const BIN_BITS: u32 = 6;
const BINS: usize = 1 << BIN_BITS;
/// Most entries that are moved to put one before them.
const MOVED_MAX: usize = 2 * BLOCK;

/// What comes first, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Front {
    pub(super) entries: VecDeque<Entry>,
    /// Whatever is before this belongs among them.
    pub(super) until: u64,
}

impl Front {
    /// Takes over the entries of a bucket that is so many bits wide, in order.
    pub(super) fn fill(&mut self, entries: &[Entry], bits: u32) {
        let Some(first) = entries.first() else { return };
        self.until = ((first.at() >> bits) + 1) << bits;
        // Emptied once more it begins at its first place, all in one piece.
        self.entries.clear();
        self.entries.extend(entries);
        let sorted = self.entries.make_contiguous();
        if entries.len() > FEW {
            // By the highest bits first: then each is next to its place or there.
            let shift = bits.saturating_sub(BIN_BITS);
            let bin = |entry: &Entry| (entry.at() >> shift) as usize % BINS;
            let mut ends = [0u8; BINS];
            for entry in entries {
                ends[bin(entry)] += 1;
            }
            let mut end = 0;
            for count in &mut ends {
                end += *count;
                *count = end;
            }
            for entry in entries.iter().rev() {
                let place = &mut ends[bin(entry)];
                *place -= 1;
                sorted[usize::from(*place)] = *entry;
            }
        }
        order::by_key(sorted, Entry::at);
    }

    /// Puts an entry behind all that are not after it, unless so many are after it that moving them takes
    /// long; whether it did.
    pub(super) fn insert(&mut self, entry: Entry) -> bool {
        let before = self.entries.partition_point(|other| other.at() <= entry.at());
        let fits = self.entries.len() - before < MOVED_MAX;
        if fits {
            self.entries.insert(before, entry);
        }
        fits
    }
}
