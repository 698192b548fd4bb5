//! One forest from near: every session a slot that fills, lookup by lookup, and empties.
//!
//! ```text
//! +--------+--------+--------+
//! | ##.    | ###    |        |   two of three lookups begun; the last; free
//! +--------+--------+--------+
//! ```
//! A session keeps its slot for as long as it is open; a new one takes the first that is free. Wall
//! seconds are passed in.

use super::layout::Layout;
use super::palette::Role;
use super::scene::Settings;
use super::shape::{Rect, Shape, Stroke, Text, pt, rect, text_width};
use super::snapshot::{ForestView, SessionView, Snapshot};
use super::{cards, gauge};
use crate::number;

/// How long the way in and the way back take [s].
pub const ZOOM_S: f64 = 0.32;
/// Most of a slot's side [px].
const SIDE_MAX: f32 = 88.0;
/// Share of a slot's side that is gap.
const GAP: f32 = 0.14;

/// The look at one forest.
#[derive(Clone, Debug)]
pub struct Zoom {
    forest: usize,
    slots: Vec<Option<SessionView>>,
    lookups: u8,
    wall_s: f64,
    since: f64,
    is_closing: bool,
    /// How far it was when it began or turned round.
    from: f32,
}

impl Zoom {
    /// Sets out to a forest at a wall time [s]; without motion it is there at once.
    pub fn new(forest: usize, wall_s: f64, at_once: bool) -> Zoom {
        let from = if at_once { 1.0 } else { 0.0 };
        let (slots, lookups) = (Vec::new(), 1);
        Zoom { forest, slots, lookups, wall_s, since: wall_s, is_closing: false, from }
    }

    /// The forest, by its index in the snapshot.
    pub fn forest(&self) -> usize {
        self.forest
    }

    /// Takes in who is in session at `wall_s`, in a forest with this limit, where a mail needs so
    /// many lookups.
    pub fn update(&mut self, sessions: &[SessionView], limit: u32, lookups: u8, wall_s: f64) {
        (self.wall_s, self.lookups) = (wall_s, lookups.max(1));
        for slot in &mut self.slots {
            *slot = slot.and_then(|was| sessions.iter().find(|it| it.id == was.id).copied());
        }
        let mut free = 0;
        for session in sessions {
            if self.slots.iter().flatten().any(|it| it.id == session.id) {
                continue;
            }
            free += self.slots[free..].iter().take_while(|slot| slot.is_some()).count();
            match self.slots.get_mut(free) {
                Some(slot) => *slot = Some(*session),
                None => self.slots.push(Some(*session)),
            }
        }
        // A limit that was lowered leaves its sessions where they are until they end.
        let last = self.slots.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        self.slots.resize(last.max(limit as usize), None);
    }

    /// Sets out on the way back.
    pub fn close(&mut self, wall_s: f64, at_once: bool) {
        self.wall_s = wall_s;
        if !self.is_closing {
            self.from = self.progress();
            (self.is_closing, self.since) = (true, wall_s);
        }
        if at_once {
            self.since = f64::NEG_INFINITY;
        }
    }

    /// Whether it is on its way back.
    pub fn is_closing(&self) -> bool {
        self.is_closing
    }

    /// Whether it is on its way, there or back.
    pub fn is_moving(&self) -> bool {
        self.is_closing || self.progress() < 1.0
    }

    /// Whether it is back.
    pub fn is_gone(&self) -> bool {
        self.is_closing && self.progress() <= 0.0
    }

    /// The slots, each with the session in it.
    pub fn slots(&self) -> &[Option<SessionView>] {
        &self.slots
    }

    /// How near it is, 0..=1, fast at first.
    fn progress(&self) -> f32 {
        let t = ((self.wall_s - self.since) / ZOOM_S).clamp(0.0, 1.0) as f32;
        let eased = 1.0 - (1.0 - t).powi(3);
        let aim = if self.is_closing { 0.0 } else { 1.0 };
        self.from + (aim - self.from) * eased
    }
}

/// Draws it over everything else.
pub(super) fn draw(
    snapshot: &Snapshot,
    layout: &Layout,
    settings: &Settings,
    out: &mut Vec<Shape>,
) {
    let Some(zoom) = settings.zoom else { return };
    let (view, plan) = (snapshot.forests.get(zoom.forest), layout.forests.get(zoom.forest));
    let (Some(view), Some(plan)) = (view, plan) else { return };
    let t = zoom.progress();
    let margin = if layout.width < 660.0 || layout.height < 360.0 { 8.0 } else { 24.0 };
    let all = rect(0.0, 0.0, layout.width, layout.height).grown(-margin);
    let mix = |from: f32, to: f32| from + (to - from) * t;
    let panel = rect(
        mix(plan.area.x, all.x),
        mix(plan.area.y, all.y),
        mix(plan.area.w, all.w),
        mix(plan.area.h, all.h),
    );
    let whole = rect(0.0, 0.0, layout.width, layout.height);
    out.push(Shape::Veil { rects: vec![whole], alpha: 0.65 * t });
    cards::sheet(panel, out);
    if t >= 1.0 {
        let region = snapshot.regions.get(view.region).map_or("", |region| region.name);
        let health = settings.settle.word(zoom.forest);
        contents(zoom, (view, region), gauge::word_of(health), panel, out);
    }
}

/// Words, slots, and what their filling means.
fn contents(
    zoom: &Zoom,
    (view, region): (&ForestView, &str),
    (word, colour): (&'static str, Role),
    panel: Rect,
    out: &mut Vec<Shape>,
) {
    let pad = 16.0;
    let (left, right) = (panel.x + pad, panel.right() - pad);
    let mut write = |text: Text| out.push(Shape::Text(text.on_card()));
    let title = format!("{} in {region}", view.name);
    let mut x = left + text_width(&title, 20.0) * 1.1 + 12.0;
    let top = panel.y + 30.0;
    write(Text::new(pt(left, top), 20.0, Role::Ink, title).strong());
    let figures = format!("{} of {} sessions", view.sessions, view.limit);
    let wide = text_width(&figures, 15.0) + 8.0;
    write(Text::new(pt(x, top), 15.0, Role::Ink2, figures));
    x += wide;
    if !word.is_empty() && x + 60.0 < right {
        write(Text::new(pt(x, top), 15.0, colour, word).strong());
    }
    // The two lines that say how it fares stand at the bottom, in narrow panels one.
    let lookups = zoom.slots.iter().flatten().filter(|it| it.lookup.is_some()).count();
    let mut lines = vec![format!(
        "{} accepted, at best {}",
        number::rate(view.accepted_per_min),
        number::rate(view.best_per_min)
    )];
    let past = lookups as f64 > view.knee;
    lines.push(if view.knee.is_finite() {
        let knee = format!("{lookups} mails in lookup, throughput is best at {:.0}", view.knee);
        if past { format!("{knee}: every further one slows the others") } else { knee }
    } else {
        format!("{lookups} mails in lookup")
    });
    let mut y = panel.bottom() - pad;
    for line in lines.into_iter().rev() {
        if text_width(&line, 13.0) <= right - left {
            write(Text::new(pt(left, y), 13.0, Role::Ink2, line));
            y -= 18.0;
        }
    }
    let key_y = panel.y + 54.0;
    key(zoom, (left, right), key_y, out);
    let grid = rect(left, key_y + 16.0, right - left, y - 4.0 - key_y - 20.0);
    slots(zoom, view.limit as usize, grid, out);
}

/// What a slot's filling means: a slot and its word for each state.
fn key(zoom: &Zoom, (left, right): (f32, f32), y: f32, out: &mut Vec<Shape>) {
    let lookup = |n: u8| crate::sim::lookup::name(usize::from(n));
    let in_lookup = (0..zoom.lookups.min(3)).map(|n| (true, Some(n), lookup(n)));
    let entries = in_lookup
        .chain([(true, None, "on the network".to_owned()), (false, None, "free".to_owned())]);
    let mut x = left;
    for (taken, lookup, word) in entries {
        let wide = 20.0 + text_width(&word, 12.0) + 16.0;
        if x + wide > right + 16.0 {
            return;
        }
        let share = lookup.map(|n| f32::from(n + 1) / f32::from(zoom.lookups));
        slot(taken, share, true, rect(x, y - 10.0, 14.0, 12.0), out);
        let text = Text::new(pt(x + 20.0, y), 12.0, Role::Muted, word);
        out.push(Shape::Text(text.on_card()));
        x += wide;
    }
}

/// Every slot, as large as fits.
fn slots(zoom: &Zoom, limit: usize, area: Rect, out: &mut Vec<Shape>) {
    let n = zoom.slots.len();
    if n == 0 || area.w < 8.0 || area.h < 8.0 {
        return;
    }
    let fits = |side: f32| {
        let columns = (area.w / side).floor().max(1.0);
        (n as f32 / columns).ceil() * side <= area.h
    };
    // By halves of a pixel: the largest side with which all rows fit.
    let side = (4..=(SIDE_MAX * 2.0) as u32).rev().map(|half| half as f32 / 2.0);
    let side = side.into_iter().find(|&side| fits(side)).unwrap_or(2.0);
    let columns = (area.w / side).floor().max(1.0) as usize;
    for (i, session) in zoom.slots.iter().enumerate() {
        let at = pt((i % columns) as f32 * side, (i / columns) as f32 * side);
        let inner = side * (1.0 - GAP);
        let place = rect(area.x + at.x, area.y + at.y, inner, inner);
        let lookup = session.and_then(|it| it.lookup);
        let share = lookup.map(|n| f32::from(n + 1) / f32::from(zoom.lookups));
        slot(session.is_some(), share, i < limit, place, out);
    }
}

/// One slot: free, or taken and filled by the share of its lookups that were begun; beyond the limit
/// its outline is dashed.
fn slot(taken: bool, share: Option<f32>, within: bool, place: Rect, out: &mut Vec<Shape>) {
    if let Some(share) = share {
        let fill = Rect { w: place.w * share.min(1.0), ..place };
        out.push(Shape::Box { rect: fill, radius: 1.0, fill: Some(Role::Accepted), stroke: None });
    }
    let role = if taken { Role::Accepted } else { Role::Control };
    let stroke = if within { Stroke::solid(role, 1.0) } else { Stroke::dashed(role, 1.0) };
    out.push(Shape::Box { rect: place.grown(-0.5), radius: 1.0, fill: None, stroke: Some(stroke) });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Time;

    fn session(name: u32, lookup: Option<u8>) -> SessionView {
        SessionView { id: (name, Time::from_secs(1)), lookup }
    }

    #[test]
    fn a_session_keeps_its_slot_and_a_new_one_takes_the_first_that_is_free() {
        let mut zoom = Zoom::new(0, 0.0, true);
        let names = |zoom: &Zoom| -> Vec<Option<u32>> {
            zoom.slots().iter().map(|slot| slot.map(|it| it.id.0)).collect()
        };
        zoom.update(&[session(1, None), session(2, Some(0)), session(3, None)], 4, 3, 0.0);
        assert_eq!(names(&zoom), [Some(1), Some(2), Some(3), None]);
        zoom.update(&[session(3, Some(1)), session(1, Some(2))], 4, 3, 0.1);
        assert_eq!(names(&zoom), [Some(1), None, Some(3), None]);
        assert_eq!(zoom.slots()[2].and_then(|it| it.lookup), Some(1));
        let more = [session(9, None), session(8, None), session(3, None), session(1, None)];
        zoom.update(&more, 4, 3, 0.2);
        assert_eq!(names(&zoom), [Some(1), Some(9), Some(3), Some(8)]);
        // A lower limit waits for them, and shows which are beyond it.
        zoom.update(&more, 2, 3, 0.3);
        assert_eq!(names(&zoom).len(), 4);
        zoom.update(&[session(1, None)], 2, 3, 0.4);
        assert_eq!(names(&zoom), [Some(1), None]);
    }

    #[test]
    fn the_way_in_and_back_takes_its_time_or_none() {
        let mut zoom = Zoom::new(0, 10.0, false);
        zoom.update(&[], 4, 3, 10.1);
        assert!(zoom.is_moving() && !zoom.is_gone());
        zoom.update(&[], 4, 3, 10.4);
        assert!(!zoom.is_moving());
        zoom.close(11.0, false);
        assert!(zoom.is_moving() && !zoom.is_gone());
        zoom.close(11.4, false);
        assert!(zoom.is_gone());
        let mut zoom = Zoom::new(0, 10.0, true);
        assert!(!zoom.is_moving());
        zoom.close(10.0, true);
        assert!(zoom.is_gone());
    }
}
