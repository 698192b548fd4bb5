//! Actions on the timeline: what Microsoft's operators, the tenants and the senders can do, what can
//! go wrong, and when.

pub mod param;
mod table;

use crate::time::Time;

use super::field::FieldSpec;

pub use param::{Balance, Channel, Package, Param, Place, Senders, Service};
pub use table::{ACTIONS, ActionKind};

/// An action at an instant of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Action {
    /// When it takes effect, or begins to.
    pub at: Time,
    /// How long its value takes from where it stood to where it is set, in even steps a minute;
    /// zero is at once. A switch turns at the start.
    pub over: Time,
    /// What is done.
    pub kind: ActionKind,
}

impl Action {
    /// An action that takes effect at once.
    pub const fn new(at: Time, kind: ActionKind) -> Self {
        Action { at, over: Time::ZERO, kind }
    }
}

/// What is known of a kind of action.
#[derive(Clone, Copy, Debug)]
pub struct ActionSpec {
    /// Its name in files.
    pub key: &'static str,
    /// Who can do it.
    pub actor: Actor,
    /// What it does.
    pub help: &'static str,
    /// Its parameters.
    pub params: &'static [FieldSpec],
    /// Makes one from the parameters' values, which must be in range.
    pub build: fn(&[f64]) -> ActionKind,
}

/// Who may do it: the lesson of an outage in somebody else's cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Microsoft's operators.
    Microsoft,
    /// The tenants' administrators.
    You,
    /// The administrators of the sending mail servers.
    Sender,
    /// Neither: a property of the world, offered so that its part can be seen.
    World,
}

impl Actor {
    /// `Microsoft can`.
    pub fn says(self) -> &'static str {
        match self {
            Actor::Microsoft => "Microsoft can",
            Actor::You => "you can",
            Actor::Sender => "senders can",
            Actor::World => "nobody's lever",
        }
    }
}

impl ActionKind {
    /// Its line of the table.
    pub fn spec(self) -> &'static ActionSpec {
        &ACTIONS[self.index()]
    }

    /// Who can do this.
    pub fn actor(self) -> Actor {
        self.spec().actor
    }

    /// What it is in a few words: `Limit 200`, `Flighted 50 %`.
    pub fn label(self) -> String {
        let of = |place: Place| match place {
            Place::All => String::new(),
            place => format!(" {}", Place::NAMES[place.value() as usize]),
        };
        let on_off = |name: &str, on: bool| format!("{name} {}", if on { "on" } else { "off" });
        match self {
            ActionKind::Limit { sessions, place } => format!("Limit {sessions}{}", of(place)),
            ActionKind::LookupSpeed { factor, place } => format!("Lookups x{factor}{}", of(place)),
            ActionKind::Capacity { percent, place } => format!("Capacity {percent} %{}", of(place)),
            ActionKind::BalanceReset { percent, .. } => format!("Balance reset {percent} %"),
            ActionKind::Flight { percent, .. } => format!("Flighted {percent} %"),
            ActionKind::Recall {} => "Recalled".to_owned(),
            ActionKind::SourceLimit { connections } => format!("Per-source limit {connections}"),
            ActionKind::Gateway { percent } => format!("Gateway {percent} %"),
            ActionKind::Webmail { on } => on_off("Webmail", on),
            ActionKind::Connector { on } => on_off("Connector", on),
            ActionKind::Channel { channel } => {
                format!("Channel {}", Channel::NAMES[channel as usize])
            }
            ActionKind::SecondIdp { on } => on_off("Second identity provider", on),
            ActionKind::RetryNow { senders } => {
                format!("Retry now {}", Senders::NAMES[senders as usize])
            }
            ActionKind::Load { percent } => format!("Load {percent} %"),
            ActionKind::Refuse { percent } => format!("Refused {percent} %"),
            ActionKind::ServiceState { service, up } => {
                format!("{} {}", service.name(), if up { "up" } else { "down" })
            }
        }
    }

    /// Whether a second action of this kind at the same instant replaces the first: the same kind,
    /// and the same forests or senders.
    pub fn replaces(self, other: ActionKind) -> bool {
        let whom = |kind: ActionKind| -> Vec<u64> {
            let values = kind.values();
            let specs = kind.spec().params.iter().zip(values);
            let picks =
                specs.filter(|(spec, _)| ["place", "senders", "service"].contains(&spec.key));
            picks.map(|(_, value)| value.to_bits()).collect()
        };
        self.index() == other.index() && whom(self) == whom(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_rebuilt_from_its_values() {
        for (index, spec) in ACTIONS.iter().enumerate() {
            let picks: [fn(&FieldSpec) -> f64; 3] =
                [|spec| spec.min, |spec| spec.max, |spec| spec.default];
            for pick in picks {
                let values: Vec<f64> = spec.params.iter().map(pick).collect();
                let kind = (spec.build)(&values);
                assert_eq!(kind.index(), index, "{}", spec.key);
                assert_eq!(kind.values(), values, "{}", spec.key);
            }
            assert!(spec.help.ends_with('.'), "{}: a sentence", spec.key);
            assert_eq!(ACTIONS.iter().filter(|other| other.key == spec.key).count(), 1);
            for param in spec.params {
                assert_eq!(param.check(param.default), Ok(param.default), "{}", spec.key);
                assert!(!param.source.is_empty(), "{}: a source", param.key);
            }
        }
    }

    #[test]
    fn an_action_replaces_one_on_the_same_forests_only() {
        let limit = |sessions, place| ActionKind::Limit { sessions, place };
        assert!(limit(4, Place::All).replaces(limit(9, Place::All)));
        assert!(!limit(4, Place::All).replaces(limit(4, Place::Forest(2))));
        assert!(!limit(4, Place::All).replaces(ActionKind::Load { percent: 4.0 }));
    }
}
