//! What was done and set: by whom, when, and whether the scenario has it or the reader did it.

use crate::order;
use crate::scenario::{Action, Actor, Field, Scenario};
use crate::sim::Sim;
use crate::time::Time;

use super::{Out, when, with_unit};

/// The groups, by who can pull the lever.
const GROUPS: [(Actor, &str); 4] = [
    (Actor::Microsoft, "Microsoft’s levers"),
    (Actor::You, "The tenants’ levers"),
    (Actor::Sender, "The senders’ levers"),
    (Actor::World, "Nobody’s lever: the world"),
];

/// The two groups that are always there, even if nothing was done: who did nothing counts too.
const ALWAYS: usize = 2;

pub(super) fn write(out: &mut Out, world: &str, sim: &Sim) {
    let of = if world.is_empty() { String::new() } else { format!(" in {world}") };
    out.block(&format!("## What was changed{of}"));
    let origin = Scenario::new(sim.scenario().origin());
    let rows = rows(sim, &origin);
    for (index, (actor, title)) in GROUPS.into_iter().enumerate() {
        let own: Vec<_> = rows.iter().filter(|row| row.actor == actor).collect();
        if own.is_empty() && index >= ALWAYS {
            continue;
        }
        out.block(&format!("### {title}"));
        if own.is_empty() {
            out.block("Nothing.");
        } else {
            let line = |row: &Row| vec![when(sim, row.at), row.what.clone(), row.state.to_owned()];
            out.table(&["UTC", "What", "From"], own.into_iter().map(line));
        }
    }
    settings(out, sim, &origin);
}

struct Row {
    at: Time,
    actor: Actor,
    what: String,
    state: &'static str,
}

/// The actions in order of time, and those of the scenario that were taken away.
fn rows(sim: &Sim, origin: &Scenario) -> Vec<Row> {
    let scenario = sim.scenario();
    let own = if scenario.is_preset() { origin.actions() } else { scenario.actions() };
    let done = sim.actions().iter().map(|action| {
        let state = match (own.contains(action), action.at <= sim.now()) {
            (true, true) => "the scenario",
            (true, false) => "the scenario; still to come",
            (false, true) => "the reader",
            (false, false) => "the reader; still to come",
        };
        row(action, state)
    });
    let missing = own.iter().filter(|action| !sim.actions().contains(action));
    let faults = scenario
        .faults()
        .iter()
        .map(|action| Row { actor: Actor::World, ..row(action, "the scenario") });
    let left_out = missing.map(|action| row(action, "the scenario; left out by the reader"));
    let mut rows: Vec<_> = done.chain(left_out).chain(faults).collect();
    order::by_key(&mut rows, |row| row.at);
    rows
}

fn row(action: &Action, state: &'static str) -> Row {
    Row { at: action.at, actor: action.kind.actor(), what: words(action), state }
}

/// The action's label, the parameters that it leaves out, and how long it took.
fn words(action: &Action) -> String {
    let mut text = action.kind.label();
    for (param, value) in action.kind.spec().params.iter().zip(action.kind.values()) {
        let shown = param.show(value);
        if shown != "all" && !text.contains(&shown) && !param.is_switch() {
            text = format!("{text}, {} {shown}", param.key.replace('_', " "));
        }
    }
    if action.over > Time::ZERO {
        text = format!("{text}, over {}", action.over);
    }
    text
}

/// Fields that differ from the scenario's.
fn settings(out: &mut Out, sim: &Sim, origin: &Scenario) {
    let scenario = sim.scenario();
    let differ = Field::all()
        .filter(|&field| scenario.get(field).to_bits() != origin.get(field).to_bits())
        .map(|field| {
            let (spec, value) =
                (field.spec(), |of: &Scenario| with_unit(field.spec(), of.get(field)));
            vec![format!("`{}`", spec.key), value(scenario), value(origin), spec.help.to_owned()]
        });
    let differ: Vec<_> = differ.collect();
    if !differ.is_empty() {
        let name = &origin.about().key;
        out.block(&format!("### Settings that differ from `{name}`"));
        out.table(&["Field", "-Value", "-Otherwise", "What it is"], differ);
    }
}
