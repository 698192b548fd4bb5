//! What is said of a mail server: how it keeps and retries what was refused. Each kind's figures,
//! with their sources, stand in `profile/table.rs`.

mod table;

use crate::scenario::Field;
use crate::time::Time;

/// A kind of sending mail server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// Postfix 3.
    Postfix,
    /// Exim 4.
    Exim,
    /// Exchange Server 2016/2019.
    Exchange,
    /// Sendmail 8 with a queue run every 30 minutes.
    Sendmail30,
    /// Sendmail 8 with a queue run every hour.
    Sendmail60,
    /// A sender that retries by Mimecast's delivery table.
    Mimecast,
    /// A bulk service like Amazon SES.
    Ses,
    /// An application with few tries that gives up silently.
    Impatient,
    /// Each mail retries alone: the classical retrial queue.
    Textbook,
    /// An email gateway in front of a tenant.
    Gateway,
    /// Exchange Online's own outbound queues.
    Outbound,
}

/// Every kind, in the order of [`Kind`].
pub const KINDS: [Kind; 11] = [
    Kind::Postfix,
    Kind::Exim,
    Kind::Exchange,
    Kind::Sendmail30,
    Kind::Sendmail60,
    Kind::Mimecast,
    Kind::Ses,
    Kind::Impatient,
    Kind::Textbook,
    Kind::Gateway,
    Kind::Outbound,
];

/// The outside senders' kinds with the field that gives their part of the mix.
pub const SENDERS: [(Kind, Field); 9] = [
    (Kind::Postfix, Field::MixPostfix),
    (Kind::Exim, Field::MixExim),
    (Kind::Exchange, Field::MixExchange),
    (Kind::Sendmail30, Field::MixSendmail30),
    (Kind::Sendmail60, Field::MixSendmail60),
    (Kind::Mimecast, Field::MixMimecast),
    (Kind::Ses, Field::MixSes),
    (Kind::Impatient, Field::MixImpatient),
    (Kind::Textbook, Field::MixTextbook),
];

/// How one kind behaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Its name, as administrators say it.
    pub name: &'static str,
    /// Whose clock decides the next try after a refusal at the banner, or a lost connection.
    pub clock: Clock,
    /// How a mail waits that was refused alone: at RCPT, or always where the clock is the mail's.
    /// `None`: as the clock has it, without the host's share in it.
    pub own: Option<Waits>,
    /// MX addresses tried before an attempt counts as failed.
    pub addresses: u32,
    /// Connections in parallel.
    pub connections: Connections,
    /// Mails carried by one connection at most.
    pub mails_per_connection: u32,
    /// How long one connection is kept in use at most.
    pub connection_age_max: Time,
    /// Age at which a mail is given up, checked when its next try is due.
    pub lifetime: Time,
    /// Tries after which a mail is given up, where they are counted.
    pub tries_max: Option<u8>,
    /// Whether a mail that is given up is gone without a word (no NDR).
    pub silent: bool,
    /// Age at which the sender is told that mail is late; never for some.
    pub delay_notice: Option<Time>,
    /// Where the figures come from.
    pub source: &'static str,
}

/// Whose clock decides when a refused mail is tried again.
#[derive(Clone, Debug, PartialEq)]
pub enum Clock {
    /// Postfix: each mail's age decides, at a scan of the deferred queue; and a destination that
    /// failed is dead for a while, during which mail that comes due is deferred again untried.
    MailAge {
        /// Shortest wait, and how long a destination stays dead (`minimal_backoff_time`).
        min: Time,
        /// Longest wait (`maximal_backoff_time`).
        max: Time,
        /// Time between two scans (`queue_run_delay`).
        scan: Time,
    },
    /// Sendmail: a queue run tries everything; a refused connection ends the run for this
    /// destination. New mail is tried at once.
    QueueRun {
        /// Time between two runs (`-q30m`).
        every: Time,
    },
    /// Exim: the time since the host's first failure decides, for every mail to that host.
    HostAge {
        /// Rules: until this time since the first failure, how the gap grows.
        rules: &'static [HostRule],
        /// A host that has failed for longer bounces what it has and what comes.
        cutoff: Time,
    },
    /// Exchange and gateways: failures of the queue in a row decide.
    QueueSteps {
        /// So many times this gap, one after another.
        steps: Vec<(u32, Time)>,
        /// Then always this gap.
        then: Time,
    },
    /// Each mail's own, [`Profile::own`].
    Mail,
}

/// How a mail that waits alone finds its next try.
#[derive(Clone, Debug, PartialEq)]
pub enum Waits {
    /// Exponential with this mean.
    Exponential(Time),
    /// Always this long.
    Fixed(Time),
    /// It does not: refused is lost.
    Never,
    /// So many times this gap, one after another, then always the last.
    Steps(&'static [(u8, Time)]),
    /// Exim's rules, by the mail's age.
    Rules(&'static [HostRule]),
}

/// One rule of Exim's retry configuration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HostRule {
    /// In force until this long after the first failure.
    pub until: Time,
    /// The gap, or the smallest one if gaps grow.
    pub gap: Time,
    /// What each gap is multiplied by to give the next; 1 keeps it.
    pub growth: f64,
}

/// How many connections a host opens towards the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connections {
    /// Postfix: a window that starts here, grows by one with each success and shrinks by one with
    /// each failure.
    Window {
        /// `initial_destination_concurrency`.
        initial: u32,
        /// `default_destination_concurrency_limit`.
        max: u32,
    },
    /// One while a failed destination is probed, else up to this many.
    Probe {
        /// `remote_max_parallel`.
        max: u32,
    },
    /// One for so many waiting mails, up to a maximum.
    PerQueued {
        /// Mails per connection.
        mails: u32,
        /// `MaxPerDomainOutboundConnections`.
        max: u32,
    },
    /// One a mail.
    PerMail,
}
