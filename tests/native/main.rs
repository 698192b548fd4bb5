//! The native tests: one binary, a module a concern.

mod api;
mod charted;
mod charts;
mod cli;
mod compare;
mod files;
mod golden;
mod incident;
mod instruments;
mod lessons;
mod inspect;
mod palette;
mod playback;
mod link;
mod operators;
mod profiles;
mod properties;
mod reference;
mod save;
mod scenarios;
mod stage;
mod story;
mod tenants;
mod tidy;
mod world;
mod validation;
