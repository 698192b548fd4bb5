//! The stage's canvas: sized here, painted with every frame.
//!
//! Knows when to paint, not what.

use yew::prelude::*;

use super::observe::Size;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// Size of the stage.
    pub(crate) size: Size,
}

/// The canvas.
#[component]
pub(crate) fn StageCanvas(props: &Props) -> Html {
    let _ = props.size;
    html! { <canvas class="stage__canvas" aria-hidden="true"></canvas> }
}
