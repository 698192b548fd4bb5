//! Two worlds: the button that splits the run, what each world is called, and what B does
//! differently.
//!
//! What the comparison comes to is the readout's; the two pictures are the stage's.

use mailflow::number::{change, count};
use mailflow::playback::{Player, Side, Versus};
use mailflow::readout::Readout;
use mailflow::scenario::{FIELDS, Field, FieldSpec};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::observe::use_dismiss;
use super::ui::{Shared, use_shared};
use super::value_box::value_box;

/// The button in the bar.
pub(crate) fn compare_button(shared: &Shared, readout: &Readout) -> Html {
    let split = readout.versus.is_some();
    let title = if split {
        "End the comparison; A stays"
    } else {
        "Split the run here: change B and watch both"
    };
    html! {
        <button type="button" class="button bar__compare" aria-pressed={split.to_string()} data-testid="compare" {title}
            onclick={shared.act(move |player| if split { player.join(Side::A) } else { player.split() })}>
            if split { { "End" }<span class="bar__more">{ "\u{a0}comparison" }</span> } else { { "Compare" } }
        </button>
    }
}

/// The figures of both worlds in the place of one: held, and what B has saved.
pub(crate) fn held(readout: &Readout) -> Html {
    let Some(versus) = &readout.versus else { return Html::default() };
    let [a, b] = versus.held;
    let gap = match b.abs_diff(a) {
        0 => "as many".to_owned(),
        gap if b < a => format!("{} fewer", count(gap)),
        gap => format!("{} more", count(gap)),
    };
    html! {
        <p class="situation__held" data-testid="held" data-value={readout.held.to_string()}>
            <span class="situation__figure situation__figure--two">{ format!("A {} · B {}", count(a), count(b)) }</span>
            <span class="situation__change">{ gap }</span>
        </p>
    }
}

/// What B came to against A, over the rail where the invitation stands.
pub(crate) fn saved(readout: &Readout) -> Html {
    let Some(versus) = &readout.versus else { return Html::default() };
    let cleared = |at: Option<mailflow::time::Time>| {
        at.map_or_else(|| "–".to_owned(), |at| readout.epoch.clock(at))
    };
    let [bounced_a, bounced_b] = versus.bounced;
    let avoided = bounced_a.cast_signed() - bounced_b.cast_signed();
    html! {
        <dl class="saved" data-testid="saved" data-hours={versus.mail_hours_saved.to_string()}>
            <dt>{ "mail-hours saved" }</dt><dd>{ change(versus.mail_hours_saved) }</dd>
            <dt>{ "bounces avoided" }</dt><dd>{ change(avoided) }</dd>
            <dt>{ "cleared" }</dt><dd>{ format!("A {} · B {}", cleared(versus.cleared[0]), cleared(versus.cleared[1])) }</dd>
        </dl>
    }
}

/// What stands over a world's stage.
pub(crate) fn head(shared: &Shared, readout: &Readout, side: Side) -> Html {
    let Some(versus) = &readout.versus else { return Html::default() };
    let (name, words) = match side {
        Side::A => ("A", "as it was".to_owned()),
        Side::B => ("B", different(versus)),
    };
    let followed = readout.followed.last().and_then(|followed| {
        let fate = followed.fates[side as usize].as_ref()?;
        Some(format!("{}: {fate}", followed.name))
    });
    let selected = versus.selected == side;
    html! {
        <div class={classes!("world", selected.then_some("world--selected"))}>
            <button type="button" class="pill world__name" aria-pressed={selected.to_string()} title={format!("The levers act on {name}")}
                onclick={shared.act(move |player: &mut Player| player.select(side))}>{ name }</button>
            <p class="world__words" title={words.clone()}>{ &words }</p>
            if let Some(followed) = followed {
                <p class="world__mail" data-testid={format!("followed-{}", name.to_ascii_lowercase())}>{ followed }</p>
            }
            if side == Side::B {
                <FieldOfB />
            }
            <button type="button" class="link" onclick={shared.act(move |player: &mut Player| player.join(side))}>{ format!("Keep {name}") }</button>
        </div>
    }
}

/// What B does differently, in a line.
fn different(versus: &Versus) -> String {
    let mut words = versus.changes.join(" · ");
    if words.is_empty() {
        "nothing differs yet: pull a lever or change a field".clone_into(&mut words);
    }
    if !versus.same_mails {
        words.push_str(" · not the same mails");
    }
    words
}

/// The way to another value of any field in B.
#[component]
fn FieldOfB() -> Html {
    let shared = use_shared();
    let open = use_state_eq(|| false);
    let chosen = use_state_eq(|| Field::ForestLimit as usize);
    let said = use_state_eq(|| None::<String>);
    let root = use_node_ref();
    let close = {
        let setter = open.setter();
        Callback::from(move |()| setter.set(false))
    };
    use_dismiss(&root, *open, close);
    let spec: &'static FieldSpec = &FIELDS[*chosen];
    let value = Field::from_key(spec.key).map_or(0.0, |field| {
        let of_b = |player: &Player| player.side(Side::B).map(|run| run.scenario().get(field));
        shared.control.read(of_b).unwrap_or(spec.default)
    });
    let onchoose = {
        let setter = chosen.setter();
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                let known = FIELDS.iter().position(|spec| spec.key == select.value());
                setter.set(known.unwrap_or(0));
            }
        })
    };
    let onenter = {
        let (control, said) = (shared.control, said.setter());
        Callback::from(move |value: f64| {
            let Some(field) = Field::from_key(spec.key) else { return };
            control.change(|player| said.set(player.set_field(field, value).err()));
        })
    };
    let toggle = {
        let (setter, open) = (open.setter(), *open);
        Callback::from(move |_: MouseEvent| setter.set(!open))
    };
    html! {
        <div class="world__field" ref={root}>
            <button type="button" class="link" aria-expanded={open.to_string()} onclick={toggle}>{ "Change a field" }</button>
            if *open {
                <div class="world__popover floating" role="group" aria-label="A field of B">
                    <select class="select" aria-label="Field" onchange={onchoose}>
                        { for FIELDS.chunk_by(|a, b| a.group == b.group).map(|group| html! {
                            <optgroup label={group[0].group}>
                                { for group.iter().map(|each| html! {
                                    <option value={each.key} selected={each.key == spec.key}>{ each.key.replace('_', " ") }</option>
                                }) }
                            </optgroup>
                        }) }
                    </select>
                    { value_box(spec, value, &onenter) }
                    <p class="world__help">{ spec.help }</p>
                    if let Some(said) = (*said).clone() {
                        <p class="world__help" role="alert">{ said }</p>
                    }
                </div>
            }
        </div>
    }
}
