//! Sorting, always stable: the standard library's sort is four thousand bytes of code for each type that
//! is sorted, so here is one for short lists that is a few hundred, and one that sorts numbers for all
//! other lists.

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

/// Sorts by a rank, a number; equals stay in their order. For lists of any length.
pub fn by_rank<T>(list: &mut [T], rank: impl Fn(&T) -> u128) {
    let mut ranks: Vec<_> = list.iter().map(rank).zip(0..).collect();
    ranks.sort_unstable();
    let mut order: Vec<u32> = ranks.into_iter().map(|(_, at)| at).collect();
    permute(list, &mut order);
}

/// Puts a list into the order in which `order` names its places.
pub fn permute<T>(list: &mut [T], order: &mut [u32]) {
    for at in 0..order.len() {
        // Where what belongs here was moved, if it had to make way before.
        let mut from = order[at] as usize;
        while from < at {
            from = order[from] as usize;
        }
        order[at] = from as u32;
        list.swap(at, from);
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
            let mut ranked = list.clone();
            by_key(&mut list, |&(key, _)| key);
            assert_eq!(list, wanted, "{length} long");
            by_rank(&mut ranked, |&(key, _)| key.into());
            assert_eq!(ranked, wanted, "{length} long, by rank");
        }
    }
}
