//! What the stage is drawn with: a few shapes that carry roles instead of colours.
//!
//! All lengths are CSS px with y downwards. Knows nothing of mail or of a canvas.

use std::borrow::Cow;

use super::palette::Role;

/// A point [CSS px].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Rightwards.
    pub x: f32,
    /// Downwards.
    pub y: f32,
}

/// Shorthand for a point.
pub const fn pt(x: f32, y: f32) -> Point {
    Point { x, y }
}

impl Point {
    /// The point a share `t` of the way to `other`.
    #[must_use]
    pub fn towards(self, other: Point, t: f32) -> Point {
        pt(self.x + (other.x - self.x) * t, self.y + (other.y - self.y) * t)
    }

    /// The distance to `other` [px].
    pub fn distance(self, other: Point) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// The point moved by `dx` and `dy` px.
    #[must_use]
    pub fn moved(self, dx: f32, dy: f32) -> Point {
        pt(self.x + dx, self.y + dy)
    }
}

/// An upright rectangle [CSS px].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

/// Shorthand for a rectangle: left, top, width, height.
pub const fn rect(x: f32, y: f32, w: f32, h: f32) -> Rect {
    Rect { x, y, w, h }
}

impl Rect {
    /// The x of the right edge.
    pub fn right(self) -> f32 {
        self.x + self.w
    }

    /// The y of the bottom edge.
    pub fn bottom(self) -> f32 {
        self.y + self.h
    }

    /// The middle.
    pub fn centre(self) -> Point {
        pt(self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// The rectangle with every edge moved outwards by `by` px (inwards if negative).
    #[must_use]
    pub fn grown(self, by: f32) -> Rect {
        rect(self.x - by, self.y - by, self.w + 2.0 * by, self.h + 2.0 * by)
    }

    /// Whether the point is inside or on the edge.
    pub fn contains(self, p: Point) -> bool {
        self.x <= p.x && p.x <= self.right() && self.y <= p.y && p.y <= self.bottom()
    }

    /// Whether the two share more than an edge.
    pub fn overlaps(self, other: Rect) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }
}

/// How an outline or a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub role: Role,
    /// Its width [px].
    pub width: f32,
    /// Dashed 4-4: the mark of things that are off.
    pub dashed: bool,
}

impl Stroke {
    /// A solid stroke.
    pub const fn solid(role: Role, width: f32) -> Stroke {
        Stroke { role, width, dashed: false }
    }

    /// A dashed stroke.
    pub const fn dashed(role: Role, width: f32) -> Stroke {
        Stroke { role, width, dashed: true }
    }
}

/// Which point of a text its position is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// One line of text. `at` is on the baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Where the anchor is.
    pub at: Point,
    /// What it says.
    pub text: Cow<'static, str>,
    /// Its colour.
    pub role: Role,
    /// Its size [px].
    pub size: f32,
    /// Weight 600 instead of 400.
    pub strong: bool,
    /// What `at` means.
    pub anchor: Anchor,
    /// Whether a 3 px stroke in the stage's colour behind it keeps it legible over lanes and dots.
    /// On cards nothing passes behind text, and a halo would be most of what a frame costs.
    pub halo: bool,
}

/// Width of a letter in shares of the text's size, for layout without a browser. The page's first
/// fonts are narrower.
pub const LETTER_EM: f32 = 0.56;

/// The estimated width of a text [px].
pub fn text_width(text: &str, size: f32) -> f32 {
    text.chars().count() as f32 * size * LETTER_EM
}

impl Text {
    /// A regular text whose baseline starts at a point, over the stage.
    pub fn new(at: Point, size: f32, role: Role, text: impl Into<Cow<'static, str>>) -> Text {
        Text { at, text: text.into(), role, size, strong: false, anchor: Anchor::Start, halo: true }
    }

    /// The text in weight 600.
    #[must_use]
    pub fn strong(self) -> Text {
        Text { strong: true, ..self }
    }

    /// The text with another anchor.
    #[must_use]
    pub fn anchored(self, anchor: Anchor) -> Text {
        Text { anchor, ..self }
    }

    /// The text on a card, without a halo.
    #[must_use]
    pub fn on_card(self) -> Text {
        Text { halo: false, ..self }
    }

    /// Its estimated box, from the ascenders to the descenders.
    pub fn bounds(&self) -> Rect {
        let w = text_width(&self.text, self.size);
        let x = match self.anchor {
            Anchor::Start => self.at.x,
            Anchor::Middle => self.at.x - w / 2.0,
            Anchor::End => self.at.x - w,
        };
        rect(x, self.at.y - self.size * 0.75, w, self.size * 0.95)
    }
}

/// The symbol of a mail: its shape says what became of it, its colour only repeats that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Glyph {
    /// Under way or accepted: a filled circle.
    Circle,
    /// Held: a filled square.
    Square,
    /// Refused with 421: a chevron that points back.
    Chevron,
    /// The session was cut: a cross.
    Cross,
    /// Delivered: a ring with a centre.
    Ring,
    /// Expired: a diamond.
    Diamond,
    /// Refused for good with 550: the outline of a diamond. Seldom, and not in the legend.
    Rejected,
}

impl Glyph {
    /// Every symbol, in the order of the legend.
    pub const ALL: [Glyph; 6] =
        [Glyph::Circle, Glyph::Chevron, Glyph::Cross, Glyph::Square, Glyph::Ring, Glyph::Diamond];

    /// The legend's word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Glyph::Circle => "accepted",
            Glyph::Square => "held",
            Glyph::Chevron => "421",
            Glyph::Cross => "lost connection",
            Glyph::Ring => "delivered",
            Glyph::Diamond => "expired",
            Glyph::Rejected => "550",
        }
    }

    /// Its colour.
    pub const fn role(self) -> Role {
        match self {
            Glyph::Circle => Role::Accepted,
            Glyph::Square => Role::Held,
            Glyph::Chevron => Role::Refused,
            Glyph::Cross => Role::Dropped,
            Glyph::Ring => Role::Delivered,
            Glyph::Diamond | Glyph::Rejected => Role::Expired,
        }
    }
}

/// Where a chevron points: the way back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Back {
    /// To the left, where mail goes from left to right.
    #[default]
    Left,
    /// Upwards, where mail falls.
    Up,
    /// To the right: outbound mail comes from there.
    Right,
    /// Downwards: the same where mail falls.
    Down,
}

/// A mail on the stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Its middle.
    pub at: Point,
    /// Its symbol.
    pub glyph: Glyph,
    /// Where its chevron points.
    pub back: Back,
    /// Drawn x1.5 with an ink ring: a mail the reader follows.
    pub pinned: bool,
    /// 0..=1; below 1 only while it fades.
    pub alpha: f32,
    /// The mail's id.
    pub mail: u64,
}

/// One thing to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A rectangle with rounded corners; the outline lies on the edge.
    Box {
        /// Where.
        rect: Rect,
        /// Radius of the corners [px].
        radius: f32,
        /// Inside.
        fill: Option<Role>,
        /// Outline.
        stroke: Option<Stroke>,
    },
    /// Squares of 6 on a pitch of 8 in a column-by-column pile.
    Pile {
        /// The grid; its cells are filled from `face`.
        area: Rect,
        /// The side the first column stands at.
        face: Face,
        /// Squares shown.
        count: u32,
        /// Their colour.
        role: Role,
        /// Whether each has a notch of 2 px at its top: mail that can be read in webmail.
        notched: bool,
    },
    /// A straight line with round caps (flat when dashed).
    Line {
        /// From.
        from: Point,
        /// To.
        to: Point,
        /// How.
        stroke: Stroke,
    },
    /// A cubic curve with round caps.
    Curve {
        /// Start, two handles, end.
        points: [Point; 4],
        /// How.
        stroke: Stroke,
    },
    /// A filled triangle.
    Triangle {
        /// Its corners.
        points: [Point; 3],
        /// Inside.
        fill: Role,
    },
    /// 45-degree lines, 1 px wide, clipped to a rectangle.
    Hatch {
        /// Where.
        rect: Rect,
        /// Their colour.
        role: Role,
    },
    /// Rectangles side by side, in the stage's colour, over everything before them: what is under
    /// them is dimmed.
    Veil {
        /// Where; they do not overlap.
        rects: Vec<Rect>,
        /// How much of the stage's colour, 0..=1.
        alpha: f32,
    },
    /// A text.
    Text(Text),
    /// A mail.
    Dot(Mark),
}

/// Distance between neighbouring squares of a pile, corner to corner [px].
pub const PILE_PITCH: f32 = 8.0;
/// Side of a square of a pile [px].
pub const PILE_SQUARE: f32 = 6.0;
/// Distance between neighbouring lines of a hatch along x [px].
pub const HATCH_PITCH: f32 = 5.0;

/// The side of a pile that faces the front door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Columns fill from the right, each from the bottom.
    Right,
    /// Columns fill from the left, each from the bottom.
    Left,
    /// Rows fill from the bottom, each from the left.
    Bottom,
}

/// Rows and columns of a pile that fit in an area.
pub fn pile_grid(area: Rect) -> (u32, u32) {
    let fit = |length: f32| ((length + PILE_PITCH - PILE_SQUARE) / PILE_PITCH).max(0.0) as u32;
    (fit(area.h), fit(area.w))
}

/// The square at `index` of a pile, by the order of filling.
pub fn pile_square(area: Rect, face: Face, index: u32) -> Rect {
    let (rows, columns) = pile_grid(area);
    let (row, column) = match face {
        Face::Right | Face::Left => (index % rows.max(1), index / rows.max(1)),
        Face::Bottom => (index / columns.max(1), index % columns.max(1)),
    };
    let y = area.bottom() - PILE_SQUARE - row as f32 * PILE_PITCH;
    let x = match face {
        Face::Right => area.right() - PILE_SQUARE - column as f32 * PILE_PITCH,
        Face::Left | Face::Bottom => area.x + column as f32 * PILE_PITCH,
    };
    rect(x, y, PILE_SQUARE, PILE_SQUARE)
}

/// The lines of a hatch, clipped to its rectangle. Their places depend on the stage, not on the
/// rectangle, so that two hatches side by side join.
pub fn hatch_lines(area: Rect) -> impl Iterator<Item = (Point, Point)> {
    let first = ((area.x + area.y) / HATCH_PITCH).ceil() as i32;
    let last = ((area.right() + area.bottom()) / HATCH_PITCH).floor() as i32;
    (first..=last).map(move |k| {
        // Every line is x + y = k * pitch, from the lower left to the upper right.
        let sum = k as f32 * HATCH_PITCH;
        let left = area.x.max(sum - area.bottom());
        let right = area.right().min(sum - area.y);
        (pt(left, sum - left), pt(right, sum - right))
    })
}

/// The lines of a chevron, cross or diamond around its middle, for a symbol of 8 px; the others
/// are circles and squares. A diamond's lines enclose its filling.
pub fn glyph_lines(glyph: Glyph, back: Back) -> &'static [[(f32, f32); 3]] {
    match (glyph, back) {
        (Glyph::Chevron, Back::Left) => &[[(2.0, -3.5), (-2.0, 0.0), (2.0, 3.5)]],
        (Glyph::Chevron, Back::Up) => &[[(-3.5, 2.0), (0.0, -2.0), (3.5, 2.0)]],
        (Glyph::Chevron, Back::Right) => &[[(-2.0, -3.5), (2.0, 0.0), (-2.0, 3.5)]],
        (Glyph::Chevron, Back::Down) => &[[(-3.5, -2.0), (0.0, 2.0), (3.5, -2.0)]],
        (Glyph::Cross, _) => {
            &[[(-3.0, -3.0), (0.0, 0.0), (3.0, 3.0)], [(-3.0, 3.0), (0.0, 0.0), (3.0, -3.0)]]
        }
        (Glyph::Diamond | Glyph::Rejected, _) => {
            &[[(-4.0, 0.0), (0.0, -4.0), (4.0, 0.0)], [(4.0, 0.0), (0.0, 4.0), (-4.0, 0.0)]]
        }
        _ => &[],
    }
}
