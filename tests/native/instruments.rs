//! The instruments that are tables: what Queue Viewer, message trace and an SMTP log would show of a
//! run, to the letter.

use mailflow::inspect::Subject;
use mailflow::instrument::{message_trace, queues, smtp_log};
use mailflow::playback::Player;
use mailflow::scenario::{Field, Scenario};
use mailflow::sim::Sim;
use mailflow::sim::profile::Kind;
use mailflow::sim::reply::Code;
use mailflow::table::{Source, View, tsv};
use mailflow::time::Time;

use message_trace::{MessageTrace, Status};
use queues::Queues;
use smtp_log::SmtpLog;

/// A run that keeps a log from its start, at a clock time of its first day.
fn run(scenario: &Scenario, hour: u64, minute: u64) -> Sim {
    let mut sim = Sim::new(scenario, 1);
    sim.keep_log();
    sim.run_until(scenario.epoch().at(0, hour, minute));
    sim
}

fn preset(key: &str, hour: u64, minute: u64) -> Sim {
    run(&Scenario::preset(key).expect("a preset"), hour, minute)
}

fn column(source: &dyn Source, title: &str) -> usize {
    let mut columns = source.columns().iter();
    columns.position(|column| column.title == title).unwrap_or_else(|| panic!("no {title}"))
}

fn text(source: &dyn Source, row: usize, title: &str) -> String {
    source.cell(row, column(source, title)).text.replace('\u{202f}', " ")
}

/// A count in a cell.
fn count(source: &dyn Source, row: usize, title: &str) -> u64 {
    text(source, row, title).replace(' ', "").parse().expect("a number")
}

#[test]
fn queues_have_the_columns_of_queue_viewer_and_hold_what_is_held() {
    let sim = preset("ex1331830", 15, 0);
    let queues = Queues::new(&sim, &[]);
    let titles: Vec<_> = queues.columns().iter().map(|column| column.title).collect();
    let want = [
        "Queue",
        "Next Hop Domain",
        "Delivery Type",
        "Status",
        "Message Count",
        "Next Retry Time",
        "Last Retry Time",
        "Last Error",
        "Incoming Rate",
        "Outgoing Rate",
        "Velocity",
    ];
    assert_eq!(titles, want);
    assert_eq!(queues.len(), 9, "three regions, three mail servers, nothing that is off");
    let held: u64 = (0..queues.len()).map(|row| count(&queues, row, "Message Count")).sum();
    assert_eq!(held, sim.tally().held() * sim.scenario().scale());
    let row = (0..queues.len()).find(|&row| text(&queues, row, "Queue").contains("Exchange"));
    let row = row.expect("Exchange servers in NA");
    assert_eq!(text(&queues, row, "Queue"), "NA Exchange · 350");
    assert_eq!(text(&queues, row, "Next Hop Domain"), "tenant.na.example");
    assert_eq!(text(&queues, row, "Delivery Type"), "DnsConnectorDelivery");
    assert!(text(&queues, row, "Status").starts_with("Retry · "));
    assert!(text(&queues, row, "Next Retry Time").starts_with("from 15:0"));
    assert!(text(&queues, row, "Last Retry Time").starts_with("14:59:"));
    let full = "421 4.3.2 The maximum number of concurrent connections per resource forest has \
                exceeded a limit, closing transmission channel";
    let error = text(&queues, row, "Last Error");
    assert!(error == full || error == "lost connection, acts as 451", "{error}");
    assert_eq!(queues.subject(row), Subject::Servers(0, Kind::Exchange));
}

#[test]
fn a_group_of_queues_opens_to_the_hosts_that_hold_most() {
    let sim = preset("ex1331830", 15, 0);
    let closed = Queues::new(&sim, &[]);
    let (key, all) = (closed.key(2), count(&closed, 2, "Message Count"));
    assert_eq!(closed.is_open(2), Some(false));
    let open = Queues::new(&sim, &[key]);
    assert_eq!((open.len(), open.is_open(2), open.is_open(3)), (9 + 11, Some(true), None));
    let counts: Vec<_> = (3..14).map(|row| count(&open, row, "Message Count")).collect();
    assert_eq!(counts.iter().sum::<u64>(), all);
    assert!(counts[..10].is_sorted_by(|a, b| a >= b), "{counts:?}");
    assert!(text(&open, 3, "Queue").starts_with("exchange-0"));
    assert_eq!(text(&open, 13, "Queue"), "340 other hosts");
    // Sorting moves the group with its hosts.
    let view = View { sort: Some((0, true)), filter: String::new() };
    let rows = view.rows(&open);
    let at = rows.iter().position(|&row| row == 2).expect("the group");
    assert!(rows[at + 1..at + 12].iter().all(|&row| open.is_part(row)));
    assert!(tsv(&open, &[13]).contains("\n340 other hosts\ttenant.na.example\t"));
}

#[test]
fn a_450_stands_in_exchange_onlines_own_queues_alone() {
    let sim = preset("mo1221364", 20, 30);
    let queues = Queues::new(&sim, &[]);
    let own = "450 4.4.318 Connection was closed abruptly (SuspiciousRemoteServerError)";
    let mut seen = 0;
    for row in 0..queues.len() {
        let is_own = text(&queues, row, "Queue").contains("outbound queues");
        let error = text(&queues, row, "Last Error");
        assert_eq!(error.contains("450"), is_own && error != "–", "{row}: {error}");
        seen += usize::from(is_own && error == own);
    }
    assert!(seen >= 1, "the outbound queues of NA fail");
    assert!(queues::note(&sim).contains("nobody outside is told a 450"));
    assert!(!queues::note(&preset("ex1331830", 13, 30)).contains("450"));
    let (entries, _) = sim.log().expect("it keeps one").entries(|code| code == Code::Outbound);
    assert!(entries.iter().all(|entry| entry.mail.is_outbound()) && !entries.is_empty());
    // Who is refused at once has named nobody.
    let log = SmtpLog::new(&sim, smtp_log::Wanted { code: Some(Code::Outbound), forest: None });
    for row in 0..log.len() {
        let names = log.dialogue(row).iter().any(|line| line.text.starts_with("MAIL FROM"));
        let entry = log.entry(row);
        assert_eq!(names, entry.at > entry.began, "{row}: {:?}", log.dialogue(row));
    }
}

#[test]
fn rates_are_what_went_in_and_out_of_the_queue_a_minute() {
    let sim = preset("ex1331830", 12, 59);
    let queues = Queues::new(&sim, &[]);
    let sum = |title| (0..queues.len()).map(|row| count(&queues, row, title)).sum::<u64>();
    // A row of the record was just added: they count since the one before.
    let before = sim.record().row_at(Time::from_mins(58));
    let offered = (sim.tally().offered - before.offered) * sim.scenario().scale();
    let (incoming, outgoing) = (sum("Incoming Rate") as f64, sum("Outgoing Rate") as f64);
    assert!((incoming - offered as f64).abs() < 10.0, "{incoming} of {offered}");
    // Healthy: what comes in goes out, but for the mails that are just under way.
    assert!((incoming / outgoing - 1.0).abs() < 0.02, "{incoming} in, {outgoing} out");
    let velocity = text(&queues, 0, "Velocity");
    assert!(velocity.replace(['+', '−'], "").parse::<u64>().is_ok(), "{velocity}");
}

/// The dialogue of the first attempt with a code at or after a row.
fn dialogue(log: &SmtpLog, of: impl Fn(usize) -> bool) -> Vec<String> {
    let row = (0..log.len()).find(|&row| of(row)).expect("such an attempt");
    log.dialogue(row).into_iter().map(|line| format!("{} {}", line.sign, line.text)).collect()
}

#[test]
fn the_smtp_log_has_every_attempt_to_the_letter() {
    let sim = preset("ex1331830", 13, 40);
    let wanted = |code| smtp_log::Wanted { code: Some(code), forest: None };
    let log = SmtpLog::new(&sim, wanted(Code::Refused));
    let lines = dialogue(&log, |row| log.entry(row).address == 1);
    assert_eq!(
        lines[1..],
        [
            "< 421 4.3.2 The maximum number of concurrent connections per resource forest has \
             exceeded a limit, closing transmission channel. PRX8 \
             [EMEA-F5.mail.protection.outlook.com]",
            "- closed by the service",
        ]
    );
    assert!(
        lines[0].starts_with("+ connected to EMEA-F5.mail.")
            && lines[0].ends_with(", MX address 2")
    );
    let entry = log.entry(0);
    assert_eq!(entry.sessions, entry.limit, "full when it refused");
    assert_eq!(text(&log, 0, "Sessions"), "50/50");

    let log = SmtpLog::new(&sim, wanted(Code::Taken));
    let lines = dialogue(&log, |row| log.entry(row).carried == 1);
    let signs: String = lines.iter().map(|line| &line[..1]).collect();
    assert_eq!(signs, "+<*>>*><");
    assert!(lines[1].contains(
        ".mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at Tue, 2 Jun 2026 13:"
    ));
    assert!(lines[3].starts_with("> MAIL FROM:<mail-") && lines[3].ends_with(".example>"));
    assert!(lines[4].starts_with("> RCPT TO:<user-") && lines[4].contains("@tenant."));
    assert!(lines[5].starts_with("* lookups: recipient, policy, mailbox location, "));
    assert_eq!(lines[6..], ["> DATA", "< 250 2.6.0 Queued mail for delivery"]);
    let lines = dialogue(&log, |row| log.entry(row).carried == 3);
    assert_eq!(lines[0], "* on the connection that carried 2 before");

    let log = SmtpLog::new(&sim, wanted(Code::Lost));
    let lines = dialogue(&log, |_| true);
    let last = lines.last().expect("lines").replace('\u{a0}', " ");
    assert_eq!(last, "- lost connection, acts as 451; no reply within 22 s");

    let one = smtp_log::Wanted { code: None, forest: Some(log.entry(0).forest) };
    let log = SmtpLog::new(&sim, one);
    assert!((0..log.len()).all(|row| Some(log.entry(row).forest) == one.forest));
    let file = log.to_text();
    assert!(file.starts_with("# SMTP log, log since 13:"), "{}", &file[..80]);
    assert!(file.lines().count() > 3 * log.len());
}

#[test]
fn a_refusal_at_rcpt_comes_after_the_banner() {
    let mut scenario = Scenario::preset("ex1331830").expect("the incident");
    scenario.set(Field::RefusalPhase, 1.0).expect("in range");
    let sim = run(&scenario, 13, 40);
    let refused = smtp_log::Wanted { code: Some(Code::Refused), forest: None };
    let log = SmtpLog::new(&sim, refused);
    let lines = dialogue(&log, |_| true);
    let signs: String = lines.iter().map(|line| &line[..1]).collect();
    assert_eq!(signs, "+<*>><-");
    assert!(lines[5].starts_with("< 421 4.3.2 "));
}

#[test]
fn message_trace_shows_only_what_the_service_took_and_minutes_late() {
    let sim = preset("ex1331830", 14, 30);
    let trace = MessageTrace::new(&sim, message_trace::Wanted::default());
    assert!(trace.len() > 500, "{}", trace.len());
    let waiting: Vec<_> =
        sim.hosts().iter().flat_map(|host| host.ready.iter().chain(host.deferred.iter())).collect();
    assert!(waiting.len() > 10_000);
    let mut seen = Vec::new();
    for row in 0..trace.len() {
        let mail = trace.mail(row);
        assert!(waiting.iter().all(|held| held.id != mail), "it waits outside");
        let events = trace.events_of(row);
        assert!(events.iter().all(|&(at, ..)| at + Time::from_mins(5) <= sim.now()), "{events:?}");
        let status = text(&trace, row, "Status");
        let names: Vec<_> = events.iter().map(|&(_, name, _)| name).collect();
        match status.as_str() {
            "Delivered" => assert_eq!(names, ["Receive", "Deliver"]),
            "Getting status" => assert_eq!(names, ["Receive"]),
            other => panic!("an inbound mail is {other}"),
        }
        seen.push(status);
    }
    assert!(seen.contains(&"Getting status".to_owned()), "the youngest ones");
    let note = message_trace::note(&sim).replace('\u{202f}', " ");
    assert!(note.contains(" mails wait at senders; EOP never took them, so message trace cannot"));
    let quiet = message_trace::note(&preset("ex1331830", 12, 30));
    assert_eq!(quiet, "No mail waits outside: message trace shows all there is.");
}

#[test]
fn outbound_mail_is_pending_with_defers() {
    let sim = preset("mo1221364", 20, 30);
    let wanted = message_trace::Wanted { status: Some(Status::Pending), ..Default::default() };
    let trace = MessageTrace::new(&sim, wanted);
    assert!(!trace.is_empty());
    let row = (0..trace.len()).find(|&row| text(&trace, row, "Events").contains("Defer"));
    let row = row.expect("one that failed");
    assert!(text(&trace, row, "Sender").ends_with("@tenant.na.example"));
    assert!(text(&trace, row, "Recipient").contains("@outside-"));
    let events = trace.events_of(row);
    assert_eq!(events[0].1, "Receive");
    assert!(events[1..].iter().all(|(_, name, what)| *name == "Defer"
        && what == "450 4.4.318 Connection was closed abruptly (SuspiciousRemoteServerError)"));
    let emea = message_trace::Wanted { region: Some(1), ..Default::default() };
    let trace = MessageTrace::new(&sim, emea);
    assert!((0..trace.len()).all(|row| trace.mail(row).region() == 1));
    let lately = message_trace::Wanted { within: Some(Time::from_mins(30)), ..Default::default() };
    let all = MessageTrace::new(&sim, message_trace::Wanted::default()).len();
    assert!((1..all).contains(&MessageTrace::new(&sim, lately).len()));
}

#[test]
fn after_a_seek_the_log_begins_at_the_nearest_checkpoint() {
    let mut player = Player::preset("ex1331830", 1).expect("the incident");
    let target = player.scenario().epoch().at(0, 15, 0);
    player.seek(target);
    while player.seeking_to().is_some() {
        player.frame(0.0, &mut || true);
    }
    let log = player.sim().log().expect("the cursor's run keeps one");
    assert!(log.since() > Time::from_hours(1) && log.since() <= target, "{}", log.since());
    assert!(player.run().computed().log().is_none() || player.run().computed().now() == target);
    player.split();
    assert!(player.sim().log().is_some(), "the second world keeps its own");
}
