//! Versions out of Cargo.lock.

use crate::places;
use crate::process::{Failure, Outcome};

/// The locked version of `package`.
pub(crate) fn version_of(package: &str) -> Outcome<String> {
    let path = places::root().join("Cargo.lock");
    let text = std::fs::read_to_string(&path)
        .map_err(|e| Failure::new(format!("cannot read {}: {e}", path.display())))?;
    find_version(&text, package)
        .map(str::to_owned)
        .ok_or_else(|| Failure::new(format!("Cargo.lock has no package {package}")))
}

/// The version that follows the line `name = "package"` within the same entry.
fn find_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name_line = format!("name = \"{package}\"");
    lock.split("[[package]]").find_map(|entry| {
        let mut lines = entry.lines().map(str::trim);
        lines.clone().any(|line| line == name_line).then_some(())?;
        lines.find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"wasm-bindgen-test\"\nversion = \"0.3.80\"\n\
        dependencies = [\n \"wasm-bindgen\",\n]\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";

    #[test]
    fn the_version_is_the_named_packages_own() {
        assert_eq!(find_version(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(find_version(LOCK, "wasm-bindgen-test"), Some("0.3.80"));
        assert_eq!(find_version(LOCK, "wasm"), None);
    }

    #[test]
    fn the_projects_own_lock_names_wasm_bindgen() {
        let version = version_of("wasm-bindgen").expect("Cargo.lock is there");
        assert!(version.starts_with("0.2."), "{version}");
    }
}
