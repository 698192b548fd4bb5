//! Spans of time as text: `90min`, `1h30min`, `2d 5h`.

use std::fmt::Write;

use crate::decimal;
use crate::time::Time;

/// Units, the way they are written, with their microseconds.
const UNITS: [(&str, u64); 5] = [
    ("d", 86_400_000_000),
    ("h", 3_600_000_000),
    ("min", 60_000_000),
    ("s", 1_000_000),
    ("ms", 1000),
];

/// The sum of amounts that each have a unit; none for anything else. What no clock can hold becomes
/// the longest span there is.
pub fn parse(text: &str) -> Option<Time> {
    let mut rest = text.trim();
    let mut sum = 0u64;
    while !rest.is_empty() {
        let amount = leading(rest, |c| c.is_ascii_digit() || c == '.');
        let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
        if whole.is_empty() || fraction.contains('.') || amount.ends_with('.') {
            return None;
        }
        rest = rest[amount.len()..].trim_start();
        let unit = leading(rest, |c| c.is_ascii_alphabetic());
        rest = rest[unit.len()..].trim_start();
        let (_, us) = UNITS.into_iter().find(|(name, _)| *name == unit)?;
        // More digits than 64 bits hold.
        let whole = whole.parse().unwrap_or(u64::MAX);
        let part = decimal::read(&format!("0.{fraction}"))?;
        let part = libm::round(part * us as f64) as u64;
        sum = sum.saturating_add(whole.saturating_mul(us)).saturating_add(part);
    }
    (!text.trim().is_empty()).then_some(Time::from_us(sum))
}

fn leading(text: &str, belongs: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|c| !belongs(c)).unwrap_or(text.len())]
}

/// A span as [`parse`] reads it, to the microsecond.
pub fn write(span: Time) -> String {
    let us = span.us();
    let (h, min) = (us / 3_600_000_000, us / 60_000_000 % 60);
    let (s, rest) = (us / 1_000_000 % 60, us % 1_000_000);
    let mut text = String::new();
    for (amount, unit) in [(h, "h"), (min, "min")] {
        if amount > 0 {
            // Writing to a string cannot fail.
            let _ = write!(text, "{amount}{unit}");
        }
    }
    if rest > 0 {
        let fraction = format!("{rest:06}");
        let _ = write!(text, "{s}.{}s", fraction.trim_end_matches('0'));
    } else if s > 0 {
        let _ = write!(text, "{s}s");
    }
    if text.is_empty() { "0h".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_add_up() {
        let reads = |text: &str, s: f64| {
            assert_eq!(parse(text), Some(Time::from_secs_f64(s)), "{text}");
        };
        reads("90min", 5400.0);
        reads("1h30min", 5400.0);
        reads(" 1 h 30 min ", 5400.0);
        reads("1d 2h", 93_600.0);
        reads("1.5h", 5400.0);
        reads("250ms", 0.25);
        for wrong in
            ["", " ", "90", "h", "1.h", ".5h", "1.2.3h", "13:30", "1h30", "-1h", "1H", "1 week"]
        {
            assert_eq!(parse(wrong), None, "{wrong:?}");
        }
        assert_eq!(parse("99999999999999999999999h"), Some(Time::NEVER));
    }

    #[test]
    fn what_is_written_is_read_to_the_microsecond() {
        for us in [0, 1, 999_999, 1_000_000, 5_400_000_000, 59_999_999, 93_784_000_001, u64::MAX] {
            let span = Time::from_us(us);
            assert_eq!(parse(&write(span)), Some(span), "{}", write(span));
        }
        assert_eq!(write(Time::from_mins(90)), "1h30min");
        assert_eq!(write(Time::from_hours(26)), "26h");
        assert_eq!(write(Time::from_us(2_500_000)), "2.5s");
        assert_eq!(write(Time::ZERO), "0h");
    }
}
