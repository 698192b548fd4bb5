//! Every mail server against its documentation, through the engine: when a mail is tried, whose
//! clock decides, how it ends and who is told.

mod clocks;
mod ends;
mod retry_now;

use mailflow::sim::Sim;
use mailflow::sim::trace::Sighting;
use mailflow::time::Time;

use crate::world::{
    hours, lone_mail, mins, minutes_since, offered, outbound, times_of, tries, watch_to_end,
    watch_until, world,
};

/// Senders by the setting that makes every host one of them.
const POSTFIX: &str = "mix_postfix=1";
const EXIM: &str = "mix_exim=1";
const EXCHANGE: &str = "mix_exchange=1";
const SENDMAIL_30: &str = "mix_sendmail_30=1";
const SENDMAIL_60: &str = "mix_sendmail_60=1";
const MIMECAST: &str = "mix_mimecast=1";
const SES: &str = "mix_ses=1";
const IMPATIENT: &str = "mix_impatient=1";
const TEXTBOOK: &str = "mix_textbook=1 retry_law=fixed textbook_wait=700";
const GATEWAY: &str = "mix_postfix=1 gateway_share=100";
const OUTBOUND: &str = "mix_postfix=1 outbound_share=100";

/// Whose mails of a world are meant.
fn counted_by(who: &str) -> fn(&Sim) -> u64 {
    if who == OUTBOUND { outbound } else { offered }
}

/// What is seen of one mail that nobody accepts, and when it was created.
fn fate(who: &str, more: &str, seed: u64) -> (Time, Vec<Sighting>, Sim) {
    let scenario = world(&format!("{who} forest_limit=0 {more}"));
    let mut sim = lone_mail(&scenario, seed, counted_by(who));
    let end = sim.duration();
    let mut sightings: Vec<_> = sim.trace_mut().drain().collect();
    sightings.extend(watch_until(&mut sim, end));
    sightings.retain(|one| one.mail.is_outbound() == (who == OUTBOUND));
    // Everyone tries new mail at once.
    (sightings[0].at, sightings, sim)
}

/// Ages [min] at which it is tried, in a run of so many hours.
fn ages(who: &str, more: &str, seed: u64) -> Vec<f64> {
    let (created, sightings, _) = fate(who, more, seed);
    minutes_since(created, &tries(&sightings))
}

fn within(ages: &[f64], hours: f64) -> usize {
    // A clock rounds to a microsecond.
    ages.iter().filter(|&&age| age <= hours * 60.0 + 1e-6).count()
}

fn counts(ages: &[f64]) -> [usize; 3] {
    [1.0, 4.0, 24.0].map(|hours| within(ages, hours))
}

fn check(ages: &[f64], want: &[f64]) {
    for (index, (&got, &want)) in ages.iter().zip(want).enumerate() {
        assert!((got - want).abs() < 0.01, "try {index} at {got} min, not {want}: {ages:?}");
    }
    assert!(ages.len() >= want.len(), "{ages:?}");
}

const A_DAY: &str = "duration=26";

#[test]
fn postfix_tries_when_a_mail_has_doubled_its_age_then_every_70_minutes() {
    // Where its queue scans lie differs from host to host, and so does the age at each try.
    let mut ranges = [(f64::MAX, 0f64); 6];
    for seed in 0..40 {
        let ages = ages(POSTFIX, A_DAY, seed);
        assert_eq!(counts(&ages), [4, 7, 24], "{ages:?}");
        for (range, &age) in ranges.iter_mut().zip(&ages[..6]) {
            *range = (range.0.min(age), range.1.max(age));
        }
        let late = ages[6..].windows(2).map(|pair| pair[1] - pair[0]);
        late.for_each(|gap| assert!((66.6..=71.7).contains(&gap), "{gap} min between late tries"));
    }
    // The scan after 5 min is at 5 to 10 min; from then on the age at a scan doubles, up to a wait
    // of 4000 s, which ends at a scan 70 min later.
    let bounds = [(0.0, 0.0), (5.0, 10.0), (10.0, 20.0), (20.0, 40.0), (40.0, 80.0), (80.0, 150.0)];
    for ((low, high), (least, most)) in ranges.into_iter().zip(bounds) {
        assert!(least <= low && high <= most, "{low} to {high} min, not {least} to {most}");
    }
}

#[test]
fn exim_tries_every_quarter_of_an_hour_then_at_growing_gaps_then_every_6_hours() {
    let ages = ages(EXIM, "duration=50", 3);
    assert_eq!(counts(&ages), [5, 10, 15]);
    check(&ages, &[0.0, 15.0, 30.0, 45.0, 60.0, 75.0, 90.0, 105.0, 120.0, 180.0, 270.0, 405.0]);
    check(&ages[12..], &[607.5, 911.25, 1366.875, 1726.875, 2086.875]);
}

#[test]
fn exchange_tries_four_times_a_minute_apart_six_times_five_and_then_every_ten() {
    let ages = ages(EXCHANGE, A_DAY, 3);
    assert_eq!(counts(&ages), [13, 31, 151]);
    check(&ages, &[0.0, 1.0, 2.0, 3.0, 4.0, 9.0, 14.0, 19.0, 24.0, 29.0, 34.0, 44.0, 54.0, 64.0]);
}

#[test]
fn sendmail_tries_at_every_run() {
    for (who, every, want) in [(SENDMAIL_30, 30.0, [3, 9, 49]), (SENDMAIL_60, 60.0, [2, 5, 25])] {
        for seed in 0..5 {
            let ages = ages(who, A_DAY, seed);
            assert_eq!(counts(&ages), want, "{ages:?}");
            assert!(ages[1] > 0.0 && ages[1] <= every, "the first run: {ages:?}");
            let runs: Vec<_> = ages[1..].iter().map(|age| age - ages[1]).collect();
            check(&runs, &[0.0, every, 2.0 * every, 3.0 * every, 4.0 * every]);
        }
    }
}

#[test]
fn mimecast_tries_by_its_table() {
    let ages = ages(MIMECAST, "duration=40", 3);
    assert_eq!(counts(&ages), [6, 9, 18]);
    let hours = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 14.0, 18.0, 22.0, 26.0];
    check(&ages, &[0.0, 1.0, 6.0, 15.0, 30.0]);
    check(&ages[5..], &hours.map(|hour| hour * 60.0));
}

#[test]
fn a_bulk_service_doubles_its_wait_up_to_an_hour() {
    check(&ages(SES, A_DAY, 3), &[0.0, 5.0, 15.0, 35.0, 75.0, 135.0, 195.0, 255.0]);
}

#[test]
fn an_impatient_application_tries_as_often_as_it_is_told_to() {
    assert_eq!(counts(&ages(IMPATIENT, A_DAY, 3)), [4, 4, 4]);
    check(&ages(IMPATIENT, A_DAY, 3), &[0.0, 5.0, 10.0, 15.0]);
    let other = ages(IMPATIENT, "duration=3 impatient_tries=3 impatient_wait=40", 3);
    check(&other, &[0.0, 40.0, 80.0]);
    assert_eq!(other.len(), 3);
}

#[test]
fn a_textbook_mail_waits_by_its_own_law() {
    let fixed = ages(TEXTBOOK, "duration=2", 3);
    check(&fixed, &[0.0, 35.0 / 3.0, 70.0 / 3.0, 35.0]);
    let drawn = ages("mix_textbook=1 textbook_wait=60", A_DAY, 3);
    let mean = drawn[drawn.len() - 1] / (drawn.len() - 1) as f64;
    assert!((mean - 1.0).abs() < 0.1, "{mean} min between two tries, of {}", drawn.len());
    let lost = ages("mix_textbook=1 retry_law=none", A_DAY, 3);
    assert_eq!(lost.len(), 1, "refused is lost");
}

#[test]
fn a_gateway_tries_its_queue_every_few_minutes_or_by_mimecasts_table() {
    let every_5 = ages(GATEWAY, "duration=3", 3);
    check(&every_5, &[0.0, 5.0, 10.0, 15.0, 20.0, 25.0]);
    let every_7 = ages(GATEWAY, "duration=3 gateway_retry=7", 3);
    check(&every_7, &[0.0, 7.0, 14.0, 21.0]);
    let table = ages(GATEWAY, "duration=26 gateway_clock=mimecast", 3);
    assert_eq!(counts(&table), [6, 9, 18]);
    check(&table, &[0.0, 1.0, 6.0, 15.0, 30.0, 60.0, 120.0]);
}

#[test]
fn exchange_online_tries_its_own_mail_after_half_an_hour_then_hourly() {
    check(&ages(OUTBOUND, A_DAY, 3), &[0.0, 30.0, 90.0, 150.0, 210.0, 270.0]);
}

#[test]
fn a_try_is_seen_once_whatever_number_of_addresses_it_meets() {
    for (who, addresses) in [(POSTFIX, 3), (EXIM, 5), (EXCHANGE, 1)] {
        let more = format!("duration=4 mx_addresses={}", if addresses > 1 { addresses } else { 5 });
        let (_, seen, sim) = fate(who, &more, 1);
        let attempts = sim.tally().attempts as usize;
        assert_eq!(attempts, tries(&seen).len() * addresses, "{who}: each address is an attempt");
        assert_eq!(sim.tally().refused as usize, attempts, "{who}: each answers 421");
    }
}
