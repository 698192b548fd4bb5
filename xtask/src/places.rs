//! Where things are: the project, its output, and the tools' folder outside of it.

use std::path::{Path, PathBuf};

use crate::process::{Failure, Outcome};

/// The project's root folder.
pub(crate) fn root() -> PathBuf {
    // The manifest's folder is known when xtask is built, and cargo rebuilds it in another clone.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is inside the project").into()
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
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let cache = set("XDG_CACHE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .or_else(|| set("LOCALAPPDATA"))
        .ok_or_else(|| {
            Failure::with_remedy("neither HOME nor XDG_CACHE_HOME is set", "export HOME=~")
        })?;
    Ok(cache.join("mailflow-tools"))
}
