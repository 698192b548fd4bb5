//! A run at its start: what a scenario comes to.

use std::sync::Arc;

use crate::calendar::Calendar;
use crate::record::{Detail, Levels, Record, Tally};
use crate::rng::{Purpose, draw};
use crate::scenario::{Field, Scenario};
use crate::time::Time;

use super::Sim;
use super::agenda::{Agenda, Source};
use super::ahead::Ahead;
use super::created::Created;
use super::door::Door;
use super::event::HOSTS_MAX;
use super::forest::{Forest, Usl};
use super::gateway::{Gateways, Mx};
use super::health_check::HealthCheck;
use super::lever::Levers;
use super::load::{self, Arrivals};
use super::log::Log;
use super::lookup::Work;
use super::mail::MailId;
use super::operate::timeline;
use super::profile::{self, Clock, KINDS, Kind, Profile};
use super::rates::Rates;
use super::reply::Reply;
use super::rings::Rings;
use super::sender::{Host, Woken};
use super::session::Sessions;
use super::trace::Trace;
use super::trail::Telling;
use super::undrawn::Undrawn;
use super::urgent::Urgent;

/// What does not change during a run.
#[derive(Debug)]
pub(super) struct Setup {
    pub(super) scenario: Scenario,
    pub(super) seed: u64,
    pub(super) regions: usize,
    pub(super) profiles: [Profile; KINDS.len()],
    /// Simulated mails a second by stream and minute.
    pub(super) rates: Vec<Vec<f64>>,
    pub(super) hosts_per_region: usize,
    pub(super) gateways_per_region: usize,
    pub(super) outbound_per_region: usize,
    /// Where the gateways and the outbound queues begin among the hosts.
    pub(super) first_gateway: usize,
    pub(super) first_outbound: usize,
    pub(super) timeout: Time,
    pub(super) timeout_is_random: bool,
    pub(super) lifetime_is_random: bool,
    pub(super) network_fixed: f64,
    pub(super) network_mean: f64,
    pub(super) work: Work,
    pub(super) refuses_at_rcpt: bool,
    /// What is said above the per-source limit.
    pub(super) source_reply: Reply,
    /// The region that the misconfiguration hits; all if none is named.
    pub(super) fault_region: Option<usize>,
    /// Shares, 0..=1.
    pub(super) urgent_share: f64,
    pub(super) unknown_recipients: f64,
    pub(super) gateways: Gateways,
    pub(super) rings: Rings,
}

impl Setup {
    fn new(scenario: &Scenario, seed: u64) -> Self {
        let regions = scenario.get(Field::Regions) as usize;
        let hosts_per_region = scenario.get(Field::HostsPerRegion) as usize;
        let gateways_per_region = scenario.get(Field::GatewayHosts) as usize;
        let first_gateway = regions * hosts_per_region;
        let mut rates: Vec<_> = (0..regions).map(|r| load::rates(scenario, r)).collect();
        let outbound = scenario.get(Field::OutboundShare) / 100.0;
        if outbound > 0.0 {
            for region in 0..regions {
                rates.push(rates[region].iter().map(|rate| rate * outbound).collect());
            }
        }
        Setup {
            scenario: scenario.clone(),
            seed,
            regions,
            profiles: KINDS.map(|kind| kind.profile(scenario)),
            rates,
            hosts_per_region,
            gateways_per_region,
            outbound_per_region: scenario.get(Field::OutboundQueues) as usize,
            first_gateway,
            first_outbound: first_gateway + regions * gateways_per_region,
            timeout: Time::from_secs_f64(scenario.get(Field::SessionTimeout)),
            timeout_is_random: scenario.get(Field::TimeoutLaw) > 0.0,
            lifetime_is_random: scenario.get(Field::LifetimeLaw) > 0.0,
            network_fixed: scenario.get(Field::NetworkFixed),
            network_mean: scenario.get(Field::NetworkMean),
            work: Work::new(scenario),
            fault_region: (scenario.get(Field::FaultRegion) as usize).checked_sub(1),
            refuses_at_rcpt: scenario.get(Field::RefusalPhase) > 0.0,
            source_reply: Reply::above_source_limit(scenario),
            urgent_share: scenario.get(Field::UrgentShare) / 100.0,
            unknown_recipients: scenario.get(Field::UnknownRecipients) / 100.0,
            gateways: Gateways::new(scenario),
            rings: Rings::new(scenario),
        }
    }

    /// Whether a mail's lookups begin as soon as its session does.
    pub(super) fn begins_at_once(&self) -> bool {
        self.network_fixed <= 0.0 && self.network_mean <= 0.0
    }

    /// Every region's senders by the mix, then its gateways, then the service's own queues.
    fn hosts(&self) -> Vec<Host> {
        let mut hosts = Vec::new();
        for region in 0..self.regions {
            for number in 0..self.hosts_per_region {
                hosts.push(self.host(self.kind_of(number), region, hosts.len()));
            }
        }
        let rest =
            [(Kind::Gateway, self.gateways_per_region), (Kind::Outbound, self.outbound_per_region)];
        for (kind, per_region) in rest {
            for number in 0..self.regions * per_region {
                hosts.push(self.host(kind, number / per_region, hosts.len()));
            }
        }
        assert!(hosts.len() <= HOSTS_MAX as usize, "more hosts than an event can name");
        hosts
    }

    /// What a region's host runs, by its number there.
    pub(super) fn kind_of(&self, number: usize) -> Kind {
        mix(&self.scenario, (number as f64 + 0.5) / self.hosts_per_region as f64)
    }

    fn host(&self, kind: Kind, region: usize, index: usize) -> Host {
        let profile = &self.profiles[kind as usize];
        let period = match profile.clock {
            Clock::MailAge { scan, .. } | Clock::QueueRun { every: scan } => scan.us(),
            _ => 1,
        };
        let phase = draw(self.seed, index as u64, Purpose::Phase, 0).bits() % period;
        Host::new(kind, region, profile, Time::from_us(phase))
    }
}

impl Sim {
    /// A run at its start. The actions are the scenario's.
    pub fn new(scenario: &Scenario, seed: u64) -> Self {
        let setup = Setup::new(scenario, seed);
        let regions = setup.regions;
        let per_region = scenario.get(Field::ForestsPerRegion) as usize;
        let usl = Usl {
            rate: scenario.get(Field::LookupRate),
            contention: scenario.get(Field::Contention),
            coherency: scenario.get(Field::Coherency),
        };
        let forests = regions * per_region;
        let timeline = timeline(scenario.faults(), scenario.actions());
        let levers = Levers::at(scenario, &timeline, &[], Time::ZERO);
        let waiting = scenario.get(Field::InitialWaiting) as u32;
        let waiting_in = |region: usize| {
            let regions = regions as u32;
            waiting / regions + u32::from((region as u32) < waiting % regions)
        };
        let open = scenario.get(Field::InitialSessions) as u32;
        let first = |stream: usize| {
            if stream < regions { waiting_in(stream) + open * per_region as u32 } else { 0 }
        };
        let mut sim = Sim {
            actions: scenario.actions().into(),
            timeline,
            now: Time::ZERO,
            agenda: Agenda::new(forests, setup.rates.len()),
            calendar: Calendar::default(),
            undrawn: Undrawn::default(),
            arrivals: (0..setup.rates.len())
                .map(|stream| Arrivals::new(seed, stream, levers.load, first(stream)))
                .collect(),
            hosts: setup.hosts(),
            door: Door::new(
                seed,
                regions,
                per_region,
                scenario.get(Field::CellsPerRegion) as usize,
                scenario.get(Field::Affinity) / 100.0,
            ),
            mx: Mx::new(
                seed,
                Time::from_secs_f64(scenario.get(Field::MxTtl)),
                scenario.get(Field::GatewayShare) / 100.0,
            ),
            forests: (0..forests).map(|index| Forest::new(index / per_region, usl)).collect(),
            sessions: Sessions::new(setup.timeout > Time::ZERO && !setup.timeout_is_random),
            created: Created::default(),
            woken: Woken::default(),
            works: vec![Ahead::default(); if setup.begins_at_once() { regions } else { 0 }],
            levers,
            health_check: HealthCheck::new(
                forests,
                scenario.get(Field::HealthCheckRise) / 100.0,
                Time::from_secs_f64(scenario.get(Field::HealthCheckAfter) * 60.0),
            ),
            check_due: Time::NEVER,
            recalls: Vec::new(),
            retried_at: None,
            webmail_due: None,
            webmail_began: false,
            webmail: false,
            urgent: Urgent::new(Time::from_secs_f64(scenario.get(Field::UrgentWithin) * 60.0)),
            tally: Tally::default(),
            detail: Detail::default(),
            record: Record::new(scenario.duration()),
            levels: Levels::new(Time::from_secs_f64(scenario.get(Field::WarmUp) * 3600.0)),
            rates: Rates::new(regions, forests),
            trace: Trace::default(),
            log: Log::default(),
            telling: Telling::default(),
            is_watched: false,
            events: 0,
            hash: seed,
            outcomes: [Time::ZERO; 2],
            setup: Arc::new(setup),
        };
        sim.agenda.set(Source::Row, sim.record.next_row_at());
        sim.apply_levers();
        for stream in 0..sim.arrivals.len() {
            sim.schedule_arrival(stream);
        }
        for region in 0..regions {
            sim.start_with(region, open, waiting_in(region));
        }
        sim.draw_waits();
        sim.record.begin(&sim.tally);
        sim
    }

    /// Fills a region with the mails that the run starts with: sessions open in each forest, then
    /// mails that were refused just now.
    fn start_with(&mut self, region: usize, open: u32, waiting: u32) {
        let per_region = self.forests.len() / self.regions();
        for number in 0..open * per_region as u32 {
            let forest = region * per_region + (number / open) as usize;
            let mut mail = self.new_mail(MailId::new(region, number));
            mail.count_try();
            self.detail.first_attempts += 1;
            let host = self.sender_of(mail);
            self.count_attempt(self.hosts[host as usize].kind, region, forest);
            self.forests[forest].sessions += 1;
            self.hosts[host as usize].open += 1;
            self.hosts[host as usize].as_source += 1;
            let ticket = self.sessions.open(host, host, forest, mail, self.now);
            self.begin(ticket, host, forest, mail);
        }
        for number in 0..waiting {
            let id = MailId::new(region, open * per_region as u32 + number);
            let mut mail = self.new_mail(id);
            mail.count_try();
            self.fail_at_start(self.sender_of(mail), mail);
        }
    }
}

/// The shares of the senders' kinds, scaled to 1, in the order of [`profile::SENDERS`].
pub fn mix_shares(scenario: &Scenario) -> [f64; profile::SENDERS.len()] {
    let parts = profile::SENDERS.map(|(_, field)| scenario.get(field));
    let all: f64 = parts.iter().sum();
    let even = 1.0 / parts.len() as f64;
    parts.map(|part| if all > 0.0 { part / all } else { even })
}

/// The kind of the host at `part` (0..1) of a region's hosts.
fn mix(scenario: &Scenario, part: f64) -> Kind {
    let mut below = 0.0;
    for ((kind, _), share) in profile::SENDERS.into_iter().zip(mix_shares(scenario)) {
        below += share;
        if part < below {
            return kind;
        }
    }
    Kind::Textbook
}
