//! The shapes of the dots as inline SVG, for legends and figures: the same as on the stage.
//!
//! A shape always stands beside its word.

use yew::prelude::*;

/// What a dot says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// On its way, accepted.
    Accepted,
    /// Answered 421.
    Refused,
    /// Its connection was cut.
    Dropped,
    /// Waits.
    Held,
    /// In its mailbox.
    Delivered,
    /// Given up by its sender.
    Expired,
    /// Answered 550: a reply, not a dot, so it has an outline of its own.
    Rejected,
}

/// A dot's shape, 12 px.
pub(crate) fn glyph(mark: Mark) -> Html {
    let (name, shape) = match mark {
        Mark::Accepted => {
            ("accepted", html! { <circle cx="6" cy="6" r="3" fill="currentColor" /> })
        }
        Mark::Refused => ("refused", stroke("M8 2.5 4 6l4 3.5")),
        Mark::Dropped => ("dropped", stroke("m3 3 6 6m0-6-6 6")),
        Mark::Held => {
            ("held", html! { <rect x="3" y="3" width="6" height="6" fill="currentColor" /> })
        }
        Mark::Delivered => (
            "delivered",
            html! { <>
                <circle cx="6" cy="6" r="3.6" fill="none" stroke="currentColor" stroke-width="1.2" />
                <circle cx="6" cy="6" r="1.3" fill="currentColor" />
            </> },
        ),
        Mark::Expired => ("expired", html! { <path d="m6 2 4 4-4 4-4-4z" fill="currentColor" /> }),
        Mark::Rejected => ("rejected", stroke("m6 2 4 4-4 4-4-4z")),
    };
    html! {
        <svg class={classes!("glyph", format!("glyph--{name}"))} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
            { shape }
        </svg>
    }
}

fn stroke(d: &'static str) -> Html {
    html! { <path {d} fill="none" stroke="currentColor" stroke-width="2" /> }
}
