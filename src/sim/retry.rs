//! Retry clocks: from a failure to the instant of the next try. Pure; knows nothing of queues.

use crate::sim::profile::HostRule;
use crate::time::Time;

/// The clock of a host or a queue: failures in a row, reset by any success.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Streak {
    /// Failures since the last success.
    pub failures: u32,
    /// When the first of them was.
    pub since: Time,
    /// The gap that followed the last of them.
    pub gap: Time,
}

impl Streak {
    /// Counts a failure at `now` and returns the gap to the next try by `gap_after`.
    pub fn fail(&mut self, now: Time, gap_after: impl Fn(&Streak, Time) -> Time) -> Time {
        if self.failures == 0 {
            self.since = now;
        }
        self.failures += 1;
        self.gap = gap_after(self, now);
        self.gap
    }

    /// Exim's gap: the rule in force by the time since the host's first failure.
    pub fn host_gap(&self, rules: &[HostRule], now: Time) -> Time {
        let age = now.saturating_sub(self.since);
        let Some(rule) = rules.iter().find(|rule| age < rule.until).or(rules.last()) else {
            return Time::from_hours(1);
        };
        let grown = Time::from_us((self.gap.us() as f64 * rule.growth) as u64);
        if rule.growth > 1.0 { rule.gap.max(grown) } else { rule.gap }
    }

    /// Exchange Server's gap: so many failures of each step, then the last gap for ever.
    pub fn queue_gap(&self, steps: &[(u32, Time)], then: Time) -> Time {
        let mut failure = self.failures;
        for &(times, gap) in steps {
            if failure <= times {
                return gap;
            }
            failure -= times;
        }
        then
    }
}

/// Postfix: a deferred mail waits as long as it is old, between two bounds.
pub fn age_wait(age: Time, min: Time, max: Time) -> Time {
    age.clamp(min, max)
}

/// The number of the first scan at or after `eligible`, for scans at `phase`, `phase + period`, ….
pub fn scan_at_or_after(eligible: Time, phase: Time, period: Time) -> u64 {
    eligible.saturating_sub(phase).us().div_ceil(period.us())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::sim::profile::{Clock, Kind};

    /// Attempt times [min] when every try fails, up to `until`.
    fn attempts(kind: Kind, until: Time) -> Vec<f64> {
        let scenario = Scenario::preset("ex1331830").expect("the incident");
        let profile = kind.profile(&scenario);
        let (mut now, mut streak, mut ages) = (Time::ZERO, Streak::default(), Vec::new());
        while now <= until {
            ages.push(now.secs_f64() / 60.0);
            now += match &profile.clock {
                Clock::HostAge { rules } => streak.fail(now, |s, now| s.host_gap(rules, now)),
                Clock::QueueSteps { steps, then } => {
                    streak.fail(now, |s, _| s.queue_gap(steps, *then))
                }
                Clock::MailAge { min, max, scan } => {
                    let due = now + age_wait(now, *min, *max);
                    let scan_number = scan_at_or_after(due, Time::from_secs(7), *scan);
                    Time::from_us(scan_number * scan.us()) + Time::from_secs(7) - now
                }
                Clock::Alone { mean } => *mean,
            };
        }
        ages
    }

    /// The derived table of documented schedules: attempts within 1 h, 4 h and 24 h.
    fn check(kind: Kind, want: [usize; 3]) {
        let got = [1, 4, 24].map(|h| attempts(kind, Time::from_hours(h)).len());
        assert_eq!(got, want, "{kind:?}");
    }

    #[test]
    fn the_attempts_of_one_mail_match_the_documented_schedules() {
        check(Kind::Postfix, [4, 7, 24]);
        check(Kind::Exim, [5, 10, 15]);
        check(Kind::Exchange, [13, 31, 151]);
    }

    #[test]
    fn exims_gaps_grow_from_one_hour_to_sixteen_and_then_stay_at_six() {
        let ages: Vec<_> = attempts(Kind::Exim, Time::from_hours(36))
            .into_iter()
            .map(|min| (min / 6.0).round() / 10.0)
            .collect();
        assert_eq!(ages[8..], [2.0, 3.0, 4.5, 6.8, 10.1, 15.2, 22.8, 28.8, 34.8]);
    }

    #[test]
    fn exchange_steps_from_one_minute_over_five_to_ten() {
        let ages = attempts(Kind::Exchange, Time::from_mins(60));
        assert_eq!(ages[..8], [0.0, 1.0, 2.0, 3.0, 4.0, 9.0, 14.0, 19.0]);
        assert_eq!(ages[10..], [34.0, 44.0, 54.0]);
    }
}
