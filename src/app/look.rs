//! How the page looks: the theme in force, remembered where the browser allows it, and the colours
//! the canvases take from the page's tokens.
//!
//! Knows the names of the tokens and of the stored setting; knows nothing of the run.

use std::rc::Rc;

use mailflow::chart;
use mailflow::stage;
use plotters::style::RGBColor;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, Storage};
use yew::prelude::*;

use super::observe::use_media;
use super::ui::Theme;

/// The page's start-up script reads the same key before the first paint.
const STORED: &str = "mailflow-theme";

/// Holds when the system asks for reduced motion.
const STILLNESS: &str = "(prefers-reduced-motion: reduce)";

/// What the canvases paint with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Look {
    /// Colours of the charts.
    pub(crate) chart: chart::Palette,
    /// Colours and font of the stage.
    pub(crate) stage: stage::palette::Palette,
    /// Whether the reader wants no motion.
    pub(crate) still: bool,
}

impl Look {
    fn read(still: bool) -> Look {
        let style = root().and_then(|root| web_sys::window()?.get_computed_style(&root).ok()?);
        let token = |name: &str| {
            let value = style.as_ref().and_then(|style| style.get_property_value(name).ok());
            value.unwrap_or_default()
        };
        let color = |name: &str| resolve(&token(name));
        let chart = chart::Palette {
            held: color("--held"),
            accepted: color("--accepted"),
            refused: color("--refused"),
            dropped: color("--dropped"),
            rejected: color("--ink-2"),
            delivered: color("--delivered"),
            ink: color("--ink"),
            muted: color("--muted"),
            hairline: color("--hairline"),
            surface: color("--surface"),
        };
        Look { chart, stage: stage::palette::Palette::read(token), still }
    }
}

/// A token's colour. Forced colours name system colours, which only the browser knows.
fn resolve(token: &str) -> RGBColor {
    let by_browser = || {
        let document = web_sys::window()?.document()?;
        let canvas =
            document.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
        let context =
            canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
        context.set_fill_style_str(token);
        chart::palette::hex(&context.fill_style().as_string()?)
    };
    chart::palette::hex(token).or_else(by_browser).unwrap_or(chart::Palette::default().muted)
}

fn root() -> Option<Element> {
    web_sys::window()?.document()?.document_element()
}

/// The browser's storage; private windows and sandboxed frames have none.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The theme of the last visit.
pub(crate) fn stored_theme() -> Theme {
    let stored = storage().and_then(|storage| storage.get_item(STORED).ok()?);
    match stored.as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// Whether the system asks for reduced motion.
pub(crate) fn prefers_stillness() -> bool {
    web_sys::window()
        .and_then(|window| window.match_media(STILLNESS).ok()?)
        .is_some_and(|query| query.matches())
}

/// Puts a theme in force, and remembers it unless a link asked for it.
fn apply(theme: Theme, asked: Option<Theme>) {
    let name = match theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    if let Some(root) = root() {
        // Neither can fail: the name is a constant.
        let _ = match name {
            Some(name) => root.set_attribute("data-theme", name),
            None => root.remove_attribute("data-theme"),
        };
    }
    if let Some(storage) = storage().filter(|_| asked != Some(theme)) {
        // A full or forbidden storage means that the theme is not remembered, and nothing else.
        let _ = match name {
            Some(name) => storage.set_item(STORED, name),
            None => storage.remove_item(STORED),
        };
    }
}

/// Puts `theme` in force, which a link may have `asked` for, and follows what the system says about colour and motion.
#[hook]
pub(crate) fn use_look(theme: Theme, asked: Option<Theme>) -> Rc<Look> {
    let dark = use_media("(prefers-color-scheme: dark)");
    let forced = use_media("(forced-colors: active)");
    let still = use_media(STILLNESS);
    let look = use_state_eq(move || {
        apply(theme, asked);
        Rc::new(Look::read(still))
    });
    let setter = look.setter();
    use_effect_with((theme, dark, forced, still), move |&(theme, _, _, still)| {
        apply(theme, asked);
        setter.set(Rc::new(Look::read(still)));
    });
    (*look).clone()
}
