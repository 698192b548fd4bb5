//! Senders: a region's, those of one mail server, one host. What waits, for which clock, and how
//! such a server behaves, with the sources of its figures.

use crate::number;
use crate::order;
use crate::scenario::REGIONS;
use crate::sim::load;
use crate::sim::mix_shares;
use crate::sim::profile::{Kind, SENDERS};
use crate::sim::reply::Code;
use crate::sim::sender::Host;
use crate::time::Time;

use super::rule::{profile_rows, span};
use super::{Card, Row, Section, Subject, View, fact, link, noted};

/// Hosts that a list names.
const HOSTS_MAX: usize = 8;

/// The hosts of a list, added up.
#[derive(Default)]
struct Sum {
    hosts: u64,
    holding: u64,
    blocked: u64,
    held: u64,
    open: u64,
    next: Option<Time>,
}

impl Sum {
    fn of<'a>(hosts: impl Iterator<Item = &'a Host>, now: Time) -> Sum {
        hosts.fold(Sum::default(), |mut sum, it| {
            let held = it.held();
            sum.hosts += 1;
            sum.held += u64::from(held);
            sum.open += u64::from(it.open);
            sum.holding += u64::from(held > 0);
            sum.blocked += u64::from(it.is_blocked(now));
            let due = Some(it.due).filter(|&due| held > 0 && due < Time::NEVER);
            sum.next = sum.next.into_iter().chain(due).min();
            sum
        })
    }

    fn rows(&self, view: &View) -> Vec<Row> {
        let share = self.hosts.max(1);
        vec![
            noted(
                "Held",
                &view.mails(self.held),
                &format!(
                    "by {} of {} hosts",
                    number::thousands(self.holding),
                    number::thousands(self.hosts)
                ),
            ),
            noted(
                "Hosts whose clock forbids a try",
                &number::thousands(self.blocked),
                &format!("{} of all", number::percent(self.blocked as f64 / share as f64)),
            ),
            fact("Next retry", &next(view, self.next)),
            fact("Sessions open", &number::thousands(self.open)),
        ]
    }
}

/// `13:06:12`, or that nothing waits for a clock.
fn next(view: &View, at: Option<Time>) -> String {
    at.map_or_else(|| "none due".to_owned(), |at| view.when(at))
}

fn hosts_of<'a>(view: &'a View, region: usize) -> impl Iterator<Item = (u32, &'a Host)> {
    let is_outside = |kind| !matches!(kind, Kind::Gateway | Kind::Outbound);
    let all = view.sim.hosts().iter().enumerate();
    all.filter(move |(_, it)| it.region == region && is_outside(it.kind))
        .map(|(host, it)| (host as u32, it))
}

/// All senders of a region.
pub(super) fn region(view: &View, region: usize) -> Card {
    let now = view.sim.now();
    let name = view.region_name(region);
    let sum = Sum::of(hosts_of(view, region).map(|(_, it)| it), now);
    let mut held = sum.rows(view);
    let is_meant = |host: u32| view.sim.hosts()[host as usize].region == region;
    held.extend(oldest(view, is_meant));
    held.extend(refused(view, is_meant));
    let shares = SENDERS.into_iter().zip(mix_shares(view.sim.scenario()));
    let servers = shares.filter(|&(_, share)| share > 0.0).map(|((kind, _), share)| {
        let of = hosts_of(view, region).filter(|(_, it)| it.kind == kind);
        let sum = Sum::of(of.map(|(_, it)| it), now);
        let name = format!("{} · {}", view.sim.profile(kind).name, number::percent(share));
        let value = format!("{} held · {}", view.mails(sum.held), next(view, sum.next));
        link(Subject::Servers(region, kind), &name, &value)
    });
    let (tally, before) = (view.sim.tally(), view.sim.rates().tally_before());
    let minutes = view.sim.rates().span_s(now) / 60.0;
    let scale = view.sim.scenario().scale() as f64;
    let rate = |now: u64, before: u64| number::rate((now - before) as f64 / minutes * scale);
    let rates = load::rates(view.sim.scenario(), region);
    let offered = rates.get((now.secs() / 60) as usize).copied().unwrap_or(0.0);
    let offered = offered * view.sim.levers().load * 60.0 * scale;
    let sends = vec![
        noted("New mail", &number::rate(offered), "by the hour of its business day"),
        fact("Attempts", &rate(tally.attempts_in[region], before.attempts_in[region])),
        fact("Refused or cut", &rate(tally.returned_in[region], before.returned_in[region])),
    ];
    let local = REGIONS.get(region).map_or(0, |it| it.offset_h(view.sim.scenario().epoch()));
    let local = crate::time::clock(view.sim.scenario().epoch().local_minute(now, local));
    Card {
        title: format!("{name} senders"),
        place: format!("{} hosts · local time {local}", number::thousands(sum.hosts)),
        sections: vec![
            Section { heading: "Queues", rows: held },
            Section { heading: "By mail server, with the next retry", rows: servers.collect() },
            Section { heading: "What they send", rows: sends },
        ],
        ..Card::default()
    }
}

/// A region's hosts that run one kind of mail server.
pub(super) fn servers(view: &View, region: usize, kind: Kind) -> Card {
    let profile = view.sim.profile(kind);
    let of_kind = || hosts_of(view, region).filter(move |(_, it)| it.kind == kind);
    let sum = Sum::of(of_kind().map(|(_, it)| it), view.sim.now());
    let mut queues = sum.rows(view);
    let is_meant = |host: u32| {
        let it = &view.sim.hosts()[host as usize];
        it.region == region && it.kind == kind
    };
    queues.extend(oldest(view, is_meant));
    queues.extend(refused(view, is_meant));
    Card {
        title: format!("{} in {}", profile.name, view.region_name(region)),
        place: format!("{} hosts", number::thousands(sum.hosts)),
        sections: vec![
            Section { heading: "Queues", rows: queues },
            Section { heading: "Longest queues", rows: longest(view, of_kind()) },
            Section { heading: "How it retries", rows: profile_rows(kind, profile) },
        ],
        ..Card::default()
    }
}

/// The hosts that hold most.
pub(super) fn longest<'a>(view: &View, hosts: impl Iterator<Item = (u32, &'a Host)>) -> Vec<Row> {
    let mut hosts: Vec<_> = hosts.filter(|(_, it)| it.held() > 0).collect();
    order::by_rank(&mut hosts, |&(host, it)| {
        u128::from(u32::MAX - it.held()) << 32 | u128::from(host)
    });
    let name = |&(host, it): &(u32, &Host)| {
        let value = format!("{} · {}", view.mails(u64::from(it.held())), clock_state(view, it));
        link(Subject::Host(host), &view.sim.names().host(host), &value)
    };
    hosts.iter().take(HOSTS_MAX).map(name).collect()
}

/// `until 13:09:12`, `may try`.
fn clock_state(view: &View, it: &Host) -> String {
    if it.is_blocked(view.sim.now()) && it.due < Time::NEVER {
        format!("until {}", view.when(it.due))
    } else {
        "may try".to_owned()
    }
}

/// The mail that has waited for longest at some hosts.
pub(super) fn oldest(view: &View, is_meant: impl Fn(u32) -> bool) -> Option<Row> {
    let (mail, at) = view.sim.oldest(is_meant)?;
    let age = number::delay(view.sim.now().saturating_sub(at).secs_f64());
    Some(link(Subject::Mail(mail), "Oldest mail", &age))
}

/// The mail of some hosts that was refused last.
pub(super) fn refused(view: &View, is_meant: impl Fn(u32) -> bool) -> Option<Row> {
    let refusals = |code| matches!(code, Code::Refused | Code::Deferred);
    let (entries, _) = view.sim.log()?.entries(refusals);
    let last = entries.iter().rev().find(|entry| is_meant(entry.host))?;
    let value = view.when(last.at);
    Some(link(Subject::Mail(last.mail), "The one refused last", &value))
}

/// One host.
pub(super) fn host(view: &View, host: u32) -> Card {
    let Some(it) = view.sim.hosts().get(host as usize) else { return Card::default() };
    let (now, profile) = (view.sim.now(), view.sim.profile(it.kind));
    let ready = it.ready.len() as u64;
    let deferred = u64::from(it.held()) - ready - u64::from(it.alone);
    let mut queue = vec![
        fact("Held", &view.mails(u64::from(it.held()))),
        fact("Ready, in order", &view.mails(ready)),
    ];
    if deferred > 0 {
        queue.push(fact("Deferred until a scan", &view.mails(deferred)));
    }
    if it.alone > 0 {
        queue.push(fact("Waiting alone", &view.mails(u64::from(it.alone))));
    }
    queue.push(fact("Connections open", &it.open.to_string()));
    queue.extend(oldest(view, |other| other == host));
    queue.extend(refused(view, |other| other == host));
    let mut clock = Vec::new();
    let due = Some(it.due).filter(|&due| due < Time::NEVER);
    clock.push(fact("State", if it.is_blocked(now) { "waits" } else { "may try" }));
    clock.push(due.map_or_else(
        || fact("Comes round", "nothing to wait for"),
        |due| {
            let away = number::delay(due.saturating_sub(now).secs_f64());
            noted("Comes round", &view.when(due), &format!("in {away}"))
        },
    ));
    if let Some(until) = it.dead_until().filter(|&until| until > now) {
        clock.push(fact("Destination dead until", &view.when(until)));
    }
    if it.streak.failures > 0 {
        let since = format!("since {}", view.when(it.streak.since));
        clock.push(noted("Failures in a row", &it.streak.failures.to_string(), &since));
        clock.push(fact("Gap after the last", &span(it.streak.gap)));
    }
    if let Some((at, reply)) = it.failed {
        clock.push(fact("Last failed try", &view.when(at)));
        clock.push(Row::Quote(reply.text().to_owned()));
    }
    Card {
        title: view.sim.names().host(host),
        place: format!("{} · {}", view.region_name(it.region), profile.name),
        sections: vec![
            Section { heading: "Queue", rows: queue },
            Section { heading: "Clock", rows: clock },
            Section { heading: "How it retries", rows: profile_rows(it.kind, profile) },
        ],
        ..Card::default()
    }
}
