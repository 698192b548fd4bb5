//! The actions on the tape: added, moved, edited, switched off, deleted, and all of that undone.
//!
//! Knows nothing of runs: what follows from a change is the player's business.

use crate::order;
use crate::scenario::Action;
use crate::time::Time;

/// Changes that can be undone.
const UNDO_MAX: usize = 200;

/// An action on the tape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    /// What is done, when and over how long.
    pub action: Action,
    /// Whether it is done at all; what is switched off keeps its place.
    pub enabled: bool,
}

/// The actions of a run in order of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    items: Vec<Item>,
    undo: Vec<Vec<Item>>,
    redo: Vec<Vec<Item>>,
}

impl Timeline {
    /// These actions, all of them on.
    pub fn new(actions: &[Action]) -> Self {
        let items = actions.iter().map(|&action| Item { action, enabled: true }).collect();
        Timeline { items, undo: Vec::new(), redo: Vec::new() }
    }

    /// The items, in order of time.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// What is done: the actions that are on, in order of time.
    pub fn actions(&self) -> Vec<Action> {
        self.items.iter().filter(|item| item.enabled).map(|item| item.action).collect()
    }

    /// Adds an action. One of the same kind at the same instant gives way to it.
    pub fn add(&mut self, action: Action) {
        let mut items = self.items.clone();
        items.retain(|old| old.action.at != action.at || !action.kind.replaces(old.action.kind));
        items.push(Item { action, enabled: true });
        self.change(items);
    }

    /// Puts these actions in the place of all there are; all of them are on.
    pub fn replace(&mut self, actions: &[Action]) {
        self.change(actions.iter().map(|&action| Item { action, enabled: true }).collect());
    }

    /// Puts another action, or another time, in the place of one. Nothing happens if there is none
    /// with this index.
    pub fn edit(&mut self, index: usize, action: Action) {
        self.with(index, |items| items[index].action = action);
    }

    /// Switches one on or off.
    pub fn set_enabled(&mut self, index: usize, enabled: bool) {
        self.with(index, |items| items[index].enabled = enabled);
    }

    /// Deletes one.
    pub fn remove(&mut self, index: usize) {
        self.with(index, |items| {
            items.remove(index);
        });
    }

    /// Takes the last change back.
    pub fn undo(&mut self) {
        if let Some(before) = self.undo.pop() {
            self.redo.push(std::mem::replace(&mut self.items, before));
        }
    }

    /// Makes the change that was taken back last.
    pub fn redo(&mut self) {
        if let Some(after) = self.redo.pop() {
            self.undo.push(std::mem::replace(&mut self.items, after));
        }
    }

    /// Whether there is anything to undo.
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Whether there is anything to redo.
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    fn with(&mut self, index: usize, change: impl FnOnce(&mut Vec<Item>)) {
        if index < self.items.len() {
            let mut items = self.items.clone();
            change(&mut items);
            self.change(items);
        }
    }

    fn change(&mut self, mut items: Vec<Item>) {
        order::by_key(&mut items, |item| item.action.at);
        if items == self.items {
            return;
        }
        self.undo.push(std::mem::replace(&mut self.items, items));
        if self.undo.len() > UNDO_MAX {
            self.undo.remove(0);
        }
        self.redo.clear();
    }
}

/// The first instant at which two lists of actions differ; `None` if they do not.
pub fn differs_from(one: &[Action], other: &[Action]) -> Option<Time> {
    let alike = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let at = |list: &[Action]| list.get(alike).map(|action| action.at);
    at(one).into_iter().chain(at(other)).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{ActionKind, Place};

    fn limit(min: u64, sessions: u32) -> Action {
        Action::new(Time::from_mins(min), ActionKind::Limit { sessions, place: Place::All })
    }

    #[test]
    fn items_stand_in_order_of_time_and_give_way_to_their_like() {
        let mut timeline = Timeline::new(&[limit(10, 50)]);
        timeline.add(limit(5, 60));
        timeline.add(limit(10, 70));
        assert_eq!(timeline.actions(), [limit(5, 60), limit(10, 70)]);
        timeline.edit(0, limit(20, 60));
        assert_eq!(timeline.actions(), [limit(10, 70), limit(20, 60)]);
        timeline.set_enabled(0, false);
        assert_eq!(timeline.actions(), [limit(20, 60)]);
        assert_eq!(timeline.items().len(), 2, "it keeps its place");
        timeline.remove(1);
        timeline.remove(7);
        assert_eq!(timeline.actions(), []);
    }

    #[test]
    fn every_change_can_be_undone_and_made_again() {
        let mut timeline = Timeline::new(&[limit(10, 50)]);
        let mut states = vec![timeline.items().to_vec()];
        timeline.add(limit(5, 60));
        states.push(timeline.items().to_vec());
        timeline.set_enabled(1, false);
        states.push(timeline.items().to_vec());
        timeline.set_enabled(1, false);
        assert_eq!(timeline.undo.len(), 2, "no change is nothing to undo");
        for state in states.iter().rev().skip(1) {
            timeline.undo();
            assert_eq!(timeline.items(), state);
        }
        assert!(!timeline.can_undo() && timeline.can_redo());
        for state in &states[1..] {
            timeline.redo();
            assert_eq!(timeline.items(), state);
        }
        timeline.undo();
        timeline.remove(0);
        assert!(!timeline.can_redo(), "another future");
    }

    #[test]
    fn lists_differ_from_the_first_action_that_only_one_has() {
        let list = [limit(5, 60), limit(10, 50), limit(20, 50)];
        assert_eq!(differs_from(&list, &list), None);
        assert_eq!(differs_from(&list, &list[..2]), Some(Time::from_mins(20)));
        assert_eq!(differs_from(&list[1..], &list), Some(Time::from_mins(5)));
        assert_eq!(differs_from(&list, &[limit(5, 61)]), Some(Time::from_mins(5)));
    }
}
