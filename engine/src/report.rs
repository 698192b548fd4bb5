//! A run in numbers: what `mailflow run` prints and what tests pin. Simulated mails, not scaled.

pub mod drain;
pub mod health;
pub mod steady;

use serde::Serialize;

use crate::sim::Sim;
use crate::time::Time;

/// One run in numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Key of the scenario.
    pub scenario: String,
    /// Seed.
    pub seed: u64,
    /// Real mails that one simulated mail stands for.
    pub scale: u64,
    /// Simulated time [s].
    pub simulated_s: f64,
    /// Mails created.
    pub offered: u64,
    /// Mails accepted by the service.
    pub delivered: u64,
    /// Mails refused for good (5xx).
    pub rejected: u64,
    /// Mails given up by their sender.
    pub expired: u64,
    /// Mails held anywhere at the end.
    pub backlog: u64,
    /// Mails in transit or in a session at the end.
    pub in_session: u64,
    /// Attempts at the service's door.
    pub attempts: u64,
    /// What they were answered.
    pub replies: Replies,
    /// The greatest backlog.
    pub backlog_peak: BacklogPeak,
    /// First time after the peak that the backlog stays under 1 % of it [s].
    pub cleared_at_s: Option<f64>,
    /// Delays of delivered mails [s].
    pub delay_s: DelayQuantiles,
    /// Authors told that their mail is late.
    pub delay_notices: u64,
    /// Mails given up without a word to anyone; part of `expired`.
    pub expired_silently: u64,
    /// What the tenants' gateways did.
    pub gateways: Gateways,
    /// Urgent mails whose time has come, by what reached their people in it.
    pub urgent: Urgent,
    /// Exchange Online's own outbound mail, which none of the other counts holds.
    pub outbound: Outbound,
    /// What the Service health page had said by then, beside what was so.
    pub posts: Vec<Post>,
    /// Instants at which the health check withdrew the flighted package [s].
    pub recalls_s: Vec<f64>,
    /// Events handled.
    pub events: u64,
    /// Hash of everything that happened, in hexadecimal.
    pub run_hash: String,
}

/// A service-health post beside the truth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Post {
    /// When it was published [s].
    pub at_s: f64,
    /// Time since the estimated start of the issue [s].
    pub after_start_s: Option<f64>,
    /// Status, in the page's exact words; empty if no source gives it.
    pub status: String,
    /// What it said, in a few words of the project's own.
    pub gist: String,
    /// Scope of impact that it named.
    pub scope: String,
    /// Regions where more than 1 % of the attempts came back.
    pub regions_hit: Vec<&'static str>,
    /// Mails held, scaled to real ones.
    pub held_real: u64,
}

/// What the tenants' gateways did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gateways {
    /// Mails handed to them.
    pub parked: u64,
    /// Mails they hold.
    pub held: u64,
    /// Mails that could be read in emergency webmail before they were delivered.
    pub readable: u64,
    /// Mails refused with 550 by a copy of the directory that was too old.
    pub rejected_wrongly: u64,
}

/// Urgent mails whose time has come.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Urgent {
    /// Mails.
    pub due: u64,
    /// Delivered in time.
    pub by_mail: u64,
    /// Readable in emergency webmail in time.
    pub by_webmail: u64,
    /// Told through the out-of-band channel.
    pub by_channel: u64,
    /// Nothing reached their people in time.
    pub missed: u64,
}

/// Exchange Online's own outbound mail.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outbound {
    /// Mails its users sent to the outside.
    pub offered: u64,
    /// Mails that left.
    pub sent: u64,
    /// Mails given up: NDR 550 4.4.7.
    pub expired: u64,
    /// Mails in its queues.
    pub held: u64,
    /// Attempts that ended with Last Error 450 4.4.318.
    pub failed: u64,
}

/// Replies by code.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Replies {
    /// Accepted.
    #[serde(rename = "250")]
    pub accepted: u64,
    /// Refused, 421 4.3.2 (or 451 4.3.2 above a per-source limit).
    #[serde(rename = "421")]
    pub refused: u64,
    /// Those of them above a per-source limit.
    pub refused_by_source: u64,
    /// Refused for good.
    #[serde(rename = "550")]
    pub rejected: u64,
    /// No reply: the session was cut.
    pub dropped: u64,
}

/// The greatest backlog.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BacklogPeak {
    /// Mails held.
    pub mails: u64,
    /// When [s].
    pub at_s: f64,
}

/// Quantiles of the delay [s]; all null if nothing was delivered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DelayQuantiles {
    /// Half of the mails were faster.
    pub p50: Option<f64>,
    /// 95 % were faster.
    pub p95: Option<f64>,
    /// 99 % were faster.
    pub p99: Option<f64>,
    /// The slowest.
    pub max: Option<f64>,
}

impl Report {
    /// The run as it stands.
    pub fn new(sim: &Sim) -> Self {
        let tally = sim.tally();
        let record = sim.record();
        let (detail, urgent) = (sim.detail(), sim.detail().urgent);
        let quantile = |q| record.delays.quantile(q).map(Time::secs_f64);
        Report {
            scenario: sim.scenario().about().key.to_string(),
            seed: sim.seed(),
            scale: sim.scenario().scale(),
            simulated_s: sim.now().secs_f64(),
            offered: tally.offered,
            delivered: tally.delivered,
            rejected: tally.rejected,
            expired: tally.expired,
            backlog: tally.held(),
            in_session: tally.in_session,
            attempts: tally.attempts,
            replies: Replies {
                accepted: tally.delivered,
                refused: tally.refused,
                refused_by_source: detail.refused_by_source,
                rejected: tally.replies_550,
                dropped: tally.dropped,
            },
            backlog_peak: BacklogPeak { mails: record.peak.mails, at_s: record.peak.at.secs_f64() },
            cleared_at_s: sim.cleared_at().map(Time::secs_f64),
            delay_s: DelayQuantiles {
                p50: quantile(0.50),
                p95: quantile(0.95),
                p99: quantile(0.99),
                max: (record.delays.total() > 0).then(|| record.delays.max().secs_f64()),
            },
            delay_notices: detail.delay_notices,
            expired_silently: detail.expired_silently,
            gateways: Gateways {
                parked: tally.parked,
                held: tally.held_gateways,
                readable: detail.readable,
                rejected_wrongly: detail.rejected_wrongly,
            },
            urgent: Urgent {
                due: urgent.due,
                by_mail: urgent.by_mail,
                by_webmail: urgent.by_webmail,
                by_channel: urgent.by_channel,
                missed: urgent.missed(),
            },
            outbound: Outbound {
                offered: tally.outbound.offered,
                sent: tally.outbound.sent,
                expired: tally.outbound.expired,
                held: tally.outbound.held,
                failed: tally.outbound.failed,
            },
            posts: health::lines(sim)
                .into_iter()
                .map(|line| Post {
                    at_s: line.at.secs_f64(),
                    after_start_s: line.after_start.map(Time::secs_f64),
                    status: line.status,
                    gist: line.gist,
                    scope: line.scope,
                    regions_hit: line.truth.regions,
                    held_real: line.truth.held,
                })
                .collect(),
            recalls_s: sim.recalls().iter().map(|at| at.secs_f64()).collect(),
            events: sim.events(),
            run_hash: format!("{:016x}", sim.hash()),
        }
    }
}
