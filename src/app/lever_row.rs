//! One lever: name, slider, number box, what it comes to, and where its value is from.
//!
//! A drag is one action, not one a pixel: while the thumb moves only the row changes, and the run
//! is told when it is let go or a key has rested.

use gloo_timers::callback::Timeout;
use mailflow::readout::LeverView;
use yew::prelude::*;

use super::number_box::{NumberBox, Range, Typed};
use super::slider::Slider;
use super::tip::Tip;
use super::ui::use_shared;

/// How long a key must rest before its value counts [ms].
const REST_MS: u32 = 150;

/// How long a note about a typed value stays [ms].
const NOTE_MS: u32 = 5_000;

/// Where a value is from, without what it says: `about 50 %: article` is `article`.
fn origin(source: &'static str) -> &'static str {
    source.rsplit(": ").next().unwrap_or(source)
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The lever as it stands.
    pub(crate) view: LeverView,
    /// Prefix of the ids, where one lever is shown twice.
    #[prop_or("rail")]
    pub(crate) place: &'static str,
}

/// A lever.
#[component]
pub(crate) fn LeverRow(props: &Props) -> Html {
    let shared = use_shared();
    let draft = use_state_eq(|| None::<f64>);
    let note = use_state_eq(|| None::<String>);
    let resting = use_mut_ref(|| None::<Timeout>);
    let fading = use_mut_ref(|| None::<Timeout>);
    let view = &props.view;
    let range = Range { min: view.min, max: view.max, step: view.step, unit: view.unit };

    let pull = {
        let (control, draft, lever) = (shared.control.clone(), draft.setter(), view.lever);
        Callback::from(move |value: f64| {
            draft.set(None);
            control.change(|player| player.pull(lever, value));
        })
    };
    let oninput = {
        let draft = draft.setter();
        Callback::from(move |value| draft.set(Some(value)))
    };
    let onchange = {
        let pull = pull.clone();
        Callback::from(move |value| {
            let pull = pull.clone();
            *resting.borrow_mut() = Some(Timeout::new(REST_MS, move || pull.emit(value)));
        })
    };
    let onenter = {
        let (note, value_now) = (note.setter(), view.value);
        Callback::from(move |typed: Typed| {
            let gone = note.clone();
            *fading.borrow_mut() =
                typed.note.is_some().then(|| Timeout::new(NOTE_MS, move || gone.set(None)));
            note.set(typed.note);
            if (typed.value - value_now).abs() > 1e-9 {
                pull.emit(typed.value);
            }
        })
    };

    let value = draft.unwrap_or(view.value);
    let key = format!("{:?}", view.lever).to_ascii_lowercase();
    let help = format!("{}-{key}-help", props.place);
    html! {
        <div class="lever" data-testid={format!("lever-{key}")} data-value={view.value.to_string()}>
            <div class="lever__head">
                <Tip id={help.clone()} text={format!("{} Source: {}.", view.help, view.source)} name={format!("{}: what it does", view.label)} side="rail">
                    <span class="lever__name">{ view.label }</span>
                </Tip>
                <NumberBox label={view.label} {range} {value} {onenter} testid={format!("number-{key}")} />
            </div>
            <Slider label={view.label} describedby={help} min={view.min} max={view.max} step={view.step}
                {value} text={range.text(value)} {oninput} {onchange} />
            <p class="lever__foot">
                if let Some(note) = (*note).clone() {
                    <span class="lever__note" role="status">{ note }</span>
                } else {
                    <span class="lever__consequence">{ &view.consequence }</span>
                    <span class="lever__source" title={view.source}>{ origin(view.source) }</span>
                }
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use mailflow::playback::Player;
    use mailflow::readout::Lever;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;
    use crate::app::control::Control;
    use crate::app::testbed::{enter, input, mount, press};
    use crate::app::ui::{Shared, Ui};

    wasm_bindgen_test_configure!(run_in_browser);

    #[derive(Clone, PartialEq, Properties)]
    struct BedProps {
        control: Control,
    }

    /// The limit's row with the handles it needs around it.
    #[component]
    fn Bed(props: &BedProps) -> Html {
        let ui = use_reducer(Ui::default);
        let context = Shared { control: props.control.clone(), ui: ui.dispatcher() };
        let levers = props.control.read(Player::readout).levers;
        let view = levers.into_iter().find(|view| view.lever == Lever::Limit).expect("the limit");
        html! { <ContextProvider<Shared> {context}><LeverRow {view} /></ContextProvider<Shared>> }
    }

    fn actions(control: &Control) -> usize {
        control.read(|player| player.scenario().actions().len())
    }

    async fn bed() -> (Control, web_sys::Element) {
        let player = Player::preset("healthy-tuesday", 1).expect("a preset");
        let control = Control::new(player);
        let root = mount::<Bed>(BedProps { control: control.clone() }).await;
        (control, root)
    }

    #[wasm_bindgen_test]
    async fn a_drag_is_one_action() {
        let (control, root) = bed().await;
        let before = actions(&control);
        let slider = root.query_selector("input[type=range]").ok().flatten().expect("a slider");
        let slider = wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlInputElement>(slider);
        for value in ["60", "70", "80", "90"] {
            enter(&slider, value, &["input"]).await;
        }
        assert_eq!(actions(&control), before, "a thumb on its way changes nothing");
        enter(&slider, "100", &["input", "change"]).await;
        yew::platform::time::sleep(Duration::from_millis(400)).await;
        assert_eq!(actions(&control), before + 1);
    }

    #[wasm_bindgen_test]
    async fn a_number_out_of_range_is_set_and_said() {
        let (control, root) = bed().await;
        let before = actions(&control);
        let number = input(&root);
        enter(&number, "99999", &["input"]).await;
        press(&number, "Enter").await;
        assert_eq!(actions(&control), before + 1);
        assert!(root.text_content().is_some_and(|text| text.contains("largest value")));
    }
}
