//! What a frame of the stage costs in a browser: shapes made and painted, with many dots. Small with
//! the tests; `cargo xtask bench --wasm` measures it in full, as the page is built.

use js_sys::Promise;
use mailflow::playback::Player;
use mailflow::stage::{Cast, Dot, Flow, Layout, Outcome, Settings, Settle, draw};
use mailflow::time::Time;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};
use web_sys::{HtmlCanvasElement, Window};

use super::{Painter, Palette};
use crate::app::canvas::context;

/// The stage of a page of 1440 x 900 [CSS px].
const SIZE: (f32, f32) = (1128.0, 564.0);

/// So many dots, spread over their lives, regions, forests and outcomes.
fn crowd(count: u64, forests: u16) -> Vec<Dot> {
    let outcomes = [Outcome::Delivered, Outcome::Refused, Outcome::Refused, Outcome::Dropped];
    let dot = |i: u64| Dot {
        mail: i * 7919,
        region: (i % 3) as u8,
        forest: Some(((i % 3) * u64::from(forests) / 3 + i / 3 % 4) as u16),
        from_gateway: false,
        outbound: false,
        outcome: outcomes[(i / 12) as usize % 4],
        inside_s: 0.5,
        phase_s: -1.4 + (i % 97) as f32 / 97.0 * 1.7,
    };
    (0..count).map(dot).collect()
}

/// Waits for the next frame: what is painted is put on the screen between two of them.
async fn next_frame(window: &Window) {
    let asked = Promise::new(&mut |resolve, _| {
        let _ = window.request_animation_frame(&resolve);
    });
    let _ = JsFuture::from(asked).await;
}

#[wasm_bindgen_test]
async fn frames_with_many_dots() {
    let frames = if option_env!("MAILFLOW_BENCH").is_some() { 300 } else { 5 };
    let window = web_sys::window().expect("a browser has a window");
    let clock = window.performance().expect("a browser has a clock");
    let document = window.document().expect("a browser has a document");
    let canvas = document.create_element("canvas").expect("a canvas");
    let canvas: HtmlCanvasElement = canvas.dyn_into().expect("a canvas");
    (canvas.set_width(SIZE.0 as u32), canvas.set_height(SIZE.1 as u32));
    let body = document.body().expect("a page has a body");
    body.append_child(&canvas).expect("the canvas is put on the page");
    let context = context(&canvas).expect("a context");
    let mut player = Player::preset("ex1331830", 1).expect("the incident");
    player.seek(Time::from_hours(2));
    while player.progress().is_some() {
        player.frame(0.0, &mut || true);
    }
    let palette = Palette::read(|name| match name {
        "--font" => "sans-serif".to_owned(),
        _ => format!("#{:06x}", name.len() * 0x0a_1b_2c % 0xff_ff_ff),
    });
    for count in [600, 5000] {
        let mut painter = Painter::new(palette.clone());
        let (mut settle, mut shapes) = (Settle::default(), Vec::new());
        let forests = player.sim().forests().len() as u16;
        let mut dots = crowd(count, forests);
        let mut took = Vec::new();
        for frame in 0..frames {
            next_frame(&window).await;
            for dot in &mut dots {
                dot.phase_s += 1.0 / 60.0;
                if dot.phase_s > 0.3 {
                    dot.phase_s -= 1.7;
                }
            }
            let from = clock.now();
            let snapshot = player.sim().snapshot();
            let layout = Layout::new(SIZE.0, SIZE.1, Cast::of(&snapshot, &[]), Flow::Across);
            settle.update(&snapshot, &dots, &layout, f64::from(frame) / 60.0);
            let settings = Settings {
                settle: &settle,
                epoch: player.scenario().epoch(),
                still: false,
                dots: true,
                ring: None,
                zoom: None,
                tracers: &[],
            };
            draw(&snapshot, &dots, &layout, &settings, &mut shapes);
            let size = (f64::from(SIZE.0), f64::from(SIZE.1));
            painter.paint(&context, &shapes, size, 1.0);
            took.push(clock.now() - from);
        }
        let drawn = shapes.iter().filter(|it| matches!(it, super::Shape::Dot(_))).count();
        assert!(drawn as u64 > count / 2, "{drawn} dots of {count}");
        took.sort_unstable_by(f64::total_cmp);
        let part = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
        console_log!(
            r#"bench {{"name":"stage frames of {count} dots","run_hash":"0","per_second":0,"p50_ms":{:.2},"p95_ms":{:.2},"longest_ms":{:.2}}}"#,
            part(0.5),
            part(0.95),
            part(1.0)
        );
    }
    canvas.remove();
}
