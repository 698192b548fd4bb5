//! Actions on the timeline: what Microsoft's operators and the tenants can do, and when.

use serde::{Deserialize, Serialize};

use crate::time::Time;

/// An action at an instant of the run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// When it takes effect.
    pub at: Time,
    /// What is done.
    #[serde(flatten)]
    pub kind: ActionKind,
}

/// What is done. Values are absolute: the latest action of a kind is the one in force.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "kebab-case")]
pub enum ActionKind {
    /// Sets every forest's limit [concurrent sessions].
    Limit {
        /// New value, in the range of the field `forest_limit`.
        sessions: u32,
    },
    /// The package has reached this share of the fleet, in the scenario's ring order.
    Flight {
        /// Share of forests and server cells [%], 0..=100.
        percent: f64,
        /// What the package changes where it has arrived.
        package: Package,
    },
    /// Takes the skew out of the routing weights.
    BalanceReset {
        /// Share of the skew that is removed [%], 0..=100; 100 is even weights.
        percent: f64,
    },
    /// Sets the speed of the directory lookups, on top of what the incident did to it.
    LookupSpeed {
        /// Factor on the throughput of every forest.
        factor: f64,
    },
    /// Puts a share of the tenants behind a store-and-forward gateway. Mail created from now on
    /// goes there; what already waits at its sender stays there.
    Gateway {
        /// Share of the tenants [%], 0..=100.
        percent: f64,
    },
    /// Changes how much mail people send.
    Load {
        /// Share of the scenario's load [%], 0..=300.
        percent: f64,
    },
}

/// What a flighted package changes where it has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// Server cells route by even weights again.
    pub routing: bool,
    /// Forests get the limit times the field `flight_limit`.
    pub limit: bool,
    /// Forests look up at their healthy speed again.
    pub lookups: bool,
}

/// Who may do it: the lesson of an outage in somebody else's cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Microsoft's operators.
    Microsoft,
    /// The tenants' administrators.
    You,
    /// Neither: a property of the world, offered so that its part can be seen.
    World,
}

impl ActionKind {
    /// Who can do this.
    pub fn actor(self) -> Actor {
        match self {
            ActionKind::Gateway { .. } => Actor::You,
            ActionKind::Load { .. } => Actor::World,
            _ => Actor::Microsoft,
        }
    }
}
