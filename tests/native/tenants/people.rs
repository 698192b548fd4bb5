//! What reaches people while mail waits: webmail, a channel, sign-in.

use super::*;
use mailflow::scenario::{Channel, Senders, Service};

const MANUAL: &str = "webmail=manual";
const AUTOMATIC: &str = "webmail=automatic";
const URGENT: &str = "urgent_share=100 urgent_within=60";

fn down(service: Service) -> ActionKind {
    ActionKind::ServiceState { service, up: false }
}

/// A run with these done at these minutes.
fn with(settings: &str, done: &[(u64, ActionKind)]) -> Sim {
    let mut scenario = world(&format!("{SHUT} {settings}"));
    for &(minute, kind) in done {
        act(&mut scenario, mins(minute), kind);
    }
    finished(&scenario, 3)
}

#[test]
fn automatic_webmail_starts_ten_minutes_after_the_first_refusal() {
    let mut sim = Sim::new(&world(&format!("{SHUT} {AUTOMATIC}")), 3);
    let mut since = None;
    while sim.now() < mins(60) {
        sim.run_until(sim.now() + Time::from_secs(1));
        let refused = sim.record().firsts.refused;
        if let Some(at) = refused
            && sim.has_webmail()
        {
            since.get_or_insert(sim.now() - at);
            let wait = sim.now() - at;
            assert!(wait >= mins(10));
        }
    }
    let since = since.expect("it starts");
    assert!(since <= mins(10) + Time::from_secs(1), "{since}");
    assert_eq!(sim.detail().readable, sim.tally().parked, "all that waits, each mail once");
    let never = with(&format!("{AUTOMATIC} forest_limit=500"), &[]);
    assert!(!never.has_webmail(), "nothing was refused");
    let off = with("webmail=off", &[]);
    assert!(!off.has_webmail() && off.detail().readable == 0);
}

#[test]
fn manual_webmail_waits_for_an_administrator_and_each_mail_counts_once() {
    assert_eq!(with(MANUAL, &[]).detail().readable, 0);
    let on = |on| ActionKind::Webmail { on };
    let once = with(MANUAL, &[(60, on(true))]);
    assert_eq!(once.detail().readable, once.tally().parked);
    let twice = with(MANUAL, &[(60, on(true)), (90, on(false)), (120, on(true))]);
    assert_eq!(twice.detail().readable, twice.tally().parked);
    let early = with(MANUAL, &[(60, on(true)), (90, on(false))]);
    assert!(early.detail().readable < early.tally().parked, "what came later was never readable");
    assert_eq!(once.tally().delivered, 0, "readable is not delivered");
    let ended = with(AUTOMATIC, &[(60, on(false))]);
    assert!(!ended.has_webmail(), "an administrator may end what started by itself");
}

#[test]
fn a_mail_in_a_session_when_webmail_starts_is_readable_once_it_is_back() {
    let slow = "forest_limit=500 network_fixed=60 session_timeout=59 gateway_connections=1000 \
                gateway_clock=mimecast duration=1";
    let mut scenario = world(&format!("{SHUT} {slow} {MANUAL}"));
    act(&mut scenario, mins(20), ActionKind::Webmail { on: true });
    act(&mut scenario, mins(20), ActionKind::Load { percent: 0.0 });
    let mut sim = Sim::new(&scenario, 3);
    sim.run_until(mins(20));
    assert!(sim.tally().in_session > 10, "{:?}", sim.tally());
    sim.run_until(mins(22));
    assert_eq!(sim.detail().readable, sim.tally().parked);
}

#[test]
fn pass_through_gateways_have_nothing_to_read() {
    let sim = with("gateway_mode=pass-through webmail=automatic", &[]);
    assert!(!sim.has_webmail() && sim.detail().readable == 0);
    let started =
        with("gateway_mode=pass-through webmail=manual", &[(30, ActionKind::Webmail { on: true })]);
    assert!(!started.has_webmail());
}

#[test]
fn webmail_that_signs_in_with_entra_id_falls_with_it_but_for_a_second_provider() {
    let through = format!("{AUTOMATIC} webmail_sign_in=entra-id");
    let fails = (0, down(Service::EntraId));
    assert!(with(&through, &[]).has_webmail());
    let fallen = with(&through, &[fails]);
    assert!(!fallen.has_webmail() && fallen.detail().readable == 0);
    assert!(with(&format!("{through} second_idp=on"), &[fails]).has_webmail());
    let later = with(&through, &[fails, (60, ActionKind::SecondIdp { on: true })]);
    assert_eq!(later.detail().readable, later.tally().parked, "from then on all of it");
    assert!(with(&format!("{AUTOMATIC} webmail_sign_in=own"), &[fails]).has_webmail());
    assert!(with(&through, &[(0, down(Service::Teams))]).has_webmail());
}

#[test]
fn urgent_mail_is_reached_by_mail_by_webmail_or_by_the_channel() {
    let open = with(&format!("{URGENT} forest_limit=500"), &[]).detail().urgent;
    assert!(open.due > 3000 && open.by_mail == open.due, "{open:?}");
    let nothing = with(URGENT, &[]).detail().urgent;
    assert_eq!((nothing.missed(), nothing.by_mail), (nothing.due, 0));
    let webmail = with(&format!("{URGENT} {AUTOMATIC}"), &[]).detail().urgent;
    assert_eq!(webmail.by_webmail, webmail.due, "{webmail:?}");
    let channel = ActionKind::Channel { channel: Channel::Outside };
    let told = with(URGENT, &[(0, channel)]).detail().urgent;
    assert_eq!(told.by_channel, told.due, "{told:?}");
    // What has passed its hour by then is missed; the channel is announced at two of three hours.
    let late = with(URGENT, &[(120, channel)]).detail().urgent;
    let share = late.by_channel as f64 / late.due as f64;
    assert!((share - 0.5).abs() < 0.05 && late.missed() + late.by_channel == late.due, "{late:?}");
    let few = with("urgent_share=10 urgent_within=60", &[]).detail().urgent;
    let share = few.due as f64 / nothing.due as f64;
    assert!((share - 0.1).abs() < 0.02, "{share}");
}

#[test]
fn urgent_mail_that_is_delivered_after_its_time_was_missed_however_the_run_is_stepped() {
    let slow = "network_fixed=20 session_timeout=60 lookup_rate=1000 contention=0 coherency=0";
    let settings = format!("{SHUT} {URGENT} gateway_share=0 {slow}");
    let mut scenario = world(&settings);
    // Room comes between two rows of the record, and what waits is delivered 20 s later, before the
    // next row: for some of it that is just too late.
    let room = mins(100) + Time::from_secs(30);
    let soonest = room + Time::from_secs(20);
    act(&mut scenario, mins(99), ActionKind::Load { percent: 0.0 });
    act(&mut scenario, room, ActionKind::Limit { sessions: 2000, place: Place::All });
    act(&mut scenario, room, ActionKind::RetryNow { senders: Senders::All });
    let whole = finished(&scenario, 3);
    let mut stepped = Sim::new(&scenario, 3);
    let mut late = 0;
    while stepped.now() < stepped.duration() {
        if stepped.now() == soonest - mins(60) {
            late = stepped.tally().offered;
        }
        stepped.run_until(stepped.now() + Time::from_secs(10));
    }
    let urgent = whole.detail().urgent;
    assert_eq!(whole.tally().delivered, whole.tally().offered);
    assert_eq!(urgent, stepped.detail().urgent);
    assert_eq!(urgent.due, whole.tally().offered);
    // A host sends some of what it has on the same connections, another 20 s later.
    assert!((late..late + 120).contains(&urgent.missed()), "{late} late, {urgent:?}");
}

#[test]
fn a_channel_in_the_same_cloud_falls_with_teams_or_the_sign_in() {
    let told = |channel, done: &[(u64, ActionKind)]| {
        let channel = (0, ActionKind::Channel { channel });
        let urgent = with(URGENT, &[&[channel], done].concat()).detail().urgent;
        urgent.by_channel as f64 / urgent.due as f64
    };
    let (inside, outside) = (Channel::SameCloud, Channel::Outside);
    assert!(told(inside, &[]) > 0.999);
    for service in [Service::Teams, Service::EntraId] {
        assert!(told(inside, &[(0, down(service))]) <= 0.0, "{service:?}");
        assert!(told(outside, &[(0, down(service))]) > 0.999, "{service:?}");
    }
    assert!(told(inside, &[(0, down(Service::OfficeWeb)), (0, down(Service::AdminCentre))]) > 0.99);
    let second = (0, ActionKind::SecondIdp { on: true });
    assert!(told(inside, &[(0, down(Service::EntraId)), second]) > 0.999);
    assert!(told(inside, &[(0, down(Service::Teams)), second]) <= 0.0, "it is no second Teams");
    let back = ActionKind::ServiceState { service: Service::Teams, up: true };
    let share = told(inside, &[(0, down(Service::Teams)), (120, back)]);
    assert!((share - 0.5).abs() < 0.05, "{share}");
}

#[test]
fn no_outage_beside_the_mail_path_touches_mail_transport() {
    let plain = with(&format!("forest_limit=3 {URGENT}"), &[]);
    for service in [Service::EntraId, Service::Teams, Service::OfficeWeb, Service::AdminCentre] {
        let other = with(&format!("forest_limit=3 {URGENT}"), &[(20, down(service))]);
        assert_eq!((plain.hash(), plain.tally()), (other.hash(), other.tally()), "{service:?}");
    }
    let second = with(&format!("forest_limit=3 {URGENT} second_idp=on"), &[]);
    assert_eq!(plain.hash(), second.hash());
}
