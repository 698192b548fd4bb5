//! A lesson played frame by frame, backwards and forwards, with questions, limits and second worlds.

use mailflow::lesson::player::{End, Phase};
use mailflow::lesson::rehearsal::rehearse;
use mailflow::lesson::{Lesson, LessonPlayer};
use mailflow::playback::{Player, Side};
use mailflow::time::Time;

use super::walks;

const FRAME_S: f64 = 1.0 / 60.0;

struct Class {
    player: Player,
    lesson: LessonPlayer,
}

impl Class {
    fn of(lesson: Lesson) -> Class {
        let mut player = Player::preset("healthy-tuesday", 1).expect("a preset");
        let lesson = LessonPlayer::new(lesson, &mut player);
        Class { player, lesson }
    }

    fn frame(&mut self) {
        self.lesson.frame(&mut self.player, FRAME_S, &mut || true);
    }

    /// Plays until the lesson is at a phase.
    fn until(&mut self, is_there: impl Fn(Phase) -> bool) {
        for _ in 0..200_000 {
            if is_there(self.lesson.phase()) {
                return;
            }
            self.frame();
        }
        panic!("step {} stays at {:?}", self.lesson.step(), self.lesson.phase());
    }

    fn done(&mut self) -> End {
        self.until(|phase| matches!(phase, Phase::Done(_)));
        match self.lesson.phase() {
            Phase::Done(end) => end,
            other => panic!("{other:?}"),
        }
    }

    fn next(&mut self) {
        self.lesson.next(&mut self.player);
    }
}

fn built_in(id: &str) -> Lesson {
    Lesson::by_id(id).expect("a lesson")
}

fn own(steps: &str) -> Lesson {
    let text = format!(r#"{{ "lesson": 1, "id": "own", "title": "Own", "steps": {steps} }}"#);
    let (lesson, warnings) = Lesson::from_json(&text).expect("JSON");
    assert_eq!(warnings, [], "{text}");
    lesson
}

#[test]
fn played_in_frames_a_lesson_stops_at_the_same_microsecond_as_walked_through() {
    let (_, walk) = walks().iter().find(|(lesson, _)| lesson.id == "what-happened").expect("it");
    let mut class = Class::of(built_in("what-happened"));
    for (number, walked) in walk.iter().take(5).enumerate() {
        class.until(|phase| matches!(phase, Phase::Asking | Phase::Done(_)));
        if class.lesson.phase() == Phase::Asking {
            class.lesson.answer(1, &mut class.player);
        }
        let end = class.done();
        assert_eq!((end, class.player.cursor()), (walked.end, walked.at), "step {}", number + 1);
        assert!(!class.player.is_playing(), "it pauses there");
        let view = class.lesson.view(&class.player);
        assert_eq!(view.caption, walked.after.caption, "step {}", number + 1);
        class.next();
    }
}

#[test]
fn a_question_waits_and_its_answer_comes_after_the_run() {
    let mut class = Class::of(own(
        r#"[{ "caption": "A", "seek": "16:30", "until": "after 10 min", "limit": "1h",
              "question": { "ask": "?", "choices": ["one", "two"], "right": [2], "answer": "At {clock}." } }]"#,
    ));
    let view = class.lesson.view(&class.player);
    assert_eq!(view.question, None, "nothing is asked before its instant is there");
    assert!(view.caption.starts_with("Goes to ") && view.caption.ends_with(" 16:30 UTC."));
    class.until(|phase| phase == Phase::Asking);
    assert_eq!(class.lesson.view(&class.player).caption, "A", "it is there");
    for _ in 0..30 {
        class.frame();
    }
    assert_eq!(class.player.cursor(), Time::from_mins(270), "time stands while it is asked");
    let view = class.lesson.view(&class.player);
    let question = view.question.expect("a question");
    assert_eq!((question.chosen, &*question.answer, question.open), (None, "", true));
    assert!(question.choices.iter().all(|(_, right)| right.is_none()), "nothing is given away");
    class.lesson.answer(0, &mut class.player);
    class.lesson.answer(1, &mut class.player);
    class.done();
    let question = class.lesson.view(&class.player).question.expect("a question");
    assert_eq!((question.chosen, &*question.answer), (Some(0), "At 16:40."));
    assert_eq!(question.choices[1].1, Some(true));
    class.lesson.back(&mut class.player);
    class.until(|phase| phase == Phase::Asking);
    class.next();
    class.until(|phase| phase == Phase::Running);
    let question = class.lesson.view(&class.player).question.expect("a question");
    assert_eq!((question.chosen, question.open), (None, false), "too late for an answer");
}

#[test]
fn what_never_comes_about_goes_on_at_the_time_limit_and_says_so() {
    let mut class = Class::of(own(
        r#"[{ "caption": "A", "seek": "12:10", "speed": 600, "until": "first 421", "limit": "20min" },
            { "caption": "B", "until": ["cleared", "after 2 min"], "limit": "1h" }]"#,
    ));
    assert_eq!(class.done(), End::Late);
    assert_eq!(class.player.cursor(), Time::from_mins(30));
    let note = class.lesson.view(&class.player).note;
    assert!(note.contains("the first 421") && note.contains("goes on"), "{note}");
    class.next();
    assert_eq!(class.done(), End::Came(1), "whichever comes first");
    assert_eq!(class.player.cursor(), Time::from_mins(32));
    class.next();
    assert!(matches!(class.lesson.phase(), Phase::Done(_)), "the last step stays");
}

#[test]
fn next_cuts_a_wait_short_and_back_returns_to_where_a_step_began() {
    let mut class = Class::of(built_in("what-happened"));
    for _ in 0..3 {
        class.until(|phase| phase == Phase::Running);
        class.next();
        assert!(matches!(class.done(), End::Came(_)));
        class.next();
    }
    class.until(|phase| phase == Phase::Asking);
    let here = class.player.cursor();
    class.lesson.back(&mut class.player);
    assert_eq!(class.lesson.step(), 2);
    class.until(|phase| phase == Phase::Running);
    assert!(class.player.cursor() < here);
    class.done();
    assert_eq!(class.player.cursor(), here, "the same again");
}

#[test]
fn a_link_to_a_step_comes_to_the_same_run_as_walking_there() {
    let (lesson, walk) = walks().iter().find(|(lesson, _)| lesson.id == "retries").expect("it");
    let mut class = Class::of(lesson.clone());
    class.lesson.go_to(6, &mut class.player);
    class.until(|phase| phase == Phase::Running);
    while class.lesson.step() < 6 {
        class.frame();
    }
    class.until(|phase| phase == Phase::Running);
    assert_eq!(class.player.cursor(), walk[6].from);
    assert_eq!(class.player.side(Side::B).map(|_| ()), None, "world A goes on alone");
    class.lesson.go_to(5, &mut class.player);
    class.next();
    class.done();
    assert_eq!(class.player.cursor(), walk[5].at);
    assert!(class.player.side(Side::B).is_some());
    assert_eq!(class.lesson.view(&class.player).caption, walk[5].after.caption);
}

#[test]
fn an_action_of_a_step_is_done_where_it_runs_and_undone_by_going_back() {
    let mut class = Class::of(own(
        r#"[{ "caption": "A", "seek": "13:30", "until": "after 5 min", "limit": "1h" },
            { "caption": "B", "actions": [{ "action": "limit", "sessions": 400 }],
              "until": "after 5 min", "limit": "1h" },
            { "caption": "C", "branch": { "empty": true }, "until": "after 5 min", "limit": "1h" }]"#,
    ));
    class.done();
    class.next();
    class.done();
    assert_eq!(class.player.sim().levers().limit, 400);
    let acted =
        class.player.scenario().actions().iter().find(|action| action.at == Time::from_mins(95));
    assert!(acted.is_some(), "{:?}", class.player.scenario().actions());
    class.next();
    class.done();
    assert_eq!(class.player.selected(), Side::B);
    assert_eq!(class.player.scenario().actions().len(), 1, "what is done already stays done");
    class.lesson.go_to(1, &mut class.player);
    class.until(|phase| phase == Phase::Running);
    class.lesson.back(&mut class.player);
    class.until(|phase| phase == Phase::Running);
    assert!(class.player.side(Side::B).is_none());
    assert_eq!(class.player.sim().levers().limit, 50);
    assert_eq!(class.player.scenario().actions().len(), 4, "the preset's own");
}

#[test]
fn rehearsing_twice_is_the_same() {
    let lesson = built_in("retries");
    let (_, walk) = walks().iter().find(|(other, _)| *other == lesson).expect("it");
    assert_eq!(&rehearse(&lesson), walk);
}
