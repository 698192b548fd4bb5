//! What the Service health page said, set against what was really so at that moment.

use crate::scenario::{Issue, REGIONS};
use crate::sim::Sim;
use crate::time::Time;

/// How far back "at that moment" looks.
const LOOK_BACK: Time = Time::from_mins(10);
/// A region is hit if more than this share of its attempts came back.
const HIT_FROM: f64 = 0.01;

/// One post beside the truth.
#[derive(Clone, Debug, PartialEq)]
pub struct HealthLine {
    /// When it was published.
    pub at: Time,
    /// `Tue 2 Jun 14:33`, in UTC.
    pub clock: String,
    /// Status, in the page's exact words; empty if no source gives it.
    pub status: String,
    /// What it said, in a few words of the project's own.
    pub gist: String,
    /// Scope of impact that it named; empty if no source gives it.
    pub scope: String,
    /// Preliminary root cause, as far as it gave one.
    pub root_cause: String,
    /// Where that is known from.
    pub source: String,
    /// Time since the estimated start of the issue.
    pub after_start: Option<Time>,
    /// What was so then, counted in the run.
    pub truth: Truth,
}

/// What is so in a run at an instant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Truth {
    /// Regions where more than 1 % of the attempts of the last ten minutes came back.
    pub regions: Vec<&'static str>,
    /// Mails held, scaled to real ones.
    pub held: u64,
    /// Share of the attempts of the last ten minutes that came back, 0..=1.
    pub returned: f64,
}

/// The posts up to the run's instant, in order of time.
pub fn lines(sim: &Sim) -> Vec<HealthLine> {
    let scenario = sim.scenario();
    let start = scenario.issue().map(|issue| issue.start);
    let published = scenario.posts().iter().filter(|post| post.at <= sim.now());
    published
        .map(|post| HealthLine {
            at: post.at,
            clock: clock(sim, post.at),
            status: post.status.to_string(),
            gist: post.gist.to_string(),
            scope: post.scope.to_string(),
            root_cause: post.root_cause.to_string(),
            source: post.known_from().to_owned(),
            after_start: start.map(|start| post.at.saturating_sub(start)),
            truth: truth(sim, post.at),
        })
        .collect()
}

/// What was so at an instant that the run has passed.
pub fn truth(sim: &Sim, at: Time) -> Truth {
    let (now, before) =
        (sim.record().row_at(at), { sim.record().row_at(at.saturating_sub(LOOK_BACK)) });
    let share = |returned: u64, attempts: u64| returned as f64 / attempts.max(1) as f64;
    let in_region = |region: usize| {
        share(
            now.returned_in[region] - before.returned_in[region],
            now.attempts_in[region] - before.attempts_in[region],
        )
    };
    let hit = (0..sim.regions()).filter(|&region| in_region(region) > HIT_FROM);
    let returned = |tally: &crate::record::Tally| tally.returned_in.iter().sum::<u64>();
    Truth {
        regions: hit.map(|region| REGIONS[region].name).collect(),
        held: now.held() * sim.scenario().scale(),
        returned: share(returned(&now) - returned(&before), now.attempts - before.attempts),
    }
}

/// The fields above the posts, by the exact names of the Service health page.
pub fn issue_fields(sim: &Sim) -> Vec<(&'static str, String)> {
    let Some(issue) = sim.scenario().issue() else { return Vec::new() };
    let Issue { title, id, affected_services, issue_type, start, source: _ } = *issue;
    let last = sim.scenario().posts().iter().rfind(|post| post.at <= sim.now());
    let updated = last.map_or("no post yet".to_owned(), |post| clock(sim, post.at));
    let status = last.map_or(String::new(), |post| post.status.to_string());
    let status = if status.is_empty() { "not in the sources".to_owned() } else { status };
    vec![
        ("Title", title.to_owned()),
        ("ID", id.to_owned()),
        ("Last updated", updated),
        ("Estimated start time", clock(sim, start)),
        ("Affected services", affected_services.to_owned()),
        ("Issue type", issue_type.to_owned()),
        ("Issue origin", "Microsoft".to_owned()),
        ("Status", status),
    ]
}

fn clock(sim: &Sim, at: Time) -> String {
    let epoch = sim.scenario().epoch();
    format!("{} {} UTC", epoch.date(at), epoch.clock(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn the_first_post_names_part_of_it_ninety_minutes_in() {
        let scenario = Scenario::preset("ex1331830").expect("the incident");
        let mut sim = Sim::new(&scenario, 1);
        assert!(lines(&sim).is_empty());
        assert!(issue_fields(&sim).contains(&("Last updated", "no post yet".to_owned())));
        sim.run_until(scenario.epoch().at(0, 15, 0));
        let lines = lines(&sim);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].clock, "Tue 2 Jun 14:33 UTC");
        assert_eq!(lines[0].after_start, Some(Time::from_mins(90)));
        let truth = &lines[0].truth;
        assert!(truth.regions.contains(&"NA") && truth.regions.contains(&"EMEA"), "{truth:?}");
        assert!(truth.held > 500_000 && truth.returned > 0.4, "{truth:?}");
        let healthy = super::truth(&sim, scenario.epoch().at(0, 13, 0));
        assert!(healthy.regions.is_empty() && healthy.held < 1000, "{healthy:?}");
        let fields = issue_fields(&sim);
        assert!(fields.contains(&("Last updated", "Tue 2 Jun 14:33 UTC".to_owned())));
        assert!(fields.contains(&("Estimated start time", "Tue 2 Jun 13:03 UTC".to_owned())));
    }
}
