//! A list that only grows, in blocks: full ones are shared between its copies, so a copy costs what
//! was added since the last block was filled, however long the list is.

use std::sync::Arc;

/// An append-only list with blocks of `N`.
#[derive(Clone, Debug)]
pub struct Blocks<T, const N: usize> {
    full: Vec<Arc<[T]>>,
    rest: Vec<T>,
}

impl<T, const N: usize> Default for Blocks<T, N> {
    fn default() -> Self {
        Blocks { full: Vec::new(), rest: Vec::new() }
    }
}

impl<T: Copy, const N: usize> Blocks<T, N> {
    /// Adds to the end.
    #[inline]
    pub fn push(&mut self, value: T) {
        self.rest.push(value);
        if self.rest.len() == N {
            self.full.push(self.rest.as_slice().into());
            self.rest.clear();
        }
    }

    /// Values in it.
    pub fn len(&self) -> usize {
        self.full.len() * N + self.rest.len()
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A value by its place.
    #[inline]
    pub fn get(&self, index: usize) -> Option<&T> {
        match self.full.get(index / N) {
            Some(block) => block.get(index % N),
            None => self.rest.get(index.checked_sub(self.full.len() * N)?),
        }
    }

    /// All of it, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.full.iter().flat_map(|block| block.iter()).chain(&self.rest)
    }
}

impl<T: Copy + PartialEq, const N: usize> PartialEq for Blocks<T, N> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_what_was_there_and_shares_it() {
        let mut list = Blocks::<u32, 4>::default();
        assert!(list.is_empty());
        (0..9).for_each(|value| list.push(value));
        let copy = list.clone();
        (9..99).for_each(|value| list.push(value));
        assert_eq!((copy.len(), list.len()), (9, 99));
        assert!(list.iter().copied().eq(0..99) && copy.iter().copied().eq(0..9));
        assert_eq!((list.get(3), list.get(98), list.get(99)), (Some(&3), Some(&98), None));
        assert_eq!((copy.get(8), copy.get(9), copy.get(12)), (Some(&8), None, None));
        assert!(Arc::ptr_eq(&list.full[1], &copy.full[1]));
        assert!(list != copy && copy == copy.clone());
    }
}
