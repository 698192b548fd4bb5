//! Other incidents: each where only a part of the system matters.

use crate::scenario::action::{Action, ActionKind, Balance, Place, Service};
use crate::scenario::field::Field;
use crate::scenario::health::Issue;
use crate::time::{Epoch, Time};

use super::{Group, PLAIN, Preset};

/// Thursday 22 January 2026, 16:00 UTC.
const JANUARY_22: Epoch = Epoch { day: 21, minute: 960 };
/// Monday 26 January 2026, 00:00 UTC.
const JANUARY_26: Epoch = Epoch { day: 25, minute: 0 };
/// Monday 1 June 2026, 06:00 UTC.
const JUNE_1: Epoch = Epoch { day: 151, minute: 360 };

const fn service(at: Time, service: Service, up: bool) -> Action {
    Action::new(at, ActionKind::ServiceState { service, up })
}

const fn lost(day: u64, hour: u64, minute: u64) -> Time {
    JANUARY_22.at(day, hour, minute)
}

const NA: Place = Place::Region(0);

pub(super) const MO1221364: Preset = Preset {
    key: "mo1221364",
    title: "MO1221364 · 22 January 2026",
    group: Group::Incident,
    purpose: "Capacity is taken out for maintenance and the rest cannot carry the load: retries \
        add to it, a first change of the balance makes it worse, and it takes ten hours.",
    watch: "The lookups of North America, the attempts for each mail that is delivered, and the \
        applications that give up without a word.",
    insight: "When capacity falls under the load, every retry is load too; and a sender whose \
        patience is shorter than the outage loses mail that nobody will report missing.",
    notes: "Sourced: 17:45 UTC, one data centre's locator service taken out for maintenance, \
        retries that amplified it, a first load-balancing fix that made it worse, about ten hours, \
        451 4.3.2, and third-party senders that gave up silently without an NDR. How much capacity \
        was lost, what the first fix did and every hour in between are assumptions. The locator's \
        lookup stands in the model as a part of each forest's directory work, and where the reports \
        have 451 a full forest says its 421 here. That mail, Teams \
        and the admin centre fell together is from an article.",
    epoch: JANUARY_22,
    values: &[
        (Field::Duration, 16.0),
        (Field::MixPostfix, 40.0),
        (Field::MixExim, 20.0),
        (Field::MixExchange, 30.0),
        (Field::MixImpatient, 10.0),
        (Field::Affinity, 30.0),
        (Field::OutboundShare, 10.0),
    ],
    faults: &[
        Action::new(lost(0, 17, 45), ActionKind::Capacity { percent: 40.0, place: NA }),
        service(lost(0, 17, 45), Service::Teams, false),
        service(lost(0, 17, 45), Service::AdminCentre, false),
        service(lost(1, 3, 45), Service::Teams, true),
        service(lost(1, 3, 45), Service::AdminCentre, true),
    ],
    actions: &[
        Action {
            at: lost(0, 20, 0),
            over: Time::from_mins(15),
            kind: ActionKind::BalanceReset { percent: 100.0, to: Balance::Narrow },
        },
        Action {
            at: lost(0, 22, 0),
            over: Time::from_mins(15),
            kind: ActionKind::BalanceReset { percent: 0.0, to: Balance::Narrow },
        },
        Action {
            at: lost(1, 0, 45),
            over: Time::from_mins(60),
            kind: ActionKind::Capacity { percent: 100.0, place: NA },
        },
    ],
    issue: Some(Issue {
        title: "Several Microsoft 365 services cannot be reached",
        id: "MO1221364",
        affected_services: "Microsoft 365 suite",
        issue_type: "incident",
        start: lost(0, 17, 45),
        source: "post-incident review as quoted on r/sysadmin; the title is in the project's own \
            words",
    }),
    story: &[(lost(0, 17, 40), 60), (lost(0, 18, 0), 900)],
    stills: &[lost(0, 17, 40), lost(0, 18, 0), lost(0, 20, 30), lost(1, 1, 0), lost(1, 3, 45)],
    opens_at: lost(0, 17, 40),
    ..PLAIN
};

const fn throttled(day: u64, hour: u64, minute: u64) -> Time {
    JANUARY_26.at(day, hour, minute)
}

pub(super) const EX1224375: Preset = Preset {
    key: "ex1224375",
    title: "EX1224375 · 26 to 30 January 2026",
    group: Group::Incident,
    purpose: "A per-source limit, in the place of a misconfigured cache limit: tenants behind a \
        gateway wait for hours, because all their mail comes from few addresses; everyone else \
        notices nothing.",
    watch: "The gateways' pile by day and by night, beside the senders', which stays empty.",
    insight: "A per-source limit hits whoever shares an address: behind a gateway a whole tenant \
        is one source.",
    notes: "Sourced: 26 January 06:00 to 30 January 18:25 UTC, a misconfigured cache limit in the \
        SMTP mail flow, 451 4.3.2, tenants behind a third-party email protection service. The \
        model stands in a per-source limit for the effect; its size and the share of such tenants \
        are assumptions.",
    epoch: JANUARY_26,
    values: &[
        (Field::Duration, 126.0),
        (Field::Scale, 100.0),
        (Field::PeakRate, 9.0),
        (Field::HostsPerRegion, 300.0),
        (Field::GatewayShare, 30.0),
        (Field::GatewayHosts, 1.0),
        (Field::GatewayClock, 1.0),
        (Field::SourceReply, 1.0),
    ],
    faults: &[
        Action::new(throttled(0, 6, 0), ActionKind::SourceLimit { connections: 1 }),
        Action::new(throttled(4, 18, 25), ActionKind::SourceLimit { connections: 0 }),
    ],
    issue: Some(Issue {
        title: "Mail that comes through an email protection service is delayed",
        id: "EX1224375",
        affected_services: "Exchange Online",
        issue_type: "incident",
        start: throttled(0, 6, 0),
        source: "a tracker of Microsoft's messages; the title is in the project's own words",
    }),
    story: &[(throttled(0, 5, 30), 300), (throttled(0, 7, 0), 3600)],
    stills: &[throttled(0, 5, 30), throttled(0, 14, 0), throttled(1, 3, 0), throttled(4, 20, 0)],
    opens_at: throttled(0, 5, 30),
    ..PLAIN
};

const fn files(hour: u64, minute: u64) -> Time {
    JUNE_1.at(0, hour, minute)
}

pub(super) const MO1329446: Preset = Preset {
    key: "mo1329446",
    title: "MO1329446 · 1 June 2026",
    group: Group::Incident,
    purpose: "Files in Teams and Office on the web do not open while mail is fine: what is left to \
        reach people with.",
    watch: "The strip beside the mail path; on the mail path itself there is nothing to see.",
    insight: "A fallback counts only if it fails for a different reason: mail and chat work, and \
        whoever keeps the emergency plan as a file in the same cloud cannot read it.",
    notes: "That files in Teams and Office on the web were hit on 1 June is from an article. The \
        hours are assumptions.",
    epoch: JUNE_1,
    values: &[(Field::Duration, 14.0), (Field::Channel, 1.0)],
    faults: &[
        service(files(9, 0), Service::OfficeWeb, false),
        service(files(17, 0), Service::OfficeWeb, true),
    ],
    issue: Some(Issue {
        title: "Files in Teams and Office on the web do not open",
        id: "MO1329446",
        affected_services: "Microsoft Teams, Microsoft 365 for the web",
        issue_type: "incident",
        start: files(9, 0),
        source: "article; the start is an assumption, the title in the project's own words",
    }),
    story: &[(files(8, 50), 60), (files(9, 10), 900)],
    stills: &[files(8, 50), files(9, 30), files(17, 30)],
    opens_at: files(8, 50),
    ..PLAIN
};
