//! Makes the code that puts the page into another one, beside what it will look like.
//!
//! Knows the choices; the code is the library's.

use std::rc::Rc;

use mailflow::embed::{Embed, Frame, Part};
use mailflow::link::Theme;
use mailflow::playback::Player;
use mailflow::readout::Readout;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::address;
use super::choice::choice;
use super::copy_text::CopyField;
use super::number_box::{NumberBox, Range, Typed};
use super::observe::use_size;
use super::ui::use_shared;

/// Themes, as the frame's reader would call them.
const THEMES: [(&str, Option<Theme>); 3] =
    [("As the reader's system", None), ("Light", Some(Theme::Light)), ("Dark", Some(Theme::Dark))];
/// What comes before the presets in the choice of a start.
const OWN: [&str; 2] = ["What is shown now", "This very moment"];
/// Width of the preview of a frame as wide as its column [CSS px].
const COLUMN: u32 = 700;

/// What was chosen, by place in its list.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Chosen {
    embed: Embed,
    width: Option<u32>,
    height: u32,
    theme: usize,
    start: usize,
    autoplay: bool,
    element: bool,
}

impl Chosen {
    /// In a size of the list; one's own, which stands behind them, is as it is.
    fn sized(self, at: usize) -> Chosen {
        let size = Frame::SIZES.get(at);
        size.map_or(self, |&(_, width, height)| Chosen { width, height, ..self })
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures.
    pub(crate) readout: Rc<Readout>,
}

/// The dialog's body.
#[component]
pub(crate) fn EmbedSheet(props: &Props) -> Html {
    let shared = use_shared();
    let chosen = use_state_eq(|| Chosen::default().sized(0));
    let note = use_state_eq(|| None::<String>);
    let node = use_node_ref();
    let room = use_size(&node);
    let now = *chosen;
    let presets = Player::presets();
    let set = |change: fn(&mut Chosen, usize)| {
        let setter = chosen.setter();
        Callback::from(move |value: usize| {
            let mut next = now;
            change(&mut next, value);
            setter.set(next);
        })
    };
    let tick = |label: &'static str, checked: bool, change: Callback<usize>| {
        let onchange = Callback::from(move |event: Event| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            change.emit(usize::from(input.is_some_and(|input| input.checked())));
        });
        html! { <label class="tick" key={label}><input type="checkbox" {checked} {onchange} />{ label }</label> }
    };
    // What is shown is what was shown when the dialog was opened.
    let frame = use_memo((now.start, now.theme, now.autoplay), |_| {
        shared.control.read(|player| {
            let preset = now.start.checked_sub(OWN.len()).map(|index| presets[index].key);
            let mut link = Frame::link(player, preset, now.start == 1);
            link.theme = THEMES[now.theme].1;
            link.autoplay = now.autoplay.then_some(true);
            link
        })
    });
    let (width, height) = (now.width, now.height);
    let frame =
        Frame { page: address::page(), link: (*frame).clone(), embed: now.embed, width, height };
    let size = Frame::SIZES.iter().position(|&(_, w, h)| (w, h) == (width, height));
    let sizes = Frame::SIZES.iter().map(|(name, ..)| *name);
    let sizes = sizes.chain(size.is_none().then_some("Own size")).map(str::to_owned);
    let side = |label: &'static str, index: usize, value: u32, change: fn(&mut Chosen, u32)| {
        let (setter, note) = (chosen.setter(), note.setter());
        let onenter = Callback::from(move |typed: Typed| {
            let mut next = now;
            change(&mut next, typed.value as u32);
            note.set(typed.note);
            setter.set(next);
        });
        let (min, max) = Frame::RANGES[index];
        let range = Range { min: min.into(), max: max.into(), step: 1.0, unit: "px" };
        html! {
            <label class="embedding__side">
                <span>{ format!("{label} ({min} to {max})") }</span>
                <NumberBox {label} {range} value={f64::from(value)} {onenter} />
            </label>
        }
    };
    let levers: Vec<_> = props.readout.levers.iter().map(|view| view.lever).collect();
    let labels: Vec<String> =
        props.readout.levers.iter().map(|view| view.label.to_owned()).collect();
    let onlever = {
        let setter = chosen.setter();
        let levers = levers.clone();
        Callback::from(move |index: usize| {
            let mut next = now;
            next.embed.lever = levers[index];
            setter.set(next);
        })
    };
    let part = |&(part, _, label): &(Part, &'static str, &'static str)| {
        let setter = chosen.setter();
        tick(
            label,
            now.embed.shows(part),
            Callback::from(move |on| {
                let mut next = now;
                next.embed.show(part, on == 1);
                setter.set(next);
            }),
        )
    };
    let wide = width.unwrap_or(COLUMN);
    let scale = if room.is_empty() { 1.0 } else { (room.width / f64::from(wide)).min(1.0) };
    let src = frame.src();
    let code = if now.element { frame.element() } else { frame.iframe() };
    html! {
        <div class="embedding">
            <div class="embedding__choices">
                <p class="embedding__label">{ "Size" }</p>
                { choice("Size", sizes.collect::<Vec<_>>(), size.unwrap_or(Frame::SIZES.len()), set(|next, at| *next = next.sized(at))) }
                if let Some(width) = width {
                    { side("Width", 0, width, |next, typed| next.width = Some(typed)) }
                }
                { side("Height", 1, height, |next, typed| next.height = typed) }
                <p class="embedding__note" role="status">{ (*note).clone() }</p>
                <p class="embedding__label">{ "Starts with" }</p>
                { choice("Starts with", OWN.into_iter().chain(presets.iter().map(|preset| preset.title)).map(str::to_owned).collect::<Vec<_>>(), now.start, set(|next, at| next.start = at)) }
                <p class="embedding__label">{ "Theme" }</p>
                { choice("Theme", THEMES.map(|(name, _)| name.to_owned()).to_vec(), now.theme, set(|next, at| next.theme = at)) }
                <p class="embedding__label">{ "Lever" }</p>
                { choice("Lever", labels, levers.iter().position(|&lever| lever == now.embed.lever).unwrap_or_default(), onlever) }
                <fieldset class="embedding__parts">
                    <legend class="embedding__label">{ "Parts" }</legend>
                    { for Part::ALL.iter().map(part) }
                    { tick("Plays by itself", now.autoplay, set(|next, on| next.autoplay = on == 1)) }
                </fieldset>
            </div>
            <div class="embedding__shown">
                <div class="embedding__room" ref={node} style={format!("height:{:.0}px", f64::from(height) * scale)}>
                    <iframe key={src.clone()} class="embedding__frame" title="Preview of the frame" {src} width={wide.to_string()} height={height.to_string()} style={format!("transform:scale({scale})")}></iframe>
                </div>
                <div class="pills embedding__pills" role="group" aria-label="Kind of code">
                    <button type="button" class="pill" aria-pressed={(!now.element).to_string()} onclick={set(|next, _| next.element = false).reform(|_: MouseEvent| 0)}>{ "iframe" }</button>
                    <button type="button" class="pill" aria-pressed={now.element.to_string()} onclick={set(|next, _| next.element = true).reform(|_: MouseEvent| 0)}>{ "Element with a script" }</button>
                </div>
                <CopyField label="code" rows={4} text={code} />
                if frame.page.starts_with("file:") {
                    <p class="share__note">{ "This page was opened from a file: put it on a web server and its address into the code." }</p>
                }
            </div>
        </div>
    }
}
