//! The "…" menu: theme, other views of the stage, and what the page is.
//!
//! A disclosure with ordinary buttons, so Tab and Escape work as everywhere on the page.

use mailflow::lesson::words;
use mailflow::playback::{Player, Side};
use yew::prelude::*;

use super::icon::{Picture, SIZE, icon};
use super::observe::use_dismiss;
use super::ui::{Sheet, Theme, UiAction, use_shared};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// Theme in force.
    pub(crate) theme: Theme,
    /// Whether the stage is a table now.
    pub(crate) table: bool,
}

/// The menu and its button.
#[component]
pub(crate) fn Menu(props: &Props) -> Html {
    let shared = use_shared();
    let open = use_state_eq(|| false);
    let root = use_node_ref();
    let set = {
        let setter = open.setter();
        move |shown: bool| {
            let setter = setter.clone();
            Callback::from(move |()| setter.set(shown))
        }
    };
    use_dismiss(&root, *open, set(false));
    let item = |name: &'static str, action: UiAction| {
        let (ui, close) = (shared.ui.clone(), set(false));
        let onclick = Callback::from(move |_: MouseEvent| {
            close.emit(());
            ui.dispatch(action);
        });
        html! { <li><button type="button" class="menu__item" {onclick}>{ name }</button></li> }
    };
    let split = shared.control.read(|player| player.side(Side::B).is_some());
    let compare = {
        let (control, close) = (shared.control.clone(), set(false));
        Callback::from(move |_: MouseEvent| {
            close.emit(());
            control.change(
                |player: &mut Player| if split { player.join(Side::A) } else { player.split() },
            );
        })
    };
    let theme = |name: &'static str, theme: Theme| {
        html! {
            <button type="button" class="pill" aria-pressed={(theme == props.theme).to_string()}
                onclick={shared.on(UiAction::Theme(theme))}>{ name }</button>
        }
    };
    html! {
        <div class="menu" ref={root}>
            <button type="button" class="button button--icon" aria-label="More" aria-expanded={open.to_string()} aria-controls="menu"
                onclick={set(!*open).reform(|_| ())}>
                { icon(Picture::More, SIZE) }
            </button>
            <div class="menu__list floating" id="menu" hidden={!*open}>
                <p class="menu__heading" id="menu-theme">{ "Theme" }</p>
                <div class="pills" role="group" aria-labelledby="menu-theme">
                    { theme("Light", Theme::Light) }{ theme("Dark", Theme::Dark) }{ theme("System", Theme::System) }
                </div>
                <ul class="menu__items">
                    { item("Share", UiAction::Sheet(Some(Sheet::Share))) }
                    { item("Save", UiAction::Sheet(Some(Sheet::Save))) }
                    { item(words::LESSONS, UiAction::Sheet(Some(Sheet::Lessons))) }
                    <li><button type="button" class="menu__item" onclick={compare}>{ if split { "End the comparison" } else { "Compare" } }</button></li>
                    { item(words::PRESENT, UiAction::Present(true)) }
                    { item("Describe this moment", UiAction::Sheet(Some(Sheet::Describe))) }
                    { item(if props.table { "Stage as a picture" } else { "Stage as a table" }, UiAction::Table(!props.table)) }
                    { item("Keys", UiAction::Sheet(Some(Sheet::Keys))) }
                    { item("What is assumed", UiAction::Sheet(Some(Sheet::Assumptions))) }
                    { item("About", UiAction::Sheet(Some(Sheet::About))) }
                </ul>
            </div>
        </div>
    }
}
