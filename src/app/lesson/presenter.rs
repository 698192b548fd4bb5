//! The page as it is projected: where the run stands, the stage, the tape, and the lever of the step.
//!
//! Large type and few parts; the facilitator's notes are another page, which is never this one.

use std::rc::Rc;

use mailflow::lesson::player::Phase;
use mailflow::lesson::{LessonView, words};
use mailflow::number::{change, count};
use mailflow::playback::{Player, Side};
use mailflow::readout::Readout;
use mailflow::stage::Target;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, KeyboardEvent};
use yew::prelude::*;

use super::card::{Question, insight, tasks};
use crate::app::icon::{Picture, icon};
use crate::app::lesson::{self, places};
use crate::app::lever_row::LeverRow;
use crate::app::observe::Listener;
use crate::app::stage_canvas::Unit;
use crate::app::stage_view::StageView;
use crate::app::tape_chart::TapeChart;
use crate::app::ui::{Shared, Sheet, UiAction, use_shared};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures.
    pub(crate) readout: Rc<Readout>,
    /// The lesson, if there is one.
    pub(crate) lesson: Option<Rc<LessonView>>,
    /// Whether the stage is shown as a table.
    pub(crate) table: bool,
    /// The place that has the ring.
    pub(crate) place: Option<Target>,
    /// The unit of the piles changed.
    pub(crate) onunit: Callback<Unit>,
    /// How much larger than on a desk the stage is drawn.
    pub(crate) zoom: f64,
}

/// The projected page.
#[component]
pub(crate) fn Presenter(props: &Props) -> Html {
    let shared = use_shared();
    let Props { readout, lesson, .. } = props;
    use_keys(&shared, lesson.as_ref());
    let lever = lesson.as_ref().and_then(|view| view.lever);
    let lever = lever.and_then(|lever| readout.levers.iter().find(|view| view.lever == lever));
    let question = lesson.as_ref().and_then(|view| view.question.clone());
    let toggle = {
        let (control, playing) = (shared.control.clone(), readout.playing);
        Callback::from(move |_: MouseEvent| control.change(|player| player.set_playing(!playing)))
    };
    let held = match &readout.versus {
        Some(versus) if versus.selected == Side::A => "held in A",
        Some(_) => "held in B",
        None => "held",
    };
    let (label, picture) =
        if readout.playing { ("Pause", Picture::Pause) } else { ("Play", Picture::Play) };
    html! { <>
        <section class="present__situation" aria-label="Situation">
            <p class="present__clock" data-testid="clock" data-value={readout.at.secs().to_string()}>
                <span class="present__figure">{ &readout.clock }</span>
                <span class="present__small">{ format!("{} UTC", readout.date) }</span>
            </p>
            <div class="present__words">
                <p class="present__sentence" data-testid="sentence" aria-live="polite">{ &readout.sentence }</p>
            </div>
            <p class="present__held" data-testid="held" data-value={readout.held.to_string()}>
                <span class="present__figure">{ count(readout.held) }</span>
                <span class="present__small">{ format!("{held} · {} a minute", change(readout.held_per_min)) }</span>
            </p>
        </section>
        <StageView readout={readout.clone()} table={props.table} place={props.place} highlight={places(lesson.as_ref())} zoom={props.zoom} onunit={props.onunit.clone()} />
        <div class="present__band">
            if let Some(question) = question {
                <Question {question} />
            } else if let Some(view) = lesson {
                { tasks(&shared, view) }
                { insight(view) }
            }
            if let Some(view) = lever {
                <LeverRow view={view.clone()} place="present" />
            }
        </div>
        <section class="present__tape" aria-label="Time">
            <div class="present__buttons">
                <button type="button" class="button button--icon" aria-label={label} onclick={toggle}>{ icon(picture, 24) }</button>
                <button type="button" class="button button--icon" aria-label={words::CODE} title={words::CODE} onclick={shared.on(UiAction::Sheet(Some(Sheet::Code)))}>{ icon(Picture::Code, 24) }</button>
                <button type="button" class="button button--icon" aria-label={words::LEAVE} title={words::LEAVE} onclick={shared.on(UiAction::Present(false))}>{ icon(Picture::Close, 24) }</button>
            </div>
            <TapeChart readout={readout.clone()} zoom={props.zoom} ways={false} />
            if let Some(view) = lesson {
                <p class="present__step" data-testid="lesson" data-step={view.step.to_string()}>{ words::step(view.step, view.steps) }</p>
            }
        </section>
    </> }
}

/// The keys of a projected page work wherever the focus is: a remote control knows no focus.
#[hook]
fn use_keys(shared: &Shared, lesson: Option<&Rc<LessonView>>) {
    // What is asked now takes the digits.
    let asks = lesson.is_some_and(|view| view.phase == Phase::Asking);
    let teaches = lesson.is_some();
    let shared = shared.clone();
    use_effect_with((asks, teaches), move |&(asks, teaches)| {
        let document = web_sys::window().and_then(|window| window.document());
        let listener = document.map(|document| {
            Listener::first(&document, "keydown", move |event| {
                let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
                if !is_taken(&event) && press(&shared, &event, asks, teaches) {
                    event.prevent_default();
                    event.stop_propagation();
                }
            })
        });
        move || drop(listener)
    });
}

/// Whether a key belongs to something else: to a dialog, to a box, or with another to the browser.
fn is_taken(event: &KeyboardEvent) -> bool {
    let typing = event.target_dyn_into::<HtmlInputElement>().is_some()
        || event.target_dyn_into::<HtmlSelectElement>().is_some();
    let document = web_sys::window().and_then(|window| window.document());
    let dialog = document.and_then(|document| document.query_selector("dialog[open]").ok()?);
    let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
    typing || modified || dialog.is_some()
}

/// Does what a key does; false if it does nothing here.
fn press(shared: &Shared, event: &KeyboardEvent, asks: bool, teaches: bool) -> bool {
    let control = &shared.control;
    if teaches && lesson::press(control, &event.key(), asks) {
        return true;
    }
    match event.key().as_str() {
        "PageDown" | "ArrowRight" | "." => control.change(Player::step_to_next_mark),
        "PageUp" | "ArrowLeft" | "," => control.change(Player::step_to_last_mark),
        " " => control.change(|player| player.set_playing(!player.is_playing())),
        "q" | "Q" => shared.ui.dispatch(UiAction::Sheet(Some(Sheet::Code))),
        "Escape" => shared.ui.dispatch(UiAction::Present(false)),
        _ => return false,
    }
    true
}
