//! Which values a line needs, and the dots' shapes on it, so that a line is known without its colour.
//!
//! Shapes are those of the stage, drawn with plotters; nothing here knows which code has which.

use plotters::prelude::*;

use crate::playback::Series;
use crate::time::Time;

/// Most points of one line: more are not seen and cost a frame.
const POINTS_MAX: usize = 500;

/// The shape a line carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A filled circle.
    Circle,
    /// A chevron that points back.
    Chevron,
    /// A cross.
    Cross,
    /// A diamond's outline.
    Diamond,
}

/// The buckets that a line through `values` needs, at most [`POINTS_MAX`]: of each group its least and
/// its largest value in their order, so that no peak is lost, and the last of all.
pub fn thinned(values: &[f64]) -> Vec<usize> {
    if values.len() <= POINTS_MAX {
        return (0..values.len()).collect();
    }
    let group = values.len().div_ceil(POINTS_MAX / 2);
    let mut kept = Vec::with_capacity(POINTS_MAX + 2);
    for (g, chunk) in values.chunks(group).enumerate() {
        let extreme = |better: fn(f64, f64) -> bool| {
            (1..chunk.len()).fold(0, |best, i| if better(chunk[i], chunk[best]) { i } else { best })
        };
        let (low, high) = (extreme(|a, b| a < b), extreme(|a, b| a > b));
        kept.extend([low.min(high), low.max(high)].map(|i| g * group + i));
    }
    // The line ends where the series ends, not at its last extreme.
    kept.push(values.len() - 1);
    kept.dedup();
    kept
}

/// The same series in buckets of `step`, each the mean of the ones it covers; the last bucket may
/// cover fewer. A series that is coarser already stays as it is.
#[must_use]
pub fn averaged(series: &Series, step: Time) -> Series {
    let group = step.us().checked_div(series.step.us()).unwrap_or(1).max(1);
    let mean = |chunk: &[f64]| chunk.iter().sum::<f64>() / chunk.len() as f64;
    Series {
        step: Time::from_us(series.step.us() * group),
        values: series.values.chunks(group as usize).map(mean).collect(),
    }
}

/// Draws `shape` around a pixel, `scale` device pixels a CSS pixel.
pub(super) fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, plotters::coord::Shift>,
    shape: Shape,
    (x, y): (i32, i32),
    color: RGBColor,
    scale: f64,
) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
    let px = |css: f64| libm::round(css * scale) as i32;
    let stroke = color.stroke_width(px(2.0).max(1) as u32);
    match shape {
        Shape::Circle => area.draw(&Circle::new((x, y), px(3.0), color.filled())),
        Shape::Chevron => {
            let (w, h) = (px(3.0), px(4.0));
            area.draw(&PathElement::new(vec![(x + w, y - h), (x - w, y), (x + w, y + h)], stroke))
        }
        Shape::Cross => {
            let r = px(3.0);
            area.draw(&PathElement::new(vec![(x - r, y - r), (x + r, y + r)], stroke))?;
            area.draw(&PathElement::new(vec![(x - r, y + r), (x + r, y - r)], stroke))
        }
        Shape::Diamond => {
            let r = px(4.0);
            let corners = vec![(x, y - r), (x + r, y), (x, y + r), (x - r, y), (x, y - r)];
            area.draw(&PathElement::new(corners, stroke))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(values: Vec<f64>) -> Series {
        Series { step: Time::from_mins(1), values }
    }

    #[test]
    fn a_short_series_keeps_every_point() {
        assert_eq!(thinned(&[1.0, 5.0, 2.0]), [0, 1, 2]);
    }

    #[test]
    fn a_long_series_keeps_its_peak_and_its_end() {
        let mut values = vec![3.0; 2_460];
        values[1_234] = 99.0;
        let thin = thinned(&values);
        assert!(thin.len() <= POINTS_MAX + 2, "{}", thin.len());
        assert!(thin.contains(&1_234) && thin.last() == Some(&2_459));
        assert!(thin.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn averages_keep_the_sum_of_whole_buckets() {
        let mean = averaged(&series(vec![1.0, 3.0, 5.0, 7.0, 100.0]), Time::from_mins(2));
        assert_eq!(mean.values, [2.0, 6.0, 100.0]);
        assert_eq!(mean.step, Time::from_mins(2));
        assert_eq!(averaged(&mean, Time::from_mins(1)), mean);
        assert_eq!(averaged(&Series::default(), Time::from_mins(10)), Series::default());
    }

    #[test]
    fn no_series_is_no_points() {
        assert!(thinned(&[]).is_empty());
    }
}
