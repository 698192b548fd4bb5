//! A chart of an instrument: its canvas, the words around it, and the cursor that reads it value by value,
//! by key or under a pointer.
//!
//! One component for every chart. What is drawn and what a value says is the library's.

use std::rc::Rc;

use mailflow::chart::cells::{NAME, Tiling};
use mailflow::chart::marks::spread;
use mailflow::chart::{Bars, Cells, Chart, Lines, Place, axis};
use web_sys::Element;
use yew::prelude::*;

use super::canvas::{plot, use_palette};
use super::observe::{Size, use_size};
use super::tape_chart::hours;

/// Distance between the labels of two lines [px].
const LABEL_PITCH: f64 = 14.0;
/// Least width of a histogram that has room for all its labels [px].
const BARS_WIDE: f64 = 260.0;
/// Least width of a cell that has room for its name and its value [px].
const WIDE_CELL: f64 = 132.0;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The chart.
    pub(crate) chart: Rc<Chart>,
    /// Its title.
    pub(crate) title: &'static str,
    /// Its unit.
    pub(crate) unit: AttrValue,
    /// What else its title says: the keys of its colours.
    #[prop_or_default]
    pub(crate) children: Html,
    /// What stands there while there is nothing to see: a sentence.
    pub(crate) empty: &'static str,
    /// Whether its time stands under that of the tape.
    #[prop_or_default]
    pub(crate) aligned: bool,
    /// What a press or Enter on a cell does.
    #[prop_or_default]
    pub(crate) onpick: Callback<usize>,
}

/// The chart.
#[component]
pub(crate) fn ChartView(props: &Props) -> Html {
    let frame = use_node_ref();
    let read = use_state_eq(|| None::<Place>);
    let outer = use_size(&frame);
    let chart = &props.chart;
    let room = (outer.width, outer.height);
    let tiling = match &**chart {
        Chart::Cells(cells) => Some(Tiling::of(cells.cells.len(), room)),
        _ => None,
    };
    let height = tiling.map_or(outer.height, |tiling| tiling.total(chart.cells()));
    let size = Size { height, ..outer };
    let held = (*read).filter(|place| place.value < chart.len());
    let reading = held.map(|place| chart.reading(place)).unwrap_or_default();

    let under = {
        let (chart, frame) = (chart.clone(), frame.clone());
        move |x: i32, y: i32| place_under(&chart, &frame, tiling, (f64::from(x), f64::from(y)))
    };
    let onpointermove = {
        let (under, setter) = (under.clone(), read.setter());
        Callback::from(move |event: PointerEvent| {
            setter.set(under(event.client_x(), event.client_y()));
        })
    };
    let onclick = {
        let (onpick, cells) = (props.onpick.clone(), chart.cells());
        Callback::from(move |event: MouseEvent| {
            if let Some(place) = under(event.client_x(), event.client_y()).filter(|_| cells > 1) {
                onpick.emit(place.cell);
            }
        })
    };
    let forget = {
        let setter = read.setter();
        move || setter.set(None)
    };
    let (left, blurred) = (forget.clone(), forget);
    let onfocus = {
        let (chart, setter) = (chart.clone(), read.setter());
        Callback::from(move |_: FocusEvent| setter.set(chart.step(None, "End")))
    };
    let onkeydown = {
        let (chart, setter, onpick) = (chart.clone(), read.setter(), props.onpick.clone());
        Callback::from(move |event: KeyboardEvent| {
            let key = event.key();
            if let Some(place) = chart.step(held, &key) {
                event.prevent_default();
                setter.set(Some(place));
            } else if let Some(place) = held.filter(|_| key == "Enter" && chart.cells() > 1) {
                onpick.emit(place.cell);
            }
        })
    };
    let class = classes!(
        "chart",
        props.aligned.then_some("chart--aligned"),
        tiling.map(|_| "chart--cells"),
    );
    html! {
        <div {class}>
            <h2 class="chart__title">{ props.title }{ props.children.clone() }<span class="chart__unit">{ &props.unit }</span></h2>
            <p class="chart__reading" aria-live="polite">{ reading }</p>
            { values(chart, outer.height) }
            <div class="chart__plot" ref={frame} tabindex="0" role="application" aria-roledescription="chart"
                aria-label={format!("{}. Arrow keys read its values.", props.title)}
                {onpointermove} {onclick} {onfocus} {onkeydown}
                onpointerleave={move |_| left()} onblur={move |_| blurred()}>
                <Drawing chart={chart.clone()} {size} {room} />
                if chart.is_empty() {
                    <p class="chart__empty">{ props.empty }</p>
                } else {
                    { labels(chart, size, tiling) }
                    if let Some(place) = held {
                        <span class="chart__cursor" aria-hidden="true" style={cursor(chart, place, tiling)}></span>
                    }
                }
            </div>
            { foot(chart, outer.width) }
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct DrawingProps {
    chart: Rc<Chart>,
    size: Size,
    room: (f64, f64),
}

/// The canvas: drawn anew when what it shows has changed.
#[component]
fn Drawing(props: &DrawingProps) -> Html {
    let palette = use_palette();
    let node = use_node_ref();
    {
        let node = node.clone();
        let (chart, size, room) = (props.chart.clone(), props.size, props.room);
        use_effect_with((chart, size, palette), move |(chart, size, palette)| {
            plot(&node, *size, |area, scale| chart.draw(area, palette, scale, room));
        });
    }
    let style = format!("height: {}px", props.size.height);
    html! { <canvas class="chart__canvas" aria-hidden="true" ref={node} {style}></canvas> }
}

/// The value that is nearest to a point of the window.
fn place_under(
    chart: &Chart,
    frame: &NodeRef,
    tiling: Option<Tiling>,
    (x, y): (f64, f64),
) -> Option<Place> {
    let frame = frame.cast::<Element>()?;
    let area = frame.get_bounding_client_rect();
    let (x, y) = (x - area.left(), y - area.top() + f64::from(frame.scroll_top()));
    let Some(tiling) = tiling else {
        return Some(Place { cell: 0, value: chart.near(x / area.width().max(1.0))? });
    };
    let inside = |&cell: &usize| {
        let (left, top) = tiling.corner(cell);
        (left..left + tiling.width).contains(&x) && (top..top + tiling.height).contains(&y)
    };
    let cell = (0..chart.cells()).find(inside)?;
    Some(Place { cell, value: chart.near((x - tiling.corner(cell).0) / tiling.width)? })
}

/// Where the cursor stands.
fn cursor(chart: &Chart, place: Place, tiling: Option<Tiling>) -> String {
    let share = chart.share(place.value);
    match tiling {
        None => format!("left: {:.3}%; top: 0; bottom: 0", share * 100.0),
        Some(tiling) => {
            let (left, top) = tiling.corner(place.cell);
            let (x, height) = (left + share * tiling.width, tiling.height - NAME);
            format!("left: {x:.1}px; top: {:.1}px; height: {height:.1}px", top + NAME)
        }
    }
}

/// The labels of the value axis.
fn values(chart: &Chart, height: f64) -> Html {
    let scale = match chart {
        Chart::Lines(lines) => lines.scale,
        Chart::Bars(bars) => bars.scale(),
        Chart::Cells(_) => return Html::default(),
    };
    // Where they would touch, every second one goes.
    let ticks = scale.ticks();
    let step = if height < LABEL_PITCH * ticks.len() as f64 { 2 } else { 1 };
    html! {
        <ol class="chart__values" aria-hidden="true">
            { for ticks.into_iter().step_by(step).map(|tick| html! {
                <li style={format!("bottom: {:.2}%", tick.share * 100.0)}>{ tick.label }</li>
            }) }
        </ol>
    }
}

/// The words in the drawing.
fn labels(chart: &Chart, size: Size, tiling: Option<Tiling>) -> Html {
    match chart {
        Chart::Lines(lines) => line_names(lines, size.height),
        Chart::Bars(bars) => kinds(bars),
        Chart::Cells(cells) => tiling.map(|tiling| names(cells, tiling)).unwrap_or_default(),
    }
}

/// The names at the ends of their lines, moved apart where lines end together.
fn line_names(lines: &Lines, height: f64) -> Html {
    let ends = lines.ends();
    let wanted: Vec<_> = ends.iter().map(|(_, (_, y))| (1.0 - y) * height).collect();
    let at = spread(&wanted, LABEL_PITCH, height);
    html! {
        { for ends.iter().zip(at).map(|((line, (x, _)), y)| {
            let left = (*x > 0.92).then_some("chart__label--left");
            html! {
                <span key={line.name} class={classes!("chart__label", format!("ink--{}", line.ink.key()), left)} aria-hidden="true"
                    style={format!("left: {:.3}%; top: {y:.1}px", x * 100.0)}>{ line.name }</span>
            }
        }) }
    }
}

/// What the bars are.
fn kinds(bars: &Bars) -> Html {
    html! {
        <ul class="chart__kinds" aria-hidden="true">
            { for bars.kinds.iter().map(|kind| html! {
                <li class={format!("ink--{}", kind.ink.key())}>{ kind.name }</li>
            }) }
        </ul>
    }
}

/// The names of the cells, with what they stand at.
fn names(cells: &Cells, tiling: Tiling) -> Html {
    html! {
        { for cells.cells.iter().enumerate().map(|(index, cell)| {
            let (left, top) = tiling.corner(index);
            let style = format!("left: {left:.1}px; top: {top:.1}px; width: {:.1}px", tiling.width);
            // Where there is no room for both, a word says more than a figure.
            let value = (tiling.width >= WIDE_CELL || cell.word.is_empty()).then_some(&cell.value);
            html! {
                <p key={index} class="chart__cell" {style}>
                    <b>{ &cell.name }</b>
                    if let Some(value) = value { <span>{ value }</span> }
                    if !cell.word.is_empty() {
                        <span class={format!("chart__word chart__word--{}", cell.word.to_ascii_lowercase())}>{ cell.word }</span>
                    }
                </p>
            }
        }) }
    }
}

/// The labels under the drawing.
fn foot(chart: &Chart, width: f64) -> Html {
    match chart {
        Chart::Lines(lines) => {
            let ticks = axis::time_ticks(lines.epoch, lines.duration, width);
            hours(&ticks, lines.duration)
        }
        Chart::Bars(_) => html! {
            <ol class="track__hours" aria-hidden="true">
                { for Bars::ticks().step_by(if width < BARS_WIDE { 2 } else { 1 }).map(|tick| html! {
                    <li class="track__hour" style={format!("left: {:.2}%", tick.share * 100.0)}>{ tick.label }</li>
                }) }
            </ol>
        },
        Chart::Cells(_) => Html::default(),
    }
}
