//! The cursor in a run: playing, stepping, seeking, acting. Wall-clock seconds are passed in.

use crate::readout::{Lever, Readout, Speed};
use crate::scenario::{ActionKind, Package};
use crate::stage::{Dot, Snapshot};
use crate::time::Time;

/// One run under a moving cursor.
#[derive(Debug)]
pub struct Player {}

/// A series of the run for a chart: one value per bucket of `step`, from the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Width of a bucket.
    pub step: Time,
    /// One value a bucket, real mails (a level) or real mails a minute (a rate).
    pub values: Vec<f64>,
}

impl Player {
    /// A run of a preset (a key like `ex1331830`), paused at its opening frame.
    /// `None` if there is no such preset.
    pub fn preset(_key: &str, _seed: u64) -> Option<Player> {
        todo!()
    }
    /// Keys and titles of the presets, in the order of the picker.
    pub fn presets() -> Vec<(&'static str, &'static str)> {
        todo!()
    }
    /// The key of this run's preset.
    pub fn key(&self) -> &'static str {
        todo!()
    }
    /// Advances by `dt_s` wall seconds while `more()` says there is time left in this frame.
    /// Also carries on a seek under way. Call once an animation frame, even when paused.
    pub fn frame(&mut self, _dt_s: f64, _more: &mut dyn FnMut() -> bool) {
        todo!()
    }
    /// Whether another frame would change anything (false when paused with nothing under way).
    pub fn is_busy(&self) -> bool {
        todo!()
    }
    /// Where the cursor is.
    pub fn cursor(&self) -> Time {
        todo!()
    }
    /// Starts or stops time.
    pub fn set_playing(&mut self, _playing: bool) {
        todo!()
    }
    /// Whether time runs.
    pub fn is_playing(&self) -> bool {
        todo!()
    }
    /// Asks for a speed.
    pub fn set_speed(&mut self, _speed: Speed) {
        todo!()
    }
    /// Moves the cursor; far seeks go on over the next frames.
    pub fn seek(&mut self, _to: Time) {
        todo!()
    }
    /// Pauses and moves to the next event of the model that a reader can see (an outcome).
    pub fn step_forward(&mut self) {
        todo!()
    }
    /// Pauses and moves back by one step.
    pub fn step_back(&mut self) {
        todo!()
    }
    /// Acts at the cursor. The future is recomputed; the old one stays as [`Player::ghost`].
    pub fn act(&mut self, _action: ActionKind) {
        todo!()
    }
    /// Acts at another instant and goes there (a branch of the end card).
    pub fn act_at(&mut self, _at: Time, _action: ActionKind) {
        todo!()
    }
    /// Removes an action from the timeline by its index.
    pub fn remove_action(&mut self, _index: usize) {
        todo!()
    }
    /// Sets a lever at the cursor (keeps the package that is in force).
    pub fn pull(&mut self, _lever: Lever, _value: f64) {
        todo!()
    }
    /// Changes what is flighted, at the cursor.
    pub fn set_package(&mut self, _package: Package) {
        todo!()
    }
    /// Back to the preset as it is, at the opening, with the story speed.
    pub fn restart(&mut self) {
        todo!()
    }
    /// The picture at the cursor.
    pub fn snapshot(&self) -> Snapshot {
        todo!()
    }
    /// The dots at the cursor.
    pub fn dots(&self) -> &[Dot] {
        todo!()
    }
    /// Words and figures at the cursor.
    pub fn readout(&self) -> Readout {
        todo!()
    }
    /// Mails held so far, stacked: at the senders, at the gateways.
    pub fn held(&self) -> [Series; 2] {
        todo!()
    }
    /// Mails held in the future that an action replaced (whole run as far as it was computed).
    pub fn ghost(&self) -> Option<Series> {
        todo!()
    }
    /// Replies per minute so far: 250, 421, dropped, 550.
    pub fn replies(&self) -> [Series; 4] {
        todo!()
    }
}
