//! The one table of actions: files, the schema and the README's reference read it.

use crate::scenario::field::{FieldSpec, Scale};

use super::param::{Balance, Channel, Package, Param, Place, Senders, Service};
use super::{ActionSpec, Actor};

const ASSUMPTION: &str = "assumption";
const OFF_ON: &[&str] = &["off", "on"];

/// A parameter's line; its key is the name of the variant's field.
const fn line(
    (unit, min, max, default): (&'static str, f64, f64, f64),
    scale: Scale,
    source: &'static str,
    help: &'static str,
) -> FieldSpec {
    FieldSpec { group: "", key: "", unit, min, max, default, source, help, scale }
}

/// The line of a parameter that is one of several names.
const fn pick(
    names: &'static [&'static str],
    default: f64,
    source: &'static str,
    help: &'static str,
) -> FieldSpec {
    line(("choice", 0.0, names.len() as f64 - 1.0, default), Scale::Choice(names), source, help)
}

const PLACE: FieldSpec = pick(Place::NAMES, 0.0, "model", "Which forests.");

macro_rules! actions {
    ($($name:ident $key:literal $actor:ident $help:literal
        { $($param:ident: $type:ty = $line:expr;)* })*) => {
        /// What is done. Values are absolute: the latest action of a kind is the one in force.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub enum ActionKind {
            $(#[doc = $help] $name { $(#[doc = "See the table."] $param: $type,)* },)*
        }

        /// Every kind of action, in the order of [`ActionKind`].
        pub const ACTIONS: &[ActionSpec] = &[
            $(ActionSpec {
                key: $key,
                actor: Actor::$actor,
                help: $help,
                params: &[$(FieldSpec { group: $key, key: stringify!($param), ..$line },)*],
                build: |values| {
                    let mut values = values.iter().copied();
                    let mut next = || values.next().unwrap_or_default();
                    // An action without parameters reads none.
                    let _ = &mut next;
                    ActionKind::$name { $($param: <$type as Param>::from_value(next()),)* }
                },
            },)*
        ];

        #[derive(Clone, Copy)]
        enum Index {
            $($name,)*
        }

        impl ActionKind {
            /// Its place in the table.
            pub fn index(self) -> usize {
                match self {
                    $(ActionKind::$name { .. } => Index::$name as usize,)*
                }
            }

            /// The values of its parameters, in the order of the table.
            pub fn values(self) -> Vec<f64> {
                match self {
                    $(ActionKind::$name { $($param,)* } => vec![$(Param::value($param),)*],)*
                }
            }
        }
    };
}

actions! {
    Limit "limit" Microsoft
        "Sets the limit of forests." {
        sessions: u32 = line(("sessions", 0.0, 2000.0, 50.0), Scale::Whole,
            "assumption (the limit exists, its value was never published)",
            "Most concurrent sessions.");
        place: Place = PLACE;
    }
    LookupSpeed "lookup-speed" Microsoft
        "Sets the speed of the directory lookups, on top of what the incident did to it." {
        factor: f64 = line(("x", 0.05, 10.0, 1.0), Scale::Real, ASSUMPTION,
            "Factor on the throughput.");
        place: Place = PLACE;
    }
    Capacity "capacity" Microsoft
        "Sets how many of a forest's directory processors are there: fewer after a loss, more when servers are added." {
        percent: f64 = line(("%", 0.0, 400.0, 100.0), Scale::Real, ASSUMPTION,
            "Share of the usual processors.");
        place: Place = PLACE;
    }
    BalanceReset "balance-reset" Microsoft
        "Takes the routing weights from the misconfigured ones to others." {
        percent: f64 = line(("%", 0.0, 100.0, 100.0), Scale::Real, "assumption (a reset: article)",
            "How far; 100 is all the way.");
        to: Balance = pick(Balance::NAMES, 0.0, ASSUMPTION, "Where to.");
    }
    Flight "flight" Microsoft
        "The package has reached this share of the fleet, ring by ring: server cells for Routing, forests for Limit and Lookups." {
        percent: f64 = line(("%", 0.0, 100.0, 50.0), Scale::Real, "about 50 %: article",
            "Share of the fleet.");
        package: Package = pick(Package::NAMES, 7.0, ASSUMPTION, "What it changes there.");
    }
    Recall "recall" Microsoft
        "Withdraws the flighted package everywhere." {}
    SourceLimit "source-limit" Microsoft
        "Sets the connections that one source may have open at a front door." {
        connections: u32 = line(("connections", 0.0, 10_000.0, 0.0), Scale::Whole, ASSUMPTION,
            "Most connections; 0 is no limit.");
    }
    Gateway "gateway" You
        "Points the MX of a share of the tenants at a gateway, or back: each sender follows when its copy of the record expires." {
        percent: f64 = line(("%", 0.0, 100.0, 50.0), Scale::Real, ASSUMPTION,
            "Share of the tenants.");
    }
    Webmail "webmail" You
        "Starts or ends a gateway's emergency webmail." {
        on: bool = pick(OFF_ON, 1.0, "Mimecast: an administrator starts a Continuity Event", "Whether it runs.");
    }
    Connector "connector" You
        "Adds or removes an inbound connector for the gateways, which lifts EOP's per-source limit for them." {
        on: bool = pick(OFF_ON, 1.0, "Microsoft on 451 4.7.500-699: an inbound connector lifts the throttling", "Whether it is there.");
    }
    Channel "channel" You
        "Announces an out-of-band channel to the people." {
        channel: Channel = pick(Channel::NAMES, 2.0, ASSUMPTION, "Where it lives.");
    }
    SecondIdp "second-idp" You
        "Turns a second identity provider on or off." {
        on: bool = pick(OFF_ON, 1.0, ASSUMPTION, "Whether it is there.");
    }
    RetryNow "retry-now" Sender
        "Retries the queues now: clocks are cleared and all that waits is tried." {
        senders: Senders = pick(Senders::NAMES, 0.0, "Exchange Retry-Queue, postqueue -f, exim -qff, sendmail -q", "Whose queues.");
    }
    Load "load" World
        "Changes how much mail people send." {
        percent: f64 = line(("%", 0.0, 300.0, 100.0), Scale::Real, ASSUMPTION,
            "Share of the scenario's load.");
    }
    Refuse "refuse" World
        "The doors refuse a share of the attempts, whatever room there is." {
        percent: f64 = line(("%", 0.0, 100.0, 100.0), Scale::Real, ASSUMPTION,
            "Share of the attempts; 100 shuts every door.");
    }
    ServiceState "service" World
        "A service beside the mail path fails or comes back." {
        service: Service = pick(Service::NAMES, 0.0, "reports named in the scenario", "Which service.");
        up: bool = pick(&["down", "up"], 0.0, "reports named in the scenario", "Its state.");
    }
}
