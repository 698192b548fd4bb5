//! What is simulated: the fields, the presets and the actions on the timeline.

pub mod action;

pub use action::{Action, ActionKind, Actor, Package};
