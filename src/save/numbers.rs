//! The table of the report's numbers: what each is called and how its value and the difference of
//! two are written. Real mails.

use crate::number::{MINUS, delay, thousands};
use crate::sim::Sim;
use crate::time::{Epoch, Time};

/// A value of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// Mails, replies or sessions.
    Count(u64),
    /// An instant of the run.
    At(Time),
    /// A time that passed.
    Span(Time),
    /// Attempts for one mail.
    Ratio(f64),
    /// Mails times the hours that they waited [mail-hours].
    MailHours(f64),
}

/// A number of the report.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// What it is.
    pub label: &'static str,
    /// Its value in a run; `None` where there is none yet.
    pub of: fn(&Sim) -> Option<Value>,
}

const fn number(label: &'static str, of: fn(&Sim) -> Option<Value>) -> Number {
    Number { label, of }
}

/// Every number, in the order of the report.
pub const NUMBERS: [Number; 20] = [
    number("Offered", |sim| count(sim, sim.tally().offered)),
    number("Delivered", |sim| count(sim, sim.tally().delivered)),
    number("Bounced: refused for good (5xx)", |sim| count(sim, sim.tally().rejected)),
    number("Given up by the sender, with an NDR or silently", |sim| {
        count(sim, sim.tally().expired)
    }),
    number("Held at the senders", |sim| count(sim, sim.tally().held_senders.iter().sum())),
    number("Held at gateways", |sim| count(sim, sim.tally().held_gateways)),
    number("In a session", |sim| count(sim, sim.tally().in_session)),
    number("Most held at once", |sim| count(sim, sim.record().peak.mails)),
    number("When", |sim| (sim.record().peak.mails > 0).then(|| Value::At(sim.record().peak.at))),
    number("Cleared (under 1 % of the peak)", |sim| sim.cleared_at().map(Value::At)),
    number("Delay of delivered mail, median", |sim| quantile(sim, 0.5)),
    number("Delay of delivered mail, 95 % faster", |sim| quantile(sim, 0.95)),
    number("Delay of mail that was over a minute late, median", |sim| {
        sim.record().delays.quantile_above(Time::from_mins(1), 0.5).map(Value::Span)
    }),
    number("Replies 421 (or 451)", |sim| count(sim, sim.tally().refused)),
    number("Sessions cut (a lost connection outside)", |sim| count(sim, sim.tally().dropped)),
    number("Replies 550", |sim| count(sim, sim.tally().replies_550)),
    number("Readable in webmail before delivery", |sim| count(sim, sim.detail().readable)),
    number("Urgent mails whose people nothing reached in time", |sim| {
        count(sim, sim.detail().urgent.missed())
    }),
    number("Attempts per delivered mail", |sim| {
        let tally = sim.tally();
        (tally.delivered > 0).then(|| Value::Ratio(tally.attempts as f64 / tally.delivered as f64))
    }),
    number("Time that mail waited or was in session", |sim| {
        let hours = sim.record().averages.mail_hours();
        Some(Value::MailHours(hours * sim.scenario().scale() as f64))
    }),
];

#[expect(clippy::unnecessary_wraps, reason = "a getter of the table may be missing a value")]
fn count(sim: &Sim, mails: u64) -> Option<Value> {
    Some(Value::Count(mails * sim.scenario().scale()))
}

fn quantile(sim: &Sim, q: f64) -> Option<Value> {
    sim.record().delays.quantile(q).map(Value::Span)
}

impl Value {
    /// `481 220`, `Wed 3 Jun 12:00`, `1 h 40 min`, `4.2`.
    pub fn text(self, epoch: Epoch) -> String {
        match self {
            Value::Count(n) => thousands(n),
            Value::At(at) => format!("{} {}", epoch.date(at), epoch.clock(at)),
            Value::Span(span) => delay(span.secs_f64()),
            Value::Ratio(ratio) => format!("{ratio:.2}"),
            Value::MailHours(hours) => format!("{} mail-hours", thousands(round(hours))),
        }
    }

    /// What this is more than `other`, with its sign.
    pub fn more_than(self, other: Value) -> String {
        let signed = |less: bool, size: String| match (less, size.as_str()) {
            (_, "0") => size,
            (true, _) => format!("{MINUS}{size}"),
            (false, _) => format!("+{size}"),
        };
        match (self, other) {
            (Value::Count(b), Value::Count(a)) => signed(b < a, thousands(b.abs_diff(a))),
            (Value::At(b), Value::At(a)) | (Value::Span(b), Value::Span(a)) => {
                signed(b < a, delay(Time::from_us(b.us().abs_diff(a.us())).secs_f64()))
            }
            (Value::Ratio(b), Value::Ratio(a)) => signed(b < a, format!("{:.2}", (b - a).abs())),
            (Value::MailHours(b), Value::MailHours(a)) => {
                signed(b < a, thousands(round((b - a).abs())))
            }
            _ => String::new(),
        }
    }
}

fn round(value: f64) -> u64 {
    libm::round(value) as u64
}
