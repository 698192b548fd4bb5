//! Replies per minute over the run, a line a code, each with its dot's shape on it.
//!
//! Knows the four codes and their order, not where they were counted.

use plotters::prelude::*;

use super::axis::{self, TimeTick};
use super::grid;
use super::palette::Palette;
use super::shape::{self, Shape, points};
use crate::playback::Series;
use crate::time::Time;

/// The least top of the scale [replies a minute].
const LEAST_TOP: f64 = 100.0;

/// Distance between two shapes on one line [px].
const SHAPE_PITCH: f64 = 80.0;

/// The shapes of the codes, in the order of [`Replies::codes`].
const SHAPES: [Shape; 4] = [Shape::Circle, Shape::Chevron, Shape::Cross, Shape::Diamond];

/// What the chart shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Replies {
    /// Length of the run.
    pub duration: Time,
    /// 250, 421, lost connection, 550.
    pub codes: [Series; 4],
    /// Where the time axis has its lines.
    pub ticks: Vec<TimeTick>,
}

impl Replies {
    /// The top of the scale: holds every line there is.
    pub fn top(&self) -> f64 {
        let values = self.codes.iter().flat_map(|series| series.values.iter().copied());
        axis::top(values.fold(0.0, f64::max), LEAST_TOP)
    }

    /// Whether there is anything to see.
    pub fn is_empty(&self) -> bool {
        self.codes.iter().all(|series| series.values.iter().all(|&v| v <= 0.0))
    }

    /// Where each line ends, as shares of the chart's width and of its height from the top;
    /// `None` for a code that never came.
    pub fn ends(&self) -> [Option<(f64, f64)>; 4] {
        let (hours, top) = (self.duration.hours_f64().max(1e-6), self.top());
        self.codes.each_ref().map(|series| {
            let came = series.values.iter().any(|&v| v > 0.0);
            let last = *series.values.last().filter(|_| came)?;
            let hour = (series.values.len() - 1) as f64 * series.step.hours_f64();
            Some(((hour / hours).min(1.0), 1.0 - last / top))
        })
    }
}

/// Draws the lines over the whole of `area`, `scale` device pixels a CSS pixel.
///
/// # Errors
/// Whatever the backend cannot draw.
pub fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, plotters::coord::Shift>,
    replies: &Replies,
    palette: &Palette,
    scale: f64,
) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
    let px = |css: f64| libm::round(css * scale).max(1.0) as u32;
    let (hours, top) = (replies.duration.hours_f64().max(1e-6), replies.top());
    let mut chart = ChartBuilder::on(area)
        .margin_top(px(1.0))
        .margin_bottom(px(1.0))
        .build_cartesian_2d(0.0..hours, 0.0..top)?;

    grid::draw(area, &chart, (hours, top), &replies.ticks, (palette.hairline, px(1.0)))?;

    let colors = [palette.accepted, palette.refused, palette.dropped, palette.rejected];
    let pitch_h = SHAPE_PITCH * scale / f64::from(area.dim_in_pixel().0.max(1)) * hours;
    for (code, series) in replies.codes.iter().enumerate() {
        if series.values.iter().all(|&v| v <= 0.0) {
            continue;
        }
        let line = points(series);
        let end = line.last().map_or(0.0, |point| point.0);
        let style = colors[code].stroke_width(px(2.0));
        chart.draw_series(LineSeries::new(line, style))?;
        // The codes' shapes are staggered, so that lines that run together stay apart.
        let mut hour = pitch_h * (code as f64 + 1.0) / 4.0;
        while hour <= end {
            let bucket = (hour / series.step.hours_f64()) as usize;
            let value = series.values.get(bucket).copied().unwrap_or(0.0);
            let at = chart.backend_coord(&(hour, value));
            shape::draw(area, SHAPES[code], at, colors[code], scale)?;
            hour += pitch_h;
        }
    }
    Ok(())
}
