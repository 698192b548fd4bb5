//! The opening's words and pace, on the run they tell.

use mailflow::playback::Player;
use mailflow::report::health;
use mailflow::scenario::Scenario;
use mailflow::scenario::preset::PRESETS;
use mailflow::sim::Sim;
use mailflow::story::{self, SENTENCE_MAX};
use mailflow::time::Time;

#[test]
fn the_story_of_the_incident_is_told_in_about_ninety_seconds() {
    let mut player = Player::preset("ex1331830", 1).expect("the incident");
    player.set_playing(true);
    let mut frames = 0u32;
    let mut said = Vec::new();
    while player.is_playing() && frames < 60 * 200 {
        player.frame(1.0 / 60.0, &mut || true);
        frames += 1;
        let readout_sentence = player.said().first().map(|(_, text)| text.clone());
        if let Some(sentence) = readout_sentence.filter(|s| said.last() != Some(s)) {
            said.push(sentence);
        }
    }
    let seconds = f64::from(frames) / 60.0;
    assert!((75.0..120.0).contains(&seconds), "told in {seconds:.0} s");
    assert!(player.sim().cleared_at().is_some(), "it ends when the backlog is gone");
    assert!(player.readout().end_card.is_some());
    assert!(said.len() >= 14, "{said:#?}");
    for sentence in &said {
        assert!(sentence.chars().count() <= SENTENCE_MAX, "too long: {sentence}");
        assert!(!sentence.contains('{'), "not filled: {sentence}");
    }
    let order = ["09:00", "13:03", "421", "first post", "all regions", "first ring", "retry clock"];
    let mut rest = said.iter();
    for word in order {
        assert!(
            rest.any(|s| s.to_ascii_lowercase().contains(&word.to_ascii_lowercase())),
            "{word}: {said:#?}"
        );
    }
}

#[test]
fn every_caption_is_short_enough_and_in_order() {
    for preset in PRESETS {
        for caption in preset.captions {
            let text = caption.text.chars().count();
            assert!(text <= SENTENCE_MAX + 20, "{}", caption.text);
        }
    }
}

#[test]
fn a_changed_run_is_described_from_its_state() {
    let mut player = Player::preset("ex1331830", 1).expect("the incident");
    let sim_at = |player: &mut Player, minutes: u64| {
        player.seek(Time::from_mins(minutes));
        while player.seeking_to().is_some() {
            player.frame(0.0, &mut || true);
        }
        let sentence = story::state_sentence(player.sim());
        assert!(sentence.chars().count() <= SENTENCE_MAX, "{sentence}");
        sentence
    };
    assert!(sim_at(&mut player, 60).contains("in seconds"));
    assert!(sim_at(&mut player, 90).contains("more wait each minute"));
    assert!(sim_at(&mut player, 26 * 60).contains("fewer wait each minute"));
    assert!(sim_at(&mut player, 36 * 60).contains("gone"));
}

#[test]
fn only_a_post_with_a_source_is_called_sourced() {
    let says = |source: &str| {
        let post = format!(r#"{{"at": "1h", "gist": "mail is late", "source": "{source}"}}"#);
        let file = format!(r#"{{"base": "healthy-tuesday", "posts": [{post}]}}"#);
        let (scenario, _) = Scenario::from_json(&file).expect("JSON");
        let mut sim = Sim::new(&scenario, 1);
        let before = story::admin_centre(&sim);
        sim.run_until(Time::from_mins(61));
        let known = if source.is_empty() { "the scenario, which gives no source" } else { source };
        assert_eq!(health::lines(&sim)[0].source, known, "the page has no empty brackets");
        [before, story::admin_centre(&sim)]
    };
    assert!(says("a tracker").iter().all(|words| words.contains("sourced")));
    for none in ["", "assumption"] {
        let said = says(none);
        assert!(
            said.iter().all(|it| it.starts_with("Admin") && !it.contains("sourced")),
            "{said:?}"
        );
    }
}

#[test]
fn the_forests_are_said_to_have_room_only_while_they_have() {
    let mut player = Player::preset("ex1331830", 1).expect("the incident");
    let (mut room, mut full) = (0, 0);
    for minutes in (28 * 60..33 * 60).step_by(5) {
        player.seek(Time::from_mins(minutes));
        while player.seeking_to().is_some() {
            player.frame(0.0, &mut || true);
        }
        let rates = player.sim().rates();
        let (now, before) = (player.sim().tally(), rates.tally_before());
        let back = now.refused + now.dropped - before.refused - before.dropped;
        let said = player.said().first().map(|(_, text)| text.clone()).unwrap_or_default();
        if said.contains("have room") {
            let delivered = now.delivered - before.delivered;
            assert!(back * 20 <= delivered, "{minutes} min: {back} came back of {delivered}");
            room += 1;
        } else if back > 0 {
            assert!(said.contains("still refuse"), "{minutes} min: {said}");
            full += 1;
        }
    }
    assert!(room > 10 && full > 10, "{room} with room, {full} without");
}
