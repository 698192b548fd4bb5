//! Where a mail is drawn, from its phase alone.

use super::snapshot::Outcome;

/// Senders to front door [s].
pub const TO_DOOR_S: f32 = 0.5;
/// Front door to forest [s].
pub const TO_FOREST_S: f32 = 0.4;
/// From the start of a mail's way to the forest's gate [s]: a dot lives from the phase
/// `-(APPROACH_S + inside_s)` on.
pub const APPROACH_S: f32 = TO_DOOR_S + TO_FOREST_S;
/// Shortest session shown inside a forest [s].
pub const INSIDE_MIN: f32 = 0.25;
/// Longest session shown inside a forest [s].
pub const INSIDE_MAX: f32 = 1.2;

/// A refusal's rest at the gate [s].
const REST_S: f32 = 0.12;
/// The way back to the sender [s].
const BACK_S: f32 = 0.6;
/// Settling on a pile [s].
const SETTLE_S: f32 = 0.16;
/// A cut session's turn into a cross [s].
const TURN_S: f32 = 0.2;
/// A cross's fall out of the bar [s].
const FALL_S: f32 = 0.12;
/// Forest to mailbox [s].
const TO_MAILBOX_S: f32 = 0.4;
/// An expired mail's fading [s].
const FADE_S: f32 = 0.6;

/// How long a dot lives after its outcome [s].
pub const fn after_s(outcome: Outcome) -> f32 {
    match outcome {
        Outcome::Delivered => TO_MAILBOX_S,
        Outcome::Refused => REST_S + BACK_S + SETTLE_S,
        Outcome::Dropped => TURN_S + FALL_S + BACK_S + SETTLE_S,
        Outcome::Parked => SETTLE_S,
        Outcome::Expired => FADE_S,
    }
}
