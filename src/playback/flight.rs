//! Dots in flight: sampled mails on their way to an outcome and back.
//!
//! A dot's whole position follows from its phase, the wall seconds since its outcome. Before the
//! outcome the phase follows from the model's clock, so the dot arrives at the instant the model
//! has it, whatever happens to the speed; after it the phase simply runs.

use crate::sim::Sim;
use crate::sim::trace::Sighting;
use crate::stage::dots::{APPROACH_S, INSIDE_MAX, INSIDE_MIN};
use crate::stage::{Dot, Outcome};
use crate::time::Time;

/// Wall seconds that the slowest way back takes: cut, fall, return, settle.
pub const AFTER_MAX_S: f64 = 1.0;
/// Wall seconds that the look-ahead needs: approach and the longest stay inside.
pub const LEAD_S: f64 = (APPROACH_S + INSIDE_MAX) as f64 + 0.1;

/// New dots a wall second that the sample aims at.
const DOTS_PER_S: f64 = 50.0;
/// Dots at once.
const DOTS_MAX: usize = 600;

/// The dots.
#[derive(Clone, Debug)]
pub struct Flights {
    dots: Vec<Dot>,
    /// The outcome's instant of each dot.
    at: Vec<Time>,
    /// Real mails that one dot stands for: 1, 2 or 5 times a power of ten, and at least the scale.
    mails: u64,
    scale: u64,
    /// Whether a sample was ever chosen.
    drawn: bool,
}

impl Flights {
    /// No dots yet, for a run of this scale.
    pub fn new(scale: u64) -> Self {
        Flights { dots: Vec::new(), at: Vec::new(), mails: scale, scale, drawn: false }
    }

    /// The dots now.
    pub fn dots(&self) -> &[Dot] {
        &self.dots
    }

    /// Real mails that one dot stands for.
    pub fn mails(&self) -> u64 {
        self.mails
    }

    /// Simulated mails that one dot stands for; not always a whole number.
    pub fn one_in(&self) -> f64 {
        self.mails as f64 / self.scale as f64
    }

    /// Forgets every dot.
    pub fn clear(&mut self) {
        self.dots.clear();
        self.at.clear();
    }

    /// Forgets the dots whose outcome lies after `now`: it may come out differently.
    pub fn forget_future(&mut self, now: Time) {
        self.keep(|_, at| at <= now);
    }

    /// Chooses the sample for a speed from the attempts of the last minutes, in steps of 1-2-5.
    /// True if it has changed.
    pub fn choose_sample(&mut self, sim: &Sim, speed: f64) -> bool {
        let (tally, before) = (sim.tally(), sim.rates().tally_before());
        let outcomes = (tally.attempts - before.attempts).max(tally.offered - before.offered);
        let per_s = outcomes as f64 / sim.rates().span_s(sim.now());
        let wanted = per_s * speed / DOTS_PER_S * self.scale as f64;
        let mails = one_two_five(wanted).max(self.scale);
        // Within a step of what is drawn nothing changes, so the legend's figure does not flicker.
        let near = self.mails as f64 <= wanted * 2.6 || self.mails == self.scale;
        if mails <= self.mails && near && self.drawn {
            return false;
        }
        let changed = self.mails != mails || !self.drawn;
        self.mails = mails;
        self.drawn = true;
        changed
    }

    /// The next outcome after `now` of a dot in flight.
    pub fn next_outcome(&self, now: Time) -> Option<Time> {
        self.at.iter().copied().filter(|&at| at > now).min()
    }

    /// Takes what the look-ahead has seen.
    pub fn take_off(&mut self, ahead: &mut Sim, now: Time, speed: f64) {
        for sighting in ahead.trace_mut().drain() {
            if self.dots.len() < DOTS_MAX {
                self.dots.push(dot(sighting, now, speed));
                self.at.push(sighting.at);
            }
        }
    }

    /// Moves the dots: the model's clock stands at `now`, `dt_s` wall seconds after the last call.
    pub fn advance(&mut self, now: Time, dt_s: f64, speed: f64) {
        for (dot, &at) in self.dots.iter_mut().zip(&self.at) {
            if dot.phase_s >= 0.0 {
                dot.phase_s += dt_s as f32;
            } else if at > now {
                dot.phase_s = -(((at - now).secs_f64() / speed) as f32).max(f32::MIN_POSITIVE);
            } else {
                dot.phase_s = ((now - at).secs_f64() / speed).min(dt_s) as f32;
            }
        }
        self.keep(|dot, _| dot.phase_s < AFTER_MAX_S as f32);
    }

    fn keep(&mut self, keep: impl Fn(&Dot, Time) -> bool) {
        let mut index = 0;
        while index < self.dots.len() {
            if keep(&self.dots[index], self.at[index]) {
                index += 1;
            } else {
                self.dots.swap_remove(index);
                self.at.swap_remove(index);
            }
        }
    }
}

fn dot(sighting: Sighting, now: Time, speed: f64) -> Dot {
    let inside = match sighting.outcome {
        Outcome::Delivered | Outcome::Dropped | Outcome::Rejected if sighting.forest.is_some() => {
            let session = sighting.at.saturating_sub(sighting.began).secs_f64() / speed;
            session.clamp(f64::from(INSIDE_MIN), f64::from(INSIDE_MAX))
        }
        _ => 0.0,
    };
    let phase = (sighting.at.secs_f64() - now.secs_f64()) / speed;
    Dot {
        mail: sighting.mail.entity(),
        region: sighting.mail.region() as u8,
        forest: sighting.forest,
        from_gateway: sighting.from_gateway,
        outbound: sighting.mail.is_outbound(),
        outcome: sighting.outcome,
        inside_s: inside as f32,
        phase_s: -phase as f32,
    }
}

/// The smallest of 1, 2, 5, 10, … that is at least `x`.
fn one_two_five(x: f64) -> u64 {
    let mut step = 1;
    loop {
        for factor in [1, 2, 5] {
            if (step * factor) as f64 >= x {
                return step * factor;
            }
        }
        step *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_go_in_steps_of_one_two_five() {
        for (x, want) in [(0.0, 1), (1.0, 1), (1.1, 2), (4.9, 5), (5.1, 10), (130.0, 200)] {
            assert_eq!(one_two_five(x), want, "{x}");
        }
    }
}
