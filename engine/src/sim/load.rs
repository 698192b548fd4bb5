//! Who sends when: Poisson arrivals whose rate follows each region's local hour.
//!
//! Arrival times come from inverting the cumulative rate, so mail number k of a region depends on
//! the load fields alone: every other knob leaves the offered mails as they are.

use crate::rng::{Purpose, draw, logarithms};
use crate::scenario::{Field, REGIONS, Scenario};
use crate::sim::ahead::{Ahead, BATCH};
use crate::time::Time;

/// Mail sent by local hour, against the busiest hour. Hours 6 to 9, 15, 17 and 18 are sourced (an
/// ISP's share by hour); the rest is interpolated, and the night an assumption.
pub const BY_LOCAL_HOUR: [f64; 24] = [
    0.10, 0.08, 0.08, 0.08, 0.09, 0.12, 0.17, 0.40, 0.88, 1.00, 0.98, 0.95, 0.90, 0.90, 0.88, 0.85,
    0.60, 0.35, 0.24, 0.20, 0.20, 0.20, 0.18, 0.14,
];

/// The arrivals of one region.
#[derive(Clone, Debug)]
pub struct Arrivals {
    /// Which stream of mail this is: a region's senders, or after them a region's outbound mail.
    stream: usize,
    offered: u32,
    /// From where the hazard below is still to be used up.
    from: Time,
    /// What is left of the exponential draw of the next mail.
    hazard: f64,
    /// The draws of the mails after that.
    hazards: Ahead,
    factor: f64,
}

/// Simulated mails a second of a region, minute by minute of the run, at a load of 100 %.
pub fn rates(scenario: &Scenario, region: usize) -> Vec<f64> {
    let regions = scenario.get(Field::Regions) as usize;
    let all: f64 = REGIONS[..regions].iter().map(|r| scenario.get(r.share)).sum();
    // With every part at 0 the regions share evenly rather than sending nothing.
    let share =
        if all > 0.0 { scenario.get(REGIONS[region].share) / all } else { 1.0 / regions as f64 };
    let peak = scenario.get(Field::PeakRate) * share;
    let offset_h = REGIONS[region].offset_h(scenario.epoch());
    let by_hour = scenario.get(Field::BusinessHours) > 0.0;
    let minutes = scenario.duration().us().div_ceil(Time::from_mins(1).us());
    (0..minutes)
        .map(|minute| {
            if !by_hour {
                return peak;
            }
            let at = Time::from_mins(minute);
            let local = scenario.epoch().local_minute(at, offset_h) as usize;
            let (hour, part) = (local / 60, (local % 60) as f64 / 60.0);
            let next = BY_LOCAL_HOUR[(hour + 1) % 24];
            peak * (BY_LOCAL_HOUR[hour] * (1.0 - part) + next * part)
        })
        .collect()
}

impl Arrivals {
    /// No mail yet but the first few, which the run starts with.
    pub fn new(seed: u64, stream: usize, factor: f64, first: u32) -> Self {
        let mut hazards = Ahead::default();
        let hazard = hazards.draw(first, |numbers| draw_hazards(seed, stream, numbers));
        Arrivals { stream, offered: first, from: Time::ZERO, hazard, hazards, factor }
    }

    /// Mails offered so far, those the run starts with included.
    pub fn offered(&self) -> u32 {
        self.offered
    }

    /// When the next mail is created; [`Time::NEVER`] if not within the run.
    pub fn next_at(&self, rates: &[f64]) -> Time {
        const MINUTE: u64 = Time::from_mins(1).us();
        let mut left = self.hazard;
        let mut from = self.from.us();
        let mut minute = (from / MINUTE) as usize;
        while let Some(&rate) = rates.get(minute) {
            let rate = rate * self.factor;
            let end = (minute as u64 + 1) * MINUTE;
            let capacity = (end - from).cast_signed() as f64 / 1e6 * rate;
            if capacity >= left && rate > 0.0 {
                // To the nearest microsecond: rounding down would bias the rate.
                return Time::from_us(from) + Time::from_secs_f64(left / rate);
            }
            left -= capacity;
            from = end;
            minute += 1;
        }
        Time::NEVER
    }

    /// Takes the mail due at `now` and draws the next; returns its number in the region.
    pub fn take(&mut self, seed: u64, now: Time) -> u32 {
        let number = self.offered;
        self.offered += 1;
        self.from = now;
        let stream = self.stream;
        self.hazard =
            self.hazards.draw(self.offered, |numbers| draw_hazards(seed, stream, numbers));
        number
    }

    /// Changes the load from `now` on.
    pub fn set_factor(&mut self, rates: &[f64], now: Time, factor: f64) {
        self.hazard = (self.hazard - self.factor * integral(rates, self.from, now)).max(0.0);
        self.from = now;
        self.factor = factor;
    }
}

/// How much hazard passes from one mail of a stream to each of these.
#[inline]
fn draw_hazards(seed: u64, stream: usize, numbers: [u32; BATCH]) -> [f64; BATCH] {
    let entity = |number| (stream as u64) << 32 | u64::from(number);
    let unit = |number| draw(seed, entity(number), Purpose::Arrival, 0).unit();
    logarithms(numbers.map(unit)).map(|log| -log)
}

/// Expected mails between two instants, at a load of 100 %.
pub fn integral(rates: &[f64], from: Time, to: Time) -> f64 {
    const MINUTE: u64 = Time::from_mins(1).us();
    let (mut from, to) = (from.us(), to.us());
    let mut sum = 0.0;
    while from < to {
        let minute = from / MINUTE;
        let end = to.min((minute + 1) * MINUTE);
        let rate = rates.get(minute as usize).copied().unwrap_or(0.0);
        sum += rate * (end - from) as f64 / 1e6;
        from = end;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incident() -> Scenario {
        Scenario::preset("ex1331830").expect("the incident")
    }

    #[test]
    fn the_mean_daily_load_is_about_044_of_the_peak() {
        let mean = BY_LOCAL_HOUR.iter().sum::<f64>() / 24.0;
        assert!((mean - 0.44).abs() < 0.01, "{mean}");
    }

    #[test]
    fn as_many_mails_arrive_as_the_rate_says() {
        let rates = rates(&incident(), 0);
        let mut arrivals = Arrivals::new(1, 0, 1.0, 0);
        let mut last = Time::ZERO;
        loop {
            let at = arrivals.next_at(&rates);
            if at == Time::NEVER {
                break;
            }
            assert!(at >= last, "time ran backwards");
            last = at;
            arrivals.take(1, at);
        }
        let expected = integral(&rates, Time::ZERO, Time::from_hours(36));
        let got = f64::from(arrivals.offered());
        let z = (got - expected) / expected.sqrt();
        assert!(z.abs() < 4.0, "{got} for {expected}");
    }

    #[test]
    fn changing_the_load_to_what_it_was_changes_nothing() {
        let rates = rates(&incident(), 1);
        let plain = Arrivals::new(5, 1, 1.0, 0);
        let mut touched = plain.clone();
        let due = plain.next_at(&rates);
        touched.set_factor(&rates, Time::from_us(due.us() / 2), 1.0);
        assert!(touched.next_at(&rates).us().abs_diff(due.us()) <= 1);
        touched.set_factor(&rates, Time::from_us(due.us() / 2), 0.0);
        assert_eq!(touched.next_at(&rates), Time::NEVER);
    }
}
