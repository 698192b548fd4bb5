//! Places of the page that a lesson can point at: `forest F2`, `lanes NA`, `instrument health`.

use std::fmt;

use crate::scenario::REGIONS;
use crate::stage::{Place, Target};

/// A place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A forest, by index.
    Forest(usize),
    /// A region's lanes from its front door.
    Lanes(usize),
    /// A region's senders.
    Senders(usize),
    /// A region's front door.
    Door(usize),
    /// A region's mailboxes.
    Mailboxes(usize),
    /// A part of the page that there is once.
    Part(Part),
}

/// Parts of the page that there are once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of the stage.
    Stage,
    /// The tenants' gateways.
    Gateways,
    /// What stands beside the mail path.
    Services,
    /// Exchange Online's own outbound mail.
    Outbound,
    /// The tape.
    Tape,
    /// Clock and date.
    Clock,
    /// How much is held.
    Held,
    /// The open instrument.
    Instrument,
    /// The inspector.
    Inspector,
    /// The levers.
    Levers,
}

/// Parts by name.
const PARTS: [(Part, &str); 10] = [
    (Part::Stage, "stage"),
    (Part::Gateways, "gateways"),
    (Part::Services, "services"),
    (Part::Outbound, "outbound"),
    (Part::Tape, "tape"),
    (Part::Clock, "clock"),
    (Part::Held, "held"),
    (Part::Instrument, "instrument"),
    (Part::Inspector, "inspector"),
    (Part::Levers, "levers"),
];

/// What there is, for messages and the schema.
pub const ALLOWED: &str = "forest F1 to F42; lanes, senders, door or mailboxes with NA, EMEA or \
    APAC; stage, gateways, services, outbound, tape, clock, held, instrument, inspector, levers";

impl Spot {
    /// Reads one.
    pub fn parse(text: &str) -> Option<Spot> {
        if let Some(&(part, _)) = PARTS.iter().find(|(_, name)| *name == text) {
            return Some(Spot::Part(part));
        }
        let (what, whose) = text.split_once(' ')?;
        if what == "forest" {
            let number: usize = whose.strip_prefix('F')?.parse().ok()?;
            return Some(Spot::Forest(number.checked_sub(1).filter(|&index| index < 42)?));
        }
        let region = REGIONS.iter().position(|region| region.name == whose)?;
        match what {
            "lanes" => Some(Spot::Lanes(region)),
            "senders" => Some(Spot::Senders(region)),
            "door" => Some(Spot::Door(region)),
            "mailboxes" => Some(Spot::Mailboxes(region)),
            _ => None,
        }
    }
}

impl Spot {
    /// What it is on the stage; empty for a part beside it.
    pub fn places(self) -> Vec<Place> {
        let target = |target| vec![Place::Target(target)];
        match self {
            Spot::Forest(index) => target(Target::Forest(index)),
            Spot::Lanes(region) => vec![Place::Lanes(region)],
            Spot::Senders(region) => target(Target::Senders(region)),
            Spot::Door(region) => target(Target::Door(region)),
            Spot::Mailboxes(region) => target(Target::Mailboxes(region)),
            Spot::Part(Part::Stage) => vec![Place::Stage],
            Spot::Part(Part::Gateways) => target(Target::Gateway),
            Spot::Part(Part::Services) => target(Target::Services),
            Spot::Part(Part::Outbound) => {
                (0..REGIONS.len()).map(|region| Place::Target(Target::Outbound(region))).collect()
            }
            Spot::Part(_) => Vec::new(),
        }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let region = |index: usize| REGIONS.get(index).map_or("?", |region| region.name);
        match *self {
            Spot::Forest(index) => write!(f, "forest F{}", index + 1),
            Spot::Lanes(at) => write!(f, "lanes {}", region(at)),
            Spot::Senders(at) => write!(f, "senders {}", region(at)),
            Spot::Door(at) => write!(f, "door {}", region(at)),
            Spot::Mailboxes(at) => write!(f, "mailboxes {}", region(at)),
            Spot::Part(part) => {
                let name = PARTS.iter().find(|(other, _)| *other == part);
                f.write_str(name.map_or("?", |(_, name)| name))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for text in ["forest F12", "lanes NA", "senders EMEA", "door APAC", "tape", "instrument"] {
            assert_eq!(Spot::parse(text).map(|spot| spot.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Spot::parse("lanes EMEA").map(Spot::places), Some(vec![Place::Lanes(1)]));
        assert_eq!(Spot::parse("tape").map(Spot::places), Some(vec![]));
        for text in ["forest", "forest F0", "forest F43", "lanes", "lanes XX", "beer", ""] {
            assert_eq!(Spot::parse(text), None, "{text}");
        }
    }
}
