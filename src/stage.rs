//! The stage as shapes: snapshot in, shapes out. Pure; painting them is the page's work.

pub mod snapshot;

pub use snapshot::{
    Dot, ForestHealth, ForestView, GatewayView, Outcome, RegionView, ServiceView, Snapshot,
};
