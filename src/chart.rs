//! The page's charts: figures in, a plotters drawing out, over any backend.
//!
//! Knows nothing of canvases, components or the model: the page passes pixels, colours and numbers
//! in. Words (titles, labels, legends) are the page's own text and are only placed here.

pub mod axis;
pub mod bars;
pub mod cells;
pub mod lines;
pub mod marks;
pub mod palette;
mod plot;
pub mod shape;
pub mod tape;

use plotters::coord::Shift;
use plotters::prelude::*;

pub use bars::Bars;
pub use cells::Cells;
pub use lines::{Line, Lines};
pub use palette::{Ink, Palette};
pub use plot::Stroke;

/// A chart of an instrument: drawn, and read value by value.
#[derive(Clone, Debug, PartialEq)]
pub enum Chart {
    /// Lines over the run.
    Lines(Lines),
    /// A histogram.
    Bars(Bars),
    /// Small multiples.
    Cells(Cells),
}

/// A value that is read: in which cell, and which of its values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The cell; 0 where there is only one.
    pub cell: usize,
    /// The value.
    pub value: usize,
}

impl Chart {
    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        match self {
            Chart::Lines(lines) => lines.is_empty(),
            Chart::Bars(bars) => bars.is_empty(),
            Chart::Cells(cells) => cells.is_empty(),
        }
    }

    /// Values that can be read one after another.
    pub fn len(&self) -> usize {
        match self {
            Chart::Lines(lines) => lines.len(),
            Chart::Bars(_) => Bars::len(),
            Chart::Cells(cells) => cells.len(),
        }
    }

    /// Cells beside each other.
    pub fn cells(&self) -> usize {
        if let Chart::Cells(cells) = self { cells.cells.len() } else { 1 }
    }

    /// Where a value is along its chart or its cell, 0..=1.
    pub fn share(&self, value: usize) -> f64 {
        match self {
            Chart::Lines(lines) => lines.place(value),
            Chart::Bars(_) => Bars::place(value),
            Chart::Cells(cells) => cells.place(value),
        }
    }

    /// The value that is nearest to a place along the chart; `None` if there is no value at all.
    pub fn near(&self, share: f64) -> Option<usize> {
        let far = |&value: &usize| (self.share(value) - share).abs();
        (0..self.len()).min_by(|a, b| far(a).total_cmp(&far(b)))
    }

    /// What a value says.
    pub fn reading(&self, place: Place) -> String {
        match self {
            Chart::Lines(lines) => lines.reading(place.value),
            Chart::Bars(bars) => bars.reading(place.value),
            Chart::Cells(cells) => cells.reading(place.cell, place.value),
        }
    }

    /// Where a key leads from a value, or from none: left and right from value to value, up and down from
    /// cell to cell, to the ends.
    pub fn step(&self, from: Option<Place>, key: &str) -> Option<Place> {
        let last = self.len().checked_sub(1)?;
        let now = from.unwrap_or(Place { cell: 0, value: last });
        let now = Place { value: now.value.min(last), ..now };
        let to = match key {
            "ArrowLeft" if from.is_some() => Place { value: now.value.saturating_sub(1), ..now },
            "ArrowRight" if from.is_some() => Place { value: (now.value + 1).min(last), ..now },
            "ArrowUp" if self.cells() > 1 => Place { cell: now.cell.saturating_sub(1), ..now },
            "ArrowDown" if self.cells() > 1 => {
                Place { cell: (now.cell + 1).min(self.cells() - 1), ..now }
            }
            "ArrowLeft" | "ArrowRight" => now,
            "Home" => Place { value: 0, ..now },
            "End" => Place { value: last, ..now },
            _ => return None,
        };
        Some(to)
    }

    /// Draws it over the whole of `area`, `scale` device pixels a CSS pixel; `room` is what is seen of it at
    /// once [CSS px], by which cells are tiled.
    ///
    /// # Errors
    /// Whatever the backend cannot draw.
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        palette: &Palette,
        scale: f64,
        room: (f64, f64),
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        match self {
            Chart::Lines(lines) => lines.draw(area, palette, scale),
            Chart::Bars(bars) => bars.draw(area, palette, scale),
            Chart::Cells(cells) => cells.draw(area, palette, scale, room),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playback::Series;
    use crate::time::{Epoch, Time};

    fn a_line(values: Vec<f64>) -> Chart {
        let series = Series { step: Time::from_mins(10), values };
        let line =
            Line { name: "250", ink: Ink::Accepted, stroke: Stroke::Solid, shape: None, series };
        Chart::Lines(Lines {
            epoch: Epoch { day: 152, minute: 720 },
            duration: Time::from_hours(1),
            scale: axis::Scale::count(500.0, 100.0),
            lines: vec![line],
        })
    }

    #[test]
    fn keys_lead_from_value_to_value_and_stay_inside() {
        let chart = a_line(vec![1.0, 20.0, f64::NAN]);
        let at = |value| Some(Place { cell: 0, value });
        assert_eq!(chart.step(None, "ArrowLeft"), at(2), "the latest value comes first");
        assert_eq!(chart.step(at(2), "ArrowLeft"), at(1));
        assert_eq!(chart.step(at(2), "ArrowRight"), at(2));
        assert_eq!(chart.step(at(2), "Home"), at(0));
        assert_eq!(chart.step(at(0), "ArrowLeft"), at(0));
        assert_eq!(chart.step(at(0), "End"), at(2));
        assert_eq!(chart.step(at(0), "ArrowUp"), None, "the page may scroll");
        assert_eq!(a_line(Vec::new()).step(None, "End"), None);
    }

    #[test]
    fn values_are_read_where_they_are() {
        let chart = a_line(vec![1.0, 20.0, f64::NAN]);
        assert_eq!(chart.reading(Place { cell: 0, value: 1 }), "12:10 · 250: 20");
        assert_eq!(chart.reading(Place { cell: 0, value: 2 }), "12:20 · 250: none");
        assert_eq!(chart.near(0.0), Some(0));
        assert_eq!(chart.near(1.0), Some(2));
        assert!((chart.share(1) - 0.25).abs() < 1e-9);
    }
}
