//! The Forests instrument: small multiples, a cell a forest; a cell opens in the inspector.
//!
//! Arranges what the library worked out.

use std::rc::Rc;

use mailflow::inspect::Subject;
use mailflow::instrument::forests::Forests;
use yew::prelude::*;

use super::chart_view::ChartView;
use super::theory_card::theory_card;
use super::ui::{Shared, UiAction};

/// The instrument.
pub(crate) fn forests_panel(shared: &Shared) -> Html {
    let forests = shared.control.read(Forests::of);
    let onpick = {
        let ui = shared.ui.clone();
        Callback::from(move |index| ui.dispatch(UiAction::Inspect(Some(Subject::Forest(index)))))
    };
    html! {
        <div class={classes!("instrument", forests.theory.as_ref().map(|_| "instrument--theory"))}>
            <ChartView chart={Rc::new(forests.cells)} title="Forests over the run" unit={forests.summary} {onpick}
                empty="No forest is at work yet: press Play to see them fill.">
                <span class="key key--used">{ "sessions of the limit" }</span>
                <span class="key key--done">{ "done of the best" }</span>
            </ChartView>
            if let Some(check) = forests.theory {
                { theory_card(&check) }
            }
        </div>
    }
}
