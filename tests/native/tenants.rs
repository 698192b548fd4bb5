//! What tenants can do, and what it is worth to their people: gateways, the MX, connectors,
//! emergency webmail, an out-of-band channel, a second identity provider.

mod beside;
mod mx;
mod people;

use mailflow::scenario::{ActionKind, Place};
use mailflow::sim::Sim;
use mailflow::sim::profile::Kind;
use mailflow::time::Time;

use crate::world::{act, finished, hours, mins, now, world};

/// A gateway in front of every tenant, and a service that admits nobody.
const SHUT: &str = "mix_postfix=1 hosts_per_region=20 gateway_share=100 forest_limit=0 \
    peak_rate=0.5 duration=3";

fn run(settings: &str) -> Sim {
    finished(&world(settings), 3)
}

#[test]
fn a_store_and_forward_gateway_owns_the_queue() {
    let sim = run(SHUT);
    let tally = sim.tally();
    assert_eq!((tally.parked, tally.held_gateways), (tally.offered, tally.offered));
    assert_eq!(tally.held_senders.iter().sum::<u64>(), 0);
    assert_eq!(tally.refused, tally.attempts, "the gateway alone is refused");
    assert_eq!(tally.attempts, 36, "one connection every 5 min for its one queue");
}

#[test]
fn a_pass_through_gateway_holds_nothing_and_the_senders_piles_grow() {
    let sim = run(&format!("{SHUT} gateway_mode=pass-through"));
    let tally = sim.tally();
    assert_eq!((tally.parked, tally.held_gateways, tally.drained), (0, 0, 0));
    assert_eq!(tally.held_senders.iter().sum::<u64>(), tally.offered);
    // It is as if there were none: the senders meet EOP's replies.
    let without = run(&format!("{SHUT} gateway_share=0"));
    assert_eq!((sim.hash(), tally), (without.hash(), without.tally()));
}

/// A service with much room and slow sessions, so that connections add up at their source.
const SLOW: &str = "mix_postfix=1 hosts_per_region=50 network_fixed=15 peak_rate=2 duration=2 \
    gateway_connections=100 forest_limit=2000 lookup_rate=1000 contention=0 coherency=0";

#[test]
fn a_per_source_limit_hits_the_few_addresses_of_a_gateway() {
    let spread = run(&format!("{SLOW} source_limit=10"));
    assert_eq!(spread.detail().refused_by_source, 0, "50 senders share 30 connections");
    for mode in ["store-and-forward", "pass-through"] {
        let more = format!("source_limit=10 gateway_share=100 gateway_mode={mode}");
        let mut sim = Sim::new(&world(&format!("{SLOW} {more}")), 3);
        while sim.now() < sim.duration() {
            sim.run_until(sim.now() + mins(1));
            let gateway = sim.hosts().iter().find(|host| host.kind == Kind::Gateway);
            let gateway = gateway.expect("a gateway");
            assert!(gateway.as_source <= 10, "{mode}: {} connections", gateway.as_source);
        }
        let (tally, detail) = (sim.tally(), sim.detail());
        assert!(detail.refused_by_source > 100, "{mode}: {detail:?}");
        assert_eq!(detail.refused_by_source, tally.refused, "{mode}: no forest was full");
    }
}

#[test]
fn a_connector_lifts_the_limit_for_gateways_alone() {
    for mode in ["store-and-forward", "pass-through"] {
        let more = format!("source_limit=10 gateway_share=100 gateway_mode={mode}");
        let mut scenario = world(&format!("{SLOW} {more}"));
        act(&mut scenario, Time::ZERO, ActionKind::Connector { on: true });
        let sim = finished(&scenario, 3);
        assert_eq!(sim.detail().refused_by_source, 0, "{mode}");
        assert!(sim.tally().delivered * 10 > sim.tally().offered * 9, "{mode}");
        // Without it again, the limit is back.
        act(&mut scenario, hours(1), ActionKind::Connector { on: false });
        assert!(finished(&scenario, 3).detail().refused_by_source > 0, "{mode}");
    }
    let mut few = world(&format!("{SLOW} source_limit=2 hosts_per_region=1"));
    let plain = finished(&few, 3);
    assert!(plain.detail().refused_by_source > 0, "one sender has one address too");
    act(&mut few, Time::ZERO, ActionKind::Connector { on: true });
    assert_eq!(finished(&few, 3).tally(), plain.tally(), "a connector is for gateways");
}

#[test]
fn the_limit_of_a_source_may_be_an_action() {
    let mut scenario = world(&format!("{SLOW} gateway_share=100"));
    act(&mut scenario, hours(1), ActionKind::SourceLimit { connections: 10 });
    let mut sim = Sim::new(&scenario, 3);
    sim.run_until(hours(1));
    assert_eq!(sim.tally().refused, 0);
    sim.run_until(hours(2));
    assert!(sim.detail().refused_by_source > 0);
}

#[test]
fn a_gateway_drains_no_faster_than_it_is_told_to() {
    let mut scenario = world(&format!("{SHUT} gateway_drain=12 gateway_hosts=2"));
    act(&mut scenario, hours(1), ActionKind::Limit { sessions: 500, place: Place::All });
    act(&mut scenario, hours(1), ActionKind::Load { percent: 0.0 });
    let mut sim = Sim::new(&scenario, 3);
    sim.run_until(mins(66));
    let mut last = sim.tally().drained;
    for minute in 67..100 {
        sim.run_until(mins(minute));
        let drained = sim.tally().drained - last;
        assert!((23..=25).contains(&drained), "{drained} in a minute from two hosts");
        last = sim.tally().drained;
    }
    let free = run(&format!("{SHUT} forest_limit=500 gateway_drain=0"));
    assert!(free.tally().held() < 5, "without a rate of its own it keeps up");
}

#[test]
fn a_gateway_with_mimecasts_clock_tries_mail_by_mail() {
    let sim = run(&format!("{SHUT} gateway_clock=mimecast"));
    // At 0, 1, 6, 15, 30, 60 and 120 min of age; mail of every age up to three hours waits.
    let want = [0.0, 1.0, 6.0, 15.0, 30.0, 60.0, 120.0].map(|age| 1.0 - age / 180.0);
    let tries = sim.tally().attempts as f64 / sim.tally().offered as f64;
    let want = want.iter().sum::<f64>();
    assert!((tries - want).abs() < 0.1, "{tries} tries a mail, not {want}");
    assert_eq!(sim.detail().first_attempts, sim.tally().offered, "each is tried at once");
}

#[test]
fn unknown_recipients_are_refused_by_whoever_has_the_directory() {
    let open = "mix_postfix=1 peak_rate=1 duration=2 unknown_recipients=20";
    let at_eop = run(open);
    let at_gateway = run(&format!("{open} gateway_share=100"));
    let passed_on = run(&format!("{open} gateway_share=100 gateway_mode=pass-through"));
    for (sim, by_eop) in [(&at_eop, true), (&at_gateway, false), (&passed_on, true)] {
        let tally = sim.tally();
        let share = tally.rejected as f64 / tally.offered as f64;
        assert!((share - 0.2).abs() < 0.02, "{share}");
        assert_eq!(tally.replies_550, if by_eop { tally.rejected } else { 0 });
        assert_eq!(sim.detail().rejected_wrongly, 0);
        assert_eq!(tally.delivered + tally.rejected + tally.in_session, tally.offered);
    }
    assert_eq!(at_gateway.tally().parked + at_gateway.tally().rejected, at_gateway.tally().offered);
}

#[test]
fn a_stale_copy_of_the_directory_refuses_new_recipients_wrongly() {
    let settings = "mix_postfix=1 peak_rate=1 duration=2 gateway_share=100 new_recipients=30";
    for (age, want) in [(0.0, 0.0), (8.0, 0.1), (24.0, 0.3), (72.0, 0.3)] {
        let sim = run(&format!("{settings} directory_age={age}"));
        let share = sim.detail().rejected_wrongly as f64 / sim.tally().offered as f64;
        assert!((share - want).abs() < 0.02, "{age} h old: {share} of the mail, not {want}");
        assert_eq!(sim.tally().rejected, sim.detail().rejected_wrongly);
    }
    let eop = run(&format!("{settings} gateway_share=0"));
    assert_eq!(eop.tally().rejected, 0, "EOP knows its own recipients");
    let both = run(&format!("{settings} directory_age=24 unknown_recipients=50"));
    let share = both.detail().rejected_wrongly as f64 / both.tally().rejected as f64;
    assert!((share - 0.15 / 0.65).abs() < 0.03, "what does not exist is refused rightly: {share}");
}

#[test]
fn the_gateways_queue_can_be_retried_by_its_administrator() {
    let mut sim = Sim::new(&world(SHUT), 3);
    sim.run_until(mins(61));
    let attempts = sim.tally().attempts;
    let senders = mailflow::scenario::Senders::Gateway;
    now(&mut sim, ActionKind::RetryNow { senders });
    sim.run_until(mins(61) + Time::from_us(1));
    assert_eq!(sim.tally().attempts, attempts + 1);
}
