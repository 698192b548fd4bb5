//! What the dialogs say: the moment in words, the keys, and what the page is.
//!
//! The list of assumptions is long enough for a file of its own.

use std::rc::Rc;

use mailflow::lesson::words;
use mailflow::readout::Readout;
use yew::prelude::*;

use super::address;
use super::assumptions::Assumptions;
use super::dialog::Dialog;
use super::embed_sheet::EmbedSheet;
use super::lesson;
use super::save_sheet::save_sheet;
use super::share_sheet::ShareSheet;
use super::stage_table::stage_table;
use super::ui::{Sheet, UiAction, use_shared};

/// Every key and what it does; the single letters count only while the stage has the focus.
const KEYS: [(&str, &str); 23] = [
    ("Space", "play or pause"),
    ("← →", "one event back or on"),
    ("↑ ↓", "to a place on the stage; from there all four arrows go on, Esc goes back"),
    ("Enter", "what is known of that place"),
    (", .", "to the mark before, or to the next: a first, an action, a post, the peak"),
    ("Shift ← →", "ten minutes back or on"),
    ("Home, End", "start or end of the run"),
    ("+ −", "faster or slower"),
    ("S", "back to the story’s speed"),
    ("1 … 7", "an instrument, in the order of the tabs"),
    ("T", "the stage as a table, or as a picture"),
    ("D", "describe this moment"),
    ("F", "find a mail"),
    ("P", "pin the mail in the inspector, or take its pin out"),
    ("Z", "see the forest with the ring from near; Z or Escape goes back"),
    ("Escape", "close the inspector"),
    ("?", "these keys"),
    ("On the tape: ← →", "five minutes"),
    ("On the tape: Page Up, Page Down", "an hour"),
    ("Ctrl Z, Ctrl Shift Z", "undo or redo a change of the actions"),
    ("On a tick: Enter", "go there"),
    ("On a flag: Enter, ← →, Delete", "edit the action, move it (Shift: an hour), remove it"),
    ("C", "compare two worlds, or end it"),
];

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// Which dialog is open.
    pub(crate) sheet: Sheet,
    /// The run in words and figures.
    pub(crate) readout: Rc<Readout>,
    /// Mails one square of a pile stands for.
    pub(crate) unit: u64,
    /// The lesson file that was opened last.
    pub(crate) file: Option<Rc<lesson::Opened>>,
    /// Another one was opened.
    pub(crate) onfile: Callback<Rc<lesson::Opened>>,
}

/// The dialog that is open.
#[component]
pub(crate) fn Sheets(props: &Props) -> Html {
    let shared = use_shared();
    let (title, body) = match props.sheet {
        Sheet::Describe => ("This moment", html! { <Describe readout={props.readout.clone()} /> }),
        Sheet::Keys => ("Keys", keys()),
        Sheet::Assumptions => {
            ("What is assumed", html! { <Assumptions slice={props.readout.slice.clone()} /> })
        }
        Sheet::Save => ("Save", save_sheet(props.unit)),
        Sheet::Share => ("Share", html! { <ShareSheet unit={props.unit} /> }),
        Sheet::Embed => ("Embed", html! { <EmbedSheet readout={props.readout.clone()} /> }),
        Sheet::Lessons => {
            let (opened, onopen) = (props.file.clone(), props.onfile.clone());
            (words::LESSONS, html! { <lesson::List {opened} {onopen} /> })
        }
        Sheet::Code => (
            words::CODE,
            html! { <lesson::CodeSheet text={address::now(&shared.control, true)} label={words::CODE} /> },
        ),
        Sheet::About => ("About", about(&props.readout)),
    };
    html! { <Dialog key={title} {title} onclose={shared.on(UiAction::Sheet(None))}>{ body }</Dialog> }
}

#[derive(Clone, PartialEq, Properties)]
struct DescribeProps {
    readout: Rc<Readout>,
}

/// The stage in words, as it was when the dialog was opened: a text that changes cannot be read.
#[component]
fn Describe(props: &DescribeProps) -> Html {
    let readout = use_memo((), |()| props.readout.clone());
    html! { <>
        <p>{ format!("{} {} UTC. {}", readout.date, readout.clock, readout.sentence) }</p>
        <p>{ &readout.description }</p>
        { stage_table(&readout.table) }
    </> }
}

fn keys() -> Html {
    html! { <>
        <p>{ "These keys work while the stage has the focus (press Tab until it has a ring)." }</p>
        <table class="table">
            <tbody>
                { for KEYS.iter().map(|(key, does)| html! { <tr><th scope="row"><kbd>{ *key }</kbd></th><td>{ *does }</td></tr> }) }
            </tbody>
        </table>
    </> }
}

fn about(readout: &Readout) -> Html {
    html! { <>
        <p>{ "Mailflow replays the Exchange Online outage EX1331830 of 2 and 3 June 2026 mail by mail: where mail waited, why it waited for so long, and what Microsoft or a tenant could have done." }</p>
        <p>{ "It is a simulation, not Microsoft’s data. What was published is marked with its source; everything else is an assumption that is listed with its value." }</p>
        <p>{ &readout.slice }</p>
        <p>{ "Nothing is loaded from or sent to anywhere while the page runs." }</p>
    </> }
}
