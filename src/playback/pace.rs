//! How fast time runs: what was asked for, what the story wants here, and what the machine keeps.

use crate::readout::Speed;
use crate::time::Time;

/// Wall seconds in which a change of speed is eased.
const EASE_S: f64 = 0.6;
/// Wall seconds of falling behind after which the page says so.
const BEHIND_AFTER_S: f64 = 0.5;

/// The pace of a run.
#[derive(Clone, Debug)]
pub struct Pace {
    story: &'static [(Time, u32)],
    asked: Speed,
    /// Seconds of the run a wall second, now.
    now: f64,
    behind_s: f64,
}

impl Pace {
    /// The story's pace at `at`.
    pub fn new(story: &'static [(Time, u32)], at: Time) -> Self {
        let mut pace = Pace { story, asked: Speed::Story, now: 1.0, behind_s: 0.0 };
        pace.settle(at);
        pace
    }

    /// What was asked for.
    pub fn asked(&self) -> Speed {
        self.asked
    }

    /// Seconds of the run a wall second, now (or, when paused, as soon as it plays).
    pub fn now(&self) -> f64 {
        self.now
    }

    /// Whether the machine has not kept the asked speed for a while.
    pub fn is_behind(&self) -> bool {
        self.behind_s > BEHIND_AFTER_S
    }

    /// Asks for a speed.
    pub fn ask(&mut self, speed: Speed) {
        self.asked = speed;
        self.behind_s = 0.0;
    }

    /// The speed that is meant at an instant of the run.
    pub fn speed_at(&self, at: Time) -> f64 {
        match self.asked {
            Speed::Times(times) => f64::from(times.max(1)),
            Speed::Max => self.now,
            Speed::Story => {
                let from = self.story.iter().rev().find(|&&(from, _)| from <= at);
                from.or(self.story.first()).map_or(60.0, |&(_, times)| f64::from(times))
            }
        }
    }

    /// Takes the speed that is meant at `at` without easing.
    pub fn settle(&mut self, at: Time) {
        self.now = self.speed_at(at);
    }

    /// Moves towards the speed that is meant at `at`, by `dt_s` wall seconds; returns it.
    pub fn advance(&mut self, at: Time, dt_s: f64) -> f64 {
        let meant = self.speed_at(at);
        // Eased by ratio, so that 60 to 480 looks as even as 480 to 60.
        let part = (dt_s / EASE_S * 4.0).min(1.0);
        let ratio = meant / self.now;
        self.now =
            if (ratio - 1.0).abs() < 0.01 { meant } else { self.now * libm::pow(ratio, part) };
        self.now
    }

    /// Whether the last frame kept the speed.
    pub fn kept_up(&mut self, kept: bool, dt_s: f64) {
        self.behind_s = if kept { (self.behind_s - dt_s).max(0.0) } else { self.behind_s + dt_s };
        self.behind_s = self.behind_s.min(2.0 * BEHIND_AFTER_S);
    }

    /// The speed that the last frame of an unbounded run came to.
    pub fn measured(&mut self, from: Time, to: Time, dt_s: f64) {
        if dt_s > 0.0 {
            let speed = to.saturating_sub(from).secs_f64() / dt_s;
            self.now = (0.8 * self.now + 0.2 * speed).max(1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &[(Time, u32)] = &[(Time::from_secs(10), 60), (Time::from_secs(100), 480)];

    #[test]
    fn the_story_changes_speed_within_the_time_it_is_eased_in() {
        let mut pace = Pace::new(STORY, Time::from_secs(10));
        assert!((pace.now() - 60.0).abs() < 1e-9);
        let mut last = pace.now();
        for _ in 0..36 {
            let now = pace.advance(Time::from_secs(100), 1.0 / 60.0);
            assert!(now >= last && now <= 480.0);
            last = now;
        }
        assert!(last > 460.0, "{last}");
    }

    #[test]
    fn falling_behind_is_said_after_a_while_and_taken_back() {
        let mut pace = Pace::new(STORY, Time::ZERO);
        for _ in 0..20 {
            pace.kept_up(false, 1.0 / 60.0);
        }
        assert!(!pace.is_behind());
        for _ in 0..20 {
            pace.kept_up(false, 1.0 / 60.0);
        }
        assert!(pace.is_behind());
        for _ in 0..60 {
            pace.kept_up(true, 1.0 / 60.0);
        }
        assert!(!pace.is_behind());
    }
}
