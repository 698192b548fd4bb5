//! A lesson over a run: each step sets the run up, asks, runs to what it waits for, and reveals.
//!
//! ```text
//! begin -> Seeking -> Asking -> Preparing -> Running -> Done -> begin of the next
//!            (settings)  (a question, if any)   (a second world)    (came about, or the limit)
//! ```
//!
//! It drives a [`Player`] and decides nothing of the model. What is waited for is found in the part of
//! the run that is already computed, so the run stops exactly there at every speed.

use crate::figure::Source;
use crate::playback::{Player, Run, Side};
use crate::readout::Speed;
use crate::scenario::{Action, Scenario};
use crate::stage::Outcome;
use crate::time::Time;

use super::goal::{self, Standing};
use super::judge::{Look, Verdict};
use super::predicate::{Fate, Predicate};
use super::tracer::Tracer;
use super::{Lesson, Step, WHEN_IT_RUNS};

/// What a step is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The run is brought to where the step begins.
    Seeking,
    /// A question waits for its answer.
    Asking,
    /// A second world is computed.
    Preparing,
    /// The run goes on to what is waited for.
    Running,
    /// The run is taken to where the wait ends.
    Arriving(End),
    /// The step is over.
    Done(End),
}

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It came about: which of what was waited for.
    Came(usize),
    /// Its time was over before.
    Late,
    /// There was nothing to wait for.
    Still,
}

/// The state of the run at which a step was begun, to come back to.
#[derive(Clone, Debug)]
struct Start {
    a: Scenario,
    b: Option<Scenario>,
    selected: Side,
    seed: u64,
    at: Time,
}

/// A lesson under way.
#[derive(Clone, Debug)]
pub struct LessonPlayer {
    lesson: Lesson,
    step: usize,
    phase: Phase,
    seed: u64,
    /// Where the step began to run.
    from: Time,
    /// The mail that is followed.
    tracer: Option<Tracer>,
    /// What was chosen, step by step.
    chosen: Vec<Option<usize>>,
    starts: Vec<Option<Start>>,
    /// The step that is gone to without a stop.
    heading_for: usize,
    /// Whether the wait is cut short.
    hurries: bool,
    /// From where the goals count: where their step began to run.
    goals_from: Option<Time>,
    /// Tries that failed, and whether the one under way has.
    failed: u32,
    has_failed: bool,
}

impl LessonPlayer {
    /// Begins a lesson: the run becomes its own.
    pub fn new(lesson: Lesson, player: &mut Player) -> LessonPlayer {
        let steps = lesson.steps.len();
        let seed = lesson.seed;
        *player = Player::new(lesson.scenario.clone(), seed);
        let mut it = LessonPlayer {
            lesson,
            step: 0,
            phase: Phase::Done(End::Still),
            seed,
            from: Time::ZERO,
            tracer: None,
            chosen: vec![None; steps],
            starts: vec![None; steps],
            heading_for: 0,
            hurries: false,
            goals_from: None,
            failed: 0,
            has_failed: false,
        };
        it.begin(0, player);
        it
    }

    /// The lesson.
    pub fn lesson(&self) -> &Lesson {
        &self.lesson
    }

    /// The step, from 0.
    pub fn step(&self) -> usize {
        self.step
    }

    /// Where the step began to run.
    pub fn from(&self) -> Time {
        self.from
    }

    /// What it is at.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The choice that was made in this step.
    pub fn chosen(&self) -> Option<usize> {
        self.chosen.get(self.step).copied().flatten()
    }

    /// Tries that failed.
    pub fn failed(&self) -> u32 {
        self.failed
    }

    /// Whether another frame would change anything that the run alone would not.
    pub fn is_busy(&self) -> bool {
        self.heading_for > self.step
            || self.hurries
            || matches!(self.phase, Phase::Seeking | Phase::Preparing | Phase::Arriving(_))
    }

    /// The step that is under way.
    pub fn current(&self) -> Option<&Step> {
        self.lesson.steps.get(self.step)
    }

    /// One frame: the run, and the lesson over it.
    pub fn frame(&mut self, player: &mut Player, dt_s: f64, more: &mut dyn FnMut() -> bool) {
        if self.phase == Phase::Running {
            if self.hurries {
                self.hurry(player, more);
                player.frame(0.0, more);
            } else {
                self.run(player, dt_s, more);
            }
        } else {
            player.frame(dt_s, more);
        }
        if player.seeking_to().is_none() {
            match self.phase {
                Phase::Seeking => self.ask(player),
                Phase::Preparing => self.set_off(player),
                Phase::Arriving(end) => self.finish(end, player),
                _ => {}
            }
        }
        self.watch_goals(player);
    }

    /// On: past a question, to the end of a wait, to the next step.
    pub fn next(&mut self, player: &mut Player) {
        match self.phase {
            Phase::Asking => self.prepare(player),
            Phase::Running => self.hurries = true,
            Phase::Done(_) if self.step + 1 < self.lesson.steps.len() => {
                self.begin(self.step + 1, player);
            }
            _ => {}
        }
    }

    /// Back to the step before, or to the beginning of this one if it is the first.
    pub fn back(&mut self, player: &mut Player) {
        self.go_to(self.step.saturating_sub(1), player);
    }

    /// To a step: back to where it was begun, or on without a stop.
    pub fn go_to(&mut self, step: usize, player: &mut Player) {
        let step = step.min(self.lesson.steps.len().saturating_sub(1));
        if let Some(start) = self.starts.get(step).cloned().flatten() {
            self.restore(&start, player);
            self.heading_for = step;
            for chosen in &mut self.chosen[step..] {
                *chosen = None;
            }
            self.begin(step, player);
        } else {
            self.heading_for = step;
            if matches!(self.phase, Phase::Done(_)) {
                self.next(player);
            } else if self.phase == Phase::Asking {
                self.prepare(player);
            } else {
                self.hurries = true;
            }
        }
    }

    /// Another try at the goals.
    pub fn retry(&mut self, player: &mut Player) {
        self.go_to(self.lesson.try_from, player);
    }

    /// Chooses an answer; the run then shows what is so.
    pub fn answer(&mut self, choice: usize, player: &mut Player) {
        if self.phase == Phase::Asking {
            self.chosen[self.step] = Some(choice);
            self.prepare(player);
        }
    }

    /// How every goal stands at the cursor.
    pub fn standings(&self, player: &Player) -> Vec<Standing> {
        let from = self.goals_from;
        let of = |goal: &goal::Goal| {
            from.map_or(Standing::Open, |from| goal.standing(player.sim(), from))
        };
        self.lesson.goals.iter().map(of).collect()
    }

    fn begin(&mut self, step: usize, player: &mut Player) {
        self.step = step;
        self.hurries = false;
        player.set_playing(false);
        player.set_bound(Time::NEVER);
        self.phase = Phase::Seeking;
        let Some(it) = self.lesson.steps.get(step) else { return };
        self.starts[step] = Some(Start {
            a: player
                .side(Side::A)
                .map_or_else(|| player.scenario().clone(), |a| a.scenario().clone()),
            b: player.side(Side::B).map(|b| b.scenario().clone()),
            selected: player.selected(),
            seed: self.seed,
            at: player.seeking_to().unwrap_or_else(|| player.cursor()),
        });
        if let Some(world) = &it.world {
            self.seed = it.seed.unwrap_or(self.lesson.seed);
            *player = Player::new(world.clone(), self.seed);
        }
        if let Some(side) = it.keep {
            player.join(side);
        }
        if let Some(at) = it.seek {
            player.seek(at);
        }
    }

    fn restore(&mut self, start: &Start, player: &mut Player) {
        let bare = |run: Option<&Run>| run.map(|run| run.scenario().clone().without_actions());
        let same = bare(player.side(Side::A)) == Some(start.a.clone().without_actions());
        if !same || self.seed != start.seed {
            *player = Player::new(start.a.clone(), start.seed);
            self.seed = start.seed;
        } else if start.b.is_none() || player.side(Side::B).is_some() {
            player.join(Side::A);
        }
        player.select(Side::A);
        player.replace_actions(start.a.actions());
        if let Some(b) = &start.b {
            player.split();
            for field in crate::scenario::Field::all() {
                let value = b.get(field);
                if value.to_bits() != start.a.get(field).to_bits() {
                    // A value that a scenario has is in range.
                    let set = player.set_field(field, value);
                    debug_assert!(set.is_ok(), "{set:?}");
                }
            }
            player.replace_actions(b.actions());
            player.select(start.selected);
        }
        player.seek(start.at);
    }

    fn ask(&mut self, player: &mut Player) {
        let asks = self.current().is_some_and(|step| step.question.is_some());
        if asks && self.heading_for <= self.step {
            self.phase = Phase::Asking;
        } else {
            self.prepare(player);
        }
    }

    fn prepare(&mut self, player: &mut Player) {
        self.phase = Phase::Preparing;
        let branch = self.current().and_then(|step| step.branch.clone());
        if let Some(branch) = branch {
            player.split();
            player.select(Side::B);
            if branch.empty {
                let here = player.cursor();
                let past: Vec<Action> = player.scenario().actions().to_vec();
                let past: Vec<_> = past.into_iter().filter(|action| action.at < here).collect();
                player.replace_actions(&past);
            }
            for (field, value) in branch.fields {
                // Read from a file, which holds no value out of range.
                let set = player.set_field(field, value);
                debug_assert!(set.is_ok(), "{set:?}");
            }
        }
        if player.seeking_to().is_none() {
            self.set_off(player);
        }
    }

    fn set_off(&mut self, player: &mut Player) {
        let Some(step) = self.lesson.steps.get(self.step) else { return };
        self.from = player.cursor();
        if self.step == self.lesson.try_from {
            (self.goals_from, self.has_failed) = (Some(self.from), false);
        }
        for action in &step.actions {
            let at = if action.at == WHEN_IT_RUNS { self.from } else { action.at };
            player.plan(Action { at, ..*action });
        }
        if let Some(wanted) = step.follow {
            let outcome = match wanted.fate {
                Fate::Delivered => Outcome::Delivered,
                Fate::Refused => Outcome::Refused,
                Fate::Dropped => Outcome::Dropped,
                Fate::Expired => Outcome::Expired,
            };
            let mail = player.next_mail(outcome, wanted.region, wanted.server);
            player.look_at(mail);
            self.tracer = mail.map(|mail| Tracer::new(mail, player.sim()));
        }
        if let Some(speed) = step.speed {
            player.set_speed(speed);
        } else if player.pace().asked() == Speed::Story {
            player.set_speed(Speed::Times(60));
        }
        if step.until.is_empty() {
            self.finish(End::Still, player);
        } else {
            self.phase = Phase::Running;
            self.hurries = self.heading_for > self.step;
            player.set_playing(!self.hurries);
        }
    }

    /// Plays on, but not past what is waited for.
    fn run(&mut self, player: &mut Player, dt_s: f64, more: &mut dyn FnMut() -> bool) {
        let pace = player.pace();
        let speed = pace.now().max(pace.speed_at(player.cursor()));
        let reach = player.cursor() + Time::from_secs_f64(2.0 * dt_s * speed) + Time::from_mins(2);
        player.compute_to(reach + self.look_ahead(), more);
        self.trace(player, reach, more);
        let (bound, end) = self.bound(player);
        player.set_bound(bound);
        player.frame(dt_s, more);
        if let Some(end) = end.filter(|_| player.cursor() >= bound) {
            self.finish(end, player);
        }
    }

    /// Computes on to what is waited for, and goes there.
    fn hurry(&mut self, player: &mut Player, more: &mut dyn FnMut() -> bool) {
        player.set_playing(false);
        loop {
            let (bound, end) = self.bound(player);
            if let Some(end) = end {
                self.hurries = false;
                if player.cursor() < bound {
                    player.seek(bound);
                }
                self.phase = Phase::Arriving(end);
                return;
            }
            if !more() {
                return;
            }
            let step = bound + self.look_ahead() + Time::from_mins(10);
            player.compute_to(step, more);
            self.trace(player, step, more);
        }
    }

    /// Follows the mail ahead, if it is waited for.
    fn trace(&mut self, player: &Player, to: Time, more: &mut dyn FnMut() -> bool) {
        let waits = self.current().is_some_and(|step| {
            step.until.iter().any(|predicate| matches!(predicate, Predicate::Mail(_)))
        });
        if let Some(tracer) = self.tracer.as_mut() {
            tracer.keep_up(player.sim());
            let here = player.cursor();
            tracer.follow(if waits { to } else { here }, more);
        }
    }

    /// What figures in its texts are read from, at the cursor.
    pub fn figures<'a>(&'a self, player: &'a Player) -> Source<'a> {
        let worlds = [Side::A, Side::B].map(|side| player.side(side).map(Run::sim));
        Source {
            sim: player.sim(),
            worlds: match worlds {
                [Some(a), Some(b)] => Some([a, b]),
                _ => None,
            },
            mail: self.tracer.as_ref().and_then(|tracer| tracer.told(player.cursor())),
            since: Some(self.from),
        }
    }

    /// How far ahead the run must be known.
    fn look_ahead(&self) -> Time {
        let until = self.current().map_or(&[][..], |step| &step.until);
        let spans = until.iter().map(|predicate| match predicate {
            Predicate::Soon(_, span) => *span,
            _ => Time::ZERO,
        });
        spans.max().unwrap_or_default()
    }

    /// How far the run may go for now; and how the wait ends if that is where it does.
    fn bound(&self, player: &Player) -> (Time, Option<End>) {
        let run = player.run();
        let limit = self.current().and_then(|step| step.limit).unwrap_or(Time::NEVER);
        let late = (self.from + limit).min(player.duration());
        let mut first = (late, Some(End::Late));
        let look = Look {
            sim: run.computed(),
            mail: self.tracer.as_ref().map(Tracer::ahead),
            from: self.from,
        };
        let until = self.current().map_or(&[][..], |step| &step.until);
        for (index, predicate) in until.iter().enumerate() {
            match look.judge(predicate) {
                Verdict::Came(at) if at <= first.0 => first = (at, Some(End::Came(index))),
                Verdict::NotBefore(at) if at < first.0 => first = (at, None),
                _ => {}
            }
        }
        first
    }

    fn finish(&mut self, end: End, player: &mut Player) {
        // What is said of the followed mail at the end must be known there.
        self.trace(player, player.cursor(), &mut || true);
        player.set_playing(false);
        player.set_bound(Time::NEVER);
        self.hurries = false;
        self.phase = Phase::Done(end);
        if self.heading_for > self.step && self.step + 1 < self.lesson.steps.len() {
            self.begin(self.step + 1, player);
        }
    }

    /// A try fails when one of its goals does.
    fn watch_goals(&mut self, player: &Player) {
        if self.lesson.goals.is_empty() || self.has_failed || player.seeking_to().is_some() {
            return;
        }
        if self.standings(player).contains(&Standing::Failed) {
            self.has_failed = true;
            self.failed += 1;
        }
    }
}
