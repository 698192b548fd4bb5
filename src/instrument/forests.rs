//! Forests: every forest's use of its limit and its throughput against its best, over the run.

use crate::chart::Chart;
use crate::chart::cells::{Cell, Cells};
use crate::number;
use crate::playback::Player;
use crate::scenario::REGIONS;
use crate::stage::ForestHealth;

use super::theory::{self, Check};

/// The instrument at the cursor.
#[derive(Clone, Debug, PartialEq)]
pub struct Forests {
    /// A cell a forest.
    pub cells: Chart,
    /// All forests in a line.
    pub summary: String,
    /// What theory says of the forest, where it has a formula for the run.
    pub theory: Option<Check>,
}

impl Forests {
    /// The instrument of the selected world.
    pub fn of(player: &Player) -> Self {
        let run = player.run();
        let sim = run.sim();
        let scale = sim.scenario().scale();
        let (windows, ended) = run.windows_played();
        let step_s = windows.step().secs_f64();
        let snapshot = sim.snapshot();
        let count = snapshot.forests.len();
        let cells: Vec<_> = (sim.forests().zip(&snapshot.forests).enumerate())
            .map(|(index, (forest, view))| {
                // The best of the forest in health, whatever its limit: what the stage draws against.
                let best = (forest.usl().best(u32::MAX) * step_s) as f32;
                let mut cell = Cell {
                    name: format!("{} {}", REGIONS[view.region].name, view.name),
                    value: format!("{}/{}", view.sessions, view.limit),
                    word: word(view.health),
                    ..Cell::default()
                };
                for window in windows.forest(index, count).take(ended) {
                    cell.used.push(window.sessions / window.limit.max(1.0));
                    cell.done.push(window.completed as f32 / best.max(1e-6));
                    cell.failed.push([window.refused, window.cut].map(|n| u64::from(n) * scale));
                }
                cell
            })
            .collect();
        let full = cells.iter().filter(|cell| cell.word == "FULL").count();
        let slow = cells.iter().filter(|cell| cell.word == "SLOWING").count();
        let (done, best) = snapshot.forests.iter().fold((0.0, 0.0), |(done, best), view| {
            (done + view.accepted_per_min, best + view.best_per_min)
        });
        Forests {
            cells: Chart::Cells(Cells {
                epoch: sim.scenario().epoch(),
                duration: player.duration(),
                step: windows.step(),
                cells,
            }),
            summary: format!(
                "{full} of {count} full, {slow} slowing · {} accepted of the {} they could",
                number::rate(done),
                number::rate(best),
            ),
            theory: theory::long_run(player),
        }
    }
}

/// What stands at a forest, as on the stage.
fn word(health: ForestHealth) -> &'static str {
    match health.on_stage() {
        ForestHealth::AtLimit => "FULL",
        ForestHealth::Slowing => "SLOWING",
        ForestHealth::Off => "OFF",
        ForestHealth::Healthy | ForestHealth::Busy => "",
    }
}
