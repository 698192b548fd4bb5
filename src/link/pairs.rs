//! The keys and values of a link's text, before anything is known of what they mean.

use super::{Reader, key};

/// Most letters of a link: more than any address bar or chat keeps whole.
const LENGTH_MAX: usize = 32_000;
/// Most pairs of a link: more than there are fields in two worlds.
const PAIRS_MAX: usize = 400;

/// Keys with their values; each key once.
#[derive(Debug, Default)]
pub(super) struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Takes a text apart. A key that is not known is told of, and so is one that is there twice:
    /// the last one counts.
    pub(super) fn of(text: &str, reader: &mut Reader) -> Pairs {
        let mut text = text.trim_start_matches(['#', '?']);
        if text.len() > LENGTH_MAX {
            let cut = (0..=LENGTH_MAX).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            text = &text[..cut];
            reader.warn("link", format!("is longer than {LENGTH_MAX} letters"), "its beginning");
        }
        let mut pairs = Pairs::default();
        for part in text.split('&').filter(|part| !part.is_empty()).take(PAIRS_MAX) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let (name, value) = (decoded(name), decoded(value));
            if !key::is_known(&name) {
                reader.leave_out(&shown(&name), key::unknown(&name));
            } else if let Some(old) = pairs.0.iter_mut().find(|(known, _)| *known == name) {
                reader.warn(&name, "this key is there twice".to_owned(), "the last one");
                old.1 = value;
            } else {
                pairs.0.push((name, value));
            }
        }
        pairs
    }

    /// These pairs; the values of one key become one.
    pub(super) fn joined(words: Vec<(String, String)>) -> Pairs {
        let mut pairs = Pairs::default();
        for (name, value) in words {
            match pairs.0.iter_mut().find(|(known, _)| *known == name) {
                Some((_, all)) => *all = format!("{all},{value}"),
                None => pairs.0.push((name, value)),
            }
        }
        pairs
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| &**value)
    }

    /// The pairs of a world: those whose key begins with `prefix`, without it.
    pub(super) fn of_world<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(name, value)| {
            let own = name.strip_prefix(prefix)?;
            (!prefix.is_empty() || !own.starts_with("b.")).then_some((own, &**value))
        })
    }

    /// Whether anything is said of a second world.
    pub(super) fn has_b(&self) -> bool {
        self.0.iter().any(|(name, _)| name.starts_with("b."))
    }
}

/// A key in a warning: one short word.
fn shown(key: &str) -> String {
    let word: String = key.chars().filter(|c| !c.is_control()).take(40).collect();
    if word.is_empty() { "link".to_owned() } else { word }
}

/// Undoes percent-encoding; what is none stands as it is.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let digit = |at: usize| (*bytes.get(at)? as char).to_digit(16);
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                plain.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                plain.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_undone_and_stand_where_they_mean_nothing() {
        assert_eq!(decoded("a%20b%2Bc%26"), "a b+c&");
        assert_eq!(decoded("50%"), "50%");
        assert_eq!(decoded("%zz%4"), "%zz%4");
        assert_eq!(decoded("%ff"), "\u{fffd}");
    }
}
