//! The bar: the page's name, which run it shows, and everything that is one click away.
//!
//! Always says that this is a simulation.

use mailflow::lesson::words;
use mailflow::link::DEFAULT_SEED;
use mailflow::playback::Player;
use mailflow::readout::Readout;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::menu::Menu;
use super::ui::{Shared, Sheet, Theme, UiAction, use_shared};
use super::versus::compare_button;

/// The bar.
pub(crate) fn bar(shared: &Shared, readout: &Readout, theme: Theme, table: bool) -> Html {
    let (key, title) = shared.control.read(|player| {
        let about = player.scenario().about();
        (about.key.to_string(), about.title.to_string())
    });
    html! {
        <header class="bar">
            <h1 class="bar__name">{ "Mailflow" }</h1>
            <Picker preset={key} {title} />
            { note(shared) }
            <button type="button" class="button bar__lessons" onclick={shared.on(UiAction::Sheet(Some(Sheet::Lessons)))}>{ words::LESSONS }</button>
            { compare_button(shared, readout) }
            <button type="button" class="button bar__share" onclick={shared.on(UiAction::Sheet(Some(Sheet::Share)))}>{ "Share" }</button>
            <Menu {theme} {table} />
        </header>
    }
}

/// What this is, always in sight; the style sheet shortens it on a phone.
fn note(shared: &Shared) -> Html {
    html! {
        <button type="button" class="bar__note" aria-label="A simulation, not Microsoft’s data: what is assumed" onclick={shared.on(UiAction::Sheet(Some(Sheet::Assumptions)))}>
            { "A simulation" }<span class="bar__note-more">{ ", not Microsoft’s data" }</span>
        </button>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct PickerProps {
    /// Key of the scenario that is shown.
    preset: AttrValue,
    /// Its name.
    title: AttrValue,
}

/// Which run, by group; a reader's own scenario stands alone, for as long as it is shown.
#[component]
fn Picker(props: &PickerProps) -> Html {
    let shared = use_shared();
    let presets = Player::presets();
    let node = use_node_ref();
    {
        // What was chosen by hand outlasts the attribute of an option.
        let node = node.clone();
        use_effect_with(props.preset.clone(), move |key| {
            if let Some(select) = node.cast::<HtmlSelectElement>() {
                select.set_value(key);
            }
        });
    }
    let onchange = {
        let Shared { control, ui } = shared;
        Callback::from(move |event: Event| {
            let wanted = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
            if let Some(player) = wanted.and_then(|key| Player::preset(&key, DEFAULT_SEED)) {
                ui.dispatch(UiAction::EndSeen(false));
                control.change(|run| *run = player);
            }
        })
    };
    let own = presets.iter().all(|preset| *preset.key != *props.preset);
    html! {
        <select class="select bar__picker" aria-label="Scenario" ref={node} {onchange}>
            if own {
                <option value={props.preset.clone()} selected=true>{ &props.title }</option>
            }
            { for presets.chunk_by(|a, b| a.group == b.group).map(|group| html! {
                <optgroup label={group[0].group.title()}>
                    { for group.iter().map(|preset| html! {
                        <option value={preset.key} selected={*preset.key == *props.preset}>{ preset.title }</option>
                    }) }
                </optgroup>
            }) }
        </select>
    }
}
