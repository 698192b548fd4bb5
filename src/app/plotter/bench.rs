//! What a redraw of a chart costs in a browser. Small with the tests; `cargo xtask bench --wasm`
//! measures it in full, as the page is built.

use mailflow::chart::{Palette, tape};
use mailflow::instrument::{delay::Delay, forests::Forests, replies};
use mailflow::playback::Player;
use mailflow::time::Time;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};
use web_sys::HtmlCanvasElement;

use super::{Area, PlotError, draw_on};

/// The panel of a window of 1440 px at two device pixels a CSS pixel.
const SIZE: (u32, u32) = (2784, 480);

#[wasm_bindgen_test]
fn redraws_of_charts() {
    let (draws, hours) = if option_env!("MAILFLOW_BENCH").is_some() { (100, 36) } else { (3, 3) };
    let mut player = Player::preset("ex1331830", 1).expect("a preset");
    player.seek(Time::from_hours(hours));
    while player.seeking_to().is_some() {
        player.frame(0.0, &mut || true);
    }
    let room = (f64::from(SIZE.0) / 2.0, f64::from(SIZE.1) / 2.0);
    let palette = Palette::default();
    let delay = Delay::of(&player);
    let charts = [
        ("delay", delay.over_time),
        ("histogram", delay.histogram),
        ("replies", replies::over_time(&player)),
        ("forests", Forests::of(&player).cells),
    ];
    for (name, chart) in charts {
        measure(name, draws, |area| chart.draw(area, &palette, 2.0, room));
    }
    let tape = tape::Tape::of(&player, room.0);
    measure("tape", draws, |area| tape::draw(area, &tape, &palette, 2.0));
}

/// Draws it so many times, each on a cleared canvas, and prints how long that took.
fn measure(name: &str, draws: usize, draw: impl Fn(&Area) -> Result<(), PlotError>) {
    let window = web_sys::window().expect("a window");
    let clock = window.performance().expect("a browser has a clock");
    let document = window.document().expect("a page");
    let canvas = document.create_element("canvas").expect("an element");
    let canvas: HtmlCanvasElement = canvas.dyn_into().expect("a canvas");
    canvas.set_width(SIZE.0);
    canvas.set_height(SIZE.1);
    let context = crate::app::canvas::context(&canvas).expect("a context");
    let mut took: Vec<_> = (0..draws)
        .map(|_| {
            context.clear_rect(0.0, 0.0, f64::from(SIZE.0), f64::from(SIZE.1));
            let before = clock.now();
            let outcome = draw_on(&canvas, &draw).expect("a context");
            let took = clock.now() - before;
            outcome.expect("a canvas draws everything");
            // Reading a pixel makes the browser carry out what it has only noted so far.
            let _ = context.get_image_data(0.0, 0.0, 1.0, 1.0);
            took
        })
        .collect();
    let data = context.get_image_data(0.0, 0.0, f64::from(SIZE.0), f64::from(SIZE.1));
    let data = data.expect("pixels").data();
    let inked = data.chunks(4).filter(|pixel| pixel[3] > 0).count();
    assert!(inked > 1_000, "{name}: {inked} pixels drawn on");
    took.sort_by(f64::total_cmp);
    let part = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    console_log!(
        r#"bench {{"name":"chart: {name}","run_hash":"0","per_second":0,"p50_ms":{:.2},"p95_ms":{:.2},"longest_ms":{:.2}}}"#,
        part(0.5),
        part(0.95),
        part(1.0)
    );
}
