//! The facilitator's notes: a page of its own and a sheet to print, never on the page that is
//! projected.

use mailflow::lesson::link::Course;
use mailflow::lesson::words;
use mailflow::lesson::{Lesson, Step};
use yew::prelude::*;

use super::qr::Code;
use crate::app::address;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The lesson.
    pub(crate) course: Course,
}

/// The page.
#[component]
pub(crate) fn NotesPage(props: &Props) -> Html {
    let lesson = &props.course.lesson;
    let keys = props.course.write();
    let page = address::page();
    let print = Callback::from(|_: MouseEvent| {
        if let Some(window) = web_sys::window() {
            // Where printing is forbidden nothing happens, which is all there is to say.
            let _ = window.print();
        }
    });
    let code = |keys: String, label: &'static str| {
        html! {
            <figure class="notes__code">
                <Code text={format!("{page}#{keys}")} {label} />
                <figcaption><a href={format!("{page}#{keys}")}>{ label }</a></figcaption>
            </figure>
        }
    };
    html! {
        <article class="notes">
            <header class="notes__head">
                <div>
                    <p class="notes__kind">{ format!("{} · {}", words::FACILITATOR, words::minutes(lesson.minutes)) }</p>
                    <h1>{ &lesson.title }</h1>
                    <p class="notes__hook">{ names(&lesson.hook) }</p>
                    <p>{ &lesson.notes }</p>
                    <p class="notes__small">{ words::NUMBERS }</p>
                    <button type="button" class="button notes__print" onclick={print}>{ words::PRINT }</button>
                </div>
                { code(format!("{keys}&notes=1"), words::PHONE) }
                { code(format!("{keys}&present=1"), words::PROJECT) }
            </header>
            <ol class="notes__steps">{ for lesson.steps.iter().map(step) }</ol>
            { tasks(lesson) }
            <p class="notes__insight"><strong>{ words::INSIGHT }</strong>{ format!(": {}", lesson.insight) }</p>
        </article>
    }
}

/// A text with the names of its figures: the run that they are read from is on the other page.
fn names(text: &str) -> String {
    text.replace('{', "‹").replace('}', "›")
}

fn step(step: &Step) -> Html {
    html! {
        <li class="notes__step">
            <p class="notes__caption">{ names(&step.caption) }</p>
            if let Some(question) = &step.question {
                <p class="notes__ask">{ names(&question.ask) }</p>
                <ol class="notes__choices">
                    { for question.choices.iter().enumerate().map(|(index, choice)| html! {
                        <li>{ choice }if question.right.contains(&index) { <strong>{ format!(" ({})", words::RIGHT) }</strong> }</li>
                    }) }
                </ol>
                <p>{ names(&question.answer) }</p>
            }
            if !step.then.is_empty() {
                <p>{ names(&step.then) }</p>
            }
            if !step.more.is_empty() {
                <p>{ names(&step.more) }</p>
            }
            <p class="notes__note">{ &step.notes }</p>
        </li>
    }
}

fn tasks(lesson: &Lesson) -> Html {
    if lesson.goals.is_empty() {
        return Html::default();
    }
    html! { <>
        <h2>{ words::TASKS }</h2>
        <ul class="notes__tasks">{ for lesson.goals.iter().map(|goal| html! { <li>{ &goal.text }</li> }) }</ul>
        <ul class="notes__tasks">
            { for lesson.solutions.iter().map(|solution| html! {
                <li>{ format!("{}: {}", solution.name, words::STANDING[if solution.solves { 1 } else { 2 }]) }</li>
            }) }
        </ul>
    </> }
}
