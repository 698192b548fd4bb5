//! A lesson in a link: `lesson=retries&step=3`, and the two pages that a trainer has of it.
//!
//! | key | is |
//! |---|---|
//! | `lesson` | id of a lesson that comes with the page |
//! | `lz` | a lesson of the trainer's own: its file, deflated, in base64url |
//! | `step` | the step that it opens at, from 1 |
//! | `present` | 1: as it is projected, paused |
//! | `notes` | 1: the facilitator's notes |
//!
//! `present` stands beside [the link's](crate::link) own keys too: then it opens that moment.

use crate::link::packed;
use crate::scenario::Warning;
use crate::scenario::words::{did_you_mean, quoted};

use super::Lesson;

/// The keys.
pub const KEYS: [&str; 5] = ["lesson", "lz", "step", "present", "notes"];

/// A lesson that can be linked to.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// The lesson.
    pub lesson: Lesson,
    /// Its file, if it does not come with the page.
    pub text: Option<String>,
}

/// What a link asks of lessons.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The lesson.
    pub course: Option<Course>,
    /// Its step, from 0.
    pub step: usize,
    /// Whether it is projected.
    pub presents: bool,
    /// Whether the notes are asked for.
    pub notes: bool,
}

impl Course {
    /// A lesson that comes with the page.
    pub fn built_in(id: &str) -> Option<Course> {
        Lesson::by_id(id).map(|lesson| Course { lesson, text: None })
    }

    /// The keys of a link to it.
    pub fn write(&self) -> String {
        match &self.text {
            None => format!("lesson={}", self.lesson.id),
            Some(file) => format!("lz={}", packed::pack(file)),
        }
    }
}

/// The keys of a link to a step of the lesson that has these keys.
pub fn at_step(keys: &str, step: usize) -> String {
    if step == 0 { keys.to_owned() } else { format!("{keys}&step={}", step + 1) }
}

impl Asked {
    /// Reads a fragment or a query, with or without its `#` or `?`.
    pub fn read(text: &str) -> (Asked, Vec<Warning>) {
        let mut asked = Asked::default();
        let mut warnings = Vec::new();
        let mut tell = |key: &str, message: String, used: Option<&str>| {
            let (path, used) = (key.to_owned(), used.map(str::to_owned));
            warnings.push(Warning { path, message, used });
        };
        let text = text.trim_start_matches(['#', '?']);
        let pairs = text.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "1")));
        let mut step = None;
        for (key, value) in pairs {
            match key {
                "lesson" => {
                    asked.course = Course::built_in(value);
                    if asked.course.is_none() {
                        let ids = Lesson::ids();
                        let meant = did_you_mean(value, ids.iter().map(String::as_str));
                        let there = ids.join(", ");
                        let message =
                            format!("no lesson {}{meant} (there is {there})", quoted(value));
                        tell(key, message, None);
                    }
                }
                "lz" => {
                    let file = packed::unpack(value);
                    let read = file.as_deref().and_then(|file| Lesson::from_json(file).ok());
                    match read {
                        Some((lesson, more)) => {
                            for one in more {
                                tell(&one.path, one.message, one.used.as_deref());
                            }
                            asked.course = Some(Course { lesson, text: file });
                        }
                        None => {
                            tell(key, "the lesson was cut or changed on its way".to_owned(), None);
                        }
                    }
                }
                "step" => step = Some(value),
                "present" => asked.presents = value != "0",
                "notes" => asked.notes = value != "0",
                _ => {}
            }
        }
        if let (Some(step), Some(course)) = (step, &asked.course) {
            let steps = course.lesson.steps.len();
            match step.parse::<usize>() {
                Ok(number) if (1..=steps).contains(&number) => asked.step = number - 1,
                _ => {
                    let message = format!("{} is no step from 1 to {steps}", quoted(step));
                    tell("step", message, Some("1"));
                }
            }
        }
        (asked, warnings)
    }
}
