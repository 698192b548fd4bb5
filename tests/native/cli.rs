//! The command line as a person or a script meets it.

use std::process::{Command, Output};

use serde_json::Value;

fn mailflow(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mailflow")).args(args).output().expect("it starts")
}

fn json(args: &[&str]) -> Value {
    let output = mailflow(args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON on standard output")
}

/// One clear line on standard error that names all of `wants`, exit code 2, nothing printed.
fn refuses(args: &[&str], wants: &[&str]) {
    let output = mailflow(args);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{args:?}: {error}");
    assert!(output.stdout.is_empty(), "{args:?}");
    assert_eq!(error.trim_end().lines().count(), 1, "{args:?}: {error}");
    for want in wants {
        assert!(error.contains(want), "{args:?}: {error} should name {want}");
    }
}

#[test]
fn run_prints_one_object_with_the_promised_keys() {
    let run = json(&["run", "ex1331830", "--until", "3h", "--json"]);
    for key in [
        "scenario",
        "seed",
        "scale",
        "simulated_s",
        "offered",
        "delivered",
        "rejected",
        "expired",
        "backlog",
        "in_session",
        "attempts",
        "cleared_at_s",
        "events",
        "run_hash",
    ] {
        assert!(run.get(key).is_some(), "{key} is missing: {run}");
    }
    for key in ["250", "421", "550", "dropped"] {
        assert!(run["replies"][key].is_u64(), "replies.{key}: {run}");
    }
    for key in ["p50", "p95", "p99", "max"] {
        assert!(run["delay_s"][key].is_f64(), "delay_s.{key}: {run}");
    }
    assert!(run["backlog_peak"]["mails"].is_u64() && run["backlog_peak"]["at_s"].is_f64());
    assert!((run["simulated_s"].as_f64().expect("a number") - 10_800.0).abs() < 1e-9);
    let count = |key: &str| run[key].as_u64().expect("a count");
    let ended = count("delivered") + count("rejected") + count("expired");
    assert_eq!(count("offered"), ended + count("backlog") + count("in_session"));
}

#[test]
fn settings_seeds_and_actions_change_the_run_and_the_same_run_is_the_same() {
    let hash = |more: &[&str]| {
        let args = [&["run", "ex1331830", "--until", "90min", "--json"], more].concat();
        json(&args)["run_hash"].as_str().expect("a hash").to_owned()
    };
    let plain = hash(&[]);
    assert_eq!(plain, hash(&["--seed", "1"]));
    assert_eq!(plain, hash(&["--no-actions"]), "the first action lies later");
    assert_ne!(plain, hash(&["--seed", "2"]));
    assert_ne!(plain, hash(&["--set", "forest_limit=400"]));
    assert_ne!(plain, hash(&["--set", "lifetime=4h", "--set", "onset=0.5"]));
    let early = |more: &[&str]| {
        let args = [&["run", "ex1331830", "--until", "11h", "--json"], more].concat();
        json(&args)["replies"]["421"].clone()
    };
    assert_ne!(early(&[]), early(&["--no-actions"]));
}

#[test]
fn what_is_wrong_is_one_line_with_what_is_allowed() {
    refuses(&["run", "ex133"], &["ex133", "ex1331830"]);
    refuses(&["run", "ex1331830", "--set", "forest_limit=99999"], &["forest_limit", "0 to 2000"]);
    refuses(&["run", "ex1331830", "--set", "forest_limit=4 GB"], &["GB", "sessions"]);
    refuses(&["run", "ex1331830", "--set", "forest_limits=40"], &["did you mean forest_limit?"]);
    refuses(&["run", "ex1331830", "--set", "forest_limit"], &["key=value"]);
    refuses(&["run", "ex1331830", "--until", "99h"], &["--until", "0 to 36 h"]);
    refuses(&["run", "ex1331830", "--until", "soon"], &["soon", "not a number"]);
    refuses(&["run", "ex1331830", "--until", "-1h"], &["--until", "0 to 36 h"]);
    refuses(&["run", "ex1331830", "--seed", "-1"], &["--seed", "0 to 18446744073709551615"]);
    refuses(&["compare", "ex1331830", "ex1331830", "--seeds", "-1"], &["--seeds", "2 to 1000"]);
    refuses(&["run"], &["SCENARIO"]);
    refuses(&["run", "no-such-file.json"], &["no-such-file.json: "]);
    refuses(&["replay"], &["replay"]);
    refuses(&[], &["run"]);
}

#[test]
fn the_lists_name_every_scenario_and_every_field() {
    let presets = json(&["presets", "--json"]);
    assert!(presets.as_array().expect("a list").iter().any(|p| p["key"] == "ex1331830"));
    let fields = json(&["fields", "--json"]);
    let fields = fields.as_array().expect("a list");
    for field in fields {
        for key in ["key", "unit", "min", "max", "default", "source", "help"] {
            assert!(!field[key].is_null(), "{key} is missing: {field}");
        }
    }
    let phase = fields.iter().find(|f| f["key"] == "refusal_phase").expect("a choice");
    assert_eq!((&phase["choices"][1], &phase["default"]), (&"rcpt".into(), &"banner".into()));
    assert_eq!(phase["group"], "Front door");
    let limit = fields.iter().find(|f| f["key"] == "forest_limit").expect("the limit");
    assert!(limit["max"].as_f64() >= limit["default"].as_f64().map(|d| 8.0 * d));
    for preset in presets.as_array().expect("a list") {
        for key in ["key", "group", "title", "purpose", "watch", "insight"] {
            assert!(preset[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {preset}");
        }
    }
    let actions = json(&["actions", "--json"]);
    let limit = &actions[0];
    assert_eq!((&limit["key"], &limit["who"]), (&"limit".into(), &"Microsoft can".into()));
    assert_eq!(limit["params"][0]["max"].as_f64(), Some(2000.0));
    for (list, want) in [
        ("presets", "  ex1331830: "),
        ("fields", "  refusal_phase = banner (banner or rcpt)"),
        ("actions", "flight (Microsoft can)"),
    ] {
        let output = mailflow(&[list]);
        assert!(output.status.success());
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains(want), "{list} should have {want}: {text}");
    }
}

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/example-scenario.json");

/// Runs on a file with this content, whose place is the last argument.
fn on_file(name: &str, content: &[u8], args: &[&str]) -> (Option<i32>, String, String) {
    let path = std::env::temp_dir().join(format!("mailflow-{}-{name}", std::process::id()));
    std::fs::write(&path, content).expect("the file can be written");
    let file = path.to_str().expect("a path");
    let output = mailflow(&[args, &[file]].concat());
    std::fs::remove_file(&path).expect("it can be removed");
    let text = |bytes| String::from_utf8_lossy(bytes).replace(file, "FILE");
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_file_is_checked() {
    let output = mailflow(&["check", "--strict", EXAMPLE]);
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
    let summary = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(summary.contains("usable, 0 warnings") && summary.lines().count() == 1, "{summary}");

    let content =
        br#"{"feilds": {}, "actions": [{"at": "1h", "action": "limit", "sessions": -1}]}"#;
    let (code, out, warnings) = on_file("warned.json", content, &["check"]);
    assert_eq!(code, Some(0), "usable: {warnings}");
    assert!(out.starts_with("FILE: usable, 2 warnings"), "{out}");
    assert_eq!(
        warnings,
        "feilds: unknown key; did you mean fields?; left out\n\
         actions[0].sessions: -1 is out of range (0 to 2000 sessions, whole numbers); \
         used: 0 sessions\n"
    );
    let (code, _, warnings) = on_file("strict.json", content, &["check", "--strict"]);
    assert_eq!(code, Some(1), "{warnings}");

    for (name, content, want) in [
        ("comma.json", &b"{\n  \"fields\": {},\n}"[..], "FILE: line 3, column 1: not JSON: "),
        ("short.json", b"{", "FILE: line 1, column 1: the file ends too early"),
        ("bytes.json", b"{\n\xff}", "FILE: line 2: not UTF-8 text"),
    ] {
        let (code, out, error) = on_file(name, content, &["check"]);
        assert_eq!((code, &*out), (Some(2), ""), "{error}");
        assert!(error.contains(want) && error.lines().count() == 1, "{error}");
    }
    refuses(&["check", "/no/such/file.json"], &["/no/such/file.json"]);
    refuses(&["check"], &["FILE"]);
}

#[test]
fn a_file_is_run() {
    let run = json(&["run", EXAMPLE, "--json", "--until", "1h"]);
    assert_eq!(run["scenario"], "own");
    let args = ["run", "--until", "1min", "--set", "forest_limit=70"];
    let content = br#"{"base": "healthy-tuesday", "fields": {"skew": 101}}"#;
    let (code, out, warnings) = on_file("any-name", content, &args);
    assert_eq!(code, Some(0), "{warnings}");
    assert!(out.contains("own, seed 1"), "{out}");
    assert!(warnings.starts_with("fields.skew: ") && warnings.lines().count() == 1, "{warnings}");
    let (code, _, error) = on_file("malformed", b"{]", &["run"]);
    assert_eq!(code, Some(2));
    assert!(error.contains("FILE: line 1, column 2: "), "{error}");
}

#[test]
fn the_schema_is_printed() {
    let schema = json(&["schema"]);
    assert!(schema["properties"]["actions"].is_object(), "{schema}");
}

#[test]
fn the_report_is_written_and_the_object_holds_its_scenario() {
    let path = std::env::temp_dir().join(format!("mailflow-{}.md", std::process::id()));
    let file = path.to_str().expect("a path");
    let args = ["run", "ex1331830", "--until", "2h", "--json", "--report", file];
    let run = json(&[&args[..], &["--set", "forest_limit=60"]].concat());
    let text = std::fs::read_to_string(&path).expect("the file is there");
    std::fs::remove_file(&path).expect("it can be removed");
    assert!(text.starts_with("# EX1331830"), "{text}");
    assert!(text.contains(run["run_hash"].as_str().expect("a hash")), "{text}");
    assert_eq!(run["definition"]["fields"]["forest_limit"], 60);
}

#[test]
fn the_series_is_written_as_csv() {
    let path = std::env::temp_dir().join(format!("mailflow-{}.csv", std::process::id()));
    let file = path.to_str().expect("a path");
    let run = json(&["run", "ex1331830", "--until", "2h", "--json", "--csv", file]);
    let text = std::fs::read_to_string(&path).expect("the file is there");
    std::fs::remove_file(&path).expect("it can be removed");
    let mut lines = text.lines();
    let head: Vec<_> = lines.next().expect("a head").split(',').collect();
    let rows: Vec<Vec<_>> = lines.map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 120, "one row a minute");
    assert!(rows.iter().all(|row| row.len() == head.len()));
    let column = head.iter().position(|&name| name == "offered [simulated mails]");
    let column = column.expect("a column");
    assert_eq!(rows[119][column], run["offered"].to_string());
    let missing = mailflow(&["run", "ex1331830", "--until", "1min", "--csv", "/no/such/folder/x"]);
    assert_eq!(missing.status.code(), Some(1));
}
