//! Events a second of the engine, against a yardstick in the same process: machines differ and
//! drift, a ratio does less so. Every line carries the run's hash, so a figure always belongs to a
//! known run.
//!
//! `cargo xtask bench` runs it in full; under `cargo test` it runs small, so that it cannot rot.
//! `--json` prints JSON; what else is said is a part of the names that are measured.

mod workloads;

use std::time::Instant;

use workloads::{Line, Size};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let size = if args.iter().any(|arg| arg == "--bench") { Size::Full } else { Size::Small };
    let json = args.iter().any(|arg| arg == "--json");
    let wanted: Vec<_> = args[1..].iter().filter(|arg| !arg.starts_with("--")).collect();
    let begin = Instant::now();
    for part in workloads::parts(size) {
        if !wanted.is_empty() && !wanted.iter().any(|name| part.name.contains(&**name)) {
            continue;
        }
        let runs = part.runs(&|| begin.elapsed().as_secs_f64()).collect();
        for line in workloads::lines(runs) {
            println!("{}", if json { line.json() } else { as_text(&line) });
        }
    }
}

fn as_text(line: &Line) -> String {
    let ratio = line.ratio().map_or_else(String::new, |it| format!("  {it:.2} of the yardstick"));
    let p95 = line.p95_ms.map_or_else(String::new, |ms| format!("  95 % within {ms:.1} ms"));
    let longest = line.longest_ms.map_or_else(String::new, |ms| format!("  longest {ms:.1} ms"));
    let (name, per_second, unit, hash) = (line.name, line.per_second(), line.unit, line.hash);
    format!("{name:<28}{per_second:>12.0} {unit}/s{ratio}{p95}{longest}  hash {hash:016x}")
}
