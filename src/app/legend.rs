//! What the dots and squares mean, always in sight: six shapes with their words, and how many mails
//! one of them stands for.
//!
//! Knows words, not positions.

use mailflow::number::thousands;
use mailflow::readout::Readout;
use yew::prelude::*;

use super::glyph::{Mark, glyph};
use super::stage_canvas::Unit;

/// What "lost connection" means, where the word alone cannot say it.
pub(crate) const LOST: &str = "Seen outside as a lost connection and treated as 451. \
    Exchange Online’s own outbound queues log it as 450 4.4.318.";

/// Seconds of the run a second from which dots no longer show single mails' times.
const TIME_LAPSE_ABOVE: u32 = 300;

/// Shape, word, and what it means.
const ENTRIES: [(Mark, &str, &str); 6] = [
    (Mark::Accepted, "accepted", "250: on its way, or taken by a forest"),
    (
        Mark::Refused,
        "421",
        "421, or 451 for one source: refused at the door; the sender keeps the mail",
    ),
    (Mark::Dropped, "lost connection", LOST),
    (Mark::Held, "held", "Waits at its sender or at a gateway"),
    (Mark::Delivered, "delivered", "In its mailbox"),
    (Mark::Expired, "expired", "Given up by its sender, with an NDR or silently"),
];

/// `1 mail`, `20 000 mails`.
fn mails(count: u64) -> String {
    format!("{} {}", thousands(count), if count == 1 { "mail" } else { "mails" })
}

/// The legend; where there is little room, `brief` shows shapes instead of their names.
pub(crate) fn legend(readout: &Readout, (unit, new): Unit, brief: bool) -> Html {
    let lapse = if readout.speed_now > TIME_LAPSE_ABOVE { " · time-lapse" } else { "" };
    html! {
        <div class="legend">
            <ul class="legend__marks" aria-label="What the dots mean">
                { for ENTRIES.iter().map(|&(mark, word, title)| html! {
                    <li class="legend__mark" {title}>{ glyph(mark) }{ word }</li>
                }) }
            </ul>
            <p class="legend__scale">
                <span class={classes!(new.then_some("legend__new"))} data-testid="unit" data-value={unit.to_string()}>
                    if brief {
                        <span class="visually-hidden">{ "1 square" }</span>{ glyph(Mark::Held) }{ format!(" = {}", thousands(unit)) }
                    } else {
                        { format!("1 square = {}", mails(unit)) }
                    }
                </span>
                if brief {
                    { " · " }<span class="visually-hidden">{ "1 dot" }</span>{ glyph(Mark::Accepted) }
                    { format!(" = {}{lapse}", mails(readout.dot_mails)) }
                } else {
                    { format!(" · 1 dot = {}{lapse}", mails(readout.dot_mails)) }
                }
            </p>
        </div>
    }
}
