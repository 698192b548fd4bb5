//! The one table of fields: everything a scenario can set. Validation, the command line, files, the
//! page's assumptions list and the README's reference all read it.

mod table;

use serde::Serialize;

use crate::decimal;

use super::span;
use super::words::{figure, listed, quoted};

pub use table::{FIELDS, Field};

/// What is known of one field, or of one parameter of an action.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FieldSpec {
    /// What it belongs to.
    pub group: &'static str,
    /// Its name, as in `--set key=value`.
    pub key: &'static str,
    /// Unit of the value: `s`, `min`, `h`, `%`, `x` (a factor), `mails/s`, `1` (none), `choice`, or
    /// what is counted.
    pub unit: &'static str,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
    /// Value unless a preset or a reader says otherwise.
    pub default: f64,
    /// Where the default comes from, or the word "assumption".
    pub source: &'static str,
    /// What it is.
    pub help: &'static str,
    /// Which values between the smallest and the largest make sense.
    pub scale: Scale,
}

/// Which values of a range make sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// Any.
    Real,
    /// Whole numbers.
    Whole,
    /// Names; a value is the number of one of them.
    Choice(&'static [&'static str]),
}

/// Number of fields.
pub const FIELD_COUNT: usize = FIELDS.len();

impl Field {
    /// Every field, in table order.
    pub fn all() -> impl Iterator<Item = Field> {
        table::ALL.iter().copied()
    }

    /// Its line of the table.
    pub fn spec(self) -> &'static FieldSpec {
        &FIELDS[self as usize]
    }

    /// The field with this key.
    pub fn from_key(key: &str) -> Option<Field> {
        Field::all().find(|field| field.spec().key == key)
    }
}

impl FieldSpec {
    /// Checks a value against the range.
    ///
    /// # Errors
    /// One line with the key, the value and the allowed range.
    pub fn check(&self, value: f64) -> Result<f64, String> {
        self.fault(value).map_or(Ok(value), |fault| Err(format!("{}: {fault}", self.key)))
    }

    /// What is wrong with a value, with the allowed range.
    pub fn fault(&self, value: f64) -> Option<String> {
        let wrong = if !(self.min..=self.max).contains(&value) {
            "out of range"
        } else if self.scale != Scale::Real && libm::floor(value) < value {
            "not a whole number"
        } else {
            return None;
        };
        Some(format!("{} is {wrong} ({})", figure(value), self.range()))
    }

    /// The allowed value nearest to any number; the default for one that is not a number.
    pub fn nearest(&self, value: f64) -> f64 {
        if value.is_nan() {
            return self.default;
        }
        let value = value.clamp(self.min, self.max);
        // The bounds of whole numbers are whole, so rounding stays within them.
        if self.scale == Scale::Real { value } else { libm::round(value) }
    }

    /// Parses a value with an optional unit and checks it.
    ///
    /// # Errors
    /// One line with the key, what was wrong and the allowed range or units.
    pub fn parse(&self, text: &str) -> Result<f64, String> {
        let value = self.read(text).map_err(|why| format!("{}: {why}", self.key))?;
        self.check(value)
    }

    /// Reads a value with an optional unit, in range or not.
    ///
    /// # Errors
    /// What was wrong and what is allowed.
    pub fn read(&self, text: &str) -> Result<f64, String> {
        let text = text.trim();
        if let Scale::Choice(names) = self.scale {
            let named = names.iter().position(|name| name.eq_ignore_ascii_case(text));
            return named
                .map(|index| index as f64)
                .ok_or_else(|| format!("{} is not one of {}", quoted(text), listed(names, ", ")));
        }
        // A letter `e` may be an exponent, so the longest prefix that reads as a number counts. No
        // number with its unit is longer than this, and trying every prefix of a long text is slow.
        let split = (0..=text.len().min(100))
            .rev()
            .filter(|&end| text.is_char_boundary(end))
            .find_map(|end| Some((decimal::read(&text[..end])?, end)));
        let Some((number, split)) = split else {
            return Err(format!("{} is not a number ({})", quoted(text), self.range()));
        };
        let unit = text[split..].trim();
        let value = match (self.unit_factor(unit), seconds_in(self.unit), span::parse(text)) {
            (Some(factor), ..) => number * factor,
            (None, Some(seconds), Some(span)) => span.secs_f64() / seconds,
            _ => {
                let (unit, units) = (quoted(unit), self.units().join(", "));
                return Err(format!("unit {unit} is not one of {units} ({})", self.range()));
            }
        };
        // 90 min in hours is 1.5 to the last digit a person can type.
        let typed = libm::round(value * 1e9) / 1e9;
        Ok(if typed.is_finite() { typed } else { value })
    }

    /// A value as it is written: `50`, `banner`.
    pub fn show(&self, value: f64) -> String {
        match self.scale {
            Scale::Choice(names) => names.get(value as usize).copied().unwrap_or("?").to_owned(),
            _ => value.to_string(),
        }
    }

    /// Whether it is one of two states, so that true and false say as much as the names.
    pub fn is_switch(&self) -> bool {
        matches!(self.scale, Scale::Choice(["off", "on"] | ["down", "up"]))
    }

    /// `0 to 2000 sessions, whole numbers`; `banner or rcpt`.
    pub fn range(&self) -> String {
        let whole = match self.scale {
            Scale::Real => "",
            Scale::Whole => ", whole numbers",
            Scale::Choice(names) => return listed(names, " or "),
        };
        let unit = if self.unit == "1" { String::new() } else { format!(" {}", self.unit) };
        format!("{} to {}{unit}{whole}", self.min, self.max)
    }

    /// The units a value may be given in.
    pub(super) fn units(&self) -> Vec<&'static str> {
        if seconds_in(self.unit).is_some() {
            vec!["ms", "s", "min", "h", "d"]
        } else {
            vec![self.unit]
        }
    }

    /// What a number in `unit` is multiplied by to be in the field's own unit.
    fn unit_factor(&self, unit: &str) -> Option<f64> {
        if unit.is_empty() || unit == self.unit {
            return Some(1.0);
        }
        Some(seconds_in(unit)? / seconds_in(self.unit)?)
    }
}

fn seconds_in(unit: &str) -> Option<f64> {
    Some(match unit {
        "ms" => 0.001,
        "s" => 1.0,
        "min" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_in_range_and_every_field_is_described() {
        for spec in FIELDS {
            assert_eq!(spec.check(spec.default), Ok(spec.default));
            assert!(spec.min < spec.max, "{}", spec.key);
            assert!(spec.help.ends_with('.'), "{}: a sentence", spec.key);
            assert!(!spec.source.is_empty(), "{}: a source or the word assumption", spec.key);
            if let Scale::Choice(names) = spec.scale {
                assert_eq!((spec.min, spec.max), (0.0, names.len() as f64 - 1.0), "{}", spec.key);
            }
            assert_eq!(FIELDS.iter().filter(|other| other.key == spec.key).count(), 1);
        }
    }

    #[test]
    fn values_take_units_of_the_same_kind() {
        let check = |key: &str, text: &str, want: f64| {
            let field = Field::from_key(key).expect("a key");
            assert_eq!(field.spec().parse(text), Ok(want), "{key}={text}");
        };
        check("lifetime", "4h", 4.0);
        check("lifetime", "90 min", 1.5);
        check("lifetime", "2d", 48.0);
        check("lifetime", "1h30min", 1.5);
        check("session_timeout", "1.5min", 90.0);
        check("skew", "98 %", 98.0);
        check("forest_limit", "4e2", 400.0);
        check("forest_limit", "400 sessions", 400.0);
        check("refusal_phase", "RCPT", 1.0);
        check("source_reply", "451", 1.0);
    }

    #[test]
    fn the_nearest_value_is_allowed() {
        for spec in FIELDS {
            for value in [f64::NEG_INFINITY, -1.0, 0.3, 7.5, 1e12, f64::INFINITY, f64::NAN] {
                let nearest = spec.nearest(value);
                assert_eq!(spec.check(nearest), Ok(nearest), "{}: {value}", spec.key);
            }
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_the_allowed_range() {
        let fails = |key: &str, text: &str, wants: &[&str]| {
            let error = Field::from_key(key).expect("a key").spec().parse(text).unwrap_err();
            for want in wants {
                assert!(error.contains(want), "{error} should name {want}");
            }
            assert!(!error.contains('\n'), "{error} is one line");
        };
        fails("forest_limit", "99999", &["forest_limit", "99999", "0 to 2000"]);
        fails("forest_limit", "12.5", &["whole"]);
        fails("forest_limit", "many", &["not a number", "0 to 2000 sessions"]);
        fails("forest_limit", "NaN", &["not a number"]);
        fails("lifetime", "4 weeks", &["weeks", "ms, s, min, h, d"]);
        fails("skew", "50 h", &["\"h\"", "%"]);
        fails("refusal_phase", "data", &["data", "banner, rcpt"]);
        fails("refusal_phase", "1", &["banner, rcpt"]);
    }

    #[test]
    fn the_limit_ranges_to_eight_times_its_default_and_more() {
        let spec = Field::ForestLimit.spec();
        assert!(spec.max >= 8.0 * spec.default);
    }
}
