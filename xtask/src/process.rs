//! Running other programs, and failures that say what to do about them.

use std::ffi::OsStr;
use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What went wrong and, where only a person can help, the one command that does.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    remedy: Option<String>,
}

/// Success, or a failure for the person at the terminal.
pub(crate) type Outcome<T> = Result<T, Failure>;

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), remedy: None }
    }

    /// A failure that `command`, run by the person, puts right.
    pub(crate) fn with_remedy(message: impl Into<String>, command: impl Into<String>) -> Self {
        Self { message: message.into(), remedy: Some(command.into()) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        if let Some(remedy) = &self.remedy {
            write!(f, "\nRun this, then try again:\n\n    {remedy}\n")?;
        }
        Ok(())
    }
}

/// Tells the person what happens now.
pub(crate) fn say(text: impl fmt::Display) {
    println!("==> {text}");
}

/// Runs `command` with its output shown.
pub(crate) fn run(command: &mut Command) -> Outcome<()> {
    let shown = shown(command);
    let status = command.status().map_err(|e| Failure::new(format!("cannot run {shown}: {e}")))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("{shown} failed ({status})"))) }
}

/// Runs `command` with its output shown, and hands its standard output back as well.
pub(crate) fn run_and_read(command: &mut Command) -> Outcome<String> {
    let shown = shown(command);
    let cannot = |e: std::io::Error| Failure::new(format!("cannot run {shown}: {e}"));
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(cannot)?;
    let mut text = String::new();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line.map_err(cannot)?;
            println!("{line}");
            text.push_str(&line);
            text.push('\n');
        }
    }
    let status = child.wait().map_err(cannot)?;
    if status.success() {
        Ok(text)
    } else {
        Err(Failure::new(format!("{shown} failed ({status})")))
    }
}

/// What `program` prints when all goes well; `None` if it is not there or fails.
pub(crate) fn read(program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Passes `input` through `program` and hands back what comes out; `None` if it is not there.
pub(crate) fn pipe(program: &str, arguments: &[&str], input: Vec<u8>) -> Option<Vec<u8>> {
    let mut command = Command::new(program);
    let mut child =
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    let mut stdin = child.stdin.take()?;
    // From a thread of its own: with both pipes full, each side would wait for the other.
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    output.status.success().then_some(output.stdout)
}

/// The first of `names` that is a file on the PATH.
pub(crate) fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        folders.iter().map(|folder| folder.join(&file)).find(|candidate| candidate.is_file())
    })
}

/// The dotted number in a `--version` answer: `trunk 0.21.14` gives `0.21.14`.
pub(crate) fn version_in(answer: &str) -> Option<&str> {
    answer
        .split_whitespace()
        .map(|word| word.trim_start_matches('v'))
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// The number before the first dot of the version in a `--version` answer.
pub(crate) fn major_in(answer: &str) -> Option<u32> {
    version_in(answer)?.split('.').next()?.parse().ok()
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    format!("`{}`", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_the_tools_own_words() {
        assert_eq!(version_in("trunk 0.21.14"), Some("0.21.14"));
        assert_eq!(version_in("wasm-bindgen 0.2.130"), Some("0.2.130"));
        assert_eq!(version_in("v20.20.2"), Some("20.20.2"));
        assert_eq!(version_in("no number"), None);
        assert_eq!(major_in("wasm-opt version 132 (version_132)"), Some(132));
        assert_eq!(major_in("Chromium 156.0.8078.79 built on Debian GNU/Linux 12"), Some(156));
        assert_eq!(major_in("ChromeDriver 156.0.8078.79 (0a1b)"), Some(156));
    }

    #[test]
    fn a_failure_ends_with_the_command_to_run() {
        let failure = Failure::with_remedy("no npm", "apt-get install npm");
        let shown = failure.to_string();
        assert!(shown.starts_with("error: no npm"), "{shown}");
        assert!(shown.ends_with("\n    apt-get install npm\n"), "{shown}");
    }
}
