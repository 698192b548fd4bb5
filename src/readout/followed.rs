//! A followed mail in words: what has become of it in each world.

use crate::number;
use crate::playback::{Player, Run, Side};
use crate::stage::Outcome;
use crate::time::Time;

/// A mail that the reader follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Followed {
    /// `Mail NA-48213`.
    pub name: String,
    /// What has become of it in A and, if there is one, in B.
    pub fates: [Option<String>; 2],
}

impl Player {
    /// What has become of the mail that the reader follows.
    pub(crate) fn followed(&self) -> Option<Followed> {
        let mail = self.run().tracer()?.mail();
        let region = crate::scenario::REGIONS[mail.region()].name;
        Some(Followed {
            name: format!("Mail {region}-{}", mail.number()),
            fates: [Side::A, Side::B].map(|side| self.side(side).and_then(fate)),
        })
    }
}

/// `refused 7 times, last 14:05, waits`.
fn fate(run: &Run) -> Option<String> {
    let tracer = run.tracer()?;
    let now = run.sim().now();
    let clock = |at: Time| run.scenario().epoch().clock(at);
    if now < tracer.created() {
        return Some(format!("not sent before {}", clock(tracer.created())));
    }
    if tracer.followed_to() < now {
        return Some("being followed".to_owned());
    }
    let seen = tracer.seen(now);
    let count = |outcome| seen.iter().filter(|s| s.outcome == outcome).count();
    let times = |n: usize| if n == 1 { "once".to_owned() } else { format!("{n} times") };
    let mut failures = Vec::new();
    for (outcome, word) in [(Outcome::Refused, "refused"), (Outcome::Dropped, "cut")] {
        if count(outcome) > 0 {
            failures.push(format!("{word} {}", times(count(outcome))));
        }
    }
    let failures = failures.join(", ");
    let Some(last) = seen.last() else { return Some("sent, no reply yet".to_owned()) };
    let after = number::delay(last.at.saturating_sub(tracer.created()).secs_f64());
    let ended = match last.outcome {
        Outcome::Delivered => Some("delivered"),
        Outcome::Expired => Some("given up"),
        Outcome::Rejected => Some("rejected"),
        Outcome::Refused | Outcome::Dropped | Outcome::Parked => None,
    };
    Some(match ended {
        Some(ended) if failures.is_empty() => format!("{ended} after {after}"),
        Some(ended) => format!("{failures}, {ended} {} after {after}", clock(last.at)),
        None if failures.is_empty() => "held by a gateway".to_owned(),
        None => format!("{failures}, last {}, waits", clock(last.at)),
    })
}
