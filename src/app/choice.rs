//! A drop-down of a few words.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The drop-down: the words of which one is chosen, by its place.
pub(crate) fn choice(
    label: &'static str,
    options: Vec<String>,
    chosen: usize,
    onchoose: Callback<usize>,
) -> Html {
    let onchange = Callback::from(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(index) = select.and_then(|s| usize::try_from(s.selected_index()).ok()) {
            onchoose.emit(index);
        }
    });
    html! {
        <select class="select" aria-label={label} {onchange}>
            { for options.into_iter().enumerate().map(|(index, option)| html! {
                <option selected={index == chosen}>{ option }</option>
            }) }
        </select>
    }
}
