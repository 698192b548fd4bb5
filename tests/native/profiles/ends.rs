//! How a mail ends that nobody accepts, and who is told of it.

use super::*;
use mailflow::scenario::ActionKind;
use mailflow::sim::trace::Outcome;

use crate::world::now;

/// Age [h] at which a mail is given up, in a run of so many hours, and the run.
fn given_up(who: &str, more: &str) -> (f64, Sim) {
    let (created, seen, sim) = fate(who, more, 5);
    let ends = times_of(&seen, Outcome::Expired);
    assert_eq!(ends.len(), 1, "{who}: it ends once");
    (minutes_since(created, &ends)[0] / 60.0, sim)
}

#[test]
fn each_gives_up_at_the_first_try_due_after_its_lifetime() {
    // A lifetime [h], and for how long at most after it a try may not be due.
    let all = [
        (POSTFIX, 120.0, 1.2),
        (EXIM, 96.0, 6.0),
        (EXCHANGE, 48.0, 1.0 / 6.0),
        (SENDMAIL_30, 120.0, 0.5),
        (SENDMAIL_60, 120.0, 1.0),
        (MIMECAST, 96.0, 8.0),
        (SES, 14.0, 1.0),
        (GATEWAY, 96.0, 5.0 / 60.0),
        (OUTBOUND, 24.0, 1.0),
    ];
    for (who, lifetime, late) in all {
        let (age, sim) = given_up(who, "duration=130");
        assert!((lifetime..=lifetime + late + 1e-6).contains(&age), "{who}: {age} h");
        let tally = sim.tally();
        let (inside, outside) = (tally.outbound.expired, tally.expired);
        assert_eq!((inside, outside), if who == OUTBOUND { (1, 0) } else { (0, 1) }, "{who}");
        assert_eq!(sim.detail().expired_silently, 0, "{who}: its author gets an NDR");
        assert_eq!(tally.held() + tally.outbound.held, 0, "{who}");
    }
}

#[test]
fn an_application_that_gives_up_tells_nobody() {
    let (age, sim) = given_up(IMPATIENT, "duration=2");
    assert!((age - 0.25).abs() < 1e-6, "with its last try: {age} h");
    assert_eq!((sim.tally().expired, sim.detail().expired_silently), (1, 1));
    assert_eq!(sim.detail().delay_notices, 0);
}

#[test]
fn a_scenario_may_shorten_every_lifetime_but_exchange_onlines() {
    for who in [POSTFIX, EXIM, EXCHANGE, SENDMAIL_30, MIMECAST, SES, GATEWAY] {
        let (age, _) = given_up(who, "duration=10 lifetime=3");
        assert!((3.0..4.6).contains(&age), "{who}: {age} h");
    }
    let (age, _) = given_up(TEXTBOOK, "duration=10 lifetime=3");
    assert!((age - 3.0).abs() < 1e-6, "a textbook mail goes at its lifetime, waiting: {age} h");
    let (age, _) = given_up(OUTBOUND, "duration=30 lifetime=3");
    assert!((age - 24.5).abs() < 0.01, "{age} h");
    let (age, _) = given_up(OUTBOUND, "duration=30 outbound_expiry=12");
    assert!((age - 12.5).abs() < 0.01, "the tenant's setting: {age} h");
}

/// A stream of mail that nobody accepts for two hours, at several hosts, and then silence.
fn late_mails(who: &str, more: &str) -> Sim {
    let settings = format!("{who} forest_limit=0 hosts_per_region=7 duration=40 {more}");
    let mut sim = Sim::new(&world(&settings), 11);
    sim.run_until(hours(2));
    now(&mut sim, ActionKind::Load { percent: 0.0 });
    sim.run_until(Time::NEVER);
    assert!(sim.tally().offered > 40, "{} mails", sim.tally().offered);
    sim
}

#[test]
fn an_author_is_told_once_that_a_mail_is_late_or_never() {
    for phase in ["banner", "rcpt"] {
        let more = format!("refusal_phase={phase}");
        for (who, hour) in [(EXCHANGE, 4), (SENDMAIL_30, 4), (SENDMAIL_60, 4), (EXIM, 24)] {
            let sim = late_mails(who, &more);
            let tally = sim.tally();
            assert_eq!(sim.detail().delay_notices, tally.offered, "{who} {phase}: one a mail");
            let first = sim.record().firsts.delay_notice.expect("someone was told");
            let slack = if who == EXIM { 7 } else { 2 };
            assert!((hours(hour)..hours(hour + slack)).contains(&first), "{who} {phase}: {first}");
        }
        for who in [POSTFIX, MIMECAST, SES, GATEWAY] {
            assert_eq!(late_mails(who, &more).detail().delay_notices, 0, "{who} {phase}");
        }
    }
}

#[test]
fn mail_that_is_delivered_in_time_worries_nobody() {
    let mut sim = Sim::new(&world("mix_exchange=1 forest_limit=0 duration=12"), 11);
    sim.run_until(hours(3));
    let place = mailflow::scenario::Place::All;
    now(&mut sim, ActionKind::Limit { sessions: 50, place });
    sim.run_until(Time::NEVER);
    assert_eq!((sim.detail().delay_notices, sim.tally().held()), (0, 0));
}

#[test]
fn exim_bounces_new_mail_at_once_at_a_host_that_has_failed_for_four_days() {
    let scenario = world(&format!("{EXIM} forest_limit=0 duration=130"));
    let mut sim = lone_mail(&scenario, 5, offered);
    let first_failure = tries(&sim.trace_mut().drain().collect::<Vec<_>>())[0];
    let load = |percent| ActionKind::Load { percent };
    // A mail of the fourth day waits with the host, whatever its own age.
    sim.run_until(first_failure + hours(90));
    now(&mut sim, load(300.0));
    sim.run_until(first_failure + hours(91));
    now(&mut sim, load(0.0));
    let young = sim.tally().offered - 1;
    assert!(young > 20, "{young} mails");
    sim.run_until(first_failure + mins(96 * 60 - 1));
    assert_eq!((sim.tally().expired, sim.tally().held()), (0, young + 1));
    // The tries lie at 94.8 h and 100.8 h: new mail between the two is not tried at all.
    sim.run_until(first_failure + hours(97));
    let attempts = sim.tally().attempts;
    now(&mut sim, load(300.0));
    sim.run_until(first_failure + hours(99));
    now(&mut sim, load(0.0));
    let bounced = sim.tally().offered - young - 1;
    assert!(bounced > 40, "{bounced} mails");
    assert_eq!((sim.tally().expired, sim.tally().attempts), (bounced, attempts));
    // At the next try that fails, all the host has is given up, young as it is.
    sim.run_until(first_failure + hours(101));
    assert_eq!((sim.tally().held(), sim.tally().expired), (0, sim.tally().offered));
    assert_eq!(sim.tally().attempts, attempts + 2, "one try at two addresses");
}

#[test]
fn exim_takes_mail_again_once_the_host_answers() {
    let scenario = world(&format!("{EXIM} forest_limit=0 duration=130"));
    let mut sim = lone_mail(&scenario, 5, offered);
    sim.run_until(hours(99));
    let place = mailflow::scenario::Place::All;
    now(&mut sim, ActionKind::Limit { sessions: 50, place });
    now(&mut sim, ActionKind::Load { percent: 100.0 });
    sim.run_until(Time::NEVER);
    let tally = sim.tally();
    assert!(tally.expired > 1, "bounced until the host is tried next");
    assert!(tally.delivered > tally.expired, "{tally:?}");
    assert!(tally.refused < 60, "not one refusal after the limit was raised: {}", tally.refused);
}
