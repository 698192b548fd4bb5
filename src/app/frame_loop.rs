//! The one animation loop: it asks for a frame only while there is something to move and somebody
//! to see it.
//!
//! Knows no component and no picture: [`Control::frame`] does the work.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Performance, Window};
use yew::prelude::*;

use super::control::Control;
use super::observe::{Listener, Sight};

/// Longest step of wall time a frame may make [s]: after a pause of the tab, time does not jump.
const DT_MAX_S: f64 = 0.1;

/// What the model may take of a frame [ms]; the rest is for painting.
const MODEL_BUDGET_MS: f64 = 7.0;

/// Time between two readouts [ms].
const READOUT_MS: f64 = 250.0;

/// What the browser calls with the time of a frame.
type OnFrame = Closure<dyn FnMut(f64)>;

struct Loop {
    control: Control,
    window: Window,
    clock: Performance,
    request: Cell<Option<i32>>,
    last: Cell<Option<f64>>,
    published: Cell<f64>,
    in_sight: Cell<bool>,
    callback: RefCell<Option<OnFrame>>,
}

impl Loop {
    fn start(control: Control) -> Option<Rc<Loop>> {
        let window = web_sys::window()?;
        let clock = window.performance()?;
        let this = Rc::new(Loop {
            control,
            window,
            clock,
            request: Cell::new(None),
            last: Cell::new(None),
            published: Cell::new(0.0),
            in_sight: Cell::new(true),
            callback: RefCell::new(None),
        });
        let weak = Rc::downgrade(&this);
        let callback = Closure::new(move |now| {
            if let Some(this) = weak.upgrade() {
                this.tick(now);
            }
        });
        *this.callback.borrow_mut() = Some(callback);
        Some(this)
    }

    fn tick(&self, now: f64) {
        self.request.set(None);
        let dt_s = self.last.get().map_or(0.0, |last| (now - last) / 1000.0).clamp(0.0, DT_MAX_S);
        self.last.set(Some(now));
        let start = self.clock.now();
        let busy = self.control.frame(dt_s, &mut || self.clock.now() - start < MODEL_BUDGET_MS);
        if !busy || now - self.published.get() >= READOUT_MS {
            self.published.set(now);
            self.control.publish();
        }
        if busy {
            self.wake();
        } else {
            self.last.set(None);
        }
    }

    /// Asks for the next frame, unless it is asked for already or nobody would see it.
    fn wake(&self) {
        let hidden = self.window.document().is_some_and(|document| document.hidden());
        if hidden || !self.in_sight.get() || self.request.get().is_some() {
            return;
        }
        if let Some(callback) = self.callback.borrow().as_ref() {
            let request = self.window.request_animation_frame(callback.as_ref().unchecked_ref());
            self.request.set(request.ok());
        }
    }

    fn sleep(&self) {
        if let Some(request) = self.request.take() {
            // A request that has just been answered cannot be cancelled any more, which is as good.
            let _ = self.window.cancel_animation_frame(request);
        }
        self.last.set(None);
    }

    /// Wakes or sleeps as the page comes into view or goes.
    fn look(&self, in_sight: bool) {
        self.in_sight.set(in_sight);
        let hidden = self.window.document().is_some_and(|document| document.hidden());
        if in_sight && !hidden { self.wake() } else { self.sleep() }
    }
}

/// Runs the loop for as long as the page stands, while any part of `root` is in view.
#[hook]
pub(crate) fn use_frame_loop(control: &Control, root: &NodeRef) {
    let root = root.clone();
    use_effect_with(control.clone(), move |control| {
        let running = Loop::start(control.clone());
        let mut watching = None;
        if let Some(this) = &running {
            let waker = this.clone();
            control.wake_with(Some(Rc::new(move || waker.wake())));
            let seer = this.clone();
            let sight = root
                .cast::<Element>()
                .and_then(|root| Sight::watch(&root, move |seen| seer.look(seen)));
            let turner = this.clone();
            let turned = this.window.document().map(|document| {
                Listener::new(&document, "visibilitychange", move |_| {
                    turner.look(turner.in_sight.get());
                })
            });
            watching = Some((sight, turned));
            this.wake();
        }
        let control = control.clone();
        move || {
            control.wake_with(None);
            drop(watching);
            if let Some(this) = running {
                this.sleep();
            }
        }
    });
}
