//! A table of many rows: sorted by its heads, filtered, copied, moved through by key. Only the rows
//! in sight are made.
//!
//! Knows no instrument: rows, their order and what is copied are the library's `table`.

use std::ops::Range;
use std::rc::Rc;

use mailflow::number::thousands;
use mailflow::table::{Column, Source, View, in_sight, tsv};
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::copy_text::CopyText;
use super::dialog::Dialog;
use super::observe::{use_media, use_size};

/// Height of a row with a mouse, and by touch [px].
const ROW_HEIGHTS: [f64; 2] = [32.0, 44.0];

/// Rows to show; equal when they are the very same.
#[derive(Clone)]
pub(crate) struct Rows(pub(crate) Rc<dyn Source>);

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::addr_eq(Rc::as_ptr(&self.0), Rc::as_ptr(&other.0))
    }
}

/// A row that the reader went to, by its place in the source; opened, or only passed.
pub(crate) type Pick = (usize, bool);

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// What it is a table of.
    pub(crate) label: &'static str,
    /// Its rows.
    pub(crate) rows: Rows,
    /// The reader went to a row.
    pub(crate) onpick: Callback<Pick>,
    /// Whether it stays at its end as rows are added.
    #[prop_or_default]
    pub(crate) follow: bool,
    /// What stands beside the filter.
    #[prop_or_default]
    pub(crate) children: Html,
    /// What there is to say of it all.
    #[prop_or_default]
    pub(crate) note: String,
    /// What stands after the number of rows.
    #[prop_or_default]
    pub(crate) extent: String,
    /// What stands beside the rows: what there is to the one that the reader is at.
    #[prop_or_default]
    pub(crate) beside: Option<Html>,
    /// What it says when there are no rows.
    pub(crate) empty: &'static str,
}

/// The table with its tools.
#[component]
pub(crate) fn DataTable(props: &Props) -> Html {
    let view = use_state_eq(View::default);
    let source = &props.rows.0;
    let order = view.rows(source.as_ref());
    let oninput = {
        let (setter, view) = (view.setter(), (*view).clone());
        Callback::from(move |event: InputEvent| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            let filter = input.map(|input| input.value()).unwrap_or_default();
            setter.set(View { filter, ..view.clone() });
        })
    };
    // What was copied, for as long as its dialog is open.
    let copied = use_state_eq(|| None::<AttrValue>);
    let copy = {
        let (rows, order, setter) = (props.rows.clone(), order.clone(), copied.setter());
        Callback::from(move |_: MouseEvent| setter.set(Some(tsv(rows.0.as_ref(), &order).into())))
    };
    let onclose = copied.setter().to_callback().reform(|()| None);
    let (shown, all) = (order.len(), source.len());
    let count = if shown == all {
        format!("{} rows", thousands(all as u64))
    } else {
        format!("{} of {} rows", thousands(shown as u64), thousands(all as u64))
    };
    let onsort = {
        let (setter, view, rows) = (view.setter(), (*view).clone(), props.rows.clone());
        Callback::from(move |column: usize| {
            let mut view = view.clone();
            view.press(rows.0.columns(), column);
            setter.set(view);
        })
    };
    html! {
        <div class="data">
            <div class="data__tools">
                <input class="data__filter" type="text" placeholder="Filter" aria-label={format!("Filter {}", props.label)} value={view.filter.clone()} {oninput} />
                { props.children.clone() }
                if !props.note.is_empty() {
                    <p class="data__note">{ &props.note }</p>
                }
                <span class="data__count">{ count }{ &props.extent }</span>
                <button type="button" class="button" onclick={copy}>{ "Copy" }</button>
            </div>
            if let Some(text) = &*copied {
                <Dialog title="Copy" {onclose}><CopyText label={format!("{} with a head, tabs between columns", props.label)} text={text.clone()} /></Dialog>
            }
            if all == 0 {
                <p class="panel__empty">{ props.empty }</p>
            } else {
                <div class={classes!("data__body", props.beside.is_some().then_some("data__body--two"))}>
                    <Grid label={props.label} rows={props.rows.clone()} order={Rc::new(order)} sort={view.sort} {onsort}
                        onpick={props.onpick.clone()} follow={props.follow} />
                    // There is always a second child: a list that grows would make its first anew.
                    { props.beside.clone().unwrap_or_default() }
                </div>
            }
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct GridProps {
    label: &'static str,
    rows: Rows,
    order: Rc<Vec<usize>>,
    sort: Option<(usize, bool)>,
    onsort: Callback<usize>,
    onpick: Callback<Pick>,
    follow: bool,
}

/// The rows in their frame.
#[component]
fn Grid(props: &GridProps) -> Html {
    let frame = use_node_ref();
    let table = use_node_ref();
    let size = use_size(&frame);
    let row_height =
        ROW_HEIGHTS[usize::from(use_media("(pointer: coarse), (max-width: 599.98px)"))];
    let scrolled = use_state_eq(|| 0.0);
    // The row that the keys move, by its name: it stays the same as rows come and go.
    let cursor = use_state_eq(|| None::<u64>);
    let (source, order) = (&props.rows.0, &props.order);
    let height = size.height - row_height;
    let sight = in_sight(order.len(), row_height, *scrolled, height);
    let onscroll = {
        let (frame, setter) = (frame.clone(), scrolled.setter());
        Callback::from(move |_: Event| {
            if let Some(frame) = frame.cast::<Element>() {
                // In whole rows: the same rows are not made again.
                setter.set((f64::from(frame.scroll_top()) / row_height).floor() * row_height);
            }
        })
    };
    {
        let frame = frame.clone();
        let last = order.last().map(|&row| source.key(row));
        use_effect_with((props.follow, last, order.len()), move |&(follow, ..)| {
            if let Some(frame) = frame.cast::<Element>().filter(|_| follow) {
                frame.set_scroll_top(frame.scroll_height());
            }
        });
    }
    let at = cursor.and_then(|key| order.iter().position(|&row| source.key(row) == key));
    let go = {
        let (props, frame, setter) = (props.clone(), frame.clone(), cursor.setter());
        Callback::from(move |(at, opened): (usize, bool)| {
            let Some(&row) = props.order.get(at) else { return };
            setter.set(Some(props.rows.0.key(row)));
            if let Some(frame) = frame.cast::<Element>() {
                reveal(&frame, at as f64 * row_height, row_height, height);
            }
            props.onpick.emit((row, opened));
        })
    };
    let onkeydown = {
        let (table, go, rows) = (table.clone(), go.clone(), order.len());
        let page = (height / row_height).max(2.0) as usize - 1;
        Callback::from(move |event: KeyboardEvent| {
            let own = event.target_dyn_into::<Element>() == table.cast::<Element>();
            if !own || rows == 0 || event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            if let Some((to, opened)) = moved(&event.key(), at, rows, page) {
                event.prevent_default();
                event.stop_propagation();
                go.emit((to, opened));
            }
        })
    };
    let columns = source.columns();
    let width: u32 = columns.iter().map(|column| u32::from(column.width)).sum();
    let is_tree = (0..source.len()).any(|row| source.is_open(row).is_some());
    let active = at.filter(|at| sight.contains(at)).map(|at| row_id(source.key(order[at])));
    html! {
        <div class="data__frame" ref={frame} {onscroll}>
            <table class="data__table" role={if is_tree { "treegrid" } else { "grid" }} style={format!("min-width:{width}px")} tabindex="0" ref={table}
                aria-label={props.label} aria-rowcount={(order.len() + 1).to_string()} aria-activedescendant={active} {onkeydown}>
                <colgroup>
                    { for columns.iter().map(|column| html! {
                        <col style={(!column.grows).then(|| format!("width:{}px", column.width))} />
                    }) }
                </colgroup>
                <thead><tr aria-rowindex="1">
                    { for columns.iter().enumerate().map(|(index, column)| head(index, column, props.sort, &props.onsort)) }
                </tr></thead>
                { gap(sight.start, row_height) }
                <tbody>{ for sight.clone().map(|at_row| row(props, order[at_row], at_row, at, &go)) }</tbody>
                { gap(order.len() - sight.end, row_height) }
            </table>
        </div>
    }
}

/// Where a key leads from a row, and whether it opens it.
fn moved(key: &str, at: Option<usize>, rows: usize, page: usize) -> Option<(usize, bool)> {
    let here = at.unwrap_or(0);
    Some(match key {
        "ArrowDown" => (at.map_or(0, |at| (at + 1).min(rows - 1)), false),
        "ArrowUp" => (here.saturating_sub(1), false),
        "PageDown" => ((here + page).min(rows - 1), false),
        "PageUp" => (here.saturating_sub(page), false),
        "Home" => (0, false),
        "End" => (rows - 1, false),
        "Enter" | " " => (at?, true),
        _ => return None,
    })
}

/// Scrolls a row into sight, under the head that stays.
fn reveal(frame: &Element, top: f64, row_height: f64, height: f64) {
    let scrolled = f64::from(frame.scroll_top());
    if top < scrolled {
        frame.set_scroll_top(top as i32);
    } else if top + row_height > scrolled + height {
        frame.set_scroll_top((top + row_height - height).ceil() as i32);
    }
}

fn row_id(key: u64) -> String {
    format!("row-{key}")
}

fn head(
    index: usize,
    column: &Column,
    sort: Option<(usize, bool)>,
    onsort: &Callback<usize>,
) -> Html {
    let falls = sort.filter(|&(at, _)| at == index).map(|(_, falls)| falls);
    let (state, sign) = match falls {
        None => ("none", ""),
        Some(false) => ("ascending", " ▲"),
        Some(true) => ("descending", " ▼"),
    };
    let title = (!column.help.is_empty()).then_some(column.help);
    html! {
        <th scope="col" class={classes!("data__head", column.is_number.then_some("data__number"))} aria-sort={state}>
            <button type="button" class="data__sort" {title} onclick={onsort.reform(move |_: MouseEvent| index)}>
                { column.title }<span aria-hidden="true">{ sign }</span>
            </button>
        </th>
    }
}

/// The place of rows that are not made.
fn gap(rows: usize, row_height: f64) -> Html {
    html! {
        if rows > 0 {
            <tbody aria-hidden="true"><tr style={format!("height:{}px", rows as f64 * row_height)}></tr></tbody>
        }
    }
}

fn row(
    props: &GridProps,
    row: usize,
    at: usize,
    cursor: Option<usize>,
    go: &Callback<Pick>,
) -> Html {
    let source = &props.rows.0;
    let key = source.key(row);
    let (open, part) = (source.is_open(row), source.is_part(row));
    let is_tree = open.is_some() || part;
    let columns: Range<usize> = 0..source.columns().len();
    html! {
        <tr key={key} id={row_id(key)} class={classes!("data__row", part.then_some("data__row--part"))} aria-rowindex={(at + 2).to_string()}
            aria-selected={(cursor == Some(at)).to_string()} aria-expanded={open.map(|open| open.to_string())}
            aria-level={is_tree.then_some(if part { "2" } else { "1" })} onclick={go.reform(move |_: MouseEvent| (at, true))}>
            { for columns.map(|column| {
                let cell = source.cell(row, column);
                let number = source.columns()[column].is_number.then_some("data__number");
                let tone = (!cell.tone.is_empty()).then(|| format!("tone--{}", cell.tone));
                let fold = open.filter(|_| column == 0).map(|open| if open { "▾ " } else { "▸ " });
                let text = AttrValue::from(cell.text.into_owned());
                html! {
                    <td class={classes!(number, tone)} title={text.clone()}>
                        if let Some(fold) = fold { <span aria-hidden="true">{ fold }</span> }
                        { text }
                    </td>
                }
            }) }
        </tr>
    }
}
