//! The order in which a flighted package reaches the fleet.

use crate::scenario::{Field, Scenario};

/// Ranks by index: a unit has the package once more units than its rank have it.
#[derive(Clone, Debug)]
pub struct Rings {
    /// Of the forests.
    pub forests: Vec<usize>,
    /// Of the server cells, region by region.
    pub cells: Vec<usize>,
}

impl Rings {
    /// The scenario's order, with what it does not name in the usual one: in every ring one forest
    /// of each region, the last region first, and in each region the last forest first, so that the
    /// forests that the misconfiguration loads most come last. Cells follow their regions.
    pub fn new(scenario: &Scenario) -> Self {
        let regions = scenario.get(Field::Regions) as usize;
        let per_region = scenario.get(Field::ForestsPerRegion) as usize;
        let cells = scenario.get(Field::CellsPerRegion) as usize;
        let all = regions * per_region;
        let usual = (0..per_region)
            .rev()
            .flat_map(|number| (0..regions).rev().map(move |region| region * per_region + number));
        let mut order: Vec<usize> = Vec::new();
        let named = scenario.rings().iter().map(|&forest| usize::from(forest));
        for forest in named.chain(usual).filter(|&forest| forest < all) {
            if !order.contains(&forest) {
                order.push(forest);
            }
        }
        let mut region_order: Vec<usize> = Vec::new();
        for region in order.iter().map(|forest| forest / per_region) {
            if !region_order.contains(&region) {
                region_order.push(region);
            }
        }
        let cell_order: Vec<usize> = (0..cells)
            .flat_map(|number| region_order.iter().map(move |region| region * cells + number))
            .collect();
        Rings { forests: ranks(&order), cells: ranks(&cell_order) }
    }
}

fn ranks(order: &[usize]) -> Vec<usize> {
    let mut ranks = vec![0; order.len()];
    for (rank, &index) in order.iter().enumerate() {
        ranks[index] = rank;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_an_order(ranks: &[usize]) {
        let mut sorted = ranks.to_vec();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..ranks.len()).collect::<Vec<_>>());
    }

    #[test]
    fn the_usual_canary_is_apacs_last_forest_and_nas_first_comes_last() {
        let scenario = Scenario::preset("ex1331830").expect("the incident");
        let rings = Rings::new(&scenario);
        assert_eq!((rings.forests[11], rings.forests[0]), (0, 11));
        assert_eq!((rings.cells[20], rings.cells[9]), (0, 29));
        is_an_order(&rings.forests);
        is_an_order(&rings.cells);
    }

    #[test]
    fn a_scenario_names_its_own_rings() {
        let mut scenario = Scenario::preset("ex1331830").expect("the incident");
        scenario.set_rings(&[2, 1, 2, 99]);
        let rings = Rings::new(&scenario);
        assert_eq!((rings.forests[2], rings.forests[1], rings.forests[11]), (0, 1, 2));
        assert_eq!(rings.cells[0], 0, "NA's cells come first then");
        is_an_order(&rings.forests);
    }
}
