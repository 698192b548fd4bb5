//! The time series as CSV: one row a step of the record, from the start to the run's instant.
//! Counts are since the start, levels are at the row's instant.

use std::fmt::Write;

use crate::record::Tally;
use crate::sim::Sim;
use crate::time::Time;

use super::Saved;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// Mails of the simulation: the command line's.
    Simulated,
    /// The real mails that they stand for: the page's.
    Real,
}

/// A column: its name, its unit, and its value.
type Column = (&'static str, &'static str, fn(&Tally) -> u64);

const COLUMNS: [Column; 17] = [
    ("offered", "mails", |row| row.offered),
    ("delivered", "mails", |row| row.delivered),
    ("rejected", "mails", |row| row.rejected),
    ("expired", "mails", |row| row.expired),
    ("held_senders", "mails", |row| row.held_senders.iter().sum()),
    ("held_gateways", "mails", |row| row.held_gateways),
    ("in_session", "mails", |row| row.in_session),
    ("attempts", "attempts", |row| row.attempts),
    ("replies_250", "replies", |row| row.delivered),
    ("replies_421", "replies", |row| row.refused),
    ("replies_550", "replies", |row| row.replies_550),
    ("dropped", "sessions", |row| row.dropped),
    ("outbound_offered", "mails", |row| row.outbound.offered),
    ("outbound_sent", "mails", |row| row.outbound.sent),
    ("outbound_expired", "mails", |row| row.outbound.expired),
    ("outbound_held", "mails", |row| row.outbound.held),
    ("outbound_failed", "attempts", |row| row.outbound.failed),
];

/// The series of the run; of two runs one after the other, told apart by the column `world`.
pub fn text(saved: Saved<'_>, counts: Counts) -> String {
    let mut text = String::new();
    if saved.b.is_some() {
        text.push_str("world,");
    }
    text.push_str("time [s],time [UTC]");
    let kind = if counts == Counts::Simulated { "simulated " } else { "" };
    for (name, unit, _) in COLUMNS {
        add(&mut text, format_args!(",{name} [{kind}{unit}]"));
    }
    text.push('\n');
    for (name, sim) in saved.worlds() {
        rows(&mut text, name, sim, counts);
    }
    text
}

fn rows(text: &mut String, world: &str, sim: &Sim, counts: Counts) {
    let (record, scenario) = (sim.record(), sim.scenario());
    let scale = if counts == Counts::Real { scenario.scale() } else { 1 };
    for (index, row) in record.rows().iter().enumerate() {
        let at = Time::from_us(record.step().us() * (index as u64 + 1));
        if !world.is_empty() {
            add(text, format_args!("{world},"));
        }
        // A space instead of the T, and no Z: the form that spreadsheets take for a time.
        let utc = scenario.epoch().iso(at).replace('T', " ").replace('Z', "");
        add(text, format_args!("{},{utc}", at.secs()));
        for (_, _, value) in COLUMNS {
            add(text, format_args!(",{}", value(row) * scale));
        }
        text.push('\n');
    }
}

/// Writing to a string cannot fail.
fn add(text: &mut String, what: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(what);
}
