//! Says the sentence of the moment to readers of text: politely, and never faster than it can be
//! listened to.
//!
//! Knows one sentence at a time; what is skipped is in the history.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// Least time between two announcements [ms].
const PAUSE_MS: u32 = 5_000;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The sentence of now.
    pub(crate) sentence: AttrValue,
}

/// The live region.
#[component]
pub(crate) fn Announcer(props: &Props) -> Html {
    let said = use_state_eq(AttrValue::default);
    let latest = use_mut_ref(AttrValue::default);
    let pause = use_mut_ref(|| None::<Timeout>);
    {
        let said = said.setter();
        use_effect_with(props.sentence.clone(), move |sentence| {
            *latest.borrow_mut() = sentence.clone();
            let mut waiting = pause.borrow_mut();
            if waiting.is_none() {
                said.set(sentence.clone());
                let (latest, pause) = (latest.clone(), pause.clone());
                *waiting = Some(Timeout::new(PAUSE_MS, move || {
                    // Dropping a timer that has rung does nothing; the next sentence starts another.
                    drop(pause.borrow_mut().take());
                    said.set(latest.borrow().clone());
                }));
            }
        });
    }
    html! { <p class="visually-hidden" role="status" aria-live="polite">{ &*said }</p> }
}
