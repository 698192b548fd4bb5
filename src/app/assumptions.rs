//! What is assumed: every field of the scenario with its value, its default and where that is from.
//!
//! Reads the library's one table of fields; adds no claim of its own.

use mailflow::scenario::{Field, FieldSpec, Scenario};
use yew::prelude::*;

use super::ui::use_shared;

/// `50 sessions`; a pure number has no unit.
fn value(spec: &FieldSpec, value: f64) -> String {
    match spec.unit {
        "1" | "choice" => spec.show(value),
        "x" => format!("{value} ×"),
        unit => format!("{value} {unit}"),
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// Which slice of the service the scale stands for.
    pub(crate) slice: String,
}

/// The list.
#[component]
pub(crate) fn Assumptions(props: &Props) -> Html {
    let shared = use_shared();
    let scenario = use_memo((), |()| shared.control.read(|player| player.scenario().clone()));
    let scenario = scenario.as_ref();
    let about = scenario.about();
    html! { <>
        <p>{ about.purpose.to_string() }</p>
        <p><b>{ "Watch: " }</b>{ about.watch.to_string() }</p>
        <p><b>{ "It shows: " }</b>{ about.insight.to_string() }</p>
        <p>{ "Microsoft published neither counts nor limits nor capacities. Times of posts and the course of the outage are from public reports; the figures below are what the simulation runs with." }</p>
        <p>{ &props.slice }</p>
        if !about.notes.is_empty() {
            <p>{ about.notes.to_string() }</p>
        }
        if !scenario.posts().is_empty() {
            <h3 class="dialog__heading">{ "Posts" }</h3>
        }
        <ul class="sources">
            { for scenario.posts().iter().map(|post| html! {
                <li>
                    { format!("{} {}: {} ", scenario.epoch().date(post.at), scenario.epoch().clock(post.at), post.gist) }
                    <span class="sources__from">{ format!("({})", post.known_from()) }</span>
                </li>
            }) }
        </ul>
        <h3 class="dialog__heading">{ "Fields" }</h3>
        <table class="table">
            <thead><tr><th scope="col">{ "Field" }</th><th scope="col" class="table__number">{ "Value" }</th><th scope="col">{ "Source" }</th></tr></thead>
            <tbody>{ for Field::all().map(|field| row(scenario, field)) }</tbody>
        </table>
    </> }
}

/// One field. A preset's own value shows the default beside it.
fn row(scenario: &Scenario, field: Field) -> Html {
    let spec = field.spec();
    let now = scenario.get(field);
    let changed = (now - spec.default).abs() > f64::EPSILON;
    html! {
        <tr key={spec.key}>
            <th scope="row"><code>{ spec.key }</code><span class="table__help">{ spec.help }</span></th>
            <td class="table__number">
                { value(spec, now) }
                if changed {
                    <span class="table__help">{ format!("default {}", value(spec, spec.default)) }</span>
                }
            </td>
            <td>{ if changed { format!("{}; value of this scenario", spec.source) } else { spec.source.to_owned() } }</td>
        </tr>
    }
}
