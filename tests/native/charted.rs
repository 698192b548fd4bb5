//! The instruments that are charts: what they show of a run is what the run counted.

use mailflow::chart::{Chart, Place};
use mailflow::instrument::delay::Delay;
use mailflow::instrument::drain;
use mailflow::instrument::forests::Forests;
use mailflow::instrument::health::Health;
use mailflow::instrument::replies;
use mailflow::instrument::theory::{self, Check};
use mailflow::playback::Player;
use mailflow::time::Time;

/// A player that was played to an instant.
fn played(key: &str, to: Time) -> Player {
    let mut player = Player::preset(key, 1).expect("a preset");
    player.seek(to);
    while player.seeking_to().is_some() {
        player.frame(0.0, &mut || true);
    }
    player
}

fn plain(text: &str) -> String {
    text.replace(['\u{202f}', '\u{a0}'], " ")
}

fn incident(hour: u64, minute: u64) -> Player {
    let at =
        Player::preset("ex1331830", 1).expect("a preset").scenario().epoch().at(0, hour, minute);
    played("ex1331830", at)
}

fn error(check: &Check, row: &str) -> f64 {
    let found = check.rows.iter().find(|it| it.name == row);
    found.and_then(|row| row.error).unwrap_or_else(|| panic!("no error of {row}: {check:?}"))
}

#[test]
fn delays_end_where_was_played_and_the_oldest_is_the_oldest() {
    let player = incident(16, 0);
    let delay = Delay::of(&player);
    let windows = &player.sim().record().windows;
    assert_eq!(delay.over_time.len(), windows.ended().len());
    let last = windows.ended().get(windows.ended().len() - 1).expect("a window");
    let [p50, ..] = last.delays.expect("something was delivered");
    assert_eq!(delay.latest[0].1, mailflow::number::delay(p50.secs_f64()));
    let (mail, age) = delay.oldest.expect("much waits");
    let ages = player.sim().ages();
    assert_eq!(age, mailflow::number::delay(ages.max().secs_f64()));
    assert!(player.sim().created_at(mail).is_some());
    // Both kinds in the histogram: every delivered and every waiting mail is in a bin.
    let Chart::Bars(bars) = &delay.histogram else { panic!("bars") };
    let scale = player.scenario().scale();
    let sums = bars.kinds.each_ref().map(|kind| kind.counts.iter().sum::<u64>());
    assert_eq!(sums, [player.sim().record().delays.total() * scale, ages.total() * scale]);
}

#[test]
fn littles_law_fails_while_the_backlog_grows_and_says_so() {
    let growing = theory::little(&incident(15, 0)).expect("windows");
    assert!(growing.verdict.starts_with("Does not hold here"), "{}", growing.verdict);
    assert!(error(&growing, "L, mail there") < -0.3, "{growing:?}");
    let steady = theory::little(&played("retrial-queue", Time::from_mins(59))).expect("windows");
    assert!(error(&steady, "L, mail there").abs() < 0.02, "{steady:?}");
    assert!(steady.verdict.starts_with("Holds here"), "{}", steady.verdict);
    assert!(!steady.formula.fails.is_empty());
    // As many come as go, yet it is not the mail that waits which goes.
    let night = theory::little(&incident(23, 40)).expect("windows");
    assert!(night.verdict.contains("had waited less than"), "{}", night.verdict);
    assert_eq!(theory::little(&played("retrial-queue", Time::from_secs(30))), None);
}

#[test]
fn textbooks_stand_beside_their_formulas_and_the_incident_beside_none() {
    let loss = theory::long_run(&played("erlang-loss", Time::from_mins(59))).expect("a textbook");
    assert_eq!(loss.formula.name, "Erlang B");
    assert!(plain(&loss.rows[0].theory) == "1.87 %", "{loss:?}");
    assert!(error(&loss, "Sessions open").abs() < 0.01, "{loss:?}");
    assert_eq!(loss.verdict, "59 min of this run against the long run.");
    let retry =
        theory::long_run(&played("retrial-queue", Time::from_mins(59))).expect("a textbook");
    assert_eq!(retry.formula.name, "Retry fixed point");
    assert!(error(&retry, "Mail waiting").abs() < 0.3, "{retry:?}");
    let high =
        theory::long_run(&played("limit-too-high", Time::from_mins(11))).expect("a textbook");
    assert_eq!(high.formula.name, "Universal Scalability Law");
    assert!(error(&high, "Delivered").abs() < 0.05, "{high:?}");
    assert_eq!(theory::long_run(&incident(14, 0)), None);
}

#[test]
fn replies_and_forests_are_what_was_counted() {
    let player = incident(14, 30);
    let chart = replies::over_time(&player);
    let Chart::Lines(lines) = &chart else { panic!("lines") };
    // Attempts are their replies; what is in session at the ends of a span is the rest.
    let at = |line: usize| lines.lines[line].series.values[14];
    let answered: f64 = (1..5).map(at).sum();
    assert!((at(0) / answered - 1.0).abs() < 0.05, "{} {answered}", at(0));
    let tally = player.sim().tally();
    let scale = player.scenario().scale();
    assert_eq!(player.readout().replies.rejected_550, tally.replies_550 * scale);

    let forests = Forests::of(&player);
    assert_eq!(forests.cells.cells(), player.sim().forests().len());
    let Chart::Cells(cells) = &forests.cells else { panic!("cells") };
    let full = cells.cells.iter().filter(|cell| cell.word == "FULL").count();
    assert!(full > 0 && forests.summary.starts_with(&format!("{full} of ")), "{}", forests.summary);
    let refused: u64 = cells.cells.iter().flat_map(|cell| &cell.failed).map(|it| it[0]).sum();
    assert!(refused > 0 && refused <= tally.refused * scale, "{refused}");
    let values = cells.cells.iter().flat_map(|cell| cell.used.iter().chain(&cell.done));
    assert!(values.clone().all(|&value| (0.0..=1.1).contains(&value)));
    assert!(!chart.reading(Place::default()).is_empty());
}

#[test]
fn posts_appear_as_the_cursor_passes_them_in_the_admin_centres_words() {
    let before = Health::of(&incident(14, 32));
    assert!(before.posts.is_empty() && before.issue.is_empty() && !before.is_empty());
    assert!(before.silence.contains("has begun"), "{}", before.silence);
    let after = Health::of(&incident(14, 33));
    let names: Vec<_> = after.issue.iter().map(|(name, _)| *name).collect();
    let want = [
        "Title",
        "ID",
        "Last updated",
        "Estimated start time",
        "Affected services",
        "Issue type",
        "Issue origin",
        "Status",
    ];
    assert_eq!(names, want);
    let [post] = after.posts.as_slice() else { panic!("one post") };
    assert!(post.fields.contains(&("Scope of impact", "North America and Germany".to_owned())));
    assert!(post.unknown.contains("Next update by") && post.unknown.contains("User impact"));
    assert_eq!(post.truth, after.now, "at the post's instant both are the same");
    assert!(!after.alert.raised && after.alert.state.contains("this scenario has none"));
    let none = Health::of(&played("retrial-queue", Time::from_mins(1)));
    assert!(none.is_empty());
}

#[test]
fn the_alert_is_raised_by_outbound_mail_alone() {
    let player = Player::preset("mo1221364", 1).expect("a preset");
    let onset = player.scenario().issue().expect("an issue").start;
    let early = Health::of(&played("mo1221364", onset + Time::from_mins(30)));
    assert!(!early.alert.raised, "{}", early.alert.state);
    let late = Health::of(&played("mo1221364", onset + Time::from_hours(4)));
    assert!(late.alert.raised && late.alert.state.contains("first by"), "{}", late.alert.state);
}

#[test]
fn the_drain_estimate_comes_when_growth_has_stopped() {
    assert!(!drain::has_turned(&incident(15, 0)));
    let player = incident(40, 0);
    assert!(drain::has_turned(&player));
    let found = drain::estimate(&player).expect("much waits");
    let line = &found.line;
    let scale = player.scenario().scale() as f64;
    assert!((line.held.values[0] - player.sim().tally().held() as f64 * scale).abs() < 0.5);
    assert!(found.short.starts_with("Clear about"), "{}", found.short);
    assert!(
        found.long.contains("Capacity alone") && found.long.contains("steps"),
        "{}",
        found.long
    );
    assert!(found.clears && drain::is_offered(&player));
    assert_eq!(drain::estimate(&incident(13, 0)), None);
    let textbook = played("retrial-queue", Time::from_mins(40));
    assert!(!drain::is_offered(&textbook), "ten mails are no backlog");
    // In the first night nothing falls for good: nothing is fixed yet.
    let night = drain::estimate(&incident(23, 40)).expect("much waits");
    assert!(!night.clears, "{}", night.short);
}
