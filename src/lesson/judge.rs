//! When a predicate comes about in a run: read from its record alone, so the instant is exact and the
//! same at every speed, on every machine, and before the cursor has come to it.

use crate::record::Record;
use crate::scenario::Scenario;
use crate::sim::Sim;
use crate::sim::trace::Sighting;
use crate::stage::Outcome;
use crate::story;
use crate::time::Time;

use super::predicate::{Fate, First, ForestState, Predicate, Than};

/// What is known of when a predicate comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Then.
    Came(Time),
    /// Not before then, as far as the run is computed.
    NotBefore(Time),
}

impl Verdict {
    /// The instant, if it is known.
    pub fn came(self) -> Option<Time> {
        match self {
            Verdict::Came(at) => Some(at),
            Verdict::NotBefore(_) => None,
        }
    }
}

/// A run as far as it is computed, and from when on a predicate counts.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// The run.
    pub sim: &'a Sim,
    /// What was seen of the followed mail, and up to when it was followed.
    pub mail: Option<(&'a [Sighting], Time)>,
    /// What lies before does not count, except for what happens only once.
    pub from: Time,
}

impl Look<'_> {
    /// When a predicate comes about.
    pub fn judge(&self, predicate: &Predicate) -> Verdict {
        if let Predicate::Mail(fate) = predicate {
            return self.of_mail(*fate);
        }
        let known_to = self.sim.now();
        let not_yet = match predicate {
            // Before that, nothing within this span is known.
            Predicate::Soon(_, span) => known_to.saturating_sub(*span),
            Predicate::Peak => self.peak_so_far(),
            _ => known_to,
        };
        match self.came(predicate) {
            Some(at) => Verdict::Came(at.max(self.from)),
            None => Verdict::NotBefore(not_yet.max(self.from)),
        }
    }

    fn came(&self, predicate: &Predicate) -> Option<Time> {
        let (sim, record) = (self.sim, self.sim.record());
        match *predicate {
            Predicate::First(first) => self.first(first),
            Predicate::Soon(first, span) => Some(self.first(first)?.saturating_sub(span)),
            Predicate::Post => {
                let posts = self.scenario().posts().iter().map(|post| post.at);
                posts.filter(|&at| at > self.from).min()
            }
            Predicate::Recall => sim.recalls().iter().copied().find(|&at| at >= self.from),
            Predicate::Peak => {
                (sim.now() >= sim.duration() && record.peak.mails > 0).then_some(record.peak.at)
            }
            Predicate::Half => sim.half_at(),
            Predicate::Cleared => sim.cleared_at(),
            Predicate::At(at) => Some(at),
            Predicate::After(span) => Some(self.from + span),
            Predicate::Compare { measure, than, value, of_peak } => {
                let scale = self.scenario().scale();
                let mut peak = 0.0f64;
                let rows = 0..record.rows().len();
                let of = |row: usize| measure.at_row(record, row, scale);
                rows.filter_map(|row| Some((row, of(row)?))).find_map(|(row, figure)| {
                    peak = peak.max(of_held(record, row) * scale as f64);
                    let other = if of_peak { value * peak } else { value };
                    let holds = match than {
                        Than::More => figure > other,
                        Than::AtLeast => figure >= other,
                        Than::Less => figure < other,
                        Than::AtMost => figure <= other,
                    };
                    let at = self.end_of(row);
                    (holds && at >= self.from && (!of_peak || peak > 0.0)).then_some(at)
                })
            }
            Predicate::Trend { falls, span, after_action } => self.trend(falls, span, after_action),
            Predicate::Forest { forest, state, span } => self.forest(forest, state, span),
            Predicate::Story(when) => story::came_at(when, sim),
            Predicate::Mail(_) => None,
        }
    }

    fn scenario(&self) -> &Scenario {
        self.sim.scenario()
    }

    /// The instant at which a row ends.
    fn end_of(&self, row: usize) -> Time {
        Time::from_us(self.sim.record().step().us() * (row as u64 + 1))
    }

    /// The peak cannot lie before this.
    fn peak_so_far(&self) -> Time {
        self.sim.record().peak.at.min(self.sim.now())
    }

    fn first(&self, first: First) -> Option<Time> {
        let record = self.sim.record();
        match first {
            First::Refusal => record.firsts.refused,
            First::Drop => record.firsts.dropped,
            First::Full => record.firsts.limit,
            First::DelayNotice => record.firsts.delay_notice,
            First::Expiry => {
                // Exchange Online's own mail is counted apart, and in the rows only.
                let outbound = record.rows().iter().position(|row| row.outbound.expired > 0);
                let outbound = outbound.map(|row| self.end_of(row));
                record.firsts.expired.into_iter().chain(outbound).min()
            }
        }
    }

    /// The first row that ends a span over which what is held went one way: it began at its most
    /// and ended at its least, or the other way round.
    fn trend(&self, falls: bool, span: Time, after_action: bool) -> Option<Time> {
        let record = self.sim.record();
        let rows = (span.us().div_ceil(record.step().us()) as usize).max(1);
        let held: Vec<u64> = record.rows().iter().map(crate::record::Tally::held).collect();
        (rows..held.len()).find_map(|end| {
            let window = &held[end - rows..=end];
            let (began, ended) = (window[0], window[rows]);
            let (least, most) = (window.iter().min()?, window.iter().max()?);
            let holds = if falls {
                began == *most && ended == *least && ended < began
            } else {
                began == *least && ended == *most && ended > began
            };
            let begins = self.end_of(end - rows);
            let acted = || {
                let actions = self.sim.actions().iter().map(|action| action.at);
                actions.filter(|&at| at >= self.from).any(|at| at <= begins)
            };
            let counts = begins >= self.from && (!after_action || acted());
            (holds && counts).then(|| self.end_of(end))
        })
    }

    fn forest(&self, forest: Option<usize>, state: ForestState, span: Time) -> Option<Time> {
        let record = self.sim.record();
        let rows = (span.us().div_ceil(record.step().us()) as usize).max(1);
        let forests = match forest {
            Some(index) => index..index + 1,
            None => 0..self.sim.forests().len(),
        };
        let mut lasted = vec![0; forests.len()];
        record.states.rows().iter().enumerate().find_map(|(row, states)| {
            let at = self.end_of(row);
            let mut holds = false;
            for (lasted, index) in lasted.iter_mut().zip(forests.clone()) {
                let is_so = match state {
                    ForestState::AtLimit => states.is_at_limit(index),
                    ForestState::Collapsing => states.is_collapsing(index),
                    ForestState::Flighted => states.is_flighted(index),
                };
                *lasted = if is_so && at >= self.from { *lasted + 1 } else { 0 };
                holds |= *lasted >= rows;
            }
            holds.then_some(at)
        })
    }

    fn of_mail(&self, fate: Fate) -> Verdict {
        let Some((seen, followed_to)) = self.mail else {
            return Verdict::NotBefore(self.sim.now().max(self.from));
        };
        let outcome = match fate {
            Fate::Delivered => Outcome::Delivered,
            Fate::Refused => Outcome::Refused,
            Fate::Dropped => Outcome::Dropped,
            Fate::Expired => Outcome::Expired,
        };
        let met = seen.iter().find(|one| one.outcome == outcome && one.at >= self.from);
        match met {
            Some(one) => Verdict::Came(one.at),
            None => Verdict::NotBefore(followed_to.max(self.from)),
        }
    }
}

fn of_held(record: &Record, row: usize) -> f64 {
    record.rows().get(row).map_or(0.0, |row| row.held() as f64)
}
