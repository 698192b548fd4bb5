//! The presets as data: fields that differ from the default, actions, posts, and how the story is
//! told. One registry, read by the page, the command line and the tests.

mod ex1331830;
mod incidents;
mod textbook;
mod what_if;

use crate::time::{Epoch, Time};

use super::action::Action;
use super::caption::Caption;
use super::field::Field;
use super::health::{Issue, Post};

/// A scenario to start from.
#[derive(Clone, Debug, PartialEq)]
pub struct Preset {
    /// Its name in links and on the command line.
    pub key: &'static str,
    /// Its name on the page.
    pub title: &'static str,
    /// Which group of the picker it stands in.
    pub group: Group,
    /// What it is for, in a sentence.
    pub purpose: &'static str,
    /// What to watch while it runs.
    pub watch: &'static str,
    /// What it shows.
    pub insight: &'static str,
    /// What a reader should know of its sources, beside the fields; may be empty.
    pub notes: &'static str,
    /// Where the run starts in the calendar.
    pub epoch: Epoch,
    /// Fields that differ from the table's default.
    pub values: &'static [(Field, f64)],
    /// What goes wrong beside the fields.
    pub faults: &'static [Action],
    /// Operator actions of the timeline.
    pub actions: &'static [Action],
    /// The forests that a flighted package reaches first, by index; the rest follow as usual.
    pub rings: &'static [u8],
    /// The issue of the Service health page, if there was one.
    pub issue: Option<Issue>,
    /// Service-health posts.
    pub posts: &'static [Post],
    /// Story speed: from when on, seconds of the run a second.
    pub story: &'static [(Time, u32)],
    /// The story as stills: instants to stop at where nothing may move.
    pub stills: &'static [Time],
    /// What is said while it is told.
    pub captions: &'static [Caption],
    /// Where the page opens.
    pub opens_at: Time,
}

/// What kind of scenario it is: the three groups of the picker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// What happened.
    Incident,
    /// What would happen if.
    WhatIf,
    /// What queueing theory can answer exactly.
    Textbook,
}

impl Group {
    /// `Incidents`.
    pub fn title(self) -> &'static str {
        match self {
            Group::Incident => "Incidents",
            Group::WhatIf => "What if",
            Group::Textbook => "Textbook",
        }
    }
}

/// Every preset, in the order of the picker.
pub const PRESETS: &[Preset] = &[
    ex1331830::EX1331830,
    incidents::MO1221364,
    incidents::EX1224375,
    incidents::MO1329446,
    what_if::EX1331830_SKEW,
    what_if::EX1331830_LOOKUPS,
    what_if::HEALTHY_TUESDAY,
    what_if::LIMIT_TOO_HIGH,
    what_if::RETRY_STORM,
    what_if::PASS_THROUGH_GATEWAY,
    what_if::MX_CUTOVER,
    what_if::BAD_REBALANCE,
    what_if::MTA_TAILS,
    textbook::ERLANG_LOSS,
    textbook::RETRIAL_QUEUE,
];

/// Tuesday 2 June 2026, 12:00 UTC.
const TUESDAY_NOON: Epoch = Epoch { day: 152, minute: 720 };

/// What most presets have in common: nothing happens, and the page opens at the start.
const PLAIN: Preset = Preset {
    key: "",
    title: "",
    group: Group::WhatIf,
    purpose: "",
    watch: "",
    insight: "",
    notes: "",
    epoch: TUESDAY_NOON,
    values: &[],
    faults: &[],
    actions: &[],
    rings: &[],
    issue: None,
    posts: &[],
    story: &[(Time::ZERO, 600)],
    stills: &[],
    captions: &[],
    opens_at: Time::ZERO,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::scenario::health::STATUSES;

    #[test]
    fn presets_hold_values_that_their_fields_allow() {
        for preset in PRESETS {
            for &(field, value) in preset.values {
                assert_eq!(field.spec().check(value), Ok(value), "{}", preset.key);
            }
            let scenario = Scenario::new(preset);
            for action in preset.actions.iter().chain(preset.faults) {
                assert!(action.at + action.over <= scenario.duration(), "{}", preset.key);
                for (spec, value) in action.kind.spec().params.iter().zip(action.kind.values()) {
                    assert_eq!(spec.check(value), Ok(value), "{}", preset.key);
                }
            }
            for text in [preset.purpose, preset.watch, preset.insight] {
                assert!(text.ends_with('.'), "{}: \"{text}\" is a sentence", preset.key);
            }
            for post in preset.posts {
                assert!(post.status.is_empty() || STATUSES.contains(&&*post.status));
            }
            assert!(preset.story.is_sorted_by_key(|&(from, _)| from), "{}", preset.key);
            assert_eq!(preset.story[0].0, preset.opens_at, "{}", preset.key);
        }
    }

    #[test]
    fn the_incident_follows_the_sourced_times() {
        let scenario = Scenario::new(&ex1331830::EX1331830);
        let clock = |at| scenario.epoch().clock(at);
        assert_eq!(clock(scenario.onset()), "13:03");
        assert_eq!(clock(ex1331830::EX1331830.posts[0].at), "14:33");
        assert_eq!(clock(ex1331830::EX1331830.posts[1].at), "18:24");
        assert_eq!(clock(ex1331830::EX1331830.posts[2].at), "21:26");
        assert_eq!(scenario.epoch().date(ex1331830::EX1331830.posts[2].at), "Wed 3 Jun");
    }
}
