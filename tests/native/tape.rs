//! The tape of a run: what is drawn at an instant is what the model held there, up to the playhead.
//!
//! Reads the drawing itself, in pixels of a tape so wide that a second is some of them.
#![cfg(not(target_arch = "wasm32"))]

use mailflow::chart::tape::{self, Tape};
use mailflow::playback::{Player, Side};
use mailflow::readout::Lever;
use mailflow::scenario::{ActionKind, Place, Scenario};
use mailflow::sim::Sim;
use mailflow::time::Time;
use plotters::prelude::*;

use crate::charts::palette;

const SIZE: (u32, u32) = (20_000, 4_002);
const HELD: &str = "#BF7600";
const MUTED: &str = "#5E6772";

fn settle(player: &mut Player) {
    while player.seeking_to().is_some() {
        player.frame(0.0, &mut || true);
    }
}

fn seek(player: &mut Player, to: Time) {
    player.seek(to);
    settle(player);
}

/// The points of every stroke of a colour [px].
fn strokes(player: &Player, color: &str) -> Vec<Vec<(f64, f64)>> {
    let chart = Tape::of(player, 600.0);
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
    tape::draw(&area, &chart, &palette(), 1.0).expect("SVG draws everything");
    drop(area);
    let lines = svg.lines().filter(|line| line.starts_with("<polyline") && line.contains(color));
    let points = lines.filter_map(|line| line.split_once("points=\"")?.1.split_once('"'));
    points.map(|(points, _)| points.split_whitespace().map(point).collect()).collect()
}

fn point(text: &str) -> (f64, f64) {
    let (x, y) = text.split_once(',').expect("x,y");
    (x.parse().expect("x"), y.parse().expect("y"))
}

/// Where a run without a player has what it holds at an instant.
fn place(player: &Player, scenario: &Scenario, at: Time) -> (f64, f64) {
    let mut sim = Sim::new(scenario, 1);
    sim.run_until(at);
    let held = (sim.tally().held() * scenario.scale()) as f64;
    let x = at.secs_f64() / player.duration().secs_f64() * f64::from(SIZE.0 - 1);
    (x, 1.0 + (1.0 - held / Tape::of(player, 600.0).top()) * f64::from(SIZE.1 - 3))
}

fn near(a: (f64, f64), b: (f64, f64), off: f64) -> bool {
    (a.0 - b.0).abs() <= off && (a.1 - b.1).abs() <= off
}

/// That a line has what was held at its start, at the end of some rows, and at its end.
fn assert_line(player: &Player, scenario: &Scenario, line: &[(f64, f64)], end: Time) {
    for at in [Time::ZERO, Time::from_mins(2), Time::from_mins(5), end] {
        let want = place(player, scenario, at);
        assert!(line.iter().any(|&it| near(it, want, 1.0)), "{at:?}: {want:?} of {line:?}");
    }
    assert!(near(line[line.len() - 1], place(player, scenario, end), 1.0), "{line:?}");
}

/// A run of minutes: forests are full at once, and it ends between two rows.
fn of_minutes() -> Player {
    let mut scenario = Scenario::preset("limit-too-high").expect("a preset");
    for text in ["retry_law=exponential", "forest_limit=10", "duration=0.405"] {
        scenario.set_text(text).expect("in range");
    }
    Player::new(scenario, 1)
}

const END: Time = Time::from_secs(17 * 60 + 23);

#[test]
fn the_line_is_right_in_time_and_ends_at_the_playhead() {
    let mut player = of_minutes();
    seek(&mut player, END);
    assert_line(&player, player.scenario(), &strokes(&player, HELD)[0], END);
}

#[test]
fn a_run_that_begins_with_mail_waiting_begins_there() {
    let mut scenario = of_minutes().scenario().clone();
    scenario.set_text("initial_waiting=5000").expect("in range");
    let mut player = Player::new(scenario, 1);
    seek(&mut player, END);
    assert_line(&player, player.scenario(), &strokes(&player, HELD)[0], END);
}

#[test]
fn of_two_worlds_both_lines_end_at_the_playhead() {
    let mut player = of_minutes();
    seek(&mut player, Time::from_mins(3));
    player.split();
    player.pull(Lever::Limit, 400.0);
    seek(&mut player, END);
    for (side, line) in [
        (Side::A, strokes(&player, MUTED).last().expect("A")),
        (Side::B, strokes(&player, HELD).last().expect("B")),
    ] {
        let run = player.side(side).expect("split");
        assert_line(&player, run.scenario(), line, END);
    }
}

#[test]
fn a_future_that_was_replaced_and_one_that_is_coming_are_dashed_to_their_ends() {
    let mut player = of_minutes();
    let was = player.scenario().clone();
    seek(&mut player, END);
    // Something else is done in the past: what was seen so far stays, to the second.
    player.act_at(Time::from_mins(3), ActionKind::Limit { sessions: 400, place: Place::All });
    settle(&mut player);
    let last = |player: &Player| {
        let ends = strokes(player, MUTED).into_iter().filter_map(|dash| dash.last().copied());
        ends.max_by(|a, b| a.0.total_cmp(&b.0)).expect("a dash")
    };
    // A dash or a gap may be what is left of it.
    assert!(near(last(&player), place(&player, &was, END), 30.0), "{:?}", last(&player));
    player.show_coming(true);
    player.undo();
    while player.is_busy() {
        player.frame(0.0, &mut || true);
    }
    let all = player.duration();
    assert!(near(last(&player), place(&player, player.scenario(), all), 30.0));
}
