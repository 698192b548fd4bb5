//! The cursor's jumps and steps: to an instant, to the next outcome, to the next mark.

use crate::playback::Player;
use crate::playback::run::Run;
use crate::time::Time;

impl Player {
    /// How far a seek or a search under way is, 0..=1.
    pub fn progress(&self) -> Option<f64> {
        let to = if self.hunting { self.duration() } else { self.target? };
        let part = |run: &Run| run.computed().now().min(to).secs_f64() / to.secs_f64().max(1e-6);
        Some(self.runs().map(part).fold(1.0, f64::min))
    }

    /// Gives a seek or a search up; the cursor stays where it is.
    pub fn cancel(&mut self) {
        self.hunting = false;
        if self.target.take().is_some() {
            self.meet();
        }
    }

    /// Moves the cursor; what is not computed yet goes on over the next frames.
    pub fn seek(&mut self, to: Time) {
        self.hunting = false;
        self.target = Some(to.min(self.duration()));
        self.stepped.clear();
        self.each(|run| run.flights_mut().clear());
        self.said_for_s = f64::INFINITY;
    }

    /// The next of the story's stills after the cursor, for readers who want no motion.
    pub fn next_still(&self) -> Option<Time> {
        let here = self.target.unwrap_or_else(|| self.cursor());
        let scenario = self.a.scenario();
        let stills = if scenario.is_preset() { scenario.origin().stills } else { &[] };
        stills.iter().copied().map(|at| at.min(self.duration())).find(|&at| at > here)
    }

    /// The frame for a page that stands before it is started: the second still, where something
    /// happens already; the opening of a run without stills.
    pub fn poster(&self) -> Time {
        let scenario = self.a.scenario();
        let stills = if scenario.is_preset() { scenario.origin().stills } else { &[] };
        stills.get(1).map_or_else(|| self.cursor(), |&at| at.min(self.duration()))
    }

    /// Moves to the next still.
    pub fn show_next_still(&mut self) {
        if let Some(at) = self.next_still() {
            self.playing = false;
            self.seek(at);
        }
    }

    /// Pauses and moves to the next outcome that can be seen: of a dot in flight, or else the next
    /// of any attempt.
    pub fn step_forward(&mut self) {
        self.playing = false;
        if self.target.is_some() || self.hunting {
            return;
        }
        let from = self.cursor();
        match self.a.flights().next_outcome(from) {
            Some(at) => self.a.run_to(at),
            None => self.a.run_to_outcome(),
        }
        self.meet();
        self.stepped.push(from);
        let passed = self.cursor().saturating_sub(from).secs_f64();
        self.advance_flights(passed / self.pace.now());
    }

    /// Pauses and moves back to where the last step came from, or to the outcome before.
    pub fn step_back(&mut self) {
        self.playing = false;
        let cursor = self.cursor();
        let [last, before] = self.a.sim().last_outcomes();
        let mut stepped = std::mem::take(&mut self.stepped);
        let to = stepped.pop().unwrap_or(if last < cursor { last } else { before });
        self.seek(to);
        self.stepped = stepped;
    }

    /// Pauses and moves to the next instant worth a look (a first, a limit, an action, a post, the
    /// peak, …), which may have to be computed first; to the end if there is none.
    pub fn step_to_next_mark(&mut self) {
        self.playing = false;
        self.hunting = true;
    }

    /// Pauses and moves back to the last instant worth a look before the cursor.
    pub fn step_to_last_mark(&mut self) {
        self.playing = false;
        let here = self.target.unwrap_or_else(|| self.cursor());
        let marks = self.moments();
        let last = marks.iter().rev().find(|mark| mark.at < here);
        self.seek(last.map_or(Time::ZERO, |mark| mark.at));
    }

    pub(super) fn carry_on_seeking(&mut self, target: Time, more: &mut dyn FnMut() -> bool) {
        // The look-ahead starts a little before the target, so that what has just been refused is
        // seen on its way back as soon as the cursor is there.
        let behind = Time::from_secs_f64(Run::BEHIND_S * self.pace.speed_at(target));
        let fork = target.saturating_sub(behind);
        let mut arrived = true;
        self.each(|run| arrived = arrived && run.carry_on_seeking(fork, target, more));
        if arrived {
            self.target = None;
            self.pace.settle(target);
        }
    }

    /// Computes on until the next instant worth a look is known for sure, and goes there.
    pub(super) fn hunt(&mut self, more: &mut dyn FnMut() -> bool) {
        loop {
            let here = self.cursor();
            let computed = self.runs().map(|run| run.computed().now()).min();
            let computed = computed.unwrap_or(Time::NEVER);
            let done = computed >= self.duration();
            let next = self.moments().into_iter().find(|mark| mark.at > here);
            let next = next.filter(|mark| done || mark.at <= computed && self.is_sure(mark.at));
            if next.is_some() || done {
                self.hunting = false;
                self.seek(next.map_or(self.duration(), |mark| mark.at));
                return;
            }
            if !more() {
                return;
            }
            let step = computed + Time::from_mins(10);
            self.each(|run| while !run.scout_to(step) && more() {});
        }
    }

    /// Whether no higher peak can still move what is known up to `at`: the peak so far is not among
    /// what lies between the cursor and there.
    fn is_sure(&self, at: Time) -> bool {
        let here = self.cursor();
        self.runs().all(|run| {
            let peak = run.computed().record().peak.at;
            peak <= here || peak >= at
        })
    }
}
