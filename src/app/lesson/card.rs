//! The step of a lesson beside the stage: what explains it, its question, its tasks; and the buttons
//! that go on and back. In a frame the same under the stage.

use std::rc::Rc;

use mailflow::lesson::goal::Standing;
use mailflow::lesson::player::Phase;
use mailflow::lesson::view::QuestionView;
use mailflow::lesson::{LessonPlayer, LessonView, words};
use mailflow::readout::LeverView;
use yew::prelude::*;

use crate::app::icon::{Picture, SIZE, icon};
use crate::app::lever_row::LeverRow;
use crate::app::ui::{Shared, use_shared};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The lesson as it is shown.
    pub(crate) view: Rc<LessonView>,
}

/// The card.
#[component]
pub(crate) fn Card(props: &Props) -> Html {
    let shared = use_shared();
    let view = &props.view;
    let end = {
        let control = shared.control.clone();
        Callback::from(move |_: MouseEvent| control.end_lesson())
    };
    html! {
        <section class="lesson" aria-label={format!("{}: {}", words::LESSONS, view.title)} data-testid="lesson"
            data-step={view.step.to_string()} data-phase={phase(view.phase)}>
            <header class="lesson__head">
                <span class="lesson__step">{ words::step(view.step, view.steps) }</span>
                <h2 class="lesson__title">{ &view.title }</h2>
                <button type="button" class="button button--icon" aria-label={words::END} title={words::END} onclick={end}>{ icon(Picture::Close, SIZE) }</button>
            </header>
            { body(&shared, view) }
        </section>
    }
}

/// All that a step says beside its caption.
fn body(shared: &Shared, view: &Rc<LessonView>) -> Html {
    let done = matches!(view.phase, Phase::Done(_));
    html! {
        <div class="lesson__body" tabindex="0" role="group" aria-label={view.title.clone()}>
            if !view.hook.is_empty() {
                <p class="lesson__hook">{ &view.hook }</p>
            }
            if let Some(question) = view.question.clone() {
                <Question {question} />
            }
            if done && !view.more.is_empty() {
                <p>{ &view.more }</p>
            }
            if !view.note.is_empty() {
                <p class="lesson__note">{ &view.note }</p>
            }
            { tasks(shared, view) }
            { insight(view) }
        </div>
    }
}

/// What is understood, at the end.
pub(crate) fn insight(view: &LessonView) -> Html {
    if view.insight.is_empty() {
        return Html::default();
    }
    html! { <p class="lesson__insight" data-testid="insight"><strong>{ words::INSIGHT }</strong>{ format!(": {}", view.insight) }</p> }
}

/// A step in a frame with the levers that may be pulled: what it says can be folded, where it lies over
/// the stage; under it the way on, and out of the frame.
pub(crate) fn framed(
    shared: &Shared,
    view: &Rc<LessonView>,
    levers: &[LeverView],
    out: Option<Html>,
) -> Html {
    let step = words::step(view.step, view.steps);
    // What is new is open.
    let key = format!("{step}{}", phase(view.phase));
    html! { <>
        if view.says() || !levers.is_empty() {
            <details class="embed__said" open=true {key}>
                <summary class="embed__summary"><h2>{ format!("{} · {step}", view.title) }</h2></summary>
                { body(shared, view) }
                { for levers.iter().map(|view| html! { <LeverRow view={view.clone()} place="embed" /> }) }
            </details>
        }
        <section class="embed__moves" aria-label={view.title.clone()} data-testid="lesson" data-step={view.step.to_string()} data-phase={phase(view.phase)}>
            <p class="embed__step">{ step }</p>
            <Moves view={view.clone()} />
            { out }
        </section>
    </> }
}

/// The name of a phase for tests and the style sheet.
fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Seeking | Phase::Preparing | Phase::Arriving(_) => "coming",
        Phase::Asking => "asking",
        Phase::Running => "running",
        Phase::Done(_) => "done",
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct QuestionProps {
    pub(crate) question: QuestionView,
}

/// A question: choices until one is made, then which are right, and the answer.
#[component]
pub(crate) fn Question(props: &QuestionProps) -> Html {
    let shared = use_shared();
    let question = &props.question;
    let choice = |(index, (text, right)): (usize, &(String, Option<bool>))| {
        let control = shared.control.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            control.teach(|lesson, player| lesson.answer(index, player));
        });
        let chosen = question.chosen == Some(index);
        let is_right = *right == Some(true);
        let class = classes!(
            "choice",
            is_right.then_some("choice--right"),
            chosen.then_some("choice--chosen")
        );
        html! {
            <li>
                <button type="button" {class} disabled={!question.open} aria-pressed={chosen.to_string()} {onclick}>
                    <span class="choice__number">{ index + 1 }</span>
                    <span class="choice__text">{ text }</span>
                    <span class="choice__mark">
                        if chosen { { words::CHOSEN } }
                        if chosen && is_right { { ", " } }
                        if is_right { { words::RIGHT } }
                    </span>
                </button>
            </li>
        }
    };
    html! {
        <div class="question" data-testid="question">
            <h3 class="question__ask">{ &question.ask }</h3>
            <ol class="question__choices">{ for question.choices.iter().enumerate().map(choice) }</ol>
            if !question.answer.is_empty() {
                <p class="question__answer" data-testid="answer" role="status">{ &question.answer }</p>
            }
        </div>
    }
}

/// The tasks of a challenge, as they stand. No component: one that shows nothing would let what comes
/// before it, and appears later, stand after what comes behind it.
pub(crate) fn tasks(shared: &Shared, view: &LessonView) -> Html {
    if view.goals.is_empty() {
        return Html::default();
    }
    let failed = view.goals.iter().any(|(_, standing)| *standing == Standing::Failed);
    let retry = {
        let control = shared.control.clone();
        Callback::from(move |_: MouseEvent| control.teach(LessonPlayer::retry))
    };
    let task = |(text, standing): &(String, Standing)| {
        let (mark, word) = match standing {
            Standing::Open => ("○", words::STANDING[0]),
            Standing::Done => ("✓", words::STANDING[1]),
            Standing::Failed => ("✕", words::STANDING[2]),
        };
        html! {
            <li class={classes!("task", format!("task--{word}"))}>
                <span class="task__mark" aria-hidden="true">{ mark }</span><span>{ text }</span>
                <span class="visually-hidden">{ format!(": {word}") }</span>
            </li>
        }
    };
    html! {
        <div class="tasks" data-testid="tasks">
            <h3 class="tasks__title">{ words::TASKS }</h3>
            <ul>{ for view.goals.iter().map(task) }</ul>
            <p class="tasks__score" data-testid="score">{ &view.score }</p>
            if !view.hint.is_empty() {
                <p class="lesson__note">{ &view.hint }</p>
            }
            if failed {
                <button type="button" class="button" onclick={retry}>{ words::RETRY }</button>
            }
        </div>
    }
}

/// Back and on.
#[component]
pub(crate) fn Moves(props: &Props) -> Html {
    let shared = use_shared();
    let view = &props.view;
    let control = shared.control.clone();
    let is_last = view.step >= view.steps;
    let (label, ends) = match view.phase {
        Phase::Asking => (words::SHOW, false),
        Phase::Running => (words::SKIP, false),
        Phase::Done(_) if is_last => (words::END, true),
        _ => (words::NEXT, false),
    };
    let on = Callback::from(move |_: MouseEvent| {
        if ends {
            control.end_lesson();
        } else {
            control.teach(LessonPlayer::next);
        }
    });
    let control = shared.control.clone();
    let back = Callback::from(move |_: MouseEvent| control.teach(LessonPlayer::back));
    html! {
        <div class="moves">
            <button type="button" class="button" data-testid="lesson-back" onclick={back}>{ words::BACK }</button>
            <button type="button" class="button button--primary" data-testid="lesson-next" onclick={on}>{ label }</button>
        </div>
    }
}
