//! How a message quotes what a reader wrote, and how it finds what was meant.

/// Longer words are not compared with any name, and quotes are cut here.
const LONGEST: usize = 60;

/// Names that are suggested at most.
const SUGGESTED: usize = 3;

/// `; did you mean forest_limit?`, or nothing when no name is near.
pub fn did_you_mean<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    match &closest(word, names)[..] {
        [] => String::new(),
        [name] => format!("; did you mean {name}?"),
        [start @ .., last] => format!("; did you mean {} or {last}?", start.join(", ")),
    }
}

/// The name that a word is nearly, or else the shortest that it is a part of.
fn closest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let word = folded(word.trim());
    if word.len() < 2 || word.len() > LONGEST {
        return Vec::new();
    }
    let names: Vec<&str> = names.into_iter().collect();
    let near = names.iter().map(|name| (edits(&word, &folded(name)), *name)).min();
    // Two letters of a short name are most of it.
    let near = near.filter(|(distance, name)| *distance <= 2.min(name.len() / 3));
    if let Some((_, name)) = near {
        return vec![name];
    }
    let whole = names.into_iter().filter(|name| word.len() > 2 && folded(name).contains(&word));
    let whole: Vec<_> = whole.collect();
    let shortest = whole.iter().map(|name| name.len()).min();
    whole.into_iter().filter(|name| Some(name.len()) == shortest).take(SUGGESTED).collect()
}

/// Upper and lower case, and the three ways to join words, are the same.
fn folded(word: &str) -> String {
    word.to_ascii_lowercase().replace(['-', ' '], "_")
}

/// Letters to insert, delete or change to turn one word into the other.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &b) in to.iter().enumerate() {
            let change = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

/// A text in quotes, on one line and not too long.
pub fn quoted(text: &str) -> String {
    let mut start: String = text.chars().take(LONGEST).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    let shown: String = start
        .chars()
        .map(|c| if c.is_control() { c.escape_debug().to_string() } else { c.to_string() })
        .collect();
    format!("\"{shown}\"")
}

/// Names one after another; of a long list, those that show how it goes on.
pub fn listed(names: &[&str], between: &str) -> String {
    match names {
        [start @ .., last] if names.len() > 20 => {
            format!("{} … {last}", start[..5].join(between))
        }
        _ => names.join(between),
    }
}

/// A number at a readable length.
pub fn figure(value: f64) -> String {
    let size = value.abs();
    if size > 0.0 && !(1e-6..1e15).contains(&size) {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_found_and_nothing_is_made_up() {
        let names = ["forest_limit", "flight", "source-limit", "F1", "NA", "flight-limit-2"];
        assert_eq!(closest("forest-limt", names), ["forest_limit"]);
        assert_eq!(closest("Source Limit", names), ["source-limit"]);
        assert_eq!(closest("fligt", names), ["flight"]);
        assert_eq!(closest("limit", names), ["forest_limit", "source-limit"], "a part of both");
        for far in ["colour", "", "F9", "N", &"x".repeat(1_000_000)] {
            assert!(closest(far, names).is_empty());
        }
        let said = did_you_mean("limit", names);
        assert_eq!(said, "; did you mean forest_limit or source-limit?");
        assert_eq!(did_you_mean("colour", names), "");
    }

    #[test]
    fn a_quote_is_one_short_line() {
        assert_eq!(quoted("a\nb"), "\"a\\nb\"");
        assert!(quoted(&"ü".repeat(1000)).chars().count() < 70);
        assert_eq!(figure(1e300), "1e300");
        assert_eq!(figure(12.5), "12.5");
    }
}
