//! Health: the issue and its posts in the layout of the admin centre, each post beside what was so in the
//! run at its instant; and Exchange Online's alert for queued messages.
//!
//! Field names are the admin centre's, to the letter. What no source gives is named as such, never made up.

use crate::number;
use crate::playback::Player;
use crate::report::health::{self, HealthLine};
use crate::scenario::Field;
use crate::sim::Sim;
use crate::time::Time;

/// Queued messages from which on the alert is raised, by Microsoft's documentation of 2021 (which says 200 in
/// another place).
pub const ALERT_FROM: u64 = 2_000;

/// A field and what stands in it.
pub type Entry = (&'static str, String);

/// The instrument at the cursor.
#[derive(Clone, Debug, PartialEq)]
pub struct Health {
    /// The fields above the posts; none if the scenario has no issue.
    pub issue: Vec<Entry>,
    /// The posts so far, the latest first.
    pub posts: Vec<Post>,
    /// What is said while there is none.
    pub silence: &'static str,
    /// What is so now.
    pub now: Vec<Entry>,
    /// Whether the scenario has an issue at all.
    pub has_issue: bool,
    /// Whether the page can be read at all.
    pub reachable: bool,
    /// The alert.
    pub alert: Alert,
}

/// A post beside the truth.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// When it was published.
    pub clock: String,
    /// Its fields, as far as a source gives them.
    pub fields: Vec<Entry>,
    /// The names of the fields that no source gives.
    pub unknown: String,
    /// Where it is known from.
    pub source: String,
    /// What was so then.
    pub truth: Vec<Entry>,
}

/// The alert policy for mail that is queued in Exchange Online.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// Whether it is raised now.
    pub raised: bool,
    /// Its state, in a sentence.
    pub state: String,
}

impl Health {
    /// The instrument of the selected world.
    pub fn of(player: &Player) -> Self {
        let sim = player.sim();
        let mut posts: Vec<_> =
            health::lines(sim).into_iter().map(|line| post(player, line)).collect();
        posts.reverse();
        // Before its first post there is no issue to be seen; where no source gives the posts' times, it is
        // there from its start on.
        let known = !sim.scenario().posts().is_empty();
        let begun = sim.scenario().issue().is_some_and(|issue| issue.start <= sim.now());
        let seen = if known { !posts.is_empty() } else { begun };
        Health {
            issue: if seen { health::issue_fields(sim) } else { Vec::new() },
            silence: match (known, begun) {
                (true, true) => "Nothing is posted yet, although the issue has begun.",
                (true, false) => "Nothing is posted, and nothing is wrong.",
                (false, _) => "The sources give no times of posts for this issue.",
            },
            has_issue: sim.scenario().issue().is_some(),
            posts,
            now: truth(sim, sim.now()),
            reachable: sim.levers().services.admin_centre,
            alert: alert(sim),
        }
    }

    /// Whether the scenario has nothing of the kind.
    pub fn is_empty(&self) -> bool {
        !self.has_issue && self.posts.is_empty()
    }
}

fn post(player: &Player, line: HealthLine) -> Post {
    let sim = player.sim();
    let issue = sim.scenario().issue();
    let text = |text: Option<String>| text.unwrap_or_default();
    let start = issue.map(|issue| {
        let epoch = sim.scenario().epoch();
        let after = line.after_start.unwrap_or(Time::ZERO);
        format!(
            "{} {} UTC, {} before",
            epoch.date(issue.start),
            epoch.clock(issue.start),
            span(after)
        )
    });
    // The layout of a post, in its order.
    let all = [
        ("Title", text(issue.map(|issue| issue.title.to_owned()))),
        ("User impact", String::new()),
        ("More info", String::new()),
        ("Current status", line.gist),
        ("Scope of impact", line.scope),
        ("Start time", text(start)),
        ("Preliminary root cause", line.root_cause),
        ("Next update by", String::new()),
    ];
    let status = (!line.status.is_empty()).then_some(("Status", line.status));
    let (known, unknown): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(_, text)| !text.is_empty());
    let unknown: Vec<_> = unknown.into_iter().map(|(name, _)| name).collect();
    Post {
        clock: line.clock,
        fields: status.into_iter().chain(known).collect(),
        unknown: unknown.join(", "),
        source: line.source,
        truth: truth(sim, line.at),
    }
}

/// What is so in the run at an instant that it has passed.
fn truth(sim: &Sim, at: Time) -> Vec<Entry> {
    let truth = health::truth(sim, at);
    let regions = match truth.regions.as_slice() {
        [] => "none".to_owned(),
        regions => regions.join(", "),
    };
    vec![
        ("Mail held", number::count(truth.held)),
        ("Attempts that came back", number::percent(truth.returned)),
        ("Regions hit", regions),
    ]
}

fn span(time: Time) -> String {
    number::delay(time.secs_f64())
}

fn alert(sim: &Sim) -> Alert {
    if sim.scenario().get(Field::OutboundShare) <= 0.0 {
        let state =
            "Not raised: it counts mail that Exchange Online itself cannot send on, and this \
            scenario has none. Mail that waits at its senders is not in its queues."
                .to_owned();
        return Alert { raised: false, state };
    }
    let scale = sim.scenario().scale();
    let late = sim.outbound_late() * scale;
    let windows = &sim.record().windows;
    let first =
        windows.ended().iter().position(|window| window.outbound_late * scale >= ALERT_FROM);
    let since = first.map(|index| {
        let at = Time::from_us(windows.step().us() * (index as u64 + 1));
        sim.scenario().epoch().clock(at)
    });
    let raised = late >= ALERT_FROM;
    let counted = format!("{} have been queued for over an hour", number::count(late));
    let state = match (raised, since) {
        (true, Some(clock)) => format!("Raised, first by {clock} UTC: {counted}."),
        (true, None) => format!("Raised: {counted}."),
        (false, Some(clock)) => format!("Not raised now: {counted}; it was, first by {clock} UTC."),
        (false, None) => format!("Not raised: {counted}."),
    };
    Alert { raised, state }
}
