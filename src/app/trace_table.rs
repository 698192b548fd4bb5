//! The Trace instrument: message trace with its filters, and the events of the mail that the reader is
//! at.

use std::rc::Rc;

use mailflow::inspect::Subject;
use mailflow::instrument::message_trace::{self, MessageTrace, Status, Wanted};
use mailflow::readout::Readout;
use mailflow::table::Source;
use mailflow::time::Time;
use yew::prelude::*;

use super::choice::choice;
use super::data_table::{DataTable, Pick, Rows};
use super::ui::{UiAction, use_shared};

/// The ranges of time that can be chosen.
const RANGES: [(&str, Option<Time>); 4] = [
    ("Any time", None),
    ("Last 30 min", Some(Time::from_mins(30))),
    ("Last hour", Some(Time::from_hours(1))),
    ("Last 6 hours", Some(Time::from_hours(6))),
];

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures: the trace is read anew with each.
    pub(crate) readout: Rc<Readout>,
}

/// The instrument.
#[component]
pub(crate) fn TracePanel(props: &Props) -> Html {
    let epoch = props.readout.epoch;
    let shared = use_shared();
    let wanted = use_state_eq(Wanted::default);
    let at = use_state_eq(|| None::<u64>);
    let (trace, note, regions) = shared.control.read(|player| {
        let sim = player.sim();
        let trace = Rc::new(MessageTrace::new(sim, *wanted));
        (trace, message_trace::note(sim), message_trace::regions(sim))
    });
    let onpick = {
        let (trace, ui, setter) = (trace.clone(), shared.ui.clone(), at.setter());
        Callback::from(move |(row, opened): Pick| {
            setter.set(Some(trace.key(row)));
            if opened {
                ui.dispatch(UiAction::Inspect(Some(Subject::Mail(trace.mail(row)))));
            }
        })
    };
    let choose = |change: fn(&mut Wanted, usize)| {
        let (setter, wanted) = (wanted.setter(), *wanted);
        Callback::from(move |index: usize| {
            let mut wanted = wanted;
            change(&mut wanted, index);
            setter.set(wanted);
        })
    };
    let all = |first: &str, rest: &[&'static str]| -> Vec<String> {
        std::iter::once(first).chain(rest.iter().copied()).map(str::to_owned).collect()
    };
    let row = at.and_then(|key| (0..trace.len()).find(|&row| trace.key(row) == key));
    let beside = row.map(|row| {
        html! {
            <aside class="said" aria-label="Message events" aria-live="polite" tabindex="0">
                <h2 class="said__name">{ "Message events" }</h2>
                <ol>
                    { for trace.events_of(row).into_iter().map(|(at, name, what)| html! {
                        <li class="said__line said__line--event"><span>{ epoch.clock_with_seconds(at) }</span><b>{ name }</b><span>{ what }</span></li>
                    }) }
                </ol>
            </aside>
        }
    });
    html! {
        <DataTable label="Message trace" rows={Rows(trace.clone())} {onpick} {note} extent={format!(", {}", trace.extent())} {beside}
            empty="Message trace shows no such mail. It is 5 to 10 minutes late.">
            { choice("Status", all("Any status", &Status::ALL.map(Status::name)), wanted.status.map_or(0, |status| status as usize + 1), choose(|wanted, index| wanted.status = index.checked_sub(1).map(|index| Status::ALL[index]))) }
            { choice("Received", all(RANGES[0].0, &[RANGES[1].0, RANGES[2].0, RANGES[3].0]), RANGES.iter().position(|range| range.1 == wanted.within).unwrap_or(0), choose(|wanted, index| wanted.within = RANGES[index].1)) }
            { choice("Sender region", all("All regions", &regions), wanted.region.map_or(0, |region| region + 1), choose(|wanted, index| wanted.region = index.checked_sub(1))) }
        </DataTable>
    }
}
