//! Small worlds for tests of behaviour: one region, one forest, one host and hardly any mail, so
//! that every try can be told from every other.

use mailflow::scenario::{Action, ActionKind, Scenario};
use mailflow::sim::Sim;
use mailflow::sim::trace::{Outcome, Sighting};
use mailflow::time::Time;

/// What all of them have in common. Nobody is a sender until the settings say who.
const BASE: &str = "business_hours=off regions=1 forests_per_region=1 hosts_per_region=1 \
    gateway_hosts=1 outbound_queues=1 urgent_share=0 network_mean=0 mix_postfix=0 mix_exim=0 \
    mix_exchange=0 peak_rate=0.01";

/// Nothing is wrong in it but what the settings say: `key=value`, one after another.
pub(crate) fn world(settings: &str) -> Scenario {
    let mut scenario = Scenario::preset("healthy-tuesday").expect("a preset").without_actions();
    for setting in BASE.split_whitespace().chain(settings.split_whitespace()) {
        scenario.set_text(setting).expect("a field");
    }
    scenario
}

/// Adds an action.
pub(crate) fn act(scenario: &mut Scenario, at: Time, kind: ActionKind) {
    scenario.actions_mut().push(Action::new(at, kind));
}

/// A finished run.
pub(crate) fn finished(scenario: &Scenario, seed: u64) -> Sim {
    let mut sim = Sim::new(scenario, seed);
    sim.run_until(Time::NEVER);
    sim.audit();
    sim
}

/// Does something at the present instant.
pub(crate) fn now(sim: &mut Sim, kind: ActionKind) {
    let mut actions = sim.actions().to_vec();
    actions.push(Action::new(sim.now(), kind));
    sim.set_actions(&actions);
}

/// Runs until the first mail that `counts` sees has been created, and lets nobody send another. The
/// run is watched.
pub(crate) fn lone_mail(scenario: &Scenario, seed: u64, counts: impl Fn(&Sim) -> u64) -> Sim {
    let mut sim = Sim::new(scenario, seed);
    sim.trace_mut().watch_one_in(1.0);
    for step in 1.. {
        sim.run_until(Time::from_us(100_000 * step));
        if counts(&sim) > 0 {
            break;
        }
        assert!(sim.now() < sim.duration(), "nobody sent anything");
    }
    assert_eq!(counts(&sim), 1, "one mail alone");
    now(&mut sim, ActionKind::Load { percent: 0.0 });
    sim
}

/// The mails of outside senders so far.
pub(crate) fn offered(sim: &Sim) -> u64 {
    sim.tally().offered
}

/// Exchange Online's own mails so far.
pub(crate) fn outbound(sim: &Sim) -> u64 {
    sim.tally().outbound.offered
}

/// Runs on to the end of the run and takes all that was seen.
pub(crate) fn watch_to_end(sim: &mut Sim) -> Vec<Sighting> {
    watch_until(sim, sim.duration())
}

/// Runs on and takes all that was seen, often enough that nothing is missed.
pub(crate) fn watch_until(sim: &mut Sim, until: Time) -> Vec<Sighting> {
    let mut seen: Vec<Sighting> = Vec::new();
    while sim.now() < until {
        sim.run_until((sim.now() + Time::from_mins(5)).min(until));
        let before = seen.len();
        seen.extend(sim.trace_mut().drain());
        assert!(seen.len() - before < 8000, "more was seen than is kept");
    }
    sim.audit();
    seen
}

/// Whether a host tried it.
pub(crate) fn is_try(seen: &Sighting) -> bool {
    seen.host.is_some()
}

/// When the tries among them began.
pub(crate) fn tries(seen: &[Sighting]) -> Vec<Time> {
    seen.iter().filter(|seen| is_try(seen)).map(|seen| seen.began).collect()
}

/// When an outcome was seen.
pub(crate) fn times_of(seen: &[Sighting], outcome: Outcome) -> Vec<Time> {
    seen.iter().filter(|seen| seen.outcome == outcome).map(|seen| seen.at).collect()
}

/// Instants as minutes since `start`.
pub(crate) fn minutes_since(start: Time, times: &[Time]) -> Vec<f64> {
    times.iter().map(|&at| (at - start).secs_f64() / 60.0).collect()
}

/// Minutes of the run.
pub(crate) const fn mins(minutes: u64) -> Time {
    Time::from_mins(minutes)
}

/// Hours of the run.
pub(crate) const fn hours(hours: u64) -> Time {
    Time::from_hours(hours)
}
