//! The run in numbers as JSON: what [`Report`] counts, in simulated mails, and under `definition` the
//! scenario file that gives the run again.

use crate::report::Report;
use crate::sim::Sim;

use super::{Saved, with_actions};

/// One object for the run; for two runs an object with one each, `a` and `b`.
pub fn text(saved: Saved<'_>) -> String {
    match saved.b {
        None => run(saved.a) + "\n",
        Some(b) => {
            format!("{{\n  \"a\": {},\n  \"b\": {}\n}}\n", deeper(&run(saved.a)), deeper(&run(b)))
        }
    }
}

fn run(sim: &Sim) -> String {
    // Keys are strings and nothing is written to but memory, so this cannot fail.
    let numbers = serde_json::to_string_pretty(&Report::new(sim));
    debug_assert!(numbers.is_ok(), "{numbers:?}");
    let numbers = numbers.unwrap_or_default();
    let definition = with_actions(sim).to_json();
    let body = numbers.trim_end_matches('}').trim_end();
    format!("{body},\n  \"definition\": {}\n}}", deeper(definition.trim_end()))
}

/// A value one level deeper. No string of JSON spans two lines, so only the layout changes.
fn deeper(json: &str) -> String {
    json.replace('\n', "\n  ")
}
