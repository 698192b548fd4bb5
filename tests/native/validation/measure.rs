//! From a case to its findings: the run in batches, and what they say of each figure and of how far
//! it can be trusted.

use std::ops::Sub;

use mailflow::record::{Averages, Detail, Tally};
use mailflow::scenario::{Action, ActionKind, Field, Scenario};
use mailflow::sim::Sim;
use mailflow::time::Time;

use super::cases::{Case, Error, Plan, Quantity};

/// Batches that a long run is cut into: each far longer than anything the system remembers.
const BATCHES: u32 = 100;

/// What a case came to.
pub(super) struct Run {
    pub(super) findings: Vec<Finding>,
    pub(super) events: u64,
    pub(super) hash: u64,
}

/// One figure against theory.
pub(super) struct Finding {
    pub(super) name: &'static str,
    pub(super) expected: f64,
    pub(super) measured: f64,
    /// Standard error of the difference.
    pub(super) error: f64,
    /// Where it comes from, for the report.
    pub(super) source: &'static str,
    /// Whether the batches gave it, not theory.
    pub(super) is_estimated: bool,
    /// What the batches gave, if there are any.
    pub(super) of_batches: Option<f64>,
}

impl Finding {
    /// The difference in standard errors.
    pub(super) fn z(&self) -> f64 {
        (self.measured - self.expected) / self.error
    }
}

/// What happened in a span of the run. Spans add up: the run less a batch is the rest of it.
#[derive(Clone, Copy, Default)]
pub(super) struct Window {
    pub(super) averages: Averages,
    pub(super) offered: u64,
    pub(super) first_attempts: u64,
    pub(super) first_refused: u64,
    pub(super) attempts: u64,
    pub(super) refused: u64,
    pub(super) dropped: u64,
    pub(super) delivered: u64,
    pub(super) expired: u64,
    /// Sum of the delays of what was delivered [s].
    pub(super) delays_s: f64,
    /// Length of the case's unit of time [s].
    pub(super) unit_s: f64,
}

impl Window {
    fn since_start(case: &Case, sim: &Sim, delays_s: f64) -> Self {
        let &Tally { offered, attempts, refused, dropped, delivered, expired, .. } = sim.tally();
        let &Detail { first_attempts, first_refused, .. } = sim.detail();
        Window {
            averages: sim.record().averages,
            offered,
            first_attempts,
            first_refused,
            attempts,
            refused,
            dropped,
            delivered,
            expired,
            delays_s,
            unit_s: case.unit_s,
        }
    }

    /// Its length, in the case's units of time.
    pub(super) fn length(&self) -> f64 {
        self.averages.span().secs_f64() / self.unit_s
    }
}

impl Sub for Window {
    type Output = Window;
    fn sub(self, part: Window) -> Window {
        Window {
            averages: self.averages - part.averages,
            offered: self.offered - part.offered,
            first_attempts: self.first_attempts - part.first_attempts,
            first_refused: self.first_refused - part.first_refused,
            attempts: self.attempts - part.attempts,
            refused: self.refused - part.refused,
            dropped: self.dropped - part.dropped,
            delivered: self.delivered - part.delivered,
            expired: self.expired - part.expired,
            delays_s: self.delays_s - part.delays_s,
            unit_s: self.unit_s,
        }
    }
}

/// The case as a scenario.
fn scenario(case: &Case) -> Scenario {
    let mut scenario = Scenario::preset(case.preset).expect("a preset");
    for setting in &case.settings {
        scenario.set_text(setting).expect("a field");
    }
    let (warm_up, duration) = match case.plan {
        Plan::Steady { warm_up_s, length_s } => (warm_up_s, warm_up_s + length_s),
        Plan::Cohort { offered_for_s, over_after_s } => {
            let stop =
                Action::new(Time::from_secs(offered_for_s), ActionKind::Load { percent: 0.0 });
            scenario.actions_mut().push(stop);
            (0, over_after_s)
        }
    };
    for (field, seconds) in [(Field::WarmUp, warm_up), (Field::Duration, duration)] {
        scenario.set(field, Time::from_secs(seconds).hours_f64()).expect("in range");
    }
    scenario
}

/// About how many mails a case takes.
pub(super) fn mails(case: &Case) -> u64 {
    let scenario = scenario(case);
    (scenario.get(Field::PeakRate) * scenario.duration().secs_f64()) as u64
}

/// Runs a case and compares every figure it expects.
pub(super) fn run(case: &Case) -> Run {
    let mut sim = Sim::new(&scenario(case), case.seed);
    let (whole, batches) = match case.plan {
        Plan::Steady { warm_up_s, length_s } => steady(case, &mut sim, warm_up_s, length_s),
        Plan::Cohort { .. } => (cohort(case, &mut sim), Vec::new()),
    };
    sim.audit();
    let compare = |quantity: &Quantity| compare(quantity, &whole, &batches);
    let findings = case.quantities.iter().map(compare).collect();
    Run { findings, events: sim.events(), hash: sim.hash() }
}

/// A long run after a warm-up, in batches.
fn steady(case: &Case, sim: &mut Sim, warm_up_s: u64, length_s: u64) -> (Window, Vec<Window>) {
    sim.run_until(Time::from_secs(warm_up_s));
    let (start, in_system_before) = (Window::since_start(case, sim, 0.0), in_system(sim));
    let (mut last, mut parts) = (start, Vec::new());
    for part in 1..=u64::from(BATCHES) {
        let before = sim.record().delays.clone();
        sim.run_until(Time::from_secs(warm_up_s + length_s * part / u64::from(BATCHES)));
        let delays = sim.record().delays.since(&before);
        let delays_s = last.delays_s + delays.mean().secs_f64() * delays.total() as f64;
        let now = Window::since_start(case, sim, delays_s);
        parts.push(now - last);
        last = now;
    }
    let whole = last - start;
    assert_eq!(whole.averages.span(), Time::from_secs(length_s), "averaged over the run");
    // What is tried for the first time is delivered or lost, whatever the laws.
    let all = whole.first_attempts + in_system_before;
    assert_eq!(all, whole.delivered + whole.expired + in_system(sim), "{}", case.id);
    (whole, parts)
}

fn in_system(sim: &Sim) -> u64 {
    sim.tally().held() + sim.tally().in_session
}

/// Mails that are offered for a while, until each has met its end.
fn cohort(case: &Case, sim: &mut Sim) -> Window {
    sim.run_until(sim.duration());
    assert_eq!(in_system(sim), 0, "{}: every mail has met its end", case.id);
    Window::since_start(case, sim, 0.0)
}

fn compare(quantity: &Quantity, whole: &Window, batches: &[Window]) -> Finding {
    let of_batches = (!batches.is_empty()).then(|| jackknife(quantity, whole, batches));
    let (sampling, source) = match quantity.error {
        Error::Exact { s2 } => ((s2 / whole.length()).sqrt(), "theory"),
        Error::Trials { variance, trials } => {
            ((variance / trials(whole) as f64).sqrt(), "binomial")
        }
        Error::Batches => (of_batches.expect("a run in batches"), "batches"),
    };
    Finding {
        name: quantity.name,
        expected: quantity.expected,
        measured: (quantity.measure)(whole),
        error: sampling.hypot(quantity.expected_error),
        source,
        is_estimated: matches!(quantity.error, Error::Batches),
        of_batches,
    }
}

/// The standard error of any figure of the whole, by leaving out one batch after another: unlike
/// the spread of the batches' own figures it has no bias for ratios of sums.
fn jackknife(quantity: &Quantity, whole: &Window, batches: &[Window]) -> f64 {
    let n = batches.len() as f64;
    let without: Vec<f64> =
        batches.iter().map(|&batch| (quantity.measure)(&(*whole - batch))).collect();
    let mean = without.iter().sum::<f64>() / n;
    let squares: f64 = without.iter().map(|figure| (figure - mean) * (figure - mean)).sum();
    (squares * (n - 1.0) / n).sqrt()
}
