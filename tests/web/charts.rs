//! How long a chart takes to be drawn on a canvas: small with the tests; in full with the benchmarks.

use mailflow::chart::{Chart, Palette};
use mailflow::instrument::{delay::Delay, forests::Forests, replies};
use mailflow::playback::Player;
use mailflow::time::Time;
use plotters::prelude::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};
use web_sys::HtmlCanvasElement;

/// The panel of a window of 1440 px at two device pixels a CSS pixel.
const SIZE: (u32, u32) = (2784, 480);

#[wasm_bindgen_test]
fn charts_are_drawn_in_a_few_milliseconds() {
    let full = option_env!("MAILFLOW_BENCH").is_some();
    // With the tests nothing is optimised, so only what is far off is told.
    let (draws, most_ms, hours) = if full { (60, 3.0, 36) } else { (8, 60.0, 3) };
    let mut player = Player::preset("ex1331830", 1).expect("a preset");
    player.seek(Time::from_hours(hours));
    while player.seeking_to().is_some() {
        player.frame(0.0, &mut || true);
    }
    let window = web_sys::window().expect("a window");
    let (document, clock) = (window.document().expect("a page"), window.performance());
    let clock = clock.expect("a browser has a clock");
    let canvas = document.create_element("canvas").expect("an element");
    let canvas: HtmlCanvasElement = canvas.dyn_into().expect("a canvas");
    canvas.set_width(SIZE.0);
    canvas.set_height(SIZE.1);
    let area = CanvasBackend::with_canvas_object(canvas).expect("a context").into_drawing_area();
    let delay = Delay::of(&player);
    let charts = [
        ("delay", delay.over_time),
        ("histogram", delay.histogram),
        ("replies", replies::over_time(&player)),
        ("forests", Forests::of(&player).cells),
    ];
    for (name, chart) in charts {
        let mut took: Vec<_> = (0..draws).map(|_| draw(&area, &chart, &|| clock.now())).collect();
        took.sort_by(f64::total_cmp);
        let p95 = took[draws * 95 / 100];
        console_log!("bench {{\"name\":\"chart: {name}\",\"p95_ms\":{p95:.2}}}");
        assert!(p95 < most_ms, "{name}: {p95} ms");
    }
}

type Area = plotters::drawing::DrawingArea<CanvasBackend, plotters::coord::Shift>;

fn draw(area: &Area, chart: &Chart, now: &dyn Fn() -> f64) -> f64 {
    let before = now();
    let room = (f64::from(SIZE.0) / 2.0, f64::from(SIZE.1) / 2.0);
    chart.draw(area, &Palette::default(), 2.0, room).expect("a canvas draws everything");
    now() - before
}
