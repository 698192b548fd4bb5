//! The page: components around one run. The root arranges the regions; each has a file.
//!
//! The virtual DOM is left alone while time runs: the loop paints past it, and hands over words and
//! figures a few times a second.

mod action_flag;
mod address;
mod announcer;
mod assumptions;
mod bar;
mod canvas;
mod chart_view;
mod choice;
mod control;
mod copy_text;
mod data_table;
mod delay_panel;
mod dialog;
mod download;
mod embed;
mod embed_sheet;
mod end_card;
mod flags;
mod forests_panel;
mod footer;
mod frame_loop;
mod glyph;
mod health_panel;
mod icon;
mod inspector;
mod instrument_panel;
mod instruments;
mod legend;
mod lesson;
mod lever_row;
mod look;
mod menu;
mod number_box;
mod observe;
mod packages;
mod paint;
mod picture;
mod plotter;
mod port;
mod queues;
mod rail;
mod replies_panel;
mod save_sheet;
mod share_sheet;
mod sheets;
mod situation;
mod slider;
mod smtp_log;
mod stage_canvas;
mod stage_table;
mod stage_view;
mod strips;
mod tape;
mod tape_chart;
#[cfg(test)]
mod testbed;
mod theory_card;
mod tip;
mod trace_table;
mod transport;
mod ui;
mod value_box;
mod versus;

use std::panic;
use std::rc::Rc;

use mailflow::embed::{Embed, Part};
use mailflow::lesson::LessonView;
use mailflow::lesson::player::Phase;
use mailflow::playback::Player;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use address::{Opened, note, use_address};
use announcer::Announcer;
use bar::bar;
use control::Control;
use embed::EmbedView;
use end_card::end_card;
use footer::footer;
use frame_loop::use_frame_loop;
use inspector::Inspector;
use instrument_panel::InstrumentPanel;
use lesson::{Card, Presenter, places, pointed, use_drop, use_lesson};
use look::{Look, stored_theme, use_look};
use observe::use_size;
use port::Port;
use rail::Rail;
use sheets::Sheets;
use situation::Situation;
use stage_view::StageView;
use tape::Tape;
use ui::{Shared, Sheet, Theme, Ui, UiAction};

#[derive(Clone, PartialEq, Properties)]
struct Props {
    control: Control,
    /// What it was opened with.
    opened: Rc<Opened>,
}

/// The page's root.
#[component]
fn App(props: &Props) -> Html {
    let control = &props.control;
    let root = use_node_ref();
    let opened = &props.opened;
    let embedded = opened.embed.is_some();
    let asked = opened.link.theme.map(Theme::from);
    let ui = use_reducer(|| Ui {
        theme: asked.unwrap_or_else(|| if embedded { Theme::System } else { stored_theme() }),
        presenting: opened.asked.presents,
        ..Ui::default()
    });
    let readout = use_state_eq(|| Rc::new(control.read(Player::readout)));
    {
        let (control, setter) = (control.clone(), readout.setter());
        use_effect_with((), move |()| control.publish_to(setter));
    }
    let lesson = use_state_eq(|| None);
    {
        let (control, setter) = (control.clone(), lesson.setter());
        use_effect_with((), move |()| {
            control.teach_to(setter);
            control.publish();
        });
    }
    let unit = use_state_eq(|| (1, false));
    use_frame_loop(control, &root);
    let presents = ui.presenting;
    // A projector shows light best; that is not remembered.
    let lit = presents && ui.theme == Theme::System;
    let theme = if lit { Theme::Light } else { ui.theme };
    let look = use_look(theme, if embedded || lit { Some(theme) } else { asked });
    let size = use_size(&root);
    let shared = Shared { control: control.clone(), ui: ui.dispatcher() };
    let warnings = use_address(&shared, opened, &readout, (ui.theme, presents));
    use_lesson(&shared, lesson.as_ref());
    let file = use_state_eq(|| None);
    let onfile = {
        let (setter, ui) = (file.setter(), shared.ui.clone());
        Callback::from(move |opened| {
            setter.set(Some(opened));
            ui.dispatch(UiAction::Sheet(Some(Sheet::Lessons)));
        })
    };
    use_drop(onfile.clone());
    // A card put away comes again with the next end.
    {
        let (over, ui) = (readout.end_card.is_some(), ui.dispatcher());
        use_effect_with(over, move |&over| {
            if !over {
                ui.dispatch(UiAction::EndSeen(false));
            }
        });
    }
    let onkeydown = {
        let (control, root) = (control.clone(), root.clone());
        let (shared, now) = (shared.clone(), readout.clone());
        let taught = lesson.as_ref().map(|view: &Rc<LessonView>| view.phase == Phase::Asking);
        Callback::from(move |event: KeyboardEvent| {
            // In a frame a press anywhere gives the root the focus, and the stage's keys work there.
            let at_root = root.get().is_some_and(|root| event.target_dyn_into() == Some(root));
            let typing = event
                .target_dyn_into::<HtmlInputElement>()
                .is_some_and(|input| input.type_() == "text");
            let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
            let teaches = embedded && !modified && !typing;
            if let Some(asks) = taught.filter(|_| teaches) {
                // Answers wherever the focus is; on and back where it is nowhere else.
                let is_digit = event.key().starts_with(|key: char| key.is_ascii_digit());
                if (at_root || is_digit) && lesson::press(&shared.control, &event.key(), asks) {
                    event.prevent_default();
                    return;
                }
            }
            if embedded && at_root && stage_view::press(&shared, &event, &now) {
                event.prevent_default();
                return;
            }
            if (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !typing {
                let change = match (event.key().as_str(), event.shift_key()) {
                    ("z" | "Z", false) => Player::undo,
                    ("z" | "Z", true) | ("y" | "Y", _) => Player::redo,
                    _ => return,
                };
                event.prevent_default();
                control.change(change);
            }
        })
    };
    let lesson = (*lesson).clone();
    let readout = lesson::told((*readout).clone(), lesson.as_ref());
    let onunit = unit.setter().to_callback();
    // A node in any case: were it left out of the list, all that stands before it would be made anew.
    let sheet = ui.sheet.map_or_else(Html::default, |sheet| {
        html! { <Sheets {sheet} readout={readout.clone()} unit={unit.0} file={(*file).clone()} {onfile} /> }
    });
    if let Some(embed) = opened.embed {
        let full = opened.full();
        return html! {
            <ContextProvider<Shared> context={shared.clone()}>
            <ContextProvider<Rc<Look>> context={look}>
                <div class={classes!("embed", embed_classes(embed), lesson.as_ref().map(|view| if view.says() { "embed--lesson embed--says" } else { "embed--lesson" }))} ref={root} tabindex="-1" data-clock={readout.at.secs().to_string()}
                    data-held={readout.held.to_string()} data-playing={readout.playing.to_string()} data-computed={readout.computed.to_string()} {onkeydown}>
                    <EmbedView readout={readout.clone()} {lesson} {embed} {full} table={ui.table} place={ui.place} near={ui.near} unit={*unit} {onunit} />
                    <Announcer sentence={readout.sentence.clone()} />
                    <Port {size} height={embed.height(size.width, opened.asked.course.is_some())} />
                    { note(&warnings) }
                    { sheet }
                </div>
            </ContextProvider<Rc<Look>>>
            </ContextProvider<Shared>>
        };
    }
    if presents {
        let zoom = lesson::zoom(size.height);
        return html! {
            <ContextProvider<Shared> context={shared.clone()}>
            <ContextProvider<Rc<Look>> context={look}>
                <div class="app app--present" data-pointed={pointed(lesson.as_ref())} ref={root} data-clock={readout.at.secs().to_string()}
                    data-held={readout.held.to_string()} data-playing={readout.playing.to_string()} data-computed={readout.computed.to_string()} {onkeydown}>
                    <Presenter {readout} {lesson} table={ui.table} place={ui.place} {zoom} {onunit} />
                    { sheet }
                </div>
            </ContextProvider<Rc<Look>>>
            </ContextProvider<Shared>>
        };
    }
    // While it is taught the lesson says what comes next.
    let highlight = places(lesson.as_ref());
    let card = readout.end_card.clone().filter(|_| !ui.end_seen && lesson.is_none());
    let ended = card.is_some();
    html! {
        <ContextProvider<Shared> context={shared.clone()}>
        <ContextProvider<Rc<Look>> context={look}>
            <div class={classes!("app", ui.instrument.map(|_| "app--open"), ended.then_some("app--ended"), ui.inspect.map(|_| "app--inspecting"), lesson.as_ref().map(|_| "app--lesson"))} data-pointed={pointed(lesson.as_ref())} ref={root} data-clock={readout.at.secs().to_string()}
                data-held={readout.held.to_string()} data-playing={readout.playing.to_string()} data-computed={readout.computed.to_string()} {onkeydown}>
                { bar(&shared, &readout, ui.theme, ui.table) }
                <Situation readout={readout.clone()} lesson={lesson.clone()} />
                <StageView readout={readout.clone()} table={ui.table} place={ui.place} {highlight} near={ui.near} {onunit} />
                if let Some(view) = lesson {
                    <Card {view} />
                }
                <Rail readout={readout.clone()} open={ui.levers} />
                if let Some(card) = card {
                    { end_card(&shared, &card) }
                }
                if let Some(subject) = ui.inspect {
                    <Inspector readout={readout.clone()} {subject} side={ui.inspect_side} back={!ui.inspected.is_empty()} />
                }
                <Tape readout={readout.clone()} instrument={ui.instrument} levers={ui.levers} />
                { footer(&readout, ui.instrument, *unit) }
                if let Some(instrument) = ui.instrument {
                    <InstrumentPanel {instrument} readout={readout.clone()} />
                }
                <Announcer sentence={readout.sentence.clone()} />
                <Port {size} height={size.height} />
                { note(&warnings) }
                { sheet }
            </div>
        </ContextProvider<Rc<Look>>>
        </ContextProvider<Shared>>
    }
}

/// The classes of an embedded page: what its layout has to know of its parts.
fn embed_classes(embed: Embed) -> Classes {
    let hidden = Part::ALL.iter().filter(|(part, ..)| !embed.shows(*part));
    hidden.map(|(_, name, _)| format!("embed--no-{name}")).collect()
}

/// Tells the reader, not only the console, that the page has stopped.
fn report_panics() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let failed = web_sys::window()
            .and_then(|window| {
                js_sys::Reflect::get(&window, &JsValue::from_str("mailflowFailed")).ok()
            })
            .and_then(|failed| failed.dyn_into::<js_sys::Function>().ok());
        if let Some(failed) = failed {
            // A page that cannot even say that it stopped has nobody left to tell.
            let _ = failed.call1(&JsValue::NULL, &JsValue::from_str(&info.to_string()));
        }
    }));
}

/// Mounts the page.
pub(crate) fn start() {
    report_panics();
    let document = web_sys::window().and_then(|window| window.document());
    let Some(root) = document.and_then(|document| document.get_element_by_id("app")) else {
        return;
    };
    let opened = Opened::read();
    if let Some(course) = opened.asked.course.clone().filter(|_| opened.asked.notes) {
        let props = lesson::NotesProps { course };
        yew::Renderer::<lesson::NotesPage>::with_root_and_props(root, props).render();
        return;
    }
    let control = Control::new(opened.player());
    if let Some(course) = opened.asked.course.clone() {
        control.begin(course, opened.asked.step);
    }
    let opened = Rc::new(opened);
    yew::Renderer::<App>::with_root_and_props(root, Props { control, opened }).render();
}
