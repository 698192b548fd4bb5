//! The Queues instrument: the library's queues in a table; a group opens to its hosts, a host in the
//! inspector.

use std::rc::Rc;

use mailflow::instrument::queues::{self, Queues};
use mailflow::readout::Readout;
use mailflow::table::Source;
use yew::prelude::*;

use super::data_table::{DataTable, Pick, Rows};
use super::ui::{UiAction, use_shared};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures: the queues are read anew with each.
    pub(crate) readout: Rc<Readout>,
}

/// The instrument.
#[component]
pub(crate) fn QueuesPanel(props: &Props) -> Html {
    let _ = &props.readout;
    let shared = use_shared();
    let open = use_state_eq(Vec::<u64>::new);
    let (queues, note) = shared.control.read(|player| {
        let sim = player.sim();
        (Rc::new(Queues::new(sim, &open)), queues::note(sim))
    });
    let onpick = {
        let (queues, ui, setter, open) =
            (queues.clone(), shared.ui.clone(), open.setter(), (*open).clone());
        Callback::from(move |(row, opened): Pick| {
            if !opened {
                return;
            }
            let key = queues.key(row);
            match queues.is_open(row) {
                Some(true) => setter.set(open.iter().copied().filter(|&o| o != key).collect()),
                Some(false) => setter.set(open.iter().copied().chain([key]).collect()),
                None => ui.dispatch(UiAction::Inspect(Some(queues.subject(row)))),
            }
        })
    };
    html! {
        <DataTable label="Queues" rows={Rows(queues)} {onpick} {note} empty="No queue is there yet." />
    }
}
