//! The cursor in a run: playing, stepping, seeking, acting. Wall-clock seconds are passed in; the
//! page decides how many milliseconds a frame may take.
//!
//! Two worlds may stand side by side under the one cursor: [`Side::A`], and [`Side::B`] once the run
//! was split. What is done is done to the one that is selected.

pub mod checkpoints;
pub mod flight;
pub mod pace;
pub mod run;
pub mod series;
pub mod timeline;
pub mod tracer;
pub mod versus;

use crate::readout::{Lever, Speed};
use crate::scenario::{Action, ActionKind, Field, Package, Preset, Scenario, preset};
use crate::sim::Sim;
use crate::sim::mail::MailId;
use crate::stage::{Dot, Snapshot};
use crate::time::Time;

use pace::Pace;

pub use run::Run;
pub use series::Series;
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
    pace: Pace,
    playing: bool,
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
            seed,
            pace,
            playing: false,
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
            || self.runs().any(|run| {
                let traced =
                    run.tracer().is_none_or(|tracer| tracer.followed_to() >= self.cursor());
                run.looked_to() < lead || !run.is_computed() || !traced
            })
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

    /// How far a seek or a search under way is, 0..=1.
    pub fn progress(&self) -> Option<f64> {
        let to = if self.hunting { self.duration() } else { self.target? };
        let part = |run: &Run| run.computed().now().min(to).secs_f64() / to.secs_f64().max(1e-6);
        Some(self.runs().map(part).fold(1.0, f64::min))
    }

    /// Gives a seek or a search up; the cursor stays where it is.
    pub fn cancel(&mut self) {
        self.hunting = false;
        if self.target.take().is_some() {
            self.meet();
        }
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

    /// Moves the cursor; what is not computed yet goes on over the next frames.
    pub fn seek(&mut self, to: Time) {
        self.hunting = false;
        self.target = Some(to.min(self.duration()));
        self.stepped.clear();
        self.each(|run| run.flights_mut().clear());
        self.said_for_s = f64::INFINITY;
    }

    /// The next of the story's stills after the cursor, for readers who want no motion.
    pub fn next_still(&self) -> Option<Time> {
        let here = self.target.unwrap_or_else(|| self.cursor());
        let scenario = self.a.scenario();
        let stills = if scenario.is_preset() { scenario.origin().stills } else { &[] };
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
        if self.target.is_some() || self.hunting {
            return;
        }
        let from = self.cursor();
        match self.a.flights().next_outcome(from) {
            Some(at) => self.a.run_to(at),
            None => self.a.run_to_outcome(),
        }
        self.meet();
        self.stepped.push(from);
        let passed = self.cursor().saturating_sub(from).secs_f64();
        self.advance_flights(passed / self.pace.now());
    }

    /// Pauses and moves back to where the last step came from, or to the outcome before.
    pub fn step_back(&mut self) {
        self.playing = false;
        let cursor = self.cursor();
        let [last, before] = self.a.sim().last_outcomes();
        let mut stepped = std::mem::take(&mut self.stepped);
        let to = stepped.pop().unwrap_or(if last < cursor { last } else { before });
        self.seek(to);
        self.stepped = stepped;
    }

    /// Pauses and moves to the next instant worth a look (a first, a limit, an action, a post, the
    /// peak, …), which may have to be computed first; to the end if there is none.
    pub fn step_to_next_mark(&mut self) {
        self.playing = false;
        self.hunting = true;
    }

    /// Pauses and moves back to the last instant worth a look before the cursor.
    pub fn step_to_last_mark(&mut self) {
        self.playing = false;
        let here = self.target.unwrap_or_else(|| self.cursor());
        let marks = self.moments();
        let last = marks.iter().rev().find(|mark| mark.at < here);
        self.seek(last.map_or(Time::ZERO, |mark| mark.at));
    }

    /// Acts at the cursor. The future is recomputed; the old one stays as [`Player::ghost`].
    pub fn act(&mut self, action: ActionKind) {
        let at = self.target.unwrap_or_else(|| self.cursor());
        self.act_at(at, action);
    }

    /// Acts at another instant and goes there (a branch of the end card).
    pub fn act_at(&mut self, at: Time, action: ActionKind) {
        let at = at.min(self.duration());
        self.change(|timeline| timeline.add(Action::new(at, action)));
        if self.target.unwrap_or_else(|| self.cursor()) != at {
            self.seek(at);
        }
    }

    /// Moves or edits an action by its index in the selected world's timeline. The cursor stays.
    pub fn edit_action(&mut self, index: usize, action: Action) {
        let action = Action { at: action.at.min(self.duration()), ..action };
        self.change(|timeline| timeline.edit(index, action));
    }

    /// Switches an action on or off.
    pub fn set_action_enabled(&mut self, index: usize, enabled: bool) {
        self.change(|timeline| timeline.set_enabled(index, enabled));
    }

    /// Deletes an action.
    pub fn remove_action(&mut self, index: usize) {
        self.change(|timeline| timeline.remove(index));
    }

    /// Takes the last change of the selected world's actions back.
    pub fn undo(&mut self) {
        self.change(timeline::Timeline::undo);
    }

    /// Makes the change that was taken back last.
    pub fn redo(&mut self) {
        self.change(timeline::Timeline::redo);
    }

    /// Sets a lever at the cursor (keeps the package that is in force).
    pub fn pull(&mut self, lever: Lever, value: f64) {
        self.act(lever.action(value, self.sim().levers().package));
    }

    /// Changes what is flighted, at the cursor.
    pub fn set_package(&mut self, package: Package) {
        let percent = self.sim().levers().flighted;
        self.act(ActionKind::Flight { percent, package });
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

    /// Splits the run in two at the cursor: B is as A is, until something is changed in it.
    pub fn split(&mut self) {
        if self.b.is_none() {
            self.split_at = self.cursor();
            self.a.checkpoints_mut().set_budget(BUDGET / 2);
            self.b = Some(self.a.clone());
            self.selected = Side::B;
            self.said_for_s = f64::INFINITY;
        }
    }

    /// Ends the comparison; the world that stays is the run from now on.
    pub fn join(&mut self, keep: Side) {
        if let Some(b) = self.b.take() {
            if keep == Side::B {
                self.a = b;
            }
            self.a.checkpoints_mut().set_budget(BUDGET);
            self.selected = Side::A;
            self.said_for_s = f64::INFINITY;
        }
    }

    /// The world that levers act on.
    pub fn selected(&self) -> Side {
        self.selected
    }

    /// Selects the world that levers act on; B only once the run was split.
    pub fn select(&mut self, side: Side) {
        if side == Side::A || self.b.is_some() {
            self.selected = side;
        }
    }

    /// Gives B another value of a field, from the start of its run.
    ///
    /// # Errors
    /// One line that says what is allowed; nothing is changed then.
    pub fn set_field(&mut self, field: Field, value: f64) -> Result<(), String> {
        let at = self.target.unwrap_or_else(|| self.cursor());
        let Some(b) = &mut self.b else {
            return Err("There is no second world yet.".to_owned());
        };
        let mut scenario = b.scenario().clone();
        scenario.set(field, value)?;
        if scenario != *b.scenario() {
            b.rerun(scenario, self.seed, BUDGET / 2);
            self.seek(at);
        }
        Ok(())
    }

    /// Follows a mail in every world, by the name its dot has; `None` follows none.
    pub fn follow(&mut self, dot: Option<u64>) {
        let mail = dot.and_then(MailId::from_entity);
        self.each(|run| run.follow(mail));
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

    /// Changes the selected world's actions. The cursor stays where it is; what must be computed
    /// anew is.
    fn change(&mut self, change: impl FnOnce(&mut timeline::Timeline)) {
        let here = self.target.unwrap_or_else(|| self.cursor());
        let shows_all = self.shows_coming;
        let Some(from) = self.selected_mut().change(shows_all, change) else { return };
        if self.pace.asked() == Speed::Story {
            self.pace.ask(Speed::Times(self.pace.speed_at(from) as u32));
        }
        if from >= here && self.target.is_none() {
            self.selected_mut().forget_future();
        } else {
            self.seek(here);
        }
        self.said_for_s = f64::INFINITY;
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

    fn carry_on_seeking(&mut self, target: Time, more: &mut dyn FnMut() -> bool) {
        // The look-ahead starts a little before the target, so that what has just been refused is
        // seen on its way back as soon as the cursor is there.
        let behind = Time::from_secs_f64(Run::BEHIND_S * self.pace.speed_at(target));
        let fork = target.saturating_sub(behind);
        let mut arrived = true;
        self.each(|run| arrived = arrived && run.carry_on_seeking(fork, target, more));
        if arrived {
            self.target = None;
            self.pace.settle(target);
        }
    }

    /// Computes on until the next instant worth a look is known for sure, and goes there.
    fn hunt(&mut self, more: &mut dyn FnMut() -> bool) {
        loop {
            let here = self.cursor();
            let computed = self.runs().map(|run| run.computed().now()).min();
            let computed = computed.unwrap_or(Time::NEVER);
            let done = computed >= self.duration();
            let next = self.moments().into_iter().find(|mark| mark.at > here);
            let next = next.filter(|mark| done || mark.at <= computed && self.is_sure(mark.at));
            if next.is_some() || done {
                self.hunting = false;
                self.seek(next.map_or(self.duration(), |mark| mark.at));
                return;
            }
            if !more() {
                return;
            }
            let step = computed + Time::from_mins(10);
            self.each(|run| while !run.scout_to(step) && more() {});
        }
    }

    /// Whether no higher peak can still move what is known up to `at`: the peak so far is not among
    /// what lies between the cursor and there.
    fn is_sure(&self, at: Time) -> bool {
        let here = self.cursor();
        self.runs().all(|run| {
            let peak = run.computed().record().peak.at;
            peak <= here || peak >= at
        })
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
