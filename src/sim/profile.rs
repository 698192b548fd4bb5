//! Mail servers as data: how each keeps and retries what was refused, with sources.

use crate::scenario::{Field, Scenario};
use crate::time::Time;

/// A kind of sending mail server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// Postfix 3.
    Postfix,
    /// Exim 4.
    Exim,
    /// Exchange Server 2016/2019.
    Exchange,
    /// Each mail retries alone: the classical retrial queue.
    Textbook,
    /// A store-and-forward email gateway in front of a tenant.
    Gateway,
}

/// The senders' kinds, in the order of the mix.
pub const SENDERS: [Kind; 4] = [Kind::Postfix, Kind::Exim, Kind::Exchange, Kind::Textbook];

/// How one kind behaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Its name, as administrators say it.
    pub name: &'static str,
    /// Whose clock decides the next try.
    pub clock: Clock,
    /// MX addresses tried before an attempt counts as failed.
    pub addresses: u32,
    /// Connections in parallel.
    pub connections: Connections,
    /// Mails carried by one connection at most.
    pub mails_per_connection: u32,
    /// How long one connection is kept in use at most.
    pub connection_age_max: Time,
    /// Age at which a mail is given up, checked when its next try is due.
    pub lifetime: Time,
    /// Age at which the sender is told that mail is late; never for some.
    pub delay_notice: Option<Time>,
    /// Where the figures come from.
    pub source: &'static str,
}

/// Whose clock decides when a refused mail is tried again.
#[derive(Clone, Debug, PartialEq)]
pub enum Clock {
    /// Postfix: each mail's age decides, at a scan of the deferred queue; and a destination that
    /// failed is dead for a while, during which mail that comes due is deferred again untried.
    MailAge {
        /// Shortest wait, and how long a destination stays dead (`minimal_backoff_time`).
        min: Time,
        /// Longest wait (`maximal_backoff_time`).
        max: Time,
        /// Time between two scans (`queue_run_delay`).
        scan: Time,
    },
    /// Exim: the time since the host's first failure decides, for every mail to that host.
    HostAge {
        /// Rules: until this time since the first failure, how the gap grows.
        rules: &'static [HostRule],
    },
    /// Exchange Server and gateways: failures of the queue in a row decide.
    QueueSteps {
        /// So many times this gap, one after another.
        steps: Vec<(u32, Time)>,
        /// Then always this gap.
        then: Time,
    },
    /// Each mail waits alone, for an exponential time with this mean.
    Alone {
        /// Mean wait.
        mean: Time,
    },
}

/// One rule of Exim's retry configuration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HostRule {
    /// Applies until this time since the host's first failure.
    pub until: Time,
    /// First gap.
    pub gap: Time,
    /// Factor from one gap to the next; 1 keeps it.
    pub growth: f64,
}

/// How many connections a host opens to its destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connections {
    /// Postfix: a window that starts here, grows by one with each success and shrinks by one with
    /// each failure.
    Window {
        /// `initial_destination_concurrency`.
        initial: u32,
        /// `default_destination_concurrency_limit`.
        max: u32,
    },
    /// One while a failed destination is probed, else up to this many.
    Probe {
        /// `remote_max_parallel`.
        max: u32,
    },
    /// One for so many waiting mails, up to a maximum.
    PerQueued {
        /// Mails per connection.
        mails: u32,
        /// `MaxPerDomainOutboundConnections`.
        max: u32,
    },
    /// One a mail.
    PerMail,
}

/// Exim's default rule: every 15 min for 2 h, then from 1 h growing by half up to 16 h, then every
/// 6 h; counted from the host's first failure.
const EXIM_RULES: &[HostRule] = &[
    HostRule { until: Time::from_hours(2), gap: Time::from_mins(15), growth: 1.0 },
    HostRule { until: Time::from_hours(16), gap: Time::from_hours(1), growth: 1.5 },
    HostRule { until: Time::NEVER, gap: Time::from_hours(6), growth: 1.0 },
];

impl Kind {
    /// How this kind behaves in a scenario.
    pub fn profile(self, scenario: &Scenario) -> Profile {
        let mut profile = match self {
            Kind::Postfix => postfix(),
            Kind::Exim => exim(),
            Kind::Exchange => exchange(),
            Kind::Textbook => textbook(scenario),
            Kind::Gateway => gateway(scenario),
        };
        if matches!(self, Kind::Postfix | Kind::Exim) {
            profile.addresses = scenario.get(Field::MxAddresses) as u32;
        }
        let lifetime = scenario.get(Field::Lifetime);
        if lifetime > 0.0 {
            profile.lifetime = Time::from_secs_f64(lifetime * 3600.0);
        }
        profile
    }
}

fn postfix() -> Profile {
    Profile {
        name: "Postfix",
        clock: Clock::MailAge {
            min: Time::from_secs(300),
            max: Time::from_secs(4000),
            scan: Time::from_secs(300),
        },
        addresses: 2,
        connections: Connections::Window { initial: 5, max: 20 },
        // Postfix bounds the reuse of a connection by time; the count is an assumption.
        mails_per_connection: 50,
        connection_age_max: Time::from_secs(300),
        lifetime: Time::from_hours(5 * 24),
        delay_notice: None,
        source: "Postfix source: minimal_backoff_time 300 s, maximal_backoff_time 4000 s, \
            queue_run_delay 300 s, maximal_queue_lifetime 5 d, delay_warning_time 0",
    }
}

fn exim() -> Profile {
    Profile {
        name: "Exim",
        clock: Clock::HostAge { rules: EXIM_RULES },
        addresses: 2,
        connections: Connections::Probe { max: 6 },
        mails_per_connection: 500,
        connection_age_max: Time::NEVER,
        lifetime: Time::from_hours(4 * 24),
        delay_notice: Some(Time::from_hours(24)),
        source: "Exim specification: default retry rule F,2h,15m; G,16h,1h,1.5; F,4d,6h, \
            remote_max_parallel 6, connection_max_messages 500, delay_warning 24h",
    }
}

fn exchange() -> Profile {
    Profile {
        name: "Exchange Server",
        clock: Clock::QueueSteps {
            steps: vec![(4, Time::from_mins(1)), (6, Time::from_mins(5))],
            then: Time::from_mins(10),
        },
        addresses: 1,
        connections: Connections::PerQueued { mails: 20, max: 20 },
        mails_per_connection: 20,
        connection_age_max: Time::NEVER,
        lifetime: Time::from_hours(2 * 24),
        delay_notice: Some(Time::from_hours(4)),
        source: "Microsoft: Message retry, resubmit, and expiration intervals; Message rate limits",
    }
}

fn textbook(scenario: &Scenario) -> Profile {
    Profile {
        name: "Textbook",
        clock: Clock::Alone { mean: Time::from_secs_f64(scenario.get(Field::TextbookWait)) },
        addresses: 1,
        connections: Connections::PerMail,
        mails_per_connection: 1,
        connection_age_max: Time::NEVER,
        lifetime: Time::NEVER,
        delay_notice: None,
        source: "queueing theory: the retrial queue with exponential retries",
    }
}

fn gateway(scenario: &Scenario) -> Profile {
    Profile {
        name: "Gateway",
        clock: Clock::QueueSteps {
            steps: Vec::new(),
            then: Time::from_secs_f64(scenario.get(Field::GatewayRetry) * 60.0),
        },
        addresses: 1,
        // Few hosts, many connections: one for every waiting mail.
        connections: Connections::PerQueued {
            mails: 1,
            max: scenario.get(Field::GatewayConnections) as u32,
        },
        mails_per_connection: 20,
        connection_age_max: Time::NEVER,
        // Mimecast and Barracuda hold inbound mail for 4 days (96 h) by default.
        lifetime: Time::from_hours(96),
        delay_notice: None,
        source: "Arctera: flush every 5 min; Mimecast, Barracuda: 4 days (96 h)",
    }
}
