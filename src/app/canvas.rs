//! A chart on a canvas: the right number of pixels, cleared, and handed to plotters.
//!
//! Knows no chart; colours come from the look in force.

use mailflow::chart::Palette;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};
use yew::prelude::*;

use super::look::Look;
use super::observe::Size;
use super::plotter::{Area, PlotError, draw_on};

/// The charts' colours.
#[hook]
pub(crate) fn use_palette() -> Palette {
    use_context::<std::rc::Rc<Look>>().map_or_else(Palette::default, |look| look.chart)
}

/// Gives the canvas as many pixels as it covers on the screen. Setting a size clears the canvas and
/// costs memory, so it is set only when it changed.
pub(crate) fn fit(canvas: &HtmlCanvasElement, size: Size) {
    let (width, height) =
        ((size.width * size.ratio).round() as u32, (size.height * size.ratio).round() as u32);
    if canvas.width() != width {
        canvas.set_width(width);
    }
    if canvas.height() != height {
        canvas.set_height(height);
    }
}

/// The two-dimensional context of a canvas.
pub(crate) fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// Draws a chart on the canvas behind `node`; plotters is given device pixels and their scale.
pub(crate) fn plot(
    node: &NodeRef,
    size: Size,
    draw: impl FnOnce(&Area, f64) -> Result<(), PlotError>,
) {
    let Some(canvas) = node.cast::<HtmlCanvasElement>().filter(|_| !size.is_empty()) else {
        return;
    };
    // Plotters rounds to whole pixels; with two of them a CSS pixel its lines are smooth on any screen.
    let size = Size { ratio: size.ratio.max(2.0), ..size };
    fit(&canvas, size);
    let Some(context) = context(&canvas) else { return };
    context.clear_rect(0.0, 0.0, f64::from(canvas.width()), f64::from(canvas.height()));
    if let Some(Err(error)) = draw_on(&canvas, |area| draw(area, size.ratio)) {
        web_sys::console::warn_1(&format!("a chart could not be drawn: {error}").into());
    }
}
