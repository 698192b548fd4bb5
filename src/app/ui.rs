//! What is open on the page and how it looks: everything that is not the run.
//!
//! One reducer at the root; its dispatcher reaches every component through [`Shared`].

use std::rc::Rc;

use mailflow::inspect::Subject;
use mailflow::instrument::Instrument;
use mailflow::link;
use mailflow::playback::Side;
use mailflow::stage::Target;
use yew::prelude::*;

use super::control::Control;

/// Light, dark or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl From<link::Theme> for Theme {
    fn from(theme: link::Theme) -> Theme {
        match theme {
            link::Theme::Light => Theme::Light,
            link::Theme::Dark => Theme::Dark,
            link::Theme::System => Theme::System,
        }
    }
}

/// A dialog over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sheet {
    /// The stage in words.
    Describe,
    /// Every key.
    Keys,
    /// Every field with its source.
    Assumptions,
    /// Files to take along.
    Save,
    /// The run as a link and as files.
    Share,
    /// The run inside another page.
    Embed,
    /// The lessons.
    Lessons,
    /// The link of what is projected, as a code.
    Code,
    /// What this is.
    About,
}

/// The state of the page.
#[allow(clippy::struct_excessive_bools, reason = "each is one thing that is open or not")]
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ui {
    /// Theme the reader chose.
    pub(crate) theme: Theme,
    /// The dialog that is open.
    pub(crate) sheet: Option<Sheet>,
    /// Whether the drawer of levers is open (narrow windows only).
    pub(crate) levers: bool,
    /// The instrument that is open.
    pub(crate) instrument: Option<Instrument>,
    /// Whether the stage is shown as a table.
    pub(crate) table: bool,
    /// Whether the page is as it is projected.
    pub(crate) presenting: bool,
    /// Whether the reader has put the end card away.
    pub(crate) end_seen: bool,
    /// What the inspector shows; it is closed if there is nothing.
    pub(crate) inspect: Option<Subject>,
    /// In which of two worlds it looks.
    pub(crate) inspect_side: Side,
    /// What it showed before, the latest last.
    pub(crate) inspected: Vec<Subject>,
    /// The place on the stage that has the ring.
    pub(crate) place: Option<Target>,
    /// The forest that is seen from near, by index.
    pub(crate) near: Option<usize>,
}

/// Subjects that the inspector can go back to.
const BACK_MAX: usize = 20;

/// What can happen to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UiAction {
    /// Choose a theme.
    Theme(Theme),
    /// Open a dialog, or close the one that is open.
    Sheet(Option<Sheet>),
    /// Open or close the drawer of levers.
    Levers(bool),
    /// Open an instrument, or close the one that is open.
    Instrument(Option<Instrument>),
    /// Show the stage as a table, or as a picture again.
    Table(bool),
    /// Show the page as it is projected, or as it is read.
    Present(bool),
    /// Put the end card away, or let it come again.
    EndSeen(bool),
    /// Show something in the inspector, or close it.
    Inspect(Option<Subject>),
    /// Look at the same in another world.
    InspectSide(Side),
    /// Show again what the inspector showed before.
    InspectBack,
    /// Close an instrument, or open it if another one is open or none.
    ToggleInstrument(Instrument),
    /// Put the ring around a place on the stage, or around none.
    Place(Option<Target>),
    /// Go near to a forest, by index, or back.
    Near(Option<usize>),
    /// Show the stage the other way.
    ToggleTable,
}

impl Reducible for Ui {
    type Action = UiAction;

    fn reduce(self: Rc<Self>, action: UiAction) -> Rc<Self> {
        let mut ui = (*self).clone();
        match action {
            UiAction::Theme(theme) => ui.theme = theme,
            UiAction::Sheet(sheet) => ui.sheet = sheet,
            UiAction::Levers(open) => ui.levers = open,
            UiAction::Instrument(open) => ui.instrument = open,
            UiAction::Table(open) => ui.table = open,
            UiAction::Present(presenting) => ui.presenting = presenting,
            UiAction::EndSeen(seen) => ui.end_seen = seen,
            UiAction::Inspect(None) => (ui.inspect, ui.inspected) = (None, Vec::new()),
            UiAction::Inspect(Some(subject)) => {
                let before = ui.inspect.replace(subject).filter(|&before| before != subject);
                ui.inspected.extend(before);
                if ui.inspected.len() > BACK_MAX {
                    ui.inspected.remove(0);
                }
            }
            UiAction::InspectSide(side) => ui.inspect_side = side,
            UiAction::InspectBack => {
                if let Some(subject) = ui.inspected.pop() {
                    ui.inspect = Some(subject);
                }
            }
            UiAction::ToggleInstrument(instrument) => {
                ui.instrument = Some(instrument).filter(|_| ui.instrument != Some(instrument));
            }
            UiAction::Place(place) => ui.place = place,
            UiAction::Near(near) => ui.near = near,
            UiAction::ToggleTable => ui.table = !ui.table,
        }
        // The same state in the same place renders nothing.
        if ui == *self { self } else { Rc::new(ui) }
    }
}

/// What every component may need: never changes, so it never renders anything by itself.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shared {
    /// The run.
    pub(crate) control: Control,
    /// The page's state.
    pub(crate) ui: UseReducerDispatcher<Ui>,
}

impl Shared {
    /// A callback that does `action` to the page's state, whatever it is called with.
    pub(crate) fn on<T>(&self, action: UiAction) -> Callback<T> {
        let ui = self.ui.clone();
        Callback::from(move |_: T| ui.dispatch(action))
    }

    /// A callback that changes the run, whatever it is called with.
    pub(crate) fn act<T>(
        &self,
        change: impl Fn(&mut mailflow::playback::Player) + 'static,
    ) -> Callback<T> {
        let control = self.control.clone();
        Callback::from(move |_: T| control.change(&change))
    }
}

/// The shared handles.
#[hook]
pub(crate) fn use_shared() -> Shared {
    use_context().expect("the root provides the shared handles")
}
