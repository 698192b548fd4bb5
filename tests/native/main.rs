//! The native tests: one binary, a module a concern.

mod cli;
mod hashes;
mod incident;
mod playback;
mod properties;
mod story;
