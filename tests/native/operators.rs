//! What Microsoft's operators can do: ramps, balance resets, limits and capacity of one forest, the
//! flighting of packages ring by ring and their recall; and what goes wrong with each.

mod flighting;

use mailflow::scenario::{Action, ActionKind, Balance, Place, Scenario};
use mailflow::sim::Sim;
use mailflow::time::Time;

use crate::world::{act, finished, hours, mins, world};

/// Two regions with two forests each and room enough; nothing is wrong before the first hour.
const PLAIN: &str = "mix_postfix=1 regions=2 forests_per_region=2 share_emea=40 hosts_per_region=50 \
    peak_rate=4 duration=3 onset=1 forest_limit=500 lookup_rate=10 contention=0 coherency=0 \
    cells_per_region=10";

fn with(settings: &str, done: &[(Time, ActionKind)]) -> Scenario {
    let mut scenario = world(&format!("{PLAIN} {settings}"));
    for &(at, kind) in done {
        act(&mut scenario, at, kind);
    }
    scenario
}

/// Sessions each forest ended, well or not, between two instants.
fn ended(scenario: &Scenario, from: Time, to: Time) -> Vec<f64> {
    let mut sim = Sim::new(scenario, 5);
    let count = |sim: &Sim| sim.forests().map(|f| f.completed + f.cut).collect::<Vec<_>>();
    sim.run_until(from);
    let before = count(&sim);
    sim.run_until(to);
    count(&sim).iter().zip(before).map(|(now, then)| (now - then) as f64).collect()
}

/// The share of all that each forest got in the last hour.
fn shares(settings: &str, done: &[(Time, ActionKind)]) -> Vec<f64> {
    let ended = ended(&with(settings, done), hours(2), hours(3));
    let all: f64 = ended.iter().sum();
    ended.iter().map(|&ended| ended / all).collect()
}

fn near(got: &[f64], want: &[f64]) {
    assert_eq!(got.len(), want.len());
    let close = got.iter().zip(want).all(|(got, want)| (got - want).abs() < 0.03);
    assert!(close, "{got:.3?}, not {want:?}");
}

fn reset(percent: f64, to: Balance) -> (Time, ActionKind) {
    (mins(90), ActionKind::BalanceReset { percent, to })
}

#[test]
fn skew_and_spill_are_there_from_the_onset_on() {
    let scenario = with("skew=100 spill=0", &[]);
    let before = ended(&scenario, Time::ZERO, hours(1));
    let all: f64 = before.iter().sum();
    near(&before.iter().map(|ended| ended / all).collect::<Vec<_>>(), &[0.25; 4]);
    near(&shares("skew=100", &[]), &[0.5, 0.0, 0.5, 0.0]);
    // Two thirds of each region's mail go to the other region's forests, evenly.
    near(&shares("skew=100 spill=66", &[]), &[0.335, 0.165, 0.335, 0.165]);
    let lopsided = "share_na=80 share_emea=20";
    near(&shares(&format!("{lopsided} spill=100"), &[]), &[0.1, 0.1, 0.4, 0.4]);
    let one_region = "skew=100 fault_region=EMEA";
    near(&shares(one_region, &[]), &[0.25, 0.25, 0.5, 0.0]);
}

#[test]
fn a_balance_reset_goes_where_it_is_told_and_as_far() {
    let skew = "skew=100";
    near(&shares(skew, &[reset(100.0, Balance::Even)]), &[0.25; 4]);
    near(&shares(skew, &[reset(50.0, Balance::Even)]), &[0.375, 0.125, 0.375, 0.125]);
    let half = (mins(80), ActionKind::Capacity { percent: 50.0, place: Place::Forest(1) });
    let by_capacity = [half, reset(100.0, Balance::Capacity)];
    near(&shares(skew, &by_capacity), &[1.0 / 3.0, 1.0 / 6.0, 0.25, 0.25]);
    let across = [half, reset(100.0, Balance::Across)];
    near(&shares(skew, &across), &[2.0 / 7.0, 1.0 / 7.0, 2.0 / 7.0, 2.0 / 7.0]);
    let lopsided = "share_na=80 share_emea=20";
    near(&shares(lopsided, &[reset(100.0, Balance::Elsewhere)]), &[0.1, 0.1, 0.4, 0.4]);
}

#[test]
fn a_bad_reset_overloads_the_other_regions_forests() {
    // NA alone needs more than EMEA's forests can do.
    let lopsided = "share_na=90 share_emea=10 contention=1 forest_limit=40 lookup_rate=1.5";
    let early = |to| [(mins(1), ActionKind::BalanceReset { percent: 100.0, to })];
    let good = finished(&with(lopsided, &early(Balance::Across)), 5);
    assert!(good.tally().refused < 10, "over all forests there is room for all");
    let scenario = with(lopsided, &early(Balance::Elsewhere));
    let mut sim = Sim::new(&scenario, 5);
    sim.run_until(mins(90));
    let before = *sim.tally();
    sim.run_until(hours(3));
    let tally = sim.tally();
    assert!(tally.returned_in[0] - before.returned_in[0] > 1000, "{tally:?}");
    let full: Vec<_> = sim.forests().map(|forest| forest.refused_at.is_some()).collect();
    assert_eq!(full, [false, false, true, true], "EMEA's forests fill with NA's mail");
}

#[test]
fn a_limit_may_be_one_forests() {
    let at = |place| {
        let scenario = with("", &[(mins(30), ActionKind::Limit { sessions: 0, place })]);
        let sim = finished(&scenario, 5);
        let refused: Vec<_> = sim.forests().map(|forest| forest.refused_at.is_some()).collect();
        let limits: Vec<_> = sim.forests().map(|forest| forest.limit).collect();
        (refused, limits)
    };
    let (refused, limits) = at(Place::Forest(2));
    assert_eq!(refused, [false, false, true, false]);
    assert_eq!(limits, [500, 500, 0, 500]);
    assert_eq!(at(Place::Region(0)).0, [true, true, false, false]);
    assert_eq!(at(Place::Region(2)).0, [false; 4], "APAC has no forests here");
    assert_eq!(at(Place::Forest(9)).0, [false; 4], "there is no such forest");
    assert_eq!(at(Place::All).0, [true; 4]);
}

#[test]
fn a_forest_without_processors_completes_nothing_until_they_are_back() {
    let lost = (mins(60), ActionKind::Capacity { percent: 0.0, place: Place::Forest(0) });
    let back = (mins(120), ActionKind::Capacity { percent: 100.0, place: Place::Forest(0) });
    let scenario = with("session_timeout=22", &[lost, back]);
    let mut sim = Sim::new(&scenario, 5);
    let seen = |sim: &Sim| {
        let forest = sim.forests().next().expect("a forest");
        (forest.completed, forest.cut)
    };
    sim.run_until(mins(60));
    let before = seen(&sim);
    assert!(before.0 > 1000 && before.1 == 0);
    sim.run_until(mins(120));
    let during = seen(&sim);
    assert!(during.0 == before.0 && during.1 > 100, "{before:?} {during:?}");
    sim.run_until(mins(121));
    let after = seen(&sim);
    sim.run_until(hours(3));
    assert!(seen(&sim).0 > after.0 && seen(&sim).1 == after.1, "{after:?} {:?}", seen(&sim));
}

#[test]
fn a_region_that_loses_capacity_delivers_less_and_the_other_one_as_ever() {
    let tight = "lookup_rate=1.5 contention=1 forest_limit=20";
    let kind = ActionKind::Capacity { percent: 40.0, place: Place::Region(1) };
    let hurt = with(tight, &[(mins(60), kind)]);
    let mut sim = Sim::new(&hurt, 5);
    sim.run_until(hours(3));
    assert!(sim.tally().returned_in[1] > 500, "{:?}", sim.tally().returned_in);
    assert!(sim.tally().returned_in[0] < 10, "{:?}", sim.tally().returned_in);
}

#[test]
fn a_ramp_takes_its_time_in_steps_of_a_minute() {
    let mut scenario = with("", &[]);
    let kind = ActionKind::Limit { sessions: 100, place: Place::All };
    scenario.actions_mut().push(Action { at: hours(1), over: mins(40), kind });
    let kind = ActionKind::Load { percent: 0.0 };
    scenario.actions_mut().push(Action { at: hours(1), over: mins(60), kind });
    let mut sim = Sim::new(&scenario, 5);
    let mut offered = Vec::new();
    for (minute, want) in [(60, 500), (61, 490), (70, 400), (80, 300), (100, 100), (130, 100)] {
        sim.run_until(mins(minute));
        sim.run_until(mins(minute) + Time::from_secs(59));
        let limits: Vec<_> = sim.forests().map(|forest| forest.limit).collect();
        assert_eq!(limits, [want; 4], "minute {minute}");
    }
    let sim = finished(&scenario, 5);
    for minute in [0, 60, 90, 120, 150] {
        let row = |minute| sim.record().row_at(mins(minute)).offered;
        offered.push(row(minute + 20) - row(minute));
    }
    // 4 a second; from the first to the second hour it falls to nothing.
    let want = [4800.0, 4040.0, 1640.0, 0.0, 0.0];
    for (got, want) in offered.iter().zip(want) {
        assert!((*got as f64 - want).abs() < 250.0, "{offered:?}, not {want:?}");
    }
}
