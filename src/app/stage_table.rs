//! The stage as a table: the same facts for whoever does not look at a picture.
//!
//! Shows the readout's rows as they are.

use mailflow::readout::TableRow;
use yew::prelude::*;

/// The table.
pub(crate) fn stage_table(rows: &[TableRow]) -> Html {
    html! {
        <table class="table">
            <caption class="visually-hidden">{ "The stage in words" }</caption>
            <thead><tr><th scope="col">{ "Place" }</th><th scope="col">{ "Now" }</th><th scope="col">{ "State" }</th></tr></thead>
            <tbody>
                { for rows.iter().map(|row| html! {
                    <tr key={row.name.clone()}><th scope="row">{ &row.name }</th><td>{ &row.value }</td><td>{ row.state }</td></tr>
                }) }
            </tbody>
        </table>
    }
}
