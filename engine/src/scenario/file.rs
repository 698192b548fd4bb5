//! A reader's own scenario as a JSON file: a preset, and what differs from it.
//!
//! ```json
//! {
//!   "mailflow": 1,
//!   "base": "ex1331830",
//!   "title": "A higher limit at once",
//!   "start": "2026-06-02T12:00Z",
//!   "fields": { "forest_limit": 400, "refusal_phase": "rcpt", "lifetime": "4h" },
//!   "actions": [{ "at": "1h30min", "over": "10min", "action": "limit", "sessions": 80, "place": "F2" }],
//!   "rings": ["F12", "F8"]
//! }
//! ```
//!
//! Only JSON that is malformed is an error. Whatever else is wrong becomes a [`Warning`], and the
//! nearest usable value stands in for it, so that a scenario that was read is always in range. What
//! a file does not name is the base's; an empty list is an empty list. Instants are counted from the
//! start of the run, because a clock time alone would not say on which of its days.

pub mod json;
pub mod read;
pub mod reader;
#[cfg(not(target_arch = "wasm32"))]
mod schema;
mod start;
pub mod write;

use std::fmt;

use serde::Serialize;

use crate::time::Time;

use super::Scenario;
use super::action::Action;
use super::field::Field;
use json::Json;

#[cfg(not(target_arch = "wasm32"))]
pub use schema::{action_schemas, schema};

/// The format that this version writes, and the only one there is.
const FORMAT: u64 = 1;
/// The preset that a file without a base starts from.
const DEFAULT_BASE: &str = "ex1331830";
/// Most letters of a title: it has to fit a line of the page.
pub const TITLE_MAX: usize = 120;
/// Most letters of any other text.
pub const TEXT_MAX: usize = 2000;
/// Most entries of a list: each pass of the model over its timeline takes as long as that is.
pub const LIST_MAX: usize = 1000;

/// The latest instant a file can name: the end of the longest run.
fn latest() -> Time {
    Time::from_secs_f64(Field::Duration.spec().max * 3600.0)
}

/// Something in a file that could not be taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Where: `actions[2].sessions`; `$` is the whole file.
    pub path: String,
    /// What is wrong there, and what is allowed.
    pub message: String,
    /// The value used instead; none where the entry is left out.
    pub used: Option<String>,
}

impl Warning {
    fn new(path: &str, message: &str) -> Self {
        Warning { path: path.to_owned(), message: message.to_owned(), used: None }
    }
}

impl fmt::Display for Warning {
    /// One line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; ", self.path, self.message)?;
        match &self.used {
            Some(used) => write!(f, "used: {used}"),
            None => write!(f, "left out"),
        }
    }
}

/// A file that is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// Line, from 1.
    pub line: usize,
    /// Letter of the line, from 1.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for FileError {
    /// One line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for FileError {}

impl FileError {
    /// What a parser's error says of a text, with its line and column.
    pub fn new(text: &str, error: &serde_json::Error) -> Self {
        let place = format!(" at line {} column {}", error.line(), error.column());
        let said = error.to_string();
        let said = said.strip_suffix(&place).unwrap_or(&said);
        // serde_json counts bytes, an editor counts letters.
        let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
        let upto = &line.as_bytes()[..error.column().min(line.len())];
        let column = String::from_utf8_lossy(upto).chars().count();
        let message = if error.is_eof() {
            format!("the file ends too early ({said})")
        } else {
            format!("not JSON: {said}")
        };
        FileError { line: error.line().max(1), column: column.max(1), message }
    }
}

impl Scenario {
    /// Reads a scenario file. Its warnings stand in the order of the file's sections.
    ///
    /// # Errors
    /// Where the text stops being JSON, and why.
    pub fn from_json(text: &str) -> Result<(Scenario, Vec<Warning>), FileError> {
        Ok(read::scenario(&Json::parse(text)?))
    }

    /// Reads one action as an entry of a file has it; without `at` it is done at `now`.
    ///
    /// # Errors
    /// What could not be taken as it stands.
    pub fn read_action(&self, text: &str, now: Time) -> Result<Action, Warning> {
        let json: Json = serde_json::from_str(text)
            .map_err(|error| Warning::new("$", &FileError::new(text, &error).message))?;
        read::lone_action(self, &json, now)
    }

    /// As a scenario file: what differs from the preset it started from. Reading it again gives the
    /// same scenario, [as a reader's own](Scenario::into_own).
    pub fn to_json(&self) -> String {
        write::scenario(self)
    }

    /// The same as a reader's own: its key is `own`, unless it is the preset as it is.
    #[must_use]
    pub fn into_own(mut self) -> Self {
        self.about.key = self.preset.key.into();
        if self != Scenario::new(self.preset) {
            self.about.key = "own".into();
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_line_and_column_as_an_editor_counts_them() {
        let error = |text: &str| Scenario::from_json(text).expect_err("malformed");
        let comma = error("{\n  \"titel\": \"Größe\" 1\n}");
        assert_eq!((comma.line, comma.column), (2, 20), "{comma}");
        assert!(comma.message.contains("expected `,` or `}`"), "{comma}");
        let empty = error("");
        assert_eq!((empty.line, empty.column), (1, 1), "{empty}");
        assert!(empty.message.contains("too early"), "{empty}");
        let deep = error(&"[".repeat(100_000));
        assert_eq!((deep.line, deep.column), (1, 128), "{deep}");
    }

    #[test]
    fn a_byte_order_mark_is_no_error() {
        assert!(Scenario::from_json("\u{feff}{}").is_ok_and(|(_, warnings)| warnings.is_empty()));
    }

    #[test]
    fn a_file_that_changes_nothing_is_its_preset() {
        let (scenario, warnings) = Scenario::from_json("{}").expect("JSON");
        assert_eq!(warnings, []);
        assert_eq!(scenario, Scenario::preset(DEFAULT_BASE).expect("the default"));
        let (scenario, _) = Scenario::from_json(r#"{"title": "Mine"}"#).expect("JSON");
        assert_eq!((&*scenario.about().key, &*scenario.about().title), ("own", "Mine"));
    }
}
