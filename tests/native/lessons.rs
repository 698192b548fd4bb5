//! Every lesson that comes with the page: read without a warning, walked through to the end of every
//! step, its texts held to the rules; and what becomes of a file that is not in order.

mod challenge;
mod files;
mod links;
mod play;

use std::sync::OnceLock;
use std::thread;

use serde_json::json;

use crate::golden::check_report;
use mailflow::lesson::player::End;
use mailflow::lesson::rehearsal::{Rehearsed, rehearse};
use mailflow::lesson::{CAPTION_MAX, Lesson, Step};
use mailflow::time::Time;

/// The opening and the lessons of the page.
fn lessons() -> Vec<Lesson> {
    std::iter::once(Lesson::opening()).chain(Lesson::all()).collect()
}

/// Every lesson walked through once, on all cores, for all tests.
fn walks() -> &'static [(Lesson, Vec<Rehearsed>)] {
    static WALKS: OnceLock<Vec<(Lesson, Vec<Rehearsed>)>> = OnceLock::new();
    WALKS.get_or_init(|| {
        thread::scope(|scope| {
            let threads: Vec<_> = lessons()
                .into_iter()
                .map(|lesson| scope.spawn(move || (lesson.clone(), rehearse(&lesson))))
                .collect();
            threads.into_iter().map(|thread| thread.join().expect("a walk")).collect()
        })
    })
}

/// The walk through the page reads the words of the opening here, as it reads those of the other
/// lessons in their files: the opening has none, its words are the preset's.
#[test]
fn the_opening_is_on_record_for_the_walk_through_the_page() {
    let Lesson { id, title, insight, steps, .. } = Lesson::opening();
    let words = |step: &Step| json!({ "caption": step.caption, "then": step.then });
    let steps: Vec<_> = steps.iter().map(words).collect();
    let opening = json!({ "id": id, "title": title, "insight": insight, "steps": steps });
    check_report("opening.json", &format!("{opening:#}\n"));
}

#[test]
fn every_step_comes_to_what_it_waits_for_within_its_limit() {
    for (lesson, walk) in walks() {
        assert_eq!(walk.len(), lesson.steps.len(), "{}: walked to its end", lesson.id);
        for (number, (step, walked)) in lesson.steps.iter().zip(walk).enumerate() {
            let place = format!("{}, step {}", lesson.id, number + 1);
            if step.until.is_empty() {
                assert_eq!(walked.end, End::Still, "{place}");
                assert_eq!(walked.from, walked.at, "{place}");
            } else {
                let came = matches!(walked.end, End::Came(_));
                assert!(came, "{place}: {:?} at {}", walked.end, walked.clock);
                // The story's captions wait as long as the run takes.
                assert_eq!(step.limit.is_none(), lesson.id == "opening", "{place}");
                let limit = step.limit.unwrap_or(Time::NEVER);
                assert!(walked.at <= walked.from + limit, "{place}");
            }
        }
    }
}

#[test]
fn every_caption_is_one_short_sentence_and_every_figure_is_filled() {
    for (lesson, walk) in walks() {
        for (number, walked) in walk.iter().enumerate() {
            let place = format!("{}, step {}", lesson.id, number + 1);
            for text in [&walked.before.caption, &walked.after.caption] {
                let letters = text.chars().count();
                assert!(letters <= CAPTION_MAX, "{place}: {letters} letters: {text}");
                assert!(letters > 20, "{place}: {text}");
            }
            let after = &walked.after;
            let answer = after.question.as_ref().map_or("", |question| &question.answer);
            for text in [&after.caption, &after.more, &after.insight, answer] {
                assert!(!text.contains('{') && !text.contains("none "), "{place}: {text}");
            }
            assert_eq!(after.note, "", "{place}");
        }
    }
}

#[test]
fn the_texts_of_a_lesson_are_sentences_without_typed_numbers() {
    for lesson in Lesson::all() {
        for (path, text) in lesson.texts() {
            let place = format!("{}, {path}: {text}", lesson.id);
            if path != "title" && !path.starts_with("goals") {
                assert!(text.ends_with(['.', '?', '}']), "{place}: ends");
            }
            if let Some(odd) = typed_number(text) {
                panic!("{place}: \"{odd}\" is typed, not read");
            }
            for word in ["massive", "disaster", "catastroph", "!", "—", "unfortunately"] {
                assert!(!text.to_ascii_lowercase().contains(word), "{place}: {word}");
            }
        }
        for (number, step) in lesson.steps.iter().enumerate() {
            let place = format!("{}, step {}", lesson.id, number + 1);
            assert!(!step.caption.is_empty() && !step.notes.is_empty(), "{place}: notes");
            assert!(!step.highlight.is_empty(), "{place}: points at something");
            assert!(step.caption.matches(['.', '?']).count() >= 1, "{place}");
        }
        assert!(!lesson.notes.is_empty() && !lesson.hook.is_empty(), "{}", lesson.id);
    }
}

/// A number that is neither a code, a clock time, a date, a name, nor said to be sourced.
fn typed_number(text: &str) -> Option<String> {
    const CODES: [&str; 13] = [
        "250", "421", "450", "451", "550", "4xx", "5xx", "4.3.2", "4.4.318", "4.4.7", "5.4.1", "4",
        "24/7",
    ];
    let is_documented = ["(sourced)", "(documented)", "(article", "(assumed)"];
    if is_documented.iter().any(|mark| text.contains(mark)) {
        return None;
    }
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        plain.push_str(before);
        plain.push('x');
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.iter().enumerate().find_map(|(index, word)| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
        let next = words.get(index + 1).copied().unwrap_or_default();
        let is_date = ["June", "January"].iter().any(|month| next.starts_with(month));
        let is_clock = word.len() == 5 && word.as_bytes()[2] == b':';
        let is_name = word.starts_with(['F', 'E', 'M']);
        let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
        let is_fine = CODES.contains(&word) || is_date || is_clock || is_name;
        (has_digit && !is_fine).then(|| word.to_owned())
    })
}

#[test]
fn every_question_has_a_right_answer_that_the_others_could_be() {
    let mut questions = 0;
    for lesson in Lesson::all() {
        for question in lesson.steps.iter().filter_map(|step| step.question.as_ref()) {
            questions += 1;
            assert!(!question.right.is_empty(), "{}", question.ask);
            assert!(question.right.len() < question.choices.len(), "{}", question.ask);
            assert!((2..=4).contains(&question.choices.len()), "{}", question.ask);
            assert!(!question.answer.is_empty(), "{}", question.ask);
        }
    }
    assert!(questions >= Lesson::all().len(), "{questions}: predict, then reveal");
}
