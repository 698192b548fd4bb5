//! The findings as a table for a reader.

use std::fmt::Write;

use super::cases::{Case, Plan};
use super::measure::Run;

const HEAD: &str = "\
# The engine against queueing theory

Systems whose long-run figures are known exactly, built from a scenario's fields and run by the same
engine as everything else. z is the difference in standard errors; the test fails at 4, and every run
is long enough for a figure that is wrong by 2 % to be found. Figures of one run are not independent
of each other; every run has a seed of its own. The standard error is that of theory where it is
known (*theory*: the exact asymptotic variance; *binomial*: independent trials), and else that of
leaving out one of 100 batches at a time (*batches*).

`cargo test --test native validation` compares this file; with `UPDATE=1` it is written anew.

";

/// The whole report.
pub(super) fn write(cases: &[Case], runs: &[Run]) -> String {
    let mut text = String::from(HEAD);
    text += "| case | quantity | expected | measured | standard error | by | z |\n";
    text += "|---|---|---:|---:|---:|---|---:|\n";
    for (case, run) in cases.iter().zip(runs) {
        for finding in &run.findings {
            writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} | {:+.2} |",
                case.id,
                finding.name,
                finding.expected,
                figure(finding.measured),
                figure(finding.error),
                finding.source,
                finding.z(),
            )
            .expect("a string");
        }
    }
    text += "\n## The runs\n\n| case | system | seed | length | events | run hash |\n";
    text += "|---|---|---:|---|---:|---|\n";
    for (case, run) in cases.iter().zip(runs) {
        let Run { events, hash, .. } = run;
        writeln!(
            text,
            "| {} | {} | {} | {} | {events} | {hash:016x} |",
            case.id,
            case.system,
            case.seed,
            length(&case.plan),
        )
        .expect("a string");
    }
    text
}

fn length(plan: &Plan) -> String {
    match plan {
        Plan::Steady { warm_up_s, length_s } => {
            format!("{warm_up_s} s, then {length_s} s")
        }
        Plan::Cohort { offered_for_s, .. } => {
            format!("{offered_for_s} s of mail, until each has met its end")
        }
    }
}

/// Seven digits, whatever the size.
fn figure(value: f64) -> String {
    let whole_digits = value.abs().max(f64::MIN_POSITIVE).log10().floor() as i32 + 1;
    let places = (7 - whole_digits).clamp(0, 10) as usize;
    format!("{value:.places$}")
}
