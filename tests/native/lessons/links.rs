//! A lesson in a link: a built-in one by its id, a trainer's own with its file, at a step.

use mailflow::lesson::Lesson;
use mailflow::lesson::link::{Asked, Course, at_step};
use mailflow::link::Link;
use mailflow::qr::Qr;

fn read(text: &str) -> Asked {
    let (asked, warnings) = Asked::read(text);
    assert_eq!(warnings, [], "{text}");
    asked
}

#[test]
fn a_link_names_a_lesson_and_its_step() {
    let asked = read("#lesson=retries&step=3&present=1");
    assert_eq!((asked.step, asked.presents, asked.notes), (2, true, false));
    assert_eq!(asked.course, Course::built_in("retries"));
    assert_eq!(
        asked.course.map(|course| at_step(&course.write(), 2)).as_deref(),
        Some("lesson=retries&step=3")
    );
    assert!(read("?lesson=opening&notes=1").notes);
    assert_eq!(read("#v=1&s=ex1331830"), Asked::default());
    // The page's own reader takes no offence at these keys.
    assert_eq!(Link::read("#v=1&lesson=retries&step=3&present=1&notes=1&lz=x").1, []);
}

#[test]
fn a_lesson_of_ones_own_travels_in_the_link() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/lessons/tails.json"));
    let text = text.expect("a lesson").replace("\"tails\"", "\"mine\"");
    let (lesson, _) = Lesson::from_json(&text).expect("JSON");
    let course = Course { lesson, text: Some(text) };
    let asked = read(&at_step(&course.write(), 4));
    assert_eq!(
        (asked.course.map(|course| course.lesson), asked.step),
        (Some(course.lesson.clone()), 4)
    );
    assert!(course.write().len() < 4000, "{}", course.write().len());
}

#[test]
fn every_lesson_of_the_page_has_a_link_that_a_code_holds() {
    for id in Lesson::ids() {
        let course = Course::built_in(&id).expect("a lesson");
        let link =
            format!("mailflow.example.org/a/folder/#{}&present=1", at_step(&course.write(), 9));
        let code = Qr::of(&link).expect("a code");
        assert!(code.side <= 49, "{id}: {} modules are read from the back of a room", code.side);
    }
}

#[test]
fn what_a_link_asks_in_vain_is_told_with_what_there_is() {
    for (text, path, part) in [
        ("#lesson=retrys", "lesson", "did you mean retries?"),
        ("#lesson=beer", "lesson", "what-happened"),
        ("#lz=beer", "lz", "cut or changed"),
        ("#lesson=retries&step=99", "step", "no step from 1 to 8; used: 1"),
        ("#lesson=retries&step=x", "step", "no step from 1 to 8"),
    ] {
        let (_, warnings) = Asked::read(text);
        let said: Vec<_> = warnings.iter().map(ToString::to_string).collect();
        let told = said.iter().any(|line| line.starts_with(path) && line.contains(part));
        assert!(told, "{text}: {said:?}");
    }
}
