//! The instrument that is open, in the panel of its tab.
//!
//! Knows which component belongs to which instrument, and nothing of what they show.

use std::rc::Rc;

use mailflow::instrument::Instrument;
use mailflow::readout::Readout;
use web_sys::Element;
use yew::prelude::*;

use super::delay_panel::delay_panel;
use super::forests_panel::forests_panel;
use super::health_panel::health_panel;
use super::queues::QueuesPanel;
use super::replies_panel::replies_panel;
use super::smtp_log::SmtpLogPanel;
use super::trace_table::TracePanel;
use super::ui::use_shared;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// Which is open.
    pub(crate) instrument: Instrument,
    /// The run in words and figures.
    pub(crate) readout: Rc<Readout>,
}

/// The panel.
#[component]
pub(crate) fn InstrumentPanel(props: &Props) -> Html {
    let shared = use_shared();
    let root = use_node_ref();
    {
        let root = root.clone();
        use_effect_with(props.instrument, move |_| {
            // Where the page scrolls, what was just opened would be out of sight.
            if let Some(panel) = root.cast::<Element>() {
                panel.scroll_into_view_with_bool(false);
            }
        });
    }
    let readout = props.readout.clone();
    let shown = match props.instrument {
        Instrument::Replies => replies_panel(&shared, &readout),
        Instrument::Delay => delay_panel(&shared),
        Instrument::Forests => forests_panel(&shared),
        Instrument::Queues => html! { <QueuesPanel {readout} /> },
        Instrument::Trace => html! { <TracePanel {readout} /> },
        Instrument::SmtpLog => html! { <SmtpLogPanel {readout} /> },
        Instrument::Health => health_panel(&shared),
    };
    let key = props.instrument.key();
    html! {
        <section class="panel" id="instrument" role="tabpanel" aria-labelledby={format!("tab-{key}")} data-testid={format!("panel-{key}")}
            ref={root} {key}>{ shown }</section>
    }
}

/// What an instrument says while it has nothing to show.
pub(crate) fn empty(sentence: &'static str) -> Html {
    html! { <p class="panel__empty">{ sentence }</p> }
}
