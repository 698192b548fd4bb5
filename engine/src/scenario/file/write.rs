//! From a scenario to JSON. The types here are the shape of a file: what is written, and (natively)
//! what the schema is derived from. Their comments are the schema's descriptions.

#[cfg(not(target_arch = "wasm32"))]
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::scenario::action::Action;
use crate::scenario::field::{Field, FieldSpec, Scale};
use crate::scenario::health::Post;
use crate::scenario::{Scenario, span};
use crate::time::{Epoch, Time};

use super::{FORMAT, start};
#[cfg(not(target_arch = "wasm32"))]
use super::{LIST_MAX, TEXT_MAX, TITLE_MAX};

/// The keys of a file.
pub(super) const KEYS: [&str; 14] = [
    "$schema", "mailflow", "base", "title", "purpose", "watch", "insight", "notes", "start",
    "fields", "faults", "actions", "rings", "posts",
];

/// The keys of a post.
pub(super) const POST_KEYS: [&str; 6] = ["at", "status", "gist", "scope", "root_cause", "source"];

/// A preset, and what differs from it: what is left out is the base's, an empty list is empty.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
#[cfg_attr(
    not(target_arch = "wasm32"),
    schemars(deny_unknown_fields, title = "A scenario of Mailflow")
)]
pub struct File {
    /// Where this schema is, for an editor.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "String"))]
    schema: Option<String>,
    /// Version of the format; 1 if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "super::schema::Format"))]
    mailflow: Option<u64>,
    /// Key of the preset that the file starts from; ex1331830 if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "super::schema::Base"))]
    base: Option<&'static str>,
    /// Its name on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "String", length(min = 1, max = TITLE_MAX)))]
    title: Option<String>,
    /// What it is for, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "String", length(max = TEXT_MAX)))]
    purpose: Option<String>,
    /// What to watch while it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "String", length(max = TEXT_MAX)))]
    watch: Option<String>,
    /// What it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "String", length(max = TEXT_MAX)))]
    insight: Option<String>,
    /// What a reader should know of its sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "String", length(max = TEXT_MAX)))]
    notes: Option<String>,
    /// When the run starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "Start"))]
    start: Option<Start>,
    /// The fields whose values differ from the base's.
    #[serde(skip_serializing_if = "Fields::is_empty")]
    fields: Fields,
    /// What goes wrong beside the fields: actions that belong to the world of the scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "Vec<Entry>", length(max = LIST_MAX)))]
    faults: Option<Vec<Entry>>,
    /// What is done about it, and when.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "Vec<Entry>", length(max = LIST_MAX)))]
    actions: Option<Vec<Entry>>,
    /// The forests that a flighted package reaches first, in order; the rest follow as usual.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(with = "Vec<Forest>", length(max = LIST_MAX), extend("uniqueItems" = true))
    )]
    rings: Option<Vec<Forest>>,
    /// Posts of the Service health page, as far as they are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "Vec<HealthPost>", length(max = LIST_MAX)))]
    posts: Option<Vec<HealthPost>>,
}

/// A service-health post.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema), schemars(deny_unknown_fields))]
struct HealthPost {
    /// When it was published.
    at: Instant,
    /// Status on the Service health page, to the letter.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "super::schema::Status"))]
    status: String,
    /// What it said, in a few words.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(length(max = TEXT_MAX)))]
    gist: String,
    /// Scope of impact.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(length(max = TEXT_MAX)))]
    scope: String,
    /// Preliminary root cause.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(length(max = TEXT_MAX)))]
    root_cause: String,
    /// Where that is known from.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(length(max = TEXT_MAX)))]
    source: String,
}

/// An instant of the run, or a span.
#[derive(Debug)]
pub(super) struct Instant(Time);
/// When the run starts.
#[derive(Debug)]
pub(super) struct Start(Epoch);
/// A forest by name.
#[derive(Debug)]
pub(super) struct Forest(u8);
/// Fields, in the order of the table.
#[derive(Debug)]
pub struct Fields(Vec<(&'static str, Value)>);
/// An action: when, what, and its parameters in the order of the table.
#[derive(Debug)]
pub struct Entry(Vec<(&'static str, Value)>);

impl Fields {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&span::write(self.0))
    }
}

impl Serialize for Start {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&start::write(self.0))
    }
}

impl Serialize for Forest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("F{}", u32::from(self.0) + 1))
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// The scenario as text.
pub(super) fn scenario(scenario: &Scenario) -> String {
    let base = Scenario::new(scenario.preset);
    let (own, was) = (&scenario.about, &base.about);
    let text = |own: &str, was: &str| (own != was).then(|| own.to_owned());
    let list = |own: &[Action], was: &[Action]| {
        (own != was).then(|| own.iter().map(Entry::new).collect::<Vec<_>>())
    };
    let fields = Field::all()
        .filter(|&field| scenario.get(field).to_bits() != base.get(field).to_bits())
        .map(|field| (field.spec().key, plain(field.spec(), scenario.get(field))));
    let file = File {
        schema: None,
        mailflow: Some(FORMAT),
        base: Some(scenario.preset.key),
        title: text(&own.title, &was.title),
        purpose: text(&own.purpose, &was.purpose),
        watch: text(&own.watch, &was.watch),
        insight: text(&own.insight, &was.insight),
        notes: text(&own.notes, &was.notes),
        start: (scenario.epoch != base.epoch).then_some(Start(scenario.epoch)),
        fields: Fields(fields.collect()),
        faults: list(&scenario.faults, &base.faults),
        actions: list(&scenario.actions, &base.actions),
        rings: (scenario.rings != base.rings)
            .then(|| scenario.rings.iter().copied().map(Forest).collect()),
        posts: (scenario.posts != base.posts)
            .then(|| scenario.posts.iter().map(HealthPost::new).collect()),
    };
    // Keys are strings and nothing is written to but memory, so this cannot fail.
    let text = serde_json::to_string_pretty(&file);
    debug_assert!(text.is_ok(), "{text:?}");
    text.unwrap_or_default() + "\n"
}

impl Entry {
    fn new(action: &Action) -> Self {
        let spec = action.kind.spec();
        let mut entry = vec![("at", Value::from(span::write(action.at)))];
        if action.over > Time::ZERO {
            entry.push(("over", Value::from(span::write(action.over))));
        }
        entry.push(("action", Value::from(spec.key)));
        let values = spec.params.iter().zip(action.kind.values());
        entry.extend(values.map(|(param, value)| (param.key, plain(param, value))));
        Entry(entry)
    }
}

impl HealthPost {
    fn new(post: &Post) -> Self {
        HealthPost {
            at: Instant(post.at),
            status: post.status.to_string(),
            gist: post.gist.to_string(),
            scope: post.scope.to_string(),
            root_cause: post.root_cause.to_string(),
            source: post.source.to_string(),
        }
    }
}

/// A value as a file has it: true and false, a name, or a number, whole if it is.
pub(super) fn plain(spec: &FieldSpec, value: f64) -> Value {
    let whole = value as i64;
    match spec.scale {
        Scale::Choice(_) if spec.is_switch() => Value::from(value > 0.5),
        Scale::Choice(_) => Value::from(spec.show(value)),
        _ if (whole as f64).to_bits() == value.to_bits() => Value::from(whole),
        _ => Value::from(value),
    }
}
