//! Parameters of actions: each is a number within the range of its line in the table.

use crate::scenario::region::REGIONS;

/// A parameter's value as a number, and back.
pub trait Param: Copy {
    /// From a number within the range of its line.
    fn from_value(value: f64) -> Self;
    /// The number.
    fn value(self) -> f64;
}

impl Param for f64 {
    fn from_value(value: f64) -> Self {
        value
    }

    fn value(self) -> f64 {
        self
    }
}

impl Param for u32 {
    fn from_value(value: f64) -> Self {
        value as u32
    }

    fn value(self) -> f64 {
        f64::from(self)
    }
}

impl Param for bool {
    fn from_value(value: f64) -> Self {
        value > 0.5
    }

    fn value(self) -> f64 {
        f64::from(u8::from(self))
    }
}

/// Defines a parameter that is one of several names.
macro_rules! choices {
    ($(#[$about:meta])* $type:ident { $($(#[$doc:meta])* $name:ident = $text:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $type {
            $($(#[$doc])* $name,)*
        }

        impl $type {
            /// Every one, by name.
            pub const NAMES: &'static [&'static str] = &[$($text,)*];
            const ALL: &'static [$type] = &[$($type::$name,)*];
        }

        impl Param for $type {
            fn from_value(value: f64) -> Self {
                Self::ALL[(value as usize).min(Self::ALL.len() - 1)]
            }

            fn value(self) -> f64 {
                self as usize as f64
            }
        }
    };
}

choices! {
    /// Where a balance reset takes the routing weights.
    Balance {
        /// The same weight for each forest of the region.
        Even = "even",
        /// By the processors that each forest of the region has left.
        Capacity = "capacity",
        /// By processors, over the forests of all regions.
        Across = "across",
        /// All on each region's first forest: a bad one.
        Narrow = "narrow",
        /// To the other regions' forests, and none to one's own: a bad one.
        Elsewhere = "elsewhere",
    }
}

choices! {
    /// A service beside the mail path.
    Service {
        /// Sign-in. Its outage does not touch mail transport, nor the directory lookups of EOP.
        EntraId = "entra-id",
        /// Chat.
        Teams = "teams",
        /// Office on the web and files in Teams.
        OfficeWeb = "office-web",
        /// The admin centre, with the service health page.
        AdminCentre = "admin-centre",
    }
}

impl Service {
    /// Its name on the page.
    pub fn name(self) -> &'static str {
        match self {
            Service::EntraId => "Sign-in (Entra ID)",
            Service::Teams => "Teams",
            Service::OfficeWeb => "Office on the web",
            Service::AdminCentre => "Admin centre",
        }
    }
}

choices! {
    /// An out-of-band channel to the people behind the mailboxes.
    Channel {
        /// None.
        None = "none",
        /// In the same cloud: works while Teams and the sign-in do.
        SameCloud = "same-cloud",
        /// Outside.
        Outside = "outside",
    }
}

choices! {
    /// Which sending hosts.
    Senders {
        /// All.
        All = "all",
        /// Postfix.
        Postfix = "postfix",
        /// Exim.
        Exim = "exim",
        /// Exchange Server.
        Exchange = "exchange",
        /// Sendmail with a run every 30 minutes.
        Sendmail30 = "sendmail-30",
        /// Sendmail with a run every hour.
        Sendmail60 = "sendmail-60",
        /// Mimecast-like.
        Mimecast = "mimecast",
        /// Like Amazon SES.
        Ses = "ses",
        /// Impatient applications.
        Impatient = "impatient",
        /// Textbook senders.
        Textbook = "textbook",
        /// Gateways.
        Gateway = "gateway",
        /// Exchange Online's own outbound queues.
        Outbound = "outbound",
    }
}

/// What a flighted package changes where it has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Package {
    /// Server cells route by even weights again.
    pub routing: bool,
    /// Forests get the limit times the field `flight_limit`.
    pub limit: bool,
    /// Forests look up at their healthy speed again, times the field `flight_lookups`.
    pub lookups: bool,
}

impl Package {
    /// Every package, by name.
    pub const NAMES: &'static [&'static str] = &[
        "nothing",
        "routing",
        "limit",
        "routing+limit",
        "lookups",
        "routing+lookups",
        "limit+lookups",
        "routing+limit+lookups",
    ];
}

impl Param for Package {
    fn from_value(value: f64) -> Self {
        let bits = value as u32;
        Package { routing: bits & 1 > 0, limit: bits & 2 > 0, lookups: bits & 4 > 0 }
    }

    fn value(self) -> f64 {
        self.routing.value() + 2.0 * self.limit.value() + 4.0 * self.lookups.value()
    }
}

/// Which forests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// All.
    All,
    /// Those of a region, by its index.
    Region(u8),
    /// One, by its index: `F1` is 0.
    Forest(u8),
}

impl Place {
    /// Every place, by name.
    pub const NAMES: &'static [&'static str] = &[
        "all", "NA", "EMEA", "APAC", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10",
        "F11", "F12", "F13", "F14", "F15", "F16", "F17", "F18", "F19", "F20", "F21", "F22", "F23",
        "F24", "F25", "F26", "F27", "F28", "F29", "F30", "F31", "F32", "F33", "F34", "F35", "F36",
        "F37", "F38", "F39", "F40", "F41", "F42",
    ];

    /// Whether a forest of a region is meant.
    pub fn holds(self, region: usize, forest: usize) -> bool {
        match self {
            Place::All => true,
            Place::Region(which) => usize::from(which) == region,
            Place::Forest(which) => usize::from(which) == forest,
        }
    }
}

impl Param for Place {
    fn from_value(value: f64) -> Self {
        let index = value as usize;
        if index == 0 {
            Place::All
        } else if index <= REGIONS.len() {
            Place::Region(index as u8 - 1)
        } else {
            Place::Forest((index - 1 - REGIONS.len()) as u8)
        }
    }

    fn value(self) -> f64 {
        match self {
            Place::All => 0.0,
            Place::Region(index) => f64::from(index) + 1.0,
            Place::Forest(index) => f64::from(index) + 1.0 + REGIONS.len() as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named_after_their_regions_and_forests() {
        for (index, name) in Place::NAMES.iter().enumerate() {
            let place = Place::from_value(index as f64);
            match place {
                Place::All => assert_eq!(*name, "all"),
                Place::Region(region) => assert_eq!(*name, REGIONS[usize::from(region)].name),
                Place::Forest(forest) => assert_eq!(*name, format!("F{}", forest + 1)),
            }
        }
    }

    #[test]
    fn packages_are_named_after_what_they_hold() {
        for (index, name) in Package::NAMES.iter().enumerate() {
            let package = Package::from_value(index as f64);
            assert_eq!(name.contains("routing"), package.routing);
            assert_eq!(name.contains("limit"), package.limit);
            assert_eq!(name.contains("lookups"), package.lookups);
        }
    }
}
