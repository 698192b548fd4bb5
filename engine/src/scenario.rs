//! What is simulated: fields, actions on the timeline, and the presets they start from.
//!
//! A scenario is always usable: values are checked on the way in, so the model never meets one out
//! of range.

pub mod action;
pub mod region;
pub mod caption;
pub mod field;
pub mod file;
pub mod health;
pub mod preset;
pub mod span;
pub mod words;

use std::borrow::Cow;

use crate::time::{Epoch, Time};

pub use action::{
    ACTIONS, Action, ActionKind, ActionSpec, Actor, Balance, Channel, Package, Param, Place,
    Senders, Service,
};
pub use caption::{Caption, When};
pub use field::{FIELD_COUNT, FIELDS, Field, FieldSpec, Scale};
pub use file::{FileError, Warning};
pub use health::{Issue, Post};
pub use preset::{Group, Preset};
pub use region::{REGIONS, Region};

/// One world to simulate.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    preset: &'static Preset,
    about: About,
    epoch: Epoch,
    values: [f64; FIELD_COUNT],
    faults: Vec<Action>,
    actions: Vec<Action>,
    rings: Vec<u8>,
    posts: Vec<Post>,
}

/// What a scenario says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Its name in links and on the command line; `own` for a reader's own.
    pub key: Cow<'static, str>,
    /// Its name on the page.
    pub title: Cow<'static, str>,
    /// What it is for, in a sentence.
    pub purpose: Cow<'static, str>,
    /// What to watch while it runs.
    pub watch: Cow<'static, str>,
    /// What it shows.
    pub insight: Cow<'static, str>,
    /// What a reader should know of its sources, beside the fields; may be empty.
    pub notes: Cow<'static, str>,
}

impl Scenario {
    /// A preset as it is.
    pub fn new(preset: &'static Preset) -> Self {
        let mut values = [0.0; FIELD_COUNT];
        for field in Field::all() {
            values[field as usize] = field.spec().default;
        }
        for &(field, value) in preset.values {
            values[field as usize] = value;
        }
        Scenario {
            preset,
            about: About {
                key: preset.key.into(),
                title: preset.title.into(),
                purpose: preset.purpose.into(),
                watch: preset.watch.into(),
                insight: preset.insight.into(),
                notes: preset.notes.into(),
            },
            epoch: preset.epoch,
            values,
            faults: preset.faults.to_vec(),
            actions: preset.actions.to_vec(),
            rings: preset.rings.to_vec(),
            posts: preset.posts.to_vec(),
        }
    }

    /// The preset with this key.
    ///
    /// # Errors
    /// One line with the keys there are.
    pub fn preset(key: &str) -> Result<Self, String> {
        preset::PRESETS.iter().find(|preset| preset.key == key).map(Scenario::new).ok_or_else(
            || {
                let keys: Vec<_> = preset::PRESETS.iter().map(|preset| preset.key).collect();
                format!("no scenario \"{key}\" (there is {})", keys.join(", "))
            },
        )
    }

    /// The preset it started from.
    pub fn origin(&self) -> &'static Preset {
        self.preset
    }

    /// What it says of itself.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Whether it is a preset, edited or not, rather than a reader's own: then the preset's story,
    /// stills and captions are about it.
    pub fn is_preset(&self) -> bool {
        self.about.key == self.preset.key
    }

    /// A field's value, in its own unit.
    pub fn get(&self, field: Field) -> f64 {
        self.values[field as usize]
    }

    /// Sets a field.
    ///
    /// # Errors
    /// One line with the key, the value and the allowed range; nothing is changed then.
    pub fn set(&mut self, field: Field, value: f64) -> Result<(), String> {
        self.values[field as usize] = field.spec().check(value)?;
        Ok(())
    }

    /// Sets a field from `key=value`, the value with an optional unit.
    ///
    /// # Errors
    /// One line that names what is wrong and what is allowed; nothing is changed then.
    pub fn set_text(&mut self, text: &str) -> Result<(), String> {
        let Some((key, value)) = text.split_once('=') else {
            return Err(format!("\"{text}\" is not key=value"));
        };
        let key = key.trim();
        let Some(field) = Field::from_key(key) else {
            let meant = words::did_you_mean(key, FIELDS.iter().map(|spec| spec.key));
            let hint = if meant.is_empty() { " (`mailflow fields` lists them)" } else { &meant };
            return Err(format!("no field {}{hint}", words::quoted(key)));
        };
        let value = field.spec().parse(value)?;
        self.set(field, value)
    }

    /// The actions, in the order they were added; they need not be in order of time.
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// The actions, to be edited.
    pub fn actions_mut(&mut self) -> &mut Vec<Action> {
        &mut self.actions
    }

    /// What goes wrong beside the fields, in the order it was given.
    pub fn faults(&self) -> &[Action] {
        &self.faults
    }

    /// The forests that a flighted package reaches first, by index, in order; the rest follow in the
    /// usual order.
    pub fn rings(&self) -> &[u8] {
        &self.rings
    }

    /// Sets the order of the rings.
    pub fn set_rings(&mut self, rings: &[u8]) {
        self.rings = rings.to_vec();
    }

    /// The issue of the Service health page, if there is one: the base's.
    pub fn issue(&self) -> Option<&'static Issue> {
        self.preset.issue.as_ref()
    }

    /// The service-health posts, in order of time.
    pub fn posts(&self) -> &[Post] {
        &self.posts
    }

    /// Without any operator action. What goes wrong stays.
    #[must_use]
    pub fn without_actions(mut self) -> Self {
        self.actions.clear();
        self
    }

    /// Length of the run.
    pub fn duration(&self) -> Time {
        Time::from_secs_f64(self.get(Field::Duration) * 3600.0)
    }

    /// When the misconfiguration begins.
    pub fn onset(&self) -> Time {
        Time::from_secs_f64(self.get(Field::Onset) * 3600.0)
    }

    /// Whether the onset changes anything at all.
    pub fn has_onset(&self) -> bool {
        [Field::Skew, Field::Spill].iter().any(|&field| self.get(field) > 0.0)
            || self.get(Field::OnsetLookupSpeed) < 100.0
    }

    /// Where the run stands in the calendar.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// Real mails per simulated mail.
    pub fn scale(&self) -> u64 {
        self.get(Field::Scale) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_key_is_met_with_the_right_one() {
        let mut scenario = Scenario::preset("ex1331830").expect("the incident");
        let error = scenario.set_text("forest-limt=40").unwrap_err();
        assert!(error.contains("did you mean forest_limit?"), "{error}");
        let error = scenario.set_text("colour=blue").unwrap_err();
        assert!(error.contains("mailflow fields"), "{error}");
        assert!(Scenario::preset("ex1").unwrap_err().contains("ex1331830"));
    }

    #[test]
    fn a_refused_value_changes_nothing() {
        let mut scenario = Scenario::preset("ex1331830").expect("the incident");
        let before = scenario.clone();
        assert!(scenario.set_text("forest_limit=1e9").is_err());
        assert!(scenario.set_text("forest_limit").is_err());
        assert_eq!(scenario, before);
    }
}
