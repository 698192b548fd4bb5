//! Lists of what there is: scenarios, fields and actions.

use std::io::{self, Write};

use mailflow::scenario::{ACTIONS, FIELDS, FieldSpec, Scale, preset};
use serde_json::{Value, json};

use super::Failure;

pub(super) fn presets(as_json: bool) -> Result<(), Failure> {
    if as_json {
        return print(preset::PRESETS.iter().map(|preset| {
            json!({
                "key": preset.key,
                "group": preset.group.title(),
                "title": preset.title,
                "purpose": preset.purpose,
                "watch": preset.watch,
                "insight": preset.insight,
                "notes": preset.notes,
            })
        }));
    }
    let mut out = io::stdout().lock();
    let mut group = None;
    for preset in preset::PRESETS {
        if group.replace(preset.group) != Some(preset.group) {
            writeln!(out, "{}", preset.group.title())?;
        }
        writeln!(out, "  {}: {}", preset.key, preset.title)?;
        for (name, text) in
            [("purpose", preset.purpose), ("watch", preset.watch), ("insight", preset.insight)]
        {
            writeln!(out, "    {name:<9}{text}")?;
        }
    }
    Ok(())
}

pub(super) fn fields(as_json: bool) -> Result<(), Failure> {
    if as_json {
        return print(FIELDS.iter().map(described));
    }
    let mut out = io::stdout().lock();
    let mut group = "";
    for spec in FIELDS {
        if group != spec.group {
            group = spec.group;
            writeln!(out, "{group}")?;
        }
        writeln!(out, "  {} = {} ({})", spec.key, spec.show(spec.default), spec.range())?;
        writeln!(out, "    {}\n    source: {}", spec.help, spec.source)?;
    }
    Ok(())
}

pub(super) fn actions(as_json: bool) -> Result<(), Failure> {
    if as_json {
        return print(ACTIONS.iter().map(|spec| {
            json!({
                "key": spec.key,
                "who": spec.actor.says(),
                "help": spec.help,
                "params": spec.params.iter().map(described).collect::<Vec<_>>(),
            })
        }));
    }
    let mut out = io::stdout().lock();
    for spec in ACTIONS {
        writeln!(out, "{} ({})\n    {}", spec.key, spec.actor.says(), spec.help)?;
        for param in spec.params {
            let (default, range) = (param.show(param.default), param.range());
            writeln!(out, "    {} = {default} ({range}): {}", param.key, param.help)?;
            writeln!(out, "        source: {}", param.source)?;
        }
    }
    Ok(())
}

/// A field or a parameter; the choices by name, where it is one of several.
fn described(spec: &FieldSpec) -> Value {
    let (scale, choices, default) = match spec.scale {
        Scale::Real => ("real", Value::Null, json!(spec.default)),
        Scale::Whole => ("whole", Value::Null, json!(spec.default)),
        Scale::Choice(names) => ("choice", json!(names), json!(spec.show(spec.default))),
    };
    json!({
        "group": spec.group,
        "key": spec.key,
        "unit": spec.unit,
        "min": spec.min,
        "max": spec.max,
        "default": default,
        "source": spec.source,
        "help": spec.help,
        "scale": scale,
        "choices": choices,
    })
}

fn print(list: impl Iterator<Item = Value>) -> Result<(), Failure> {
    let list: Vec<_> = list.collect();
    let text = serde_json::to_string_pretty(&list).map_err(io::Error::from)?;
    writeln!(io::stdout().lock(), "{text}")?;
    Ok(())
}
