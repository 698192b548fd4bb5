//! Scenarios out of files: reading them, and telling what is wrong with them.

use std::io::{self, Write};
use std::path::Path;

use mailflow::lesson::Lesson;
use mailflow::scenario::{FIELDS, Field, Scenario, Warning, preset};

use super::Failure;

/// The scenario with this key, or the one in this file. A key is a key even if a file happens to
/// have its name. Warnings go to standard error.
pub(super) fn scenario(name: &str) -> Result<Scenario, Failure> {
    let path = Path::new(name);
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let is_key = preset::PRESETS.iter().any(|preset| preset.key == name);
    if !is_json && (is_key || !path.is_file()) {
        return Scenario::preset(name)
            .map_err(|why| Failure::Usage(format!("{why}, and no file of that name")));
    }
    let (scenario, warnings) = read(path)?;
    tell(&warnings)?;
    Ok(scenario)
}

/// Reads a file and says what is wrong with it.
pub(super) fn check(path: &Path, strict: bool) -> Result<(), Failure> {
    let text = text_of(path)?;
    if Lesson::is_lesson(&text) {
        return check_lesson(path, &text, strict);
    }
    let (scenario, warnings) = read(path)?;
    tell(&warnings)?;
    let base = Scenario::new(scenario.origin());
    let set = Field::all().filter(|&f| scenario.get(f).to_bits() != base.get(f).to_bits()).count();
    let count = |number: usize, what: &str| {
        format!("{number} {what}{}", if number == 1 { "" } else { "s" })
    };
    let found = count(warnings.len(), "warning");
    writeln!(
        io::stdout().lock(),
        "{}: usable, {found}: \"{}\" on {}, {set} of {} fields changed, {}, {}, {}",
        path.display(),
        scenario.about().title.escape_debug(),
        base.origin().key,
        FIELDS.len(),
        count(scenario.faults().len(), "fault"),
        count(scenario.actions().len(), "action"),
        count(scenario.posts().len(), "post"),
    )?;
    if strict && !warnings.is_empty() {
        return Err(Failure::Strict(format!("{}: {found}", path.display())));
    }
    Ok(())
}

fn check_lesson(path: &Path, text: &str, strict: bool) -> Result<(), Failure> {
    let (lesson, warnings) = Lesson::from_json(text)
        .map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))?;
    tell(&warnings)?;
    let count = |number: usize, what: &str| {
        format!("{number} {what}{}", if number == 1 { "" } else { "s" })
    };
    let found = count(warnings.len(), "warning");
    let questions = lesson.steps.iter().filter(|step| step.question.is_some()).count();
    writeln!(
        io::stdout().lock(),
        "{}: a usable lesson, {found}: \"{}\" on {}, {}, {}, {}",
        path.display(),
        lesson.title.escape_debug(),
        lesson.scenario.origin().key,
        count(lesson.steps.len(), "step"),
        count(questions, "question"),
        count(lesson.goals.len(), "goal"),
    )?;
    if strict && !warnings.is_empty() {
        return Err(Failure::Strict(format!("{}: {found}", path.display())));
    }
    Ok(())
}

/// The lesson in a file. Warnings go to standard error.
pub(super) fn lesson(path: &Path) -> Result<Lesson, Failure> {
    let fail = |why: String| Failure::Usage(format!("{}: {why}", path.display()));
    if !path.is_file() {
        let ids: Vec<_> = Lesson::all().into_iter().map(|lesson| lesson.id).collect();
        let there = format!("no such lesson (there is opening, {}), nor file", ids.join(", "));
        return Err(fail(there));
    }
    let (lesson, warnings) =
        Lesson::from_json(&text_of(path)?).map_err(|error| fail(error.to_string()))?;
    tell(&warnings)?;
    Ok(lesson)
}

fn read(path: &Path) -> Result<(Scenario, Vec<Warning>), Failure> {
    let text = text_of(path)?;
    Scenario::from_json(&text)
        .map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))
}

fn text_of(path: &Path) -> Result<String, Failure> {
    let fail = |why: String| Failure::Usage(format!("{}: {why}", path.display()));
    let bytes = std::fs::read(path).map_err(|error| fail(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.split(|&byte| byte == b'\n').count();
        fail(format!("line {line}: not UTF-8 text"))
    })
}

fn tell(warnings: &[Warning]) -> io::Result<()> {
    let mut out = io::stderr().lock();
    for warning in warnings {
        writeln!(out, "{warning}")?;
    }
    Ok(())
}
