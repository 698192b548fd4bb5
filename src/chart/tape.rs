//! The tape: mail held over the whole run, stacked by where it is held.
//!
//! Draws only what has been played: what comes is left blank, so that no question is answered
//! before it is asked, unless the reader asks to see it. Of two worlds it draws both lines and
//! hatches what lies between them. Flags, labels and the playhead are the page's.

use plotters::prelude::*;

use super::axis::{self, TimeTick};
use super::grid;
use super::palette::Palette;
use super::shape::points;
use crate::playback::{Player, Series, Side};
use crate::time::Time;

/// Lines between two worlds at most: what differs is hatched, not filled.
const HATCHES: usize = 180;

/// The least top of the tape's scale [mails].
const LEAST_TOP: f64 = 1_000.0;

/// What the tape shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Tape {
    /// Length of the run.
    pub duration: Time,
    /// Held at the senders and, on top of it, at the gateways.
    pub held: [Series; 2],
    /// Held in the future an action replaced.
    pub ghost: Option<Series>,
    /// Held in all of the run that is computed, if the reader asked what is coming.
    pub coming: Option<Series>,
    /// Held in A and in B, if the run was split.
    pub worlds: Option<[Series; 2]>,
    /// Where the time axis has its lines.
    pub ticks: Vec<TimeTick>,
}

impl Tape {
    /// The tape of a run, over a plot `width` px wide.
    pub fn of(player: &Player, width: f64) -> Self {
        let epoch = player.scenario().epoch();
        let worlds = player.held_in(Side::A).zip(player.held_in(Side::B));
        Tape {
            duration: player.duration(),
            held: player.held(),
            ghost: player.ghost(),
            coming: player.coming(),
            worlds: worlds.map(<[_; 2]>::from),
            ticks: axis::time_ticks(epoch, player.duration(), width),
        }
    }

    /// The top of the scale: holds every line there is.
    pub fn top(&self) -> f64 {
        let total = (0..self.held[0].values.len()).map(|i| self.total(i));
        let lines = self.ghost.iter().chain(&self.coming).chain(self.worlds.iter().flatten());
        let values = lines.flat_map(|line| line.values.iter().copied());
        axis::top(total.chain(values).fold(0.0, f64::max), LEAST_TOP)
    }

    /// Everything held in bucket `i`.
    fn total(&self, i: usize) -> f64 {
        self.held.iter().map(|series| series.values.get(i).copied().unwrap_or(0.0)).sum()
    }

    /// Both places in one series.
    fn stacked(&self) -> Series {
        let values = (0..self.held[0].values.len()).map(|i| self.total(i)).collect();
        Series { step: self.held[0].step, values }
    }
}

/// Draws the tape over the whole of `area`, `scale` device pixels a CSS pixel.
///
/// # Errors
/// Whatever the backend cannot draw.
pub fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, plotters::coord::Shift>,
    tape: &Tape,
    palette: &Palette,
    scale: f64,
) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
    let px = |css: f64| libm::round(css * scale).max(1.0) as u32;
    let (hours, top) = (tape.duration.hours_f64().max(1e-6), tape.top());
    // One pixel of room, so that the line at the very top keeps its upper half.
    let mut chart = ChartBuilder::on(area)
        .margin_top(px(1.0))
        .margin_bottom(px(1.0))
        .build_cartesian_2d(0.0..hours, 0.0..top)?;

    grid::draw(area, &chart, (hours, top), &tape.ticks, (palette.hairline, px(1.0)))?;

    for line in tape.coming.iter().chain(&tape.ghost) {
        let style = palette.muted.stroke_width(px(1.5));
        chart.draw_series(DashedLineSeries::new(points(line), px(4.0), px(4.0), style))?;
    }
    if let Some([a, b]) = &tape.worlds {
        let rows = (tape.duration.us() / a.step.us().max(1)) as usize;
        let step = (rows / HATCHES).max(1);
        let hatch = palette.held.mix(0.6).stroke_width(px(1.0));
        for (one, other) in points(a).into_iter().zip(points(b)).step_by(step) {
            chart.draw_series([PathElement::new(vec![one, other], hatch)])?;
        }
        let line = palette.muted.stroke_width(px(2.0));
        chart.draw_series(LineSeries::new(points(a), line))?;
        let line = palette.held.stroke_width(px(2.0));
        chart.draw_series(LineSeries::new(points(b), line))?;
        return Ok(());
    }

    let senders = points(&tape.held[0]);
    let parked = tape.held[1].values.iter().any(|&v| v > 0.0);
    let edge = if parked { points(&tape.stacked()) } else { senders.clone() };
    if parked {
        let band = edge.iter().chain(senders.iter().rev()).copied().collect::<Vec<_>>();
        chart.draw_series([Polygon::new(band, palette.held.mix(0.55))])?;
    }
    let line = palette.held.stroke_width(px(2.0));
    chart.draw_series(AreaSeries::new(senders.clone(), 0.0, palette.held.mix(0.28)))?;
    if parked {
        let inner = palette.held.stroke_width(px(1.0));
        chart.draw_series(LineSeries::new(senders, inner))?;
    }
    chart.draw_series(LineSeries::new(edge, line))?;
    Ok(())
}
