//! Where an axis has its ticks and what they say.
//!
//! Knows no pixels but the width it is given, and no series but its largest value.

use crate::number::{self, THIN};
use crate::time::{Epoch, Time};

/// Least distance between two labels of the time axis [px].
const LABEL_PITCH: f64 = 88.0;

/// A tick of a value axis.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueTick {
    /// Where, as a share of the axis.
    pub share: f64,
    /// `1.5 M`.
    pub label: String,
}

/// A value axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// Counts, from zero to `top`.
    Count {
        /// The value at the top.
        top: f64,
    },
    /// Shares, from zero to `top`.
    Percent {
        /// The share at the top.
        top: f64,
    },
    /// How long: each step is as many times the one before, for mail takes seconds in one hour and hours in
    /// the next.
    Delay {
        /// The delay at the foot [s].
        low_s: f64,
        /// The delay at the top [s].
        top_s: f64,
    },
}

/// The ticks of a scale of delays [s].
const DELAYS: [(f64, &str); 8] = [
    (0.1, "0.1 s"),
    (1.0, "1 s"),
    (10.0, "10 s"),
    (60.0, "1 min"),
    (600.0, "10 min"),
    (3_600.0, "1 h"),
    (36_000.0, "10 h"),
    (360_000.0, "100 h"),
];

impl Scale {
    /// Counts up to `max`, and up to `least` at least.
    pub fn count(max: f64, least: f64) -> Self {
        Scale::Count { top: top(max, least) }
    }

    /// Delays from `min_s` to `max_s`, and from a second up to a minute at least [s].
    pub fn delay(min_s: f64, max_s: f64) -> Self {
        let low_s = if min_s < 1.0 { 0.1 } else { 1.0 };
        let fits = |&&(s, _): &&(f64, &str)| s >= max_s.max(60.0);
        Scale::Delay { low_s, top_s: DELAYS.iter().find(fits).map_or(360_000.0, |&(s, _)| s) }
    }

    /// Where a value is along the axis, 0..=1.
    pub fn share(self, value: f64) -> f64 {
        let share = match self {
            Scale::Count { top } | Scale::Percent { top } => value / top,
            Scale::Delay { low_s, top_s } => {
                libm::log(value.max(low_s) / low_s) / libm::log(top_s / low_s)
            }
        };
        share.clamp(0.0, 1.0)
    }

    /// Its ticks, from the foot to the top.
    pub fn ticks(self) -> Vec<ValueTick> {
        match self {
            Scale::Count { top } => {
                value_ticks(top).map(|(share, label)| ValueTick { share, label }).into()
            }
            Scale::Percent { top } => [0.0, 0.5, 1.0]
                .map(|share| ValueTick {
                    share,
                    label: format!("{:.0}{THIN}%", share * top * 100.0),
                })
                .into(),
            Scale::Delay { low_s, top_s } => DELAYS
                .iter()
                .filter(|(s, _)| (low_s..=top_s).contains(s))
                .map(|&(s, label)| ValueTick { share: self.share(s), label: label.to_owned() })
                .collect(),
        }
    }

    /// How a value on it reads.
    pub fn read(self, value: f64) -> String {
        match self {
            Scale::Count { .. } => number::count(libm::round(value.max(0.0)) as u64),
            Scale::Percent { .. } => number::percent(value),
            Scale::Delay { .. } => number::delay(value),
        }
    }
}

/// A tick of the time axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeTick {
    /// Instant of the run.
    pub at: Time,
    /// `18:00`, or `Wed 3 Jun` at midnight.
    pub label: String,
    /// Whether it is a midnight, which is set apart.
    pub midnight: bool,
}

/// The top of a value axis that holds `max`: a round number whose half is round too, and never
/// below `least`, so that a quiet minute does not look like a storm.
pub fn top(max: f64, least: f64) -> f64 {
    const STEPS: [f64; 8] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    let max = max.max(least).max(1.0);
    let decade = libm::pow(10.0, libm::floor(libm::log10(max)));
    let step = STEPS.into_iter().find(|step| step * decade >= max).unwrap_or(10.0);
    step * decade
}

/// The three ticks of an axis of counts, its foot, its middle, its top: where, and what they say.
pub fn value_ticks(top: f64) -> [(f64, String); 3] {
    [0.0, 0.5, 1.0].map(|share| (share, round_figure(top * share)))
}

/// `1.5 M`, `500 k`: a round number without the zeros a measured one would have.
pub fn round_figure(value: f64) -> String {
    let (value, unit) = match value {
        v if v >= 1e6 => (v / 1e6, "M"),
        v if v >= 1e3 => (v / 1e3, "k"),
        v => (v, ""),
    };
    let mut text = format!("{value:.2}");
    while text.ends_with('0') {
        text.pop();
    }
    if text.ends_with('.') {
        text.pop();
    }
    if unit.is_empty() { text } else { format!("{text}{THIN}{unit}") }
}

/// The ticks of the time axis over a plot `width` px wide: round hours in UTC, as close as their
/// labels allow.
pub fn time_ticks(epoch: Epoch, duration: Time, width: f64) -> Vec<TimeTick> {
    const HOURS: [u64; 6] = [1, 2, 3, 6, 12, 24];
    let hours = duration.hours_f64();
    if hours <= 0.0 || width <= 0.0 {
        return Vec::new();
    }
    let fits = |step: &u64| *step as f64 / hours * width >= LABEL_PITCH;
    let step = HOURS.into_iter().find(fits).unwrap_or(24) * 60;
    let first = u64::from(epoch.minute).div_ceil(step) * step - u64::from(epoch.minute);
    (first..=duration.secs() / 60)
        .step_by(step as usize)
        .map(|minute| {
            let at = Time::from_mins(minute);
            let midnight = epoch.local_minute(at, 0) == 0;
            let label = if midnight { epoch.date(at) } else { epoch.clock(at) };
            TimeTick { at, label, midnight }
        })
        .collect()
}

/// When it is between 8:00 and 18:00 in a zone `offset_h` hours east of UTC: spans of the run.
pub fn business_hours(epoch: Epoch, duration: Time, offset_h: i32) -> Vec<(Time, Time)> {
    let open =
        |minute: u64| (480..1080).contains(&epoch.local_minute(Time::from_mins(minute), offset_h));
    let last = duration.secs() / 60;
    let mut spans = Vec::new();
    let mut since = None;
    for minute in (0..last).step_by(30) {
        match (open(minute), since) {
            (true, None) => since = Some(minute),
            (false, Some(start)) => {
                spans.push((Time::from_mins(start), Time::from_mins(minute)));
                since = None;
            }
            _ => {}
        }
    }
    spans.extend(since.map(|start| (Time::from_mins(start), Time::from_mins(last))));
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    const INCIDENT: Epoch = Epoch { day: 152, minute: 720 };

    #[test]
    fn tops_are_round_and_so_are_their_halves() {
        for (max, expected) in [
            (0.0, 1_000.0),
            (1_000.0, 1_000.0),
            (1_001.0, 2_000.0),
            (6_500.0, 8_000.0),
            (1_320_000.0, 2_000_000.0),
            (99_999.0, 100_000.0),
        ] {
            assert!((top(max, 1_000.0) - expected).abs() < 1e-6, "{max}");
        }
        let labels = value_ticks(5_000_000.0).map(|(_, label)| label.replace(THIN, " "));
        assert_eq!(labels, ["0", "2.5 M", "5 M"]);
    }

    #[test]
    fn delays_stand_on_a_scale_of_steps_that_holds_them() {
        let scale = Scale::delay(1.5, 20_000.0);
        assert_eq!(scale, Scale::Delay { low_s: 1.0, top_s: 36_000.0 });
        assert_eq!(Scale::delay(0.2, 2.0), Scale::Delay { low_s: 0.1, top_s: 60.0 });
        let ticks = scale.ticks();
        assert_eq!(ticks.len(), 6);
        assert!(ticks[0].share < 1e-9 && ticks[5].share > 1.0 - 1e-9, "{ticks:?}");
        assert!(ticks.windows(2).all(|pair| pair[1].share - pair[0].share > 0.1), "{ticks:?}");
        assert!(scale.share(0.2) < 1e-9 && scale.share(1e9) > 1.0 - 1e-9);
        let count = Scale::count(6_500.0, 100.0);
        assert!((count.share(4_000.0) - 0.5).abs() < 1e-12);
        assert_eq!(count.read(4_000.4).replace(THIN, " "), "4.00 k");
    }

    #[test]
    fn hours_are_round_in_utc_and_midnight_is_a_date() {
        let ticks = time_ticks(INCIDENT, Time::from_hours(41), 1_150.0);
        assert!(ticks.iter().all(|tick| INCIDENT.local_minute(tick.at, 0).is_multiple_of(60)));
        assert_eq!(ticks[0].label, "12:00");
        let midnights: Vec<_> = ticks.iter().filter(|tick| tick.midnight).collect();
        assert_eq!(midnights.len(), 2);
        assert_eq!(midnights[0].label, "Wed 3 Jun");
    }

    #[test]
    fn a_narrow_axis_has_fewer_ticks() {
        let wide = time_ticks(INCIDENT, Time::from_hours(41), 1_150.0).len();
        let narrow = time_ticks(INCIDENT, Time::from_hours(41), 300.0).len();
        assert!(narrow < wide && narrow >= 2, "{narrow} {wide}");
        assert!(time_ticks(INCIDENT, Time::from_hours(41), 0.0).is_empty());
    }

    #[test]
    fn business_hours_follow_the_zone() {
        let day = Time::from_hours(24);
        // 12:00 UTC is 07:00 in New York (winter offset): the office opens an hour into the run.
        assert_eq!(
            business_hours(INCIDENT, day, -5),
            vec![(Time::from_hours(1), Time::from_hours(11))]
        );
        // In Singapore it is 20:00; the office opens at midnight UTC.
        assert_eq!(
            business_hours(INCIDENT, day, 8),
            vec![(Time::from_hours(12), Time::from_hours(22))]
        );
    }
}
