//! Two scenarios side by side: what `mailflow compare` takes and prints.

use std::io::{self, Write};

use clap::Args;
use mailflow::compare::measure::Better;
use mailflow::compare::{Comparison, Row, SEEDS, Seeds, Setup, Side};
use mailflow::number::MINUS;
use mailflow::scenario::Scenario;
use mailflow::time::Time;

use super::{Failure, file, stop_at};

#[derive(Args)]
pub(super) struct CompareArgs {
    /// Key of a scenario (`mailflow presets` lists them), or a scenario file.
    a: String,
    /// The scenario it is compared with; it may be the same one with other settings.
    b: String,
    /// Prints one JSON object instead of a table.
    #[arg(long)]
    json: bool,
    /// Seeds that each scenario is run with: 2 to 1000.
    #[arg(long, value_name = "N", default_value_t = 20, allow_hyphen_values = true, value_parser = count)]
    seeds: u64,
    /// The first of them; the others follow it.
    #[arg(long, value_name = "K", default_value_t = 1, allow_hyphen_values = true, value_parser = super::seed)]
    first_seed: u64,
    /// Sets a field of both, the value with an optional unit: `--set lifetime=4h`. Repeatable.
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Sets a field of A alone. Repeatable.
    #[arg(long, value_name = "KEY=VALUE")]
    set_a: Vec<String>,
    /// Sets a field of B alone. Repeatable.
    #[arg(long, value_name = "KEY=VALUE")]
    set_b: Vec<String>,
    /// Stops both here instead of at their end: `36h`, `90min`.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    until: Option<String>,
    /// Leaves out every operator action of A.
    #[arg(long)]
    no_actions_a: bool,
    /// Leaves out every operator action of B.
    #[arg(long)]
    no_actions_b: bool,
}

/// How many seeds.
fn count(text: &str) -> Result<u64, String> {
    let (least, most) = SEEDS.into_inner();
    text.parse().map_err(|_| format!("not a whole number from {least} to {most}"))
}

pub(super) fn compare(args: &CompareArgs) -> Result<(), Failure> {
    let a = side(&args.a, [&args.set, &args.set_a], args.no_actions_a)?;
    let b = side(&args.b, [&args.set, &args.set_b], args.no_actions_b)?;
    let seeds = Seeds::new(args.first_seed, args.seeds).map_err(Failure::Usage)?;
    let until = match &args.until {
        Some(text) => stop_at(text, Setup::longest(&a, &b)).map_err(Failure::Usage)?,
        None => Time::NEVER,
    };
    let comparison = Comparison::new(&Setup { a, b, until, seeds });
    let mut err = io::stderr().lock();
    for warning in &comparison.warnings {
        writeln!(err, "{warning}")?;
    }
    let mut out = io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&comparison).map_err(io::Error::from)?)?;
    } else {
        write_table(&mut out, &comparison)?;
    }
    Ok(())
}

fn side(name: &str, settings: [&[String]; 2], no_actions: bool) -> Result<Scenario, Failure> {
    let mut scenario = file::scenario(name)?;
    for setting in settings.into_iter().flatten() {
        scenario.set_text(setting).map_err(Failure::Usage)?;
    }
    Ok(if no_actions { scenario.without_actions() } else { scenario })
}

fn write_table(out: &mut impl Write, comparison: &Comparison) -> io::Result<()> {
    let Comparison { a, b, seeds, first_seed, .. } = comparison;
    let last_seed = first_seed + (seeds - 1);
    let differing: Vec<_> =
        comparison.differing.iter().map(|d| format!("{} ({}, {})", d.what, d.a, d.b)).collect();
    for (name, value) in [
        ("A", says(a)),
        ("B", says(b)),
        ("differing", if differing.is_empty() { "nothing".into() } else { differing.join(", ") }),
        ("seeds", format!("{first_seed} to {last_seed}, the same for A and B")),
    ] {
        writeln!(out, "{name:<14}{value}")?;
    }
    writeln!(out)?;
    write_rows(out, &comparison.measures)?;
    for row in &comparison.measures {
        let Row { label, seeds_a, seeds_b, seeds_both, .. } = row;
        if *seeds_both < *seeds as usize {
            writeln!(
                out,
                "{label}: in {seeds_a} seeds of A, {seeds_b} of B and {seeds_both} of both, which \
                 the difference is over"
            )?;
        }
    }
    Ok(())
}

fn says(side: &Side) -> String {
    let Side { scenario, title, scale, simulated_s } = side;
    let length = Time::from_secs_f64(*simulated_s);
    format!("{scenario} ({title}), {length}, 1 simulated mail stands for {scale}")
}

fn write_rows(out: &mut impl Write, rows: &[Row]) -> io::Result<()> {
    let head =
        ["measure", "A", "B", &format!("B {MINUS} A"), "± 95 %", "unpaired ±", "unit", "better"];
    let mut lines = vec![head.map(str::to_owned)];
    lines.extend(rows.iter().map(|row| {
        [
            row.label.to_owned(),
            figure(row.mean_a),
            figure(row.mean_b),
            figure(row.difference),
            figure(row.half_width),
            figure(row.half_width_unpaired),
            row.unit.to_owned(),
            match row.better {
                Some(Better::Less) => "less".to_owned(),
                Some(Better::More) => "more".to_owned(),
                None => "-".to_owned(),
            },
        ]
    }));
    let width = |column: usize| {
        lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default()
    };
    let widths: [usize; 8] = std::array::from_fn(width);
    for line in &lines {
        let cells =
            line.iter().zip(widths).enumerate().map(|(column, (text, width))| match column {
                0 | 6 => format!("{text:<width$}"),
                7 => text.clone(),
                _ => format!("{text:>width$}"),
            });
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  "))?;
    }
    Ok(())
}

/// Four digits or all whole ones, whichever is more; `-` for what is missing.
fn figure(value: Option<f64>) -> String {
    let Some(value) = value else { return "-".to_owned() };
    let size = value.abs();
    let places = match size {
        _ if size >= 1000.0 || size <= 0.0 => 0,
        _ if size >= 100.0 => 1,
        _ if size >= 10.0 => 2,
        _ => 3,
    };
    let sign = if value < 0.0 { MINUS.to_string() } else { String::new() };
    format!("{sign}{size:.places$}")
}
