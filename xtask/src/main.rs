//! The project's own commands: `cargo xtask help` lists them.
//!
//! Only std is used, so the first call compiles in seconds. What a command needs is installed when
//! it is missing and left alone when it is there; `tools.rs` says how.

mod bench;
mod browser;
mod cargo_lock;
mod cargo_tools;
mod checks;
mod debian;
mod dist;
mod node_tools;
mod places;
mod process;
mod server;
mod single_file;
mod slim;
mod tools;
mod wasm_target;

use std::process::ExitCode;

use crate::checks::Check;
use crate::process::{Failure, Outcome};
use crate::tools::Tools;

const HELP: &str = "\
cargo xtask serve [--port N] [--no-build]
    Builds the page and serves it on http://127.0.0.1:8080 (or port N) until Ctrl+C.
cargo xtask test [--only NAME[,NAME...]]
    Runs every check there is, the quick ones first; stops at the first that fails.
    Names: fmt, clippy, native, clippy-web, web, dist, e2e.
cargo xtask dist
    Builds the page into dist/, ready for any folder of any web server; dist/mailflow.html is the
    same as one file that opens from a disk. Fails if it has grown over its budget.
cargo xtask bench [-- ARGS]
    Runs the benchmarks natively; ARGS go to `cargo bench`.
cargo xtask bench --wasm
    Runs the engine's natively and in headless Chromium, sets them side by side and what the page
    must be able to do beside what it can. Runs that differ are an error, slow ones are not.
cargo xtask setup
    Only installs what the others need.
cargo xtask help
    This text.

Each command first installs what it needs and does not find; nothing is asked.
Environment:
    CHROMIUM, CHROMEDRIVER   browser and driver, when they are not on the PATH
    XDG_CACHE_HOME           where tools are kept (default ~/.cache), in mailflow-tools
    CARGO_TARGET_DIR         where builds go, as for cargo
    MAILFLOW_WASM            rustup or debian: where the wasm32 target comes from, when both serve
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome<()> {
    let (command, rest) = arguments.split_first().map_or(("help", &[][..]), |(c, r)| (c, r));
    match command {
        "serve" => serve(rest),
        "test" => test(rest),
        "dist" => {
            no_more(rest)?;
            dist::build(&mut Tools::new()?)
        }
        "bench" => bench::bench(rest),
        "setup" => {
            no_more(rest)?;
            Tools::new()?.install_everything()
        }
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(Failure::new(format!("There is no command {other:?}.\n\n{HELP}"))),
    }
}

fn serve(arguments: &[String]) -> Outcome<()> {
    let mut port = server::DEFAULT_PORT;
    let mut build = true;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--port" => {
                let given = rest.next().map_or("", String::as_str);
                port = given.parse().map_err(|_| {
                    Failure::new(format!("--port needs a number up to 65535, not {given:?}."))
                })?;
            }
            "--no-build" => build = false,
            other => return Err(unexpected(other)),
        }
    }
    // The port is taken before the build, so that a clash is known at once and not minutes later.
    let listener = server::bind(port)?;
    if build {
        dist::build(&mut Tools::new()?)?;
    }
    server::serve(&listener, &places::dist())
}

fn test(arguments: &[String]) -> Outcome<()> {
    let checks = match arguments {
        [] => Check::ALL.to_vec(),
        [flag, names] if flag == "--only" => Check::parse_list(names)?,
        [other, ..] => return Err(unexpected(other)),
    };
    checks::run(&checks)
}

fn no_more(arguments: &[String]) -> Outcome<()> {
    arguments.first().map_or(Ok(()), |argument| Err(unexpected(argument)))
}

fn unexpected(argument: &str) -> Failure {
    Failure::new(format!("{argument:?} is not understood here. See `cargo xtask help`."))
}
