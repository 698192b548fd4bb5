//! Drawing in shares of an area: strokes, fills and the grid behind a chart.
//!
//! Everything is handed to plotters in whole device pixels, so that it is sharp at any pixel ratio. Knows
//! no axis and no series.

use plotters::coord::Shift;
use plotters::element::DashedPathElement;
use plotters::prelude::*;

/// What drawing over a backend gives.
pub(super) type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// How a line is stroked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stroke {
    /// Without a gap.
    #[default]
    Solid,
    /// 6 on, 4 off [px].
    Dashed,
    /// 2 on, 3 off [px].
    Dotted,
}

/// A part of an area whose points are shares: (0, 0) is its foot at the left, (1, 1) its top at the right.
pub(super) struct Plot<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, Shift>,
    /// Left, top, width and height [device px].
    place: [f64; 4],
    /// Device pixels a CSS pixel.
    scale: f64,
}

impl<'a, DB: DrawingBackend> Plot<'a, DB> {
    /// The whole of `area` but one CSS pixel at its top and its foot, so that a line at the very top keeps
    /// its upper half.
    pub(super) fn of(area: &'a DrawingArea<DB, Shift>, scale: f64) -> Self {
        let (width, height) = area.dim_in_pixel();
        let (width, height) = (f64::from(width) - 1.0, f64::from(height) - 1.0);
        Plot { area, place: [0.0, scale, width, height - 2.0 * scale], scale }
    }

    /// Another part of the same area: left, top, width and height [CSS px].
    pub(super) fn part(&self, place: [f64; 4]) -> Self {
        Plot { area: self.area, place: place.map(|css| css * self.scale), scale: self.scale }
    }

    /// Width [CSS px].
    pub(super) fn width(&self) -> f64 {
        self.place[2] / self.scale
    }

    /// The device pixel of a point.
    pub(super) fn at(&self, (x, y): (f64, f64)) -> (i32, i32) {
        let [left, top, width, height] = self.place;
        let round = |value: f64| libm::round(value) as i32;
        (round(left + x * width), round(top + (1.0 - y) * height))
    }

    fn pixels(&self, css: f64) -> i32 {
        (libm::round(css * self.scale) as i32).max(1)
    }

    fn all(&self, points: &[(f64, f64)]) -> Vec<(i32, i32)> {
        let mut pixels: Vec<_> = points.iter().map(|&point| self.at(point)).collect();
        pixels.dedup();
        pixels
    }

    /// A line through points, `width` CSS pixels wide.
    pub(super) fn line(
        &self,
        points: &[(f64, f64)],
        stroke: Stroke,
        (color, width): (RGBColor, f64),
    ) -> Drawn<DB> {
        let points = self.all(points);
        let style = color.stroke_width(self.pixels(width) as u32);
        let (on, off) = match stroke {
            Stroke::Solid => return self.area.draw(&PathElement::new(points, style)),
            Stroke::Dashed => (6.0, 4.0),
            Stroke::Dotted => (2.0, 3.0),
        };
        let (on, off) = (self.pixels(on), self.pixels(off));
        self.area.draw(&DashedPathElement::new(points, on, off, style))
    }

    /// A filled polygon.
    pub(super) fn fill(&self, points: &[(f64, f64)], color: RGBAColor) -> Drawn<DB> {
        self.area.draw(&Polygon::new(self.all(points), color))
    }

    /// What lies between a line and the foot.
    pub(super) fn fill_under(&self, points: &[(f64, f64)], color: RGBAColor) -> Drawn<DB> {
        let (Some(&(first, _)), Some(&(last, _))) = (points.first(), points.last()) else {
            return Ok(());
        };
        let mut edge = points.to_vec();
        edge.extend([(last, 0.0), (first, 0.0)]);
        self.fill(&edge, color)
    }

    /// A filled rectangle between two corners.
    pub(super) fn bar(&self, from: (f64, f64), to: (f64, f64), color: RGBColor) -> Drawn<DB> {
        let corners = [self.at(from), self.at(to)];
        self.area.draw(&Rectangle::new(corners, color.filled()))
    }

    /// A hairline at each of the shares of the width and of the height. Filled rectangles instead of lines:
    /// a line of one pixel falls between two pixels and blurs.
    pub(super) fn grid(&self, xs: &[f64], ys: &[f64], color: RGBColor) -> Drawn<DB> {
        let width = self.pixels(1.0);
        // A hairline of two device pixels must not straddle two CSS pixels.
        let snap = |at: i32| at - at.rem_euclid(width);
        let ((left, foot), (right, roof)) = (self.at((0.0, 0.0)), self.at((1.0, 1.0)));
        let hairline = |corners| self.area.draw(&Rectangle::new(corners, color.filled()));
        for &y in ys {
            let y = snap(self.at((0.0, y)).1);
            hairline([(left, y), (right, y + width)])?;
        }
        for &x in xs {
            let x = snap(self.at((x, 0.0)).0);
            hairline([(x, roof), (x + width, foot)])?;
        }
        Ok(())
    }
}
