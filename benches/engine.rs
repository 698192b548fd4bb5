//! Events a second of the engine, against a yardstick in the same process: machines differ and
//! drift, a ratio does less so. Every line carries the run's hash, so a figure always belongs to a
//! known run.
//!
//! `cargo xtask bench` runs it in full; under `cargo test` it runs small, so that it cannot rot.
//! `--json` prints JSON.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::time::Instant;

use mailflow::playback::Player;
use mailflow::rng::{Purpose, draw};
use mailflow::scenario::Scenario;
use mailflow::sim::Sim;
use mailflow::stage::Snapshot;
use mailflow::time::Time;

/// One measured line.
struct Line {
    name: &'static str,
    /// What was counted, and how many.
    unit: &'static str,
    count: u64,
    seconds: f64,
    hash: u64,
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let full = args.iter().any(|arg| arg == "--bench");
    let json = args.iter().any(|arg| arg == "--json");
    let repeats = if full { 3 } else { 1 };
    let (yardstick_s, hours) = if full { (200_000.0, 36) } else { (200.0, 2) };
    let lines = [
        best(repeats, || yardstick(yardstick_s)),
        best(repeats, || incident(hours)),
        best(repeats, || seek(if full { 30 } else { 2 })),
        best(repeats, || snapshots(if full { 20_000 } else { 20 })),
    ];
    let reference = lines[0].per_second();
    for line in &lines {
        let ratio = line.per_second() / reference;
        if json {
            let line = serde_json::json!({
                "name": line.name, "unit": line.unit, "count": line.count,
                "seconds": line.seconds, "per_second": line.per_second(),
                "ratio": ratio, "run_hash": format!("{:016x}", line.hash),
            });
            println!("{line}");
        } else {
            println!(
                "{:<34}{:>8.2} M {}/s  ratio {ratio:>5.2}  hash {:016x}",
                line.name,
                line.per_second() / 1e6,
                line.unit,
                line.hash
            );
        }
    }
}

impl Line {
    fn per_second(&self) -> f64 {
        self.count as f64 / self.seconds
    }
}

fn best(repeats: u32, run: impl Fn() -> Line) -> Line {
    (0..repeats)
        .map(|_| run())
        .min_by(|a, b| a.seconds.total_cmp(&b.seconds))
        .expect("at least one repeat")
}

/// The yardstick: the retrial queue M/M/50 with arrivals 40/s, work of mean 1 s and retries after a
/// mean of 10 s, as a plain loop over the standard library's binary heap.
fn yardstick(seconds: f64) -> Line {
    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    enum Event {
        Arrival,
        Retry,
        Departure,
    }
    let started = Instant::now();
    let end = Time::from_secs_f64(seconds).us();
    let mut heap = BinaryHeap::new();
    let (mut drawn, mut sequence, mut busy, mut waiting, mut events) =
        (0u64, 0u64, 0u32, 0u64, 0u64);
    let mut hash = 0u64;
    let mut after = |mean_s: f64| {
        drawn += 1;
        (draw(1, drawn, Purpose::Wait, 0).exponential() * mean_s * 1e6) as u64
    };
    let mut push = |heap: &mut BinaryHeap<_>, at: u64, event: Event| {
        sequence += 1;
        heap.push(Reverse((at, sequence, event)));
    };
    push(&mut heap, after(1.0 / 40.0), Event::Arrival);
    while let Some(Reverse((now, _, event))) = heap.pop() {
        if now > end {
            break;
        }
        events += 1;
        hash = hash.rotate_left(5) ^ now;
        match event {
            Event::Departure => busy -= 1,
            Event::Arrival | Event::Retry => {
                if event == Event::Arrival {
                    push(&mut heap, now + after(1.0 / 40.0), Event::Arrival);
                } else {
                    waiting -= 1;
                }
                if busy < 50 {
                    busy += 1;
                    push(&mut heap, now + after(1.0), Event::Departure);
                } else {
                    waiting += 1;
                    push(&mut heap, now + after(10.0), Event::Retry);
                }
            }
        }
    }
    black_box(waiting);
    let seconds = started.elapsed().as_secs_f64();
    Line { name: "yardstick: V6 on a binary heap", unit: "events", count: events, seconds, hash }
}

/// The incident with its actions.
fn incident(hours: u64) -> Line {
    let scenario = Scenario::preset("ex1331830").expect("the incident");
    let started = Instant::now();
    let mut sim = Sim::new(&scenario, 1);
    sim.run_until(Time::from_hours(hours));
    let seconds = started.elapsed().as_secs_f64();
    Line { name: "ex1331830", unit: "events", count: sim.events(), seconds, hash: sim.hash() }
}

/// Seeks back and forth over a played run, as simulated events that a straight run would take.
fn seek(hours: u64) -> Line {
    let mut player = Player::preset("ex1331830", 1).expect("the incident");
    let settle = |player: &mut Player, to: Time| {
        player.seek(to);
        while player.seeking_to().is_some() {
            player.frame(0.0, &mut || true);
        }
    };
    settle(&mut player, Time::from_hours(hours));
    let started = Instant::now();
    let mut count = 0;
    for step in 1..=10 {
        settle(&mut player, Time::from_mins(hours * 60 * (step * 7 % 10) / 10 + 13));
        count += player.sim().events();
    }
    let seconds = started.elapsed().as_secs_f64();
    Line { name: "seeks over ex1331830", unit: "events", count, seconds, hash: player.sim().hash() }
}

/// Pictures of a busy instant.
fn snapshots(count: u64) -> Line {
    let scenario = Scenario::preset("ex1331830").expect("the incident");
    let mut sim = Sim::new(&scenario, 1);
    sim.run_until(Time::from_mins(90));
    let started = Instant::now();
    for _ in 0..count {
        let snapshot: Snapshot = sim.snapshot();
        black_box(&snapshot);
    }
    let seconds = started.elapsed().as_secs_f64();
    Line { name: "snapshots for the stage", unit: "frames", count, seconds, hash: sim.hash() }
}
