//! A slider: a native range input, so keys, touch and readers of text work as everywhere.
//!
//! Reports the value under the thumb while it moves and once more when it is let go; what that
//! does is the owner's business.

use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// Name for readers of text.
    pub(crate) label: AttrValue,
    /// Id of what describes it.
    #[prop_or_default]
    pub(crate) describedby: Option<AttrValue>,
    /// Smallest value.
    pub(crate) min: f64,
    /// Largest value.
    pub(crate) max: f64,
    /// Step of a key.
    pub(crate) step: f64,
    /// Value.
    pub(crate) value: f64,
    /// The value in words: `8 %`.
    pub(crate) text: AttrValue,
    /// The thumb moves.
    pub(crate) oninput: Callback<f64>,
    /// The thumb was let go, or a key pressed.
    pub(crate) onchange: Callback<f64>,
}

/// How much of the track is filled, 0..=1.
fn filled(min: f64, max: f64, value: f64) -> f64 {
    if max <= min { 0.0 } else { ((value - min) / (max - min)).clamp(0.0, 1.0) }
}

/// The number in the input behind an event.
fn number(input: &HtmlInputElement) -> Option<f64> {
    Some(input.value_as_number()).filter(|value| value.is_finite())
}

/// A slider.
#[component]
pub(crate) fn Slider(props: &Props) -> Html {
    let oninput = {
        let on = props.oninput.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(value) = event.target_dyn_into().as_ref().and_then(number) {
                on.emit(value);
            }
        })
    };
    let onchange = {
        let on = props.onchange.clone();
        Callback::from(move |event: Event| {
            if let Some(value) = event.target_dyn_into().as_ref().and_then(number) {
                on.emit(value);
            }
        })
    };
    let fill = filled(props.min, props.max, props.value);
    html! {
        <input type="range" class="slider" aria-label={props.label.clone()}
            aria-valuetext={props.text.clone()} aria-describedby={props.describedby.clone()}
            min={props.min.to_string()} max={props.max.to_string()} step={props.step.to_string()}
            value={props.value.to_string()} style={format!("--fill: {fill:.4}")} {oninput} {onchange} />
    }
}
