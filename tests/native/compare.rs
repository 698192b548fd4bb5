//! Two scenarios side by side: exact statistics, and intervals that are narrow because the runs are
//! paired by seed.

use std::num::NonZero;
use std::process::Command;

use mailflow::compare::interval::{half_width, half_width_unpaired, mean, t_quantile};
use mailflow::compare::measure::MEASURES;
use mailflow::compare::{Comparison, Row, Seeds, Setup};
use mailflow::rng::{Purpose, draw};
use mailflow::scenario::Scenario;
use mailflow::time::Time;

use crate::world::world;

fn near(got: Option<f64>, want: f64) {
    let got = got.expect("there are values");
    assert!((got - want).abs() < 1e-3 * want.abs().max(1.0), "{got} for {want}");
}

#[test]
fn the_intervals_are_students() {
    // From any table of Student's t, 97.5 %.
    for (freedom, t) in [(1.0, 12.7062), (4.0, 2.7764), (19.0, 2.0930), (120.0, 1.9799)] {
        near(Some(t_quantile(freedom)), t);
    }
    // Mean 3, variance 2.5, standard error of 5 values 0.7071.
    let values = [1.0, 2.0, 3.0, 4.0, 5.0];
    near(mean(&values), 3.0);
    near(half_width(&values), 2.7764 * 0.5_f64.sqrt());
    // Welch with equal variances and sizes has the freedom of both together.
    near(half_width_unpaired(&values, &values), t_quantile(8.0));
    assert_eq!(half_width(&[7.0; 9]), Some(0.0));
    assert_eq!((half_width(&[7.0]), mean(&[])), (None, None));
    let row =
        Row::new(&MEASURES[0], &[(Some(1.0), Some(3.0)), (None, Some(9.0)), (Some(2.0), None)]);
    assert_eq!((row.seeds_a, row.seeds_b, row.seeds_both), (2, 2, 1));
    assert_eq!((row.difference, row.half_width), (Some(2.0), None));
}

#[test]
fn ninety_five_intervals_in_a_hundred_hold_the_truth() {
    let normal = |entity: u64, index: u32| {
        // Twelve uniforms: near enough to a normal one.
        let draws = (0..12).map(|n| draw(5, entity, Purpose::Wait, index * 12 + n).unit());
        draws.sum::<f64>() - 6.0
    };
    let held = (0..2000).filter(|&interval| {
        let values: Vec<f64> = (0..8).map(|index| 3.0 + normal(interval, index)).collect();
        let half = half_width(&values).expect("eight values");
        (mean(&values).expect("eight values") - 3.0).abs() <= half
    });
    let share = held.count() as f64 / 2000.0;
    assert!((0.935..0.965).contains(&share), "{share}");
}

fn setup(change_in_b: &str, hours: u64, seeds: u64) -> Setup {
    let base = "peak_rate=12 hosts_per_region=150 duration=4";
    Setup {
        a: world(base),
        b: world(&format!("{base} {change_in_b}")),
        until: Time::from_hours(hours),
        seeds: Seeds::new(1, seeds).expect("in range"),
    }
}

fn row<'a>(comparison: &'a Comparison, key: &str) -> &'a Row {
    comparison.measures.iter().find(|row| row.key == key).expect("a measure")
}

#[test]
fn a_scenario_does_not_differ_from_itself() {
    let comparison = Comparison::new(&setup("", 2, 3));
    for row in &comparison.measures {
        if row.seeds_both > 1 {
            assert_eq!((row.difference, row.half_width), (Some(0.0), Some(0.0)), "{}", row.key);
        }
        assert_eq!(row.mean_a, row.mean_b, "{}", row.key);
    }
    assert!(comparison.differing.is_empty() && comparison.warnings.is_empty());
}

/// The paired half width of the mail-hours as a part of the unpaired one, over ten seeds of three
/// hours.
fn width(preset: &str, change_in_b: &str) -> f64 {
    let scenario = || Scenario::preset(preset).expect("a preset");
    let mut b = scenario();
    b.set_text(change_in_b).expect("a field");
    let until = Time::from_hours(3);
    let seeds = Seeds::new(1, 10).expect("in range");
    let comparison = Comparison::new(&Setup { a: scenario(), b, until, seeds });
    assert!(comparison.warnings.is_empty(), "the same mails: {:?}", comparison.warnings);
    let hours = row(&comparison, "mail_hours");
    hours.half_width.expect("ten seeds") / hours.half_width_unpaired.expect("ten seeds")
}

#[test]
fn pairing_by_seed_makes_the_interval_narrow() {
    // While mail flows, nearly all the noise is which mails a seed has, and both have the same.
    let flowing = width("healthy-tuesday", "network_mean=0.6");
    assert!(flowing < 0.2, "{flowing}");
    // In the outage two runs that differ at all soon refuse other mails: pairing still buys a third.
    let outage = width("ex1331830", "forest_limit=60");
    assert!(outage < 0.85, "{outage}");
}

#[test]
fn other_mails_are_warned_of() {
    let comparison = Comparison::new(&setup("peak_rate=13 scale=10", 1, 2));
    let warnings = comparison.warnings.join("\n");
    for what in ["scale: 20 in A, 10 in B", "offered: not the same mails in 2 of 2 seeds"] {
        assert!(warnings.contains(what), "{what} in {warnings}");
    }
}

#[test]
fn the_number_of_cores_makes_no_difference() {
    let setup = setup("forest_limit=30", 2, 3);
    let one = Comparison::with(&setup, NonZero::<usize>::MIN);
    let three = Comparison::with(&setup, NonZero::new(3).expect("three"));
    assert_eq!(one, three);
}

fn mailflow(arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_mailflow")).args(arguments).output();
    let output = output.expect("the binary runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

#[test]
fn the_command_line_compares() {
    let short = ["compare", "ex1331830", "ex1331830", "--set", "peak_rate=5", "--until", "90min"];
    let with = |more: &[&'static str]| mailflow(&[&short[..], more].concat());
    let (table, errors, code) = with(&["--seeds", "2", "--set-b", "forest_limit=60"]);
    assert_eq!((errors.as_str(), code), ("", Some(0)));
    for text in ["mail-hours of delay", "forest_limit (50, 60)", "± 95 %", "unpaired ±"] {
        assert!(table.contains(text), "{text} in {table}");
    }
    let (json, _, code) = with(&["--seeds", "2", "--json", "--no-actions-b"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(code, Some(0));
    assert_eq!(json["seeds"], 2);
    assert_eq!(json["differing"][0]["what"], "actions");
    let measures = json["measures"].as_array().expect("a list");
    assert_eq!(measures.len(), MEASURES.len());
    for key in ["key", "mean_a", "mean_b", "difference", "half_width", "half_width_unpaired"] {
        assert!(measures[0].get(key).is_some(), "{key}");
    }
    for (arguments, said) in [
        (&["--seeds", "1"][..], "2 to 1000"),
        (&["--set-a", "forest_limit=-1"][..], "forest_limit"),
    ] {
        let (out, errors, code) = with(arguments);
        assert_eq!((out.as_str(), code), ("", Some(2)));
        assert!(errors.contains(said) && errors.lines().count() == 1, "{errors}");
    }
    let (_, errors, code) = mailflow(&["compare", "ex1331830", "nothing"]);
    assert!(code == Some(2) && errors.contains("nothing"), "{errors}");
    assert!(Scenario::preset("nothing").is_err());
}
