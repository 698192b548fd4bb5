//! Mail servers as data, with sources.

use crate::scenario::{Field, Scenario};
use crate::time::Time;

use super::{Clock, Connections, HostRule, Kind, Profile, Waits};

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
            "Arctera: flush every 5 min; Mimecast: delivery table; Mimecast and Barracuda: 4 days \
             (96 h)",
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
