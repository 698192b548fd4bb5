//! Debian packages, installed without a question.

use std::process::Command;

use crate::process::{Failure, Outcome, find, read, run, say};

/// How packages can be installed here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Apt {
    /// By this account itself.
    AsRoot,
    /// Through `sudo`, which asks for no password.
    ThroughSudo,
    /// Only by a person who knows the password.
    AskPerson,
    /// Not at all: this is no Debian.
    Absent,
}

impl Apt {
    /// Looks at the machine.
    pub(crate) fn here() -> Self {
        let is_root = read("id", &["-u"]).as_deref() == Some("0");
        let has_apt = find(&["apt-get"]).is_some();
        Self::from_facts(has_apt, is_root, || read("sudo", &["-n", "true"]).is_some())
    }

    fn from_facts(has_apt: bool, is_root: bool, sudo_is_free: impl FnOnce() -> bool) -> Self {
        match (has_apt, is_root) {
            (false, _) => Self::Absent,
            (true, true) => Self::AsRoot,
            (true, false) if sudo_is_free() => Self::ThroughSudo,
            (true, false) => Self::AskPerson,
        }
    }

    /// Whether packages can be installed without a person.
    pub(crate) fn is_unattended(self) -> bool {
        matches!(self, Self::AsRoot | Self::ThroughSudo)
    }

    /// Installs `packages`; `why` and `how_long` are for the person who waits.
    pub(crate) fn install(self, packages: &[&str], why: &str, how_long: &str) -> Outcome<()> {
        if !self.is_unattended() {
            return Err(Failure::with_remedy(
                format!("{why} needs packages that only root can install"),
                person_command(packages),
            ));
        }
        say(format!("Installing {} for {why} ({how_long})", packages.join(", ")));
        let known = packages.iter().all(|package| {
            read("apt-cache", &["show", "--no-all-versions", package])
                .is_some_and(|text| !text.is_empty())
        });
        let install: Vec<&str> =
            ["install", "-y", "--no-install-recommends"].iter().chain(packages).copied().collect();
        if known && run(&mut self.apt_get(&install)).is_ok() {
            return Ok(());
        }
        // A fresh machine has no package lists, and one with old lists asks for files that are gone.
        say("Fetching the package lists (about 10 s)");
        run(&mut self.apt_get(&["update"])).and_then(|()| run(&mut self.apt_get(&install))).map_err(
            |failure| Failure::with_remedy(format!("{why}: {failure}"), person_command(packages)),
        )
    }

    fn apt_get(self, arguments: &[&str]) -> Command {
        let mut command = if self == Self::ThroughSudo {
            // sudo clears the environment, so the variable goes in on its far side.
            let mut sudo = Command::new("sudo");
            sudo.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
            sudo
        } else {
            let mut direct = Command::new("apt-get");
            direct.env("DEBIAN_FRONTEND", "noninteractive");
            direct
        };
        command.arg("-q").args(arguments);
        command
    }
}

/// What a person types to install `packages`.
pub(crate) fn person_command(packages: &[&str]) -> String {
    format!(
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(command: &Command) -> Vec<String> {
        std::iter::once(command.get_program())
            .chain(command.get_args())
            .map(|word| word.to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn root_is_preferred_and_sudo_is_used_only_if_it_asks_nothing() {
        assert_eq!(Apt::from_facts(true, true, || panic!("not asked")), Apt::AsRoot);
        assert_eq!(Apt::from_facts(true, false, || true), Apt::ThroughSudo);
        assert_eq!(Apt::from_facts(true, false, || false), Apt::AskPerson);
        assert_eq!(Apt::from_facts(false, true, || panic!("not asked")), Apt::Absent);
    }

    #[test]
    fn nothing_asks_a_question() {
        let direct = Apt::AsRoot.apt_get(&["install", "-y", "chromium"]);
        assert_eq!(words(&direct), ["apt-get", "-q", "install", "-y", "chromium"]);
        assert!(direct.get_envs().any(|(name, _)| name == "DEBIAN_FRONTEND"), "asks questions");
        let sudo = Apt::ThroughSudo.apt_get(&["update"]);
        let expected =
            ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "update"];
        assert_eq!(words(&sudo), expected);
    }

    #[test]
    fn without_rights_the_person_gets_one_command() {
        let failure = Apt::AskPerson.install(&["chromium"], "browser tests", "10 s");
        let shown = failure.expect_err("there are no rights").to_string();
        assert!(shown.contains("sudo apt-get update && sudo apt-get install"), "{shown}");
    }
}
