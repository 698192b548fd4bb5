//! A place of the stage in a few lines: what a pointer or a screen reader is told of it.
//!
//! Says only what the snapshot holds.

use super::gauge;
use super::hit::Target;
use super::snapshot::{Dot, ForestView, Outcome, Snapshot};
use crate::number::{self, THIN};
use crate::time::Epoch;

/// The lines of a place, the first of them its name. Empty for what is not there.
pub fn lines(target: Target, snapshot: &Snapshot, dots: &[Dot], epoch: Epoch) -> Vec<String> {
    let at = |at: Option<crate::time::Time>| {
        at.map_or(String::new(), |at| format!(" \u{b7} next retry {}", epoch.clock(at)))
    };
    let held = |held: u64| format!("{}{THIN}held", number::count(held));
    match target {
        Target::Mail(mail) => dots
            .iter()
            .find(|dot| dot.mail == mail)
            .map_or_else(Vec::new, |dot| self::mail(dot, snapshot)),
        Target::Senders(r) => region(snapshot, r, |view| {
            let mix = view.mix.iter().map(|&(name, share)| share_of(name, share));
            vec![
                format!("{} senders", view.name),
                held(view.held) + &at(view.next_retry.filter(|_| view.held > 0)),
                mix.collect::<Vec<_>>().join(" \u{b7} "),
            ]
        }),
        Target::Door(r) => region(snapshot, r, |view| {
            let new = view.cells.iter().filter(|&&new| new).count();
            vec![
                format!("EOP {}: the front door", view.name),
                format!("{} attempts", number::rate(view.attempts_rate * 60.0)),
                format!("{} came back", number::rate(view.returns_rate * 60.0)),
                format!("{new} of {} servers route the new way", view.cells.len()),
            ]
        }),
        Target::Forest(f) => snapshot.forests.get(f).map_or_else(Vec::new, |view| {
            forest(view, snapshot.regions.get(view.region).map_or("", |region| region.name))
        }),
        Target::Mailboxes(r) => region(snapshot, r, |view| {
            let wait = view.delay_median_s.map_or_else(|| "\u{2013}".to_owned(), number::delay);
            vec![
                format!("{} mailboxes", view.name),
                format!("{} delivered", number::count(view.delivered)),
                format!("median wait {wait}"),
            ]
        }),
        Target::Outbound(r) => region(snapshot, r, |view| {
            let Some(queues) = view.outbound else { return Vec::new() };
            vec![
                format!("{}: Exchange Online\u{2019}s own outbound queues", view.name),
                held(queues.held) + &at(queues.next_retry.filter(|_| queues.held > 0)),
            ]
        }),
        Target::Gateway => {
            let view = &snapshot.gateway;
            let mut lines = vec![
                share_of("Gateways", view.share),
                held(view.held) + &at(view.next_retry.filter(|_| view.held > 0)),
                format!("{} handed on", number::rate(view.drained_per_min)),
            ];
            if view.readable {
                lines.push("what they hold can be read in webmail".to_owned());
            }
            lines
        }
        Target::Services => std::iter::once("Beside the mail path".to_owned())
            .chain(snapshot.services.iter().map(|it| format!("{}: {}", it.name, it.state.word())))
            .collect(),
    }
}

/// `Postfix 45 %`.
pub(super) fn share_of(name: &str, share: f64) -> String {
    format!("{name} {}", number::percent(share))
}

fn region(
    snapshot: &Snapshot,
    r: usize,
    say: impl FnOnce(&super::RegionView) -> Vec<String>,
) -> Vec<String> {
    snapshot.regions.get(r).map_or_else(Vec::new, say)
}

fn forest(view: &ForestView, region: &str) -> Vec<String> {
    let word = gauge::word_of(view.health.on_stage()).0;
    let word = if word.is_empty() { String::new() } else { format!(" \u{b7} {word}") };
    let mut lines = vec![
        format!("{} in {region}", view.name),
        format!("{} of {} sessions{word}", view.sessions, view.limit),
        format!(
            "{} accepted, at best {}",
            number::rate(view.accepted_per_min),
            number::rate(view.best_per_min)
        ),
    ];
    if view.knee < f64::from(view.limit) {
        lines.push(format!("slower past {:.0} lookups at once", view.knee));
    }
    if view.flighted {
        lines.push("has the flighted package".to_owned());
    }
    lines
}

/// Only what has happened is said: an outcome that is still to come is nobody's to know.
fn mail(dot: &Dot, snapshot: &Snapshot) -> Vec<String> {
    let region = snapshot.regions.get(usize::from(dot.region)).map_or("", |region| region.name);
    let forest = dot.forest.and_then(|f| snapshot.forests.get(usize::from(f)));
    let forest = forest.map_or("a gateway", |forest| &forest.name);
    let name = match (dot.outbound, dot.from_gateway) {
        (true, _) => format!("Outbound mail from {region}"),
        (false, true) => format!("Mail from {region}, by a gateway"),
        (false, false) => format!("Mail from {region}"),
    };
    let keeper = if dot.from_gateway { "the gateway" } else { "its sender" };
    let what = match dot.outcome {
        _ if dot.phase_s < 0.0 => format!("on its way to {forest}"),
        Outcome::Delivered if dot.outbound => format!("sent through {forest}"),
        Outcome::Delivered => format!("250: accepted by {forest}"),
        // What Exchange Online's own queues log of either.
        Outcome::Refused | Outcome::Dropped if dot.outbound => {
            format!("450 4.4.318 at {forest}: back in its queue")
        }
        // For a source with many connections it may have been a 451.
        Outcome::Refused if dot.from_gateway => format!("refused at {forest}: {keeper} keeps it"),
        Outcome::Refused => format!("421 at {forest}: {keeper} keeps it"),
        Outcome::Dropped => format!("lost connection in {forest}: {keeper} keeps it"),
        Outcome::Parked => "held by a gateway".to_owned(),
        Outcome::Expired => "expired: given up by its sender".to_owned(),
        Outcome::Rejected => format!("550 at {forest}: refused for good"),
    };
    vec![name, what]
}
