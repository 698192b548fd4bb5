//! The drain estimate on the tape: how the backlog would go down if nothing changed from now on, and what the
//! senders' clocks have to do with it.
//!
//! The estimate is the report's; here it becomes a line in real mails and a sentence.

use crate::chart::tape::Ahead;
use crate::number;
use crate::playback::{Player, Series};
use crate::report::drain::{self, Drain};
use crate::story::TURN_SPAN;
use crate::theory::DRAIN;
use crate::time::Time;

/// The estimate as the tape shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The line.
    pub line: Ahead,
    /// Whether it comes to an end.
    pub clears: bool,
    /// What it says, short.
    pub short: String,
    /// The same against capacity alone and the senders' clocks, and when it does not hold.
    pub long: String,
}

/// Whether the backlog has stopped growing: from then on the tape shows the estimate by itself.
pub fn has_turned(player: &Player) -> bool {
    let sim = player.sim();
    sim.record().turned_at(TURN_SPAN).is_some() && sim.cleared_at().is_none()
}

/// Whether there is a backlog to ask about.
pub fn is_offered(player: &Player) -> bool {
    drain::has_backlog(player.sim())
}

/// The estimate for the selected world at the cursor; `None` if hardly anything waits.
pub fn estimate(player: &Player) -> Option<Estimate> {
    let sim = player.sim();
    let found = drain::estimate(sim)?;
    let scale = sim.scenario().scale() as f64;
    let values = found.held.iter().map(|held| held * scale).collect();
    let (short, long) = words(player, &found);
    Some(Estimate {
        line: Ahead { from: found.from, held: Series { step: found.step, values } },
        clears: found.cleared_in.is_some(),
        short,
        long,
    })
}

fn words(player: &Player, found: &Drain) -> (String, String) {
    let epoch = player.scenario().epoch();
    let clock = |span: Time| {
        let at = found.from + span;
        let near = span < Time::from_hours(20);
        if near { epoch.clock(at) } else { format!("{} {}", epoch.date(at), epoch.clock(at)) }
    };
    let span = |span: Time| number::delay(span.secs_f64());
    let short = match found.cleared_in {
        Some(cleared) => format!("Clear about {} if nothing changes", clock(cleared)),
        None => "Not clear within 48 h if nothing changes".to_owned(),
    };
    let capacity = match found.capacity_in {
        Some(capacity) => format!("Capacity alone would need {}", span(capacity)),
        None => "There is no capacity to spare".to_owned(),
    };
    let long = format!(
        "{short}. {capacity}; the last mail that waits now is tried again by {}. {}: {}",
        clock(found.tried_in),
        DRAIN.name,
        DRAIN.fails,
    );
    (short, long)
}
