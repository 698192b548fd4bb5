//! What a reader pastes into another page: the frame's address, its code, and the same as an element.

use std::fmt::Write as _;

use super::Embed;
use crate::link::Link;
use crate::playback::Player;

/// A frame with the page in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Address of the page, without a fragment.
    pub page: String,
    /// What it shows.
    pub link: Link,
    /// With which parts.
    pub embed: Embed,
    /// Width [CSS px]; none is that of the column.
    pub width: Option<u32>,
    /// Height [CSS px].
    pub height: u32,
}

impl Frame {
    /// Sizes to choose from: what they are called, width and height. The layouts change between them.
    pub const SIZES: [(&'static str, Option<u32>, u32); 5] = [
        ("700 × 450", Some(700), 450),
        ("Full width × 450", None, 450),
        ("480 × 450", Some(480), 450),
        ("480 × 300: no lever, no tape", Some(480), 300),
        ("700 × 280: stage and play", Some(700), 280),
    ];

    /// Widths and heights that can be typed [CSS px]: from the stage alone to a whole screen.
    pub const RANGES: [(u32, u32); 2] = [(280, 2400), (160, 1600)];

    /// A preset as it is, or what a player shows: its set-up or this very moment.
    pub fn link(player: &Player, preset: Option<&str>, moment: bool) -> Link {
        let of = |key: &str| crate::scenario::Scenario::preset(key).map(Link::new).ok();
        preset.and_then(of).unwrap_or_else(|| {
            let link = Link::of(player);
            if moment { link } else { link.setup() }
        })
    }

    /// The address of the frame.
    pub fn src(&self) -> String {
        format!("{}#{}&{}", self.page, self.embed.write(), self.pairs())
    }

    /// The link without its version, which is the only one there is.
    fn pairs(&self) -> String {
        let link = self.link.write();
        link.split_once('&').map_or(String::new(), |(_, pairs)| pairs.to_owned())
    }

    /// What the frame is called, for readers who do not see it.
    fn title(&self) -> String {
        format!("Mailflow: {}, a simulation", self.link.scenario.about().title)
    }

    /// The code of an iframe.
    pub fn iframe(&self) -> String {
        let width = match self.width {
            Some(width) => format!("width:{width}px;max-width:100%"),
            None => "width:100%".to_owned(),
        };
        format!(
            "<iframe src=\"{}\" title=\"{}\" loading=\"lazy\" allow=\"fullscreen; clipboard-write\" \
             style=\"{width};height:{}px;border:0\"></iframe>",
            escaped(&self.src()),
            escaped(&self.title()),
            self.height,
        )
    }

    /// The same as an element with its script; the plain link inside is for readers without scripts.
    pub fn element(&self) -> String {
        let (folder, file) = self.page.rsplit_once('/').unwrap_or(("", &self.page));
        let embed = self.embed.write();
        let link = self.pairs();
        let pairs = embed.split('&').skip(1).chain(link.split('&'));
        let mut attributes = String::new();
        let mut add = |key: &str, value: &str| {
            // Writing to a string cannot fail.
            let _ = write!(attributes, " {key}=\"{}\"", escaped(value));
        };
        for pair in pairs {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            add(if key == "s" { "scenario" } else { key }, value);
        }
        if !["", "index.html"].contains(&file) {
            add("src", file);
        }
        if let Some(width) = self.width {
            add("style", &format!("width:{width}px;max-width:100%"));
        }
        let (title, link) = (escaped(&self.title()), escaped(&self.link.write()));
        format!(
            "<script src=\"{0}/mail-flow.js\" defer></script>\n\
             <mail-flow{attributes} height=\"{1}\" title=\"{title}\"><a href=\"{2}#{link}\">{title}</a></mail-flow>",
            escaped(folder),
            self.height,
            escaped(&self.page),
        )
    }
}

/// A text as an attribute's value or an element's content.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embed::Part;

    fn frame() -> Frame {
        let mut embed = Embed::default();
        embed.show(Part::Legend, false);
        let (link, _) = Link::read("#s=ex1331830&limit=40&flighting=50");
        let page = "page://host.example/mailflow/".to_owned();
        Frame { page, link, embed, width: Some(700), height: 450 }
    }

    #[test]
    fn the_code_of_a_frame_asks_for_what_was_chosen() {
        let frame = frame();
        let asked = "embed=1&hide=legend&s=ex1331830&limit=40&flighting=50";
        assert_eq!(frame.src(), format!("page://host.example/mailflow/#{asked}"));
        let code = frame.iframe();
        assert!(code.contains(&asked.replace('&', "&amp;")), "{code}");
        assert!(
            code.contains("style=\"width:700px;max-width:100%;height:450px;border:0\""),
            "{code}"
        );
        assert!(code.contains("title=\"Mailflow: "), "{code}");
        let whole = Frame { width: None, ..frame }.iframe();
        assert!(whole.contains("style=\"width:100%;height:450px"), "{whole}");
    }

    #[test]
    fn what_the_frame_asks_for_is_read_again() {
        let frame = frame();
        let src = frame.src();
        let (_, asked) = src.split_once('#').expect("a fragment");
        assert_eq!(Embed::read(asked), (Some(frame.embed), Vec::new()));
        assert_eq!(Link::read(asked), (frame.link, Vec::new()));
    }

    #[test]
    fn the_element_has_the_same_keys_as_attributes() {
        let code = frame().element();
        for part in [
            "<script src=\"page://host.example/mailflow/mail-flow.js\" defer></script>",
            "<mail-flow hide=\"legend\" scenario=\"ex1331830\" limit=\"40\" flighting=\"50\"",
            " height=\"450\"",
            "<a href=\"page://host.example/mailflow/#v=1&amp;s=ex1331830&amp;limit=40",
        ] {
            assert!(code.contains(part), "{part} in {code}");
        }
        assert!(!code.contains(" src=\"index"), "{code}");
        let file = Frame { page: "page://host.example/m/mailflow.html".to_owned(), ..frame() };
        assert!(file.element().contains(" src=\"mailflow.html\""), "{}", file.element());
    }

    #[test]
    fn letters_that_mean_something_in_html_are_escaped() {
        assert_eq!(escaped("a<b>&\"c\""), "a&lt;b>&amp;&quot;c&quot;");
    }
}
