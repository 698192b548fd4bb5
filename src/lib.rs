//! Mailflow.
pub mod calendar;
pub mod chart;
pub mod number;
pub mod playback;
pub mod readout;
pub mod record;
pub mod report;
pub mod rng;
pub mod scenario;
pub mod sim;
pub mod stage;
pub mod story;
pub mod time;
