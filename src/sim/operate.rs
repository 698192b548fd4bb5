//! What operators and tenants do to a run, and what it changes where.

use crate::scenario::{Action, ActionKind, Field, Package, Scenario};
use crate::time::Time;

use super::{Event, Sim, sorted};

/// What every lever stands at, and whether the onset has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Levers {
    /// Limit of a forest that no package has reached [sessions].
    pub limit: u32,
    /// Share of the fleet that has the package [%].
    pub flighted: f64,
    /// What the package changes.
    pub package: Package,
    /// Share of the skew that the balance reset has removed [%].
    pub balance: f64,
    /// Factor on the lookups.
    pub lookup_speed: f64,
    /// Share of the tenants behind a gateway, 0..=1.
    pub gateway: f64,
    /// Share of the usual load, 0..=3.
    pub load: f64,
    /// Whether the misconfiguration is in force.
    pub onset: bool,
    /// When the next action or the onset comes.
    pub(super) next_change: Time,
}

impl Levers {
    /// Where the levers stand at `now`: the latest action of each kind is the one in force.
    pub fn at(scenario: &Scenario, actions: &[Action], now: Time) -> Self {
        let mut levers = Levers {
            limit: scenario.get(Field::ForestLimit) as u32,
            flighted: 0.0,
            package: Package { routing: true, limit: true, lookups: true },
            balance: 0.0,
            lookup_speed: scenario.get(Field::LookupSpeed),
            gateway: scenario.get(Field::GatewayShare) / 100.0,
            load: scenario.get(Field::Load) / 100.0,
            onset: scenario.onset() <= now,
            next_change: Time::NEVER,
        };
        if scenario.onset() > now {
            levers.next_change = scenario.onset();
        }
        for action in actions {
            if action.at > now {
                levers.next_change = levers.next_change.min(action.at);
                continue;
            }
            match action.kind {
                ActionKind::Limit { sessions } => levers.limit = sessions,
                ActionKind::Flight { percent, package } => {
                    levers.flighted = percent;
                    levers.package = package;
                }
                ActionKind::BalanceReset { percent } => levers.balance = percent,
                ActionKind::LookupSpeed { factor } => levers.lookup_speed = factor,
                ActionKind::Gateway { percent } => levers.gateway = percent / 100.0,
                ActionKind::Load { percent } => {
                    levers.load = scenario.get(Field::Load) / 100.0 * percent / 100.0;
                }
            }
        }
        levers
    }

    /// How many of `units` have the package.
    pub fn flighted_of(&self, units: usize) -> usize {
        libm::round(self.flighted / 100.0 * units as f64) as usize
    }
}

/// The order in which the package reaches the forests: rank by index. In every ring one forest of
/// each region, the last region first, and in each region the last forest first: the forests that
/// the misconfiguration loads most come last.
pub fn forest_rank(index: usize, regions: usize, per_region: usize) -> usize {
    let (region, number) = (index / per_region, index % per_region);
    (per_region - 1 - number) * regions + (regions - 1 - region)
}

/// The order in which the package reaches the server cells: one of each region in every ring, the
/// last region first.
pub fn cell_rank(index: usize, regions: usize, per_region: usize) -> usize {
    let (region, number) = (index / per_region, index % per_region);
    number * regions + (regions - 1 - region)
}

impl Sim {
    /// Replaces the actions. Those that lie in the past must be the ones it has run with: an action
    /// at the present instant takes effect at once.
    pub fn set_actions(&mut self, actions: &[Action]) {
        self.actions = sorted(actions);
        self.apply_levers();
    }

    /// Brings everything in line with where the levers stand now.
    pub(super) fn apply_levers(&mut self) {
        let now = self.now;
        let setup = self.setup.clone();
        let scenario = &setup.scenario;
        let old_load = self.levers.load;
        self.levers = Levers::at(scenario, &self.actions, now);
        let levers = self.levers;
        if levers.load.to_bits() != old_load.to_bits() {
            for region in 0..self.arrivals.len() {
                let rates = &setup.rates[region];
                self.arrivals[region].it.set_factor(rates, now, levers.load);
                self.schedule_arrival(region);
            }
        }
        let regions = self.regions();
        self.set_routing(scenario, regions);
        let per_region = self.forests.len() / regions;
        let reached = levers.flighted_of(self.forests.len());
        for index in 0..self.forests.len() {
            let flighted = forest_rank(index, regions, per_region) < reached;
            let mut limit = f64::from(levers.limit);
            if flighted && levers.package.limit {
                limit *= scenario.get(Field::FlightLimit);
            }
            let mut speed = levers.lookup_speed;
            if levers.onset && !(flighted && levers.package.lookups) {
                speed *= scenario.get(Field::OnsetLookupSpeed) / 100.0;
            }
            let forest = &mut self.forests[index].it;
            forest.flighted = flighted;
            // A limit lowered below what is open evicts nobody.
            forest.limit = libm::round(limit) as u32;
            if forest.speed().to_bits() != speed.to_bits() {
                forest.set_speed(now, speed);
                self.schedule_done(index);
            }
        }
    }

    fn set_routing(&mut self, scenario: &Scenario, regions: usize) {
        let levers = self.levers;
        let skew = if levers.onset { scenario.get(Field::Skew) / 100.0 } else { 0.0 };
        self.door.set_skew(skew * (1.0 - levers.balance / 100.0));
        let per_region = scenario.get(Field::CellsPerRegion) as usize;
        let cells = regions * per_region;
        let reached = if levers.package.routing { levers.flighted_of(cells) } else { 0 };
        let flighted = (0..cells).map(|index| cell_rank(index, regions, per_region) < reached);
        self.door.set_flighted(flighted);
    }

    /// Schedules a region's next arrival anew.
    pub(super) fn schedule_arrival(&mut self, region: usize) {
        let arrivals = &mut self.arrivals[region];
        let due = arrivals.it.next_at(&self.setup.rates[region]);
        let stamp = arrivals.reschedule(due);
        if due < Time::NEVER {
            self.calendar.push(due, Event::Arrival { region: region as u32, stamp });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_the_fleet_is_half_of_every_kind_of_unit() {
        let scenario = Scenario::preset("ex1331830").expect("the incident");
        let noon = scenario.epoch().at(1, 12, 0);
        let levers = Levers::at(&scenario, scenario.actions(), noon);
        assert_eq!(levers.flighted_of(12), 6);
        assert_eq!(levers.flighted_of(30), 15);
        assert!(levers.package.routing, "the package carries the routing by then");
    }

    #[test]
    fn ranks_name_every_unit_once() {
        let mut ranks: Vec<_> = (0..12).map(|index| forest_rank(index, 3, 4)).collect();
        // The canary is APAC's last forest; the first forest of NA comes last.
        assert_eq!((ranks[11], ranks[0]), (0, 11));
        ranks.sort_unstable();
        assert_eq!(ranks, (0..12).collect::<Vec<_>>());
        let mut ranks: Vec<_> = (0..30).map(|index| cell_rank(index, 3, 10)).collect();
        assert_eq!((ranks[20], ranks[9]), (0, 29));
        ranks.sort_unstable();
        assert_eq!(ranks, (0..30).collect::<Vec<_>>());
    }

    #[test]
    fn an_action_counts_from_its_instant_on() {
        let scenario = Scenario::preset("ex1331830").expect("the incident").without_actions();
        let at = Time::from_hours(2);
        let actions = [Action { at, kind: ActionKind::Limit { sessions: 7 } }];
        let limit = |now| Levers::at(&scenario, &actions, now).limit;
        assert_eq!(limit(Time::from_us(at.us() - 1)), 50);
        assert_eq!(limit(at), 7);
    }
}
