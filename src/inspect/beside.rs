//! Beside the mail path: what still works for whom now, what a contingency buys and what it does
//! not, and whom it reached.

use crate::number;
use crate::scenario::{ActionKind, Channel, Field};
use crate::sim::beside::{Has, Need, State};

use super::{Board, Card, Choice, Row, Section, View, fact, noted};

/// What stands beside the mail path.
pub(super) fn card(view: &View) -> Card {
    let board = board(view);
    let mut rows = vec![Row::Board(Box::new(board))];
    let is_unknown = |need: &Need| view.sim.beside(*need, Has::default()) == State::NoReports;
    if Need::ALL.iter().any(is_unknown) {
        let words = "No reports: no source says that it failed, and none that it did not.";
        rows.push(Row::Text(words.to_owned()));
    }
    Card {
        title: "Beside the mail path".to_owned(),
        place: "what works, and for whom".to_owned(),
        lead: lead(view),
        sections: vec![
            Section { heading: "Tenants with", rows },
            Section { heading: "What each buys now", rows: contingencies(view) },
            Section {
                heading: "Were the people of urgent mail reached in time?",
                rows: reached(view),
            },
            Section { heading: "Where this is from", rows: sources() },
        ],
        ..Card::default()
    }
}

/// What fails for most tenants.
fn lead(view: &View) -> String {
    let has = view.sim.most_have();
    let fails = |need: &&Need| view.sim.beside(**need, has).fails();
    let failing: Vec<_> = Need::ALL.iter().filter(fails).collect();
    let names: Vec<_> = failing.iter().map(|need| short(**need)).collect();
    match (failing.first(), names.len()) {
        (None, _) => "Mail arrives, and nothing beside it is reported to fail.".to_owned(),
        (Some(Need::Mail), 1) => "Mail is late; nothing beside it is reported to fail.".to_owned(),
        (Some(Need::Mail), _) => format!("Mail is late, and so fails: {}.", names[1..].join(", ")),
        _ => format!("Mail arrives. What fails: {}.", names.join(", ")),
    }
}

/// A need in the middle of a sentence.
fn short(need: Need) -> &'static str {
    match need {
        Need::Mail => "mail",
        Need::Readable => "waiting mail to read",
        Need::SignIn => "sign-in",
        Need::Teams => "Teams",
        Need::OfficeWeb => "Office on the web",
        Need::AdminCentre => "the admin centre",
        Need::ChatElsewhere => "chat elsewhere",
    }
}

fn board(view: &View) -> Board {
    let levers = view.sim.levers();
    let names = ["none", "gateway", "2nd IdP", "both"];
    let mut column = 0;
    let heads = names.map(|name| {
        let has = Has::ALL[column];
        column += 1;
        let share = if has.gateway { levers.gateway } else { 1.0 - levers.gateway };
        let is_now = has.second_idp == levers.second_idp && share > 0.0;
        (name, if is_now { number::percent(share) } else { "–".to_owned() })
    });
    let lines = Need::ALL.map(|need| (need.name(), Has::ALL.map(|has| view.sim.beside(need, has))));
    Board { heads, lines: lines.to_vec() }
}

/// Each contingency, with what changes by it now.
fn contingencies(view: &View) -> Vec<Row> {
    let (sim, levers, scenario) = (view.sim, view.sim.levers(), view.sim.scenario());
    let passes = scenario.get(Field::GatewayMode) > 0.0;
    let mut rows = vec![noted(
        "Gateway",
        &format!("{} of the tenants", number::percent(levers.gateway)),
        if passes {
            "Passes on: it relays the 421, owns no queue and has nothing to read. It buys nothing."
        } else {
            "Buys a queue of one’s own, and what waits in it can be read where webmail is up. Not: \
             delivery, mail between two tenants without one, or mail that leaves Exchange Online."
        },
    )];
    let on = |on: bool| ActionKind::Webmail { on };
    if scenario.get(Field::Webmail) > 0.0 && !passes {
        rows.push(choice("Webmail", vec![("off", on(false)), ("on", on(true))], {
            usize::from(sim.beside(Need::Readable, Has::ALL[3]) == State::Up)
        }));
        rows.push(note("Readable is not delivered. It needs a gateway that holds the mail."));
    } else {
        rows.push(noted("Webmail", "none", "This scenario’s gateways offer no emergency webmail."));
    }
    let second = |on: bool| ActionKind::SecondIdp { on };
    rows.push(choice(
        "Second identity provider",
        vec![("off", second(false)), ("on", second(true))],
        usize::from(levers.second_idp),
    ));
    rows.push(note(&second_buys(view)));
    let channel = |channel| ActionKind::Channel { channel };
    rows.push(choice(
        "Other channel",
        vec![
            ("none", channel(Channel::None)),
            ("same cloud", channel(Channel::SameCloud)),
            ("outside", channel(Channel::Outside)),
        ],
        levers.channel as usize,
    ));
    let works = levers.channel_works();
    rows.push(note(match (levers.channel, works) {
        (Channel::None, _) => "Nobody was told of one. It would reach people, never mailboxes.",
        (Channel::SameCloud, true) => {
            "Reaches people now. It needs Teams and the sign-in, so it can fall with what it is for."
        }
        (Channel::SameCloud, false) => {
            "Reaches nobody now: it lives in the cloud that fails, and fails with it."
        }
        (Channel::Outside, _) => {
            "Reaches people whatever fails here. Not mailboxes: no mail arrives sooner."
        }
    }));
    rows
}

/// What a second identity provider changes now, for tenants with a gateway: the rest is the same.
fn second_buys(view: &View) -> String {
    let [_, without, _, with] = Has::ALL;
    let has = |has: Has, need: &Need| view.sim.beside(*need, has).works();
    let kept: Vec<_> = Need::ALL
        .into_iter()
        .filter(|need| has(with, need) && !has(without, need))
        .map(short)
        .collect();
    let buys = if kept.is_empty() {
        "Changes nothing now: sign-in is not what fails.".to_owned()
    } else {
        format!("Keeps: {}.", kept.join(", "))
    };
    format!("{buys} Not: EOP’s own directory lookups, or a service that is down itself.")
}

/// Whom what reached.
fn reached(view: &View) -> Vec<Row> {
    let (detail, scenario) = (view.sim.detail(), view.sim.scenario());
    let urgent = detail.urgent;
    let of_due = |name: &str, count: u64| {
        let share = count as f64 / urgent.due.max(1) as f64;
        fact(name, &format!("{} · {}", view.mails(count), number::percent(share)))
    };
    vec![
        noted(
            "Urgent mails whose time is up",
            &view.mails(urgent.due),
            &format!(
                "{:.0} % of the mail; people must be reached within {:.0} min: assumptions",
                scenario.get(Field::UrgentShare),
                scenario.get(Field::UrgentWithin)
            ),
        ),
        of_due("Reached by mail", urgent.by_mail),
        of_due("By webmail", urgent.by_webmail),
        of_due("By the other channel", urgent.by_channel),
        of_due("By nothing", urgent.missed()),
        noted(
            "Mail readable before delivery",
            &view.mails(detail.readable),
            "all mail, urgent or not; counted apart from delivered mail",
        ),
    ]
}

fn sources() -> Vec<Row> {
    let words = "Which service failed when: the scenario’s notes. Webmail that starts by itself: \
        Barracuda Email Continuity; that an administrator starts: a Mimecast Continuity Event. What \
        needs Entra ID’s sign-in, what a second provider keeps and what a channel in the same cloud \
        needs: assumptions. “Late”: more waits than is taken in a minute.";
    vec![Row::Source(words.to_owned())]
}

fn note(words: &str) -> Row {
    Row::Note(words.to_owned())
}

fn choice(name: &'static str, options: Vec<(&'static str, ActionKind)>, chosen: usize) -> Row {
    Row::Choice(Box::new(Choice { name, options, chosen }))
}
