//! What would happen if.

use crate::scenario::field::Field;
use crate::time::Time;

use super::{PLAIN, Preset, TUESDAY_NOON};

const fn on(day: u64, hour: u64, minute: u64) -> Time {
    TUESDAY_NOON.at(day, hour, minute)
}

pub(super) const HEALTHY_TUESDAY: Preset = Preset {
    key: "healthy-tuesday",
    title: "A healthy Tuesday",
    purpose: "The same Tuesday without the misconfiguration: what the forests look like when \
        nothing is wrong, and how much room there is.",
    watch: "The gauges through the business hours of each region.",
    insight: "At the busiest hour every forest is far from its limit and no mail is refused.",
    values: &[(Field::Duration, 24.0)],
    story: &[(on(0, 12, 59), 60), (on(0, 13, 13), 3600)],
    stills: &[on(0, 12, 59), on(0, 15, 0), on(1, 12, 0)],
    opens_at: on(0, 12, 59),
    ..PLAIN
};
