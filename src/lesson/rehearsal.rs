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

/// Walks through a lesson, taking the first right answer to every question; what is waited for is gone
/// to directly.
pub fn rehearse(lesson: &Lesson) -> Vec<Rehearsed> {
    let mut player = Player::new(lesson.scenario.clone(), lesson.seed);
    let mut walk = LessonPlayer::new(lesson.clone(), &mut player);
    let mut done = Vec::new();
    for _ in 0..lesson.steps.len() {
        let before = to_the_question(&mut walk, &mut player);
        let asked = walk.current().and_then(|step| step.question.as_ref());
        if walk.phase() == Phase::Asking {
            let right = asked.and_then(|question| question.right.first()).copied();
            walk.answer(right.unwrap_or_default(), &mut player);
        }
        let Some(end) = to_the_end(&mut walk, &mut player) else { break };
        let epoch = player.scenario().epoch();
        let at = player.cursor();
        done.push(Rehearsed {
            before,
            after: walk.view(&player),
            end,
            from: walk.from(),
            at,
            clock: format!("{} {}", epoch.date(at), epoch.clock(at)),
        });
        walk.next(&mut player);
    }
    done
}

/// Brings a step to where it asks, runs or is over.
fn to_the_question(walk: &mut LessonPlayer, player: &mut Player) -> LessonView {
    for _ in 0..FRAMES_MAX {
        if !matches!(walk.phase(), Phase::Seeking | Phase::Preparing) {
            break;
        }
        walk.frame(player, 0.0, &mut || true);
    }
    walk.view(player)
}

fn to_the_end(walk: &mut LessonPlayer, player: &mut Player) -> Option<End> {
    for _ in 0..FRAMES_MAX {
        match walk.phase() {
            Phase::Done(end) => return Some(end),
            Phase::Running => walk.next(player),
            _ => {}
        }
        walk.frame(player, 0.0, &mut || true);
    }
    None
}
