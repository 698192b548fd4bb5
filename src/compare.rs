//! Two scenarios side by side: the differences between their runs, with 95 % confidence intervals.
//!
//! Paired by seed: both are run with the same seed, and the difference is taken seed by seed. The
//! randomness that they share (who sends what when, who asks which door first) then cancels out, and
//! what is left is the doing of what differs: an interval that takes few seeds to be narrow.

pub mod interval;
pub mod measure;
pub mod setup;

use std::num::NonZero;
use std::thread;

use serde::Serialize;

use crate::cores;
use crate::scenario::Scenario;
use crate::sim::Sim;
use crate::time::Time;

use interval::CONFIDENCE;
use measure::{Better, MEASURE_COUNT, MEASURES, Measure};

pub use setup::{Differing, SEEDS, Seeds, Setup};

/// What a comparison came to: simulated mails, not scaled.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The one scenario.
    pub a: Side,
    /// The other.
    pub b: Side,
    /// Everything in which they differ.
    pub differing: Vec<Differing>,
    /// The first seed.
    pub first_seed: u64,
    /// How many seeds each was run with.
    pub seeds: u64,
    /// How often intervals like these hold the true difference: 0.95.
    pub confidence: f64,
    /// What speaks against taking figures of A and B side by side, a line each.
    pub warnings: Vec<String>,
    /// A row for each measure.
    pub measures: Vec<Row>,
}

/// One of the scenarios.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// Its key.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// Real mails that one simulated mail stands for.
    pub scale: u64,
    /// Simulated time [s].
    pub simulated_s: f64,
}

/// One measure of both. What is missing in a run counts for nothing: the mean of A is over the seeds
/// where A has a value, and everything about the difference is over those where both have.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Key of the measure.
    pub key: &'static str,
    /// Its name for a reader.
    pub label: &'static str,
    /// Its unit, and that of every figure below.
    pub unit: &'static str,
    /// Which direction is better, if one is.
    pub better: Option<Better>,
    /// Seeds where A has a value.
    pub seeds_a: usize,
    /// Seeds where B has.
    pub seeds_b: usize,
    /// Seeds where both have.
    pub seeds_both: usize,
    /// Mean of A; missing if no seed has a value.
    pub mean_a: Option<f64>,
    /// Mean of B.
    pub mean_b: Option<f64>,
    /// Mean of the paired differences B - A.
    pub difference: Option<f64>,
    /// Half the width of its confidence interval: the true difference lies within `difference` plus
    /// or minus this. Missing if fewer than two seeds have both.
    pub half_width: Option<f64>,
    /// What it would be if the same values were not paired: as if every run had had a seed of its
    /// own (Welch).
    pub half_width_unpaired: Option<f64>,
}

/// What is kept of a run.
struct Measured {
    offered: u64,
    values: [Option<f64>; MEASURE_COUNT],
}

impl Comparison {
    /// Runs both scenarios with every seed, on all cores. How many there are makes no difference to
    /// the result.
    pub fn new(setup: &Setup) -> Self {
        let cores = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        Comparison::with(setup, cores)
    }

    /// The same with at most so many runs at a time.
    pub fn with(setup: &Setup, at_a_time: NonZero<usize>) -> Self {
        let seeds = setup.seeds;
        let jobs: Vec<(&Scenario, u64)> =
            seeds.iter().flat_map(|seed| [(&setup.a, seed), (&setup.b, seed)]).collect();
        let runs = cores::on_cores(at_a_time, &jobs, |&(scenario, seed)| {
            let mut sim = Sim::new(scenario, seed);
            sim.run_until(setup.until);
            Measured { offered: sim.tally().offered, values: measure::all_of(&sim) }
        });
        let (pairs, _) = runs.as_chunks::<2>();
        let [length_a, length_b] = setup.lengths();
        let mut warnings = setup.warnings();
        warnings.extend(warning_of_other_mails(pairs));
        Comparison {
            a: Side::new(&setup.a, length_a),
            b: Side::new(&setup.b, length_b),
            differing: setup.differing(),
            first_seed: seeds.first(),
            seeds: seeds.count(),
            confidence: CONFIDENCE,
            warnings,
            measures: MEASURES
                .iter()
                .enumerate()
                .map(|(index, measure)| {
                    let pairs = pairs.iter().map(|[a, b]| (a.values[index], b.values[index]));
                    Row::new(measure, &pairs.collect::<Vec<_>>())
                })
                .collect(),
        }
    }
}

impl Side {
    fn new(scenario: &Scenario, length: Time) -> Self {
        let about = scenario.about();
        Side {
            scenario: about.key.to_string(),
            title: about.title.to_string(),
            scale: scenario.scale(),
            simulated_s: length.secs_f64(),
        }
    }
}

impl Row {
    /// A measure's values of A and B, seed by seed; `None` where one is missing.
    pub fn new(measure: &Measure, values: &[(Option<f64>, Option<f64>)]) -> Self {
        let of_a: Vec<f64> = values.iter().filter_map(|&(a, _)| a).collect();
        let of_b: Vec<f64> = values.iter().filter_map(|&(_, b)| b).collect();
        let (a, b): (Vec<f64>, Vec<f64>) = values.iter().filter_map(|&(a, b)| a.zip(b)).unzip();
        let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| b - a).collect();
        Row {
            key: measure.key,
            label: measure.label,
            unit: measure.unit,
            better: measure.better,
            seeds_a: of_a.len(),
            seeds_b: of_b.len(),
            seeds_both: differences.len(),
            mean_a: interval::mean(&of_a),
            mean_b: interval::mean(&of_b),
            difference: interval::mean(&differences),
            half_width: interval::half_width(&differences),
            half_width_unpaired: interval::half_width_unpaired(&a, &b),
        }
    }
}

/// Pairing cancels out what the mails of a seed have in common; if they are not the same mails, that
/// is less.
fn warning_of_other_mails(pairs: &[[Measured; 2]]) -> Option<String> {
    let others = pairs.iter().filter(|[a, b]| a.offered != b.offered).count();
    (others > 0).then(|| {
        let seeds = pairs.len();
        format!(
            "offered: not the same mails in {others} of {seeds} seeds: the runs are paired by seed, \
             but not mail by mail"
        )
    })
}
