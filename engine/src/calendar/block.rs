//! The entries of a calendar, and how they lie where most of them are.

use super::{BODY_BITS, Item, TAG_BITS};

/// Entries in a block.
pub(super) const BLOCK: usize = 128;

/// The time and the tag in one word, and the body.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    key: u64,
    body: u64,
}

/// Entries where most of them are: fifteen bytes each.
#[derive(Debug)]
pub(super) struct Block {
    keys: [u64; BLOCK],
    low: [u32; BLOCK],
    middle: [u16; BLOCK],
    high: [u8; BLOCK],
}

impl Entry {
    #[inline]
    pub(super) fn new(at: u64, item: Item) -> Entry {
        debug_assert!(item.tag < 1 << TAG_BITS, "the tag does not fit");
        debug_assert!(item.body < 1 << BODY_BITS, "the body does not fit");
        Entry { key: at << TAG_BITS | u64::from(item.tag), body: item.body }
    }

    #[inline]
    pub(super) fn at(&self) -> u64 {
        self.key >> TAG_BITS
    }

    #[inline]
    pub(super) fn item(&self) -> Item {
        Item { tag: self.key as u32 & ((1 << TAG_BITS) - 1), body: self.body }
    }
}

impl Default for Block {
    fn default() -> Self {
        Block { keys: [0; BLOCK], low: [0; BLOCK], middle: [0; BLOCK], high: [0; BLOCK] }
    }
}

impl Block {
    /// Takes over as many entries as it has room for.
    pub(super) fn fill(&mut self, entries: &[Entry]) {
        for (index, entry) in entries.iter().take(BLOCK).enumerate() {
            self.keys[index] = entry.key;
            self.low[index] = entry.body as u32;
            self.middle[index] = (entry.body >> 32) as u16;
            self.high[index] = (entry.body >> 48) as u8;
        }
    }

    #[inline]
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry> {
        (0..BLOCK).map(|index| Entry {
            key: self.keys[index],
            body: u64::from(self.low[index])
                | u64::from(self.middle[index]) << 32
                | u64::from(self.high[index]) << 48,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_takes_fifteen_bytes() {
        assert_eq!(size_of::<Block>(), 15 * BLOCK);
    }
}
