//! The story of the incident as a lesson: it stops at every caption, for whoever tells it at their own
//! pace. Its words and moments are the preset's; there is no second copy of them.

use crate::readout::Speed;
use crate::scenario::{Preset, Scenario, preset};

use super::predicate::Predicate;
use super::{Lesson, Step};

/// Its name in links.
pub(super) const ID: &str = "opening";

impl Lesson {
    /// The opening of the page, step by step.
    pub fn opening() -> Lesson {
        of(&preset::PRESETS[0])
    }
}

fn of(preset: &'static Preset) -> Lesson {
    // Each step runs on under the caption that is there, to the moment of its own.
    let before = preset.captions.iter().take(1).chain(preset.captions);
    let steps = preset.captions.iter().zip(before).enumerate().map(|(index, (own, before))| {
        let (is_first, then) = (index == 0, own.text.to_owned());
        Step {
            caption: before.text.to_owned(),
            then: if is_first { String::new() } else { then },
            seek: is_first.then_some(preset.opens_at),
            speed: Some(Speed::Story),
            until: if is_first { Vec::new() } else { vec![Predicate::Story(own.when)] },
            ..Step::default()
        }
    });
    Lesson {
        id: ID.to_owned(),
        title: "The incident in 90 seconds".to_owned(),
        minutes: 2,
        hook: preset.purpose.to_owned(),
        insight: preset.insight.to_owned(),
        notes: preset.notes.to_owned(),
        scenario: Scenario::new(preset),
        seed: 1,
        steps: steps.collect(),
        goals: Vec::new(),
        try_from: 0,
        hint: None,
        solutions: Vec::new(),
    }
}
