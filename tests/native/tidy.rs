//! Checks of the code itself: what no compiler says, and what a reader would have to.

use std::fs;
use std::path::{Path, PathBuf};

/// Files that hold one concept stay under this.
const LINES_MAX: usize = 500;

fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| endings.iter().any(|known| e == *known)) {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "nothing in {folder}");
    found
}

/// The model, and what is built on it.
fn code() -> impl Iterator<Item = PathBuf> {
    files("engine/src", &["rs"]).into_iter().chain(files("src", &["rs"]))
}

#[test]
fn files_are_short_and_say_what_they_are() {
    for path in code().chain(files("xtask/src", &["rs"])) {
        let text = fs::read_to_string(&path).expect("a text file");
        let lines = text.lines().count();
        assert!(lines <= LINES_MAX, "{}: {lines} lines", path.display());
        assert!(text.starts_with("//!"), "{}: says what it is", path.display());
        assert!(path.file_name().is_some_and(|name| name != "mod.rs"), "{}", path.display());
    }
}

#[test]
fn the_library_reads_no_clock_and_iterates_no_hash_map() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app");
    for path in code() {
        if path.starts_with(&pages) {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a text file");
        let model = text.split("#[cfg(test)]").next().unwrap_or_default();
        for banned in ["Instant::now", "SystemTime", "HashMap", "HashSet", "thread_rng", "web_sys"]
        {
            assert!(!model.contains(banned), "{}: {banned}", path.display());
        }
    }
}

#[test]
fn nothing_is_left_to_do_and_nothing_is_fetched_from_elsewhere() {
    for path in code().chain(files("styles", &["css"])) {
        // The name of SVG's namespace is no address, and names that are reserved for examples are
        // nobody's.
        let text = fs::read_to_string(&path).expect("a text file");
        let text = ["http://www.w3.org/", "https://host.example/", "https://example.org/"]
            .iter()
            .fold(text, |text, name| text.replace(name, ""));
        for banned in ["TODO", "FIXME", "todo!(", "unimplemented!(", "https://", "http://"] {
            assert!(!text.contains(banned), "{}: {banned}", path.display());
        }
    }
}
