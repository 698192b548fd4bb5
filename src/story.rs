//! What is happening, in one sentence: the captions of a preset's story while it runs as written,
//! and sentences read from the state of the run once a reader has changed it.
//!
//! Every figure in a sentence is read from the run. A sentence has at most 90 characters.

use crate::figure::fill;
use crate::number;
use crate::scenario::{Caption, When};
use crate::sim::Sim;
use crate::time::Time;

/// Most characters of a sentence: it must fit two lines at 20 px.
pub const SENTENCE_MAX: usize = 90;

/// How long held mail must have fallen to say that it turned.
pub const TURN_SPAN: Time = Time::from_mins(20);

/// How long next to nothing must have come back to say that the forests have room.
pub const CALM_SPAN: Time = Time::from_mins(10);

/// The instant at which a moment came about, if it has.
pub(crate) fn came_at(when: When, sim: &Sim) -> Option<Time> {
    let firsts = &sim.record().firsts;
    let at = match when {
        When::At(at) => Some(at),
        When::Refused(after) => firsts.refused.map(|at| at + after),
        When::Dropped => firsts.dropped,
        When::DelayNotice => firsts.delay_notice,
        When::Cleared => sim.cleared_at(),
        When::Turned(earliest) => sim.record().turned_at(TURN_SPAN).map(|at| at.max(earliest)),
        When::Room(earliest) => Some((sim.record().calm_since() + CALM_SPAN).max(earliest)),
    };
    at.filter(|&at| at <= sim.now())
}

/// The story's caption now: the one that came about last; of two at once the later in the list.
pub fn caption(captions: &[Caption], sim: &Sim) -> Option<String> {
    let latest = captions
        .iter()
        .filter_map(|caption| came_at(caption.when, sim).map(|at| (at, caption)))
        .max_by_key(|&(at, _)| at)?;
    Some(fill(latest.1.text, &sim.into()))
}

/// What is happening, from the state alone.
pub fn state_sentence(sim: &Sim) -> String {
    let tally = sim.tally();
    let scale = sim.scenario().scale();
    let before = sim.rates().tally_before();
    let minutes = sim.rates().span_s(sim.now()) / 60.0;
    let rate = |now: u64, before: u64| (now - before) as f64 / minutes * scale as f64;
    let refused = rate(tally.refused, before.refused);
    let dropped = rate(tally.dropped, before.dropped);
    let delivered = rate(tally.delivered, before.delivered);
    let growth = growth_per_min(sim);
    let by = number::count(growth.unsigned_abs());
    let worth_a_word = sim.record().peak.mails * scale / 200;
    if sim.cleared_at().is_some() {
        "The backlog is gone. What is sent now is delivered within seconds.".to_owned()
    } else if refused + dropped <= 0.01 * delivered && tally.held() * scale < 1000 {
        "Mail reaches its forest in seconds.".to_owned()
    } else if tally.held() == 0 && tally.expired > before.expired {
        "What is refused is given up at once: nothing waits, and nothing is tried again.".to_owned()
    } else if dropped > delivered {
        "More sessions are cut than mails delivered: the forests' work is mostly wasted.".to_owned()
    } else if growth > 0 && growth.unsigned_abs() * 10 > worth_a_word {
        format!("Senders keep what is refused and try again: {by} more wait each minute.")
    } else if growth < 0 && growth.unsigned_abs() * 10 > worth_a_word {
        format!("More is accepted than arrives: {by} fewer wait each minute.")
    } else if refused + dropped > 0.01 * delivered {
        "As much is delivered as arrives; what waits already goes on waiting.".to_owned()
    } else {
        "The forests have room, yet mail waits: each sender keeps its own retry clock.".to_owned()
    }
}

/// Change of held mail a minute, real mails, over the last rows.
pub fn growth_per_min(sim: &Sim) -> i64 {
    let before = sim.rates().tally_before();
    let minutes = sim.rates().span_s(sim.now()) / 60.0;
    let change = sim.tally().held() as f64 - before.held() as f64;
    (change / minutes * sim.scenario().scale() as f64) as i64
}

/// Half of the mail that waited over a minute waited longer than this.
pub fn late_median(sim: &Sim) -> String {
    let late = sim.record().delays.quantile_above(Time::from_mins(1), 0.5);
    late.map_or_else(|| number::delay(0.0), |delay| number::delay(delay.secs_f64()))
}

/// What the admin centre says now.
pub fn admin_centre(sim: &Sim) -> String {
    let (scenario, now) = (sim.scenario(), sim.now());
    if !sim.levers().services.admin_centre {
        return "Admin centre: cannot be reached.".to_owned();
    }
    let epoch = scenario.epoch();
    let posts = scenario.posts();
    let Some(next) = posts.first() else {
        return "Admin centre: no post in the sources.".to_owned();
    };
    if let Some(post) = posts.iter().rev().find(|post| post.at <= now) {
        let sourced = if post.is_sourced() { " (sourced)" } else { "" };
        format!("Admin centre, {}: {}{sourced}", epoch.clock(post.at), post.gist)
    } else {
        let when = epoch.clock(next.at);
        let sourced = if next.is_sourced() { ", sourced" } else { "" };
        format!("Admin centre: nothing yet (first post {when}{sourced})")
    }
}
