//! What a reader does to the run: actions on the tape, and a second world beside the first.

use crate::playback::timeline::Timeline;
use crate::playback::{BUDGET, Player, Side};
use crate::readout::{Lever, Speed};
use crate::scenario::{Action, ActionKind, Field, Package};
use crate::time::Time;

impl Player {
    /// Acts at the cursor. The future is recomputed; the old one stays as [`Player::ghost`].
    pub fn act(&mut self, action: ActionKind) {
        let at = self.target.unwrap_or_else(|| self.cursor());
        self.act_at(at, action);
    }

    /// Acts at another instant and goes there (a branch of the end card).
    pub fn act_at(&mut self, at: Time, action: ActionKind) {
        let at = at.min(self.duration());
        self.change(|timeline| timeline.add(Action::new(at, action)));
        if self.target.unwrap_or_else(|| self.cursor()) != at {
            self.seek(at);
        }
    }

    /// Puts an action on the timeline without going there.
    pub fn plan(&mut self, action: Action) {
        let action = Action { at: action.at.min(self.duration()), ..action };
        self.change(|timeline| timeline.add(action));
    }

    /// Puts these actions in the place of all that the selected world has.
    pub fn replace_actions(&mut self, actions: &[Action]) {
        self.change(|timeline| timeline.replace(actions));
    }

    /// Moves or edits an action by its index in the selected world's timeline. The cursor stays.
    pub fn edit_action(&mut self, index: usize, action: Action) {
        let action = Action { at: action.at.min(self.duration()), ..action };
        self.change(|timeline| timeline.edit(index, action));
    }

    /// Switches an action on or off.
    pub fn set_action_enabled(&mut self, index: usize, enabled: bool) {
        self.change(|timeline| timeline.set_enabled(index, enabled));
    }

    /// Deletes an action.
    pub fn remove_action(&mut self, index: usize) {
        self.change(|timeline| timeline.remove(index));
    }

    /// Takes the last change of the selected world's actions back.
    pub fn undo(&mut self) {
        self.change(Timeline::undo);
    }

    /// Makes the change that was taken back last.
    pub fn redo(&mut self) {
        self.change(Timeline::redo);
    }

    /// Sets a lever at the cursor (keeps the package that is in force).
    pub fn pull(&mut self, lever: Lever, value: f64) {
        self.act(lever.action(value, self.sim().levers().package));
    }

    /// Changes what is flighted, at the cursor.
    pub fn set_package(&mut self, package: Package) {
        let percent = self.sim().levers().flighted;
        self.act(ActionKind::Flight { percent, package });
    }

    /// Splits the run in two at the cursor: B is as A is, until something is changed in it.
    pub fn split(&mut self) {
        if self.b.is_none() {
            self.split_at = self.cursor();
            self.a.checkpoints_mut().set_budget(BUDGET / 2);
            let mut b = self.a.clone();
            b.keep_log();
            self.b = Some(b);
            self.selected = Side::B;
            self.said_for_s = f64::INFINITY;
        }
    }

    /// Ends the comparison; the world that stays is the run from now on.
    pub fn join(&mut self, keep: Side) {
        if let Some(b) = self.b.take() {
            if keep == Side::B {
                self.a = b;
            }
            self.a.checkpoints_mut().set_budget(BUDGET);
            self.selected = Side::A;
            self.said_for_s = f64::INFINITY;
        }
    }

    /// The world that levers act on.
    pub fn selected(&self) -> Side {
        self.selected
    }

    /// Selects the world that levers act on; B only once the run was split.
    pub fn select(&mut self, side: Side) {
        if side == Side::A || self.b.is_some() {
            self.selected = side;
        }
    }

    /// Gives B another value of a field, from the start of its run.
    ///
    /// # Errors
    /// One line that says what is allowed; nothing is changed then.
    pub fn set_field(&mut self, field: Field, value: f64) -> Result<(), String> {
        let at = self.target.unwrap_or_else(|| self.cursor());
        let Some(b) = &mut self.b else {
            return Err("There is no second world yet.".to_owned());
        };
        let mut scenario = b.scenario().clone();
        scenario.set(field, value)?;
        if scenario != *b.scenario() {
            b.rerun(scenario, self.seed, BUDGET / 2);
            self.seek(at);
        }
        Ok(())
    }

    /// Changes the selected world's actions. The cursor stays where it is; what must be computed
    /// anew is.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Timeline)) {
        let here = self.target.unwrap_or_else(|| self.cursor());
        let shows_all = self.shows_coming;
        let Some(from) = self.selected_mut().change(shows_all, change) else { return };
        if self.pace.asked() == Speed::Story {
            self.pace.ask(Speed::Times(self.pace.speed_at(from) as u32));
        }
        if from >= here && self.target.is_none() {
            self.selected_mut().forget_future();
        } else {
            self.seek(here);
        }
        self.said_for_s = f64::INFINITY;
    }
}
