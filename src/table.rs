//! A table as data: which of its rows show, in which order, which of them are in sight, and what is
//! copied of them.
//!
//! Rows are named by their place in a [`Source`] and cells are made only for those that are asked for,
//! so a table of thousands of rows costs what is seen of it. Knows no element and no pixel but the
//! height of a row.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use crate::order;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub title: &'static str,
    /// How wide it is [px].
    pub width: u16,
    /// Whether it takes what width is left over.
    pub grows: bool,
    /// Whether it holds numbers: they stand at the right, and the largest comes first.
    pub is_number: bool,
    /// What it is, in a sentence; may be empty.
    pub help: &'static str,
}

impl Column {
    /// A column of text.
    pub const fn text(title: &'static str, width: u16) -> Self {
        Column { title, width, grows: false, is_number: false, help: "" }
    }

    /// A column of numbers.
    pub const fn number(title: &'static str, width: u16) -> Self {
        Column { is_number: true, ..Column::text(title, width) }
    }

    /// The same, taking what width is left.
    #[must_use]
    pub const fn growing(self) -> Self {
        Column { grows: true, ..self }
    }

    /// The same with a sentence that says what it is.
    #[must_use]
    pub const fn with_help(self, help: &'static str) -> Self {
        Column { help, ..self }
    }
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What stands in it.
    pub text: Cow<'static, str>,
    /// What it means, as the stage has it: `refused`, `held`; may be empty.
    pub tone: &'static str,
    key: Key,
}

/// What a cell is sorted by.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Key {
    /// Nothing is there: after all else.
    None,
    /// Its text.
    Text,
    /// A number that stands in it.
    Number(f64),
    /// A number that only says where it belongs.
    Order(f64),
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<Cow<'static, str>>) -> Self {
        Cell { text: text.into(), tone: "", key: Key::Text }
    }

    /// A number and how it reads.
    pub fn number(value: f64, text: impl Into<Cow<'static, str>>) -> Self {
        Cell { key: Key::Number(value), ..Cell::text(text) }
    }

    /// A text that is sorted by a number: a time, a rank.
    pub fn ordered(order: f64, text: impl Into<Cow<'static, str>>) -> Self {
        Cell { key: Key::Order(order), ..Cell::text(text) }
    }

    /// Nothing: a dash.
    pub fn none() -> Self {
        Cell { key: Key::None, ..Cell::text("–") }
    }

    /// The same with a meaning.
    #[must_use]
    pub fn with_tone(self, tone: &'static str) -> Self {
        Cell { tone, ..self }
    }

    fn compare(&self, other: &Cell) -> Ordering {
        match (self.key, other.key) {
            (Key::Number(a) | Key::Order(a), Key::Number(b) | Key::Order(b)) => a.total_cmp(&b),
            _ => self.text.cmp(&other.text),
        }
    }

    /// How it is copied: a number without thin spaces and units, nothing as nothing.
    fn copied(&self) -> String {
        match self.key {
            Key::None => String::new(),
            // Two decimals at most, and none where there are none.
            Key::Number(value) => ((value * 100.0).round() / 100.0).to_string(),
            Key::Text | Key::Order(_) => self.text.replace(['\t', '\n', '\r'], " "),
        }
    }
}

/// Where rows come from. They stand in their natural order.
pub trait Source {
    /// The columns.
    fn columns(&self) -> &'static [Column];
    /// How many rows there are.
    fn len(&self) -> usize;
    /// A cell.
    fn cell(&self, row: usize, column: usize) -> Cell;
    /// A name for a row that stays with it as rows come and go.
    fn key(&self, row: usize) -> u64;
    /// Whether the row belongs to the nearest row above that does not.
    fn is_part(&self, _row: usize) -> bool {
        false
    }
    /// Whether the row's parts are shown; `None` if it has none.
    fn is_open(&self, _row: usize) -> Option<bool> {
        None
    }
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// How a reader looks at a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// The column it is sorted by, and whether the greatest comes first; natural order if none.
    pub sort: Option<(usize, bool)>,
    /// Only rows in which this stands, whatever the case.
    pub filter: String,
}

impl View {
    /// The reader presses a column's head: sorted, sorted the other way, natural order again.
    pub fn press(&mut self, columns: &[Column], column: usize) {
        let first = columns[column].is_number;
        self.sort = match self.sort {
            Some((at, falls)) if at == column && falls == first => Some((column, !first)),
            Some((at, _)) if at == column => None,
            _ => Some((column, first)),
        };
    }

    /// The rows that show, in order. A row's parts stay with it; it shows if one of them does.
    pub fn rows(&self, source: &dyn Source) -> Vec<usize> {
        let mut blocks: Vec<(usize, Vec<usize>)> = Vec::new();
        for row in 0..source.len() {
            match blocks.last_mut() {
                Some((_, parts)) if source.is_part(row) => parts.push(row),
                _ => blocks.push((row, Vec::new())),
            }
        }
        let wanted = self.filter.trim().to_ascii_lowercase();
        if !wanted.is_empty() {
            let holds = |row: usize| {
                let mut cells = (0..source.columns().len()).map(|column| source.cell(row, column));
                cells.any(|cell| cell.text.to_ascii_lowercase().contains(&wanted))
            };
            blocks.retain_mut(|(head, parts)| {
                if holds(*head) {
                    return true;
                }
                parts.retain(|&part| holds(part));
                !parts.is_empty()
            });
        }
        if let Some((column, falls)) = self.sort {
            self::sort(&mut blocks, |&(head, _)| source.cell(head, column), falls);
            for (_, parts) in &mut blocks {
                self::sort(parts.as_mut_slice(), |&part| source.cell(part, column), falls);
            }
        }
        blocks.into_iter().flat_map(|(head, parts)| std::iter::once(head).chain(parts)).collect()
    }
}

/// Sorts by a cell of each; what has nothing there comes last either way, and equals stay in order.
fn sort<T>(all: &mut [T], cell: impl Fn(&T) -> Cell, falls: bool) {
    let cells: Vec<Cell> = all.iter().map(cell).collect();
    let mut places: Vec<u32> = (0..all.len() as u32).collect();
    places.sort_by(|&a, &b| {
        let (a, b) = (&cells[a as usize], &cells[b as usize]);
        let empty = (a.key == Key::None).cmp(&(b.key == Key::None));
        let order = a.compare(b);
        empty.then(if falls { order.reverse() } else { order })
    });
    order::permute(all, &mut places);
}

/// The rows in sight of `rows` when so much of them is scrolled away, a few more on either side.
pub fn in_sight(rows: usize, row_height: f64, scrolled: f64, height: f64) -> Range<usize> {
    const MORE: usize = 4;
    // Rows may have gone since it was scrolled there.
    let scrolled = scrolled.min(rows as f64 * row_height - height).max(0.0);
    let first = ((scrolled / row_height) as usize).saturating_sub(MORE);
    let seen = (height.max(0.0) / row_height).ceil() as usize + 1 + 2 * MORE;
    first..(first + seen).min(rows)
}

/// The rows with a head, as spreadsheets take them: tabs between cells, a line a row.
pub fn tsv(source: &dyn Source, rows: &[usize]) -> String {
    let columns = source.columns();
    let titles: Vec<_> = columns.iter().map(|column| column.title).collect();
    let mut text = titles.join("\t");
    for &row in rows {
        text.push('\n');
        for column in 0..columns.len() {
            if column > 0 {
                text.push('\t');
            }
            text.push_str(&source.cell(row, column).copied());
        }
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, size; names that begin with a dot are parts of the one above.
    struct Files(Vec<(&'static str, Option<f64>)>);

    impl Source for Files {
        fn columns(&self) -> &'static [Column] {
            const COLUMNS: &[Column] = &[Column::text("Name", 100), Column::number("Size", 60)];
            COLUMNS
        }
        fn len(&self) -> usize {
            self.0.len()
        }
        fn cell(&self, row: usize, column: usize) -> Cell {
            let (name, size) = self.0[row];
            match (column, size) {
                (0, _) => Cell::text(name),
                (_, Some(size)) => Cell::number(size, format!("{size}\u{202f}k")),
                (_, None) => Cell::none(),
            }
        }
        fn key(&self, row: usize) -> u64 {
            row as u64
        }
        fn is_part(&self, row: usize) -> bool {
            self.0[row].0.starts_with('.')
        }
    }

    fn files() -> Files {
        let sizes = [
            ("lime", Some(2.0)),
            (".peel", Some(1.5)),
            (".pip", Some(0.254)),
            ("fig", None),
            ("apple", Some(10.0)),
        ];
        Files(sizes.to_vec())
    }

    fn check(sort: Option<(usize, bool)>, filter: &str, want: &[usize]) {
        let view = View { sort, filter: filter.to_owned() };
        assert_eq!(view.rows(&files()), want, "{view:?}");
    }

    #[test]
    fn parts_stay_with_their_row_and_what_is_missing_comes_last() {
        check(None, "", &[0, 1, 2, 3, 4]);
        check(Some((0, false)), "", &[4, 3, 0, 1, 2]);
        check(Some((0, true)), "", &[0, 2, 1, 3, 4]);
        // As numbers: ten is more than two.
        check(Some((1, true)), "", &[4, 0, 1, 2, 3]);
        check(Some((1, false)), "", &[0, 2, 1, 4, 3]);
    }

    #[test]
    fn a_filter_finds_text_in_any_column_and_keeps_the_row_above_a_part() {
        check(None, " PI", &[0, 2]);
        check(None, "10\u{202f}k", &[4]);
        check(None, "lime", &[0, 1, 2]);
        check(None, "plum", &[]);
    }

    #[test]
    fn a_head_sorts_then_turns_then_lets_go() {
        let columns = files().columns();
        let mut view = View::default();
        let mut seen = Vec::new();
        for column in [0, 0, 0, 1, 1, 0] {
            view.press(columns, column);
            seen.push(view.sort);
        }
        let want = [
            Some((0, false)),
            Some((0, true)),
            None,
            Some((1, true)),
            Some((1, false)),
            Some((0, false)),
        ];
        assert_eq!(seen, want);
    }

    #[test]
    fn only_the_rows_in_sight_and_a_few_more_are_made() {
        assert_eq!(in_sight(5, 32.0, 0.0, 190.0), 0..5);
        assert_eq!(in_sight(1000, 32.0, 0.0, 190.0), 0..15);
        assert_eq!(in_sight(1000, 32.0, 3200.0, 190.0), 96..111);
        assert_eq!(in_sight(1000, 32.0, 1e9, 190.0), 990..1000);
        assert_eq!(in_sight(0, 32.0, -5.0, 190.0), 0..0);
    }

    #[test]
    fn a_copy_has_a_head_and_plain_numbers() {
        let want = "Name\tSize\nlime\t2\n.pip\t0.25\nfig\t\n";
        assert_eq!(tsv(&files(), &[0, 2, 3]), want);
        assert_eq!(Cell::text("a\tb\nc").copied(), "a b c");
    }
}
