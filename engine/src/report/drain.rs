//! When the backlog would be gone if nothing changed from now on, three ways: by capacity alone, by
//! the senders' retry clocks, and by the quasi-static drain, which knows of both.
//!
//! Levers, routing and retry rate stay as they are; the load follows its usual day. In simulated
//! mails.

use crate::report::steady::pools;
use crate::sim::Sim;
use crate::sim::load;
use crate::theory::drain::{by_capacity, quasi_static};
use crate::theory::pool::Pool;
use crate::time::Time;

/// Over how long the retry rate is measured.
const MEASURED: Time = Time::from_mins(10);
/// Points of the curve at most.
const POINTS: f64 = 300.0;
/// How far ahead is looked.
const HORIZON: Time = Time::from_hours(48);
/// What is left of the backlog when it counts as gone.
const GONE: f64 = 0.01;

/// An estimate from one instant on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drain {
    /// From when.
    pub from: Time,
    /// Time between two points of the curve.
    pub step: Time,
    /// Mails held at each point, the first one now.
    pub held: Vec<f64>,
    /// Until less than 1 % of the peak is left, by the curve.
    pub cleared_in: Option<Time>,
    /// The same if capacity alone decided, wherever mail waits.
    pub capacity_in: Option<Time>,
    /// Until the last mail that waits now is tried again.
    pub tried_in: Time,
}

/// A region as the estimate sees it.
#[derive(Clone, Debug)]
struct Region {
    /// Its usual load by the minute, and the factor on it now.
    rates: Vec<f64>,
    factor: f64,
    held: f64,
    /// Retries a second of a waiting mail.
    retries: f64,
    /// Share of its attempts that each forest meets.
    shares: Vec<f64>,
}

impl Region {
    fn load(&self, at: Time) -> f64 {
        let minute = (at.secs() / 60) as usize;
        // After the end of the run the same hours come again, a day earlier.
        let known = self.rates.len();
        let minute =
            if minute < known { minute } else { minute.saturating_sub(1440).min(known - 1) };
        self.rates.get(minute).copied().unwrap_or(0.0) * self.factor
    }
}

/// Whether enough waits to be worth an estimate: more than a minute of offered mail, and more than what counts
/// as gone.
pub fn has_backlog(sim: &Sim) -> bool {
    let (peak, held) = (sim.record().peak.mails as f64, sim.tally().held() as f64);
    let offered_a_minute = sim.tally().offered as f64 / (sim.now().secs_f64() / 60.0).max(1.0);
    held > GONE * peak && held >= offered_a_minute
}

/// The estimate at the run's instant; `None` if hardly anything waits.
pub fn estimate(sim: &Sim) -> Option<Drain> {
    if !has_backlog(sim) {
        return None;
    }
    let peak = sim.record().peak.mails as f64;
    let held = sim.tally().held() as f64;
    let (regions, pools) = (regions(sim), pools(sim));
    let now = sim.now();
    let at = |t: f64| now + Time::from_secs_f64(t);
    let all_load = |t: f64| regions.iter().map(|region| region.load(at(t))).sum::<f64>();
    let horizon = HORIZON.secs_f64();
    let step = libm::ceil(horizon / POINTS / 60.0) * 60.0;
    let shares: Vec<f64> = regions.iter().map(|region| region.held / held).collect();
    let delivered = |t: f64, q: f64| {
        let attempts: Vec<f64> = (regions.iter().zip(&shares))
            .map(|(region, share)| region.load(at(t)) + region.retries * share * q)
            .collect();
        (pools.iter().enumerate())
            .map(|(forest, pool)| {
                let meets = regions.iter().zip(&attempts).map(|(r, a)| r.shares[forest] * a).sum();
                pool.steady(meets).delivered
            })
            .sum::<f64>()
    };
    let gone = (GONE * peak).max(1.0);
    let curve = quasi_static(held, (step, horizon), all_load, delivered, |q| q < gone);
    let is_over = curve.last().is_some_and(|&q| q < gone);
    let capacity: f64 = pools.iter().map(Pool::best).sum();
    Some(Drain {
        from: now,
        step: Time::from_secs_f64(step),
        cleared_in: is_over.then(|| Time::from_secs_f64((curve.len() - 1) as f64 * step)),
        capacity_in: by_capacity(held - gone, capacity, horizon, all_load).map(Time::from_secs_f64),
        tried_in: sim.last_retry().map_or(Time::ZERO, |at| at.saturating_sub(now)),
        held: curve,
    })
}

fn regions(sim: &Sim) -> Vec<Region> {
    let (now, tally) = (sim.now(), sim.tally());
    let before = sim.record().row_at(now.saturating_sub(MEASURED));
    let from =
        now.saturating_sub(MEASURED).us() / sim.record().step().us() * sim.record().step().us();
    let span = now.saturating_sub(Time::from_us(from)).secs_f64().max(1.0);
    let mut regions: Vec<_> = (0..sim.regions())
        .map(|index| Region {
            rates: load::rates(sim.scenario(), index),
            factor: sim.levers().load,
            held: tally.held_senders[index] as f64,
            retries: (tally.attempts_in[index] - before.attempts_in[index]) as f64 / span,
            shares: (0..sim.forests().len()).map(|f| sim.door().mean_share(index, f)).collect(),
        })
        .collect();
    let all: f64 = regions.iter().map(|region| region.load(now)).sum();
    for region in &mut regions {
        let load = region.load(now);
        region.held += tally.held_gateways as f64 * load / all.max(1e-9);
        region.retries = ((region.retries - load) / region.held.max(1.0)).max(0.0);
    }
    regions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Field, Scenario};

    /// Mails that really are held at the points of an estimate, from the same run.
    fn really_held(sim: &Sim, drain: &Drain) -> Vec<f64> {
        let mut run = sim.clone();
        let at = |point: usize| drain.from + Time::from_us(drain.step.us() * point as u64);
        let points = (0..drain.held.len()).take_while(|&point| at(point) < sim.duration());
        points
            .map(|point| {
                run.run_until(at(point));
                run.tally().held() as f64
            })
            .collect()
    }

    #[test]
    fn a_textbook_backlog_drains_as_estimated_and_capacity_is_a_third_too_optimistic() {
        // 40 mails a second meet 50 servers: a thousand that wait ten seconds each drain at ten a
        // second at most. Many seeds, so that what is left is the estimate's own error.
        let mut scenario = Scenario::preset("retrial-queue").expect("a preset");
        scenario.set(Field::InitialWaiting, 2000.0).expect("in range");
        scenario.set(Field::InitialSessions, 50.0).expect("in range");
        let pool = Pool::own_servers(50, 1.0);
        let delivered = |_, q: f64| pool.steady(40.0 + 0.1 * q).delivered;
        let curve = quasi_static(2000.0, (5.0, 600.0), |_| 40.0, delivered, |_| false);
        let seeds = 40;
        let mut mean = vec![0.0; curve.len()];
        for seed in 0..seeds {
            let mut sim = Sim::new(&scenario, seed);
            for (point, mean) in mean.iter_mut().enumerate() {
                sim.run_until(Time::from_secs(5 * point as u64));
                *mean += sim.tally().held() as f64 / f64::from(seeds as u32);
            }
        }
        for (estimate, real) in curve.iter().zip(&mean) {
            assert!((estimate - real).abs() < 0.03 * 2000.0, "{estimate} for {real}");
        }
        let when = |values: &[f64], left: f64| {
            values.iter().position(|&q| q < left).expect("it drains") as f64 * 5.0
        };
        let real = when(&mean, 20.0);
        let fluid = by_capacity(1980.0, 50.0, 3600.0, |_| 40.0).expect("it drains");
        assert!((1.2..1.4).contains(&(real / fluid)), "{fluid} s for {real} s");
        let quasi = when(&curve, 20.0);
        assert!((quasi / real - 1.0).abs() < 0.03, "{quasi} s for {real} s");
    }

    #[test]
    fn the_incidents_end_is_near_the_estimate_and_far_from_capacity_alone() {
        let scenario = Scenario::preset("ex1331830").expect("the incident");
        let mut sim = Sim::new(&scenario, 1);
        assert_eq!(estimate(&sim), None);
        // Five minutes after the last action: nothing is changed any more.
        sim.run_until(Time::from_hours(29));
        let drain = estimate(&sim).expect("much waits");
        let real = really_held(&sim, &drain);
        let after = |hours: u64| (Time::from_hours(hours).us() / drain.step.us()) as usize;
        for hours in [1, 2] {
            let (estimate, real) = (drain.held[after(hours)], real[after(hours)]);
            assert!((0.6..1.4).contains(&(estimate / real)), "{hours} h: {estimate} for {real}");
        }
        let mut run = sim.clone();
        run.run_until(Time::NEVER);
        let cleared_in = (run.cleared_at().expect("it clears") - sim.now()).hours_f64();
        let estimated = drain.cleared_in.expect("it clears").hours_f64();
        assert!((estimated - cleared_in).abs() < 1.5, "{estimated} h for {cleared_in} h");
        let capacity = drain.capacity_in.expect("there is spare capacity").hours_f64();
        assert!(capacity < 0.25 * cleared_in, "{capacity} h of {cleared_in} h");
        // Exim waits for up to six hours: the last clock runs out after capacity is done.
        assert!(drain.tried_in.hours_f64() > 4.0 * capacity, "{drain:?}");
    }

    #[test]
    fn the_last_retry_is_when_nothing_that_waits_now_waits_untried() {
        for preset in ["ex1331830", "retrial-queue"] {
            let scenario = Scenario::preset(preset).expect("a preset");
            let mut sim = Sim::new(&scenario, 1);
            sim.run_until(Time::from_mins(30).min(scenario.duration()));
            sim.run_until(scenario.onset().max(sim.now()) + Time::from_mins(20));
            let last = sim.last_retry().expect("something waits");
            assert!(last > sim.now(), "{preset}: {last}");
        }
    }
}
