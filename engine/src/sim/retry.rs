//! Retry clocks: from a failure to the instant of the next try. Pure; knows nothing of queues.

use crate::rng::{Draw, Purpose, draw};
use crate::sim::mail::Mail;
use crate::sim::profile::{HostRule, Waits};
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

/// How long a mail waits that was refused alone; `age` is asked for where the wait depends on it.
/// `None`: it is not tried again.
pub fn own_wait(waits: &Waits, seed: u64, mail: Mail, age: impl Fn() -> Time) -> Option<Time> {
    Some(match waits {
        Waits::Exponential(mean) => {
            Time::from_secs_f64(mean.secs_f64() * exponential_wait(seed, mail).exponential())
        }
        Waits::Fixed(gap) => *gap,
        Waits::Never => return None,
        Waits::Steps(steps) => {
            let mut failure = mail.tries_here.max(1);
            let step = steps.iter().find(|&&(times, _)| {
                let found = failure <= times;
                failure = failure.saturating_sub(times);
                found
            });
            step.or(steps.last())?.1
        }
        Waits::Rules(rules) => {
            let age = age();
            let rule = rules.iter().find(|rule| age < rule.until).or(rules.last())?;
            // A gap that grows by half is half of what has passed.
            rule.gap.max(Time::from_us((age.us() as f64 * (rule.growth - 1.0)) as u64))
        }
    })
}

/// The draw of a wait of exponential length.
#[inline]
pub(super) fn exponential_wait(seed: u64, mail: Mail) -> Draw {
    draw(seed, mail.id.entity(), Purpose::Wait, u32::from(mail.tries))
}

/// The number of the first scan at or after `eligible`, for scans at `phase`, `phase + period`, ….
pub fn scan_at_or_after(eligible: Time, phase: Time, period: Time) -> u64 {
    eligible.saturating_sub(phase).us().div_ceil(period.us())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::sim::mail::MailId;
    use crate::sim::profile::{Clock, Kind};

    /// Ages [min] at which a mail that is always refused alone is tried, up to `until`.
    fn own_tries(kind: Kind, until: Time) -> Vec<f64> {
        let scenario = Scenario::preset("ex1331830").expect("the incident");
        let profile = kind.profile(&scenario);
        let waits = profile.own.expect("it waits alone");
        let mut mail = Mail::new(MailId::new(0, 1));
        let (mut now, mut ages) = (Time::ZERO, Vec::new());
        while now <= until {
            ages.push(now.secs_f64() / 60.0);
            mail.count_try();
            if profile.tries_max.is_some_and(|most| mail.tries_here >= most) {
                break;
            }
            let Some(wait) = own_wait(&waits, 1, mail, || now) else { break };
            now += wait;
        }
        ages
    }

    #[test]
    fn mimecasts_table_has_thirty_tries() {
        let ages = own_tries(Kind::Mimecast, Time::from_hours(200));
        assert_eq!(ages[..8], [0.0, 1.0, 6.0, 15.0, 30.0, 60.0, 120.0, 180.0]);
        let hours: Vec<_> = ages[14..].iter().map(|min| (min / 60.0).round() as u64).collect();
        assert_eq!(hours, [10, 14, 18, 22, 26, 30, 34, 42, 50, 58, 66, 74, 82, 90, 98, 106]);
        assert_eq!(ages.len(), 30);
    }

    #[test]
    fn a_mail_that_exim_was_refused_alone_follows_the_same_rules_as_a_host() {
        let ages = own_tries(Kind::Exim, Time::from_hours(36));
        let hours: Vec<_> = ages.iter().map(|min| (min / 6.0).round() / 10.0).collect();
        assert_eq!(hours[8..], [2.0, 3.0, 4.5, 6.8, 10.1, 15.2, 22.8, 28.8, 34.8]);
    }

    #[test]
    fn the_impatient_application_tries_four_times_and_is_gone() {
        assert_eq!(own_tries(Kind::Impatient, Time::from_hours(9)), [0.0, 5.0, 10.0, 15.0]);
    }

    #[test]
    fn exims_gaps_grow_from_one_hour_to_sixteen_and_then_stay_at_six() {
        let scenario = Scenario::preset("ex1331830").expect("the incident");
        let Clock::HostAge { rules, cutoff } = Kind::Exim.profile(&scenario).clock else {
            panic!("a host clock")
        };
        let (mut now, mut streak, mut ages) = (Time::ZERO, Streak::default(), Vec::new());
        while now < Time::from_hours(36) {
            ages.push((now.secs_f64() / 360.0).round() / 10.0);
            now += streak.fail(now, |streak, now| streak.host_gap(rules, now));
        }
        assert_eq!(ages[8..], [2.0, 3.0, 4.5, 6.8, 10.1, 15.2, 22.8, 28.8, 34.8]);
        assert_eq!(cutoff, Time::from_hours(96));
    }
}
