//! The page.

use yew::prelude::*;

/// The page's root.
#[component]
fn App() -> Html {
    html! { <p>{ "Mailflow" }</p> }
}

/// Mounts the page.
pub(crate) fn start() {
    let document = web_sys::window().and_then(|w| w.document());
    let Some(root) = document.and_then(|d| d.get_element_by_id("app")) else { return };
    yew::Renderer::<App>::with_root(root).render();
}
