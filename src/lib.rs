//! Mailflow's model, and everything about its page that can be decided without a browser.
//!
//! The page replays the Exchange Online outage EX1331830 of 2 June 2026 and lets people change it.
//! What is drawn is what this library did: every dot is a mail of the simulation and every figure
//! is counted here. The modules stand in the order in which they are best read.
//!
//! The first of them are the package `engine`, which is built for speed while all the rest is built for
//! size; here they go by the same names.
//!
//! ```text
//! time rng calendar blocks     integer time, randomness by hashing, the future-event list, a
//!                              list whose copies share what they can
//!   scenario                   fields, actions, presets: what is simulated
//!     sim                      senders -> front door -> forests, and back to wait
//!       record report          what is remembered of a run, and its numbers
//!         cores compare        two scenarios side by side, on all cores (native only)
//!         playback             a cursor in a run, dots in flight, branches
//!           story readout      what is said and shown
//!           save               what is taken away of a run: report, series, numbers
//!           link               a set-up and a moment as an address
//!             qr           an address as a QR code
//!             embed        which parts of the page another page shows
//!             api          messages between the page in a frame and its host
//!             stage chart      shapes and drawings of it
//! ```
//!
//! # What is deliberately absent
//!
//! - **No browser.** Web crates are dependencies of the wasm32 target alone, and only the binary
//!   uses them.
//! - **No clock.** Time is simulated; the wall seconds of a frame are passed in.
//! - **No stream of random numbers.** Every draw hashes (seed, entity, purpose, index), so two runs
//!   that differ in a knob meet the same mails.
//! - **No float arithmetic that differs between targets.** `exp`, `ln` and `pow` come from `libm`.
//! - **No iteration over hash maps**, whose order would leak into a run.
//!
//! # Words
//!
//! - *Mail*: one message to one recipient. A simulated mail stands for `scale` real ones.
//! - *Try*: what a sender's clock allows; *attempt*: one connection or one mail's transaction at
//!   the service. A try at two MX addresses that both refuse is two attempts.
//! - *Session*: an open connection in a forest's slot, carrying one mail at a time.
//! - *Held*: waiting at a sender or at a gateway; *backlog*: all that is held.
//! - *Refused*: answered 421 4.3.2 at the banner. *Dropped*: the session was cut; a sender outside
//!   sees a lost connection and treats it as a 451.
//! - *Cleared*: the backlog has been under 1 % of its peak since.

pub use engine::{
    blocks, calendar, decimal, order, record, report, rng, scenario, sim, theory, time,
};

#[cfg(not(target_arch = "wasm32"))]
pub mod cores;
#[cfg(not(target_arch = "wasm32"))]
pub mod compare;
pub mod playback;
pub mod figure;
pub mod story;
pub mod readout;
pub mod inspect;
pub mod instrument;
pub mod number;
pub mod table;
pub mod save;
pub mod link;
pub mod qr;
pub mod lesson;
pub mod embed;
pub mod api;
pub mod stage;
pub mod chart;
