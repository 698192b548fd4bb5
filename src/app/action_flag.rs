//! The pennant of an action on the tape: dragged or moved by keys to another time, and opened to
//! edit it, switch it off or delete it.
//!
//! A drag is one change, made when the pennant is let go.

use mailflow::readout::Mark;
use mailflow::scenario::Action;
use mailflow::time::{Epoch, Time};
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::observe::use_dismiss;
use super::ui::use_shared;
use super::value_box::value_box;

/// What an arrow key moves an action by, and what it does with Shift.
const KEY_STEPS: [Time; 2] = [Time::from_mins(5), Time::from_hours(1)];
/// How far the pointer must go before a press is a drag [px].
const DRAG_FROM: f64 = 4.0;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The mark.
    pub(crate) mark: Mark,
    /// Its place among the actions of the timeline.
    pub(crate) index: usize,
    /// The action.
    pub(crate) action: Action,
    /// Whether it is done at all.
    pub(crate) enabled: bool,
    /// When the run starts.
    pub(crate) epoch: Epoch,
    /// Length of the run.
    pub(crate) duration: Time,
    /// Width of the tape [px].
    pub(crate) width: f64,
}

/// A drag under way.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Drag {
    from_x: f64,
    /// Where it was dragged to, once it has left its place.
    to: Option<Time>,
}

/// The pennant.
#[component]
pub(crate) fn ActionFlag(props: &Props) -> Html {
    let shared = use_shared();
    let open = use_state_eq(|| false);
    let drag = use_state_eq(|| None::<Drag>);
    let root = use_node_ref();
    let set = {
        let setter = open.setter();
        move |shown: bool| {
            let setter = setter.clone();
            Callback::from(move |()| setter.set(shown))
        }
    };
    use_dismiss(&root, *open, set(false));
    let (index, action, duration) = (props.index, props.action, props.duration);
    let at = drag.and_then(|drag| drag.to).unwrap_or(action.at);
    let move_to = {
        let control = shared.control.clone();
        Callback::from(move |to: Time| {
            control.change(|player| player.edit_action(index, Action { at: to, ..action }));
        })
    };

    let onpointerdown = {
        let drag = drag.setter();
        Callback::from(move |event: PointerEvent| {
            if event.button() != 0 {
                return;
            }
            if let Some(button) = event.target_dyn_into::<Element>() {
                // Without the capture the drag ends at the edge, which is as much as can be had.
                let _ = button.set_pointer_capture(event.pointer_id());
            }
            drag.set(Some(Drag { from_x: f64::from(event.client_x()), to: None }));
        })
    };
    let onpointermove = {
        let (drag, width) = (drag.clone(), props.width.max(1.0));
        Callback::from(move |event: PointerEvent| {
            let Some(going) = *drag else { return };
            let by = f64::from(event.client_x()) - going.from_x;
            if going.to.is_none() && by.abs() < DRAG_FROM {
                return;
            }
            let s = action.at.secs_f64() + by / width * duration.secs_f64();
            let minutes = (s / 60.0).round().clamp(0.0, duration.secs_f64() / 60.0);
            let to = Some(Time::from_secs_f64(minutes * 60.0));
            drag.set(Some(Drag { to, ..going }));
        })
    };
    let onpointerup = {
        let (drag, move_to) = (drag.clone(), move_to.clone());
        Callback::from(move |_: PointerEvent| {
            if let Some(to) = drag.and_then(|drag| drag.to) {
                move_to.emit(to);
            } else {
                drag.set(None);
            }
        })
    };
    // The click that ends a drag opens nothing.
    let onclick = {
        let (drag, toggle) = (drag.clone(), set(!*open));
        Callback::from(move |_: MouseEvent| {
            if drag.is_some_and(|drag| drag.to.is_some()) {
                drag.set(None);
            } else {
                toggle.emit(());
            }
        })
    };
    let remove = {
        let (control, close) = (shared.control.clone(), set(false));
        Callback::from(move |()| {
            close.emit(());
            control.change(|player| player.remove_action(index));
        })
    };
    let onkeydown = {
        let (remove, move_to) = (remove.clone(), move_to.clone());
        Callback::from(move |event: KeyboardEvent| {
            let step = KEY_STEPS[usize::from(event.shift_key())];
            match event.key().as_str() {
                "Delete" | "Backspace" => remove.emit(()),
                "ArrowRight" => move_to.emit((action.at + step).min(duration)),
                "ArrowLeft" => move_to.emit(action.at.saturating_sub(step)),
                _ => return,
            }
            event.prevent_default();
        })
    };
    let name = format!("{} {}", props.epoch.clock(at), props.mark.label);
    let shift = (at.secs_f64() - action.at.secs_f64()) / duration.secs_f64().max(1.0) * props.width;
    let state = (!props.enabled).then_some("flag__pennant--off");
    html! {
        <span class="flag__action" ref={root} style={format!("transform: translateX({shift:.1}px)")}>
            <button type="button" class="flag__button" aria-label={format!("Action: {name}{}", if props.enabled { "" } else { ", off" })}
                aria-expanded={open.to_string()} aria-keyshortcuts="Delete ArrowLeft ArrowRight" title={name.clone()}
                {onclick} {onkeydown} {onpointerdown} {onpointermove} {onpointerup}>
                <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
                    <path class={classes!("flag__pennant", state)} d="M1 16V1.5h12L9.5 5l3.5 3.5H1" />
                </svg>
            </button>
            if drag.is_some_and(|drag| drag.to.is_some()) {
                <span class="flag__moving floating">{ props.epoch.clock(at) }</span>
            } else if *open {
                <Editor ..props.clone() />
            }
        </span>
    }
}

/// What an open pennant shows.
#[component]
fn Editor(props: &Props) -> Html {
    let shared = use_shared();
    let (index, action) = (props.index, props.action);
    let edit = {
        let control = shared.control.clone();
        Callback::from(move |action: Action| {
            control.change(|player| player.edit_action(index, action));
        })
    };
    let values = action.kind.values();
    let spec = action.kind.spec();
    let enabled = props.enabled;
    let right = action.at.secs_f64() > props.duration.secs_f64() * 0.6;
    html! {
        <div class={classes!("flag__popover", "floating", right.then_some("flag__popover--left"))} role="group" aria-label={props.mark.label.clone()}>
            <p class="flag__name">{ &props.mark.label }<span class="flag__who">{ spec.actor.says() }</span></p>
            <label class="flag__row"><span>{ "at" }</span>
                <TimeBox at={action.at} epoch={props.epoch} duration={props.duration}
                    onenter={edit.reform(move |at| Action { at, ..action })} />
            </label>
            { for spec.params.iter().enumerate().map(|(place, param)| {
                let values = values.clone();
                let onenter = edit.reform(move |value: f64| {
                    let mut values = values.clone();
                    values[place] = value;
                    Action { kind: (action.kind.spec().build)(&values), ..action }
                });
                let value = action.kind.values()[place];
                html! {
                    <label class="flag__row" key={param.key}><span>{ param.key.replace('_', " ") }</span>
                        { value_box(param, value, &onenter) }
                    </label>
                }
            }) }
            <div class="flag__buttons">
                <button type="button" class="button" aria-pressed={(!enabled).to_string()}
                    onclick={shared.act(move |player| player.set_action_enabled(index, !enabled))}>
                    { if enabled { "Switch off" } else { "Switch on" } }
                </button>
                <button type="button" class="button"
                    onclick={shared.act(move |player| player.remove_action(index))}>{ "Remove" }</button>
            </div>
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct TimeBoxProps {
    at: Time,
    epoch: Epoch,
    duration: Time,
    onenter: Callback<Time>,
}

/// A time that can be typed; says what can be typed where it could not be read.
#[component]
fn TimeBox(props: &TimeBoxProps) -> Html {
    let error = use_state_eq(|| None::<String>);
    let shown = format!("{} {}", props.epoch.date(props.at), props.epoch.clock(props.at));
    let onchange = {
        let (props, error) = (props.clone(), error.setter());
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            match props.epoch.read(&input.value(), props.at, props.duration) {
                Ok(at) => {
                    error.set(None);
                    props.onenter.emit(at);
                }
                Err(said) => error.set(Some(said)),
            }
        })
    };
    html! { <>
        <input type="text" class="number flag__time" autocomplete="off" aria-label="Time, UTC" value={shown} {onchange} />
        if let Some(said) = (*error).clone() {
            <span class="flag__error" role="alert">{ said }</span>
        }
    </> }
}
