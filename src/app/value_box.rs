//! A value of a field or of an action's parameter: a number that can be typed, or a choice.
//!
//! Knows the table's line for it, not what it belongs to.

use mailflow::scenario::{FieldSpec, Scale};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::number_box::{NumberBox, Range, Typed};

/// The box of a value: the table's line for it, the value, and what is done with another one.
pub(crate) fn value_box(spec: &'static FieldSpec, value: f64, onenter: &Callback<f64>) -> Html {
    if let Scale::Choice(names) = spec.scale {
        let onchange = onenter.reform(|event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            select.map_or(0.0, |select| f64::from(select.selected_index()))
        });
        return html! {
            <select class="select value-box" aria-label={spec.key} {onchange}>
                { for names.iter().enumerate().map(|(index, name)| html! {
                    <option selected={index == value as usize}>{ *name }</option>
                }) }
            </select>
        };
    }
    let step = if spec.scale == Scale::Whole { 1.0 } else { 0.01 };
    let range = Range { min: spec.min, max: spec.max, step, unit: spec.unit };
    let onenter = onenter.reform(|typed: Typed| typed.value);
    html! { <NumberBox label={spec.key} {range} {value} {onenter} /> }
}
