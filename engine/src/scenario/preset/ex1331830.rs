//! The incident of 2 June 2026.

use std::borrow::Cow;

use crate::scenario::action::{Action, ActionKind, Package};
use crate::scenario::caption::{Caption, When};
use crate::scenario::field::Field;
use crate::scenario::health::{Issue, Post};
use crate::time::Time;

use super::{Group, PLAIN, Preset, TUESDAY_NOON};

const fn on(day: u64, hour: u64, minute: u64) -> Time {
    TUESDAY_NOON.at(day, hour, minute)
}

/// What is tried first: a higher limit and faster lookups (article).
const TUNING: Package = Package { routing: false, limit: true, lookups: true };
/// The same with the old routing, which the service-health text later names as the cure.
const CURE: Package = Package { routing: true, limit: true, lookups: true };

const fn flight(at: Time, percent: f64, package: Package) -> Action {
    Action::new(at, ActionKind::Flight { percent, package })
}

pub(super) const EX1331830: Preset = Preset {
    key: "ex1331830",
    title: "EX1331830 · 2 June 2026",
    group: Group::Incident,
    purpose: "The outage of 2 June 2026: load is spread badly, lookups are slow, forests refuse, \
        senders retry, the backlog lasts for more than a day.",
    watch: "The piles at the senders, one full gauge in each busy region, and when the backlog turns.",
    insight: "The limit protected the directory, and the price was waiting at the senders: nothing \
        was lost, and the queue turned only when capacity passed load.",
    notes: "That a change was being flighted late on 2 June and had reached about half of the \
        infrastructure on 3 June is from an article. The hours, the shares in between and what the \
        package changed are assumptions, and so is everything after 21:26 UTC on 3 June: no source \
        gives the end of the incident.",
    values: &[(Field::Skew, 98.0), (Field::OnsetLookupSpeed, 38.0)],
    // Late on 2 June and about half of the fleet on 3 June: article. The hours are assumptions.
    actions: &[
        flight(on(0, 22, 0), 8.0, TUNING),
        flight(on(1, 5, 0), 17.0, TUNING),
        flight(on(1, 12, 0), 50.0, CURE),
        flight(on(1, 16, 0), 100.0, CURE),
    ],
    issue: Some(Issue {
        title: "Email is delayed for users of Exchange Online",
        id: "EX1331830",
        affected_services: "Exchange Online",
        issue_type: "incident",
        start: on(0, 13, 3),
        source: "start time: service-health text, as two status trackers mirrored it; the title is \
            in the project's own words",
    }),
    posts: &[
        Post {
            at: on(0, 14, 33),
            status: Cow::Borrowed(""),
            gist: Cow::Borrowed("first post: North America and Germany"),
            scope: Cow::Borrowed("North America and Germany"),
            root_cause: Cow::Borrowed(""),
            source: Cow::Borrowed("press reports of the post of 10:33 EDT"),
        },
        Post {
            at: on(0, 18, 24),
            status: Cow::Borrowed(""),
            gist: Cow::Borrowed("all regions: North America, Europe, Asia-Pacific"),
            scope: Cow::Borrowed(
                "North America, Asia-Pacific, Europe: all potentially affected users",
            ),
            root_cause: Cow::Borrowed(""),
            source: Cow::Borrowed("press reports of the post of 14:24 EDT"),
        },
        Post {
            at: on(1, 21, 26),
            status: Cow::Borrowed(""),
            gist: Cow::Borrowed("still open: targeted infrastructure resets considered"),
            scope: Cow::Borrowed(""),
            root_cause: Cow::Borrowed(""),
            source: Cow::Borrowed("a press report of 3 June, 21:26 UTC"),
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
    captions: CAPTIONS,
    opens_at: on(0, 12, 59),
    ..PLAIN
};

const fn say(when: When, text: &'static str) -> Caption {
    Caption { when, text }
}

/// The incident in captions: present tense, mail or a forest is the subject.
const CAPTIONS: &[Caption] = &[
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
        "The whole fleet has the change (hour assumed). Full forests still refuse.",
    ),
    say(
        When::Room(on(1, 16, 0)),
        "The forests have room, yet mail waits: each sender keeps its own retry clock.",
    ),
    say(
        When::At(on(1, 21, 26)),
        "Still open at 21:26 (sourced). No source gives the end; from here it is the model.",
    ),
    say(
        When::Cleared,
        "{offered} offered, {delivered} delivered, {bounced} bounced. Half the late mail waited over {late median}.",
    ),
];
