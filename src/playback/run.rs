//! One world under the cursor: where it stands, how far ahead it was computed, and the ways back.
//!
//! Three simulations of the same run: `now` stands exactly at the cursor and is what every figure is
//! read from; `ahead` runs a few wall seconds before it, so that a dot can set off in time to arrive
//! at its outcome at the very instant the model has it; `scout` computes the run to its end in what
//! time is left over, and leaves checkpoints on its way, so that any part of the run is near.

use crate::playback::checkpoints::Checkpoints;
use crate::playback::flight::{self, Flights};
use crate::playback::series::Levels;
use crate::playback::timeline::{Timeline, differs_from};
use crate::playback::trails::{Trail, Trails};
use crate::scenario::{Action, Scenario};
use crate::sim::Sim;
use crate::sim::mail::MailId;
use crate::time::Time;

/// One slice of work between two looks at the clock, in events.
pub(super) const SLICE: u64 = 2_000;

/// How long before its target a seek takes the run up [simulated time].
const LOG_LEAD: Time = Time::from_mins(1);

/// One run of a scenario with a timeline of actions.
#[derive(Clone, Debug)]
pub struct Run {
    /// As it was before anything was changed.
    original: Scenario,
    scenario: Scenario,
    timeline: Timeline,
    now: Sim,
    ahead: Sim,
    /// Where the look-ahead begins to tell what it sees, while it is on its way there.
    ahead_from: Option<Time>,
    scout: Sim,
    checkpoints: Checkpoints,
    /// How far this timeline was ever played.
    played: Time,
    /// Mails held in the timeline that a change replaced, as far as the reader had seen it.
    replaced: Option<Levels>,
    flights: Flights,
    /// The mails that the reader follows.
    trails: Trails,
    /// Since when what the run at the cursor tells of them is whole.
    told_from: Time,
}

impl Run {
    /// A run that stands at `at`.
    pub(super) fn new(scenario: Scenario, seed: u64, at: Time, budget: usize) -> Self {
        let mut now = Sim::new(&scenario, seed);
        now.keep_log();
        let mut checkpoints = Checkpoints::new(budget);
        checkpoints.offer(&now);
        now.run_until(at);
        Run {
            timeline: Timeline::new(scenario.actions()),
            ahead: now.clone(),
            ahead_from: None,
            scout: now.clone(),
            flights: Flights::new(scenario.scale()),
            played: at,
            now,
            original: scenario.clone(),
            scenario,
            checkpoints,
            replaced: None,
            trails: Trails::default(),
            told_from: at,
        }
    }

    /// The scenario with the actions that are on.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The actions on the tape.
    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// The run, exactly at the cursor.
    pub fn sim(&self) -> &Sim {
        &self.now
    }

    /// The run as far as it was computed.
    pub fn computed(&self) -> &Sim {
        if self.scout.now() >= self.now.now() { &self.scout } else { &self.now }
    }

    /// How far this timeline was ever played.
    pub fn played_to(&self) -> Time {
        self.played
    }

    /// The dots.
    pub fn flights(&self) -> &Flights {
        &self.flights
    }

    pub(super) fn flights_mut(&mut self) -> &mut Flights {
        &mut self.flights
    }

    /// What happened to a mail that the reader follows.
    pub fn trail(&self, mail: MailId) -> Option<&Trail> {
        self.trails.get(mail)
    }

    /// Follows these mails and no others.
    pub(super) fn follow(&mut self, mails: &[MailId]) {
        self.trails.follow(mails);
        self.listen();
        self.ahead.trace_mut().watch_mails(mails);
    }

    /// Whether all that happened to the followed mails by the cursor is known.
    pub(super) fn is_traced(&self) -> bool {
        self.trails.are_known(self.now.now())
    }

    /// Brings what is known of the followed mails up to the cursor; true if it is.
    pub(super) fn trace(&mut self, more: &mut dyn FnMut() -> bool) -> bool {
        let now = self.now.now();
        let scout = Some(&self.scout).filter(|scout| scout.now() >= now);
        let actions = self.scenario.actions();
        self.trails.catch_up(&mut self.now, scout, &self.checkpoints, actions, more)
    }

    /// Has the run at the cursor tell of the followed mails from here on.
    fn listen(&mut self) {
        self.now.telling_mut().of(&self.trails.mails());
        self.told_from = self.now.now();
    }

    /// Keeps a log of what happens at the cursor from now on, unless there is one.
    pub(super) fn keep_log(&mut self) {
        self.now.keep_log();
    }

    /// The ways back.
    pub fn checkpoints(&self) -> &Checkpoints {
        &self.checkpoints
    }

    pub(super) fn checkpoints_mut(&mut self) -> &mut Checkpoints {
        &mut self.checkpoints
    }

    /// Mails held in the timeline that a change replaced, as far as the reader had seen it.
    pub(super) fn replaced(&self) -> Option<&Levels> {
        self.replaced.as_ref()
    }

    /// Runs towards `to`, a slice.
    pub(super) fn slice(&mut self, to: Time) {
        self.now.keep_log();
        self.now.run_for(to, SLICE);
        self.keep();
    }

    /// Runs to `to`, however long it takes.
    pub(super) fn run_to(&mut self, to: Time) {
        self.now.keep_log();
        self.now.run_until(to);
        self.keep();
    }

    /// Runs to the next outcome of any attempt.
    pub(super) fn run_to_outcome(&mut self) {
        self.now.keep_log();
        self.now.run_to_outcome(Time::NEVER);
        self.keep();
    }

    fn keep(&mut self) {
        self.trails.listen(self.told_from, &mut self.now);
        self.told_from = self.now.now();
        self.played = self.played.max(self.now.now());
        if self.now.now() > self.scout.now() {
            self.checkpoints.offer(&self.now);
        }
    }

    /// Whether the scout has come to `to`, or to the end; else it goes on for a slice.
    pub(super) fn scout_to(&mut self, to: Time) -> bool {
        if self.scout.now() < self.now.now() {
            self.scout = self.now.clone();
        }
        let to = to.min(self.scout.duration());
        if self.scout.now() >= to {
            return true;
        }
        self.scout.run_for(to, SLICE);
        self.checkpoints.offer(&self.scout);
        self.scout.now() >= to
    }

    /// Whether the whole run is computed.
    pub fn is_computed(&self) -> bool {
        self.computed().now() >= self.now.duration()
    }

    /// Puts the run at the latest state it has at or before `to`.
    pub(super) fn restore(&mut self, to: Time) {
        let here = Some(&self.now).filter(|now| now.now() <= to);
        let scout = Some(&self.scout).filter(|scout| scout.now() <= to);
        let best = [here, self.checkpoints.before(to), scout];
        let best = best.into_iter().flatten().max_by_key(|sim| sim.now());
        if let Some(best) = best.filter(|best| best.now() != self.now.now()) {
            self.now = best.clone();
            self.tell_actions();
        }
    }

    /// The run was computed with the actions that are in force, or with others that differ only in
    /// what lies before it: a checkpoint may not know yet what is to come.
    fn tell_actions(&mut self) {
        self.now.keep_log();
        self.listen();
        if self.now.actions() != self.scenario.actions() {
            self.now.set_actions(self.scenario.actions());
        }
    }

    /// Changes the timeline. Returns the first instant at which anything is different from then on;
    /// the run stands there or before.
    pub(super) fn change(
        &mut self,
        shows_all: bool,
        change: impl FnOnce(&mut Timeline),
    ) -> Option<Time> {
        change(&mut self.timeline);
        let actions = self.timeline.actions();
        let from = differs_from(self.scenario.actions(), &actions)?;
        self.keep_replaced(from, shows_all);
        *self.scenario.actions_mut() = actions;
        self.checkpoints.forget_after(from);
        self.played = self.played.min(from).max(self.now.now().min(from));
        if self.now.now() > from {
            let base = self.checkpoints.before(from);
            self.now = base.expect("the start of the run is always kept").clone();
        }
        self.tell_actions();
        self.scout = self.now.clone();
        self.trails.forget_from(from);
        Some(from)
    }

    fn keep_replaced(&mut self, from: Time, shows_all: bool) {
        let seen = self.seen(shows_all);
        // What is shorter than a row is not worth another line.
        if seen.until >= from + seen.step {
            self.replaced = Some(seen);
        }
    }

    /// Takes the look-ahead to `lead` and lets the dots take off.
    pub(super) fn look_ahead(&mut self, lead: Time, speed: f64, more: &mut dyn FnMut() -> bool) {
        if self.flights.choose_sample(&self.now, speed) && self.ahead_from.is_none() {
            self.ahead.trace_mut().watch_one_in(self.flights.one_in());
        }
        let cursor = self.now.now();
        // Far ahead after the speed fell: what it has seen was sampled for the old speed.
        let span = lead.saturating_sub(cursor);
        let too_far = self.ahead.now() > lead + span + span;
        // A little behind it may be: a seek starts it there to show what is on its way back.
        let too_late = self.ahead_from.unwrap_or(self.ahead.now()) + span < cursor;
        if too_far || too_late {
            self.flights.forget_future(cursor);
            self.fork_ahead();
        }
        if let Some(from) = self.ahead_from {
            while self.ahead.now() < from {
                if !more() {
                    return;
                }
                self.ahead.run_for(from, SLICE);
            }
            self.watch();
        }
        while self.ahead.now() < lead && more() {
            self.ahead.run_for(lead, SLICE);
        }
        self.flights.take_off(&mut self.ahead, cursor, speed);
    }

    /// Where the look-ahead is.
    pub(super) fn looked_to(&self) -> Time {
        self.ahead.now()
    }

    /// Starts the look-ahead anew from the cursor.
    fn fork_ahead(&mut self) {
        self.ahead = self.now.clone();
        self.watch();
    }

    /// Starts the look-ahead anew from an instant before the cursor, in frames to come.
    fn fork_ahead_from(&mut self, from: Time) {
        let scout = Some(&self.scout).filter(|scout| scout.now() <= from);
        let now = Some(&self.now).filter(|now| now.now() <= from);
        let best = [self.checkpoints.before(from), scout, now].into_iter().flatten();
        if let Some(best) = best.max_by_key(|sim| sim.now()) {
            self.ahead = best.clone();
            if self.ahead.actions() != self.scenario.actions() {
                self.ahead.set_actions(self.scenario.actions());
            }
            self.ahead_from = Some(from);
        }
    }

    /// From here on the look-ahead tells what it sees.
    fn watch(&mut self) {
        self.ahead_from = None;
        self.ahead.trace_mut().watch_one_in(self.flights.one_in());
        self.ahead.trace_mut().watch_mails(&self.trails.mails());
    }

    /// Forgets what is in flight to outcomes that are no longer to come.
    pub(super) fn forget_future(&mut self) {
        self.flights.forget_future(self.now.now());
        self.fork_ahead();
    }

    /// Carries on a seek: the scout computes what is missing, then the run is taken up from the
    /// nearest state. True once it stands at `target`. What was just refused there shall be seen on
    /// its way back, so the look-ahead then sets off at `fork`, a little before.
    pub(super) fn carry_on_seeking(
        &mut self,
        fork: Time,
        target: Time,
        more: &mut dyn FnMut() -> bool,
    ) -> bool {
        if self.now.now() == target {
            return true;
        }
        if target > self.computed().now() {
            while !self.scout_to(target) {
                if !more() {
                    return false;
                }
            }
        }
        // A little before, so that the log there says what has just happened.
        let from = target.saturating_sub(LOG_LEAD);
        if !(from..=target).contains(&self.now.now()) {
            self.restore(from);
        }
        while self.now.now() < target {
            if !more() {
                return false;
            }
            self.slice(target);
        }
        self.played = self.played.max(target);
        self.fork_ahead_from(fork);
        true
    }

    /// Runs another scenario from its start instead; the actions on the tape stay.
    pub(super) fn rerun(&mut self, scenario: Scenario, seed: u64, budget: usize) {
        let timeline = std::mem::take(&mut self.timeline);
        let original = self.original.clone();
        let mails = self.trails.mails();
        *self = Run::new(scenario, seed, Time::ZERO, budget);
        (self.timeline, self.original) = (timeline, original);
        self.follow(&mails);
    }

    /// Becomes the run of a scenario that differs from the original, standing at `at`.
    pub(super) fn adopt(&mut self, scenario: Scenario, (seed, at): (u64, Time), budget: usize) {
        let original = self.original.clone();
        let at = at.min(scenario.duration());
        *self = Run { original, ..Run::new(scenario, seed, at, budget) };
    }

    /// The scenario before anything was changed.
    pub fn original(&self) -> &Scenario {
        &self.original
    }

    /// How long before a target the look-ahead must set off [wall s].
    pub(super) const BEHIND_S: f64 = flight::AFTER_MAX_S;

    /// Whether an action is one of the preset's own.
    pub fn is_presets(&self, action: &Action) -> bool {
        self.scenario.is_preset() && self.scenario.origin().actions.contains(action)
    }

    /// Whether anything is no longer as the scenario had it.
    pub fn is_edited(&self) -> bool {
        self.scenario != self.original
    }
}
