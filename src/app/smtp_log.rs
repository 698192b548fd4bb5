//! The SMTP log: attempts as they happen, followed or held, and what was said in the one that the
//! reader is at.

use std::rc::Rc;

use mailflow::inspect::Subject;
use mailflow::instrument::smtp_log::{Line, SmtpLog, Wanted};
use mailflow::readout::Readout;
use mailflow::sim::reply::Code;
use yew::prelude::*;

use super::choice::choice;
use super::data_table::{DataTable, Pick, Rows};
use super::ui::{UiAction, use_shared};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The run in words and figures: the log is read anew with each.
    pub(crate) readout: Rc<Readout>,
}

/// The instrument.
#[component]
pub(crate) fn SmtpLogPanel(props: &Props) -> Html {
    let _ = &props.readout;
    let shared = use_shared();
    let wanted = use_state_eq(Wanted::default);
    // The log as it was when it was held.
    let held = use_state(|| None::<Rc<SmtpLog>>);
    let said = use_state_eq(|| None::<(String, Vec<Line>)>);
    let (log, is_held, forests) = shared.control.read(|player| {
        let sim = player.sim();
        let live = || Rc::new(SmtpLog::new(sim, *wanted));
        let held = (*held).clone().filter(|log| log.is_of(sim));
        (held.clone().unwrap_or_else(live), held.is_some(), sim.forests().len())
    });
    let hold = {
        let (setter, log) = (held.setter(), log.clone());
        move |on: bool| setter.set(on.then(|| log.clone()))
    };
    let onpick = {
        let (log, ui, setter, hold) = (log.clone(), shared.ui.clone(), said.setter(), hold.clone());
        Callback::from(move |(row, opened): Pick| {
            // Whoever reads a line does not want it to run away.
            hold(true);
            setter.set(Some((log.name(row), log.dialogue(row))));
            if opened {
                ui.dispatch(UiAction::Inspect(Some(Subject::Mail(log.entry(row).mail))));
            }
        })
    };
    let choose = |change: fn(&mut Wanted, usize)| {
        let (setter, wanted, hold) = (wanted.setter(), *wanted, hold.clone());
        Callback::from(move |index: usize| {
            let mut wanted = wanted;
            change(&mut wanted, index);
            setter.set(wanted);
            hold(false);
        })
    };
    let codes: Vec<_> = std::iter::once("All codes".to_owned())
        .chain(Code::ALL.map(|code| code.name().to_owned()))
        .collect();
    let names: Vec<_> = std::iter::once("All forests".to_owned())
        .chain((1..=forests).map(|forest| format!("F{forest}")))
        .collect();
    let onhold = {
        let hold = hold.clone();
        Callback::from(move |_: MouseEvent| hold(!is_held))
    };
    let held = if is_held { ", held" } else { "" };
    let extent = format!("{held}, {}", log.since());
    let beside = said.as_ref().filter(|_| is_held).map(|(name, lines)| {
        html! {
            <aside class="said" aria-label="What was said" aria-live="polite" tabindex="0">
                <h2 class="said__name">{ name }</h2>
                <ol>
                    { for lines.iter().map(|line| html! {
                        <li class="said__line"><span aria-hidden="true">{ line.sign }</span><span>{ &line.text }</span></li>
                    }) }
                </ol>
            </aside>
        }
    });
    html! {
        <DataTable label="SMTP log" rows={Rows(log.clone())} {onpick} follow={!is_held} {extent} {beside}
            empty="Nothing was said yet: press Play to see the first session.">
            { choice("Code", codes, wanted.code.map_or(0, |code| code as usize + 1), choose(|wanted, index| wanted.code = index.checked_sub(1).map(|index| Code::ALL[index]))) }
            { choice("Forest", names, wanted.forest.map_or(0, |forest| usize::from(forest) + 1), choose(|wanted, index| wanted.forest = index.checked_sub(1).map(|index| index as u16))) }
            <button type="button" class="pill" aria-pressed={is_held.to_string()} onclick={onhold}>{ "Hold" }</button>
        </DataTable>
    }
}
