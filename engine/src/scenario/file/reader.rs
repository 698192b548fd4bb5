//! Reading one value at a time: what is wrong is told, and the nearest usable value is given.

use crate::decimal;
use crate::scenario::field::{FieldSpec, Scale};
use crate::scenario::span;
use crate::scenario::words::{did_you_mean, figure, quoted};
use crate::time::{Epoch, Time};

use super::json::Json;
use super::{LIST_MAX, Warning, latest};

/// Collects what is to be told.
#[derive(Debug, Default)]
pub struct Reader {
    /// What could not be taken as it stands, so far.
    pub warnings: Vec<Warning>,
}

/// What an object has for each of the keys that it may have.
#[derive(Debug)]
pub struct Entries<'a>(Vec<(&'static str, Option<&'a Json>)>);

impl<'a> Entries<'a> {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&'a Json> {
        self.0.iter().find(|(known, _)| *known == key)?.1
    }
}

impl Reader {
    /// Something is wrong, and this is used instead.
    pub fn warn(&mut self, path: &str, message: impl Into<String>, used: impl Into<String>) {
        self.tell(path, message.into(), Some(used.into()));
    }

    /// Something is wrong, and nothing can stand in for it.
    pub fn leave_out(&mut self, path: &str, message: impl Into<String>) {
        self.tell(path, message.into(), None);
    }

    fn tell(&mut self, path: &str, message: String, used: Option<String>) {
        let path = if path.is_empty() { "$" } else { path }.to_owned();
        self.warnings.push(Warning { path, message, used });
    }

    /// The values of an object for each of the known keys. Others are told of, and so are keys that
    /// are there twice: the last one counts, as everywhere in JSON.
    pub fn entries<'a>(
        &mut self,
        path: &str,
        object: &'a [(String, Json)],
        known: &[&'static str],
    ) -> Entries<'a> {
        let mut found: Vec<_> = known.iter().map(|&key| (key, None)).collect();
        for (key, value) in object {
            let place = join(path, key);
            if let Some(index) = known.iter().position(|name| name == key) {
                if found[index].1.replace(value).is_some() {
                    self.warn(&place, "this key is there twice", "the last one");
                }
            } else {
                let meant = did_you_mean(key, known.iter().copied());
                self.leave_out(&place, format!("unknown key{meant}"));
            }
        }
        Entries(found)
    }

    /// The items of a list, with their paths; none if it is no list.
    pub fn items<'a>(
        &mut self,
        path: &str,
        json: &'a Json,
    ) -> Option<impl Iterator<Item = (String, &'a Json)> + use<'a>> {
        let Json::List(items) = json else {
            self.warn(path, format!("{} is not a list", json.shown()), "the base's");
            return None;
        };
        if items.len() > LIST_MAX {
            let message = format!("{} entries are more than {LIST_MAX}", items.len());
            self.warn(path, message, format!("the first {LIST_MAX}"));
        }
        let path = path.to_owned();
        let items = items.iter().take(LIST_MAX).enumerate();
        Some(items.map(move |(index, item)| (format!("{path}[{index}]"), item)))
    }

    /// A value of a field or a parameter; `otherwise` for one that is none.
    pub fn value(&mut self, path: &str, spec: &FieldSpec, json: &Json, otherwise: f64) -> f64 {
        let value = match (json, spec.scale) {
            (Json::Bool(on), Scale::Choice(_)) if spec.is_switch() => {
                return f64::from(u8::from(*on));
            }
            (Json::Number(value), Scale::Real | Scale::Whole) => Ok(*value),
            (Json::Number(value), Scale::Choice(_)) => {
                // A choice named by a number, as 451.
                let named = spec.read(&figure(*value));
                if let Ok(index) = named {
                    let message = format!("{} is a number, not text", figure(*value));
                    self.warn(path, message, written(spec, index));
                    return index;
                }
                named
            }
            (Json::Text(text), scale) => spec.read(text).map_err(|why| match scale {
                Scale::Choice(names) => why + &did_you_mean(text, names.iter().copied()),
                _ => why,
            }),
            (other, _) => Err(format!("{} is no value ({})", other.shown(), spec.range())),
        };
        let (value, message) = match value {
            Ok(value) => match spec.fault(value) {
                Some(fault) => (spec.nearest(value), fault),
                None => return value,
            },
            Err(message) => (otherwise, message),
        };
        self.warn(path, message, written(spec, value));
        value
    }

    /// A text of at most so many letters; none for a value that is no text.
    pub fn text(&mut self, path: &str, json: &Json, max: usize, otherwise: &str) -> Option<String> {
        let Json::Text(text) = json else {
            self.warn(path, format!("{} is not text", json.shown()), otherwise);
            return None;
        };
        let cut: String = text.chars().take(max).collect();
        if cut.len() < text.len() {
            let message = format!("the text is longer than {max} letters");
            self.warn(path, message, format!("the first {max}"));
        }
        Some(cut)
    }

    /// An instant of the run, or a span: text with units, or a number of hours. An instant takes the
    /// epoch, so that a clock time can be understood.
    pub fn span(&mut self, path: &str, json: &Json, epoch: Option<Epoch>) -> Time {
        let latest = latest();
        let range = format!("0h to {}", span::write(latest));
        let (time, fault) = match json {
            Json::Number(hours) if *hours < 0.0 => {
                (Time::ZERO, Some(format!("{} h is out of range ({range})", figure(*hours))))
            }
            Json::Number(hours) => (Time::from_secs_f64(hours * 3600.0), None),
            Json::Text(text) => match (span::parse(text), epoch) {
                (Some(time), _) => (time, None),
                (None, epoch) => {
                    let (time, why) = nearly(text, epoch);
                    let message = format!("{} {why}", quoted(text));
                    (time.min(latest), Some(message))
                }
            },
            other => (Time::ZERO, Some(format!("{} {NO_SPAN}", other.shown()))),
        };
        let fault = fault.or_else(|| {
            (time > latest).then(|| format!("{} is out of range ({range})", json.shown()))
        });
        let time = time.min(latest);
        if let Some(message) = fault {
            self.warn(path, message, span::write(time));
        }
        time
    }
}

const NO_SPAN: &str =
    "is no time (text with units, as \"90min\" or \"1h30min\", or a number of hours)";

/// What a text that is no span may mean, and why it is none.
fn nearly(text: &str, epoch: Option<Epoch>) -> (Time, &'static str) {
    let text = text.trim();
    if let Some(minute) = clock_minute(text)
        && let Some(epoch) = epoch
    {
        let minutes = (1440 + minute - epoch.minute % 1440) % 1440;
        let why = "is a clock time, and instants are counted from the start of the run (here: the \
                   first time it is that late)";
        return (Time::from_mins(u64::from(minutes)), why);
    }
    if text.strip_prefix('-').and_then(span::parse).is_some() {
        return (Time::ZERO, "lies before the start of the run");
    }
    match decimal::read(text) {
        Some(hours) if hours >= 0.0 => {
            (Time::from_secs_f64(hours * 3600.0), "has no unit (ms, s, min, h, d); hours are meant")
        }
        _ => (Time::ZERO, NO_SPAN),
    }
}

/// Minutes from midnight of `13:30`.
fn clock_minute(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |text: &str| -> Option<u32> {
        ((1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse().ok())?
    };
    let (hour, minute) = (digits(hour)?, digits(minute)?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// A value as a message shows it: `400 sessions`, `"rcpt"`.
pub fn written(spec: &FieldSpec, value: f64) -> String {
    match spec.scale {
        Scale::Choice(_) => format!("\"{}\"", spec.show(value)),
        _ if spec.unit == "1" => figure(value),
        _ => format!("{} {}", figure(value), spec.unit),
    }
}

/// The path of an entry. A key that is no word is quoted, so that a path stays on one line.
pub fn join(path: &str, key: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || "_-$".contains(c);
    if key.is_empty() || key.len() > 60 || !key.chars().all(is_word) {
        format!("{path}[{}]", quoted(key))
    } else if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}
