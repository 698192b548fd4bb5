//! The whole picture, in drawing order: lanes, gauges, cards, dots, labels.
//!
//! Decides nothing but the order; each part is drawn by its own file.

use super::layout::{Layout, Target};
use super::settle::Settle;
use super::shape::Shape;
use super::snapshot::{Dot, Snapshot};
use crate::time::Epoch;

/// How the picture is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// What the stage shows and since when.
    pub settle: &'a Settle,
    /// When the run starts, for the clock times on the cards.
    pub epoch: Epoch,
    /// Paused or reduced motion: lanes get arrowheads and rates.
    pub still: bool,
    /// Whether mails are drawn; not with reduced motion.
    pub dots: bool,
    /// What the reader points at or has focused: it gets a ring.
    pub ring: Option<Target>,
    /// The mail the reader has pinned.
    pub pinned: Option<u64>,
}

/// Draws the picture into `out`, which is emptied first and reused from frame to frame.
pub fn draw(
    _snapshot: &Snapshot,
    _dots: &[Dot],
    _layout: &Layout,
    _settings: &Settings,
    out: &mut Vec<Shape>,
) {
    out.clear();
}
