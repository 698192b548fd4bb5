//! The JSON Schema of a lesson file. Natively only: the page reads lessons but prints no schema. The
//! types here are the shape of a file; their comments are the schema's descriptions.

#![allow(dead_code, reason = "read by schemars alone: nothing writes a lesson")]

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde_json::Value;

use crate::instrument;
use crate::scenario::file::write::{Entry, Fields, File as ScenarioFile};
use crate::scenario::file::{LIST_MAX, TEXT_MAX, TITLE_MAX};

use super::predicate::FORMS;
use super::read::{LEVERS, SERVERS};
use super::{CAPTION_MAX, FORMAT, MORE_MAX, STEPS_MAX, spot};

/// The schema as text.
pub fn schema() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<File>();
    // A schema is a JSON value, which can always be written.
    let text = serde_json::to_string_pretty(&schema);
    debug_assert!(text.is_ok(), "{text:?}");
    text.unwrap_or_default() + "\n"
}

/// What is said, done, waited for and asked, step by step, over a run. Numbers in texts are figures
/// in braces, read from the run: {held}, {sessions of F2}, {delivered per min in B}.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, title = "A lesson of Mailflow")]
struct File {
    /// Where this schema is, for an editor.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    schema: Option<String>,
    /// Version of the format.
    #[schemars(with = "Format")]
    lesson: u64,
    /// Its name in links.
    #[schemars(length(min = 1, max = TITLE_MAX))]
    id: String,
    /// Its name on the page.
    #[schemars(length(min = 1, max = TITLE_MAX))]
    title: String,
    /// How long it takes, in minutes; 10 if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32", range(min = 1, max = 120))]
    minutes: Option<u32>,
    /// Why it is worth the time, in a sentence.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = MORE_MAX))]
    hook: String,
    /// What is understood at its end.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = MORE_MAX))]
    insight: String,
    /// For whoever teaches it; never on the projected page.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = TEXT_MAX))]
    notes: String,
    /// The world it begins in, as a scenario file has it: a base and what differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ScenarioFile")]
    scenario: Option<Value>,
    /// Seed of the world; 1 if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32")]
    seed: Option<u32>,
    /// The steps.
    #[schemars(length(min = 1, max = STEPS_MAX))]
    steps: Vec<Step>,
    /// What is to be reached: tasks that check themselves from the step where a try begins.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    goals: Vec<Goal>,
    /// The step that a new try begins with, from 1; the first if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32", range(min = 1))]
    try_from: Option<u32>,
    /// What may help after some failed tries.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Hint")]
    hint: Option<Hint>,
    /// Settings that reach the goals, and others that do not; tried with `mailflow lesson`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    solutions: Vec<Solution>,
}

/// A step. It brings the run to its beginning, asks, runs to what it waits for, and reveals.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Step {
    /// What is said: one sentence, with its figures filled in at most 90 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = CAPTION_MAX + 60))]
    caption: String,
    /// What is said instead once it has come about.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = CAPTION_MAX + 60))]
    then: String,
    /// What explains it, below the caption; not on the projected page.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = MORE_MAX))]
    more: String,
    /// For whoever teaches it.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = TEXT_MAX))]
    notes: String,
    /// Another world from here on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ScenarioFile")]
    scenario: Option<Value>,
    /// Fields that differ from here on; the run begins anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Fields")]
    fields: Option<Value>,
    /// Another seed from here on; the run begins anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32")]
    seed: Option<u32>,
    /// Where the step begins; where the last one ended if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Instant")]
    seek: Option<String>,
    /// Seconds of the run a second, or "story" for the preset's own pace.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Speed")]
    speed: Option<u32>,
    /// Which of two worlds goes on alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Side")]
    keep: Option<String>,
    /// A second world, B, beside this one; true if nothing differs yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Branching")]
    branch: Option<Branch>,
    /// What is done in the selected world; without "at", when the step begins to run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<Act>", length(max = LIST_MAX))]
    actions: Vec<Value>,
    /// The mail to follow: the next that meets this outcome, of a region or a kind of sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Mail")]
    follow: Option<String>,
    /// What the run pauses at, whichever comes first; the step stands still if left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "OneOrMore<Wait>")]
    until: Vec<String>,
    /// How long it waits for that, in time of the run; then the lesson goes on and says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Span")]
    limit: Option<String>,
    /// What is pointed at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "OneOrMore<Place>")]
    highlight: Vec<String>,
    /// The instrument that is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Instrument")]
    show: Option<String>,
    /// The lever that matters here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Lever")]
    lever: Option<String>,
    /// What is asked before it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Question")]
    question: Option<Question>,
}

/// A question: predict first, then see.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Question {
    /// What is asked.
    #[schemars(length(min = 1, max = MORE_MAX))]
    ask: String,
    /// The choices.
    #[schemars(length(min = 2))]
    choices: Vec<String>,
    /// The numbers of the right ones, from 1.
    #[schemars(length(min = 1))]
    right: Vec<u32>,
    /// What is revealed when the step has run.
    #[schemars(length(max = MORE_MAX))]
    answer: String,
}

/// A second world.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Branch {
    /// Fields that differ in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Fields")]
    fields: Option<Value>,
    /// Whether the actions to come are left out in it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    empty: bool,
}

/// A task: something to reach, or something that must never come about.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Goal {
    /// What is to be done.
    #[schemars(length(min = 1, max = CAPTION_MAX))]
    text: String,
    /// What must come about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Wait")]
    reach: Option<String>,
    /// What must not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Wait")]
    never: Option<String>,
    /// By when; by the end of the run if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Instant")]
    by: Option<String>,
}

/// What may help.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Hint {
    /// After so many failed tries.
    #[schemars(range(min = 1, max = 100))]
    after: u32,
    /// What is said.
    #[schemars(length(max = MORE_MAX))]
    text: String,
}

/// Settings with what comes of them.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Solution {
    /// What is done, in a few words.
    name: String,
    /// Whether the goals are reached.
    solves: bool,
    /// The actions.
    #[schemars(with = "Vec<Entry>", length(max = LIST_MAX))]
    actions: Vec<Value>,
}

struct Format;
struct Instant;
struct Span;
struct Speed;
struct Side;
struct Branching;
struct Act;
struct Mail;
struct Wait;
struct Place;
struct Instrument;
struct Lever;
struct OneOrMore<T>(std::marker::PhantomData<T>);

macro_rules! schema_of {
    ($($type:ty, $name:literal, $make:expr;)*) => {
        $(impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                $make(generator)
            }
        })*
    };
}

schema_of! {
    Format, "LessonFormat", |_| json_schema!({ "const": FORMAT });
    Instant, "LessonInstant", |_| json_schema!({
        "description": "An instant of the run: a clock time in UTC (the first of the run), a day \
            with one, or time from the start.",
        "anyOf": [{ "type": "string", "minLength": 2 }, { "type": "number", "minimum": 0 }],
        "examples": ["14:33", "3 Jun 12:00", "2h33min"],
    });
    Span, "LessonSpan", |_| json_schema!({
        "description": "A span of time with units (ms, s, min, h, d), or a number of hours.",
        "anyOf": [{ "type": "string", "minLength": 2 }, { "type": "number", "minimum": 0 }],
        "examples": ["30min", "2h", "36h"],
    });
    Speed, "LessonSpeed", |_| json_schema!({
        "anyOf": [
            { "type": "number", "minimum": 1, "maximum": 100_000 },
            { "const": "story" },
        ],
    });
    Side, "LessonSide", |_| json_schema!({ "enum": ["A", "B"] });
    Branching, "LessonBranch", |generator: &mut SchemaGenerator| {
        let branch = generator.subschema_for::<Branch>();
        json_schema!({ "anyOf": [{ "const": true }, branch] })
    };
    Act, "LessonAction", |generator: &mut SchemaGenerator| {
        let mut schema = Entry::json_schema(generator);
        let kinds = schema.get_mut("oneOf").and_then(Value::as_array_mut);
        for kind in kinds.into_iter().flatten() {
            kind["required"] = serde_json::json!(["action"]);
        }
        schema
    };
    Mail, "LessonMail", |_| {
        let servers = SERVERS.map(|(name, _)| name).join("|");
        json_schema!({
            "type": "string",
            "pattern": format!(
                "^(delivered|refused|dropped|expired)( (NA|EMEA|APAC|{servers})){{0,2}}$"
            ),
            "examples": ["delivered NA", "refused Postfix"],
        })
    };
    Wait, "LessonPredicate", |_| {
        let forms: Vec<_> =
            FORMS.iter().map(|form| format!("{}: {}", form.form, form.help)).collect();
        let examples: Vec<_> = FORMS.iter().map(|form| form.example).collect();
        json_schema!({
            "type": "string",
            "minLength": 4,
            "description": format!("Something that may come about. {}", forms.join(" ")),
            "examples": examples,
        })
    };
    Place, "LessonPlace", |_| json_schema!({
        "type": "string",
        "description": format!("A place of the page: {}.", spot::ALLOWED),
        "examples": ["forest F2", "lanes NA", "instrument"],
    });
    Instrument, "LessonInstrument", |_| json_schema!({ "enum": instrument::Instrument::ALL.map(instrument::Instrument::key) });
    Lever, "LessonLever", |_| json_schema!({ "enum": LEVERS.map(|(name, _)| name) });
}

impl<T: JsonSchema> JsonSchema for OneOrMore<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMore{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one, "maxItems": LIST_MAX }] })
    }
}
