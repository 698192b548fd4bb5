//! What the stage draws at one instant, as plain numbers: the only thing it knows of the model.
//!
//! Mail counts and rates are already scaled to real mails; sessions and limits are the model's own
//! (one of them stands for as many real ones as one mail does).

use crate::sim::beside::State;
use crate::time::Time;

/// The picture at one instant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// The instant.
    pub at: Time,
    /// One row a region, in the order they are drawn.
    pub regions: Vec<RegionView>,
    /// Every forest, region by region; all regions have equally many.
    pub forests: Vec<ForestView>,
    /// The tenants' gateways.
    pub gateway: GatewayView,
    /// "Beside the mail path": one pill each.
    pub services: Vec<ServiceView>,
    /// The largest rate of any lane in the run so far [mails/s]: the scale of all lanes.
    pub lane_rate_max: f64,
}

/// One region: its senders, its front door, its mailboxes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RegionView {
    /// `NA`, `EMEA`, `APAC`.
    pub name: &'static str,
    /// Local minute of the day, 0..1440.
    pub local_minute: u32,
    /// Mails held at the senders.
    pub held: u64,
    /// The next time a sender that holds mail tries again; `None` if nothing waits for a clock.
    pub next_retry: Option<Time>,
    /// Share of the region's sending hosts by mail server, `("Postfix", 0.45)`; sums to 1.
    pub mix: Vec<(&'static str, f64)>,
    /// The front door's server cells: whether each already routes the new way.
    pub cells: Vec<bool>,
    /// Connections and mails offered to the front door [mails/s], over the last minute.
    pub attempts_rate: f64,
    /// Attempts that came back, refused or dropped [mails/s], over the last minute.
    pub returns_rate: f64,
    /// Mails delivered since the start.
    pub delivered: u64,
    /// Mails delivered [mails/s], over the last minute.
    pub delivered_rate: f64,
    /// Median delay of the mails delivered in the last ten minutes [s]; `None` if there were none.
    pub delay_median_s: Option<f64>,
    /// What passes by way of the gateways.
    pub gateway: GatewayRates,
    /// Exchange Online's own outbound mail, if the run has any.
    pub outbound: Option<OutboundView>,
}

/// What of a region passes by way of the gateways [mails/s], over the last minute.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GatewayRates {
    /// From the senders to the gateways.
    pub parked: f64,
    /// From the gateways to the door: tries with an outcome.
    pub handed_on: f64,
    /// From the door back to the gateways, refused or dropped.
    pub returned: f64,
}

impl From<[f64; 3]> for GatewayRates {
    /// Of mails parked, tries accepted and tries returned.
    fn from([parked, accepted, returned]: [f64; 3]) -> Self {
        GatewayRates { parked, handed_on: accepted + returned, returned }
    }
}

/// A region's queues of Exchange Online's own outbound mail.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OutboundView {
    /// Mails in them.
    pub held: u64,
    /// The next time one of them tries again; `None` if nothing waits for a clock.
    pub next_retry: Option<Time>,
}

/// One resource forest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ForestView {
    /// `F1`, `F2`, …
    pub name: String,
    /// Index of its region in [`Snapshot::regions`].
    pub region: usize,
    /// Sessions in progress.
    pub sessions: u32,
    /// Most sessions admitted at once; 0 is off.
    pub limit: u32,
    /// Lookups in progress at which the throughput is best (the peak of the USL curve); infinite
    /// when more sessions always help.
    pub knee: f64,
    /// Mails accepted (250) per minute, over the last minute.
    pub accepted_per_min: f64,
    /// The best this forest could accept per minute with healthy lookups.
    pub best_per_min: f64,
    /// How an operator would call it.
    pub health: ForestHealth,
    /// Whether the flighted package has reached it.
    pub flighted: bool,
    /// Rate of attempts [mails/s] that reach it from each region's front door, by region index.
    pub lanes: Vec<f64>,
}

/// A forest's state in an operator's words: healthy, busy, at limit, slowing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForestHealth {
    /// Room to spare.
    #[default]
    Healthy,
    /// Most of its limit is in use, nothing is refused. The stage has no word for it.
    Busy,
    /// At its limit within the last seconds: refusing.
    AtLimit,
    /// Lookups in progress past the knee while throughput is below its best.
    Slowing,
    /// Limit 0: admits nobody.
    Off,
}

impl ForestHealth {
    /// What the stage writes of it: room is room, however much is in use.
    #[must_use]
    pub fn on_stage(self) -> Self {
        if self == ForestHealth::Busy { ForestHealth::Healthy } else { self }
    }
}

/// A session in a forest, for who looks closely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionView {
    /// Its name, the same for as long as it is open: its entry, and when it was opened.
    pub id: (u32, Time),
    /// The number from 0 of the directory lookup in progress for the mail it carries; `None` while
    /// that mail is on the network.
    pub lookup: Option<u8>,
}

/// The gateways (SEG) in front of a share of the tenants.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GatewayView {
    /// Share of the tenants behind one, 0..=1; 0 is off.
    pub share: f64,
    /// Mails the gateways hold.
    pub held: u64,
    /// Whether what they hold can be read in emergency webmail now.
    pub readable: bool,
    /// Mails a minute they hand to EOP, over the last minute.
    pub drained_per_min: f64,
    /// The next time a gateway that holds mail tries again.
    pub next_retry: Option<Time>,
}

/// A service beside the mail path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceView {
    /// `Sign-in (Entra ID)`.
    pub name: &'static str,
    /// Its state.
    pub state: State,
}

/// What became of one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// 250: delivered to the mailbox.
    Delivered,
    /// 421 4.3.2 at the banner.
    Refused,
    /// The session was cut.
    Dropped,
    /// Accepted by a gateway that holds it.
    Parked,
    /// Given up by its sender.
    Expired,
    /// Refused for good (550).
    Rejected,
}
