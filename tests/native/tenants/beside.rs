//! What works beside the mail path, and for whom.

use super::*;
use mailflow::scenario::{Channel, Service};
use mailflow::sim::beside::{Has, Need, State};

const NOTHING: Has = Has { gateway: false, second_idp: false };
const GATEWAY: Has = Has { gateway: true, second_idp: false };
const SECOND: Has = Has { gateway: false, second_idp: true };
const BOTH: Has = Has { gateway: true, second_idp: true };

/// An hour of a run with this done from its start on.
fn after_an_hour(settings: &str, done: &[ActionKind]) -> Sim {
    let mut scenario = world(&format!("{SHUT} {settings}"));
    for &kind in done {
        act(&mut scenario, Time::ZERO, kind);
    }
    let mut sim = Sim::new(&scenario, 3);
    sim.run_until(hours(1));
    sim
}

fn down(service: Service) -> ActionKind {
    ActionKind::ServiceState { service, up: false }
}

#[test]
fn mail_is_late_for_those_whose_mail_waits() {
    let open = after_an_hour("forest_limit=500 gateway_share=50", &[]);
    assert_eq!([NOTHING, GATEWAY].map(|has| open.beside(Need::Mail, has)), [State::Up; 2]);
    let shut = after_an_hour("gateway_share=50", &[]);
    assert_eq!([NOTHING, GATEWAY].map(|has| shut.beside(Need::Mail, has)), [State::Late; 2]);
    // Tenants of whom there are none would fare as the others: a gateway does not deliver.
    let without = after_an_hour("gateway_share=0", &[]);
    assert_eq!(without.beside(Need::Mail, GATEWAY), State::Late);
    // EX1224375: a limit on connections from one source hits those behind gateways alone.
    let sources = mailflow::scenario::Scenario::preset("ex1224375").expect("a preset");
    let mut sim = Sim::new(&sources, 1);
    sim.run_until(hours(14));
    let both = [NOTHING, GATEWAY].map(|has| sim.beside(Need::Mail, has));
    assert_eq!(both, [State::Up, State::Late]);
}

#[test]
fn a_board_agrees_with_what_the_run_lets_people_read() {
    for (settings, word) in [
        ("webmail=off", State::None),
        ("webmail=manual", State::NotStarted),
        ("webmail=automatic", State::Up),
        ("webmail=automatic gateway_mode=pass-through", State::None),
    ] {
        let sim = after_an_hour(settings, &[]);
        assert_eq!(sim.beside(Need::Readable, GATEWAY), word, "{settings}");
        assert_eq!(sim.beside(Need::Readable, NOTHING), State::None, "{settings}");
        assert_eq!(sim.has_webmail(), word == State::Up, "{settings}");
    }
    let through = "webmail=automatic webmail_sign_in=entra-id";
    let fallen = after_an_hour(through, &[down(Service::EntraId)]);
    assert_eq!(fallen.beside(Need::Readable, GATEWAY), State::NoSignIn);
    assert_eq!(fallen.beside(Need::Readable, BOTH), State::Up, "what a second provider buys");
    assert!(!fallen.has_webmail());
}

#[test]
fn what_signs_in_with_entra_id_falls_with_it_but_for_a_second_provider() {
    let sim = after_an_hour("", &[down(Service::EntraId), down(Service::AdminCentre)]);
    let at = |need| [sim.beside(need, NOTHING), sim.beside(need, SECOND)];
    assert_eq!(at(Need::SignIn), [State::Down, State::SecondIdp]);
    assert_eq!(at(Need::Teams), [State::NoSignIn, State::NoReports]);
    assert_eq!(at(Need::OfficeWeb), [State::NoSignIn, State::NoReports]);
    // It signs people in; it does not bring back what is down itself, or mail.
    assert_eq!(at(Need::AdminCentre), [State::Down; 2]);
    assert_eq!(at(Need::Mail), [State::Late; 2]);
}

#[test]
fn nothing_is_said_of_a_service_that_no_source_speaks_of() {
    let sim = after_an_hour("", &[]);
    for need in [Need::SignIn, Need::Teams, Need::OfficeWeb, Need::AdminCentre] {
        assert_eq!(sim.beside(need, NOTHING), State::NoReports, "{need:?}");
    }
    // An action that is still to come says nothing yet; a fault of the scenario is told from the start.
    let mut scenario = world(SHUT);
    act(&mut scenario, hours(2), down(Service::Teams));
    let mut sim = Sim::new(&scenario, 3);
    sim.run_until(hours(1));
    assert_eq!(sim.beside(Need::Teams, NOTHING), State::NoReports);
    sim.run_until(hours(2));
    assert_eq!(sim.beside(Need::Teams, NOTHING), State::Down);
    let files = mailflow::scenario::Scenario::preset("mo1329446").expect("a preset");
    let mut sim = Sim::new(&files, 1);
    assert_eq!(sim.beside(Need::OfficeWeb, NOTHING), State::Up);
    sim.run_until(hours(4));
    assert_eq!(sim.beside(Need::OfficeWeb, NOTHING), State::Down);
    assert_eq!(sim.beside(Need::Mail, NOTHING), State::Up);
}

#[test]
fn only_a_channel_outside_is_chat_elsewhere() {
    for (channel, word) in [
        (Channel::None, State::NotSetUp),
        (Channel::SameCloud, State::NotSetUp),
        (Channel::Outside, State::Up),
    ] {
        let sim = after_an_hour("", &[ActionKind::Channel { channel }, down(Service::EntraId)]);
        assert_eq!(sim.beside(Need::ChatElsewhere, NOTHING), word, "{channel:?}");
    }
}

#[test]
fn the_strip_has_a_pill_for_office_on_the_web_only_where_something_is_reported_of_it() {
    let names = |sim: &Sim| sim.snapshot().services.iter().map(|it| it.name).collect::<Vec<_>>();
    let quiet = names(&after_an_hour("", &[]));
    assert_eq!(quiet, ["Sign-in (Entra ID)", "Teams", "Admin centre", "Chat elsewhere"]);
    let told = names(&after_an_hour("", &[down(Service::OfficeWeb)]));
    assert_eq!(told.len(), 5, "{told:?}");
}
