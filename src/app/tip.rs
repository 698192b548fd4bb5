//! A word that explains itself: what it means shows on hover, on focus and on a tap, stays while the
//! pointer is on it, and goes with Escape.
//!
//! Knows nothing of what it explains.

use yew::prelude::*;

use super::observe::use_dismiss;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// Id of the explanation, for whatever else it describes.
    pub(crate) id: AttrValue,
    /// The explanation.
    pub(crate) text: AttrValue,
    /// Name of the button for readers of text: `About: limit per forest`.
    pub(crate) name: AttrValue,
    /// Where the explanation opens: a modifier of the style sheet.
    #[prop_or("below")]
    pub(crate) side: &'static str,
    /// The word itself.
    pub(crate) children: Html,
}

/// A word with an explanation.
#[component]
pub(crate) fn Tip(props: &Props) -> Html {
    let open = use_state_eq(|| false);
    let root = use_node_ref();
    let show = {
        let setter = open.setter();
        move |shown: bool| {
            let setter = setter.clone();
            Callback::from(move |()| setter.set(shown))
        }
    };
    use_dismiss(&root, *open, show(false));
    html! {
        <span class={classes!("tip", format!("tip--{}", props.side))} ref={root}
            onpointerenter={show(true).reform(|_| ())} onpointerleave={show(false).reform(|_| ())}>
            <button type="button" class="tip__word" aria-label={props.name.clone()} aria-describedby={props.id.clone()}
                onfocus={show(true).reform(|_| ())} onblur={show(false).reform(|_| ())} onclick={show(true).reform(|_| ())}>
                { props.children.clone() }
            </button>
            <span class="tip__text" id={props.id.clone()} role="tooltip" hidden={!*open}>{ &props.text }</span>
        </span>
    }
}
