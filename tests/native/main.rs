//! The native tests: one binary, a module a concern.

mod charts;
mod cli;
mod hashes;
mod incident;
mod palette;
mod playback;
mod properties;
mod stage;
mod story;
mod tidy;
