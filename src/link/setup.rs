//! The set-up of one world: from the pairs of a link to a scenario, and back to what differs from
//! another.
//!
//! What was written is read back before it is taken: where words do not give the same scenario, the
//! whole timeline is packed instead.

use std::fmt::Write;

use crate::decimal;
use crate::order;
use crate::scenario::words::quoted;
use crate::scenario::{Action, ActionSpec, Field, FieldSpec, Scale, Scenario};
use crate::time::Time;

use super::pairs::Pairs;
use super::{Reader, key, packed, span};

/// Most actions that are written in words; more are shorter packed.
const WORDS_MAX: usize = 12;
/// Most actions of a key that are read: as many as a scenario file may list.
const LIST_MAX: usize = 1000;

/// Takes a packed scenario: as the original if it is a reader's own, else for its actions.
pub(super) fn unpack(
    reader: &mut Reader,
    name: &str,
    letters: &str,
    original: &mut Scenario,
    scenario: &mut Scenario,
) {
    let file = packed::unpack(letters).and_then(|json| Scenario::from_json(&json).ok());
    let Some((file, warnings)) = file else {
        reader.leave_out(name, "the packed part was cut or changed on its way".to_owned());
        return;
    };
    let mut plain = Scenario::new(file.origin());
    *plain.actions_mut() = file.actions().to_vec();
    let is_own = file != plain.into_own();
    for mut warning in warnings {
        // A timeline alone was held against the preset's length and forests, not the link's.
        let misjudged = [".at", ".place"].iter().any(|end| warning.path.ends_with(end));
        if is_own || !misjudged {
            warning.path = format!("{name}: {}", warning.path);
            reader.tell(warning);
        }
    }
    if is_own {
        *original = file.clone();
        *scenario = file;
    } else {
        *scenario.actions_mut() = file.actions().to_vec();
    }
}

/// Applies the pairs of a world. Fields come first: the length of the run bounds the actions.
pub(super) fn read(reader: &mut Reader, prefix: &str, pairs: &Pairs, scenario: &mut Scenario) {
    let parts = |value: &'_ str| {
        value.split(',').take(LIST_MAX).map(str::to_owned).collect::<Vec<String>>()
    };
    for (name, text) in pairs.of_world(prefix) {
        let Some(field) = key::field(name) else { continue };
        for part in parts(text).iter().filter(|part| !part.contains('@')) {
            let path = format!("{prefix}{name}");
            if let Some(value) = value(reader, &path, field.spec(), part) {
                let kept = scenario.set(field, value);
                debug_assert!(kept.is_ok(), "{kept:?}");
            }
        }
    }
    let end = scenario.duration();
    let mut added = Vec::new();
    for (name, text) in pairs.of_world(prefix) {
        let path = format!("{prefix}{name}");
        for part in parts(text) {
            let timed = part.rsplit_once('@');
            if timed.is_none() && !key::is_lever(name) {
                // A field's value, or one of the link's own keys.
                if key::field(name).is_none() && key::action(name).is_some() {
                    reader
                        .leave_out(&path, format!("{} needs a time, as in @2h10m", quoted(&part)));
                }
                continue;
            }
            let Some(spec) = key::action(name) else {
                reader.leave_out(&path, "can be set from the start only".to_owned());
                continue;
            };
            let (values, when) = timed.unwrap_or((&part, "0h"));
            let Some(action) = action(reader, &path, spec, (values, when), end) else { continue };
            if timed.is_none() {
                scenario.actions_mut().retain(|old| old.kind.index() != action.kind.index());
            }
            added.push(action);
        }
    }
    let actions = scenario.actions_mut();
    actions.extend(added);
    order::by_key(actions, |action| action.at);
}

/// A value in range, and told of if it was not.
fn value(reader: &mut Reader, path: &str, spec: &FieldSpec, text: &str) -> Option<f64> {
    // A plain number is taken to its last bit; reading one with a unit rounds to what people type.
    let plain = decimal::read(text).filter(|_| !matches!(spec.scale, Scale::Choice(_)));
    match plain.map_or_else(|| spec.read(text), Ok) {
        Ok(value) => {
            let nearest = spec.nearest(value);
            if let Some(fault) = spec.fault(value) {
                reader.warn(path, fault, &spec.show(nearest));
            }
            Some(nearest)
        }
        Err(why) => {
            reader.leave_out(path, why);
            None
        }
    }
}

/// `80:F2`, `1h30m~10m`.
fn action(
    reader: &mut Reader,
    path: &str,
    spec: &ActionSpec,
    (values, when): (&str, &str),
    end: Time,
) -> Option<Action> {
    let mut given = values.split(':');
    let mut all = Vec::with_capacity(spec.params.len());
    for param in spec.params {
        let text = given.next().filter(|text| !text.is_empty());
        let read = text.map(|text| value(reader, path, param, text));
        // A value that says nothing makes the action another one than was meant.
        all.push(read.unwrap_or(Some(param.default))?);
    }
    let (at, over) = when.split_once('~').unwrap_or((when, "0h"));
    let (Some(at), Some(over)) = (span::read(at), span::read(over)) else {
        reader.leave_out(path, format!("{} is no time of the run, as 2h10m is", quoted(when)));
        return None;
    };
    if at > end {
        reader.warn(path, "lies after the end of the run".to_owned(), &span::write(end));
    }
    Some(Action { at: at.min(end), over, kind: (spec.build)(&all) })
}

/// Writes what `scenario` has otherwise than `from`. A reader's `own` scenario is packed whole.
pub(super) fn write(
    text: &mut String,
    prefix: &str,
    from: &Scenario,
    scenario: &Scenario,
    own: Option<&Scenario>,
) {
    let mut words = fields(from, scenario);
    let with_actions = |actions: &[Action], of: &Scenario| {
        let mut whole = of.clone();
        *whole.actions_mut() = actions.to_vec();
        packed::pack(&whole.to_json())
    };
    if let Some(whole) = with_timeline(&words, from, scenario) {
        words = whole;
        if let Some(own) = own {
            words.push(("z".to_owned(), with_actions(own.actions(), own)));
        }
    } else {
        let plain = Scenario::new(scenario.origin());
        let letters = with_actions(scenario.actions(), own.unwrap_or(&plain));
        words.push(("z".to_owned(), letters));
    }
    for (name, value) in Pairs::joined(words).of_world("") {
        // Writing to a string cannot fail.
        let _ = write!(text, "&{prefix}{name}={value}");
    }
}

type Words = Vec<(String, String)>;

fn fields(from: &Scenario, scenario: &Scenario) -> Words {
    let differ =
        Field::all().filter(|&field| from.get(field).to_bits() != scenario.get(field).to_bits());
    let word =
        |field: Field| (key::of_field(field).to_owned(), field.spec().show(scenario.get(field)));
    differ.map(word).collect()
}

/// The fields' words and the actions', if a few words say all of them.
fn with_timeline(fields: &Words, from: &Scenario, scenario: &Scenario) -> Option<Words> {
    let mut rest = from.actions().to_vec();
    let mut added = Vec::new();
    for action in scenario.actions() {
        match rest.iter().position(|old| old == action) {
            Some(index) => {
                rest.remove(index);
            }
            None => added.push(*action),
        }
    }
    if added.len() > WORDS_MAX {
        return None;
    }
    let mut words = fields.clone();
    words.extend(added.iter().map(|action| word(action, &rest)));
    // Read back, all of them together must give the same: words of one key stand in one place, so a
    // field can draw an action before another one of its instant.
    let mut again = from.clone();
    let mut reader = Reader::default();
    read(&mut reader, "", &Pairs::joined(words.clone()), &mut again);
    (reader.warnings.is_empty() && again.actions() == scenario.actions()).then_some(words)
}

/// An action in words. A lever at the very start that stands for the scenario's own needs no time.
fn word(action: &Action, gone: &[Action]) -> (String, String) {
    let spec = action.kind.spec();
    let name = key::of_action(spec);
    let mut values: Vec<_> = spec
        .params
        .iter()
        .zip(action.kind.values())
        .map(|(param, value)| (param.show(value), value.to_bits() == param.default.to_bits()))
        .collect();
    // The first value is always said; of the others those up to the last that is not the usual one.
    while values.len() > 1 && values.last().is_some_and(|(_, usual)| *usual) {
        values.pop();
    }
    let mut text = values.into_iter().map(|(value, _)| value).collect::<Vec<_>>().join(":");
    let replaces = gone.iter().any(|old| old.kind.index() == action.kind.index());
    let at_start = action.at == Time::ZERO && action.over == Time::ZERO;
    if !(key::is_lever(&name) && at_start && replaces) {
        text.push('@');
        text.push_str(&span::write(action.at));
        if action.over > Time::ZERO {
            text.push('~');
            text.push_str(&span::write(action.over));
        }
    }
    (name, text)
}
