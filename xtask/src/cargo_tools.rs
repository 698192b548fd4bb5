//! Trunk and wasm-bindgen, built from source into the tools' folder when the PATH has no right one.
//!
//! Both only run for a second or two a build, so they are compiled without optimising. That costs
//! wasm-bindgen 0.3 s on the release page (0.7 s instead of 0.4 s). Measured on two cores, with
//! downloads:
//!
//! | tool | own profile | as here |
//! |---|---|---|
//! | trunk 0.21.14 | 6 min 16 s | 2 min 36 s |
//! | wasm-bindgen 0.2.130 | 2 min 11 s | 0 min 49 s |

use std::path::PathBuf;
use std::process::Command;

use crate::cargo_lock;
use crate::places;
use crate::process::{Failure, Outcome, find, read, run, say, version_in};

/// The newest Trunk that Rust 1.95 compiles.
const TRUNK: &str = "0.21.14";

/// How one tool is recognised and built.
struct Tool {
    crate_name: &'static str,
    version: String,
    /// Its programs; the first one tells the version.
    programs: &'static [&'static str],
    install_arguments: &'static [&'static str],
    how_long: &'static str,
}

/// Makes sure of Trunk and gives its folder, if it is not on the PATH already.
pub(crate) fn ensure_trunk() -> Outcome<Option<PathBuf>> {
    ensure(&Tool {
        crate_name: "trunk",
        version: TRUNK.to_owned(),
        programs: &["trunk"],
        // Without the features that reach the network: Trunk runs offline here, and TLS is slow to
        // build. Unlocked, this version does not compile.
        install_arguments: &["--locked", "--no-default-features"],
        how_long: "about 3 minutes, once",
    })
}

/// Makes sure of the wasm-bindgen programs in the version that Cargo.lock has, which has to match
/// exactly, and gives their folder, if it is not on the PATH already.
pub(crate) fn ensure_wasm_bindgen() -> Outcome<Option<PathBuf>> {
    ensure(&Tool {
        crate_name: "wasm-bindgen-cli",
        version: cargo_lock::version_of("wasm-bindgen")?,
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        install_arguments: &[],
        how_long: "about a minute, once",
    })
}

fn ensure(tool: &Tool) -> Outcome<Option<PathBuf>> {
    let on_path = |name: &&str| find(&[name]).is_some_and(|path| has_version(&path, &tool.version));
    if tool.programs.iter().all(on_path) {
        return Ok(None);
    }
    let folder = places::tools()?.join(format!("{}-{}", tool.crate_name, tool.version));
    let bin = folder.join("bin");
    let kept = |name: &&str| has_version(&bin.join(name), &tool.version);
    if !tool.programs.iter().all(kept) {
        install(tool, &folder)?;
    }
    Ok(Some(bin))
}

fn install(tool: &Tool, folder: &std::path::Path) -> Outcome<()> {
    say(format!("Building {} {} ({})", tool.crate_name, tool.version, tool.how_long));
    let build = places::tools()?.join("build");
    let mut command = Command::new("cargo");
    command
        .args(["install", "--quiet", tool.crate_name, "--version", &tool.version, "--force"])
        .args(tool.install_arguments)
        .arg("--root")
        .arg(folder)
        // A folder of its own: nothing of the tools belongs among the project's builds, and what an
        // interrupted install has built is found again.
        .env("CARGO_TARGET_DIR", &build)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .env_remove("CARGO_BUILD_TARGET")
        // Nothing of the project's own configuration is meant for its tools.
        .current_dir(places::tools()?);
    run(&mut command).map_err(|failure| {
        Failure::with_remedy(
            format!("{} could not be built: {failure}", tool.crate_name),
            format!(
                "cargo install {} --version {} {}",
                tool.crate_name,
                tool.version,
                tool.install_arguments.join(" ")
            ),
        )
    })?;
    // Half a gigabyte that is not needed again; if it stays, it only takes room.
    let _ = std::fs::remove_dir_all(build);
    Ok(())
}

/// Whether the program at `path` says that it is `version`.
fn has_version(path: &std::path::Path, version: &str) -> bool {
    read(path, &["--version"]).is_some_and(|answer| version_in(&answer) == Some(version))
}
