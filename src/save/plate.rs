//! What stands around a picture that leaves the page, so that it can be read where nothing else is
//! known: which run, when, what the dots mean, and that it is a simulation.
//!
//! Only arranges: the page paints these shapes and puts the pictures in their places.

use crate::chart::axis::{TimeTick, value_ticks};
use crate::number::thousands;
use crate::playback::{Player, Side};
use crate::stage::shape::{Anchor, Back, Mark, Rect, Text, pt, rect, text_width};
use crate::stage::{Glyph, Role, Shape};
use crate::time::Time;

/// Space around and between everything [px].
const GAP: f32 = 16.0;
/// Size of the title, the time and the sentence [px], and of a line of them.
const BODY: (f32, f32) = (15.0, 20.0);
/// Size of everything else [px], and of a line of it.
const SMALL: (f32, f32) = (12.0, 16.0);
/// Room for the figures beside a chart [px].
const FIGURES: f32 = 56.0;

/// A picture's frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Plate {
    /// What is painted around the pictures.
    pub shapes: Vec<Shape>,
    /// Where the pictures go.
    pub places: Vec<Rect>,
    /// Width of it all [px].
    pub width: f32,
    /// Height of it all [px].
    pub height: f32,
}

impl Plate {
    /// The stage, or two of them, each of a size [px]. A square of a pile stands for `unit` mails.
    pub fn stage(player: &Player, sizes: &[(f32, f32)], unit: u64) -> Plate {
        let width = sizes.iter().map(|size| size.0).fold(0.0, f32::max) + 2.0 * GAP;
        let mut plate = Plate::head(player, width);
        for (index, &size) in sizes.iter().enumerate() {
            if sizes.len() > 1 {
                plate.line(BODY, Role::Ink, true, ["A", "B"][index % 2]);
            }
            plate.place(GAP, size);
        }
        plate.legend();
        let mails = |what, n: u64| format!("1 {what} = {} mails", thousands(n));
        let scale = format!("{} · {}", mails("square", unit), mails("dot", player.dot_mails()));
        plate.foot(player, &scale)
    }

    /// The backlog's chart of a size [px], with the figures of its axes.
    pub fn backlog(player: &Player, size: (f32, f32), top: f64, ticks: &[TimeTick]) -> Plate {
        let mut plate = Plate::head(player, size.0 + 2.0 * GAP + FIGURES);
        let worlds = if player.side(Side::B).is_some() {
            ": A the grey line, B the coloured one"
        } else {
            ""
        };
        plate.line(SMALL, Role::Ink, true, &format!("Mail held{worlds}"));
        // The topmost figure stands half over the plot.
        plate.height += SMALL.1 / 2.0;
        let plot = plate.place(GAP + FIGURES, size);
        for (index, tick) in value_ticks(top).into_iter().enumerate() {
            let y = plot.bottom() - plot.h * index as f32 / 2.0 + SMALL.0 * 0.35;
            let text = Text::new(pt(plot.x - 8.0, y), SMALL.0, Role::Muted, tick.1);
            plate.shapes.push(Shape::Text(text.anchored(Anchor::End).on_card()));
        }
        let duration = player.duration().secs_f64().max(1.0) as f32;
        for tick in ticks {
            plate.hour(plot, tick, duration);
        }
        plate.height += SMALL.1 + 4.0;
        plate.foot(player, "")
    }

    /// Which run, when, and what happens.
    fn head(player: &Player, width: f32) -> Plate {
        let mut plate = Plate { shapes: Vec::new(), places: Vec::new(), width, height: GAP };
        let scenario = player.scenario();
        let changed = if player.is_edited() { " (changed)" } else { "" };
        let title = format!("{}{changed}", scenario.about().title);
        let (epoch, at) = (scenario.epoch(), player.cursor());
        let when = format!("{} {}, {} UTC", epoch.date(at), &epoch.iso(at)[..4], epoch.clock(at));
        let (size, line) = BODY;
        let room = width - 2.0 * GAP - text_width(&title, size) - GAP;
        let top = plate.height;
        plate.line(BODY, Role::Ink, true, &title);
        if text_width(&when, size) > room {
            plate.line(BODY, Role::Ink, false, &when);
        } else {
            let at = pt(width - GAP, top + line * 0.75);
            let text = Text::new(at, size, Role::Ink, when).anchored(Anchor::End);
            plate.shapes.push(Shape::Text(text.on_card()));
        }
        if let Some((_, sentence)) = player.said().first() {
            plate.words(BODY, Role::Ink2, sentence);
        }
        plate.height += GAP / 2.0;
        plate
    }

    /// The six symbols with their words.
    fn legend(&mut self) {
        let (size, line) = SMALL;
        let mut x = GAP;
        let mut y = self.height + line / 2.0;
        for glyph in Glyph::ALL {
            let wide = 16.0 + text_width(glyph.word(), size);
            if x > GAP && x + wide > self.width - GAP {
                (x, y) = (GAP, y + line);
            }
            let at = pt(x + 4.0, y);
            let mark = Mark { at, glyph, back: Back::Left, pinned: false, alpha: 1.0, mail: 0 };
            self.shapes.push(Shape::Dot(mark));
            let text = Text::new(pt(x + 14.0, y + size * 0.35), size, Role::Ink2, glyph.word());
            self.shapes.push(Shape::Text(text.on_card()));
            x += wide + GAP;
        }
        self.height = y + line / 2.0 + 4.0;
    }

    fn foot(mut self, player: &Player, scale: &str) -> Plate {
        let seed = player.sim().seed();
        let between = if scale.is_empty() { "" } else { " · " };
        let note =
            format!("A simulation, not Microsoft’s data · Mailflow, seed {seed}{between}{scale}");
        self.words(SMALL, Role::Muted, &note);
        self.height += GAP - 4.0;
        self
    }

    /// A time under the plot; at its ends a label does not hang over.
    fn hour(&mut self, place: Rect, tick: &TimeTick, duration_s: f32) {
        let along = (tick.at.max(Time::ZERO).secs_f64() as f32 / duration_s).min(1.0);
        let anchor = match along {
            share if share < 0.02 => Anchor::Start,
            share if share > 0.98 => Anchor::End,
            _ => Anchor::Middle,
        };
        let role = if tick.midnight { Role::Ink2 } else { Role::Muted };
        let at = pt(place.x + place.w * along, place.bottom() + SMALL.1);
        let text = Text::new(at, SMALL.0, role, tick.label.clone()).anchored(anchor);
        self.shapes.push(Shape::Text(text.on_card()));
    }

    fn place(&mut self, x: f32, (w, h): (f32, f32)) -> Rect {
        let place = rect(x, self.height, w, h);
        self.places.push(place);
        self.height += h + GAP / 2.0;
        place
    }

    /// A text in as many lines as it needs.
    fn words(&mut self, style: (f32, f32), role: Role, text: &str) {
        let room = self.width - 2.0 * GAP;
        let mut line = String::new();
        for word in text.split(' ') {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if text_width(&longer, style.0) > room && !line.is_empty() {
                self.line(style, role, false, &line);
                word.clone_into(&mut line);
            } else {
                line = longer;
            }
        }
        self.line(style, role, false, &line);
    }

    fn line(&mut self, (size, line): (f32, f32), role: Role, strong: bool, text: &str) {
        let at = pt(GAP, self.height + line * 0.75);
        let text = Text { strong, ..Text::new(at, size, role, text.to_owned()).on_card() };
        self.shapes.push(Shape::Text(text));
        self.height += line;
    }
}
