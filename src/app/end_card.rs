//! The end of the run: what it came to, and what the reader would have done.
//!
//! Stands over the rail, never over the stage. Knows nothing of the run but the card.

use mailflow::readout::EndCard as Card;
use yew::prelude::*;

use super::icon::{Picture, SIZE, icon};
use super::ui::{Shared, Sheet, UiAction};

/// The end card.
pub(crate) fn end_card(shared: &Shared, card: &Card) -> Html {
    let at = card.branch_at;
    html! {
        <section class="end" aria-label="The end of the run" data-testid="end-card">
            <button type="button" class="button button--icon end__close" aria-label="Back to the levers" onclick={shared.on(UiAction::EndSeen(true))}>
                { icon(Picture::Close, SIZE) }
            </button>
            <p class="end__summary">{ &card.summary }</p>
            <h2 class="end__question">{ &card.question }</h2>
            <div class="end__branches">
                { for card.branches.iter().map(|(label, action)| {
                    let action = *action;
                    html! {
                        <button type="button" class="button end__branch" key={label.clone()}
                            onclick={shared.act(move |player| player.act_at(at, action))}>{ label }</button>
                    }
                }) }
            </div>
            <p class="end__note">
                { "A simulation; not Microsoft’s data. " }
                <button type="button" class="link" onclick={shared.on(UiAction::Sheet(Some(Sheet::Assumptions)))}>{ "What is assumed" }</button>
            </p>
        </section>
    }
}
