//! The box in which a mail's name is typed.
//!
//! What a name is, is the library's to say.

use mailflow::inspect::Subject;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::ui::{UiAction, use_shared};

/// The id of the input.
pub(super) const INPUT: &str = "find-mail";

/// The box.
#[component]
pub(super) fn FindBox() -> Html {
    let shared = use_shared();
    let said = use_state_eq(|| None::<String>);
    let input = use_node_ref();
    let onsubmit = {
        let (said, input) = (said.setter(), input.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(input) = input.cast::<HtmlInputElement>() else { return };
            match shared.control.read(|player| player.find_mail(&input.value())) {
                Ok(mail) => {
                    said.set(None);
                    shared.ui.dispatch(UiAction::Inspect(Some(Subject::Mail(mail))));
                }
                Err(words) => said.set(Some(words)),
            }
        })
    };
    html! {
        <form class="find" {onsubmit}>
            <label class="find__label" for={INPUT}>{ "A mail by its name" }</label>
            <input class="number find__box" id={INPUT} type="text" autocomplete="off" spellcheck="false" placeholder="NA-48213" data-testid="find-mail" ref={input} />
            <button type="submit" class="button">{ "Find" }</button>
            if let Some(said) = (*said).clone() {
                <p class="find__said" role="alert">{ said }</p>
            }
        </form>
    }
}
