//! The parts of a card: figures, links, words of mail servers, tries with their transcripts.
//!
//! Shows the library's rows as they are.

use mailflow::inspect::transcript::Who;
use mailflow::inspect::{Board, Choice, Row, Section, Try, Usl};
use mailflow::sim::trail::Room;
use mailflow::stage::Outcome;
use yew::prelude::*;

use crate::app::glyph::{Mark, glyph};
use crate::app::ui::{Shared, UiAction};

/// A part with its heading.
pub(super) fn section(shared: &Shared, section: &Section) -> Html {
    html! {
        <section class="inspector__section" key={section.heading}>
            <h3 class="inspector__heading">{ section.heading }</h3>
            { for section.rows.iter().enumerate().map(|(place, each)| row(shared, each, place == 0)) }
        </section>
    }
}

fn row(shared: &Shared, row: &Row, is_first: bool) -> Html {
    match row {
        Row::Fact { name, value, note } => html! {
            <div class="fact">
                <span class="fact__name">{ name }</span>{ " " }<span class="fact__value">{ value }</span>
                if !note.is_empty() {
                    <span class="fact__note">{ note }</span>
                }
            </div>
        },
        Row::Link { to, name, value } => html! {
            <button type="button" class="fact fact--link" onclick={shared.on(UiAction::Inspect(Some(*to)))}>
                <span class="fact__name">{ name }</span>{ " " }<span class="fact__value">{ value }</span>
            </button>
        },
        Row::Text(text) => html! { <p class="inspector__text">{ text }</p> },
        Row::Quote(text) => html! { <p class="inspector__quote">{ text }</p> },
        Row::Source(text) => html! {
            <details class="fold">
                <summary class="inspector__source">{ "Sources" }</summary>
                <p class="fact__note">{ text }</p>
            </details>
        },
        Row::Try(it) => one_try(it, is_first),
        Row::Note(text) => html! { <p class="fact__note inspector__note">{ text }</p> },
        Row::Usl(it) => usl(it),
        Row::Board(it) => board(it),
        Row::Choice(it) => choice(shared, it),
    }
}

/// The curve, with the place where the forest works.
fn usl(it: &Usl) -> Html {
    let upright = |at: f64| format!("left:{at:.1}%");
    let label = |class: &'static str, at: f64, text: &'static str| {
        // Near the right edge it stands on the other side of its line.
        let side = (at > 80.0).then_some("usl__label--left");
        html! {
            <span class={classes!("usl__line", class)} style={upright(at)}><span class={classes!("usl__label", side)}>{ text }</span></span>
        }
    };
    html! {
        <figure class="usl">
            <div class="usl__plot" aria-hidden="true">
                <svg viewBox="0 0 100 100" preserveAspectRatio="none"><path d={it.path.clone()} vector-effect="non-scaling-stroke" /></svg>
                { it.knee.map(|at| label("usl__line--knee", at, "knee")) }
                { it.limit.map(|at| label("usl__line--limit", at, "limit")) }
                <span class="usl__here" style={format!("left:{:.1}%;top:{:.1}%", it.here.0, it.here.1)}></span>
            </div>
            <p class="usl__axis" aria-hidden="true"><span>{ "0" }</span><span>{ "lookups in progress" }</span><span>{ it.most }</span></p>
            <figcaption class="fact__note">{ &it.words }</figcaption>
        </figure>
    }
}

/// What works for whom, as a table.
fn board(it: &Board) -> Html {
    html! {
        <table class="board" data-testid="board">
            <thead><tr>
                <td></td>
                { for it.heads.iter().map(|(name, share)| html! {
                    <th scope="col" class={(share != "–").then_some("board__now")}>{ *name }<span>{ share }</span></th>
                }) }
            </tr></thead>
            <tbody>
                { for it.lines.iter().map(|(name, states)| html! {
                    <tr>
                        <th scope="row">{ *name }</th>
                        // What is the same for neighbours stands once.
                        { for states.chunk_by(|a, b| a == b).map(|alike| {
                            let tone = match (alike[0].fails(), alike[0].works()) {
                                (true, _) => "board__cell--fails",
                                (_, true) => "board__cell--works",
                                _ => "board__cell--off",
                            };
                            html! { <td class={tone} colspan={alike.len().to_string()}>{ alike[0].word() }</td> }
                        }) }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

/// What can be set at the cursor, as a row of buttons.
fn choice(shared: &Shared, it: &Choice) -> Html {
    html! {
        <div class="fact pick" role="group" aria-label={it.name}>
            <span class="fact__name">{ it.name }</span>
            <span class="pick__options">
                { for it.options.iter().enumerate().map(|(place, &(name, action))| html! {
                    <button type="button" class="pill" aria-pressed={(place == it.chosen).to_string()}
                        onclick={shared.act(move |player| player.act(action))}>{ name }</button>
                }) }
            </span>
        </div>
    }
}

fn mark(outcome: Outcome) -> Mark {
    match outcome {
        Outcome::Delivered => Mark::Delivered,
        Outcome::Refused => Mark::Refused,
        Outcome::Dropped => Mark::Dropped,
        Outcome::Parked => Mark::Held,
        Outcome::Expired => Mark::Expired,
        Outcome::Rejected => Mark::Rejected,
    }
}

/// A try: a line that opens on what was said, and on how full the forests were. The latest is open.
fn one_try(it: &Try, is_first: bool) -> Html {
    html! {
        <details class="try" key={it.number.to_string()} open={is_first}>
            <summary class="try__line">
                <span class="try__number">{ it.number }</span>
                { glyph(mark(it.outcome)) }
                <span class="try__clock">{ &it.clock }</span>
                <span class="try__word">{ &it.word }</span>
                <span class="try__room">{ format!("{} {}", it.forest, it.room) }</span>
            </summary>
            if !it.rooms.is_empty() {
                <ul class="rooms" aria-label="How full the forests of the region were then">
                    { for it.rooms.iter().map(room) }
                </ul>
            }
            if !it.lines.is_empty() {
                <ol class="transcript" aria-label="Transcript">
                    { for it.lines.iter().enumerate().map(|(place, line)| {
                        // A time stands where it changes.
                        let before = place.checked_sub(1).map_or("", |before| &it.lines[before].clock);
                        let clock = Some(&line.clock).filter(|clock| !clock.is_empty() && *clock != before);
                        let (kind, who) = match line.who {
                            Who::Client => ("client", "C:"),
                            Who::Server => ("server", "S:"),
                            Who::Note => ("note", ""),
                        };
                        html! {
                            <li class={classes!("transcript__line", format!("transcript__line--{kind}"))}>
                                if let Some(clock) = clock {
                                    <span class="transcript__clock">{ clock }</span>
                                }
                                <span class="transcript__who">{ who }</span>
                                <span class="transcript__text">{ &line.text }</span>
                            </li>
                        }
                    }) }
                </ol>
            }
        </details>
    }
}

fn room(room: &Room) -> Html {
    let share = f64::from(room.sessions) / f64::from(room.limit.max(1)) * 100.0;
    let is_full = room.sessions >= room.limit;
    html! {
        <li class="rooms__room">
            <span>{ format!("F{}", room.forest + 1) }</span>
            <span class="rooms__bar" aria-hidden="true"><span style={format!("width: {share:.0}%")}></span></span>
            <span class="rooms__count">{ format!("{}/{}", room.sessions, room.limit) }</span>
            <span class="rooms__word">{ if is_full { "FULL" } else { "" } }</span>
        </li>
    }
}
