//! A dialog over the page: native, so the focus stays in it, Escape closes it, and the focus goes
//! back to where it was.
//!
//! Knows its title and its frame, not what it says.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::icon::{Picture, SIZE, icon};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// Its title.
    pub(crate) title: AttrValue,
    /// It was closed.
    pub(crate) onclose: Callback<()>,
    /// What it says.
    pub(crate) children: Html,
}

/// A dialog that is open for as long as it stands.
#[component]
pub(crate) fn Dialog(props: &Props) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                // Fails only for a dialog that is open already.
                let _ = dialog.show_modal();
            }
        });
    }
    // Whoever closes it, the browser says so with one event.
    let close = {
        let node = node.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let onclick = {
        let close = close.clone();
        let node = node.clone();
        Callback::from(move |event: MouseEvent| {
            // A press on the backdrop is a press on the dialog's own box.
            let target = event.target_dyn_into::<HtmlDialogElement>();
            if target.is_some() && target == node.cast::<HtmlDialogElement>() {
                close.emit(event);
            }
        })
    };
    html! {
        <dialog class="dialog" ref={node} aria-labelledby="dialog-title" {onclick} onclose={props.onclose.reform(|_| ())}>
            <div class="dialog__box">
                <header class="dialog__head">
                    <h2 class="dialog__title" id="dialog-title">{ &props.title }</h2>
                    <button type="button" class="button button--icon" aria-label="Close" onclick={close}>{ icon(Picture::Close, SIZE) }</button>
                </header>
                <div class="dialog__body" tabindex="0">{ props.children.clone() }</div>
            </div>
        </dialog>
    }
}
