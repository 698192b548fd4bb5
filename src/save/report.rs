//! The report: a run in words and numbers, as Markdown for an incident review.
//!
//! Every number is the model's and scaled to real mails; every time says whether a source gives it.
//! What was done stands under the people who can do it.

mod changes;

use std::fmt::Write;

use crate::number::THIN;
use crate::order;
use crate::readout;
use crate::scenario::{Field, FieldSpec, Scale, Scenario};
use crate::sim::Sim;
use crate::time::Time;

use super::Saved;
use super::numbers::NUMBERS;

/// The report. `link` opens the run again.
pub fn text(saved: Saved<'_>, link: Option<&str>) -> String {
    let mut out = Out::default();
    head(&mut out, saved, link);
    happened(&mut out, saved);
    numbers(&mut out, saved);
    for (name, sim) in saved.worlds() {
        changes::write(&mut out, name, sim);
    }
    assumptions(&mut out, saved);
    out.0
}

/// Markdown so far.
#[derive(Debug, Default)]
struct Out(String);

impl Out {
    /// A paragraph, or whatever else stands between empty lines.
    fn block(&mut self, text: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// A heading and the table under it. `columns` that begin with a minus are right-aligned.
    fn table(&mut self, columns: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
        let names: Vec<_> = columns.iter().map(|name| name.trim_start_matches('-')).collect();
        let rules = columns.iter().map(|name| if name.starts_with('-') { "---:" } else { "---" });
        let mut text =
            format!("| {} |\n|{}|", names.join(" | "), rules.collect::<Vec<_>>().join("|"));
        for row in rows {
            let cells: Vec<_> = row.iter().map(|cell| escaped(cell)).collect();
            // Writing to a string cannot fail.
            let _ = write!(text, "\n| {} |", cells.join(" | "));
        }
        self.block(&text);
    }
}

/// A text that is one cell, whatever it holds.
fn escaped(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}

fn when(sim: &Sim, at: Time) -> String {
    let epoch = sim.scenario().epoch();
    format!("{} {}", epoch.date(at), epoch.clock(at))
}

fn head(out: &mut Out, saved: Saved<'_>, link: Option<&str>) {
    let sim = saved.a;
    let scenario = sim.scenario();
    let about = scenario.about();
    out.block(&format!("# {}: a simulated replay", escaped(&about.title)));
    out.block(
        "**A simulation, not Microsoft’s data.** Counts are the model’s, scaled to real mails; times \
         are UTC, and each says whether it is sourced or the model’s.",
    );
    out.block(&about.purpose);
    let mut facts = format!(
        "- Scenario `{}`, seed {}, from {} to {}\n- {}\n- Mailflow {}, run hash `{:016x}`",
        about.key,
        sim.seed(),
        when(sim, Time::ZERO),
        when(sim, sim.now()),
        readout::slice(sim),
        env!("CARGO_PKG_VERSION"),
        sim.hash(),
    );
    if let Some(b) = saved.b {
        let _ = write!(facts, " (A), `{:016x}` (B)", b.hash());
    }
    if let Some(link) = link {
        let _ = write!(facts, "\n- Open this run: <{link}>");
    }
    out.block(&facts);
    if !about.notes.is_empty() {
        out.block(&about.notes);
    }
}

/// What happened, in order of time: what sources say and what the model did.
fn happened(out: &mut Out, saved: Saved<'_>) {
    let mut rows = Vec::new();
    let scenario = saved.a.scenario();
    if let Some(issue) = scenario.issue() {
        let what = format!("{} begins: {}", issue.id, issue.title);
        rows.push((issue.start, what, format!("sourced ({})", issue.source)));
    }
    for post in scenario.posts() {
        let from = post.known_from();
        let from = if post.is_sourced() { format!("sourced ({from})") } else { from.to_owned() };
        rows.push((post.at, format!("Service health: {}", post.gist), from));
    }
    for (name, sim) in saved.worlds() {
        let from = if name.is_empty() { "model".to_owned() } else { format!("model, {name}") };
        for (at, what) in moments(sim) {
            rows.push((at, what, from.clone()));
        }
    }
    rows.retain(|(at, ..)| *at <= saved.a.now());
    order::by_key(&mut rows, |(at, ..)| *at);
    // What is so in both worlds, by their common past, is told once.
    rows.dedup_by(|b, a| {
        a.0 == b.0 && a.1 == b.1 && a.2 == "model, A" && b.2 == "model, B" && {
            "model, A and B".clone_into(&mut a.2);
            true
        }
    });
    out.block("## What happened");
    let line = |(at, what, from): (Time, String, String)| vec![when(saved.a, at), what, from];
    out.table(&["UTC", "What", "From"], rows.into_iter().map(line));
}

/// The firsts and the turns of a run so far.
fn moments(sim: &Sim) -> Vec<(Time, String)> {
    let (record, scenario) = (sim.record(), sim.scenario());
    let firsts = &record.firsts;
    let half = sim.half_at();
    let mut moments: Vec<_> = [
        (firsts.limit, "A forest is full for the first time"),
        (firsts.refused, "First 421"),
        (firsts.dropped, "First session cut"),
        (firsts.delay_notice, "First sender is told that mail is late"),
        (firsts.expired, "First mail is given up by its sender"),
        (half.map(|_| record.peak.at), "Most mail is held"),
        (half, "Half of that is gone"),
        (sim.cleared_at(), "Backlog cleared"),
    ]
    .into_iter()
    .filter_map(|(at, what)| Some((at?, what.to_owned())))
    .collect();
    if scenario.has_onset() {
        moments.insert(0, (scenario.onset(), onset(scenario)));
    }
    let recalls = sim.recalls().iter();
    moments.extend(recalls.map(|&at| (at, "The health check recalls the package".to_owned())));
    moments
}

/// What the misconfiguration does in the model.
fn onset(scenario: &Scenario) -> String {
    let said: Vec<_> = [
        (Field::Skew, 0.0, "of the other forests’ traffic goes to each region’s first"),
        (Field::Spill, 0.0, "of the traffic goes to other regions’ forests"),
        (Field::OnsetLookupSpeed, 100.0, "of their healthy speed is left to the lookups"),
    ]
    .into_iter()
    .filter(|&(field, healthy, _)| (scenario.get(field) - healthy).abs() > 0.0)
    .map(|(field, _, words)| format!("{} {words}", with_unit(field.spec(), scenario.get(field))))
    .collect();
    format!("The misconfiguration begins: {} (assumed)", said.join(", "))
}

fn numbers(out: &mut Out, saved: Saved<'_>) {
    let epoch = saved.a.scenario().epoch();
    out.block(&format!("## Numbers at {}", when(saved.a, saved.a.now())));
    let shown = |value: Option<super::numbers::Value>| {
        value.map_or_else(|| "–".to_owned(), |value| value.text(epoch))
    };
    let rows = NUMBERS.iter().map(|number| {
        let a = (number.of)(saved.a);
        let mut row = vec![number.label.to_owned(), shown(a)];
        if let Some(b) = saved.b.map(|b| (number.of)(b)) {
            row.push(shown(b));
            row.push(a.zip(b).map_or_else(|| "–".to_owned(), |(a, b)| b.more_than(a)));
        }
        row
    });
    let columns: &[&str] = if saved.b.is_some() {
        &["Real mails, unless said", "-A", "-B", "-B − A"]
    } else {
        &["Real mails, unless said", "-Value"]
    };
    out.table(columns, rows);
    if let Some(b) = saved.b.filter(|b| b.tally().offered != saved.a.tally().offered) {
        let offered = (saved.a.tally().offered, b.tally().offered);
        out.block(&format!(
            "A and B were not offered the same mails ({} and {} simulated ones), so the differences \
             are not only what was changed.",
            offered.0, offered.1
        ));
    }
    out.block(
        "Delays are those of delivered mail: in a collapse they can fall while ever more mail waits, \
         so read them beside what is held.",
    );
}

/// Every field whose value no source gives, as the run had it.
fn assumptions(out: &mut Out, saved: Saved<'_>) {
    out.block("## What is assumed");
    let scenario = saved.a.scenario();
    let assumed = Field::all().filter(|field| field.spec().source.starts_with("assumption"));
    let values = assumed.map(|field| {
        format!("`{}` {}", field.spec().key, with_unit(field.spec(), scenario.get(field)))
    });
    out.block(&format!(
        "Microsoft published neither counts nor limits nor capacities. No source gives these values; \
         `mailflow fields` says what each is: {}.",
        values.collect::<Vec<_>>().join(", ")
    ));
    if saved.b.is_some() {
        out.block("They are those of A; what B has otherwise stands above.");
    }
}

/// `50 sessions`, `98 %`, `banner`.
fn with_unit(spec: &FieldSpec, value: f64) -> String {
    match spec.unit {
        "1" => spec.show(value),
        "x" => format!("{value} ×"),
        _ if matches!(spec.scale, Scale::Choice(_)) => spec.show(value),
        unit => format!("{value}{THIN}{unit}"),
    }
}
