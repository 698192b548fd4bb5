//! Where things are: the project, its output, and the tools' folder outside of it.

use std::path::PathBuf;

use crate::process::{Failure, Outcome};

/// The project's root folder.
pub(crate) fn root() -> PathBuf {
    // As the running cargo says it. What was true at compile time may name another clone, when both
    // share a CARGO_TARGET_DIR; it only serves when the program is started without cargo.
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.parent().expect("xtask is inside the project").into()
}

/// The built page.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// The end-to-end tests with their node packages.
pub(crate) fn end_to_end() -> PathBuf {
    root().join("tests/e2e")
}

/// Where tools are kept: per person, not per clone, so that another clone rebuilds nothing.
pub(crate) fn tools() -> Outcome<PathBuf> {
    let cache = set("XDG_CACHE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .or_else(|| set("LOCALAPPDATA"))
        .ok_or_else(|| {
            Failure::with_remedy("neither HOME nor XDG_CACHE_HOME is set", "export HOME=~")
        })?;
    Ok(cache.join("mailflow-tools"))
}

/// Where cargo keeps the sources of the crates.
pub(crate) fn cargo_home() -> Option<PathBuf> {
    set("CARGO_HOME").or_else(|| set("HOME").map(|home| home.join(".cargo")))
}

fn set(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
