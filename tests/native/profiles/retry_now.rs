//! An administrator retries queues: at once, all that waits, and only where it was asked for.

use super::*;
use mailflow::scenario::{ActionKind, Senders};

use crate::world::{act, finished};

const EACH: [(&str, Senders); 11] = [
    (POSTFIX, Senders::Postfix),
    (EXIM, Senders::Exim),
    (EXCHANGE, Senders::Exchange),
    (SENDMAIL_30, Senders::Sendmail30),
    (SENDMAIL_60, Senders::Sendmail60),
    (MIMECAST, Senders::Mimecast),
    (SES, Senders::Ses),
    (IMPATIENT, Senders::Impatient),
    (TEXTBOOK, Senders::Textbook),
    (GATEWAY, Senders::Gateway),
    (OUTBOUND, Senders::Outbound),
];

/// A mail that waits when somebody's queues are retried, at an instant no clock would choose.
fn retried(who: &str, phase: &str, senders: Senders) -> (Time, Vec<Sighting>) {
    let settings = format!("{who} forest_limit=0 refusal_phase={phase} duration=3");
    let scenario = world(&settings);
    let mut sim = lone_mail(&scenario, 9, counted_by(who));
    let at = sim.now() + Time::from_us(7 * 60_000_000 + 123_457);
    let mut actions = sim.actions().to_vec();
    actions.push(mailflow::scenario::Action::new(at, ActionKind::RetryNow { senders }));
    sim.set_actions(&actions);
    let mut seen: Vec<_> = sim.trace_mut().drain().collect();
    seen.extend(watch_to_end(&mut sim));
    seen.retain(|seen| seen.mail.is_outbound() == (who == OUTBOUND));
    (at, seen)
}

#[test]
fn the_queues_of_those_named_are_tried_at_once_and_no_others() {
    for phase in ["banner", "rcpt"] {
        for (who, senders) in EACH {
            let is_tried = |senders| {
                let (at, seen) = retried(who, phase, senders);
                let soon = at..at + Time::from_us(10);
                tries(&seen).iter().filter(|&at| soon.contains(at)).count()
            };
            assert_eq!(is_tried(senders), 1, "{who} {phase}");
            assert_eq!(is_tried(Senders::All), 1, "{who} {phase}");
            for (_, others) in EACH.into_iter().filter(|&(_, others)| others != senders) {
                assert_eq!(is_tried(others), 0, "{who} {phase}, {others:?} retried");
            }
        }
    }
}

#[test]
fn the_clock_runs_from_the_try_that_was_asked_for() {
    let after = |who, senders| {
        let (at, seen) = retried(who, "banner", senders);
        let later: Vec<_> = tries(&seen).into_iter().filter(|&time| time >= at).collect();
        minutes_since(at, &later)
    };
    // The fifth failure of the table: half an hour later.
    check(&after(MIMECAST, Senders::Mimecast), &[0.0, 15.0, 45.0]);
    check(&after(TEXTBOOK, Senders::Textbook), &[0.0, 35.0 / 3.0]);
    check(&after(EXIM, Senders::Exim), &[0.0, 15.0, 30.0]);
    check(&after(GATEWAY, Senders::Gateway), &[0.0, 5.0, 10.0]);
}

#[test]
fn retrying_nobodys_queue_changes_nothing() {
    for (who, senders) in EACH {
        let settings = format!("{who} forest_limit=1 network_fixed=9 peak_rate=0.3 duration=2");
        let plain = world(&settings);
        let mut retried = plain.clone();
        let others = EACH.iter().map(|&(_, others)| others);
        let absent = |&others: &Senders| {
            // Postfix sends what the gateways and Exchange Online have to do with.
            others != senders && others != Senders::Postfix
        };
        for others in others.filter(absent) {
            act(&mut retried, mins(31), ActionKind::RetryNow { senders: others });
        }
        let (plain, retried) = (finished(&plain, 4), finished(&retried, 4));
        assert_eq!(plain.hash(), retried.hash(), "{who}");
        assert_eq!(plain.tally(), retried.tally(), "{who}");
    }
}

#[test]
fn all_that_waits_goes_at_once_when_there_is_room_again() {
    for (who, senders) in EACH.into_iter().filter(|&(who, _)| who != OUTBOUND) {
        let settings = format!(
            "{who} forest_limit=0 peak_rate=0.02 duration=4 lookup_rate=1000 contention=0 \
             coherency=0 impatient_wait=60"
        );
        let mut scenario = world(&settings);
        act(&mut scenario, mins(100), ActionKind::Load { percent: 0.0 });
        let place = mailflow::scenario::Place::All;
        act(&mut scenario, mins(101), ActionKind::Limit { sessions: 2000, place });
        act(&mut scenario, mins(101), ActionKind::RetryNow { senders });
        let mut sim = Sim::new(&scenario, 4);
        sim.run_until(mins(101));
        let waited = sim.tally().held();
        assert!(waited > 60, "{who}: {waited} wait");
        sim.run_until(mins(103));
        assert_eq!(sim.tally().held(), 0, "{who}");
        assert_eq!(sim.tally().delivered, waited, "{who}");
    }
}
