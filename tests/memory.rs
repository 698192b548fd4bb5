//! What the engine takes of memory, counted by the allocator: in a binary of its own, so that
//! nothing else allocates meanwhile.
#![cfg(not(target_arch = "wasm32"))]

use allocation_counter::measure;
use mailflow::scenario::Scenario;
use mailflow::sim::Sim;
use mailflow::sim::forest::Forest;
use mailflow::time::Time;

/// The retrial queue with so many mails waiting from the start, about as many as come back.
fn queue(waiting: u32) -> Scenario {
    let mut scenario = Scenario::preset("retrial-queue").expect("a preset");
    for setting in [
        "duration=3".to_owned(),
        format!("initial_waiting={waiting}"),
        format!("textbook_wait={}", (f64::from(waiting) * 1.014).max(10.0)),
    ] {
        scenario.set_text(&setting).expect("in range");
    }
    scenario
}

/// Bytes that a run of the scenario holds after so long.
fn held_by(scenario: &Scenario, until: Time) -> f64 {
    let mut sim = None;
    let info = measure(|| {
        let mut run = Sim::new(scenario, 1);
        run.run_until(until);
        sim = Some(run);
    });
    drop(sim);
    info.bytes_current as f64
}

#[test]
fn a_waiting_mail_takes_sixteen_bytes_beside_its_time_of_creation() {
    const WAITING: u32 = 400_000;
    for until in [Time::ZERO, Time::from_mins(30)] {
        let many = held_by(&queue(WAITING), until) - held_by(&queue(0), until);
        let each = many / f64::from(WAITING) - size_of::<Time>() as f64;
        assert!(each <= 16.0, "{each} bytes each after {until}");
        assert!(each >= 15.0, "it must be somewhere: {each}");
    }
}

/// A queue grows by doubling, so the most that a mail takes is twice its eight bytes: just after.
#[test]
fn a_mail_in_its_hosts_queue_takes_sixteen_bytes_at_most() {
    for mix in ["mix_exim=100", "mix_postfix=100"] {
        for waiting in [260_000, 270_000] {
            let with = |waiting| {
                let mut scenario = queue(waiting);
                for setting in ["mix_textbook=0", mix, "hosts_per_region=1", "forest_limit=0"] {
                    scenario.set_text(setting).expect("in range");
                }
                held_by(&scenario, Time::ZERO)
            };
            let each = (with(waiting) - with(0)) / f64::from(waiting) - size_of::<Time>() as f64;
            assert!((8.0..=16.0).contains(&each), "{mix}, {waiting} wait: {each} bytes each");
        }
    }
}

/// One forest with so many sessions, all taken within a second or two, and each kept for a hundred.
fn full(sessions: u32, network: bool) -> Scenario {
    let mut scenario = Scenario::preset("erlang-loss").expect("a preset");
    let (lookup_rate, network_mean) = if network { (1e4, 600.0) } else { (0.01, 0.0) };
    for setting in [
        "duration=3".to_owned(),
        "peak_rate=2000".to_owned(),
        format!("forest_limit={sessions}"),
        format!("lookup_rate={lookup_rate}"),
        format!("network_mean={network_mean}"),
    ] {
        scenario.set_text(&setting).expect("in range");
    }
    scenario
}

/// Beside what a forest takes by itself, however many are in it. The numbers fill nearly what their
/// tables have room for, which doubles.
#[test]
fn a_mail_in_session_takes_sixty_four_bytes() {
    const FEW: u32 = 505;
    const MANY: u32 = 2000;
    for network in [false, true] {
        let until = Time::from_secs(3);
        let count = |sessions| {
            let mut sim = Sim::new(&full(sessions, network), 1);
            sim.run_until(until);
            assert!(sim.tally().in_session + 10 > u64::from(sessions), "all are taken");
            let in_lookup: u32 = sim.forests().map(Forest::in_lookup).sum();
            assert!((in_lookup > sessions / 2) != network, "{in_lookup} in lookup");
        };
        count(FEW);
        count(MANY);
        let many = held_by(&full(MANY, network), until) - held_by(&full(FEW, network), until);
        let each = many / f64::from(MANY - FEW);
        assert!(each <= 64.0, "{each} bytes each, network {network}");
        assert!(each >= 40.0, "it must be somewhere: {each}");
    }
}

#[test]
fn nothing_is_allocated_for_an_event() {
    for (key, waiting) in [("retrial-queue", 0), ("retrial-queue", 100_000), ("ex1331830", 0)] {
        let incident = key == "ex1331830";
        let scenario =
            if incident { Scenario::preset(key).expect("a preset") } else { queue(waiting) };
        let mut sim = Sim::new(&scenario, 1);
        // The textbook's queue stays as it is: what is left are the tables of what has happened. The
        // incident's three thousand queues go on growing, by doubling.
        let (from, most) =
            if incident { (Time::from_hours(12), 100) } else { (Time::from_mins(60), 2_000) };
        sim.run_until(from);
        let before = sim.events();
        let info = measure(|| sim.run_until(from + Time::from_mins(60)));
        let events = sim.events() - before;
        assert!(
            info.count_total < events / most,
            "{key}: {} allocations in {events} events",
            info.count_total
        );
    }
}

#[test]
fn a_checkpoint_takes_what_it_says() {
    for hours in [1, 9, 24] {
        let mut sim = Sim::new(&Scenario::preset("ex1331830").expect("the incident"), 1);
        sim.run_until(Time::from_hours(hours));
        let mut copy = None;
        let info = measure(|| copy = Some(sim.clone()));
        drop(copy);
        let said = sim.bytes() as f64 / info.bytes_current as f64;
        assert!((0.8..1.5).contains(&said), "at {hours} h it says {said:.2} of what it takes");
    }
}
