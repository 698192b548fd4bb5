//! Spans of a link: `2h10m`, where a scenario file has `2h10min`.

use crate::scenario::span;
use crate::time::Time;

/// Reads a span; none for anything else.
pub fn read(text: &str) -> Option<Time> {
    let mut full = String::with_capacity(text.len() + 8);
    let mut letters = text.chars().take(40).peekable();
    while let Some(letter) = letters.next() {
        full.push(letter);
        if letter == 'm' && !matches!(letters.peek(), Some('s' | 'i')) {
            full.push_str("in");
        }
    }
    span::parse(&full)
}

/// A span as [`read`] reads it, to the microsecond.
pub fn write(span: Time) -> String {
    span::write(span).replace("min", "m")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_may_be_short() {
        for (text, secs) in
            [("2h10m", 7800.0), ("2h10min", 7800.0), ("90m", 5400.0), ("250ms", 0.25)]
        {
            assert_eq!(read(text), Some(Time::from_secs_f64(secs)), "{text}");
        }
        for us in [0, 1, 7_800_000_000, 7_805_217_391] {
            assert_eq!(read(&write(Time::from_us(us))), Some(Time::from_us(us)));
        }
        assert_eq!(write(Time::from_mins(130)), "2h10m");
        for wrong in ["", "2", "h", "m", "mmmm", "2x", "2h10"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
