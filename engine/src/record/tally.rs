//! What is counted: every figure the page and the command line show comes from here.
//! Simulated mails throughout; scaling is the reader's business.

use crate::scenario::REGIONS;

/// Counts since the start of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Mails created, by outside senders.
    pub offered: u64,
    /// Mails accepted by the service (250).
    pub delivered: u64,
    /// Mails refused for good (5xx), by the service or by a gateway.
    pub rejected: u64,
    /// Mails given up by their sender.
    pub expired: u64,
    /// Attempts at the service's door: each refused connection, and each mail that a session began.
    pub attempts: u64,
    /// Connections answered 421 (or 451, above a per-source limit).
    pub refused: u64,
    /// Mails the service answered with 550.
    pub replies_550: u64,
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
    /// Exchange Online's own outbound mail, which none of the other counts holds.
    pub outbound: Outbound,
}

/// Counts of Exchange Online's own outbound mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outbound {
    /// Mails its users sent to the outside.
    pub offered: u64,
    /// Mails that left.
    pub sent: u64,
    /// Mails given up: NDR 550 4.4.7.
    pub expired: u64,
    /// Mails in its queues now.
    pub held: u64,
    /// Mails in a session now.
    pub in_session: u64,
    /// Attempts.
    pub attempts: u64,
    /// Attempts that ended with Last Error 450 4.4.318: refused or cut.
    pub failed: u64,
}

impl Tally {
    /// Mails of outside senders held anywhere: at senders and gateways.
    pub fn held(&self) -> u64 {
        self.held_senders.iter().sum::<u64>() + self.held_gateways
    }

    /// Where the mails held at the gateways, or at the senders of a region, are counted.
    #[inline]
    pub(crate) fn held_by(&mut self, is_gateway: bool, region: usize) -> &mut u64 {
        if is_gateway { &mut self.held_gateways } else { &mut self.held_senders[region] }
    }

    /// Panics unless every mail is in exactly one place and every attempt had exactly one outcome.
    pub fn check(&self) {
        let ended = self.delivered + self.rejected + self.expired;
        assert_eq!(self.offered, ended + self.held() + self.in_session, "mails: {self:?}");
        let answered = self.delivered + self.refused + self.replies_550 + self.dropped;
        assert_eq!(self.attempts, answered + self.in_session, "attempts: {self:?}");
        let out = &self.outbound;
        assert_eq!(out.offered, out.sent + out.expired + out.held + out.in_session, "{out:?}");
        assert_eq!(out.attempts, out.sent + out.failed + out.in_session, "{out:?}");
    }
}

/// Counts that no series keeps, since the start of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// Connections refused for the per-source limit; part of [`Tally::refused`].
    pub refused_by_source: u64,
    /// Mails tried for the first time.
    pub first_attempts: u64,
    /// First attempts that were refused.
    pub first_refused: u64,
    /// Authors told that their mail is late.
    pub delay_notices: u64,
    /// Mails given up without a word to anyone; part of [`Tally::expired`].
    pub expired_silently: u64,
    /// Mails a gateway refused with 550 for a recipient that its copy of the directory did not know
    /// yet; part of [`Tally::rejected`].
    pub rejected_wrongly: u64,
    /// Mails that could be read in emergency webmail before they were delivered.
    pub readable: u64,
    /// Urgent mails.
    pub urgent: Urgent,
}

/// Urgent mails whose time has come, by what reached their people in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Urgent {
    /// Mails.
    pub due: u64,
    /// Delivered.
    pub by_mail: u64,
    /// Readable in emergency webmail.
    pub by_webmail: u64,
    /// Told through the out-of-band channel.
    pub by_channel: u64,
}

impl Urgent {
    /// Mails whose people nothing reached in time.
    pub fn missed(&self) -> u64 {
        self.due - self.by_mail - self.by_webmail - self.by_channel
    }
}
