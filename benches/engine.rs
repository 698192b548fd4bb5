//! Events a second of the engine, against a yardstick in the same process: machines differ and
//! drift, a ratio does less so. Every line carries the run's hash, so a figure always belongs to a
//! known run.
//!
//! `cargo xtask bench` runs it in full; under `cargo test` it runs small, so that it cannot rot.
//! `--json` prints JSON.

mod workloads;

use std::time::Instant;

use workloads::{Line, Size};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let size = if args.iter().any(|arg| arg == "--bench") { Size::Full } else { Size::Small };
    let json = args.iter().any(|arg| arg == "--json");
    let begin = Instant::now();
    workloads::run(size, &|| begin.elapsed().as_secs_f64(), |line| {
        println!("{}", if json { as_json(&line) } else { as_text(&line) });
    });
}

fn as_json(line: &Line) -> String {
    serde_json::json!({
        "name": line.name, "unit": line.unit, "count": line.count, "seconds": line.seconds,
        "per_second": line.per_second(), "ratio": line.ratio(), "p95_ms": line.p95_ms,
        "run_hash": format!("{:016x}", line.hash),
    })
    .to_string()
}

fn as_text(line: &Line) -> String {
    let mut text = format!("{:<28}{:>12.0} {}/s", line.name, line.per_second(), line.unit);
    if let Some(ratio) = line.ratio() {
        text += &format!("  {ratio:.2} of the yardstick");
    }
    if let Some(p95) = line.p95_ms {
        text += &format!("  95 % within {p95:.1} ms");
    }
    text + &format!("  hash {:016x}", line.hash)
}
