//! The run as a link, as a code to photograph, and as files.

use mailflow::link::Link;
use mailflow::save::File;
use yew::prelude::*;

use super::address;
use super::control::Control;
use super::copy_text::CopyField;
use super::lesson::Code;
use super::save_sheet::Files;
use super::ui::{Sheet, UiAction, use_shared};

/// What carries the run to where there is no network.
const FILES: [File; 2] = [File::Page, File::Scenario];

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// Mails one square of a pile stands for.
    pub(crate) unit: u64,
}

/// The dialog's body. Its link is of the moment at which it was opened: what changes cannot be copied.
#[component]
pub(crate) fn ShareSheet(props: &Props) -> Html {
    let shared = use_shared();
    let chosen = use_state_eq(|| 0);
    let links = use_memo((), |()| links(&shared.control));
    let (_, text) = &links[*chosen];
    let is_file = text.starts_with("file:");
    html! { <>
        <p>{ "The link holds what you changed and nothing about you; whoever opens it sees the same run, mail by mail." }</p>
        <div class="share">
            <div>
                <div class="pills share__pills" role="group" aria-label="What the link opens">
                    { for links.iter().enumerate().map(|(at, (name, _))| {
                        let setter = chosen.setter();
                        html! {
                            <button type="button" class="pill" aria-pressed={(at == *chosen).to_string()}
                                onclick={move |_| setter.set(at)}>{ name }</button>
                        }
                    }) }
                </div>
                <CopyField label="link" rows={3} text={text.clone()} />
                if is_file {
                    <p class="share__note">{ "This page was opened from a file, so the link works on this computer only. Send the file itself, below." }</p>
                }
            </div>
            if !is_file {
                <div class="share__code"><Code text={text.clone()} label="QR code of the link" /></div>
            }
        </div>
        <h3 class="dialog__heading">{ "To take along" }</h3>
        <p>{ "One file holds the page and this run; it opens from a disk without a network." }</p>
        <Files files={&FILES[..]} unit={props.unit} />
        <h3 class="dialog__heading">{ "In another page" }</h3>
        <p>{ "A wiki, a runbook or a course can show the run in a frame." }</p>
        <button type="button" class="button" onclick={shared.on(UiAction::Sheet(Some(Sheet::Embed)))}>{ "Embed" }</button>
    </> }
}

/// What can be linked to, with its address: the step of a lesson, the moment, the set-up.
fn links(control: &Control) -> Vec<(String, String)> {
    let lesson = control
        .lesson_keys()
        .map(|keys| ("This step of the lesson".to_owned(), format!("{}#{keys}", address::page())));
    let of_run = control.read(|player| {
        let here = player.seeking_to().unwrap_or_else(|| player.cursor());
        let link = Link { at: Some(here), ..Link::of(player) };
        let clock = player.scenario().epoch().clock(here);
        [
            (format!("This moment, {clock} UTC"), address::of(&link)),
            ("The set-up".to_owned(), address::of(&link.setup())),
        ]
    });
    lesson.into_iter().chain(of_run).collect()
}
