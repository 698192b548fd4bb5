//! The facilitator's notes: a page of its own and a sheet to print, never on the page that is
//! projected. Their figures are those of a walk through the lesson on this very page.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Interval;
use mailflow::lesson::link::Course;
use mailflow::lesson::rehearsal::{Rehearsal, Rehearsed};
use mailflow::lesson::{Lesson, LessonView, Step, words};
use yew::prelude::*;

use super::qr::Code;
use crate::app::address;

/// How long the walk computes before the page may do something else [ms].
const TURN_MS: f64 = 12.0;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The lesson.
    pub(crate) course: Course,
}

/// The page.
#[component]
pub(crate) fn NotesPage(props: &Props) -> Html {
    let lesson = &props.course.lesson;
    let told = use_rehearsal(lesson);
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
                    <p class="notes__hook">{ told.first().map_or_else(|| names(&lesson.hook), |first| first.before.hook.clone()) }</p>
                    <p>{ &lesson.notes }</p>
                    <p class="notes__small">{ words::numbers(told.len(), lesson.steps.len()) }</p>
                    <button type="button" class="button notes__print" disabled={told.len() < lesson.steps.len()} onclick={print}>{ words::PRINT }</button>
                </div>
                { code(format!("{keys}&notes=1"), words::PHONE) }
                { code(format!("{keys}&present=1"), words::PROJECT) }
            </header>
            <ol class="notes__steps">{ for lesson.steps.iter().enumerate().map(|(index, it)| step(it, told.get(index), index.checked_sub(1).map(|last| &lesson.steps[last]))) }</ol>
            { tasks(lesson) }
            <p class="notes__insight"><strong>{ words::INSIGHT }</strong>{ ": " }{ told.last().filter(|last| !last.after.insight.is_empty()).map_or_else(|| names(&lesson.insight), |last| last.after.insight.clone()) }</p>
        </article>
    }
}

/// A text with the names of its figures, until the run has come to them.
fn names(text: &str) -> String {
    text.replace('{', "‹").replace('}', "›")
}

fn step(step: &Step, told: Option<&Rehearsed>, last: Option<&Step>) -> Html {
    // What the step before ended with is not said twice.
    let is_new = last.is_none_or(|last| last.then != step.caption);
    let text = |own: &str, of: fn(&Rehearsed) -> &str| {
        told.map_or_else(|| names(own), |told| of(told).to_owned())
    };
    let asked = |view: &LessonView| view.question.clone().unwrap_or_default();
    html! {
        <li class="notes__step" data-told={told.map(|told| told.clock.clone())}>
            if is_new {
                <p class="notes__caption">{ text(&step.caption, |told| &told.before.caption) }</p>
            }
            if let Some(question) = &step.question {
                <p class="notes__ask">{ told.map_or_else(|| names(&question.ask), |told| asked(&told.before).ask) }</p>
                <ol class="notes__choices">
                    { for question.choices.iter().enumerate().map(|(index, choice)| html! {
                        <li>{ choice }if question.right.contains(&index) { <strong>{ format!(" ({})", words::RIGHT) }</strong> }</li>
                    }) }
                </ol>
                <p>{ told.map_or_else(|| names(&question.answer), |told| asked(&told.after).answer) }</p>
            }
            if !step.then.is_empty() {
                <p class={(!is_new).then_some("notes__caption")}>{ text(&step.then, |told| &told.after.caption) }</p>
            }
            if !step.more.is_empty() {
                <p>{ text(&step.more, |told| &told.after.more) }</p>
            }
            if let Some(told) = told {
                <p class="notes__small">{ words::ends_at(&told.clock) }</p>
            }
            <p class="notes__note">{ &step.notes }</p>
        </li>
    }
}

/// Walks through the lesson in the pauses of the page; gives its steps as they end.
#[hook]
fn use_rehearsal(lesson: &Lesson) -> UseStateHandle<Vec<Rehearsed>> {
    let steps = use_state(Vec::new);
    let (lesson, setter) = (lesson.clone(), steps.setter());
    use_effect_with((), move |()| {
        let mut rehearsal = Rehearsal::new(&lesson);
        let mut done = Vec::new();
        let ticks = Rc::new(RefCell::new(None));
        let own = Rc::downgrade(&ticks);
        *ticks.borrow_mut() = Some(Interval::new(0, move || {
            let end = js_sys::Date::now() + TURN_MS;
            let mut more = || js_sys::Date::now() < end;
            while more() && !rehearsal.is_over() {
                if let Some(step) = rehearsal.go_on(&mut more) {
                    done.push(step);
                    setter.set(done.clone());
                }
            }
            if rehearsal.is_over() {
                // Cancelled from within, so it lives until this turn is over.
                let over = own.upgrade().and_then(|ticks| ticks.borrow_mut().take());
                drop(over.map(Interval::cancel));
            }
        }));
        move || drop(ticks)
    });
    steps
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
