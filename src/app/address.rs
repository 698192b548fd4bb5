//! The page's address: the link that it opens with, and the one that it keeps while things change.
//!
//! Knows the browser's address and its history, not what a link means: that is the library's.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use mailflow::embed::Embed;
use mailflow::lesson::link::{Asked, at_step};
use mailflow::link::Link;
use mailflow::playback::Player;
use mailflow::readout::Readout;
use mailflow::scenario::Warning;
use wasm_bindgen::JsValue;
use web_sys::Location;
use yew::prelude::*;

use super::control::Control;
use super::icon::{Picture, SIZE, icon};
use super::look::prefers_stillness;
use super::observe::Listener;
use super::ui::{Shared, Theme, UiAction};

/// How long the address waits for further changes [ms]: some browsers refuse more than a hundred
/// new addresses in half a minute.
const WAIT_MS: u32 = 700;

/// What the page was opened with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Opened {
    /// The set-up and the moment.
    pub(crate) link: Rc<Link>,
    /// How it is embedded, if it is.
    pub(crate) embed: Option<Embed>,
    /// What it asks of lessons.
    pub(crate) asked: Asked,
    /// What could not be taken as it stands.
    pub(crate) warnings: Vec<Warning>,
}

impl Opened {
    /// What the address says now.
    pub(crate) fn read() -> Opened {
        let text = asked();
        let (link, mut warnings) = Link::read(&text);
        let (embed, more) = Embed::read(&text);
        warnings.extend(more);
        let (asked, more) = Asked::read(&text);
        warnings.extend(more);
        Opened { link: Rc::new(link), embed, asked, warnings }
    }

    /// The address of the full page that shows what this one was opened with.
    pub(crate) fn full(&self) -> String {
        let course = self.asked.course.as_ref();
        let keys = course.map(|course| at_step(&course.write(), self.asked.step));
        format!("{}#{}", page(), keys.unwrap_or_else(|| self.link.write()))
    }

    /// The run at the moment asked for. A link to a moment stands still there; the page of a set-up
    /// begins by itself. Inside another page nothing moves until it is asked to, and who wants no
    /// motion is spared.
    pub(crate) fn player(&self) -> Player {
        let mut player = Player::open(&self.link);
        self.start(&mut player);
        player
    }

    fn start(&self, player: &mut Player) {
        let framed = self.embed.is_some();
        if framed && self.link.at.is_none() {
            player.seek(player.poster());
        }
        let still = framed || self.asked.presents;
        let plays = self.link.autoplay.unwrap_or(self.link.at.is_none() && !still);
        player.set_playing(plays && !prefers_stillness());
    }
}

fn location() -> Option<Location> {
    Some(web_sys::window()?.location())
}

/// The fragment, or without one the query, or what a page that was saved as one file carries.
fn asked() -> String {
    let Some(location) = location() else { return String::new() };
    let parts = [location.hash(), location.search()].map(Result::unwrap_or_default);
    parts.into_iter().find(|part| part.contains('=')).or_else(carried).unwrap_or_default()
}

fn carried() -> Option<String> {
    let document = web_sys::window()?.document()?;
    document.query_selector("meta[name=mailflow-link]").ok()??.get_attribute("content")
}

/// The address without what is asked of it.
pub(crate) fn page() -> String {
    let href = location().and_then(|location| location.href().ok()).unwrap_or_default();
    href.split(['#', '?']).next().unwrap_or_default().to_owned()
}

/// The address of the full page that shows what a link does.
pub(crate) fn of(link: &Link) -> String {
    format!("{}#{}", page(), link.write())
}

/// What stands behind the page's address for what is shown: a lesson's step is all there is to know
/// of its run.
pub(crate) fn keys(control: &Control, link: &Link, presents: bool) -> String {
    let keys = control.lesson_keys().unwrap_or_else(|| link.write());
    if presents { format!("{keys}&present=1") } else { keys }
}

/// The address of the full page for what is shown now.
pub(crate) fn now(control: &Control, presents: bool) -> String {
    format!("{}#{}", page(), keys(control, &control.read(Link::of), presents))
}

/// What the address is about now. While time runs it says no moment: a page that is opened anew
/// then begins anew.
fn kept(player: &Player) -> Link {
    let link = Link::of(player);
    if player.is_playing() { link.setup() } else { link }
}

/// Writes a link's keys to the address; another scenario is a step that the browser can go back.
fn write(keys: &str, replaces: bool) {
    // A sandbox has no history; then the address stays as it is.
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        let (nothing, url) = (JsValue::NULL, format!("{}#{keys}", page()));
        let _ = if replaces {
            history.replace_state_with_url(&nothing, "", Some(&url))
        } else {
            history.push_state_with_url(&nothing, "", Some(&url))
        };
    }
}

/// Shows what the address says after it was changed by hand or by going back.
fn follow(shared: &Shared) -> Opened {
    let opened = Opened::read();
    if let Some(course) = opened.asked.course.clone() {
        shared.ui.dispatch(UiAction::Present(opened.asked.presents));
        shared.control.begin(course, opened.asked.step);
        return opened;
    }
    shared.control.end_lesson();
    shared.control.change(|player| {
        if opened.link.has_same_runs(&Link::of(player)) {
            player.go_to(&opened.link);
        } else {
            *player = Player::open(&opened.link);
        }
        opened.start(player);
    });
    for action in [UiAction::EndSeen(false), UiAction::Inspect(None)] {
        shared.ui.dispatch(action);
    }
    if let Some(theme) = opened.link.theme {
        shared.ui.dispatch(UiAction::Theme(theme.into()));
    }
    opened
}

/// Keeps the address at what is shown, and shows what it says once it was changed. Gives what could
/// not be taken of it as it stands.
#[hook]
pub(crate) fn use_address(
    shared: &Shared,
    opened: &Rc<Opened>,
    readout: &Rc<Readout>,
    seen: (Theme, bool),
) -> UseStateHandle<Vec<Warning>> {
    // The theme, and whether the page is as it is projected.
    let (theme, presents) = seen;
    let warnings = use_state_eq(|| opened.warnings.clone());
    // What the page was opened with stays until something changes, so the first text is not written.
    let shown = use_mut_ref(|| {
        let now = shared.control.read(kept);
        let link = Link { theme: opened.link.theme, ..now.clone() };
        (now, keys(&shared.control, &link, presents))
    });
    let now_presents = use_mut_ref(|| false);
    *now_presents.borrow_mut() = presents;
    let timer = use_mut_ref(|| None::<Timeout>);
    let framed = opened.embed.is_some();
    {
        let (control, shown, timer) = (shared.control.clone(), shown.clone(), timer.clone());
        // A theme that was asked for stays in the address until the reader chooses another.
        let asked = opened.link.theme.filter(|&asked| Theme::from(asked) == theme);
        use_effect_with((readout.clone(), presents), move |_| {
            if framed || timer.borrow().is_some() {
                return;
            }
            let waiting = timer.clone();
            *timer.borrow_mut() = Some(Timeout::new(WAIT_MS, move || {
                *waiting.borrow_mut() = None;
                let now = control.read(kept);
                let link = Link { theme: asked, ..now.clone() };
                let text = keys(&control, &link, *now_presents.borrow());
                let replaces = shown.borrow().0.original == now.original;
                let before = shown.replace((now, text.clone()));
                if before.1 != text {
                    write(&text, replaces);
                }
            }));
        });
    }
    {
        let (shared, setter) = (shared.clone(), warnings.setter());
        use_effect_with((), move |()| {
            let window = web_sys::window();
            let listener = window.map(|window| {
                Listener::new(&window.clone(), "hashchange", move |_| {
                    let next = Opened::read();
                    if framed || next.embed.is_some() || next.asked.notes {
                        // Another page altogether.
                        let _ = window.location().reload();
                        return;
                    }
                    *timer.borrow_mut() = None;
                    setter.set(follow(&shared).warnings);
                    let now = shared.control.read(kept);
                    let link = Link { theme: next.link.theme, ..now.clone() };
                    let text = keys(&shared.control, &link, next.asked.presents);
                    *shown.borrow_mut() = (now, text);
                })
            });
            move || drop(listener)
        });
    }
    warnings
}

/// Says what of the address could not be taken as it stands, until it is put away.
pub(crate) fn note(warnings: &UseStateHandle<Vec<Warning>>) -> Html {
    if warnings.is_empty() {
        return Html::default();
    }
    let setter = warnings.setter();
    html! {
        <div class="note floating" role="status" data-testid="link-note">
            <div class="note__words">
                <p>{ "Not all of this link could be taken as it stands:" }</p>
                <ul>{ for warnings.iter().map(|warning| html! { <li>{ warning.to_string() }</li> }) }</ul>
            </div>
            <button type="button" class="button button--icon" aria-label="Put away" onclick={move |_| setter.set(Vec::new())}>{ icon(Picture::Close, SIZE) }</button>
        </div>
    }
}
