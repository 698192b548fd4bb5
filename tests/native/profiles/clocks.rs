//! Whose clock it is: the mail's, the host's or the queue's; and what difference it makes whether a
//! forest refuses at the banner or at RCPT.

use super::*;
use mailflow::scenario::{ActionKind, Place};
use mailflow::sim::trace::Outcome;

use crate::world::now;

/// What is seen of a steady stream of mail at one host that nobody accepts, and the run.
fn stream(who: &str, more: &str) -> (Vec<Sighting>, Sim) {
    let settings = format!("{who} forest_limit=0 peak_rate=0.2 duration=3 {more}");
    let mut sim = Sim::new(&world(&settings), 2);
    sim.trace_mut().watch_one_in(1.0);
    let seen = watch_to_end(&mut sim);
    assert!(sim.tally().offered > 1800, "{} mails", sim.tally().offered);
    (seen, sim)
}

#[test]
fn postfix_leaves_a_destination_alone_for_300_s_after_a_failed_cohort() {
    let (seen, sim) = stream(POSTFIX, "");
    let tries = tries(&seen);
    // 1/5 + 1/4 + 1/3 + 1/2 of a window: the fourth failure in a row completes the cohort.
    let cohorts: Vec<_> = tries.chunks(4).collect();
    assert!(cohorts.len() > 20, "{} cohorts", cohorts.len());
    for pair in cohorts.windows(2) {
        let quiet = pair[1][0] - pair[0][3];
        assert!(quiet >= Time::from_secs(300), "{quiet} without a connection");
        assert!(quiet < Time::from_secs(330), "new mail comes every 5 s: {quiet}");
    }
    assert!(sim.detail().first_attempts < sim.tally().offered / 10, "most wait untried");
}

#[test]
fn postfix_opens_five_connections_to_a_destination_that_is_alive_again() {
    let more = "peak_rate=1 network_fixed=20 session_timeout=60";
    let scenario = world(&format!("{POSTFIX} forest_limit=0 duration=3 {more}"));
    let mut sim = Sim::new(&scenario, 2);
    sim.run_until(hours(2));
    now(&mut sim, ActionKind::Limit { sessions: 500, place: Place::All });
    let (mut most, mut first) = (0, 0);
    while sim.now() < sim.duration() {
        sim.run_until(sim.now() + Time::from_secs(1));
        let open = sim.hosts()[0].open;
        most = most.max(open);
        if sim.tally().delivered == 0 {
            first = first.max(open);
        }
    }
    // Five until one of them succeeds; then one more for each that does.
    assert_eq!((first, most), (5, 20));
}

/// A queue's clock: whatever comes in, there is one try at each of these ages [min], and no other.
fn one_try_at_each(who: &str, ages: &[f64]) {
    let (seen, sim) = stream(who, "");
    let tries = tries(&seen);
    check(&minutes_since(tries[0], &tries), ages);
    let within = minutes_since(tries[0], &tries);
    let until = ages[ages.len() - 1] + 0.01;
    assert_eq!(within.iter().filter(|&&age| age < until).count(), ages.len(), "{who}");
    assert!(sim.detail().first_attempts < 5, "{who}: it is the oldest mail that is tried");
}

#[test]
fn new_mail_waits_with_the_queue_or_the_host_that_waits() {
    one_try_at_each(EXCHANGE, &[0.0, 1.0, 2.0, 3.0, 4.0, 9.0, 14.0, 19.0, 24.0, 29.0, 34.0, 44.0]);
    one_try_at_each(EXIM, &[0.0, 15.0, 30.0, 45.0, 60.0, 75.0, 90.0, 105.0, 120.0]);
    one_try_at_each(GATEWAY, &[0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0]);
}

#[test]
fn sendmail_tries_new_mail_at_once_and_ends_a_run_at_the_first_refusal() {
    let (seen, sim) = stream(SENDMAIL_30, "");
    assert_eq!(sim.detail().first_attempts, sim.tally().offered, "new mail is tried at once");
    let again = tries(&seen).len() as u64 - sim.detail().first_attempts;
    assert!((5..=6).contains(&again), "one try in each run of three hours: {again}");
}

#[test]
fn exchange_onlines_queues_have_a_clock_each() {
    let (seen, sim) = stream(OUTBOUND, "");
    let own: Vec<_> = seen.iter().filter(|seen| seen.mail.is_outbound()).copied().collect();
    let own = tries(&own);
    check(&minutes_since(own[0], &own), &[0.0, 30.0, 90.0, 150.0]);
    assert_eq!(own.len() as u64, sim.tally().outbound.failed, "one connection a try");
}

#[test]
fn what_fails_on_the_way_out_is_no_421_and_no_dropped_session_of_an_outsider() {
    let scenario = world(&format!("{OUTBOUND} forest_limit=0 duration=30"));
    let mut sim = lone_mail(&scenario, 3, outbound);
    sim.run_until(Time::NEVER);
    let inbound = sim.tally().attempts;
    let out = sim.tally().outbound;
    assert_eq!((out.attempts, out.failed, out.expired), (25, 25, 1));
    assert_eq!(sim.tally().refused, inbound, "the 421s are those of the outside senders");
    // The same where sessions are cut: 450 4.4.318 inside, a lost connection outside.
    let cut = format!("{OUTBOUND} peak_rate=0.1 network_fixed=9 session_timeout=3 duration=3");
    let mut sim = Sim::new(&world(&cut), 3);
    sim.run_until(Time::NEVER);
    let (tally, out) = (sim.tally(), sim.tally().outbound);
    assert!(out.failed > 0 && out.sent == 0, "{out:?}");
    assert_eq!((tally.refused, tally.dropped + tally.in_session), (0, tally.attempts));
    assert_eq!(sim.record().firsts.refused, None);
}

#[test]
fn at_rcpt_no_host_backs_off_and_every_new_mail_is_tried_at_once() {
    let everyone =
        [POSTFIX, EXIM, EXCHANGE, SENDMAIL_30, MIMECAST, SES, IMPATIENT, TEXTBOOK, GATEWAY];
    for who in everyone {
        let (seen, sim) = stream(who, "refusal_phase=rcpt duration=2.6");
        let (tally, detail) = (sim.tally(), sim.detail());
        assert_eq!(detail.first_attempts, tally.offered, "{who}");
        let tried = tries(&seen).len() as u64;
        assert_eq!(tally.refused, tried, "{who}: a refused RCPT is not tried at another address");
        let at_banner = stream(who, "duration=2.6").1.tally().refused;
        let is_alone = [MIMECAST, SES, IMPATIENT, TEXTBOOK].contains(&who);
        assert!(if is_alone { tally.refused == at_banner } else { tally.refused > 2 * at_banner });
    }
}

#[test]
fn a_mail_refused_at_rcpt_waits_by_its_own_clock() {
    let rcpt = "refusal_phase=rcpt";
    // Exchange: MessageRetryInterval.
    let exchange = ages(EXCHANGE, &format!("{rcpt} duration=3"), 4);
    check(&exchange, &[0.0, 15.0, 30.0, 45.0, 60.0, 75.0, 90.0]);
    let exim = ages(EXIM, &format!("{rcpt} duration=30"), 4);
    assert_eq!(counts(&exim), [5, 10, 15], "by the host's rules, but the mail's age");
    let postfix = ages(POSTFIX, &format!("{rcpt} duration=26"), 4);
    assert_eq!(postfix, ages(POSTFIX, A_DAY, 4), "by its age, as ever");
    let sendmail = ages(SENDMAIL_60, &format!("{rcpt} duration=26"), 4);
    assert_eq!(sendmail, ages(SENDMAIL_60, A_DAY, 4), "at the next run, as ever");
    let gateway = ages(GATEWAY, &format!("{rcpt} duration=3"), 4);
    check(&gateway, &[0.0, 5.0, 10.0, 15.0]);
}

#[test]
fn two_mails_refused_at_rcpt_have_two_clocks() {
    for (who, gap) in [(EXCHANGE, 15.0), (EXIM, 15.0), (GATEWAY, 5.0)] {
        let more = "refusal_phase=rcpt peak_rate=0.01 duration=1.9";
        let mut sim = Sim::new(&world(&format!("{who} forest_limit=0 {more}")), 6);
        sim.trace_mut().watch_one_in(1.0);
        let seen = watch_to_end(&mut sim);
        let mut mails: Vec<_> = seen.iter().map(|seen| seen.mail).collect();
        mails.sort_unstable();
        mails.dedup();
        assert!(mails.len() > 30, "{} mails", mails.len());
        for mail in mails {
            let own: Vec<_> = seen.iter().filter(|seen| seen.mail == mail).copied().collect();
            let own = tries(&own);
            for (index, age) in minutes_since(own[0], &own).into_iter().enumerate() {
                assert!((age - gap * index as f64).abs() < 0.01, "{who}: try {index} at {age} min");
            }
        }
    }
}

#[test]
fn at_rcpt_every_sendmail_run_tries_all_that_waits() {
    let (seen, sim) = stream(SENDMAIL_30, "refusal_phase=rcpt");
    let refused = times_of(&seen, Outcome::Refused);
    let last = *refused.last().expect("refusals");
    // All retries of a run fall on its instant.
    let mut runs: Vec<_> = refused.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    runs.dedup_by_key(|pair| pair[0]);
    assert!((5..=6).contains(&runs.len()), "{} runs", runs.len());
    let run = runs[runs.len() - 1][0];
    let waited = refused.iter().filter(|&&at| at == run).count() as u64;
    let created_since = sim.tally().offered - waited;
    assert!(created_since < 2 * (last - run).secs() / 5 + 20, "{waited} at {run}");
}

#[test]
fn a_cut_session_is_the_hosts_failure_even_where_forests_refuse_at_rcpt() {
    let more = "refusal_phase=rcpt network_fixed=9 session_timeout=3 peak_rate=0.02 duration=2";
    let mut sim = Sim::new(&world(&format!("{EXCHANGE} {more}")), 2);
    sim.trace_mut().watch_one_in(1.0);
    let seen = watch_to_end(&mut sim);
    let ends = times_of(&seen, Outcome::Dropped);
    let begins = tries(&seen);
    for step in 1..4 {
        let wait = begins[step] - ends[step - 1];
        assert_eq!(wait, mins(1), "the queue's clock after failure {step}");
    }
}
