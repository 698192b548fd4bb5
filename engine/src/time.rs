//! Integer time: microseconds since the start of the run, and the calendar it is shown in.
//!
//! Knows nothing of the wall clock: the page passes elapsed seconds in.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize};

use crate::decimal;

/// An instant (µs since the start of the run) or a span of time (µs).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Time(u64);

impl Time {
    /// The start of the run; an empty span.
    pub const ZERO: Time = Time(0);
    /// Later than anything a run can hold: "never".
    pub const NEVER: Time = Time(u64::MAX);

    /// From microseconds.
    pub const fn from_us(us: u64) -> Self {
        Time(us)
    }

    /// From whole seconds.
    pub const fn from_secs(s: u64) -> Self {
        Time(s * 1_000_000)
    }

    /// From whole minutes.
    pub const fn from_mins(min: u64) -> Self {
        Time::from_secs(min * 60)
    }

    /// From whole hours.
    pub const fn from_hours(h: u64) -> Self {
        Time::from_secs(h * 3600)
    }

    /// From seconds, rounded to the nearest microsecond; negative and NaN become zero.
    #[inline]
    pub fn from_secs_f64(s: f64) -> Self {
        let us = s * 1e6 + 0.5;
        // Signed numbers are much the faster to make of floats.
        if us < 1e18 { Time((us as i64).max(0).cast_unsigned()) } else { Time(us as u64) }
    }

    /// Microseconds.
    pub const fn us(self) -> u64 {
        self.0
    }

    /// Whole seconds, rounded down.
    pub const fn secs(self) -> u64 {
        self.0 / 1_000_000
    }

    /// Seconds.
    #[inline]
    pub fn secs_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// Hours.
    pub fn hours_f64(self) -> f64 {
        self.secs_f64() / 3600.0
    }

    /// `self - other`, or zero if `other` is later.
    #[must_use]
    pub const fn saturating_sub(self, other: Time) -> Time {
        Time(self.0.saturating_sub(other.0))
    }
}

impl Add for Time {
    type Output = Time;
    #[inline]
    fn add(self, span: Time) -> Time {
        Time(self.0.saturating_add(span.0))
    }
}

impl AddAssign for Time {
    #[inline]
    fn add_assign(&mut self, span: Time) {
        *self = *self + span;
    }
}

impl Sub for Time {
    type Output = Time;
    /// Panics (in tests and debug) when `other` is later: a span is never negative.
    #[inline]
    fn sub(self, other: Time) -> Time {
        debug_assert!(self >= other, "time ran backwards: {self} - {other}");
        Time(self.0.wrapping_sub(other.0))
    }
}

impl fmt::Display for Time {
    /// `1 h 05 min`, `3 min 20 s`, `2.5 s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = self.secs();
        if s >= 3600 {
            write!(f, "{} h {:02} min", s / 3600, s % 3600 / 60)
        } else if s >= 60 {
            write!(f, "{} min {:02} s", s / 60, s % 60)
        } else {
            write!(f, "{:.1} s", self.secs_f64())
        }
    }
}

/// When the run starts, in UTC, and what the clock and the date show at any instant of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Epoch {
    /// Days from 1 January 2026 (a Thursday) to the day the run starts.
    pub day: u32,
    /// Minutes from midnight UTC of that day to the start of the run.
    pub minute: u32,
}

/// The months of a year that is no leap year, with their days.
const MONTHS: [(&str, u32); 12] = [
    ("Jan", 31),
    ("Feb", 28),
    ("Mar", 31),
    ("Apr", 30),
    ("May", 31),
    ("Jun", 30),
    ("Jul", 31),
    ("Aug", 31),
    ("Sep", 30),
    ("Oct", 31),
    ("Nov", 30),
    ("Dec", 31),
];

impl Epoch {
    /// Minutes since midnight UTC of the day the run starts.
    fn minutes(self, at: Time) -> u64 {
        u64::from(self.minute) + at.secs() / 60
    }

    /// Minute of the day, 0..1440, in a zone `offset_h` hours east of UTC.
    pub fn local_minute(self, at: Time, offset_h: i32) -> u32 {
        let minutes = self.minutes(at).cast_signed() + i64::from(offset_h) * 60;
        minutes.rem_euclid(1440) as u32
    }

    /// Reads a time that was typed: `14:05` is the one nearest to `near`, `3 Jun 07:00` names its
    /// day, `2h10m` counts from the start of the run.
    ///
    /// # Errors
    /// One line that says what can be typed.
    pub fn read(self, typed: &str, near: Time, duration: Time) -> Result<Time, String> {
        let said = || {
            let last = self.clock(duration);
            format!(
                "Type a time like {}, 3 Jun 07:00 or 2h10m, from {} {} to {} {last} UTC.",
                self.clock(near),
                self.date(Time::ZERO),
                self.clock(Time::ZERO),
                self.date(duration),
            )
        };
        let text = typed.trim().trim_end_matches("UTC").trim();
        let at = since_start(text).or_else(|| self.of_clock(text, near, duration));
        at.filter(|&at| at <= duration).ok_or_else(said)
    }

    fn of_clock(self, text: &str, near: Time, duration: Time) -> Option<Time> {
        const DAY: u64 = 24 * 60;
        let (day, clock) = text.rsplit_once(' ').map_or(("", text), |(day, clock)| (day, clock));
        let (hour, minute) = clock.split_once(':')?;
        let (hour, minute): (u64, u64) = (hour.parse().ok()?, minute.parse().ok()?);
        if hour > 23 || minute > 59 {
            return None;
        }
        let days = duration.secs() / 60 / DAY + 2;
        let instants = (0..days).filter_map(|day| {
            let minutes = (day * DAY + hour * 60 + minute).checked_sub(u64::from(self.minute))?;
            Some(Time::from_mins(minutes)).filter(|&at| at <= duration)
        });
        let is_day =
            |at: &Time| self.date(*at).to_ascii_lowercase().contains(&day.to_ascii_lowercase());
        instants.filter(is_day).min_by_key(|at| at.us().abs_diff(near.us()))
    }

    /// `13:03`, in UTC.
    pub fn clock(self, at: Time) -> String {
        clock(self.local_minute(at, 0))
    }

    /// `13:03:27`, in UTC.
    pub fn clock_with_seconds(self, at: Time) -> String {
        format!("{}:{:02}", self.clock(at), at.secs() % 60)
    }

    /// `Tue 2 Jun`, in UTC.
    pub fn date(self, at: Time) -> String {
        const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
        let weekday = WEEKDAYS[self.days(at) as usize % 7];
        let (month, day) = self.month_and_day(at);
        format!("{weekday} {day} {}", MONTHS[month].0)
    }

    /// `2026-06-02T12:00Z`: the minute in the form that sorts, for files and their names.
    pub fn iso(self, at: Time) -> String {
        let year = 2026 + self.days(at) / 365;
        let (month, day) = self.month_and_day(at);
        format!("{year}-{:02}-{day:02}T{}Z", month + 1, self.clock(at))
    }

    /// Days from 1 January 2026.
    fn days(self, at: Time) -> u32 {
        self.day + (self.minutes(at) / 1440) as u32
    }

    /// The month, 0..12, and the day of it, from 1. No run reaches a leap year.
    fn month_and_day(self, at: Time) -> (usize, u32) {
        let mut rest = self.days(at) % 365;
        for (month, (_, days)) in MONTHS.into_iter().enumerate() {
            if rest < days {
                return (month, rest + 1);
            }
            rest -= days;
        }
        unreachable!("a year has 365 days")
    }

    /// The instant of the run at a clock time `hh:mm` UTC on the `day`-th day of the run (0 = first).
    pub const fn at(self, day: u64, hour: u64, minute: u64) -> Time {
        Time::from_mins(day * 1440 + hour * 60 + minute - self.minute as u64)
    }
}

/// `2h10m`, `36 h`, `90min`.
fn since_start(text: &str) -> Option<Time> {
    let (mut minutes, mut number, mut unit) = (0.0, String::new(), String::new());
    let mut add = |number: &mut String, unit: &mut String| {
        let value = decimal::read(number)?;
        minutes += match unit.as_str() {
            "h" => value * 60.0,
            "m" | "min" => value,
            _ => return None,
        };
        number.clear();
        unit.clear();
        Some(())
    };
    for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
        if letter.is_ascii_digit() || letter == '.' {
            if !unit.is_empty() {
                add(&mut number, &mut unit)?;
            }
            number.push(letter);
        } else {
            unit.push(letter);
        }
    }
    add(&mut number, &mut unit)?;
    Some(Time::from_secs_f64(minutes * 60.0))
}

/// `09:42` from a minute of the day.
pub fn clock(minute_of_day: u32) -> String {
    format!("{:02}:{:02}", minute_of_day / 60, minute_of_day % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The incident's run starts at 12:00 UTC on Tuesday 2 June 2026.
    const INCIDENT: Epoch = Epoch { day: 31 + 28 + 31 + 30 + 31 + 1, minute: 720 };

    #[test]
    fn the_incident_starts_on_tuesday_2_june() {
        assert_eq!(INCIDENT.date(Time::ZERO), "Tue 2 Jun");
        assert_eq!(INCIDENT.clock(Time::from_mins(63)), "13:03");
        assert_eq!(INCIDENT.date(Time::from_hours(12)), "Wed 3 Jun");
        assert_eq!(INCIDENT.at(1, 21, 26), Time::from_mins(33 * 60 + 26));
        assert_eq!(INCIDENT.iso(Time::ZERO), "2026-06-02T12:00Z");
        assert_eq!(INCIDENT.iso(Time::from_hours(36)), "2026-06-04T00:00Z");
        assert_eq!(Epoch { day: 364, minute: 0 }.iso(Time::from_hours(24)), "2027-01-01T00:00Z");
    }

    #[test]
    fn typed_times_are_found_near_where_they_were_meant() {
        let end = Time::from_hours(36);
        let read = |text, near| INCIDENT.read(text, Time::from_hours(near), end);
        assert_eq!(read("13:03", 2), Ok(Time::from_mins(63)));
        assert_eq!(read("13:03", 30), Ok(Time::from_mins(63 + 1440)));
        assert_eq!(read(" 07:30 UTC", 2), Ok(Time::from_mins(19 * 60 + 30)));
        assert_eq!(read("3 jun 14:00", 2), Ok(Time::from_hours(26)));
        assert_eq!(read("Tue 14:00", 30), Ok(Time::from_hours(2)));
        assert_eq!(read("2h10m", 9), Ok(Time::from_mins(130)));
        assert_eq!(read("1.5 h", 9), Ok(Time::from_mins(90)));
        assert_eq!(read("90 min", 9), Ok(Time::from_mins(90)));
        for nothing in ["", "noon", "25:00", "12:61", "40h", "Fri 12:00", "7", "3 h 4"] {
            let error = read(nothing, 2).expect_err(nothing);
            assert!(error.contains("Tue 2 Jun 12:00"), "{error}");
        }
    }

    #[test]
    fn local_time_wraps_at_midnight_both_ways() {
        assert_eq!(clock(INCIDENT.local_minute(Time::ZERO, -13)), "23:00");
        assert_eq!(clock(INCIDENT.local_minute(Time::from_hours(10), 8)), "06:00");
    }
}
