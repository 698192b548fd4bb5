//! What keeps the stage calm: words that stay, refusals printed sparingly, scales that step.
//!
//! The model changes as fast as time runs; a reader cannot follow that. This remembers what is
//! shown and since when, and lets it change at a reader's pace. Wall seconds are passed in.

use super::focus::Place;
use super::layout::Layout;
use super::shape::{Rect, pile_grid};
use super::snapshot::{Dot, ForestHealth, Outcome, Snapshot};

/// Least time a forest's word stays [s].
pub const WORD_S: f64 = 1.5;
/// Most changes of words a second on the whole stage.
pub const CHANGES_PER_S: usize = 2;
/// Refusals printed at a gate in one burst.
pub const PRINTS: usize = 3;
/// Silence after a burst [s].
pub const SILENCE_S: f64 = 5.0;
/// How long a printed refusal stays [s]: from its outcome to the end of its way back.
pub const PRINT_S: f32 = 0.72;
/// How long a change of scale takes [s].
pub const REGROUP_S: f64 = 0.6;
/// How long dimming takes, in or out [s].
pub const DIM_S: f64 = 0.2;
/// How long the legend's N is underlined after it stepped [s].
pub const UNDERLINE_S: f64 = 2.0;
/// Delay between neighbours when the package reaches several forests at once [s].
pub const SWEEP_S: f64 = 0.08;
/// How long the pennant of a recalled forest stays, struck through [s].
pub const RECALL_S: f64 = 3.0;
/// The bars' full length is never less than this [sessions], so that raising a low limit makes
/// a bar longer instead of rescaling it.
const SESSIONS_FULL_MIN: u64 = 100;

/// How far the package is, as shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flighting {
    /// Not there.
    Absent,
    /// There: tint, outline and pennant.
    Present,
    /// Recalled a moment ago: the pennant is struck through.
    Recalled,
}

/// What the stage shows and since when.
#[derive(Clone, Debug, Default)]
pub struct Settle {
    started: bool,
    wall_s: f64,
    forests: Vec<Shown>,
    /// When the last changes of words were, oldest first.
    changes: [f64; CHANGES_PER_S],
    unit: Step,
    /// What the picture beside this one needs: mails a square, sessions.
    beside: (f64, f64),
    sessions: Step,
    /// What is pointed at, or was until a moment ago.
    places: Vec<Place>,
    pointed: bool,
    /// When that began or ended, and how much was dimmed then.
    pointed_since: f64,
    dimmed: f32,
}

/// What is shown of one forest.
#[derive(Clone, Copy, Debug)]
struct Shown {
    word: ForestHealth,
    word_since: f64,
    flighted: bool,
    /// When the sweep reaches it, or when it was recalled.
    flighted_since: f64,
    printed: [u64; PRINTS],
    prints: usize,
    printed_at: f64,
}

impl Settle {
    /// Takes in the picture at `wall_s` wall seconds. Call it before each drawing; `wall_s` never
    /// goes back.
    pub fn update(&mut self, snapshot: &Snapshot, dots: &[Dot], layout: &Layout, wall_s: f64) {
        let fresh = !self.started || self.forests.len() != snapshot.forests.len();
        self.wall_s = wall_s;
        if fresh {
            self.begin(snapshot);
        }
        self.words(snapshot);
        self.flights(snapshot);
        self.prints(dots);
        let need = pile_need(snapshot, layout).max(self.beside.0);
        self.unit.aim(need, 1, wall_s, fresh);
        self.sessions.aim(
            largest_limit(snapshot).max(self.beside.1),
            SESSIONS_FULL_MIN,
            wall_s,
            fresh,
        );
        self.started = true;
    }

    /// What stands beside this picture is drawn to the same scales: squares stand for as many
    /// mails, bars for as many sessions.
    pub fn set_beside(&mut self, other: Option<&Snapshot>, layout: &Layout) {
        self.beside =
            other.map_or((0.0, 0.0), |other| (pile_need(other, layout), largest_limit(other)));
    }

    /// Points at places, or, without any, at nothing any more. The rest is dimmed in a moment, or at
    /// once for readers who want no motion.
    pub fn point_at(&mut self, places: &[Place], at_once: bool) {
        let pointed = !places.is_empty();
        if pointed != self.pointed {
            self.dimmed = self.pointed_at().1;
            self.pointed_since = if at_once { f64::NEG_INFINITY } else { self.wall_s };
            self.pointed = pointed;
        }
        if pointed && places != self.places {
            self.places = places.to_vec();
        }
    }

    /// What is pointed at, and how much of the dimming of the rest is shown, 0..=1.
    pub(super) fn pointed_at(&self) -> (&[Place], f32) {
        let aim = f32::from(u8::from(self.pointed));
        let t = ((self.wall_s - self.pointed_since) / DIM_S).clamp(0.0, 1.0) as f32;
        (&self.places, self.dimmed + (aim - self.dimmed) * t)
    }

    /// Forgets what was shown: the next picture is taken at once, without waiting. For jumps.
    pub fn reset(&mut self) {
        self.started = false;
    }

    /// Whether time alone, with the same picture, would change what is shown: the page then goes
    /// on drawing, even paused.
    pub fn is_moving(&self, snapshot: &Snapshot) -> bool {
        let moving = |step: &Step| step.progress(self.wall_s) < 1.0;
        let late = |(shown, forest): (&Shown, &super::ForestView)| {
            shown.word != forest.health || self.flighting_of(shown) == Flighting::Recalled
        };
        let swept = |shown: &Shown| shown.flighted && shown.flighted_since > self.wall_s;
        let dimming = self.wall_s - self.pointed_since < DIM_S;
        dimming
            || moving(&self.unit)
            || moving(&self.sessions)
            || self.is_unit_new()
            || self.forests.iter().any(swept)
            || self.forests.iter().zip(&snapshot.forests).any(late)
    }

    /// Mails one square of a pile stands for: the legend's N.
    pub fn unit(&self) -> u64 {
        self.unit.value.max(1)
    }

    /// Whether that N stepped less than two seconds ago: the legend underlines it.
    pub fn is_unit_new(&self) -> bool {
        self.unit.since > 0.0 && self.wall_s - self.unit.since < UNDERLINE_S
    }

    /// The N the squares are drawn with, on its way while they regroup.
    pub(super) fn unit_shown(&self) -> f64 {
        self.unit.shown(self.wall_s)
    }

    /// Sessions the full length of a bar stands for, on its way while bars rescale.
    pub(super) fn sessions_full(&self) -> f64 {
        self.sessions.shown(self.wall_s)
    }

    /// The word a forest shows.
    pub fn word(&self, forest: usize) -> ForestHealth {
        self.forests.get(forest).map_or(ForestHealth::Healthy, |shown| shown.word)
    }

    /// How far the package is at a forest.
    pub fn flighting(&self, forest: usize) -> Flighting {
        self.forests.get(forest).map_or(Flighting::Absent, |shown| self.flighting_of(shown))
    }

    /// Whether the refusal of a mail is one of those printed at a forest's gate.
    pub fn is_printed(&self, forest: usize, mail: u64) -> bool {
        self.forests.get(forest).is_some_and(|shown| shown.printed[..shown.prints].contains(&mail))
    }

    fn flighting_of(&self, shown: &Shown) -> Flighting {
        match shown.flighted {
            true if self.wall_s >= shown.flighted_since => Flighting::Present,
            false if self.wall_s - shown.flighted_since < RECALL_S => Flighting::Recalled,
            _ => Flighting::Absent,
        }
    }

    fn begin(&mut self, snapshot: &Snapshot) {
        self.forests.clear();
        self.forests.extend(snapshot.forests.iter().map(|forest| Shown {
            word: forest.health.on_stage(),
            word_since: f64::NEG_INFINITY,
            flighted: forest.flighted,
            flighted_since: f64::NEG_INFINITY,
            printed: [0; PRINTS],
            prints: 0,
            printed_at: f64::NEG_INFINITY,
        }));
        self.changes = [f64::NEG_INFINITY; CHANGES_PER_S];
    }

    /// Changes the words that may change, the one shown longest first.
    fn words(&mut self, snapshot: &Snapshot) {
        while self.wall_s - self.changes[0] >= 1.0 {
            let due = self
                .forests
                .iter_mut()
                .zip(&snapshot.forests)
                .filter(|(shown, forest)| {
                    shown.word != forest.health.on_stage()
                        && self.wall_s - shown.word_since >= WORD_S
                })
                .min_by(|(a, _), (b, _)| a.word_since.total_cmp(&b.word_since));
            let Some((shown, forest)) = due else { return };
            shown.word = forest.health.on_stage();
            shown.word_since = self.wall_s;
            self.changes.rotate_left(1);
            self.changes[CHANGES_PER_S - 1] = self.wall_s;
        }
    }

    /// Lets a ring of the package arrive as a sweep, and leave a struck pennant when recalled.
    fn flights(&mut self, snapshot: &Snapshot) {
        let mut neighbours = 0;
        for (shown, forest) in self.forests.iter_mut().zip(&snapshot.forests) {
            if shown.flighted == forest.flighted {
                continue;
            }
            shown.flighted = forest.flighted;
            shown.flighted_since = self.wall_s;
            if forest.flighted {
                shown.flighted_since += SWEEP_S * f64::from(neighbours);
                neighbours += 1;
            }
        }
    }

    /// Chooses the refusals that are printed.
    fn prints(&mut self, dots: &[Dot]) {
        for dot in dots {
            // A refusal is news while it rests at the gate; later it is on its way back.
            if dot.outcome != Outcome::Refused || !(0.0..0.12).contains(&dot.phase_s) {
                continue;
            }
            let Some(shown) = dot.forest.and_then(|f| self.forests.get_mut(usize::from(f))) else {
                continue;
            };
            if shown.printed[..shown.prints].contains(&dot.mail) {
                continue;
            }
            if self.wall_s - shown.printed_at >= SILENCE_S {
                shown.prints = 0;
            }
            if shown.prints < PRINTS {
                shown.printed[shown.prints] = dot.mail;
                shown.prints += 1;
                shown.printed_at = self.wall_s;
            }
        }
    }
}

fn largest_limit(snapshot: &Snapshot) -> f64 {
    snapshot.forests.iter().map(|f| f64::from(f.limit)).fold(0.0, f64::max)
}

/// Mails a square must stand for so that the fullest pile just fits.
fn pile_need(snapshot: &Snapshot, layout: &Layout) -> f64 {
    let need = |held: u64, area: Rect| {
        let (rows, columns) = pile_grid(area);
        held as f64 / f64::from((rows * columns).max(1))
    };
    let regions = snapshot.regions.iter().zip(&layout.regions);
    let senders = regions.map(|(view, plan)| need(view.held, plan.pile));
    let outbound = snapshot
        .regions
        .iter()
        .zip(&layout.regions)
        .filter_map(|(view, plan)| Some(need(view.outbound?.held, plan.outbound?.pile?)));
    let gateway = layout.gateway_pile.map(|area| need(snapshot.gateway.held, area));
    senders.chain(outbound).chain(gateway).fold(0.0, f64::max)
}

/// A scale that takes 1-2-5 steps and eases from one to the next.
#[derive(Clone, Copy, Debug)]
struct Step {
    value: u64,
    from: f64,
    since: f64,
}

impl Default for Step {
    fn default() -> Self {
        Step { value: 1, from: 1.0, since: f64::NEG_INFINITY }
    }
}

impl Step {
    /// Takes the step that holds `need`, at least `min`. Steps down only when the lower step would
    /// leave a fifth free, so that it does not flicker at a border.
    fn aim(&mut self, need: f64, min: u64, wall_s: f64, at_once: bool) {
        let fitting =
            |need: f64| steps().find(|&n| n >= min && n as f64 >= need).unwrap_or(u64::MAX);
        let (tight, roomy) = (fitting(need), fitting(need * 1.25));
        let value = if at_once || tight > self.value { tight } else { roomy.min(self.value) };
        if at_once {
            *self = Step { value, from: value as f64, since: f64::NEG_INFINITY };
        } else if value != self.value {
            *self = Step { value, from: self.shown(wall_s), since: wall_s };
        }
    }

    /// How much of the change is done, 0..=1, eased.
    fn progress(self, wall_s: f64) -> f64 {
        let t = ((wall_s - self.since) / REGROUP_S).clamp(0.0, 1.0);
        t * t * (3.0 - 2.0 * t)
    }

    /// The value on its way, by equal ratios.
    fn shown(self, wall_s: f64) -> f64 {
        let to = self.value as f64;
        to * libm::pow(self.from / to, 1.0 - self.progress(wall_s))
    }
}

/// 1, 2, 5, 10, 20, 50, …
fn steps() -> impl Iterator<Item = u64> {
    (0..18).flat_map(|k| [1, 2, 5].map(|n| n * 10_u64.pow(k)))
}
