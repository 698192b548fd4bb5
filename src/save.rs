//! What can be taken away of a run: the files, their names, and the text of those that are text.
//!
//! One list, [`File::ALL`], is the page's menu. Pictures are painted by the page, and the page as one
//! file is made by itself; here they have a name only. Everything is as it is at the cursor.

pub mod json;
pub mod numbers;
pub mod plate;
pub mod report;
pub mod series;

use crate::instrument::smtp_log::{SmtpLog, Wanted};
use crate::playback::{Player, Side};
use crate::scenario::Scenario;
use crate::sim::Sim;

pub use series::Counts;

/// The run at an instant, and the one it is compared with.
#[derive(Clone, Copy, Debug)]
pub struct Saved<'a> {
    /// The run.
    pub a: &'a Sim,
    /// The run beside it, offered the same mails.
    pub b: Option<&'a Sim>,
}

impl<'a> From<&'a Player> for Saved<'a> {
    fn from(player: &'a Player) -> Self {
        let side = |side| player.side(side).map(crate::playback::Run::sim);
        Saved { a: side(Side::A).unwrap_or_else(|| player.sim()), b: side(Side::B) }
    }
}

impl<'a> From<&'a Sim> for Saved<'a> {
    fn from(sim: &'a Sim) -> Self {
        Saved { a: sim, b: None }
    }
}

impl<'a> Saved<'a> {
    /// Each run with what it is called; the only one is called nothing.
    pub fn worlds(&self) -> impl Iterator<Item = (&'static str, &'a Sim)> + use<'a> {
        let a = (if self.b.is_some() { "A" } else { "" }, self.a);
        [Some(a), self.b.map(|sim| ("B", sim))].into_iter().flatten()
    }
}

/// A file that a reader can save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// What happened in words and numbers, as Markdown.
    Report,
    /// The time series.
    Series,
    /// The run in numbers, with the scenario that gives it again.
    Run,
    /// The scenario.
    Scenario,
    /// What was said on the wire, as far back as it is kept.
    Log,
    /// The page itself with the run in it, as one file that needs no network.
    Page,
    /// The stage as a picture.
    Stage,
    /// The backlog as a picture.
    Chart,
}

impl File {
    /// Every file, in the order of the menu.
    pub const ALL: [File; 8] = [
        File::Report,
        File::Series,
        File::Run,
        File::Scenario,
        File::Log,
        File::Page,
        File::Stage,
        File::Chart,
    ];

    /// What the menu calls it.
    pub fn label(self) -> &'static str {
        match self {
            File::Report => "Report (Markdown)",
            File::Series => "Time series (CSV)",
            File::Run => "Run in numbers (JSON)",
            File::Scenario => "Scenario (JSON)",
            File::Log => "SMTP log (text)",
            File::Page => "This page as one file (HTML)",
            File::Stage => "Stage (PNG)",
            File::Chart => "Backlog chart (PNG)",
        }
    }

    /// The end of its name.
    fn ending(self) -> &'static str {
        match self {
            File::Report => "report.md",
            File::Series => "series.csv",
            File::Run => "run.json",
            File::Scenario => "scenario.json",
            File::Log => "smtp.log",
            File::Page => "page.html",
            File::Stage => "stage.png",
            File::Chart => "backlog.png",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            File::Report => "text/markdown;charset=utf-8",
            File::Series => "text/csv;charset=utf-8",
            File::Run | File::Scenario => "application/json",
            File::Log => "text/plain;charset=utf-8",
            File::Page => "text/html;charset=utf-8",
            File::Stage | File::Chart => "image/png",
        }
    }

    /// Whether it is a text that can be copied; the page as a text is of no use to anyone.
    pub fn is_text(self) -> bool {
        !matches!(self, File::Page | File::Stage | File::Chart)
    }

    /// Its name: `mailflow-ex1331830-seed1-2026-06-03T1200Z-report.md`. It has no colon, which some
    /// file systems refuse.
    pub fn name(self, saved: Saved<'_>) -> String {
        let sim = saved.a;
        let scenario = sim.scenario();
        let at = scenario.epoch().iso(sim.now()).replace(':', "");
        let (key, seed) = (&scenario.about().key, sim.seed());
        format!("mailflow-{key}-seed{seed}-{at}-{}", self.ending())
    }

    /// What is in it; `None` for a picture and for the page, which only a browser can make. `link`
    /// opens the run again.
    pub fn text(self, saved: Saved<'_>, link: Option<&str>) -> Option<String> {
        match self {
            File::Report => Some(report::text(saved, link)),
            File::Series => Some(series::text(saved, Counts::Real)),
            File::Run => Some(json::text(saved)),
            File::Scenario => Some(with_actions(saved.b.unwrap_or(saved.a)).to_json()),
            File::Log => Some(log(saved)),
            File::Page | File::Stage | File::Chart => None,
        }
    }
}

fn log(saved: Saved<'_>) -> String {
    let of = |(name, sim): (&str, &Sim)| {
        let world = if name.is_empty() { String::new() } else { format!("# World {name}\n") };
        world + &SmtpLog::new(sim, Wanted::default()).to_text()
    };
    saved.worlds().map(of).collect()
}

/// The scenario of a run with the actions that the run was given.
pub fn with_actions(sim: &Sim) -> Scenario {
    let mut scenario = sim.scenario().clone();
    *scenario.actions_mut() = sim.actions().to_vec();
    scenario
}
