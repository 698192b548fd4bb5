//! The model: mail from senders through the front door to the forests, and back to wait.
//!
//! `Sim` is the only dispatcher: every event passes through [`Sim::run_until`]. What a thing *is*
//! stands in its own file; what *happens* between things stands here and in `sim/flow.rs`.
//!
//! A run is a pure function of (scenario, actions, seed): no clock, no shared randomness, and only
//! arithmetic that is the same on every target.

pub mod audit;
pub mod door;
mod flow;
pub mod forest;
pub mod load;
pub mod mail;
pub mod operate;
pub mod profile;
pub mod rates;
pub mod retry;
pub mod sender;
pub mod session;
pub mod trace;
mod view;

use std::collections::VecDeque;
use std::sync::Arc;

use crate::calendar::Calendar;
use crate::record::{Record, Tally};
use crate::rng::{Purpose, draw};
use crate::scenario::{Action, Field, Scenario};
use crate::time::Time;

use door::Door;
use forest::{Forest, Usl};
use load::Arrivals;
use mail::Mail;
use operate::Levers;
use profile::{Kind, Profile};
use rates::Rates;
use sender::Host;
use session::Sessions;
use trace::Trace;

/// One run.
#[derive(Clone, Debug)]
pub struct Sim {
    setup: Arc<Setup>,
    actions: Arc<[Action]>,
    now: Time,
    calendar: Calendar<Event>,
    arrivals: Vec<Stamped<Arrivals>>,
    hosts: Vec<Host>,
    door: Door,
    forests: Vec<Stamped<Forest>>,
    sessions: Sessions,
    /// Sessions in the order in which they will be cut: the timeout is the same for all.
    timeouts: VecDeque<(Time, u32, u32)>,
    /// Mails that wait for a clock of their own, in reused entries.
    alone: Vec<Option<(u32, Mail)>>,
    alone_free: Vec<u32>,
    levers: Levers,
    tally: Tally,
    record: Record,
    rates: Rates,
    trace: Trace,
    events: u64,
    hash: u64,
    /// The last two instants at which an attempt met its outcome, the latest first.
    outcomes: [Time; 2],
}

/// What does not change during a run.
#[derive(Debug)]
struct Setup {
    scenario: Scenario,
    seed: u64,
    profiles: Vec<Profile>,
    /// Simulated mails a second by region and minute.
    rates: Vec<Vec<f64>>,
    hosts_per_region: usize,
    gateways_per_region: usize,
    timeout: Time,
    network_fixed: f64,
    network_mean: f64,
    lookups: u32,
}

/// Something with one pending event: an event with an older stamp, or for another time, is stale.
#[derive(Clone, Debug)]
struct Stamped<T> {
    it: T,
    stamp: u32,
    due: Time,
}

/// What can happen.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// The next mail of a region is created.
    Arrival { region: u32, stamp: u32 },
    /// A host's clock or queue scan.
    Wake { host: u32, stamp: u32 },
    /// A mail reached its forest's lookups.
    Reached { session: u32, stamp: u32 },
    /// A forest's next completion.
    Done { forest: u32, stamp: u32 },
    /// The oldest session may have to be cut.
    Timeout,
    /// A mail that retries alone is due.
    Alone { slot: u32 },
}

impl Sim {
    /// A run at its start. The actions are the scenario's.
    pub fn new(scenario: &Scenario, seed: u64) -> Self {
        let setup = Setup::new(scenario, seed);
        let regions = setup.rates.len();
        let per_region = scenario.get(Field::ForestsPerRegion) as usize;
        let usl = Usl {
            rate: scenario.get(Field::LookupRate),
            contention: scenario.get(Field::Contention),
            coherency: scenario.get(Field::Coherency),
        };
        let forests = (0..regions * per_region)
            .map(|index| Stamped::new(Forest::new(index / per_region, usl)))
            .collect();
        let levers = Levers::at(scenario, &[], Time::ZERO);
        let mut sim = Sim {
            actions: sorted(scenario.actions()),
            now: Time::ZERO,
            calendar: Calendar::default(),
            arrivals: (0..regions)
                .map(|region| Stamped::new(Arrivals::new(seed, region, levers.load)))
                .collect(),
            hosts: setup.hosts(),
            door: Door::new(
                seed,
                regions,
                per_region,
                scenario.get(Field::CellsPerRegion) as usize,
                scenario.get(Field::Affinity) / 100.0,
            ),
            rates: Rates::new(regions, regions * per_region),
            forests,
            sessions: Sessions::default(),
            timeouts: VecDeque::new(),
            alone: Vec::new(),
            alone_free: Vec::new(),
            levers,
            tally: Tally::default(),
            record: Record::new(scenario.duration()),
            trace: Trace::default(),
            events: 0,
            hash: seed,
            outcomes: [Time::ZERO; 2],
            setup: Arc::new(setup),
        };
        sim.apply_levers();
        for region in 0..regions {
            sim.schedule_arrival(region);
        }
        sim
    }

    /// Runs up to and including `until`, or the end of the run if that is sooner.
    pub fn run_until(&mut self, until: Time) {
        let until = until.min(self.duration());
        while self.step_before(until) {}
        self.now = self.now.max(until);
    }

    /// Runs until a mail meets its next outcome (a reply or a cut), at most to `until`.
    pub fn run_to_outcome(&mut self, until: Time) {
        let until = until.min(self.duration());
        let before = self.tally.attempts - self.tally.in_session;
        while self.step_before(until) {
            if self.tally.attempts - self.tally.in_session > before {
                return;
            }
        }
        self.now = self.now.max(until);
    }

    /// Handles what happens next if it happens by `until`; false if nothing does.
    ///
    /// At one instant, events come first, then operator actions and the onset, then the record's
    /// row: so an action added at the cursor lands just as one that was on the timeline all along.
    #[inline]
    fn step_before(&mut self, until: Time) -> bool {
        let event_at = self.calendar.next_at().unwrap_or(Time::NEVER);
        let change_at = self.levers.next_change;
        let row_at = self.record.next_row_at();
        let at = event_at.min(change_at).min(row_at);
        if at > until {
            return false;
        }
        debug_assert!(at >= self.now, "an event in the past");
        self.now = at;
        if event_at == at {
            if let Some((_, event)) = self.calendar.pop() {
                self.handle(event);
            }
        } else if change_at == at {
            self.apply_levers();
        } else {
            self.record.add_row(&self.tally);
            self.rates.roll(at, &self.tally);
            if cfg!(debug_assertions) {
                self.audit_row();
            }
        }
        true
    }

    /// The instant it has run to.
    pub fn now(&self) -> Time {
        self.now
    }

    /// Length of the run.
    pub fn duration(&self) -> Time {
        self.setup.scenario.duration()
    }

    /// The scenario, without edits to its actions: those are [`Sim::actions`].
    pub fn scenario(&self) -> &Scenario {
        &self.setup.scenario
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.setup.seed
    }

    /// The actions, in order of time.
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// What the levers stand at.
    pub fn levers(&self) -> &Levers {
        &self.levers
    }

    /// The counts.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The record.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Rates over the last minute or two.
    pub fn rates(&self) -> &Rates {
        &self.rates
    }

    /// The front doors.
    pub fn door(&self) -> &Door {
        &self.door
    }

    /// The forests, region by region.
    pub fn forests(&self) -> impl ExactSizeIterator<Item = &Forest> {
        self.forests.iter().map(|forest| &forest.it)
    }

    /// The hosts: each region's senders, then each region's gateways.
    pub fn hosts(&self) -> &[Host] {
        &self.hosts
    }

    /// How a kind of host behaves in this run.
    pub fn profile(&self, kind: Kind) -> &Profile {
        &self.setup.profiles[kind as usize]
    }

    /// Regions.
    pub fn regions(&self) -> usize {
        self.setup.rates.len()
    }

    /// Events handled.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// A hash of everything that has happened: equal for equal runs, on every target.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// The last two instants at which an attempt met its outcome, the latest first.
    pub fn last_outcomes(&self) -> [Time; 2] {
        self.outcomes
    }

    /// When the backlog was cleared, if it was.
    pub fn cleared_at(&self) -> Option<Time> {
        self.record.cleared_at(self.now, &self.tally)
    }

    /// The sampled outcomes, to be drained by the page; sampling does not touch the run.
    pub fn trace_mut(&mut self) -> &mut Trace {
        &mut self.trace
    }
}

impl<T> Stamped<T> {
    fn new(it: T) -> Self {
        Stamped { it, stamp: 0, due: Time::NEVER }
    }

    /// Sets the pending event's time; the one set before becomes stale.
    fn reschedule(&mut self, due: Time) -> u32 {
        self.due = due;
        self.stamp = self.stamp.wrapping_add(1);
        self.stamp
    }
}

impl Setup {
    fn new(scenario: &Scenario, seed: u64) -> Self {
        let kinds = [Kind::Postfix, Kind::Exim, Kind::Exchange, Kind::Textbook, Kind::Gateway];
        let regions = scenario.get(Field::Regions) as usize;
        Setup {
            scenario: scenario.clone(),
            seed,
            profiles: kinds.map(|kind| kind.profile(scenario)).to_vec(),
            rates: (0..regions).map(|region| load::rates(scenario, region)).collect(),
            hosts_per_region: scenario.get(Field::HostsPerRegion) as usize,
            gateways_per_region: scenario.get(Field::GatewayHosts) as usize,
            timeout: Time::from_secs_f64(scenario.get(Field::SessionTimeout)),
            network_fixed: scenario.get(Field::NetworkFixed),
            network_mean: scenario.get(Field::NetworkMean),
            lookups: scenario.get(Field::Lookups) as u32,
        }
    }

    /// Every region's senders by the mix, then every region's gateways.
    fn hosts(&self) -> Vec<Host> {
        let regions = self.rates.len();
        let mut hosts = Vec::new();
        for region in 0..regions {
            for number in 0..self.hosts_per_region {
                let part = (number as f64 + 0.5) / self.hosts_per_region as f64;
                hosts.push(self.host(mix(&self.scenario, part), region, hosts.len()));
            }
        }
        for region in 0..regions {
            for _ in 0..self.gateways_per_region {
                hosts.push(self.host(Kind::Gateway, region, hosts.len()));
            }
        }
        hosts
    }

    fn host(&self, kind: Kind, region: usize, index: usize) -> Host {
        let profile = &self.profiles[kind as usize];
        let period = match profile.clock {
            profile::Clock::MailAge { scan, .. } => scan.us(),
            _ => 1,
        };
        let phase = draw(self.seed, index as u64, Purpose::Phase, 0).bits() % period;
        Host::new(kind, region, profile, Time::from_us(phase))
    }
}

/// The shares of the senders' kinds, scaled to 1, in the order of [`profile::SENDERS`].
pub fn mix_shares(scenario: &Scenario) -> [f64; 4] {
    let fields = [Field::MixPostfix, Field::MixExim, Field::MixExchange, Field::MixTextbook];
    let parts = fields.map(|field| scenario.get(field));
    let all: f64 = parts.iter().sum();
    if all > 0.0 { parts.map(|part| part / all) } else { [0.25; 4] }
}

/// The kind of the host at `part` (0..1) of a region's hosts.
fn mix(scenario: &Scenario, part: f64) -> Kind {
    let mut below = 0.0;
    for (kind, share) in profile::SENDERS.into_iter().zip(mix_shares(scenario)) {
        below += share;
        if part < below {
            return kind;
        }
    }
    profile::SENDERS[profile::SENDERS.len() - 1]
}

fn sorted(actions: &[Action]) -> Arc<[Action]> {
    let mut actions = actions.to_vec();
    actions.sort_by_key(|action| action.at);
    actions.into()
}
