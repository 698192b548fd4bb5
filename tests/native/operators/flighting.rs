//! A package reaches the fleet ring by ring, and may be withdrawn: by an operator or by its health
//! check.

use super::*;
use mailflow::scenario::Package;

const NOTHING: Package = Package { routing: false, limit: false, lookups: false };

fn flight(percent: f64, package: Package) -> ActionKind {
    ActionKind::Flight { percent, package }
}

/// Which forests have the package, their limits and the factor on their lookups; and which cells.
fn reached(sim: &Sim) -> (Vec<bool>, Vec<u32>, Vec<u32>, usize) {
    let forests: Vec<_> = sim.forests().collect();
    let cells = (0..sim.regions()).map(|region| sim.door().cells(region));
    (
        forests.iter().map(|forest| forest.flighted).collect(),
        forests.iter().map(|forest| forest.limit).collect(),
        forests.iter().map(|forest| (forest.speed() * 100.0).round() as u32).collect(),
        cells.flatten().filter(|&&cell| cell).count(),
    )
}

const SICK: &str = "skew=100 onset_lookup_speed=40 flight_limit=2 flight_lookups=1.5";

#[test]
fn each_part_of_a_package_changes_its_own_thing_alone() {
    let half = |package| reached(&finished(&with(SICK, &[(hours(2), flight(50.0, package))]), 5));
    let forests = vec![false, true, false, true];
    let all = (forests.clone(), vec![500; 4], vec![40; 4], 0);
    assert_eq!(half(NOTHING), all);
    assert_eq!(
        half(Package { routing: true, ..NOTHING }),
        (all.0.clone(), all.1.clone(), all.2.clone(), 10)
    );
    let limits = vec![500, 1000, 500, 1000];
    assert_eq!(half(Package { limit: true, ..NOTHING }), (forests.clone(), limits, vec![40; 4], 0));
    let speeds = vec![40, 150, 40, 150];
    assert_eq!(half(Package { lookups: true, ..NOTHING }), (forests, vec![500; 4], speeds, 0));
}

#[test]
fn cells_with_the_package_route_evenly_again() {
    let package = Package { routing: true, ..NOTHING };
    let done = |percent| [(mins(90), flight(percent, package))];
    near(&shares("skew=100", &done(0.0)), &[0.5, 0.0, 0.5, 0.0]);
    near(&shares("skew=100", &done(50.0)), &[0.375, 0.125, 0.375, 0.125]);
    near(&shares("skew=100", &done(100.0)), &[0.25; 4]);
}

#[test]
fn the_rings_have_the_order_that_the_scenario_gives_them() {
    let order = |rings: &[u8]| {
        let mut found = Vec::new();
        for percent in [25.0, 50.0, 75.0, 100.0] {
            let mut scenario = with("", &[(hours(1), flight(percent, NOTHING))]);
            scenario.set_rings(rings);
            let (forests, ..) = reached(&finished(&scenario, 5));
            let new = (0..4).find(|index| forests[*index] && !found.contains(index));
            found.push(new.expect("one more forest"));
            assert_eq!(forests.iter().filter(|&&has| has).count(), found.len());
        }
        found
    };
    assert_eq!(order(&[]), [3, 1, 2, 0]);
    assert_eq!(order(&[0]), [0, 3, 1, 2]);
    assert_eq!(
        order(&[1, 2, 1, 40]),
        [1, 2, 3, 0],
        "what there is not, or was named, is passed over"
    );
}

#[test]
fn a_recall_withdraws_all_of_it_until_the_next_flight() {
    let package = Package { routing: true, limit: true, lookups: true };
    let done = [
        (hours(1), flight(100.0, package)),
        (hours(2), ActionKind::Recall {}),
        (mins(150), flight(50.0, package)),
    ];
    let mut sim = Sim::new(&with(SICK, &done), 5);
    let mut at = |minute| {
        sim.run_until(mins(minute));
        reached(&sim)
    };
    assert_eq!(at(119), (vec![true; 4], vec![1000; 4], vec![150; 4], 20));
    assert_eq!(at(121), (vec![false; 4], vec![500; 4], vec![40; 4], 0));
    assert_eq!(at(151).3, 10);
}

/// Forests that are busy enough to feel a higher limit: more lookups side by side, and each slower.
const BUSY: &str = "regions=1 forests_per_region=2 peak_rate=9 lookup_rate=4 contention=0.5 \
    coherency=0.004 forest_limit=30 session_timeout=22 hosts_per_region=400 flight_limit=4 \
    onset_lookup_speed=40 health_check_rise=5 health_check_after=10 onset=0.2";

fn checked(health_check: &str, package: Package) -> Sim {
    let settings = format!("{BUSY} health_check={health_check}");
    finished(&with(&settings, &[(mins(60), flight(50.0, package))]), 5)
}

#[test]
fn the_health_check_recalls_a_limit_four_times_as_high() {
    let limit = Package { limit: true, ..NOTHING };
    let sim = checked("on", limit);
    let recalls = sim.recalls();
    assert_eq!(recalls.len(), 1, "{recalls:?}");
    assert!((mins(70)..mins(85)).contains(&recalls[0]), "ten bad minutes later: {}", recalls[0]);
    assert!(sim.levers().flighted <= 0.0);
    assert_eq!(reached(&sim).1, [30, 30]);
    // Nobody looks, nobody recalls.
    let unchecked = checked("off", limit);
    assert!(unchecked.recalls().is_empty());
    assert_eq!(reached(&unchecked).1, [30, 120]);
    assert!(unchecked.tally().dropped > sim.tally().dropped);
    assert!(unchecked.tally().delivered < sim.tally().delivered);
}

#[test]
fn the_health_check_leaves_a_package_alone_that_does_no_harm() {
    assert!(checked("on", NOTHING).recalls().is_empty());
    assert!(checked("on", Package { lookups: true, ..NOTHING }).recalls().is_empty());
    let bold = format!("{BUSY} health_check=on health_check_rise=100");
    let limit = Package { limit: true, ..NOTHING };
    let sim = finished(&with(&bold, &[(mins(60), flight(50.0, limit))]), 5);
    assert!(sim.recalls().is_empty(), "not even every session cut would be a rise of more");
}
