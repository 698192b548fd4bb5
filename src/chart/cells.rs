//! Small multiples: one cell a forest, its use over the run and its throughput against its best.
//!
//! Both are shares, so every cell has the same scale. Knows where a cell stands, not what its figures mean.

use super::lines::middle;
use super::palette::Palette;
use super::plot::{Drawn, Plot, Stroke};
use crate::number;
use crate::time::{Epoch, Time};

use plotters::coord::Shift;
use plotters::prelude::*;

/// Room between two cells [px].
pub const GAP: f64 = 12.0;
/// Height of a cell's name [px].
pub const NAME: f64 = 16.0;
/// The least width and height of a cell [px].
const LEAST: (f64, f64) = (84.0, 36.0);
/// The shape that a cell should have: so much wider than high.
const SHAPE: f64 = 2.6;

/// A forest over the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// `NA F1`.
    pub name: String,
    /// `87/100`.
    pub value: String,
    /// `FULL`, `SLOWING`, `OFF` or nothing.
    pub word: &'static str,
    /// Sessions against the limit, window by window.
    pub used: Vec<f32>,
    /// Mails whose lookups it completed against the most it could.
    pub done: Vec<f32>,
    /// Refused and cut, window by window, scaled to real ones.
    pub failed: Vec<[u64; 2]>,
}

/// All of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells {
    /// When the run starts.
    pub epoch: Epoch,
    /// Length of the run.
    pub duration: Time,
    /// Width of a window.
    pub step: Time,
    /// The cells.
    pub cells: Vec<Cell>,
}

/// How cells share an area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tiling {
    /// Cells side by side.
    pub columns: usize,
    /// Width of a cell [px].
    pub width: f64,
    /// Height of a cell, its name included [px].
    pub height: f64,
}

impl Tiling {
    /// The tiling of `count` cells over an area [px] whose cells come nearest to the shape they should have;
    /// higher than the area if there is no room.
    pub fn of(count: usize, (width, height): (f64, f64)) -> Tiling {
        let tiling = |columns: usize| {
            let rows = count.div_ceil(columns).max(1) as f64;
            let each = (width + GAP) / columns as f64 - GAP;
            let high = ((height + GAP) / rows - GAP).max(LEAST.1 + NAME);
            Tiling { columns, width: each, height: high }
        };
        let fits = |tiling: &Tiling| tiling.width >= LEAST.0 || tiling.columns == 1;
        let odd = |tiling: &Tiling| {
            let rows = count.div_ceil(tiling.columns);
            let over = (rows as f64 * (tiling.height + GAP) - GAP - height).max(0.0);
            let free = (rows * tiling.columns - count) as f64;
            let shape = libm::log(tiling.width / (tiling.height - NAME) / SHAPE);
            shape.abs() + over + 0.1 * free
        };
        (1..=count.max(1))
            .map(tiling)
            .filter(fits)
            .min_by(|a, b| odd(a).total_cmp(&odd(b)))
            .unwrap_or(Tiling { columns: 1, width, height })
    }

    /// The corner of a cell [px].
    pub fn corner(&self, index: usize) -> (f64, f64) {
        let (column, row) = (index % self.columns, index / self.columns);
        (column as f64 * (self.width + GAP), row as f64 * (self.height + GAP))
    }

    /// Height of all cells [px].
    pub fn total(&self, count: usize) -> f64 {
        count.div_ceil(self.columns) as f64 * (self.height + GAP) - GAP
    }
}

impl Cells {
    /// Whether no window has ended.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.used.is_empty())
    }

    /// Windows that can be read.
    pub fn len(&self) -> usize {
        self.cells.first().map_or(0, |cell| cell.used.len())
    }

    /// Where a window is along the width of a cell.
    pub fn place(&self, window: usize) -> f64 {
        middle(self.step, window, self.duration)
    }

    /// What a window of a cell says.
    pub fn reading(&self, cell: usize, window: usize) -> String {
        let clock = self.epoch.clock(Time::from_us(self.step.us() * window as u64));
        let Some(cell) = self.cells.get(cell) else { return clock };
        let at = |values: &[f32]| f64::from(values.get(window).copied().unwrap_or(0.0));
        let [refused, cut] = cell.failed.get(window).copied().unwrap_or_default();
        format!(
            "{} · {clock} · {} of its limit in use · {} of its best done · {} refused · {} cut",
            cell.name,
            number::percent(at(&cell.used)),
            number::percent(at(&cell.done)),
            number::count(refused),
            number::count(cut),
        )
    }

    pub(super) fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        palette: &Palette,
        scale: f64,
        room: (f64, f64),
    ) -> Drawn<DB> {
        let whole = Plot::of(area, scale);
        let tiling = Tiling::of(self.cells.len(), room);
        for (index, cell) in self.cells.iter().enumerate() {
            let (left, top) = tiling.corner(index);
            let plot =
                whole.part([left, top + NAME, tiling.width - 1.0, tiling.height - NAME - 1.0]);
            plot.grid(&[], &[0.0, 1.0], palette.hairline)?;
            let points = |values: &[f32]| -> Vec<(f64, f64)> {
                let middles = values.iter().enumerate();
                middles.map(|(w, &v)| (self.place(w), f64::from(v).clamp(0.0, 1.0))).collect()
            };
            let used = points(&cell.used);
            plot.fill_under(&used, palette.accepted.mix(0.3))?;
            plot.line(&used, Stroke::Solid, (palette.accepted, 1.0))?;
            plot.line(&points(&cell.done), Stroke::Solid, (palette.delivered, 2.0))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_and_forty_fill_wide_areas_and_scroll_in_narrow_ones() {
        for count in [1, 3, 12, 40] {
            for area in [(1390.0, 210.0), (970.0, 210.0), (360.0, 320.0)] {
                let tiling = Tiling::of(count, area);
                assert!(tiling.width >= LEAST.0 && tiling.height >= LEAST.1 + NAME, "{tiling:?}");
                let (x, y) = tiling.corner(count - 1);
                assert!(x + tiling.width <= area.0 + 0.01, "{count} in {area:?}: {tiling:?}");
                assert!((y + tiling.height - tiling.total(count)).abs() < 1.0, "{tiling:?}");
            }
        }
        assert_eq!(Tiling::of(12, (1390.0, 210.0)).columns, 6);
        assert!(Tiling::of(40, (1390.0, 210.0)).total(40) <= 211.0);
        assert!(Tiling::of(40, (360.0, 320.0)).total(40) > 320.0);
    }
}
