//! The engine against queueing theory: systems whose long-run figures are known exactly, built from
//! a scenario's fields alone and measured through the record alone.
//!
//! A figure passes if it is within four standard errors of the exact value, and the runs are long
//! enough for an error of 2 % to fall outside that (see `a_parameter_wrong_by_two_percent_is_found`).
//! `UPDATE=1 cargo test` writes the report anew after an intended change of the model.

mod cases;
mod measure;
mod report;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Mutex;

use cases::Case;
use measure::{Finding, Run};

/// Standard errors at which a figure counts as wrong.
const Z_MAX: f64 = 4.0;
/// The largest standard error, against the expected value, with which 2 % is four of them.
const RELATIVE_MAX: f64 = 0.005;

/// Runs the cases on two threads, the longest first; the results are in the cases' order.
fn run_all(cases: &[Case]) -> Vec<Run> {
    let mut order: Vec<usize> = (0..cases.len()).collect();
    order.sort_by_key(|&index| std::cmp::Reverse(measure::mails(&cases[index])));
    let queue = Mutex::new(VecDeque::from(order));
    let next = || queue.lock().expect("no thread panics while it holds the queue").pop_front();
    let work = || {
        let mut runs = Vec::new();
        while let Some(index) = next() {
            runs.push((index, measure::run(&cases[index])));
        }
        runs
    };
    let mut runs = std::thread::scope(|scope| {
        let second = scope.spawn(work);
        let mut runs = work();
        runs.extend(second.join().expect("every case runs to its end"));
        runs
    });
    runs.sort_by_key(|&(index, _)| index);
    runs.into_iter().map(|(_, run)| run).collect()
}

#[test]
fn long_runs_agree_with_queueing_theory() {
    let cases = cases::all();
    let runs = run_all(&cases);
    let text = report::write(&cases, &runs);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports/validation.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &text).expect("the report can be written");
    }
    let mut wrong = Vec::new();
    for (case, run) in cases.iter().zip(&runs) {
        for finding in &run.findings {
            wrong.extend(objection(finding).map(|why| format!("{}: {why}", case.id)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let on_record = std::fs::read_to_string(&path).expect("the report exists");
    assert!(text == on_record, "the model has changed; if that is meant: UPDATE=1 cargo test");
}

/// What is wrong with a finding, if anything: the figure, its precision, or how it scatters.
fn objection(finding: &Finding) -> Option<String> {
    let Finding { name, expected, measured, error, .. } = finding;
    let z = finding.z();
    if z.is_nan() || z.abs() >= Z_MAX {
        return Some(format!("{name}: {measured} for {expected}, z = {z:.2}"));
    }
    // An error that is estimated from a hundred batches is right to within a tenth or so.
    let relative_max = if finding.is_estimated { 1.15 * RELATIVE_MAX } else { RELATIVE_MAX };
    let relative = error / expected.abs();
    if relative > relative_max {
        return Some(format!("{name}: a standard error of {:.2} %", relative * 100.0));
    }
    // Where theory gives the error, the batches must scatter as much as it says.
    let scatter = finding.of_batches? / error;
    (!(0.6..1.4).contains(&scatter))
        .then(|| format!("{name}: batches scatter {scatter:.2} times as much as they should"))
}

/// The method must be able to fail: each of these runs has one parameter wrong by 2 %, against the
/// expected values of the right one.
#[test]
fn a_parameter_wrong_by_two_percent_is_found() {
    const WRONG: [(&str, &str); 8] = [
        ("V3", "peak_rate=1.53"),
        ("V4", "lookup_rate=1.02"),
        ("V4", "textbook_wait=2.04s"),
        ("V7 fixed", "lookup_rate=3.92"),
        ("V9b", "coherency=1.065e-4"),
        ("V9b, 96 sessions", "lookup_rate=88.2"),
        ("V12", "session_timeout=1.53s"),
        ("V16", "lifetime=4.08h"),
    ];
    let cases: Vec<Case> = WRONG
        .iter()
        .map(|&(id, setting)| {
            let mut case = cases::all().into_iter().find(|case| case.id == id).expect("a case");
            case.settings.push(setting);
            case
        })
        .collect();
    for (run, (id, setting)) in run_all(&cases).iter().zip(WRONG) {
        let worst = run.findings.iter().max_by(|a, b| a.z().abs().total_cmp(&b.z().abs()));
        let z = worst.expect("something is measured").z();
        println!("{id} with {setting}: z = {z:.1}");
        assert!(z.abs() > Z_MAX, "{id} with {setting} is not noticed: z = {z:.2}");
    }
}
