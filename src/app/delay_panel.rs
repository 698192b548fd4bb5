//! The Delay instrument: quantiles over the run, what is waiting beside what was delivered, Little's law.
//!
//! Arranges what the library worked out.

use std::rc::Rc;

use mailflow::inspect::Subject;
use mailflow::instrument::delay::Delay;
use yew::prelude::*;

use super::chart_view::ChartView;
use super::theory_card::theory_card;
use super::ui::{Shared, UiAction};

/// The instrument.
pub(crate) fn delay_panel(shared: &Shared) -> Html {
    let delay = shared.control.read(Delay::of);
    let window = format!("{} min", delay.window.secs() / 60);
    html! {
        <div class="instrument instrument--theory">
            <div class="instrument__main">
                <dl class="figures">
                    { for delay.latest.iter().map(|(name, value)| html! {
                        <div class="figure" key={*name} data-testid={format!("delay-{name}")}>
                            <dt class="figure__word">{ format!("{name}, last {window}") }</dt>
                            <dd class="figure__value">{ value }</dd>
                        </div>
                    }) }
                    <div class="figure" data-testid="delay-oldest">
                        <dt class="figure__word">{ "oldest mail waits" }</dt>
                        <dd class="figure__value">
                            if let Some((mail, age)) = &delay.oldest {
                                <button type="button" class="figure__link" title="Show this mail"
                                    onclick={shared.on(UiAction::Inspect(Some(Subject::Mail(*mail))))}>{ age }</button>
                            } else { { "–" } }
                        </dd>
                    </div>
                </dl>
                <div class="instrument__charts">
                    <ChartView chart={Rc::new(delay.over_time)} title="Delay of delivered mail" unit={format!("{window} each, log scale")}
                        empty="No mail is delivered yet: press Play to see how long it takes." />
                    <ChartView chart={Rc::new(delay.histogram)} title="How long" unit="share of all delivered, of all waiting"
                        empty="No mail is delivered yet, and none waits." />
                </div>
            </div>
            if let Some(check) = delay.little {
                { theory_card(&check) }
            } else {
                <p class="theory theory--none">{ "Little’s law needs two windows of delivered mail." }</p>
            }
        </div>
    }
}
