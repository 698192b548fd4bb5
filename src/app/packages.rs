//! What is flighted where the package arrives: three toggles under the share of the fleet.
//!
//! Knows the three parts of a package, not what they do to a forest.

use mailflow::scenario::Package;
use yew::prelude::*;

use super::ui::Shared;

/// The three parts of the package.
pub(crate) fn packages(shared: &Shared, package: Package) -> Html {
    let parts = [
        (
            "Routing",
            "Server cells route by even weights again",
            package.routing,
            Package { routing: !package.routing, ..package },
        ),
        (
            "Limit",
            "Forests get a higher limit",
            package.limit,
            Package { limit: !package.limit, ..package },
        ),
        (
            "Lookups",
            "Forests look up at their healthy speed again",
            package.lookups,
            Package { lookups: !package.lookups, ..package },
        ),
    ];
    html! {
        <div class="pills" role="group" aria-label="What is flighted">
            { for parts.into_iter().map(|(name, title, on, next)| html! {
                <button type="button" class="pill" aria-pressed={on.to_string()} {title}
                    onclick={shared.act(move |player| player.set_package(next))}>{ name }</button>
            }) }
        </div>
    }
}
