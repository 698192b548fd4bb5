//! Lessons as data: what is said, done, waited for and asked, step by step, over a run.
//!
//! A lesson is a JSON file (`lessons/*.json`, schema in `docs/lesson.schema.json`). Reading one never
//! fails unless it is not JSON: whatever else is wrong becomes a [`Warning`] with its path, what is
//! allowed and what is used instead. Every number in its texts is read from the run, see
//! [`crate::figure`].
//!
//! ```text
//!   predicate measure    what is waited for
//!     judge              when it comes about in a run
//!   spot                 places to point at
//!     read schema        from JSON; the published schema (native only)
//!     opening            the story of a preset as a lesson
//!       player view      the lesson over a run: a state machine, and what is shown of it
//!         link words     a step as an address; what the page says around a lesson
//! ```

pub mod predicate;
pub mod measure;
pub mod judge;
pub mod spot;
mod read;
#[cfg(not(target_arch = "wasm32"))]
mod schema;
mod opening;
mod tracer;
pub mod goal;
pub mod player;
pub mod view;
pub mod link;
pub mod words;
pub mod rehearsal;

use crate::readout::Speed;
use crate::scenario::file::json::Json;
use crate::scenario::{Action, Field, FileError, Scenario, Warning};
use crate::time::Time;

use goal::Goal;
use predicate::Predicate;
use spot::Spot;

pub use player::LessonPlayer;
#[cfg(not(target_arch = "wasm32"))]
pub use schema::schema;
pub use view::LessonView;

/// The format that this version reads.
const FORMAT: u64 = 1;
/// Most characters of a caption: the sentence of the page.
pub const CAPTION_MAX: usize = crate::story::SENTENCE_MAX;
/// Most letters of what explains a caption, and of a question's answer.
pub const MORE_MAX: usize = 400;
/// Most steps of a lesson.
const STEPS_MAX: usize = 100;
/// An action at this instant happens when its step begins to run.
pub(crate) const WHEN_IT_RUNS: Time = Time::NEVER;

/// A lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// Its name in links.
    pub id: String,
    /// Its name on the page.
    pub title: String,
    /// How long it takes [min].
    pub minutes: u32,
    /// Why it is worth the time, in a sentence.
    pub hook: String,
    /// What is understood at its end.
    pub insight: String,
    /// For whoever teaches it; never on the page that is projected.
    pub notes: String,
    /// The world it begins in.
    pub scenario: Scenario,
    /// Seed of the world.
    pub seed: u64,
    /// The steps.
    pub steps: Vec<Step>,
    /// What is to be reached, if it is a challenge.
    pub goals: Vec<Goal>,
    /// The step that a new try begins with.
    pub try_from: usize,
    /// What is said after so many failed tries.
    pub hint: Option<(u32, String)>,
    /// Settings that reach the goals, and others that do not.
    pub solutions: Vec<Solution>,
}

/// A step of a lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// What is said, in a sentence.
    pub caption: String,
    /// What is said instead once it has come about.
    pub then: String,
    /// What explains it, below the caption; not on the projected page.
    pub more: String,
    /// For whoever teaches it.
    pub notes: String,
    /// Another world from here on.
    pub world: Option<Scenario>,
    /// Another seed with it.
    pub seed: Option<u64>,
    /// Where the step begins; none is where the last one ended.
    pub seek: Option<Time>,
    /// How fast time runs; none is as it was.
    pub speed: Option<Speed>,
    /// Which world goes on alone, if there were two.
    pub keep: Option<crate::playback::Side>,
    /// A second world beside this one.
    pub branch: Option<Branch>,
    /// What is done when it runs.
    pub actions: Vec<Action>,
    /// The mail to follow.
    pub follow: Option<Wanted>,
    /// What it runs to, whichever comes first; none is that it stands still.
    pub until: Vec<Predicate>,
    /// How long it waits for that [run time].
    pub limit: Option<Time>,
    /// What is pointed at.
    pub highlight: Vec<Spot>,
    /// The instrument that is open.
    pub show: Option<crate::instrument::Instrument>,
    /// The lever that matters here.
    pub lever: Option<crate::readout::Lever>,
    /// What is asked before it runs.
    pub question: Option<Question>,
}

/// A second world.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Branch {
    /// Fields that differ in it.
    pub fields: Vec<(Field, f64)>,
    /// Whether the actions to come are left out in it.
    pub empty: bool,
}

/// A mail to follow: the next of a region that meets an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The outcome of the try by which it is found.
    pub fate: predicate::Fate,
    /// Region by index; none is any.
    pub region: Option<usize>,
    /// The mail server that sends it; none is any.
    pub server: Option<crate::sim::profile::Kind>,
}

/// A question, and what is right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// What is asked.
    pub ask: String,
    /// The choices.
    pub choices: Vec<String>,
    /// Which of them are right, by index.
    pub right: Vec<usize>,
    /// What is revealed.
    pub answer: String,
}

/// Settings of a challenge with what comes of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// What is done, in a few words.
    pub name: String,
    /// Whether the goals are reached.
    pub solves: bool,
    /// The actions.
    pub actions: Vec<Action>,
}

/// The lessons that come with the page, in order.
const FILES: &[&str] = &[
    include_str!("../lessons/what-happened.json"),
    include_str!("../lessons/retries.json"),
    include_str!("../lessons/limit.json"),
    include_str!("../lessons/flighting.json"),
    include_str!("../lessons/tails.json"),
    include_str!("../lessons/gateways.json"),
    include_str!("../lessons/blast-radius.json"),
    include_str!("../lessons/challenge.json"),
];

impl Lesson {
    /// Reads a lesson file.
    ///
    /// # Errors
    /// Where the text stops being JSON, and why.
    pub fn from_json(text: &str) -> Result<(Lesson, Vec<Warning>), FileError> {
        Ok(read::lesson(&Json::parse(text)?))
    }

    /// Whether a text is a lesson rather than a scenario: it has a key of a lesson at its top.
    pub fn is_lesson(text: &str) -> bool {
        Json::parse(text).is_ok_and(|json| json.has("lesson") || json.has("steps"))
    }

    /// The lessons that come with the page.
    pub fn all() -> Vec<Lesson> {
        let read = |text: &&str| Lesson::from_json(text).ok().map(|(lesson, _)| lesson);
        FILES.iter().filter_map(read).collect()
    }

    /// Their ids, after that of the opening.
    pub fn ids() -> Vec<String> {
        let others = Lesson::all().into_iter().map(|lesson| lesson.id);
        std::iter::once(opening::ID.to_owned()).chain(others).collect()
    }

    /// The lesson of this id; `opening` is the story of the incident.
    pub fn by_id(id: &str) -> Option<Lesson> {
        if id == opening::ID {
            return Some(Lesson::opening());
        }
        Lesson::all().into_iter().find(|lesson| lesson.id == id)
    }

    /// Every text of it that a reader sees, with its path.
    pub fn texts(&self) -> Vec<(String, &str)> {
        let mut texts = vec![
            ("title".to_owned(), &*self.title),
            ("hook".to_owned(), &*self.hook),
            ("insight".to_owned(), &*self.insight),
        ];
        for (index, step) in self.steps.iter().enumerate() {
            let mut add = |key: &str, text| texts.push((format!("steps[{index}].{key}"), text));
            add("caption", &*step.caption);
            add("then", &*step.then);
            add("more", &*step.more);
            if let Some(question) = &step.question {
                add("question.ask", &*question.ask);
                add("question.answer", &*question.answer);
            }
        }
        if let Some((_, hint)) = &self.hint {
            texts.push(("hint.text".to_owned(), hint));
        }
        for (index, goal) in self.goals.iter().enumerate() {
            texts.push((format!("goals[{index}].text"), &*goal.text));
        }
        texts.retain(|(_, text)| !text.is_empty());
        texts
    }
}
