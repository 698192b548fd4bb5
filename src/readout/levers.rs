//! The levers of the page as they stand: one table from which the rail is drawn.

use crate::number;
use crate::scenario::{Actor, Field};
use crate::sim::Sim;

use super::{Lever, LeverView, Place};

/// What does not change about a lever.
struct Spec {
    lever: Lever,
    label: &'static str,
    actor: Actor,
    place: Place,
    unit: &'static str,
    min: f64,
    max: f64,
    step: f64,
    source: &'static str,
    help: &'static str,
}

const REBALANCE: Place = Place::Fold("Rebalance, lookups");
const SENDERS: Place = Place::Fold("Senders and load");

/// Every lever, in the order of the rail.
const LEVERS: &[Spec] = &[
    Spec {
        lever: Lever::Limit,
        label: "Limit per forest",
        actor: Actor::Microsoft,
        place: Place::Headline,
        unit: "sessions",
        min: 0.0,
        max: 400.0,
        step: 5.0,
        source: "assumption",
        help: "Concurrent sessions a forest admits before it answers 421 4.3.2. The limit exists; \
            its value was never published.",
    },
    Spec {
        lever: Lever::Flighted,
        label: "Flighted",
        actor: Actor::Microsoft,
        place: Place::Headline,
        unit: "%",
        min: 0.0,
        max: 100.0,
        step: 1.0,
        source: "about 50 %: article",
        help: "Share of the fleet that has the package, ring by ring: server cells for Routing, \
            forests for Limit and Lookups.",
    },
    Spec {
        lever: Lever::Gateway,
        label: "Behind a gateway",
        actor: Actor::You,
        place: Place::Headline,
        unit: "%",
        min: 0.0,
        max: 100.0,
        step: 1.0,
        source: "assumption",
        help: "Tenants whose MX points at a store-and-forward gateway (SEG), which holds their mail \
            and retries. Each sender follows within the record's time to live, and hands over what \
            waits at its next retry.",
    },
    Spec {
        lever: Lever::BalanceReset,
        label: "Balance reset",
        actor: Actor::Microsoft,
        place: REBALANCE,
        unit: "%",
        min: 0.0,
        max: 100.0,
        step: 1.0,
        source: "article; size assumed",
        help: "How much of the skew in the routing weights is taken out; 100 % spreads new \
            connections evenly over a region's forests.",
    },
    Spec {
        lever: Lever::LookupSpeed,
        label: "Lookup speed",
        actor: Actor::Microsoft,
        place: REBALANCE,
        unit: "x",
        min: 0.1,
        max: 4.0,
        step: 0.1,
        source: "article; size assumed",
        help: "Factor on the directory lookups of every forest, on top of what the incident did to \
            them.",
    },
    Spec {
        lever: Lever::Load,
        label: "Load",
        actor: Actor::World,
        place: SENDERS,
        unit: "%",
        min: 0.0,
        max: 300.0,
        step: 5.0,
        source: "local-hour curve: sourced",
        help: "Mail that people send, against the usual load of the hour. Nobody's lever: it shows \
            how much room there was.",
    },
];

/// The levers as they stand in a run.
pub(super) fn views(sim: &Sim) -> Vec<LeverView> {
    LEVERS
        .iter()
        .map(|spec| LeverView {
            lever: spec.lever,
            label: spec.label,
            actor: spec.actor,
            place: spec.place,
            unit: spec.unit,
            min: spec.min,
            max: spec.max,
            step: spec.step,
            value: value(spec.lever, sim),
            consequence: consequence(spec.lever, sim),
            source: spec.source,
            help: spec.help,
        })
        .collect()
}

fn value(lever: Lever, sim: &Sim) -> f64 {
    let levers = sim.levers();
    match lever {
        Lever::Limit => f64::from(levers.limit),
        Lever::Flighted => levers.flighted,
        Lever::Gateway => levers.gateway * 100.0,
        Lever::BalanceReset => levers.balance,
        Lever::LookupSpeed => levers.lookup_speed,
        Lever::Load => levers.load * 100.0,
    }
}

/// What a lever comes to, counted in the run.
fn consequence(lever: Lever, sim: &Sim) -> String {
    let scale = sim.scenario().scale() as f64;
    match lever {
        Lever::Limit => {
            let all: u64 = sim.forests().map(|forest| u64::from(forest.limit)).sum();
            format!("{} sessions in all", number::thousands(all))
        }
        Lever::Flighted => {
            let forests = sim.forests().filter(|forest| forest.flighted).count();
            let all_forests = sim.forests().len();
            let cells = || (0..sim.regions()).flat_map(|region| sim.door().cells(region));
            let routed = cells().filter(|&&cell| cell).count();
            format!("{forests} of {all_forests} forests · {routed} of {} servers", cells().count())
        }
        Lever::Gateway => {
            if sim.levers().gateway > 0.0 {
                let held = sim.tally().held_gateways * sim.scenario().scale();
                format!("holds {} mails", number::count(held))
            } else {
                "holds mail itself".to_owned()
            }
        }
        Lever::BalanceReset => {
            let even = 100.0 / (sim.forests().len() / sim.regions()) as f64;
            let skew = if sim.levers().onset { sim.scenario().get(Field::Skew) } else { 0.0 };
            let first = even + (100.0 - even) * skew / 100.0 * (1.0 - sim.levers().balance / 100.0);
            format!("{first:.0} % of a region's tries go to its first forest")
        }
        Lever::LookupSpeed => {
            let best: f64 =
                sim.forests().map(|forest| forest.usl().best(u32::MAX) * forest.speed()).sum();
            format!("best {} in all", number::rate(best * 60.0 * scale))
        }
        Lever::Load => {
            let tally = sim.tally().offered - sim.rates().tally_before().offered;
            let per_min = tally as f64 / sim.rates().span_s(sim.now()) * 60.0;
            format!("{} sent now", number::rate(per_min * scale))
        }
    }
}
