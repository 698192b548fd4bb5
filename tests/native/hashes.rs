//! Run hashes that the browser must reproduce: written here, asserted here and in `tests/web.rs`.
//! `UPDATE=1 cargo test` writes the file anew after an intended change of the model.

use std::fmt::Write;
use std::path::Path;

use mailflow::scenario::Scenario;
use mailflow::sim::Sim;
use mailflow::time::Time;

/// Scenario, settings, seed, hours: what the file lists, and what the browser parses.
const RUNS: &[(&str, &str, u64, u64)] = &[
    ("ex1331830", "", 1, 36),
    ("ex1331830", "forest_limit=400 gateway_share=30", 2, 4),
    ("ex1331830", "affinity=50 mix_textbook=50", 3, 4),
    ("healthy-tuesday", "", 1, 6),
];

#[test]
fn runs_have_the_hashes_on_record() {
    let mut text = String::from("# scenario; settings; seed; hours; events; run hash\n");
    for &(preset, settings, seed, hours) in RUNS {
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
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports/hashes.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &text).expect("the report can be written");
    }
    let on_record = std::fs::read_to_string(&path).expect("the report exists");
    assert_eq!(text, on_record, "the model has changed; if that is meant: UPDATE=1 cargo test");
}
