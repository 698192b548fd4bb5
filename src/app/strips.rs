//! Business hours of each region, as strips under the tape's axis: they explain the humps.
//!
//! Knows no load; only where it is between eight and six.

use mailflow::chart::axis::business_hours;
use mailflow::readout::Readout;
use yew::prelude::*;

use super::tape_chart::share;

/// The strips.
pub(crate) fn strips(readout: &Readout) -> Html {
    let names: Vec<_> = readout.zones.iter().map(|(name, _)| *name).collect();
    let title = format!("Business hours, 8 to 18 local, from top to bottom: {}", names.join(", "));
    html! {
        <div class="strips" role="img" aria-label={title.clone()} {title}>
            { for readout.zones.iter().map(|&(name, offset)| html! {
                <div class="strips__row" key={name}>
                    { for business_hours(readout.epoch, readout.duration, offset).into_iter().map(|(from, to)| {
                        let (left, right) = (share(from, readout.duration), share(to, readout.duration));
                        html! { <span class="strips__span" style={format!("left: {:.3}%; width: {:.3}%", left * 100.0, (right - left) * 100.0)}></span> }
                    }) }
                </div>
            }) }
        </div>
    }
}
