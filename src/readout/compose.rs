//! The readout of a run at the cursor: every figure read from the model, every word decided here.

use crate::figure;
use crate::number;
use crate::playback::Player;
use crate::scenario::{ActionKind, Field, Package, Place, REGIONS};
use crate::sim::Sim;
use crate::sim::load;
use crate::stage::ForestHealth;
use crate::story;
use crate::time::Time;

use super::{EndCard, Invitation, Lever, Readout, Replies, Speed, TableRow, levers};

/// Mails a second that all of EOP sees: Microsoft's figure of 400 billion analysed a month.
const EOP_MAILS_PER_S: f64 = 154_000.0;
/// The limit that the first invitation and the end card try: this times the default.
const LIMIT_TRIED: f64 = 4.0;
/// How long after the first refusal the page invites to try something.
const INVITES_AFTER: Time = Time::from_mins(6);

impl Player {
    /// Words and figures at the cursor.
    pub fn readout(&self) -> Readout {
        let run = self.run();
        let (sim, scenario) = (run.sim(), run.scenario());
        let epoch = scenario.epoch();
        let now = sim.now();
        let onset = scenario.onset();
        let since = scenario.has_onset() && now >= onset;
        let playing = self.is_playing();
        let said = self.said();
        Readout {
            clock: epoch.clock(now),
            date: epoch.date(now),
            since_onset: if since {
                format!("{} in", since_onset(now - onset))
            } else {
                String::new()
            },
            // The last sentence is not true of what a seek passes through.
            sentence: match self.seeking_to() {
                Some(to) => {
                    format!(
                        "The run is computed up to {}, {} UTC.",
                        epoch.date(to),
                        epoch.clock(to)
                    )
                }
                None => said.first().map(|(_, text)| text.clone()).unwrap_or_default(),
            },
            admin_centre: story::admin_centre(sim),
            history: said.iter().map(|(at, text)| (epoch.clock(*at), text.clone())).collect(),
            held: sim.tally().held() * scenario.scale(),
            held_per_min: story::growth_per_min(sim),
            at: Time::from_mins(now.secs() / 60),
            duration: self.duration(),
            epoch,
            zones: REGIONS[..sim.regions()]
                .iter()
                .map(|r| (r.name, r.offset_h(sim.scenario().epoch())))
                .collect(),
            playing,
            speed: self.pace().asked(),
            speed_now: if playing { libm::round(self.pace().now()) as u32 } else { 0 },
            behind: playing && self.pace().is_behind(),
            seeking: self.progress().map(|part| (part * 100.0) as u8),
            computed: (run.computed().now().secs_f64() / self.duration().secs_f64() * 100.0) as u8,
            coming: self.shows_coming(),
            can_undo: run.timeline().can_undo(),
            can_redo: run.timeline().can_redo(),
            followed: self.followed(),
            versus: self.versus(),
            levers: levers::views(sim),
            package: sim.levers().package,
            next_still: self.next_still().filter(|_| self.pace().asked() == Speed::Story),
            invitation: self.invitation(),
            end_card: self.end_card(),
            marks: self.marks(),
            replies: replies(sim),
            dot_mails: self.dot_mails(),
            scale: scenario.scale(),
            slice: slice(sim),
            edited: self.is_edited(),
            description: description(sim, &epoch.clock(now)),
            table: table(sim),
        }
    }

    /// One thing to try, once the story has come to where trying makes sense.
    fn invitation(&self) -> Option<Invitation> {
        let sim = self.sim();
        let refused = sim.record().firsts.refused?;
        if !sim.scenario().has_onset() {
            // What it invites to try answers the misconfiguration.
            return None;
        }
        if sim.now() < refused + INVITES_AFTER || self.end_card().is_some() {
            return None;
        }
        let default = sim.scenario().get(Field::ForestLimit);
        let levers = sim.levers();
        let (label, lever, value) = if f64::from(levers.limit) <= default {
            ("Try: raise the limit", Lever::Limit, default * LIMIT_TRIED)
        } else if levers.flighted < 50.0 {
            ("Try: flight to half the fleet", Lever::Flighted, 50.0)
        } else if f64::from(levers.limit) > default {
            ("Try: the old limit again", Lever::Limit, default)
        } else {
            return None;
        };
        Some(Invitation { label: label.to_owned(), lever, value })
    }

    /// The end, once the backlog is cleared or the run is over.
    fn end_card(&self) -> Option<EndCard> {
        let sim = self.sim();
        let first_post = sim.scenario().posts().first()?;
        if sim.cleared_at().is_none() && sim.now() < sim.duration() {
            return None;
        }
        let held = if sim.cleared_at().is_none() { " {held} still wait." } else { "" };
        let summary = format!(
            "{{offered}} offered, {{delivered}} delivered, {{bounced}} bounced.{held} Half of the \
             mail that waited over a minute waited over {{late median}}."
        );
        let limit = sim.scenario().get(Field::ForestLimit) * LIMIT_TRIED;
        let routing = Package { routing: true, limit: false, lookups: false };
        Some(EndCard {
            summary: figure::fill(&summary, &sim.into()),
            question: format!(
                "What would you have done at {}?",
                sim.scenario().epoch().clock(first_post.at)
            ),
            branches: vec![
                (
                    format!("Raise the limit x{LIMIT_TRIED}"),
                    ActionKind::Limit { sessions: limit as u32, place: Place::All },
                ),
                (
                    "Flight the routing at once".to_owned(),
                    ActionKind::Flight { percent: 100.0, package: routing },
                ),
                (
                    "Half the tenants behind a gateway".to_owned(),
                    ActionKind::Gateway { percent: 50.0 },
                ),
            ],
            branch_at: first_post.at,
        })
    }
}

/// `39 min`, `1 h 05 min`.
fn since_onset(span: Time) -> String {
    let minutes = span.secs() / 60;
    if minutes < 60 {
        format!("{minutes} min")
    } else {
        format!("{} h {:02} min", minutes / 60, minutes % 60)
    }
}

fn replies(sim: &Sim) -> Replies {
    let tally = sim.tally();
    let before = sim.record().row_at(sim.now().saturating_sub(Time::from_mins(10)));
    let scale = sim.scenario().scale();
    let ratio =
        |attempts: u64, delivered: u64| (delivered > 0).then(|| attempts as f64 / delivered as f64);
    Replies {
        attempts: tally.attempts * scale,
        ok_250: tally.delivered * scale,
        refused_421: tally.refused * scale,
        dropped: tally.dropped * scale,
        rejected_550: tally.replies_550 * scale,
        amplification: ratio(tally.attempts, tally.delivered),
        amplification_now: ratio(
            tally.attempts - before.attempts,
            tally.delivered - before.delivered,
        ),
        offered: tally.offered * scale,
        delivered: tally.delivered * scale,
        bounced: (tally.expired + tally.rejected) * scale,
    }
}

/// Which slice of the service the scale stands for.
pub(crate) fn slice(sim: &Sim) -> String {
    let scenario = sim.scenario();
    let offered: f64 = (0..sim.regions())
        .map(|region| {
            let rates = load::rates(scenario, region);
            load::integral(&rates, Time::ZERO, scenario.duration())
        })
        .sum();
    let per_s = offered / scenario.duration().secs_f64() * scenario.scale() as f64;
    let share = per_s / EOP_MAILS_PER_S * 100.0;
    format!(
        "One simulated mail stands for {} real ones: a slice of {:.0} mails a second on average, \
         {share:.1} % of EOP's 154 000 (400 billion a month). A session and a limit stand for as \
         many times more real ones.",
        scenario.scale(),
        per_s
    )
}

fn description(sim: &Sim, clock: &str) -> String {
    let full = sim.snapshot().forests.iter().filter(|f| f.health == ForestHealth::AtLimit).count();
    let scale = sim.scenario().scale();
    let growth = story::growth_per_min(sim);
    let trend = match growth {
        0 => "steady".to_owned(),
        g if g > 0 => format!("growing by {} a minute", number::count(g.unsigned_abs())),
        g => format!("falling by {} a minute", number::count(g.unsigned_abs())),
    };
    format!(
        "{clock} UTC: {} mails are held, {trend}. {full} of {} forests are full; {:.0} % of the \
         fleet has the package.",
        number::count(sim.tally().held() * scale),
        sim.forests().len(),
        sim.levers().flighted,
    )
}

fn table(sim: &Sim) -> Vec<TableRow> {
    let snapshot = sim.snapshot();
    let mut rows = Vec::new();
    for region in &snapshot.regions {
        rows.push(TableRow {
            name: format!("{} senders", region.name),
            value: format!("{} held", number::count(region.held)),
            state: "",
        });
    }
    for forest in &snapshot.forests {
        rows.push(TableRow {
            name: format!("{} ({})", forest.name, snapshot.regions[forest.region].name),
            value: format!(
                "{} of {} sessions, {} accepted",
                forest.sessions,
                forest.limit,
                number::rate(forest.accepted_per_min)
            ),
            state: match forest.health {
                ForestHealth::Healthy => "",
                ForestHealth::Busy => "busy",
                ForestHealth::AtLimit => "FULL",
                ForestHealth::Slowing => "SLOWING",
                ForestHealth::Off => "OFF",
            },
        });
    }
    rows.push(TableRow {
        name: "Gateways".to_owned(),
        value: format!("{} held", number::count(snapshot.gateway.held)),
        state: if snapshot.gateway.share > 0.0 { "" } else { "OFF" },
    });
    for region in &snapshot.regions {
        let wait = region.delay_median_s.map_or_else(|| "-".to_owned(), number::delay);
        rows.push(TableRow {
            name: format!("{} mailboxes", region.name),
            value: format!("{} delivered, median wait {wait}", number::count(region.delivered)),
            state: "",
        });
    }
    rows
}
