//! Mailflow.
pub mod time;
pub mod rng;
pub mod calendar;
pub mod scenario;
pub mod sim;
pub mod record;
pub mod playback;
pub mod readout;
pub mod number;
pub mod stage;
