//! What the incident's story depends on: its headline numbers with each assumption halved and
//! doubled.

use std::fmt::Write;

use mailflow::cores::on_all_cores;
use mailflow::scenario::{FIELDS, Field, Scale, Scenario};
use mailflow::sim::Sim;
use mailflow::time::Time;

/// Assumptions that have no part in the incident: it has no gateways, no textbook sender, no
/// source limit, no urgent count in its headline numbers.
const NO_PART: &[Field] = &[
    Field::Duration,
    Field::Scale,
    Field::WarmUp,
    Field::UnknownRecipients,
    Field::InitialWaiting,
    Field::InitialSessions,
    Field::MixSendmail30,
    Field::MixSendmail60,
    Field::MixMimecast,
    Field::MixSes,
    Field::MixImpatient,
    Field::MixTextbook,
    Field::ImpatientTries,
    Field::ImpatientWait,
    Field::TextbookWait,
    Field::Affinity,
    Field::RefuseShare,
    Field::SourceLimit,
    Field::Spill,
    Field::HealthCheckRise,
    Field::HealthCheckAfter,
    Field::GatewayShare,
    Field::GatewayHosts,
    Field::GatewayConnections,
    Field::GatewayDrain,
    Field::DirectoryAge,
    Field::NewRecipients,
    Field::UrgentShare,
    Field::UrgentWithin,
    Field::OutboundShare,
    Field::OutboundQueues,
    // The load is PeakRate times this.
    Field::Load,
    // Halving skew and doubling it past 100 % says less than its own two rows below.
    Field::Skew,
    // The same factor twice.
    Field::LookupSpeed,
];

/// Changes that are not a halving or a doubling.
const OTHERS: &[(&str, &str)] = &[
    ("skew", "95"),
    ("skew", "70"),
    ("affinity", "50"),
    ("affinity", "100"),
    ("refusal_phase", "rcpt"),
    ("outbound_share", "10"),
];

struct Row {
    name: String,
    setting: String,
    numbers: String,
}

/// The headline numbers of a run of the incident.
fn numbers(scenario: &Scenario) -> String {
    let mut sim = Sim::new(scenario, 1);
    sim.run_until(scenario.onset());
    let before = sim.record().delays.clone();
    sim.run_until(Time::from_hours(24));
    let between = sim.record().delays.since(&before);
    sim.run_until(Time::NEVER);
    let tally = sim.tally();
    let minutes = |at: Time| (at.secs_f64() / 60.0).round();
    let epoch = scenario.epoch();
    let cleared = sim
        .cleared_at()
        .map_or("not".to_owned(), |at| format!("{} {}", epoch.date(at), epoch.clock(at)));
    let peak = sim.record().peak;
    format!(
        "{:.2} | {:.0} | {:.0} | {} {} | {} | {cleared}",
        tally.refused as f64 / 1e6,
        tally.dropped as f64 / 1e3,
        peak.mails as f64 / 1e3,
        epoch.date(peak.at),
        epoch.clock(peak.at),
        between.quantile(0.5).map_or("-".into(), |at| minutes(at).to_string()),
    )
}

fn changed(field: Field, value: f64) -> Option<(Scenario, f64)> {
    let mut scenario = Scenario::preset("ex1331830").expect("the incident");
    let value = field.spec().nearest(value);
    scenario.set(field, value).expect("the nearest is allowed");
    (value.to_bits() != base(field).to_bits()).then_some((scenario, value))
}

fn base(field: Field) -> f64 {
    Scenario::preset("ex1331830").expect("the incident").get(field)
}

/// The table.
pub(super) fn section() -> String {
    let is_assumed = |field: &Field| {
        let spec = field.spec();
        spec.source.starts_with("assumption") && !matches!(spec.scale, Scale::Choice(_))
    };
    let fields = Field::all().filter(is_assumed).filter(|field| !NO_PART.contains(field));
    let mut jobs = vec![("as it is".to_owned(), String::new(), {
        Scenario::preset("ex1331830").expect("the incident")
    })];
    for field in fields {
        for factor in [0.5, 2.0] {
            if let Some((scenario, value)) = changed(field, base(field) * factor) {
                let unit = if field.spec().unit == "1" { "" } else { field.spec().unit };
                let setting = format!("{value} {unit}").trim().to_owned();
                jobs.push((field.spec().key.to_owned(), setting, scenario));
            }
        }
    }
    for &(key, value) in OTHERS {
        let mut scenario = Scenario::preset("ex1331830").expect("the incident");
        scenario.set_text(&format!("{key}={value}")).expect("a field");
        jobs.push((key.to_owned(), value.to_owned(), scenario));
    }
    let rows = on_all_cores(&jobs, |(name, setting, scenario)| Row {
        name: name.clone(),
        setting: setting.clone(),
        numbers: numbers(scenario),
    });
    let mut text = String::from(
        "\n## What the incident depends on\n\n`ex1331830` with seed 1 and one assumption changed: \
         halved and doubled, or as far as its range goes.\nMillions of 421s, thousands of cut \
         sessions, thousands of mails at the peak, when the peak was, the\nmedian delay [min] of the \
         mails delivered between the onset and 12:00 on 3 June, and when the\nbacklog was gone (not: not within the 36 hours).\n\n\
         | assumption | value | 421 [M] | dropped [k] | peak [k] | peak at | median [min] | cleared \
         |\n|---|---|---|---|---|---|---|---|\n",
    );
    for Row { name, setting, numbers } in rows {
        writeln!(text, "| {name} | {setting} | {numbers} |").expect("a string");
    }
    text
}

#[test]
fn every_field_without_a_part_in_the_incident_has_none() {
    // The two lists together are all assumptions, and none stands in the first by mistake: changing
    // it leaves the first hours of the run as they are, or is shown in a row of its own.
    let plain = hash(&Scenario::preset("ex1331830").expect("the incident"));
    let shown_otherwise = [Field::Load, Field::Skew, Field::LookupSpeed];
    for &field in NO_PART.iter().filter(|field| !shown_otherwise.contains(field)) {
        let Some((scenario, _)) = changed(field, base(field) * 2.0) else { continue };
        assert_eq!(hash(&scenario), plain, "{} does play a part", field.spec().key);
    }
    assert!(NO_PART.len() < FIELDS.len());
}

fn hash(scenario: &Scenario) -> u64 {
    let mut sim = Sim::new(scenario, 1);
    sim.run_until(Time::from_mins(90));
    sim.hash()
}
