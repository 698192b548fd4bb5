//! An address as a code to photograph.

use mailflow::lesson::words;
use mailflow::qr::Qr;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The address.
    pub(crate) text: AttrValue,
    /// What it leads to.
    pub(crate) label: AttrValue,
}

/// The code, dark on light in every theme: some readers know no other.
#[component]
pub(crate) fn Code(props: &Props) -> Html {
    let qr = use_memo(props.text.clone(), |text| Qr::of(text));
    let Some(qr) = &*qr else {
        return html! { <p class="code__none">{ words::NO_CODE }</p> };
    };
    let side = qr.side;
    html! {
        <svg class="code" viewBox={format!("0 0 {side} {side}")} role="img" aria-label={props.label.clone()} shape-rendering="crispEdges" data-testid="code">
            <rect width={side.to_string()} height={side.to_string()} fill="#fff" />
            <path d={qr.path.clone()} fill="#000" />
        </svg>
    }
}

/// The code of the current link, and the link in letters.
#[component]
pub(crate) fn CodeSheet(props: &Props) -> Html {
    html! {
        <div class="code-sheet">
            <Code text={props.text.clone()} label={props.label.clone()} />
            <p class="code-sheet__text">{ &props.text }</p>
        </div>
    }
}
