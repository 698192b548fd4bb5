//! Shapes as SVG text: what the tests compare and what a reader can save.
//!
//! Knows shapes and a palette, nothing of mail. The painter of the page draws the same shapes in
//! the same order; numbers are rounded to a tenth of a pixel so that the text is stable.

use std::fmt::{self, Display, Write};

use super::palette::{Palette, Role};
use super::shape::{
    Anchor, Glyph, Mark, Point, Rect, Shape, Stroke, Text, glyph_lines, hatch_lines, pile_square,
};

/// A number with at most one decimal, without a trailing zero.
struct N(f32);

impl Display for N {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 * 10.0).round() as i64;
        match tenths % 10 {
            0 => write!(f, "{}", tenths / 10),
            _ => write!(f, "{}", tenths as f64 / 10.0),
        }
    }
}

/// A point of a path.
struct P(Point);

impl Display for P {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", N(self.0.x), N(self.0.y))
    }
}

/// The picture as a document of `width` x `height` CSS px.
pub fn document(shapes: &[Shape], width: f32, height: f32, palette: &Palette) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut out, shapes, width, height, palette);
    out
}

fn write(out: &mut String, shapes: &[Shape], w: f32, h: f32, palette: &Palette) -> fmt::Result {
    let font = palette.font.replace('"', "'");
    let stage = palette.colour(Role::Stage);
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" font-family="{font}">"#,
    )?;
    writeln!(out, r#"<rect width="{w}" height="{h}" fill="{stage}"/>"#)?;
    for shape in shapes {
        write_shape(out, shape, palette)?;
    }
    writeln!(out, "</svg>")
}

fn write_shape(out: &mut String, shape: &Shape, palette: &Palette) -> fmt::Result {
    match shape {
        Shape::Box { rect, radius, fill, stroke } => {
            let fill = fill.map_or("none", |role| palette.colour(role));
            write_rect(out, *rect, *radius)?;
            write!(out, r#" fill="{fill}""#)?;
            if let Some(stroke) = stroke {
                write_stroke(out, *stroke, palette)?;
            }
            writeln!(out, "/>")
        }
        Shape::Pile { area, face, count, role, notched } => {
            let square = if *notched { "h2v2h2v-2h2v6h-6z" } else { "h6v6h-6z" };
            write!(out, r#"<path d=""#)?;
            for i in 0..*count {
                let at = pile_square(*area, *face, i);
                write!(out, "M{} {}{square}", N(at.x), N(at.y))?;
            }
            writeln!(out, r#"" fill="{}"/>"#, palette.colour(*role))
        }
        Shape::Line { from, to, stroke } => {
            write!(out, r#"<path d="M{}L{}" stroke-linecap="round""#, P(*from), P(*to))?;
            write_stroke(out, *stroke, palette)?;
            writeln!(out, "/>")
        }
        Shape::Curve { points: [a, b, c, d], stroke } => {
            write!(out, r#"<path d="M{}C{} {} {}""#, P(*a), P(*b), P(*c), P(*d))?;
            write!(out, r#" fill="none" stroke-linecap="round""#)?;
            write_stroke(out, *stroke, palette)?;
            writeln!(out, "/>")
        }
        Shape::Triangle { points: [a, b, c], fill } => {
            let fill = palette.colour(*fill);
            writeln!(out, r#"<path d="M{}L{}L{}z" fill="{fill}"/>"#, P(*a), P(*b), P(*c))
        }
        Shape::Hatch { rect, role } => {
            write!(out, r#"<path d=""#)?;
            for (from, to) in hatch_lines(*rect) {
                write!(out, "M{}L{}", P(from), P(to))?;
            }
            writeln!(out, r#"" stroke="{}" stroke-width="1"/>"#, palette.colour(*role))
        }
        Shape::Veil { rects, alpha } => {
            write!(out, r#"<path d=""#)?;
            for rect in rects {
                let (x, y, w, h) = (N(rect.x), N(rect.y), N(rect.w), N(rect.h));
                write!(out, "M{x} {y}h{w}v{h}h-{w}z")?;
            }
            writeln!(out, r#"" fill="{}" opacity="{alpha:.2}"/>"#, palette.colour(Role::Stage))
        }
        Shape::Text(text) => write_text(out, text, palette),
        Shape::Dot(mark) => write_mark(out, mark, palette),
    }
}

fn write_rect(out: &mut String, rect: Rect, radius: f32) -> fmt::Result {
    let (x, y, w, h) = (N(rect.x), N(rect.y), N(rect.w), N(rect.h));
    write!(out, r#"<rect x="{x}" y="{y}" width="{w}" height="{h}""#)?;
    if radius > 0.0 {
        write!(out, r#" rx="{}""#, N(radius))?;
    }
    Ok(())
}

fn write_stroke(out: &mut String, stroke: Stroke, palette: &Palette) -> fmt::Result {
    write!(out, r#" stroke="{}" stroke-width="{}""#, palette.colour(stroke.role), N(stroke.width))?;
    if stroke.dashed {
        write!(out, r#" stroke-dasharray="4 4""#)?;
    }
    Ok(())
}

fn write_text(out: &mut String, text: &Text, palette: &Palette) -> fmt::Result {
    let anchor = match text.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let weight = if text.strong { 600 } else { 400 };
    let fill = palette.colour(text.role);
    let (x, y, size) = (N(text.at.x), N(text.at.y), N(text.size));
    let words = text.text.replace('&', "&amp;").replace('<', "&lt;");
    write!(
        out,
        r#"<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" fill="{fill}""#,
    )?;
    if text.halo {
        let halo = palette.colour(Role::Stage);
        write!(
            out,
            r#" stroke="{halo}" stroke-width="3" stroke-linejoin="round" paint-order="stroke""#,
        )?;
    }
    writeln!(out, ">{words}</text>")
}

fn write_mark(out: &mut String, mark: &Mark, palette: &Palette) -> fmt::Result {
    let (x, y) = (N(mark.at.x), N(mark.at.y));
    let (colour, halo) = (palette.colour(mark.glyph.role()), palette.colour(Role::Stage));
    let scale = if mark.pinned { 1.5 } else { 1.0 };
    write!(out, r#"<g transform="translate({x} {y}) scale({scale})""#)?;
    if mark.alpha < 1.0 {
        write!(out, r#" opacity="{:.2}""#, mark.alpha)?;
    }
    write!(out, ">")?;
    let mut path = String::new();
    for [a, b, c] in glyph_lines(mark.glyph, mark.back) {
        write!(path, "M{} {}L{} {}L{} {}", a.0, a.1, b.0, b.1, c.0, c.1)?;
    }
    match mark.glyph {
        Glyph::Circle => write!(out, r#"<circle r="3.5" fill="{colour}" stroke="{halo}"/>"#)?,
        Glyph::Ring => write!(
            out,
            r#"<circle r="5" fill="{halo}"/><circle r="3.2" fill="none" stroke="{colour}" stroke-width="1.6"/><circle r="1.3" fill="{colour}"/>"#,
        )?,
        Glyph::Square => write!(
            out,
            r#"<rect x="-3.5" y="-3.5" width="7" height="7" fill="{colour}" stroke="{halo}"/>"#,
        )?,
        Glyph::Chevron | Glyph::Cross | Glyph::Rejected => write!(
            out,
            r#"<path d="{path}" fill="none" stroke="{halo}" stroke-width="4"/><path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>"#,
        )?,
        Glyph::Diamond => {
            write!(out, r#"<path d="{path}" fill="{colour}" stroke="{halo}" stroke-width="1"/>"#)?;
        }
    }
    if mark.pinned {
        write!(out, r#"<circle r="6" fill="none" stroke="{}"/>"#, palette.colour(Role::Ink))?;
    }
    writeln!(out, "</g>")
}
