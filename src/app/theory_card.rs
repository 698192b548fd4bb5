//! A formula beside the run: what it says, what was counted, how far apart they are, when it does not hold.
//!
//! Every word and figure is the library's.

use mailflow::instrument::theory::Check;
use yew::prelude::*;

/// The card.
pub(crate) fn theory_card(check: &Check) -> Html {
    html! {
        <section class="theory" aria-label={check.formula.name} data-testid={format!("theory-{}", check.key)}>
            <h2 class="chart__title">{ check.formula.name }</h2>
            <p class="theory__formula">{ check.formula.reads }</p>
            <table class="theory__table">
                <thead><tr><td></td><th scope="col">{ "theory" }</th><th scope="col">{ "run" }</th><th scope="col">{ "error" }</th></tr></thead>
                <tbody>
                    { for check.rows.iter().map(|row| html! {
                        <tr key={row.name} data-error={row.error.map(|error| error.to_string())}>
                            <th scope="row">{ row.name }</th>
                            <td>{ &row.theory }</td>
                            <td>{ &row.run }</td>
                            <td>{ row.error.map(|_| row.error_text()) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
            <p class="theory__verdict">{ &check.verdict }</p>
            <p class="theory__fails">{ check.formula.fails }</p>
        </section>
    }
}
