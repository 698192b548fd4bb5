//! What a lesson waits for, as a short text: `first 421`, `held > 0.5 of peak`, `forest F2 at limit`.
//!
//! The grammar is a list of forms, [`FORMS`]; whatever is no form is told with the forms there are.
//! Says nothing of when it comes about: that is [`super::judge`]'s.

use std::fmt;

use crate::decimal;
use crate::number::delay;
use crate::scenario::{When, span};
use crate::time::{Epoch, Time};

use super::measure::Measure;

/// Something that may come about in a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Predicate {
    /// `first 421`.
    First(First),
    /// `first expiry within 2 h`: as things stand, that much before it.
    Soon(First, Time),
    /// `post`: the next post of the Service health page.
    Post,
    /// `recall`: the health check withdraws a package.
    Recall,
    /// `peak`: no more mail is ever held in this run.
    Peak,
    /// `half`: half of the peak is gone.
    Half,
    /// `cleared`: under 1 % of the peak is held.
    Cleared,
    /// `at 14:33`, `at 3 Jun 12:00`.
    At(Time),
    /// `after 1 h`, counted from where the step begins to run.
    After(Time),
    /// `held > 0.5 of peak`, `flighted >= 50`.
    Compare {
        /// What is compared.
        measure: Measure,
        /// How.
        than: Than,
        /// With what: real mails, %, or a share of the peak.
        value: f64,
        /// Whether the value is a share of the peak so far.
        of_peak: bool,
    },
    /// `held falls for 20 min`, `held rises for 30 min after an action`.
    Trend {
        /// Whether it falls.
        falls: bool,
        /// For how long.
        span: Time,
        /// Whether it counts only after something was done.
        after_action: bool,
    },
    /// `forest F2 at limit`, `forest collapsing for 5 min`.
    Forest {
        /// Which; none is any of them.
        forest: Option<usize>,
        /// What.
        state: ForestState,
        /// For how long without a break.
        span: Time,
    },
    /// `mail refused`: the followed mail.
    Mail(Fate),
    /// The moment of a preset's caption; no file can name it.
    Story(When),
}

/// What happens for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// A connection is refused.
    Refusal,
    /// A session is cut.
    Drop,
    /// A forest has as many sessions as it admits.
    Full,
    /// A sender is told that its mail is late.
    DelayNotice,
    /// A mail is given up, by any sender or by Exchange Online's own queues.
    Expiry,
}

/// How two figures are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Than {
    /// Greater.
    More,
    /// Greater or equal.
    AtLeast,
    /// Less.
    Less,
    /// Less or equal.
    AtMost,
}

/// A forest's state in a row of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForestState {
    /// At its limit, or refusing.
    AtLimit,
    /// More sessions are cut than completed.
    Collapsing,
    /// The flighted package has arrived.
    Flighted,
}

/// What becomes of a try of the followed mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is delivered.
    Delivered,
    /// It is refused.
    Refused,
    /// Its session is cut.
    Dropped,
    /// Its sender gives it up.
    Expired,
}

/// A form of the grammar: how it is written, and what it waits for.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// An example that reads.
    pub example: &'static str,
    /// What may stand where, for a reader.
    pub form: &'static str,
    /// What it waits for.
    pub help: &'static str,
}

const fn form(example: &'static str, form: &'static str, help: &'static str) -> Form {
    Form { example, form, help }
}

/// Every form: the reference of [docs/lessons.md] and the messages are made from it.
pub const FORMS: &[Form] = &[
    form(
        "first 421",
        "first 421 | drop | full forest | delay notice | expiry",
        "The first of its kind in the run: a refusal, a cut session, a forest at its limit, a \
         sender told that its mail is late, a mail given up.",
    ),
    form("first expiry within 2 h", "first … within SPAN", "That long before it, as things stand."),
    form("post", "post", "The next post of the Service health page."),
    form("recall", "recall", "The health check withdraws the flighted package."),
    form("peak", "peak", "The most mail that is ever held in this run."),
    form("half", "half", "Half of the peak is gone for the first time."),
    form("cleared", "cleared", "Under 1 % of the peak is held."),
    form("at 14:33", "at TIME", "An instant: 14:33, 3 Jun 12:00, or 2h33min from the start."),
    form("after 1 h", "after SPAN", "So long after the step began to run."),
    form(
        "held > 0.5 of peak",
        "MEASURE > | >= | < | <= NUMBER [of peak]",
        "A figure of the run at the end of a minute, in real mails, per minute or in %.",
    ),
    form(
        "held falls for 20 min",
        "held falls | rises for SPAN [after an action]",
        "So long, mail held has ended at its lowest (or highest) and begun at its highest.",
    ),
    form(
        "forest F2 at limit",
        "forest [NAME] at limit | collapsing | flighted [for SPAN]",
        "A forest, or any, is full; cuts more sessions than it completes; has the package.",
    ),
    form(
        "mail refused",
        "mail delivered | refused | dropped | expired",
        "The followed mail meets this outcome.",
    ),
];

impl First {
    /// Every one, with its name.
    pub const NAMES: [(First, &'static str); 5] = [
        (First::Refusal, "421"),
        (First::Drop, "drop"),
        (First::Full, "full forest"),
        (First::DelayNotice, "delay notice"),
        (First::Expiry, "expiry"),
    ];
}

const STATES: [(ForestState, &str); 3] = [
    (ForestState::AtLimit, "at limit"),
    (ForestState::Collapsing, "collapsing"),
    (ForestState::Flighted, "flighted"),
];

const FATES: [(Fate, &str); 4] = [
    (Fate::Delivered, "delivered"),
    (Fate::Refused, "refused"),
    (Fate::Dropped, "dropped"),
    (Fate::Expired, "expired"),
];

const THANS: [(Than, &str); 4] =
    [(Than::AtLeast, ">="), (Than::AtMost, "<="), (Than::More, ">"), (Than::Less, "<")];

impl Predicate {
    /// Reads one; clock times are those of a run that starts at `epoch`.
    ///
    /// # Errors
    /// What is wrong, and what is allowed.
    pub fn parse(text: &str, epoch: Epoch) -> Result<Predicate, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ").to_ascii_lowercase();
        read(&text, epoch).ok_or_else(|| {
            let forms: Vec<_> = FORMS.iter().map(|form| form.form).collect();
            format!("is nothing to wait for (there is {})", forms.join("; "))
        })
    }
}

fn read(text: &str, epoch: Epoch) -> Option<Predicate> {
    let alone = match text {
        "post" => Some(Predicate::Post),
        "recall" => Some(Predicate::Recall),
        "peak" => Some(Predicate::Peak),
        "half" => Some(Predicate::Half),
        "cleared" => Some(Predicate::Cleared),
        _ => None,
    };
    if alone.is_some() {
        return alone;
    }
    if let Some(rest) = text.strip_prefix("first ") {
        return match rest.split_once(" within ") {
            Some((what, within)) => {
                Some(Predicate::Soon(named(&First::NAMES, what)?, span::parse(within)?))
            }
            None => Some(Predicate::First(named(&First::NAMES, rest)?)),
        };
    }
    if let Some(rest) = text.strip_prefix("at ") {
        return instant(rest, epoch).map(Predicate::At);
    }
    if let Some(rest) = text.strip_prefix("after ") {
        return span::parse(rest).map(Predicate::After);
    }
    if let Some(rest) = text.strip_prefix("forest ") {
        return forest(rest);
    }
    if let Some(rest) = text.strip_prefix("mail ") {
        return named(&FATES, rest).map(Predicate::Mail);
    }
    trend(text).or_else(|| compare(text))
}

fn named<T: Copy>(names: &[(T, &str)], text: &str) -> Option<T> {
    names.iter().find(|(_, name)| *name == text).map(|&(it, _)| it)
}

/// An instant of a run: a span from its start, a clock time (the first of the run), or a day with one.
pub(super) fn instant(text: &str, epoch: Epoch) -> Option<Time> {
    let far = Time::from_hours(24 * 7);
    span::parse(text).or_else(|| epoch.read(text, Time::ZERO, far).ok())
}

fn forest(text: &str) -> Option<Predicate> {
    let (text, span) = match text.split_once(" for ") {
        Some((text, span)) => (text, span::parse(span)?),
        None => (text, Time::ZERO),
    };
    let (forest, state) = match text.split_once(' ') {
        Some((name, state)) if name.starts_with('f') => {
            match name[1..].parse::<usize>() {
                Ok(number) => (Some(number.checked_sub(1)?), state),
                // `flighted` and the like begin with the same letter.
                Err(_) => (None, text),
            }
        }
        _ => (None, text),
    };
    Some(Predicate::Forest { forest, state: named(&STATES, state)?, span })
}

fn trend(text: &str) -> Option<Predicate> {
    let (text, after_action) =
        text.strip_suffix(" after an action").map_or((text, false), |text| (text, true));
    let (falls, span) = if let Some(span) = text.strip_prefix("held falls for ") {
        (true, span)
    } else {
        (false, text.strip_prefix("held rises for ")?)
    };
    let span = span::parse(span).filter(|&span| span >= Time::from_mins(1))?;
    Some(Predicate::Trend { falls, span, after_action })
}

fn compare(text: &str) -> Option<Predicate> {
    let (than, sign) = THANS.into_iter().find(|(_, sign)| text.contains(sign))?;
    let (name, value) = text.split_once(sign)?;
    let measure = Measure::from_name(name.trim())?;
    let value = value.trim();
    let (value, of_peak) =
        value.strip_suffix(" of peak").map_or((value, false), |value| (value, true));
    let value = decimal::read(value.trim_end_matches('%').trim())?;
    (!of_peak || measure.is_level()).then_some(Predicate::Compare { measure, than, value, of_peak })
}

impl fmt::Display for Predicate {
    /// What is waited for, as a reader is told: `the first 421`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn name<T: PartialEq>(names: &[(T, &'static str)], it: &T) -> &'static str {
            names.iter().find(|(other, _)| other == it).map_or("?", |&(_, name)| name)
        }
        match self {
            Predicate::First(first) => write!(f, "the first {}", name(&First::NAMES, first)),
            Predicate::Soon(first, span) => {
                write!(
                    f,
                    "the first {}, {} ahead",
                    name(&First::NAMES, first),
                    delay(span.secs_f64())
                )
            }
            Predicate::Post => f.write_str("the next post"),
            Predicate::Recall => f.write_str("the recall"),
            Predicate::Peak => f.write_str("the peak"),
            Predicate::Half => f.write_str("half of the peak"),
            Predicate::Cleared => f.write_str("the end of the backlog"),
            Predicate::At(_) => f.write_str("that instant"),
            Predicate::After(span) => write!(f, "{} to pass", delay(span.secs_f64())),
            Predicate::Compare { measure, than, value, of_peak } => {
                let of_peak = if *of_peak { " of the peak" } else { "" };
                write!(f, "{} {} {value}{of_peak}", measure.name(), name(&THANS, than))
            }
            Predicate::Trend { falls, span, after_action } => {
                let way = if *falls { "fall" } else { "rise" };
                let after = if *after_action { " after an action" } else { "" };
                write!(f, "held mail to {way} for {}{after}", delay(span.secs_f64()))
            }
            Predicate::Forest { forest, state, span } => {
                match forest {
                    Some(index) => write!(f, "F{} {}", index + 1, name(&STATES, state))?,
                    None => write!(f, "a forest {}", name(&STATES, state))?,
                }
                if *span > Time::ZERO {
                    write!(f, " for {}", delay(span.secs_f64()))?;
                }
                Ok(())
            }
            Predicate::Story(_) => f.write_str("the next caption"),
            Predicate::Mail(fate) => write!(f, "the mail to be {}", name(&FATES, fate)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Epoch = Epoch { day: 152, minute: 720 };

    #[test]
    fn every_form_of_the_reference_reads() {
        for form in FORMS {
            assert!(Predicate::parse(form.example, NOON).is_ok(), "{}", form.example);
        }
    }

    #[test]
    fn what_is_read_is_what_was_meant() {
        let read = |text: &str| Predicate::parse(text, NOON).expect(text);
        assert_eq!(read("at 14:33"), Predicate::At(Time::from_mins(153)));
        assert_eq!(read("at 3 Jun 12:00"), Predicate::At(Time::from_hours(24)));
        assert_eq!(read("AFTER  1h"), Predicate::After(Time::from_hours(1)));
        assert_eq!(
            read("held < 0.01 of peak"),
            Predicate::Compare {
                measure: Measure::from_name("held").expect("a measure"),
                than: Than::Less,
                value: 0.01,
                of_peak: true
            }
        );
        let forest =
            |forest, state, min| Predicate::Forest { forest, state, span: Time::from_mins(min) };
        assert_eq!(read("forest F2 at limit"), forest(Some(1), ForestState::AtLimit, 0));
        assert_eq!(read("forest flighted"), forest(None, ForestState::Flighted, 0));
        let collapsing = forest(None, ForestState::Collapsing, 5);
        assert_eq!(read("forest collapsing for 5 min"), collapsing);
        assert_eq!(
            read("held rises for 30 min after an action"),
            Predicate::Trend { falls: false, span: Time::from_mins(30), after_action: true }
        );
    }

    #[test]
    fn what_is_no_form_is_refused_with_the_forms() {
        for text in [
            "",
            "first",
            "first beer",
            "held",
            "held > much",
            "held > nan",
            "at 25:00",
            "after 1",
            "forest F0 at limit",
            "forest F2",
            "held falls for 0 min",
            "bounced > 0.5 of peak",
            "mail lost",
            "held of peak > 1",
            "posts",
        ] {
            let error = Predicate::parse(text, NOON).expect_err(text);
            assert!(error.contains("first 421"), "{error}");
        }
    }
}
