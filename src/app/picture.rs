//! Pictures that leave the page: the stage as it stands there, and the backlog drawn anew, each in
//! its plate.

use mailflow::chart::tape::{self, Tape};
use mailflow::playback::Player;
use mailflow::save::File;
use mailflow::save::plate::Plate;
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, HtmlElement};

use super::canvas::context;
use super::download::document;
use super::look::Look;
use super::paint::Painter;
use super::plotter::draw_on;

/// Size of the saved chart [px].
const CHART: (u32, u32) = (1080, 300);
/// Device pixels a CSS pixel of a saved picture, at least.
const RATIO_MIN: f64 = 2.0;

/// The picture of a file; `None` for what is no picture, and while the stage is not one.
pub(crate) fn of(file: File, player: &Player, look: &Look, unit: u64) -> Option<HtmlCanvasElement> {
    match file {
        File::Stage => stage(player, look, unit),
        File::Chart => backlog(player, look),
        _ => None,
    }
}

fn stage(player: &Player, look: &Look, unit: u64) -> Option<HtmlCanvasElement> {
    let found = document()?.get_elements_by_class_name("stage__canvas");
    let shown: Vec<_> = (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into::<HtmlCanvasElement>().ok())
        .collect();
    let size = |canvas: &HtmlCanvasElement| {
        let element: &HtmlElement = canvas;
        (element.client_width() as f32, element.client_height() as f32)
    };
    let sizes: Vec<_> = shown.iter().map(size).filter(|size| size.0 > 0.0).collect();
    if sizes.is_empty() || sizes.len() < shown.len() {
        return None;
    }
    compose(&Plate::stage(player, &sizes, unit), look, &shown)
}

fn backlog(player: &Player, look: &Look) -> Option<HtmlCanvasElement> {
    let (width, height) = CHART;
    let tape = Tape::of(player, f64::from(width));
    let chart = canvas(f64::from(width) * RATIO_MIN, f64::from(height) * RATIO_MIN)?;
    draw_on(&chart, |area| tape::draw(area, &tape, &look.chart, RATIO_MIN))?.ok()?;
    let plate = Plate::backlog(player, (width as f32, height as f32), tape.top(), &tape.ticks);
    compose(&plate, look, &[chart])
}

/// The plate with its pictures.
fn compose(
    plate: &Plate,
    look: &Look,
    pictures: &[HtmlCanvasElement],
) -> Option<HtmlCanvasElement> {
    let ratio = web_sys::window().map_or(RATIO_MIN, |window| window.device_pixel_ratio());
    let ratio = ratio.max(RATIO_MIN);
    let size = (f64::from(plate.width), f64::from(plate.height));
    let canvas = canvas(size.0 * ratio, size.1 * ratio)?;
    let context = context(&canvas)?;
    Painter::new(look.stage.clone()).paint(&context, &plate.shapes, size, ratio);
    for (picture, place) in pictures.iter().zip(&plate.places) {
        let (x, y, w, h) = (place.x.into(), place.y.into(), place.w.into(), place.h.into());
        context.draw_image_with_html_canvas_element_and_dw_and_dh(picture, x, y, w, h).ok()?;
    }
    Some(canvas)
}

fn canvas(width: f64, height: f64) -> Option<HtmlCanvasElement> {
    let canvas: HtmlCanvasElement = document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width.round() as u32);
    canvas.set_height(height.round() as u32);
    Some(canvas)
}
