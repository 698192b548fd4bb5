//! The regions of senders and of the service.

use crate::scenario::Field;
use crate::time::Epoch;

/// A region of senders and of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its name.
    pub name: &'static str,
    /// Hours east of UTC of its business day, in winter: New York, Berlin, Singapore.
    winter_h: i32,
    /// Days of 2026, from and to, on which its clocks are an hour ahead; none for some.
    summer: (u32, u32),
    /// The field that gives its part of the load.
    pub share: Field,
}

impl Region {
    /// Hours east of UTC of its business day, on the day a run starts.
    pub fn offset_h(&self, epoch: Epoch) -> i32 {
        let is_summer = (self.summer.0..self.summer.1).contains(&epoch.day);
        self.winter_h + i32::from(is_summer)
    }
}

/// The regions, in the order they are drawn and numbered. Clocks change on 8 March and 1 November
/// in New York, on 29 March and 25 October in Berlin.
pub const REGIONS: [Region; 3] = [
    Region { name: "NA", winter_h: -5, summer: (66, 304), share: Field::ShareNa },
    Region { name: "EMEA", winter_h: 1, summer: (87, 297), share: Field::ShareEmea },
    Region { name: "APAC", winter_h: 8, summer: (0, 0), share: Field::ShareApac },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_follow_the_season() {
        let offsets = |day| REGIONS.map(|region| region.offset_h(Epoch { day, minute: 0 }));
        assert_eq!(offsets(152), [-4, 2, 8], "2 June");
        assert_eq!(offsets(21), [-5, 1, 8], "22 January");
        assert_eq!(offsets(70), [-4, 1, 8], "12 March");
    }
}
