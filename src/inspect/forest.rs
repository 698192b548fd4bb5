//! A resource forest: how full it is, what its lookups are at, where it stands on its curve.

use crate::number;
use crate::sim::lookup;
use crate::stage::ForestHealth;

use super::{Card, Row, Section, Subject, Usl, View, fact, link, noted};

/// What is to be seen of a forest.
pub(super) fn card(view: &View, index: usize) -> Card {
    let Some(forest) = view.sim.forests().nth(index) else { return Card::default() };
    let snapshot = view.sim.snapshot();
    let shown = &snapshot.forests[index];
    let lead = match shown.health {
        ForestHealth::Off => "Off: its limit is 0, it admits nobody.",
        ForestHealth::AtLimit => "Full: whoever connects now is refused.",
        ForestHealth::Slowing => "Slowing: past the knee, more sessions get less done.",
        ForestHealth::Busy => "Busy: most of its limit is in use.",
        ForestHealth::Healthy => "Room to spare.",
    };
    let scale = view.sim.scenario().scale() as f64;
    let best = forest.best() * 60.0 * scale;
    let share = if best > 0.0 { shown.accepted_per_min / best } else { 0.0 };
    let network = forest.sessions - forest.in_lookup().min(forest.sessions);
    let mut sessions = vec![
        fact("In session", &format!("{} of {}", forest.sessions, forest.limit)),
        fact("On the network", &network.to_string()),
    ];
    let lookups = view.sim.lookups_in_progress(index);
    sessions.extend(lookups.into_iter().enumerate().map(|(number, count)| {
        fact(&format!("In the {} lookup", lookup::name(number)), &count.to_string())
    }));
    let knee = if forest.knee().is_finite() {
        format!("knee at {:.0} lookups", forest.knee())
    } else {
        "no knee: more sessions always help".to_owned()
    };
    let throughput = vec![
        noted(
            "Accepted",
            &number::rate(shown.accepted_per_min),
            &format!("{} of the {} it could do now", number::percent(share), number::rate(best)),
        ),
        Row::Usl(Box::new(Usl::of(forest, scale))),
        fact("Lookups in progress", &format!("{} · {knee}", forest.in_lookup())),
        fact("Speed of the lookups", &format!("{:.0} %", forest.speed() * 100.0)),
        fact("Directory processors", &format!("{:.0} %", forest.capacity() * 100.0)),
    ];
    Card {
        title: format!("Forest F{}", index + 1),
        place: view.sim.names().server(index),
        lead: lead.to_owned(),
        sections: vec![
            Section { heading: "Sessions", rows: sessions },
            Section { heading: "Throughput", rows: throughput },
            Section { heading: "Refused and cut", rows: failures(view, index) },
            Section { heading: "Where its mail comes from", rows: sources(view, index) },
            Section { heading: "Package", rows: package(view, forest.flighted) },
        ],
        ..Card::default()
    }
}

fn failures(view: &View, index: usize) -> Vec<Row> {
    let Some(forest) = view.sim.forests().nth(index) else { return Vec::new() };
    let ended = (forest.completed + forest.cut).max(1) as f64;
    let tried = (forest.refused + forest.completed + forest.cut).max(1) as f64;
    let windows = &view.sim.record().windows;
    let count = view.sim.forests().len();
    let span = number::delay(windows.step().secs_f64());
    let minutes = windows.step().secs_f64() / 60.0;
    let scale = view.sim.scenario().scale() as f64;
    let mut rows = Vec::new();
    if let Some(last) = windows.forest(index, count).last() {
        let rate = |mails: u32| number::rate(f64::from(mails) / minutes * scale);
        let note = format!("mean of the last whole {span}");
        rows.push(noted("421 now", &rate(last.refused), &note));
        rows.push(noted("Sessions cut now", &rate(last.cut), &note));
    }
    rows.push(noted(
        "421 since the start",
        &view.mails(forest.refused),
        &format!("{} of all attempts that ended", number::percent(forest.refused as f64 / tried)),
    ));
    rows.push(noted(
        "Sessions cut since the start",
        &view.mails(forest.cut),
        &format!("{} of all sessions that ended", number::percent(forest.cut as f64 / ended)),
    ));
    if let Some(at) = forest.refused_at {
        rows.push(fact("Last 421", &view.when(at)));
    }
    if let Some(mail) = view.sim.log().and_then(|log| log.last_refused(index)) {
        rows.push(link(Subject::Mail(mail), "The mail it refused last", &super::mail_name(mail)));
    }
    rows
}

fn sources(view: &View, index: usize) -> Vec<Row> {
    let door = view.sim.door();
    let shares = (0..view.sim.regions()).map(|region| (region, door.share(region, index)));
    shares
        .filter(|&(_, share)| share > 0.0005)
        .map(|(region, share)| {
            let value = format!("{} of its mail", number::percent(share));
            let name = format!("{} front door", view.region_name(region));
            link(Subject::Door(region), &name, &value)
        })
        .collect()
}

fn package(view: &View, flighted: bool) -> Vec<Row> {
    let levers = view.sim.levers();
    let package = levers.package;
    let parts =
        [("routing", package.routing), ("limit", package.limit), ("lookups", package.lookups)];
    let parts: Vec<_> = parts.into_iter().filter(|&(_, on)| on).map(|(name, _)| name).collect();
    let state = if flighted { "flighted here" } else { "not flighted here" };
    vec![noted(&parts.join(", "), state, &format!("{:.0} % of the fleet have it", levers.flighted))]
}
