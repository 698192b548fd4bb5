//! One host's conversation with one run: what is asked is done, and what happens is told.
//!
//! Knows nothing of windows: texts are handed in and messages handed out.

use super::incoming::{Act, Export, Load, Request, Seek, Set, StepTo, What};
use super::outgoing::{
    Body, Complete, Error, Event, Exported, Kind, Levers, Message, Pace, Ready, State, Tick,
};
use crate::link::{Link, Theme};
use crate::playback::Player;
use crate::readout::{Lever, Mark, MarkKind};
use crate::save::{File, Saved};
use crate::scenario::{Scenario, Warning, preset, span};
use crate::story;
use crate::time::Time;

/// Least wall time between two ticks [s].
const TICK_S: f64 = 0.25;

/// A conversation.
#[derive(Debug, Default)]
pub struct Session {
    /// The state that was told last, as far as it does not change with time.
    told: Option<State>,
    /// The marks the cursor had passed by then.
    passed: Vec<(Time, String)>,
    completed: bool,
    /// Where the last tick was, and when it was sent.
    ticked: Option<(Time, f64)>,
}

/// What a message has come to.
#[derive(Debug)]
pub struct Answer {
    /// What to say to the host.
    pub message: Message,
    /// The theme it asks for.
    pub theme: Option<Theme>,
}

impl Session {
    /// The first message.
    pub fn ready(&mut self, player: &Player) -> Message {
        let state = state(player);
        self.remember(&state);
        Ready { version: env!("CARGO_PKG_VERSION"), takes: Request::TYPES, state: Box::new(state) }
            .into()
    }

    /// Does what a message asks for. `None` for a message that is not for the page.
    pub fn receive(&mut self, player: &mut Player, text: &str) -> Option<Answer> {
        let incoming = match super::read(text)? {
            Ok(incoming) => incoming,
            Err(message) => return Some(Answer { message: *message, theme: None }),
        };
        let theme = match &incoming.request {
            Request::Set(set) => set.theme,
            _ => None,
        };
        let done = carry_out(player, incoming.request);
        let (body, theme) = match done {
            Ok(body) => (body, theme),
            Err(error) => (Body::Error(error), None),
        };
        if let Body::State(state) = &body {
            self.remember(state);
        }
        Some(Answer { message: Message { id: incoming.id, body }, theme })
    }

    /// What there is to tell since the last look, at a wall time [s].
    pub fn look(&mut self, player: &Player, wall_s: f64) -> Vec<Message> {
        let mut news = Vec::new();
        let arrived = player.progress().is_none();
        if arrived {
            let now = player.cursor();
            for mark in passed(player) {
                let key = (mark.at, mark.label.clone());
                if !self.passed.contains(&key) {
                    news.push(event(player, &mark).into());
                }
            }
            self.passed = passed(player).into_iter().map(|mark| (mark.at, mark.label)).collect();
            let complete = complete(player);
            if let Some(complete) = complete.clone().filter(|_| !self.completed) {
                news.push(complete.into());
            }
            self.completed = complete.is_some();
            let due = self.ticked.is_none_or(|(at, s)| at != now && wall_s - s >= TICK_S);
            if due {
                self.ticked = Some((now, wall_s));
                news.push(tick(player).into());
            }
        }
        let state = state(player);
        if self.told.as_ref() != Some(&still(&state)) {
            self.remember(&state);
            news.push(state.into());
        }
        news
    }

    fn remember(&mut self, state: &State) {
        self.told = Some(still(state));
    }
}

/// A state without what changes as time goes on.
fn still(state: &State) -> State {
    let mut still = state.clone();
    still.marks.clear();
    still.warnings.clear();
    still.now = Tick {
        at_s: 0.0,
        utc: String::new(),
        sentence: String::new(),
        held: 0,
        held_per_min: 0,
        offered: 0,
        delivered: 0,
        bounced: 0,
        attempts: 0,
        refused_421: 0,
        dropped: 0,
    };
    still
}

fn carry_out(player: &mut Player, request: Request) -> Result<Body, Error> {
    let mut warnings = Vec::new();
    match request {
        Request::Load(load) => warnings = load_run(player, &load)?,
        Request::Play(play) => {
            if let Some(speed) = play.speed {
                player.set_speed(speed.0);
            }
            player.set_playing(true);
        }
        Request::Pause(_) => player.set_playing(false),
        Request::Seek(seek) => {
            let to = instant(player.duration(), &seek)?;
            player.seek(to);
        }
        Request::Step(step) => match step.to {
            StepTo::NextOutcome => player.step_forward(),
            StepTo::LastOutcome => player.step_back(),
            StepTo::NextMark => player.step_to_next_mark(),
            StepTo::LastMark => player.step_to_last_mark(),
        },
        Request::Set(set) => pull(player, &set)?,
        Request::Act(Act(raw)) => {
            let at = player.seeking_to().unwrap_or_else(|| player.cursor());
            let action = player.scenario().read_action(raw.get(), at).map_err(|warning| {
                let path = match &*warning.path {
                    "$" => "payload".to_owned(),
                    path => format!("payload.{path}"),
                };
                Error::new("value", &path, warning.message)
            })?;
            player.plan(action);
        }
        Request::Get(_) => {}
        Request::Export(Export { what }) => return Ok(Body::Exported(export(player, what))),
    }
    let mut state = state(player);
    state.warnings = warnings;
    Ok(Body::State(state))
}

/// Loads what is named; tells what of it could not be taken as it stands.
fn load_run(player: &mut Player, load: &Load) -> Result<Vec<Warning>, Error> {
    let (link, warnings) = match (&load.link, &load.scenario) {
        (Some(text), None) => Link::read(text),
        (None, Some(raw)) => {
            let (scenario, warnings) = scenario(raw.get())?;
            (Link { seed: player.sim().seed(), ..Link::new(scenario) }, warnings)
        }
        _ => {
            let why = "either link or scenario is needed";
            return Err(Error::new("payload", "payload", why).allow(["link", "scenario"]));
        }
    };
    let to = load.at_s.map(|at_s| seconds(link.scenario.duration(), at_s)).transpose()?;
    let (seed, at) = (load.seed.unwrap_or(link.seed), to.or(link.at));
    *player = Player::open(&Link { seed, at, ..link });
    Ok(warnings)
}

/// A scenario by its key or as a file.
fn scenario(text: &str) -> Result<(Scenario, Vec<Warning>), Error> {
    match text.as_bytes().first() {
        Some(b'"') => {
            let key: String = serde_json::from_str(text).unwrap_or_default();
            let scenario = Scenario::preset(&key).map_err(|_| {
                let keys = preset::PRESETS.iter().map(|preset| preset.key);
                let why = format!("there is no scenario {key:?}");
                Error::new("value", "payload.scenario", why).allow(keys)
            })?;
            Ok((scenario, Vec::new()))
        }
        Some(b'{') => Scenario::from_json(text)
            .map_err(|error| Error::new("value", "payload.scenario", error.to_string())),
        _ => {
            let why = "is neither the key of a scenario nor an object";
            Err(Error::new("payload", "payload.scenario", why))
        }
    }
}

fn instant(duration: Time, seek: &Seek) -> Result<Time, Error> {
    match (seek.at_s, seek.at.as_deref()) {
        (Some(at_s), None) => seconds(duration, at_s),
        (None, Some(text)) => match span::parse(text) {
            Some(at) if at <= duration => Ok(at),
            Some(_) => {
                let why = format!("{text:?} lies after the end of the run");
                let range = format!("0h to {}", span::write(duration));
                Err(Error::new("value", "payload.at", why).allow([range]))
            }
            None => {
                let why = format!("{text:?} is no time: text with units, as \"2h10min\"");
                Err(Error::new("value", "payload.at", why).allow(["ms", "s", "min", "h", "d"]))
            }
        },
        _ => {
            let why = "either at_s or at is needed";
            Err(Error::new("payload", "payload", why).allow(["at_s", "at"]))
        }
    }
}

/// An instant of the run in seconds.
fn seconds(duration: Time, at_s: f64) -> Result<Time, Error> {
    let last = duration.secs_f64();
    if (0.0..=last).contains(&at_s) {
        Ok(Time::from_secs_f64(at_s))
    } else {
        let why = format!("{at_s} s is not an instant of the run");
        Err(Error::new("value", "payload.at_s", why).allow([format!("0 to {last}")]))
    }
}

/// Sets what is named, unless a value is not allowed.
fn pull(player: &mut Player, set: &Set) -> Result<(), Error> {
    let asked = [
        (Lever::Limit, set.limit),
        (Lever::Flighted, set.flighting),
        (Lever::Gateway, set.gateway),
        (Lever::BalanceReset, set.balance),
        (Lever::LookupSpeed, set.lookup_speed),
        (Lever::Load, set.load),
    ];
    let mut wanted = Vec::new();
    for (lever, value) in asked {
        let Some(value) = value else { continue };
        if let Some(why) = lever.spec().fault(value) {
            let path = format!("payload.{}", lever.key());
            return Err(Error::new("value", &path, why).allow([lever.spec().range()]));
        }
        wanted.push((lever, value));
    }
    for (lever, value) in wanted {
        player.pull(lever, value);
    }
    if let Some(speed) = set.speed {
        player.set_speed(speed.0);
    }
    Ok(())
}

fn export(player: &Player, what: What) -> Exported {
    let file = match what {
        What::Csv => File::Series,
        What::Json => File::Run,
        What::Report => File::Report,
        What::Scenario => File::Scenario,
        What::Log => File::Log,
    };
    let saved = Saved::from(player);
    Exported {
        what,
        name: file.name(saved),
        media_type: file.media_type(),
        text: file.text(saved, None).unwrap_or_default(),
    }
}

fn utc(player: &Player, at: Time) -> String {
    player.scenario().epoch().iso(at)
}

fn state(player: &Player) -> State {
    let (sim, scenario) = (player.sim(), player.scenario());
    let levers = sim.levers();
    State {
        scenario: scenario.about().key.to_string(),
        title: scenario.about().title.to_string(),
        seed: sim.seed(),
        duration_s: player.duration().secs_f64(),
        playing: player.is_playing(),
        speed: Pace(player.pace().asked()),
        seeking_to_s: player.seeking_to().map(Time::secs_f64),
        link: Link::of(player).setup().write(),
        edited: player.is_edited(),
        complete: complete(player).is_some(),
        levers: Levers {
            limit: f64::from(levers.limit),
            flighting: levers.flighted,
            gateway: levers.gateway * 100.0,
            balance: levers.balance,
            lookup_speed: levers.lookup_speed,
            load: levers.load * 100.0,
        },
        marks: passed(player).iter().map(|mark| event(player, mark)).collect(),
        now: tick(player),
        warnings: Vec::new(),
    }
}

fn tick(player: &Player) -> Tick {
    let sim = player.sim();
    let (tally, scale) = (sim.tally(), sim.scenario().scale());
    Tick {
        at_s: player.cursor().secs_f64(),
        utc: utc(player, player.cursor()),
        sentence: player.said().first().map(|(_, text)| text.clone()).unwrap_or_default(),
        held: tally.held() * scale,
        held_per_min: story::growth_per_min(sim),
        offered: tally.offered * scale,
        delivered: tally.delivered * scale,
        bounced: (tally.expired + tally.rejected) * scale,
        attempts: tally.attempts * scale,
        refused_421: tally.refused * scale,
        dropped: tally.dropped * scale,
    }
}

/// The marks that the cursor has passed.
fn passed(player: &Player) -> Vec<Mark> {
    let mut marks = player.marks();
    marks.retain(|mark| {
        let is_done = !matches!(mark.kind, MarkKind::Action { enabled: false, .. });
        is_done && mark.at <= player.cursor()
    });
    marks
}

fn event(player: &Player, mark: &Mark) -> Event {
    let (kind, name) = match mark.kind {
        MarkKind::Event => (Kind::Event, slug(&mark.label).into()),
        MarkKind::Post => (Kind::Post, "post".into()),
        MarkKind::Action { action, .. } => (Kind::Action, action.kind.spec().key.into()),
    };
    let (at_s, utc) = (mark.at.secs_f64(), utc(player, mark.at));
    Event { at_s, utc, kind, name, label: mark.label.clone() }
}

/// `First 421` is `first-421`.
fn slug(label: &str) -> String {
    label.to_ascii_lowercase().replace(' ', "-")
}

fn complete(player: &Player) -> Option<Complete> {
    let sim = player.sim();
    let cleared = sim.cleared_at();
    let at = cleared.or((sim.now() >= sim.duration()).then_some(sim.now()))?;
    let peak = sim.record().peak;
    let late = sim.record().delays.quantile_above(Time::from_mins(1), 0.5);
    Some(Complete {
        at_s: at.secs_f64(),
        cleared: cleared.is_some(),
        peak_held: peak.mails * sim.scenario().scale(),
        peak_at_s: peak.at.secs_f64(),
        late_median_s: late.map(Time::secs_f64),
        now: tick(player),
    })
}
