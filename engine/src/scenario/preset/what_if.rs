//! What would happen if: one cause, one lever or one clock at a time.

use crate::scenario::action::{Action, ActionKind, Balance, Place};
use crate::scenario::field::Field;
use crate::time::Time;

use super::ex1331830::EX1331830;
use super::{Group, PLAIN, Preset, TUESDAY_NOON};

const fn on(day: u64, hour: u64, minute: u64) -> Time {
    TUESDAY_NOON.at(day, hour, minute)
}

const fn act(at: Time, kind: ActionKind) -> Action {
    Action::new(at, kind)
}

/// The incident's day, told without its captions.
const THE_DAY: Preset = Preset {
    group: Group::WhatIf,
    story: &[(on(0, 12, 59), 60), (on(0, 13, 13), 480), (on(0, 15, 0), 3600)],
    stills: &[on(0, 12, 59), on(0, 13, 14), on(0, 15, 0), on(0, 22, 0), on(1, 12, 0)],
    opens_at: on(0, 12, 59),
    ..PLAIN
};

pub(super) const HEALTHY_TUESDAY: Preset = Preset {
    key: "healthy-tuesday",
    title: "A healthy Tuesday",
    purpose: "The same Tuesday without the misconfiguration: what the forests look like when \
        nothing is wrong, and how much room there is.",
    watch: "The gauges through the business hours of each region.",
    insight: "At the busiest hour every forest is far from its limit and no mail is refused.",
    values: &[(Field::Duration, 24.0)],
    story: &[(on(0, 12, 59), 60), (on(0, 13, 13), 3600)],
    stills: &[on(0, 12, 59), on(0, 15, 0), on(1, 12, 0)],
    ..THE_DAY
};

pub(super) const EX1331830_SKEW: Preset = Preset {
    key: "ex1331830-skew",
    title: "EX1331830, only the skew",
    purpose: "The routing is skewed but lookups stay fast: what bad balance does alone.",
    watch: "One gauge in each region that is full beside three that are nearly empty.",
    insight: "Skew alone refuses mail while most of the capacity is idle, and delays it by minutes, \
        not hours: a retry may draw another forest.",
    values: &[(Field::Skew, 98.0)],
    actions: EX1331830.actions,
    ..THE_DAY
};

pub(super) const EX1331830_LOOKUPS: Preset = Preset {
    key: "ex1331830-lookups",
    title: "EX1331830, only the slow lookups",
    purpose: "Lookups are slow but the routing stays even: what a slow directory does alone.",
    watch: "All gauges of a region rise and fall together.",
    insight: "Slow lookups alone fill all forests alike, in the busy hours only: the night clears \
        what the day has left.",
    values: &[(Field::OnsetLookupSpeed, 38.0)],
    actions: EX1331830.actions,
    ..THE_DAY
};

const fn second(s: u64) -> Time {
    Time::from_secs(s)
}

const fn limit(at: Time, sessions: u32) -> Action {
    act(at, ActionKind::Limit { sessions, place: Place::All })
}

/// One forest whose throughput is known exactly at every limit.
pub(super) const LIMIT_TOO_HIGH: Preset = Preset {
    key: "limit-too-high",
    title: "The limit is raised too far",
    purpose: "One forest under a load just above its best, nothing retried: its limit is raised \
        step by step.",
    watch: "The green line under the gauge, mails accepted a second, as the blue bar passes the \
        tick.",
    insight: "Up to the knee a higher limit delivers more; past it every lookup slows all others, \
        and 300 sessions deliver fewer mails than 96.",
    values: &[
        (Field::Duration, 0.25),
        (Field::Scale, 1.0),
        (Field::PeakRate, 1900.0),
        (Field::BusinessHours, 0.0),
        (Field::Regions, 1.0),
        (Field::ForestsPerRegion, 1.0),
        (Field::HostsPerRegion, 50.0),
        (Field::MixPostfix, 0.0),
        (Field::MixExim, 0.0),
        (Field::MixExchange, 0.0),
        (Field::MixTextbook, 100.0),
        (Field::RetryLaw, 2.0),
        (Field::Onset, 0.0),
        (Field::Lookups, 1.0),
        (Field::LookupRate, 90.0),
        (Field::Contention, 0.02773),
        (Field::Coherency, 0.000_104_4),
        (Field::NetworkFixed, 0.0),
        (Field::NetworkMean, 0.0),
        (Field::SessionTimeout, 0.0),
        (Field::ForestLimit, 20.0),
    ],
    actions: &[
        limit(second(120), 96),
        limit(second(240), 120),
        limit(second(360), 150),
        limit(second(480), 300),
        limit(second(720), 96),
    ],
    story: &[(Time::ZERO, 8)],
    stills: &[second(100), second(220), second(340), second(460), second(700), second(840)],
    ..PLAIN
};

/// Tuesday 2 June 2026, 07:00 UTC.
const MORNING: crate::time::Epoch = crate::time::Epoch { day: 152, minute: 420 };

pub(super) const RETRY_STORM: Preset = Preset {
    key: "retry-storm",
    title: "A retry storm",
    purpose: "Every door is shut for five hours, for Exchange Server and Postfix senders: who tries \
        when, who is told, and what comes when the doors open.",
    watch: "The next retry of each sender, and the attempts a minute before and after the doors \
        open.",
    insight: "The reply is the same for all; the sender's software decides when later is, and a \
        refusal at RCPT multiplies the attempts without delivering one mail more.",
    epoch: MORNING,
    values: &[
        (Field::Duration, 12.0),
        (Field::Regions, 1.0),
        (Field::PeakRate, 8.0),
        (Field::HostsPerRegion, 400.0),
        (Field::MixPostfix, 50.0),
        (Field::MixExim, 0.0),
        (Field::MixExchange, 50.0),
        (Field::Onset, 0.0),
        (Field::BusinessHours, 0.0),
    ],
    faults: &[
        act(Time::from_mins(30), ActionKind::Refuse { percent: 100.0 }),
        act(Time::from_mins(330), ActionKind::Refuse { percent: 0.0 }),
    ],
    story: &[(Time::from_mins(29), 60), (Time::from_mins(34), 900)],
    stills: &[
        Time::from_mins(29),
        Time::from_mins(45),
        Time::from_mins(320),
        Time::from_mins(332),
        Time::from_mins(420),
    ],
    opens_at: Time::from_mins(29),
    ..PLAIN
};

pub(super) const PASS_THROUGH_GATEWAY: Preset = Preset {
    key: "pass-through-gateway",
    title: "A gateway that only passes on",
    purpose: "Half the tenants are behind a gateway that owns no queue: it relays EOP's 421 to the \
        sender.",
    watch: "The gateway's pile, which stays empty, and the senders', which grows as if there were \
        no gateway.",
    insight: "A gateway that holds mail buys readable mail and a queue of one's own; one that only \
        passes on buys nothing.",
    values: &[
        (Field::Skew, 98.0),
        (Field::OnsetLookupSpeed, 38.0),
        (Field::GatewayShare, 50.0),
        (Field::GatewayMode, 1.0),
        (Field::Webmail, 1.0),
    ],
    actions: EX1331830.actions,
    ..THE_DAY
};

pub(super) const MX_CUTOVER: Preset = Preset {
    key: "mx-cutover",
    title: "The MX is pointed at a gateway",
    purpose: "At 14:33 half the tenants change their MX to a store-and-forward gateway, and back \
        after the outage.",
    watch: "How the pile changes its owner within one time to live plus a retry, and what of it can \
        be read.",
    insight: "A cut-over moves the waiting, not the bottleneck: mail becomes readable, and what is \
        delivered is as late as before; a stale copy of the directory refuses a few wrongly.",
    values: &[
        (Field::Skew, 98.0),
        (Field::OnsetLookupSpeed, 38.0),
        (Field::Webmail, 1.0),
        (Field::GatewayClock, 1.0),
        (Field::DirectoryAge, 14.0),
        (Field::NewRecipients, 0.5),
        (Field::SourceLimit, 20.0),
    ],
    actions: &[
        act(on(0, 14, 33), ActionKind::Gateway { percent: 50.0 }),
        EX1331830.actions[0],
        EX1331830.actions[1],
        EX1331830.actions[2],
        EX1331830.actions[3],
        act(on(1, 17, 0), ActionKind::Connector { on: true }),
        act(on(1, 20, 0), ActionKind::Gateway { percent: 0.0 }),
    ],
    stills: &[on(0, 14, 33), on(0, 15, 33), on(0, 22, 0), on(1, 12, 0), on(1, 20, 0)],
    ..THE_DAY
};

pub(super) const BAD_REBALANCE: Preset = Preset {
    key: "bad-rebalance",
    title: "A rebalance that makes it worse",
    purpose: "Only North America is misconfigured. In its night its mail is sent to the other \
        regions' forests, and the change is withdrawn when mail queues there too.",
    watch: "The forests and the senders of Asia-Pacific, healthy until 02:00 on 3 June.",
    insight: "Moving load helps where there is room and hurts where there is work: America's pile \
        falls, and mail in Asia-Pacific, which nothing was wrong with, begins to wait.",
    notes: "Hypothetical. A site of low trust reports a mitigation withdrawn at about 05:15 UTC on \
        3 June because it queued mail in unaffected regions; nothing else confirms it, and what it \
        was, and the size of each region's forests, are assumptions.",
    values: &[
        (Field::Skew, 98.0),
        (Field::OnsetLookupSpeed, 38.0),
        (Field::FaultRegion, 1.0),
        // Each region has room for itself, none for another.
        (Field::ForestsPerRegion, 2.0),
        (Field::PeakRate, 33.0),
    ],
    actions: &[
        Action {
            at: on(1, 2, 0),
            over: Time::from_mins(20),
            kind: ActionKind::BalanceReset { percent: 100.0, to: Balance::Elsewhere },
        },
        act(on(1, 5, 15), ActionKind::BalanceReset { percent: 0.0, to: Balance::Even }),
        act(on(1, 12, 0), ActionKind::BalanceReset { percent: 100.0, to: Balance::Even }),
        act(on(1, 12, 0), ActionKind::LookupSpeed { factor: 2.6, place: Place::Region(0) }),
    ],
    stills: &[on(0, 13, 14), on(1, 1, 50), on(1, 3, 0), on(1, 5, 15), on(1, 14, 0)],
    ..THE_DAY
};

pub(super) const MTA_TAILS: Preset = Preset {
    key: "mta-tails",
    title: "The fix is in, and mail still waits",
    purpose: "Every door is shut for 16 hours and then opened wide: the last waiting mail of each \
        kind of sender arrives when its clock comes round.",
    watch: "The next retry of each sender, with idle forests in front of it.",
    insight: "Recovery belongs to the senders' clocks: Exchange Server is back within 10 minutes, \
        Sendmail within its run, Postfix within 77, a Mimecast-like one within 4 hours, and Exim \
        after about 7.",
    epoch: MORNING,
    values: &[
        (Field::Duration, 30.0),
        (Field::Scale, 1.0),
        (Field::Regions, 1.0),
        (Field::PeakRate, 0.2),
        (Field::BusinessHours, 0.0),
        (Field::HostsPerRegion, 100.0),
        (Field::MixPostfix, 20.0),
        (Field::MixExim, 20.0),
        (Field::MixExchange, 20.0),
        (Field::MixSendmail30, 20.0),
        (Field::MixMimecast, 20.0),
        (Field::Onset, 0.0),
        (Field::ForestLimit, 2000.0),
        (Field::LookupRate, 200.0),
        (Field::Contention, 0.0),
        (Field::Coherency, 0.0),
    ],
    faults: &[
        act(Time::ZERO, ActionKind::Refuse { percent: 100.0 }),
        act(Time::from_hours(16), ActionKind::Refuse { percent: 0.0 }),
    ],
    story: &[(Time::from_mins(955), 60), (Time::from_mins(962), 900)],
    stills: &[
        Time::from_mins(955),
        Time::from_mins(975),
        Time::from_mins(1040),
        Time::from_hours(20),
        Time::from_hours(23),
    ],
    opens_at: Time::from_mins(955),
    ..PLAIN
};
