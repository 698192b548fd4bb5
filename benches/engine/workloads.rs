//! What is measured, natively and in the browser alike: the clock is passed in.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;

use mailflow::playback::Player;
use mailflow::rng::{Purpose, draw};
use mailflow::scenario::{Scenario, preset};
use mailflow::sim::Sim;
use mailflow::time::Time;

/// Seconds since some instant.
pub(crate) type Clock<'a> = &'a dyn Fn() -> f64;

/// One measured line.
#[derive(Debug)]
pub(crate) struct Line {
    /// What was measured.
    pub(crate) name: &'static str,
    /// What was counted, and how many.
    pub(crate) unit: &'static str,
    pub(crate) count: u64,
    pub(crate) seconds: f64,
    /// Counts a second of the yardstick on the same work, where there is one.
    pub(crate) yardstick: Option<f64>,
    /// The worst of a hundred by rank 95 [ms], where single ones were timed.
    pub(crate) p95_ms: Option<f64>,
    /// The longest of them [ms].
    pub(crate) longest_ms: Option<f64>,
    /// Hash of the run that was measured.
    pub(crate) hash: u64,
}

impl Line {
    fn new(name: &'static str, unit: &'static str, count: u64, seconds: f64, hash: u64) -> Line {
        Line { name, unit, count, seconds, yardstick: None, p95_ms: None, longest_ms: None, hash }
    }

    /// The same line with how long single ones took [s].
    fn of_each(self, mut each: Vec<f64>) -> Line {
        each.sort_by(f64::total_cmp);
        let ms = |seconds: f64| Some(seconds * 1e3);
        let p95_ms = each.get(each.len() * 95 / 100).copied().and_then(ms);
        Line { p95_ms, longest_ms: each.last().copied().and_then(ms), ..self }
    }

    /// Counts a second.
    pub(crate) fn per_second(&self) -> f64 {
        self.count as f64 / self.seconds
    }

    /// The line as JSON.
    pub(crate) fn json(&self) -> String {
        serde_json::json!({
            "name": self.name, "unit": self.unit, "count": self.count, "seconds": self.seconds,
            "per_second": self.per_second(), "ratio": self.ratio(), "p95_ms": self.p95_ms,
            "longest_ms": self.longest_ms,
            "run_hash": format!("{:016x}", self.hash),
        })
        .to_string()
    }

    /// Counts a second against those of the yardstick.
    pub(crate) fn ratio(&self) -> Option<f64> {
        self.yardstick.map(|yardstick| self.per_second() / yardstick)
    }
}

const SEEKS: &str = "seeks over ex1331830";
const FRAMES: &str = "frames that compute anew";
const SNAPSHOTS: &str = "snapshots for the stage";

/// How much is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// So little that it can run with the tests.
    Small,
    /// As much as a figure needs.
    Full,
}

impl Size {
    fn pick<T>(self, small: T, full: T) -> T {
        if self == Size::Full { full } else { small }
    }

    /// Runs of which the fastest counts.
    fn runs(self) -> usize {
        self.pick(1, 3)
    }
}

/// One thing that is measured.
type Thing = Box<dyn Fn(Clock) -> Line>;

/// What is measured together: one thing, or the yardstick and the engine on the same work.
pub(crate) struct Part {
    /// The name of its last line.
    pub(crate) name: &'static str,
    /// How often each of the things below is run.
    times: usize,
    things: Vec<Thing>,
}

impl Part {
    fn new(name: &'static str, times: usize, thing: impl Fn(Clock) -> Line + 'static) -> Part {
        Part { name, times, things: vec![Box::new(thing)] }
    }

    /// The single runs, one after the other: between two of them a browser is let breathe.
    pub(crate) fn runs(&self, clock: Clock) -> impl Iterator<Item = Line> {
        let runs = self.things.iter().flat_map(|thing| std::iter::repeat_n(thing, self.times));
        runs.map(move |run| run(clock))
    }
}

/// The fastest of the runs of each thing of a part.
pub(crate) fn lines(runs: Vec<Line>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for run in runs {
        match lines.last_mut().filter(|last| last.name == run.name) {
            Some(last) if last.seconds <= run.seconds => {}
            Some(last) => *last = run,
            None => lines.push(run),
        }
    }
    if let [yardstick, engine] = &mut lines[..] {
        engine.yardstick = Some(yardstick.per_second());
    }
    lines
}

/// Every part in turn. Sizes of memory that a browser may not have are left out there.
pub(crate) fn parts(size: Size) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let few = Queue { waiting: 0, wait_s: 10.0, seconds: size.pick(400.0, 200_000.0) };
    // With waits this long as many mails come back as are refused: the pile stays as it is.
    let many = Queue {
        waiting: size.pick(13_000, 1_300_000),
        wait_s: size.pick(13_181.7, 1_318_170.0),
        seconds: size.pick(400.0, 50_000.0),
    };
    // A pile that presses: nearly every event is a retry, and nearly every retry is refused.
    let pressing = Queue {
        waiting: size.pick(13_000, 1_300_000),
        wait_s: size.pick(9.0, 900.0),
        seconds: size.pick(400.0, 5_000.0),
    };
    let most = Queue {
        waiting: size.pick(100_000, 10_000_000),
        wait_s: size.pick(101_397.6, 10_139_760.0),
        seconds: size.pick(400.0, 50_000.0),
    };
    for (queue, names) in [
        (few, ["yardstick, V6", "V6: M/M/50 retrial, 40/s"]),
        (many, ["yardstick, 1.3 M waiting", "V6 with 1.3 M waiting"]),
        (pressing, ["yardstick, 1.3 M pressing", "V6 with 1.3 M pressing"]),
        (most, ["yardstick, 10 M waiting", "V6 with 10 M waiting"]),
    ] {
        if queue.waiting > 5_000_000 && cfg!(target_arch = "wasm32") {
            continue;
        }
        let yardstick = move |clock: Clock| queue.yardstick(clock, names[0]);
        let engine = move |clock: Clock| queue.engine(clock, names[1]);
        let things: [Thing; 2] = [Box::new(yardstick), Box::new(engine)];
        parts.push(Part { name: names[1], times: size.runs(), things: things.into() });
    }
    for preset in preset::PRESETS {
        parts.push(Part::new(preset.key, 1, move |clock| whole_preset(clock, preset.key, size)));
    }
    parts.push(Part::new(SEEKS, 1, move |clock| seek(clock, size)));
    parts.push(Part::new(FRAMES, 1, move |clock| recompute(clock, size)));
    let pictures = size.pick(20, 20_000);
    parts.push(Part::new(SNAPSHOTS, size.runs(), move |clock| snapshots(clock, pictures)));
    parts
}

/// The retrial queue M/M/50 with 40 mails a second and work of mean 1 s, as it is with so many mails
/// waiting from the start.
#[derive(Clone, Copy, Debug)]
struct Queue {
    waiting: u32,
    wait_s: f64,
    seconds: f64,
}

impl Queue {
    /// The yardstick: a plain loop over the standard library's binary heap.
    fn yardstick(self, clock: Clock, name: &'static str) -> Line {
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        enum Event {
            Arrival,
            Retry,
            Departure,
        }
        let end = Time::from_secs_f64(self.seconds).us();
        let mut heap = BinaryHeap::new();
        let (mut drawn, mut sequence, mut busy, mut events) = (0u64, 0u64, 0u32, 0u64);
        let mut waiting = u64::from(self.waiting);
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
        for _ in 0..self.waiting {
            push(&mut heap, after(self.wait_s), Event::Retry);
        }
        let started = clock();
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
                        push(&mut heap, now + after(self.wait_s), Event::Retry);
                    }
                }
            }
        }
        black_box(waiting);
        Line::new(name, "events", events, clock() - started, hash)
    }

    /// The full engine on the same: its attempts and deliveries are the yardstick's events.
    fn engine(self, clock: Clock, name: &'static str) -> Line {
        let mut scenario = Scenario::preset("retrial-queue").expect("a preset");
        for setting in [
            format!("duration={}", self.seconds / 3600.0),
            format!("initial_waiting={}", self.waiting),
            format!("textbook_wait={}", self.wait_s),
        ] {
            scenario.set_text(&setting).expect("in range");
        }
        let mut sim = Sim::new(&scenario, 1);
        let started = clock();
        sim.run_until(Time::NEVER);
        let seconds = clock() - started;
        let events = sim.tally().attempts + sim.tally().delivered;
        Line::new(name, "events", events, seconds, sim.hash())
    }
}

/// A preset to its end, with the actions that it comes with.
fn whole_preset(clock: Clock, key: &'static str, size: Size) -> Line {
    let scenario = Scenario::preset(key).expect("a preset");
    let started = clock();
    let mut sim = Sim::new(&scenario, 1);
    sim.run_for(Time::NEVER, size.pick(20_000, u64::MAX / 2));
    Line::new(key, "events", sim.events(), clock() - started, sim.hash())
}

/// A frame as the page's: the model may take seven milliseconds of it. How long it took [s].
fn frame(clock: Clock, player: &mut Player) -> f64 {
    let started = clock();
    player.frame(0.0, &mut || clock() - started < 0.007);
    clock() - started
}

/// Frames until a seek has arrived. How long each took [s].
fn settle(clock: Clock, player: &mut Player, to: Time) -> Vec<f64> {
    player.seek(to);
    let mut frames = Vec::new();
    while player.seeking_to().is_some() {
        frames.push(frame(clock, player));
    }
    frames
}

/// Seeks back and forth over a computed run: how long single ones take. Wherever one arrives, the
/// state must be that of a straight run.
fn seek(clock: Clock, size: Size) -> Line {
    let minutes = size.pick(2, 36) * 60;
    let mut player = Player::preset("ex1331830", 1).expect("the incident");
    settle(clock, &mut player, Time::from_mins(minutes));
    let count = size.pick(5, 100);
    let (mut each, mut states) = (Vec::new(), Vec::new());
    for seek in 0..count {
        let to = draw(1, seek, Purpose::Sample, 0).below(minutes as usize * 60);
        let to = Time::from_secs(to as u64);
        let started = clock();
        settle(clock, &mut player, to);
        each.push(clock() - started);
        states.push((to, player.sim().hash(), *player.sim().tally()));
    }
    let hash = player.sim().hash();
    states.sort_by_key(|&(at, ..)| at);
    let mut straight = Sim::new(&Scenario::preset("ex1331830").expect("the incident"), 1);
    for (at, hash, tally) in states {
        straight.run_until(at);
        assert_eq!((hash, tally), (straight.hash(), *straight.tally()), "after a seek to {at}");
    }
    Line::new(SEEKS, "seeks", count, each.iter().sum(), hash).of_each(each)
}

/// What the page does when an action early in a computed run is switched off: it is computed anew,
/// a slice in each frame. The change itself is the first that is timed.
fn recompute(clock: Clock, size: Size) -> Line {
    let end = Time::from_hours(size.pick(8, 36));
    let mut player = Player::preset("ex1331830", 1).expect("the incident");
    settle(clock, &mut player, end);
    let started = clock();
    player.set_action_enabled(0, false);
    let mut frames = vec![clock() - started];
    frames.extend(settle(clock, &mut player, end));
    let scenario = player.run().scenario().clone();
    let mut straight = Sim::new(&scenario, 1);
    straight.run_until(end);
    assert_eq!(player.sim().hash(), straight.hash(), "computed anew in slices");
    let (count, seconds) = (frames.len() as u64, frames.iter().sum());
    let line = Line::new(FRAMES, "frames", count, seconds, straight.hash());
    line.of_each(frames)
}

/// Pictures of a busy instant.
fn snapshots(clock: Clock, count: u64) -> Line {
    let scenario = Scenario::preset("ex1331830").expect("the incident");
    let mut sim = Sim::new(&scenario, 1);
    sim.run_until(Time::from_mins(90));
    let started = clock();
    for _ in 0..count {
        black_box(sim.snapshot());
    }
    Line::new(SNAPSHOTS, "frames", count, clock() - started, sim.hash())
}
