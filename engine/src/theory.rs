//! What queueing theory says, beside what the model does: the Universal Scalability Law, Erlang's B
//! formula, the retry fixed point, Little's law, and the quasi-static drain of a backlog.
//!
//! Pure functions of numbers. None of them drives the model; each is shown where it explains
//! something, with the sentence that says when it does not hold.

pub mod drain;
pub mod little;
pub mod pool;
pub mod retry;

/// A formula as the page shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Formula {
    /// What it is called.
    pub name: &'static str,
    /// How it reads.
    pub reads: &'static str,
    /// When it does not hold.
    pub fails: &'static str,
}

/// Throughput of lookups that share processors.
pub const USL: Formula = Formula {
    name: "Universal Scalability Law",
    reads: "X(n) = γ·n / (1 + α·(n − 1) + β·n·(n − 1)), greatest at n = √((1 − α) / β)",
    fails: "It is a law of steady load: it says nothing of sessions that are cut, whose work is \
        wasted, nor of n that changes faster than a lookup takes.",
};

/// Share of the attempts that find all sessions taken.
pub const ERLANG_B: Formula = Formula {
    name: "Erlang B",
    reads: "B(A, c) = (Aᶜ / c!) / Σ Aᵏ / k!, A = arrivals × mean session",
    fails: "It holds where arrivals are independent of what was refused and each session has a \
        processor of its own; retries and lookups that slow each other down break it.",
};

/// What retries do to the load.
pub const RETRY: Formula = Formula {
    name: "Retry fixed point",
    reads: "A·(1 − B(A)) = λ; waiting = (A − λ) / ν, ν = retries a second of a waiting mail",
    fails: "It takes every retry for a new, independent arrival, but retries come while it is still \
        full: it says too little, 5 % here, and 30 % where a mail waits only twice as long as a \
        session lasts.",
};

/// What is in a system, how fast it comes, how long it stays.
pub const LITTLE: Formula = Formula {
    name: "Little’s law",
    reads: "L = λ × W: mail in the system = mail leaving a second × time it spent",
    fails: "It compares what left with what is there, so it fails while a backlog grows or drains: \
        mail that still waits has not finished its wait.",
};

/// How a backlog goes down.
pub const DRAIN: Formula = Formula {
    name: "Quasi-static drain",
    reads: "q′ = λ − A·(1 − B(A)), A = λ + ν·q",
    fails: "It takes levers and retry rate as they are now, and waiting mail for alike. Where a host \
        has one clock for its whole queue, the end is steps instead of a curve.",
};
