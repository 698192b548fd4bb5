//! The EOP front door of each region: server cells with routing tables that pick a forest.

use crate::rng::{Purpose, draw};
use crate::scenario::Balance;
use crate::sim::mail::Mail;

/// A routing table: forests with the cumulated share of the traffic.
type Table = Vec<(f64, usize)>;

/// The front doors.
#[derive(Clone, Debug)]
pub struct Door {
    seed: u64,
    regions: usize,
    forests_per_region: usize,
    cells_per_region: usize,
    /// Share of the mail bound to its tenant's home forest.
    affinity: f64,
    /// Region by region: the table in force, and the even one.
    tables: Vec<Table>,
    even: Vec<Table>,
    /// Region by region: whether a cell already routes the new, even way.
    flighted: Vec<bool>,
    /// How many of them do, so that the common case costs nothing.
    flighted_count: usize,
}

/// What the tables of cells that no package has reached are made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Routing {
    /// How much of the traffic that belongs to a region's other forests goes to its first, 0..=1.
    pub skew: f64,
    /// How much of a region's traffic goes to the other regions' forests, 0..=1.
    pub spill: f64,
    /// The region that both hit; all if none is named.
    pub hits: Option<usize>,
    /// How far the weights are reset, 0..=1.
    pub reset: f64,
    /// Where the reset takes them.
    pub to: Balance,
    /// Share of its processors that each forest has.
    pub capacity: Vec<f64>,
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
            regions,
            forests_per_region,
            cells_per_region,
            affinity,
            tables: Vec::new(),
            even: Vec::new(),
            flighted: vec![false; regions * cells_per_region],
            flighted_count: 0,
        };
        let weights = |region| door.own(region);
        door.even = (0..regions).map(|region| table(&weights(region))).collect();
        door.tables.clone_from(&door.even);
        door
    }

    /// Sets the tables of the cells that no package has reached.
    pub fn set_routing(&mut self, routing: &Routing) {
        let weights: Vec<_> = (0..self.regions).map(|r| self.weights(r, routing)).collect();
        self.tables = weights.iter().map(|weights| table(weights)).collect();
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

    /// Share of a region's traffic that a cell without the package sends to a forest, 0..=1.
    pub fn share(&self, region: usize, forest: usize) -> f64 {
        share(&self.tables[region], forest)
    }

    /// Share of a region's traffic that all its cells send to a forest, 0..=1.
    pub fn mean_share(&self, region: usize, forest: usize) -> f64 {
        let cells = self.cells(region);
        let new = cells.iter().filter(|&&cell| cell).count() as f64 / cells.len().max(1) as f64;
        self.share(region, forest) * (1.0 - new) + share(&self.even[region], forest) * new
    }

    /// The forest that a connection with this mail goes to; `address` counts the MX addresses
    /// tried in one attempt.
    #[allow(clippy::inline_always, reason = "every mail passes here")]
    #[inline(always)]
    pub fn route(&self, region: usize, mail: Mail, address: u32) -> usize {
        if self.is_bound(mail) {
            return self.home(region, mail);
        }
        let index = u32::from(mail.tries) << 3 | address;
        let entity = mail.id.entity();
        let mut table = &self.tables[region];
        if self.flighted_count > 0 {
            let cell = draw(self.seed, entity, Purpose::Cell, index).below(self.cells_per_region);
            if self.flighted[region * self.cells_per_region + cell] {
                table = &self.even[region];
            }
        }
        pick(table, || draw(self.seed, entity, Purpose::Forest, index).unit())
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
        let point = || draw(self.seed, mail.id.entity(), Purpose::Tenant, 1).unit();
        pick(&self.tables[region], point)
    }

    fn forests(&self) -> usize {
        self.regions * self.forests_per_region
    }

    fn is_own(&self, region: usize, forest: usize) -> bool {
        forest / self.forests_per_region == region
    }

    /// Even weights over a region's own forests.
    fn own(&self, region: usize) -> Vec<f64> {
        let even = 1.0 / self.forests_per_region as f64;
        (0..self.forests()).map(|f| if self.is_own(region, f) { even } else { 0.0 }).collect()
    }

    /// Even weights over the other regions' forests; its own if there are no others.
    fn elsewhere(&self, region: usize) -> Vec<f64> {
        if self.regions == 1 {
            return self.own(region);
        }
        let even = 1.0 / (self.forests() - self.forests_per_region) as f64;
        (0..self.forests()).map(|f| if self.is_own(region, f) { 0.0 } else { even }).collect()
    }

    /// All of it on a region's first forest.
    fn narrow(&self, region: usize) -> Vec<f64> {
        let first = region * self.forests_per_region;
        (0..self.forests()).map(|f| if f == first { 1.0 } else { 0.0 }).collect()
    }

    /// Weights by processors over the forests that `within` names; even ones if there are none.
    fn by_capacity(&self, routing: &Routing, within: impl Fn(usize) -> bool) -> Vec<f64> {
        let weigh = |capacity: &dyn Fn(usize) -> f64| -> Vec<f64> {
            let part = |f| if within(f) { capacity(f) } else { 0.0 };
            (0..self.forests()).map(part).collect()
        };
        let weights = weigh(&|f| routing.capacity[f]);
        let weights = if weights.iter().any(|&w| w > 0.0) { weights } else { weigh(&|_| 1.0) };
        let all: f64 = weights.iter().sum();
        weights.iter().map(|weight| weight / all).collect()
    }

    fn weights(&self, region: usize, routing: &Routing) -> Vec<f64> {
        let (own, elsewhere) = (self.own(region), self.elsewhere(region));
        let target = match routing.to {
            Balance::Even => own.clone(),
            Balance::Capacity => self.by_capacity(routing, |f| self.is_own(region, f)),
            Balance::Across => self.by_capacity(routing, |_| true),
            Balance::Elsewhere => elsewhere.clone(),
            Balance::Narrow => self.narrow(region),
        };
        let first = region * self.forests_per_region;
        let is_hit = routing.hits.is_none_or(|hit| hit == region);
        let (skew, spill) = if is_hit { (routing.skew, routing.spill) } else { (0.0, 0.0) };
        let mix = |a: f64, b: f64, share: f64| a * (1.0 - share) + b * share;
        (0..self.forests())
            .map(|f| {
                let skewed = mix(own[f], f64::from(u8::from(f == first)), skew);
                let wrong = mix(skewed, elsewhere[f], spill);
                mix(wrong, target[f], routing.reset)
            })
            .collect()
    }
}

fn share(table: &Table, forest: usize) -> f64 {
    let place = table.iter().position(|&(_, index)| index == forest);
    place.map_or(0.0, |i| table[i].0 - i.checked_sub(1).map_or(0.0, |before| table[before].0))
}

fn table(weights: &[f64]) -> Table {
    let mut below = 0.0;
    let used = weights.iter().enumerate().filter(|&(_, &weight)| weight > 0.0);
    used.map(|(forest, weight)| {
        below += weight;
        (below, forest)
    })
    .collect()
}

/// The forest at a point (0..1) of the table, which is asked for only if there is a choice.
#[inline]
fn pick(table: &Table, point: impl Fn() -> f64) -> usize {
    if let [(_, forest)] = table[..] {
        return forest;
    }
    let point = point();
    // The shares add up to 1 but for rounding: the last takes what is left.
    let found = table.iter().find(|&&(up_to, _)| point <= up_to).or(table.last());
    found.map_or(0, |&(_, forest)| forest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::mail::MailId;

    const HEALTHY: Routing = Routing {
        skew: 0.0,
        spill: 0.0,
        hits: None,
        reset: 0.0,
        to: Balance::Even,
        capacity: Vec::new(),
    };

    fn shares(door: &Door) -> Vec<f64> {
        let mut counts = vec![0.0; 8];
        for number in 0..40_000 {
            let mut mail = Mail::new(MailId::new(1, number));
            mail.count_try();
            counts[door.route(1, mail, 0)] += 1.0 / 40_000.0;
        }
        counts
    }

    fn check(door: &Door, want: [f64; 8]) {
        for (got, want) in shares(door).into_iter().zip(want) {
            assert!((got - want).abs() < 0.01, "{got} for {want}");
        }
    }

    fn door(routing: &Routing) -> Door {
        let mut door = Door::new(9, 2, 4, 10, 0.0);
        door.set_routing(&Routing { capacity: vec![1.0; 8], ..routing.clone() });
        door
    }

    #[test]
    fn skew_moves_load_to_the_first_forest_and_flighted_cells_take_it_back() {
        check(&door(&HEALTHY), [0.0, 0.0, 0.0, 0.0, 0.25, 0.25, 0.25, 0.25]);
        let mut door = door(&Routing { skew: 0.98, ..HEALTHY });
        check(&door, [0.0, 0.0, 0.0, 0.0, 0.985, 0.005, 0.005, 0.005]);
        assert!((door.share(1, 4) - 0.985).abs() < 1e-12 && door.share(1, 0) <= 0.0);
        door.set_flighted((0..20).map(|cell| cell >= 15));
        check(&door, [0.0, 0.0, 0.0, 0.0, 0.6175, 0.1275, 0.1275, 0.1275]);
    }

    #[test]
    fn tables_may_point_at_other_regions_forests() {
        let spill = door(&Routing { spill: 0.4, ..HEALTHY });
        check(&spill, [0.1, 0.1, 0.1, 0.1, 0.15, 0.15, 0.15, 0.15]);
        let bad = Routing { skew: 1.0, reset: 0.5, to: Balance::Elsewhere, ..HEALTHY };
        check(&door(&bad), [0.125, 0.125, 0.125, 0.125, 0.5, 0.0, 0.0, 0.0]);
        let narrow = Routing { reset: 0.6, to: Balance::Narrow, ..HEALTHY };
        check(&door(&narrow), [0.0, 0.0, 0.0, 0.0, 0.7, 0.1, 0.1, 0.1]);
        let other = Routing { skew: 1.0, hits: Some(0), ..HEALTHY };
        check(&door(&other), [0.0, 0.0, 0.0, 0.0, 0.25, 0.25, 0.25, 0.25]);
        let mut alone = Door::new(9, 1, 4, 10, 0.0);
        alone.set_routing(&Routing { capacity: vec![1.0; 4], spill: 1.0, ..HEALTHY });
        assert!((alone.share(0, 2) - 0.25).abs() < 1e-12, "there is nowhere else");
    }

    #[test]
    fn a_reset_by_capacity_follows_the_processors() {
        let capacity = vec![1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.0];
        let mut door = Door::new(9, 2, 4, 10, 0.0);
        let mut reset = |to| {
            let routing = Routing { reset: 1.0, to, capacity: capacity.clone(), ..HEALTHY };
            door.set_routing(&routing);
            (door.share(1, 4), door.share(1, 0), door.share(1, 7))
        };
        assert_eq!(reset(Balance::Capacity), (0.5, 0.0, 0.0));
        let (own, other, none) = reset(Balance::Across);
        assert!((own - 1.0 / 6.0).abs() < 1e-12 && (other - 1.0 / 6.0).abs() < 1e-12);
        assert!(none <= 0.0);
    }

    #[test]
    fn bound_mail_goes_home_on_every_try() {
        let door = Door::new(9, 2, 4, 10, 1.0);
        check(&door, [0.0, 0.0, 0.0, 0.0, 0.25, 0.25, 0.25, 0.25]);
        for number in 0..100 {
            let mut mail = Mail::new(MailId::new(0, number));
            mail.count_try();
            let home = door.route(0, mail, 0);
            for _ in 2..9 {
                mail.count_try();
                assert_eq!(door.route(0, mail, 1), home);
            }
            assert!(door.may_follow(0, mail, home) && !door.may_follow(0, mail, home ^ 1));
        }
    }
}
