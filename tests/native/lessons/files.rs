//! Lesson files: what is wrong is told with its path, what is allowed and what is used instead; the
//! published schema is that of the code.

use std::fs;
use std::path::{Path, PathBuf};

use mailflow::figure::FIGURES;
use mailflow::lesson::measure::Measure;
use mailflow::lesson::predicate::FORMS;
use mailflow::lesson::{Lesson, schema};
use mailflow::scenario::Warning;
use proptest::prelude::*;
use serde_json::Value;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(text: &str) -> (Lesson, Vec<Warning>) {
    Lesson::from_json(text).expect("JSON")
}

#[test]
fn every_lesson_of_the_folder_is_built_in_and_in_order() {
    let mut names: Vec<_> = fs::read_dir(folder("lessons"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    names.sort();
    let mut ids = Vec::new();
    for path in &names {
        let text = fs::read_to_string(path).expect("text");
        assert!(Lesson::is_lesson(&text));
        let (lesson, warnings) = read(&text);
        assert_eq!(warnings, [], "{}", path.display());
        let name = path.file_stem().expect("a name").to_string_lossy();
        assert_eq!(name, lesson.id, "a lesson's file has its id as its name");
        assert_eq!(Lesson::by_id(&lesson.id), Some(lesson.clone()));
        ids.push(lesson.id);
    }
    assert_eq!(Lesson::all().len(), names.len());
    assert!(Lesson::by_id("opening").is_some() && Lesson::by_id("beer").is_none());
}

#[test]
fn the_published_schema_is_that_of_the_code() {
    let path = folder("docs/lesson.schema.json");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, schema()).expect("written");
    }
    let published = fs::read_to_string(&path).expect("the schema");
    assert_eq!(published, schema(), "UPDATE=1 cargo test writes it anew");
    let schema: Value = serde_json::from_str(&published).expect("JSON");
    // Every key that is read is in the schema, and the other way round.
    let unknown = r#"{ "lesson": 1, "title": "x", "steps": [{ "caption": "c", "question": {} }] }"#;
    let (_, warnings) = read(unknown);
    assert!(!warnings.is_empty());
    let keys = |schema: &Value| -> Vec<String> {
        let properties = schema["properties"].as_object().expect("an object");
        properties.keys().cloned().collect()
    };
    let accepts = |file: &str, key: &str| {
        let (_, warnings) = read(file);
        !warnings
            .iter()
            .any(|warning| warning.message.contains("unknown key") && warning.path.ends_with(key))
    };
    for key in keys(&schema) {
        assert!(accepts(&format!(r#"{{ "{key}": null }}"#), &key), "{key}");
    }
    for key in keys(&schema["$defs"]["Step"]) {
        assert!(accepts(&format!(r#"{{ "steps": [{{ "{key}": null }}] }}"#), &key), "{key}");
    }
    assert_eq!(keys(&schema).len(), 15);
    assert_eq!(keys(&schema["$defs"]["Step"]).len(), 19);
}

#[test]
fn the_guide_names_everything_that_can_be_waited_for_and_every_figure() {
    let guide = fs::read_to_string(folder("docs/lessons.md")).expect("the guide");
    for form in FORMS {
        assert!(guide.contains(&format!("- `{}`: {}\n", form.form, form.help)), "{}", form.form);
    }
    for measure in Measure::names() {
        assert!(guide.contains(&format!("`{measure}`")), "{measure}");
    }
    for figure in FIGURES {
        let named = format!("- `{{{}", figure.name);
        let told =
            guide.lines().any(|line| line.starts_with(&named) && line.ends_with(figure.help));
        assert!(told, "{}: {}", figure.name, figure.help);
    }
    let example = guide.split("```json").nth(1).and_then(|rest| rest.split("```").next());
    assert_eq!(read(example.expect("an example")).1, []);
}

#[test]
fn what_is_wrong_is_told_with_its_path_and_what_is_allowed() {
    let (lesson, warnings) = read(
        r#"{ "lesson": 2, "hok": "x", "minutes": "ten", "scenario": { "base": "ex133183", "fields": { "forest_limit": 1e9 } },
             "steps": [
               { "caption": "{hold} mails", "until": ["first beer", "cleared"], "seek": "25:00",
                 "highlight": "forest F99", "show": "helth", "lever": "limits", "follow": "NA",
                 "actions": [{ "action": "limt" }], "speed": 0,
                 "question": { "ask": "?", "choices": ["a", "b"], "right": [3], "answer": "" } },
               "no step" ],
             "goals": [{ "text": "x", "reach": "cleared", "never": "peak" }] }"#,
    );
    let said: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    for (path, part) in [
        ("hok", "did you mean hook?"),
        ("lesson", "no format of this version (1)"),
        ("minutes", "not a whole number from 1 to 120; used: 10"),
        ("scenario.base", "did you mean ex1331830?"),
        ("scenario.fields.forest_limit", "used: 2000 sessions"),
        ("steps[0].caption", "no figure \"hold\"; did you mean held?"),
        ("steps[0].until[0]", "first 421"),
        ("steps[0].seek", "14:33"),
        ("steps[0].highlight", "forest F1 to F42"),
        ("steps[0].show", "did you mean health?"),
        ("steps[0].lever", "did you mean limit?"),
        ("steps[0].follow", "delivered, refused, dropped or expired"),
        ("steps[0].actions[0]", "did you mean limit?"),
        ("steps[0].speed", "1 to 100000"),
        ("steps[0].question.right", "not the number of a choice (1 to 2)"),
        ("steps[1]", "not a step"),
        ("goals[0]", "either \"reach\" or \"never\""),
    ] {
        let told = said.iter().any(|line| line.starts_with(path) && line.contains(part));
        assert!(told, "{path}: {part}: {said:#?}");
    }
    // The rest stands.
    assert_eq!((lesson.steps.len(), lesson.steps[0].until.len()), (1, 1));
}

#[test]
fn a_scenario_is_no_lesson_and_what_is_no_json_is_refused_with_its_place() {
    let scenario = fs::read_to_string(folder("docs/example-scenario.json")).expect("the example");
    assert!(!Lesson::is_lesson(&scenario));
    assert!(!Lesson::is_lesson("{"));
    let error = Lesson::from_json("{\n  \"lesson\": 1,,\n}").expect_err("malformed");
    assert_eq!(error.line, 2, "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_spoilt_lesson_is_read_or_refused_with_its_place(
        wounds in prop::collection::vec((any::<prop::sample::Index>(), 0usize..20, "[\\[\\]{},:\"0-9a-zü.\n -]{0,6}"), 1..6),
    ) {
        let text = fs::read_to_string(folder("lessons/retries.json")).expect("a lesson");
        let mut letters: Vec<char> = text.chars().collect();
        for (place, length, insert) in wounds {
            let from = place.index(letters.len());
            let to = (from + length).min(letters.len());
            letters.splice(from..to, insert.chars());
        }
        let text: String = letters.into_iter().collect();
        if let Ok((lesson, warnings)) = Lesson::from_json(&text) {
            prop_assert!(lesson.steps.len() <= 100);
            for warning in warnings {
                prop_assert!(!warning.path.is_empty() && !warning.message.is_empty());
            }
        }
    }
}
