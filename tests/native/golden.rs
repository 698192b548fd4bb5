//! Every preset run once, for all tests that look at one; and the reports that hold their headline
//! numbers. `UPDATE=1 cargo test` writes the reports anew after an intended change of the model.

mod sensitivity;

use std::fmt::Write;
use std::path::Path;
use std::sync::OnceLock;

use mailflow::cores::on_all_cores;
use mailflow::report::Report;
use mailflow::scenario::Scenario;
use mailflow::scenario::preset::PRESETS;
use mailflow::sim::Sim;
use mailflow::time::Time;

/// Every preset's run with seed 1, at its end.
fn runs() -> &'static [Sim] {
    static RUNS: OnceLock<Vec<Sim>> = OnceLock::new();
    RUNS.get_or_init(|| {
        let scenarios: Vec<_> = PRESETS.iter().map(Scenario::new).collect();
        on_all_cores(&scenarios, |scenario| {
            let mut sim = Sim::new(scenario, 1);
            sim.run_until(Time::NEVER);
            sim.audit();
            sim
        })
    })
}

/// The run of a preset with seed 1, at its end.
pub(crate) fn run(key: &str) -> &'static Sim {
    let index = PRESETS.iter().position(|preset| preset.key == key).expect("a preset");
    &runs()[index]
}

/// Compares a report with the one on record, or writes it.
pub(crate) fn check_report(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, text).expect("the report can be written");
    }
    let on_record = std::fs::read_to_string(&path).expect("the report exists");
    assert_eq!(text, on_record, "not what is on record; if that is meant: UPDATE=1 cargo test");
}

/// Settings that no preset has, for the run hashes: scenario, settings, seed, hours.
const VARIANTS: &[(&str, &str, u64, u64)] = &[
    ("ex1331830", "forest_limit=400 gateway_share=30", 2, 4),
    ("ex1331830", "affinity=50 mix_textbook=50", 3, 4),
    ("ex1331830", "refusal_phase=rcpt mix_mimecast=20 mix_sendmail_30=20", 4, 4),
    ("mx-cutover", "work_law=hyperexponential timeout_law=exponential", 5, 4),
];

/// What the browser must reproduce, to the last event.
#[test]
fn runs_have_the_hashes_on_record() {
    let mut text = String::from("# scenario; settings; seed; hours; events; run hash\n");
    for sim in runs() {
        let (key, hours) = (&sim.scenario().about().key, sim.duration().hours_f64());
        let (events, hash) = (sim.events(), sim.hash());
        writeln!(text, "{key}; ; 1; {hours}; {events}; {hash:016x}").expect("a string");
    }
    for &(preset, settings, seed, hours) in VARIANTS {
        let mut scenario = Scenario::preset(preset).expect("a preset");
        for setting in settings.split_whitespace() {
            scenario.set_text(setting).expect("a field");
        }
        let mut sim = Sim::new(&scenario, seed);
        sim.run_until(Time::from_hours(hours));
        let (events, hash) = (sim.events(), sim.hash());
        writeln!(text, "{preset}; {settings}; {seed}; {hours}; {events}; {hash:016x}")
            .expect("a string");
    }
    check_report("hashes.txt", &text);
}

#[test]
fn the_headline_numbers_of_every_preset_are_on_record() {
    let mut text = String::from(
        "# Scenarios\n\nEvery preset with seed 1, run to its end. Simulated mails; the scale says how \
         many real ones each\nstands for. Written by `tests/native/golden.rs`: after an intended \
         change of the model,\n`UPDATE=1 cargo test golden` writes it anew.\n",
    );
    for sim in runs() {
        let about = sim.scenario().about();
        let report = Report::new(sim);
        let epoch = sim.scenario().epoch();
        let clock = |s: f64| {
            let at = Time::from_secs_f64(s);
            format!("{} {}", epoch.date(at), epoch.clock(at))
        };
        let delay = |s: Option<f64>| s.map_or("-".into(), |s| Time::from_secs_f64(s).to_string());
        let lines = [
            ("Purpose", about.purpose.to_string()),
            ("Watch", about.watch.to_string()),
            ("Insight", about.insight.to_string()),
            ("Scale", report.scale.to_string()),
            ("Offered", report.offered.to_string()),
            ("Delivered", report.delivered.to_string()),
            (
                "Bounced",
                format!(
                    "{} rejected, {} expired, {} of them silently",
                    report.rejected, report.expired, report.expired_silently
                ),
            ),
            (
                "Replies",
                format!(
                    "421: {} ({} per-source), 550: {}, dropped: {}",
                    report.replies.refused,
                    report.replies.refused_by_source,
                    report.replies.rejected,
                    report.replies.dropped
                ),
            ),
            (
                "Attempts for each delivered mail",
                format!("{:.2}", report.attempts as f64 / report.delivered.max(1) as f64),
            ),
            (
                "Backlog peak",
                format!("{} at {}", report.backlog_peak.mails, clock(report.backlog_peak.at_s)),
            ),
            ("Cleared", report.cleared_at_s.map_or("not".into(), clock)),
            (
                "Delay",
                format!(
                    "p50 {}, p95 {}, p99 {}, max {}",
                    delay(report.delay_s.p50),
                    delay(report.delay_s.p95),
                    delay(report.delay_s.p99),
                    delay(report.delay_s.max)
                ),
            ),
            ("Delay notices", report.delay_notices.to_string()),
            (
                "Gateways",
                format!(
                    "{} taken, {} readable, {} refused wrongly",
                    report.gateways.parked,
                    report.gateways.readable,
                    report.gateways.rejected_wrongly
                ),
            ),
            (
                "Urgent mails",
                format!(
                    "{}: {} reached by mail, {} by webmail, {} by channel, {} missed",
                    report.urgent.due,
                    report.urgent.by_mail,
                    report.urgent.by_webmail,
                    report.urgent.by_channel,
                    report.urgent.missed
                ),
            ),
            (
                "Outbound",
                format!(
                    "{} offered, {} sent, {} expired, {} attempts failed",
                    report.outbound.offered,
                    report.outbound.sent,
                    report.outbound.expired,
                    report.outbound.failed
                ),
            ),
            ("Run", format!("{} events, hash {}", report.events, report.run_hash)),
        ];
        writeln!(text, "\n## {} (`{}`)\n\n| | |\n|---|---|", about.title, about.key)
            .expect("a string");
        for (name, value) in lines {
            writeln!(text, "| {name} | {value} |").expect("a string");
        }
    }
    text.push_str(&sensitivity::section());
    check_report("scenarios.md", &text);
}
