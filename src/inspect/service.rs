//! What else stands on the stage: front doors and mailboxes.

use crate::number;
use crate::scenario::Field;

use super::{Card, Section, Subject, View, fact, link, noted};

/// A region's front door.
pub(super) fn door(view: &View, region: usize) -> Card {
    let (sim, now) = (view.sim, view.sim.now());
    let cells = sim.door().cells(region);
    let new = cells.iter().filter(|&&cell| cell).count();
    let scale = sim.scenario().scale() as f64;
    let lanes = sim.forests().enumerate().filter_map(|(index, _)| {
        let share = sim.door().share(region, index);
        (share > 0.0005).then(|| {
            let rate = number::rate(sim.rates().lane(now, region, index) * 60.0 * scale);
            let value = format!("{} · {rate}", number::percent(share));
            link(Subject::Forest(index), &format!("F{}", index + 1), &value)
        })
    });
    let at_rcpt = sim.scenario().get(Field::RefusalPhase) > 0.0;
    let limit = match sim.levers().source_limit {
        0 => "none".to_owned(),
        limit => format!("{limit} connections"),
    };
    let rules = vec![
        fact("Refuses", if at_rcpt { "at RCPT" } else { "at the banner" }),
        fact("Limit for one source", &limit),
        fact("Servers with the new routing", &format!("{new} of {}", cells.len())),
    ];
    let name = view.region_name(region);
    Card {
        title: format!("{name} front door"),
        place: "EOP: accepts connections, picks a forest".to_owned(),
        sections: vec![
            Section { heading: "Routing table, and attempts now", rows: lanes.collect() },
            Section { heading: "Rules", rows: rules },
        ],
        ..Card::default()
    }
}

/// A region's mailboxes.
pub(super) fn mailboxes(view: &View, region: usize) -> Card {
    let (sim, shown) = (view.sim, view.sim.snapshot());
    let shown = &shown.regions[region];
    let median = shown.delay_median_s.map_or_else(|| "no mail".to_owned(), number::delay);
    let delays = &sim.record().delays;
    let of_all = |q: f64| {
        delays.quantile(q).map_or_else(|| "–".to_owned(), |it| number::delay(it.secs_f64()))
    };
    let rows = vec![
        fact("Delivered", &number::count(shown.delivered)),
        fact("Now", &number::rate(shown.delivered_rate * 60.0)),
        noted("Median wait of the latest", &median, "of mail that arrived in the last minutes"),
        noted(
            "Median and 95 % of all regions",
            &format!("{} · {}", of_all(0.5), of_all(0.95)),
            "only of mail that arrived: what still waits is not in it",
        ),
    ];
    Card {
        title: format!("{} mailboxes", view.region_name(region)),
        place: "what arrived".to_owned(),
        sections: vec![
            Section { heading: "Delivered mail", rows },
            Section {
                heading: "For people",
                rows: vec![link(Subject::Services, "What else works", "beside the mail path")],
            },
        ],
        ..Card::default()
    }
}
