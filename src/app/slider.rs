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

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;
    use crate::app::testbed::{enter, input, log, mount};

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn the_filled_part_stays_inside_the_track() {
        assert!((filled(0.0, 400.0, 100.0) - 0.25).abs() < 1e-9);
        assert!((filled(0.0, 400.0, 900.0) - 1.0).abs() < 1e-9);
        assert!(filled(0.0, 400.0, -1.0).abs() < 1e-9);
        assert!(filled(5.0, 5.0, 5.0).abs() < 1e-9);
    }

    #[wasm_bindgen_test]
    async fn the_thumb_is_reported_while_it_moves_and_when_it_is_let_go() {
        let (oninput, moved) = log();
        let (onchange, let_go) = log();
        let props = Props {
            label: "Flighted".into(),
            describedby: None,
            min: 0.0,
            max: 100.0,
            step: 1.0,
            value: 8.0,
            text: "8 %".into(),
            oninput,
            onchange,
        };
        let root = mount::<Slider>(props).await;
        let input = input(&root);
        assert_eq!(
            (input.min(), input.max(), input.step()),
            ("0".into(), "100".into(), "1".into())
        );
        assert_eq!(input.get_attribute("aria-valuetext").as_deref(), Some("8 %"));
        enter(&input, "40", &["input"]).await;
        enter(&input, "50", &["input", "change"]).await;
        assert_eq!(*moved.borrow(), [40.0, 50.0]);
        assert_eq!(*let_go.borrow(), [50.0]);
        // The browser itself keeps a native slider in its range.
        enter(&input, "900", &["change"]).await;
        assert_eq!(let_go.borrow().last(), Some(&100.0));
    }
}
