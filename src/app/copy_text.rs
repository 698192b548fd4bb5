//! A text to be taken along: shown whole, selected, and copied where the browser lets the page.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDocument, HtmlTextAreaElement};
use yew::prelude::*;

use super::download::document;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// What it is, for readers of text.
    pub(crate) label: AttrValue,
    /// The text.
    pub(crate) text: AttrValue,
    /// Lines that are shown.
    #[prop_or(8)]
    pub(crate) rows: u32,
}

/// The text, copied as soon as it is there; this was asked for by a press.
#[component]
pub(crate) fn CopyText(props: &Props) -> Html {
    let node = use_node_ref();
    let copied = use_state_eq(|| false);
    {
        let (node, copied) = (node.clone(), copied.setter());
        use_effect_with(props.text.clone(), move |_| copied.set(copy(&node)));
    }
    let onfocus = {
        let node = node.clone();
        Callback::from(move |_: FocusEvent| {
            if let Some(area) = node.cast::<HtmlTextAreaElement>() {
                area.select();
            }
        })
    };
    html! {
        <div class="copy">
            <p class="copy__said" role="status">
                { if *copied { "Copied." } else { "The browser does not let this page copy: press Ctrl C (⌘ C)." } }
            </p>
            <textarea class="copy__text" readonly=true spellcheck="false" rows={props.rows.to_string()} aria-label={props.label.clone()}
                ref={node} {onfocus} value={props.text.clone()} />
        </div>
    }
}

/// A text that changes, copied when its button is pressed.
#[component]
pub(crate) fn CopyField(props: &Props) -> Html {
    let node = use_node_ref();
    let copied = use_state_eq(|| None::<bool>);
    {
        // Another text has not been copied yet.
        let setter = copied.setter();
        use_effect_with(props.text.clone(), move |_| setter.set(None));
    }
    let onclick = {
        let (node, setter) = (node.clone(), copied.setter());
        Callback::from(move |_: MouseEvent| setter.set(Some(copy(&node))))
    };
    html! {
        <div class="copy copy--field">
            <textarea class="copy__text" readonly=true spellcheck="false" rows={props.rows.to_string()} aria-label={props.label.clone()}
                ref={node} value={props.text.clone()} />
            <button type="button" class="button" aria-label={format!("Copy {}", props.label)} {onclick}>{ "Copy" }</button>
            <p class="copy__said" role="status">{ match *copied {
                Some(true) => "Copied.",
                Some(false) => "Press Ctrl C (⌘ C).",
                None => "",
            } }</p>
        </div>
    }
}

/// Selects the text and copies it; false where that is not allowed. The old command does it without
/// a question, in frames and without a secure origin too.
fn copy(node: &NodeRef) -> bool {
    let Some(area) = node.cast::<HtmlTextAreaElement>() else { return false };
    let focused = area.focus();
    area.select();
    // Selecting has scrolled to the end; a text is read from its beginning.
    area.set_scroll_top(0);
    let document = document().and_then(|document| document.dyn_into::<HtmlDocument>().ok());
    focused.is_ok()
        && document.is_some_and(|document| document.exec_command("copy").unwrap_or(false))
}
