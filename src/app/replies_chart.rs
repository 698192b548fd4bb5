//! Replies per minute over the run, on the same scale of time as the tape above it.
//!
//! Arranges labels around a drawing of the library; reads no pixel back.

use std::rc::Rc;

use mailflow::chart::axis;
use mailflow::chart::marks::spread;
use mailflow::chart::replies;
use mailflow::chart::shape::averaged;
use mailflow::readout::Readout;
use mailflow::time::Time;
use yew::prelude::*;

use super::canvas::{plot, use_palette};
use super::observe::use_size;
use super::tape_chart::Hours;
use super::ui::use_shared;

/// What a point of a line is the mean of: single minutes of so few mails only show noise.
const MEAN: Time = Time::from_mins(10);

/// Distance between the labels of two lines [px].
const LABEL_PITCH: f64 = 14.0;

/// Words of the codes, in the order of the series, and the modifier of their colour.
const CODES: [(&str, &str); 4] =
    [("250", "accepted"), ("421", "refused"), ("lost", "dropped"), ("550", "rejected")];

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures.
    pub(crate) readout: Rc<Readout>,
}

/// The chart.
#[component]
pub(crate) fn RepliesChart(props: &Props) -> Html {
    let shared = use_shared();
    let palette = use_palette();
    let plot_node = use_node_ref();
    let canvas = use_node_ref();
    let size = use_size(&plot_node);
    let readout = &props.readout;
    let data = Rc::new(shared.control.read(|player| replies::Replies {
        duration: readout.duration,
        codes: player.replies().map(|series| averaged(&series, MEAN)),
        ticks: axis::time_ticks(readout.epoch, readout.duration, size.width),
    }));
    {
        let canvas = canvas.clone();
        use_effect_with((data.clone(), size, palette), move |(data, size, palette)| {
            plot(&canvas, *size, |area, scale| replies::draw(area, data, palette, scale));
        });
    }
    let values = axis::value_ticks(data.top());
    html! {
        <div class="rates">
            <h2 class="track__title">{ "Replies a minute" }<span class="track__unit">{ "mean of 10 min" }</span></h2>
            <ol class="track__values" aria-hidden="true">
                { for values.iter().rev().map(|tick| html! { <li>{ &tick.label }</li> }) }
            </ol>
            <div class="rates__plot" ref={plot_node}>
                <canvas class="track__canvas" role="img" aria-label="Replies a minute by code over the run; the counts stand above" ref={canvas}></canvas>
                if data.is_empty() {
                    <p class="rates__empty">{ "No reply yet: the first mails are on their way. Press Play to see what EOP answers." }</p>
                } else {
                    { labels(&data, size.height) }
                }
            </div>
            <Hours ticks={data.ticks.clone()} duration={readout.duration} />
        </div>
    }
}

/// The codes at the ends of their lines, moved apart where lines end together.
fn labels(data: &replies::Replies, height: f64) -> Html {
    let ends: Vec<_> = data
        .ends()
        .into_iter()
        .zip(CODES)
        .filter_map(|(end, (word, color))| Some((end?, word, color)))
        .collect();
    let wanted: Vec<_> = ends.iter().map(|((_, y), ..)| y * height).collect();
    let at = spread(&wanted, LABEL_PITCH, height);
    html! {
        { for ends.iter().zip(at).map(|(((x, _), word, color), y)| html! {
            <span key={*word} class={classes!("rates__label", format!("rates__label--{color}"), (*x > 0.92).then_some("rates__label--left"))} aria-hidden="true"
                style={format!("left: {:.3}%; top: {y:.1}px", x * 100.0)}>{ *word }</span>
        }) }
    }
}
