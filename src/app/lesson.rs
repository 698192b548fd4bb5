//! A lesson on the page: where it is begun, what it says, and what it points at.
//!
//! What is said and asked is the lesson's, what the page says around it is the library's table of
//! words; this arranges both.

mod card;
mod file;
mod list;
mod notes;
mod presenter;
mod qr;

pub(crate) use card::{Card, Moves, framed};
pub(crate) use file::{Opened, use_drop};
pub(crate) use list::List;
pub(crate) use notes::{NotesPage, Props as NotesProps};
pub(crate) use presenter::Presenter;
pub(crate) use qr::{Code, CodeSheet};

use std::rc::Rc;

use mailflow::inspect::Subject;
use mailflow::lesson::player::Phase;
use mailflow::lesson::spot::{Part, Spot};
use mailflow::lesson::{LessonPlayer, LessonView};
use mailflow::playback::Player;
use mailflow::readout::Readout;
use mailflow::stage::Place;
use yew::prelude::*;

use super::control::Control;
use super::ui::{Shared, UiAction};

/// Does what a key does to a lesson: on, back, an answer; false if it does nothing here.
pub(crate) fn press(control: &Control, key: &str, asks: bool) -> bool {
    match key {
        "PageDown" | "ArrowRight" => control.teach(LessonPlayer::next),
        "PageUp" | "ArrowLeft" => control.teach(LessonPlayer::back),
        digit if asks => {
            let choice = digit.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let Some(choice) = choice else { return false };
            control.teach(|lesson, player| {
                let choices = lesson.current().and_then(|step| step.question.as_ref());
                if choices.is_some_and(|question| choice < question.choices.len()) {
                    lesson.answer(choice, player);
                }
            });
        }
        _ => return false,
    }
    true
}

/// The readout with what the lesson says in the place of what the run says.
pub(crate) fn told(readout: Rc<Readout>, lesson: Option<&Rc<LessonView>>) -> Rc<Readout> {
    let Some(view) = lesson else { return readout };
    let mut told = (*readout).clone();
    told.sentence.clone_from(&view.caption);
    (told.invitation, told.next_still) = (None, None);
    Rc::new(told)
}

/// How much larger than on a desk the stage is drawn on a projected page of this height [CSS px]: its
/// smallest letters are a fiftieth of the height.
pub(crate) fn zoom(height: f64) -> f64 {
    (height / 50.0).max(16.0) / 12.0
}

/// What the step's lesson points at on the stage.
pub(crate) fn places(lesson: Option<&Rc<LessonView>>) -> Vec<Place> {
    let spots = lesson.map(|view| view.highlight.iter());
    spots.into_iter().flatten().flat_map(|spot| spot.places()).collect()
}

/// What a lesson points at, as words that the style sheet knows.
pub(crate) fn pointed(lesson: Option<&Rc<LessonView>>) -> Option<String> {
    let parts = lesson?.highlight.iter().filter_map(|spot| match spot {
        Spot::Part(_) => Some(spot.to_string()),
        _ => None,
    });
    Some(parts.collect::<Vec<_>>().join(" "))
}

/// Opens what a step shows: its instrument, and the mail that it follows in the inspector.
#[hook]
pub(crate) fn use_lesson(shared: &Shared, lesson: Option<&Rc<LessonView>>) {
    let show = lesson.map(|view| (view.id.clone(), view.step, view.show));
    {
        let shared = shared.clone();
        use_effect_with(show, move |show| {
            if let Some((_, _, show)) = show {
                shared.ui.dispatch(UiAction::Instrument(*show));
                shared.ui.dispatch(UiAction::Place(None));
            }
        });
    }
    let inspects = |view: &Rc<LessonView>| view.highlight.contains(&Spot::Part(Part::Inspector));
    // The mail is known once the step runs.
    let runs = |view: &Rc<LessonView>| matches!(view.phase, Phase::Running | Phase::Done(_));
    let mail = lesson
        .filter(|view| runs(view) || view.phase == Phase::Asking)
        .map(|view| (view.id.clone(), view.step, runs(view), inspects(view)));
    let shared = shared.clone();
    use_effect_with(mail, move |mail| {
        if let Some((_, _, _, inspects)) = mail {
            let followed = shared.control.read(Player::looked_at).filter(|_| *inspects);
            shared.ui.dispatch(UiAction::Inspect(followed.map(Subject::Mail)));
        }
    });
}
