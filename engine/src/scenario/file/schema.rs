//! The JSON Schema of a scenario file: the shape from the types that are written, fields and actions
//! from their tables. Natively only: the page reads files but prints no schema.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::scenario::action::{ACTIONS, ActionSpec, Place};
use crate::scenario::field::{FIELDS, FieldSpec, Scale};
use crate::scenario::health::STATUSES;
use crate::scenario::preset::PRESETS;
use crate::scenario::region::REGIONS;
use crate::scenario::span;

use super::write::{Entry, Fields, File, Forest, Instant, Start, plain};
use super::{FORMAT, latest};

/// One amount of time with its unit, as a regular expression.
const AMOUNT: &str = r"[0-9]+(\.[0-9]+)?\s*(ms|s|min|h|d)\s*";

/// The schema as text.
pub fn schema() -> String {
    // Optional is what need not be written; when reading, an option could also be null.
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<File>();
    // A schema is a JSON value, which can always be written.
    let text = serde_json::to_string_pretty(&schema);
    debug_assert!(text.is_ok(), "{text:?}");
    text.unwrap_or_default() + "\n"
}

/// The schema of each kind of action, for one that may be done at once.
pub fn action_schemas() -> Vec<Value> {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    let mut generator = settings.into_generator();
    let schema = generator.subschema_for::<Entry>().to_value();
    let mut kinds = schema["oneOf"].as_array().cloned().unwrap_or_default();
    for kind in &mut kinds {
        kind["required"] = json!(["action"]);
    }
    kinds
}

/// The version of the format.
pub(super) struct Format;
/// The key of a preset.
pub(super) struct Base;
/// A status of the Service health page.
pub(super) struct Status;
/// Which forests an action is for.
struct Where;

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
    Format, "Format", true, |_| json_schema!({ "const": FORMAT });
    Base, "Base", true, |_| {
        let keys: Vec<_> = PRESETS.iter().map(|preset| preset.key).collect();
        json_schema!({ "enum": keys })
    };
    Status, "Status", true, |_| json_schema!({ "enum": STATUSES });
    Where, "Place", false, |_| json_schema!({ "enum": Place::NAMES });
    Start, "Start", true, |_| json_schema!({
        "type": "string",
        "pattern": "^2026-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]Z$",
        "examples": ["2026-06-02T12:00Z"],
        "description": "Start of the run: a minute of 2026 in UTC.",
    });
    Instant, "Instant", false, |_| json_schema!({
        "description": format!(
            "Time from the start of the run, 0h to {}: text with units (ms, s, min, h, d), or a \
             number of hours. Not a clock time.", span::write(latest()),
        ),
        "anyOf": [
            { "type": "string", "pattern": format!(r"^\s*({AMOUNT})+$") },
            { "type": "number", "minimum": 0, "maximum": latest().hours_f64() },
        ],
        "examples": ["90min", "1h30min", 1.5],
    });
    Forest, "Forest", false, |_| json_schema!({ "enum": &Place::NAMES[1 + REGIONS.len()..] });
    Fields, "Fields", false, |_| {
        let fields = FIELDS.iter().map(|spec| (spec.key.to_owned(), value(spec)));
        json_schema!({
            "type": "object",
            "description": "Values by key: a number in the field's unit, text with a unit, or a \
                choice's name. The default is the table's; a base may have another.",
            "properties": fields.collect::<Map<_, _>>(),
            "additionalProperties": false,
        })
    };
    Entry, "Action", false, |generator: &mut SchemaGenerator| {
        let instant = generator.subschema_for::<Instant>().to_value();
        let place = generator.subschema_for::<Where>().to_value();
        let kinds: Vec<_> = ACTIONS.iter().map(|spec| kind(spec, &instant, &place)).collect();
        json_schema!({
            "description": "What is done, and when. Values are absolute: the latest action of a \
                kind is the one in force.",
            "oneOf": kinds,
        })
    };
}

/// One kind of action.
fn kind(spec: &ActionSpec, instant: &Value, place: &Value) -> Value {
    let described = |help: &str| {
        let mut schema = instant.clone();
        schema["description"] = help.into();
        schema
    };
    let mut properties = Map::new();
    properties.insert("at".into(), described("When it takes effect, or begins to."));
    let over = "How long its value takes to get there, in even steps a minute; left out, it is at \
                once. A switch turns at the start.";
    properties.insert("over".into(), described(over));
    properties.insert("action".into(), json!({ "const": spec.key }));
    for param in spec.params {
        let mut schema = value(param);
        if schema["enum"] == json!(Place::NAMES) {
            // Many kinds have it, and it is long.
            schema["$ref"] = place["$ref"].clone();
            schema.as_object_mut().map(|schema| schema.remove("enum"));
        }
        properties.insert(param.key.to_owned(), schema);
    }
    json!({
        "type": "object",
        "title": spec.key,
        "description": format!("{} Who: {}.", spec.help, spec.actor.says()),
        "properties": properties,
        "required": ["at", "action"],
        "additionalProperties": false,
    })
}

/// A value of a field or a parameter.
fn value(spec: &FieldSpec) -> Value {
    let unit = if ["1", "choice"].contains(&spec.unit) {
        String::new()
    } else {
        format!(" Unit: {}.", spec.unit)
    };
    let mut schema = json!({
        "description": format!("{}{unit} Source: {}.", spec.help, spec.source),
        "default": plain(spec, spec.default),
    });
    let kinds = match spec.scale {
        Scale::Choice(names) => {
            let switch =
                if spec.is_switch() { vec![json!(false), json!(true)] } else { Vec::new() };
            let names = names.iter().map(|name| json!(name));
            schema["enum"] = switch.into_iter().chain(names).collect();
            return schema;
        }
        Scale::Real => "number",
        Scale::Whole => "integer",
    };
    let number = json!({
        "type": kinds,
        "minimum": plain(spec, spec.min),
        "maximum": plain(spec, spec.max),
    });
    schema["anyOf"] = json!([number, { "type": "string", "pattern": pattern(spec) }]);
    schema
}

/// A number as text, with an optional unit: the field's own, or any other unit of time.
fn pattern(spec: &FieldSpec) -> String {
    let number = r"^\s*[+-]?[0-9.]+([eE][+-]?[0-9]+)?";
    let units = spec.units();
    if units.len() > 1 {
        format!(r"{number}\s*({})?\s*$|^\s*({AMOUNT})+$", units.join("|"))
    } else if spec.unit == "1" {
        format!(r"{number}\s*$")
    } else {
        format!(r"{number}\s*({})?\s*$", spec.unit)
    }
}
