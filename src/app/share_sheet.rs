//! The run as a link, as a code to photograph, and as files.

use mailflow::link::Link;
use mailflow::qr::Qr;
use mailflow::save::File;
use yew::prelude::*;

use super::address;
use super::copy_text::CopyField;
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
    let moment = use_state_eq(|| true);
    let links = use_memo((), |()| {
        shared.control.read(|player| {
            let here = player.seeking_to().unwrap_or_else(|| player.cursor());
            let link = Link { at: Some(here), ..Link::of(player) };
            let clock = player.scenario().epoch().clock(here);
            (address::of(&link), address::of(&link.setup()), clock)
        })
    });
    let (here, setup, clock) = &*links;
    let choice = |name: String, is_moment: bool| {
        let setter = moment.setter();
        html! {
            <button type="button" class="pill" aria-pressed={(is_moment == *moment).to_string()}
                onclick={move |_| setter.set(is_moment)}>{ name }</button>
        }
    };
    let text = if *moment { here } else { setup };
    html! { <>
        <p>{ "The link holds what you changed and nothing about you; whoever opens it sees the same run, mail by mail." }</p>
        <div class="share">
            <div>
                <div class="pills share__pills" role="group" aria-label="What the link opens">
                    { choice(format!("This moment, {clock} UTC"), true) }
                    { choice("The set-up, from its start".to_owned(), false) }
                </div>
                <CopyField label="link" rows={3} text={text.clone()} />
                if text.starts_with("file:") {
                    <p class="share__note">{ "This page was opened from a file, so the link works on this computer only. Send the file itself, below." }</p>
                }
            </div>
            if let Some(Qr { side, path }) = Qr::of(text).filter(|_| !text.starts_with("file:")) {
                <svg class="share__qr" role="img" aria-label="QR code of the link" viewBox={format!("0 0 {side} {side}")}><path d={path} /></svg>
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
