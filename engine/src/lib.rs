//! Mailflow's model: (scenario, actions, seed) gives the same run, bit for bit, natively and in wasm.
//!
//! `mailflow` builds on it and tells its words; the modules stand in the order in which they are best
//! read.

pub mod time;
pub mod decimal;
pub mod order;
pub mod rng;
pub mod blocks;
pub mod calendar;
pub mod scenario;
pub mod snapshot;
pub mod sim;
pub mod record;
pub mod theory;
pub mod report;
