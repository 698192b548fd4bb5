//! The charts as SVG text: what they draw, on any machine, without a browser.
//!
//! Runs natively only: in the browser the same functions draw on a canvas.
#![cfg(not(target_arch = "wasm32"))]

use mailflow::chart::axis::{self, Scale};
use mailflow::chart::cells::Cell;
use mailflow::chart::shape::Shape;
use mailflow::chart::{
    Bars, Cells, Chart, Ink, Line, Lines, Palette, Place, Stroke, bars, palette::hex, tape,
};
use mailflow::number::THIN;
use mailflow::playback::{Levels, Series};
use mailflow::record::Delays;
use mailflow::time::{Epoch, Time};
use plotters::prelude::*;

const INCIDENT: Epoch = Epoch { day: 152, minute: 720 };
const SIZE: (u32, u32) = (600, 88);

pub(crate) fn palette() -> Palette {
    let color = |text| hex(text).expect("a colour");
    Palette {
        held: color("#BF7600"),
        accepted: color("#0062BD"),
        refused: color("#AD3A00"),
        dropped: color("#743A68"),
        rejected: color("#4A525B"),
        delivered: color("#2F976F"),
        ink: color("#1B1F24"),
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

/// Levels every half hour, from a function of the hour.
fn levels(hours: f64, value: impl Fn(f64) -> f64) -> Levels {
    let Series { step, values } = series(hours + 0.5, value);
    Levels { step, until: Time::from_secs_f64(hours * 3_600.0), values }
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
        held: [levels(played_h, held), levels(played_h, |h| gateway * held(h))],
        ghost: None,
        drain: None,
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
    let ghost = Some(levels(41.0, |h| 50_000.0 * h));
    insta::assert_snapshot!(tape_svg(&tape::Tape { ghost, ..a_tape(9.0, 0.5) }, 2.0));
}

#[test]
fn the_scale_of_the_tape_holds_the_ghost_too() {
    let tape = a_tape(9.0, 0.0);
    let ghost = Some(levels(41.0, |_| 9.5e6));
    assert!(tape.top() < 5e6);
    assert!(tape::Tape { ghost, ..tape }.top() >= 9.5e6);
}

#[test]
fn a_drain_estimate_is_dotted_and_fits_the_scale() {
    let of = |values| {
        let held = Series { step: Time::from_hours(1), values };
        let drain = Some(tape::Ahead { from: Time::from_hours(9), held });
        tape::Tape { drain, ..a_tape(9.0, 0.0) }
    };
    // One that goes through the roof does not press flat what was: held was 1.8 M at most.
    assert!(of(vec![1.6e6, 9e6]).top() < 3.1e6);
    let tape = of(vec![1.6e6, 1.0e6, 0.4e6, 0.0]);
    assert!(tape.top() >= 1.8e6);
    insta::assert_snapshot!(tape_svg(&tape, 1.0));
}

fn chart_svg(chart: &Chart, size: (u32, u32)) -> String {
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
    let room = (f64::from(size.0), f64::from(size.1));
    chart.draw(&area, &palette(), 1.0, room).expect("SVG draws everything");
    drop(area);
    svg
}

fn lines(scale: Scale, lines: Vec<Line>) -> Chart {
    Chart::Lines(Lines { epoch: INCIDENT, duration: Time::from_hours(41), scale, lines })
}

#[test]
fn replies_are_lines_with_their_shapes() {
    let line = |name, ink, shape, series| Line { name, ink, stroke: Stroke::Solid, shape, series };
    let (circle, chevron) = (Some(Shape::Circle), Some(Shape::Chevron));
    let (cross, diamond) = (Some(Shape::Cross), Some(Shape::Diamond));
    let chart = lines(
        Scale::count(4_500.0, 100.0),
        vec![
            line("250", Ink::Accepted, circle, series(30.0, |_| 900.0)),
            line("421", Ink::Refused, chevron, series(30.0, |h| 150.0 * h)),
            line("lost", Ink::Dropped, cross, series(30.0, |h| 40.0 * (h - 4.0))),
            line("550", Ink::Rejected, diamond, series(30.0, |_| 0.0)),
        ],
    );
    let Chart::Lines(drawn) = &chart else { panic!("lines") };
    let ends: Vec<_> = drawn.ends().iter().map(|(line, _)| line.name).collect();
    assert_eq!(ends, ["250", "421", "lost"], "a code that never came has no label");
    let reading = chart.reading(Place { cell: 0, value: 20 }).replace(THIN, " ");
    assert_eq!(reading, "22:00 · 250: 900 · 421: 1.50 k · lost: 240");
    insta::assert_snapshot!(chart_svg(&chart, SIZE));
}

#[test]
fn delays_are_known_by_their_strokes_and_break_where_nothing_was_delivered() {
    let hole = |factor: f64| {
        let mut line = series(12.0, |h| factor * libm::pow(10.0, h / 3.0));
        line.values[8..12].fill(f64::NAN);
        line
    };
    let line = |name, stroke, factor| Line {
        name,
        ink: Ink::Accepted,
        stroke,
        shape: None,
        series: hole(factor),
    };
    let chart = lines(
        Scale::delay(1.0, 36_000.0),
        vec![
            line("p50", Stroke::Solid, 1.0),
            line("p95", Stroke::Dashed, 2.0),
            line("p99", Stroke::Dotted, 3.0),
        ],
    );
    let gap = chart.reading(Place { cell: 0, value: 9 });
    assert_eq!(gap, "16:30 · p50: none · p95: none · p99: none");
    insta::assert_snapshot!(chart_svg(&chart, SIZE));
}

#[test]
fn a_histogram_has_what_was_delivered_beside_what_waits() {
    let mut delays = [Delays::default(), Delays::default()];
    for _ in 0..3 {
        delays[0].add(Time::from_secs(7));
    }
    delays[0].add(Time::from_hours(30));
    delays[1].add(Time::from_mins(20));
    let kind = |index: usize, name, ink| bars::Kind::of(name, ink, &delays[index], 1000);
    let kinds = [kind(0, "delivered", Ink::Delivered), kind(1, "waiting", Ink::Held)];
    let chart = Chart::Bars(Bars { kinds });
    let all: Vec<_> =
        (0..chart.len()).map(|bin| chart.reading(Place { cell: 0, value: bin })).collect();
    let all = all.join("\n").replace(THIN, " ");
    for line in [
        "under 1 s · delivered: 0 % (0) · waiting: 0 % (0)",
        "5 s to 10 s · delivered: 75 % (3.00 k) · waiting: 0 % (0)",
        "10 min to 30 min · delivered: 0 % (0) · waiting: 100 % (1.00 k)",
        "over 24 h · delivered: 25 % (1.00 k) · waiting: 0 % (0)",
    ] {
        assert!(all.contains(line), "{line}\n{all}");
    }
    insta::assert_snapshot!(chart_svg(&chart, SIZE));
}

#[test]
fn forests_are_cells_that_twelve_and_forty_read_in() {
    let cell = |index: usize| Cell {
        name: format!("NA F{}", index + 1),
        value: "50/50".to_owned(),
        word: "FULL",
        used: (0..6).map(|w| (w as f32 + index as f32 % 3.0) / 8.0).collect(),
        done: (0..6).map(|w| 1.0 - w as f32 / 8.0).collect(),
        failed: vec![[12_300, 4]; 6],
    };
    let of = |count: usize| {
        Chart::Cells(Cells {
            epoch: INCIDENT,
            duration: Time::from_hours(12),
            step: Time::from_hours(1),
            cells: (0..count).map(cell).collect(),
        })
    };
    let chart = of(12);
    let reading = chart.reading(Place { cell: 1, value: 4 }).replace(THIN, " ");
    let want =
        "NA F2 · 16:00 · 63 % of its limit in use · 50 % of its best done · 12.3 k refused · 4 cut";
    assert_eq!(reading, want);
    let down = chart.step(Some(Place { cell: 11, value: 4 }), "ArrowDown");
    assert_eq!(down, Some(Place { cell: 11, value: 4 }), "the last cell is the last");
    insta::assert_snapshot!(chart_svg(&chart, (700, 160)));
    insta::assert_snapshot!(chart_svg(&of(40), (1392, 210)));
}
