//! Delay: how long delivered mail took and how long waiting mail waits.
//!
//! Of delivered mail alone a delay looks good while the worst of it still waits, so both stand together.

use crate::chart::axis::Scale;
use crate::chart::bars;
use crate::chart::{Bars, Chart, Ink, Line, Lines, Stroke};
use crate::number;
use crate::playback::{Player, Series};
use crate::record::windows::QUANTILES;
use crate::sim::mail::MailId;
use crate::sim::profile::Kind;
use crate::time::Time;

use super::theory::{self, Check};

/// The quantiles' words and strokes.
const LINES: [(&str, Stroke); 3] =
    [("p50", Stroke::Solid), ("p95", Stroke::Dashed), ("p99", Stroke::Dotted)];

/// The instrument at the cursor.
#[derive(Clone, Debug, PartialEq)]
pub struct Delay {
    /// Delays of the mail delivered in the last window, as they read: p50, p95, p99.
    pub latest: [(&'static str, String); 3],
    /// Width of a window.
    pub window: Time,
    /// The mail that has waited longest and how long that is.
    pub oldest: Option<(MailId, String)>,
    /// Quantiles over the run.
    pub over_time: Chart,
    /// Delays of delivered mail and ages of waiting mail.
    pub histogram: Chart,
    /// Little's law.
    pub little: Option<Check>,
}

impl Delay {
    /// The instrument of the selected world.
    pub fn of(player: &Player) -> Self {
        let run = player.run();
        let sim = run.sim();
        let scale = sim.scenario().scale();
        let (windows, ended) = run.windows_played();
        let quantile = |index: usize| -> Vec<f64> {
            let all = windows.ended().iter().take(ended);
            all.map(|window| window.delays.map_or(f64::NAN, |delays| delays[index].secs_f64()))
                .collect()
        };
        let series: [Vec<f64>; 3] = std::array::from_fn(quantile);
        let all = || series.iter().flatten().copied();
        let (least, most) = (all().fold(f64::MAX, f64::min), all().fold(0.0, f64::max));
        let at_cursor = sim.record().windows.ended().len();
        let latest = std::array::from_fn(|index| {
            let value = at_cursor.checked_sub(1).and_then(|last| series[index].get(last).copied());
            let value = value.filter(|value| value.is_finite());
            (LINES[index].0, value.map_or_else(|| "–".to_owned(), number::delay))
        });
        let over_time = Scale::delay(least, most);
        let lines = LINES.into_iter().zip(series).map(|((name, stroke), values)| Line {
            name,
            ink: Ink::Accepted,
            stroke,
            shape: None,
            series: Series { step: windows.step(), values },
        });
        let (delivered, waiting) = (&sim.record().delays, sim.ages());
        let is_outside = |host: u32| sim.hosts()[host as usize].kind != Kind::Outbound;
        let oldest = sim
            .oldest(is_outside)
            .map(|(mail, at)| (mail, number::delay(sim.now().saturating_sub(at).secs_f64())));
        Delay {
            latest,
            window: windows.step(),
            oldest,
            over_time: Chart::Lines(Lines {
                epoch: sim.scenario().epoch(),
                duration: player.duration(),
                scale: over_time,
                lines: lines.collect(),
            }),
            histogram: Chart::Bars(Bars {
                kinds: [
                    bars::Kind::of("delivered", Ink::Delivered, delivered, scale),
                    bars::Kind::of("waiting", Ink::Held, &waiting, scale),
                ],
            }),
            little: theory::little(player),
        }
    }
}

const _: () = assert!(LINES.len() == QUANTILES.len());
