//! Lines over the run: each known by its stroke, its shape and the word at its end before its colour.
//!
//! Knows what is drawn and how a value reads, not where it was counted.

use super::axis::{self, Scale};
use super::palette::{Ink, Palette};
use super::plot::{Drawn, Plot, Stroke};
use super::shape::{self, Shape};
use crate::playback::Series;
use crate::time::{Epoch, Time};

use plotters::coord::Shift;
use plotters::prelude::*;

/// Distance between two shapes on one line [px].
const SHAPE_PITCH: f64 = 80.0;

/// Room that the word at a line's end needs [px].
const LABEL_ROOM: f64 = 8.0;

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The word at its end, and in a reading.
    pub name: &'static str,
    /// Its colour.
    pub ink: Ink,
    /// How it is stroked.
    pub stroke: Stroke,
    /// The shape it carries every 80 px.
    pub shape: Option<Shape>,
    /// Its values; NaN where there is none.
    pub series: Series,
}

/// Lines over the whole run.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// When the run starts.
    pub epoch: Epoch,
    /// Length of the run.
    pub duration: Time,
    /// The scale of the values.
    pub scale: Scale,
    /// The lines.
    pub lines: Vec<Line>,
}

impl Lines {
    /// Whether there is anything to see.
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(Line::is_empty)
    }

    /// Where each line ends, as shares of the chart's width and of its height; lines that never came are
    /// left out.
    pub fn ends(&self) -> Vec<(&Line, (f64, f64))> {
        let end = |line: &'_ Line| {
            let last = line.series.values.iter().rposition(|value| value.is_finite())?;
            (!line.is_empty()).then(|| self.point(line, last))
        };
        self.lines.iter().filter_map(|line| Some((line, end(line)?))).collect()
    }

    /// Buckets that can be read.
    pub fn len(&self) -> usize {
        self.lines.iter().map(|line| line.series.values.len()).max().unwrap_or(0)
    }

    /// Where a bucket is along the width: at its middle.
    pub fn place(&self, bucket: usize) -> f64 {
        let step = self.lines.first().map_or(Time::ZERO, |line| line.series.step);
        middle(step, bucket, self.duration)
    }

    /// What a bucket says: `14:30 · 250: 12.3 k · 421: 80.1 k`.
    pub fn reading(&self, bucket: usize) -> String {
        let step = self.lines.first().map_or(Time::ZERO, |line| line.series.step);
        let mut parts = vec![self.epoch.clock(Time::from_us(step.us() * bucket as u64))];
        for line in self.lines.iter().filter(|line| !line.is_empty()) {
            let value = line.series.values.get(bucket).copied().filter(|value| value.is_finite());
            let value = value.map_or_else(|| "none".to_owned(), |value| self.scale.read(value));
            parts.push(format!("{}: {value}", line.name));
        }
        parts.join(" · ")
    }

    fn point(&self, line: &Line, bucket: usize) -> (f64, f64) {
        let x = middle(line.series.step, bucket, self.duration);
        (x, self.scale.share(line.series.values[bucket]))
    }

    pub(super) fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        palette: &Palette,
        scale: f64,
    ) -> Drawn<DB> {
        let plot = Plot::of(area, scale);
        let hours = axis::time_ticks(self.epoch, self.duration, plot.width());
        let xs: Vec<_> = hours.iter().map(|tick| share(tick.at, self.duration)).collect();
        let ys: Vec<_> = self.scale.ticks().iter().map(|tick| tick.share).collect();
        plot.grid(&xs, &ys, palette.hairline)?;
        let seen: Vec<_> = self.lines.iter().filter(|line| !line.is_empty()).collect();
        for (index, line) in seen.iter().enumerate() {
            let color = palette.of(line.ink);
            let thinned = shape::thinned(&line.series.values);
            // A gap in the values is a gap in the line.
            for run in thinned.split(|&bucket| line.series.values[bucket].is_nan()) {
                let points: Vec<_> = run.iter().map(|&bucket| self.point(line, bucket)).collect();
                if points.len() > 1 {
                    plot.line(&points, line.stroke, (color, 2.0))?;
                }
            }
            // The shapes are staggered, so that lines that run together stay apart.
            let Some(shape) = line.shape else { continue };
            let pitch = SHAPE_PITCH / plot.width().max(1.0);
            let mut x = pitch * (index as f64 + 1.0) / seen.len() as f64;
            let step = share(line.series.step, self.duration).max(1e-9);
            // None under the word at the line's end.
            let last =
                self.place(line.series.values.len()) - step - LABEL_ROOM / plot.width().max(1.0);
            while let Some(value) = line.series.values.get((x / step) as usize).filter(|_| x < last)
            {
                if value.is_finite() {
                    let at = plot.at((x, self.scale.share(*value)));
                    shape::draw(area, shape, at, color, scale)?;
                }
                x += pitch;
            }
        }
        Ok(())
    }
}

impl Line {
    /// Whether it has no value but zero.
    fn is_empty(&self) -> bool {
        self.series.values.iter().all(|&value| value.is_nan() || value <= 0.0)
    }
}

/// Where an instant is along the width, 0..=1.
pub(super) fn share(at: Time, duration: Time) -> f64 {
    (at.secs_f64() / duration.secs_f64().max(1e-6)).clamp(0.0, 1.0)
}

/// Where the middle of a bucket is along the width.
pub(super) fn middle(step: Time, bucket: usize, duration: Time) -> f64 {
    share(Time::from_us(step.us() * (2 * bucket as u64 + 1) / 2), duration)
}
