//! Single values of a lesson: predicates, places, instants, speeds, mails to follow.

use crate::readout::Speed;
use crate::scenario::file;
use crate::scenario::file::json::Json;
use crate::scenario::file::reader::{Reader, join};
use crate::scenario::words::{did_you_mean, listed, quoted};
use crate::scenario::{Action, Scenario, span};
use crate::time::Time;

use super::{BRANCH_KEYS, SERVERS};
use crate::lesson::predicate::{self, Fate, Predicate};
use crate::lesson::spot::{self, Spot};
use crate::lesson::{Branch, Wanted};

pub(super) fn whole(
    reader: &mut Reader,
    path: &str,
    json: Option<&Json>,
    (min, max, otherwise): (u64, u64, u64),
) -> u64 {
    match json {
        None => otherwise,
        Some(Json::Number(it)) if *it >= min as f64 && *it <= max as f64 && it.fract() == 0.0 => {
            *it as u64
        }
        Some(json) => {
            let message = format!("{} is not a whole number from {min} to {max}", json.shown());
            reader.warn(path, message, otherwise.to_string());
            otherwise
        }
    }
}

/// A list, or one thing that need not stand in one.
pub(super) fn several<'a>(json: &'a Json, path: &str) -> impl Iterator<Item = (String, &'a Json)> {
    let path = path.to_owned();
    let (list, alone) = match json {
        Json::List(list) => (list.as_slice(), None),
        other => (&[][..], Some((path.clone(), other))),
    };
    let list = list.iter().enumerate();
    list.map(move |(index, item)| (format!("{path}[{index}]"), item)).chain(alone)
}

pub(super) fn pick<T: Copy>(
    reader: &mut Reader,
    path: &str,
    json: &Json,
    names: &[(&'static str, T)],
) -> Option<T> {
    if let Json::Text(text) = json
        && let Some(&(_, it)) = names.iter().find(|(name, _)| *name == text)
    {
        return Some(it);
    }
    let names: Vec<_> = names.iter().map(|(name, _)| *name).collect();
    let meant = match json {
        Json::Text(text) => did_you_mean(text, names.iter().copied()),
        _ => String::new(),
    };
    reader.leave_out(path, format!("{} is not {}{meant}", json.shown(), listed(&names, ", ")));
    None
}

pub(super) fn wait(
    reader: &mut Reader,
    path: &str,
    json: &Json,
    now: &Scenario,
) -> Option<Predicate> {
    let Json::Text(text) = json else {
        reader.leave_out(path, format!("{} is not text", json.shown()));
        return None;
    };
    match Predicate::parse(text, now.epoch()) {
        Ok(it) => Some(it),
        Err(why) => {
            reader.leave_out(path, format!("{} {why}", quoted(text)));
            None
        }
    }
}

pub(super) fn spot(reader: &mut Reader, path: &str, json: &Json) -> Option<Spot> {
    let spot = if let Json::Text(text) = json { Spot::parse(text) } else { None };
    if spot.is_none() {
        let message = format!("{} is no place (there is {})", json.shown(), spot::ALLOWED);
        reader.leave_out(path, message);
    }
    spot
}

/// An instant of the run.
pub(super) fn instant(
    reader: &mut Reader,
    path: &str,
    json: &Json,
    now: &Scenario,
) -> Option<Time> {
    let at = match json {
        Json::Text(text) => predicate::instant(text, now.epoch()),
        Json::Number(hours) if *hours >= 0.0 => Some(Time::from_secs_f64(hours * 3600.0)),
        _ => None,
    };
    let Some(at) = at else {
        let message = format!(
            "{} is no instant (14:33, 3 Jun 12:00, or 2h33min from the start)",
            json.shown()
        );
        reader.leave_out(path, message);
        return None;
    };
    if at > now.duration() {
        let end = span::write(now.duration());
        let message = format!("{} lies after the end of the run ({end})", json.shown());
        reader.warn(path, message, end);
    }
    Some(at.min(now.duration()))
}

pub(super) fn speed(reader: &mut Reader, path: &str, json: &Json) -> Option<Speed> {
    match json {
        Json::Number(times) if (1.0..=100_000.0).contains(times) => {
            Some(Speed::Times(*times as u32))
        }
        Json::Text(text) if text == "story" => Some(Speed::Story),
        other => {
            let message = format!("{} is no speed (1 to 100000, or \"story\")", other.shown());
            reader.leave_out(path, message);
            None
        }
    }
}

pub(super) fn actions(
    reader: &mut Reader,
    path: &str,
    json: &Json,
    now: &Scenario,
    otherwise: Option<Time>,
) -> Vec<Action> {
    let Some(items) = reader.items(path, json) else { return Vec::new() };
    items
        .filter_map(|(path, item)| file::read::action(reader, now, &path, item, otherwise))
        .collect()
}

pub(super) fn branch(reader: &mut Reader, path: &str, json: &Json, now: &Scenario) -> Branch {
    let Json::Object(object) = json else {
        if !matches!(json, Json::Bool(true)) {
            let message = format!("{} is neither true nor an object", json.shown());
            reader.warn(path, message, "true");
        }
        return Branch::default();
    };
    let found = reader.entries(path, object, &BRANCH_KEYS);
    let mut other = now.clone();
    if let Some(json) = found.get("fields") {
        file::read::fields(reader, &mut other, &join(path, "fields"), json);
    }
    let fields = crate::scenario::Field::all()
        .filter(|&field| other.get(field).to_bits() != now.get(field).to_bits())
        .map(|field| (field, other.get(field)));
    let empty = found.get("empty").is_some_and(|json| truth(reader, &join(path, "empty"), json));
    Branch { fields: fields.collect(), empty }
}

pub(super) fn truth(reader: &mut Reader, path: &str, json: &Json) -> bool {
    if let Json::Bool(it) = json {
        return *it;
    }
    reader.warn(path, format!("{} is neither true nor false", json.shown()), "false");
    false
}

/// `delivered NA`, `refused Postfix`, `refused NA Exchange`.
pub(super) fn wanted(reader: &mut Reader, path: &str, json: &Json) -> Option<Wanted> {
    let read = |text: &str| {
        let mut words = text.split_whitespace();
        let fate = match words.next()? {
            "delivered" => Fate::Delivered,
            "refused" => Fate::Refused,
            "dropped" => Fate::Dropped,
            "expired" => Fate::Expired,
            _ => return None,
        };
        let mut wanted = Wanted { fate, region: None, server: None };
        for word in words {
            let region = crate::scenario::REGIONS.iter().position(|region| region.name == word);
            let server = SERVERS.iter().find(|(name, _)| *name == word);
            match (region, server) {
                (Some(region), _) => wanted.region = Some(region),
                (_, Some(&(_, kind))) => wanted.server = Some(kind),
                _ => return None,
            }
        }
        Some(wanted)
    };
    let wanted = if let Json::Text(text) = json { read(text) } else { None };
    if wanted.is_none() {
        let servers = SERVERS.map(|(name, _)| name).join(", ");
        let message = format!(
            "{} names no mail (delivered, refused, dropped or expired, then a region or a sender: \
             {servers})",
            json.shown()
        );
        reader.leave_out(path, message);
    }
    wanted
}
