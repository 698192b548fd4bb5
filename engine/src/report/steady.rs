//! What queueing theory says of a run whose system it can solve, one forest and senders without a name,
//! beside what the run counted since anything was last changed. In simulated mails.

use crate::record::Averages;
use crate::scenario::Field;
use crate::sim::Sim;
use crate::sim::load;
use crate::sim::lookup::Work;
use crate::theory::pool::{Pool, Session};
use crate::theory::retry::fixed_point;
use crate::time::Time;

/// Position of `none` among the laws of the retry.
const NO_RETRY: u32 = 2;

/// The same means twice.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Means {
    /// Attempts a second.
    pub attempts: f64,
    /// Share of the attempts that were refused.
    pub refused: f64,
    /// Sessions open.
    pub sessions: f64,
    /// Mails delivered a second.
    pub delivered: f64,
    /// Mails that wait.
    pub waiting: f64,
}

/// Theory beside the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steady {
    /// Since when is counted: the first window that began after the last change.
    pub since: Time,
    /// Up to when: the end of the last window.
    pub to: Time,
    /// Whether what is refused comes again.
    pub retries: bool,
    /// Whether lookups slow each other down; else every session has a processor of its own.
    pub shares: bool,
    /// What theory says in the long run; `None` if the forest cannot keep up.
    pub theory: Option<Means>,
    /// What was counted.
    pub counted: Means,
}

/// Theory beside the run at its instant; `None` if theory has no formula for it, or if nothing was counted
/// yet.
pub fn steady(sim: &Sim) -> Option<Steady> {
    let scenario = sim.scenario();
    let is_textbook = scenario.get(Field::MixTextbook) >= 100.0;
    let is_even = scenario.get(Field::BusinessHours) <= 0.0;
    let alone = sim.forests().len() == 1 && sim.regions() == 1;
    if !(is_textbook && is_even && alone) {
        return None;
    }
    let forest = sim.forests().next()?;
    let pool = pools(sim).pop()?;
    let minute = (sim.now().secs() / 60) as usize;
    let rates = load::rates(scenario, 0);
    let load = rates.get(minute).or(rates.last()).copied()? * sim.levers().load;
    let retries = scenario.get(Field::RetryLaw) as u32 != NO_RETRY;
    let theory = if retries {
        fixed_point(&pool, load, 1.0 / scenario.get(Field::TextbookWait)).map(|found| Means {
            attempts: found.attempts,
            refused: found.pool.blocked,
            sessions: found.pool.sessions,
            delivered: found.pool.delivered,
            waiting: found.waiting,
        })
    } else {
        let found = pool.steady(load);
        Some(Means {
            attempts: load,
            refused: found.blocked,
            sessions: found.sessions,
            delivered: found.delivered,
            waiting: 0.0,
        })
    };
    let (since, to, counted) = counted(sim)?;
    let usl = forest.usl();
    Some(Steady {
        since,
        to,
        retries,
        shares: usl.contention > 0.0 || usl.coherency > 0.0,
        theory,
        counted,
    })
}

/// What was counted in whole windows since anything was last changed.
fn counted(sim: &Sim) -> Option<(Time, Time, Means)> {
    let windows = &sim.record().windows;
    let step = windows.step();
    let ended = windows.ended();
    let warm = Time::from_secs_f64(sim.scenario().get(Field::WarmUp) * 3600.0);
    let changes = sim.actions().iter().map(|action| action.at).filter(|&at| at <= sim.now());
    let from = changes.chain([warm]).max().unwrap_or(Time::ZERO);
    let first = from.us().div_ceil(step.us()) as usize;
    let last = ended.len();
    if last <= first {
        return None;
    }
    let at = |window: usize| Time::from_us(step.us() * window as u64);
    let state = |window: usize| {
        let ended = window.checked_sub(1).and_then(|index| ended.get(index));
        let averages = ended.map_or(Averages::default(), |window| window.averages);
        (averages, sim.record().row_at(at(window)))
    };
    let ((averages, tally), (averages_before, before)) = (state(last), state(first));
    let averages = averages - averages_before;
    let span = (at(last) - at(first)).secs_f64();
    let attempts = (tally.attempts - before.attempts) as f64;
    Some((
        at(first),
        at(last),
        Means {
            attempts: attempts / span,
            refused: (tally.refused - before.refused) as f64 / attempts.max(1.0),
            sessions: averages.mean_in_session(),
            delivered: (tally.delivered - before.delivered) as f64 / span,
            waiting: averages.mean_waiting(),
        },
    ))
}

/// Every forest as a loss system, with its limit, speed and processors of now.
pub fn pools(sim: &Sim) -> Vec<Pool> {
    let scenario = sim.scenario();
    let timeout = scenario.get(Field::SessionTimeout);
    let mut known: Vec<((u32, u64, u64), Pool)> = Vec::new();
    let forests = sim.forests().map(|forest| {
        let key = (forest.limit, forest.speed().to_bits(), forest.capacity().to_bits());
        if let Some((_, pool)) = known.iter().find(|(other, _)| *other == key) {
            return pool.clone();
        }
        let session = Session {
            usl: forest.usl(),
            speed: forest.speed(),
            capacity: forest.capacity(),
            work: Work::new(scenario),
            network_s: scenario.get(Field::NetworkFixed) + scenario.get(Field::NetworkMean),
            timeout_s: if timeout > 0.0 { timeout } else { f64::INFINITY },
        };
        let pool = Pool::forest(forest.limit, &session);
        known.push((key, pool.clone()));
        pool
    });
    forests.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    fn at(preset: &str, minutes: u64) -> Sim {
        let mut sim = Sim::new(&Scenario::preset(preset).expect("a preset"), 1);
        sim.run_until(Time::from_mins(minutes));
        sim
    }

    fn near(got: f64, want: f64, within: f64) {
        assert!((got / want - 1.0).abs() < within, "{got} for {want}");
    }

    #[test]
    fn erlangs_system_loses_what_his_formula_says() {
        let found = steady(&at("erlang-loss", 60)).expect("a textbook");
        assert!(!found.retries && !found.shares, "{found:?}");
        let theory = found.theory.expect("always");
        near(theory.refused, 0.018_690_67, 1e-6);
        near(found.counted.refused, theory.refused, 0.15);
        near(found.counted.sessions, theory.sessions, 0.01);
        near(found.counted.delivered, theory.delivered, 0.01);
    }

    #[test]
    fn retries_meet_a_little_more_than_the_fixed_point_says() {
        let found = steady(&at("retrial-queue", 60)).expect("a textbook");
        let theory = found.theory.expect("it keeps up");
        assert!(found.retries && theory.waiting < 10.354_696, "{found:?}");
        near(found.counted.waiting, theory.waiting, 0.25);
        near(found.counted.attempts, theory.attempts, 0.02);
    }

    #[test]
    fn after_a_change_only_what_came_after_it_counts() {
        // The limit is 300 from minute 8 on: past the knee.
        let found = steady(&at("limit-too-high", 11)).expect("a textbook");
        assert!(found.shares && found.since == Time::from_mins(8), "{found:?}");
        let theory = found.theory.expect("nothing is retried");
        near(theory.delivered, 1454.6, 0.001);
        assert!(steady(&at("limit-too-high", 8)).is_none(), "nothing was counted since the change");
    }

    #[test]
    fn the_incident_has_no_formula() {
        assert_eq!(steady(&at("ex1331830", 30)), None);
    }
}
