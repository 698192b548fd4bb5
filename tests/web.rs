//! Tests that run in a browser: `cargo xtask test --only web`.
//!
//! They see the library as the page's WebAssembly build has it. Tests of components stand beside
//! the components, in the binary; the same command runs them.
#![cfg(target_arch = "wasm32")]

#[path = "web/bench.rs"]
mod bench;
#[path = "web/hashes.rs"]
mod hashes;

use mailflow::time::{Epoch, Time};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn times_read_the_same_as_natively() {
    assert_eq!(Time::from_mins(65).to_string(), "1 h 05 min");
    assert_eq!(Time::from_secs(200).to_string(), "3 min 20 s");
    assert_eq!(Time::from_secs_f64(2.5).to_string(), "2.5 s");
}

#[wasm_bindgen_test]
fn the_clock_wraps_at_midnight_with_32_bit_words() {
    // Noon UTC on 2 June 2026; the incident's later half is past midnight.
    let epoch = Epoch { day: 152, minute: 720 };
    assert_eq!(epoch.clock_with_seconds(Time::from_secs(63 * 60 + 27)), "13:03:27");
    assert_eq!(epoch.date(Time::from_hours(12)), "Wed 3 Jun");
}
