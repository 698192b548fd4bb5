//! What can be saved, as it is at the cursor: every file of the library's list, as a download or to
//! be copied.
//!
//! Knows no file's contents.

use std::rc::Rc;

use mailflow::link::Link;
use mailflow::save::{File, Saved};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;
use yew::prelude::*;

use super::address;
use super::copy_text::CopyText;
use super::download::{Address, blob, is_sandboxed};
use super::look::Look;
use super::picture;
use super::ui::{Shared, use_shared};

/// What a press has come to.
#[derive(Clone, Default)]
enum Done {
    #[default]
    Nothing,
    /// A file was offered to the browser.
    Offered(String),
    /// A text to be copied: its name and what is in it.
    Text(AttrValue, AttrValue),
    /// A picture to be looked at where downloads are refused.
    Picture(String, Rc<Address>),
    /// It could not be made, and why.
    Failed(&'static str),
}

impl PartialEq for Done {
    fn eq(&self, _: &Self) -> bool {
        // Every press is news.
        false
    }
}

/// Every file.
pub(crate) fn save_sheet(unit: u64) -> Html {
    html! { <>
        <p>{ "Each file is of the moment at which you press; its name says scenario, seed and time. Counts are real mails, except where the file says simulated." }</p>
        <Files files={&File::ALL[..]} {unit} />
    </> }
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct FilesProps {
    /// The files.
    pub(crate) files: &'static [File],
    /// Mails one square of a pile stands for.
    pub(crate) unit: u64,
}

/// A list of files with their buttons, and what a press has come to.
#[component]
pub(crate) fn Files(props: &FilesProps) -> Html {
    let shared = use_shared();
    let look = use_context::<Rc<Look>>().expect("the root provides the look");
    let done = use_state_eq(Done::default);
    let unit = props.unit;
    let save = |file: File| {
        let (shared, look, setter) = (shared.clone(), look.clone(), done.setter());
        Callback::from(move |_: MouseEvent| save(file, &shared, &look, unit, &setter))
    };
    let copy = |file: File| {
        let (shared, setter) = (shared.clone(), done.setter());
        Callback::from(move |_: MouseEvent| {
            if let Some((name, text)) = text_of(file, &shared) {
                setter.set(Done::Text(name.into(), text.into()));
            }
        })
    };
    html! { <>
        <ul class="files">
            { for props.files.iter().map(|&file| {
                let label = file.label();
                html! {
                    <li class="files__row" key={label}>
                        <span class="files__name">{ label }</span>
                        if file.is_text() {
                            <button type="button" class="button" aria-label={format!("Copy {label}")} onclick={copy(file)}>{ "Copy" }</button>
                        }
                        <button type="button" class="button" aria-label={format!("Save {label}")} onclick={save(file)}>{ "Save" }</button>
                    </li>
                }
            }) }
        </ul>
        { said(&done) }
    </> }
}

fn said(done: &Done) -> Html {
    match done {
        Done::Nothing => html! { <p role="status"></p> },
        Done::Offered(name) => {
            html! { <p role="status">{ "Saved as " }<b data-testid="saved-as">{ name }</b>{ "." }</p> }
        }
        Done::Failed(why) => html! { <p role="alert">{ *why }</p> },
        Done::Text(name, text) => {
            html! { <CopyText label={name.clone()} text={text.clone()} /> }
        }
        Done::Picture(name, address) => html! { <>
            <p role="status">{ "This frame may not save files. The picture can be copied or saved from its own menu." }</p>
            <img class="files__picture" src={address.url().to_owned()} alt={name.clone()} />
        </> },
    }
}

fn text_of(file: File, shared: &Shared) -> Option<(String, String)> {
    shared.control.read(|player| {
        let saved = Saved::from(player);
        Some((file.name(saved), file.text(saved, None)?))
    })
}

/// Has the browser make the page as one file; a function of index.html does it, because the file is
/// made of what the page was made of.
fn save_page(shared: &Shared, done: &UseStateSetter<Done>) {
    let control = &shared.control;
    let name = control.read(|player| File::Page.name(Saved::from(player)));
    // The lesson goes along, one of the trainer's own as well.
    let link = address::keys(control, &control.read(Link::of), false);
    let setter = done.clone();
    let made = Closure::once_into_js(move |text: Option<String>| {
        let blob = text.and_then(|text| blob(&text, File::Page.media_type()));
        let address = blob.and_then(|blob| Address::of(&blob));
        setter.set(match address {
            Some(_) if is_sandboxed() => {
                Done::Failed("This frame may not save files. Open the full page and save it there.")
            }
            Some(address) => offer(address, name),
            None => Done::Failed(
                "The file mailflow.html, which this is made of, is not beside this page.",
            ),
        });
    });
    let maker = web_sys::window().and_then(|window| {
        js_sys::Reflect::get(&window, &"mailflowFile".into())
            .ok()?
            .dyn_into::<js_sys::Function>()
            .ok()
    });
    if let Some(maker) = maker {
        // Whatever goes wrong in there is told by calling back with nothing.
        let _ = maker.call2(&JsValue::NULL, &link.into(), &made);
    }
}

fn save(file: File, shared: &Shared, look: &Look, unit: u64, done: &UseStateSetter<Done>) {
    if file == File::Page {
        return save_page(shared, done);
    }
    if let Some((name, text)) = text_of(file, shared) {
        let address = blob(&text, file.media_type()).and_then(|blob| Address::of(&blob));
        match address {
            Some(address) if !is_sandboxed() => done.set(offer(address, name)),
            _ => done.set(Done::Text(name.into(), text.into())),
        }
        return;
    }
    let picture = shared.control.read(|player| {
        Some((file.name(Saved::from(player)), picture::of(file, player, look, unit)?))
    });
    let Some((name, canvas)) = picture else {
        done.set(Done::Failed("The stage is shown as a table. Show it as a picture first."));
        return;
    };
    let setter = done.clone();
    let made = Closure::once_into_js(move |blob: Option<Blob>| {
        let address = blob.and_then(|blob| Address::of(&blob));
        setter.set(match address {
            Some(address) if is_sandboxed() => Done::Picture(name, Rc::new(address)),
            Some(address) => offer(address, name),
            None => Done::Failed("The browser could not make the picture."),
        });
    });
    if canvas.to_blob(made.unchecked_ref()).is_err() {
        done.set(Done::Failed("The browser could not make the picture."));
    }
}

/// Hands a file to the browser, which needs its address for a while yet.
fn offer(address: Address, name: String) -> Done {
    const KEPT_MS: u32 = 60_000;
    address.download(&name);
    gloo_timers::callback::Timeout::new(KEPT_MS, move || drop(address)).forget();
    Done::Offered(name)
}
