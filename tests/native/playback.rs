//! The cursor: seeks, steps and branches land on exactly the state of a straight run.

mod branches;
mod worlds;

use mailflow::playback::Player;
use mailflow::readout::{Lever, MarkKind, Speed};
use mailflow::scenario::{Action, ActionKind, Place, Scenario};
use mailflow::sim::Sim;
use mailflow::stage::Outcome;
use mailflow::time::Time;

fn player() -> Player {
    Player::preset("ex1331830", 1).expect("the incident")
}

/// A frame that may take so many slices: enough for what it must do, and little is left for
/// computing ahead.
fn frame(player: &mut Player, slices: u32) {
    let mut left = slices;
    player.frame(1.0 / 60.0, &mut || {
        left = left.saturating_sub(1);
        left > 0
    });
}

/// Frames of 1/60 s.
fn play(player: &mut Player, wall_s: f64) {
    for _ in 0..(wall_s * 60.0) as u32 {
        frame(player, 12);
    }
}

fn settle(player: &mut Player) {
    while player.seeking_to().is_some() {
        frame(player, 40);
    }
}

fn straight(scenario: &Scenario, to: Time) -> u64 {
    let mut sim = Sim::new(scenario, 1);
    sim.run_until(to);
    sim.hash()
}

#[test]
fn a_seek_in_either_direction_lands_on_the_straight_run() {
    let mut player = player();
    let scenario = player.scenario().clone();
    for minutes in [400, 90, 391, 61, 500, 0] {
        let to = Time::from_secs(minutes * 60 + 17);
        player.seek(to);
        settle(&mut player);
        assert_eq!(player.cursor(), to);
        assert_eq!(player.sim().hash(), straight(&scenario, to), "at {to}");
    }
}

#[test]
fn a_seek_gives_way_when_the_frame_is_over() {
    let mut player = player();
    player.seek(Time::from_hours(4));
    let mut frames = 0;
    while player.seeking_to().is_some() {
        let mut looks = 0;
        player.frame(1.0 / 60.0, &mut || {
            looks += 1;
            looks <= 5
        });
        frames += 1;
        assert!(looks <= 7, "it goes on working after its time is up: {looks}");
    }
    assert!(frames > 10, "a far seek takes many frames: {frames}");
}

#[test]
fn the_story_keeps_its_pace() {
    let mut player = player();
    let opening = player.cursor();
    assert_eq!(player.scenario().epoch().clock(opening), "12:59");
    player.set_playing(true);
    play(&mut player, 4.0);
    let passed = (player.cursor() - opening).secs_f64();
    assert!((passed - 240.0).abs() < 2.0, "60 times for 4 s: {passed}");
}

#[test]
fn acting_at_the_cursor_recomputes_the_future_and_keeps_the_old_one() {
    let mut player = player();
    player.seek(Time::from_hours(6));
    settle(&mut player);
    player.seek(Time::from_hours(3));
    settle(&mut player);
    assert!(player.ghost().is_none());
    assert_eq!(player.held()[0].values.len(), 361, "what was played stays on the tape");
    player.pull(Lever::Limit, 200.0);
    assert_eq!(player.cursor(), Time::from_hours(3));
    assert_eq!(player.ghost().expect("the replaced future").values.len(), 361);
    assert_eq!(player.held()[0].values.len(), 181);
    let mut edited = player.scenario().clone();
    player.seek(Time::from_hours(5));
    settle(&mut player);
    assert_eq!(player.sim().hash(), straight(&edited, Time::from_hours(5)));
    let at = Time::from_hours(3);
    let limit = Action::new(at, ActionKind::Limit { sessions: 200, place: Place::All });
    assert!(edited.actions().contains(&limit));
    // Taking it out again restores the preset's run.
    let index = edited.actions().iter().position(|a| *a == limit).expect("it is there");
    player.remove_action(index);
    settle(&mut player);
    player.seek(Time::from_hours(5));
    settle(&mut player);
    edited.actions_mut().retain(|a| *a != limit);
    assert_eq!(player.sim().hash(), straight(&edited, Time::from_hours(5)));
}

#[test]
fn pulling_a_lever_twice_at_one_instant_leaves_one_action() {
    let mut player = player();
    let before = player.scenario().actions().len();
    player.pull(Lever::Limit, 60.0);
    player.pull(Lever::Limit, 70.0);
    assert_eq!(player.scenario().actions().len(), before + 1);
    let readout = player.readout();
    let limit = readout.levers.iter().find(|l| l.lever == Lever::Limit).expect("the lever");
    assert!((limit.value - 70.0).abs() < 1e-9);
    assert!(readout.marks.iter().any(|m| matches!(m.kind, MarkKind::Action { .. })));
    assert!(readout.edited && readout.speed != Speed::Story, "the story is left");
    player.restart();
    assert!(!player.readout().edited && player.readout().speed == Speed::Story);
}

#[test]
fn steps_go_from_outcome_to_outcome_and_back() {
    let mut player = player();
    player.set_playing(true);
    play(&mut player, 5.0);
    player.step_forward();
    assert!(!player.is_playing());
    let mut stops = vec![player.cursor()];
    for _ in 0..3 {
        player.step_forward();
        stops.push(player.cursor());
    }
    assert!(stops.is_sorted() && stops[0] < stops[3]);
    for stop in stops.iter().rev().skip(1) {
        player.step_back();
        settle(&mut player);
        assert_eq!(player.cursor(), *stop);
    }
}

#[test]
fn a_dot_meets_its_outcome_at_the_instant_the_model_has_it() {
    let mut player = player();
    player.set_speed(Speed::Times(60));
    player.seek(Time::from_mins(64));
    settle(&mut player);
    player.set_playing(true);
    let (mut met, mut early) = (0, 0);
    let mut seen = std::collections::HashMap::new();
    let mut outcomes = std::collections::HashSet::new();
    for _ in 0..240 {
        let before = player.cursor();
        player.frame(1.0 / 60.0, &mut || true);
        // A refused mail may be on its way twice; a delivered one is so once.
        for dot in player.dots() {
            outcomes.insert(dot.outcome);
            if dot.outcome != Outcome::Delivered {
                continue;
            }
            let was = seen.insert(dot.mail, dot.phase_s);
            if was.is_some_and(|was: f32| was < 0.0) && dot.phase_s >= 0.0 {
                met += 1;
                let passed = (player.cursor() - before).secs_f64() / 60.0;
                assert!(f64::from(dot.phase_s) <= passed + 0.03, "late by {}", dot.phase_s);
            }
            early += u32::from(was.is_none() && dot.phase_s < -0.9);
        }
    }
    assert!(met > 20, "{met} outcomes in four seconds");
    assert!(early > 20, "dots set off before their outcome: {early}");
    assert!(player.dots().len() <= 600);
    assert!(outcomes.contains(&Outcome::Refused));
}

#[test]
fn after_a_seek_what_was_just_refused_is_on_its_way_back() {
    let mut player = player();
    player.seek(Time::from_mins(75));
    settle(&mut player);
    for _ in 0..200 {
        player.frame(0.0, &mut || true);
    }
    let refused = player.dots().iter().filter(|dot| dot.outcome == Outcome::Refused);
    assert!(refused.clone().any(|dot| dot.phase_s > 0.0), "chevrons in flight on a still frame");
    assert!(refused.clone().any(|dot| dot.phase_s < 0.0));
    assert!(!player.is_busy(), "a paused page has nothing left to do");
}

#[test]
fn the_end_card_reads_the_run_and_its_branches_start_at_the_first_post() {
    let mut player = player();
    player.seek(Time::NEVER);
    settle(&mut player);
    let card = player.readout().end_card.expect("the run is over");
    assert!(card.summary.contains("delivered") && !card.summary.contains('{'), "{}", card.summary);
    assert_eq!(card.branches.len(), 3);
    assert_eq!(player.scenario().epoch().clock(card.branch_at), "14:33");
    player.act_at(card.branch_at, card.branches[1].1);
    settle(&mut player);
    assert_eq!(player.cursor(), card.branch_at);
    assert!(player.ghost().is_some(), "the real run stays as a dashed line");
    assert!(player.readout().end_card.is_none());
}
