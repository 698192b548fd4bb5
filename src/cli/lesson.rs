//! A lesson on the command line: walked through, with every caption and number as the run has them.

use std::io::{self, Write};
use std::path::Path;

use mailflow::lesson::Lesson;
use mailflow::lesson::player::End;
use mailflow::lesson::rehearsal::rehearse;

use super::{Failure, file};

/// Prints what a lesson says, step by step. Takes a file, or the id of a lesson that is built in.
pub(super) fn walk(name: &str) -> Result<(), Failure> {
    let lesson = match Lesson::by_id(name) {
        Some(lesson) => lesson,
        None => file::lesson(Path::new(name))?,
    };
    let mut out = io::stdout().lock();
    writeln!(out, "{} ({} min)\n  {}", lesson.title, lesson.minutes, lesson.hook)?;
    for (number, step) in rehearse(&lesson).iter().enumerate() {
        writeln!(out, "\n{}. {}", number + 1, step.before.caption)?;
        if let Some(question) = &step.before.question {
            writeln!(out, "   ? {}", question.ask)?;
        }
        let how = match step.end {
            End::Came(_) => "",
            End::Late => " (the time limit)",
            End::Still => " (nothing to wait for)",
        };
        writeln!(out, "   {}{how}: {}", step.clock, step.after.caption)?;
        for text in [&step.after.more, &step.after.note, &step.after.score] {
            if !text.is_empty() {
                writeln!(out, "   {text}")?;
            }
        }
        if let Some(question) = &step.after.question {
            for (choice, right) in &question.choices {
                writeln!(out, "   {} {choice}", if *right == Some(true) { "*" } else { "-" })?;
            }
            writeln!(out, "   ! {}", question.answer)?;
        }
    }
    writeln!(out, "\n{}", lesson.insight)?;
    Ok(())
}
