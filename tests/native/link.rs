//! Permalinks: the links of version 1 to the letter, what is said of a bad one, and the way there and
//! back for any set-up.

use mailflow::link::{Link, Split, Theme};
use mailflow::playback::{Player, Side};
use mailflow::scenario::{
    ACTIONS, Action, ActionKind, Channel, FIELDS, Field, FieldSpec, Place, Scale, Scenario,
    Warning, preset,
};
use mailflow::time::Time;
use proptest::prelude::*;

fn incident() -> Scenario {
    Scenario::preset("ex1331830").expect("the incident")
}

fn reads(text: &str) -> Link {
    let (link, warnings) = Link::read(text);
    assert_eq!(warnings, [], "{text}");
    link
}

/// What is told of a link: key, words of the message, and what is used instead.
fn warns(text: &str, key: &str, words: &str, used: Option<&str>) -> Link {
    let (link, warnings) = Link::read(text);
    let [Warning { path, message, used: instead }] = &warnings[..] else {
        panic!("{text}: one warning, not {warnings:?}")
    };
    assert_eq!((path.as_str(), instead.as_deref()), (key, used), "{text}: {message}");
    assert!(message.contains(words), "{text}: {message}");
    link
}

fn at_start(percent: f64) -> Action {
    let kind = ACTIONS.iter().find(|spec| spec.key == "flight").expect("a kind");
    Action::new(Time::ZERO, (kind.build)(&[percent, 7.0]))
}

/// These are in people's documents: they must read the same for good.
#[test]
fn the_links_of_version_1_read_as_they_always_did() {
    let link = reads("#v=1&s=ex1331830&limit=40&flighting=50&seed=7&t=2h10m&b.limit=60");
    assert_eq!(link.original, incident());
    assert_eq!((link.seed, link.at), (7, Some(Time::from_mins(130))));
    let mut a = incident();
    a.set(Field::ForestLimit, 40.0).expect("in range");
    *a.actions_mut() = vec![at_start(50.0)];
    assert_eq!(link.scenario, a, "the lever stands instead of the scenario's own flights");
    let mut b = a.clone();
    b.set(Field::ForestLimit, 60.0).expect("in range");
    assert_eq!(link.split, Some(Split { at: Time::ZERO, scenario: b }));

    let link = reads("?v=1&s=mo1221364&t=1h&theme=dark&autoplay=1");
    assert_eq!(link.scenario.about().key, "mo1221364");
    assert_eq!((link.theme, link.autoplay), (Some(Theme::Dark), Some(true)));

    let link = reads(
        "#s=ex1331830&limit=200@1h30m,80:F2@2h~10m&gateway=30@2h&refusal_phase=rcpt&lifetime=4h",
    );
    assert!((link.scenario.get(Field::Lifetime) - 4.0).abs() < 1e-9);
    assert!((link.scenario.get(Field::RefusalPhase) - 1.0).abs() < 1e-9);
    let limit = |sessions, place| ActionKind::Limit { sessions, place };
    let added = [
        Action::new(Time::from_mins(90), limit(200, Place::All)),
        Action {
            over: Time::from_mins(10),
            ..Action::new(Time::from_hours(2), limit(80, Place::Forest(1)))
        },
        Action::new(Time::from_hours(2), ActionKind::Gateway { percent: 30.0 }),
    ];
    assert_eq!(link.scenario.actions()[..3], added);
    assert_eq!(link.scenario.actions().len(), 3 + incident().actions().len());

    // The incident without its first action, packed.
    let link = reads(
        "#v=1&s=ex1331830&z=jc7BCsIwDAbgV5Fc10NrlQ1fRTzE0nVhXTvWDIWxd7cVFDzIdkv-P3xkgQHJtz4-4HJQAu6YbJ7APpXWqtESBKBhiiHl-LoAcqlV3X2LsreeXMc5Gu1kbCg3qs4bmh7dG_Q0EFc-xn4eE6ziIx1Pm9JZ_khTnJmCq_6KzfZvchd5W18",
    );
    assert_eq!(link.scenario.actions(), &incident().actions()[1..]);
    assert_eq!(link.original, incident());
}

#[test]
fn only_what_differs_is_written() {
    assert_eq!(Link::default().write(), "v=1&s=ex1331830");
    let mut link = Link::default();
    link.scenario.set(Field::ForestLimit, 40.0).expect("in range");
    *link.scenario.actions_mut() = vec![at_start(50.0)];
    (link.seed, link.at) = (7, Some(Time::from_mins(130)));
    let mut scenario = link.scenario.clone();
    scenario.set(Field::ForestLimit, 60.0).expect("in range");
    link.split = Some(Split { at: Time::from_hours(2), scenario });
    assert_eq!(
        link.write(),
        "v=1&s=ex1331830&limit=40&flighting=50&seed=7&t=2h10m&split=2h&b.limit=60"
    );
    let mut link = Link::default();
    let limit = ActionKind::Limit { sessions: 80, place: Place::Forest(1) };
    let ramp = Action { over: Time::from_mins(10), ..Action::new(Time::from_mins(90), limit) };
    link.scenario.actions_mut().insert(0, ramp);
    assert_eq!(link.write(), "v=1&s=ex1331830&limit=80:F2@1h30m~10m");
    link.scenario.actions_mut().remove(1);
    let packed = link.write();
    assert!(packed.starts_with("v=1&s=ex1331830&z="), "{packed}");
    assert!(packed.len() < 400, "{} letters: {packed}", packed.len());
}

#[test]
fn what_is_wrong_is_told_and_the_nearest_is_used() {
    let default = Link::default();
    assert_eq!(warns("#lmit=40", "lmit", "did you mean limit?", None), default);
    let link = warns("#limit=5000", "limit", "out of range (0 to 2000 sessions", Some("2000"));
    assert!((link.scenario.get(Field::ForestLimit) - 2000.0).abs() < 1e-9);
    warns("#limit=many", "limit", "not a number", None);
    warns("#b.limit=-1", "b.limit", "out of range", Some("0"));
    warns("#v=2", "v", "no version of this page", Some("1"));
    assert_eq!(warns("#s=ex133", "s", "did you mean ex1331830?", Some("ex1331830")), default);
    warns("#t=99h", "t", "after the end of the run", Some("36h"));
    warns("#t=soon", "t", "no time of the run, as 2h10m or 14:33", None);
    assert_eq!(warns("#s=outage", "s", "mta-tails", Some("ex1331830")), default);
    warns("#gateway=30@99h", "gateway", "after the end of the run", Some("36h"));
    warns("#recall=", "recall", "needs a time", None);
    warns("#skew=50@2h", "skew", "from the start only", None);
    warns("#seed=-1", "seed", "whole number", Some("1"));
    warns("#theme=blue", "theme", "light, dark, system", None);
    warns("#limit=40&limit=50", "limit", "twice", Some("the last one"));
    assert_eq!(warns("#z=AAAA", "z", "cut or changed", None), default);
    // A clock time is understood too.
    assert_eq!(reads("#t=14:05").at, Some(Time::from_mins(125)));
}

#[test]
fn a_link_opens_what_it_was_made_of() {
    let mut player = Player::preset("ex1331830", 1).expect("the incident");
    let go_to = |player: &mut Player, minutes| {
        player.seek(Time::from_mins(minutes));
        while player.seeking_to().is_some() {
            player.frame(0.0, &mut || true);
        }
    };
    assert_eq!(Link::of(&player), Link::default(), "where the page opens");
    go_to(&mut player, 80);
    player.act(ActionKind::Limit { sessions: 200, place: Place::All });
    go_to(&mut player, 90);
    player.split();
    player.act(ActionKind::Gateway { percent: 30.0 });
    player.set_field(Field::SessionTimeout, 30.0).expect("in range");
    go_to(&mut player, 100);
    let link = Link::of(&player);
    let text = link.write();
    assert_eq!(
        text,
        "v=1&s=ex1331830&limit=200@1h20m&t=1h40m&split=1h30m&b.session_timeout=30&b.gateway=30@1h30m"
    );
    let mut again = Player::open(&reads(&text));
    while again.seeking_to().is_some() {
        again.frame(0.0, &mut || true);
    }
    assert_eq!(Link::of(&again), link);
    for side in [Side::A, Side::B] {
        let hash = |player: &Player| player.side(side).expect("a world").sim().hash();
        assert_eq!(hash(&again), hash(&player), "{side:?}");
    }
    assert!(again.is_edited() && !again.is_playing());
    again.restart();
    assert_eq!(Link::of(&again), Link::default(), "back to the story");
}

#[test]
fn a_scenario_of_ones_own_travels_whole() {
    let json = r#"{"base": "healthy-tuesday", "title": "Größer & schöner", "rings": ["F2"],
        "fields": {"forest_limit": 77}, "actions": [{"at": "2h", "action": "recall"}]}"#;
    let (own, warnings) = Scenario::from_json(json).expect("JSON");
    assert_eq!(warnings, []);
    let mut link = Link::new(own.clone());
    assert_eq!(reads(&link.write()), link);
    link.scenario.set(Field::ForestLimit, 80.0).expect("in range");
    assert!(link.write().contains("&limit=80&z="), "{}", link.write());
    assert_eq!(reads(&link.write()), link);
}

/// A value of a field or a parameter.
fn value(spec: &'static FieldSpec) -> BoxedStrategy<f64> {
    let (min, max) = (spec.min, spec.max);
    match spec.scale {
        Scale::Real => prop_oneof![Just(min), Just(max), min..=max].boxed(),
        _ => (min as i64..=max as i64).prop_map(|whole| whole as f64).boxed(),
    }
}

fn field() -> impl Strategy<Value = (Field, f64)> {
    (0..FIELDS.len()).prop_flat_map(|index| {
        let field = Field::from_key(FIELDS[index].key).expect("a field");
        value(&FIELDS[index]).prop_map(move |value| (field, value))
    })
}

/// An action within the shortest run.
fn action() -> impl Strategy<Value = Action> {
    let kind = (0..ACTIONS.len()).prop_flat_map(|index| {
        let params: Vec<_> = ACTIONS[index].params.iter().map(value).collect();
        params.prop_map(move |values| (ACTIONS[index].build)(&values))
    });
    let over = prop_oneof![Just(0), 0..600_000_000_u64];
    let at = prop_oneof![Just(0), 0..360_000_000_u64];
    (at, over, kind).prop_map(|(at, over, kind)| Action {
        at: Time::from_us(at),
        over: Time::from_us(over),
        kind,
    })
}

/// What is done to a scenario: fields set, some of its actions taken away, others added.
type Edits = (Vec<(Field, f64)>, Vec<bool>, Vec<Action>);

fn edits() -> impl Strategy<Value = Edits> {
    let kept = prop_oneof![
        Just(vec![true; 8]),
        Just(vec![false; 8]),
        prop::collection::vec(any::<bool>(), 8)
    ];
    (prop::collection::vec(field(), 0..4), kept, prop::collection::vec(action(), 0..4))
}

fn edited(scenario: &Scenario, (fields, kept, added): Edits) -> Scenario {
    let mut scenario = scenario.clone();
    for (field, value) in fields {
        scenario.set(field, value).expect("in range");
    }
    let end = scenario.duration();
    let actions = scenario.actions_mut();
    let mut index = 0;
    actions.retain(|_| {
        index += 1;
        kept[index % kept.len()]
    });
    actions.extend(added);
    for action in &mut *actions {
        action.at = action.at.min(end);
    }
    actions.sort_by_key(|action| action.at);
    scenario
}

#[test]
fn actions_of_one_instant_keep_their_order_beside_a_field_of_the_same_key() {
    let original = Scenario::preset("ex1331830").expect("a preset");
    let mut scenario = original.clone();
    scenario.set_text("channel=same-cloud").expect("a field");
    let at_once = |kind| Action { at: Time::ZERO, over: Time::from_mins(5), kind };
    let added = [
        at_once(ActionKind::Connector { on: false }),
        at_once(ActionKind::Channel { channel: Channel::SameCloud }),
    ];
    scenario.actions_mut().splice(0..0, added);
    for split in [None, Some(Split { at: Time::from_mins(2), scenario: scenario.clone() })] {
        let own = if split.is_some() { &original } else { &scenario };
        let link = Link { split, original: original.clone(), ..Link::new(own.clone()) };
        let (again, warnings) = Link::read(&link.write());
        assert_eq!(warnings, []);
        assert!(again == link, "{}", link.write());
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        index in 0..preset::PRESETS.len(),
        a in edits(),
        b in prop::option::of((edits(), 0..3600_u64)),
        seed in any::<u64>(),
        at in prop::option::of(0..360_000_000_u64),
    ) {
        let original = Scenario::new(&preset::PRESETS[index]);
        let scenario = edited(&original, a);
        let split = b.map(|(edits, secs)| Split {
            at: Time::from_secs(secs).min(scenario.duration()),
            scenario: edited(&scenario, edits),
        });
        let at = at.map(|us| Time::from_us(us).min(scenario.duration()));
        let link = Link { split, at, seed, original, ..Link::new(scenario) };
        let text = link.write();
        let (again, warnings) = Link::read(&format!("#{text}"));
        prop_assert_eq!(warnings, [], "{}", &text);
        prop_assert!(again == link, "{text} is read as {}", again.write());
        prop_assert_eq!(again.write(), text);
    }

    #[test]
    fn any_text_is_a_link(text in "[#?]?([a-z_.]{1,12}=[-a-zA-Z0-9@~:,.%+]{0,12}&?){0,6}|.{0,80}") {
        let (link, _) = Link::read(&text);
        for field in Field::all() {
            prop_assert!(field.spec().check(link.scenario.get(field)).is_ok());
        }
        let (again, warnings) = Link::read(&link.write());
        prop_assert_eq!(warnings, []);
        prop_assert!(again == link, "{}", link.write());
    }
}
