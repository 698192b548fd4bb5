//! The insight of every preset, pinned: each scenario shows what it says it shows. The incident's own
//! claims stand in `incident.rs`.

use mailflow::record::Tally;
use mailflow::scenario::preset::PRESETS;
use mailflow::scenario::{Action, ActionKind, Field, Scenario};
use mailflow::sim::Sim;
use mailflow::sim::profile::Kind;
use mailflow::stage::Outcome;
use mailflow::time::Time;

use crate::golden::run;

fn preset(key: &str) -> Scenario {
    Scenario::preset(key).expect("a preset")
}

fn finished(scenario: &Scenario) -> Sim {
    let mut sim = Sim::new(scenario, 1);
    sim.run_until(Time::NEVER);
    sim.audit();
    sim
}

fn row(sim: &Sim, at: Time) -> Tally {
    sim.record().row_at(at)
}

/// Attempts for each delivered mail between two instants.
fn amplification(sim: &Sim, from: Time, to: Time) -> f64 {
    let (from, to) = (row(sim, from), row(sim, to));
    (to.attempts - from.attempts) as f64 / (to.delivered - from.delivered).max(1) as f64
}

#[test]
fn every_preset_has_a_test_of_its_insight() {
    let here = include_str!("scenarios.rs");
    for preset in PRESETS {
        let is_pinned = here.contains(&format!("(\"{}\")", preset.key))
            // Theirs are exact figures: validation.rs runs both.
            || ["erlang-loss", "retrial-queue"].contains(&preset.key);
        assert!(is_pinned, "{} has no test of its insight", preset.key);
    }
}

#[test]
fn mo1221364_retries_amplify_a_bad_balance_makes_it_worse_and_the_impatient_lose_mail() {
    let sim = run("mo1221364");
    let at = |day, hour, minute| sim.scenario().epoch().at(day, hour, minute);
    assert!(amplification(sim, Time::ZERO, at(0, 17, 44)) < 1.01, "before the loss");
    assert!(amplification(sim, at(0, 18, 0), at(0, 20, 0)) > 2.0, "retries are load too");
    // The first change of the balance: more refused and fewer delivered than without it.
    let mut without = preset("mo1221364");
    without.actions_mut().retain(|a| !matches!(a.kind, ActionKind::BalanceReset { .. }));
    let without = finished(&without);
    let (bad, good) = (row(sim, at(0, 22, 0)), row(&without, at(0, 22, 0)));
    assert!(bad.refused > good.refused && bad.delivered < good.delivered, "{bad:?} {good:?}");
    assert!(bad.held_senders[0] > good.held_senders[0] * 5 / 4, "{bad:?} {good:?}");
    // About ten hours from 17:45.
    let cleared = sim.cleared_at().expect("cleared").hours_f64() - at(0, 17, 45).hours_f64();
    assert!((9.0..12.0).contains(&cleared), "{cleared} h");
    let detail = sim.detail();
    assert!(detail.expired_silently > 1000 && detail.expired_silently == sim.tally().expired);
    assert!(sim.tally().outbound.failed > 0, "its own outbound mail passes the same forests");
    assert_eq!(sim.tally().outbound.expired, 0, "the outage is shorter than 24 h");
}

#[test]
fn ex1224375_a_per_source_limit_hits_tenants_behind_a_gateway_alone() {
    let sim = run("ex1224375");
    let at = |day, hour| sim.scenario().epoch().at(day, hour, 0);
    assert_eq!(sim.detail().refused_by_source, sim.tally().refused);
    for day in 0..4 {
        let afternoon = row(sim, at(day, 16));
        let senders: u64 = afternoon.held_senders.iter().sum();
        assert!(afternoon.held_gateways > 2000, "day {day}: {afternoon:?}");
        assert!(senders < 50, "day {day}: nobody else notices: {afternoon:?}");
        assert!(row(sim, at(day + 1, 4)).held_gateways < afternoon.held_gateways / 3, "the night");
    }
    assert!(row(sim, at(4, 22)).held_gateways < 50, "gone once the limit is");
    // A connector lifts it for the tenants at once, whatever the limit.
    let mut lifted = preset("ex1224375");
    let on = ActionKind::Connector { on: true };
    lifted.actions_mut().push(Action::new(at(1, 9), on));
    let mut lifted = Sim::new(&lifted, 1);
    lifted.run_until(at(1, 16));
    assert!(lifted.tally().held_gateways < 50, "{:?}", lifted.tally());
}

#[test]
fn mo1329446_mail_and_chat_are_fine_and_files_are_not() {
    let sim = run("mo1329446");
    assert_eq!(sim.tally().refused + sim.tally().dropped + sim.tally().expired, 0);
    assert_eq!(sim.detail().urgent.missed(), 0);
    let mut during = Sim::new(sim.scenario(), 1);
    during.run_until(sim.scenario().epoch().at(0, 12, 0));
    let levers = during.levers();
    assert!(!levers.services.office_web && levers.services.teams && levers.services.entra_id);
    assert!(levers.channel_works(), "chat in the same cloud reaches people");
    assert!(sim.levers().services.office_web, "back at the end");
}

#[test]
fn skew_alone_fills_one_forest_of_each_region_beside_idle_ones() {
    let scenario = preset("ex1331830-skew").without_actions();
    let mut sim = Sim::new(&scenario, 1);
    // On average over twenty minutes, while it is office hours in both regions: between two herds
    // of retries even a full forest has room.
    let mut used = vec![0.0; sim.forests().len()];
    for minute in 90..110 {
        sim.run_until(Time::from_mins(minute));
        for (used, forest) in used.iter_mut().zip(sim.forests()) {
            *used += f64::from(forest.sessions) / f64::from(forest.limit) / 20.0;
        }
    }
    for region in used.chunks(4).take(2) {
        assert!(region[0] > 0.8, "{used:?}");
        assert!(region[1..].iter().all(|&share| share < 0.3), "{used:?}");
    }
    // What it leaves idle is most of the capacity; and nearly nothing is cut, as lookups are fast.
    let whole = run("ex1331830-skew").tally();
    assert!(whole.refused > 1_000_000 && whole.dropped < whole.refused / 100, "{whole:?}");
    let incident = run("ex1331830");
    assert!(run("ex1331830-skew").record().peak.mails < incident.record().peak.mails / 2);
}

#[test]
fn slow_lookups_alone_fill_all_forests_alike_and_the_night_clears_them() {
    let scenario = preset("ex1331830-lookups").without_actions();
    let mut sim = Sim::new(&scenario, 1);
    sim.run_until(Time::from_hours(3));
    let used: Vec<f64> =
        sim.forests().map(|f| f64::from(f.sessions) / f64::from(f.limit)).collect();
    let (least, most) = (used[..4].iter().fold(1.0, |a: f64, &b| a.min(b)), used[0]);
    assert!(least > 0.6 && most - least < 0.3, "NA's forests are alike: {used:?}");
    sim.run_until(Time::from_hours(18));
    let peak = sim.record().peak.mails;
    assert!(sim.tally().held() < peak / 20, "the night: {} of {peak}", sim.tally().held());
    let whole = run("ex1331830-lookups").tally();
    assert!(whole.dropped > 50 * run("ex1331830-skew").tally().dropped, "{whole:?}");
}

#[test]
fn a_healthy_tuesday_has_room_at_its_busiest() {
    let sim = run("healthy-tuesday");
    assert_eq!((sim.tally().refused, sim.tally().dropped, sim.cleared_at()), (0, 0, None));
    let mut busiest = Sim::new(sim.scenario(), 1);
    let (mut most, limit) = (0, sim.levers().limit);
    for minute in 60..180 {
        busiest.run_until(Time::from_mins(minute));
        most = most.max(busiest.forests().map(|forest| forest.sessions).max().unwrap_or(0));
    }
    assert!(most > 0 && most < limit / 2, "{most} of {limit}");
}

#[test]
fn a_limit_too_high_delivers_less_than_one_at_the_knee() {
    let sim = run("limit-too-high");
    // Delivered a second, half a minute after each change of the limit to just before the next.
    let rate = |from: u64, to: u64| {
        let mut sim = Sim::new(sim.scenario(), 1);
        sim.run_until(Time::from_secs(from));
        let before = sim.tally().delivered;
        sim.run_until(Time::from_secs(to));
        (sim.tally().delivered - before) as f64 / (to - from) as f64
    };
    // The exact values of the model with a Poisson load of 1900 a second.
    let steps = [(150, 240, 1843.4), (270, 360, 1858.3), (390, 480, 1845.1), (520, 720, 1454.6)];
    for (from, to, want) in steps {
        let got = rate(from, to);
        assert!((got / want - 1.0).abs() < 0.01, "{got} for {want} from {from} s");
    }
    assert!(rate(30, 120) < 1200.0, "a limit of 20 is too low");
    assert!(rate(780, 900) > 1800.0, "and back at 96 it is fast again");
}

#[test]
fn a_retry_storm_tries_by_the_senders_clocks_and_at_rcpt_tries_for_nothing() {
    let sim = run("retry-storm");
    let (shut, open) = (Time::from_mins(60), Time::from_mins(329));
    let tries = |sim: &Sim| row(sim, open).attempts - row(sim, shut).attempts;
    let delivered = |sim: &Sim| row(sim, open).delivered - row(sim, shut).delivered;
    let mut at_rcpt = preset("retry-storm");
    at_rcpt.set_text("refusal_phase=rcpt").expect("a field");
    let at_rcpt = finished(&at_rcpt);
    assert!(tries(&at_rcpt) > 3 * tries(sim), "{} for {}", tries(&at_rcpt), tries(sim));
    assert_eq!((delivered(&at_rcpt), delivered(sim)), (0, 0));
    // Only Exchange Server tells its users, after four hours.
    assert!(sim.detail().delay_notices > 1000);
    let told_at = sim.record().firsts.delay_notice.expect("someone was told");
    assert!((Time::from_mins(270)..Time::from_mins(282)).contains(&told_at), "{told_at}");
    let mut postfix = preset("retry-storm");
    postfix.set(Field::MixExchange, 0.0).expect("in range");
    assert_eq!(finished(&postfix).detail().delay_notices, 0);
    assert!(sim.cleared_at().is_some());
}

#[test]
fn a_gateway_that_only_passes_on_changes_nothing_at_all() {
    let sim = run("pass-through-gateway");
    assert_eq!(sim.hash(), run("ex1331830").hash(), "the very run without a gateway");
    assert_eq!((sim.tally().parked, sim.detail().readable), (0, 0));
    let mut holds = preset("pass-through-gateway");
    holds.set_text("gateway_mode=store-and-forward").expect("a field");
    let mut holds = Sim::new(&holds, 1);
    let (evening, mut passes) = (Time::from_hours(10), Sim::new(sim.scenario(), 1));
    holds.run_until(evening);
    passes.run_until(evening);
    let senders = |sim: &Sim| sim.tally().held_senders.iter().sum::<u64>();
    assert!(senders(&holds) < senders(&passes) * 2 / 3, "half of the senders' pile is moved");
    assert!(holds.detail().readable > 50_000, "and can be read");
}

#[test]
fn an_mx_cutover_moves_the_pile_within_one_ttl_and_delivers_no_sooner() {
    let sim = run("mx-cutover");
    let at = |day, hour, minute| sim.scenario().epoch().at(day, hour, minute);
    // New mail goes there as each sender looks the MX up anew.
    let share = |from: Time, to: Time| {
        let (from, to) = (row(sim, from), row(sim, to));
        (to.parked - from.parked) as f64 / (to.offered - from.offered) as f64
    };
    assert!(row(sim, at(0, 14, 32)).parked == 0);
    let (early, late) = (share(at(0, 14, 33), at(0, 14, 48)), share(at(0, 17, 0), at(0, 18, 0)));
    assert!(early < late, "the record spreads: {early} then {late}");
    let senders = |sim: &Sim| row(sim, at(0, 18, 0)).held_senders.iter().sum::<u64>();
    let (left, direct) = (senders(sim), senders(run("ex1331830")));
    assert!(left < direct * 3 / 4, "old mail moves at its retry: {left} of {direct} stay");
    assert!(row(sim, at(0, 18, 0)).held_gateways > 10_000, "and waits at the gateways");
    // Readable is not delivered.
    let plain = run("ex1331830");
    let (cut_over, direct) = (row(sim, at(1, 12, 0)), row(plain, at(1, 12, 0)));
    assert!(sim.detail().readable > 500_000);
    assert!(cut_over.delivered < direct.delivered * 13 / 10, "{cut_over:?} {direct:?}");
    // A copy of the directory 14 h old refuses its share of the new recipients' mail.
    let wrong = sim.detail().rejected_wrongly as f64 / sim.tally().parked as f64;
    assert!((0.0025..0.0035).contains(&wrong), "{wrong}");
    assert!(row(sim, at(1, 23, 0)).held_gateways < 1000, "the fail-back leaves nothing behind");
}

#[test]
fn a_bad_rebalance_delays_mail_that_had_nothing_to_do_with_the_fault() {
    let scenario = preset("bad-rebalance");
    let sim = run("bad-rebalance");
    let at = |day, hour, minute| scenario.epoch().at(day, hour, minute);
    let others = |sim: &Sim, at: Time| row(sim, at).held_senders[1..].iter().sum::<u64>();
    assert!(others(sim, at(1, 1, 59)) < 20, "the other regions are healthy");
    let during = (20..190).map(|minute| others(sim, at(1, 2, 0) + Time::from_mins(minute)));
    assert!(during.max() > Some(2000), "mail waits where nothing was wrong");
    assert!(others(sim, at(1, 8, 0)) < 50, "until it is withdrawn");
    let alone = finished(&scenario.clone().without_actions());
    let never = (0..2160).map(|minute| others(&alone, Time::from_mins(minute))).max();
    assert!(never < Some(200), "without it the others never wait: {never:?}");
    let pile = |at: Time| row(sim, at).held_senders[0];
    assert!(pile(at(1, 5, 0)) < pile(at(1, 2, 0)) / 2, "America's pile does fall");
}

/// When the doors of `mta-tails` open.
const OPENED: Time = Time::from_hours(16);

/// For each kind of sender, how long after the opening the last try began of the mail that waited
/// for it.
fn tails(scenario: &Scenario, opened: Time) -> Vec<(Kind, Time)> {
    let mut sim = Sim::new(scenario, 1);
    sim.trace_mut().watch_one_in(1.0);
    let mut last: Vec<(Kind, Time)> = Vec::new();
    let mut hosts = Vec::new();
    for minute in 1.. {
        sim.run_until(Time::from_mins(minute));
        hosts.clear();
        hosts.extend(sim.hosts().iter().map(|host| host.kind));
        for sighting in sim.trace_mut().drain() {
            let (Outcome::Delivered, Some(host)) = (sighting.outcome, sighting.host) else {
                continue;
            };
            let kind = hosts[host as usize];
            if sighting.created <= opened && sighting.began > opened {
                match last.iter_mut().find(|(known, _)| *known == kind) {
                    Some((_, at)) => *at = sighting.began - opened,
                    None => last.push((kind, sighting.began - opened)),
                }
            }
        }
        if sim.now() >= sim.duration() {
            return last;
        }
    }
    last
}

#[test]
fn the_last_waiting_mail_arrives_by_its_senders_clock() {
    assert!(run("mta-tails").cleared_at().is_some());
    let tails = tails(&preset("mta-tails"), OPENED);
    let tail = |kind| tails.iter().find(|(known, _)| *known == kind).expect("it waited").1;
    // Each clock, and the moments that draining what had waited takes.
    let drain = Time::from_mins(2);
    let bounds = [
        (Kind::Exchange, Time::from_mins(8), Time::from_mins(10)),
        (Kind::Sendmail30, Time::from_mins(25), Time::from_mins(30)),
        (Kind::Postfix, Time::from_mins(50), Time::from_secs(4000 + 300 + 300)),
        (Kind::Mimecast, Time::from_hours(3), Time::from_hours(4)),
        (Kind::Exim, Time::from_hours(6), Time::from_secs(27_360)),
    ];
    for (kind, least, most) in bounds {
        let got = tail(kind);
        assert!(got > least && got < most + drain, "{kind:?}: {got}");
    }
}
