//! The EOP front door of each region: server cells with routing tables that pick a forest.

use crate::rng::{Purpose, draw};
use crate::sim::mail::Mail;

/// The front doors.
#[derive(Clone, Debug)]
pub struct Door {
    seed: u64,
    forests_per_region: usize,
    cells_per_region: usize,
    /// Share of the mail bound to its tenant's home forest.
    affinity: f64,
    /// Chance of a region's first forest by the table in force; the others share the rest evenly.
    first: f64,
    /// Region by region: whether a cell already routes the new, even way.
    flighted: Vec<bool>,
    /// How many of them do, so that the common case costs nothing.
    flighted_count: usize,
}

impl Door {
    /// Doors that route evenly.
    pub fn new(
        seed: u64,
        regions: usize,
        forests_per_region: usize,
        cells_per_region: usize,
        affinity: f64,
    ) -> Self {
        let mut door = Door {
            seed,
            forests_per_region,
            cells_per_region,
            affinity,
            first: 0.0,
            flighted: vec![false; regions * cells_per_region],
            flighted_count: 0,
        };
        door.set_skew(0.0);
        door
    }

    /// Sets how much of the traffic that belongs to a region's other forests goes to its first.
    pub fn set_skew(&mut self, skew: f64) {
        let even = 1.0 / self.forests_per_region as f64;
        self.first = even + (1.0 - even) * skew;
    }

    /// Sets which cells route evenly, region by region.
    pub fn set_flighted(&mut self, flighted: impl Iterator<Item = bool>) {
        self.flighted.clear();
        self.flighted.extend(flighted);
        self.flighted_count = self.flighted.iter().filter(|&&cell| cell).count();
    }

    /// A region's cells: whether each routes the new way.
    pub fn cells(&self, region: usize) -> &[bool] {
        &self.flighted[region * self.cells_per_region..][..self.cells_per_region]
    }

    /// The forest that a connection with this mail goes to; `address` counts the MX addresses
    /// tried in one attempt.
    #[inline]
    pub fn route(&self, region: usize, mail: Mail, address: u32) -> usize {
        if self.is_bound(mail) {
            return self.home(region, mail);
        }
        let index = u32::from(mail.tries) << 3 | address;
        let entity = mail.id.entity();
        let mut first = self.first;
        if self.flighted_count > 0 {
            let cell = draw(self.seed, entity, Purpose::Cell, index).below(self.cells_per_region);
            if self.flighted[region * self.cells_per_region + cell] {
                first = 1.0 / self.forests_per_region as f64;
            }
        }
        let point = draw(self.seed, entity, Purpose::Forest, index).unit();
        self.pick(region, point, first)
    }

    /// Whether a mail may follow another on a connection to `forest`.
    pub fn may_follow(&self, region: usize, mail: Mail, forest: usize) -> bool {
        !self.is_bound(mail) || self.home(region, mail) == forest
    }

    fn is_bound(&self, mail: Mail) -> bool {
        self.affinity > 0.0
            && draw(self.seed, mail.id.entity(), Purpose::Affinity, 0).unit() <= self.affinity
    }

    /// The home of a mail's tenant. It follows the table in force: a skewed one skews the homes.
    fn home(&self, region: usize, mail: Mail) -> usize {
        let point = draw(self.seed, mail.id.entity(), Purpose::Tenant, 1).unit();
        self.pick(region, point, self.first)
    }

    fn pick(&self, region: usize, point: f64, first: f64) -> usize {
        let base = region * self.forests_per_region;
        if point <= first || self.forests_per_region == 1 {
            return base;
        }
        let others = (self.forests_per_region - 1) as f64;
        let other = ((point - first) / (1.0 - first) * others) as usize;
        base + 1 + other.min(self.forests_per_region - 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::mail::MailId;
    use crate::time::Time;

    fn shares(door: &Door) -> Vec<f64> {
        let mut counts = vec![0.0; 8];
        for number in 0..40_000 {
            let mail = Mail { created: Time::ZERO, id: MailId::new(1, number), tries: 1 };
            counts[door.route(1, mail, 0)] += 1.0 / 40_000.0;
        }
        counts
    }

    fn check(door: &Door, want: [f64; 4]) {
        let got = shares(door);
        assert!(got[..4].iter().all(|&share| share == 0.0), "another region's forest: {got:?}");
        for (got, want) in got[4..].iter().zip(want) {
            assert!((got - want).abs() < 0.01, "{got} for {want}");
        }
    }

    #[test]
    fn skew_moves_load_to_the_first_forest_and_flighted_cells_take_it_back() {
        let mut door = Door::new(9, 2, 4, 10, 0.0);
        check(&door, [0.25; 4]);
        door.set_skew(0.98);
        check(&door, [0.985, 0.005, 0.005, 0.005]);
        door.set_flighted((0..20).map(|cell| cell >= 15));
        check(&door, [0.6175, 0.1275, 0.1275, 0.1275]);
    }

    #[test]
    fn bound_mail_goes_home_on_every_try() {
        let door = Door::new(9, 2, 4, 10, 1.0);
        check(&door, [0.25; 4]);
        for number in 0..100 {
            let mail = |tries| Mail { created: Time::ZERO, id: MailId::new(0, number), tries };
            let home = door.route(0, mail(1), 0);
            assert!((2..9).all(|tries| door.route(0, mail(tries), 1) == home));
            assert!(door.may_follow(0, mail(1), home) && !door.may_follow(0, mail(1), home ^ 1));
        }
    }
}
