//! A lesson walked through without a page: every step to its end, with what is said there. For trainers
//! who want to see their numbers, and for the tests.

use crate::playback::Player;
use crate::time::Time;

use super::player::{End, Phase};
use super::view::LessonView;
use super::{Lesson, LessonPlayer};

/// A step as it ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Rehearsed {
    /// What was said before it ran.
    pub before: LessonView,
    /// What is said at its end.
    pub after: LessonView,
    /// How it ended.
    pub end: End,
    /// Where it began to run.
    pub from: Time,
    /// Where it ended.
    pub at: Time,
    /// `Tue 2 Jun 14:33`.
    pub clock: String,
}

/// Frames that a step may take: far more than any needs.
const FRAMES_MAX: u32 = 1_000_000;

/// A lesson on its way from step to step, taking the first right answer to every question; what is
/// waited for is gone to directly.
#[derive(Debug)]
pub struct Rehearsal {
    player: Player,
    walk: LessonPlayer,
    /// What is said before the step that is under way runs.
    before: Option<LessonView>,
    is_over: bool,
}

impl Rehearsal {
    /// Before the first step.
    pub fn new(lesson: &Lesson) -> Rehearsal {
        let mut player = Player::new(lesson.scenario.clone(), lesson.seed);
        let walk = LessonPlayer::new(lesson.clone(), &mut player);
        let is_over = lesson.steps.is_empty();
        Rehearsal { player, walk, before: None, is_over }
    }

    /// Whether every step has ended.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// A frame's work, for as long as `more` says; gives the step if it has ended.
    pub fn go_on(&mut self, more: &mut dyn FnMut() -> bool) -> Option<Rehearsed> {
        let Rehearsal { player, walk, before, is_over } = self;
        if !matches!(walk.phase(), Phase::Seeking | Phase::Preparing) {
            before.get_or_insert_with(|| walk.view(player));
        }
        match walk.phase() {
            Phase::Asking => {
                let asked = walk.current().and_then(|step| step.question.as_ref());
                let right = asked.and_then(|question| question.right.first()).copied();
                walk.answer(right.unwrap_or_default(), player);
            }
            Phase::Running => walk.next(player),
            Phase::Done(end) => {
                let (at, epoch) = (player.cursor(), player.scenario().epoch());
                let after = walk.view(player);
                let done = Rehearsed {
                    before: before.take().unwrap_or_else(|| after.clone()),
                    end,
                    from: walk.from(),
                    at,
                    clock: format!("{} {}", epoch.date(at), epoch.clock(at)),
                    after,
                };
                *is_over = done.after.step >= done.after.steps;
                walk.next(player);
                return Some(done);
            }
            _ => {}
        }
        walk.frame(player, 0.0, more);
        None
    }
}

/// Walks through a whole lesson.
pub fn rehearse(lesson: &Lesson) -> Vec<Rehearsed> {
    let mut rehearsal = Rehearsal::new(lesson);
    let mut done = Vec::new();
    for _ in 0..FRAMES_MAX {
        if rehearsal.is_over() {
            break;
        }
        done.extend(rehearsal.go_on(&mut || true));
    }
    done
}
