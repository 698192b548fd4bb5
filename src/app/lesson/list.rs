//! The list of lessons: title, minutes, what is learned; and a file of the trainer's own.

use std::rc::Rc;

use mailflow::lesson::link::Course;
use mailflow::lesson::{Lesson, words};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::file::{self, Opened};
use crate::app::address;
use crate::app::ui::{UiAction, use_shared};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The file that was opened last.
    pub(crate) opened: Option<Rc<Opened>>,
    /// Another file was opened.
    pub(crate) onopen: Callback<Rc<Opened>>,
}

/// The dialog's body.
#[component]
pub(crate) fn List(props: &Props) -> Html {
    let lessons = use_memo((), |()| {
        let course = |lesson| Rc::new(Course { lesson, text: None });
        std::iter::once(Lesson::opening()).chain(Lesson::all()).map(course).collect::<Vec<_>>()
    });
    let onchange = {
        let onopen = props.onopen.clone();
        Callback::from(move |event: Event| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            if let Some(chosen) = input.and_then(|input| input.files()?.get(0)) {
                file::read(&chosen, onopen.clone());
            }
        })
    };
    html! { <>
        <p>{ words::ABOUT }</p>
        <ol class="lessons">
            { for lessons.iter().map(|course| html! { <Entry course={course.clone()} /> }) }
        </ol>
        <h3 class="dialog__heading">{ words::OWN }</h3>
        <p>{ words::OWN_ABOUT }</p>
        <input type="file" class="lessons__file" aria-label={words::CHOOSE} accept=".json,application/json" {onchange} data-testid="lesson-file" />
        if let Some(opened) = &props.opened {
            <div class="lessons__opened" role="status" data-testid="opened">
                if opened.course.is_none() {
                    <p>{ words::UNREADABLE }{ " " }<strong>{ &opened.name }</strong></p>
                } else if opened.faults.is_empty() {
                    <p><strong>{ &opened.name }</strong>{ ": " }{ words::FINE }</p>
                } else {
                    <p><strong>{ &opened.name }</strong>{ ": " }{ words::FAULTS }</p>
                }
                <ul class="lessons__faults">{ for opened.faults.iter().map(|fault| html! { <li>{ fault }</li> }) }</ul>
                if let Some(course) = opened.course.clone() {
                    <ol class="lessons"><Entry course={Rc::new(course)} /></ol>
                }
            </div>
        }
    </> }
}

#[derive(Clone, PartialEq, Properties)]
struct EntryProps {
    course: Rc<Course>,
}

/// One lesson with what can be done with it.
#[component]
fn Entry(props: &EntryProps) -> Html {
    let shared = use_shared();
    let course = &props.course;
    let lesson = &course.lesson;
    let begin = |presents: bool| {
        let (shared, course) = (shared.clone(), course.clone());
        Callback::from(move |_: MouseEvent| {
            shared.ui.dispatch(UiAction::Sheet(None));
            shared.ui.dispatch(UiAction::Present(presents));
            shared.control.begin((*course).clone(), 0);
        })
    };
    let notes = format!("{}#{}&notes=1", address::page(), course.write());
    let of = |what: &str| format!("{what}: {}", lesson.title);
    html! {
        <li class="lessons__item">
            <div class="lessons__words">
                <h3 class="lessons__title">{ &lesson.title }<span class="lessons__minutes">{ words::minutes(lesson.minutes) }</span></h3>
                <p>{ if lesson.insight.is_empty() { &lesson.hook } else { &lesson.insight } }</p>
            </div>
            <div class="lessons__acts">
                <button type="button" class="button button--strong" aria-label={of(words::BEGIN)} onclick={begin(false)}>{ words::BEGIN }</button>
                <button type="button" class="button" aria-label={of(words::PRESENT)} onclick={begin(true)}>{ words::PRESENT }</button>
                <a class="button" aria-label={of(words::NOTES)} href={notes} target="_blank" rel="noopener">{ words::NOTES }</a>
            </div>
        </li>
    }
}
