//! The mails a reader follows: larger than the others, with a ring and the number of their pin, and
//! in sight while they wait.

use super::hit::Target;
use super::layout::Layout;
use super::palette::Role;
use super::scene::Settings;
use super::shape::{Back, Face, Glyph, Mark, Point, Shape, Text};
use super::snapshot::Snapshot;
use super::{cards, pile};

/// A mail the reader follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tracer {
    /// The mail, by the name its dot has.
    pub mail: u64,
    /// The number of its pin, from 1; 0 if it is only looked at.
    pub number: u8,
    /// Where it waits for its next try; `None` while it is on its way, and when it is done.
    pub rests: Option<Target>,
}

/// Draws those that wait, and the numbers of all: `first` is where the dots begin in `out`.
pub(super) fn draw(
    snapshot: &Snapshot,
    layout: &Layout,
    settings: &Settings,
    first: usize,
    out: &mut Vec<Shape>,
) {
    for tracer in settings.tracers {
        let flying = out[first..].iter().find_map(|shape| match shape {
            Shape::Dot(mark) if mark.mail == tracer.mail => Some(mark.at),
            _ => None,
        });
        let at = flying.or_else(|| {
            let at = resting(tracer, snapshot, layout, settings)?;
            out.push(Shape::Dot(Mark {
                at,
                glyph: Glyph::Square,
                back: Back::default(),
                pinned: true,
                alpha: 1.0,
                mail: tracer.mail,
            }));
            Some(at)
        });
        if let Some(at) = at.filter(|_| tracer.number > 0) {
            let text = Text::new(at.moved(9.0, -5.0), 12.0, Role::Ink, tracer.number.to_string());
            out.push(Shape::Text(text.strong()));
        }
    }
}

/// The place in its pile of a mail that waits.
fn resting(
    tracer: &Tracer,
    snapshot: &Snapshot,
    layout: &Layout,
    settings: &Settings,
) -> Option<Point> {
    let target = tracer.rests?;
    let (held, area, face) = match target {
        Target::Senders(r) => {
            let area = layout.regions.get(r)?.pile;
            (snapshot.regions.get(r)?.held, Some(area), cards::face(layout.flow))
        }
        Target::Outbound(r) => {
            let area = layout.regions.get(r)?.outbound?.pile;
            (snapshot.regions.get(r)?.outbound?.held, area, Face::Left)
        }
        _ => (snapshot.gateway.held, layout.gateway_pile, cards::face(layout.flow)),
    };
    // Where there is no room for a pile, the middle of the card stands for it.
    let Some(area) = area else { return Some(layout.bounds(target)?.centre()) };
    let unit = settings.settle.unit_shown();
    Some(pile::resting(tracer.mail, held, unit, area, face))
}
