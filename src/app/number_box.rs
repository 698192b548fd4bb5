//! A number that can be typed. What is out of range is set to the nearest value that is not, and
//! the reader is told so.
//!
//! Knows the range and the unit of one value, not what it is for.

use mailflow::decimal;
use mailflow::number::THIN;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The range a number must keep to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Range {
    /// Smallest value.
    pub(crate) min: f64,
    /// Largest value.
    pub(crate) max: f64,
    /// Step of an arrow key; values are multiples of it.
    pub(crate) step: f64,
    /// `%`, `x`, `sessions`.
    pub(crate) unit: &'static str,
}

/// What typing came to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Typed {
    /// The value that counts.
    pub(crate) value: f64,
    /// Why it is not what was typed, if it is not.
    pub(crate) note: Option<String>,
}

impl Range {
    /// The value in words: `8 %`, `1.5 x`, `100`.
    pub(crate) fn text(&self, value: f64) -> String {
        let value = self.digits(value);
        match self.unit {
            "%" => format!("{value}{THIN}%"),
            "x" => format!("{value}{THIN}×"),
            _ => value,
        }
    }

    /// The bare number, with as many decimals as the step has.
    fn digits(&self, value: f64) -> String {
        let decimals = match self.step {
            step if step >= 1.0 => 0,
            step if step >= 0.1 => 1,
            _ => 2,
        };
        format!("{value:.decimals$}")
    }

    /// The nearest value that it may have, which is the one that is shown: a tenth and fourteen tenths
    /// add up to a hair more than 1.5.
    fn nearest(&self, wanted: f64) -> f64 {
        let stepped = self.min + ((wanted - self.min) / self.step).round() * self.step;
        decimal::read(&self.digits(stepped)).unwrap_or(stepped).clamp(self.min, self.max)
    }

    /// Reads what was typed; `None` if there is no number in it.
    pub(crate) fn read(&self, typed: &str) -> Option<Typed> {
        let bare = typed.replace(',', ".");
        let bare = bare.trim_matches(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'));
        let wanted = decimal::read(bare)?;
        let value = self.nearest(wanted);
        let note = if wanted > self.max {
            Some(format!("Set to {}, the largest value.", self.text(self.max)))
        } else if wanted < self.min {
            Some(format!("Set to {}, the smallest value.", self.text(self.min)))
        } else {
            None
        };
        Some(Typed { value, note })
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// Name for readers of text.
    pub(crate) label: AttrValue,
    /// Range and unit.
    pub(crate) range: Range,
    /// Value.
    pub(crate) value: f64,
    /// For the style and the tests: the lever's key.
    #[prop_or_default]
    pub(crate) testid: Option<AttrValue>,
    /// A number was entered.
    pub(crate) onenter: Callback<Typed>,
}

/// A box with a number in it.
#[component]
pub(crate) fn NumberBox(props: &Props) -> Html {
    // What is being typed; `None` while the box shows the value.
    let typing = use_state_eq(|| None::<String>);
    let enter = {
        let (range, onenter, setter) = (props.range, props.onenter.clone(), typing.setter());
        let typing = (*typing).clone();
        Callback::from(move |()| {
            if let Some(typed) = typing.as_deref().and_then(|text| range.read(text)) {
                onenter.emit(typed);
            }
            setter.set(None);
        })
    };
    let oninput = {
        let setter = typing.setter();
        Callback::from(move |event: InputEvent| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            setter.set(input.map(|input| input.value()));
        })
    };
    let onkeydown = {
        let (range, value, onenter) = (props.range, props.value, props.onenter.clone());
        let (enter, setter) = (enter.clone(), typing.setter());
        Callback::from(move |event: KeyboardEvent| {
            let step = match event.key().as_str() {
                "Enter" => return enter.emit(()),
                "Escape" => return setter.set(None),
                "ArrowUp" => range.step,
                "ArrowDown" => -range.step,
                _ => return,
            };
            event.prevent_default();
            let value = range.nearest(value + step);
            setter.set(None);
            onenter.emit(Typed { value, note: None });
        })
    };
    let onfocus = Callback::from(|event: FocusEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            input.select();
        }
    });
    let shown = (*typing).clone().unwrap_or_else(|| props.range.text(props.value));
    html! {
        <input type="text" inputmode="decimal" autocomplete="off" class="number" aria-label={props.label.clone()}
            data-testid={props.testid.clone()} data-value={props.value.to_string()}
            value={shown} {oninput} {onkeydown} {onfocus} onblur={enter.reform(|_| ())} />
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;
    use crate::app::testbed::{enter, input, log, mount, press};

    wasm_bindgen_test_configure!(run_in_browser);

    const LIMIT: Range = Range { min: 0.0, max: 400.0, step: 5.0, unit: "sessions" };

    #[wasm_bindgen_test]
    fn numbers_are_read_with_units_and_commas_and_kept_in_range() {
        let read = |text| LIMIT.read(text).map(|typed| typed.value);
        assert_eq!(read("120"), Some(120.0));
        assert_eq!(read(" 120 sessions "), Some(120.0));
        assert_eq!(read("121.9"), Some(120.0));
        assert_eq!(read("9999"), Some(400.0));
        assert_eq!(read("-3"), Some(0.0));
        for nothing in ["", "many", "-", "."] {
            assert_eq!(read(nothing), None, "{nothing}");
        }
        let speed = Range { min: 0.1, max: 4.0, step: 0.1, unit: "x" };
        let is = |text, value| assert_eq!(speed.read(text).map(|typed| typed.value), Some(value));
        is("1,5 ×", 1.5);
        is("2.34", 2.3);
        assert!(LIMIT.read("9999").and_then(|typed| typed.note).is_some());
        assert!(LIMIT.read("100").and_then(|typed| typed.note).is_none());
    }

    #[wasm_bindgen_test]
    async fn what_is_typed_counts_with_enter_and_is_clamped() {
        let (onenter, entered) = log();
        let label = AttrValue::from("Limit");
        let root =
            mount::<NumberBox>(Props { label, range: LIMIT, value: 50.0, testid: None, onenter })
                .await;
        let input = input(&root);
        assert_eq!(input.value(), "50");
        enter(&input, "1000", &["input"]).await;
        assert!(entered.borrow().is_empty(), "typing alone does nothing");
        press(&input, "Enter").await;
        let typed = entered.borrow().first().cloned().expect("a number");
        assert!((typed.value - 400.0).abs() < 1e-9 && typed.note.is_some());
    }

    #[wasm_bindgen_test]
    async fn arrows_step_and_escape_forgets() {
        let (onenter, entered) = log();
        let label = AttrValue::from("Limit");
        let root =
            mount::<NumberBox>(Props { label, range: LIMIT, value: 400.0, testid: None, onenter })
                .await;
        let input = input(&root);
        press(&input, "ArrowUp").await;
        press(&input, "ArrowDown").await;
        let values: Vec<_> = entered.borrow().iter().map(|typed| typed.value).collect();
        assert_eq!(values, [400.0, 395.0]);
        enter(&input, "7", &["input"]).await;
        press(&input, "Escape").await;
        assert_eq!(input.value(), "400");
        assert_eq!(entered.borrow().len(), 2);
    }
}
