//! The inspector: transcripts to the letter, and cards that say what the run did.

use std::fmt::Write;

use mailflow::inspect::transcript::{self, Line, Who};
use mailflow::inspect::{Card, Row, Subject, mail_name};
use mailflow::playback::{Player, Side};
use mailflow::readout::Lever;
use mailflow::scenario::{ActionKind, Scenario, Service};
use mailflow::sim::Sim;
use mailflow::sim::mail::MailId;
use mailflow::sim::profile::Kind;
use mailflow::sim::reply::{Code, Reply};
use mailflow::sim::trail::{Ended, Refused, Room, What};
use mailflow::stage::Outcome;
use mailflow::time::Time;

/// A card as a page of text.
fn page(card: &Card) -> String {
    let mut page = format!("{} | {}\n{}\n", card.title, card.place, card.lead);
    for section in &card.sections {
        let _ = writeln!(page, "## {}", section.heading);
        for row in &section.rows {
            let _ = match row {
                Row::Fact { name, value, note } => writeln!(page, "{name}: {value} ({note})"),
                Row::Link { name, value, .. } => writeln!(page, "[{name}: {value}]"),
                Row::Text(text) | Row::Note(text) => writeln!(page, "{text}"),
                Row::Board(board) => writeln!(page, "{board:?}"),
                Row::Choice(it) => writeln!(page, "{}: {}", it.name, it.options[it.chosen].0),
                Row::Quote(text) => writeln!(page, "> {text}"),
                Row::Source(text) => writeln!(page, "source: {text}"),
                Row::Usl(usl) => writeln!(page, "{usl:?}"),
                Row::Try(it) => write!(
                    page,
                    "try {} {} {} {} {} | {}\n{}",
                    it.number,
                    it.clock,
                    it.forest,
                    it.word,
                    it.room,
                    it.neighbours,
                    text(&it.lines)
                ),
            };
        }
    }
    page.replace(['\u{202f}', '\u{a0}'], " ")
}

fn text(lines: &[Line]) -> String {
    let line = |line: &Line| {
        let who = match line.who {
            Who::Client => "C:",
            Who::Server => "S:",
            Who::Note => " ·",
        };
        format!("{:12} {who} {}\n", line.clock, line.text).replace(['\u{202f}', '\u{a0}'], " ")
    };
    lines.iter().map(line).collect()
}

fn settle(player: &mut Player) {
    for _ in 0..10_000 {
        player.frame(0.0, &mut || true);
        if player.progress().is_none() {
            break;
        }
    }
    player.frame(0.0, &mut || true);
}

fn at(hour: u64, minute: u64) -> Player {
    let mut player = Player::preset("ex1331830", 1).expect("the incident");
    let at = player.scenario().epoch().at(0, hour, minute);
    player.seek(at);
    settle(&mut player);
    player
}

/// A run of the incident that stands at its start: names and clocks for transcripts.
fn sim() -> Sim {
    Sim::new(&Scenario::preset("ex1331830").expect("the incident"), 1)
}

const AT: Time = Time::from_us(4_000_012_345);

fn refusal(reply: Reply, at_rcpt: bool) -> Refused {
    let rooms = vec![Room { forest: 0, sessions: 50, limit: 50 }];
    Refused { host: 0, source: 0, address: 0, forest: 0, reply, at_rcpt, rooms }
}

fn check(lines: &[Line], want: &str) {
    let want: Vec<_> = want.trim_matches('\n').lines().collect();
    let got = text(lines);
    let got: Vec<_> = got.lines().collect();
    assert_eq!(got, want);
}

#[test]
fn a_refusal_at_the_banner_is_told_to_the_letter() {
    let lines =
        transcript::refused(&sim(), MailId::new(0, 7), AT, &refusal(Reply::ForestLimit, false));
    check(
        &lines,
        "
13:06:40.012  · connection to NA-F1.mail.protection.outlook.com
13:06:40.012 S: 421 4.3.2 The maximum number of concurrent connections per resource forest has exceeded a limit, closing transmission channel. PRX8 [NA-F1.mail.protection.outlook.com]
              · refused at the banner: nothing was taken; for the sender the host failed, not the mail
",
    );
}

#[test]
fn a_refusal_at_rcpt_comes_after_the_greeting() {
    let lines =
        transcript::refused(&sim(), MailId::new(0, 7), AT, &refusal(Reply::ForestLimit, true));
    check(
        &lines,
        "
13:06:40.012  · connection to NA-F1.mail.protection.outlook.com
13:06:40.012 S: 220 NA-F1.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at Tue, 2 Jun 2026 13:06:40 +0000
             C: EHLO postfix-0001.na.example
             S: 250 …
13:06:40.012 C: MAIL FROM:<mail-7@postfix-0001.na.example>
             S: 250 …
             C: RCPT TO:<user-7@tenant.na.example>
13:06:40.012 S: 421 4.3.2 The maximum number of concurrent connections per resource forest has exceeded a limit, closing transmission channel. PRX8 [NA-F1.mail.protection.outlook.com]
              · refused at RCPT, before any lookup: this recipient alone is deferred
",
    );
}

#[test]
fn a_per_source_limit_has_words_of_its_own() {
    let lines =
        transcript::refused(&sim(), MailId::new(0, 7), AT, &refusal(Reply::SourceLimit, false));
    assert_eq!(
        lines[1].text,
        "421 4.3.2 The maximum number of concurrent server connections has exceeded a per-source \
         limit, closing transmission channel"
    );
}

fn session(reply: Reply, carried: u16) -> Ended {
    let at = |ms: u64| Time::from_us(4_000_012_345 + ms * 1000);
    Ended {
        host: 0,
        source: 0,
        forest: 2,
        opened: if carried > 1 { Time::from_secs(3990) } else { AT },
        began: AT,
        carried,
        tries: 2,
        in_lookup: true,
        lookups: vec![at(700), at(900), at(1500), at(1800)],
        reply,
    }
}

#[test]
fn a_delivery_names_its_three_lookups_with_their_times() {
    let done = AT + Time::from_us(1_800_000);
    let lines = transcript::ended(&sim(), MailId::new(0, 7), done, &session(Reply::Accepted, 1));
    check(
        &lines,
        "
13:06:40.012  · connection to NA-F3.mail.protection.outlook.com
13:06:40.012 S: 220 NA-F3.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at Tue, 2 Jun 2026 13:06:40 +0000
             C: EHLO postfix-0001.na.example
             S: 250 …
             C: MAIL FROM:<mail-7@postfix-0001.na.example>
             S: 250 …
             C: RCPT TO:<user-7@tenant.na.example>
13:06:40.712  · lookups begin, after 0.7 s on the network
13:06:40.912  · recipient looked up in 0.2 s
13:06:41.512  · policy looked up in 0.6 s
13:06:41.812  · mailbox location looked up in 0.3 s
             S: 250 …
             C: DATA
             S: 354 …
             C: … the message, and a line with a dot
13:06:41.812 S: 250 2.6.0 … Queued mail for delivery
",
    );
}

#[test]
fn a_rejection_and_a_cut_say_what_the_sender_sees() {
    let done = AT + Time::from_us(1_800_000);
    let lines =
        transcript::ended(&sim(), MailId::new(0, 7), done, &session(Reply::UnknownRecipient, 3));
    assert_eq!(lines[0].text, "on the connection opened at 13:06:30: its mail 3");
    let last = lines.last().expect("the reply");
    assert_eq!(last.text, "550 5.4.1 Recipient address rejected: Access denied");
    let mut cut = session(Reply::Lost, 1);
    cut.lookups.truncate(2);
    let lines = transcript::ended(&sim(), MailId::new(0, 7), AT + Time::from_secs(22), &cut);
    let tail: Vec<_> = lines[8..].to_vec();
    check(
        &tail,
        "
13:06:40.912  · recipient looked up in 0.2 s
              · policy not done
13:07:02.012  · cut after 22 s: no reply, the connection is lost
              · acts as 451 (RFC 5321, 3.8). Not 450 4.4.318: only Exchange Online's own outbound queues write that
",
    );
}

#[test]
fn only_exchange_onlines_own_queues_write_450() {
    let sim = Sim::new(&Scenario::preset("mo1221364").expect("a preset"), 1);
    let mail = MailId::outbound(0, 7);
    let host = sim.outbound_of(mail);
    let refused = Refused { host, source: host, ..refusal(Reply::LostOutbound, false) };
    let page = text(&transcript::refused(&sim, mail, AT, &refused));
    assert!(page.contains(
        "Last Error: 450 4.4.318 Connection was closed abruptly (SuspiciousRemoteServerError)"
    ));
    assert!(page.contains("nobody outside is ever told it") && !page.contains("421"), "{page}");
}

#[test]
fn a_waiting_mail_says_where_it_is_and_by_which_rule_it_is_tried_next() {
    let mut player = at(13, 40);
    let sim = player.sim();
    let kind_of =
        |mail| sim.hosts()[sim.sender_of(mailflow::sim::mail::Mail::new(mail)) as usize].kind;
    let oldest = |kind: Kind| {
        let is_meant = |host: u32| sim.hosts()[host as usize].kind == kind;
        sim.oldest(is_meant).expect("much waits").0
    };
    let mails = [Kind::Postfix, Kind::Exim, Kind::Exchange].map(oldest);
    assert_eq!(mails.map(kind_of), [Kind::Postfix, Kind::Exim, Kind::Exchange]);
    let rules = [
        "Postfix: clamp(age, 300 s, 4000 s), at the next 300 s scan",
        "Exim: F,2h,15m; G,16h,1h,1.5; F,4d,6h, counted from the host's first failure",
        "Exchange Server: QueueGlitchRetryCount 4 × 1 min, TransientFailureRetryCount 6 × 5 min, \
         then OutboundConnectionFailureRetryInterval 10 min; any success starts over",
    ];
    let told = [
        "Nothing. Postfix sends no delay notice unless it is told to.",
        "Nothing yet. Exim sends a delay notice after 24 h",
        "Nothing yet. Exchange Server sends a delay notice after 4 h",
    ];
    for (mail, (rule, told)) in mails.into_iter().zip(rules.into_iter().zip(told)) {
        player.look_at(Some(mail));
        settle(&mut player);
        let page = page(&player.card(Subject::Mail(mail), Side::A));
        assert!(page.contains("Waits in its sender's queue"), "{page}");
        assert!(page.contains(rule) && page.contains(told), "{page}");
        assert!(page.contains("421 4.3.2 50/50") || page.contains("lost connection"), "{page}");
    }
}

/// Every instant of a transcript lies in the order of its lines, and the lookups of a delivery end
/// with its reply: what was measured is what the model did.
#[test]
fn the_lookups_of_a_followed_mail_end_when_its_reply_falls() {
    let mut player = at(13, 20);
    let now = player.cursor();
    let mails: Vec<_> = {
        let log = player.sim().log().expect("the cursor keeps one");
        let (entries, _) = log.entries(|code| code == Code::Taken);
        entries.iter().rev().take(40).map(|entry| (entry.mail, entry.at)).collect()
    };
    assert!(mails.len() > 20, "{}", mails.len());
    for (mail, at) in mails {
        player.look_at(Some(mail));
        settle(&mut player);
        let trail = player.run().trail(mail).expect("followed");
        let Some(What::Ended(end)) = trail.steps(now).last().map(|step| step.what.clone()) else {
            panic!("it was taken")
        };
        assert_eq!(end.lookups.len(), 4, "{end:?}");
        assert!(end.began <= end.lookups[0] && end.lookups.is_sorted(), "{end:?}");
        let gap = end.lookups[3].us().abs_diff(at.us());
        assert!(gap <= 1, "{gap} µs between the last lookup and the reply: {end:?}");
    }
}

/// A try that one address refuses and the next one takes is not refused.
#[test]
fn a_mail_is_said_to_be_refused_as_often_as_its_tries_were() {
    let mut player = at(13, 20);
    let mails: Vec<_> = {
        let log = player.sim().log().expect("the cursor keeps one");
        let (entries, _) = log.entries(|code| code == Code::Taken);
        entries.iter().rev().take(300).map(|entry| entry.mail).collect()
    };
    let mut taken_after_all = 0;
    for mail in mails {
        player.look_at(Some(mail));
        settle(&mut player);
        let card = player.card(Subject::Mail(mail), Side::A);
        let rows = card.sections.iter().flat_map(|section| &section.rows);
        // A try that the destination's being dead put off made no connection.
        let refused = rows
            .filter(|row| match row {
                Row::Try(it) => it.outcome == Outcome::Refused && it.word.starts_with("421"),
                _ => false,
            })
            .count();
        let said = match refused {
            0 => String::new(),
            1 => " Refused once".to_owned(),
            times => format!(" Refused {times} times"),
        };
        assert!(card.lead.contains(&said), "{refused}: {}", card.lead);
        assert_eq!(card.lead.contains(" Refused "), refused > 0, "{}", card.lead);
        let trail = player.run().trail(mail).expect("followed");
        let steps = trail.steps(player.cursor());
        let all = steps.iter().filter(|step| matches!(step.what, What::Refused(_))).count();
        taken_after_all += usize::from(refused == 0 && all > 0);
    }
    assert!(taken_after_all > 0, "nothing was taken by a second address");
}

#[test]
fn a_mail_is_found_by_its_name_or_by_what_befell_it() {
    let player = at(14, 30);
    let page = page(&player.card(Subject::Find, Side::A));
    assert!(page.contains("[The oldest that waits: "), "{page}");
    assert!(page.contains("[The last that F1 refused: Mail NA-"), "{page}");
    let (oldest, _) = player.sim().oldest(|_| true).expect("much waits");
    let name = mail_name(oldest);
    assert_eq!(player.find_mail(&name[5..]), Ok(oldest));
    let nothing = player.find_mail("NA-400000000").expect_err("there are not so many");
    assert!(nothing.contains("NA-400000000"), "{nothing}");
    assert!(player.find_mail("hello").expect_err("no name").starts_with("Type a mail’s name"));
}

#[test]
fn a_mail_in_another_world_has_another_fate() {
    let mut player = at(13, 0);
    player.split();
    player.pull(Lever::Limit, 400.0);
    let to = player.scenario().epoch().at(0, 13, 30);
    player.seek(to);
    settle(&mut player);
    let log = player.side(Side::A).expect("A").sim().log().expect("kept");
    let mail = log.last_refused(0).expect("F1 refuses");
    player.look_at(Some(mail));
    settle(&mut player);
    let [a, b] = [Side::A, Side::B].map(|side| player.card(Subject::Mail(mail), side));
    assert_eq!(a.fates, b.fates);
    let [in_a, in_b] = a.fates.clone().expect("two worlds");
    assert!(in_a.contains("refused") && in_a != in_b, "{in_a} / {in_b}");
    assert_ne!(a.sections, b.sections);
}

#[test]
fn at_most_three_mails_are_pinned_and_pins_stay_when_another_is_looked_at() {
    let mut player = at(13, 10);
    let mail = |number| MailId::new(0, number);
    assert!((0..3).all(|number| player.pin(mail(number))));
    assert!(!player.pin(mail(3)) && player.pin(mail(1)), "a pinned one is pinned");
    player.look_at(Some(mail(9)));
    player.look_at(None);
    player.unpin(mail(0));
    assert_eq!(player.pins(), [mail(1), mail(2)]);
    assert_eq!(player.followed_mails(), [mail(1), mail(2)]);
    settle(&mut player);
    let followed = player.readout().followed;
    assert!(followed.iter().all(|it| it.pinned && it.fates[0].is_some()), "{followed:?}");
}

#[test]
fn every_place_has_a_card_with_figures() {
    let player = at(13, 40);
    for subject in [
        Subject::Sender(0),
        Subject::Servers(1, Kind::Exim),
        Subject::Host(3),
        Subject::Door(2),
        Subject::Forest(0),
        Subject::Mailboxes(0),
        Subject::Gateways,
    ] {
        let card = player.card(subject, Side::A);
        let rows: usize = card.sections.iter().map(|section| section.rows.len()).sum();
        assert!(rows > 3 && !card.title.is_empty() && !card.place.is_empty(), "{card:?}");
    }
    let forest = page(&player.card(Subject::Forest(0), Side::A));
    assert!(forest.contains("In session: 50 of 50"), "{forest}");
    assert!(forest.contains("knee at 16 lookups"), "{forest}");
    assert!(forest.contains("In the mailbox location lookup: "), "{forest}");
    let exim = page(&player.card(Subject::Servers(0, Kind::Exim), Side::A));
    assert!(exim.contains("source: Exim specification"), "{exim}");
}

#[test]
fn the_board_says_what_works_for_whom_and_what_a_contingency_buys() {
    let mut player = at(14, 33);
    let card = |player: &Player| page(&player.card(Subject::Services, Side::A));
    let before = card(&player);
    assert!(before.contains("Mail is late; nothing beside it is reported to fail."), "{before}");
    assert!(before.contains("Second identity provider: off"), "{before}");
    assert!(before.contains("Changes nothing now: sign-in is not what fails."), "{before}");
    assert!(before.contains("Other channel: none"), "{before}");
    let entra = ActionKind::ServiceState { service: Service::EntraId, up: false };
    player.act(entra);
    settle(&mut player);
    let fallen = card(&player);
    assert!(fallen.contains("Mail is late, and so fails: sign-in, Teams, "), "{fallen}");
    assert!(fallen.contains("Keeps: sign-in, Teams, Office on the web"), "{fallen}");
    // What can be set is set by the card's own actions.
    let choices = player.card(Subject::Services, Side::A).sections;
    let choices = choices.into_iter().flat_map(|section| section.rows);
    let choices: Vec<_> =
        choices.filter_map(|row| if let Row::Choice(it) = row { Some(it) } else { None }).collect();
    let set = |player: &mut Player, name: &str, option: &str| {
        let choice = choices.iter().find(|it| it.name == name).expect("it can be set");
        let found = choice.options.iter().find(|it| it.0 == option).expect("an option");
        player.act(found.1);
        settle(player);
    };
    set(&mut player, "Second identity provider", "on");
    let second = card(&player);
    assert!(second.contains("Mail is late; nothing beside it is reported to fail."), "{second}");
    assert!(second.contains("Second identity provider: on"), "{second}");
    set(&mut player, "Other channel", "same cloud");
    assert!(card(&player).contains("Reaches people now. It needs Teams"));
    set(&mut player, "Second identity provider", "off");
    assert!(card(&player).contains("Reaches nobody now"));
    set(&mut player, "Other channel", "outside");
    let told = player.sim().now() + Time::from_hours(1);
    let by_mail = card(&player);
    assert!(by_mail.contains("By the other channel: 0 · 0"), "{by_mail}");
    player.seek(told);
    settle(&mut player);
    let urgent = player.sim().detail().urgent;
    assert!(urgent.by_channel > 0 && card(&player).contains("Other channel: outside"));
}

#[test]
fn a_forests_curve_has_its_best_at_the_knee_and_the_forest_on_it() {
    let player = at(13, 40);
    let card = player.card(Subject::Forest(0), Side::A);
    let mut rows = card.sections.iter().flat_map(|section| &section.rows);
    let usl = rows.find_map(|row| if let Row::Usl(usl) = row { Some(usl) } else { None });
    let usl = usl.expect("a curve");
    let points: Vec<(f64, f64)> = usl
        .path
        .split(['M', 'L'])
        .filter_map(|point| {
            let (x, y) = point.split_once(' ')?;
            Some((x.parse().ok()?, y.parse().ok()?))
        })
        .collect();
    let best = points.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1)).expect("points");
    assert!((best.0 - usl.knee.expect("a knee")).abs() < 3.0, "{best:?} {usl:?}");
    let near =
        points.iter().min_by(|a, b| (a.0 - usl.here.0).abs().total_cmp(&(b.0 - usl.here.0).abs()));
    assert!((near.expect("points").1 - usl.here.1).abs() < 4.0, "{usl:?}");
    assert!(usl.limit.expect("a limit") > usl.knee.expect("a knee") && usl.limit < Some(100.0));
    assert!(usl.words.contains("at 16"), "{}", usl.words);
    let text = page(&card);
    assert!(text.contains("421 now: ") && text.contains("Sessions cut now: "), "{text}");
}
