//! A page of their own for the tests of components: a fresh element, mounted and rendered.
//!
//! Knows no component. Made-up events are enough for handlers; what a key does to a native control
//! is the end-to-end tests' to see.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlInputElement, KeyboardEvent, KeyboardEventInit};
use yew::prelude::*;

/// What was reported, in order.
pub(crate) type Log<T> = Rc<RefCell<Vec<T>>>;

/// A callback and what it was called with.
pub(crate) fn log<T: 'static>() -> (Callback<T>, Log<T>) {
    let log = Log::<T>::default();
    let into = log.clone();
    (Callback::from(move |value| into.borrow_mut().push(value)), log)
}

/// Mounts a component in a fresh element and waits until it is rendered.
pub(crate) async fn mount<C>(props: C::Properties) -> Element
where
    C: BaseComponent,
    C::Properties: 'static,
{
    let document = web_sys::window().and_then(|window| window.document()).expect("a document");
    let root = document.create_element("div").expect("an element");
    document.body().expect("a body").append_child(&root).expect("a place");
    yew::Renderer::<C>::with_root_and_props(root.clone(), props).render();
    yew::scheduler::flush().await;
    root
}

/// The first input in `root`.
pub(crate) fn input(root: &Element) -> HtmlInputElement {
    root.query_selector("input")
        .ok()
        .flatten()
        .and_then(|input| input.dyn_into().ok())
        .expect("an input")
}

/// Sets an input's value and says so the way the browser does.
pub(crate) async fn enter(input: &HtmlInputElement, value: &str, events: &[&str]) {
    input.set_value(value);
    for name in events {
        let init = EventInit::new();
        init.set_bubbles(true);
        let event = match *name {
            "input" => web_sys::InputEvent::new("input").map(|event| {
                event.init_event_with_bubbles("input", true);
                event.unchecked_into::<Event>()
            }),
            name => Event::new_with_event_init_dict(name, &init),
        };
        input.dispatch_event(&event.expect("an event")).expect("a listener");
    }
    yew::scheduler::flush().await;
}

/// Presses a key.
pub(crate) async fn press(input: &HtmlInputElement, key: &str) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    let event =
        KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).expect("an event");
    input.dispatch_event(&event).expect("a listener");
    yew::scheduler::flush().await;
}
