//! Everything that the commands need, installed the first time it is asked for.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::browser::{self, Browser};
use crate::cargo_tools;
use crate::node_tools;
use crate::places;
use crate::process::{Failure, Outcome, read, run, say};
use crate::wasm_target::{self, Variables};

/// The tools found so far, and the time their installation took.
#[derive(Debug)]
pub(crate) struct Tools {
    /// Folders that go before the PATH.
    folders: Vec<PathBuf>,
    wasm: Option<Variables>,
    browser: Option<Browser>,
    has_trunk: bool,
    has_wasm_bindgen: bool,
    time_spent: Duration,
}

impl Tools {
    /// No tool looked for yet.
    pub(crate) fn new() -> Outcome<Self> {
        let folder = places::tools()?;
        std::fs::create_dir_all(&folder)
            .map_err(|e| Failure::new(format!("cannot create {}: {e}", folder.display())))?;
        Ok(Self {
            folders: Vec::new(),
            wasm: None,
            browser: None,
            has_trunk: false,
            has_wasm_bindgen: false,
            time_spent: Duration::ZERO,
        })
    }

    /// How long looking and installing took.
    pub(crate) fn time_spent(&self) -> Duration {
        self.time_spent
    }

    /// Installs all that any command needs.
    pub(crate) fn install_everything(&mut self) -> Outcome<()> {
        self.need_components()?;
        self.need_wasm()?;
        self.need_browser()?;
        self.need_node_packages()?;
        self.need_trunk()?;
        say(format!("Everything is there ({:.1} s)", self.time_spent.as_secs_f64()));
        Ok(())
    }

    /// rustfmt and clippy, which a minimal Rust comes without.
    pub(crate) fn need_components(&mut self) -> Outcome<()> {
        self.timed(|_| {
            let there = |name| read("cargo", &[name, "--version"]).is_some();
            if there("fmt") && there("clippy") {
                return Ok(());
            }
            let command = ["component", "add", "rustfmt", "clippy"];
            say("Adding rustfmt and clippy to Rust (seconds)");
            run(Command::new("rustup").args(command)).map_err(|failure| {
                Failure::with_remedy(failure.to_string(), format!("rustup {}", command.join(" ")))
            })
        })
    }

    /// A compiler for wasm32.
    pub(crate) fn need_wasm(&mut self) -> Outcome<()> {
        self.timed(|tools| {
            if tools.wasm.is_none() {
                tools.wasm = Some(wasm_target::ensure()?);
            }
            Ok(())
        })
    }

    /// wasm-bindgen and its test runner.
    pub(crate) fn need_wasm_bindgen(&mut self) -> Outcome<()> {
        self.timed(|tools| {
            if !tools.has_wasm_bindgen {
                tools.folders.extend(cargo_tools::ensure_wasm_bindgen()?);
                tools.has_wasm_bindgen = true;
            }
            Ok(())
        })
    }

    /// Trunk and all that it calls.
    pub(crate) fn need_trunk(&mut self) -> Outcome<()> {
        self.need_wasm()?;
        self.need_wasm_bindgen()?;
        self.timed(|tools| {
            if !tools.has_trunk {
                tools.folders.extend(node_tools::ensure_wasm_opt()?);
                tools.folders.extend(cargo_tools::ensure_trunk()?);
                tools.has_trunk = true;
            }
            Ok(())
        })
    }

    /// Playwright.
    pub(crate) fn need_node_packages(&mut self) -> Outcome<()> {
        self.timed(|_| node_tools::ensure_packages())
    }

    /// A browser with its driver.
    pub(crate) fn need_browser(&mut self) -> Outcome<Browser> {
        self.timed(|tools| {
            if tools.browser.is_none() {
                tools.browser = Some(browser::ensure()?);
            }
            tools.browser.clone().ok_or_else(|| Failure::new("no browser"))
        })
    }

    /// `program`, in the project's folder, with the installed tools before the PATH and, once
    /// [`Self::need_wasm`] was called, the variables that select the compiler for wasm32.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = native(program);
        command.env("PATH", self.path()).envs(self.wasm.iter().flatten().map(|(k, v)| (k, v)));
        command
    }

    fn path(&self) -> OsString {
        let old = std::env::var_os("PATH").unwrap_or_default();
        let all = self.folders.iter().cloned().chain(std::env::split_paths(&old));
        std::env::join_paths(all).unwrap_or(old)
    }

    fn timed<T>(&mut self, work: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<T> {
        let start = Instant::now();
        let outcome = work(self);
        self.time_spent += start.elapsed();
        outcome
    }
}

/// `program`, in the project's folder, for this machine itself.
pub(crate) fn native(program: &str) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(places::root())
        // The cargo that runs xtask names itself here, but a child may need another toolchain's.
        .env_remove("CARGO");
    command
}
