//! What comes from npm: Binaryen's `wasm-opt`, and Playwright.

use std::path::PathBuf;
use std::process::Command;

use crate::debian::{Apt, person_command};
use crate::places;
use crate::process::{Failure, Outcome, find, major_in, read, run, say};

/// Older ones cannot read what current Rust writes. Debian 12 has 108.
const WASM_OPT_OLDEST: u32 = 117;

/// Playwright asks for no less.
const NODE_OLDEST: u32 = 20;

/// Makes sure of `wasm-opt` and gives its folder, if it is not on the PATH already.
pub(crate) fn ensure_wasm_opt() -> Outcome<Option<PathBuf>> {
    let version = read("wasm-opt", &["--version"]).as_deref().and_then(major_in);
    if version.is_some_and(|version| version >= WASM_OPT_OLDEST) {
        return Ok(None);
    }
    ensure_packages()?;
    Ok(Some(places::end_to_end().join("node_modules/.bin")))
}

/// Makes sure that the node packages are the ones that the lock file names.
pub(crate) fn ensure_packages() -> Outcome<()> {
    let folder = places::end_to_end();
    let lock = std::fs::read(folder.join("package-lock.json"))
        .map_err(|e| Failure::new(format!("cannot read tests/e2e/package-lock.json: {e}")))?;
    // A copy of the lock file, written after an install that went well, tells whether it changed.
    let stamp = folder.join("node_modules/.installed-lock.json");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    ensure_node()?;
    say("Installing node packages: wasm-opt and Playwright (about 5 s)");
    let mut command = Command::new("npm");
    // Playwright's own browsers are never fetched: the system's Chromium serves.
    command.arg("ci").env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1").current_dir(&folder);
    run(&mut command).map_err(|failure| {
        Failure::with_remedy(failure.to_string(), "npm ci --prefix tests/e2e")
    })?;
    std::fs::write(&stamp, lock)
        .map_err(|e| Failure::new(format!("cannot write {}: {e}", stamp.display())))
}

fn ensure_node() -> Outcome<()> {
    let version = read("node", &["--version"]).as_deref().and_then(major_in);
    let new_enough = version.is_some_and(|version| version >= NODE_OLDEST);
    if new_enough && find(&["npm", "npm.cmd"]).is_some() {
        return Ok(());
    }
    let message = format!("Node {NODE_OLDEST} or newer with npm is needed");
    // Some distributions' own Node is older; then only the person can say which one to take.
    let command = if version.is_none() && Apt::here() != Apt::Absent {
        person_command(&["nodejs", "npm"])
    } else {
        format!("node --version   # shows what there is; install {NODE_OLDEST} or newer")
    };
    Err(Failure::with_remedy(message, command))
}
