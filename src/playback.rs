//! The cursor in a run: playing, stepping, seeking, acting. Wall-clock seconds are passed in; the
//! page decides how many milliseconds a frame may take.
//!
//! Two simulations run: `now` stands exactly at the cursor and is what every figure is read from;
//! `ahead` runs a few wall seconds before it, so that a dot can set off in time to arrive at its
//! outcome at the very instant the model has it.

pub mod checkpoints;
pub mod flight;
pub mod pace;
pub mod series;

use crate::readout::{Lever, Speed};
use crate::record::Tally;
use crate::scenario::{Action, ActionKind, Package, Preset, Scenario, preset};
use crate::sim::Sim;
use crate::stage::{Dot, Snapshot};
use crate::time::Time;

use checkpoints::Checkpoints;
use flight::Flights;
use pace::Pace;

pub use series::Series;

/// One run under a moving cursor.
#[derive(Debug)]
pub struct Player {
    scenario: Scenario,
    seed: u64,
    now: Sim,
    ahead: Sim,
    checkpoints: Checkpoints,
    /// The record of this timeline as far as it was ever played.
    furthest: Vec<Tally>,
    /// The record of the timeline that an action replaced.
    replaced: Option<Vec<Tally>>,
    flights: Flights,
    pace: Pace,
    playing: bool,
    /// Where a seek under way is going.
    target: Option<Time>,
    /// Where the steps forward came from, to step back to.
    stepped: Vec<Time>,
    edited: bool,
    /// The sentences said so far with their times, newest first.
    said: Vec<(Time, String)>,
    /// Wall seconds since the last sentence.
    said_for_s: f64,
}

/// How long a sentence stays at least [wall s].
const SENTENCE_STAYS_S: f64 = 3.0;
/// Sentences remembered.
const SAID_MAX: usize = 20;
/// One slice of work between two looks at the clock, in events handled at the busiest hour.
const SLICE: Time = Time::from_secs(20);

impl Player {
    /// A run of a preset (a key like `ex1331830`), paused at its opening frame.
    /// `None` if there is no such preset.
    pub fn preset(key: &str, seed: u64) -> Option<Player> {
        Some(Player::new(Scenario::preset(key).ok()?, seed))
    }

    /// A run of a scenario, paused at its opening frame.
    pub fn new(scenario: Scenario, seed: u64) -> Player {
        let mut now = Sim::new(&scenario, seed);
        let scale = scenario.scale();
        let opening = opening(&scenario);
        let mut checkpoints = Checkpoints::new(scenario.duration());
        checkpoints.offer(&now);
        now.run_until(opening);
        let pace = Pace::new(story(&scenario), opening);
        let mut player = Player {
            ahead: now.clone(),
            now,
            scenario,
            seed,
            checkpoints,
            furthest: Vec::new(),
            replaced: None,
            flights: Flights::new(scale),
            pace,
            playing: false,
            target: None,
            stepped: Vec::new(),
            edited: false,
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
        self.scenario.about().key.to_string()
    }

    /// The scenario with its actions.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The run, exactly at the cursor.
    pub fn sim(&self) -> &Sim {
        &self.now
    }

    /// Advances by `dt_s` wall seconds while `more()` says there is time left in this frame.
    /// Also carries on a seek under way. Call once an animation frame, even when paused.
    pub fn frame(&mut self, dt_s: f64, more: &mut dyn FnMut() -> bool) {
        self.said_for_s += dt_s;
        if let Some(target) = self.target {
            self.carry_on_seeking(target, more);
        } else if self.playing {
            self.play(dt_s, more);
        }
        self.look_ahead(more);
        self.say();
    }

    /// Whether another frame would change anything (false when paused with nothing under way).
    pub fn is_busy(&self) -> bool {
        self.playing || self.target.is_some() || self.ahead.now() < self.lead()
    }

    /// Where the cursor is.
    pub fn cursor(&self) -> Time {
        self.now.now()
    }

    /// Length of the run.
    pub fn duration(&self) -> Time {
        self.now.duration()
    }

    /// Where a seek under way is going.
    pub fn seeking_to(&self) -> Option<Time> {
        self.target
    }

    /// Starts or stops time. At the end of the run, starting means starting over.
    pub fn set_playing(&mut self, playing: bool) {
        if playing && self.cursor() >= self.duration() && self.target.is_none() {
            self.seek(opening(&self.scenario));
        }
        self.playing = playing;
        self.stepped.clear();
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

    /// Moves the cursor; far seeks go on over the next frames.
    pub fn seek(&mut self, to: Time) {
        let to = to.min(self.duration());
        self.keep_furthest();
        if let Some(base) = self.checkpoints.before(to)
            && (to < self.now.now() || base.now() > self.now.now())
        {
            self.now = base.clone();
        }
        self.target = Some(to);
        self.stepped.clear();
        self.flights.clear();
        self.said_for_s = f64::INFINITY;
    }

    /// The next of the story's stills after the cursor, for readers who want no motion.
    pub fn next_still(&self) -> Option<Time> {
        let here = self.target.unwrap_or_else(|| self.cursor());
        let is_preset = self.scenario.is_preset();
        let stills = if is_preset { self.scenario.origin().stills } else { &[] };
        stills.iter().copied().map(|at| at.min(self.duration())).find(|&at| at > here)
    }

    /// Moves to the next still.
    pub fn show_next_still(&mut self) {
        if let Some(at) = self.next_still() {
            self.playing = false;
            self.seek(at);
        }
    }

    /// Pauses and moves to the next outcome that can be seen: of a dot in flight, or else the next
    /// of any attempt.
    pub fn step_forward(&mut self) {
        self.playing = false;
        if self.target.is_some() {
            return;
        }
        let from = self.cursor();
        match self.flights.next_outcome(from) {
            Some(at) => {
                self.run_to(at, &mut || true);
            }
            None => self.now.run_to_outcome(Time::NEVER),
        }
        self.stepped.push(from);
        let passed = self.cursor().saturating_sub(from).secs_f64();
        self.advance_flights(passed / self.pace.now());
    }

    /// Pauses and moves back to where the last step came from, or to the outcome before.
    pub fn step_back(&mut self) {
        self.playing = false;
        let cursor = self.cursor();
        let [last, before] = self.now.last_outcomes();
        let mut stepped = std::mem::take(&mut self.stepped);
        let to = stepped.pop().unwrap_or(if last < cursor { last } else { before });
        self.seek(to);
        self.stepped = stepped;
    }

    /// Acts at the cursor. The future is recomputed; the old one stays as [`Player::ghost`].
    pub fn act(&mut self, action: ActionKind) {
        let at = self.target.unwrap_or_else(|| self.cursor());
        self.act_at(at, action);
    }

    /// Acts at another instant and goes there (a branch of the end card).
    pub fn act_at(&mut self, at: Time, action: ActionKind) {
        let mut actions = self.scenario.actions().to_vec();
        // A second action of the same kind at the same instant replaces the first.
        actions.retain(|old| old.at != at || !action.replaces(old.kind));
        actions.push(Action::new(at, action));
        actions.sort_by_key(|action| action.at);
        self.branch(at, actions);
    }

    /// Removes an action from the timeline by its index in [`Scenario::actions`].
    pub fn remove_action(&mut self, index: usize) {
        let mut actions = self.scenario.actions().to_vec();
        if index < actions.len() {
            let removed = actions.remove(index);
            self.branch(removed.at, actions);
        }
    }

    /// Sets a lever at the cursor (keeps the package that is in force).
    pub fn pull(&mut self, lever: Lever, value: f64) {
        self.act(lever.action(value, self.now.levers().package));
    }

    /// Changes what is flighted, at the cursor.
    pub fn set_package(&mut self, package: Package) {
        let percent = self.now.levers().flighted;
        self.act(ActionKind::Flight { percent, package });
    }

    /// Back to the preset as it is, at the opening, with the story speed.
    pub fn restart(&mut self) {
        *self = Player::new(Scenario::new(self.scenario.origin()), self.seed);
    }

    /// Whether the timeline is no longer the preset's.
    pub fn is_edited(&self) -> bool {
        self.edited
    }

    /// The picture at the cursor.
    pub fn snapshot(&self) -> Snapshot {
        self.now.snapshot()
    }

    /// The dots at the cursor.
    pub fn dots(&self) -> &[Dot] {
        self.flights.dots()
    }

    /// Real mails that one dot stands for.
    pub fn dot_mails(&self) -> u64 {
        self.flights.mails()
    }

    /// The sentences said so far with their times, newest first.
    pub fn said(&self) -> &[(Time, String)] {
        &self.said
    }

    fn play(&mut self, dt_s: f64, more: &mut dyn FnMut() -> bool) {
        let speed = self.pace.advance(self.cursor(), dt_s);
        let to = match self.pace.asked() {
            Speed::Max => Time::NEVER,
            _ => self.cursor() + Time::from_secs_f64(dt_s * speed),
        };
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
        let cleared = self.now.cleared_at();
        cleared.is_some_and(|at| at > from) && self.cursor() > self.scenario.onset()
    }

    /// Runs `now` to an instant in slices; false if the frame's time was up before.
    fn run_to(&mut self, to: Time, more: &mut dyn FnMut() -> bool) -> bool {
        let to = to.min(self.duration());
        while self.cursor() < to {
            if !more() {
                return false;
            }
            let next = (self.cursor() + SLICE).min(to).min(self.checkpoints.next_at(self.cursor()));
            self.now.run_until(next);
            self.checkpoints.offer(&self.now);
        }
        true
    }

    fn carry_on_seeking(&mut self, target: Time, more: &mut dyn FnMut() -> bool) {
        // The look-ahead starts a little before the target, so that what has just been refused is
        // seen on its way back as soon as the cursor is there.
        let behind = Time::from_secs_f64(flight::AFTER_MAX_S * self.pace.speed_at(target));
        let fork = target.saturating_sub(behind).max(self.cursor());
        if self.cursor() < fork {
            if !self.run_to(fork, more) {
                return;
            }
            self.fork_ahead();
        }
        if self.run_to(target, more) {
            self.target = None;
            self.pace.settle(target);
            if self.ahead.now() > self.cursor() || self.ahead.now() < fork {
                self.fork_ahead();
            }
        }
    }

    /// Replaces the actions from `at` on and goes there.
    fn branch(&mut self, at: Time, actions: Vec<Action>) {
        self.keep_furthest();
        let old = std::mem::take(&mut self.furthest);
        let rows_before = (at.us() / self.now.record().step().us()) as usize;
        if old.len() > rows_before {
            self.replaced = Some(old);
        }
        self.edited = true;
        if self.pace.asked() == Speed::Story {
            self.pace.ask(Speed::Times(self.pace.speed_at(at) as u32));
        }
        *self.scenario.actions_mut() = actions;
        self.checkpoints.forget_after(at, self.scenario.actions());
        let here = self.cursor();
        if at == here && self.target.is_none() {
            self.now.set_actions(self.scenario.actions());
            self.flights.forget_future(here);
            self.fork_ahead();
        } else {
            // Only what lies at or after the change may be recomputed from a checkpoint.
            if at < here
                && let Some(base) = self.checkpoints.before(at)
            {
                self.now = base.clone();
            }
            self.now.set_actions(self.scenario.actions());
            let to = self.target.unwrap_or(at).max(at);
            self.target = Some(to);
            self.flights.clear();
        }
        self.said_for_s = f64::INFINITY;
    }

    fn keep_furthest(&mut self) {
        let rows = self.now.record().rows();
        if rows.len() > self.furthest.len() {
            self.furthest = rows.to_vec();
        }
    }

    /// How far the look-ahead must be.
    fn lead(&self) -> Time {
        let span = Time::from_secs_f64(flight::LEAD_S * self.pace.now());
        (self.cursor() + span).min(self.duration())
    }

    fn look_ahead(&mut self, more: &mut dyn FnMut() -> bool) {
        if self.target.is_some() || self.pace.asked() == Speed::Max {
            return;
        }
        let lead = self.lead();
        if self.flights.choose_sample(&self.now, self.pace.now()) {
            self.ahead.trace_mut().watch_one_in(self.flights.one_in());
        }
        // Far ahead after the speed fell: what it has seen was sampled for the old speed.
        let span = lead.saturating_sub(self.cursor());
        let too_far = self.ahead.now() > lead + span + span;
        // A little behind it may be: a seek starts it there to show what is on its way back.
        let too_late = self.ahead.now() + span < self.cursor();
        if too_far || too_late {
            self.flights.forget_future(self.cursor());
            self.fork_ahead();
        }
        while self.ahead.now() < lead && more() {
            let next = (self.ahead.now() + SLICE).min(lead);
            self.ahead.run_until(next);
        }
        let speed = self.pace.now();
        self.flights.take_off(&mut self.ahead, self.now.now(), speed);
    }

    fn fork_ahead(&mut self) {
        self.ahead = self.now.clone();
        self.ahead.trace_mut().watch_one_in(self.flights.one_in());
    }

    fn advance_flights(&mut self, dt_s: f64) {
        self.flights.advance(self.now.now(), dt_s, self.pace.now());
    }

    /// Says what is happening now, unless the last sentence was said a moment ago.
    fn say(&mut self) {
        if self.target.is_some() || self.said_for_s < SENTENCE_STAYS_S {
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
        let captions = if self.edited || !self.scenario.is_preset() {
            &[]
        } else {
            self.scenario.origin().captions
        };
        crate::story::caption(captions, &self.now)
            .unwrap_or_else(|| crate::story::state_sentence(&self.now))
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
