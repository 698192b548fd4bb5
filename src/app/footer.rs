//! The row under everything: the instruments' names and the legend.
//!
//! Only arranges; each part has a file.

use std::rc::Rc;

use mailflow::instrument::Instrument;
use mailflow::readout::Readout;
use yew::prelude::*;

use super::instruments::Instruments;
use super::legend::Legend;
use super::stage_canvas::Unit;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures.
    pub(crate) readout: Rc<Readout>,
    /// The instrument that is open.
    pub(crate) instrument: Option<Instrument>,
    /// Mails one square of a pile stands for.
    pub(crate) unit: Unit,
}

/// The row.
#[component]
pub(crate) fn Footer(props: &Props) -> Html {
    html! {
        <footer class="foot">
            <Instruments open={props.instrument} />
            <Legend readout={props.readout.clone()} unit={props.unit} />
        </footer>
    }
}
