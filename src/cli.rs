//! The command line: the same model, natively. Parses, prints, and says what is wrong in one line
//! with exit code 2; decides nothing else.

mod compare;
mod file;
mod lesson;
mod lists;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand};
use mailflow::report::Report;
use mailflow::save::{self, Counts, Saved};
use mailflow::scenario::{FieldSpec, Scale, Scenario, file as scenario_file};
use mailflow::sim::Sim;
use mailflow::time::Time;

/// Replays the Exchange Online outage EX1331830 and lets people change it.
///
/// A simulation, not Microsoft's data. All counts are simulated mails; the scale says how many real
/// ones each stands for.
#[derive(Parser)]
#[command(name = "mailflow", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs a scenario and prints its numbers.
    Run(RunArgs),
    /// Runs two scenarios with the same seeds and prints the differences.
    ///
    /// Every difference has its 95 % confidence interval. The runs are paired by seed, so that the
    /// randomness that both share cancels out; the table shows the width it would have otherwise.
    Compare(compare::CompareArgs),
    /// Reads a scenario or a lesson file and tells what in it could not be taken as it stands.
    ///
    /// Exit code 0: usable, with or without warnings; 1: warnings, with --strict; 2: not JSON, or
    /// not to be read.
    Check(CheckArgs),
    /// Walks through a lesson and prints what is said at the end of each step, numbers and all.
    Lesson(LessonArgs),
    /// Prints the JSON Schema of scenario files, or of lessons.
    Schema(SchemaArgs),
    /// Lists the scenarios.
    Presets(ListArgs),
    /// Lists every field with unit, range, default and source.
    Fields(ListArgs),
    /// Lists every action: who can do it, its parameters and what it does.
    Actions(ListArgs),
}

#[derive(Args)]
struct ListArgs {
    /// As JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct SchemaArgs {
    /// Of lessons.
    #[arg(long)]
    lesson: bool,
}

#[derive(Args)]
struct LessonArgs {
    /// Id of a built-in lesson, or a lesson file.
    lesson: String,
}

#[derive(Args)]
struct CheckArgs {
    /// The scenario or lesson file.
    file: PathBuf,
    /// Ends with exit code 1 if there is any warning.
    #[arg(long)]
    strict: bool,
}

#[derive(Args)]
struct RunArgs {
    /// Key of the scenario (`mailflow presets` lists them), or a scenario file.
    scenario: String,
    /// Prints one JSON object instead of a table.
    #[arg(long)]
    json: bool,
    /// Seed of every random draw.
    #[arg(long, default_value_t = 1, allow_hyphen_values = true, value_parser = seed)]
    seed: u64,
    /// Sets a field, the value with an optional unit: `--set lifetime=4h`. Repeatable.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Stops here instead of at the end: `36h`, `90min`.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    until: Option<String>,
    /// Leaves out every operator action of the scenario.
    #[arg(long)]
    no_actions: bool,
    /// Writes the time series to this file.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Writes a report to this file: what happened, the numbers and who did what, as Markdown, in
    /// real mails.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// Runs the command line.
pub(crate) fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let outcome = match &cli.command {
        Command::Run(args) => run_scenario(args),
        Command::Compare(args) => compare::compare(args),
        Command::Check(args) => file::check(&args.file, args.strict),
        Command::Lesson(args) => lesson::walk(&args.lesson),
        Command::Schema(args) => schema(args.lesson),
        Command::Presets(args) => lists::presets(args.json),
        Command::Fields(args) => lists::fields(args.json),
        Command::Actions(args) => lists::actions(args.json),
    };
    match outcome {
        // Whoever reads closed the pipe: there is nobody left to tell.
        Err(Failure::Print(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(Failure::Print(error)) => fail(&error.to_string(), 1),
        Err(Failure::Usage(message)) => fail(&message, 2),
        Err(Failure::File(message) | Failure::Strict(message)) => fail(&message, 1),
        Ok(()) => ExitCode::SUCCESS,
    }
}

enum Failure {
    Usage(String),
    File(String),
    Strict(String),
    Print(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Print(error)
    }
}

fn fail(message: &str, code: u8) -> ExitCode {
    let written = writeln!(io::stderr(), "mailflow: {message}");
    debug_assert!(written.is_ok(), "standard error is closed");
    ExitCode::from(code)
}

/// Help goes to standard output in full; an error is one line.
fn usage(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let printed = error.print();
        debug_assert!(printed.is_ok(), "standard output is closed");
        return ExitCode::SUCCESS;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let what = "run, compare, check, lesson, schema, presets, fields or actions";
        return fail(&format!("say what to do: {what} (`mailflow --help` explains)"), 2);
    }
    let text = error.to_string();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    // What is missing or possible stands on lines of its own; the usage reminder does not help.
    let rest: Vec<_> = lines
        .take_while(|line| !line.starts_with("Usage") && !line.starts_with("For more"))
        .collect();
    fail(&format!("{first} {}", rest.join(" ")).trim().replace("  ", " "), 2)
}

fn run_scenario(args: &RunArgs) -> Result<(), Failure> {
    let mut scenario = file::scenario(&args.scenario)?;
    for setting in &args.set {
        scenario.set_text(setting).map_err(Failure::Usage)?;
    }
    if args.no_actions {
        scenario = scenario.without_actions();
    }
    let until = match &args.until {
        Some(text) => stop_at(text, scenario.duration()).map_err(Failure::Usage)?,
        None => scenario.duration(),
    };
    let mut sim = Sim::new(&scenario, args.seed);
    sim.run_until(until);
    let saved = Saved::from(&sim);
    if let Some(path) = &args.csv {
        write_file(path, &save::series::text(saved, Counts::Simulated))?;
    }
    if let Some(path) = &args.report {
        write_file(path, &save::report::text(saved, None))?;
    }
    let mut out = io::stdout().lock();
    if args.json {
        write!(out, "{}", save::json::text(saved))?;
    } else {
        write_table(&mut out, &Report::new(&sim), &scenario)?;
    }
    Ok(())
}

fn write_file(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text)
        .map_err(|error| Failure::File(format!("{}: {error}", path.display())))
}

fn schema(of_lessons: bool) -> Result<(), Failure> {
    let text = if of_lessons { mailflow::lesson::schema() } else { scenario_file::schema() };
    write!(io::stdout().lock(), "{text}")?;
    Ok(())
}

/// A seed.
fn seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("not a whole number from 0 to {}", u64::MAX))
}

/// `--until` reads like a field of its own, from 0 to the length of the run.
fn stop_at(text: &str, longest: Time) -> Result<Time, String> {
    let spec = FieldSpec {
        group: "",
        key: "--until",
        unit: "h",
        min: 0.0,
        max: longest.hours_f64(),
        default: 0.0,
        source: "",
        help: "",
        scale: Scale::Real,
    };
    Ok(Time::from_secs_f64(spec.parse(text)? * 3600.0))
}

fn write_table(out: &mut impl Write, report: &Report, scenario: &Scenario) -> io::Result<()> {
    let epoch = scenario.epoch();
    let clock = |s: f64| {
        let at = Time::from_secs_f64(s);
        format!("{} {} UTC", epoch.date(at), epoch.clock(at))
    };
    let delay = |s: Option<f64>| s.map_or("-".into(), |s| Time::from_secs_f64(s).to_string());
    let rows = [
        ("scenario", format!("{}, seed {}", report.scenario, report.seed)),
        ("simulated to", clock(report.simulated_s)),
        ("scale", format!("1 simulated mail stands for {}", report.scale)),
        ("offered", report.offered.to_string()),
        ("delivered", report.delivered.to_string()),
        ("bounced", format!("{} rejected, {} expired", report.rejected, report.expired)),
        ("backlog now", format!("{} held, {} in session", report.backlog, report.in_session)),
        (
            "backlog peak",
            format!("{} at {}", report.backlog_peak.mails, clock(report.backlog_peak.at_s)),
        ),
        ("cleared", report.cleared_at_s.map_or("not".into(), clock)),
        (
            "replies",
            format!(
                "250: {}, 421: {}, 550: {}, dropped: {}",
                report.replies.accepted,
                report.replies.refused,
                report.replies.rejected,
                report.replies.dropped
            ),
        ),
        (
            "delay",
            format!(
                "p50 {}, p95 {}, p99 {}, max {}",
                delay(report.delay_s.p50),
                delay(report.delay_s.p95),
                delay(report.delay_s.p99),
                delay(report.delay_s.max)
            ),
        ),
        ("events", report.events.to_string()),
        ("run hash", report.run_hash.clone()),
    ];
    for (name, value) in rows {
        writeln!(out, "{name:<14}{value}")?;
    }
    Ok(())
}
