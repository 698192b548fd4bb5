//! Two worlds under one cursor: the same mails, other fates.

use std::collections::BTreeMap;

use mailflow::playback::{Player, Side};
use mailflow::readout::{Lever, Speed};
use mailflow::scenario::{Field, Scenario};
use mailflow::sim::Sim;
use mailflow::sim::trace::Sighting;
use mailflow::sim::trail::{Step, What};
use mailflow::stage::Outcome;
use mailflow::time::Time;

use super::{play, player, settle, straight};

fn split_at(at: Time) -> Player {
    let mut player = player();
    player.seek(at);
    settle(&mut player);
    player.split();
    player
}

fn hash(player: &Player, side: Side) -> u64 {
    player.side(side).expect("both are there").sim().hash()
}

/// Until the cursor is where it was sent and everything there is known.
fn arrive(player: &mut Player) {
    settle(player);
    player.frame(0.0, &mut || true);
}

#[test]
fn two_worlds_are_one_until_something_differs() {
    let mut player = split_at(Time::from_hours(2));
    player.set_speed(mailflow::readout::Speed::Times(3600));
    player.set_playing(true);
    play(&mut player, 0.5);
    let versus = player.versus().expect("the run was split");
    assert!(!versus.differs && versus.changes.is_empty() && versus.mail_hours_saved == 0);
    assert_eq!(hash(&player, Side::A), hash(&player, Side::B));
    assert_eq!(versus.held[0], versus.held[1]);
}

#[test]
fn each_world_is_its_own_straight_run_of_the_same_mails() {
    let mut player = split_at(Time::from_hours(2));
    assert_eq!(player.selected(), Side::B);
    player.pull(Lever::Limit, 200.0);
    let end = Time::from_hours(5);
    player.seek(end);
    settle(&mut player);
    let [a, b] = [Side::A, Side::B].map(|side| player.side(side).expect("both").scenario().clone());
    assert_eq!(hash(&player, Side::A), straight(&a, end));
    assert_eq!(hash(&player, Side::B), straight(&b, end));
    assert_eq!(a, Scenario::preset("ex1331830").expect("the incident"), "A is untouched");
    let versus = player.versus().expect("the run was split");
    assert!(versus.differs && versus.same_mails);
    assert_eq!(versus.changes, ["14:00 Limit 200"]);
    let [a, b] = [a, b].map(|scenario| {
        let mut sim = Sim::new(&scenario, 1);
        sim.run_until(end);
        sim
    });
    // Held and in session, added up by the minute: within a hundredth of the exact integral.
    let hours = |sim: &Sim| {
        let rows = sim.record().rows().iter();
        rows.map(|row| (row.held() + row.in_session) as f64 / 60.0 * 20.0).sum::<f64>()
    };
    let want = hours(&a) - hours(&b);
    let got = versus.mail_hours_saved as f64;
    assert!((got / want - 1.0).abs() < 0.01, "{got} for {want}");
    assert!(got < 0.0, "a limit that is too high costs time");
    assert_eq!(versus.sentence(), "B holds more mail than A, and its mail has waited longer.");
    assert_eq!(versus.held, [a.tally().held() * 20, b.tally().held() * 20]);
    // Going back, both go back.
    player.seek(Time::from_hours(1));
    settle(&mut player);
    assert_eq!(hash(&player, Side::A), hash(&player, Side::B));
}

#[test]
fn the_world_that_is_kept_goes_on_alone() {
    for keep in [Side::A, Side::B] {
        let mut player = split_at(Time::from_hours(2));
        player.pull(Lever::Limit, 200.0);
        player.seek(Time::from_hours(3));
        settle(&mut player);
        let kept = hash(&player, keep);
        player.join(keep);
        assert!(player.versus().is_none() && player.side(Side::B).is_none());
        assert_eq!(player.sim().hash(), kept);
        assert_eq!(player.is_edited(), keep == Side::B);
    }
}

#[test]
fn a_field_of_b_counts_from_its_start() {
    let mut player = split_at(Time::from_hours(3));
    assert!(player.set_field(Field::ForestLimit, 1e9).is_err());
    player.set_field(Field::ForestLimit, 60.0).expect("in range");
    settle(&mut player);
    assert_eq!(player.cursor(), Time::from_hours(3));
    let b = player.side(Side::B).expect("split").scenario().clone();
    assert!((b.get(Field::ForestLimit) - 60.0).abs() < 1e-9);
    assert_eq!(hash(&player, Side::B), straight(&b, Time::from_hours(3)));
    let versus = player.versus().expect("split");
    assert!(versus.differs && versus.same_mails);
    assert_eq!(versus.changes, ["forest limit 60"]);
}

#[test]
fn a_followed_mail_tells_all_its_outcomes_in_both_worlds() {
    let mut player = split_at(Time::from_hours(2));
    player.pull(Lever::Limit, 100.0);
    player.seek(Time::from_hours(4));
    settle(&mut player);
    // Everything that happened to every mail, from a straight run.
    let all = |player: &Player, side: Side| -> Vec<Sighting> {
        let scenario = player.side(side).expect("both").scenario();
        let mut sim = Sim::new(scenario, 1);
        sim.trace_mut().watch_one_in(1.0);
        let mut seen = Vec::new();
        while sim.now() < Time::from_hours(4) {
            sim.run_for(Time::from_hours(4), 2_000);
            seen.extend(sim.trace_mut().drain());
        }
        seen
    };
    let (a, b) = (all(&player, Side::A), all(&player, Side::B));
    let mut outcomes_of = BTreeMap::new();
    for sighting in &a {
        *outcomes_of.entry(sighting.mail).or_insert(0) += 1;
    }
    let hard_luck = a.iter().filter(|s| s.outcome == Outcome::Refused).map(|s| s.mail);
    let mail = hard_luck.max_by_key(|mail| outcomes_of[mail].min(4)).expect("many are refused");
    player.look_at(Some(mail));
    for _ in 0..3 {
        player.frame(0.0, &mut || true);
    }
    for (side, all) in [(Side::A, &a), (Side::B, &b)] {
        let run = player.side(side).expect("both");
        let trail = run.trail(mail).expect("followed");
        let want: Vec<_> =
            all.iter().filter(|s| s.mail == mail).map(|s| (s.at, s.forest)).collect();
        assert_eq!(outcomes(run.sim(), trail.steps(player.cursor())), want, "{side:?}");
    }
    let followed = player.readout().followed.pop().expect("it has words");
    assert!(followed.fates.iter().all(Option::is_some), "{followed:?}");
    let fate = followed.fates[0].clone().unwrap_or_default();
    assert!(fate.contains("refused"), "{fate}");
    player.seek(Time::from_mins(30));
    settle(&mut player);
    player.frame(0.0, &mut || true);
    let fate = player.readout().followed[0].fates[0].clone().unwrap_or_default();
    assert!(fate.starts_with("not sent before"), "{fate}");
    player.look_at(None);
    assert!(player.readout().followed.is_empty());
}

/// When and where the tries of a trail had their outcomes. Of a try at several addresses that all
/// refused the last one counts, as it does for those who watch samples.
fn outcomes(sim: &Sim, steps: &[Step]) -> Vec<(Time, Option<u16>)> {
    let of = |step: &Step| match &step.what {
        What::Refused(it) => {
            let kind = sim.hosts()[it.host as usize].kind;
            let is_last = u32::from(it.address) + 1 == sim.profile(kind).addresses;
            (is_last || it.at_rcpt).then_some((step.at, Some(it.forest)))
        }
        What::Ended(it) => Some((step.at, Some(it.forest))),
        What::Expired { .. } | What::Parked { .. } => Some((step.at, None)),
        _ => None,
    };
    steps.iter().filter_map(of).collect()
}

#[test]
fn what_is_known_of_a_followed_mail_does_not_depend_on_how_the_cursor_came_there() {
    let end = Time::from_hours(5);
    let mut straight = Player::preset("ex1331830", 1).expect("the incident");
    straight.seek(end);
    arrive(&mut straight);
    let mail = straight.sim().oldest(|_| true).expect("much waits").0;
    straight.look_at(Some(mail));
    arrive(&mut straight);
    let trail = |player: &Player| {
        let trail = player.run().trail(mail).expect("followed").clone();
        assert!(trail.is_known(player.cursor()));
        trail.steps(player.cursor()).to_vec()
    };
    let known = trail(&straight);
    assert!(known.len() > 4, "{known:?}");
    // Followed from the start, forwards in pieces, with a jump, and back again.
    let mut player = Player::preset("ex1331830", 1).expect("the incident");
    player.pin(mail);
    player.set_speed(Speed::Times(3600));
    player.set_playing(true);
    while player.cursor() < Time::from_hours(2) {
        player.frame(0.05, &mut || true);
    }
    for at in [Time::from_hours(3), end] {
        player.set_playing(false);
        player.seek(at);
        arrive(&mut player);
    }
    assert_eq!(trail(&player), known);
    player.seek(Time::from_hours(4));
    arrive(&mut player);
    let until = |at: Time| known.iter().filter(|step| step.at <= at).cloned().collect::<Vec<_>>();
    assert_eq!(trail(&player), until(player.cursor()));
    // Another future: what is known of the old one is forgotten.
    player.pull(Lever::Limit, 400.0);
    player.seek(end);
    arrive(&mut player);
    let other = trail(&player);
    assert_ne!(other, known);
    let before = |steps: &[Step]| {
        steps.iter().filter(|step| step.at < Time::from_hours(4)).cloned().collect::<Vec<_>>()
    };
    assert_eq!(before(&other), before(&known));
}
