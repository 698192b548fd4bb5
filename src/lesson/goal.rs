//! Goals of a challenge: tasks that check themselves against the run, and the score.

use crate::sim::Sim;
use crate::time::Time;

use super::judge::Look;
use super::predicate::Predicate;

/// A task.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// What is to be done.
    pub text: String,
    /// What must come about, or must not.
    pub when: Predicate,
    /// Whether it must not.
    pub never: bool,
    /// By when; none is by the end of the run.
    pub by: Option<Time>,
}

/// How a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not decided yet.
    Open,
    /// Done.
    Done,
    /// It cannot be done any more.
    Failed,
}

impl Goal {
    /// How it stands in a run at its instant, counted from `from`.
    pub fn standing(&self, sim: &Sim, from: Time) -> Standing {
        let by = self.by.unwrap_or(Time::NEVER).min(sim.duration());
        let look = Look { sim, mail: None, from };
        let came = look.judge(&self.when).came().filter(|&at| at <= sim.now().min(by));
        match (came.is_some(), self.never) {
            (true, false) => Standing::Done,
            (true, true) => Standing::Failed,
            (false, never) if sim.now() >= by => {
                if never {
                    Standing::Done
                } else {
                    Standing::Failed
                }
            }
            (false, _) => Standing::Open,
        }
    }
}

/// Time that mails spend waiting or in session up to the cursor, real mails [mail-hours].
pub fn mail_hours(sim: &Sim) -> u64 {
    let hours = sim.record().averages.mail_hours() * sim.scenario().scale() as f64;
    libm::round(hours) as u64
}
