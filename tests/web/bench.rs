//! The engine's benchmarks in the browser: small with the tests; `cargo xtask bench --wasm` builds
//! them in full and sets the figures beside the native ones.

#[path = "../../benches/engine/workloads.rs"]
mod workloads;

use wasm_bindgen_test::{console_log, wasm_bindgen_test};

use workloads::Size;

#[wasm_bindgen_test]
fn the_benchmarks_run() {
    let size = if option_env!("MAILFLOW_BENCH").is_some() { Size::Full } else { Size::Small };
    let clock = web_sys::window().and_then(|window| window.performance());
    let clock = clock.expect("a browser has a clock");
    let mut hashes = Vec::new();
    workloads::run(size, &|| clock.now() / 1e3, |line| {
        console_log!("bench {}", line.json());
        hashes.push(line.hash);
    });
    assert!(hashes.len() > 20 && hashes.iter().all(|&hash| hash != 0));
}
