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
mod route;

mod beside;
mod cards;
pub mod dots;
mod gauge;
mod lanes;
mod pile;
pub mod scene;

pub mod svg;
pub mod words;

pub use hit::{Step, Target, hit};
pub use layout::{Cast, Flow, Layout};
pub use palette::{Palette, Role};
pub use scene::{Settings, draw};
pub use settle::Settle;
pub use shape::{Glyph, Shape};
pub use snapshot::{
    Dot, ForestHealth, ForestView, GatewayView, OutboundView, Outcome, RegionView, ServiceView,
    Snapshot,
};
