//! The page's end of the conversation with the page around it: texts from the one window that may
//! ask, and messages back to it.
//!
//! Knows windows, not messages: those are the library's. What is sent holds no secrets, so it goes
//! to the parent whatever its origin is.

use std::cell::RefCell;
use std::rc::Rc;

use mailflow::api::{Message, Session, outgoing::Resize};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Window};
use yew::prelude::*;

use super::observe::{Listener, Size};
use super::ui::{Shared, UiAction, use_shared};

/// The page around this one, if there is one.
pub(crate) fn parent() -> Option<Window> {
    let window = web_sys::window()?;
    let parent = window.parent().ok()??;
    (parent != window).then_some(parent)
}

fn send(parent: &Window, message: &Message) {
    // Neither fails: it is JSON, and of plain values.
    if let Ok(value) = js_sys::JSON::parse(&message.to_json()) {
        let _ = parent.post_message(&value, "*");
    }
}

/// Does what a message asks for, if it is from the parent.
fn hear(shared: &Shared, session: &RefCell<Session>, parent: &Window, event: &MessageEvent) {
    let from: JsValue = event.source().map_or(JsValue::NULL, Into::into);
    if !js_sys::Object::is(&from, parent) {
        return;
    }
    // What cannot be written as JSON is no message.
    let Some(text) = js_sys::JSON::stringify(&event.data()).ok().and_then(|it| it.as_string())
    else {
        return;
    };
    let mut answer = None;
    let receive = |player: &mut mailflow::playback::Player| {
        answer = session.borrow_mut().receive(player, &text);
    };
    shared.control.change_quietly(receive);
    if let Some(answer) = answer {
        send(parent, &answer.message);
        if let Some(theme) = answer.theme {
            shared.ui.dispatch(UiAction::Theme(theme.into()));
        }
        shared.control.show();
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// Size of the page.
    pub(crate) size: Size,
    /// Height that it would like to have [CSS px].
    pub(crate) height: f64,
}

/// Talks with the parent for as long as it stands; shows nothing.
#[component]
pub(crate) fn Port(props: &Props) -> Html {
    let shared = use_shared();
    use_effect_with((), move |()| {
        let open = parent().zip(web_sys::window()).map(|(parent, window)| {
            let session = Rc::new(RefCell::new(Session::default()));
            send(&parent, &shared.control.read(|player| session.borrow_mut().ready(player)));
            let listener = {
                let (shared, session, parent) = (shared.clone(), session.clone(), parent.clone());
                Listener::new(&window, "message", move |event| {
                    if let Ok(event) = event.dyn_into::<MessageEvent>() {
                        hear(&shared, &session, &parent, &event);
                    }
                })
            };
            let clock = window.performance();
            shared.control.tell(Some(Rc::new(move |player| {
                let wall_s = clock.as_ref().map_or(0.0, |clock| clock.now() / 1000.0);
                for message in session.borrow_mut().look(player, wall_s) {
                    send(&parent, &message);
                }
            })));
            listener
        });
        move || {
            shared.control.tell(None);
            drop(open);
        }
    });
    use_effect_with((props.size.width, props.height), move |&(width, height)| {
        if let Some(parent) = parent().filter(|_| width > 0.0) {
            send(&parent, &Resize { width, height }.into());
        }
    });
    Html::default()
}
