//! What lies ahead of the cursor: how far the run is known, how far it may play, and the next mail
//! that meets an outcome. For whoever waits for something and must stop exactly there.

use crate::playback::Player;
use crate::sim::mail::MailId;
use crate::sim::profile::Kind;
use crate::sim::trace::Sighting;
use crate::stage::Outcome;
use crate::time::Time;

/// Events that a search for a mail may take: some seconds of a busy run.
const SEARCH_EVENTS: u64 = 3_000_000;

impl Player {
    /// Playing stops for now at this instant, without ending: what lies beyond is not decided yet.
    pub fn set_bound(&mut self, at: Time) {
        self.bound = at;
    }

    /// Computes every world on to an instant; true once it is known up to there.
    pub fn compute_to(&mut self, to: Time, more: &mut dyn FnMut() -> bool) -> bool {
        let mut known = true;
        self.each(|run| {
            while !run.scout_to(to) {
                if !more() {
                    known = false;
                    return;
                }
            }
        });
        known
    }

    /// The next mail of a region that meets this outcome, sent by this kind of mail server; whatever
    /// is not named may be any. None if there is none soon.
    pub fn next_mail(
        &self,
        outcome: Outcome,
        region: Option<usize>,
        server: Option<Kind>,
    ) -> Option<MailId> {
        let mut sim = self.sim().clone();
        let from = sim.now();
        sim.trace_mut().watch_one_in(1.0);
        let enough = sim.events() + SEARCH_EVENTS;
        while sim.now() < sim.duration() && sim.events() < enough {
            sim.run_for(Time::NEVER, 500);
            let seen: Vec<Sighting> = sim.trace_mut().drain().collect();
            let found = seen.into_iter().find(|one| {
                let kind = one.host.and_then(|host| sim.hosts().get(host as usize));
                one.outcome == outcome
                    && one.created >= from
                    && !one.mail.is_outbound()
                    && region.is_none_or(|region| one.mail.region() == region)
                    && server.is_none_or(|server| kind.is_some_and(|it| it.kind == server))
            });
            if let Some(found) = found {
                return Some(found.mail);
            }
        }
        None
    }
}
