//! The tenants' gateways, and Exchange Online's own outbound queues: what they hold, how fast it
//! leaves, what they are told.

use crate::number;
use crate::scenario::Field;
use crate::sim::profile::Kind;
use crate::sim::reply::Reply;
use crate::sim::sender::Host;
use crate::time::Time;

use super::rule::profile_rows;
use super::sender::{longest, oldest, refused};
use super::{Card, Row, Section, Subject, View, fact, link, noted};

fn hosts_of<'a>(view: &'a View, kind: Kind) -> impl Iterator<Item = (u32, &'a Host)> {
    let all = view.sim.hosts().iter().enumerate();
    all.filter(move |(_, it)| it.kind == kind).map(|(host, it)| (host as u32, it))
}

fn next_retry(view: &View, kind: Kind) -> String {
    let due = hosts_of(view, kind).filter(|(_, it)| it.held() > 0 && it.due < Time::NEVER);
    let due = due.map(|(_, it)| it.due).min();
    due.map_or_else(|| "none due".to_owned(), |at| view.when(at))
}

/// The gateways.
pub(super) fn gateways(view: &View) -> Card {
    let (sim, scenario) = (view.sim, view.sim.scenario());
    let shown = sim.snapshot().gateway;
    let passes = scenario.get(Field::GatewayMode) > 0.0;
    let lead = match (shown.share > 0.0, passes) {
        (false, _) => "Off: every tenant's MX points at EOP.",
        (true, false) => "Store and forward: they answer 250 and own the queue.",
        (true, true) => "Pass-through: they hand every word on, the 421 too, and hold nothing.",
    };
    let detail = sim.detail();
    let drain = scenario.get(Field::GatewayDrain);
    let paced =
        if drain > 0.0 { format!("at most {drain:.0} a minute and host") } else { String::new() };
    let limit = match (sim.levers().source_limit, sim.levers().connector) {
        (0, _) => "none".to_owned(),
        (_, true) => "lifted by an inbound connector".to_owned(),
        (limit, false) => format!("{limit} connections"),
    };
    let mut queue = vec![
        fact("Tenants behind one", &number::percent(shown.share)),
        fact("Held", &number::count(shown.held)),
        noted("Handed on", &number::rate(shown.drained_per_min), &paced),
        fact("Next retry", &next_retry(view, Kind::Gateway)),
        fact("Limit for one source at EOP", &limit),
        fact("Refused for that limit", &view.mails(detail.refused_by_source)),
    ];
    let is_meant = |host: u32| sim.hosts()[host as usize].kind == Kind::Gateway;
    queue.extend(oldest(view, is_meant));
    queue.extend(refused(view, is_meant));
    let webmail = if sim.has_webmail() { "can be used" } else { "cannot be used now" };
    let people = vec![
        fact("Emergency webmail", webmail),
        noted(
            "Readable before delivery",
            &view.mails(detail.readable),
            "counted apart from delivered mail",
        ),
        fact("Wrongly rejected with 550", &view.mails(detail.rejected_wrongly)),
        link(Subject::Services, "What else works", "beside the mail path"),
    ];
    let mut sections = vec![
        Section { heading: "Queue", rows: queue },
        Section { heading: "People", rows: people },
        Section { heading: "Longest queues", rows: longest(view, hosts_of(view, Kind::Gateway)) },
        Section {
            heading: "How they retry",
            rows: profile_rows(Kind::Gateway, sim.profile(Kind::Gateway)),
        },
    ];
    sections.retain(|section| !section.rows.is_empty());
    let hosts = hosts_of(view, Kind::Gateway).count();
    Card {
        title: "Gateways".to_owned(),
        place: format!("in front of tenants · {hosts} hosts"),
        lead: lead.to_owned(),
        sections,
        ..Card::default()
    }
}

/// Exchange Online's own outbound queues.
pub(super) fn outbound(view: &View) -> Card {
    let sim = view.sim;
    let (all, before) = (&sim.tally().outbound, &sim.rates().tally_before().outbound);
    let mut card = Card { title: "Outbound queues".to_owned(), ..Card::default() };
    "Exchange Online's own mail to the outside".clone_into(&mut card.place);
    if all.offered == 0 && sim.scenario().get(Field::OutboundShare) <= 0.0 {
        "This scenario has no outbound mail.".clone_into(&mut card.lead);
        return card;
    }
    let minutes = sim.rates().span_s(sim.now()) / 60.0;
    let scale = sim.scenario().scale() as f64;
    let rate = |now: u64, before: u64| number::rate((now - before) as f64 / minutes * scale);
    let mut queue = vec![
        fact("Held", &view.mails(all.held)),
        fact("In session", &view.mails(all.in_session)),
        fact("Sent", &rate(all.sent, before.sent)),
        fact("Failed attempts", &rate(all.failed, before.failed)),
        fact("Next retry", &next_retry(view, Kind::Outbound)),
        noted("Given up", &view.mails(all.expired), Reply::Expired.text()),
    ];
    queue.extend(oldest(view, |host| sim.hosts()[host as usize].kind == Kind::Outbound));
    let last = vec![
        Row::Quote(Reply::LostOutbound.text().to_owned()),
        Row::Text(
            "This 450 is Exchange Online's own record of a connection that the next hop dropped. \
             A sender outside is never told it: it sees a lost connection and acts as on a 451."
                .to_owned(),
        ),
    ];
    card.sections = vec![
        Section { heading: "Queue", rows: queue },
        Section { heading: "Last Error", rows: last },
        Section { heading: "Longest queues", rows: longest(view, hosts_of(view, Kind::Outbound)) },
        Section {
            heading: "How they retry",
            rows: profile_rows(Kind::Outbound, sim.profile(Kind::Outbound)),
        },
    ];
    card.sections.retain(|section| !section.rows.is_empty());
    card
}
