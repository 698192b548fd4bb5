//! The same seed gives the same run in the browser as natively, to the last event.

use mailflow::scenario::Scenario;
use mailflow::sim::Sim;
use mailflow::time::Time;
use wasm_bindgen_test::wasm_bindgen_test;

/// Written by the native tests from the native build.
const ON_RECORD: &str = include_str!("../reports/hashes.txt");

#[wasm_bindgen_test]
fn runs_have_the_hashes_that_the_native_build_has() {
    let mut checked = 0;
    for line in ON_RECORD.lines().filter(|line| !line.starts_with('#')) {
        let [preset, settings, seed, hours, events, hash] =
            line.split("; ").collect::<Vec<_>>()[..]
        else {
            panic!("six columns: {line}")
        };
        let mut scenario = Scenario::preset(preset).expect("a preset");
        for setting in settings.split_whitespace() {
            scenario.set_text(setting).expect("a field");
        }
        let mut sim = Sim::new(&scenario, seed.parse().expect("a seed"));
        let hours: f64 = hours.parse().expect("hours");
        sim.run_until(Time::from_secs_f64(hours * 3600.0));
        assert_eq!(sim.events().to_string(), events, "{line}");
        assert_eq!(format!("{:016x}", sim.hash()), hash, "{line}");
        checked += 1;
    }
    let presets = mailflow::scenario::preset::PRESETS.len();
    assert!(checked > presets, "only {checked} runs on record");
}
