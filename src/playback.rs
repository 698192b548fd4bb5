//! The cursor in a run: playing, stepping, seeking, acting. Wall-clock seconds are passed in; the
//! page decides how many milliseconds a frame may take.
//!
//! Two worlds may stand side by side under the one cursor: [`Side::A`], and [`Side::B`] once the run
//! was split. What is done is done to the one that is selected.

mod ahead;
mod change;
mod follow;
pub mod checkpoints;
pub mod flight;
mod open;
pub mod pace;
pub mod run;
mod seek;
pub mod series;
pub mod timeline;
pub mod trails;
pub mod versus;

use crate::readout::Speed;
use crate::scenario::{Preset, Scenario, preset};
use crate::sim::Sim;
use crate::sim::mail::MailId;
use crate::stage::{Dot, Snapshot};
use crate::time::Time;

use pace::Pace;

pub use follow::PINS_MAX;
pub use run::Run;
pub use series::{Levels, Series};
pub use timeline::Item;
pub use versus::Versus;

/// Which of two worlds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The run as it was when it was split, or the only one.
    #[default]
    A,
    /// The one that differs.
    B,
}

/// The run, or two of them, under a moving cursor.
#[derive(Debug)]
pub struct Player {
    seed: u64,
    a: Run,
    b: Option<Run>,
    selected: Side,
    /// Where the run was split.
    split_at: Time,
    /// The mails that are pinned, and the one that is looked at.
    pins: Vec<MailId>,
    looked_at: Option<MailId>,
    pace: Pace,
    playing: bool,
    /// Playing never goes past this.
    bound: Time,
    /// Where a seek under way is going.
    target: Option<Time>,
    /// Whether the next instant worth a look is being searched.
    hunting: bool,
    /// Whether the part that was not played yet is shown.
    shows_coming: bool,
    /// Where the steps forward came from, to step back to.
    stepped: Vec<Time>,
    /// The sentences said so far with their times, newest first.
    said: Vec<(Time, String)>,
    /// Wall seconds since the last sentence.
    said_for_s: f64,
}

/// How long a sentence stays at least [wall s].
const SENTENCE_STAYS_S: f64 = 3.0;
/// Sentences remembered.
const SAID_MAX: usize = 20;
/// What the checkpoints of all worlds may take [bytes].
const BUDGET: usize = 120 << 20;
/// Slices that the scout may take of a frame while time runs.
const SCOUT_SLICES: u32 = 10;
/// The same while it does not.
const SCOUT_SLICES_PAUSED: u32 = 50;

impl Player {
    /// A run of a preset (a key like `ex1331830`), paused at its opening frame.
    /// `None` if there is no such preset.
    pub fn preset(key: &str, seed: u64) -> Option<Player> {
        Some(Player::new(Scenario::preset(key).ok()?, seed))
    }

    /// A run of a scenario, paused at its opening frame.
    pub fn new(scenario: Scenario, seed: u64) -> Player {
        let opening = opening(&scenario);
        let pace = Pace::new(story(&scenario), opening);
        let mut player = Player {
            a: Run::new(scenario, seed, opening, BUDGET),
            b: None,
            selected: Side::A,
            split_at: Time::ZERO,
            pins: Vec::new(),
            looked_at: None,
            seed,
            pace,
            playing: false,
            bound: Time::NEVER,
            target: None,
            hunting: false,
            shows_coming: false,
            stepped: Vec::new(),
            said: Vec::new(),
            said_for_s: f64::INFINITY,
        };
        player.look_ahead(&mut || true);
        player.say();
        player
    }

    /// The presets, in the order of the picker; those of one group stand together.
    pub fn presets() -> &'static [Preset] {
        preset::PRESETS
    }

    /// The key of this run's preset.
    pub fn key(&self) -> String {
        self.a.scenario().about().key.to_string()
    }

    /// The selected world.
    pub fn run(&self) -> &Run {
        self.b.as_ref().filter(|_| self.selected == Side::B).unwrap_or(&self.a)
    }

    /// A world; B only once the run was split.
    pub fn side(&self, side: Side) -> Option<&Run> {
        match side {
            Side::A => Some(&self.a),
            Side::B => self.b.as_ref(),
        }
    }

    /// The selected world's scenario with its actions.
    pub fn scenario(&self) -> &Scenario {
        self.run().scenario()
    }

    /// The selected world, exactly at the cursor.
    pub fn sim(&self) -> &Sim {
        self.run().sim()
    }

    /// Advances by `dt_s` wall seconds while `more()` says there is time left in this frame.
    /// Also carries on a seek under way. Call once an animation frame, even when paused.
    pub fn frame(&mut self, dt_s: f64, more: &mut dyn FnMut() -> bool) {
        self.said_for_s += dt_s;
        if self.hunting {
            self.hunt(more);
        } else if let Some(target) = self.target {
            self.carry_on_seeking(target, more);
        } else if self.playing {
            self.play(dt_s, more);
        }
        self.look_ahead(more);
        if self.target.is_none() && !self.hunting {
            self.each(|run| {
                run.trace(more);
            });
        }
        self.scout(more);
        self.say();
    }

    /// Whether another frame would change anything (false when paused with nothing under way).
    pub fn is_busy(&self) -> bool {
        let lead = self.lead();
        self.playing
            || self.target.is_some()
            || self.hunting
            || self
                .runs()
                .any(|run| run.looked_to() < lead || !run.is_computed() || !run.is_traced())
    }

    /// Where the cursor is.
    pub fn cursor(&self) -> Time {
        self.a.sim().now()
    }

    /// Length of the run.
    pub fn duration(&self) -> Time {
        self.a.sim().duration()
    }

    /// Where a seek under way is going.
    pub fn seeking_to(&self) -> Option<Time> {
        self.target
    }

    /// Starts or stops time. At the end of the run, starting means starting over.
    pub fn set_playing(&mut self, playing: bool) {
        if playing && self.cursor() >= self.duration() && self.target.is_none() {
            self.seek(opening(self.a.scenario()));
        }
        self.playing = playing;
        self.stepped.clear();
        if !playing {
            // What is said while time stands is what is so there.
            self.said_for_s = f64::INFINITY;
        }
    }

    /// Whether time runs.
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    /// Asks for a speed.
    pub fn set_speed(&mut self, speed: Speed) {
        self.pace.ask(speed);
    }

    /// How fast time runs.
    pub fn pace(&self) -> &Pace {
        &self.pace
    }

    /// Back to the scenario as it was, at the opening, with the story speed.
    pub fn restart(&mut self) {
        *self = Player::new(self.a.original().clone(), self.seed);
    }

    /// Whether anything is no longer as the scenario has it.
    pub fn is_edited(&self) -> bool {
        self.runs().any(Run::is_edited)
    }

    /// Whether the part that was not played yet is shown.
    pub fn shows_coming(&self) -> bool {
        self.shows_coming
    }

    /// Shows or hides it.
    pub fn show_coming(&mut self, show: bool) {
        self.shows_coming = show;
    }

    /// The picture at the cursor.
    pub fn snapshot(&self) -> Snapshot {
        self.sim().snapshot()
    }

    /// The dots at the cursor.
    pub fn dots(&self) -> &[Dot] {
        self.run().flights().dots()
    }

    /// Real mails that one dot stands for.
    pub fn dot_mails(&self) -> u64 {
        self.run().flights().mails()
    }

    /// The sentences said so far with their times, newest first.
    pub fn said(&self) -> &[(Time, String)] {
        &self.said
    }

    fn runs(&self) -> impl Iterator<Item = &Run> {
        [Some(&self.a), self.b.as_ref()].into_iter().flatten()
    }

    fn each(&mut self, mut change: impl FnMut(&mut Run)) {
        change(&mut self.a);
        if let Some(b) = &mut self.b {
            change(b);
        }
    }

    fn selected_mut(&mut self) -> &mut Run {
        match &mut self.b {
            Some(b) if self.selected == Side::B => b,
            _ => &mut self.a,
        }
    }

    fn play(&mut self, dt_s: f64, more: &mut dyn FnMut() -> bool) {
        let speed = self.pace.advance(self.cursor(), dt_s);
        let to = match self.pace.asked() {
            Speed::Max => Time::NEVER,
            _ => self.cursor() + Time::from_secs_f64(dt_s * speed),
        };
        let to = to.min(self.bound.max(self.cursor()));
        let from = self.cursor();
        let kept = self.run_to(to, more);
        if self.pace.asked() == Speed::Max {
            self.pace.measured(from, self.cursor(), dt_s);
        } else {
            self.pace.kept_up(kept, dt_s);
        }
        self.advance_flights(dt_s);
        let over = self.cursor() >= self.duration();
        let told = self.pace.asked() == Speed::Story && self.has_just_cleared(from);
        if over || told {
            self.playing = false;
            // The last word waits for nobody: no frame may come after this one.
            self.said_for_s = f64::INFINITY;
        }
    }

    /// Whether the backlog was cleared since `from`: there the story ends.
    fn has_just_cleared(&self, from: Time) -> bool {
        let cleared = self.a.sim().cleared_at();
        cleared.is_some_and(|at| at > from) && self.cursor() > self.a.scenario().onset()
    }

    /// Runs every world to an instant in slices; false if the frame's time was up before.
    fn run_to(&mut self, to: Time, more: &mut dyn FnMut() -> bool) -> bool {
        let to = to.min(self.duration());
        while self.cursor() < to {
            if !more() {
                return false;
            }
            self.a.slice(to);
            self.meet();
        }
        true
    }

    /// Brings B to where A stands.
    fn meet(&mut self) {
        let at = self.cursor();
        if let Some(b) = &mut self.b {
            if b.sim().now() > at {
                b.restore(at);
            }
            b.run_to(at);
        }
    }

    /// Computes the rest of the run in what is left of the frame.
    fn scout(&mut self, more: &mut dyn FnMut() -> bool) {
        if self.target.is_some() || self.hunting || self.playing && self.pace.asked() == Speed::Max
        {
            return;
        }
        let mut slices = if self.playing { SCOUT_SLICES } else { SCOUT_SLICES_PAUSED };
        self.each(|run| {
            while slices > 0 && more() && !run.scout_to(Time::NEVER) {
                slices -= 1;
            }
        });
    }

    /// How far the look-ahead must be.
    fn lead(&self) -> Time {
        let span = Time::from_secs_f64(flight::LEAD_S * self.pace.now());
        (self.cursor() + span).min(self.duration())
    }

    fn look_ahead(&mut self, more: &mut dyn FnMut() -> bool) {
        if self.target.is_some() || self.hunting || self.pace.asked() == Speed::Max {
            return;
        }
        let (lead, speed) = (self.lead(), self.pace.now());
        self.each(|run| run.look_ahead(lead, speed, more));
    }

    fn advance_flights(&mut self, dt_s: f64) {
        let (now, speed) = (self.cursor(), self.pace.now());
        self.each(|run| run.flights_mut().advance(now, dt_s, speed));
    }

    /// Says what is happening now, unless the last sentence was said a moment ago.
    fn say(&mut self) {
        if self.target.is_some() || self.hunting || self.said_for_s < SENTENCE_STAYS_S {
            return;
        }
        let sentence = self.sentence();
        if self.said.first().is_none_or(|(_, last)| *last != sentence) {
            self.said.insert(0, (self.cursor(), sentence));
            self.said.truncate(SAID_MAX);
            self.said_for_s = 0.0;
        }
    }

    fn sentence(&self) -> String {
        if let Some(versus) = self.versus() {
            return versus.sentence();
        }
        let scenario = self.a.scenario();
        let captions = if self.is_edited() || !scenario.is_preset() {
            &[]
        } else {
            scenario.origin().captions
        };
        let sim = self.a.sim();
        crate::story::caption(captions, sim).unwrap_or_else(|| crate::story::state_sentence(sim))
    }
}

/// Where the page opens.
fn opening(scenario: &Scenario) -> Time {
    let at = if scenario.is_preset() { scenario.origin().opens_at } else { Time::ZERO };
    at.min(scenario.duration())
}

/// How fast the story is told: a reader's own at an even pace.
fn story(scenario: &Scenario) -> &'static [(Time, u32)] {
    if scenario.is_preset() { scenario.origin().story } else { &[(Time::ZERO, 600)] }
}
