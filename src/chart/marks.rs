//! Which labels of the tape have room: one row, and the later of two that would touch hides.
//!
//! Knows neither what a mark means nor how wide a glyph really is: widths are the caller's.

use crate::order;

/// Room between two labels [px].
const GAP: f64 = 8.0;

/// Room between a mark and its label [px].
const OFFSET: f64 = 4.0;

/// A label as it wants to stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wish {
    /// Where its mark is [px from the left end of the tape].
    pub x: f64,
    /// How wide its text is [px].
    pub width: f64,
}

/// A label as it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Where its text starts [px from the left end of the tape].
    pub left: f64,
    /// Whether it has room without being asked for.
    pub shown: bool,
}

/// About how wide `text` is at 12 px in the page's family [px]; a little generous on purpose.
pub fn text_width(text: &str) -> f64 {
    text.chars().count() as f64 * 6.6
}

/// Places labels along a tape `width` px wide, in the order given (earlier marks first). A label
/// stands right of its mark, or left of it where the tape ends.
pub fn place(wishes: &[Wish], width: f64) -> Vec<Placed> {
    let mut taken: Vec<(f64, f64)> = Vec::new();
    wishes
        .iter()
        .map(|wish| {
            let right_of = wish.x + OFFSET;
            let left = if right_of + wish.width <= width {
                right_of
            } else {
                (wish.x - OFFSET - wish.width).max(0.0)
            };
            let span = (left, left + wish.width);
            let shown = taken.iter().all(|t| span.1 + GAP <= t.0 || t.1 + GAP <= span.0);
            if shown {
                taken.push(span);
            }
            Placed { left, shown }
        })
        .collect()
}

/// Moves the labels of lines apart along the height of a chart: wanted middles in, middles at least
/// `pitch` apart out, none within half of it of the foot while they fit. The order of the input is kept.
pub fn spread(wanted: &[f64], pitch: f64, height: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order::by_key(&mut order, |&i| wanted[i]);
    let mut at = vec![0.0; wanted.len()];
    let mut floor = f64::NEG_INFINITY;
    for &i in &order {
        at[i] = wanted[i].max(floor);
        floor = at[i] + pitch;
    }
    let mut ceiling = height - pitch / 2.0;
    for &i in order.iter().rev() {
        at[i] = at[i].min(ceiling);
        ceiling = at[i] - pitch;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(x: f64, width: f64) -> Wish {
        Wish { x, width }
    }

    #[test]
    fn the_later_of_two_that_touch_hides() {
        let placed = place(&[wish(0.0, 80.0), wish(50.0, 80.0), wish(200.0, 80.0)], 1_000.0);
        let shown: Vec<_> = placed.iter().map(|p| p.shown).collect();
        assert_eq!(shown, [true, false, true]);
    }

    #[test]
    fn a_hidden_label_takes_no_room() {
        let placed = place(&[wish(0.0, 80.0), wish(50.0, 200.0), wish(120.0, 40.0)], 1_000.0);
        assert!(!placed[1].shown && placed[2].shown);
    }

    #[test]
    fn a_label_at_the_end_stands_left_of_its_mark() {
        let placed = place(&[wish(990.0, 80.0)], 1_000.0);
        assert!(placed[0].left + 80.0 <= 990.0 && placed[0].shown);
    }

    #[test]
    fn no_two_shown_labels_overlap() {
        let wishes: Vec<_> =
            (0..60).map(|i| wish(f64::from(i) * 13.0, 30.0 + f64::from(i % 7) * 20.0)).collect();
        let placed = place(&wishes, 800.0);
        let mut spans: Vec<_> = placed
            .iter()
            .zip(&wishes)
            .filter(|(p, _)| p.shown)
            .map(|(p, w)| (p.left, p.left + w.width))
            .collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(spans.windows(2).all(|pair| pair[0].1 + GAP <= pair[1].0));
        assert!(spans.len() > 3);
    }

    #[test]
    fn line_labels_are_moved_apart_but_stay_inside() {
        assert_eq!(spread(&[50.0, 52.0, 10.0], 14.0, 100.0), [50.0, 64.0, 10.0]);
        let low = spread(&[98.0, 99.0, 100.0], 14.0, 100.0);
        assert_eq!(low, [65.0, 79.0, 93.0]);
    }
}
