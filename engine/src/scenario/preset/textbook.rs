//! What queueing theory can answer exactly: one forest, one kind of sender, no network.

use crate::scenario::field::Field;
use crate::time::Time;

use super::{Group, PLAIN, Preset};

/// Values of the field `retry_law`.
const EXPONENTIAL: f64 = 0.0;
const NO_RETRY: f64 = 2.0;

/// What both have in common: M/M/50 at a load of 40 erlangs, and nothing else in the world.
const fn one_forest(retry_law: f64) -> [(Field, f64); 23] {
    [
        (Field::Duration, 1.0),
        (Field::Scale, 1.0),
        (Field::PeakRate, 40.0),
        (Field::BusinessHours, 0.0),
        (Field::Regions, 1.0),
        (Field::HostsPerRegion, 4.0),
        (Field::MixPostfix, 0.0),
        (Field::MixExim, 0.0),
        (Field::MixExchange, 0.0),
        (Field::MixTextbook, 100.0),
        (Field::TextbookWait, 10.0),
        (Field::RetryLaw, retry_law),
        (Field::CellsPerRegion, 1.0),
        (Field::ForestsPerRegion, 1.0),
        (Field::ForestLimit, 50.0),
        (Field::LookupRate, 1.0),
        (Field::Contention, 0.0),
        (Field::Coherency, 0.0),
        (Field::Lookups, 1.0),
        (Field::NetworkFixed, 0.0),
        (Field::NetworkMean, 0.0),
        (Field::SessionTimeout, 0.0),
        (Field::UrgentShare, 0.0),
    ]
}

pub(super) const ERLANG_LOSS: Preset = Preset {
    key: "erlang-loss",
    title: "Erlang's loss system",
    group: Group::Textbook,
    purpose: "Forty mails a second meet one forest of fifty sessions, each mail holds a session \
        for one second on average, and a refused mail is lost: the system that Erlang solved in \
        1917.",
    watch: "How often the gauge touches its limit, and the share of the mails that are lost.",
    insight: "Almost two of every hundred mails find all fifty sessions taken, although forty \
        would do on average, and only the mean of the work decides how many, not its law.",
    notes: "In the long run 1.869 % of the mails are lost and 39.25 sessions are open (Erlang's B \
        formula for 40 erlangs and 50 servers). The law of the work is a field: try them all.",
    values: &one_forest(NO_RETRY),
    story: &[(Time::ZERO, 10)],
    stills: &[Time::ZERO, Time::from_mins(1), Time::from_mins(30), Time::from_mins(60)],
    ..PLAIN
};

pub(super) const RETRIAL_QUEUE: Preset = Preset {
    key: "retrial-queue",
    title: "The retrial queue",
    group: Group::Textbook,
    purpose: "The same forest and the same forty mails a second, but nothing is lost: a refused \
        mail waits ten seconds on average and tries again, as often as it must.",
    watch: "The pile at the senders: it comes and goes although the load never changes.",
    insight: "Retries lose no mail and add no capacity: on average forty sessions are open, which \
        is the whole load, and ten mails wait, because a waiting mail does not notice when a \
        session becomes free.",
    notes: "In the long run 10.35 mails wait, give or take 7.97, and 2.523 % of the attempts are \
        refused (exact solution of the M/M/50 retrial queue). The law of the wait is a field.",
    values: &one_forest(EXPONENTIAL),
    story: &[(Time::ZERO, 10)],
    stills: &[Time::ZERO, Time::from_mins(1), Time::from_mins(30), Time::from_mins(60)],
    ..PLAIN
};
