//! The Health instrument: the admin centre's posts beside what was so, and the alert for queued messages.
//!
//! Arranges what the library worked out.

use mailflow::instrument::health::{ALERT_FROM, Entry, Health, Post};
use mailflow::number::thousands;
use yew::prelude::*;

use super::instrument_panel::empty;
use super::ui::Shared;

/// The instrument.
pub(crate) fn health_panel(shared: &Shared) -> Html {
    let health = shared.control.read(Health::of);
    if health.is_empty() {
        return empty("This scenario has no issue in the sources, so Service health has no post.");
    }
    html! {
        <div class="health">
            <section class="health__issue" aria-label="Issue">
                <h2 class="chart__title">{ "Service health" }<span class="chart__unit">{ "Issue" }</span></h2>
                if !health.reachable {
                    <p class="health__down">{ "The admin centre cannot be reached: nobody can read this now." }</p>
                }
                { entries(&health.issue) }
            </section>
            <section class="health__posts" aria-label="All Updates" tabindex="0">
                <h2 class="chart__title">{ "All Updates" }<span class="chart__unit">{ "in the project’s own words, beside what was so" }</span></h2>
                if health.posts.is_empty() {
                    <p class="health__none">{ health.silence }</p>
                }
                { for health.posts.iter().map(card) }
            </section>
            <section class="health__now" aria-label="What is so now">
                <h2 class="chart__title">{ "What is so now" }<span class="chart__unit">{ "counted in this run" }</span></h2>
                { entries(&health.now) }
                <h2 class="chart__title">{ "Queued messages" }<span class="chart__unit">{ "alert" }</span></h2>
                <p class={classes!("health__alert", health.alert.raised.then_some("health__alert--raised"))} data-testid="queued-alert">
                    { &health.alert.state }
                </p>
                <p class="theory__fails">
                    { format!("Policy “Messages have been delayed”: {} messages queued for over an hour (Microsoft’s documentation of 2021, which also says 200). Here all outbound mail counts as one organisation’s, an assumption.", thousands(ALERT_FROM)) }
                </p>
            </section>
        </div>
    }
}

fn card(post: &Post) -> Html {
    html! {
        <article class="post" key={post.clock.clone()} data-testid="post">
            <h3 class="post__clock">{ &post.clock }</h3>
            <div class="post__said">
                { entries(&post.fields) }
                <p class="theory__fails">{ format!("Not in the sources: {}. Known from {}.", post.unknown, post.source) }</p>
            </div>
            <div class="post__truth">
                <h4>{ "What was so" }</h4>
                { entries(&post.truth) }
            </div>
        </article>
    }
}

fn entries(entries: &[Entry]) -> Html {
    html! {
        <dl class="entries">
            { for entries.iter().map(|(name, value)| html! {
                <div key={*name}><dt>{ *name }</dt><dd>{ value }</dd></div>
            }) }
        </dl>
    }
}
