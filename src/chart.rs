//! The page's charts: series in, a plotters drawing out, over any backend.
//!
//! Knows nothing of canvases, components or the model: the page passes pixels, colours and numbers
//! in. Words (titles, labels, legends) are the page's own text and are only placed here.

pub mod axis;
mod grid;
pub mod marks;
pub mod palette;
pub mod replies;
pub mod shape;
pub mod tape;

pub use palette::Palette;
