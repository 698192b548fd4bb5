//! The band under the mail path: the gateways, and what stands beside the mail path.
//!
//! Both keep their place when they are off or have nothing to say.

use super::cards::{face, sheet};
use super::lanes::gateway_is_on;
use super::layout::{Layout, card_padding};
use super::palette::Role;
use super::pile;
use super::scene::Settings;
use super::shape::{Rect, Shape, Stroke, Text, pt, rect, text_width};
use super::snapshot::{GatewayView, ServiceView, Snapshot};
use crate::number::{self, THIN};
use crate::order;
use crate::sim::beside::State;

/// Width of a letter for the size of pills, in shares of the text's size: wide enough for the
/// widest of the page's fonts.
const LETTER_WIDE_EM: f32 = 0.6;

/// What is said of mail that people read in emergency webmail: it is not delivered by that.
const READABLE: &str = "readable in webmail";

/// Draws sheets, pills and the gateways' pile.
pub(super) fn draw(
    snapshot: &Snapshot,
    layout: &Layout,
    settings: &Settings,
    out: &mut Vec<Shape>,
) {
    if let Some(card) = layout.gateway {
        if gateway_is_on(snapshot) {
            sheet(card, out);
        } else {
            out.push(Shape::Box {
                rect: card.grown(-0.5),
                radius: 8.0_f32.min(card.h / 2.0),
                fill: None,
                stroke: Some(Stroke::dashed(Role::Control, 1.0)),
            });
        }
        if let Some(area) = layout.gateway_pile {
            let unit = settings.settle.unit_shown();
            let GatewayView { held, readable, .. } = snapshot.gateway;
            pile::draw((held, readable), unit, area, face(layout.flow), out);
        }
    }
    if let Some(area) = layout.services {
        pills(&snapshot.services, area, |_, state, pill| {
            let (fill, stroke) = match state {
                State::NotSetUp | State::None => (None, Stroke::dashed(Role::Control, 1.0)),
                state if state.fails() => {
                    (Some(Role::Surface), Stroke::solid(Role::RefusedText, 1.0))
                }
                _ => (Some(Role::Surface), Stroke::solid(Role::Hairline, 1.0)),
            };
            out.push(Shape::Box {
                rect: pill.grown(-0.5),
                radius: pill.h / 2.0 - 0.5,
                fill,
                stroke: Some(stroke),
            });
        });
    }
}

/// Writes everything in the band.
pub(super) fn labels(
    snapshot: &Snapshot,
    layout: &Layout,
    settings: &Settings,
    out: &mut Vec<Shape>,
) {
    let on = gateway_is_on(snapshot);
    let mut write = |text: Text| out.push(Shape::Text(text));
    if let Some(card) = layout.gateway {
        let mut write = |text: Text| write(text.on_card());
        match layout.gateway_pile {
            None => strip(&snapshot.gateway, on, card, &mut write),
            Some(pile) if on => words(&snapshot.gateway, (card, pile), settings, &mut write),
            Some(_) => words_off(card, &mut write),
        }
    }
    if let Some(area) = layout.services {
        if titled(&captions(&snapshot.services, area), area) {
            let at = pt(area.x, area.y + 13.0);
            write(Text::new(at, 13.0, Role::Ink2, "Beside the mail path").strong());
        }
        pills(&snapshot.services, area, |caption, state, pill| {
            let at = pt(pill.x + 12.0, pill.centre().y + 4.0);
            let text = |role| Text::new(at, 12.0, role, caption.to_owned()).on_card();
            write(match state {
                state if state.fails() => text(Role::RefusedText).strong(),
                State::NotSetUp | State::None => text(Role::Muted),
                _ => text(Role::Ink2),
            });
        });
    }
}

/// Share, held mail, drain rate.
fn words(
    view: &GatewayView,
    (card, pile): (Rect, Rect),
    settings: &Settings,
    write: &mut impl FnMut(Text),
) {
    let pad = card_padding(card);
    let (left, bottom) = (card.x + pad + 4.0, card.bottom() - pad - 4.0);
    let title = format!("Gateways {}", number::percent(view.share));
    let top = card.y + pad + 13.0;
    // Where there is no room for a line of its own, what is held stands beside the title.
    let (x, y) = if bottom - top < 32.0 {
        (left + text_width(&title, 13.0) * 1.1 + 8.0, top)
    } else {
        (left, f32::midpoint(top, bottom) + 1.0)
    };
    write(Text::new(pt(left, top), 13.0, Role::Ink, title).strong());
    let role = if view.held > 0 { Role::HeldText } else { Role::Muted };
    let held = format!("{}{THIN}held", number::count(view.held));
    let after = x + text_width(&held, 15.0) * 1.1 + 6.0;
    write(Text::new(pt(x, y), 15.0, role, held).strong());
    if view.readable && view.held > 0 && after + text_width(READABLE, 12.0) <= pile.x - 8.0 {
        write(Text::new(pt(after, y), 12.0, Role::Ink2, READABLE));
    }
    let drain = number::rate(view.drained_per_min);
    let retry = view.next_retry.filter(|_| view.held > 0 && card.w > 450.0);
    let line = match retry {
        Some(at) => format!("drain {drain} \u{b7} next {}", settings.epoch.clock(at)),
        None => format!("drain {drain}"),
    };
    write(Text::new(pt(left, bottom), 12.0, Role::Muted, line));
}

/// What they would do.
fn words_off(card: Rect, write: &mut impl FnMut(Text)) {
    let pad = card_padding(card);
    let left = card.x + pad + 4.0;
    write(Text::new(pt(left, card.y + pad + 13.0), 13.0, Role::Muted, "Gateways").strong());
    let lines = [
        "Off: all mail goes straight to EOP. On, they would hold it while EOP refuses.",
        "Off. On, they would hold mail EOP refuses.",
    ];
    let fits = |line: &&str| left + text_width(line, 12.0) <= card.right() - pad;
    let line = lines.into_iter().find(fits).unwrap_or(lines[1]);
    write(Text::new(pt(left, card.y + pad + 33.0), 12.0, Role::Muted, line));
}

/// All of it in one line, where there is no room for a pile: on a phone, and on a low stage.
fn strip(view: &GatewayView, on: bool, card: Rect, write: &mut impl FnMut(Text)) {
    let (role, lines) = if on {
        let share = number::percent(view.share);
        let (held, drain) = (number::count(view.held), number::rate(view.drained_per_min));
        let readable = if view.readable && view.held > 0 { " (readable)" } else { "" };
        let short = format!("Gateways {share}: {held}{THIN}held");
        let first = short.clone() + readable;
        (Role::Ink2, [format!("{first}, drain {drain}"), first, short])
    } else {
        let lines = ["Gateways off: they would hold mail EOP refuses", "Gateways off", ""];
        (Role::Muted, lines.map(str::to_owned))
    };
    let fits = |line: &String| text_width(line, 12.0) <= card.w - 16.0;
    if let Some(line) = lines.into_iter().find(fits) {
        write(Text::new(pt(card.x + 8.0, card.centre().y + 4.0), 12.0, role, line));
    }
}

/// What the pills say. Where they would not fit under their title, services in the same state share
/// one: by their names, or by how many they are.
fn captions(services: &[ServiceView], area: Rect) -> Vec<(String, State)> {
    let one = |it: &ServiceView| (format!("{} \u{b7} {}", it.name, it.state.word()), it.state);
    let each: Vec<_> = services.iter().map(one).collect();
    if rows(&each, area) <= 2 && area.h >= TITLED_MIN {
        return each;
    }
    let mut groups: Vec<(State, Vec<&str>)> = Vec::new();
    for service in services {
        match groups.iter_mut().find(|(state, _)| *state == service.state) {
            Some((_, names)) => names.push(service.name),
            None => groups.push((service.state, vec![service.name])),
        }
    }
    // What fails comes first: what there is no room for is left out.
    order::by_key(&mut groups, |(state, _)| !state.fails());
    let name = |(state, names): &(State, Vec<&str>), named: bool| {
        let names = if named || names.len() == 1 {
            names.join(", ")
        } else {
            format!("{} services", names.len())
        };
        (format!("{names} \u{b7} {}", state.word()), *state)
    };
    let named: Vec<_> = groups.iter().map(|group| name(group, true)).collect();
    let fits = |(caption, _): &(String, State)| pill_width(caption) <= area.w;
    if rows(&named, area) as f32 * 25.0 <= area.h + 3.0 && named.iter().all(fits) {
        return named;
    }
    groups.iter().map(|group| name(group, false)).collect()
}

/// Height that a title and two rows of pills need [px].
const TITLED_MIN: f32 = 76.0;

/// In how many rows the pills stand.
fn rows(captions: &[(String, State)], area: Rect) -> usize {
    let (mut rows, mut x) = (1, 0.0);
    for (caption, _) in captions {
        let w = pill_width(caption);
        if x > 0.0 && x + w > area.w {
            rows += 1;
            x = 0.0;
        }
        x += w + 8.0;
    }
    rows
}

/// Whether the pills leave room for a title over them.
fn titled(captions: &[(String, State)], area: Rect) -> bool {
    20.0 + rows(captions, area) as f32 * 30.0 <= area.h + 4.0
}

/// The estimated width of a pill [px].
fn pill_width(caption: &str) -> f32 {
    caption.chars().count() as f32 * 12.0 * LETTER_WIDE_EM + 24.0
}

/// Visits the pills' places: as many in a row as fit, smaller ones if there are many rows; what
/// does not fit in the band is left to the page's table.
fn pills(services: &[ServiceView], area: Rect, mut visit: impl FnMut(&str, State, Rect)) {
    let captions = captions(services, area);
    let titled = titled(&captions, area);
    let (mut y, h, gap) = if titled { (area.y + 24.0, 26.0, 6.0) } else { (area.y, 22.0, 3.0) };
    let mut x = area.x;
    for (caption, state) in &captions {
        let w = pill_width(caption).min(area.w);
        if x > area.x && x + w > area.right() {
            x = area.x;
            y += h + gap;
        }
        if y + h > area.bottom() + 0.5 {
            return;
        }
        visit(caption, *state, rect(x, y, w, h));
        x += w + 8.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn services() -> Vec<ServiceView> {
        let states = [
            ("Sign-in (Entra ID)", State::NoReports),
            ("Teams", State::Down),
            ("Admin centre", State::NoReports),
            ("Chat elsewhere", State::NotSetUp),
        ];
        states.map(|(name, state)| ServiceView { name, state }).to_vec()
    }

    #[test]
    fn every_state_has_a_pill_in_a_wide_band_and_in_a_narrow_one() {
        let seen = |area: Rect| {
            let mut seen = Vec::new();
            pills(&services(), area, |caption, _, pill| {
                assert!(pill.right() <= area.right() && pill.bottom() <= area.bottom() + 0.5);
                seen.push(caption.replace(" \u{b7} ", ": "));
            });
            seen
        };
        let wide = seen(rect(0.0, 0.0, 500.0, 84.0));
        assert_eq!(wide[1..3], ["Teams: down", "Admin centre: no reports"]);
        assert_eq!(wide.len(), 4);
        let narrow = seen(rect(0.0, 0.0, 300.0, 72.0));
        assert_eq!(narrow, ["Teams: down", "2 services: no reports", "Chat elsewhere: not set up"]);
        // In one line what fails is seen, whatever else is not.
        assert_eq!(seen(rect(0.0, 0.0, 130.0, 22.0)), ["Teams: down"]);
    }
}
