//! What a run holds in memory is bounded by its hosts, the most mail it ever held and the most
//! sessions it ever had open, however long it runs.

use mailflow::scenario::{ActionKind, Field, Place, Scenario};
use mailflow::sim::Sim;
use mailflow::time::Time;
use proptest::prelude::*;

use super::worlds::worlds;
use crate::world::{act, world};

/// Rows and sightings that are kept at most.
const ROWS_MAX: usize = 4096;
const SIGHTINGS_MAX: usize = 8192;

/// The longest that a host's clock makes it wait in these worlds.
const WAIT_MAX: Time = Time::from_hours(1);

/// Follows a run; panics when it holds more than it may.
fn follow(scenario: &Scenario, seed: u64) {
    let mut sim = Sim::new(scenario, seed);
    // Nobody takes what is seen.
    sim.trace_mut().watch_one_in(1.0);
    let places = sim.hosts().len() + sim.forests().len() + 2 * sim.regions();
    let is_random = scenario.get(Field::TimeoutLaw) > 0.0;
    let mut limits = vec![scenario.get(Field::InitialSessions) as u32; sim.forests().len()];
    // At each look, the attempts so far and those of them that failed.
    let mut so_far: Vec<(Time, [u64; 2])> = Vec::new();
    let mut held = 0;
    // A limit may be raised and lowered again between two looks, so there is one whenever anything is
    // done or goes wrong.
    let mut instants: Vec<_> =
        scenario.actions().iter().chain(scenario.faults()).map(|action| action.at).collect();
    instants.sort_unstable();
    while sim.now() < sim.duration() {
        let from = sim.now();
        let next = instants.iter().copied().find(|&at| at > from).unwrap_or(Time::NEVER);
        for is_before in [true, false] {
            for (most, forest) in limits.iter_mut().zip(sim.forests()) {
                *most = (*most).max(forest.limit);
            }
            if is_before {
                sim.run_until(next.min(from + Time::from_secs(5)));
            }
        }
        let tally = sim.tally();
        let footprint = sim.footprint();
        let failed = tally.refused + tally.dropped + tally.outbound.failed;
        let all = [tally.attempts + tally.outbound.attempts, failed];
        so_far.push((from, all));
        let within = |span: Time| {
            let earlier = so_far.iter().rev().find(|&&(at, _)| at + span <= from);
            let before = earlier.map_or([0; 2], |&(_, counts)| counts);
            [0, 1].map(|index| (all[index] - before[index]) as usize)
        };
        held = held.max(sim.record().peak.mails + tally.outbound.held);
        let held = held as usize;
        let sessions = limits.iter().sum::<u32>() as usize;
        assert!(footprint.sessions <= sessions, "{footprint:?}, room for {sessions}");
        assert!(footprint.rows <= ROWS_MAX && footprint.sightings <= SIGHTINGS_MAX);
        // An event each for a host and a forest, a few of them stale; one for each mail that waits
        // alone; two for each session. A clock that a success clears leaves its wake-up behind, for
        // as long as it would have waited. A random timeout stays in the list when its session has
        // ended well: that law is for the textbook.
        let [_, cleared] = within(WAIT_MAX);
        let stale = cleared + if is_random { all[0] as usize } else { 0 };
        let most = 16 * places + held + 2 * footprint.sessions + stale;
        assert!(footprint.events <= most, "{footprint:?}, {most} allowed, {places} places");
    }
    let within =
        Time::from_secs_f64(scenario.get(Field::UrgentWithin) * 60.0) + sim.record().step();
    let before = sim.record().row_at(sim.now().saturating_sub(within)).offered;
    let recent = (sim.tally().offered - before) as usize;
    assert!(sim.footprint().urgent <= recent, "{:?}, {recent} within it", sim.footprint());
}

proptest! {
    #![proptest_config(super::cases(48))]

    #[test]
    fn memory_is_bounded(scenario in worlds(), seed in any::<u64>()) {
        follow(&scenario, seed);
    }
}

/// Corners that random worlds seldom meet, each of which could leave events behind.
#[test]
fn memory_is_bounded_where_sessions_are_cut_or_clocks_are_cleared_again_and_again() {
    for settings in [
        // One connection after another, each cut: the list of timeouts is empty in between.
        "mix_postfix=1 gateway_share=100 gateway_clock=mimecast gateway_connections=1 peak_rate=1 \
         lifetime=0.1 session_timeout=3 network_fixed=9",
        // Clocks that are set by a refusal and cleared by the success of another connection.
        "mix_exim=1 peak_rate=2 refuse_share=30 network_mean=20 hosts_per_region=3",
        "mix_exchange=1 peak_rate=2 refuse_share=30 network_mean=20 hosts_per_region=3",
        // A forest whose next completion is far away until its processors are back.
        "mix_textbook=1 peak_rate=2 textbook_wait=30 lookup_rate=0.01 session_timeout=60",
    ] {
        follow(&world(&format!("{settings} duration=3")), 7);
    }
}

/// A limit that is there for a few seconds only.
#[test]
fn memory_is_bounded_where_a_limit_is_raised_and_lowered_at_once() {
    let mut scenario =
        world("mix_textbook=1 peak_rate=2 textbook_wait=30 forest_limit=0 duration=1");
    for (at, sessions) in [(601, 6), (603, 0), (1201, 9), (1204, 3)] {
        let kind = ActionKind::Limit { sessions, place: Place::All };
        act(&mut scenario, Time::from_secs(at), kind);
    }
    follow(&scenario, 7);
}
