//! The regions of senders and of the service.

use crate::scenario::Field;

/// A region of senders and of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its name.
    pub name: &'static str,
    /// Hours east of UTC of its business day: New York, Berlin, Singapore, in summer.
    pub offset_h: i32,
    /// The field that gives its part of the load.
    pub share: Field,
}

/// The regions, in the order they are drawn and numbered.
pub const REGIONS: [Region; 3] = [
    Region { name: "NA", offset_h: -4, share: Field::ShareNa },
    Region { name: "EMEA", offset_h: 2, share: Field::ShareEmea },
    Region { name: "APAC", offset_h: 8, share: Field::ShareApac },
];
