//! The messages of an embedded page: what is asked is done, what is wrong is answered and changes
//! nothing, and what happens is told.

use std::fs;
use std::path::Path;

use mailflow::api::{self, Body, Message, Request, Session};
use mailflow::playback::Player;
use mailflow::readout::Lever;
use mailflow::scenario::ACTIONS;
use serde_json::{Value, json};

fn player() -> Player {
    Player::preset("ex1331830", 1).expect("the incident")
}

fn value(message: &Message) -> Value {
    serde_json::from_str(&message.to_json()).expect("JSON")
}

/// Sends one message and gives its answer.
fn ask(player: &mut Player, kind: &str, payload: &Value) -> Value {
    let text = json!({ "ns": "mailflow", "v": 1, "id": "q", "type": kind, "payload": payload });
    let answer = Session::default().receive(player, &text.to_string()).expect("an answer");
    let answer = value(&answer.message);
    assert_eq!(
        (&answer["ns"], &answer["v"], &answer["id"]),
        (&json!("mailflow"), &json!(1), &json!("q"))
    );
    answer
}

fn settle(player: &mut Player) {
    let mut frames = 0;
    while player.progress().is_some() {
        player.frame(0.0, &mut || true);
        frames += 1;
        assert!(frames < 100_000, "a jump ends");
    }
}

/// The error that a text gets, and the proof that it changed nothing.
fn refused(text: &str) -> Value {
    let mut player = player();
    let mut session = Session::default();
    session.ready(&player);
    let before = (player.readout(), player.sim().hash());
    let answer = session.receive(&mut player, text).expect("an answer");
    assert_eq!((player.readout(), player.sim().hash()), before, "{text} changes nothing");
    assert_eq!(answer.theme, None);
    let answer = value(&answer.message);
    assert_eq!(answer["type"], "error", "{text}: {answer}");
    answer
}

#[test]
fn the_published_schema_is_the_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/api.schema.json");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, api::schema()).expect("the schema can be written");
    }
    let published = fs::read_to_string(&path).expect("the schema exists");
    assert!(published == api::schema(), "messages have changed: UPDATE=1 cargo test");
}

#[test]
fn the_schema_describes_every_message_and_every_lever() {
    let schema: Value = serde_json::from_str(&api::schema()).expect("JSON");
    let titles = |list: &str| -> Vec<String> {
        let list = schema["$defs"][list]["oneOf"].as_array().expect("messages");
        list.iter().map(|message| message["title"].as_str().expect("a title").to_owned()).collect()
    };
    assert_eq!(titles("ToPage"), Request::TYPES);
    assert_eq!(titles("FromPage"), Body::TYPES);
    for lever in Lever::ALL {
        let property = &schema["$defs"]["Set"]["properties"][lever.key()];
        assert_eq!(property["maximum"].as_f64(), Some(lever.spec().max), "{}", lever.key());
    }
    assert_eq!(schema["$defs"]["Action"]["oneOf"].as_array().map(Vec::len), Some(ACTIONS.len()));
    // Every reference leads somewhere.
    let text = api::schema();
    for target in text.split("\"#/$defs/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(!schema["$defs"][target].is_null(), "{target}");
    }
}

#[test]
fn what_is_not_for_the_page_is_ignored() {
    let mut player = player();
    for text in [
        "",
        "hello",
        "7",
        "null",
        "[]",
        "{}",
        r#"{"ns":"other","v":1,"type":"play"}"#,
        r#"{"type":"play"}"#,
        r#"{"ns":7}"#,
    ] {
        assert!(Session::default().receive(&mut player, text).is_none(), "{text}");
    }
    assert!(!player.is_playing());
}

#[test]
fn a_bad_message_says_where_and_what_is_allowed_and_changes_nothing() {
    let check = |text: &str, code: &str, path: &str, wants: &str| {
        let answer = refused(text);
        let payload = &answer["payload"];
        assert_eq!(
            (payload["code"].as_str(), payload["path"].as_str()),
            (Some(code), Some(path)),
            "{text}: {answer}"
        );
        assert!(payload.to_string().contains(wants), "{text}: {answer} should say {wants}");
    };
    let of = |rest: &str| format!(r#"{{"ns":"mailflow","v":1,"id":3,{rest}}}"#);
    check(r#"{"ns":"mailflow"}"#, "envelope", "", "missing field `v`");
    check(r#"{"ns":"mailflow","v":2,"type":"play"}"#, "version", "v", r#""1""#);
    check(&of(r#""type":"play","extra":1"#), "envelope", "extra", "payload");
    check(&of(r#""type":"rewind""#), "type", "type", "seek");
    check(r#"{"ns":"mailflow","v":1,"id":{},"type":"play"}"#, "envelope", "id", "text or a number");
    check(&of(r#""type":"seek""#), "payload", "payload", "at_s");
    check(&of(r#""type":"seek","payload":{"at_s":"noon"}"#), "payload", "payload.at_s", "a number");
    check(&of(r#""type":"seek","payload":{"at_s":1e9}"#), "value", "payload.at_s", "0 to 129600");
    check(&of(r#""type":"seek","payload":{"at_s":-1}"#), "value", "payload.at_s", "0 to 129600");
    check(&of(r#""type":"seek","payload":{"at":"13:03"}"#), "value", "payload.at", "min");
    check(&of(r#""type":"seek","payload":{"at":"99h"}"#), "value", "payload.at", "0h to 36h");
    check(&of(r#""type":"seek","payload":{"at":"1h","at_s":1}"#), "payload", "payload", "at_s");
    check(&of(r#""type":"step","payload":{"to":"there"}"#), "payload", "payload.to", "next-mark");
    check(&of(r#""type":"step""#), "payload", "payload", "missing field `to`");
    check(&of(r#""type":"play","payload":{"speed":0}"#), "payload", "payload.speed", "3600");
    check(&of(r#""type":"play","payload":{"fast":1}"#), "payload", "payload.fast", "speed");
    check(&of(r#""type":"pause","payload":7"#), "payload", "payload", "invalid type");
    check(&of(r#""type":"set","payload":{"limit":99999}"#), "value", "payload.limit", "0 to 2000");
    check(&of(r#""type":"set","payload":{"limit":1.5}"#), "value", "payload.limit", "whole");
    check(
        &of(r#""type":"set","payload":{"limit":60,"theme":"pink"}"#),
        "payload",
        "payload.theme",
        "dark",
    );
    check(
        &of(r#""type":"set","payload":{"limit":60,"gateway":101}"#),
        "value",
        "payload.gateway",
        "100",
    );
    check(&of(r#""type":"set","payload":{"limt":60}"#), "payload", "payload.limt", "limit");
    check(&of(r#""type":"action","payload":{"action":"limt"}"#), "value", "payload", "limit");
    check(
        &of(r#""type":"action","payload":{"action":"limit","sessions":-1}"#),
        "value",
        "payload.sessions",
        "0 to 2000",
    );
    check(
        &of(r#""type":"action","payload":{"action":"limit","place":"F40"}"#),
        "value",
        "payload.place",
        "F12",
    );
    check(
        &of(r#""type":"action","payload":{"action":"limit","at":"40h"}"#),
        "value",
        "payload.at",
        "36h",
    );
    check(&of(r#""type":"action","payload":[]"#), "value", "payload", "action");
    check(
        &of(r#""type":"load","payload":{"scenario":"ex1"}"#),
        "value",
        "payload.scenario",
        "ex1331830",
    );
    check(
        &of(r#""type":"load","payload":{"scenario":7}"#),
        "payload",
        "payload.scenario",
        "object",
    );
    check(
        &of(r#""type":"load","payload":{"scenario":"mo1221364","at_s":1e9}"#),
        "value",
        "payload.at_s",
        "0 to",
    );
    check(&of(r#""type":"load""#), "payload", "payload", "scenario");
    check(&of(r#""type":"export","payload":{"what":"png"}"#), "payload", "payload.what", "csv");
    let long = format!(r#""type":"load","payload":{{"scenario":"{}"}}"#, "x".repeat(api::TEXT_MAX));
    check(&of(&long), "envelope", "", "longer than");
    assert_eq!(refused(&of(r#""type":"rewind""#))["id"], 3);
}

#[test]
fn time_can_be_started_stopped_and_moved() {
    let mut player = player();
    let state = ask(&mut player, "play", &json!({ "speed": 300 }));
    assert_eq!(
        (&state["type"], &state["payload"]["playing"], &state["payload"]["speed"]),
        (&json!("state"), &json!(true), &json!(300))
    );
    let state = ask(&mut player, "pause", &json!({}));
    assert_eq!(state["payload"]["playing"], false);
    let state = ask(&mut player, "seek", &json!({ "at": "2h10min" }));
    assert_eq!(state["payload"]["seeking_to_s"], 7800.0);
    settle(&mut player);
    assert!((player.cursor().secs_f64() - 7800.0).abs() < 1e-6);
    ask(&mut player, "step", &json!({ "to": "last-mark" }));
    settle(&mut player);
    assert!(player.cursor().secs_f64() < 7800.0);
    ask(&mut player, "seek", &json!({ "at_s": 60 }));
    settle(&mut player);
    let state = ask(&mut player, "get", &json!({}));
    assert_eq!(state["payload"]["now"]["at_s"], 60.0);
    assert_eq!(state["payload"]["now"]["utc"], "2026-06-02T12:01Z");
    assert_eq!(state["payload"]["scenario"], "ex1331830");
}

#[test]
fn levers_and_actions_are_the_pages_own() {
    let mut player = player();
    ask(&mut player, "seek", &json!({ "at": "2h" }));
    settle(&mut player);
    let state = ask(&mut player, "set", &json!({ "limit": 60, "gateway": 25, "speed": "max" }));
    assert_eq!(state["payload"]["levers"]["limit"], 60.0);
    assert_eq!(state["payload"]["levers"]["gateway"], 25.0);
    assert_eq!(state["payload"]["speed"], "max");
    assert_eq!(state["payload"]["edited"], true);
    ask(&mut player, "action", &json!({ "action": "limit", "sessions": 80, "place": "F2" }));
    ask(&mut player, "action", &json!({ "action": "recall", "at": "30h" }));
    let actions = player.scenario().actions();
    let done = |key: &str, at_h: f64| {
        actions.iter().any(|action| {
            action.kind.spec().key == key && (action.at.hours_f64() - at_h).abs() < 1e-9
        })
    };
    assert!(done("limit", 2.0) && done("gateway", 2.0) && done("recall", 30.0));
}

#[test]
fn a_theme_is_handed_on() {
    let text = r#"{"ns":"mailflow","v":1,"type":"set","payload":{"theme":"dark"}}"#;
    let answer = Session::default().receive(&mut player(), text).expect("an answer");
    assert_eq!(answer.theme, Some(mailflow::link::Theme::Dark));
    assert!(value(&answer.message).get("id").is_none());
}

#[test]
fn scenarios_are_loaded_by_key_and_as_files_and_come_back() {
    let mut player = player();
    let state =
        ask(&mut player, "load", &json!({ "scenario": "mo1221364", "seed": 7, "at_s": 600 }));
    assert_eq!(
        (&state["payload"]["scenario"], &state["payload"]["seed"]),
        (&json!("mo1221364"), &json!(7))
    );
    settle(&mut player);
    assert!((player.cursor().secs_f64() - 600.0).abs() < 1e-6);
    let file = json!({ "base": "ex1331830", "title": "Mine", "fields": { "forest_limit": 1e9 } });
    let state = ask(&mut player, "load", &json!({ "scenario": file }));
    assert_eq!(
        (&state["payload"]["title"], &state["payload"]["scenario"]),
        (&json!("Mine"), &json!("own"))
    );
    assert_eq!(state["payload"]["warnings"][0]["path"], "fields.forest_limit");
    assert_eq!(state["payload"]["seed"], 7, "the seed stays");
    let saved = ask(&mut player, "export", &json!({ "what": "scenario" }));
    let text = saved["payload"]["text"].as_str().expect("text");
    let again: Value = serde_json::from_str(text).expect("JSON");
    let before = player.scenario().clone();
    ask(&mut player, "load", &json!({ "scenario": again }));
    assert_eq!(*player.scenario(), before);
}

#[test]
fn a_link_is_loaded_and_told_again() {
    let mut player = player();
    let link = "v=1&s=ex1331830&limit=40&seed=7";
    let state = ask(&mut player, "load", &json!({ "link": format!("{link}&t=2h10m&colour=red") }));
    assert_eq!(state["payload"]["link"], link);
    assert_eq!(state["payload"]["seeking_to_s"], 7800.0);
    assert_eq!(state["payload"]["warnings"][0]["path"], "colour");
    assert_eq!(state["payload"]["levers"]["limit"], 40.0);
}

#[test]
fn what_can_be_saved_is_exported() {
    let mut player = player();
    let csv = ask(&mut player, "export", &json!({ "what": "csv" }));
    assert_eq!((&csv["type"], &csv["payload"]["what"]), (&json!("export"), &json!("csv")));
    assert!(
        csv["payload"]["text"]
            .as_str()
            .is_some_and(|text| text.lines().count() > 1 && text.contains("held"))
    );
    let run = ask(&mut player, "export", &json!({ "what": "json" }));
    let run: Value =
        serde_json::from_str(run["payload"]["text"].as_str().expect("text")).expect("JSON");
    assert!(run.to_string().contains("run_hash"));
}

/// Every message of a run from the opening on, at a given speed, looked at every 50 ms.
fn listen(player: &mut Player, session: &mut Session, wall_s: f64) -> Vec<(f64, Value)> {
    let mut heard = Vec::new();
    let mut now = 0.0;
    while now < wall_s {
        player.frame(0.05, &mut || true);
        now += 0.05;
        heard.extend(session.look(player, now).iter().map(|message| (now, value(message))));
    }
    heard
}

#[test]
fn ticks_come_at_most_four_times_a_second_and_marks_once_each() {
    let mut player = player();
    let mut session = Session::default();
    let ready = value(&session.ready(&player));
    assert_eq!(ready["type"], "ready");
    assert_eq!(ready["payload"]["takes"], json!(Request::TYPES));
    let heard = listen(&mut player, &mut session, 1.0);
    assert!(
        heard.iter().filter(|(_, message)| message["type"] == "tick").count() <= 1,
        "time stands"
    );
    ask(&mut player, "play", &json!({ "speed": 3600 }));
    let heard = listen(&mut player, &mut session, 14.0);
    let of = |kind: &str| heard.iter().filter(|(_, m)| m["type"] == kind).collect::<Vec<_>>();
    let ticks: Vec<f64> = of("tick").iter().map(|(at, _)| *at).collect();
    assert!(ticks.len() > 40, "{} ticks", ticks.len());
    assert!(ticks.windows(2).all(|pair| pair[1] - pair[0] > 0.2499), "{ticks:?}");
    let names: Vec<_> = of("event").iter().map(|(_, m)| m["payload"]["name"].clone()).collect();
    for wanted in [
        "onset",
        "first-forest-full",
        "first-421",
        "first-lost-connection",
        "post",
        "first-delay-notice",
    ] {
        let count = names.iter().filter(|name| **name == json!(wanted)).count();
        assert!(count >= 1 && (wanted == "post" || count == 1), "{wanted}: {names:?}");
    }
    // The state is told when time starts, not with every tick.
    assert!(of("state").len() <= 3, "{} states", of("state").len());
}

#[test]
fn the_end_is_told_once() {
    let mut player = player();
    let mut session = Session::default();
    session.ready(&player);
    ask(&mut player, "seek", &json!({ "at": "36h" }));
    settle(&mut player);
    let news: Vec<Value> = session.look(&player, 1.0).iter().map(value).collect();
    let ends: Vec<_> = news.iter().filter(|message| message["type"] == "complete").collect();
    assert_eq!(ends.len(), 1, "{news:?}");
    assert_eq!(ends[0]["payload"]["cleared"], true);
    assert!(ends[0]["payload"]["peak_held"].as_u64() > Some(1_000_000));
    assert!(news.iter().any(|message| message["payload"]["name"] == "peak"));
    assert!(session.look(&player, 2.0).iter().all(|message| message.body.kind() != "complete"));
}
