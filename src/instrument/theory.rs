//! A formula beside the run: what it says, what was counted, how far apart they are, and when it does not
//! hold.
//!
//! Formulas and counts come from the model's package; here they become words and real mails.

use crate::number;
use crate::playback::Player;
use crate::report::steady::{Steady, steady};
use crate::theory::little::Little;
use crate::theory::{ERLANG_B, Formula, LITTLE, RETRY, USL};
use crate::time::Time;

/// Over how long Little's law is looked at, at most.
const HOUR: Time = Time::from_hours(1);
/// An error up to this, and the law holds.
const HOLDS_WITHIN: f64 = 0.1;

/// A formula beside the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Its key on the page.
    pub key: &'static str,
    /// The formula, and when it does not hold.
    pub formula: Formula,
    /// Whether it holds here and now, in a sentence.
    pub verdict: String,
    /// What is compared.
    pub rows: Vec<Row>,
}

/// One quantity, twice.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is.
    pub name: &'static str,
    /// What the formula says.
    pub theory: String,
    /// What was counted in the run.
    pub run: String,
    /// Theory against the run: 0.1 if it says a tenth too much; `None` where nothing compares.
    pub error: Option<f64>,
}

impl Row {
    fn new(name: &'static str, (theory, run): (f64, f64), read: impl Fn(f64) -> String) -> Self {
        let error = (run > 0.0).then(|| theory / run - 1.0);
        Row { name, theory: read(theory), run: read(run), error }
    }

    /// The error as it reads: `−4.8 %`.
    pub fn error_text(&self) -> String {
        let Some(error) = self.error else { return "–".to_owned() };
        let percent = error * 100.0;
        let sign = if percent < 0.0 { number::MINUS } else { '+' };
        match percent.abs() {
            value if value < 0.05 => format!("0{}%", number::THIN),
            value if value < 9.95 => format!("{sign}{value:.1}{}%", number::THIN),
            value => format!("{sign}{value:.0}{}%", number::THIN),
        }
    }
}

/// Little's law on the last hour of the run, or on as much as there was; `None` before the first windows.
pub fn little(player: &Player) -> Option<Check> {
    let sim = player.sim();
    let windows = &sim.record().windows;
    let last = windows.ended().len().checked_sub(1)?;
    let back = ((HOUR.us() / windows.step().us()) as usize).max(1);
    let first = last.saturating_sub(back);
    let now = windows.ended().get(last)?;
    // The first window has nothing before it: what is compared begins at its end.
    let before = windows.ended().get(first).filter(|_| first < last)?;
    let averages = now.averages - before.averages;
    let span_s = averages.span().secs_f64();
    let delivered = now.delivered - before.delivered;
    if span_s <= 0.0 || delivered == 0 {
        return None;
    }
    let spent_s = (now.delay_sum_us - before.delay_sum_us) as f64 / 1e6;
    let law = Little {
        counted: averages.mean_waiting() + averages.mean_in_session(),
        rate: delivered as f64 / span_s,
        time_s: spent_s / delivered as f64,
    };
    let scale = sim.scenario().scale() as f64;
    let mails = |mails: f64| number::count(libm::round(mails * scale) as u64);
    let at = |window: usize| {
        sim.record().row_at(Time::from_us(windows.step().us() * (window as u64 + 1)))
    };
    let there = |window: usize| (at(window).held() + at(window).in_session) as f64;
    let change = there(last) - there(first);
    let minutes = (span_s / 60.0).round();
    let error = law.error().unwrap_or(0.0);
    let verdict = if error.abs() <= HOLDS_WITHIN {
        format!("Holds here, over {minutes:.0} min: as much left as came.")
    } else if change.abs() > HOLDS_WITHIN * law.counted {
        let way = if change > 0.0 { "grew" } else { "fell" };
        format!(
            "Does not hold here: in {minutes:.0} min the mail there {way} by {}.",
            mails(change.abs())
        )
    } else {
        let less = if error < 0.0 { "less" } else { "longer" };
        format!(
            "Does not hold here: the mail that left had waited {less} than the mail that stays."
        )
    };
    let only = |name, run: String| Row { name, theory: String::new(), run, error: None };
    Some(Check {
        key: "little",
        formula: LITTLE,
        verdict,
        rows: vec![
            only("λ, delivered", number::rate(law.rate * 60.0 * scale)),
            only("W, each took", number::delay(law.time_s)),
            Row::new("L, mail there", (law.predicted(), law.counted), mails),
        ],
    })
}

/// What theory says of the forest in the long run, where it has a formula: of a loss system if what is refused
/// is lost, else of the retry fixed point.
pub fn long_run(player: &Player) -> Option<Check> {
    let found = steady(player.sim())?;
    let counted = &found.counted;
    let (key, formula) = match (found.retries, found.shares) {
        (true, _) => ("retry", RETRY),
        (false, true) => ("loss", USL),
        (false, false) => ("loss", ERLANG_B),
    };
    let Some(theory) = &found.theory else {
        let verdict = "No fixed point: the forest cannot deliver what is sent.".to_owned();
        return Some(Check { key, formula, verdict, rows: Vec::new() });
    };
    let percent = |share: f64| format!("{:.2}{}%", share * 100.0, number::THIN);
    let mut rows = vec![
        Row::new("Refused", (theory.refused, counted.refused), percent),
        Row::new("Sessions open", (theory.sessions, counted.sessions), decimal),
    ];
    rows.push(if found.retries {
        Row::new("Mail waiting", (theory.waiting, counted.waiting), decimal)
    } else {
        Row::new("Delivered", (theory.delivered, counted.delivered), per_second)
    });
    Some(Check { key, formula, verdict: span(&found), rows })
}

fn per_second(value: f64) -> String {
    format!("{}/s", decimal(value))
}

/// `39.3`, `1 455`: as exact as it is worth.
fn decimal(value: f64) -> String {
    if value < 99.95 {
        format!("{value:.1}")
    } else {
        number::thousands(libm::round(value.min(1e15)) as u64)
    }
}

fn span(found: &Steady) -> String {
    let minutes = (found.to.saturating_sub(found.since).secs_f64() / 60.0).round();
    format!("{minutes:.0} min of this run against the long run.")
}
