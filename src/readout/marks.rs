//! What is worth a mark on the tape, and a stop of the cursor.

use crate::order;
use crate::playback::{Player, Run, Side};
use crate::time::Time;

use super::{Mark, MarkKind};

impl Player {
    /// The marks of the selected world that the tape shows: as far as it was played, or computed if
    /// the reader wants to see what is coming. The reader's own actions show wherever they are, so
    /// that they can be moved and removed.
    pub(crate) fn marks(&self) -> Vec<Mark> {
        let run = self.run();
        let shown = if self.shows_coming() { run.computed().now() } else { self.played_to() };
        let mut marks = marks(run);
        marks.retain(|mark| match mark.kind {
            MarkKind::Action { action, .. } => mark.at <= shown || !run.is_presets(&action),
            _ => mark.at <= shown,
        });
        marks
    }

    /// Every instant worth a look in either world, as far as it is computed, in order of time.
    pub(crate) fn moments(&self) -> Vec<Mark> {
        let sides = [Side::A, Side::B].into_iter().filter_map(|side| self.side(side));
        let mut all: Vec<_> = sides.flat_map(marks).collect();
        all.retain(|mark| match mark.kind {
            MarkKind::Action { enabled, .. } => enabled,
            _ => true,
        });
        order::by_key(&mut all, |mark| mark.at);
        all
    }
}

/// The marks of a run as far as it is computed; posts and actions also beyond.
fn marks(run: &Run) -> Vec<Mark> {
    let sim = run.computed();
    let scenario = run.scenario();
    let firsts = &sim.record().firsts;
    let mut marks = Vec::new();
    let mut mark = |at: Option<Time>, kind: MarkKind, label: String| {
        marks.extend(at.map(|at| Mark { at, kind, label }));
    };
    let cleared = sim.cleared_at();
    let half = sim.half_at();
    for (at, label) in [
        (scenario.has_onset().then(|| scenario.onset()), "Onset"),
        (firsts.limit, "First forest full"),
        (firsts.refused, "First 421"),
        (firsts.dropped, "First lost connection"),
        (firsts.delay_notice, "First delay notice"),
        (firsts.expired, "First expiry"),
        // A peak is one once half of it has gone.
        (half.map(|_| sim.record().peak.at), "Peak"),
        (half, "Half cleared"),
        (cleared, "Cleared"),
    ] {
        mark(at, MarkKind::Event, label.to_owned());
    }
    for &at in sim.recalls() {
        mark(Some(at), MarkKind::Event, "Health check recalls".to_owned());
    }
    for post in scenario.posts() {
        mark(Some(post.at), MarkKind::Post, format!("Post: {}", post.gist));
    }
    for (index, item) in run.timeline().items().iter().enumerate() {
        let (action, enabled) = (item.action, item.enabled);
        let kind = MarkKind::Action { index, action, enabled };
        mark(Some(action.at), kind, action.kind.label());
    }
    marks.retain(|mark| mark.at <= sim.duration());
    order::by_key(&mut marks, |mark| mark.at);
    marks
}
