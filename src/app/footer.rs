//! The row under everything: the instruments' names and the legend.
//!
//! Only arranges; each part has a file.

use std::rc::Rc;

use mailflow::instrument::Instrument;
use mailflow::readout::Readout;
use yew::prelude::*;

use super::instruments::Instruments;
use super::legend::legend;
use super::stage_canvas::Unit;

/// The row.
pub(crate) fn footer(readout: &Rc<Readout>, instrument: Option<Instrument>, unit: Unit) -> Html {
    html! {
        <footer class="foot">
            <Instruments open={instrument} />
            { legend(readout, unit, false) }
        </footer>
    }
}
