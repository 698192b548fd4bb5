//! The picture of a run at its instant: [`Snapshot`] for the stage. Scales mails to real ones.

use crate::record::states::Seen;
use crate::scenario::{Field, REGIONS};
use crate::sim::beside::{Need, State};
use crate::sim::forest::Forest;
use crate::sim::lookup;
use crate::sim::profile::{Kind, SENDERS};
use crate::sim::rates::GatewayFlow;
use crate::sim::sender::Host;
use crate::sim::session::Stage;
use crate::sim::{Sim, mix_shares};
use crate::snapshot::{
    ForestHealth, ForestView, GatewayView, OutboundView, RegionView, ServiceView, SessionView,
    Snapshot,
};
use crate::time::Time;

/// How long a forest counts as full after its last refusal: a slot that is free for a moment
/// between two refusals is not room.
const FULL_FOR: Time = Time::from_secs(20);
/// Below this part of its best throughput, and past the knee, a forest counts as slowing.
const SLOWING_BELOW: f64 = 0.9;
/// From this part of its limit on a forest counts as busy.
const BUSY_FROM: f64 = 0.7;

impl Sim {
    /// What the stage draws now.
    pub fn snapshot(&self) -> Snapshot {
        let scale = self.scenario().scale();
        let mut next_retry = [None; REGIONS.len() + 1];
        let mut outbound = [OutboundView::default(); REGIONS.len()];
        for host in self.hosts() {
            let next = match host.kind {
                Kind::Gateway => &mut next_retry[REGIONS.len()],
                Kind::Outbound => {
                    let queues = &mut outbound[host.region];
                    queues.held += u64::from(host.held()) * scale;
                    &mut queues.next_retry
                }
                _ => &mut next_retry[host.region],
            };
            if let Some(due) = waits_until(host) {
                let next = next.get_or_insert(due);
                *next = due.min(*next);
            }
        }
        let has_outbound = self.scenario().get(Field::OutboundShare) > 0.0;
        let rates = self.rates();
        let span = rates.span_s(self.now());
        let drained = self.tally().drained - rates.tally_before().drained;
        Snapshot {
            at: self.now(),
            regions: (0..self.regions())
                .map(|region| RegionView {
                    outbound: has_outbound.then_some(outbound[region]),
                    ..self.region_view(region, next_retry[region], scale)
                })
                .collect(),
            forests: (0..self.forests.len()).map(|index| self.forest_view(index, scale)).collect(),
            gateway: GatewayView {
                share: self.levers().gateway,
                held: self.tally().held_gateways * scale,
                readable: self.has_webmail(),
                drained_per_min: drained as f64 / span * 60.0 * scale as f64,
                next_retry: next_retry[REGIONS.len()],
            },
            services: self.services(),
            lane_rate_max: rates.lane_max() * scale as f64,
        }
    }

    /// Tells the record how the forests fare at the end of a row.
    pub(super) fn note_states(&mut self) {
        let row_from = self.now().saturating_sub(self.record.step());
        let seen = self.forests.iter().map(|forest| Seen {
            at_limit: forest.sessions >= forest.limit
                || forest.refused_at.is_some_and(|at| at > row_from),
            flighted: forest.flighted,
            completed: forest.completed,
            cut: forest.cut,
        });
        self.record.states.add(seen, self.levers.flighted);
    }

    /// A forest's mails in lookup by the lookup that is in progress, [`lookup::name`] says which.
    pub fn lookups_in_progress(&self, forest: usize) -> Vec<u32> {
        let law = &self.setup.work;
        let mut counts = vec![0; law.lookups() as usize];
        for ((session, stamp), left) in self.forests[forest].work_left(self.now()) {
            if self.sessions.is_live(session, stamp) {
                let mail = self.sessions.get(session).mail;
                let done = lookup::work(law, self.seed(), mail) - left;
                counts[lookup::in_progress(law, self.seed(), mail, done)] += 1;
            }
        }
        counts
    }

    /// A forest's open sessions, and which lookup each is at; of [`Sim::lookups_in_progress`] each
    /// one by itself.
    pub fn sessions_in(&self, forest: usize) -> Vec<SessionView> {
        let law = &self.setup.work;
        let mut lookups = vec![None; self.sessions.entries()];
        for ((session, stamp), left) in self.forests[forest].work_left(self.now()) {
            if self.sessions.is_live(session, stamp) {
                let mail = self.sessions.get(session).mail;
                let done = lookup::work(law, self.seed(), mail) - left;
                let number = lookup::in_progress(law, self.seed(), mail, done);
                lookups[session as usize] = Some(number as u8);
            }
        }
        let open = (0..).zip(lookups).filter_map(|(index, lookup)| {
            let session = self.sessions.get(index);
            let is_here = usize::from(session.forest) == forest && session.stage != Stage::Closed;
            is_here.then_some(SessionView { id: (index, session.opened), lookup })
        });
        open.collect()
    }

    /// What the strip beside the mail path says, for tenants that have what most have now. Office on
    /// the web has a pill only where something is reported of it.
    fn services(&self) -> Vec<ServiceView> {
        let has = self.most_have();
        Need::ALL[2..]
            .iter()
            .map(|&need| (need, self.beside(need, has)))
            .filter(|&it| it != (Need::OfficeWeb, State::NoReports))
            .map(|(need, state)| ServiceView { name: need.name(), state })
            .collect()
    }

    fn region_view(&self, region: usize, next_retry: Option<Time>, scale: u64) -> RegionView {
        let (now, tally, before) = (self.now(), self.tally(), self.rates().tally_before());
        let span = self.rates().span_s(now);
        let rate = |now: u64, before: u64| (now - before) as f64 / span * scale as f64;
        let kinds = SENDERS.into_iter().map(|(kind, _)| kind);
        let mix = kinds.zip(mix_shares(self.scenario()));
        RegionView {
            name: REGIONS[region].name,
            local_minute: {
                let epoch = self.scenario().epoch();
                epoch.local_minute(now, REGIONS[region].offset_h(epoch))
            },
            held: tally.held_senders[region] * scale,
            next_retry,
            mix: mix
                .filter(|&(_, share)| share > 0.0)
                .map(|(kind, share)| (self.profile(kind).name, share))
                .collect(),
            cells: self.door().cells(region).to_vec(),
            attempts_rate: rate(tally.attempts_in[region], before.attempts_in[region]),
            returns_rate: rate(tally.returned_in[region], before.returned_in[region]),
            delivered: tally.delivered_in[region] * scale,
            delivered_rate: rate(tally.delivered_in[region], before.delivered_in[region]),
            delay_median_s: self.rates().delay_median(region).map(Time::secs_f64),
            gateway: [GatewayFlow::Parked, GatewayFlow::Accepted, GatewayFlow::Returned]
                .map(|flow| self.rates().gateway(now, region, flow) * scale as f64)
                .into(),
            outbound: None,
        }
    }

    fn forest_view(&self, index: usize, scale: u64) -> ForestView {
        let forest = &self.forests[index];
        let now = self.now();
        let scale = scale as f64;
        // The limit the forest would have without a package: its best does not depend on it.
        let best = forest.usl().best(u32::MAX);
        ForestView {
            name: format!("F{}", index + 1),
            region: forest.region,
            sessions: forest.sessions,
            limit: forest.limit,
            knee: forest.knee(),
            accepted_per_min: self.rates().accepted(now, index) * 60.0 * scale,
            best_per_min: best * 60.0 * scale,
            health: health(forest, now),
            flighted: forest.flighted,
            lanes: (0..self.regions())
                .map(|region| self.rates().lane(now, region, index) * scale)
                .collect(),
        }
    }
}

/// When a host that holds mail tries again by its clock.
fn waits_until(host: &Host) -> Option<Time> {
    (host.due < Time::NEVER && host.held() > 0).then_some(host.due)
}

fn health(forest: &Forest, now: Time) -> ForestHealth {
    let n = f64::from(forest.in_lookup());
    let throughput = forest.usl().throughput_of_share(n, forest.capacity()) * forest.speed();
    let refused = forest.refused_at.is_some_and(|at| at + FULL_FOR > now);
    if forest.limit == 0 {
        ForestHealth::Off
    } else if forest.sessions >= forest.limit
        || refused && f64::from(forest.sessions) >= 0.9 * f64::from(forest.limit)
    {
        ForestHealth::AtLimit
    } else if n > forest.knee() && throughput < SLOWING_BELOW * forest.best() {
        ForestHealth::Slowing
    } else if f64::from(forest.sessions) >= BUSY_FROM * f64::from(forest.limit) {
        ForestHealth::Busy
    } else {
        ForestHealth::Healthy
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn every_mail_in_lookup_is_at_one_of_the_three() {
        let scenario = Scenario::preset("ex1331830").expect("the incident");
        let mut sim = Sim::new(&scenario, 1);
        sim.run_until(scenario.epoch().at(0, 14, 0));
        let mut seen = [0; 3];
        for index in 0..sim.forests().len() {
            let counts = sim.lookups_in_progress(index);
            let all: u32 = counts.iter().sum();
            assert_eq!(all, sim.forests[index].in_lookup(), "forest {index}");
            let sessions = sim.sessions_in(index);
            assert_eq!(sessions.len() as u32, sim.forests[index].sessions, "forest {index}");
            for (number, &count) in counts.iter().enumerate() {
                let at = |it: &&SessionView| it.lookup == Some(number as u8);
                assert_eq!(sessions.iter().filter(at).count() as u32, count);
            }
            seen.iter_mut().zip(counts).for_each(|(seen, count)| *seen += count);
        }
        // Equal parts of the work: each lookup is about as often in progress as the others.
        assert!(seen.iter().all(|&count| count > 10), "{seen:?}");
        assert_eq!(lookup::name(1), "policy");
    }

    #[test]
    fn what_passes_by_way_of_the_gateways_is_counted_region_by_region() {
        let mut scenario = Scenario::preset("ex1331830").expect("the incident");
        scenario.set_text("gateway_share=50").expect("in range");
        let mut sim = Sim::new(&scenario, 1);
        sim.run_until(scenario.epoch().at(0, 15, 0));
        let (now, before, scale) = (*sim.tally(), *sim.rates().tally_before(), scenario.scale());
        let regions = sim.snapshot().regions;
        let sum = |rate: fn(&RegionView) -> f64| regions.iter().map(rate).sum::<f64>();
        let span = sim.rates().span_s(sim.now());
        let rate = |now: u64, before: u64| (now - before) as f64 / span * scale as f64;
        let is_close = |a: f64, b: f64| (a - b).abs() < 1e-6 * b;
        let parked = sum(|region| region.gateway.parked);
        assert!(parked > 0.0 && is_close(parked, rate(now.parked, before.parked)), "{parked}");
        let accepted = sum(|region| region.gateway.handed_on - region.gateway.returned);
        assert!(is_close(accepted, rate(now.drained, before.drained)), "{accepted}");
        let [na, _, apac] = [0, 1, 2].map(|region| regions[region].gateway.returned);
        assert!(na > apac, "{na} come back in the full region, {apac} in the other");
    }

    #[test]
    fn a_forest_is_healthy_busy_at_its_limit_or_slowing() {
        let scenario = Scenario::preset("limit-too-high").expect("a preset");
        let mut sim = Sim::new(&scenario, 1);
        let mut seen = Vec::new();
        for second in 0..900 {
            sim.run_until(Time::from_secs(second));
            let health = sim.snapshot().forests[0].health;
            if !seen.contains(&health) {
                seen.push(health);
            }
        }
        // Three hundred sessions take a while to fill: past the knee, and not at the limit yet.
        assert!(seen.contains(&ForestHealth::AtLimit), "{seen:?}");
        let incident = Scenario::preset("ex1331830").expect("the incident");
        let mut sim = Sim::new(&incident, 1);
        sim.run_until(incident.epoch().at(0, 13, 0));
        let healthy = sim.snapshot().forests.iter().all(|f| f.health == ForestHealth::Healthy);
        assert!(healthy, "before the onset");
        let mut idle = sim.forests[0].clone();
        (idle.limit, idle.sessions) = (10, 7);
        assert_eq!(health(&idle, Time::from_hours(9)), ForestHealth::Busy);
        idle.limit = 0;
        assert_eq!(health(&idle, Time::from_hours(9)), ForestHealth::Off);
    }
}
