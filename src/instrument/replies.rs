//! Replies: attempts and what EOP answered them, over the run and in a figure each; the figures are the
//! readout's.

use crate::chart::axis::Scale;
use crate::chart::shape::{Shape, averaged};
use crate::chart::{Chart, Ink, Line, Lines, Stroke};
use crate::playback::{Player, Series};
use crate::record::Tally;
use crate::time::Time;

/// What a point of a line is the mean of in a long run: single minutes of so few mails only show noise.
const MEAN: Time = Time::from_mins(10);
/// A run of up to this length shows its minutes.
const SHORT: Time = Time::from_hours(4);
/// The least top of the scale [replies a minute].
const LEAST_TOP: f64 = 100.0;

/// Words, colours, shapes and counts of the lines.
type Code = (&'static str, Ink, Option<Shape>, fn(&Tally) -> u64);
const CODES: [Code; 5] = [
    ("attempts", Ink::Plain, None, |row| row.attempts),
    ("250", Ink::Accepted, Some(Shape::Circle), |row| row.delivered),
    ("421", Ink::Refused, Some(Shape::Chevron), |row| row.refused),
    ("lost", Ink::Dropped, Some(Shape::Cross), |row| row.dropped),
    ("550", Ink::Rejected, Some(Shape::Diamond), |row| row.replies_550),
];

/// What a point of a line is the mean of, in words; for a run of this length.
pub fn mean_of(duration: Time) -> &'static str {
    if duration > SHORT { "mean of 10 min" } else { "" }
}

/// Attempts and replies a minute of the selected world.
pub fn over_time(player: &Player) -> Chart {
    let mean = if player.duration() > SHORT { MEAN } else { Time::from_mins(1) };
    let lines: Vec<_> = CODES
        .into_iter()
        .map(|(name, ink, shape, count)| {
            let series: Series = averaged(&player.run().per_minute(count), mean);
            let stroke = if shape.is_none() { Stroke::Dashed } else { Stroke::Solid };
            Line { name, ink, stroke, shape, series }
        })
        .collect();
    let most = lines.iter().flat_map(|line| line.series.values.iter().copied());
    Chart::Lines(Lines {
        epoch: player.scenario().epoch(),
        duration: player.duration(),
        scale: Scale::count(most.fold(0.0, f64::max), LEAST_TOP),
        lines,
    })
}
