//! A lesson out of a file: chosen, or dropped on the page. The file is read in the browser and goes
//! nowhere.

use std::rc::Rc;

use mailflow::lesson::link::Course;
use mailflow::lesson::{Lesson, words};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{DragEvent, FileReader};
use yew::prelude::*;

use crate::app::observe::Listener;

/// A file that was opened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Opened {
    /// Its name.
    pub(crate) name: String,
    /// The lesson, if it is one.
    pub(crate) course: Option<Course>,
    /// What in it could not be taken as it stands; each names its place and what is allowed.
    pub(crate) faults: Vec<String>,
}

impl Opened {
    fn of(name: String, text: String) -> Opened {
        if !Lesson::is_lesson(&text) && text.trim_start().starts_with('{') {
            // What is no JSON at all is told with its place below.
            if Lesson::from_json(&text).is_ok() {
                return Opened { name, course: None, faults: vec![words::NO_LESSON.to_owned()] };
            }
        }
        match Lesson::from_json(&text) {
            Ok((lesson, warnings)) => Opened {
                name,
                course: Some(Course { lesson, text: Some(text) }),
                faults: warnings.iter().map(ToString::to_string).collect(),
            },
            Err(error) => Opened { name, course: None, faults: vec![error.to_string()] },
        }
    }
}

/// Reads a file; `done` gets what is in it.
pub(crate) fn read(file: &web_sys::File, done: Callback<Rc<Opened>>) {
    let Ok(reader) = FileReader::new() else { return };
    let name = file.name();
    let loaded = reader.clone();
    let onload = Closure::once_into_js(move || {
        let text = loaded.result().ok().and_then(|text| text.as_string()).unwrap_or_default();
        done.emit(Rc::new(Opened::of(name, text)));
    });
    reader.set_onloadend(Some(onload.unchecked_ref()));
    // It fails only for a reader that is busy; this one is new.
    let _ = reader.read_as_text(file);
}

/// Has the page take files that are dropped on it.
#[hook]
pub(crate) fn use_drop(done: Callback<Rc<Opened>>) {
    use_effect_with((), move |()| {
        let document = web_sys::window().and_then(|window| window.document());
        let listeners = document.map(|document| {
            [
                // Without this the browser would go to the file.
                Listener::new(&document, "dragover", |event| event.prevent_default()),
                Listener::new(&document, "drop", move |event| {
                    event.prevent_default();
                    let dropped = event.dyn_into::<DragEvent>().ok();
                    let file = dropped.and_then(|event| event.data_transfer()?.files()?.get(0));
                    if let Some(file) = file {
                        read(&file, done.clone());
                    }
                }),
            ]
        });
        move || drop(listeners)
    });
}
