//! The stage's canvas: from the run to a picture, with every frame and past the virtual DOM.
//!
//! Knows when to paint and how large; what is painted is the library's, how is `paint.rs`'.

use std::cell::RefCell;
use std::rc::Rc;

use mailflow::playback::{Player, Side};
use mailflow::scenario::Field;
use mailflow::sim::Sim;
use mailflow::stage::{
    Cast, Flow, Layout, Place, Settings, Settle, Shape, Snapshot, Target, Zoom, draw, hit,
};
use mailflow::time::Time;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement};
use yew::prelude::*;

use super::canvas::{context, fit};
use super::look::Look;
use super::observe::Size;
use super::paint::Painter;
use super::stage_view::open;
use super::ui::{UiAction, use_shared};

/// Time between two pictures for readers who want no motion [s].
const STILL_S: f64 = 1.0;

/// Mails one square of a pile stands for, and whether that has just changed.
pub(crate) type Unit = (u64, bool);

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// Size of the stage.
    pub(crate) size: Size,
    /// Which world it shows.
    pub(crate) side: Side,
    /// The place that has the ring.
    pub(crate) place: Option<Target>,
    /// What is pointed at.
    pub(crate) highlight: Vec<Place>,
    /// The forest that is seen from near.
    pub(crate) near: Option<usize>,
    /// The unit of the piles changed.
    pub(crate) onunit: Callback<Unit>,
}

/// What a frame needs to keep from the frame before.
struct Scene {
    side: Side,
    context: CanvasRenderingContext2d,
    painter: Painter,
    size: Size,
    settle: Settle,
    layout: Option<(Cast, Layout)>,
    shapes: Vec<Shape>,
    unit: Unit,
    at: Time,
    painted_s: f64,
    wants_still: bool,
    place: Option<Target>,
    highlight: Vec<Place>,
    wants_near: Option<usize>,
    zoom: Option<Zoom>,
    /// Something beside time has changed: the next picture does not wait.
    is_stale: bool,
}

impl Scene {
    /// Paints the run as it is at `wall_s`. Says whether time alone would change the picture.
    fn paint(&mut self, player: &Player, wall_s: f64) -> bool {
        let Some(run) = player.side(self.side) else { return false };
        let at = player.cursor();
        let jumped = at < self.at || (at != self.at && !player.is_playing());
        let same_size = self.painted_s > 0.0;
        if self.wants_still
            && same_size
            && !jumped
            && !self.is_stale
            && wall_s - self.painted_s < STILL_S
        {
            return false;
        }
        if jumped {
            self.settle.reset();
        }
        (self.at, self.painted_s, self.is_stale) = (at, wall_s, false);
        let mut snapshot = run.sim().snapshot();
        let other = if self.side == Side::A { Side::B } else { Side::A };
        let beside = player.side(other).map(|run| run.sim().snapshot());
        if let Some(beside) = &beside {
            snapshot.lane_rate_max = snapshot.lane_rate_max.max(beside.lane_rate_max);
        }
        self.arrange(&snapshot);
        let Some((_, layout)) = &self.layout else { return false };
        let dots = run.flights().dots();
        self.settle.set_beside(beside.as_ref(), layout);
        self.settle.update(&snapshot, dots, layout, wall_s);
        self.settle.point_at(&self.highlight, self.wants_still);
        approach(&mut self.zoom, self.wants_near, run.sim(), (wall_s, self.wants_still));
        let tracers = player.tracers(self.side);
        let settings = Settings {
            settle: &self.settle,
            epoch: run.scenario().epoch(),
            still: self.wants_still || !player.is_playing(),
            dots: !self.wants_still,
            ring: self.place,
            zoom: self.zoom.as_ref(),
            tracers: &tracers,
        };
        draw(&snapshot, dots, layout, &settings, &mut self.shapes);
        let size = (self.size.width, self.size.height);
        self.painter.paint(&self.context, &self.shapes, size, self.size.ratio);
        self.settle.is_moving(&snapshot) || self.zoom.as_ref().is_some_and(Zoom::is_moving)
    }

    /// Makes the layout for this many regions and forests, if it is not the one at hand.
    fn arrange(&mut self, snapshot: &Snapshot) {
        let cast = Cast::of(snapshot, &self.highlight);
        if !matches!(&self.layout, Some((known, _)) if *known == cast) {
            let (width, height) = (self.size.width as f32, self.size.height as f32);
            self.layout = Some((cast, Layout::new(width, height, cast, Flow::of(width, height))));
        }
    }

    /// The unit of the piles, if it is not what was last told.
    fn news(&mut self) -> Option<Unit> {
        let unit = (self.settle.unit(), self.settle.is_unit_new());
        (unit != self.unit).then(|| {
            self.unit = unit;
            unit
        })
    }
}

/// The canvas.
#[component]
pub(crate) fn StageCanvas(props: &Props) -> Html {
    let shared = use_shared();
    let look = use_context::<Rc<Look>>().expect("the root provides the look");
    let node = use_node_ref();
    // Words and scales that are settling go on doing so in a new size or theme.
    let kept = use_mut_ref(Settle::default);
    let shown = use_mut_ref(|| None::<Rc<RefCell<Scene>>>);
    {
        let shown = shown.clone();
        let (node, onunit, control) = (node.clone(), props.onunit.clone(), shared.control.clone());
        use_effect_with((props.size, props.side, look.clone()), move |(size, side, look)| {
            let scene = set_up(&node, (*size, *side), look, kept.take());
            shown.borrow_mut().clone_from(&scene);
            let painting = scene.clone().map(|scene| {
                let clock = web_sys::window().and_then(|window| window.performance());
                let painting = control.on_frame(move |player| {
                    let wall_s = clock.as_ref().map_or(0.0, |clock| clock.now() / 1000.0);
                    let mut scene = scene.borrow_mut();
                    let moving = scene.paint(player, wall_s);
                    let news = scene.news();
                    drop(scene);
                    if let Some(unit) = news {
                        onunit.emit(unit);
                    }
                    moving
                });
                control.paint();
                painting
            });
            move || {
                drop(painting);
                if let Some(scene) = scene {
                    kept.replace(std::mem::take(&mut scene.borrow_mut().settle));
                }
            }
        });
    }
    {
        let (shown, control) = (shown.clone(), shared.control.clone());
        let all = (props.place, props.near, props.highlight.clone());
        use_effect_with((all, props.size, props.side, look.clone()), move |(all, ..)| {
            if let Some(scene) = &*shown.borrow() {
                let mut scene = scene.borrow_mut();
                (scene.place, scene.wants_near, scene.highlight) = all.clone();
                scene.is_stale = true;
            }
            control.paint();
        });
    }
    let onclick = {
        let (node, shared, side) = (node.clone(), shared, props.side);
        let size = props.size;
        let is_near = props.near.is_some();
        Callback::from(move |event: MouseEvent| {
            if is_near {
                return;
            }
            let area = node.cast::<Element>().map(|node| node.get_bounding_client_rect());
            let Some(area) = area else { return };
            // A stage that is drawn larger has fewer pixels of its own.
            let zoom = area.width() / size.width.max(1.0);
            let x = (f64::from(event.client_x()) - area.left()) / zoom;
            let y = (f64::from(event.client_y()) - area.top()) / zoom;
            let target = shown.borrow().as_ref().and_then(|scene| {
                let scene = scene.borrow();
                let (_, layout) = scene.layout.as_ref()?;
                hit(&scene.shapes, layout, x as f32, y as f32)
            });
            if let Some(target) = target {
                shared.ui.dispatch(UiAction::InspectSide(side));
                open(&shared, target);
            } else {
                shared.ui.dispatch(UiAction::Inspect(None));
                shared.ui.dispatch(UiAction::Place(None));
            }
        })
    };
    html! { <canvas class="stage__canvas" aria-hidden="true" ref={node} {onclick}></canvas> }
}

/// Goes near to the forest that is wanted, and back from one that is not any more.
fn approach(
    zoom: &mut Option<Zoom>,
    wanted: Option<usize>,
    sim: &Sim,
    (wall_s, at_once): (f64, bool),
) {
    let found = wanted.and_then(|forest| Some((forest, sim.forests().nth(forest)?.limit)));
    if let Some((forest, limit)) = found {
        if zoom.as_ref().is_none_or(|it| it.forest() != forest || it.is_closing()) {
            *zoom = Some(Zoom::new(forest, wall_s, at_once));
        }
        if let Some(it) = zoom {
            let lookups = sim.scenario().get(Field::Lookups) as u8;
            it.update(&sim.sessions_in(forest), limit, lookups, wall_s);
        }
    } else if let Some(it) = zoom {
        it.close(wall_s, at_once);
        if it.is_gone() {
            *zoom = None;
        }
    }
}

/// A scene on the canvas behind `node`; `None` while there is nothing to paint on.
fn set_up(
    node: &NodeRef,
    (size, world): (Size, Side),
    look: &Look,
    settle: Settle,
) -> Option<Rc<RefCell<Scene>>> {
    let canvas = node.cast::<HtmlCanvasElement>().filter(|_| !size.is_empty())?;
    fit(&canvas, size);
    Some(Rc::new(RefCell::new(Scene {
        side: world,
        context: context(&canvas)?,
        painter: Painter::new(look.stage.clone()),
        size,
        settle,
        layout: None,
        shapes: Vec::new(),
        unit: (0, false),
        at: Time::ZERO,
        painted_s: 0.0,
        wants_still: look.still,
        place: None,
        highlight: Vec::new(),
        wants_near: None,
        zoom: None,
        is_stale: true,
    })))
}
