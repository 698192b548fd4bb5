//! The colours of a chart, as the page's tokens give them.
//!
//! Knows no custom property by name: the page reads them and passes text in.

use plotters::style::RGBColor;

/// The colours of every chart, in one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Held mail.
    pub held: RGBColor,
    /// Replies of 250.
    pub accepted: RGBColor,
    /// Replies of 421.
    pub refused: RGBColor,
    /// Lost connections.
    pub dropped: RGBColor,
    /// Replies of 550.
    pub rejected: RGBColor,
    /// Delivered mail.
    pub delivered: RGBColor,
    /// What has no colour of its own.
    pub ink: RGBColor,
    /// Replaced futures.
    pub muted: RGBColor,
    /// Grid lines.
    pub hairline: RGBColor,
    /// What the chart stands on, for the halo of its marks.
    pub surface: RGBColor,
}

/// What a line or a bar has its colour from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Held mail.
    Held,
    /// Replies of 250, sessions.
    Accepted,
    /// Replies of 421.
    Refused,
    /// Lost connections.
    Dropped,
    /// Replies of 550.
    Rejected,
    /// Delivered mail.
    Delivered,
    /// Nothing of its own.
    Plain,
}

impl Ink {
    /// Its name in the style sheet.
    pub fn key(self) -> &'static str {
        match self {
            Ink::Held => "held",
            Ink::Accepted => "accepted",
            Ink::Refused => "refused",
            Ink::Dropped => "dropped",
            Ink::Rejected => "rejected",
            Ink::Delivered => "delivered",
            Ink::Plain => "plain",
        }
    }
}

impl Palette {
    /// The colour of an ink.
    pub fn of(&self, ink: Ink) -> RGBColor {
        match ink {
            Ink::Held => self.held,
            Ink::Accepted => self.accepted,
            Ink::Refused => self.refused,
            Ink::Dropped => self.dropped,
            Ink::Rejected => self.rejected,
            Ink::Delivered => self.delivered,
            Ink::Plain => self.ink,
        }
    }
}

impl Default for Palette {
    /// Greys, for the moment before the page has read its tokens.
    fn default() -> Self {
        let (mark, line, surface) =
            (RGBColor(120, 128, 138), RGBColor(220, 224, 229), RGBColor(255, 255, 255));
        Palette {
            held: mark,
            accepted: mark,
            refused: mark,
            dropped: mark,
            rejected: mark,
            delivered: mark,
            ink: mark,
            muted: mark,
            hairline: line,
            surface,
        }
    }
}

/// A colour from `#RRGGBB` or `#RGB`, the forms a token has; `None` for anything else.
pub fn hex(text: &str) -> Option<RGBColor> {
    let digits = text.trim().strip_prefix('#')?;
    if !digits.is_ascii() {
        return None;
    }
    let pair = |i: usize| u8::from_str_radix(digits.get(i..i + 2)?, 16).ok();
    let single = |i: usize| u8::from_str_radix(digits.get(i..=i)?, 16).ok().map(|v| v * 17);
    match digits.len() {
        6 => Some(RGBColor(pair(0)?, pair(2)?, pair(4)?)),
        3 => Some(RGBColor(single(0)?, single(1)?, single(2)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_in_both_lengths() {
        assert_eq!(hex(" #0062BD"), Some(RGBColor(0, 0x62, 0xBD)));
        assert_eq!(hex("#fff"), Some(RGBColor(255, 255, 255)));
        for wrong in ["", "0062BD", "#0062B", "rgb(0,0,0)", "#00é2"] {
            assert_eq!(hex(wrong), None, "{wrong}");
        }
    }
}
