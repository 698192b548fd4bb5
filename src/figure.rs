//! Figures of a run by name: what `{held}` or `{sessions of F2}` in a sentence stands for. Captions and
//! lessons never type a number that the run knows.
//!
//! A name may say of what (`of F2`, `of NA`, `of Postfix`) and in which of two worlds (`in A`, `in B`).

mod table;

use crate::scenario::REGIONS;
use crate::sim::Sim;
use crate::sim::profile::Kind;
use crate::sim::trace::Sighting;
use crate::time::Time;

pub use table::FIGURES;

/// What figures are read from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The run, or the selected one of two.
    pub sim: &'a Sim,
    /// Both worlds, if there are two.
    pub worlds: Option<[&'a Sim; 2]>,
    /// The followed mail, when it was created, and its outcomes so far.
    pub mail: Option<(&'a str, Time, &'a [Sighting])>,
    /// From where on means are taken; the last minutes if it is not said.
    pub since: Option<Time>,
}

impl<'a> From<&'a Sim> for Source<'a> {
    fn from(sim: &'a Sim) -> Self {
        Source { sim, worlds: None, mail: None, since: None }
    }
}

/// Of what a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Of the whole run.
    Run,
    /// Of a forest: `of F2`.
    Forest,
    /// Of a region: `of NA`.
    Region,
    /// Of one kind of mail server: `of Postfix`.
    Server,
    /// Of the followed mail.
    Mail,
}

/// A figure.
#[derive(Clone, Copy)]
pub struct Figure {
    /// Its name.
    pub name: &'static str,
    /// Of what it is.
    pub of: Of,
    /// What it is.
    pub help: &'static str,
    /// Reads it; the index says which forest, region or server.
    read: fn(&Source, usize) -> Option<String>,
}

impl std::fmt::Debug for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// What stands for a figure that the run does not have (yet).
const NONE: &str = "none";

/// A name in braces: which figure, of which forest, region or server, in which world.
#[derive(Clone, Copy, Debug)]
struct Name {
    figure: &'static Figure,
    index: usize,
    world: Option<usize>,
}

impl Name {
    fn parse(text: &str) -> Option<Name> {
        let (text, world) = match text.rsplit_once(" in ") {
            Some((rest, "A")) => (rest, Some(0)),
            Some((rest, "B")) => (rest, Some(1)),
            _ => (text, None),
        };
        let alone = |of: Of| {
            let known = FIGURES.iter().find(|one| one.name == text && one.of == of)?;
            Some(Name { figure: known, index: 0, world })
        };
        alone(Of::Run).or_else(|| alone(Of::Mail)).or_else(|| {
            let (name, whose) = text.rsplit_once(" of ")?;
            let (of, index) = whom(whose)?;
            let figure = FIGURES.iter().find(|one| one.name == name && one.of == of)?;
            Some(Name { figure, index, world })
        })
    }
}

/// The mail servers by the name that a figure has for them.
const SERVERS: [(&str, Kind); 8] = [
    ("Postfix", Kind::Postfix),
    ("Exim", Kind::Exim),
    ("Exchange Server", Kind::Exchange),
    ("Sendmail", Kind::Sendmail30),
    ("Sendmail -q1h", Kind::Sendmail60),
    ("Mimecast", Kind::Mimecast),
    ("Amazon SES", Kind::Ses),
    ("the application", Kind::Impatient),
];

fn whom(text: &str) -> Option<(Of, usize)> {
    if let Some(index) = REGIONS.iter().position(|region| region.name == text) {
        return Some((Of::Region, index));
    }
    if let Some((_, kind)) = SERVERS.iter().find(|(name, _)| *name == text) {
        return Some((Of::Server, *kind as usize));
    }
    let number: usize = text.strip_prefix('F')?.parse().ok()?;
    Some((Of::Forest, number.checked_sub(1).filter(|&index| index < 42)?))
}

/// The names in braces of a text that are no figure.
pub fn unknown(text: &str) -> Vec<&str> {
    parts(text).filter_map(Result::err).filter(|name| Name::parse(name).is_none()).collect()
}

/// Fills `{…}` in a text from the run. An unknown name is left as it stands.
pub fn fill(text: &str, source: &Source) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    for part in parts(text) {
        match part {
            Ok(plain) => filled.push_str(plain),
            Err(name) => {
                if let Some(it) = Name::parse(name) {
                    let worlds = it.world.and_then(|index| Some(source.worlds?[index]));
                    let source = Source { sim: worlds.unwrap_or(source.sim), ..*source };
                    let figure = (it.figure.read)(&source, it.index);
                    filled.push_str(figure.as_deref().unwrap_or(NONE));
                } else {
                    filled.push('{');
                    filled.push_str(name);
                    filled.push('}');
                }
            }
        }
    }
    filled
}

/// A text in parts: plain ones, and the names that stand in braces (as errors).
fn parts(text: &str) -> impl Iterator<Item = Result<&str, &str>> {
    let mut rest = text;
    let mut name = None;
    std::iter::from_fn(move || {
        if let Some(name) = name.take() {
            return Some(Err(name));
        }
        if rest.is_empty() {
            return None;
        }
        let braces = rest.find('{').and_then(|open| Some((open, open + rest[open..].find('}')?)));
        let Some((open, close)) = braces else {
            return Some(Ok(std::mem::take(&mut rest)));
        };
        let plain = &rest[..open];
        name = Some(&rest[open + 1..close]);
        rest = &rest[close + 1..];
        Some(Ok(plain))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn every_figure_is_read_from_a_run_and_the_rest_is_told() {
        let scenario = Scenario::preset("ex1331830").expect("the incident");
        let mut sim = Sim::new(&scenario, 1);
        sim.run_until(Time::from_hours(3));
        let source = Source::from(&sim);
        for figure in FIGURES {
            let of = match figure.of {
                Of::Run | Of::Mail => "",
                Of::Forest => " of F2",
                Of::Region => " of EMEA",
                Of::Server => " of Postfix",
            };
            let text = format!("a {{{}{of}}} b", figure.name);
            assert!(unknown(&text).is_empty(), "{text}");
            let filled = fill(&text, &source);
            assert!(!filled.contains('{') && filled.starts_with("a "), "{filled}");
            let is_known = filled != "a none b";
            assert!(is_known || figure.of == Of::Mail || figure.name == "cleared at", "{filled}");
        }
        assert_eq!(unknown("{held} {beer} {sessions of F99} {limit of NA}").len(), 3);
        assert_eq!(fill("{beer} {", &source), "{beer} {");
        assert_eq!(fill("{limit of F1} {limit in B}", &source), "50 50");
    }

    #[test]
    fn servers_have_the_names_of_their_profiles_or_shorter_ones() {
        let scenario = Scenario::preset("mta-tails").expect("a preset");
        let sim = Sim::new(&scenario, 1);
        for (name, kind) in SERVERS {
            let profile = sim.profile(kind).name.to_ascii_lowercase();
            let word = name.trim_start_matches("the ").to_ascii_lowercase();
            let word = word.split(' ').next().unwrap_or_default();
            assert!(profile.contains(word), "{name}: {profile}");
        }
    }
}
