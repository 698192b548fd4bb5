//! Scenario files: what is wrong is told with place and range, nothing panics, and what is written
//! is read again.

use std::fs;
use std::path::Path;

use mailflow::scenario::{
    ACTIONS, Action, FIELDS, Field, FieldSpec, Scenario, Warning, file, preset,
};
use mailflow::time::Time;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn read(text: &str) -> (Scenario, Vec<Warning>) {
    Scenario::from_json(text).expect("JSON")
}

fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    fs::read_to_string(path).expect("a document")
}

/// The one warning of a file, which names all of `wants`.
fn warns(text: &str, path: &str, wants: &[&str], used: Option<&str>) -> Scenario {
    let (scenario, warnings) = read(text);
    let [warning] = &warnings[..] else { panic!("{text}: one warning, not {warnings:?}") };
    assert_eq!(warning.path, path, "{text}: {warning}");
    assert_eq!(warning.used.as_deref(), used, "{text}: {warning}");
    for want in wants {
        assert!(warning.message.contains(want), "{text}: {warning} should name {want}");
    }
    scenario
}

#[test]
fn the_published_schema_is_the_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenario.schema.json");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, file::schema()).expect("the schema can be written");
    }
    let published = fs::read_to_string(&path).expect("the schema exists");
    assert!(published == file::schema(), "fields or actions have changed: UPDATE=1 cargo test");
}

#[test]
fn the_schema_describes_every_field_and_every_action() {
    let schema: Value = serde_json::from_str(&file::schema()).expect("JSON");
    let is_described = |schema: &Value, spec: &FieldSpec| {
        let text = schema["description"].as_str().expect("a description");
        assert!(text.contains(spec.help) && text.contains(spec.source), "{}", spec.key);
        assert!(!schema["default"].is_null(), "{}", spec.key);
        let number = &schema["anyOf"][0];
        let is_limited = number["minimum"].as_f64() == Some(spec.min)
            && number["maximum"].as_f64() == Some(spec.max);
        assert!(is_limited || schema["enum"].is_array() || schema["$ref"].is_string());
    };
    for spec in FIELDS {
        is_described(&schema["$defs"]["Fields"]["properties"][spec.key], spec);
    }
    let kinds = schema["$defs"]["Action"]["oneOf"].as_array().expect("kinds");
    assert_eq!(kinds.len(), ACTIONS.len());
    for (kind, spec) in kinds.iter().zip(ACTIONS) {
        assert_eq!(kind["properties"]["action"]["const"], spec.key);
        for param in spec.params {
            is_described(&kind["properties"][param.key], param);
        }
    }
    let top: Vec<_> = schema["properties"].as_object().expect("keys").keys().collect();
    for key in &top {
        let (_, warnings) = read(&json!({ key.as_str(): null }).to_string());
        assert!(warnings.iter().all(|w| !w.message.contains("unknown key")), "{key} is known");
    }
}

#[test]
fn the_example_is_read_as_it_stands() {
    let (scenario, warnings) = read(&document("example-scenario.json"));
    assert_eq!(warnings, []);
    assert_eq!(scenario.about().key, "own");
    assert_eq!(scenario.origin().key, "ex1331830");
    let get = |field| scenario.get(field).to_string();
    assert_eq!(get(Field::Duration), "24");
    assert_eq!(get(Field::OnsetLookupSpeed), "45");
    assert_eq!(get(Field::RefusalPhase), "1");
    assert_eq!(get(Field::SecondIdp), "1");
    assert_eq!(get(Field::Skew), "98", "what is not named is the base's");
    assert_eq!(scenario.actions()[2].at, Time::from_hours(6), "a number is hours");
    assert_eq!(scenario.faults()[1].over, Time::from_mins(30));
    assert_eq!(scenario.rings(), [11, 7]);
    assert_eq!(scenario.posts()[0].at, Time::from_mins(90));
    let example: Value = serde_json::from_str(&document("example-scenario.json")).expect("JSON");
    let schema: Value = serde_json::from_str(&file::schema()).expect("JSON");
    for key in schema["properties"].as_object().expect("keys").keys() {
        assert!(!example[key].is_null(), "the example shows {key}");
    }
}

#[test]
fn what_is_absent_stays_and_what_is_empty_is_cleared() {
    let base = Scenario::preset("ex1331830").expect("the incident");
    assert!(!base.actions().is_empty() && !base.posts().is_empty());
    let (scenario, _) = read(r#"{"fields": {"skew": 50}}"#);
    assert_eq!((scenario.actions(), scenario.posts()), (base.actions(), base.posts()));
    let (scenario, warnings) = read(r#"{"actions": [], "posts": []}"#);
    assert_eq!(warnings, []);
    assert!(scenario.actions().is_empty() && scenario.posts().is_empty());
}

#[test]
fn values_of_fields_are_brought_into_range() {
    let field = |value: &str, wants: &[&str], used: &str| {
        let (key, value) = value.split_once('=').expect("key=value");
        let text = format!(r#"{{"fields": {{"{key}": {value}}}}}"#);
        warns(&text, &format!("fields.{key}"), wants, Some(used))
    };
    let scenario = field("forest_limit=99999", &["99999", "0 to 2000 sessions"], "2000 sessions");
    assert_eq!(scenario.get(Field::ForestLimit).to_string(), "2000");
    field("forest_limit=-1", &["out of range"], "0 sessions");
    field("forest_limit=12.4", &["whole number"], "12 sessions");
    field("forest_limit=\"9e9 sessions\"", &["9000000000", "0 to 2000"], "2000 sessions");
    field("forest_limit=\"many\"", &["\"many\" is not a number"], "50 sessions");
    field("skew=null", &["null", "0 to 100 %"], "98 %");
    field("skew=[1]", &["a list"], "98 %");
    field("skew=true", &["true"], "98 %");
    field("lifetime=\"4 weeks\"", &["weeks", "ms, s, min, h, d"], "0 h");
    field("lifetime=\"99d\"", &["out of range", "0 to 240 h"], "240 h");
    field("refusal_phase=\"baner\"", &["did you mean banner?", "banner, rcpt"], "\"banner\"");
    field("refusal_phase=1", &["\"1\" is not one of banner, rcpt"], "\"banner\"");
    field("source_reply=451", &["a number, not text"], "\"451\"");
    let scenario = field("lookup_speed=1e308", &["1e308"], "10 x");
    assert_eq!(scenario.get(Field::LookupSpeed).to_string(), "10");
}

#[test]
fn keys_that_are_unknown_or_twice_are_told_of() {
    warns(r#"{"feilds": {}}"#, "feilds", &["did you mean fields?"], None);
    warns(r#"{"colour": 1}"#, "colour", &["unknown key"], None);
    let text = r#"{"fields": {"forest-limt": 40}}"#;
    warns(text, "fields.forest-limt", &["did you mean forest_limit?"], None);
    let text = r#"{"fields": {"skew": 10, "skew": 20}}"#;
    let scenario = warns(text, "fields.skew", &["twice"], Some("the last one"));
    assert_eq!(scenario.get(Field::Skew).to_string(), "20");
    let text = r#"{"actions": [{"at": "1h", "action": "load", "pct": 5}]}"#;
    warns(text, "actions[0].pct", &["unknown key"], None);
    warns(r#"{"a\nb": 1}"#, r#"["a\nb"]"#, &["unknown key"], None);
}

#[test]
fn actions_are_kept_as_far_as_they_can_be() {
    let action = |entry: &str, path: &str, wants: &[&str], used: Option<&str>| {
        let text = format!(r#"{{"actions": [{entry}]}}"#);
        warns(&text, &format!("actions[0]{path}"), wants, used).actions().to_vec()
    };
    let kept = |entry: &str, path: &str, wants: &[&str], used: &str| {
        let actions = action(entry, path, wants, Some(used));
        assert_eq!(actions.len(), 1, "{entry} is kept");
        actions[0]
    };
    let entry = r#"{"at": "1h", "action": "limt"}"#;
    assert!(action(entry, "", &["did you mean limit?", "lookup-speed"], None).is_empty());
    assert!(action(r#"{"at": "1h"}"#, "", &["missing", "limit"], None).is_empty());
    assert!(action(r#"{"at": "1h", "action": 5}"#, "", &["5", "limit"], None).is_empty());
    assert!(action("5", "", &["5 is not an action"], None).is_empty());

    let at = |at: &str, wants: &[&str], used| {
        let entry = format!(r#"{{"at": {at}, "action": "recall"}}"#);
        kept(&entry, ".at", wants, used).at
    };
    at(r#""48h""#, &["after the end of the run (36h)"], "48h");
    assert_eq!(at(r#""13:30""#, &["clock time"], "1h30min"), Time::from_mins(90));
    assert_eq!(at(r#""06:00""#, &["clock time"], "18h"), Time::from_hours(18));
    assert_eq!(at(r#""26""#, &["no unit"], "26h"), Time::from_hours(26));
    at(r#""-5min""#, &["before the start"], "0h");
    at("-5", &["-5 h is out of range (0h to 1000h)"], "0h");
    at(r#""soon""#, &["\"90min\""], "0h");
    at("null", &["null is no time"], "0h");
    kept(r#"{"action": "recall"}"#, ".at", &["missing"], "0h");
    let (_, warnings) = read(r#"{"actions": [{"at": 1e9, "action": "recall"}]}"#);
    assert_eq!(warnings.len(), 2, "cut to the longest run, and after the end of this one");

    let entry = r#"{"at": "1h", "action": "limit", "sessions": 4000}"#;
    kept(entry, ".sessions", &["0 to 2000 sessions"], "2000 sessions");
    let entry = r#"{"at": "1h", "action": "limit", "place": "F99"}"#;
    kept(entry, ".place", &["all, NA, EMEA, APAC", "F42"], "\"all\"");
    let entry = r#"{"at": "1h", "action": "limit", "place": "F13"}"#;
    kept(entry, ".place", &["F1 to F12"], "\"F13\", where nothing is");
    let entry = r#"{"at": "1h", "over": true, "action": "limit"}"#;
    kept(entry, ".over", &["true is no time"], "0h");
}

#[test]
fn everything_else_has_a_place_and_a_nearest_state_too() {
    let base = Scenario::preset("ex1331830").expect("the incident");
    let whole = warns("[]", "$", &["a list is not an object"], Some("ex1331830 as it is"));
    assert_eq!(whole, base);
    let wants = &["did you mean healthy-tuesday?", "erlang-loss"];
    warns(r#"{"base": "healthy_tuesday"}"#, "base", wants, Some("\"ex1331830\""));
    warns(r#"{"base": 7}"#, "base", &["7 is not text"], Some("\"ex1331830\""));
    warns(r#"{"mailflow": 2}"#, "mailflow", &["2 is no format"], Some("1"));
    warns(r#"{"title": " "}"#, "title", &["needs a title"], Some("\"EX1331830 · 2 June 2026\""));
    let long = json!({ "title": "ü".repeat(500) }).to_string();
    let scenario = warns(&long, "title", &["longer than 120"], Some("the first 120"));
    assert_eq!(scenario.about().title.chars().count(), 120);
    let start = r#"{"start": "2025-01-22T14:00Z"}"#;
    let scenario = warns(start, "start", &["2026 in UTC"], Some("\"2026-01-22T14:00Z\""));
    assert_eq!(scenario.epoch().date(Time::ZERO), "Thu 22 Jan");
    warns(r#"{"start": "now"}"#, "start", &["\"now\""], Some("\"2026-06-02T12:00Z\""));
    warns(r#"{"fields": 1}"#, "fields", &["1 is not an object"], Some("the base's"));
    let scenario = warns(r#"{"actions": {}}"#, "actions", &["not a list"], Some("the base's"));
    assert_eq!(scenario.actions(), base.actions());
    assert_eq!(warns(r#"{"rings": ["F0", "F2"]}"#, "rings[0]", &["F42"], None).rings(), [1]);
    assert_eq!(warns(r#"{"rings": ["F2", "f2"]}"#, "rings[1]", &["twice"], None).rings(), [1]);
    let post = r#"{"posts": [{"at": "1h", "status": "Service degraded"}]}"#;
    warns(post, "posts[0].status", &["Service degradation"], Some("none"));
    let many = json!({ "actions": vec![json!({ "at": 1, "action": "recall" }); 1001] });
    let scenario = warns(&many.to_string(), "actions", &["1001", "1000"], Some("the first 1000"));
    assert_eq!(scenario.actions().len(), 1000);
}

fn assert_in_range(scenario: &Scenario) {
    for field in Field::all() {
        let value = scenario.get(field);
        assert_eq!(field.spec().check(value), Ok(value));
    }
    for action in scenario.actions().iter().chain(scenario.faults()) {
        assert!(action.at <= Time::from_hours(1000) && action.over <= Time::from_hours(1000));
        for (spec, value) in action.kind.spec().params.iter().zip(action.kind.values()) {
            assert_eq!(spec.check(value), Ok(value));
        }
    }
    assert!(scenario.posts().is_sorted_by_key(|post| post.at));
    assert!(scenario.rings().iter().all(|&forest| forest < 42));
    assert!(!scenario.about().title.trim().is_empty());
}

/// Whatever is read is in range, told of in single lines, and read again when it is written.
fn assert_sound(text: &str) {
    match Scenario::from_json(text) {
        Ok((scenario, warnings)) => {
            assert_in_range(&scenario);
            for warning in warnings {
                assert_eq!(warning.to_string().lines().count(), 1, "{warning}");
            }
            assert_eq!(read(&scenario.to_json()).0, scenario);
        }
        Err(error) => {
            assert!((1..=text.split('\n').count()).contains(&error.line), "{error}");
            assert!(error.column >= 1 && error.to_string().lines().count() == 1, "{error}");
        }
    }
}

/// A value of a line of a table: somewhere in the range, or at one of its ends.
fn value_of(spec: &FieldSpec, share: f64) -> f64 {
    spec.nearest(spec.min + (spec.max - spec.min) * share)
}

fn share() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), Just(1.0), 0.0..1.0]
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
    let hour = 3_600_000_000u64;
    let spans = (0..=1000 * hour, prop_oneof![Just(0), 0..=hour]);
    let one = (0..ACTIONS.len(), spans, prop::collection::vec(share(), 4)).prop_map(
        |(index, (at, over), shares)| {
            let spec = &ACTIONS[index];
            let values: Vec<_> =
                spec.params.iter().zip(shares).map(|(spec, share)| value_of(spec, share)).collect();
            let (at, over) = (Time::from_us(at), Time::from_us(over));
            Action { at, over, kind: (spec.build)(&values) }
        },
    );
    prop::collection::vec(one, 0..6)
}

fn scenarios() -> impl Strategy<Value = Scenario> {
    let fields = prop::collection::vec((0..FIELDS.len(), share()), 0..12);
    let rings = prop::option::of(prop::sample::subsequence((0u8..42).collect::<Vec<_>>(), 0..5));
    let actions = prop::option::of(actions());
    (0..preset::PRESETS.len(), fields, actions, rings).prop_map(|(base, fields, actions, rings)| {
        let mut scenario = Scenario::new(&preset::PRESETS[base]);
        for (index, share) in fields {
            let field = Field::from_key(FIELDS[index].key).expect("a key");
            scenario.set(field, value_of(field.spec(), share)).expect("in range");
        }
        if let Some(actions) = actions {
            *scenario.actions_mut() = actions;
        }
        if let Some(rings) = rings {
            scenario.set_rings(&rings);
        }
        scenario
    })
}

/// Keys that a file may have, and others.
fn keys() -> impl Strategy<Value = String> {
    let mut known: Vec<String> = [
        "$schema", "mailflow", "base", "title", "purpose", "watch", "insight", "notes", "start",
        "fields", "faults", "actions", "rings", "posts", "at", "over", "action", "status", "gist",
        "place", "percent", "sessions", "package",
    ]
    .map(str::to_owned)
    .to_vec();
    known.extend(FIELDS.iter().map(|spec| spec.key.to_owned()));
    prop_oneof![6 => prop::sample::select(known), 1 => any::<String>()]
}

fn values() -> impl Strategy<Value = Value> {
    let texts = [
        "1h",
        "90min",
        "13:30",
        "-5min",
        "2d 5h",
        "99999999999h",
        "F12",
        "f3",
        "NA",
        "all",
        "on",
        "rcpt",
        "erlang-loss",
        "2026-06-02T12:00Z",
        "2025-2-29",
        "limit",
        "flight",
        "gateway",
        "Investigating",
        "40 sessions",
        "1e400",
        "50 %",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-5i64..3000).prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(texts.to_vec()).prop_map(Value::from),
    ];
    let action = prop::sample::select(ACTIONS.iter().map(|spec| spec.key).collect::<Vec<_>>());
    leaf.prop_recursive(4, 64, 8, move |inner| {
        let object = prop::collection::vec((keys(), inner.clone()), 0..8);
        let object = object.prop_map(|entries| entries.into_iter().collect::<Map<_, _>>()).boxed();
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Value::from),
            object.clone().prop_map(Value::from),
            (object, action.clone()).prop_map(|(mut object, action)| {
                object.insert("action".into(), action.into());
                object.into()
            }),
        ]
    })
}

/// A file with sections of any kind.
fn files() -> impl Strategy<Value = Value> {
    let lists = ["faults", "actions", "rings", "posts"];
    let list = || prop::collection::vec(values(), 0..5).prop_map(Value::from);
    let sections =
        (values(), prop::collection::vec((prop::sample::select(lists.to_vec()), list()), 0..4));
    let fields = prop::collection::vec((keys(), values()), 0..10);
    (sections, fields).prop_map(|((top, sections), fields)| {
        let Value::Object(mut top) = top else { return top };
        top.insert("fields".into(), fields.into_iter().collect::<Map<_, _>>().into());
        top.extend(sections.into_iter().map(|(key, list)| (key.to_owned(), list)));
        top.into()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_is_written_is_read_again(scenario in scenarios()) {
        let text = scenario.to_json();
        let (again, warnings) = read(&text);
        let own = scenario.into_own();
        prop_assert_eq!(&again, &own);
        // What is true of the scenario may be said of it; nothing is changed on the way.
        for warning in warnings {
            let is_kept = ["after the end of the run", "the run has"]
                .iter()
                .any(|what| warning.message.contains(what));
            prop_assert!(is_kept, "{}", warning);
        }
        prop_assert_eq!(again.to_json(), text, "stable");
    }

    #[test]
    fn any_json_is_read(value in files()) {
        assert_sound(&value.to_string());
    }

    #[test]
    fn any_text_is_read_or_refused_with_its_place(text in any::<String>()) {
        assert_sound(&text);
    }

    #[test]
    fn a_spoilt_file_is_read_or_refused_with_its_place(
        wounds in prop::collection::vec((any::<prop::sample::Index>(), 0usize..12, "[\\[\\]{},:\"0-9a-zü.\n -]{0,6}"), 1..4),
    ) {
        let mut letters: Vec<char> = document("example-scenario.json").chars().collect();
        for (place, length, insert) in wounds {
            let from = place.index(letters.len());
            let to = (from + length).min(letters.len());
            letters.splice(from..to, insert.chars());
        }
        assert_sound(&letters.into_iter().collect::<String>());
    }
}
