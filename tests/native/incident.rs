//! What the preset `ex1331830` must show, over several seeds and with margin. The figures behind
//! the bounds are the model's; the claims are the incident's.

use std::sync::OnceLock;
use std::thread;

use mailflow::record::Delays;
use mailflow::record::Tally;
use mailflow::scenario::{Field, Scenario};
use mailflow::sim::Sim;
use mailflow::time::Time;

const SEEDS: std::ops::RangeInclusive<u64> = 1..=4;
const HALF: f64 = 24.0;

/// One run of the incident with what was seen on the way.
struct Run {
    at_onset: Tally,
    delays_before: Delays,
    /// Delays of the mails delivered between the onset and 50 % flighting.
    delays_between: Delays,
    end: Sim,
}

fn incident() -> Scenario {
    Scenario::preset("ex1331830").expect("the incident")
}

fn with(setting: &str) -> Scenario {
    let mut scenario = incident();
    scenario.set_text(setting).expect("a field");
    scenario
}

/// Runs to the end, with the books checked every half hour.
fn run(scenario: &Scenario, seed: u64) -> Run {
    let mut sim = Sim::new(scenario, seed);
    sim.run_until(scenario.onset());
    sim.audit();
    let (at_onset, delays_before) = (*sim.tally(), sim.record().delays.clone());
    let half = Time::from_secs_f64(HALF * 3600.0);
    let mut delays_between = None;
    for step in 1.. {
        let at = Time::from_mins(30 * step);
        sim.run_until(at);
        sim.audit();
        if at == half {
            delays_between = Some(sim.record().delays.since(&delays_before));
        }
        if at >= sim.duration() {
            break;
        }
    }
    let delays_between = delays_between.expect("the run is longer than that");
    Run { at_onset, delays_before, delays_between, end: sim }
}

/// The runs of the preset as it is: computed once, on all cores, for all tests.
fn runs() -> &'static [Run] {
    static RUNS: OnceLock<Vec<Run>> = OnceLock::new();
    RUNS.get_or_init(|| {
        thread::scope(|scope| {
            let threads: Vec<_> =
                SEEDS.map(|seed| scope.spawn(move || run(&incident(), seed))).collect();
            threads.into_iter().map(|t| t.join().expect("a run")).collect()
        })
    })
}

fn held_at(sim: &Sim, hour: f64) -> u64 {
    sim.record().row_at(Time::from_secs_f64(hour * 3600.0)).held()
}

/// Hours into the run of 21:26 UTC on 3 June, when the incident was still open (sourced).
const STILL_OPEN: f64 = 33.0 + 26.0 / 60.0;

#[test]
fn claim_1_before_the_onset_nothing_is_refused_and_mail_is_fast() {
    for run in runs() {
        assert_eq!(run.at_onset.refused, 0);
        assert_eq!(run.at_onset.dropped, 0);
        let p95 = run.delays_before.quantile(0.95).expect("mail was delivered");
        assert!(p95 < Time::from_secs(10), "p95 {p95}, claimed: under 60 s");
    }
}

#[test]
fn claim_2_both_refusals_and_cut_sessions_and_a_backlog_that_grows_for_hours() {
    for run in runs() {
        let tally = run.end.tally();
        assert!(tally.dropped > 100_000, "cut sessions: {}", tally.dropped);
        assert!(tally.refused > 5 * tally.dropped, "421 is the more frequent: {tally:?}");
        for hour in 1..=6 {
            let (earlier, later) = (f64::from(hour) + 1.0, f64::from(hour) + 2.0);
            let grown = held_at(&run.end, later) as f64 / held_at(&run.end, earlier).max(1) as f64;
            assert!(grown > 1.02, "the backlog grows in hour {later}: x{grown:.2}");
        }
    }
}

#[test]
fn claim_3_millions_wait_and_the_median_delay_is_over_an_hour() {
    for run in runs() {
        let peak = run.end.record().peak.mails * incident().scale();
        assert!((5_000_000..20_000_000).contains(&peak), "peak {peak} real mails");
        let median = run.delays_between.quantile(0.5).expect("mail was delivered");
        assert!(median > Time::from_mins(80), "median {median}, claimed: over an hour");
    }
}

#[test]
fn claim_4_nothing_is_bounced_unless_senders_give_up_early() {
    for run in runs() {
        assert_eq!(run.end.tally().expired + run.end.tally().rejected, 0);
    }
    let impatient = run(&with("lifetime=4h"), 1);
    assert!(impatient.end.tally().expired > 100_000, "{:?}", impatient.end.tally());
}

#[test]
fn claim_5_the_backlog_turns_at_half_the_fleet_and_is_gone_late_on_3_june() {
    for run in runs() {
        let peak_at = run.end.record().peak.at.hours_f64();
        assert!((HALF - 0.5..HALF + 1.0).contains(&peak_at), "peak at {peak_at} h");
        for (earlier, later) in [(HALF + 0.5, HALF + 1.0), (HALF + 1.0, HALF + 2.0)] {
            assert!(held_at(&run.end, later) < held_at(&run.end, earlier) * 95 / 100);
        }
        let cleared = run.end.cleared_at().expect("cleared").hours_f64();
        assert!((STILL_OPEN + 0.1..35.75).contains(&cleared), "cleared at {cleared} h");
    }
    let alone = run(&incident().without_actions(), 1);
    let left = alone.end.tally().held() as f64 / alone.end.record().peak.mails as f64;
    assert!(left > 0.75, "without any action {left:.2} of the peak is left");
    assert_eq!(alone.end.cleared_at(), None);
}

#[test]
fn claim_6_a_higher_limit_alone_refuses_less_cuts_more_and_delivers_less() {
    let run_with = |limit: f64| {
        let mut scenario = incident().without_actions();
        let default = Field::ForestLimit.spec().default;
        scenario.set(Field::ForestLimit, limit * default).expect("in range");
        *run(&scenario, 2).end.tally()
    };
    let (plain, double, eightfold) = thread::scope(|scope| {
        let [a, b, c] = [1.0, 2.0, 8.0].map(|limit| scope.spawn(move || run_with(limit)));
        (a.join().expect("x1"), b.join().expect("x2"), c.join().expect("x8"))
    });
    for (name, raised) in [("x2", double), ("x8", eightfold)] {
        assert!(raised.refused < plain.refused * 9 / 10, "{name}: {raised:?}");
        assert!(raised.dropped > plain.dropped * 2, "{name}: {raised:?}");
        assert!(raised.delivered < plain.delivered * 9 / 10, "{name}: {raised:?}");
    }
    assert!(eightfold.refused < double.refused / 10);
    assert!(eightfold.dropped > double.dropped);
}

#[test]
fn the_night_sags_or_holds_and_wednesday_adds_to_tuesday() {
    for run in runs() {
        let (evening, night) = (held_at(&run.end, 10.0), held_at(&run.end, 12.5));
        let (dawn, morning) = (held_at(&run.end, 18.0), held_at(&run.end, HALF));
        assert!(night as f64 <= evening as f64 * 1.05, "the evening's growth stops");
        assert!(morning as f64 > dawn as f64 * 1.3, "Wednesday's mail comes on top");
    }
}

#[test]
fn a_healthy_tuesday_refuses_nothing_and_holds_nothing() {
    let scenario = Scenario::preset("healthy-tuesday").expect("a preset");
    let mut sim = Sim::new(&scenario, 1);
    sim.run_until(Time::NEVER);
    sim.audit();
    assert_eq!((sim.tally().refused, sim.tally().dropped, sim.cleared_at()), (0, 0, None));
    assert!(sim.record().delays.quantile(0.99).expect("mail") < Time::from_secs(20));
}

#[test]
fn a_gateway_owns_the_queue_of_its_tenants() {
    let mut sim = Sim::new(&with("gateway_share=50"), 1);
    sim.run_until(Time::from_hours(5));
    sim.audit();
    let tally = sim.tally();
    let share = tally.parked as f64 / tally.offered as f64;
    assert!((share - 0.5).abs() < 0.01, "half of the mail goes to the gateways: {share}");
    let senders: u64 = tally.held_senders.iter().sum();
    assert!(tally.held_gateways > senders / 2, "{tally:?}");
    sim.run_until(Time::NEVER);
    assert!(sim.cleared_at().is_some(), "the gateways drain too");
}
