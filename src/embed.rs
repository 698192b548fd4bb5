//! How the page looks inside another page: `embed=1` and the keys beside it, in a link's fragment or
//! query.
//!
//! ```text
//! embed=1&s=ex1331830&lever=flighting&hide=title,legend&theme=dark
//! ```
//!
//! The run, the theme and whether it plays at once are [the link's](crate::link). This knows which
//! parts there are and what they are called, not how they are drawn. Reading never
//! fails: what is not known is told as a warning and left out.

mod code;

use crate::readout::Lever;
use crate::scenario::Warning;
use crate::scenario::words::{did_you_mean, quoted};

/// A part of the embedded page that can be left out. The stage and the play button always stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The bar with the scenario's name and the clock.
    Title,
    /// What is happening, and how many mails are held.
    Sentence,
    /// What the shapes mean.
    Legend,
    /// The backlog over the whole run.
    Tape,
    /// One lever.
    Lever,
    /// The choice of a speed.
    Speed,
    /// The link that opens the same state to be changed.
    Remix,
    /// The link that opens the full page.
    Open,
}

impl Part {
    /// Every part: its name in links, and what the dialog calls it.
    pub const ALL: [(Part, &'static str, &'static str); 8] = [
        (Part::Title, "title", "Title bar"),
        (Part::Sentence, "sentence", "Sentence"),
        (Part::Legend, "legend", "Legend"),
        (Part::Tape, "tape", "Tape"),
        (Part::Lever, "lever", "Lever"),
        (Part::Speed, "speed", "Speed"),
        (Part::Remix, "remix", "Remix"),
        (Part::Open, "open", "Open full page"),
    ];

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

pub use code::Frame;

/// How the page is embedded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Embed {
    hidden: u8,
    /// The one lever that is shown.
    pub lever: Lever,
}

impl Default for Embed {
    fn default() -> Self {
        Embed { hidden: 0, lever: Lever::Limit }
    }
}

/// What a question with its answer takes [CSS px].
const LESSON_HEIGHT: f64 = 168.0;

/// The keys of a link that say how it is embedded.
pub const KEYS: [&str; 4] = ["embed", "hide", "show", "lever"];

impl Embed {
    /// Whether a part is shown.
    pub fn shows(&self, part: Part) -> bool {
        self.hidden & part.bit() == 0
    }

    /// Shows or hides a part.
    pub fn show(&mut self, part: Part, shown: bool) {
        if shown {
            self.hidden &= !part.bit();
        } else {
            self.hidden |= part.bit();
        }
    }

    /// Reads a link's fragment or query, with or without its `#` or `?`. `None` if it does not ask
    /// for the embedded page.
    pub fn read(link: &str) -> (Option<Embed>, Vec<Warning>) {
        let mut warnings = Vec::new();
        let link = link.trim_start_matches(['#', '?']);
        let pairs = || link.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "1")));
        let asked = pairs().rfind(|(key, _)| *key == "embed").and_then(|(_, value)| {
            switch(value).or_else(|| {
                warnings.push(warning("embed", value, &["1", "0"], "1"));
                Some(true)
            })
        });
        if asked != Some(true) {
            return (None, warnings);
        }
        let mut embed = Embed::default();
        for (key, value) in pairs() {
            embed.take(key, value, &mut warnings);
        }
        (Some(embed), warnings)
    }

    fn take(&mut self, key: &str, value: &str, warnings: &mut Vec<Warning>) {
        // A comma may have been escaped on the way.
        let value = value.replace("%2C", ",").replace("%2c", ",");
        match key {
            "hide" | "show" => {
                if key == "show" {
                    self.hidden = u8::MAX;
                }
                for name in value.split(',').filter(|name| !name.is_empty() && *name != "stage") {
                    match Part::ALL.iter().find(|(_, known, _)| *known == name) {
                        Some(&(part, ..)) => self.show(part, key == "show"),
                        None => warnings.push(warning(
                            key,
                            name,
                            &Part::ALL.map(|(_, name, _)| name),
                            "nothing",
                        )),
                    }
                }
            }
            "lever" if value == "none" => self.show(Part::Lever, false),
            "lever" => {
                if let Some(lever) = Lever::ALL.into_iter().find(|lever| lever.key() == value) {
                    self.lever = lever;
                } else {
                    let names = Lever::ALL.map(Lever::key);
                    warnings.push(warning(key, &value, &names, "limit"));
                }
            }
            _ => {}
        }
    }

    /// The keys that give this again, `embed=1` first.
    pub fn write(&self) -> String {
        let mut link = String::from("embed=1");
        let hidden: Vec<_> = Part::ALL
            .iter()
            .filter(|(part, ..)| !self.shows(*part))
            .map(|(_, name, _)| *name)
            .collect();
        if !hidden.is_empty() {
            link = link + "&hide=" + &hidden.join(",");
        }
        if self.lever != Lever::Limit {
            link = link + "&lever=" + self.lever.key();
        }
        link
    }

    /// The height in which every part has its room at a width [CSS px]; a lesson's words and buttons
    /// take the places of the legend and the lever.
    pub fn height(&self, width: f64, teaches: bool) -> f64 {
        let legend = if width < 640.0 { 36.0 } else { 20.0 };
        let (legend, lever) = if teaches { (0.0, 0.0) } else { (legend, 48.0) };
        let lesson = if teaches { 48.0 + LESSON_HEIGHT } else { 0.0 };
        // Narrow stages are turned and need more.
        let stage = if width < 480.0 { 300.0 } else { 218.0 };
        let (title, sentence) =
            (if width < 420.0 { 52.0 } else { 36.0 }, if width < 480.0 { 60.0 } else { 40.0 });
        [
            (Part::Title, title),
            (Part::Sentence, sentence),
            (Part::Legend, legend),
            (Part::Tape, 88.0),
            (Part::Lever, lever),
        ]
        .into_iter()
        .filter(|(part, _)| self.shows(*part))
        .map(|(_, height)| height)
        .sum::<f64>()
            + stage
            + lesson
    }
}

fn switch(value: &str) -> Option<bool> {
    match value {
        "1" | "true" | "yes" | "" => Some(true),
        "0" | "false" | "no" => Some(false),
        _ => None,
    }
}

fn warning(key: &str, value: &str, allowed: &[&str], used: &str) -> Warning {
    let meant = did_you_mean(value, allowed.iter().copied());
    Warning {
        path: key.to_owned(),
        message: format!("{} is not one of {}{meant}", quoted(value), allowed.join(", ")),
        used: Some(used.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(link: &str) -> Embed {
        let (embed, warnings) = Embed::read(link);
        assert_eq!(warnings, [], "{link}");
        embed.expect("embedded")
    }

    #[test]
    fn only_a_link_that_asks_for_it_is_embedded() {
        for link in ["", "#", "#s=ex1331830", "?embed=0", "#theme=dark", "embed=false"] {
            assert_eq!(Embed::read(link), (None, Vec::new()), "{link}");
        }
        for link in ["#embed=1", "?embed=true&s=ex1331830", "s=x&embed"] {
            assert_eq!(read(link), Embed::default(), "{link}");
        }
    }

    #[test]
    fn parts_are_hidden_or_shown_by_name() {
        let embed = read("#embed=1&hide=title,legend");
        assert!(!embed.shows(Part::Title) && !embed.shows(Part::Legend) && embed.shows(Part::Tape));
        let embed = read("#embed=1&show=stage%2Ctape");
        let shown = Part::ALL.iter().filter(|(part, ..)| embed.shows(*part));
        assert_eq!(shown.map(|(_, name, _)| *name).collect::<Vec<_>>(), ["tape"]);
        assert!(!read("#embed=1&lever=none").shows(Part::Lever));
    }

    #[test]
    fn what_is_not_known_is_told_and_left_out() {
        let (embed, warnings) = Embed::read("#embed=2&hide=titl,tape&theme=pink&lever=limt");
        let paths: Vec<_> = warnings.iter().map(|warning| &*warning.path).collect();
        assert_eq!(paths, ["embed", "hide", "lever"]);
        assert!(warnings[1].message.contains("did you mean title?"), "{}", warnings[1]);
        let mut wants = Embed::default();
        wants.show(Part::Tape, false);
        assert_eq!(embed, Some(wants));
    }

    #[test]
    fn what_is_written_is_read_again() {
        for bits in 0..=u8::MAX {
            for lever in Lever::ALL {
                let embed = Embed { hidden: bits, lever };
                assert_eq!(read(&embed.write()), embed, "{}", embed.write());
            }
        }
        assert_eq!(Embed::default().write(), "embed=1");
    }

    #[test]
    fn the_usual_size_is_seven_hundred_by_four_hundred_and_fifty() {
        assert!((Embed::default().height(700.0, false) - 450.0).abs() < 1e-9);
        assert!((read("#embed=1&show=").height(700.0, false) - 218.0).abs() < 1e-9);
        assert!((Embed::default().height(700.0, true) - 598.0).abs() < 1e-9);
    }
}
