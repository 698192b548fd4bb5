//! Mailflow.
pub mod chart;
pub mod number;
pub mod playback;
pub mod readout;
pub mod scenario;
pub mod stage;
pub mod time;
