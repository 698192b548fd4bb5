//! The charts as SVG text: what they draw, on any machine, without a browser.
//!
//! Runs natively only: in the browser the same functions draw on a canvas.
#![cfg(not(target_arch = "wasm32"))]

use mailflow::chart::{Palette, axis, palette::hex, replies, tape};
use mailflow::playback::Series;
use mailflow::time::{Epoch, Time};
use plotters::prelude::*;

const INCIDENT: Epoch = Epoch { day: 152, minute: 720 };
const SIZE: (u32, u32) = (600, 88);

fn palette() -> Palette {
    let color = |text| hex(text).expect("a colour");
    Palette {
        held: color("#BF7600"),
        accepted: color("#0062BD"),
        refused: color("#AD3A00"),
        dropped: color("#743A68"),
        rejected: color("#4A525B"),
        muted: color("#5E6772"),
        hairline: color("#DCE0E5"),
        surface: color("#FFFFFF"),
    }
}

/// A series of one value every half hour, from a function of the hour.
fn series(hours: f64, value: impl Fn(f64) -> f64) -> Series {
    let count = (hours * 2.0) as usize;
    let values = (0..count).map(|i| value(i as f64 / 2.0).max(0.0)).collect();
    Series { step: Time::from_mins(30), values }
}

fn tape_svg(chart: &tape::Tape, scale: f64) -> String {
    let mut svg = String::new();
    let size = (SIZE.0 * scale as u32, SIZE.1 * scale as u32);
    let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
    tape::draw(&area, chart, &palette(), scale).expect("SVG draws everything");
    drop(area);
    svg
}

fn a_tape(played_h: f64, gateway: f64) -> tape::Tape {
    let duration = Time::from_hours(41);
    let held = |h: f64| 60_000.0 * (h - 1.0).max(0.0) * (12.0 - h).max(0.0);
    tape::Tape {
        duration,
        held: [series(played_h, held), series(played_h, |h| gateway * held(h))],
        ghost: None,
        coming: None,
        worlds: None,
        ticks: axis::time_ticks(INCIDENT, duration, f64::from(SIZE.0)),
    }
}

#[test]
fn the_tape_before_anything_is_held_is_an_empty_grid() {
    insta::assert_snapshot!(tape_svg(&a_tape(1.0, 0.0), 1.0));
}

#[test]
fn the_tape_leaves_what_was_not_played_blank() {
    insta::assert_snapshot!(tape_svg(&a_tape(9.0, 0.0), 1.0));
}

#[test]
fn the_tape_stacks_gateways_and_dashes_a_replaced_future() {
    let ghost = Some(series(41.0, |h| 50_000.0 * h));
    insta::assert_snapshot!(tape_svg(&tape::Tape { ghost, ..a_tape(9.0, 0.5) }, 2.0));
}

#[test]
fn the_scale_of_the_tape_holds_the_ghost_too() {
    let tape = a_tape(9.0, 0.0);
    let ghost = Some(series(41.0, |_| 9.5e6));
    assert!(tape.top() < 5e6);
    assert!(tape::Tape { ghost, ..tape }.top() >= 9.5e6);
}

#[test]
fn replies_are_lines_with_their_shapes() {
    let duration = Time::from_hours(41);
    let chart = replies::Replies {
        duration,
        codes: [
            series(30.0, |_| 900.0),
            series(30.0, |h| 150.0 * h),
            series(30.0, |h| 40.0 * (h - 4.0)),
            series(30.0, |_| 0.0),
        ],
        ticks: axis::time_ticks(INCIDENT, duration, f64::from(SIZE.0)),
    };
    assert!(!chart.is_empty() && chart.ends()[3].is_none());
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
    replies::draw(&area, &chart, &palette(), 1.0).expect("SVG draws everything");
    drop(area);
    insta::assert_snapshot!(svg);
}
