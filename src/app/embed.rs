//! The page inside another page: the parts that its link asks for, in the sizes that frames have.
//!
//! Arranges what the full page is made of; which parts there are is the library's.

use std::rc::Rc;

use mailflow::embed::{Embed, Part};
use mailflow::lesson::LessonView;
use mailflow::number::{change, count};
use mailflow::readout::Readout;
use mailflow::stage::Target;
use yew::prelude::*;

use super::address;
use super::icon::{Picture, icon};
use super::legend::legend;
use super::lesson::{framed, places};
use super::lever_row::LeverRow;
use super::stage_canvas::Unit;
use super::stage_view::StageView;
use super::tape_chart::TapeChart;
use super::transport::SpeedSelect;
use super::ui::use_shared;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures.
    pub(crate) readout: Rc<Readout>,
    /// The lesson under way.
    pub(crate) lesson: Option<Rc<LessonView>>,
    /// Its parts.
    pub(crate) embed: Embed,
    /// The address of the full page as it was embedded.
    pub(crate) full: AttrValue,
    /// Whether the stage is shown as a table.
    pub(crate) table: bool,
    /// The place that has the ring.
    pub(crate) place: Option<Target>,
    /// The forest that is seen from near.
    pub(crate) near: Option<usize>,
    /// Mails one square of a pile stands for.
    pub(crate) unit: Unit,
    /// The unit of the piles changed.
    pub(crate) onunit: Callback<Unit>,
}

/// The parts of the embedded page, in their order.
#[component]
pub(crate) fn EmbedView(props: &Props) -> Html {
    let Props { readout, embed, .. } = props;
    let lever = readout.levers.iter().find(|view| view.lever == embed.lever);
    let shows = |part| embed.shows(part);
    let shared = use_shared();
    let now = || address::now(&shared.control, false);
    let remix = shows(Part::Remix).then(|| html! {
        <a class="button" href={now()} target="_blank" rel="noopener" data-testid="remix" title="Open this state in the full page and change anything">{ "Remix" }</a>
    });
    // Whoever is to do something needs every lever, whoever is shown something the one it is about.
    let lever_of = |view: &LessonView| {
        let all = readout.levers.iter();
        let wanted = all.filter(|lever| !view.goals.is_empty() || view.lever == Some(lever.lever));
        wanted.filter(|_| shows(Part::Lever)).cloned().collect::<Vec<_>>()
    };
    html! { <>
        if shows(Part::Title) {
            <Title readout={readout.clone()} open={shows(Part::Open).then(|| props.full.clone())} />
        }
        if shows(Part::Sentence) {
            <section class="embed__words" aria-label="Situation">
                <p class="embed__sentence" data-testid="sentence">{ &readout.sentence }</p>
                <p class="embed__held" data-testid="held" data-value={readout.held.to_string()}>
                    <span class="embed__figure">{ format!("{} held", count(readout.held)) }</span>
                    <span class="embed__change">{ format!("{} a minute", change(readout.held_per_min)) }</span>
                </p>
            </section>
        }
        <StageView readout={readout.clone()} table={props.table} place={props.place} near={props.near} highlight={places(props.lesson.as_ref())} onunit={props.onunit.clone()} />
        if shows(Part::Legend) && props.lesson.is_none() {
            <div class="embed__legend">{ legend(readout, props.unit, true) }</div>
        }
        <section class="embed__tape" aria-label="Time">
            <Play playing={readout.playing} />
            if shows(Part::Speed) {
                <SpeedSelect speed={readout.speed} />
            }
            if shows(Part::Tape) {
                <TapeChart readout={readout.clone()} ways={false} />
            }
        </section>
        if let Some(view) = &props.lesson {
            { framed(&shared, view, &lever_of(view), remix) }
        } else if shows(Part::Lever) {
            <section class="embed__lever" aria-label="Lever">
                if let Some(view) = lever {
                    <LeverRow view={view.clone()} place="embed" />
                }
                { remix }
            </section>
        }
    </> }
}

#[derive(Clone, PartialEq, Properties)]
struct TitleProps {
    readout: Rc<Readout>,
    /// Where the full page is, if it may be opened.
    open: Option<AttrValue>,
}

/// The bar: which run, what it is, when, and the way out.
#[component]
fn Title(props: &TitleProps) -> Html {
    let shared = use_shared();
    let title = shared.control.read(|player| player.scenario().about().title.to_string());
    let readout = &props.readout;
    html! {
        <header class="embed__bar">
            <h1 class="embed__title" title={title.clone()}>{ title.clone() }</h1>
            <p class="embed__note" title="A simulation, not Microsoft’s data">{ "a simulation" }</p>
            <p class="embed__clock" data-testid="clock" data-value={readout.at.secs().to_string()}>
                { &readout.clock }<span class="embed__zone">{ " UTC" }<span class="embed__date">{ format!(" · {}", readout.date) }</span></span>
            </p>
            if let Some(open) = &props.open {
                <a class="link" href={open} target="_blank" rel="noopener" data-testid="open" aria-label="Open full page"><span class="embed__more">{ "Open\u{a0}" }</span>{ "full page" }</a>
            }
        </header>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct PlayProps {
    playing: bool,
}

/// The play button: large until it is pressed for the first time.
#[component]
fn Play(props: &PlayProps) -> Html {
    let shared = use_shared();
    let playing = props.playing;
    let started = use_state_eq(|| false);
    if playing && !*started {
        started.set(true);
    }
    let (label, picture) =
        if playing { ("Pause", Picture::Pause) } else { ("Play", Picture::Play) };
    html! {
        <button type="button" class={classes!("button", "embed__play", (!*started && !playing).then_some("embed__play--first"))}
            aria-label={label} data-testid="play" onclick={shared.act(move |player| player.set_playing(!playing))}>
            { icon(picture, if *started || playing { 20 } else { 32 }) }
        </button>
    }
}
