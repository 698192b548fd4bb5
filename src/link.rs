//! Permalinks: a set-up, and a moment of it, as a readable fragment of the page's address.
//!
//! ```text
//! #v=1&s=ex1331830&limit=40&flighting=50&seed=7&t=2h10m&b.limit=60
//! ```
//!
//! | key | is |
//! |---|---|
//! | `v` | version of the form; 1 |
//! | `s` | key of the preset |
//! | a field's key | its value from the start of the run, with an optional unit: `lifetime=4h` |
//! | `limit`, `gateway` | short for the fields `forest_limit` and `gateway_share` |
//! | `flighting`, `balance` | a lever without a field: set at the start, instead of the scenario's own actions of the kind |
//! | an action's key | `gateway=30@1h10m`: done at that time of the run; further parameters follow colons (`limit=80:F2@1h`), `~` says over how long (`@1h~10m`), commas part several |
//! | `z` | the rest: a scenario file, deflated, in base64url; for edited timelines and readers' own scenarios |
//! | `seed` | seed of every random draw; 1 if left out |
//! | `t` | the moment, counted from the start of the run |
//! | `split` | where the run was split in two worlds |
//! | `b.…` | what world B has otherwise than A, by the same keys |
//! | `theme`, `autoplay` | `light`, `dark` or `system`; 1 plays at once |
//!
//! Only what differs from the preset is written. Reading never fails: what is not known is left out,
//! what is out of range is set to the nearest value, and both are told of. How the page is embedded
//! ([`crate::embed`]) stands beside these keys; a lesson
//! ([`crate::lesson::link`]) too; `speed` is kept free.

mod key;
mod pairs;
pub(crate) mod packed;
mod setup;
pub mod span;

use crate::playback::{Player, Run, Side};
use crate::scenario::words::{did_you_mean, quoted};
use crate::scenario::{Scenario, Warning, preset};
use crate::time::Time;

use pairs::Pairs;

/// The form that this version writes, and the only one there is.
const VERSION: &str = "1";
/// The preset of a link that names none.
const DEFAULT: &str = "ex1331830";
/// The seed of a link that names none.
pub const DEFAULT_SEED: u64 = 1;

/// What a link says.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What the reader started from: a preset, or a scenario of their own.
    pub original: Scenario,
    /// The same with what was changed.
    pub scenario: Scenario,
    /// Seed of every random draw.
    pub seed: u64,
    /// The second world, if there is one.
    pub split: Option<Split>,
    /// The moment; none is where the page opens.
    pub at: Option<Time>,
    /// The theme asked for.
    pub theme: Option<Theme>,
    /// Whether time runs at once; none leaves it to the page.
    pub autoplay: Option<bool>,
}

/// The second world of a link.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// Where the run was split.
    pub at: Time,
    /// What B is.
    pub scenario: Scenario,
}

/// A theme that a link or a message asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// As the system has it.
    System,
}

impl Theme {
    const ALL: [(&'static str, Theme); 3] =
        [("light", Theme::Light), ("dark", Theme::Dark), ("system", Theme::System)];
}

impl Default for Link {
    /// The page as it opens.
    fn default() -> Self {
        let scenario = Scenario::preset(DEFAULT);
        Link::new(scenario.unwrap_or_else(|_| Scenario::new(&preset::PRESETS[0])))
    }
}

impl Link {
    /// A scenario as it is.
    pub fn new(scenario: Scenario) -> Self {
        Link {
            original: scenario.clone(),
            scenario,
            seed: DEFAULT_SEED,
            split: None,
            at: None,
            theme: None,
            autoplay: None,
        }
    }

    /// What the page shows; the moment too, unless it is where the page opens.
    pub fn of(player: &Player) -> Self {
        let run = |side| player.side(side);
        let a = run(Side::A).unwrap_or_else(|| player.run());
        let at = player.seeking_to().unwrap_or_else(|| player.cursor());
        Link {
            original: a.original().clone(),
            scenario: a.scenario().clone(),
            seed: player.sim().seed(),
            split: run(Side::B)
                .map(|b: &Run| Split { at: player.split_at(), scenario: b.scenario().clone() }),
            at: Some(at).filter(|&at| at != player.opening()),
            theme: None,
            autoplay: None,
        }
    }

    /// The set-up without the moment.
    #[must_use]
    pub fn setup(mut self) -> Self {
        self.at = None;
        self
    }

    /// Whether two links show the same runs, whatever the moment.
    pub fn has_same_runs(&self, other: &Link) -> bool {
        let runs = |link: &Link| (link.scenario.clone(), link.seed);
        let beside = |link: &Link| link.split.as_ref().map(|split| split.scenario.clone());
        runs(self) == runs(other)
            && beside(self) == beside(other)
            && self.original == other.original
    }

    /// Reads a fragment or a query, with or without its `#` or `?`, and tells what in it could not
    /// be taken as it stands.
    pub fn read(text: &str) -> (Link, Vec<Warning>) {
        let mut reader = Reader::default();
        let pairs = Pairs::of(text, &mut reader);
        if let Some(version) = pairs.get("v").filter(|&version| version != VERSION) {
            let message = format!("{} is no version of this page", quoted(version));
            reader.warn("v", message, VERSION);
        }
        let mut link = Link::new(base(&mut reader, pairs.get("s")));
        if let Some(packed) = pairs.get("z") {
            setup::unpack(&mut reader, "z", packed, &mut link.original, &mut link.scenario);
        }
        setup::read(&mut reader, "", &pairs, &mut link.scenario);
        if let Some(seed) = pairs.get("seed") {
            match seed.parse() {
                Ok(seed) => link.seed = seed,
                Err(_) => reader.warn(
                    "seed",
                    format!("{} is not a whole number under 2^64", quoted(seed)),
                    &DEFAULT_SEED.to_string(),
                ),
            }
        }
        let moment = |reader: &mut Reader, key: &str| {
            pairs.get(key).and_then(|text| moment(reader, key, text, &link.scenario))
        };
        link.at = moment(&mut reader, "t");
        let split = moment(&mut reader, "split");
        if split.is_some() || pairs.has_b() {
            let mut scenario = link.scenario.clone();
            if let Some(packed) = pairs.get("b.z") {
                setup::unpack(
                    &mut reader,
                    "b.z",
                    packed,
                    &mut link.original.clone(),
                    &mut scenario,
                );
            }
            setup::read(&mut reader, "b.", &pairs, &mut scenario);
            link.split = Some(Split { at: split.unwrap_or_default(), scenario });
        }
        link.theme =
            pairs.get("theme").and_then(|name| choice(&mut reader, "theme", name, &Theme::ALL));
        let switch = [("1", true), ("0", false)];
        link.autoplay =
            pairs.get("autoplay").and_then(|name| choice(&mut reader, "autoplay", name, &switch));
        (link, reader.warnings)
    }

    /// The link as a fragment without its `#`; reading it again gives the same.
    pub fn write(&self) -> String {
        let mut text = format!("v={VERSION}&s={}", self.original.origin().key);
        let own = (!self.original.is_preset()).then_some(&self.original);
        setup::write(&mut text, "", &self.original, &self.scenario, own);
        let mut add = |key: &str, value: String| {
            text.push('&');
            text.push_str(key);
            text.push('=');
            text.push_str(&value);
        };
        if self.seed != DEFAULT_SEED {
            add("seed", self.seed.to_string());
        }
        if let Some(at) = self.at {
            add("t", span::write(at));
        }
        if let Some(theme) = self.theme {
            let name = Theme::ALL.iter().find(|(_, other)| *other == theme);
            add("theme", name.map_or_else(String::new, |(name, _)| (*name).to_owned()));
        }
        if let Some(autoplay) = self.autoplay {
            add("autoplay", u8::from(autoplay).to_string());
        }
        if let Some(split) = &self.split {
            add("split", span::write(split.at));
            setup::write(&mut text, "b.", &self.scenario, &split.scenario, None);
        }
        text
    }
}

fn base(reader: &mut Reader, key: Option<&str>) -> Scenario {
    let Some(key) = key else { return Link::default().scenario };
    Scenario::preset(key).unwrap_or_else(|_| {
        let keys: Vec<_> = preset::PRESETS.iter().map(|preset| preset.key).collect();
        let meant = did_you_mean(key, keys.iter().copied());
        let keys = keys.join(", ");
        reader.warn("s", format!("no scenario {}{meant} (there is {keys})", quoted(key)), DEFAULT);
        Link::default().scenario
    })
}

/// An instant of the run: a span from its start, or a clock time near it.
fn moment(reader: &mut Reader, key: &str, text: &str, scenario: &Scenario) -> Option<Time> {
    let end = scenario.duration();
    let read = span::read(text).map_or_else(|| scenario.epoch().read(text, Time::ZERO, end), Ok);
    match read {
        Ok(at) if at > end => {
            reader.warn(key, format!("{text} lies after the end of the run"), &span::write(end));
            Some(end)
        }
        Ok(at) => Some(at),
        Err(_) => {
            reader.leave_out(
                key,
                format!("{} is no time of the run, as 2h10m or 14:33 is", quoted(text)),
            );
            None
        }
    }
}

fn choice<T: Copy>(reader: &mut Reader, key: &str, name: &str, all: &[(&str, T)]) -> Option<T> {
    let found = all.iter().find(|(known, _)| *known == name).map(|&(_, value)| value);
    if found.is_none() {
        let names: Vec<_> = all.iter().map(|(known, _)| *known).collect();
        reader.leave_out(key, format!("{} is not one of {}", quoted(name), names.join(", ")));
    }
    found
}

/// Warnings that are kept: a link of nonsense needs no longer list.
const WARNINGS_MAX: usize = 20;

/// Collects what is to be told.
#[derive(Debug, Default)]
struct Reader {
    warnings: Vec<Warning>,
}

impl Reader {
    /// Something is wrong, and this is used instead.
    fn warn(&mut self, key: &str, message: String, used: &str) {
        self.tell(Warning { path: key.to_owned(), message, used: Some(used.to_owned()) });
    }

    /// Something is wrong, and nothing can stand in for it.
    fn leave_out(&mut self, key: &str, message: String) {
        self.tell(Warning { path: key.to_owned(), message, used: None });
    }

    fn tell(&mut self, warning: Warning) {
        if self.warnings.len() < WARNINGS_MAX {
            self.warnings.push(warning);
        }
    }
}
