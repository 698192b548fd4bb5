//! What the stage knows of the model: the engine's picture of an instant, and the mails on their way.

pub use engine::snapshot::{
    ForestHealth, ForestView, GatewayRates, GatewayView, OutboundView, Outcome, RegionView,
    ServiceView, SessionView, Snapshot,
};

/// A sampled mail's way to its outcome, drawn as a dot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// The mail's id: the same mail keeps its small offset inside a lane for life.
    pub mail: u64,
    /// Index of the region it comes from.
    pub region: u8,
    /// Index of the forest in [`Snapshot::forests`] that decided; `None` for a mail handed to a
    /// gateway, which decides at once.
    pub forest: Option<u16>,
    /// Whether it starts at the gateway instead of at the region's senders.
    pub from_gateway: bool,
    /// Whether it is Exchange Online's own outbound mail.
    pub outbound: bool,
    /// What became of the attempt.
    pub outcome: Outcome,
    /// Wall seconds the session is shown inside the forest (0 for a refusal at the banner).
    pub inside_s: f32,
    /// Wall seconds since the outcome; negative while on the way. The whole position follows
    /// from this one number.
    pub phase_s: f32,
}
