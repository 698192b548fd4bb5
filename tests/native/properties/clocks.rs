//! No try before its clock allows it. The rules are written down here anew, from the mail servers'
//! documentation, and held against what is seen of every mail; none of the engine's clocks is used.

use std::collections::BTreeMap;

use mailflow::scenario::{ActionKind, Field, Scenario};
use mailflow::sim::Sim;
use mailflow::sim::mail::MailId;
use mailflow::sim::profile::Kind;
use mailflow::sim::trace::{Outcome, Sighting};
use mailflow::time::Time;
use proptest::prelude::*;

use super::worlds::worlds;

/// Waits [min] of a mail that waits alone, after its first, second, ... failure; then the last.
const MIMECAST: [u64; 21] =
    [1, 5, 9, 15, 30, 60, 60, 60, 60, 60, 60, 60, 60, 60, 240, 240, 240, 240, 240, 240, 480];
const SES: [u64; 5] = [5, 10, 20, 40, 60];

/// What is seen of every mail; `None` if it was more than is kept.
fn watched(scenario: &Scenario, seed: u64) -> Option<(Sim, Vec<Sighting>)> {
    let mut sim = Sim::new(scenario, seed);
    sim.trace_mut().watch_one_in(1.0);
    let mut sightings: Vec<Sighting> = Vec::new();
    while sim.now() < sim.duration() {
        sim.run_until(sim.now() + Time::from_secs(20));
        let before = sightings.len();
        sightings.extend(sim.trace_mut().drain());
        if sightings.len() - before > 8000 {
            return None;
        }
    }
    Some((sim, sightings))
}

fn is_failure(seen: &Sighting) -> bool {
    matches!(seen.outcome, Outcome::Refused | Outcome::Dropped)
}

/// The tries of one mail at one host, one after another.
fn by_mail(seen: &[Sighting]) -> BTreeMap<(MailId, u32), Vec<Sighting>> {
    let mut tries: BTreeMap<_, Vec<Sighting>> = BTreeMap::new();
    for one in seen {
        if let Some(host) = one.host {
            tries.entry((one.mail, host)).or_default().push(*one);
        }
    }
    tries
}

fn step(waits: &[u64], failure: usize) -> Time {
    Time::from_mins(waits[(failure - 1).min(waits.len() - 1)])
}

/// Checks a mail's own clock, where it has one.
fn check_mail(scenario: &Scenario, kind: Kind, tries: &[Sighting]) {
    let at_rcpt = scenario.get(Field::RefusalPhase) > 0.0;
    let field = |field, unit: f64| Time::from_secs_f64(scenario.get(field) * unit);
    for (index, pair) in tries.windows(2).enumerate() {
        let (failed, next) = (pair[0], pair[1]);
        assert!(is_failure(&failed), "{kind:?}: tried again after {failed:?}");
        let wait = next.began - failed.at;
        let alone = at_rcpt && failed.outcome == Outcome::Refused;
        let exactly = |due: Time| assert_eq!(wait, due, "{kind:?}, failure {}", index + 1);
        let at_least = |due: Time| assert!(wait >= due, "{kind:?}: {wait} instead of {due}");
        match kind {
            Kind::Postfix => {
                // At least as long as the mail is old, which is at least since its first try.
                let age = failed.at - tries[0].began;
                at_least(age.clamp(Time::from_secs(300), Time::from_secs(4000)));
            }
            Kind::Sendmail30 | Kind::Sendmail60 => {
                // A run lies between each try and the next, so two waits take longer than from
                // one run to another.
                let every = if kind == Kind::Sendmail30 { 30 } else { 60 };
                let Some(third) = tries.get(index + 2) else { continue };
                let both = third.began - failed.at;
                assert!(both > Time::from_mins(every), "{kind:?}: three tries in {both}");
            }
            Kind::Mimecast => exactly(step(&MIMECAST, index + 1)),
            Kind::Ses => exactly(step(&SES, index + 1)),
            Kind::Impatient => exactly(field(Field::ImpatientWait, 60.0)),
            Kind::Textbook if scenario.get(Field::RetryLaw) as u32 == 1 => {
                exactly(field(Field::TextbookWait, 1.0));
            }
            Kind::Gateway if scenario.get(Field::GatewayClock) > 0.0 => {
                at_least(step(&MIMECAST, index + 1));
            }
            Kind::Gateway if alone => at_least(field(Field::GatewayRetry, 60.0)),
            Kind::Exim | Kind::Exchange | Kind::Outbound if alone => at_least(Time::from_mins(15)),
            // A random law, or the host's or the queue's clock.
            _ => {}
        }
    }
}

/// A host's clock as its documentation has it: from failures in a row to the gap that follows.
fn gap(scenario: &Scenario, kind: Kind, failures: u32, since_first: Time, last: Time) -> Time {
    match kind {
        Kind::Exchange => Time::from_mins(match failures {
            ..=4 => 1,
            5..=10 => 5,
            _ => 10,
        }),
        Kind::Exim if since_first < Time::from_hours(2) => Time::from_mins(15),
        Kind::Exim => Time::from_us(last.us() / 2 * 3).max(Time::from_hours(1)),
        Kind::Outbound if failures == 1 => Time::from_mins(30),
        Kind::Outbound => Time::from_hours(1),
        _ => Time::from_secs_f64(scenario.get(Field::GatewayRetry) * 60.0),
    }
}

/// Checks that a host which waits opens no connection. What is seen of it is in the order in which
/// it happened, so only the tries must be put back to where they began.
fn check_host(scenario: &Scenario, kind: Kind, tries: &[Sighting]) {
    let at_rcpt = scenario.get(Field::RefusalPhase) > 0.0;
    let mut instants: BTreeMap<Time, (usize, Vec<&Sighting>)> = BTreeMap::new();
    for one in tries {
        instants.entry(one.began).or_default().0 += 1;
        instants.entry(one.at).or_default().1.push(one);
    }
    let (mut failures, mut since, mut last) = (0, Time::ZERO, Time::ZERO);
    let (mut set_at, mut until) = (Time::ZERO, Time::ZERO);
    for (now, (begun, ends)) in instants {
        let may_begin = now >= until || ends.iter().any(|end| !is_failure(end));
        assert!(
            may_begin || begun == 0,
            "{kind:?}: tried at {now}, failed {failures} times, waits from {set_at} to {until}"
        );
        for end in ends {
            if !is_failure(end) {
                (failures, last, until) = (0, Time::ZERO, Time::ZERO);
                continue;
            }
            // A connection from before the clock was set does not set it again, not even in the
            // microsecond in which it comes round: which of the two is first is not seen.
            let counts = now > until || now == until && end.began == now;
            let is_own = at_rcpt && end.outcome == Outcome::Refused;
            if counts && !is_own {
                since = if failures == 0 { now } else { since };
                failures += 1;
                last = gap(scenario, kind, failures, now - since, last);
                (set_at, until) = (now, now + last);
            }
        }
    }
}

proptest! {
    #![proptest_config(super::cases(96))]

    #[test]
    fn nothing_is_tried_before_its_clock_allows(world in worlds(), seed in any::<u64>()) {
        let mut scenario = super::worlds::with_faults(&world, &[]);
        // An administrator may run ahead of any clock, and the mails that a run starts with have
        // been tried before it.
        let mut fixed = vec![(Field::InitialWaiting, 0.0), (Field::InitialSessions, 0.0)];
        if scenario.get(Field::RefusalPhase) > 0.0 {
            // Above the per-source limit it is the banner that refuses: the two look alike.
            fixed.push((Field::SourceLimit, 0.0));
        }
        for (field, value) in fixed {
            scenario.set(field, value).expect("in range");
        }
        scenario.actions_mut().retain(|action| {
            !matches!(action.kind, ActionKind::RetryNow { .. } | ActionKind::SourceLimit { .. })
        });
        let Some((sim, sightings)) = watched(&scenario, seed) else { return Ok(()) };
        for ((_, host), tries) in by_mail(&sightings) {
            check_mail(&scenario, sim.hosts()[host as usize].kind, &tries);
        }
        let mut hosts: BTreeMap<u32, Vec<Sighting>> = BTreeMap::new();
        for one in &sightings {
            if let Some(host) = one.host {
                hosts.entry(host).or_default().push(*one);
            }
        }
        for (host, tries) in hosts {
            let kind = sim.hosts()[host as usize].kind;
            let by_interval = scenario.get(Field::GatewayClock) <= 0.0;
            if matches!(kind, Kind::Exim | Kind::Exchange | Kind::Outbound)
                || kind == Kind::Gateway && by_interval
            {
                check_host(&scenario, kind, &tries);
            }
        }
    }
}
