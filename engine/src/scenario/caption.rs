//! Captions as data: what is said of a story, and when.

use crate::time::Time;

/// A caption of the story, with what brings it up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Caption {
    /// When it is said.
    pub when: When,
    /// What is said; `{…}` is filled from the run.
    pub text: &'static str,
}

/// What brings a caption up. The latest that has come about is in force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// An instant of the run.
    At(Time),
    /// So long after the first refusal.
    Refused(Time),
    /// The first cut session.
    Dropped,
    /// The first sender was told that its mail is late.
    DelayNotice,
    /// The backlog has been under 1 % of its peak since.
    Cleared,
    /// Held mail has fallen for a while, but not before this instant.
    Turned(Time),
    /// Next to nothing has come back for a while, but not before this instant. It is taken back when
    /// attempts are refused again.
    Room(Time),
}
