//! The emergency cut-over of the MX, and the way back: senders follow within one time to live.

use super::*;
use mailflow::scenario::Scenario;

/// Nobody is admitted; at two hours the MX of a share of the tenants is pointed at a gateway.
fn cut_over(settings: &str, percent: f64) -> Scenario {
    let mut scenario = world(&format!(
        "mix_postfix=1 hosts_per_region=400 gateway_hosts=2 peak_rate=4 duration=6 {settings}"
    ));
    act(&mut scenario, hours(2), ActionKind::Gateway { percent });
    scenario
}

/// Share of the mail created in a quarter of an hour that went to a gateway at once.
fn parked_share(sim: &mut Sim, from: Time) -> f64 {
    sim.run_until(from);
    let before = *sim.tally();
    sim.run_until(from + mins(15));
    let after = sim.tally();
    (after.parked - before.parked) as f64 / (after.offered - before.offered) as f64
}

#[test]
fn the_share_of_new_mail_that_is_parked_rises_linearly_over_one_ttl() {
    // There is room, so that no old mail waits that could follow it.
    let mut sim = Sim::new(&cut_over("mx_ttl=3600", 100.0), 3);
    assert!(parked_share(&mut sim, mins(100)) <= 0.0);
    for (quarter, want) in [0.125, 0.375, 0.625, 0.875, 1.0, 1.0].into_iter().enumerate() {
        let share = parked_share(&mut sim, mins(120 + 15 * quarter as u64));
        assert!((share - want).abs() < 0.05, "quarter {quarter}: {share}, not {want}");
    }
}

#[test]
fn half_the_tenants_is_half_of_the_mail_and_no_ttl_is_at_once() {
    let mut sim = Sim::new(&cut_over("mx_ttl=0", 50.0), 3);
    let share = parked_share(&mut sim, hours(2));
    assert!((share - 0.5).abs() < 0.03, "{share}");
    let mut sim = Sim::new(&cut_over("mx_ttl=6h", 100.0), 3);
    let share = parked_share(&mut sim, hours(5));
    assert!((share - 3.125 / 6.0).abs() < 0.05, "three hours into six: {share}");
}

#[test]
fn mail_that_waits_moves_to_the_gateway_at_its_next_try() {
    for who in ["mix_postfix=1", "mix_exchange=1", "mix_sendmail_30=1", "mix_ses=1", "mix_exim=1"] {
        let settings = format!("mix_postfix=0 {who} forest_limit=0 mx_ttl=300 peak_rate=0.5");
        let mut sim = Sim::new(&cut_over(&settings, 100.0), 3);
        sim.run_until(hours(2));
        let old = sim.tally().held_senders.iter().sum::<u64>();
        assert!(old > 3000, "{who}: {old}");
        let offered = sim.tally().offered;
        let attempts = sim.tally().attempts;
        // Exim's hosts wait for up to an hour and a half by then, the others for less.
        sim.run_until(hours(4));
        let tally = sim.tally();
        assert_eq!(tally.held_senders.iter().sum::<u64>(), 0, "{who}");
        assert_eq!(tally.held_gateways, tally.offered, "{who}");
        let new = tally.offered - offered;
        assert!(tally.parked >= old + new * 9 / 10, "{who}");
        let tried = tally.attempts - attempts;
        assert!(tried < old, "{who}: most move without one more refusal, {tried} tries");
    }
}

#[test]
fn fail_back_empties_the_gateways_and_parks_nothing_more() {
    let mut scenario = cut_over("mx_ttl=600 gateway_share=0", 100.0);
    act(&mut scenario, hours(4), ActionKind::Gateway { percent: 0.0 });
    let mut sim = Sim::new(&scenario, 3);
    sim.run_until(mins(4 * 60 + 10));
    let parked = sim.tally().parked;
    assert!(parked > 20_000, "{parked}");
    sim.run_until(hours(6));
    let tally = sim.tally();
    assert_eq!((tally.parked, tally.held_gateways), (parked, 0));
    assert!(tally.drained + tally.in_session >= parked, "{tally:?}");
}
