//! The model: mail from senders through the front door to the forests, and back to wait.
//!
//! `Sim` is the only dispatcher: every event passes through [`Sim::run_until`]. What a thing *is*
//! stands in its own file; what *happens* between things stands here and in `sim/flow.rs`.
//!
//! A run is a pure function of (scenario, actions, seed): no clock, no shared randomness, and only
//! arithmetic that is the same on every target.

mod agenda;
pub mod ages;
mod ahead;
pub mod audit;
pub mod beside;
pub mod created;
pub mod door;
mod event;
pub mod find;
mod flow;
pub mod footprint;
pub mod forest;
pub mod gateway;
pub mod health_check;
mod jobs;
pub mod lever;
pub mod load;
pub mod log;
pub mod lookup;
pub mod mail;
pub mod name;
mod operate;
pub mod profile;
pub mod rates;
pub mod reply;
pub mod retry;
pub mod rings;
pub mod sender;
pub mod session;
mod start;
pub mod trace;
pub mod trail;
mod undrawn;
pub mod urgent;
mod view;

use std::sync::Arc;

use crate::calendar::Calendar;
use crate::record::{Detail, Levels, Record, Tally};
use crate::scenario::{Action, Scenario};
use crate::time::Time;

use agenda::{Agenda, Source};
use ahead::Ahead;
use created::Created;
use door::Door;
use event::Event;
use forest::Forest;
use gateway::Mx;
use health_check::HealthCheck;
use lever::Levers;
use load::Arrivals;
use log::Log;
use mail::MailId;
use profile::{Kind, Profile};
use rates::Rates;
use sender::{Host, Woken};
use session::Sessions;
use start::Setup;
use trace::Trace;
use trail::Telling;
use undrawn::Undrawn;
use urgent::Urgent;

pub use start::mix_shares;

/// One run.
#[derive(Clone, Debug)]
pub struct Sim {
    setup: Arc<Setup>,
    /// What is done, in order of time; and the same with what goes wrong.
    actions: Arc<[Action]>,
    timeline: Arc<[Action]>,
    now: Time,
    agenda: Agenda,
    calendar: Calendar,
    /// What is still to be scheduled; nothing, whenever anyone looks.
    undrawn: Undrawn,
    created: Created,
    /// Each region's senders, then each region's outbound mail.
    arrivals: Vec<Arrivals>,
    hosts: Vec<Host>,
    door: Door,
    mx: Mx,
    forests: Vec<Forest>,
    sessions: Sessions,
    levers: Levers,
    health_check: HealthCheck,
    check_due: Time,
    recalls: Vec<Time>,
    /// When someone last retried queues.
    retried_at: Option<Time>,
    /// When emergency webmail starts by itself, once a gateway was refused; whether it has; and
    /// whether it can be used now.
    webmail_due: Option<Time>,
    webmail_began: bool,
    webmail: bool,
    urgent: Urgent,
    tally: Tally,
    detail: Detail,
    record: Record,
    levels: Levels,
    rates: Rates,
    trace: Trace,
    log: Log,
    telling: Telling,
    /// Whether anybody may be watching, by a trace, a log or what is told.
    is_watched: bool,
    events: u64,
    hash: u64,
    woken: Woken,
    /// By region, the work of its mails on their first try, if their lookups begin at once.
    works: Vec<Ahead>,
    /// The last two instants at which an attempt met its outcome, the latest first.
    outcomes: [Time; 2],
}

impl Sim {
    /// Runs up to and including `until`, or the end of the run if that is sooner.
    pub fn run_until(&mut self, until: Time) {
        let until = until.min(self.duration());
        self.advance(until, u64::MAX, u64::MAX);
        self.now = self.now.max(until);
        self.average();
        self.settle_urgent();
    }

    /// Runs up to and including `until`, or for about so many events if that is sooner; what happens
    /// at one instant is never torn apart.
    pub fn run_for(&mut self, until: Time, events: u64) {
        let until = until.min(self.duration());
        let is_enough = self.advance(until, self.events + events, u64::MAX);
        self.run_until(if is_enough { self.now } else { until });
    }

    /// Runs until a mail meets its next outcome (a reply or a cut), at most to `until`.
    pub fn run_to_outcome(&mut self, until: Time) {
        let until = until.min(self.duration());
        if !self.advance(until, u64::MAX, self.answered() + 1) {
            self.now = self.now.max(until);
        }
        self.average();
    }

    /// Handles one thing after the other up to `until`, or until so many events or attempts with an
    /// outcome are reached; whether they were.
    #[inline(never)]
    fn advance(&mut self, until: Time, events: u64, answered: u64) -> bool {
        self.is_watched = self.trace.is_on() || self.log.is_kept() || self.telling.is_on();
        let mut goes_on = true;
        while goes_on && self.events < events && self.answered() < answered {
            goes_on = self.step_before(until);
            if self.is_watched && goes_on {
                self.observe();
            }
        }
        self.draw_waits();
        goes_on
    }

    /// Attempts that had an outcome.
    #[inline]
    fn answered(&self) -> u64 {
        self.tally.attempts - self.tally.in_session
    }

    /// Handles what happens next if it happens by `until`; false if nothing does.
    ///
    /// At one instant, events come first, then operator actions and the onset, then the record's
    /// row: so an action added at the cursor lands just as one that was on the timeline all along.
    #[inline]
    fn step_before(&mut self, until: Time) -> bool {
        let (mut at, mut place) = self.agenda.next(self.calendar.next_at());
        if self.undrawn.soonest() <= at {
            self.draw_waits();
            (at, place) = self.agenda.next(self.calendar.next_at());
        }
        if at > until {
            return false;
        }
        debug_assert!(at >= self.now, "an event in the past");
        self.now = at;
        match self.agenda.source(place) {
            Source::Forest(forest) => self.complete(forest),
            Source::Timeout => self.cut_overdue(),
            Source::Calendar => {
                if let Some((_, item)) = self.calendar.pop() {
                    self.handle(Event::of(item));
                }
            }
            Source::Stream(stream) => self.create(stream),
            Source::Change => self.change(),
            Source::Row => self.end_row(),
        }
        self.record.follow(at, self.levels.waiting.mails());
        true
    }

    fn end_row(&mut self) {
        self.draw_waits();
        self.average();
        self.record.add_row(&self.tally);
        self.note_states();
        self.add_window_row();
        self.agenda.set(Source::Row, self.record.next_row_at());
        self.rates.roll(self.now, &self.tally);
        if let Some(log) = self.log.kept() {
            log.flows_mut().roll(self.now);
        }
        self.schedule_check();
        self.settle_urgent();
        if cfg!(debug_assertions) {
            self.audit_row();
        }
    }

    #[inline]
    fn schedule(&mut self, at: Time, event: Event) {
        if !self.undrawn.is_empty() {
            // What was to be drawn for before comes before, should both be due at one instant.
            self.draw_waits();
        }
        self.calendar.push(at, event.item());
    }

    /// Draws the waits that are still to be drawn.
    #[inline(never)]
    fn draw_waits(&mut self) {
        let calendar = &mut self.calendar;
        self.undrawn.draw(|due, item| calendar.push(due, item));
    }

    /// The instant it has run to.
    pub fn now(&self) -> Time {
        self.now
    }

    /// Length of the run.
    pub fn duration(&self) -> Time {
        self.setup.scenario.duration()
    }

    /// The scenario, without edits to its actions: those are [`Sim::actions`].
    pub fn scenario(&self) -> &Scenario {
        &self.setup.scenario
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.setup.seed
    }

    /// The actions, in order of time.
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// What the levers stand at.
    pub fn levers(&self) -> &Levers {
        &self.levers
    }

    /// The counts.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The counts that no series keeps.
    pub fn detail(&self) -> &Detail {
        &self.detail
    }

    /// The record.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Rates over the last minute or two.
    pub fn rates(&self) -> &Rates {
        &self.rates
    }

    /// The front doors.
    pub fn door(&self) -> &Door {
        &self.door
    }

    /// The forests, region by region.
    pub fn forests(&self) -> impl ExactSizeIterator<Item = &Forest> {
        self.forests.iter()
    }

    /// Whether what the gateways hold can be read in emergency webmail now.
    pub fn has_webmail(&self) -> bool {
        self.webmail
    }

    /// The hosts: each region's senders, then its gateways, then Exchange Online's own queues.
    pub fn hosts(&self) -> &[Host] {
        &self.hosts
    }

    /// How a kind of host behaves in this run.
    pub fn profile(&self, kind: Kind) -> &Profile {
        &self.setup.profiles[kind as usize]
    }

    /// How long a mail may be under way in a session before it is cut; zero is for ever.
    pub fn session_timeout(&self) -> Time {
        self.setup.timeout
    }

    /// Regions.
    pub fn regions(&self) -> usize {
        self.setup.regions
    }

    /// Events handled.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// A hash of everything that has happened: equal for equal runs, on every target.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// The last two instants at which an attempt met its outcome, the latest first.
    pub fn last_outcomes(&self) -> [Time; 2] {
        self.outcomes
    }

    /// When half of the backlog's peak was gone, if it was.
    pub fn half_at(&self) -> Option<Time> {
        self.record.half_at(self.now, &self.tally)
    }

    /// When the backlog was cleared, if it was.
    pub fn cleared_at(&self) -> Option<Time> {
        self.record.cleared_at(self.now, &self.tally)
    }

    /// When a mail was created; `None` if it was not yet.
    pub fn created_at(&self, mail: MailId) -> Option<Time> {
        self.created.get(mail)
    }

    /// The sampled outcomes, to be drained by the page; sampling does not touch the run.
    pub fn trace_mut(&mut self) -> &mut Trace {
        self.is_watched = true;
        &mut self.trace
    }

    /// The mails that are told of.
    pub fn telling(&self) -> &[MailId] {
        self.telling.mails()
    }

    /// Has the run tell on where another copy of it, at the same instant, does so far.
    pub fn tell_on_from(&mut self, other: &Sim) {
        self.is_watched = true;
        self.telling.go_on_from(&other.telling);
    }

    /// What is told of mails that somebody follows; listening does not touch the run.
    pub fn telling_mut(&mut self) -> &mut Telling {
        self.is_watched = true;
        &mut self.telling
    }
}
