//! What the page itself says around a lesson: its one table of strings. Everything else that is said
//! stands in the lesson.

/// The button that opens the list, and the list's title.
pub const LESSONS: &str = "Lessons";
/// Above the list.
pub const ABOUT: &str = "Each lesson replays a run step by step, asks before it shows, and takes a few minutes. Every number in it is read from the run.";
/// Begins a lesson.
pub const BEGIN: &str = "Begin";
/// Opens the facilitator's notes.
pub const NOTES: &str = "Notes";
/// The heading above opening a file.
pub const OWN: &str = "Your own lesson";
/// How to come by one.
pub const OWN_ABOUT: &str =
    "A lesson is a JSON file: open one here or drop it on the page. It stays on this computer.";
/// Chooses a file.
pub const CHOOSE: &str = "Lesson file";
/// What a file without a fault says.
pub const FINE: &str = "Everything in it could be taken as it stands.";
/// What a file with faults says, before they are listed.
pub const FAULTS: &str = "Not everything in it could be taken as it stands:";
/// What a file that is neither a lesson nor a scenario says.
pub const UNREADABLE: &str = "This file could not be read:";
/// What a file that is no lesson says.
pub const NO_LESSON: &str =
    "This file is no lesson: it has neither \"lesson\" nor \"steps\" at its top.";
/// Goes on to the next step.
pub const NEXT: &str = "Next";
/// Goes on past a question without an answer.
pub const SHOW: &str = "Show me";
/// Goes on to what is waited for.
pub const SKIP: &str = "Skip ahead";
/// Goes to the step before.
pub const BACK: &str = "Back";
/// Ends the lesson.
pub const END: &str = "End the lesson";
/// Another try at the tasks.
pub const RETRY: &str = "Try again";
/// A choice that is right.
pub const RIGHT: &str = "right";
/// The choice that was made.
pub const CHOSEN: &str = "your answer";
/// The tasks of a challenge.
pub const TASKS: &str = "Tasks";
/// States of a task.
pub const STANDING: [&str; 3] = ["open", "done", "missed"];
/// What a lesson leaves behind.
pub const INSIGHT: &str = "What it shows";
/// The code of the current link.
pub const CODE: &str = "This page on your own screen";
/// What is said where no code can hold the link.
pub const NO_CODE: &str = "This link is too long for a code; share it as text.";
/// Shows the page, or begins a lesson, as it is projected.
pub const PRESENT: &str = "Present";
/// Leaves the projected page.
pub const LEAVE: &str = "End presenting";
/// The name of the notes' page.
pub const FACILITATOR: &str = "Facilitator notes";
/// Prints the notes.
pub const PRINT: &str = "Print";
/// Beside the code of the notes' page.
pub const PHONE: &str = "These notes on a phone";
/// Beside the code of the page to project.
pub const PROJECT: &str = "The page to project";

/// `Step 3 of 6`.
pub fn step(step: usize, steps: usize) -> String {
    format!("Step {step} of {steps}")
}

/// `6 min`.
pub fn minutes(minutes: u32) -> String {
    format!("{minutes} min")
}

/// What the notes' page says of its numbers, when so many steps have been walked through.
pub fn numbers(done: usize, steps: usize) -> String {
    if done < steps {
        let step = step(done + 1, steps).to_ascii_lowercase();
        format!("Names in ‹ › stand for figures of the run, which is computed now: {step}.")
    } else {
        "Figures are those of this run when no lever is touched; the page reads them anew."
            .to_owned()
    }
}

/// When a step ends: `Ends at Tue 2 Jun 14:33 UTC.`
pub fn ends_at(clock: &str) -> String {
    format!("Ends at {clock} UTC.")
}
