//! The one table of measures: what two scenarios are compared by. Simulated mails, not scaled.

use serde::Serialize;

use crate::sim::Sim;
use crate::time::Time;

/// One figure of a finished run.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Its name in JSON.
    pub key: &'static str,
    /// Its name for a reader.
    pub label: &'static str,
    /// Unit of its value.
    pub unit: &'static str,
    /// Which direction is better for the people who wait for their mail, if one is.
    pub better: Option<Better>,
    /// What it is.
    pub help: &'static str,
    of: fn(&Sim) -> Option<f64>,
}

/// Which direction is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// Less is.
    Less,
    /// More is.
    More,
}

use Better::{Less, More};

/// Number of measures.
pub const MEASURE_COUNT: usize = 10;

/// Every measure.
pub const MEASURES: [Measure; MEASURE_COUNT] = [
    Measure {
        key: "mail_hours",
        label: "mail-hours of delay",
        unit: "mail-h",
        better: Some(Less),
        help: "Mails of outside senders on their way (held at senders and gateways, and in session), \
            summed over time from the field warm_up to the end of the run. With no warm-up these are \
            the delays of all mails that have arrived, bounced or expired, and the ages of those \
            that have not. Missing if the run ends before the warm-up.",
        of: mail_hours,
    },
    Measure {
        key: "time_to_clear",
        label: "time to clear",
        unit: "h",
        better: Some(Less),
        help: "From the start of the run until the backlog stays under 1 % of its peak. Missing if \
            it does not by the end, or if there never was a minute's worth of backlog.",
        of: |sim| sim.cleared_at().map(Time::hours_f64),
    },
    Measure {
        key: "peak_backlog",
        label: "peak backlog",
        unit: "mails",
        better: Some(Less),
        help: "The most mails held at senders and gateways at one instant.",
        of: |sim| count(sim.record().peak.mails),
    },
    Measure {
        key: "delivered",
        label: "delivered",
        unit: "mails",
        better: Some(More),
        help: "Mails accepted by the service.",
        of: |sim| count(sim.tally().delivered),
    },
    Measure {
        key: "bounced",
        label: "bounces",
        unit: "mails",
        better: Some(Less),
        help: "Mails refused for good (5xx) or given up by their sender.",
        of: |sim| count(sim.tally().rejected + sim.tally().expired),
    },
    Measure {
        key: "replies_421",
        label: "421 replies",
        unit: "replies",
        // A refusal protects the service and costs a wait: neither direction is better as such.
        better: None,
        help: "Connections refused with 421 (or 451 above a per-source limit).",
        of: |sim| count(sim.tally().refused),
    },
    Measure {
        key: "dropped",
        label: "dropped",
        unit: "sessions",
        better: Some(Less),
        help: "Sessions cut without a reply.",
        of: |sim| count(sim.tally().dropped),
    },
    Measure {
        key: "delay_p50",
        label: "median delay",
        unit: "s",
        better: Some(Less),
        help: "Half of the delivered mails were faster; known to within 0.8 %, so a smaller \
            difference may not show. Missing if nothing was delivered.",
        of: |sim| delay(sim, 0.50),
    },
    Measure {
        key: "delay_p95",
        label: "p95 delay",
        unit: "s",
        better: Some(Less),
        help: "95 % of the delivered mails were faster; as for the median.",
        of: |sim| delay(sim, 0.95),
    },
    Measure {
        key: "backlog_end",
        label: "backlog at the end",
        unit: "mails",
        better: Some(Less),
        help: "Mails held at senders and gateways when the run ends.",
        of: |sim| count(sim.tally().held()),
    },
];

impl Measure {
    /// Its value in a finished run; `None` where it is missing.
    pub fn of(&self, sim: &Sim) -> Option<f64> {
        (self.of)(sim)
    }
}

/// The value of every measure in a finished run.
pub fn all_of(sim: &Sim) -> [Option<f64>; MEASURE_COUNT] {
    MEASURES.each_ref().map(|measure| measure.of(sim))
}

#[expect(clippy::unnecessary_wraps, reason = "a getter of the table may be missing a value")]
fn count(mails: u64) -> Option<f64> {
    Some(mails as f64)
}

fn delay(sim: &Sim, quantile: f64) -> Option<f64> {
    sim.record().delays.quantile(quantile).map(Time::secs_f64)
}

fn mail_hours(sim: &Sim) -> Option<f64> {
    let averages = &sim.record().averages;
    let hours = averages.span().hours_f64();
    (hours > 0.0).then(|| (averages.mean_waiting() + averages.mean_in_session()) * hours)
}
