//! What the keys of a link stand for: fields, actions, and the page's own.

use crate::embed;
use crate::lesson;
use crate::scenario::words::did_you_mean;
use crate::scenario::{ACTIONS, ActionSpec, FIELDS, Field};

/// Keys that are about the link as a whole.
const OWN: [&str; 8] = ["v", "s", "z", "seed", "t", "split", "theme", "autoplay"];

/// Short keys of fields that are headline levers.
const SHORT: [(&str, Field); 2] = [("limit", Field::ForestLimit), ("gateway", Field::GatewayShare)];

/// Short keys of actions that are headline levers and have no field: without a time they are set at
/// the start.
const LEVERS: [(&str, &str); 2] = [("flighting", "flight"), ("balance", "balance-reset")];

/// The field of a key.
pub(super) fn field(key: &str) -> Option<Field> {
    let short = SHORT.iter().find(|(short, _)| *short == key).map(|&(_, field)| field);
    short.or_else(|| Field::from_key(key))
}

/// The key of a field.
pub(super) fn of_field(field: Field) -> &'static str {
    let short = SHORT.iter().find(|(_, other)| *other == field);
    short.map_or(field.spec().key, |(short, _)| short)
}

/// The kind of action of a key.
pub(super) fn action(key: &str) -> Option<&'static ActionSpec> {
    ACTIONS.iter().find(|spec| of_action(spec) == key)
}

/// The key of a kind of action.
pub(super) fn of_action(spec: &ActionSpec) -> String {
    let short = LEVERS.iter().find(|(_, action)| *action == spec.key);
    short.map_or_else(|| spec.key.replace('-', "_"), |(short, _)| (*short).to_owned())
}

/// Whether the action of this key is set at the start where no time is given.
pub(super) fn is_lever(key: &str) -> bool {
    LEVERS.iter().any(|(short, _)| *short == key)
}

/// Whether a key means anything.
pub(super) fn is_known(key: &str) -> bool {
    let of_world = key.strip_prefix("b.").unwrap_or(key);
    let own = if of_world.len() < key.len() { &["z"][..] } else { &OWN[..] };
    let of_embed = of_world.len() == key.len()
        && (embed::KEYS.contains(&key) || lesson::link::KEYS.contains(&key));
    own.contains(&of_world) || of_embed || field(of_world).is_some() || action(of_world).is_some()
}

/// What is said of a key that means nothing.
pub(super) fn unknown(key: &str) -> String {
    let of_world = key.strip_prefix("b.").unwrap_or(key);
    let actions: Vec<_> = ACTIONS.iter().map(of_action).collect();
    let names = OWN.into_iter().chain(SHORT.iter().map(|(short, _)| *short));
    let names = names.chain(FIELDS.iter().map(|spec| spec.key));
    let names = names.chain(actions.iter().map(String::as_str));
    format!("this page knows no such key{}", did_you_mean(of_world, names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_that_cannot_be_told_apart() {
        for (short, field) in SHORT {
            assert_eq!(Field::from_key(short), None, "{short} is no other field");
            assert_eq!(of_field(field), short);
        }
        for key in OWN.into_iter().chain(embed::KEYS).chain(lesson::link::KEYS) {
            assert!(field(key).is_none() && action(key).is_none(), "{key}");
            assert!(!key.starts_with("b."));
        }
        for spec in ACTIONS {
            let key = of_action(spec);
            assert_eq!(action(&key).map(|spec| spec.key), Some(spec.key));
            assert!(!is_lever(&key) || field(&key).is_none(), "{key}: a time tells them apart");
        }
        for (_, name) in LEVERS {
            assert!(ACTIONS.iter().any(|spec| spec.key == name), "{name}");
        }
    }
}
