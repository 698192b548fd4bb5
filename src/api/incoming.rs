//! What a host may ask of the page. The comments are the published schema's descriptions.

#[cfg(not(target_arch = "wasm32"))]
use schemars::JsonSchema;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::value::RawValue;

use super::{Error, fault};
use crate::link::Theme;
use crate::readout::Speed;

/// Fastest speed that has a number [seconds of the run a second].
pub const SPEED_MAX: u32 = 3600;

/// Defines the requests: each is a type with the name of its message.
macro_rules! requests {
    ($($name:ident = $key:literal,)*) => {
        /// What is asked.
        #[derive(Debug)]
        pub enum Request {
            $(#[doc = concat!("The message `", $key, "`.")] $name($name),)*
        }

        impl Request {
            /// The messages that the page takes.
            pub const TYPES: &'static [&'static str] = &[$($key,)*];

            /// Reads the payload of a message.
            pub(super) fn parse(kind: &str, payload: &str) -> Result<Request, Error> {
                let read = match kind {
                    $($key => serde_json::from_str(payload).map(Request::$name),)*
                    _ => {
                        let why = format!("the page takes no message {kind:?}");
                        return Err(Error::new("type", "type", why).allow(Self::TYPES));
                    }
                };
                read.map_err(|error| fault::of("payload", "payload", payload, &error))
            }

            /// The schema of each message's payload.
            #[cfg(not(target_arch = "wasm32"))]
            pub(super) fn schemas(
                generator: &mut schemars::SchemaGenerator,
            ) -> Vec<(&'static str, schemars::Schema)> {
                vec![$(($key, generator.subschema_for::<$name>()),)*]
            }
        }
    };
}

requests! {
    Load = "load",
    Play = "play",
    Pause = "pause",
    Seek = "seek",
    Step = "step",
    Set = "set",
    Act = "action",
    Get = "get",
    Export = "export",
}

/// Loads a run and stands at its opening, paused. Either `link` or `scenario` is needed. Answered
/// with `state`.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Load {
    /// A link's fragment, or any part of it: `s=ex1331830&limit=40&t=2h10m`.
    pub link: Option<String>,
    /// The key of a preset, or a scenario file as an object.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(with = "Option<super::schema::ScenarioOrKey>")
    )]
    pub scenario: Option<Box<RawValue>>,
    /// Seed of the run, with `scenario`; the one at hand if left out.
    pub seed: Option<u64>,
    /// Where to stand instead of the opening: seconds from the start of the run.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(range(min = 0)))]
    pub at_s: Option<f64>,
}

/// Lets time run. Answered with `state`.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Play {
    /// How fast; as before if left out.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "Option<super::schema::SpeedName>"))]
    pub speed: Option<Asked>,
}

/// Stops time. Answered with `state`.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Pause {}

/// Moves to an instant of the run, backwards or forwards. One of the two is needed. Answered with
/// `state` at once; a far jump takes a while, and another `state` tells when it has arrived.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Seek {
    /// Seconds from the start of the run.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(range(min = 0)))]
    pub at_s: Option<f64>,
    /// The same as text with units (ms, s, min, h, d): `2h10min`. Not a clock time.
    pub at: Option<String>,
}

/// Stops time and moves by one step. Answered with `state`.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Step {
    /// Where to.
    pub to: StepTo,
}

/// Where a step goes.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub enum StepTo {
    /// The next outcome of an attempt.
    NextOutcome,
    /// The outcome before.
    LastOutcome,
    /// The next instant worth a look: a first, an action, a post, the peak.
    NextMark,
    /// The one before.
    LastMark,
}

/// Sets levers at the cursor, the speed, the theme. What is left out stays. Either all of it is
/// done or, if one value is not allowed, nothing. Answered with `state`.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Set {
    /// Limit per forest.
    pub limit: Option<f64>,
    /// Share of the fleet that has the package.
    pub flighting: Option<f64>,
    /// Share of the tenants behind a gateway.
    pub gateway: Option<f64>,
    /// How much of the skew the balance reset removes.
    pub balance: Option<f64>,
    /// Factor on the speed of the directory lookups.
    pub lookup_speed: Option<f64>,
    /// How much mail people send.
    pub load: Option<f64>,
    /// How fast time runs.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "Option<super::schema::SpeedName>"))]
    pub speed: Option<Asked>,
    /// How the page looks.
    pub theme: Option<Theme>,
}

/// Does something on the timeline, as an entry of a scenario file does; without `at` it is done at
/// the cursor. The cursor stays where it is. Answered with `state`.
#[derive(Debug, serde::Deserialize)]
#[serde(transparent)]
pub struct Act(pub Box<RawValue>);

/// Asks for the state. Answered with `state`.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Get {}

/// Asks for what can be saved of the run, as it is at the cursor. Answered with `export`.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub struct Export {
    /// What.
    pub what: What,
}

/// What can be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(target_arch = "wasm32"), derive(JsonSchema))]
pub enum What {
    /// The time series, CSV.
    Csv,
    /// The run in numbers, JSON.
    Json,
    /// What happened, in words and numbers, Markdown.
    Report,
    /// The scenario with the actions, as a file that `load` takes.
    Scenario,
    /// What was said on the wire, as far back as it is kept.
    Log,
}

/// A speed that was asked for: `"story"`, `"max"`, or seconds of the run a second.
#[derive(Clone, Copy, Debug)]
pub struct Asked(pub Speed);

impl<'de> Deserialize<'de> for Asked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let speed = match raw.get() {
            r#""story""# => Some(Speed::Story),
            r#""max""# => Some(Speed::Max),
            number => number.parse().ok().filter(|n| (1..=SPEED_MAX).contains(n)).map(Speed::Times),
        };
        speed.map(Asked).ok_or_else(|| {
            let wanted = "`story`, `max`, or a whole number from `1` to `3600`";
            D::Error::custom(format_args!("{} is no speed, expected {wanted}", raw.get()))
        })
    }
}
