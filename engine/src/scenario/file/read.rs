//! From JSON to a scenario, section by section.

use crate::order;
use crate::scenario::action::{ACTIONS, Action, ActionSpec, Param, Place};
use crate::scenario::field::{FIELDS, Field};
use crate::scenario::health::{Post, STATUSES};
use crate::scenario::region::REGIONS;
use crate::scenario::words::{did_you_mean, figure, quoted};
use crate::scenario::{Scenario, preset, span};
use crate::time::Time;

use super::json::Json;
use super::reader::{Reader, join};
use super::start::{self, Start};
use super::write::{KEYS, POST_KEYS};
use super::{DEFAULT_BASE, FORMAT, TEXT_MAX, TITLE_MAX, Warning};

/// The scenario that is nearest to what a file says, and what had to be told of.
pub fn scenario(json: &Json) -> (Scenario, Vec<Warning>) {
    let mut reader = Reader::default();
    let object = match json {
        Json::Object(object) => object.as_slice(),
        other => {
            let message = format!("{} is not an object", other.shown());
            reader.warn("", message, format!("{DEFAULT_BASE} as it is"));
            &[]
        }
    };
    // What an editor makes of "$schema" is its own business.
    let found = reader.entries("", object, &KEYS);
    if let Some(json) = found.get("mailflow") {
        format(&mut reader, json);
    }
    let mut scenario = base(&mut reader, found.get("base"));
    for (path, max) in TEXTS {
        let text = found.get(path).and_then(|json| reader.text(path, json, max, "the base's"));
        if let Some(text) = text {
            describe(&mut reader, &mut scenario, path, text);
        }
    }
    if let Some(json) = found.get("start") {
        start(&mut reader, &mut scenario, json);
    }
    // Before the lists: they are held against the length and the forests of the run.
    if let Some(json) = found.get("fields") {
        fields(&mut reader, &mut scenario, "fields", json);
    }
    let mut list = |path| actions(&mut reader, &scenario, path, found.get(path)?);
    let (faults, planned) = (list("faults"), list("actions"));
    let rings = found.get("rings").and_then(|json| rings(&mut reader, &scenario, json));
    let posts = found.get("posts").and_then(|json| posts(&mut reader, &scenario, json));
    scenario.faults = faults.unwrap_or(scenario.faults);
    scenario.actions = planned.unwrap_or(scenario.actions);
    scenario.rings = rings.unwrap_or(scenario.rings);
    scenario.posts = posts.unwrap_or(scenario.posts);
    (scenario.into_own(), reader.warnings)
}

/// What a scenario says of itself, and how much of it.
const TEXTS: [(&str, usize); 5] = [
    ("title", TITLE_MAX),
    ("purpose", TEXT_MAX),
    ("watch", TEXT_MAX),
    ("insight", TEXT_MAX),
    ("notes", TEXT_MAX),
];

fn describe(reader: &mut Reader, scenario: &mut Scenario, path: &str, text: String) {
    let about = &mut scenario.about;
    let place = match path {
        "title" if text.trim().is_empty() => {
            reader.warn(path, "a scenario needs a title", quoted(&about.title));
            return;
        }
        "title" => &mut about.title,
        "purpose" => &mut about.purpose,
        "watch" => &mut about.watch,
        "insight" => &mut about.insight,
        _ => &mut about.notes,
    };
    *place = text.into();
}

fn format(reader: &mut Reader, json: &Json) {
    let is_known = matches!(json, Json::Number(format) if figure(*format) == FORMAT.to_string());
    if !is_known {
        let message = format!("{} is no format of this version ({FORMAT})", json.shown());
        reader.warn("mailflow", message, FORMAT.to_string());
    }
}

fn base(reader: &mut Reader, json: Option<&Json>) -> Scenario {
    let default =
        || Scenario::preset(DEFAULT_BASE).unwrap_or_else(|_| Scenario::new(&preset::PRESETS[0]));
    let Some(json) = json else { return default() };
    let keys = preset::PRESETS.iter().map(|preset| preset.key);
    let message = match json {
        Json::Text(key) => match Scenario::preset(key) {
            Ok(scenario) => return scenario,
            Err(_) => format!("no scenario {}{}", quoted(key), did_you_mean(key, keys.clone())),
        },
        other => format!("{} is not text", other.shown()),
    };
    let keys = keys.collect::<Vec<_>>().join(", ");
    reader.warn("base", format!("{message} (there is {keys})"), quoted(DEFAULT_BASE));
    default()
}

fn start(reader: &mut Reader, scenario: &mut Scenario, json: &Json) {
    const FORM: &str = "a minute of 2026 in UTC, as \"2026-06-02T12:00Z\"";
    let found = if let Json::Text(text) = json { start::parse(text) } else { Start::Unreadable };
    match found {
        Start::Exact(epoch) => scenario.epoch = epoch,
        Start::Near(epoch) => {
            scenario.epoch = epoch;
            let used = quoted(&start::write(epoch));
            reader.warn("start", format!("{} is not {FORM}", json.shown()), used);
        }
        Start::Unreadable => {
            let used = quoted(&start::write(scenario.epoch));
            reader.warn("start", format!("{} is not {FORM}", json.shown()), used);
        }
    }
}

/// Sets the fields that a file names.
pub fn fields(reader: &mut Reader, scenario: &mut Scenario, place: &str, json: &Json) {
    let Json::Object(object) = json else {
        reader.warn(place, format!("{} is not an object", json.shown()), "the base's");
        return;
    };
    let keys: Vec<_> = FIELDS.iter().map(|spec| spec.key).collect();
    let found = reader.entries(place, object, &keys);
    for field in Field::all() {
        if let Some(json) = found.get(field.spec().key) {
            let path = join(place, field.spec().key);
            let base = scenario.get(field);
            scenario.values[field as usize] = reader.value(&path, field.spec(), json, base);
        }
    }
}

fn actions(
    reader: &mut Reader,
    scenario: &Scenario,
    path: &str,
    json: &Json,
) -> Option<Vec<Action>> {
    let items = reader.items(path, json)?;
    Some(items.filter_map(|(path, item)| action(reader, scenario, &path, item, None)).collect())
}

/// One action by itself; one that says no `at` is done at `now`. The first thing that is wrong with
/// it refuses it: nobody would see a warning.
pub(super) fn lone_action(scenario: &Scenario, json: &Json, now: Time) -> Result<Action, Warning> {
    let mut reader = Reader::default();
    let action = action(&mut reader, scenario, "", json, Some(now));
    match (action, reader.warnings.into_iter().next()) {
        (Some(action), None) => Ok(action),
        (_, wrong) => Err(wrong.unwrap_or_else(|| Warning::new("$", "is not an action"))),
    }
}

/// One action. `otherwise` is its instant where the file need not say one.
pub fn action(
    reader: &mut Reader,
    scenario: &Scenario,
    path: &str,
    json: &Json,
    otherwise: Option<Time>,
) -> Option<Action> {
    let Json::Object(object) = json else {
        reader.leave_out(path, format!("{} is not an action", json.shown()));
        return None;
    };
    // The last one counts here as well; that it is there twice is told below.
    let kind = object.iter().rev().find(|(key, _)| key == "action").map(|(_, value)| value);
    let spec = match kind_named(kind) {
        Ok(spec) => spec,
        Err(message) => {
            reader.leave_out(path, message);
            return None;
        }
    };
    let mut keys = vec!["at", "over", "action"];
    keys.extend(spec.params.iter().map(|param| param.key));
    let found = reader.entries(path, object, &keys);
    let at = match (found.get("at"), otherwise) {
        (None, Some(at)) => at,
        (json, _) => at(reader, scenario, path, json),
    };
    let over = found.get("over").map(|json| reader.span(&join(path, "over"), json, None));
    let mut values = Vec::new();
    for param in spec.params {
        let path = join(path, param.key);
        let value =
            found.get(param.key).map(|json| reader.value(&path, param, json, param.default));
        let value = value.unwrap_or(param.default);
        if param.key == "place" {
            check_place(reader, scenario, &path, value);
        }
        values.push(value);
    }
    Some(Action { at, over: over.unwrap_or_default(), kind: (spec.build)(&values) })
}

/// The kind of action of this name.
fn kind_named(json: Option<&Json>) -> Result<&'static ActionSpec, String> {
    let names = ACTIONS.iter().map(|spec| spec.key);
    let message = match json {
        Some(Json::Text(name)) => {
            if let Some(spec) = ACTIONS.iter().find(|spec| spec.key == name) {
                return Ok(spec);
            }
            format!("no action {}{}", quoted(name), did_you_mean(name, names.clone()))
        }
        Some(other) => format!("{} is no kind of action", other.shown()),
        None => "its kind, \"action\", is missing".to_owned(),
    };
    Err(format!("{message} (there is {})", names.collect::<Vec<_>>().join(", ")))
}

/// The instant of an action or a post.
fn at(reader: &mut Reader, scenario: &Scenario, path: &str, json: Option<&Json>) -> Time {
    let path = join(path, "at");
    let Some(json) = json else {
        reader.warn(&path, "is missing", span::write(Time::ZERO));
        return Time::ZERO;
    };
    let at = reader.span(&path, json, Some(scenario.epoch));
    let end = scenario.duration();
    if at > end {
        let message = format!("lies after the end of the run ({})", span::write(end));
        reader.warn(&path, message, span::write(at));
    }
    at
}

/// Forests of the run.
fn forests(scenario: &Scenario) -> usize {
    (scenario.get(Field::Regions) * scenario.get(Field::ForestsPerRegion)) as usize
}

/// A place that this run does not have is kept: a later edit of the fields may bring it.
fn check_place(reader: &mut Reader, scenario: &Scenario, path: &str, value: f64) {
    let (is_there, message) = match Place::from_value(value) {
        Place::All => return,
        Place::Region(region) => {
            let regions = scenario.get(Field::Regions) as usize;
            (usize::from(region) < regions, format!("the run has {regions} of the regions"))
        }
        Place::Forest(forest) => {
            let forests = forests(scenario);
            (usize::from(forest) < forests, format!("the run has forests F1 to F{forests} only"))
        }
    };
    if !is_there {
        let name = Place::NAMES.get(value as usize).copied().unwrap_or("?");
        reader.warn(path, message, format!("\"{name}\", where nothing is"));
    }
}

fn rings(reader: &mut Reader, scenario: &Scenario, json: &Json) -> Option<Vec<u8>> {
    let names = &Place::NAMES[1 + REGIONS.len()..];
    let mut rings = Vec::new();
    for (path, item) in reader.items("rings", json)? {
        let position = match item {
            Json::Text(text) => names.iter().position(|name| name.eq_ignore_ascii_case(text)),
            _ => None,
        };
        let Some(index) = position else {
            let message = format!("{} is not a forest (F1 to F{})", item.shown(), names.len());
            reader.leave_out(&path, message);
            continue;
        };
        if rings.contains(&(index as u8)) {
            reader.leave_out(&path, format!("{} is there twice", names[index]));
            continue;
        }
        check_place(reader, scenario, &path, Place::Forest(index as u8).value());
        rings.push(index as u8);
    }
    Some(rings)
}

fn posts(reader: &mut Reader, scenario: &Scenario, json: &Json) -> Option<Vec<Post>> {
    let mut posts = Vec::new();
    for (path, item) in reader.items("posts", json)? {
        let Json::Object(object) = item else {
            reader.leave_out(&path, format!("{} is not a post", item.shown()));
            continue;
        };
        let found = reader.entries(&path, object, &POST_KEYS);
        let at = at(reader, scenario, &path, found.get("at"));
        let [_, status, gist, scope, root_cause, source] = POST_KEYS.map(|key| {
            let json = found.get(key).filter(|_| key != "at");
            let text = json.and_then(|json| reader.text(&join(&path, key), json, TEXT_MAX, "none"));
            text.unwrap_or_default()
        });
        let status = known_status(reader, &join(&path, "status"), status);
        posts.push(Post {
            at,
            status: status.into(),
            gist: gist.into(),
            scope: scope.into(),
            root_cause: root_cause.into(),
            source: source.into(),
        });
    }
    order::by_key(&mut posts, |post| post.at);
    Some(posts)
}

/// A status of the Service health page, or none.
fn known_status(reader: &mut Reader, path: &str, status: String) -> String {
    if status.is_empty() || STATUSES.contains(&&*status) {
        return status;
    }
    let meant = did_you_mean(&status, STATUSES);
    let message =
        format!("no status {}{meant} (there is {})", quoted(&status), STATUSES.join(", "));
    reader.warn(path, message, "none");
    String::new()
}
