//! What is counted: every figure the page and the command line show comes from here.
//! Simulated mails throughout; scaling is the reader's business.

use crate::scenario::REGIONS;

/// Counts since the start of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Mails created.
    pub offered: u64,
    /// Mails accepted by the service (250).
    pub delivered: u64,
    /// Mails refused for good (5xx).
    pub rejected: u64,
    /// Mails given up by their sender.
    pub expired: u64,
    /// Attempts: each refused connection, and each mail that a session began.
    pub attempts: u64,
    /// Connections answered 421.
    pub refused: u64,
    /// Sessions cut.
    pub dropped: u64,
    /// Mails in a session now.
    pub in_session: u64,
    /// Mails held at the senders now, by region.
    pub held_senders: [u64; REGIONS.len()],
    /// Mails held at the gateways now.
    pub held_gateways: u64,
    /// Mails ever handed to a gateway.
    pub parked: u64,
    /// Mails a gateway handed on to the service.
    pub drained: u64,
    /// Delivered, by region.
    pub delivered_in: [u64; REGIONS.len()],
    /// Attempts, by region of the front door.
    pub attempts_in: [u64; REGIONS.len()],
    /// Attempts refused or cut, by region.
    pub returned_in: [u64; REGIONS.len()],
}

impl Tally {
    /// Mails held anywhere: at senders and gateways.
    pub fn held(&self) -> u64 {
        self.held_senders.iter().sum::<u64>() + self.held_gateways
    }

    /// Panics unless every mail is in exactly one place and every attempt had exactly one outcome.
    pub fn check(&self) {
        let ended = self.delivered + self.rejected + self.expired;
        assert_eq!(self.offered, ended + self.held() + self.in_session, "mails: {self:?}");
        let answered = self.delivered + self.refused + self.rejected + self.dropped;
        assert_eq!(self.attempts, answered + self.in_session, "attempts: {self:?}");
    }
}
