//! The built page: made by Trunk, then checked to work from any folder.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::places;
use crate::process::{Failure, Outcome, pipe, read, run, say};
use crate::single_file;
use crate::slim;
use crate::tools::{Tools, native};

/// Builds dist/, checks it, and holds it to its budget.
pub(crate) fn build(tools: &mut Tools) -> Outcome<()> {
    tools.need_trunk()?;
    // Two Trunks at once would clear each other's half-made page away. The lock ends with the file.
    let _lock = wait_for_turn()?;
    // Trunk runs offline, so that it never fetches a tool; the crates have to be there before.
    run(native("cargo").args(["fetch", "--locked", "--quiet"]))?;
    say("Building the page (a minute or more the first time)");
    let mut trunk = tools.command("trunk");
    // This Trunk cannot read NO_COLOR=1, its own flag's variable.
    trunk.args(["build", "--release", "--offline"]).env_remove("NO_COLOR");
    trunk.env("CARGO_ENCODED_RUSTFLAGS", short_paths().join("\x1f"));
    run(&mut trunk)?;
    check(&places::dist())?;
    slim::page(&places::dist(), is_loaded)?;
    single_file::write(&places::dist())?;
    weigh(&places::dist())
}

/// Compiler flags that keep the folders of whoever builds the page out of it: messages of a panic name
/// source files.
fn short_paths() -> Vec<String> {
    let crates = places::cargo_home().map(|home| home.join("registry").join("src"));
    let registries = crates.and_then(|crates| std::fs::read_dir(crates).ok());
    let registries = registries.into_iter().flatten().flatten().map(|entry| entry.path());
    let compiler = read("rustc", &["--print", "sysroot"]);
    let library = compiler.map(|root| Path::new(&root).join("lib/rustlib/src/rust/library"));
    let folders = registries.chain(library).chain([places::root()]);
    folders.map(|folder| format!("--remap-path-prefix={}=.", folder.display())).collect()
}

fn wait_for_turn() -> Outcome<File> {
    let path = places::tools()?.join("page.lock");
    let cannot = |e: std::io::Error| Failure::new(format!("cannot lock {}: {e}", path.display()));
    let file = File::create(&path).map_err(cannot)?;
    if file.try_lock().is_err() {
        say("Waiting for another build of a page to end");
        file.lock().map_err(cannot)?;
    }
    Ok(file)
}

fn check(dist: &Path) -> Outcome<()> {
    let path = dist.join("index.html");
    let html = std::fs::read_to_string(&path)
        .map_err(|e| Failure::new(format!("cannot read {}: {e}", path.display())))?;
    let bound = bound_references(&html);
    if bound.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "dist/index.html would not work from another folder or offline: it refers to {}",
            bound.join(", ")
        )))
    }
}

/// References that tie the page to one host or to a host's root folder.
///
/// Looked at are `src`, `href`, `action` and `srcset` values with any quotes, and the strings that
/// the start-up script imports and fetches.
fn bound_references(html: &str) -> Vec<&str> {
    const BEFORE: [&str; 9] = [
        "src=",
        "href=",
        "action=",
        "srcset=",
        "import(",
        "fetch(",
        " from ",
        "import ",
        "module_or_path: ",
    ];
    let mut found = Vec::new();
    for before in BEFORE {
        for (at, _) in html.match_indices(before) {
            let rest = &html[at + before.len()..];
            let (quote, value) = match rest.chars().next() {
                Some(quote @ ('"' | '\'' | '`')) => (Some(quote), &rest[1..]),
                _ => (None, rest),
            };
            // Without quotes it is an attribute's value, or words of a script or of the text.
            if quote.is_none() && !before.ends_with('=') {
                continue;
            }
            let end = value
                .find(|c: char| quote.map_or(c.is_whitespace() || c == '>', |quote| c == quote));
            let value = &value[..end.unwrap_or(value.len())];
            if is_bound(value) && !found.contains(&value) {
                found.push(value);
            }
        }
    }
    found
}

/// Whether `reference` starts with a slash or names a host.
fn is_bound(reference: &str) -> bool {
    let reference = reference.trim();
    reference.starts_with('/')
        || reference.split_once("://").is_some_and(|(scheme, _)| {
            !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric())
        })
}

/// What the page may weigh, and what it is meant to.
struct Budget {
    what: &'static str,
    /// Largest size that is let through [bytes]: a little above today's, so that growth is noticed.
    limit: usize,
    /// The size it is meant to have [bytes].
    goal: usize,
}

/// Everything that index.html loads, packed as hosts send it.
const PAGE: Budget = Budget { what: "the page, gzip", limit: 720_000, goal: 350_000 };
/// dist/mailflow.html as it lies on a disk.
const SINGLE: Budget = Budget { what: "mailflow.html", limit: 700_000, goal: 700_000 };

impl Budget {
    /// Prints the size against the budget; whether it is kept.
    fn keeps(&self, size: usize) -> bool {
        let kb = |bytes: usize| bytes.div_ceil(1000);
        let Budget { what, limit, goal } = self;
        let (of, goal) = (kb(*limit), kb(*goal));
        println!("{what}: {} kB of {of} kB; the goal is {goal} kB", kb(size));
        size <= *limit
    }
}

/// Prints what is in dist/ and holds it to the budget.
fn weigh(dist: &Path) -> Outcome<()> {
    let cannot = |e: std::io::Error| Failure::new(format!("cannot list {}: {e}", dist.display()));
    let mut files = Vec::new();
    list(dist, &mut files).map_err(cannot)?;
    files.sort();
    println!("\n{:>10} {:>10}  dist/", "bytes", "gzip");
    let (mut page, mut single) = (0, 0);
    for path in files {
        let content = std::fs::read(&path).map_err(cannot)?;
        let size = content.len();
        // A machine without gzip still gets the plain sizes.
        let packed = pipe("gzip", &["-9", "-c"], content).map_or(0, |packed| packed.len());
        let name = path.strip_prefix(dist).unwrap_or(&path).to_string_lossy();
        println!("{size:>10} {packed:>10}  {name}");
        match &*name {
            "mailflow.html" => single = size,
            name if is_loaded(name) => page += packed,
            _ => {}
        }
    }
    let kept = [PAGE.keeps(page), SINGLE.keeps(single)];
    // Nobody publishes a quick build.
    if kept == [true; 2] || is_quick() {
        Ok(())
    } else {
        Err(Failure::new("the page has grown over its budget (xtask/src/dist.rs)"))
    }
}

/// Whether this is a quick build for working on the page, which is larger than the page is.
pub(crate) fn is_quick() -> bool {
    std::env::var_os("CARGO_PROFILE_RELEASE_LTO").is_some()
}

/// Whether a file of dist/ is loaded with the page, rather than asked for by a reader or a host.
fn is_loaded(name: &str) -> bool {
    !["mailflow.html", "mail-flow.js", "page.png"].contains(&name)
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { list(&path, files)? } else { files.push(path) }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_over_its_budget_is_noticed() {
        const { assert!(PAGE.goal <= PAGE.limit && SINGLE.goal <= SINGLE.limit) };
        assert!(PAGE.keeps(PAGE.limit) && !PAGE.keeps(PAGE.limit + 1));
        assert!(is_loaded("index.html") && is_loaded("mailflow-0_bg.wasm"));
        assert!(!is_loaded("mailflow.html") && !is_loaded("page.png"));
    }

    #[test]
    fn relative_and_inline_references_are_free() {
        let html = "<link rel=icon href=\"data:image/svg+xml,%3Csvg xmlns='http://w'/%3E\">\
            <link href=./a.css integrity=sha384-a/b><a href='#top'>x</a>\
            <script type=module>import init from './a.js'; init({ module_or_path: './a.wasm' });\
            const ratio = a / b; // one from / two</script>";
        assert_eq!(bound_references(html), Vec::<&str>::new());
    }

    #[test]
    fn references_to_a_root_or_a_host_are_found() {
        assert_eq!(bound_references("<link href=/a.css>"), ["/a.css"]);
        assert_eq!(bound_references("<img src=\"https://h/a.png\">"), ["https://h/a.png"]);
        assert_eq!(bound_references("<img src='//h/a.png'>"), ["//h/a.png"]);
        assert_eq!(bound_references("import init from '/a.js'"), ["/a.js"]);
        assert_eq!(bound_references("await import(\"/a.js\")"), ["/a.js"]);
        assert_eq!(bound_references("init({ module_or_path: '/a.wasm' })"), ["/a.wasm"]);
    }
}
