//! The presets as data: fields that differ from the default, actions, posts, and how the story is
//! told. One registry, read by the page, the command line and the tests.

use crate::time::{Epoch, Time};

use super::action::{Action, ActionKind, Package};
use super::caption::{Caption, When};
use super::field::Field;

/// A scenario to start from.
#[derive(Debug, PartialEq)]
pub struct Preset {
    /// Its name in links and on the command line.
    pub key: &'static str,
    /// Its name on the page.
    pub title: &'static str,
    /// What it is for, in a sentence.
    pub purpose: &'static str,
    /// What a reader should know of its sources, beside the fields; may be empty.
    pub notes: &'static str,
    /// Where the run starts in the calendar.
    pub epoch: Epoch,
    /// Fields that differ from the table's default.
    pub values: &'static [(Field, f64)],
    /// Operator actions of the timeline.
    pub actions: &'static [Action],
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

/// A service-health post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Post {
    /// When it was published.
    pub at: Time,
    /// What it said, in a few words of the project's own.
    pub gist: &'static str,
    /// Where that is known from.
    pub source: &'static str,
}

/// Tuesday 2 June 2026, 12:00 UTC.
const TUESDAY_NOON: Epoch = Epoch { day: 152, minute: 720 };

const fn on(day: u64, hour: u64, minute: u64) -> Time {
    TUESDAY_NOON.at(day, hour, minute)
}

/// What is tried first: a higher limit and faster lookups (article).
const TUNING: Package = Package { routing: false, limit: true, lookups: true };
/// The same with the old routing, which the service-health text later names as the cure.
const CURE: Package = Package { routing: true, limit: true, lookups: true };

const fn flight(at: Time, percent: f64, package: Package) -> Action {
    Action { at, kind: ActionKind::Flight { percent, package } }
}

/// Every preset, in the order of the picker.
pub const PRESETS: &[Preset] = &[EX1331830, HEALTHY_TUESDAY];

const EX1331830: Preset = Preset {
    key: "ex1331830",
    title: "EX1331830 · 2 June 2026",
    purpose: "The outage of 2 June 2026: load is spread badly, lookups are slow, forests refuse, \
        senders retry, the backlog lasts for more than a day.",
    notes: "That a change was being flighted late on 2 June and had reached about half of the \
        infrastructure on 3 June is from an article. The hours, the shares in between and what the \
        package changed are assumptions, and so is everything after 21:26 UTC on 3 June: the end of \
        the incident was never published.",
    epoch: TUESDAY_NOON,
    values: &[(Field::Skew, 98.0), (Field::OnsetLookupSpeed, 38.0)],
    // Late on 2 June and about half of the fleet on 3 June: article. The hours are assumptions.
    actions: &[
        flight(on(0, 22, 0), 8.0, TUNING),
        flight(on(1, 5, 0), 17.0, TUNING),
        flight(on(1, 12, 0), 50.0, CURE),
        flight(on(1, 16, 0), 100.0, CURE),
    ],
    posts: &[
        Post {
            at: on(0, 14, 33),
            gist: "first post: North America and Germany",
            source: "press reports of the post of 10:33 EDT",
        },
        Post {
            at: on(0, 18, 24),
            gist: "all regions: North America, Europe, Asia-Pacific",
            source: "press reports of the post of 14:24 EDT",
        },
        Post {
            at: on(1, 21, 26),
            gist: "still open: targeted infrastructure resets considered",
            source: "a press report of 3 June, 21:26 UTC",
        },
    ],
    story: &[
        (on(0, 12, 59), 60),
        (on(0, 13, 13), 480),
        (on(0, 14, 33), 60),
        (on(0, 14, 37), 900),
        (on(0, 18, 24), 300),
        (on(0, 18, 40), 3600),
        (on(1, 12, 0), 900),
        (on(1, 14, 0), 3600),
    ],
    stills: &[
        on(0, 12, 59),
        on(0, 13, 5),
        on(0, 13, 14),
        on(0, 14, 33),
        on(0, 17, 10),
        on(0, 22, 0),
        on(1, 12, 30),
        on(2, 0, 0),
    ],
    captions: EX1331830_CAPTIONS,
    opens_at: on(0, 12, 59),
};

const fn say(when: When, text: &'static str) -> Caption {
    Caption { when, text }
}

/// The incident in captions: present tense, mail or a forest is the subject.
const EX1331830_CAPTIONS: &[Caption] = &[
    say(
        When::At(on(0, 12, 59)),
        "Tuesday 2 June, 09:00 in New York. Mail reaches its forest in seconds.",
    ),
    say(
        When::At(on(0, 13, 3)),
        "13:03. Load is no longer spread evenly: a few forests get most of it.",
    ),
    say(
        When::Refused(Time::from_mins(1)),
        "A full forest answers 421 and hangs up. The sender keeps the mail.",
    ),
    say(When::Refused(Time::from_mins(5)), "Refused is not lost. Every sender will try again."),
    say(
        When::Refused(Time::from_mins(10)),
        "New mail and retries now compete for the same places.",
    ),
    say(
        When::Refused(Time::from_mins(38)),
        "A lookup that takes too long ends in a cut connection, and its work is wasted.",
    ),
    say(
        When::At(on(0, 14, 33)),
        "14:33. Microsoft's first post, 90 minutes in: North America and Germany (sourced).",
    ),
    say(When::At(on(0, 14, 37)), "One mail delivered now costs {attempts per delivered} attempts."),
    say(When::DelayNotice, "Four hours on, the first senders are told. Postfix users are not."),
    say(When::At(on(0, 18, 24)), "18:24. The post now names all regions (sourced)."),
    say(When::At(on(0, 20, 0)), "Evening in Europe and New York: less new mail, {night}"),
    say(
        When::At(on(0, 22, 0)),
        "Late on 2 June the change goes to a first ring (article; hour assumed).",
    ),
    say(When::At(on(1, 6, 0)), "Wednesday's mail arrives on top of Tuesday's."),
    say(
        When::At(on(1, 12, 0)),
        "About half the fleet has the change (article; its hour and routing are assumed).",
    ),
    say(When::Turned(on(1, 12, 20)), "Capacity passes load. Only now does the queue turn."),
    say(
        When::At(on(1, 16, 0)),
        "The forests have room, yet mail waits: each sender keeps its own retry clock.",
    ),
    say(
        When::At(on(1, 21, 26)),
        "Still open at 21:26 (sourced). The end is not published; from here it is the model.",
    ),
    say(
        When::Cleared,
        "{offered} offered, {delivered} delivered, {bounced} bounced. Half the late mail waited over {late median}.",
    ),
];

const HEALTHY_TUESDAY: Preset = Preset {
    key: "healthy-tuesday",
    title: "A healthy Tuesday",
    purpose: "The same Tuesday without the misconfiguration: what the forests look like when \
        nothing is wrong, and how much room there is.",
    notes: "",
    epoch: TUESDAY_NOON,
    values: &[(Field::Duration, 24.0)],
    actions: &[],
    posts: &[],
    story: &[(on(0, 12, 59), 60), (on(0, 13, 13), 3600)],
    stills: &[on(0, 12, 59), on(0, 15, 0), on(1, 12, 0)],
    captions: &[],
    opens_at: on(0, 12, 59),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn presets_hold_values_that_their_fields_allow() {
        for preset in PRESETS {
            for &(field, value) in preset.values {
                assert_eq!(field.spec().check(value), Ok(value), "{}", preset.key);
            }
            let scenario = Scenario::new(preset);
            assert!(preset.actions.iter().all(|action| action.at <= scenario.duration()));
            assert!(preset.story.is_sorted_by_key(|&(from, _)| from), "{}", preset.key);
            assert_eq!(preset.story[0].0, preset.opens_at, "{}", preset.key);
        }
    }

    #[test]
    fn the_incident_follows_the_sourced_times() {
        let scenario = Scenario::new(&EX1331830);
        let clock = |at| scenario.epoch().clock(at);
        assert_eq!(clock(scenario.onset()), "13:03");
        assert_eq!(clock(EX1331830.posts[0].at), "14:33");
        assert_eq!(clock(EX1331830.posts[1].at), "18:24");
        assert_eq!(clock(EX1331830.posts[2].at), "21:26");
        assert_eq!(scenario.epoch().date(EX1331830.posts[2].at), "Wed 3 Jun");
    }
}
