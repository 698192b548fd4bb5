//! The stage as shapes: snapshot in, shapes out. Pure; painting them is the page's work.
//!
//! ```text
//! Snapshot, dots -> Settle (what may change now) -+
//! size           -> Layout (where) ---------------+-> draw -> Vec<Shape> -> canvas, SVG
//! ```

pub mod snapshot;

pub mod palette;
pub mod shape;

pub mod hit;
pub mod layout;
pub mod settle;

mod curve;
mod focus;
mod route;

mod beside;
mod cards;
pub mod dots;
mod gauge;
mod lanes;
mod mix;
mod pile;
pub mod scene;
mod tracer;

pub mod svg;
pub mod words;
pub mod zoom;

pub use focus::Place;
pub use hit::{Step, Target, hit};
pub use layout::{Cast, Flow, Layout};
pub use palette::{Palette, Role};
pub use scene::{Settings, draw};
pub use settle::Settle;
pub use shape::{Glyph, Shape};
pub use snapshot::{
    Dot, ForestHealth, ForestView, GatewayRates, GatewayView, OutboundView, Outcome, RegionView,
    ServiceView, SessionView, Snapshot,
};
pub use tracer::Tracer;
pub use zoom::Zoom;
