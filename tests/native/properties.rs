//! Over random scenarios and actions: the books balance at every step, time runs forward, no clock
//! is run ahead of, memory is bounded, and a run is a function of what it was given.

mod clocks;
mod memory;
mod worlds;

use mailflow::scenario::{Action, ActionKind, Field, Scenario};
use mailflow::sim::Sim;
use mailflow::time::Time;
use proptest::prelude::*;

use worlds::{SECONDS, actions, worlds};

fn finished(scenario: &Scenario, seed: u64) -> Sim {
    let mut sim = Sim::new(scenario, seed);
    sim.run_until(Time::NEVER);
    sim
}

/// Panics unless two runs are the same in all that a reader can see.
fn check_same(one: &Sim, other: &Sim) {
    assert_eq!(one.tally(), other.tally());
    assert_eq!(one.detail(), other.detail());
    assert_eq!(one.recalls(), other.recalls());
    assert_eq!(one.record().rows(), other.record().rows());
    assert_eq!(one.record().firsts, other.record().firsts);
    assert_eq!(one.record().peak, other.record().peak);
    assert_eq!((one.events(), one.hash()), (other.events(), other.hash()));
    assert_eq!(one.levers(), other.levers());
}

/// What says how much mail is offered, and when.
const LOAD_KNOBS: [Field; 11] = [
    Field::Duration,
    Field::PeakRate,
    Field::Load,
    Field::BusinessHours,
    Field::Regions,
    Field::ShareNa,
    Field::ShareEmea,
    Field::ShareApac,
    Field::InitialWaiting,
    Field::InitialSessions,
    Field::OutboundShare,
];

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..Default::default() }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn the_books_balance_at_every_step(scenario in worlds(), seed in any::<u64>()) {
        let mut sim = Sim::new(&scenario, seed);
        let mut last = Time::ZERO;
        for step in 1..=SECONDS / 30 {
            sim.run_until(Time::from_secs(30 * step));
            prop_assert!(sim.now() >= last);
            last = sim.now();
            sim.audit();
        }
        prop_assert_eq!(sim.now(), sim.duration());
        let (detail, tally) = (sim.detail(), sim.tally());
        prop_assert!(detail.refused_by_source <= tally.refused);
        prop_assert!(detail.expired_silently <= tally.expired);
        prop_assert!(detail.rejected_wrongly + tally.replies_550 <= tally.rejected);
        prop_assert!(detail.readable <= tally.parked && tally.drained <= tally.parked);
        prop_assert!(detail.first_attempts <= tally.offered);
        prop_assert!(detail.first_refused <= detail.first_attempts);
        prop_assert!(detail.delay_notices <= tally.offered);
        let urgent = detail.urgent;
        prop_assert!(urgent.by_mail + urgent.by_webmail + urgent.by_channel <= urgent.due);
    }

    #[test]
    fn a_run_in_pieces_is_the_run_in_one(
        scenario in worlds(),
        seed in any::<u64>(),
        cuts in prop::collection::vec(0..SECONDS, 1..5),
    ) {
        let mut cuts = cuts;
        cuts.sort_unstable();
        let mut sim = Sim::new(&scenario, seed);
        for cut in cuts {
            sim.run_until(Time::from_secs(cut));
            // A copy goes on exactly like the original.
            sim = sim.clone();
        }
        sim.run_until(Time::NEVER);
        check_same(&sim, &finished(&scenario, seed));
    }

    #[test]
    fn a_run_in_the_steps_of_its_outcomes_is_the_run_in_one(
        scenario in worlds(), seed in any::<u64>(),
    ) {
        let mut sim = Sim::new(&scenario, seed);
        for _ in 0..2000 {
            sim.run_to_outcome(Time::NEVER);
        }
        sim.run_until(Time::NEVER);
        check_same(&sim, &finished(&scenario, seed));
    }

    #[test]
    fn an_action_at_the_cursor_is_the_action_that_was_there_all_along(
        scenario in worlds(),
        seed in any::<u64>(),
        at in 0..SECONDS,
        more in prop::collection::vec(actions(), 1..3),
    ) {
        let at = Time::from_secs(at);
        let mut sim = Sim::new(&scenario, seed);
        sim.run_until(at);
        let mut edited = scenario.clone();
        edited.actions_mut().extend(more.into_iter().map(|action| Action { at, ..action }));
        sim.set_actions(edited.actions());
        sim.run_until(Time::NEVER);
        check_same(&sim, &finished(&edited, seed));
    }

    #[test]
    fn the_same_mails_are_offered_whatever_the_knobs(
        one in worlds(), other in worlds(), seed in any::<u64>(),
    ) {
        let mut other = other;
        for field in LOAD_KNOBS {
            other.set(field, one.get(field)).expect("in range");
        }
        if one.get(Field::InitialSessions) > 0.0 {
            let field = Field::ForestsPerRegion;
            other.set(field, one.get(field)).expect("in range");
        }
        let offered = |scenario: &Scenario| {
            let mut scenario = worlds::with_faults(scenario, &[]);
            scenario.actions_mut().retain(|a| !matches!(a.kind, ActionKind::Load { .. }));
            let sim = finished(&scenario, seed);
            let rows = sim.record().rows().iter();
            rows.map(|row| (row.offered, row.outbound.offered)).collect::<Vec<_>>()
        };
        prop_assert_eq!(offered(&one), offered(&other));
    }
}

/// Watching mails must not change what happens to them; nor that the wait of one that is watched is
/// drawn at once, and those of the others several at a time.
#[test]
fn sampling_does_not_touch_the_run() {
    let short_waits = ["textbook_wait=0.05", "network_mean=0.2", "initial_waiting=500"];
    for (preset, settings) in [
        ("ex1331830", &[][..]),
        ("retrial-queue", &["initial_waiting=20000", "textbook_wait=300"]),
        ("retrial-queue", &short_waits),
    ] {
        let mut scenario = Scenario::preset(preset).expect("a preset");
        for setting in settings {
            scenario.set_text(setting).expect("in range");
        }
        let mut plain = Sim::new(&scenario, 5);
        let mut watched = plain.clone();
        watched.trace_mut().watch_one_in(3.0);
        plain.run_until(Time::from_hours(2));
        watched.run_until(Time::from_hours(2));
        assert_eq!(plain.hash(), watched.hash(), "{preset} with {settings:?}");
        assert_eq!((plain.tally(), plain.events()), (watched.tally(), watched.events()));
        assert!(watched.trace_mut().drain().count() > 1000);
    }
}
