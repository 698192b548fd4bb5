//! From what serde says of a message to what a host is told: where, what, and what is allowed.

use super::Error;

/// serde's words for a type, and ours.
const TYPES: [(&str, &str); 6] = [
    ("a boolean", "true or false"),
    ("a string", "text"),
    ("string or map", "text"),
    ("f64", "a number"),
    ("u64", "a whole number from 0"),
    ("u32", "a whole number from 0"),
];

/// The error of a text that could not be read; `within` is what the text is a part of.
pub(super) fn of(code: &'static str, within: &str, text: &str, error: &serde_json::Error) -> Error {
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(&*said, |(said, _)| said);
    let (wrong, wanted) = said.split_once(", expected ").unwrap_or((said, ""));
    let names: Vec<_> = wanted.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    // An unknown key is told before its value is reached, a missing one after the last.
    let key = match wrong.split_once(" field `") {
        Some(("unknown", name)) => Some(name.trim_end_matches('`')),
        Some(("missing", _)) => None,
        _ => key_at(text, error.column()),
    };
    let path = match (within, key) {
        (within, Some(key)) if !within.is_empty() => format!("{within}.{key}"),
        (_, Some(key)) => key.to_owned(),
        (within, None) => within.to_owned(),
    };
    let wanted = if names.is_empty() {
        TYPES.iter().find(|(theirs, _)| *theirs == wanted).map_or(wanted, |(_, ours)| ours)
    } else {
        ""
    };
    let message =
        if wanted.is_empty() { wrong.to_owned() } else { format!("{wrong}, expected {wanted}") };
    Error::new(code, &path, message).allow(names)
}

/// The last key of the outermost object before a column (counted from 1, in bytes).
fn key_at(text: &str, column: usize) -> Option<&str> {
    let (mut depth, mut quoted, mut escaped) = (0, None::<usize>, false);
    let (mut last, mut key) = (None, None);
    for (at, byte) in text.bytes().enumerate().take(column) {
        match (quoted, byte) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), b'\\') => escaped = true,
            (Some(from), b'"') => {
                last = text.get(from..at);
                quoted = None;
            }
            (None, b'"') => quoted = Some(at + 1),
            (None, b':') if depth == 1 => key = last,
            (None, b'{' | b'[') => depth += 1,
            (None, b'}' | b']') => depth -= 1,
            (Some(_) | None, _) => {}
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_before_a_column_is_found() {
        let check = |text: &str, column, wants: Option<&str>| {
            assert_eq!(key_at(text, column), wants, "{text} at {column}");
        };
        check(r#"{"a":1,"b":{"c":2},"d":"x:\"y"}"#, 6, Some("a"));
        check(r#"{"a":1,"b":{"c":2},"d":"x:\"y"}"#, 16, Some("b"));
        check(r#"{"a":1,"b":{"c":2},"d":"x:\"y"}"#, 99, Some("d"));
        check("{}", 2, None);
        check("[]", 1, None);
    }
}
