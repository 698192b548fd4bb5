//! Two worlds side by side: what B has saved, or cost, against A by the cursor.

use std::cmp::Ordering;

use crate::playback::{Player, Run, Side};
use crate::scenario::{Action, Field};
use crate::time::Time;

/// The difference between two worlds that were offered the same mails. Real mails throughout.
#[derive(Clone, Debug, PartialEq)]
pub struct Versus {
    /// Mails held in A and in B.
    pub held: [u64; 2],
    /// Mails that came back for good, in A and in B.
    pub bounced: [u64; 2],
    /// When the backlog was cleared, in A and in B, as far as that is known at the cursor.
    pub cleared: [Option<Time>; 2],
    /// Time that mails spent held or in session in A, less that in B [mail-hours].
    pub mail_hours_saved: i64,
    /// Whether anything has come out differently yet.
    pub differs: bool,
    /// Whether the two were offered the same mails.
    pub same_mails: bool,
    /// Where the run was split.
    pub split_at: Time,
    /// The world that levers act on.
    pub selected: Side,
    /// What B does differently, in a few words each.
    pub changes: Vec<String>,
}

impl Player {
    /// The two worlds compared at the cursor; `None` if there is only one.
    pub fn versus(&self) -> Option<Versus> {
        let sides = [&self.a, self.b.as_ref()?];
        let of = |count: fn(&Run) -> u64| sides.map(|run| count(run) * run.scenario().scale());
        let hours = sides
            .map(|run| run.sim().record().averages.mail_hours() * run.scenario().scale() as f64);
        let sims = sides.map(Run::sim);
        Some(Versus {
            held: of(|run| run.sim().tally().held()),
            bounced: of(|run| run.sim().tally().expired + run.sim().tally().rejected),
            cleared: sims.map(crate::sim::Sim::cleared_at),
            mail_hours_saved: libm::round(hours[0] - hours[1]) as i64,
            differs: sims[0].hash() != sims[1].hash(),
            same_mails: sims[0].tally().offered == sims[1].tally().offered,
            split_at: self.split_at,
            selected: self.selected,
            changes: changes(sides),
        })
    }
}

/// What B has that A has not: fields, then actions.
fn changes(sides: [&Run; 2]) -> Vec<String> {
    let [a, b] = sides.map(Run::scenario);
    let mut changes: Vec<_> = Field::all()
        .filter(|&field| a.get(field).to_bits() != b.get(field).to_bits())
        .map(|field| {
            format!("{} {}", field.spec().key.replace('_', " "), field.spec().show(b.get(field)))
        })
        .collect();
    let clock = |at: Time| a.epoch().clock(at);
    let of = |label: &str, actions: &[Action], other: &[Action]| {
        let own = actions.iter().filter(|action| !other.contains(action));
        own.map(|action| format!("{label}{} {}", clock(action.at), action.kind.label()))
            .collect::<Vec<_>>()
    };
    changes.extend(of("", b.actions(), a.actions()));
    changes.extend(of("not ", a.actions(), b.actions()));
    changes
}

impl Versus {
    /// The comparison in one sentence, at most 90 characters.
    pub fn sentence(&self) -> String {
        if !self.differs {
            return if self.changes.is_empty() {
                "A and B are the same so far. Change something in B.".to_owned()
            } else {
                "A and B are still the same: what differs is to come.".to_owned()
            };
        }
        // No figures: they stand beside it, and change faster than a sentence can be read.
        let [a, b] = self.held;
        let held = match b.cmp(&a) {
            Ordering::Less => "B holds less mail than A",
            Ordering::Equal => "B holds as much mail as A",
            Ordering::Greater => "B holds more mail than A",
        };
        match self.mail_hours_saved.cmp(&0) {
            Ordering::Less => format!("{held}, and its mail has waited longer."),
            Ordering::Equal => format!("{held}."),
            Ordering::Greater => format!("{held}, and its mail has waited less."),
        }
    }
}
