//! What the page says to its host. The comments are the published schema's descriptions. Counts of
//! mail are real mails, as on the page; `*_s` are seconds from the start of the run.

use std::borrow::Cow;

#[cfg(not(target_arch = "wasm32"))]
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::incoming::What;
use super::{Id, NS, VERSION};
use crate::readout::Speed;
use crate::scenario::Warning;

/// A message from the page.
#[derive(Debug)]
pub struct Message {
    /// What it answers; nothing where the page speaks by itself.
    pub id: Option<Id>,
    /// What it says.
    pub body: Body,
}

/// Defines the bodies: each is a type with the name of its message.
macro_rules! bodies {
    ($($name:ident = $key:literal,)*) => {
        /// What a message says.
        #[derive(Debug, Serialize)]
        #[serde(untagged)]
        pub enum Body {
            $(#[doc = concat!("The message `", $key, "`.")] $name($name),)*
        }

        impl Body {
            /// The messages that the page sends.
            pub const TYPES: &'static [&'static str] = &[$($key,)*];

            /// The name of this one.
            pub fn kind(&self) -> &'static str {
                match self { $(Body::$name(_) => $key,)* }
            }

            /// The schema of each message's payload.
            #[cfg(not(target_arch = "wasm32"))]
            pub(super) fn schemas(
                generator: &mut schemars::SchemaGenerator,
            ) -> Vec<(&'static str, schemars::Schema)> {
                vec![$(($key, generator.subschema_for::<$name>()),)*]
            }
        }

        $(impl From<$name> for Message {
            fn from(body: $name) -> Self {
                Message { id: None, body: Body::$name(body) }
            }
        })*
    };
}

bodies! {
    Ready = "ready",
    State = "state",
    Tick = "tick",
    Event = "event",
    Resize = "resize",
    Complete = "complete",
    Exported = "export",
    Error = "error",
}

impl Message {
    /// As JSON text.
    pub fn to_json(&self) -> String {
        #[derive(Serialize)]
        struct Envelope<'a> {
            ns: &'a str,
            v: u32,
            #[serde(skip_serializing_if = "Option::is_none")]
            id: Option<&'a serde_json::value::RawValue>,
            #[serde(rename = "type")]
            kind: &'a str,
            payload: &'a Body,
        }
        let id = self.id.as_ref().map(|id| &*id.0);
        let envelope =
            Envelope { ns: NS, v: VERSION, id, kind: self.body.kind(), payload: &self.body };
        // Keys are strings and nothing is written to but memory, so this cannot fail.
        serde_json::to_string(&envelope).unwrap_or_default()
    }
}

/// The page is there and takes messages. Sent once, before anything else.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Ready {
    /// Version of Mailflow.
    pub version: &'static str,
    /// The messages that the page takes.
    pub takes: &'static [&'static str],
    /// How it stands.
    pub state: Box<State>,
}

/// How the run stands: the answer to every request but `export`, and sent whenever something else
/// than time has changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct State {
    /// Key of the scenario; `own` for one that is no preset.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// Seed of the run.
    pub seed: u64,
    /// Length of the run.
    pub duration_s: f64,
    /// Whether time runs.
    pub playing: bool,
    /// How fast it is meant to.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "super::schema::SpeedName"))]
    pub speed: Pace,
    /// Where a jump under way is going.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "f64"))]
    pub seeking_to_s: Option<f64>,
    /// The run as a link's fragment, without its `#` and the moment.
    pub link: String,
    /// Whether anything is no longer as the scenario has it.
    pub edited: bool,
    /// Whether the backlog is cleared or the run is over.
    pub complete: bool,
    /// The levers at the cursor, by the keys that `set` takes.
    pub levers: Levers,
    /// What the cursor has passed, in order of time.
    pub marks: Vec<Event>,
    /// The run at the cursor.
    pub now: Tick,
    /// What of a scenario could not be taken as it stands, and what is used instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "Vec<super::schema::Note>"))]
    pub warnings: Vec<Warning>,
}

/// The levers at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Levers {
    /// Limit per forest [sessions].
    pub limit: f64,
    /// Share of the fleet that has the package [%].
    pub flighting: f64,
    /// Share of the tenants behind a gateway [%].
    pub gateway: f64,
    /// How much of the skew the balance reset removes [%].
    pub balance: f64,
    /// Factor on the speed of the directory lookups.
    pub lookup_speed: f64,
    /// How much mail people send [%].
    pub load: f64,
}

/// The run at the cursor. Sent at most four times a second while the cursor moves.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Tick {
    /// The cursor.
    pub at_s: f64,
    /// The same as date and time in UTC.
    pub utc: String,
    /// What is happening, in a sentence.
    pub sentence: String,
    /// Mails held anywhere.
    pub held: u64,
    /// Change of that a minute.
    pub held_per_min: i64,
    /// Mails sent so far.
    pub offered: u64,
    /// Mails delivered so far.
    pub delivered: u64,
    /// Mails that came back to their sender for good so far.
    pub bounced: u64,
    /// Attempts at the service's door so far.
    pub attempts: u64,
    /// Those answered 421 4.3.2.
    pub refused_421: u64,
    /// Those that were cut, which their senders see as a lost connection.
    pub dropped: u64,
}

/// The cursor passes a mark of the tape. After a jump there may be several at once.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Event {
    /// When it was.
    pub at_s: f64,
    /// The same as date and time in UTC.
    pub utc: String,
    /// What it is.
    pub kind: Kind,
    /// Its name: `onset`, `first-forest-full`, `first-421`, `first-lost-connection`,
    /// `first-delay-notice`, `first-expiry`, `peak`, `half-cleared`, `cleared`,
    /// `health-check-recalls`; the action's key; `post`.
    pub name: Cow<'static, str>,
    /// What the tape says.
    pub label: String,
}

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub enum Kind {
    /// Something the run did. A peak is known as one once half of it has gone.
    Event,
    /// A post on the Service health page.
    Post,
    /// Something that was done.
    Action,
}

/// The size that the page would like to have, when it starts and when that changes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Resize {
    /// Width that it has now [CSS px].
    pub width: f64,
    /// Height in which all its parts have their room at that width [CSS px].
    pub height: f64,
}

/// The backlog is cleared or the run is over.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Complete {
    /// Since when.
    pub at_s: f64,
    /// Whether the backlog is cleared; otherwise the run ended before that.
    pub cleared: bool,
    /// Most mails held at once.
    pub peak_held: u64,
    /// When that was.
    pub peak_at_s: f64,
    /// Of the mails that waited over a minute, half waited longer than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "f64"))]
    pub late_median_s: Option<f64>,
    /// The run at the cursor.
    pub now: Tick,
}

/// What was asked to be saved.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Exported {
    /// What it is.
    pub what: What,
    /// A name for the file.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub text: String,
}

/// A message was wrong, and nothing has changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Error {
    /// What kind of mistake: `envelope`, `version`, `type`, `payload` (its shape), `value` (out of
    /// range, unknown).
    pub code: &'static str,
    /// Where in the message: `payload.limit`; empty for all of it.
    pub path: String,
    /// What is wrong there.
    pub message: String,
    /// What is allowed there, where that can be listed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "Vec<String>"))]
    pub allowed: Vec<String>,
}

impl Error {
    pub(super) fn new(code: &'static str, path: &str, message: impl Into<String>) -> Self {
        Error { code, path: path.to_owned(), message: message.into(), allowed: Vec::new() }
    }

    pub(super) fn allow<T: ToString>(mut self, values: impl IntoIterator<Item = T>) -> Self {
        self.allowed = values.into_iter().map(|value| value.to_string()).collect();
        self
    }
}

/// A speed as a message has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace(pub Speed);

impl Serialize for Pace {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Speed::Story => serializer.serialize_str("story"),
            Speed::Max => serializer.serialize_str("max"),
            Speed::Times(times) => serializer.serialize_u32(times),
        }
    }
}
