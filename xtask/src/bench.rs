//! `cargo xtask bench`: the benchmarks, natively or in headless Chromium.

use crate::checks::{Check, browser_tests};
use crate::process::{Failure, Outcome, run as run_program, run_and_read};
use crate::tools::{Tools, native};

/// What the page must be able to do in a browser, measured there.
const TARGETS: [Target; 7] = [
    Target {
        what: "ex1331830 with its actions, computed in",
        line: |name| name == "ex1331830",
        of: |figures| figures.seconds,
        most: 3.0,
        unit: "s",
    },
    Target {
        what: "the preset that takes longest",
        line: |name| !name.contains(' '),
        of: |figures| figures.seconds,
        most: 6.0,
        unit: "s",
    },
    Target {
        what: "a seek over ex1331830, 95 % within",
        line: |name| name == "seeks over ex1331830",
        of: |figures| figures.p95_ms,
        most: 100.0,
        unit: "ms",
    },
    Target {
        what: "the longest frame while computing anew",
        line: |name| name == "frames that compute anew",
        of: |figures| figures.longest_ms,
        most: 16.0,
        unit: "ms",
    },
    Target {
        what: "95 % of the stage's frames of 600 dots",
        line: |name| name == "stage frames of 600 dots",
        of: |figures| figures.p95_ms,
        most: 2.0,
        unit: "ms",
    },
    Target {
        what: "95 % of the stage's frames of 5000 dots",
        line: |name| name == "stage frames of 5000 dots",
        of: |figures| figures.p95_ms,
        most: 6.0,
        unit: "ms",
    },
    Target {
        what: "95 % of the redraws of any chart",
        line: |name| name.starts_with("chart: "),
        of: |figures| figures.p95_ms,
        most: 3.0,
        unit: "ms",
    },
];

struct Target {
    what: &'static str,
    /// The lines that it is measured by, and what of them: the greatest counts.
    line: fn(&str) -> bool,
    of: fn(&Figures) -> f64,
    most: f64,
    unit: &'static str,
}

/// A benchmark's line of JSON. What it does not say is NaN.
#[derive(Clone, Debug, PartialEq)]
struct Figures {
    name: String,
    run_hash: String,
    per_second: f64,
    seconds: f64,
    p95_ms: f64,
    longest_ms: f64,
}

/// The benchmarks; `--wasm` for those in the browser.
pub(crate) fn bench(arguments: &[String]) -> Outcome<()> {
    if arguments == ["--wasm"] {
        return in_browser();
    }
    let arguments = arguments.strip_prefix(&["--".to_owned()]).unwrap_or(arguments);
    run_program(native("cargo").args(["bench", "--locked"]).args(arguments))
}

/// The benchmarks natively and in headless Chromium, one after the other, and what the one is of
/// the other. The runs must be the same; how long they take is only shown.
fn in_browser() -> Outcome<()> {
    let mut tools = Tools::new()?;
    Check::Web.prepare(&mut tools)?;
    let mut command = native("cargo");
    command.args(["bench", "--locked", "--bench", "engine", "--", "--json"]);
    let native = run_and_read(&mut command)?;
    // As the page is built: the engine for speed, the rest for size.
    let mut command = browser_tests(&mut tools)?;
    command
        .args(["--release", "--test", "web", "--bins", "--", "bench::", "--nocapture"])
        .env("MAILFLOW_BENCH", "full")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "900");
    let wasm = run_and_read(&mut command)?;
    let native: Vec<_> = native.lines().filter_map(Figures::read).collect();
    let wasm: Vec<_> = wasm.lines().filter_map(Figures::read).collect();
    if wasm.is_empty() {
        return Err(Failure::new("the browser printed no figures"));
    }
    println!("\n{:<28}{:>14}{:>14}{:>14}", "", "native /s", "wasm /s", "wasm/native");
    let mut differ = Vec::new();
    for there in &wasm {
        let Some(here) = native.iter().find(|here| here.name == there.name) else { continue };
        let ratio = there.per_second / here.per_second;
        let (name, a, b) = (&there.name, here.per_second, there.per_second);
        println!("{name:<28}{a:>14.0}{b:>14.0}{ratio:>14.2}");
        if here.run_hash != there.run_hash {
            differ.push(name.as_str());
        }
    }
    println!("\n{:<42}{:>12}{:>12}", "in the browser", "measured", "target");
    for target in &TARGETS {
        let lines = wasm.iter().filter(|figures| (target.line)(&figures.name));
        let measured = lines.map(target.of).fold(f64::NAN, f64::max);
        let Target { what, most, unit, .. } = target;
        println!("{what:<42}{measured:>9.1} {unit:<2}{most:>9.0} {unit}");
    }
    if differ.is_empty() {
        println!("\nEvery run is bit-equal natively and in the browser.");
        return Ok(());
    }
    Err(Failure::new(format!("runs differ between here and the browser: {}", differ.join(", "))))
}

impl Figures {
    fn read(line: &str) -> Option<Figures> {
        let text = |key: &str| {
            let (_, rest) = line.split_once(&format!("\"{key}\":"))?;
            Some(rest.trim_start_matches('"').split(['"', ',', '}']).next()?.to_owned())
        };
        let number = |key: &str| text(key).and_then(|it| it.parse().ok()).unwrap_or(f64::NAN);
        // A name may hold a comma.
        let (_, rest) = line.split_once("\"name\":\"")?;
        Some(Figures {
            name: rest.split('"').next()?.to_owned(),
            run_hash: text("run_hash")?,
            per_second: number("per_second"),
            seconds: number("seconds"),
            p95_ms: number("p95_ms"),
            longest_ms: number("longest_ms"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_wherever_its_figures_stand() {
        let line = r#"log: bench {"count":7,"longest_ms":8.25,"name":"yardstick, V6","p95_ms":null,"per_second":2.5e6,"run_hash":"00ff","seconds":3.5}"#;
        let figures = Figures::read(line).expect("figures");
        assert_eq!((figures.name.as_str(), figures.run_hash.as_str()), ("yardstick, V6", "00ff"));
        let read = [figures.per_second, figures.seconds, figures.longest_ms];
        assert_eq!(read.map(f64::to_bits), [2.5e6, 3.5, 8.25].map(f64::to_bits));
        assert!(figures.p95_ms.is_nan());
        assert_eq!(Figures::read("test bench::the_benchmarks_run ... ok"), None);
    }
}
