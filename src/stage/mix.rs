//! What a region's hosts run: a strip whose parts are as long as their shares, each with its name
//! where there is room for one.

use super::palette::Role;
use super::shape::{Shape, Text, pt, rect, text_width};

/// Height of the strip [px].
const STRIP: f32 = 2.0;
/// Gap between its parts [px].
const GAP: f32 = 2.0;

/// Visits the parts as (name, left edge, width).
fn parts(
    mix: &[(&'static str, f64)],
    (left, width): (f32, f32),
) -> impl Iterator<Item = (&'static str, f32, f32)> {
    let mut x = left;
    mix.iter().map(move |&(name, share)| {
        let w = width * share as f32;
        let part = (name, x, (w - GAP).max(1.0));
        x += w;
        part
    })
}

/// Draws the strip from a left edge over a width, its top at `y`.
pub(super) fn draw(mix: &[(&'static str, f64)], span: (f32, f32), y: f32, out: &mut Vec<Shape>) {
    for (_, x, w) in parts(mix, span) {
        let part = rect(x, y, w, STRIP);
        out.push(Shape::Box { rect: part, radius: 1.0, fill: Some(Role::Idle), stroke: None });
    }
}

/// Writes the names under it: the first word of a name that is too long, or none.
pub(super) fn labels(
    mix: &[(&'static str, f64)],
    span: (f32, f32),
    y: f32,
    write: &mut impl FnMut(Text),
) {
    for (name, x, w) in parts(mix, span) {
        let first = name.split(' ').next().unwrap_or(name);
        let fitting = [name, first].into_iter().find(|text| text_width(text, 12.0) <= w);
        if let Some(text) = fitting {
            write(Text::new(pt(x, y + STRIP + 10.5), 12.0, Role::Muted, text));
        }
    }
}
