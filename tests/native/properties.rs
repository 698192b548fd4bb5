//! Over random scenarios and actions: the books balance at every step, time runs forward, and a run
//! is a function of what it was given.

use mailflow::scenario::{Action, ActionKind, Balance, Field, Package, Place, Scenario};
use mailflow::sim::Sim;
use mailflow::time::Time;
use proptest::prelude::*;

/// A small world: few hosts, hours instead of days, every knob within its range.
fn worlds() -> impl Strategy<Value = Scenario> {
    let sizes = (1u32..=3, 1u32..=14, 0u32..=60, 1u32..=60, 0.2f64..8.0);
    let mixes = (0u32..=100, 0u32..=100, 0u32..=100, 0u32..=100, 0u32..=100);
    let laws = (0.0f64..=1.0, 0.0f64..=0.01, 0.0f64..60.0, 0.0f64..3.0, 1u32..=16);
    let trouble = (0u32..=100, 1u32..=100, 0.0f64..2.0, 0u32..=100, 0.0f64..3.0);
    let actions = prop::collection::vec((0u64..240, action()), 0..6);
    (sizes, mixes, laws, trouble, actions).prop_map(|(sizes, mixes, laws, trouble, actions)| {
        let mut scenario = Scenario::preset("ex1331830").expect("the incident").without_actions();
        let mut set = |field, value| scenario.set(field, value).expect("in range");
        set(Field::Duration, 4.0);
        set(Field::Regions, f64::from(sizes.0));
        set(Field::ForestsPerRegion, f64::from(sizes.1));
        set(Field::ForestLimit, f64::from(sizes.2));
        set(Field::HostsPerRegion, f64::from(sizes.3));
        set(Field::PeakRate, sizes.4);
        set(Field::MixPostfix, f64::from(mixes.0));
        set(Field::MixExim, f64::from(mixes.1));
        set(Field::MixExchange, f64::from(mixes.2));
        set(Field::MixTextbook, f64::from(mixes.3));
        set(Field::GatewayShare, f64::from(mixes.4));
        set(Field::Contention, laws.0);
        set(Field::Coherency, laws.1);
        set(Field::SessionTimeout, laws.2);
        set(Field::NetworkMean, laws.3);
        set(Field::Lookups, f64::from(laws.4));
        set(Field::Skew, f64::from(trouble.0));
        set(Field::OnsetLookupSpeed, f64::from(trouble.1));
        set(Field::Onset, trouble.2);
        set(Field::Affinity, f64::from(trouble.3));
        set(Field::Lifetime, trouble.4);
        for (minute, kind) in actions {
            scenario.actions_mut().push(Action::new(Time::from_mins(minute), kind));
        }
        scenario
    })
}

fn action() -> impl Strategy<Value = ActionKind> {
    prop_oneof![
        (0u32..200).prop_map(|sessions| ActionKind::Limit { sessions, place: Place::All }),
        (0u32..=100, any::<[bool; 3]>()).prop_map(|(percent, [routing, limit, lookups])| {
            let package = Package { routing, limit, lookups };
            ActionKind::Flight { percent: f64::from(percent), package }
        }),
        (0u32..=100)
            .prop_map(|p| ActionKind::BalanceReset { percent: f64::from(p), to: Balance::Even }),
        (1u32..40).prop_map(|p| ActionKind::LookupSpeed {
            factor: f64::from(p) / 10.0,
            place: Place::All
        }),
        (0u32..=100).prop_map(|p| ActionKind::Gateway { percent: f64::from(p) }),
        (0u32..=300).prop_map(|p| ActionKind::Load { percent: f64::from(p) }),
    ]
}

fn finished(scenario: &Scenario, seed: u64) -> Sim {
    let mut sim = Sim::new(scenario, seed);
    sim.run_until(Time::NEVER);
    sim
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_books_balance_at_every_step(scenario in worlds(), seed in any::<u64>()) {
        let mut sim = Sim::new(&scenario, seed);
        let mut last = Time::ZERO;
        for step in 1..=480 {
            sim.run_until(Time::from_secs(30 * step));
            prop_assert!(sim.now() >= last);
            last = sim.now();
            sim.audit();
        }
        prop_assert_eq!(sim.now(), sim.duration());
    }

    #[test]
    fn a_run_in_pieces_is_the_run_in_one(
        scenario in worlds(), seed in any::<u64>(), cuts in prop::collection::vec(0u64..14_400, 1..5),
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
        let whole = finished(&scenario, seed);
        prop_assert_eq!(sim.hash(), whole.hash());
        prop_assert_eq!(sim.tally(), whole.tally());
    }

    #[test]
    fn an_action_at_the_cursor_is_the_action_that_was_there_all_along(
        scenario in worlds(), seed in any::<u64>(), at in 0u64..14_400, kind in action(),
    ) {
        let at = Time::from_secs(at);
        let mut sim = Sim::new(&scenario, seed);
        sim.run_until(at);
        let mut edited = scenario.clone();
        edited.actions_mut().push(Action::new(at, kind));
        sim.set_actions(edited.actions());
        sim.run_until(Time::NEVER);
        prop_assert_eq!(sim.hash(), finished(&edited, seed).hash());
    }

    #[test]
    fn the_same_mails_are_offered_whatever_the_knobs(
        one in worlds(), other in worlds(), seed in any::<u64>(),
    ) {
        // The load knobs are excepted: they say how much is offered.
        let mut other = other;
        for field in [Field::Regions, Field::PeakRate] {
            other.set(field, one.get(field)).expect("in range");
        }
        let without_load = |scenario: &Scenario| {
            let mut scenario = scenario.clone();
            scenario.actions_mut().retain(|a| !matches!(a.kind, ActionKind::Load { .. }));
            scenario
        };
        let (one, other) = (without_load(&one), without_load(&other));
        prop_assert_eq!(
            finished(&one, seed).tally().offered,
            finished(&other, seed).tally().offered
        );
    }
}

/// Watching mails must not change what happens to them.
#[test]
fn sampling_does_not_touch_the_run() {
    let scenario = Scenario::preset("ex1331830").expect("the incident");
    let mut plain = Sim::new(&scenario, 5);
    let mut watched = plain.clone();
    watched.trace_mut().watch_one_in(3.0);
    plain.run_until(Time::from_hours(2));
    watched.run_until(Time::from_hours(2));
    assert_eq!(plain.hash(), watched.hash());
    assert!(watched.trace_mut().drain().count() > 1000);
}
