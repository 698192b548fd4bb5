//! What is saved of a run: names, columns, and the report to the letter.

use mailflow::chart::tape::Tape;
use mailflow::playback::{Player, Side};
use mailflow::save::plate::Plate;
use mailflow::save::{Counts, File, Saved, json, report, series};
use mailflow::scenario::{ActionKind, Field, Place, Scenario};
use mailflow::sim::Sim;
use mailflow::stage::{Palette, Shape, svg};
use mailflow::time::Time;
use serde_json::Value;

fn run(key: &str, seed: u64, hours: u64) -> Sim {
    let mut sim = Sim::new(&Scenario::preset(key).expect("a preset"), seed);
    sim.run_until(Time::from_hours(hours));
    sim
}

/// The incident, split at 13:30 into a world with a higher limit.
fn split() -> Player {
    let mut player = Player::preset("ex1331830", 1).expect("the incident");
    let go_to = |player: &mut Player, minutes| {
        player.seek(Time::from_mins(minutes));
        while player.seeking_to().is_some() {
            player.frame(0.0, &mut || true);
        }
    };
    go_to(&mut player, 90);
    player.split();
    player.act(ActionKind::Limit { sessions: 200, place: Place::All });
    go_to(&mut player, 180);
    player
}

#[test]
fn names_carry_scenario_seed_and_time() {
    let sim = run("healthy-tuesday", 7, 1);
    let names = File::ALL.map(|file| file.name(Saved::from(&sim)));
    assert_eq!(
        names,
        [
            "mailflow-healthy-tuesday-seed7-2026-06-02T1300Z-report.md",
            "mailflow-healthy-tuesday-seed7-2026-06-02T1300Z-series.csv",
            "mailflow-healthy-tuesday-seed7-2026-06-02T1300Z-run.json",
            "mailflow-healthy-tuesday-seed7-2026-06-02T1300Z-scenario.json",
            "mailflow-healthy-tuesday-seed7-2026-06-02T1300Z-smtp.log",
            "mailflow-healthy-tuesday-seed7-2026-06-02T1300Z-page.html",
            "mailflow-healthy-tuesday-seed7-2026-06-02T1300Z-stage.png",
            "mailflow-healthy-tuesday-seed7-2026-06-02T1300Z-backlog.png",
        ]
    );
    for file in File::ALL {
        let text = file.text(Saved::from(&sim), None);
        assert_eq!(text.is_some(), file.is_text(), "{file:?}");
    }
}

#[test]
fn columns_have_units_and_say_whose_mails_they_count() {
    let sim = run("ex1331830", 1, 2);
    let simulated = series::text(Saved::from(&sim), Counts::Simulated);
    let real = series::text(Saved::from(&sim), Counts::Real);
    assert!(
        real.starts_with(
            "time [s],time [UTC],offered [mails],delivered [mails],rejected [mails],\
             expired [mails],held_senders [mails],held_gateways [mails],in_session [mails],\
             attempts [attempts],replies_250 [replies],replies_421 [replies],\
             replies_550 [replies],dropped [sessions],outbound_offered [mails],\
             outbound_sent [mails],outbound_expired [mails],outbound_held [mails],\
             outbound_failed [attempts]\n60,2026-06-02 12:01,"
        ),
        "{}",
        &real[..400]
    );
    assert!(simulated.starts_with("time [s],time [UTC],offered [simulated mails],"));
    let last = |text: &str| text.lines().last().expect("a row").split(',').nth(2)?.parse().ok();
    let offered: [Option<u64>; 2] = [last(&simulated), last(&real)];
    assert_eq!(offered, [Some(sim.tally().offered), Some(sim.tally().offered * 20)]);
    assert_eq!(real.lines().count(), 121, "a head and a row a minute");
}

#[test]
fn two_worlds_stand_in_one_file_and_are_told_apart() {
    let player = split();
    let saved = Saved::from(&player);
    let series = series::text(saved, Counts::Real);
    let of = |world: &str| series.lines().filter(|line| line.starts_with(world)).count();
    assert_eq!((of("world,time [s],"), of("A,"), of("B,")), (1, 180, 180));
    let json: Value = serde_json::from_str(&json::text(saved)).expect("JSON");
    let run_of = |side| player.side(side).expect("a world").sim();
    for (key, side) in [("a", Side::A), ("b", Side::B)] {
        assert_eq!(json[key]["run_hash"], format!("{:016x}", run_of(side).hash()));
    }
    assert!(json["a"]["definition"].get("actions").is_none(), "A is the preset");
    let report = report::text(saved, None);
    assert!(report.contains("| Real mails, unless said | A | B | B − A |"), "{report}");
    assert!(report.contains("| Tue 2 Jun 13:30 | Limit 200 | the reader |"), "{report}");
    let twice = report.matches("First 421").count();
    assert_eq!(twice, 1, "the common past is told once: {report}");
}

#[test]
fn a_saved_run_can_be_run_again() {
    let mut scenario = Scenario::preset("ex1331830").expect("the incident");
    scenario.set(Field::ForestLimit, 60.0).expect("in range");
    let mut sim = Sim::new(&scenario, 3);
    sim.run_until(Time::from_mins(80));
    let mut actions = sim.actions().to_vec();
    actions.clear();
    sim.set_actions(&actions);
    sim.run_until(Time::from_hours(2));
    let json: Value = serde_json::from_str(&json::text(Saved::from(&sim))).expect("JSON");
    let definition = json["definition"].to_string();
    let (again, warnings) = Scenario::from_json(&definition).expect("a scenario file");
    assert_eq!(warnings, []);
    let mut other = Sim::new(&again, json["seed"].as_u64().expect("a seed"));
    other.run_until(Time::from_hours(2));
    assert_eq!(json["run_hash"], format!("{:016x}", other.hash()));
}

#[test]
fn the_report_of_the_incident_is_ready_to_paste() {
    let sim = run("ex1331830", 1, 36);
    let link = "mailflow.html#v=1&s=ex1331830&t=36h";
    insta::assert_snapshot!(report::text(Saved::from(&sim), Some(link)));
}

#[test]
fn the_report_says_who_did_what_and_what_was_left_out() {
    let mut scenario = Scenario::preset("ex1331830").expect("the incident");
    scenario.set(Field::SessionTimeout, 30.0).expect("in range");
    let mut sim = Sim::new(&scenario, 1);
    let mut actions = sim.actions().to_vec();
    actions.remove(0);
    let at = Time::from_mins(70);
    actions.push(mailflow::scenario::Action {
        over: Time::from_mins(10),
        ..mailflow::scenario::Action::new(at, ActionKind::Gateway { percent: 30.0 })
    });
    sim.set_actions(&actions);
    sim.run_until(Time::from_hours(2));
    let report = report::text(Saved::from(&sim), None);
    let part = |from: &str, to: &str| {
        let rest = report.split_once(from).unwrap_or_else(|| panic!("{from}: {report}")).1;
        rest.split_once(to).unwrap_or_else(|| panic!("{to}: {report}")).0.to_owned()
    };
    let microsoft = part("### Microsoft’s levers", "###");
    let left_out = "Flighted 8 %, package limit+lookups | the scenario; left out by the reader |";
    assert!(microsoft.contains(left_out), "{microsoft}");
    assert!(microsoft.contains("the scenario; still to come"), "{microsoft}");
    let tenants = part("### The tenants’ levers", "###");
    assert!(tenants.contains("| Tue 2 Jun 13:10 | Gateway 30 %, over 10 min 00 s | the reader |"));
    let settings = part("### Settings that differ", "##");
    assert!(settings.contains("| `session_timeout` | 30\u{202f}s | 22\u{202f}s |"), "{settings}");
}

/// Every text of a plate that lies over another one or leaves the picture.
fn clashes(plate: &Plate) -> Vec<String> {
    let texts: Vec<_> = plate
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Text(text) => Some((text.text.to_string(), text.bounds())),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    for (index, (text, area)) in texts.iter().enumerate() {
        let inside = area.x >= 0.0 && area.right() <= plate.width;
        let free = plate.places.iter().all(|place| !place.overlaps(*area));
        let apart = texts[..index].iter().all(|(_, other)| !other.overlaps(*area));
        if !inside || !free || !apart || area.y < 0.0 || area.bottom() > plate.height {
            found.push(text.clone());
        }
    }
    found
}

#[test]
fn a_picture_says_which_run_it_is_of_at_every_width() {
    let player = split();
    for width in [358.0, 700.0, 1080.0] {
        for sizes in [&[(width, 300.0)][..], &[(width, 200.0); 2]] {
            let plate = Plate::stage(&player, sizes, 20_000);
            assert_eq!(clashes(&plate), Vec::<String>::new(), "{width}");
            assert_eq!(plate.places.len(), sizes.len());
        }
    }
}

#[test]
fn the_plates_of_the_incident_look_as_they_did() {
    let mut player = Player::preset("ex1331830", 1).expect("the incident");
    player.seek(Time::from_hours(3));
    while player.seeking_to().is_some() {
        player.frame(0.0, &mut || true);
    }
    let size = (700.0, 200.0);
    let tape = Tape::of(&player, f64::from(size.0));
    let backlog = Plate::backlog(&player, size, tape.top(), &tape.ticks);
    assert_eq!(clashes(&backlog), Vec::<String>::new());
    let stage = Plate::stage(&player, &[(700.0, 300.0)], 20_000);
    let svg = |plate: &Plate| {
        svg::document(
            &plate.shapes,
            plate.width,
            plate.height,
            &Palette::read(|property| format!("var({property})")),
        )
    };
    insta::assert_snapshot!("plate_backlog", svg(&backlog));
    insta::assert_snapshot!("plate_stage", svg(&stage));
}
