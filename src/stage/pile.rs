//! Held mail as a unit chart: one square stands for the same number of mails everywhere.
//!
//! Because all piles share that number, their heights can be compared between regions.

use super::palette::Role;
use super::shape::{Face, Point, Rect, Shape, pile_grid, pile_square};

/// Squares that `held` mails fill when one stands for `unit` of them; anything held is at least
/// one square, and a pile never leaves its area while its unit is still on its way up.
pub(super) fn squares(held: u64, unit: f64, area: Rect) -> u32 {
    let (rows, columns) = pile_grid(area);
    ((held as f64 / unit.max(1.0)).ceil() as u32).min(rows * columns)
}

/// Draws a pile; of mail that can be read in webmail each square has a notch.
pub(super) fn draw(
    (held, notched): (u64, bool),
    unit: f64,
    area: Rect,
    face: Face,
    out: &mut Vec<Shape>,
) {
    let count = squares(held, unit, area);
    if count > 0 {
        out.push(Shape::Pile { area, face, count, role: Role::Held, notched });
    }
}

/// The middle of a square that stands for a mail among the others: always the same one while the
/// pile does not change.
pub(super) fn resting(mail: u64, held: u64, unit: f64, area: Rect, face: Face) -> Point {
    let count = u64::from(squares(held, unit, area).max(1));
    pile_square(area, face, (mail.wrapping_mul(0x9e37_79b9) % count) as u32).centre()
}

/// The middle of the square the next mail lands on.
pub(super) fn landing(held: u64, unit: f64, area: Rect, face: Face) -> Point {
    let (rows, columns) = pile_grid(area);
    let index = squares(held, unit, area).min((rows * columns).saturating_sub(1));
    pile_square(area, face, index).centre()
}
