//! The JSON Schema of the messages, from their types. Natively only: the page checks messages by
//! reading them.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};
use std::borrow::Cow;

use super::incoming::{Act, Request, SPEED_MAX};
use super::{Body, NS, VERSION};
use crate::readout::Lever;
use crate::scenario::{file, preset};

/// The schema as text.
pub fn schema() -> String {
    let mut generator = SchemaSettings::draft2020_12().for_deserialize().into_generator();
    let asked = Request::schemas(&mut generator);
    let mut told = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let said = Body::schemas(&mut told);
    let mut definitions = generator.take_definitions(false);
    definitions.extend(told.take_definitions(false));
    for lever in Lever::ALL {
        let spec = lever.spec();
        let property = &mut definitions["Set"]["properties"][lever.key()];
        property["minimum"] = spec.min.into();
        property["maximum"] = spec.max.into();
        let help = property["description"].as_str().unwrap_or_default().trim_end_matches('.');
        property["description"] = format!("{help} [{}].", spec.unit).into();
    }
    let messages = |list: &[(&str, Schema)], answers: bool| -> Vec<Value> {
        list.iter().map(|(kind, payload)| message(kind, payload, answers)).collect()
    };
    definitions.insert(
        "ToPage".into(),
        json!({
            "description": "What a host may ask of the page. Each message is answered once.",
            "oneOf": messages(&asked, false),
        }),
    );
    definitions.insert(
        "FromPage".into(),
        json!({
            "description": "What the page says to its host.",
            "oneOf": messages(&said, true),
        }),
    );
    let schema = json!({
        "$schema": SchemaSettings::draft2020_12().meta_schema,
        "title": "The messages between Mailflow in a frame and the page around it",
        "oneOf": [{ "$ref": "#/$defs/ToPage" }, { "$ref": "#/$defs/FromPage" }],
        "$defs": definitions,
    });
    // A schema is a JSON value, which can always be written.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

/// A message with this payload.
fn message(kind: &str, payload: &Schema, is_answer: bool) -> Value {
    let id = if is_answer {
        "The id of the message that this one answers."
    } else {
        "Sent back with the answer."
    };
    let needs_payload = is_answer || ["load", "seek", "step", "action", "export"].contains(&kind);
    let mut required = vec!["ns", "v", "type"];
    required.extend(needs_payload.then_some("payload"));
    json!({
        "type": "object",
        "title": kind,
        "properties": {
            "ns": { "const": NS },
            "v": { "const": VERSION },
            "id": { "type": ["string", "number"], "description": id },
            "type": { "const": kind },
            "payload": payload,
        },
        "required": required,
        "additionalProperties": false,
    })
}

/// A preset's key, or a scenario file.
pub(super) struct ScenarioOrKey;
/// A speed.
pub(super) struct SpeedName;
/// A warning.
pub(super) struct Note;

/// Where the schema of a type comes from; `inline` ones have no name of their own in the schema.
macro_rules! schema_of {
    ($($type:ty, $name:literal, $inline:literal, $make:expr;)*) => {
        $(impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn inline_schema() -> bool {
                $inline
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                $make(generator)
            }
        })*
    };
}

schema_of! {
    ScenarioOrKey, "ScenarioOrKey", true, |_| {
        let keys: Vec<_> = preset::PRESETS.iter().map(|preset| preset.key).collect();
        json_schema!({ "anyOf": [{ "enum": keys }, { "$ref": "scenario.schema.json" }] })
    };
    SpeedName, "Speed", false, |_| json_schema!({
        "description": "The story's own speeds, as fast as the machine can, or seconds of the run \
            a second.",
        "anyOf": [
            { "enum": ["story", "max"] },
            { "type": "integer", "minimum": 1, "maximum": SPEED_MAX },
        ],
    });
    Note, "Warning", false, |_| json_schema!({
        "description": "What could not be taken as it stands.",
        "type": "object",
        "properties": {
            "path": { "type": "string", "description": "Where in the scenario." },
            "message": { "type": "string", "description": "What is wrong there." },
            "used": { "type": ["string", "null"], "description": "What is used instead." },
        },
        "required": ["path", "message", "used"],
    });
    Act, "Action", false, |_| json_schema!({
        "description": "Does something on the timeline, as an entry of a scenario file does; \
            without `at` it is done at the cursor, which stays where it is. Answered with `state`.",
        "oneOf": file::action_schemas(),
    });
}
