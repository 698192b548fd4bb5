//! A compiler for wasm32: rustup's where it can be had, else Debian's.
//!
//! The ordinary way is `rustup target add`. Where rustup's server cannot be reached, Debian's
//! `rustc-web` with its std source builds the target's std along with the page. That takes only
//! environment variables on the child processes, so the manifests know nothing of it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::debian::{Apt, person_command};
use crate::process::{Failure, Outcome, find, read, run, say};

/// The target's name.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler, its std source and its clippy; 20 s to install on two cores.
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy"];

/// The name under which rustup knows Debian's compiler.
const LINKED: &str = "debian-web";

/// Environment variables for child processes that compile for wasm32.
pub(crate) type Variables = Vec<(&'static str, String)>;

/// What the decision rests on.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent fact of the machine")]
struct Facts {
    /// The active toolchain has the target's std.
    target_is_there: bool,
    /// Debian's compiler is installed and linked.
    debian_is_linked: bool,
    /// There is a rustup, and it has not failed yet to add the target.
    rustup_may_add: bool,
    /// Debian packages can be installed, and have not failed yet to bring the compiler.
    apt_may_install: bool,
    /// The person chose Debian's compiler.
    debian_is_wanted: bool,
    /// The person chose rustup's target.
    rustup_is_wanted: bool,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    UseRustup,
    UseDebian,
    AddTarget,
    InstallDebian,
    GiveUp,
}

fn decide(facts: Facts) -> Next {
    if facts.target_is_there && !facts.debian_is_wanted {
        Next::UseRustup
    } else if facts.debian_is_linked && !facts.rustup_is_wanted {
        // Before rustup is tried again: where it failed once, it would fail on every run.
        Next::UseDebian
    } else if facts.rustup_may_add && !facts.debian_is_wanted {
        Next::AddTarget
    } else if facts.apt_may_install && !facts.rustup_is_wanted {
        Next::InstallDebian
    } else {
        Next::GiveUp
    }
}

/// Makes sure that there is a compiler, and gives the variables that select it.
pub(crate) fn ensure() -> Outcome<Variables> {
    let wanted = std::env::var("MAILFLOW_WASM").unwrap_or_default();
    let apt = Apt::here();
    let (mut rustup_failed, mut apt_failed) = (false, false);
    // Each failure removes one way, so this ends.
    loop {
        let next = decide(Facts {
            target_is_there: target_is_there(),
            debian_is_linked: debian_is_linked(),
            rustup_may_add: find(&["rustup"]).is_some() && !rustup_failed,
            apt_may_install: apt.is_unattended() && find(&["rustup"]).is_some() && !apt_failed,
            debian_is_wanted: wanted == "debian",
            rustup_is_wanted: wanted == "rustup",
        });
        match next {
            Next::UseRustup => return Ok(Variables::new()),
            Next::UseDebian => return debian_variables(),
            Next::AddTarget => {
                say(format!("Adding the {TARGET} target to Rust (seconds)"));
                rustup_failed = run(Command::new("rustup").args(["target", "add", TARGET]))
                    .is_err()
                    || !target_is_there();
            }
            Next::InstallDebian => {
                apt_failed = install_debian(apt).is_err() || !debian_is_linked();
            }
            Next::GiveUp => return Err(remedy(apt)),
        }
    }
}

/// Whether the active toolchain can compile for the target as it is.
fn target_is_there() -> bool {
    read("rustc", &["--print", "target-libdir", "--target", TARGET])
        .is_some_and(|folder| Path::new(&folder).is_dir())
}

/// Whether Debian's compiler is linked, with the std source and clippy.
fn debian_is_linked() -> bool {
    let Some(root) = read("rustup", &["run", LINKED, "rustc", "--print", "sysroot"]) else {
        return false;
    };
    let root = PathBuf::from(root);
    root.join("lib/rustlib/src/rust/library/std/Cargo.toml").exists()
        && read("rustup", &["run", LINKED, "cargo", "clippy", "--version"]).is_some()
}

fn install_debian(apt: Apt) -> Outcome<()> {
    apt.install(&PACKAGES, "compiling to wasm32, as rustup could not", "about 20 s")?;
    run(Command::new("rustup").args(["toolchain", "link", LINKED, "/usr"]))
}

/// Selects Debian's compiler and lets it build the target's std from source.
fn debian_variables() -> Outcome<Variables> {
    Ok(vec![
        ("RUSTUP_TOOLCHAIN", LINKED.to_owned()),
        // The std source is built with a flag that is not stable yet.
        ("RUSTC_BOOTSTRAP", "1".to_owned()),
        ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort".to_owned()),
        ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker()?),
    ])
}

/// The active toolchain's own linker: Debian's compiler comes without one for wasm32.
fn linker() -> Outcome<String> {
    let absent = || {
        Failure::with_remedy(
            "Rust's own linker, rust-lld, is missing",
            "rustup toolchain install stable",
        )
    };
    let root = read("rustc", &["--print", "sysroot"]).ok_or_else(absent)?;
    let about = read("rustc", &["-vV"]).ok_or_else(absent)?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).ok_or_else(absent)?;
    let path = PathBuf::from(root).join("lib/rustlib").join(host).join("bin/rust-lld");
    if path.exists() { Ok(path.to_string_lossy().into_owned()) } else { Err(absent()) }
}

fn remedy(apt: Apt) -> Failure {
    let message = format!("there is no Rust for {TARGET}, and it could not be installed");
    let command = if apt == Apt::Absent {
        format!("rustup target add {TARGET}")
    } else {
        format!("{} && rustup toolchain link {LINKED} /usr", person_command(&PACKAGES))
    };
    Failure::with_remedy(message, command)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: Facts = Facts {
        target_is_there: false,
        debian_is_linked: false,
        rustup_may_add: true,
        apt_may_install: true,
        debian_is_wanted: false,
        rustup_is_wanted: false,
    };

    #[test]
    fn the_ordinary_way_comes_first() {
        assert_eq!(decide(Facts { target_is_there: true, ..BARE }), Next::UseRustup);
        assert_eq!(decide(BARE), Next::AddTarget);
    }

    #[test]
    fn debian_serves_where_rustup_fails() {
        let failed = Facts { rustup_may_add: false, ..BARE };
        assert_eq!(decide(failed), Next::InstallDebian);
        assert_eq!(decide(Facts { debian_is_linked: true, ..failed }), Next::UseDebian);
        assert_eq!(decide(Facts { apt_may_install: false, ..failed }), Next::GiveUp);
    }

    #[test]
    fn a_failing_rustup_is_not_asked_again_on_the_next_run() {
        assert_eq!(decide(Facts { debian_is_linked: true, ..BARE }), Next::UseDebian);
    }

    #[test]
    fn the_person_can_choose() {
        let both = Facts { target_is_there: true, debian_is_linked: true, ..BARE };
        assert_eq!(decide(Facts { debian_is_wanted: true, ..both }), Next::UseDebian);
        assert_eq!(decide(Facts { rustup_is_wanted: true, ..both }), Next::UseRustup);
        let neither = Facts { debian_is_wanted: true, ..BARE };
        assert_eq!(decide(neither), Next::InstallDebian);
        let gone = Facts { rustup_is_wanted: true, rustup_may_add: false, ..BARE };
        assert_eq!(decide(gone), Next::GiveUp);
    }

    #[test]
    fn giving_up_names_the_command_for_this_system() {
        assert!(remedy(Apt::Absent).to_string().contains("rustup target add"));
        assert!(remedy(Apt::AskPerson).to_string().contains("rust-web-clippy && rustup toolchain"));
    }
}
