//! Where every lever stands at an instant: the scenario's fields, what has gone wrong, and the
//! actions so far, with their ramps. A pure function of the timeline; touches no run.

use crate::order;
use crate::scenario::{Action, ActionKind, Balance, Channel, Field, Package, Place, Scenario};
use crate::scenario::{Param, Service};
use crate::time::Time;

/// A ramp moves once a minute: an operator's roll-out, not a curve.
const TICK: Time = Time::from_mins(1);

/// A value on its way from one to another.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Ramp {
    from: f64,
    to: f64,
    start: Time,
    over: Time,
}

impl Ramp {
    fn fixed(value: f64) -> Self {
        Ramp { from: value, to: value, start: Time::ZERO, over: Time::ZERO }
    }

    /// The value at `now`: in even steps, one a minute.
    fn at(&self, now: Time) -> f64 {
        let passed = now.saturating_sub(self.start);
        if passed >= self.over {
            return self.to;
        }
        let stepped = passed.us() / TICK.us() * TICK.us();
        self.from + (self.to - self.from) * (stepped as f64 / self.over.us() as f64)
    }

    fn set(&mut self, action: &Action, to: f64) {
        *self = Ramp { from: self.at(action.at), to, start: action.at, over: action.over };
    }

    /// When it moves next.
    fn next_after(&self, now: Time) -> Time {
        let end = self.start + self.over;
        if now >= end || now < self.start {
            return Time::NEVER;
        }
        let ticks = (now - self.start).us() / TICK.us() + 1;
        (self.start + Time::from_us(ticks * TICK.us())).min(end)
    }
}

/// What one forest's operators have set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForestLevers {
    /// Limit without any package [sessions].
    pub limit: f64,
    /// Factor on the lookups, without the onset's.
    pub speed: f64,
    /// Share of the usual directory processors that are there.
    pub capacity: f64,
}

/// Whether each service beside the mail path is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "four services that fail apart from one another")]
pub struct Services {
    /// Sign-in.
    pub entra_id: bool,
    /// Chat.
    pub teams: bool,
    /// Office on the web and files.
    pub office_web: bool,
    /// The admin centre.
    pub admin_centre: bool,
}

/// What every lever stands at, and whether the onset has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Levers {
    /// Limit of a forest that no package and no action of its own has reached [sessions].
    pub limit: u32,
    /// Share of the fleet that has the package [%].
    pub flighted: f64,
    /// What the package changes.
    pub package: Package,
    /// How far the routing weights are reset [%].
    pub balance: f64,
    /// Where the reset takes them.
    pub balance_to: Balance,
    /// Factor on the lookups, of all forests.
    pub lookup_speed: f64,
    /// Share of the tenants whose MX points at a gateway, 0..=1.
    pub gateway: f64,
    /// Share of the usual load, 0..=3.
    pub load: f64,
    /// Connections that one source may have open; 0 is no limit.
    pub source_limit: u32,
    /// Share of the attempts that the doors refuse whatever room there is, 0..=1.
    pub refuse: f64,
    /// Whether an inbound connector lifts the per-source limit for the gateways.
    pub connector: bool,
    /// Whether an administrator started emergency webmail; `None`: nobody said.
    pub webmail: Option<bool>,
    /// The out-of-band channel.
    pub channel: Channel,
    /// Whether a second identity provider is there.
    pub second_idp: bool,
    /// The services beside the mail path.
    pub services: Services,
    /// Whether the misconfiguration is in force.
    pub onset: bool,
    /// Forest by forest.
    pub forests: Vec<ForestLevers>,
    /// When the next action, step of a ramp or the onset comes.
    pub next_change: Time,
}

/// Every lever's ramp while the timeline is read.
struct Ramps {
    limit: Ramp,
    speed: Ramp,
    flighted: Ramp,
    balance: Ramp,
    gateway: Ramp,
    load: Ramp,
    source_limit: Ramp,
    refuse: Ramp,
    /// Limit, speed and capacity of each forest.
    forests: Vec<[Ramp; 3]>,
    per_region: usize,
}

impl Ramps {
    fn new(scenario: &Scenario) -> Self {
        let per_region = scenario.get(Field::ForestsPerRegion) as usize;
        let forests = per_region * scenario.get(Field::Regions) as usize;
        let limit = Ramp::fixed(scenario.get(Field::ForestLimit));
        let speed = Ramp::fixed(scenario.get(Field::LookupSpeed));
        Ramps {
            limit,
            speed,
            flighted: Ramp::fixed(0.0),
            balance: Ramp::fixed(0.0),
            gateway: Ramp::fixed(scenario.get(Field::GatewayShare) / 100.0),
            load: Ramp::fixed(scenario.get(Field::Load) / 100.0),
            source_limit: Ramp::fixed(scenario.get(Field::SourceLimit)),
            refuse: Ramp::fixed(scenario.get(Field::RefuseShare) / 100.0),
            forests: vec![[limit, speed, Ramp::fixed(1.0)]; forests],
            per_region,
        }
    }

    /// Sets one of the forests' three ramps where `place` says.
    fn set_forests(&mut self, which: usize, place: Place, action: &Action, to: f64) {
        let per_region = self.per_region;
        for (index, ramps) in self.forests.iter_mut().enumerate() {
            if place.holds(index / per_region, index) {
                ramps[which].set(action, to);
            }
        }
    }

    fn all(&self) -> impl Iterator<Item = &Ramp> {
        let own = [
            &self.limit,
            &self.speed,
            &self.flighted,
            &self.balance,
            &self.gateway,
            &self.load,
            &self.source_limit,
            &self.refuse,
        ];
        own.into_iter().chain(self.forests.iter().flatten())
    }
}

impl Levers {
    /// Where the levers stand at `now`: the latest action of each kind is the one in force. `timeline`
    /// holds what goes wrong and what is done, `recalls` the instants at which the health check
    /// withdrew the package.
    pub fn at(scenario: &Scenario, timeline: &[Action], recalls: &[Time], now: Time) -> Self {
        let mut ramps = Ramps::new(scenario);
        let mut levers = Levers::start(scenario);
        levers.onset = scenario.onset() <= now;
        let mut next = if levers.onset { Time::NEVER } else { scenario.onset() };
        let recalls = recalls.iter().map(|&at| Action::new(at, ActionKind::Recall {}));
        let mut all: Vec<Action> = timeline.iter().copied().chain(recalls).collect();
        order::by_key(&mut all, |action| action.at);
        for action in &all {
            if let ActionKind::RetryNow { .. } = action.kind {
                next = next.min(after_retry(action.at, now));
            } else if action.at > now {
                next = next.min(action.at);
            } else {
                levers.apply(scenario, action, &mut ramps);
            }
        }
        let value = |ramp: &Ramp| ramp.at(now);
        levers.limit = libm::round(value(&ramps.limit)) as u32;
        levers.lookup_speed = value(&ramps.speed);
        levers.flighted = value(&ramps.flighted);
        levers.balance = value(&ramps.balance);
        levers.gateway = value(&ramps.gateway);
        levers.load = value(&ramps.load);
        levers.source_limit = libm::round(value(&ramps.source_limit)) as u32;
        levers.refuse = value(&ramps.refuse);
        levers.forests = ramps
            .forests
            .iter()
            .map(|[limit, speed, capacity]| ForestLevers {
                limit: value(limit),
                speed: value(speed),
                capacity: value(capacity),
            })
            .collect();
        levers.next_change = ramps.all().map(|ramp| ramp.next_after(now)).fold(next, Time::min);
        levers
    }

    fn start(scenario: &Scenario) -> Self {
        Levers {
            limit: 0,
            flighted: 0.0,
            package: Package { routing: true, limit: true, lookups: true },
            balance: 0.0,
            balance_to: Balance::Even,
            lookup_speed: 1.0,
            gateway: 0.0,
            load: 1.0,
            source_limit: 0,
            refuse: 0.0,
            connector: false,
            webmail: None,
            channel: Channel::from_value(scenario.get(Field::Channel)),
            second_idp: scenario.get(Field::SecondIdp) > 0.0,
            services: Services {
                entra_id: true,
                teams: true,
                office_web: true,
                admin_centre: true,
            },
            onset: false,
            forests: Vec::new(),
            next_change: Time::NEVER,
        }
    }

    fn apply(&mut self, scenario: &Scenario, action: &Action, ramps: &mut Ramps) {
        match action.kind {
            ActionKind::Limit { sessions, place } => {
                ramps.set_forests(0, place, action, f64::from(sessions));
                if place == Place::All {
                    ramps.limit.set(action, f64::from(sessions));
                }
            }
            ActionKind::LookupSpeed { factor, place } => {
                ramps.set_forests(1, place, action, factor);
                if place == Place::All {
                    ramps.speed.set(action, factor);
                }
            }
            ActionKind::Capacity { percent, place } => {
                ramps.set_forests(2, place, action, percent / 100.0);
            }
            ActionKind::BalanceReset { percent, to } => {
                ramps.balance.set(action, percent);
                self.balance_to = to;
            }
            ActionKind::Flight { percent, package } => {
                ramps.flighted.set(action, percent);
                self.package = package;
            }
            ActionKind::Recall {} => ramps.flighted.set(action, 0.0),
            ActionKind::SourceLimit { connections } => {
                ramps.source_limit.set(action, f64::from(connections));
            }
            ActionKind::Gateway { percent } => ramps.gateway.set(action, percent / 100.0),
            ActionKind::Webmail { on } => self.webmail = Some(on),
            ActionKind::Connector { on } => self.connector = on,
            ActionKind::Channel { channel } => self.channel = channel,
            ActionKind::SecondIdp { on } => self.second_idp = on,
            ActionKind::Load { percent } => {
                ramps.load.set(action, scenario.get(Field::Load) / 100.0 * percent / 100.0);
            }
            ActionKind::Refuse { percent } => ramps.refuse.set(action, percent / 100.0),
            ActionKind::ServiceState { service, up } => self.services.set(service, up),
            ActionKind::RetryNow { .. } => {}
        }
    }

    /// How many of `units` have the package.
    pub fn flighted_of(&self, units: usize) -> usize {
        libm::round(self.flighted / 100.0 * units as f64) as usize
    }

    /// Whether people can sign in to what asks Entra ID, or the second identity provider.
    pub fn can_sign_in(&self) -> bool {
        self.services.entra_id || self.second_idp
    }

    /// Whether the out-of-band channel reaches people now.
    pub fn channel_works(&self) -> bool {
        match self.channel {
            Channel::None => false,
            Channel::SameCloud => self.services.teams && self.can_sign_in(),
            Channel::Outside => true,
        }
    }
}

/// A retry happens a microsecond after its instant, so that all levers of that instant stand.
pub(super) const RETRY_AFTER: Time = Time::from_us(1);

fn after_retry(at: Time, now: Time) -> Time {
    let due = at + RETRY_AFTER;
    if due > now { due } else { Time::NEVER }
}

impl Services {
    fn set(&mut self, service: Service, up: bool) {
        *match service {
            Service::EntraId => &mut self.entra_id,
            Service::Teams => &mut self.teams,
            Service::OfficeWeb => &mut self.office_web,
            Service::AdminCentre => &mut self.admin_centre,
        } = up;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incident() -> Scenario {
        Scenario::preset("ex1331830").expect("the incident")
    }

    #[test]
    fn half_the_fleet_is_half_of_every_kind_of_unit() {
        let scenario = incident();
        let noon = scenario.epoch().at(1, 12, 0);
        let levers = Levers::at(&scenario, scenario.actions(), &[], noon);
        assert_eq!(levers.flighted_of(12), 6);
        assert_eq!(levers.flighted_of(30), 15);
        assert!(levers.package.routing, "the package carries the routing by then");
    }

    #[test]
    fn an_action_counts_from_its_instant_on() {
        let scenario = incident().without_actions();
        let at = Time::from_hours(2);
        let kind = ActionKind::Limit { sessions: 7, place: Place::All };
        let levers = |now| Levers::at(&scenario, &[Action::new(at, kind)], &[], now);
        assert_eq!(levers(Time::from_us(at.us() - 1)).limit, 50);
        assert_eq!(levers(at).limit, 7);
        assert!(levers(at).forests.iter().all(|forest| forest.limit.to_bits() == 7f64.to_bits()));
    }

    #[test]
    fn a_limit_of_one_forest_leaves_the_others() {
        let scenario = incident().without_actions();
        let kind = ActionKind::Limit { sessions: 7, place: Place::Forest(5) };
        let levers = Levers::at(&scenario, &[Action::new(Time::ZERO, kind)], &[], Time::ZERO);
        let limits: Vec<_> = levers.forests.iter().map(|forest| forest.limit as u32).collect();
        assert_eq!((limits[4], limits[5], limits[6], levers.limit), (50, 7, 50, 50));
    }

    #[test]
    fn a_ramp_moves_once_a_minute_and_ends_at_its_value() {
        let scenario = incident().without_actions();
        let kind = ActionKind::Limit { sessions: 100, place: Place::All };
        let ramp = Action { at: Time::from_hours(2), over: Time::from_mins(10), kind };
        let timeline = [ramp];
        let at = |minutes: u64| Levers::at(&scenario, &timeline, &[], Time::from_mins(minutes));
        let limits: Vec<_> = [119, 120, 121, 125, 130, 200].map(|min| at(min).limit).to_vec();
        assert_eq!(limits, [50, 50, 55, 75, 100, 100]);
        assert_eq!(at(120).next_change, Time::from_mins(121));
        assert_eq!(at(130).next_change, Time::NEVER);
        // An action during a ramp starts from where the ramp stands.
        let kind = ActionKind::Limit { sessions: 0, place: Place::All };
        let back = Action { at: Time::from_mins(125), over: Time::from_mins(3), kind };
        let both = [ramp, back];
        let limit = |min| Levers::at(&scenario, &both, &[], Time::from_mins(min)).limit;
        assert_eq!([limit(125), limit(126), limit(128)], [75, 50, 0]);
    }

    #[test]
    fn a_recall_takes_the_package_back_until_the_next_flight() {
        let scenario = incident();
        let half = scenario.epoch().at(1, 12, 0);
        let recalls = [half + Time::from_mins(30)];
        let at = |now| Levers::at(&scenario, scenario.actions(), &recalls, now).flighted as u32;
        assert_eq!(at(half + Time::from_mins(29)), 50);
        assert_eq!(at(half + Time::from_mins(30)), 0);
        assert_eq!(at(half + Time::from_hours(4)), 100);
    }

    #[test]
    fn the_channel_in_the_same_cloud_falls_with_its_sign_in() {
        let scenario = incident().without_actions();
        let at = |kinds: &[ActionKind]| {
            let timeline: Vec<_> = kinds.iter().map(|&k| Action::new(Time::ZERO, k)).collect();
            Levers::at(&scenario, &timeline, &[], Time::ZERO)
        };
        let down = ActionKind::ServiceState { service: Service::EntraId, up: false };
        let inside = ActionKind::Channel { channel: Channel::SameCloud };
        let outside = ActionKind::Channel { channel: Channel::Outside };
        let second = ActionKind::SecondIdp { on: true };
        assert!(at(&[inside]).channel_works() && !at(&[inside, down]).channel_works());
        assert!(at(&[inside, down, second]).channel_works());
        assert!(at(&[outside, down]).channel_works() && !at(&[down]).channel_works());
    }
}
