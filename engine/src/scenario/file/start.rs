//! The start of a run as text: `2026-06-02T12:00Z`.

use crate::time::{Epoch, Time};

/// Days of the months of 2026, the one year that clocks and business hours are known for.
const MONTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// What a text says of the start.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// A minute of 2026.
    Exact(Epoch),
    /// Almost: another year, a date without a time, or seconds.
    Near(Epoch),
    /// Nothing that could be meant.
    Unreadable,
}

/// Reads a start.
pub(super) fn parse(text: &str) -> Start {
    let Some(epoch) = near(text.trim()) else { return Start::Unreadable };
    if write(epoch) == text { Start::Exact(epoch) } else { Start::Near(epoch) }
}

/// The same day and minute in 2026; midnight if no time is given.
fn near(text: &str) -> Option<Epoch> {
    let number = |text: &str| -> Option<u32> {
        (text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
    };
    let (date, time) = text.split_once(['T', 't', ' ']).unwrap_or((text, "00:00"));
    let mut parts = date.split('-').map(number);
    let (_, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let mut time = time.trim_end_matches(['Z', 'z']).splitn(3, ':');
    let (hour, minute) = (number(time.next()?)?, number(time.next()?)?);
    let month = (month as usize).checked_sub(1).filter(|&month| month < MONTHS.len())?;
    let is_real = (1..=MONTHS[month]).contains(&day) && hour < 24 && minute < 60;
    // A zone other than UTC would move the start; what follows the minutes can only be seconds.
    let are_seconds = |rest: &str| rest.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (is_real && parts.next().is_none() && time.next().is_none_or(are_seconds)).then(|| Epoch {
        day: MONTHS[..month].iter().sum::<u32>() + day - 1,
        minute: hour * 60 + minute,
    })
}

/// A start as [`parse`] reads it.
pub(super) fn write(epoch: Epoch) -> String {
    epoch.iso(Time::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Epoch = Epoch { day: 152, minute: 720 };

    #[test]
    fn every_day_is_written_and_read_again() {
        assert_eq!(write(NOON), "2026-06-02T12:00Z");
        for day in 0..365 {
            let epoch = Epoch { day, minute: day * 3 };
            assert_eq!(parse(&write(epoch)), Start::Exact(epoch));
        }
    }

    #[test]
    fn what_is_almost_right_is_understood() {
        for text in
            ["2026-06-02T12:00:30Z", "2025-06-02T12:00Z", "2026-6-2 12:00", " 2026-06-02T12:00Z"]
        {
            assert_eq!(parse(text), Start::Near(NOON), "{text}");
        }
        assert_eq!(parse("2026-06-02"), Start::Near(Epoch { day: 152, minute: 0 }));
        for text in [
            "",
            "noon",
            "2026-02-29T12:00Z",
            "2026-13-01T00:00Z",
            "2026-06-02T24:00Z",
            "2026-06-02T12:00+02:00",
            "T",
        ] {
            assert_eq!(parse(text), Start::Unreadable, "{text}");
        }
    }
}
