//! What the browser reports: events, sizes, media queries, what is in view. Each watcher stops when
//! it is dropped; the hooks stop with their component.
//!
//! Knows nothing of the run.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{
    Element, Event, EventTarget, IntersectionObserver, IntersectionObserverEntry, KeyboardEvent,
    Node, ResizeObserver,
};
use yew::prelude::*;

/// An event listener.
pub(crate) struct Listener {
    target: EventTarget,
    name: &'static str,
    /// Whether it hears events before what they are for does.
    first: bool,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `on` with every `name` of `target`.
    pub(crate) fn new(
        target: &EventTarget,
        name: &'static str,
        on: impl FnMut(Event) + 'static,
    ) -> Self {
        Listener::added(target, name, false, on)
    }

    /// The same before anything inside `target` is told.
    pub(crate) fn first(
        target: &EventTarget,
        name: &'static str,
        on: impl FnMut(Event) + 'static,
    ) -> Self {
        Listener::added(target, name, true, on)
    }

    fn added(
        target: &EventTarget,
        name: &'static str,
        first: bool,
        on: impl FnMut(Event) + 'static,
    ) -> Self {
        let closure = Closure::<dyn FnMut(Event)>::new(on);
        let callback = closure.as_ref().unchecked_ref();
        // Adding fails only for a null callback.
        let _ = target.add_event_listener_with_callback_and_bool(name, callback, first);
        Listener { target: target.clone(), name, first, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        let _ = self
            .target
            .remove_event_listener_with_callback_and_bool(self.name, callback, self.first);
    }
}

/// Whether an element is in view.
pub(crate) struct Sight {
    observer: IntersectionObserver,
    _closure: Closure<dyn FnMut(js_sys::Array)>,
}

impl Sight {
    /// Calls `on` when the element comes into view or leaves it. `None` where the browser cannot.
    pub(crate) fn watch(element: &Element, on: impl Fn(bool) + 'static) -> Option<Self> {
        let closure = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            if let Some(entry) = entries.iter().last() {
                on(entry.unchecked_into::<IntersectionObserverEntry>().is_intersecting());
            }
        });
        let observer = IntersectionObserver::new(closure.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Sight { observer, _closure: closure })
    }
}

impl Drop for Sight {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The size of an element in CSS pixels and the pixels a CSS pixel has.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Size {
    /// Width [px].
    pub(crate) width: f64,
    /// Height [px].
    pub(crate) height: f64,
    /// Device pixels a CSS pixel.
    pub(crate) ratio: f64,
}

impl Size {
    fn of(element: &Element) -> Size {
        let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
        let (width, height) = (element.client_width(), element.client_height());
        Size { width: f64::from(width), height: f64::from(height), ratio }
    }

    /// The same place for a picture that is drawn so much larger.
    pub(crate) fn zoomed(self, zoom: f64) -> Size {
        let (width, height) = (self.width / zoom, self.height / zoom);
        Size { width, height, ratio: self.ratio * zoom }
    }

    /// Whether there is anything to paint on.
    pub(crate) fn is_empty(self) -> bool {
        self.width < 1.0 || self.height < 1.0
    }
}

/// The size of the element behind `node`, kept up to date.
#[hook]
pub(crate) fn use_size(node: &NodeRef) -> Size {
    let size = use_state_eq(Size::default);
    let setter = size.setter();
    let node = node.clone();
    use_effect_with((), move |()| {
        let element = node.cast::<Element>();
        let watched = element.and_then(|element| {
            setter.set(Size::of(&element));
            let seen = element.clone();
            let closure = Closure::<dyn FnMut()>::new(move || setter.set(Size::of(&seen)));
            let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
            observer.observe(&element);
            Some((observer, closure))
        });
        move || {
            if let Some((observer, closure)) = watched {
                observer.disconnect();
                drop(closure);
            }
        }
    });
    *size
}

/// Whether a media query holds, kept up to date.
#[hook]
pub(crate) fn use_media(query: &'static str) -> bool {
    let list = use_memo((), |()| web_sys::window()?.match_media(query).ok()?);
    let holds =
        use_state_eq(|| list.as_ref().as_ref().is_some_and(web_sys::MediaQueryList::matches));
    let setter = holds.setter();
    use_effect_with((), move |()| {
        let listener = list.as_ref().clone().map(|list| {
            let seen = list.clone();
            Listener::new(&list, "change", move |_| setter.set(seen.matches()))
        });
        move || drop(listener)
    });
    *holds
}

/// While `open`, calls `close` on Escape and on a press or a focus outside of `root`.
#[hook]
pub(crate) fn use_dismiss(root: &NodeRef, open: bool, close: Callback<()>) {
    let root = root.clone();
    // `close` is left out of the dependencies: it is a new callback with every render, and any will do.
    use_effect_with(open, move |open| {
        let document = open.then(|| web_sys::window()?.document()).flatten();
        let listeners = document.map(|document| {
            let outside = |root: NodeRef, close: Callback<()>| {
                move |event: Event| {
                    let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
                    if root.get().is_some_and(|root| !root.contains(target.as_ref())) {
                        close.emit(());
                    }
                }
            };
            let escape = close.clone();
            [
                Listener::new(&document, "pointerdown", outside(root.clone(), close.clone())),
                Listener::new(&document, "focusin", outside(root.clone(), close.clone())),
                Listener::new(&document, "keydown", move |event| {
                    let key = event.dyn_into::<KeyboardEvent>().map(|event| event.key());
                    if key.is_ok_and(|key| key == "Escape") {
                        escape.emit(());
                    }
                }),
            ]
        });
        move || drop(listeners)
    });
}
