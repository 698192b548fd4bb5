//! Retry clocks in words: whose clock decides, by which rule, with the figures of the profile.

use crate::number;
use crate::sim::profile::{Clock, Connections, HostRule, Kind, Profile, Waits};
use crate::sim::trail;
use crate::time::Time;

use super::{Row, fact};

/// Whose clock a mail server goes by.
pub(super) fn clock_name(clock: &Clock) -> &'static str {
    match clock {
        Clock::QueueRun { .. } => "queue run",
        Clock::HostAge { .. } => "host clock",
        Clock::QueueSteps { .. } => "queue clock",
        Clock::MailAge { .. } | Clock::Mail => "mail clock",
    }
}

/// The rule that a mail server goes by, `Postfix: clamp(age, 300 s, 4000 s), at the next 300 s scan`.
pub(super) fn rule(kind: Kind, profile: &Profile) -> String {
    let name = profile.name;
    let words = match &profile.clock {
        Clock::MailAge { min, max, scan } => {
            let (min, max, scan) = (min.secs(), max.secs(), scan.secs());
            format!("clamp(age, {min} s, {max} s), at the next {scan} s scan")
        }
        Clock::QueueRun { every } => {
            format!("every queue run tries all that waits, one each {}", span(*every))
        }
        Clock::HostAge { rules, .. } => {
            format!("{}, counted from the host's first failure", host_rules(rules))
        }
        Clock::QueueSteps { .. } if kind == Kind::Exchange => {
            "QueueGlitchRetryCount 4 × 1 min, TransientFailureRetryCount 6 × 5 min, then \
             OutboundConnectionFailureRetryInterval 10 min; any success starts over"
                .to_owned()
        }
        Clock::QueueSteps { steps, then } => {
            let first = steps.iter().map(|&(n, gap)| format!("{n} × {}", span(gap)));
            let last = format!("every {}", span(*then));
            first.chain([last]).collect::<Vec<_>>().join(", then ")
        }
        Clock::Mail => profile.own.as_ref().map_or_else(String::new, |own| waits(kind, own)),
    };
    format!("{name}: {words}")
}

/// The rule of a mail that was refused alone, at RCPT.
fn rule_alone(kind: Kind, profile: &Profile) -> String {
    match &profile.own {
        _ if kind == Kind::Exchange || kind == Kind::Outbound => {
            format!("{}: MessageRetryInterval 15 min, for this mail alone", profile.name)
        }
        Some(own) => format!("{}: {}, for this mail alone", profile.name, waits(kind, own)),
        None => rule(kind, profile),
    }
}

/// By which rule a mail waits, and how far along it is; `age` is the mail's when its try failed.
pub(super) fn why(kind: Kind, profile: &Profile, it: &trail::Waits, age: Time) -> String {
    if it.alone && !matches!(profile.clock, Clock::Mail) {
        return format!("{}.", rule_alone(kind, profile));
    }
    let place = match &profile.clock {
        Clock::MailAge { .. } => format!(" The mail was {} old.", span(age)),
        Clock::HostAge { .. } | Clock::QueueSteps { .. } if it.streak.failures > 0 => {
            format!(" Failure {} in a row, so {}.", it.streak.failures, span(it.streak.gap))
        }
        Clock::Mail => format!(" Its try {} here.", it.tries_here),
        _ => String::new(),
    };
    format!("{}.{place}", rule(kind, profile))
}

/// The profile as facts: rule, clock, connections, lifetime, delay notice, source.
pub(super) fn profile_rows(kind: Kind, profile: &Profile) -> Vec<Row> {
    let addresses = if profile.addresses > 1 {
        format!("{} MX addresses a try", profile.addresses)
    } else {
        String::new()
    };
    let per = match profile.mails_per_connection {
        1 => "1 mail".to_owned(),
        n => format!("{n} mails"),
    };
    let mut rows = vec![
        Row::Text(rule(kind, profile)),
        fact("Whose clock", clock_name(&profile.clock)),
        Row::Fact {
            name: "Connections".to_owned(),
            value: connections(profile.connections),
            note: addresses,
        },
        fact("Mails a connection", &per),
        fact("Gives up", &lifetime(profile)),
        fact("Delay notice", &notice_after(profile)),
    ];
    rows.push(Row::Source(profile.source.to_owned()));
    rows
}

/// `after 5 d`, `after 4 tries, silently`.
fn lifetime(profile: &Profile) -> String {
    let silently = if profile.silent { ", silently" } else { "" };
    match (profile.tries_max, profile.lifetime) {
        (Some(tries), Time::NEVER) => format!("after {tries} tries{silently}"),
        (Some(tries), age) => format!("after {tries} tries or {}{silently}", span(age)),
        (None, Time::NEVER) => "never".to_owned(),
        (None, age) => format!("after {}{silently}", span(age)),
    }
}

/// `after 4 h`, `never`.
fn notice_after(profile: &Profile) -> String {
    profile
        .delay_notice
        .map_or_else(|| "never".to_owned(), |after| format!("after {}", span(after)))
}

fn connections(connections: Connections) -> String {
    match connections {
        Connections::Window { initial, max } => format!("{initial} to {max}, a window"),
        Connections::Probe { max } => format!("up to {max}, 1 while probing"),
        Connections::PerQueued { mails: 1, max } => format!("up to {max}"),
        Connections::PerQueued { mails, max } => format!("1 for {mails} waiting, up to {max}"),
        Connections::PerMail => "1 a mail".to_owned(),
    }
}

fn waits(kind: Kind, waits: &Waits) -> String {
    match waits {
        Waits::Exponential(mean) => format!("exponential waits, {} on average", span(*mean)),
        Waits::Fixed(gap) => format!("every {}", span(*gap)),
        Waits::Never => "no second try".to_owned(),
        Waits::Steps(_) if matches!(kind, Kind::Mimecast | Kind::Gateway) => {
            "delivery table: 0, 1, 6, 15, 30, 60 min, hourly to 10 h, every 4 h to 34 h, every 8 h"
                .to_owned()
        }
        Waits::Steps(steps) => {
            let gaps: Vec<_> = steps.iter().map(|&(_, gap)| span(gap)).collect();
            format!("waits of {}, then always the last", gaps.join(", "))
        }
        Waits::Rules(rules) => host_rules(rules),
    }
}

/// Exim's own notation, `F,2h,15m; G,16h,1h,1.5; F,4d,6h`.
fn host_rules(rules: &[HostRule]) -> String {
    let each = rules.iter().map(|rule| {
        let until = if rule.until == Time::NEVER { "4d".to_owned() } else { short(rule.until) };
        if rule.growth > 1.0 {
            format!("G,{until},{},{}", short(rule.gap), rule.growth)
        } else {
            format!("F,{until},{}", short(rule.gap))
        }
    });
    each.collect::<Vec<_>>().join("; ")
}

/// `15m`, `2h`.
fn short(span: Time) -> String {
    match span.secs() {
        s if s.is_multiple_of(3600) => format!("{}h", s / 3600),
        s => format!("{}m", s / 60),
    }
}

/// A span in words: `10 min`, `4 h`, `5 d`; what is no round figure in two units.
pub(super) fn span(span: Time) -> String {
    let s = span.secs();
    let whole = |unit: u64, name: &str| {
        (s >= unit && s.is_multiple_of(unit)).then(|| format!("{}{}{name}", s / unit, number::NBSP))
    };
    let days = whole(86_400, "d").filter(|_| s >= 2 * 86_400);
    let round = days.or_else(|| whole(3600, "h")).or_else(|| whole(60, "min"));
    round.unwrap_or_else(|| number::delay(span.secs_f64()))
}
