//! From JSON to a lesson: what is wrong is told, and the nearest usable value is used.

mod challenge;
mod value;

use crate::figure;
use crate::instrument::Instrument;
use crate::playback::Side;
use crate::readout::Lever;
use crate::scenario::file::json::Json;
use crate::scenario::file::reader::{Entries, Reader, join};
use crate::scenario::file::{self, TEXT_MAX, TITLE_MAX};
use crate::scenario::words::{did_you_mean, figure as shown, quoted};
use crate::scenario::{Scenario, Warning};
use crate::sim::profile::Kind;

use super::{CAPTION_MAX, FORMAT, Lesson, MORE_MAX, STEPS_MAX, Step, WHEN_IT_RUNS};
use challenge::{challenge, question};
use value::{actions, branch, instant, pick, several, speed, spot, wait, wanted, whole};

/// The keys of a lesson.
pub(super) const KEYS: [&str; 15] = [
    "$schema",
    "lesson",
    "id",
    "title",
    "minutes",
    "hook",
    "insight",
    "notes",
    "scenario",
    "seed",
    "steps",
    "goals",
    "try_from",
    "hint",
    "solutions",
];
/// The keys of a step.
pub(super) const STEP_KEYS: [&str; 19] = [
    "caption",
    "then",
    "more",
    "notes",
    "scenario",
    "fields",
    "seed",
    "seek",
    "speed",
    "keep",
    "branch",
    "actions",
    "follow",
    "until",
    "limit",
    "highlight",
    "show",
    "lever",
    "question",
];
/// The keys of a question.
pub(super) const QUESTION_KEYS: [&str; 4] = ["ask", "choices", "right", "answer"];
/// The keys of a second world.
pub(super) const BRANCH_KEYS: [&str; 2] = ["fields", "empty"];
/// The keys of a goal.
pub(super) const GOAL_KEYS: [&str; 4] = ["text", "reach", "never", "by"];
/// The keys of a hint.
pub(super) const HINT_KEYS: [&str; 2] = ["after", "text"];
/// The keys of a solution.
pub(super) const SOLUTION_KEYS: [&str; 3] = ["name", "solves", "actions"];
/// The levers, by key.
pub(super) const LEVERS: [(&str, Lever); 6] = [
    ("limit", Lever::Limit),
    ("flighted", Lever::Flighted),
    ("gateway", Lever::Gateway),
    ("balance", Lever::BalanceReset),
    ("lookups", Lever::LookupSpeed),
    ("load", Lever::Load),
];
/// The mail servers that a mail to follow can come from.
pub(super) const SERVERS: [(&str, Kind); 8] = [
    ("Postfix", Kind::Postfix),
    ("Exim", Kind::Exim),
    ("Exchange", Kind::Exchange),
    ("Sendmail", Kind::Sendmail30),
    ("Mimecast", Kind::Mimecast),
    ("SES", Kind::Ses),
    ("application", Kind::Impatient),
    ("textbook", Kind::Textbook),
];

/// The lesson that is nearest to what a file says, and what had to be told of.
pub(super) fn lesson(json: &Json) -> (Lesson, Vec<Warning>) {
    let mut reader = Reader::default();
    let object = match json {
        Json::Object(object) => object.as_slice(),
        other => {
            reader.warn("", format!("{} is not an object", other.shown()), "an empty lesson");
            &[]
        }
    };
    let found = reader.entries("", object, &KEYS);
    format(&mut reader, found.get("lesson"));
    let mut text = |key: &str, max: usize| {
        let text = found.get(key).and_then(|json| reader.text(key, json, max, "none"));
        text.unwrap_or_default()
    };
    let (id, title) = (text("id", TITLE_MAX), text("title", TITLE_MAX));
    let (hook, insight) = (text("hook", MORE_MAX), text("insight", MORE_MAX));
    let notes = text("notes", TEXT_MAX);
    let scenario = world(&mut reader, "scenario", found.get("scenario"));
    let seed = whole(&mut reader, "seed", found.get("seed"), (0, u64::from(u32::MAX), 1));
    let minutes = whole(&mut reader, "minutes", found.get("minutes"), (1, 120, 10));
    let mut lesson = Lesson {
        id: if id.trim().is_empty() { "own".to_owned() } else { id },
        title: if title.trim().is_empty() { "A lesson".to_owned() } else { title },
        minutes: minutes as u32,
        hook,
        insight,
        notes,
        seed,
        steps: Vec::new(),
        goals: Vec::new(),
        try_from: 0,
        hint: None,
        solutions: Vec::new(),
        scenario,
    };
    steps(&mut reader, &mut lesson, found.get("steps"));
    challenge(&mut reader, &mut lesson, &found);
    for (path, text) in lesson.texts() {
        for name in figure::unknown(text) {
            reader.warn(&path, no_figure(name), format!("{{{name}}} as it stands"));
        }
    }
    (lesson, reader.warnings)
}

fn no_figure(name: &str) -> String {
    let names: Vec<_> = figure::FIGURES.iter().map(|figure| figure.name).collect();
    format!("no figure {}{}", quoted(name), did_you_mean(name, names.iter().copied()))
}

fn format(reader: &mut Reader, json: Option<&Json>) {
    match json {
        Some(Json::Number(format)) if shown(*format) == FORMAT.to_string() => {}
        Some(json) => {
            let message = format!("{} is no format of this version ({FORMAT})", json.shown());
            reader.warn("lesson", message, FORMAT.to_string());
        }
        None => reader.warn("lesson", "the version of the format is missing", FORMAT.to_string()),
    }
}

/// A scenario as a file has it, inside a lesson.
fn world(reader: &mut Reader, path: &str, json: Option<&Json>) -> Scenario {
    let nothing = Json::Object(Vec::new());
    let (scenario, warnings) = file::read::scenario(json.unwrap_or(&nothing));
    reader.warnings.extend(warnings.into_iter().map(|mut warning| {
        let inner = std::mem::take(&mut warning.path);
        warning.path = if inner == "$" { path.to_owned() } else { format!("{path}.{inner}") };
        warning
    }));
    scenario
}

fn steps(reader: &mut Reader, lesson: &mut Lesson, json: Option<&Json>) {
    let Some(json) = json else {
        reader.leave_out("steps", "a lesson needs steps");
        return;
    };
    let Some(items) = reader.items("steps", json) else { return };
    let mut now = lesson.scenario.clone();
    for (path, item) in items.take(STEPS_MAX) {
        let Json::Object(object) = item else {
            reader.leave_out(&path, format!("{} is not a step", item.shown()));
            continue;
        };
        let found = reader.entries(&path, object, &STEP_KEYS);
        let step = step(reader, &path, &found, &mut now);
        lesson.steps.push(step);
    }
}

/// One step; `now` is the scenario it begins in, and then the one it leaves behind.
fn step(reader: &mut Reader, path: &str, found: &Entries, now: &mut Scenario) -> Step {
    let at = |key: &str| join(path, key);
    let mut text = |key: &str, max: usize| {
        let text = found.get(key).and_then(|json| reader.text(&at(key), json, max, "none"));
        text.unwrap_or_default()
    };
    let (caption, then) = (text("caption", CAPTION_MAX + 60), text("then", CAPTION_MAX + 60));
    let (more, notes) = (text("more", MORE_MAX), text("notes", TEXT_MAX));
    let mut is_new = false;
    if let Some(json) = found.get("scenario") {
        *now = world(reader, &at("scenario"), Some(json));
        is_new = true;
    }
    if let Some(json) = found.get("fields") {
        file::read::fields(reader, now, &at("fields"), json);
        *now = now.clone().into_own();
        is_new = true;
    }
    let seed = found
        .get("seed")
        .map(|json| whole(reader, &at("seed"), Some(json), (0, u64::from(u32::MAX), 1)));
    Step {
        caption,
        then,
        more,
        notes,
        world: (is_new || seed.is_some()).then(|| now.clone()),
        seed,
        seek: found.get("seek").and_then(|json| instant(reader, &at("seek"), json, now)),
        speed: found.get("speed").and_then(|json| speed(reader, &at("speed"), json)),
        keep: found
            .get("keep")
            .and_then(|json| pick(reader, &at("keep"), json, &[("A", Side::A), ("B", Side::B)])),
        branch: found.get("branch").map(|json| branch(reader, &at("branch"), json, now)),
        actions: found.get("actions").map_or_else(Vec::new, |json| {
            actions(reader, &at("actions"), json, now, Some(WHEN_IT_RUNS))
        }),
        follow: found.get("follow").and_then(|json| wanted(reader, &at("follow"), json)),
        until: found.get("until").map_or_else(Vec::new, |json| {
            several(json, &at("until"))
                .filter_map(|(path, json)| wait(reader, &path, json, now))
                .collect()
        }),
        limit: found.get("limit").map(|json| reader.span(&at("limit"), json, None)),
        highlight: found.get("highlight").map_or_else(Vec::new, |json| {
            several(json, &at("highlight"))
                .filter_map(|(path, json)| spot(reader, &path, json))
                .collect()
        }),
        show: found.get("show").and_then(|json| {
            let names = Instrument::ALL.map(|instrument| (instrument.key(), instrument));
            pick(reader, &at("show"), json, &names)
        }),
        lever: found.get("lever").and_then(|json| pick(reader, &at("lever"), json, &LEVERS)),
        question: found.get("question").and_then(|json| question(reader, &at("question"), json)),
    }
}
