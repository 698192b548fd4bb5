//! The tape: transport, the backlog over the whole run, and the scrubber in one.
//!
//! Only arranges; each part has a file.

use std::rc::Rc;

use mailflow::instrument::Instrument;
use mailflow::readout::{Lever, Readout};
use yew::prelude::*;

use super::lever_row::LeverRow;
use super::observe::use_media;
use super::tape_chart::TapeChart;
use super::transport::transport;
use super::ui::use_shared;

/// Windows in which one lever stands beside the tape because the rail is a drawer; the style sheet has
/// the same widths.
const BESIDE: &str = "(min-width: 600px) and (max-width: 899.98px)";

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures.
    pub(crate) readout: Rc<Readout>,
    /// The instrument that is open.
    pub(crate) instrument: Option<Instrument>,
    /// Whether the drawer of levers is open.
    pub(crate) levers: bool,
}

/// The tape's row.
#[component]
pub(crate) fn Tape(props: &Props) -> Html {
    let shared = use_shared();
    let room = use_media(BESIDE);
    let headline = props.readout.levers.iter().find(|view| room && view.lever == Lever::Limit);
    html! {
        <section class="tape" aria-label="Time">
            { transport(&shared, &props.readout, props.instrument, props.levers) }
            <TapeChart readout={props.readout.clone()} />
            <div class="tape__lever">
                if let Some(view) = headline {
                    <LeverRow view={view.clone()} place="tape" />
                }
            </div>
        </section>
    }
}
