//! What is to be compared: two scenarios, how far they run, and with which seeds; in what they
//! differ, and what makes a comparison doubtful.

use std::ops::RangeInclusive;

use serde::Serialize;

use crate::scenario::{Field, Scenario};
use crate::time::Time;

/// How many seeds a comparison takes: an interval needs two, and a thousand are plenty.
pub const SEEDS: RangeInclusive<u64> = 2..=1000;

/// Consecutive seeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seeds {
    first: u64,
    count: u64,
}

impl Seeds {
    /// `count` seeds from `first` on.
    ///
    /// # Errors
    /// One line with the value and the allowed range, if there are too few or too many, or if they
    /// go past the largest seed there is.
    pub fn new(first: u64, count: u64) -> Result<Self, String> {
        if !SEEDS.contains(&count) {
            let (least, most) = SEEDS.into_inner();
            return Err(format!("{count} seeds are out of range ({least} to {most})"));
        }
        if first.checked_add(count - 1).is_none() {
            let last = u64::MAX - (count - 1);
            return Err(format!("the first of {count} seeds is out of range (0 to {last})"));
        }
        Ok(Seeds { first, count })
    }

    /// The first.
    pub fn first(self) -> u64 {
        self.first
    }

    /// How many there are.
    pub fn count(self) -> u64 {
        self.count
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = u64> {
        self.first..=self.first + (self.count - 1)
    }
}

/// Two scenarios, and how they are run.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The one.
    pub a: Scenario,
    /// The other.
    pub b: Scenario,
    /// Where both stop; each at its own end if that is sooner.
    pub until: Time,
    /// The seeds each is run with.
    pub seeds: Seeds,
}

/// Something in which the scenarios differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Differing {
    /// Key of a field, or `start`, `faults`, `actions` or `rings`.
    pub what: &'static str,
    /// A's: a field's value, a time, or how many there are.
    pub a: String,
    /// B's.
    pub b: String,
}

impl Setup {
    /// The longest that both can run.
    pub fn longest(a: &Scenario, b: &Scenario) -> Time {
        a.duration().min(b.duration())
    }

    /// How far A and B run.
    pub fn lengths(&self) -> [Time; 2] {
        [&self.a, &self.b].map(|scenario| scenario.duration().min(self.until))
    }

    /// Everything in which the scenarios differ that can change a run.
    pub fn differing(&self) -> Vec<Differing> {
        let (a, b) = (&self.a, &self.b);
        let mut found = Vec::new();
        let mut note = |what, differs: bool, a: String, b: String| {
            if differs {
                found.push(Differing { what, a, b });
            }
        };
        for field in Field::all() {
            let (spec, of_a, of_b) = (field.spec(), a.get(field), b.get(field));
            let differs = of_a.to_bits() != of_b.to_bits();
            note(spec.key, differs, spec.show(of_a), spec.show(of_b));
        }
        let start = |scenario: &Scenario| {
            let epoch = scenario.epoch();
            format!("{} {} UTC", epoch.date(Time::ZERO), epoch.clock(Time::ZERO))
        };
        note("start", a.epoch() != b.epoch(), start(a), start(b));
        for (what, of_a, of_b) in
            [("faults", a.faults(), b.faults()), ("actions", a.actions(), b.actions())]
        {
            note(what, of_a != of_b, of_a.len().to_string(), of_b.len().to_string());
        }
        let rings = |scenario: &Scenario| scenario.rings().len().to_string();
        note("rings", a.rings() != b.rings(), rings(a), rings(b));
        found
    }

    /// What can be said before a run against taking figures of A and B side by side, a line each.
    pub(super) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        for (field, why) in [
            (Field::Scale, "a simulated mail does not stand for the same number of real ones"),
            (Field::Regions, "counts are over different parts of the world"),
            (Field::WarmUp, "mail-hours are not counted from the same instant"),
        ] {
            let (spec, a, b) = (field.spec(), self.a.get(field), self.b.get(field));
            if a.to_bits() != b.to_bits() {
                let (a, b) = (spec.show(a), spec.show(b));
                warnings.push(format!("{}: {a} in A, {b} in B: {why}", spec.key));
            }
        }
        let [a, b] = self.lengths();
        if a != b {
            let why = "counts are over different lengths of time";
            warnings.push(format!("length: {a} in A, {b} in B: {why}"));
        }
        warnings
    }
}
