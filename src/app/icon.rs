//! The few icons of the page, as inline SVG in the text's own colour.
//!
//! Every icon stands beside a word or inside a control with a name, so all are hidden from readers
//! of text.

use yew::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Picture {
    /// Time runs.
    Play,
    /// Time stands.
    Pause,
    /// To the next mark.
    Forward,
    /// To the mark before.
    Back,
    /// One event on.
    StepOn,
    /// One event back.
    StepBack,
    /// Take the last change back.
    Undo,
    /// Make it again.
    Redo,
    /// More choices.
    More,
    /// Put away.
    Close,
    /// What was shown before.
    Return,
    /// Look for something.
    Find,
    /// A code to photograph.
    Code,
    /// A fold: points right when closed; turned by the style sheet when open.
    Fold,
}

/// Width and height of most icons [px].
pub(crate) const SIZE: u32 = 16;

/// An icon of a width and height [px].
pub(crate) fn icon(picture: Picture, size: u32) -> Html {
    let d = match picture {
        Picture::Play => "M5 2.5v11l8.5-5.5z",
        Picture::Pause => "M4 2.5h3v11H4zM9 2.5h3v11H9z",
        Picture::Forward => "M3.5 3v10l7-5zM11 3h1.5v10H11z",
        Picture::Back => "M12.5 3v10l-7-5zM3.5 3H5v10H3.5z",
        Picture::StepOn => "M6 3.5 7.2 2.4 12.8 8l-5.6 5.6L6 12.5 10.5 8z",
        Picture::StepBack => "M10 3.5 8.8 2.4 3.2 8l5.6 5.6L10 12.5 5.5 8z",
        Picture::Undo => {
            "M5.6 2 2 5.6l3.6 3.6 1.1-1.1L5 6.4h4.6a2.9 2.9 0 0 1 0 5.8H6v1.6h3.6a4.5 4.5 0 0 0 0-9H5l1.7-1.7z"
        }
        Picture::Redo => {
            "M10.4 2 14 5.6l-3.6 3.6-1.1-1.1L11 6.4H6.4a2.9 2.9 0 0 0 0 5.8H10v1.6H6.4a4.5 4.5 0 0 1 0-9H11L9.3 3.1z"
        }
        Picture::More => "M2 6.75h2.5v2.5H2zM6.75 6.75h2.5v2.5h-2.5zM11.5 6.75H14v2.5h-2.5z",
        Picture::Close => {
            "M4.05 3 8 6.95 11.95 3 13 4.05 9.05 8 13 11.95 11.95 13 8 9.05 4.05 13 3 11.95 6.95 8 3 4.05z"
        }
        Picture::Return => "M7.2 3 2.2 8l5 5 1.1-1.1-3.1-3.1h8.6V7.2H5.2l3.1-3.1z",
        Picture::Find => {
            "M7 2a5 5 0 1 0 3 9l3.4 3.4 1.1-1.1L11.1 9.9A5 5 0 0 0 7 2zm0 1.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8z"
        }
        Picture::Code => {
            "M2 2h5v5H2zm1.4 1.4v2.2h2.2V3.4zM9 2h5v5H9zm1.4 1.4v2.2h2.2V3.4zM2 9h5v5H2zm1.4 1.4v2.2h2.2v-2.2zM9 9h2v2H9zM12 12h2v2h-2zM12 9h2v1.5h-2zM9 12.500h2V14H9z"
        }
        Picture::Fold => "M6 3.5 10.5 8 6 12.5z",
    };
    let size = size.to_string();
    html! {
        <svg class="icon" width={size.clone()} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path fill="currentColor" {d} />
        </svg>
    }
}
