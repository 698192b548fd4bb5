//! The one table of figures: captions, lessons, their reference and their check all read it.

use crate::number;
use crate::record::Tally;
use crate::sim::Sim;
use crate::stage::Outcome;
use crate::story;
use crate::time::Time;

use super::{Figure, Of, Source};

const fn figure(
    name: &'static str,
    of: Of,
    help: &'static str,
    read: fn(&Source, usize) -> Option<String>,
) -> Figure {
    Figure { name, of, help, read }
}

/// Every figure, by name.
pub const FIGURES: &[Figure] = &[
    figure("offered", Of::Run, "mails sent so far", |s, _| mails(s, |sim| sim.tally().offered)),
    figure("delivered", Of::Run, "mails accepted so far", |s, _| {
        mails(s, |sim| sim.tally().delivered)
    }),
    figure("bounced", Of::Run, "mails that came back for good or were given up", |s, _| {
        mails(s, |sim| sim.tally().expired + sim.tally().rejected)
    }),
    figure("given up silently", Of::Run, "mails given up without a word to anyone", |s, _| {
        mails(s, |sim| sim.detail().expired_silently)
    }),
    figure("held", Of::Run, "mails held anywhere now", |s, _| mails(s, |sim| sim.tally().held())),
    figure("held at senders", Of::Run, "mails held at the senders now", |s, _| {
        mails(s, |sim| sim.tally().held_senders.iter().sum())
    }),
    figure("held at gateways", Of::Run, "mails held at the gateways now", |s, _| {
        mails(s, |sim| sim.tally().held_gateways)
    }),
    figure("peak", Of::Run, "most mail held so far", |s, _| {
        mails(s, |sim| sim.record().peak.mails)
    }),
    figure("held per min", Of::Run, "change of the held mail a minute", |s, _| {
        Some(number::change(story::growth_per_min(s.sim)))
    }),
    figure("offered per min", Of::Run, "mails sent a minute, now", |s, _| {
        per_min(s, |sim, before| sim.tally().offered - before.offered)
    }),
    figure("delivered per min", Of::Run, "mails accepted a minute, now", |s, _| {
        per_min(s, |sim, before| sim.tally().delivered - before.delivered)
    }),
    figure("attempts per min", Of::Run, "attempts a minute, now", |s, _| {
        per_min(s, |sim, before| sim.tally().attempts - before.attempts)
    }),
    figure("421 per min", Of::Run, "refusals a minute, now", |s, _| {
        per_min(s, |sim, before| sim.tally().refused - before.refused)
    }),
    figure("lost per min", Of::Run, "lost connections a minute, now", |s, _| {
        per_min(s, |sim, before| sim.tally().dropped - before.dropped)
    }),
    figure("drained per min", Of::Run, "mails that the gateways hand on a minute, now", |s, _| {
        per_min(s, |sim, before| sim.tally().drained - before.drained)
    }),
    figure("mean delivered per s", Of::Run, "mails accepted a second, in this step", |s, _| {
        mean_per_s(s, |tally| tally.delivered)
    }),
    figure("mean offered per s", Of::Run, "mails sent a second, in this step", |s, _| {
        mean_per_s(s, |tally| tally.offered)
    }),
    figure(
        "refused share",
        Of::Run,
        "share of the attempts that are refused, in this step",
        |s, _| {
            let (_, before) = since(s);
            let tally = s.sim.tally();
            let attempts = (tally.attempts - before.attempts).max(1);
            Some(number::percent((tally.refused - before.refused) as f64 / attempts as f64))
        },
    ),
    figure("attempts per delivered", Of::Run, "attempts for one delivered mail, now", |s, _| {
        Some(attempts_per_delivered(s.sim))
    }),
    figure(
        "late median",
        Of::Run,
        "half of the mail that waited over a minute waited longer",
        |s, _| Some(story::late_median(s.sim)),
    ),
    figure("median", Of::Run, "half of the delivered mail took longer", |s, _| {
        s.sim.record().delays.quantile(0.5).map(|delay| number::delay(delay.secs_f64()))
    }),
    figure("limit", Of::Run, "sessions that a forest admits", |s, _| {
        Some(s.sim.levers().limit.to_string())
    }),
    figure("flighted", Of::Run, "share of the fleet that has the package", |s, _| {
        Some(number::percent(s.sim.levers().flighted / 100.0))
    }),
    figure(
        "capacity",
        Of::Run,
        "mails a minute that all forests could complete at their best",
        |s, _| {
            let per_s: f64 = s.sim.forests().map(crate::sim::forest::Forest::best).sum();
            Some(number::rate(per_s * 60.0 * s.sim.scenario().scale() as f64))
        },
    ),
    figure("clock", Of::Run, "the time in UTC", |s, _| {
        Some(s.sim.scenario().epoch().clock(s.sim.now()))
    }),
    figure("peak at", Of::Run, "when most mail was held", |s, _| {
        let epoch = s.sim.scenario().epoch();
        let at = s.sim.record().peak.at;
        Some(format!("{} {}", epoch.date(at), epoch.clock(at)))
    }),
    figure("cleared at", Of::Run, "when the backlog was gone", |s, _| {
        let epoch = s.sim.scenario().epoch();
        s.sim.cleared_at().map(|at| format!("{} {}", epoch.date(at), epoch.clock(at)))
    }),
    figure(
        "readable",
        Of::Run,
        "mails that could be read in webmail before they arrived",
        |s, _| mails(s, |sim| sim.detail().readable),
    ),
    figure("refused wrongly", Of::Run, "mails that a stale directory refused", |s, _| {
        mails(s, |sim| sim.detail().rejected_wrongly)
    }),
    figure("urgent", Of::Run, "urgent mails whose time has come", |s, _| {
        mails(s, |sim| sim.detail().urgent.due)
    }),
    figure(
        "urgent missed",
        Of::Run,
        "urgent mails whose people nothing reached in time",
        |s, _| mails(s, |sim| sim.detail().urgent.missed()),
    ),
    figure("told by channel", Of::Run, "urgent mails told through the other channel", |s, _| {
        mails(s, |sim| sim.detail().urgent.by_channel)
    }),
    figure("delay notices", Of::Run, "authors told that their mail is late", |s, _| {
        mails(s, |sim| sim.detail().delay_notices)
    }),
    figure("mail hours", Of::Run, "time that mails spent waiting, added up", |s, _| {
        let hours = s.sim.record().averages.mail_hours() * s.sim.scenario().scale() as f64;
        Some(number::count(libm::round(hours) as u64))
    }),
    figure("night", Of::Run, "whether the pile sags or grows", |s, _| {
        Some(if story::growth_per_min(s.sim) <= 0 {
            "so the pile sags. Nothing is repaired.".to_owned()
        } else {
            "yet the pile keeps growing.".to_owned()
        })
    }),
    figure("sessions", Of::Forest, "sessions open in it", |s, index| {
        Some(s.sim.forests().nth(index)?.sessions.to_string())
    }),
    figure("limit", Of::Forest, "sessions that it admits", |s, index| {
        Some(s.sim.forests().nth(index)?.limit.to_string())
    }),
    figure("knee", Of::Forest, "lookups at which it does most", |s, index| {
        let knee = s.sim.forests().nth(index)?.knee();
        knee.is_finite().then(|| format!("{knee:.0}"))
    }),
    figure("accepted", Of::Forest, "mails that it accepts a minute", |s, index| {
        s.sim.forests().nth(index)?;
        let per_s = s.sim.rates().accepted(s.sim.now(), index);
        Some(number::rate(per_s * 60.0 * s.sim.scenario().scale() as f64))
    }),
    figure("held", Of::Region, "mails held at its senders", |s, index| {
        mails(s, |sim| sim.tally().held_senders[index])
    }),
    figure("held", Of::Server, "mails held by such servers", |s, index| {
        let hosts = s.sim.hosts().iter().filter(|host| host.kind as usize == index);
        let held: u64 = hosts.map(|host| u64::from(host.held())).sum();
        Some(number::count(held * s.sim.scenario().scale()))
    }),
    figure(
        "last retry",
        Of::Server,
        "time until the last such server that holds mail tries",
        |s, index| {
            let hosts = s.sim.hosts().iter().filter(|host| host.kind as usize == index);
            let due = hosts.filter(|host| host.held() > 0 && host.due < Time::NEVER);
            let last = due.map(|host| host.due).max()?;
            Some(number::delay(last.saturating_sub(s.sim.now()).secs_f64()))
        },
    ),
    figure("mail", Of::Mail, "name of the followed mail", |s, _| {
        s.mail.map(|(name, ..)| name.to_owned())
    }),
    figure("mail tries", Of::Mail, "tries of the followed mail", |s, _| {
        let (_, _, seen) = s.mail?;
        Some(seen.iter().filter(|one| one.host.is_some()).count().to_string())
    }),
    figure("mail delay", Of::Mail, "time from its creation to its last outcome", |s, _| {
        let (_, created, seen) = s.mail?;
        let at = seen.last()?.at;
        Some(number::delay(at.saturating_sub(created).secs_f64()))
    }),
    figure("mail forest", Of::Mail, "forest of its last try", |s, _| {
        let (_, _, seen) = s.mail?;
        Some(format!("F{}", seen.last()?.forest? + 1))
    }),
    figure("mail end", Of::Mail, "how its last try ended", |s, _| {
        let (_, _, seen) = s.mail?;
        Some(outcome(seen.last()?.outcome).to_owned())
    }),
];

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Delivered => "delivered",
        Outcome::Refused => "refused",
        Outcome::Dropped => "cut",
        Outcome::Parked => "held by a gateway",
        Outcome::Expired => "given up",
        Outcome::Rejected => "rejected",
    }
}

#[allow(clippy::unnecessary_wraps, reason = "every figure is read alike")]
fn mails(source: &Source, count: impl Fn(&Sim) -> u64) -> Option<String> {
    Some(number::count(count(source.sim) * source.sim.scenario().scale()))
}

#[allow(clippy::unnecessary_wraps, reason = "every figure is read alike")]
fn per_min(source: &Source, count: impl Fn(&Sim, &Tally) -> u64) -> Option<String> {
    let sim = source.sim;
    let mails = count(sim, sim.rates().tally_before()) * sim.scenario().scale();
    Some(number::rate(mails as f64 / sim.rates().span_s(sim.now()) * 60.0))
}

/// Attempts for one delivered mail over the last rows, `4.2`.
fn attempts_per_delivered(sim: &Sim) -> String {
    let (tally, before) = (sim.tally(), sim.rates().tally_before());
    let delivered = (tally.delivered - before.delivered).max(1);
    format!("{:.1}", (tally.attempts - before.attempts) as f64 / delivered as f64)
}

/// From where on a mean is taken, and the counts there: the last row at or before that instant.
fn since(source: &Source) -> (Time, Tally) {
    let (sim, record) = (source.sim, source.sim.record());
    let from = source.since.filter(|&from| from + record.step() <= sim.now());
    if let Some(from) = from {
        let row = Time::from_us(from.us() / record.step().us() * record.step().us());
        (row, record.row_at(row))
    } else {
        let span = Time::from_secs_f64(sim.rates().span_s(sim.now()));
        (sim.now().saturating_sub(span), *sim.rates().tally_before())
    }
}

#[allow(clippy::unnecessary_wraps, reason = "every figure is read alike")]
fn mean_per_s(source: &Source, count: impl Fn(&Tally) -> u64) -> Option<String> {
    let (from, before) = since(source);
    let sim = source.sim;
    let mails = (count(sim.tally()) - count(&before)) * sim.scenario().scale();
    let span = sim.now().saturating_sub(from).secs_f64().max(1e-6);
    Some(number::thousands(libm::round(mails as f64 / span) as u64))
}
