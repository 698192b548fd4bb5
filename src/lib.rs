//! Mailflow.
pub mod time;
pub mod rng;
pub mod calendar;
pub mod scenario;
pub mod sim;
pub mod record;
pub mod report;
pub mod playback;
pub mod readout;
pub mod chart;
pub mod number;
pub mod stage;
