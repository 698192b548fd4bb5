//! Business hours of each region, as strips under the tape's axis: they explain the humps.
//!
//! Knows no load; only where it is between eight and six.

use mailflow::chart::axis::business_hours;
use mailflow::time::{Epoch, Time};
use yew::prelude::*;

use super::tape_chart::share;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// When the run starts.
    pub(crate) epoch: Epoch,
    /// Length of the run.
    pub(crate) duration: Time,
    /// Regions and their hours east of UTC.
    pub(crate) zones: Vec<(&'static str, i32)>,
}

/// The strips.
#[component]
pub(crate) fn Strips(props: &Props) -> Html {
    let names: Vec<_> = props.zones.iter().map(|(name, _)| *name).collect();
    let title = format!("Business hours, 8 to 18 local, from top to bottom: {}", names.join(", "));
    html! {
        <div class="strips" role="img" aria-label={title.clone()} {title}>
            { for props.zones.iter().map(|&(name, offset)| html! {
                <div class="strips__row" key={name}>
                    { for business_hours(props.epoch, props.duration, offset).into_iter().map(|(from, to)| {
                        let (left, right) = (share(from, props.duration), share(to, props.duration));
                        html! { <span class="strips__span" style={format!("left: {:.3}%; width: {:.3}%", left * 100.0, (right - left) * 100.0)}></span> }
                    }) }
                </div>
            }) }
        </div>
    }
}
