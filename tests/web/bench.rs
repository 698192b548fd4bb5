//! The engine's benchmarks in the browser: small with the tests; `cargo xtask bench --wasm` builds
//! them in full and sets the figures beside the native ones.

#[path = "../../benches/engine/workloads.rs"]
mod workloads;

use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

use workloads::Size;

#[wasm_bindgen_test]
async fn the_benchmarks_run() {
    let size = if option_env!("MAILFLOW_BENCH").is_some() { Size::Full } else { Size::Small };
    let window = web_sys::window().expect("a browser has a window");
    let clock = window.performance().expect("a browser has a clock");
    let mut hashes = Vec::new();
    for part in workloads::parts(size) {
        let mut runs = Vec::new();
        for run in part.runs(&|| clock.now() / 1e3) {
            runs.push(run);
            // Whoever drives the browser takes one that does not answer for half a minute for dead.
            let frame = Promise::new(&mut |resolve, _| {
                let _ = window.request_animation_frame(&resolve);
            });
            let _ = JsFuture::from(frame).await;
        }
        let lines = workloads::lines(runs);
        assert_eq!(lines.last().map(|line| line.name), Some(part.name));
        for line in lines {
            console_log!("bench {}", line.json());
            hashes.push(line.hash);
        }
    }
    assert!(hashes.len() > 20 && hashes.iter().all(|&hash| hash != 0));
}
