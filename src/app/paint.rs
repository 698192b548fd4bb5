//! Paints the stage's shapes on a canvas.
//!
//! Knows shapes, a palette and a 2-D context; nothing of mail, of layout or of when to paint.
//! Changes of the context's state and calls across the border to the browser are what a frame
//! costs, so the state is only set when it changes and neighbours of one look share a path.

#[cfg(test)]
mod bench;

use std::f64::consts::TAU;

use js_sys::Array;
use mailflow::stage::shape::{
    Anchor, Mark, Point, Rect, Stroke, Text, glyph_lines, hatch_lines, pile_square, rect,
};
use mailflow::stage::{Glyph, Palette, Role, Shape};
use web_sys::CanvasRenderingContext2d;

/// Width of the halo behind text [px].
const TEXT_HALO: f64 = 3.0;
/// How much larger a pinned mail is.
const PINNED: f64 = 1.5;

/// A painter with a palette. Make a new one when the theme changes.
#[derive(Debug)]
pub(crate) struct Painter {
    palette: Palette,
    dashes: Array,
    no_dashes: Array,
    /// CSS fonts that were needed so far, by size and weight.
    fonts: Vec<(f32, bool, String)>,
}

/// What the context is known to be set to.
#[derive(Debug, Default)]
struct Known {
    fill: Option<Role>,
    stroke: Option<Role>,
    width: f64,
    dashed: bool,
    font: Option<usize>,
    anchor: Option<Anchor>,
}

/// A context and what it is set to.
struct Pen<'a> {
    context: &'a CanvasRenderingContext2d,
    painter: &'a Painter,
    known: Known,
}

impl Painter {
    /// A painter that uses these colours and this font.
    pub(crate) fn new(palette: Palette) -> Painter {
        let dashes = Array::of2(&4.0.into(), &4.0.into());
        Painter { palette, dashes, no_dashes: Array::new(), fonts: Vec::new() }
    }

    /// Paints a picture of `width` x `height` CSS px where a CSS px is `ratio` device px.
    pub(crate) fn paint(
        &mut self,
        context: &CanvasRenderingContext2d,
        shapes: &[Shape],
        (width, height): (f64, f64),
        ratio: f64,
    ) {
        for shape in shapes {
            if let Shape::Text(text) = shape {
                self.learn(text);
            }
        }
        // It fails only for a context without a transform, which a 2-D one is not.
        let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
        context.set_global_alpha(1.0);
        context.set_line_cap("round");
        context.set_line_join("round");
        context.set_text_baseline("alphabetic");
        let _ = context.set_line_dash(&self.no_dashes);
        let mut pen = Pen { context, painter: self, known: Known::default() };
        pen.fill(Role::Stage);
        context.fill_rect(0.0, 0.0, width, height);
        let mut rest = shapes;
        while let Some(first) = rest.first() {
            let run = rest.iter().take_while(|shape| alike(first, shape)).count().max(1);
            let (now, later) = rest.split_at(run);
            pen.run(first, now);
            rest = later;
        }
    }

    /// Makes sure that the font of a text is there.
    fn learn(&mut self, text: &Text) {
        if self.font(text).is_none() {
            let weight = if text.strong { 600 } else { 400 };
            let font = format!("{weight} {}px {}", text.size, self.palette.font);
            self.fonts.push((text.size, text.strong, font));
        }
    }

    fn font(&self, text: &Text) -> Option<usize> {
        self.fonts.iter().position(|&(size, strong, _)| {
            size.to_bits() == text.size.to_bits() && strong == text.strong
        })
    }
}

/// Whether two shapes can share one path.
fn alike(a: &Shape, b: &Shape) -> bool {
    match (a, b) {
        (Shape::Dot(a), Shape::Dot(b)) => {
            a.glyph == b.glyph && !a.pinned && !b.pinned && a.alpha >= 1.0 && b.alpha >= 1.0
        }
        (Shape::Curve { stroke: a, .. }, Shape::Curve { stroke: b, .. })
        | (Shape::Line { stroke: a, .. }, Shape::Line { stroke: b, .. }) => a == b,
        (Shape::Triangle { fill: a, .. }, Shape::Triangle { fill: b, .. }) => a == b,
        (
            Shape::Box { fill, stroke, radius, .. },
            Shape::Box { fill: fill_b, stroke: stroke_b, radius: radius_b, .. },
        ) => fill == fill_b && stroke == stroke_b && radius.to_bits() == radius_b.to_bits(),
        _ => false,
    }
}

impl Pen<'_> {
    fn fill(&mut self, role: Role) {
        if self.known.fill != Some(role) {
            self.context.set_fill_style_str(self.painter.palette.colour(role));
            self.known.fill = Some(role);
        }
    }

    fn stroke(&mut self, role: Role, width: f64, dashed: bool) {
        if self.known.stroke != Some(role) {
            self.context.set_stroke_style_str(self.painter.palette.colour(role));
            self.known.stroke = Some(role);
        }
        if self.known.width.to_bits() != width.to_bits() {
            self.context.set_line_width(width);
            self.known.width = width;
        }
        if self.known.dashed != dashed {
            let list = if dashed { &self.painter.dashes } else { &self.painter.no_dashes };
            // A list of two positive numbers is always taken.
            let _ = self.context.set_line_dash(list);
            self.known.dashed = dashed;
        }
    }

    fn stroke_as(&mut self, stroke: Stroke) {
        self.stroke(stroke.role, f64::from(stroke.width), stroke.dashed);
    }

    fn move_to(&self, to: Point) {
        self.context.move_to(f64::from(to.x), f64::from(to.y));
    }

    fn line_to(&self, to: Point) {
        self.context.line_to(f64::from(to.x), f64::from(to.y));
    }

    /// Paints shapes that are alike.
    fn run(&mut self, first: &Shape, run: &[Shape]) {
        match first {
            Shape::Text(text) => self.text(text),
            Shape::Dot(mark) if mark.pinned || mark.alpha < 1.0 => self.lone_dot(*mark),
            Shape::Dot(mark) => {
                let glyph = mark.glyph;
                let marks = run.iter().filter_map(|shape| match shape {
                    Shape::Dot(mark) => Some(*mark),
                    _ => None,
                });
                self.dots(glyph, marks);
            }
            Shape::Hatch { rect, role } => {
                self.stroke(*role, 1.0, false);
                self.context.begin_path();
                for (from, to) in hatch_lines(*rect) {
                    self.move_to(from);
                    self.line_to(to);
                }
                self.context.stroke();
            }
            Shape::Pile { area, face, count, role, notched } => {
                let squares = || (0..*count).map(|i| pile_square(*area, *face, i));
                self.fill(*role);
                self.context.begin_path();
                squares().for_each(|square| self.rect(square));
                self.context.fill();
                if *notched {
                    self.fill(Role::Surface);
                    self.context.begin_path();
                    squares().for_each(|it| self.rect(rect(it.x + 2.0, it.y, 2.0, 2.0)));
                    self.context.fill();
                }
            }
            Shape::Veil { rects, alpha } => {
                self.fill(Role::Stage);
                self.context.set_global_alpha(f64::from(*alpha));
                self.context.begin_path();
                for &rect in rects {
                    self.rect(rect);
                }
                self.context.fill();
                self.context.set_global_alpha(1.0);
            }
            Shape::Line { stroke, .. } | Shape::Curve { stroke, .. } => {
                self.stroke_as(*stroke);
                self.context.begin_path();
                self.trace(run);
                self.context.stroke();
            }
            Shape::Triangle { fill, .. } => {
                self.fill(*fill);
                self.context.begin_path();
                self.trace(run);
                self.context.fill();
            }
            Shape::Box { fill, stroke, .. } => {
                self.context.begin_path();
                self.trace(run);
                if let Some(role) = fill {
                    self.fill(*role);
                    self.context.fill();
                }
                if let Some(stroke) = stroke {
                    self.stroke_as(*stroke);
                    self.context.stroke();
                }
            }
        }
    }

    /// Adds the outlines of shapes to the path.
    fn trace(&self, shapes: &[Shape]) {
        for shape in shapes {
            match shape {
                Shape::Line { from, to, .. } => {
                    self.move_to(*from);
                    self.line_to(*to);
                }
                Shape::Curve { points: [from, near, far, to], .. } => {
                    self.move_to(*from);
                    let (near, far) = (xy(*near), xy(*far));
                    let to = xy(*to);
                    self.context.bezier_curve_to(near.0, near.1, far.0, far.1, to.0, to.1);
                }
                Shape::Triangle { points: [a, b, c], .. } => {
                    self.move_to(*a);
                    self.line_to(*b);
                    self.line_to(*c);
                    self.context.close_path();
                }
                Shape::Box { rect, radius, .. } if *radius <= 0.0 => self.rect(*rect),
                Shape::Box { rect, radius, .. } => {
                    let (x, y) = (f64::from(rect.x), f64::from(rect.y));
                    let (w, h) = (f64::from(rect.w), f64::from(rect.h));
                    // It fails only for a negative radius.
                    let _ = self.context.round_rect_with_f64(x, y, w, h, f64::from(*radius));
                }
                _ => {}
            }
        }
    }

    fn rect(&self, rect: Rect) {
        let (x, y) = (f64::from(rect.x), f64::from(rect.y));
        self.context.rect(x, y, f64::from(rect.w), f64::from(rect.h));
    }

    fn text(&mut self, text: &Text) {
        let Some(font) = self.painter.font(text) else { return };
        if self.known.font != Some(font) {
            self.context.set_font(&self.painter.fonts[font].2);
            self.known.font = Some(font);
        }
        if self.known.anchor != Some(text.anchor) {
            self.context.set_text_align(match text.anchor {
                Anchor::Start => "left",
                Anchor::Middle => "center",
                Anchor::End => "right",
            });
            self.known.anchor = Some(text.anchor);
        }
        let (x, y) = xy(text.at);
        self.fill(text.role);
        // Both fail only for coordinates that are not numbers.
        if text.halo {
            self.stroke(Role::Stage, TEXT_HALO, false);
            let _ = self.context.stroke_text(&text.text, x, y);
        }
        let _ = self.context.fill_text(&text.text, x, y);
    }

    /// Paints mails of one symbol: one path for the halos, one for the symbols. Circles and squares
    /// are filled first and outlined in the stage's colour, so that a crowd stays countable.
    fn dots(&mut self, glyph: Glyph, marks: impl Iterator<Item = Mark> + Clone) {
        let context = self.context;
        context.begin_path();
        for mark in marks.clone() {
            let (x, y) = xy(mark.at);
            match glyph {
                Glyph::Circle => self.circle(x, y, 3.5),
                Glyph::Ring => self.circle(x, y, 3.2),
                Glyph::Square => context.rect(x - 3.5, y - 3.5, 7.0, 7.0),
                Glyph::Chevron | Glyph::Cross | Glyph::Diamond | Glyph::Rejected => {
                    self.lines(mark);
                }
            }
        }
        match glyph {
            Glyph::Circle | Glyph::Square | Glyph::Diamond => {
                self.fill(glyph.role());
                context.fill();
                self.stroke(Role::Stage, 1.0, false);
                context.stroke();
            }
            Glyph::Chevron | Glyph::Cross | Glyph::Rejected => {
                self.stroke(Role::Stage, 4.0, false);
                context.stroke();
                self.stroke(glyph.role(), 2.0, false);
                context.stroke();
            }
            Glyph::Ring => {
                self.fill(Role::Stage);
                context.fill();
                self.stroke(Role::Stage, 3.6, false);
                context.stroke();
                self.stroke(glyph.role(), 1.6, false);
                context.stroke();
                context.begin_path();
                for mark in marks {
                    let (x, y) = xy(mark.at);
                    self.circle(x, y, 1.3);
                }
                self.fill(glyph.role());
                context.fill();
            }
        }
    }

    /// Paints a mail that is larger or fainter than the others, in a frame of its own.
    fn lone_dot(&mut self, mark: Mark) {
        let context = self.context;
        let (x, y) = xy(mark.at);
        context.save();
        context.set_global_alpha(f64::from(mark.alpha.clamp(0.0, 1.0)));
        let scale = if mark.pinned { PINNED } else { 1.0 };
        // Both fail only for coordinates that are not numbers.
        let _ = context.translate(x, y);
        let _ = context.scale(scale, scale);
        self.dots(mark.glyph, std::iter::once(Mark { at: Point::default(), ..mark }));
        if mark.pinned {
            self.stroke(Role::Ink, 1.0, false);
            context.begin_path();
            self.circle(0.0, 0.0, 6.0);
            context.stroke();
        }
        context.restore();
        // The context is what it was before: what was set since is not known to hold.
        self.known = Known { dashed: self.known.dashed, ..Known::default() };
    }

    fn circle(&self, x: f64, y: f64, r: f64) {
        self.context.move_to(x + r, y);
        // It fails only for a negative radius.
        let _ = self.context.arc(x, y, r, 0.0, TAU);
    }

    fn lines(&self, mark: Mark) {
        for [a, b, c] in glyph_lines(mark.glyph, mark.back) {
            self.move_to(mark.at.moved(a.0, a.1));
            self.line_to(mark.at.moved(b.0, b.1));
            self.line_to(mark.at.moved(c.0, c.1));
        }
    }
}

fn xy(point: Point) -> (f64, f64) {
    (f64::from(point.x), f64::from(point.y))
}
