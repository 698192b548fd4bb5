//! What is shown of a lesson: plain data that compares equal while a reader could see no difference.
//! Every number in it is read from the run.

use crate::figure;
use crate::instrument::Instrument;
use crate::number;
use crate::playback::{Player, Side};
use crate::readout::Lever;
use crate::time::Time;

use super::goal::{Standing, mail_hours};
use super::player::{End, LessonPlayer, Phase};
use super::predicate::Predicate;
use super::spot::Spot;

/// What has to be computed so far that it takes longer than a blink.
const FAR: Time = Time::from_hours(2);

/// A lesson as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonView {
    /// Its name in links.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The step, from 1.
    pub step: usize,
    /// How many there are.
    pub steps: usize,
    /// What it is at.
    pub phase: Phase,
    /// The sentence; while much has to be computed for it, where the run is taken to.
    pub caption: String,
    /// What explains it; may be empty.
    pub more: String,
    /// The question of this step.
    pub question: Option<QuestionView>,
    /// What is waited for, or that it did not come about; may be empty.
    pub note: String,
    /// The tasks, as they stand.
    pub goals: Vec<(String, Standing)>,
    /// The score, beside the other world's.
    pub score: String,
    /// What may help; may be empty.
    pub hint: String,
    /// What is pointed at.
    pub highlight: Vec<Spot>,
    /// The instrument that is open.
    pub show: Option<Instrument>,
    /// The lever that matters here.
    pub lever: Option<Lever>,
    /// What it began with, in its first step until that has come to something.
    pub hook: String,
    /// What is understood, at its end.
    pub insight: String,
}

/// A question as it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuestionView {
    /// What is asked.
    pub ask: String,
    /// Whether it can be answered.
    pub open: bool,
    /// The choices, and whether each is right: not before the answer is revealed.
    pub choices: Vec<(String, Option<bool>)>,
    /// What was chosen.
    pub chosen: Option<usize>,
    /// The answer, once it is revealed.
    pub answer: String,
}

impl LessonView {
    /// Whether there is anything to read or to do beside the caption. While time runs there is not:
    /// what is waited for is seen.
    pub fn says(&self) -> bool {
        let done = matches!(self.phase, Phase::Done(_));
        let asks = self.question.is_some() && (done || self.phase == Phase::Asking);
        let explains = done && !(self.more.is_empty() && self.insight.is_empty());
        asks || explains || !self.hook.is_empty() || !self.goals.is_empty()
    }
}

impl LessonPlayer {
    /// What is shown now.
    pub fn view(&self, player: &Player) -> LessonView {
        let source = self.figures(player);
        let fill = |text: &str| figure::fill(text, &source);
        let lesson = self.lesson();
        let empty = super::Step::default();
        let step = self.current().unwrap_or(&empty);
        let done = matches!(self.phase(), Phase::Done(_));
        let came = matches!(self.phase(), Phase::Done(End::Came(_) | End::Late));
        let begins = self.step() == 0 && !came;
        let is_last = self.step() + 1 >= lesson.steps.len();
        let caption = if done && !step.then.is_empty() { &step.then } else { &step.caption };
        let goals = lesson.goals.iter().map(|goal| goal.text.clone());
        LessonView {
            id: lesson.id.clone(),
            title: lesson.title.clone(),
            step: self.step() + 1,
            steps: lesson.steps.len(),
            phase: self.phase(),
            caption: self.way(player).unwrap_or_else(|| fill(caption)),
            more: fill(&step.more),
            // What is asked is asked of the instant at which the step begins.
            question: step.question.as_ref().filter(|_| self.phase() != Phase::Seeking).map(
                |question| QuestionView {
                    ask: fill(&question.ask),
                    open: self.phase() == Phase::Asking,
                    choices: question
                        .choices
                        .iter()
                        .enumerate()
                        .map(|(index, choice)| {
                            (choice.clone(), done.then(|| question.right.contains(&index)))
                        })
                        .collect(),
                    chosen: self.chosen(),
                    answer: if done { fill(&question.answer) } else { String::new() },
                },
            ),
            note: self.note(step, player),
            goals: goals.zip(self.standings(player)).collect(),
            score: self.score(player),
            hint: lesson
                .hint
                .as_ref()
                .filter(|(after, _)| self.failed() >= *after)
                .map_or_else(String::new, |(_, text)| fill(text)),
            highlight: step.highlight.clone(),
            show: step.show,
            lever: step.lever,
            hook: if begins { fill(&lesson.hook) } else { String::new() },
            insight: if done && is_last { fill(&lesson.insight) } else { String::new() },
        }
    }

    /// Where the run is taken to, if it takes a while: over another instant the sentence would be wrong.
    fn way(&self, player: &Player) -> Option<String> {
        let at = player.seeking_to().filter(|_| self.phase() == Phase::Seeking)?;
        let is_far = at > player.run().computed().now() + FAR;
        let epoch = player.scenario().epoch();
        is_far.then(|| format!("Goes to {} {} UTC.", epoch.date(at), epoch.clock(at)))
    }

    fn note(&self, step: &super::Step, player: &Player) -> String {
        let epoch = player.scenario().epoch();
        let waits = || {
            let all: Vec<_> = step
                .until
                .iter()
                .map(|predicate| match *predicate {
                    Predicate::At(at) => format!("{} {} UTC", epoch.date(at), epoch.clock(at)),
                    _ => predicate.to_string(),
                })
                .collect();
            all.join(" or ")
        };
        match self.phase() {
            Phase::Running | Phase::Arriving(_) => format!("Waits for {}.", waits()),
            Phase::Done(End::Late) => {
                format!("Waited in vain for {}: the lesson goes on.", waits())
            }
            _ => String::new(),
        }
    }

    /// Mail-hours of delay so far, beside the real run's.
    fn score(&self, player: &Player) -> String {
        if self.lesson().goals.is_empty() {
            return String::new();
        }
        let own = number::count(mail_hours(player.sim()));
        match player.side(Side::A).filter(|_| player.side(Side::B).is_some()) {
            Some(real) => {
                let real = number::count(mail_hours(real.sim()));
                format!("{own} mail-hours of delay; the real run: {real}")
            }
            None => format!("{own} mail-hours of delay"),
        }
    }
}
