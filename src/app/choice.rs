//! A drop-down of a few words.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// What is chosen.
    pub(crate) label: &'static str,
    /// The words.
    pub(crate) options: Vec<String>,
    /// The one that is chosen.
    pub(crate) chosen: usize,
    /// One was chosen, by its place.
    pub(crate) onchoose: Callback<usize>,
}

/// The drop-down.
#[component]
pub(crate) fn Choice(props: &Props) -> Html {
    let onchoose = props.onchoose.clone();
    let onchange = Callback::from(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(index) = select.and_then(|s| usize::try_from(s.selected_index()).ok()) {
            onchoose.emit(index);
        }
    });
    html! {
        <select class="select" aria-label={props.label} {onchange}>
            { for props.options.iter().enumerate().map(|(index, option)| html! {
                <option selected={index == props.chosen}>{ option }</option>
            }) }
        </select>
    }
}
