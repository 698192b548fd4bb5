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
    /// Sendmail 8 with a queue run every 30 minutes.
    Sendmail30,
    /// Sendmail 8 with a queue run every hour.
    Sendmail60,
    /// A sender that retries by Mimecast's delivery table.
    Mimecast,
    /// A bulk service like Amazon SES.
    Ses,
    /// An application with few tries that gives up silently.
    Impatient,
    /// Each mail retries alone: the classical retrial queue.
    Textbook,
    /// An email gateway in front of a tenant.
    Gateway,
    /// Exchange Online's own outbound queues.
    Outbound,
}

/// Every kind, in the order of [`Kind`].
pub const KINDS: [Kind; 11] = [
    Kind::Postfix,
    Kind::Exim,
    Kind::Exchange,
    Kind::Sendmail30,
    Kind::Sendmail60,
    Kind::Mimecast,
    Kind::Ses,
    Kind::Impatient,
    Kind::Textbook,
    Kind::Gateway,
    Kind::Outbound,
];

/// The outside senders' kinds with the field that gives their part of the mix.
pub const SENDERS: [(Kind, Field); 9] = [
    (Kind::Postfix, Field::MixPostfix),
    (Kind::Exim, Field::MixExim),
    (Kind::Exchange, Field::MixExchange),
    (Kind::Sendmail30, Field::MixSendmail30),
    (Kind::Sendmail60, Field::MixSendmail60),
    (Kind::Mimecast, Field::MixMimecast),
    (Kind::Ses, Field::MixSes),
    (Kind::Impatient, Field::MixImpatient),
    (Kind::Textbook, Field::MixTextbook),
];

/// How one kind behaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Its name, as administrators say it.
    pub name: &'static str,
    /// Whose clock decides the next try after a refusal at the banner, or a lost connection.
    pub clock: Clock,
    /// How a mail waits that was refused alone: at RCPT, or always where the clock is the mail's.
    /// `None`: as the clock has it, without the host's share in it.
    pub own: Option<Waits>,
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
    /// Tries after which a mail is given up, where they are counted.
    pub tries_max: Option<u8>,
    /// Whether a mail that is given up is gone without a word (no NDR).
    pub silent: bool,
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
    /// Sendmail: a queue run tries everything; a refused connection ends the run for this
    /// destination. New mail is tried at once.
    QueueRun {
        /// Time between two runs (`-q30m`).
        every: Time,
    },
    /// Exim: the time since the host's first failure decides, for every mail to that host.
    HostAge {
        /// Rules: until this time since the first failure, how the gap grows.
        rules: &'static [HostRule],
        /// A host that has failed for longer bounces what it has and what comes.
        cutoff: Time,
    },
    /// Exchange and gateways: failures of the queue in a row decide.
    QueueSteps {
        /// So many times this gap, one after another.
        steps: Vec<(u32, Time)>,
        /// Then always this gap.
        then: Time,
    },
    /// Each mail's own, [`Profile::own`].
    Mail,
}

/// How a mail that waits alone finds its next try.
#[derive(Clone, Debug, PartialEq)]
pub enum Waits {
    /// Exponential with this mean.
    Exponential(Time),
    /// Always this long.
    Fixed(Time),
    /// It does not: refused is lost.
    Never,
    /// So many times this gap, one after another, then always the last.
    Steps(&'static [(u8, Time)]),
    /// Exim's rules, by the mail's age.
    Rules(&'static [HostRule]),
}

/// One rule of Exim's retry configuration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HostRule {
    /// In force until this long after the first failure.
    pub until: Time,
    /// The gap, or the smallest one if gaps grow.
    pub gap: Time,
    /// What each gap is multiplied by to give the next; 1 keeps it.
    pub growth: f64,
}

/// How many connections a host opens towards the service.
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

/// Mimecast's delivery table: tries at 0, 1, 6, 15, 30 and 60 min, hourly to 10 h, every 4 h to
/// 34 h, then every 8 h.
const MIMECAST: &[(u8, Time)] = &[
    (1, Time::from_mins(1)),
    (1, Time::from_mins(5)),
    (1, Time::from_mins(9)),
    (1, Time::from_mins(15)),
    (1, Time::from_mins(30)),
    (9, Time::from_hours(1)),
    (6, Time::from_hours(4)),
    (9, Time::from_hours(8)),
];

/// A bulk service: waits that double from 5 min to 1 h (assumption).
const SES: &[(u8, Time)] = &[
    (1, Time::from_mins(5)),
    (1, Time::from_mins(10)),
    (1, Time::from_mins(20)),
    (1, Time::from_mins(40)),
    (1, Time::from_hours(1)),
];

/// `MessageRetryInterval`: what Exchange does with a mail that was refused alone.
const MESSAGE_RETRY: &[(u8, Time)] = &[(1, Time::from_mins(15))];

impl Kind {
    /// How this kind behaves in a scenario.
    pub fn profile(self, scenario: &Scenario) -> Profile {
        let mut profile = match self {
            Kind::Postfix => postfix(),
            Kind::Exim => exim(),
            Kind::Exchange => exchange(),
            Kind::Sendmail30 => sendmail("Sendmail (30 min)", Time::from_mins(30)),
            Kind::Sendmail60 => sendmail("Sendmail (1 h)", Time::from_hours(1)),
            Kind::Mimecast => mimecast(),
            Kind::Ses => ses(),
            Kind::Impatient => impatient(scenario),
            Kind::Textbook => textbook(scenario),
            Kind::Gateway => gateway(scenario),
            Kind::Outbound => outbound(scenario),
        };
        if matches!(self, Kind::Postfix | Kind::Exim) {
            profile.addresses = scenario.get(Field::MxAddresses) as u32;
        }
        let lifetime = scenario.get(Field::Lifetime);
        if lifetime > 0.0 && self != Kind::Outbound {
            profile.lifetime = Time::from_secs_f64(lifetime * 3600.0);
        }
        profile
    }
}

/// What most have in common: one address, one mail a connection, no word to anyone.
fn plain(name: &'static str, clock: Clock, source: &'static str) -> Profile {
    Profile {
        name,
        clock,
        own: None,
        addresses: 1,
        connections: Connections::PerMail,
        mails_per_connection: 1,
        connection_age_max: Time::NEVER,
        lifetime: Time::NEVER,
        tries_max: None,
        silent: false,
        delay_notice: None,
        source,
    }
}

fn postfix() -> Profile {
    let clock = Clock::MailAge {
        min: Time::from_secs(300),
        max: Time::from_secs(4000),
        scan: Time::from_secs(300),
    };
    Profile {
        addresses: 2,
        connections: Connections::Window { initial: 5, max: 20 },
        // Postfix bounds the reuse of a connection by time; the count is an assumption.
        mails_per_connection: 50,
        connection_age_max: Time::from_secs(300),
        lifetime: Time::from_hours(5 * 24),
        ..plain(
            "Postfix",
            clock,
            "Postfix source: minimal_backoff_time 300 s, maximal_backoff_time 4000 s, \
             queue_run_delay 300 s, maximal_queue_lifetime 5 d, delay_warning_time 0, \
             default_destination_concurrency_failed_cohort_limit 1, \
             initial_destination_concurrency 5, default_destination_concurrency_limit 20; \
             a 4xx at RCPT defers that recipient alone",
        )
    }
}

fn exim() -> Profile {
    let cutoff = Time::from_hours(4 * 24);
    Profile {
        addresses: 2,
        own: Some(Waits::Rules(EXIM_RULES)),
        connections: Connections::Probe { max: 6 },
        mails_per_connection: 500,
        lifetime: cutoff,
        delay_notice: Some(Time::from_hours(24)),
        ..plain(
            "Exim",
            Clock::HostAge { rules: EXIM_RULES, cutoff },
            "Exim specification: default retry rule F,2h,15m; G,16h,1h,1.5; F,4d,6h, counted from \
             the host's first failure, delay_after_cutoff, remote_max_parallel 6, \
             connection_max_messages 500, delay_warning 24h; a 4xx at RCPT defers that address \
             alone. Queue runners are taken to be frequent (assumption)",
        )
    }
}

fn exchange() -> Profile {
    let clock = Clock::QueueSteps {
        steps: vec![(4, Time::from_mins(1)), (6, Time::from_mins(5))],
        then: Time::from_mins(10),
    };
    Profile {
        own: Some(Waits::Steps(MESSAGE_RETRY)),
        connections: Connections::PerQueued { mails: 20, max: 20 },
        mails_per_connection: 20,
        lifetime: Time::from_hours(2 * 24),
        delay_notice: Some(Time::from_hours(4)),
        ..plain(
            "Exchange Server",
            clock,
            "Microsoft, Message retry, resubmit, and expiration intervals: QueueGlitchRetryCount 4 \
             x 1 min, TransientFailureRetryCount 6 x 5 min, OutboundConnectionFailureRetryInterval \
             10 min, MessageRetryInterval 15 min, MessageExpirationTimeout 2 d, \
             DelayNotificationTimeout 4 h; Message rate limits: \
             MaxPerDomainOutboundConnections 20, SmtpMaxMessagesPerConnection 20",
        )
    }
}

fn sendmail(name: &'static str, every: Time) -> Profile {
    Profile {
        // Sendmail delivers a queue run one mail after another; several at once is what new mail
        // makes. The figure is an assumption.
        connections: Connections::Probe { max: 10 },
        mails_per_connection: 100,
        lifetime: Time::from_hours(5 * 24),
        delay_notice: Some(Time::from_hours(4)),
        ..plain(
            name,
            Clock::QueueRun { every },
            "Sendmail cf/README: Timeout.queuereturn 5d, Timeout.queuewarn 4h, no backoff; the run \
             is a start-up flag, usually 15 min to 1 h (Oracle Mail Administration Guide)",
        )
    }
}

fn mimecast() -> Profile {
    Profile {
        own: Some(Waits::Steps(MIMECAST)),
        lifetime: Time::from_hours(96),
        tries_max: Some(30),
        ..plain(
            "Mimecast-like",
            Clock::Mail,
            "Mimecast, Monitoring Delivery Queue: tries at 0, 1, 6, 15, 30, 60 min, then hourly to \
             10 h, every 4 h to 34 h, every 8 h; stop at 30 tries or 96 h",
        )
    }
}

fn ses() -> Profile {
    Profile {
        own: Some(Waits::Steps(SES)),
        lifetime: Time::from_hours(14),
        ..plain(
            "Amazon SES-like",
            Clock::Mail,
            "Amazon SESv2 DeliveryOptions: MaxDeliverySeconds up to 50 400 s (14 h); the schedule \
             is an assumption",
        )
    }
}

fn impatient(scenario: &Scenario) -> Profile {
    let wait = Time::from_secs_f64(scenario.get(Field::ImpatientWait) * 60.0);
    Profile {
        own: Some(Waits::Fixed(wait)),
        tries_max: Some(scenario.get(Field::ImpatientTries) as u8),
        silent: true,
        ..plain(
            "Impatient application",
            Clock::Mail,
            "MO1221364's review warns of third-party senders that give up without an NDR; tries \
             and wait are assumptions",
        )
    }
}

fn textbook(scenario: &Scenario) -> Profile {
    let mean = Time::from_secs_f64(scenario.get(Field::TextbookWait));
    let own = match scenario.get(Field::RetryLaw) as u32 {
        0 => Waits::Exponential(mean),
        1 => Waits::Fixed(mean),
        _ => Waits::Never,
    };
    Profile {
        own: Some(own),
        ..plain("Textbook", Clock::Mail, "queueing theory: the retrial queue")
    }
}

fn gateway(scenario: &Scenario) -> Profile {
    let by_table = scenario.get(Field::GatewayClock) > 0.0;
    let then = Time::from_secs_f64(scenario.get(Field::GatewayRetry) * 60.0);
    let interval = Clock::QueueSteps { steps: Vec::new(), then };
    Profile {
        own: Some(if by_table { Waits::Steps(MIMECAST) } else { Waits::Fixed(then) }),
        // Few hosts, many connections: one for every waiting mail.
        connections: Connections::PerQueued {
            mails: 1,
            max: scenario.get(Field::GatewayConnections) as u32,
        },
        mails_per_connection: 20,
        // Mimecast and Barracuda hold inbound mail for 4 days (96 h) by default.
        lifetime: Time::from_hours(96),
        tries_max: by_table.then_some(30),
        ..plain(
            "Gateway",
            if by_table { Clock::Mail } else { interval },
            "Arctera: flush every 5 min; Mimecast: delivery table; both and Barracuda: 4 days (96 h)",
        )
    }
}

fn outbound(scenario: &Scenario) -> Profile {
    let clock =
        Clock::QueueSteps { steps: vec![(1, Time::from_mins(30))], then: Time::from_hours(1) };
    Profile {
        own: Some(Waits::Steps(MESSAGE_RETRY)),
        connections: Connections::PerQueued { mails: 20, max: 20 },
        mails_per_connection: 20,
        lifetime: Time::from_secs_f64(scenario.get(Field::OutboundExpiry) * 3600.0),
        // Exchange Server's; Exchange Online's is not documented.
        delay_notice: Some(Time::from_hours(4)),
        ..plain(
            "Exchange Online outbound",
            clock,
            "Mail flow intelligence in EOP: expiry 24 h; office365itpros 2022: after 30 min, then \
             every hour (not documented by Microsoft); connections as Exchange Server (assumption)",
        )
    }
}
