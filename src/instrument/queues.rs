//! Queues: what Queue Viewer would list, for every queue of the run. The senders' queues are grouped
//! by region and mail server, and a group opens to the hosts that hold most.
//!
//! The columns are Exchange's, and so are Status and the retry times: one clock a queue. What other
//! mail servers have instead stands in the same columns and is said to be so.

use crate::inspect::Subject;
use crate::number::{self, THIN};
use crate::order;
use crate::scenario::REGIONS;
use crate::sim::Sim;
use crate::sim::name::Names;
use crate::sim::profile::{Clock, Kind, Profile};
use crate::sim::reply::Reply;
use crate::sim::sender::Host;
use crate::table::{Cell, Column, Source};
use crate::time::{Epoch, Time};

/// Hosts of a group that stand by themselves; the others are one row.
const HOSTS_SHOWN: usize = 10;
/// Shortest span that rates are worked out over [s].
const SPAN_MIN_S: f64 = 20.0;

const COLUMNS: &[Column] = &[
    Column::text("Queue", 184)
        .with_help("Whose it is, and how many hosts or queues stand together."),
    Column::text("Next Hop Domain", 144),
    Column::text("Delivery Type", 124).with_help(
        "Exchange's name for how the queue is delivered; for other mail servers their transport.",
    ),
    Column::text("Status", 148).with_help(
        "Retry: a clock holds mail back. Active: a connection is open. Ready: neither. Connecting \
         and Suspended do not occur here.",
    ),
    Column::number("Message Count", 104).with_help("Mails that wait in the queue."),
    Column::text("Next Retry Time", 124).with_help(
        "The first clock to come round. Exchange and the gateways have one a queue, Exim one a \
         host; Postfix and Sendmail take what is due at a scan; others retry mail by mail.",
    ),
    Column::text("Last Retry Time", 96).with_help("When a try failed last."),
    Column::text("Last Error", 172).growing(),
    Column::number("Incoming Rate", 92).with_help("Mails a minute that enter the queue."),
    Column::number("Outgoing Rate", 92).with_help("Mails a minute that leave it."),
    Column::number("Velocity", 84)
        .with_help("Outgoing Rate less Incoming Rate: above zero the queue drains."),
];

/// The queues at the cursor.
#[derive(Debug)]
pub struct Queues {
    rows: Vec<Row>,
    names: Names,
    epoch: Epoch,
    scale: u64,
}

#[derive(Clone, Debug)]
struct Row {
    who: Who,
    /// One of its hosts: all have the same next hop.
    host: u32,
    kind: Kind,
    status: String,
    held: u64,
    next: Next,
    failed: Option<(Time, Reply)>,
    /// Mails in and out a minute.
    rates: Option<[f64; 2]>,
}

/// What a row is of.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Who {
    /// A region's hosts of one kind: how many, and whether they are listed.
    Group { region: usize, hosts: usize, open: bool },
    /// One host.
    Host,
    /// So many other hosts of the group above.
    Others(usize),
}

/// When a queue is tried next.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Next {
    /// Nothing waits for a clock.
    No,
    /// Then.
    At(Time),
    /// Each mail has a time of its own.
    MailByMail,
}

impl Queues {
    /// The queues of a run; `open` names the groups whose hosts are listed, by their keys.
    pub fn new(sim: &Sim, open: &[u64]) -> Self {
        let mut queues = Queues {
            rows: Vec::new(),
            names: sim.names(),
            epoch: sim.scenario().epoch(),
            scale: sim.scenario().scale(),
        };
        for (kind, region, hosts) in groups(sim) {
            let first = hosts[0];
            let open = open.contains(&group_key(kind, region));
            let who = Who::Group { region, hosts: hosts.len(), open };
            queues.rows.push(row(sim, who, &hosts, first));
            if open {
                queues.list(sim, hosts);
            }
        }
        queues
    }

    /// Lists the hosts of a group that hold most, and the others as one.
    fn list(&mut self, sim: &Sim, mut hosts: Vec<u32>) {
        let shown = if hosts.len() > HOSTS_SHOWN + 1 { HOSTS_SHOWN } else { hosts.len() };
        order::by_rank(&mut hosts, |&host| (u32::MAX - sim.hosts()[host as usize].held()).into());
        let (most, others) = hosts.split_at(shown);
        self.rows.extend(most.iter().map(|&host| row(sim, Who::Host, &[host], host)));
        if let Some(&first) = others.first() {
            self.rows.push(row(sim, Who::Others(others.len()), others, first));
        }
    }

    /// What the row is of, for the inspector.
    pub fn subject(&self, row: usize) -> Subject {
        let row = &self.rows[row];
        match (row.kind, row.who) {
            (_, Who::Host) => Subject::Host(row.host),
            (Kind::Gateway, _) => Subject::Gateways,
            (Kind::Outbound, _) => Subject::Outbound,
            (kind, _) => Subject::Servers(self.names.place(row.host).region, kind),
        }
    }

    fn name(&self, row: &Row) -> String {
        match row.who {
            Who::Host => self.names.host(row.host),
            Who::Others(hosts) => format!("{} other hosts", number::thousands(hosts as u64)),
            Who::Group { region, hosts, .. } => {
                format!("{} {} · {hosts}", REGIONS[region].name, kind_name(row.kind))
            }
        }
    }

    fn next_retry(&self, row: &Row) -> Cell {
        let several = !matches!(row.who, Who::Host);
        match row.next {
            Next::No => Cell::none(),
            Next::MailByMail => Cell::ordered(f64::MAX, "mail by mail"),
            Next::At(at) => {
                let clock = self.epoch.clock_with_seconds(at);
                let text = if several { format!("from {clock}") } else { clock };
                Cell::ordered(at.secs_f64(), text)
            }
        }
    }

    fn rate(row: &Row, of: impl Fn([f64; 2]) -> f64) -> Cell {
        row.rates.map_or_else(Cell::none, |rates| {
            let rate = libm::round(of(rates));
            Cell::number(rate, number::thousands(rate as u64))
        })
    }
}

impl Source for Queues {
    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell {
        let row = &self.rows[row];
        match column {
            0 => Cell::text(self.name(row)),
            1 => match row.who {
                // A domain each.
                Who::Group { region, .. } if row.kind == Kind::Outbound => {
                    Cell::text(format!("outside-*.{}", crate::sim::name::domain(region)))
                }
                _ => Cell::text(self.names.next_hop(row.host)),
            },
            2 => Cell::text(delivery_type(row.kind)),
            3 => {
                let tone = if row.status.starts_with("Retry") { "held" } else { "" };
                Cell::text(row.status.clone()).with_tone(tone)
            }
            4 => {
                let held = row.held * self.scale;
                Cell::number(held as f64, number::thousands(held))
            }
            5 => self.next_retry(row),
            6 => row.failed.map_or_else(Cell::none, |(at, _)| {
                Cell::ordered(at.secs_f64(), self.epoch.clock_with_seconds(at))
            }),
            7 => row.failed.map_or_else(Cell::none, |(_, reply)| {
                Cell::text(reply.text()).with_tone(reply.code().tone())
            }),
            8 => Self::rate(row, |[incoming, _]| incoming),
            9 => Self::rate(row, |[_, outgoing]| outgoing),
            _ => row.rates.map_or_else(Cell::none, |[incoming, outgoing]| {
                let velocity = libm::round(outgoing - incoming);
                Cell::number(velocity, number::signed(velocity as i64))
            }),
        }
    }

    fn key(&self, row: usize) -> u64 {
        let row = &self.rows[row];
        let group = group_key(row.kind, self.names.place(row.host).region);
        match row.who {
            Who::Group { .. } => group,
            Who::Host => u64::from(row.host) + (1 << 32),
            Who::Others(_) => group + (1 << 33),
        }
    }

    fn is_part(&self, row: usize) -> bool {
        !matches!(self.rows[row].who, Who::Group { .. })
    }

    fn is_open(&self, row: usize) -> Option<bool> {
        match self.rows[row].who {
            Who::Group { open, .. } => Some(open),
            _ => None,
        }
    }
}

fn group_key(kind: Kind, region: usize) -> u64 {
    (region as u64) << 8 | kind as u64
}

/// The hosts by kind and region, each group in the order in which it stands: the senders first, then
/// gateways and outbound queues where there are any.
fn groups(sim: &Sim) -> Vec<(Kind, usize, Vec<u32>)> {
    let mut groups: Vec<(Kind, usize, Vec<u32>)> = Vec::new();
    let tally = sim.tally();
    for (index, host) in sim.hosts().iter().enumerate() {
        let is_there = match host.kind {
            Kind::Gateway => tally.parked > 0,
            Kind::Outbound => tally.outbound.offered > 0,
            _ => true,
        };
        if !is_there {
            continue;
        }
        match groups.last_mut() {
            Some((kind, region, hosts)) if (*kind, *region) == (host.kind, host.region) => {
                hosts.push(index as u32);
            }
            _ => groups.push((host.kind, host.region, vec![index as u32])),
        }
    }
    groups
}

/// A row of one host or several of one kind; `first` is one of them.
fn row(sim: &Sim, who: Who, hosts: &[u32], first: u32) -> Row {
    let kind = sim.hosts()[first as usize].kind;
    let profile = sim.profile(kind);
    let all = || hosts.iter().map(|&host| &sim.hosts()[host as usize]);
    let held = all().map(|host| u64::from(host.held())).sum();
    Row {
        who,
        host: first,
        kind,
        status: status(sim.now(), who, all()),
        held,
        next: next(profile, all()),
        failed: all().filter_map(|host| host.failed).max_by_key(|&(at, _)| at),
        rates: rates(sim, hosts),
    }
}

/// Whether a clock holds a host's mail back, a connection is open, or neither.
fn state(now: Time, host: &Host) -> &'static str {
    let waits = host.held() > 0;
    if waits && host.is_blocked(now) {
        "Retry"
    } else if host.open > 0 {
        "Active"
    } else if waits && host.ready.is_empty() {
        "Retry"
    } else {
        "Ready"
    }
}

/// The status of one queue, or the one that most mail of several is in: `Retry · 612 of 675`.
fn status<'a>(now: Time, who: Who, hosts: impl Iterator<Item = &'a Host>) -> String {
    let states = ["Retry", "Active", "Ready"];
    let mut counts = [(0, 0); 3];
    let mut all = 0;
    for host in hosts {
        all += 1;
        let state = state(now, host);
        let place = states.iter().position(|&known| known == state).unwrap_or(0);
        counts[place].0 += host.held();
        counts[place].1 += 1;
    }
    // Of equals the first: with nothing held, an open connection is more than none.
    let most = (0..3).rev().max_by_key(|&place| (counts[place].0, place == 1 && counts[1].1 > 0));
    let most = most.filter(|&place| counts[place].1 > 0).unwrap_or(2);
    let alike = counts[most].1;
    match who {
        Who::Host => states[most].to_owned(),
        _ if alike == all => states[most].to_owned(),
        _ => format!("{} · {alike} of {all}", states[most]),
    }
}

fn next<'a>(profile: &Profile, hosts: impl Iterator<Item = &'a Host>) -> Next {
    let mut waits = false;
    let mut due = Time::NEVER;
    for host in hosts.filter(|host| host.held() > 0) {
        waits = true;
        due = due.min(host.due);
    }
    match (due, &profile.clock) {
        (Time::NEVER, Clock::Mail) if waits => Next::MailByMail,
        (Time::NEVER, _) => Next::No,
        (at, _) => Next::At(at),
    }
}

/// Mails in and out a minute, real ones.
fn rates(sim: &Sim, hosts: &[u32]) -> Option<[f64; 2]> {
    let flows = sim.log()?.flows();
    let span_s = sim.now().saturating_sub(flows.from()).secs_f64();
    if span_s < SPAN_MIN_S {
        return None;
    }
    let factor = sim.scenario().scale() as f64 * 60.0 / span_s;
    let mut sums = [0.0; 2];
    for &host in hosts {
        let counts = flows.of(host as usize);
        sums[0] += f64::from(counts[0]) * factor;
        sums[1] += f64::from(counts[1]) * factor;
    }
    Some(sums)
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Postfix => "Postfix",
        Kind::Exim => "Exim",
        Kind::Exchange => "Exchange",
        Kind::Sendmail30 => "Sendmail -q30m",
        Kind::Sendmail60 => "Sendmail -q1h",
        Kind::Mimecast => "Mimecast-like",
        Kind::Ses => "Amazon SES-like",
        Kind::Impatient => "impatient apps",
        Kind::Textbook => "textbook senders",
        Kind::Gateway => "gateways",
        Kind::Outbound => "outbound queues",
    }
}

/// Exchange's delivery types; of other mail servers the transport that such mail takes by default.
fn delivery_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Exchange | Kind::Outbound => "DnsConnectorDelivery",
        Kind::Gateway => "SmartHostConnectorDelivery",
        Kind::Postfix => "smtp (Postfix)",
        Kind::Exim => "remote_smtp (Exim)",
        Kind::Sendmail30 | Kind::Sendmail60 => "esmtp (Sendmail)",
        Kind::Mimecast | Kind::Ses | Kind::Impatient | Kind::Textbook => "SMTP",
    }
}

/// What stands under the table: what is Exchange's and what is not, and how the sum reads.
pub fn note(sim: &Sim) -> String {
    let tally = sim.tally();
    let scale = sim.scenario().scale();
    let count = |mails: u64| number::count(mails * scale);
    let mut note = format!(
        "{}{THIN}held at senders, {} at gateways. Status and retry times are Exchange's; Postfix, \
         Exim and others have the nearest they know.",
        count(tally.held_senders.iter().sum()),
        count(tally.held_gateways),
    );
    if tally.outbound.offered > 0 {
        note.push_str(
            " The outbound queues are inside Exchange Online: nobody outside is told a 450.",
        );
    }
    note
}
