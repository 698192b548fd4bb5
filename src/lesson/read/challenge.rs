//! Questions and challenges: what is asked, what is to be reached, and what is known to reach it.

use crate::scenario::Scenario;
use crate::scenario::file::TITLE_MAX;
use crate::scenario::file::json::Json;
use crate::scenario::file::reader::{Entries, Reader, join};

use super::value::{actions, instant, several, truth, wait, whole};
use super::{GOAL_KEYS, HINT_KEYS, QUESTION_KEYS, SOLUTION_KEYS};
use crate::lesson::goal::Goal;
use crate::lesson::{CAPTION_MAX, Lesson, MORE_MAX, Question, Solution};

pub(super) fn question(reader: &mut Reader, path: &str, json: &Json) -> Option<Question> {
    let Json::Object(object) = json else {
        reader.leave_out(path, format!("{} is not a question", json.shown()));
        return None;
    };
    let found = reader.entries(path, object, &QUESTION_KEYS);
    let mut text = |key: &str| {
        let text = found.get(key);
        text.and_then(|json| reader.text(&join(path, key), json, MORE_MAX, "none"))
            .unwrap_or_default()
    };
    let (ask, answer) = (text("ask"), text("answer"));
    let choices: Vec<String> = found
        .get("choices")
        .map(|json| several(json, &join(path, "choices")).collect::<Vec<_>>())
        .unwrap_or_default()
        .into_iter()
        .filter_map(|(path, json)| reader.text(&path, json, CAPTION_MAX, "none"))
        .collect();
    if ask.is_empty() || choices.len() < 2 {
        reader.leave_out(path, "a question needs \"ask\" and at least two \"choices\"");
        return None;
    }
    let mut right = Vec::new();
    for (path, json) in found
        .get("right")
        .map(|json| several(json, &join(path, "right")).collect::<Vec<_>>())
        .unwrap_or_default()
    {
        match json {
            Json::Number(n) if *n >= 1.0 && *n <= choices.len() as f64 && n.fract() == 0.0 => {
                right.push(*n as usize - 1);
            }
            other => {
                let message = format!(
                    "{} is not the number of a choice (1 to {})",
                    other.shown(),
                    choices.len()
                );
                reader.leave_out(&path, message);
            }
        }
    }
    if right.is_empty() {
        reader.warn(&join(path, "right"), "no choice is right", "none");
    }
    Some(Question { ask, choices, right, answer })
}

pub(super) fn challenge(reader: &mut Reader, lesson: &mut Lesson, found: &Entries) {
    let now = lesson.scenario.clone();
    if let Some(items) = found.get("goals").and_then(|json| reader.items("goals", json)) {
        for (path, item) in items {
            lesson.goals.extend(goal(reader, &path, item, &now));
        }
    }
    let steps = lesson.steps.len().max(1) as u64;
    let first = whole(reader, "try_from", found.get("try_from"), (1, steps, 1));
    lesson.try_from = first as usize - 1;
    if let Some(Json::Object(object)) = found.get("hint") {
        let found = reader.entries("hint", object, &HINT_KEYS);
        let after = whole(reader, "hint.after", found.get("after"), (1, 100, 2));
        let text = found.get("text");
        let text = text.and_then(|json| reader.text("hint.text", json, MORE_MAX, "none"));
        lesson.hint = text.map(|text| (after as u32, text));
    } else if let Some(json) = found.get("hint") {
        reader.leave_out("hint", format!("{} is not a hint", json.shown()));
    }
    if let Some(items) = found.get("solutions").and_then(|json| reader.items("solutions", json)) {
        for (path, item) in items {
            let Json::Object(object) = item else {
                reader.leave_out(&path, format!("{} is not a solution", item.shown()));
                continue;
            };
            let found = reader.entries(&path, object, &SOLUTION_KEYS);
            let at = |key: &str| join(&path, key);
            let name = found.get("name");
            let name = name.and_then(|json| reader.text(&at("name"), json, TITLE_MAX, "none"));
            let solves = found.get("solves").is_some_and(|json| truth(reader, &at("solves"), json));
            let list = found.get("actions");
            let actions = list
                .map_or_else(Vec::new, |json| actions(reader, &at("actions"), json, &now, None));
            lesson.solutions.push(Solution { name: name.unwrap_or_default(), solves, actions });
        }
    }
}

pub(super) fn goal(reader: &mut Reader, path: &str, json: &Json, now: &Scenario) -> Option<Goal> {
    let Json::Object(object) = json else {
        reader.leave_out(path, format!("{} is not a goal", json.shown()));
        return None;
    };
    let found = reader.entries(path, object, &GOAL_KEYS);
    let text = found.get("text");
    let text = text.and_then(|json| reader.text(&join(path, "text"), json, CAPTION_MAX, "none"));
    let (reach, never) = (found.get("reach"), found.get("never"));
    if reach.is_some() == never.is_some() {
        reader.leave_out(path, "a goal has either \"reach\" or \"never\"");
        return None;
    }
    let key = if never.is_some() { "never" } else { "reach" };
    let when = wait(reader, &join(path, key), reach.or(never)?, now)?;
    let by = found.get("by").and_then(|json| instant(reader, &join(path, "by"), json, now));
    Some(Goal { text: text.unwrap_or_default(), when, never: never.is_some(), by })
}
