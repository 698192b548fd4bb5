//! Actions as items on the tape: whatever is done to them, the run is the straight one.

use mailflow::playback::Player;
use mailflow::readout::{Lever, MarkKind};
use mailflow::scenario::{Action, Scenario};
use mailflow::time::Time;

use super::{player, settle, straight};

/// The run at the cursor is the straight run of the actions that are on.
fn check(player: &mut Player) {
    settle(player);
    let mut scenario = Scenario::preset("ex1331830").expect("the incident");
    *scenario.actions_mut() = player.run().timeline().actions();
    assert_eq!(player.sim().hash(), straight(&scenario, player.cursor()));
}

#[test]
fn moved_edited_switched_off_and_undone_actions_give_the_straight_run() {
    let mut player = player();
    player.seek(Time::from_hours(4));
    settle(&mut player);
    player.act_at(Time::from_hours(2), Lever::Limit.action(200.0, player.readout().package));
    assert_eq!(player.seeking_to(), Some(Time::from_hours(2)), "it goes where it acts");
    check(&mut player);
    player.seek(Time::from_hours(4));
    check(&mut player);
    let index = 0;
    let action = player.run().timeline().items()[index].action;
    let with_it = player.sim().hash();
    player.edit_action(index, Action { at: Time::from_mins(150), ..action });
    check(&mut player);
    assert_eq!(player.cursor(), Time::from_hours(4), "an edit leaves the cursor where it is");
    player.edit_action(index, Action { at: Time::from_mins(90), ..action });
    check(&mut player);
    player.set_action_enabled(index, false);
    check(&mut player);
    let off = player.readout().marks.into_iter().find_map(|mark| match mark.kind {
        MarkKind::Action { enabled, .. } => Some(enabled),
        _ => None,
    });
    assert_eq!(off, Some(false), "it keeps its flag");
    for _ in 0..3 {
        player.undo();
        check(&mut player);
    }
    assert_eq!(player.sim().hash(), with_it);
    player.undo();
    check(&mut player);
    assert!(!player.is_edited() && player.readout().can_redo && !player.readout().can_undo);
    for _ in 0..4 {
        player.redo();
    }
    check(&mut player);
    assert!(!player.is_edited(), "what is off changes nothing");
    player.set_action_enabled(index, true);
    check(&mut player);
    assert!(player.is_edited());
    player.remove_action(index);
    check(&mut player);
}

#[test]
fn an_edit_ahead_of_the_cursor_moves_nothing_here() {
    let mut player = player();
    player.seek(Time::from_hours(3));
    settle(&mut player);
    let before = player.sim().hash();
    let item = player.run().timeline().items()[0];
    assert!(item.action.at > Time::from_hours(3));
    player.set_action_enabled(0, false);
    assert_eq!((player.sim().hash(), player.seeking_to()), (before, None));
    player.seek(Time::from_hours(12));
    check(&mut player);
}

#[test]
fn what_is_coming_is_blank_unless_asked_for() {
    let mut player = player();
    player.seek(Time::from_hours(2));
    settle(&mut player);
    while player.is_busy() {
        player.frame(1.0 / 60.0, &mut || true);
    }
    assert!(player.coming().is_none());
    let last = |player: &Player| player.readout().marks.iter().map(|mark| mark.at).max();
    assert!(last(&player) <= Some(Time::from_hours(2)), "no mark gives the future away");
    assert_eq!(player.readout().computed, 100, "though it is computed");
    player.show_coming(true);
    let coming = player.coming().expect("asked for");
    assert_eq!(coming.values.len(), 36 * 60 + 1);
    let labels: Vec<_> = player.readout().marks.into_iter().map(|mark| mark.label).collect();
    for label in ["Onset", "First 421", "Peak", "Half cleared", "Cleared", "Flighted 50 %"] {
        assert!(labels.iter().any(|known| known == label), "{label} in {labels:?}");
    }
    player.show_coming(false);
    assert!(player.coming().is_none() && last(&player) <= Some(Time::from_hours(2)));
}

#[test]
fn a_seek_can_be_cancelled_and_the_run_stays_whole() {
    let mut player = player();
    player.seek(Time::from_hours(30));
    let mut looks = 0;
    player.frame(1.0 / 60.0, &mut || {
        looks += 1;
        looks < 20
    });
    let progress = player.progress().expect("it is under way");
    assert!(progress > 0.0 && progress < 0.5, "{progress}");
    player.cancel();
    assert_eq!((player.seeking_to(), player.progress()), (None, None));
    check(&mut player);
    player.seek(Time::from_hours(5));
    check(&mut player);
}

#[test]
fn steps_go_from_one_instant_worth_a_look_to_the_next_and_back() {
    let mut player = player();
    let mut stops = Vec::new();
    for _ in 0..6 {
        player.step_to_next_mark();
        while player.progress().is_some() {
            player.frame(1.0 / 60.0, &mut || true);
        }
        stops.push(player.cursor());
    }
    assert!(stops.windows(2).all(|pair| pair[0] < pair[1]), "{stops:?}");
    let readout = player.readout();
    let marks: Vec<_> = readout.marks.iter().map(|mark| (mark.at, mark.label.as_str())).collect();
    for (stop, label) in stops.iter().zip(["Onset", "First forest full", "First 421"]) {
        assert!(marks.contains(&(*stop, label)), "{label} at {stop} in {marks:?}");
    }
    for stop in stops.iter().rev().skip(1) {
        player.step_to_last_mark();
        settle(&mut player);
        assert_eq!(player.cursor(), *stop);
    }
    // The last of all is the end.
    player.seek(Time::from_hours(35));
    settle(&mut player);
    player.step_to_next_mark();
    while player.progress().is_some() {
        player.frame(1.0 / 60.0, &mut || true);
    }
    assert_eq!(player.cursor(), player.duration());
}

#[test]
fn the_checkpoints_stay_within_their_memory() {
    let mut player = player();
    while player.is_busy() {
        player.frame(1.0 / 60.0, &mut || true);
    }
    let checkpoints = player.run().checkpoints();
    assert!(checkpoints.bytes() <= 128 << 20, "{} bytes", checkpoints.bytes());
    assert!(checkpoints.len() >= 20, "{}", checkpoints.len());
    player.split();
    let both: usize = [mailflow::playback::Side::A, mailflow::playback::Side::B]
        .into_iter()
        .filter_map(|side| player.side(side))
        .map(|run| run.checkpoints().bytes())
        .sum();
    assert!(both <= 128 << 20, "{both} bytes");
}
