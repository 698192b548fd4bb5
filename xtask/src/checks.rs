//! `cargo xtask test`: every check of the project, in the order in which failures are cheap.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::dist;
use crate::places;
use crate::process::{Failure, Outcome, run as run_program, run_and_read, say};
use crate::tools::{Tools, native};
use crate::wasm_target::TARGET;

/// One check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Check {
    /// The code is formatted.
    Format,
    /// Clippy has nothing to say about the native code.
    Clippy,
    /// The native tests pass.
    Native,
    /// Clippy has nothing to say about the page's code.
    ClippyWeb,
    /// The page's own tests pass in a browser.
    Web,
    /// The page can be built.
    Dist,
    /// The built page works in a browser.
    EndToEnd,
}

impl Check {
    /// All of them, the cheap failures first.
    pub(crate) const ALL: [Self; 7] = [
        Self::Format,
        Self::Clippy,
        Self::Native,
        Self::ClippyWeb,
        Self::Web,
        Self::Dist,
        Self::EndToEnd,
    ];

    /// Its name on the command line.
    fn name(self) -> &'static str {
        match self {
            Self::Format => "fmt",
            Self::Clippy => "clippy",
            Self::Native => "native",
            Self::ClippyWeb => "clippy-web",
            Self::Web => "web",
            Self::Dist => "dist",
            Self::EndToEnd => "e2e",
        }
    }

    /// The checks that a comma-separated list names, in the usual order.
    pub(crate) fn parse_list(names: &str) -> Outcome<Vec<Self>> {
        let names: Vec<&str> = names.split(',').map(str::trim).collect();
        if let Some(odd) = names.iter().find(|name| !Self::ALL.iter().any(|c| c.name() == **name)) {
            let all: Vec<&str> = Self::ALL.iter().map(|check| check.name()).collect();
            let message = format!("There is no check {odd:?}; there are {}.", all.join(", "));
            return Err(Failure::new(message));
        }
        Ok(Self::ALL.into_iter().filter(|check| names.contains(&check.name())).collect())
    }

    /// Installs what it needs. Only here, so that code that is not formatted says so on a bare
    /// machine at once, and not after minutes of installing.
    pub(crate) fn prepare(self, tools: &mut Tools) -> Outcome<()> {
        match self {
            Self::Format | Self::Clippy => tools.need_components(),
            Self::Native => Ok(()),
            Self::ClippyWeb => tools.need_components().and_then(|()| tools.need_wasm()),
            Self::Web => {
                tools.need_browser()?;
                tools.need_wasm()?;
                tools.need_wasm_bindgen()
            }
            Self::Dist => tools.need_trunk(),
            Self::EndToEnd => tools.need_browser().and_then(|_| tools.need_node_packages()),
        }
    }

    fn run(self, tools: &mut Tools) -> Outcome<()> {
        const DENY: [&str; 3] = ["--", "-D", "warnings"];
        match self {
            Self::Format => cargo(native("cargo"), &["fmt", "--all", "--", "--check"]),
            Self::Clippy => {
                let mut clippy = native("cargo");
                clippy.args(["clippy", "--quiet", "--workspace", "--all-targets", "--locked"]);
                cargo(clippy, &DENY)
            }
            Self::Native => cargo(native("cargo"), &["test", "--quiet", "--workspace", "--locked"]),
            Self::ClippyWeb => {
                let mut clippy = tools.command("cargo");
                clippy.args(["clippy", "--quiet", "--locked", "--target", TARGET]);
                cargo(clippy.args(["--lib", "--bins", "--test", "web"]), &DENY)
            }
            Self::Web => web(tools),
            Self::Dist => dist::build(tools),
            Self::EndToEnd => end_to_end(tools),
        }
    }
}

/// Runs `checks` one after the other up to the first that fails, and prints what each one took.
pub(crate) fn run(checks: &[Check]) -> Outcome<()> {
    let mut tools = Tools::new()?;
    let mut times: Vec<(&str, Duration, &str)> = Vec::new();
    let mut failed = None;
    for check in checks {
        println!();
        say(format!("test: {}", check.name()));
        let prepared = check.prepare(&mut tools);
        let start = Instant::now();
        let outcome = prepared.and_then(|()| check.run(&mut tools));
        let result = if outcome.is_ok() { "ok" } else { "FAILED" };
        times.push((check.name(), start.elapsed(), result));
        if let Err(failure) = outcome {
            failed = Some((check.name(), failure));
            break;
        }
    }
    println!("\n{:<12} {:>8}", "step", "seconds");
    println!("{:<12} {:>8.1}", "installing", tools.time_spent().as_secs_f64());
    for (name, time, result) in &times {
        println!("{name:<12} {:>8.1}  {result}", time.as_secs_f64());
    }
    for check in &checks[times.len()..] {
        println!("{:<12} {:>8}  not run", check.name(), "-");
    }
    match failed {
        None => Ok(()),
        Some((name, failure)) => {
            println!("\nThe step {name} failed; alone: cargo xtask test --only {name}");
            Err(failure)
        }
    }
}

/// The tests in the browser: those of the page's own modules and those of tests/web.rs.
fn web(tools: &mut Tools) -> Outcome<()> {
    let mut tests = browser_tests(tools)?;
    tests.args(["--bin", "mailflow", "--test", "web"]);
    let passed = count_passed(&run_and_read(&mut tests)?);
    if passed == 0 {
        // The runner is content with a file that has no tests.
        return Err(Failure::new("no test ran in the browser"));
    }
    println!("{passed} tests passed in the browser.");
    Ok(())
}

/// `cargo test` in the browser; which tests is still to be said.
pub(crate) fn browser_tests(tools: &mut Tools) -> Outcome<Command> {
    let browser = tools.need_browser()?;
    let mut tests = tools.command("cargo");
    tests
        // Not --quiet: cargo passes it on to the runner, which does not know it.
        .args(["test", "--locked", "--target", TARGET])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", places::root().join(".ci/webdriver.json"))
        // The runner's own 5 and 20 s are short for a busy machine with two cores.
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    Ok(tests)
}

/// How many tests passed, over all the summaries in `output`.
fn count_passed(output: &str) -> u32 {
    let summaries = output.lines().filter_map(|line| line.trim().strip_prefix("test result: ok. "));
    summaries.filter_map(|line| line.split_once(" passed")?.0.parse::<u32>().ok()).sum()
}

fn end_to_end(tools: &mut Tools) -> Outcome<()> {
    if !places::dist().join("index.html").is_file() {
        return Err(Failure::with_remedy("there is no built page to test", "cargo xtask dist"));
    }
    let browser = tools.need_browser()?;
    let mut playwright = tools.command("node");
    playwright
        .args(["node_modules/@playwright/test/cli.js", "test"])
        .env("CHROMIUM", &browser.chromium)
        .current_dir(places::end_to_end());
    run_program(&mut playwright)
}

fn cargo(mut command: impl std::borrow::BorrowMut<Command>, arguments: &[&str]) -> Outcome<()> {
    run_program(command.borrow_mut().args(arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_keeps_the_usual_order_and_refuses_unknown_names() {
        let list = Check::parse_list("e2e, fmt").expect("both exist");
        assert_eq!(list, [Check::Format, Check::EndToEnd]);
        let shown = Check::parse_list("fmt,lint").expect_err("lint does not exist").to_string();
        assert!(shown.contains("\"lint\"") && shown.contains("clippy-web"), "{shown}");
    }

    #[test]
    fn passed_tests_are_counted_over_all_summaries() {
        let output = "no tests to run!\n\
            test result: ok. 3 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.0s\n\
            test result: ok. 1 passed; 0 failed\ntest result: FAILED. 9 passed; 1 failed";
        assert_eq!(count_passed(output), 4);
        assert_eq!(count_passed("no tests to run!\n"), 0);
    }
}
