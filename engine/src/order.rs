//! Sorting of short lists: stable, and some hundred bytes where the standard library's sort is four
//! thousand for each type that is sorted.

/// Sorts by a key; equals stay in their order. For lists of some hundred, or almost in order: the time
/// it takes grows with the square of what is out of order.
pub fn by_key<T, K: PartialOrd>(list: &mut [T], key: impl Fn(&T) -> K) {
    for next in 1..list.len() {
        let mut at = next;
        while at > 0 && key(&list[at]) < key(&list[at - 1]) {
            list.swap(at, at - 1);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        for length in [0, 1, 2, 3, 50, 400] {
            let mut list: Vec<(u64, u64)> =
                (0..length).map(|at| ((at * 7919 + length) % 20, at)).collect();
            let mut wanted = list.clone();
            wanted.sort_by_key(|&(key, _)| key);
            by_key(&mut list, |&(key, _)| key);
            assert_eq!(list, wanted, "{length} long");
        }
    }
}
