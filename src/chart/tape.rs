//! The tape: mail held over the whole run, stacked by where it is held.
//!
//! Draws only what has been played: what comes is left blank, so that no question is answered
//! before it is asked, unless the reader asks to see it. Of two worlds it draws both lines and
//! hatches what lies between them. Flags, labels and the playhead are the page's.

use plotters::prelude::*;

use super::axis::{self, TimeTick};
use super::lines::share;
use super::palette::Palette;
use super::plot::{Drawn, Plot, Stroke};
use super::shape::thinned;
use crate::playback::{Levels, Player, Series, Side};
use crate::time::Time;

/// Lines between two worlds at most: what differs is hatched, not filled.
const HATCHES: usize = 180;

/// How much higher the scale may become for an estimate.
const DRAIN_ROOM: f64 = 1.5;

/// The least top of the tape's scale [mails].
const LEAST_TOP: f64 = 1_000.0;

/// What the tape shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Tape {
    /// Length of the run.
    pub duration: Time,
    /// Held at the senders and, on top of it, at the gateways.
    pub held: [Levels; 2],
    /// Held in the future an action replaced.
    pub ghost: Option<Levels>,
    /// Held in all of the run that is computed, if the reader asked what is coming.
    pub coming: Option<Levels>,
    /// How the backlog would go down if nothing changed, if the reader sees that.
    pub drain: Option<Ahead>,
    /// Held in A and in B, if the run was split.
    pub worlds: Option<[Levels; 2]>,
    /// Where the time axis has its lines.
    pub ticks: Vec<TimeTick>,
}

/// An estimate of mail held, from an instant on.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahead {
    /// From when.
    pub from: Time,
    /// Held from then on.
    pub held: Series,
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
            drain: None,
            worlds: worlds.map(<[_; 2]>::from),
            ticks: axis::time_ticks(epoch, player.duration(), width),
        }
    }

    /// The top of the scale: holds every line there is.
    pub fn top(&self) -> f64 {
        let total = (0..self.held[0].values.len()).map(|i| self.total(i));
        let lines = self.ghost.iter().chain(&self.coming).chain(self.worlds.iter().flatten());
        let values = lines.flat_map(|line| line.values.iter().copied());
        let known = total.chain(values).fold(0.0, f64::max);
        // An estimate that goes through the roof must not press flat what really was.
        let ahead = self.drain.iter().flat_map(|drain| drain.held.values.iter().copied());
        let top = axis::top(ahead.fold(known, f64::max), LEAST_TOP);
        top.min(axis::top(known * DRAIN_ROOM, LEAST_TOP))
    }

    /// Everything held at instant `i`.
    fn total(&self, i: usize) -> f64 {
        self.held.iter().map(|line| line.values.get(i).copied().unwrap_or(0.0)).sum()
    }

    /// Both places in one series.
    fn stacked(&self) -> Levels {
        let values = (0..self.held[0].values.len()).map(|i| self.total(i)).collect();
        Levels { values, ..self.held[0] }
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
) -> Drawn<DB> {
    let plot = Plot::of(area, scale);
    let top = tape.top();
    let ticks: Vec<_> = tape.ticks.iter().map(|tick| share(tick.at, tape.duration)).collect();
    plot.grid(&ticks, &[0.0, 0.5, 1.0], palette.hairline)?;
    let point = |line: &Levels, i: usize| (share(line.at(i), tape.duration), line.values[i] / top);
    let points = |line: &Levels| -> Vec<(f64, f64)> {
        thinned(&line.values).into_iter().map(|i| point(line, i)).collect()
    };

    for line in tape.coming.iter().chain(&tape.ghost) {
        plot.line(&points(line), Stroke::Dashed, (palette.muted, 1.5))?;
    }
    if let Some(drain) = &tape.drain {
        let place = |i: usize| drain.from + Time::from_us(drain.held.step.us() * i as u64);
        let ahead = drain.held.values.iter().enumerate();
        let line: Vec<_> = ahead
            .take_while(|&(i, &held)| place(i) <= tape.duration && held <= top)
            .map(|(i, &held)| (share(place(i), tape.duration), held / top))
            .collect();
        plot.line(&line, Stroke::Dotted, (palette.held, 2.0))?;
    }
    if let Some([a, b]) = &tape.worlds {
        let rows = (tape.duration.us() / a.step.us().max(1)) as usize;
        let step = (rows / HATCHES).max(1);
        for i in (0..a.values.len().min(b.values.len())).step_by(step) {
            let ends = [point(a, i), point(b, i)];
            plot.line(&ends, Stroke::Solid, (mixed(palette.held, palette.surface), 1.0))?;
        }
        plot.line(&points(a), Stroke::Solid, (palette.muted, 2.0))?;
        return plot.line(&points(b), Stroke::Solid, (palette.held, 2.0));
    }

    let senders = points(&tape.held[0]);
    let parked = tape.held[1].values.iter().any(|&v| v > 0.0);
    plot.fill_under(&senders, palette.held.mix(0.28))?;
    if parked {
        let edge = points(&tape.stacked());
        let band: Vec<_> = edge.iter().chain(senders.iter().rev()).copied().collect();
        plot.fill(&band, palette.held.mix(0.55))?;
        plot.line(&senders, Stroke::Solid, (palette.held, 1.0))?;
        return plot.line(&edge, Stroke::Solid, (palette.held, 2.0));
    }
    plot.line(&senders, Stroke::Solid, (palette.held, 2.0))
}

/// A colour on its way to what it stands on.
fn mixed(color: RGBColor, surface: RGBColor) -> RGBColor {
    let mix = |a: u8, b: u8| ((u16::from(a) * 3 + u16::from(b) * 2) / 5) as u8;
    RGBColor(mix(color.0, surface.0), mix(color.1, surface.1), mix(color.2, surface.2))
}
