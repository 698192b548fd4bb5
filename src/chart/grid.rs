//! The grid behind a chart: a hairline at every tick.
//!
//! Filled rectangles instead of lines: a line of one pixel falls between two pixels and blurs.

use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

use super::axis::{self, TimeTick};

/// A chart over hours and values.
pub(super) type Chart<'a, DB> = ChartContext<'a, DB, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Draws the hairlines of `chart`, which reaches from 0 to `hours` and from 0 to `top`.
pub(super) fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    chart: &Chart<'_, DB>,
    (hours, top): (f64, f64),
    ticks: &[TimeTick],
    (color, width): (RGBColor, u32),
) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
    let width = width.cast_signed();
    // A hairline of two device pixels must not straddle two CSS pixels.
    let snap = |at: i32| at - at.rem_euclid(width);
    let (left, foot) = chart.backend_coord(&(0.0, 0.0));
    let (right, roof) = chart.backend_coord(&(hours, top));
    for tick in axis::value_ticks(top) {
        let y = snap(chart.backend_coord(&(0.0, tick.value)).1);
        area.draw(&Rectangle::new([(left, y), (right, y + width)], color.filled()))?;
    }
    for tick in ticks {
        let x = snap(chart.backend_coord(&(tick.at.hours_f64(), 0.0)).0);
        area.draw(&Rectangle::new([(x, roof), (x + width, foot)], color.filled()))?;
    }
    Ok(())
}
