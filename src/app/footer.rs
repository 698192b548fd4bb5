//! The row under everything: the instruments' names and the legend.
//!
//! One instrument so far, so its name is a button that opens and closes it, not a list of tabs.

use std::rc::Rc;

use mailflow::readout::Readout;
use yew::prelude::*;

use super::legend::Legend;
use super::stage_canvas::Unit;
use super::ui::{UiAction, use_shared};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures.
    pub(crate) readout: Rc<Readout>,
    /// Whether the Replies instrument is open.
    pub(crate) replies: bool,
    /// Mails one square of a pile stands for.
    pub(crate) unit: Unit,
}

/// The row.
#[component]
pub(crate) fn Footer(props: &Props) -> Html {
    let shared = use_shared();
    html! {
        <footer class="foot">
            <button type="button" class="tab" aria-expanded={props.replies.to_string()} aria-controls="replies" data-testid="tab-replies"
                onclick={shared.on(UiAction::Replies(!props.replies))}>{ "Replies" }</button>
            <Legend readout={props.readout.clone()} unit={props.unit} />
        </footer>
    }
}
