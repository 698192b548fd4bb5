//! Message trace as the modern admin centre has it: the mails that the service took, with their
//! status and their events, 5 to 10 minutes late. A mail that was refused is not in it: that is why
//! an administrator who searches for it finds nothing.

use crate::number;
use crate::order;
use crate::rng::{Purpose, draw};
use crate::scenario::REGIONS;
use crate::sim::Sim;
use crate::sim::log::{Defer, Ended, Traced};
use crate::sim::mail::{Mail, MailId};
use crate::sim::name::Names;
use crate::sim::profile::Kind;
use crate::sim::reply::Reply;
use crate::table::{Cell, Column, Source};
use crate::time::{Epoch, Time};

/// How much later than an event message trace shows it at the earliest, and at the latest (Microsoft:
/// 5 to 10 minutes). How it is spread between is an assumption.
const LAG_MIN: Time = Time::from_mins(5);
const LAG_MAX: Time = Time::from_mins(10);

const COLUMNS: &[Column] = &[
    Column::text("Date (UTC)", 156).with_help("When the service received it."),
    Column::text("Sender", 232),
    Column::text("Recipient", 208),
    Column::text("Status", 112),
    Column::number("Waited outside (not in trace)", 184).with_help(
        "From its creation to its Receive: time at the sender, or at a gateway. Message trace does \
         not have it; the mail's own headers do.",
    ),
    Column::text("Events", 160).growing(),
];

/// A status, to the letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// In its mailbox, or with another system.
    Delivered,
    /// Sent on to the members of a group; the model has no groups.
    Expanded,
    /// Given up, or refused.
    Failed,
    /// Being attempted or re-attempted.
    Pending,
    /// Held by a filter; the model has none.
    Quarantined,
    /// The same.
    FilteredAsSpam,
    /// Received lately; nothing else is known.
    GettingStatus,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 7] = [
        Status::Delivered,
        Status::Expanded,
        Status::Failed,
        Status::Pending,
        Status::Quarantined,
        Status::FilteredAsSpam,
        Status::GettingStatus,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Status::Delivered => "Delivered",
            Status::Expanded => "Expanded",
            Status::Failed => "Failed",
            Status::Pending => "Pending",
            Status::Quarantined => "Quarantined",
            Status::FilteredAsSpam => "Filtered as spam",
            Status::GettingStatus => "Getting status",
        }
    }
}

/// Which mails are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of this status, or of all.
    pub status: Option<Status>,
    /// Of senders in this region, or of all.
    pub region: Option<usize>,
    /// Received within this time before the cursor, or ever.
    pub within: Option<Time>,
}

/// The trace at the cursor.
#[derive(Debug)]
pub struct MessageTrace {
    rows: Vec<Row>,
    /// Failed tries of outbound mails of the sample.
    defers: Vec<Defer>,
    now: Time,
    names: Names,
    epoch: Epoch,
    /// Mails that a row stands for: inbound, outbound.
    one_in: [u64; 2],
    has_outbound: bool,
    since: Time,
    scale: u64,
}

/// A mail.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Row {
    mail: MailId,
    host: u32,
    received: Time,
    status: Status,
    /// Failed tries of an outbound mail.
    defers: u16,
    /// When its queue was tried last, for one that waits after a try.
    deferred: Option<(Time, Reply)>,
    /// When it ended, if that is known.
    ended: Option<Time>,
    /// The forest it went through, for an inbound mail.
    forest: Option<u16>,
    /// How late message trace is with it.
    lag: Time,
    waited: Option<Time>,
}

impl MessageTrace {
    /// What message trace shows of a run.
    pub fn new(sim: &Sim, wanted: Wanted) -> Self {
        let mut trace = MessageTrace {
            rows: Vec::new(),
            defers: Vec::new(),
            now: sim.now(),
            names: sim.names(),
            epoch: sim.scenario().epoch(),
            one_in: [1; 2],
            has_outbound: sim.tally().outbound.offered > 0,
            since: sim.now(),
            scale: sim.scenario().scale(),
        };
        let Some(log) = sim.log() else { return trace };
        trace.one_in = log.traced().one_in();
        trace.since = log.since();
        trace.defers = log.traced().defers().to_vec();
        ended(sim, log.traced(), &mut trace.rows);
        pending(sim, log.traced(), &mut trace.rows);
        let earliest = wanted.within.map_or(Time::ZERO, |within| sim.now().saturating_sub(within));
        trace.rows.retain(|row| {
            wanted.status.is_none_or(|status| status == row.status)
                && wanted.region.is_none_or(|region| region == row.mail.region())
                && row.received >= earliest
        });
        // The newest first, as message trace lists them.
        order::by_rank(&mut trace.rows, |row| {
            u128::from(u64::MAX - row.received.us()) << 64 | u128::from(row.mail.entity())
        });
        trace
    }

    /// The mail of a row.
    pub fn mail(&self, row: usize) -> MailId {
        self.rows[row].mail
    }

    /// How much of what there is is shown.
    pub fn extent(&self) -> String {
        let each = self.one_in.map(|mails| number::thousands(mails * self.scale));
        let outbound =
            if self.has_outbound { format!(" ({} outbound)", each[1]) } else { String::new() };
        let since = self.epoch.clock(self.since);
        format!("one for {} mails{outbound} since {since}", each[0])
    }

    /// The events of a row's mail with their times, and what message trace says of each.
    pub fn events_of(&self, row: usize) -> Vec<(Time, &'static str, String)> {
        let row = &self.rows[row];
        let host = self.names.host(row.host);
        if !row.mail.is_outbound() {
            let door = row.forest.map_or(String::new(), |f| format!(", through F{}", f + 1));
            let mut events = vec![(row.received, "Receive", format!("from {host}{door}"))];
            events.extend(row.ended.map(|at| (at, "Deliver", "to the mailbox".to_owned())));
            return events;
        }
        let mut events = vec![(row.received, "Receive", "from a mailbox of the tenant".to_owned())];
        let known = |defer: &&Defer| defer.mail == row.mail && defer.at + row.lag <= self.now;
        let of = |(at, reply): (Time, Reply)| (at, "Defer", reply.text().to_owned());
        events.extend(self.defers.iter().filter(known).map(|defer| of((defer.at, defer.reply))));
        if events.len() == 1 {
            // Its own tries were before the log, or are not in the sample: its queue's last.
            events.extend(row.deferred.map(of));
        }
        if let Some(at) = row.ended {
            events.push(match row.status {
                Status::Failed => (at, "Fail", Reply::Expired.text().to_owned()),
                _ => (at, "Send", format!("to {}", self.names.next_hop(row.host))),
            });
        }
        events
    }

    fn events(row: &Row) -> String {
        let outbound = row.mail.is_outbound();
        let mut events = match row.defers {
            0 => "Receive".to_owned(),
            1 => "Receive, Defer".to_owned(),
            times => format!("Receive, Defer ×{times}"),
        };
        match row.status {
            Status::Delivered if outbound => events.push_str(", Send"),
            Status::Delivered => events.push_str(", Deliver"),
            Status::Failed => events.push_str(", Fail"),
            _ => {}
        }
        events
    }
}

impl Source for MessageTrace {
    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell {
        let row = &self.rows[row];
        match column {
            0 => {
                let date = self.epoch.date(row.received);
                let clock = self.epoch.clock_with_seconds(row.received);
                Cell::ordered(row.received.secs_f64(), format!("{date} {clock}"))
            }
            1 => Cell::text(self.names.sender(row.mail, row.host)),
            2 => Cell::text(self.names.recipient(row.mail, row.host)),
            3 => Cell::text(row.status.name()).with_tone(match row.status {
                Status::Delivered => "delivered",
                Status::Failed => "expired",
                Status::Pending => "held",
                _ => "",
            }),
            4 => row.waited.map_or_else(Cell::none, |waited| {
                Cell::number(waited.secs_f64(), number::delay(waited.secs_f64()))
            }),
            _ => Cell::text(Self::events(row)),
        }
    }

    fn key(&self, row: usize) -> u64 {
        self.rows[row].mail.entity()
    }
}

/// How late message trace is with a mail.
fn lag(sim: &Sim, mail: MailId) -> Time {
    let part = draw(sim.seed(), mail.entity(), Purpose::TraceLag, 0).unit();
    LAG_MIN + Time::from_secs_f64((LAG_MAX - LAG_MIN).secs_f64() * part)
}

/// The mails that have ended, as far as that is known by now.
fn ended(sim: &Sim, traced: &Traced, rows: &mut Vec<Row>) {
    let now = sim.now();
    for mail in traced.mails() {
        // Taken is delivered, in the model; a mail of its own the service has from its creation.
        let outbound = mail.mail.is_outbound();
        let received = if outbound { mail.created } else { mail.at };
        if received + LAG_MIN > now {
            continue;
        }
        let lag = lag(sim, mail.mail);
        let tries = mail.tries;
        let known = mail.at + lag <= now;
        let status = match mail.ended {
            Ended::Delivered if known => Status::Delivered,
            Ended::Failed if known => Status::Failed,
            _ if received + lag > now => Status::GettingStatus,
            _ => Status::Pending,
        };
        let succeeded = u16::from(mail.ended == Ended::Delivered);
        let failures = tries.saturating_sub(succeeded);
        rows.push(Row {
            mail: mail.mail,
            host: mail.host,
            received,
            status,
            deferred: None,
            defers: if outbound && status != Status::GettingStatus { failures } else { 0 },
            ended: known.then_some(mail.at),
            forest: mail.forest,
            lag,
            waited: (!outbound).then(|| mail.at.saturating_sub(mail.created)),
        });
    }
}

/// Exchange Online's own mail that waits in its queues.
fn pending(sim: &Sim, traced: &Traced, rows: &mut Vec<Row>) {
    let now = sim.now();
    for (index, host) in sim.hosts().iter().enumerate() {
        if host.kind != Kind::Outbound {
            continue;
        }
        // What was tried is shown, sampled or not: only the first of a queue are.
        let shown = |mail: &&Mail| mail.tries > 0 || traced.holds(mail.id);
        for mail in host.ready.iter().filter(shown) {
            let received = sim.created_at(mail.id).unwrap_or_default();
            if received + LAG_MIN > now {
                continue;
            }
            let lag = lag(sim, mail.id);
            let status = if received + lag > now { Status::GettingStatus } else { Status::Pending };
            rows.push(Row {
                mail: mail.id,
                host: index as u32,
                received,
                status,
                defers: if status == Status::Pending { mail.tries } else { 0 },
                deferred: host.failed.filter(|_| status == Status::Pending && mail.tries > 0),
                ended: None,
                forest: None,
                lag,
                waited: None,
            });
        }
    }
}

/// What message trace cannot show, and why.
pub fn note(sim: &Sim) -> String {
    let (tally, scale) = (sim.tally(), sim.scenario().scale());
    let senders = tally.held_senders.iter().sum::<u64>() * scale;
    let gateways = tally.held_gateways * scale;
    if senders + gateways == 0 {
        return "No mail waits outside: message trace shows all there is.".to_owned();
    }
    let at_gateways = if gateways > 0 {
        format!(" and {} at gateways", number::count(gateways))
    } else {
        String::new()
    };
    format!(
        "{} mails wait at senders{at_gateways}; EOP never took them, so message trace cannot show \
         them.",
        number::count(senders)
    )
}

/// The regions that can be chosen.
pub fn regions(sim: &Sim) -> Vec<&'static str> {
    REGIONS[..sim.regions()].iter().map(|region| region.name).collect()
}
