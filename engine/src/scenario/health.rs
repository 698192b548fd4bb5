//! Service health: what the admin centre said, when, and in which of its exact words.

use std::borrow::Cow;

use crate::time::Time;

/// Status values of the Service health page, to the letter.
pub const STATUSES: [&str; 9] = [
    "Investigating",
    "Service degradation",
    "Service interruption",
    "Restoring service",
    "Extended recovery",
    "Investigation suspended",
    "Service restored",
    "False positive",
    "Post-incident report published",
];

/// An issue of the Service health page: the fields that stand above its posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Title, in the project's own words.
    pub title: &'static str,
    /// ID: `EX…` for Exchange, `MO…` for the suite.
    pub id: &'static str,
    /// Affected services.
    pub affected_services: &'static str,
    /// Issue type: `incident` or `advisory`.
    pub issue_type: &'static str,
    /// Estimated start time.
    pub start: Time,
    /// Where that is known from.
    pub source: &'static str,
}

/// A service-health post. What is not known from a source is empty: nothing is made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// When it was published.
    pub at: Time,
    /// One of [`STATUSES`], or empty if no source gives it.
    pub status: Cow<'static, str>,
    /// What it said, in a few words of the project's own.
    pub gist: Cow<'static, str>,
    /// Scope of impact: the regions it named.
    pub scope: Cow<'static, str>,
    /// Preliminary root cause, as far as it gave one.
    pub root_cause: Cow<'static, str>,
    /// Where that is known from.
    pub source: Cow<'static, str>,
}

impl Post {
    /// Whether a source is named: a reader's own scenario may give none, or say "assumption".
    pub fn is_sourced(&self) -> bool {
        !self.source.is_empty() && !self.source.starts_with("assumption")
    }

    /// Where it is known from, in words.
    pub fn known_from(&self) -> &str {
        if self.source.is_empty() { "the scenario, which gives no source" } else { &self.source }
    }
}
