//! The mails that the reader follows, and all that happened to each of them by the cursor.
//!
//! Where the cursor moves on by itself, the run that stands there tells. What came before the reader
//! began to follow a mail, and what a jump of the cursor passed over, is found out by a simulation of
//! its own, from the last checkpoint before that gap, in what time is left over.

use crate::playback::checkpoints::Checkpoints;
use crate::playback::run::SLICE;
use crate::scenario::Action;
use crate::sim::Sim;
use crate::sim::mail::MailId;
use crate::sim::trail::{Step, What};
use crate::time::Time;

/// Steps remembered of one mail.
const STEPS_MAX: usize = 4096;

/// A mail and what happened to it.
#[derive(Clone, Debug)]
pub struct Trail {
    mail: MailId,
    created: Option<Time>,
    steps: Vec<Step>,
    /// Up to when its steps are known.
    known_to: Time,
}

/// The mails that are followed in one world.
#[derive(Clone, Debug, Default)]
pub struct Trails {
    trails: Vec<Trail>,
    /// Finds out what nobody has told yet.
    catching_up: Option<Box<Sim>>,
}

impl Trail {
    /// The mail.
    pub fn mail(&self) -> MailId {
        self.mail
    }

    /// When it was created; `None` if that has not been computed yet, or never comes.
    pub fn created(&self) -> Option<Time> {
        self.created
    }

    /// What happened to it up to `at`, the oldest first.
    pub fn steps(&self, at: Time) -> &[Step] {
        &self.steps[..self.steps.partition_point(|step| step.at <= at)]
    }

    /// Whether all of that is known.
    pub fn is_known(&self, at: Time) -> bool {
        self.known_to >= at || self.created.is_none_or(|created| created > at)
    }

    /// Whether so much happened to it that the last of it was not kept.
    pub fn is_cut(&self) -> bool {
        self.steps.len() >= STEPS_MAX
    }

    fn add(&mut self, step: Step) {
        let is_past = step.at <= self.known_to;
        let is_told = match step.what {
            // A mail is marked once, and told of at every wake-up of its host.
            What::Noticed => self.steps.iter().any(|known| known.what == What::Noticed),
            // Told of at every scan: news only if it waits for another one.
            What::Untried { due } => self.due() == Some(due),
            _ => false,
        };
        if !is_past && !is_told && self.steps.len() < STEPS_MAX {
            self.steps.push(step);
        }
    }

    fn due(&self) -> Option<Time> {
        match self.steps.iter().rev().find(|step| step.what != What::Noticed)?.what {
            What::Untried { due } => Some(due),
            What::Waits(waits) => Some(waits.due),
            _ => None,
        }
    }
}

impl Trails {
    /// The mail's trail.
    pub fn get(&self, mail: MailId) -> Option<&Trail> {
        self.trails.iter().find(|trail| trail.mail == mail)
    }

    /// The mails that are followed.
    pub fn mails(&self) -> Vec<MailId> {
        self.trails.iter().map(|trail| trail.mail).collect()
    }

    /// Follows these mails; what is known of them already stays.
    pub(super) fn follow(&mut self, mails: &[MailId]) {
        self.trails.retain(|trail| mails.contains(&trail.mail));
        for &mail in mails {
            if self.get(mail).is_none() {
                let (steps, known_to) = (Vec::new(), Time::ZERO);
                self.trails.push(Trail { mail, created: None, steps, known_to });
            }
        }
    }

    /// Forgets what a change makes wrong, from that instant on.
    pub(super) fn forget_from(&mut self, from: Time) {
        self.catching_up = None;
        for trail in &mut self.trails {
            trail.steps.retain(|step| step.at < from);
            trail.known_to = trail.known_to.min(from.saturating_sub(Time::from_us(1)));
            trail.created = trail.created.filter(|&created| created < from);
        }
    }

    /// Takes what the run at the cursor has told since it stood at `from`.
    pub(super) fn listen(&mut self, from: Time, now: &mut Sim) {
        if self.trails.is_empty() {
            return;
        }
        let told = now.telling_mut().take();
        self.take(from, now.now(), told);
    }

    fn take(&mut self, from: Time, to: Time, told: Vec<(MailId, Step)>) {
        for (mail, step) in told {
            if let Some(trail) = self.trails.iter_mut().find(|trail| trail.mail == mail)
                && trail.known_to >= from
            {
                trail.add(step);
            }
        }
        for trail in self.trails.iter_mut().filter(|trail| trail.known_to >= from) {
            trail.known_to = trail.known_to.max(to);
        }
    }

    /// Whether all that happened by `now` is known.
    pub(super) fn are_known(&self, now: Time) -> bool {
        self.trails.iter().all(|trail| trail.is_known(now))
    }

    /// Finds out what is not known yet of all that happened by the cursor; true if everything is.
    pub(super) fn catch_up(
        &mut self,
        at_cursor: &mut Sim,
        computed: Option<&Sim>,
        checkpoints: &Checkpoints,
        actions: &[Action],
        more: &mut dyn FnMut() -> bool,
    ) -> bool {
        let now = at_cursor.now();
        for trail in &mut self.trails {
            if trail.created.is_none() {
                let computed = computed.unwrap_or(at_cursor);
                trail.created = computed.created_at(trail.mail);
                // Nothing happens to a mail before it is there.
                let before = trail.created.map(|at| at.saturating_sub(Time::from_us(1)));
                trail.known_to = trail.known_to.max(before.unwrap_or(Time::ZERO));
            }
        }
        loop {
            let gaps = self.trails.iter().filter(|trail| !trail.is_known(now));
            let Some(from) = gaps.map(|trail| trail.known_to).min() else {
                if let Some(sim) = self.catching_up.take().filter(|sim| sim.now() == now) {
                    at_cursor.tell_on_from(&sim);
                }
                return true;
            };
            let wanted = self.mails();
            let is_right = |sim: &Sim| sim.now() <= from && sim.telling() == wanted;
            let mut sim = match self.catching_up.take().filter(|sim| is_right(sim)) {
                Some(sim) => sim,
                None => match checkpoints.before(from) {
                    Some(base) => Box::new(set_out(base, &wanted, actions)),
                    None => return true,
                },
            };
            let is_over = sim.now() >= sim.duration();
            if is_over || !more() {
                self.catching_up = Some(sim);
                return is_over;
            }
            let before = sim.now();
            sim.run_for(now, SLICE);
            let told = sim.telling_mut().take();
            self.take(before, sim.now(), told);
            self.catching_up = Some(sim);
        }
    }
}

fn set_out(base: &Sim, mails: &[MailId], actions: &[Action]) -> Sim {
    let mut sim = base.clone();
    if sim.actions() != actions {
        sim.set_actions(actions);
    }
    sim.trace_mut().watch_one_in(f64::INFINITY);
    sim.telling_mut().of(mails);
    sim
}
