//! The Replies instrument: what EOP answered, in figures and over time.
//!
//! Counts are the readout's, the chart the library's; nothing is computed here.

use std::rc::Rc;

use mailflow::instrument::replies::{mean_of, over_time};
use mailflow::instrument::theory;
use mailflow::number::count;
use mailflow::readout::{Readout, Replies};
use yew::prelude::*;

use super::chart_view::ChartView;
use super::glyph::{Mark, glyph};
use super::legend::LOST;
use super::theory_card::theory_card;
use super::tip::Tip;
use super::ui::Shared;

/// The instrument.
pub(crate) fn replies_panel(shared: &Shared, readout: &Readout) -> Html {
    let (chart, theory) =
        shared.control.read(|player| (over_time(player), theory::long_run(player)));
    html! {
        <div class={classes!("instrument", theory.as_ref().map(|_| "instrument--theory"))}>
            <div class="instrument__main">
                { figures(&readout.replies) }
                <ChartView chart={Rc::new(chart)} title="Replies a minute" unit={mean_of(readout.duration)} aligned={theory.is_none()}
                    empty="No reply yet: the first mails are on their way. Press Play to see what EOP answers." />
            </div>
            if let Some(check) = theory {
                { theory_card(&check) }
            }
        </div>
    }
}

/// The counts, big, each with its shape and its word.
fn figures(r: &Replies) -> Html {
    let times =
        |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.1}"));
    html! {
        <dl class="figures">
            { figure("attempts", r.attempts, None, html! { "attempts" }) }
            { figure("250", r.ok_250, Some(Mark::Accepted), html! { "250 taken" }) }
            { figure("421", r.refused_421, Some(Mark::Refused), html! { "421 or 451 refused" }) }
            { figure("dropped", r.dropped, Some(Mark::Dropped), html! {
                <Tip id="replies-lost" text={LOST} name="Lost connection: what it is">{ "lost connection" }</Tip>
            }) }
            { figure("550", r.rejected_550, Some(Mark::Rejected), html! { "550 rejected" }) }
            <div class="figure figure--wide" data-testid="amplification" data-value={r.amplification.unwrap_or(0.0).to_string()}>
                <dt class="figure__word">{ format!("attempts per delivered mail · last 10 min {}", times(r.amplification_now)) }</dt>
                <dd class="figure__value">{ times(r.amplification) }</dd>
            </div>
        </dl>
    }
}

fn figure(key: &'static str, value: u64, mark: Option<Mark>, word: Html) -> Html {
    html! {
        <div class="figure" data-testid={format!("replies-{key}")} data-value={value.to_string()}>
            <dt class="figure__word">
                if let Some(mark) = mark { { glyph(mark) } }
                { word }
            </dt>
            <dd class="figure__value">{ count(value) }</dd>
        </div>
    }
}
