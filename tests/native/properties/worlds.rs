//! Random small worlds over the whole table of fields, with random actions and faults over the
//! whole table of actions.

use mailflow::scenario::{
    ACTIONS, Action, FIELD_COUNT, FIELDS, Field, FieldSpec, Preset, Scale, Scenario,
};
use mailflow::time::Time;
use proptest::prelude::*;

/// A scenario that is shown by what differs from the defaults.
#[derive(Clone)]
pub(super) struct World(Scenario);

impl std::ops::Deref for World {
    type Target = Scenario;
    fn deref(&self) -> &Scenario {
        &self.0
    }
}

impl std::ops::DerefMut for World {
    fn deref_mut(&mut self) -> &mut Scenario {
        &mut self.0
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for field in Field::all() {
            let (spec, value) = (field.spec(), self.get(field));
            if value.to_bits() != spec.default.to_bits() {
                write!(f, "{}={} ", spec.key, spec.show(value))?;
            }
        }
        write!(f, "rings {:?}, faults {:?}, ", self.rings(), self.faults())?;
        write!(f, "actions {:?}", self.actions())
    }
}

/// Length of every world [s].
pub(super) const SECONDS: u64 = 10_800;

/// Where a world would grow large or be over before anything happens, narrower bounds than the
/// table's.
const BOUNDS: &[(Field, f64, f64)] = &[
    (Field::Duration, 3.0, 3.0),
    (Field::WarmUp, 0.0, 4.0),
    (Field::PeakRate, 0.0, 2.0),
    (Field::InitialWaiting, 0.0, 300.0),
    (Field::InitialSessions, 0.0, 20.0),
    (Field::HostsPerRegion, 1.0, 40.0),
    (Field::GatewayHosts, 1.0, 5.0),
    (Field::OutboundQueues, 1.0, 5.0),
    (Field::ForestLimit, 0.0, 60.0),
    (Field::SourceLimit, 0.0, 20.0),
    (Field::Onset, 0.0, 2.0),
    (Field::Lifetime, 0.0, 3.0),
    (Field::LookupRate, 0.01, 20.0),
    (Field::Coherency, 0.0, 0.01),
    (Field::NetworkFixed, 0.0, 30.0),
    (Field::NetworkMean, 0.0, 30.0),
    (Field::SessionTimeout, 0.0, 90.0),
    (Field::TextbookWait, 30.0, 3000.0),
    (Field::ImpatientWait, 0.5, 60.0),
    (Field::GatewayRetry, 0.5, 60.0),
    (Field::GatewayDrain, 0.0, 60.0),
    (Field::MxTtl, 0.0, 7200.0),
    (Field::WebmailDelay, 0.0, 60.0),
    (Field::UrgentWithin, 1.0, 90.0),
    (Field::HealthCheckAfter, 1.0, 20.0),
];

fn bounds(field: Field) -> (f64, f64) {
    let spec = field.spec();
    let narrow = BOUNDS.iter().find(|&&(other, ..)| other == field);
    narrow.map_or((spec.min, spec.max), |&(_, low, high)| (low, high))
}

/// One of a field's values: its default, a bound, or anything between, more often low than high.
fn value(spec: &FieldSpec, (low, high): (f64, f64), (way, point): (u8, f64)) -> f64 {
    let is_choice = matches!(spec.scale, Scale::Choice(_));
    spec.nearest(match way {
        _ if is_choice => libm::floor(point * (high + 1.0)).min(high),
        0..4 => spec.default.clamp(low, high),
        4 => low,
        5 => high,
        _ => low + (high - low) * point * point,
    })
}

fn points(count: usize) -> impl Strategy<Value = Vec<(u8, f64)>> {
    prop::collection::vec((0u8..12, 0.0f64..1.0), count)
}

/// Any kind of action, with any values of its parameters, at once or over some time.
pub(super) fn actions() -> impl Strategy<Value = Action> {
    let over = prop_oneof![2 => Just(0), 1 => 1u64..7200];
    (0..ACTIONS.len(), points(4), 0..SECONDS, over).prop_map(|(index, points, at, over)| {
        let spec = &ACTIONS[index];
        let params = spec.params.iter().zip(points);
        let values: Vec<_> = params
            .map(|(param, point)| value(param, (param.min, param.max), (point.0.max(4), point.1)))
            .collect();
        let (at, over) = (Time::from_secs(at), Time::from_secs(over));
        Action { at, over, kind: (spec.build)(&values) }
    })
}

/// The same scenario where other things go wrong: they belong to the preset.
pub(super) fn with_faults(scenario: &Scenario, faults: &[Action]) -> Scenario {
    let preset = Preset { faults: faults.to_vec().leak(), ..scenario.origin().clone() };
    let mut other = Scenario::new(Box::leak(Box::new(preset)));
    for field in Field::all() {
        other.set(field, scenario.get(field)).expect("in range");
    }
    other.set_rings(scenario.rings());
    *other.actions_mut() = scenario.actions().to_vec();
    other
}

/// A small world: few hosts, hours instead of days, every knob within its range.
pub(super) fn worlds() -> impl Strategy<Value = World> {
    let rings = prop::collection::vec(0u8..45, 0..6);
    let done = prop::collection::vec(actions(), 0..8);
    let faults = prop::collection::vec(actions(), 0..3);
    (points(FIELD_COUNT), rings, done, faults).prop_map(|(points, rings, done, faults)| {
        let mut scenario = Scenario::preset("healthy-tuesday").expect("a preset").without_actions();
        for (field, point) in Field::all().zip(points) {
            let value = value(&FIELDS[field as usize], bounds(field), point);
            scenario.set(field, value).expect("in range");
        }
        scenario.set_rings(&rings);
        *scenario.actions_mut() = done;
        World(with_faults(&scenario, &faults))
    })
}
