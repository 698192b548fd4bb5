//! Mailflow.
pub mod stage;
pub mod time;
