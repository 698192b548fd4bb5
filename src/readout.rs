//! What the page says in words and figures, four times a second: plain data that compares equal
//! when nothing a reader could see has changed.

mod compose;
mod followed;
mod marks;
mod levers;

use crate::playback::Versus;
use crate::scenario::{self, Action, ActionKind, Actor, Balance, Package};
use crate::time::{Epoch, Time};

pub(crate) use compose::slice;
pub use followed::Followed;

/// Everything the page shows outside the stage and the charts.
#[allow(clippy::struct_excessive_bools, reason = "each is one thing that is so or not")]
#[derive(Clone, Debug, PartialEq)]
pub struct Readout {
    /// `13:42` UTC.
    pub clock: String,
    /// `Tue 2 Jun`.
    pub date: String,
    /// `39 min in`, counted from the onset; empty before it.
    pub since_onset: String,
    /// What is happening now, at most 90 characters.
    pub sentence: String,
    /// What the admin centre says now.
    pub admin_centre: String,
    /// The last sentences with their clock times, newest first, at most 20.
    pub history: Vec<(String, String)>,
    /// Mails held anywhere, real mails.
    pub held: u64,
    /// Change of `held` per minute, real mails.
    pub held_per_min: i64,
    /// Where the cursor is, in whole minutes of the run, and how long the run is.
    pub at: Time,
    /// Length of the run.
    pub duration: Time,
    /// When the run starts in UTC: the tape labels its axis from it.
    pub epoch: Epoch,
    /// The regions, in the order of the stage, and their hours east of UTC: business hours under
    /// the tape.
    pub zones: Vec<(&'static str, i32)>,
    /// Whether time runs.
    pub playing: bool,
    /// What the reader asked for.
    pub speed: Speed,
    /// Seconds of the run a second, now; 0 when paused.
    pub speed_now: u32,
    /// The machine cannot keep the asked speed.
    pub behind: bool,
    /// A seek or a search under way, in percent.
    pub seeking: Option<u8>,
    /// How much of the run is computed, in percent.
    pub computed: u8,
    /// Whether the part not yet played is shown.
    pub coming: bool,
    /// Whether a change of the actions can be undone, or made again.
    pub can_undo: bool,
    /// The same the other way.
    pub can_redo: bool,
    /// The mails that the reader follows: the pinned ones, then the one that is looked at.
    pub followed: Vec<Followed>,
    /// The two worlds compared, once the run was split.
    pub versus: Option<Versus>,
    /// Every lever, in the order they are shown.
    pub levers: Vec<LeverView>,
    /// What is flighted where the package arrives.
    pub package: Package,
    /// The story's next still, for readers who want no motion.
    pub next_still: Option<Time>,
    /// The one primary button, once the opening has reached it.
    pub invitation: Option<Invitation>,
    /// Shown when the run is over or cleared.
    pub end_card: Option<EndCard>,
    /// Flags and ticks on the tape, in order of time, as far as was played; the reader's own
    /// actions also beyond.
    pub marks: Vec<Mark>,
    /// The Replies instrument.
    pub replies: Replies,
    /// Real mails one dot stands for.
    pub dot_mails: u64,
    /// Real mails one simulated mail stands for.
    pub scale: u64,
    /// Which slice of the service that is, in words.
    pub slice: String,
    /// Whether any lever was moved: the run is no longer the preset's.
    pub edited: bool,
    /// A line a screen reader can be given: the state of the stage in two sentences.
    pub description: String,
    /// The stage as rows for the table view and screen readers.
    pub table: Vec<TableRow>,
}

/// How fast time runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speed {
    /// The preset's list of speeds, so that the incident is told in about 90 seconds.
    #[default]
    Story,
    /// Seconds of the run a second.
    Times(u32),
    /// As fast as the machine can.
    Max,
}

/// A lever as it stands now.
#[derive(Clone, Debug, PartialEq)]
pub struct LeverView {
    /// Which.
    pub lever: Lever,
    /// `Limit per forest`.
    pub label: &'static str,
    /// Who may pull it.
    pub actor: Actor,
    /// Where it stands in the rail.
    pub place: Place,
    /// `sessions`, `%`, `x`.
    pub unit: &'static str,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
    /// Step of the slider and the number box.
    pub step: f64,
    /// Value in force now.
    pub value: f64,
    /// The consequence in one short line: `600 sessions in all`.
    pub consequence: String,
    /// `assumption`, `article`, …
    pub source: &'static str,
    /// What it does, in a sentence or two.
    pub help: &'static str,
}

/// The levers of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lever {
    /// Limit per forest.
    Limit,
    /// Share of the fleet that has the package.
    Flighted,
    /// Share of tenants behind a gateway.
    Gateway,
    /// How much of the skew the balance reset removes.
    BalanceReset,
    /// Speed of the directory lookups.
    LookupSpeed,
    /// How much mail people send.
    Load,
}

impl Lever {
    /// Every lever, in the order of the rail.
    pub const ALL: [Lever; 6] = [
        Lever::Limit,
        Lever::Flighted,
        Lever::Gateway,
        Lever::BalanceReset,
        Lever::LookupSpeed,
        Lever::Load,
    ];

    /// Its name in links and messages.
    pub fn key(self) -> &'static str {
        match self {
            Lever::Limit => "limit",
            Lever::Flighted => "flighting",
            Lever::Gateway => "gateway",
            Lever::BalanceReset => "balance",
            Lever::LookupSpeed => "lookup_speed",
            Lever::Load => "load",
        }
    }

    /// Which values it may have.
    pub fn spec(self) -> &'static scenario::FieldSpec {
        let package = Package { routing: false, limit: false, lookups: false };
        &self.action(0.0, package).spec().params[0]
    }

    /// The action that sets this lever to `value`.
    pub fn action(self, value: f64, package: Package) -> ActionKind {
        match self {
            Lever::Limit => {
                ActionKind::Limit { sessions: value as u32, place: scenario::Place::All }
            }
            Lever::Flighted => ActionKind::Flight { percent: value, package },
            Lever::Gateway => ActionKind::Gateway { percent: value },
            Lever::BalanceReset => ActionKind::BalanceReset { percent: value, to: Balance::Even },
            Lever::LookupSpeed => {
                ActionKind::LookupSpeed { factor: value, place: scenario::Place::All }
            }
            Lever::Load => ActionKind::Load { percent: value },
        }
    }
}

/// Where a lever stands in the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// One of the three headline levers.
    Headline,
    /// Under a fold with this title.
    Fold(&'static str),
}

/// The primary button: one thing to try.
#[derive(Clone, Debug, PartialEq)]
pub struct Invitation {
    /// `Try: raise the limit`.
    pub label: String,
    /// What pressing it does.
    pub lever: Lever,
    /// The value it sets.
    pub value: f64,
}

/// The end of the run in numbers, and what could be tried instead.
#[derive(Clone, Debug, PartialEq)]
pub struct EndCard {
    /// The run in one or two sentences, every figure read from it.
    pub summary: String,
    /// The question above the branches.
    pub question: String,
    /// The branches: label and the action it takes at [`EndCard::branch_at`].
    pub branches: Vec<(String, ActionKind)>,
    /// When the branches act.
    pub branch_at: Time,
}

/// A mark on the tape.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// When.
    pub at: Time,
    /// What kind, which decides its shape.
    pub kind: MarkKind,
    /// `First 421`, `Flighted 50 %`.
    pub label: String,
}

/// Kinds of marks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MarkKind {
    /// Something the run did.
    Event,
    /// A service-health post (sourced).
    Post,
    /// An action; the index is its place in the scenario's list.
    Action {
        /// Index in the list of actions.
        index: usize,
        /// The action.
        action: Action,
        /// Whether it is done at all.
        enabled: bool,
    },
}

/// The Replies instrument: counted at EOP, real mails.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replies {
    /// Attempts in all.
    pub attempts: u64,
    /// 250: taken.
    pub ok_250: u64,
    /// 421 4.3.2.
    pub refused_421: u64,
    /// Sessions cut, seen outside as a lost connection.
    pub dropped: u64,
    /// 550.
    pub rejected_550: u64,
    /// Attempts per delivered mail; `None` before the first delivery.
    pub amplification: Option<f64>,
    /// The same for the last ten minutes.
    pub amplification_now: Option<f64>,
    /// Mails offered, delivered, bounced (expired or rejected).
    pub offered: u64,
    /// Mails delivered.
    pub delivered: u64,
    /// Mails that came back to their sender for good.
    pub bounced: u64,
}

/// One line of the stage as a table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// `NA senders`, `F3`, `Gateways`.
    pub name: String,
    /// `812 k held`, `50 of 50 sessions`.
    pub value: String,
    /// One word at most: `FULL`, `SLOWING`.
    pub state: &'static str,
}
