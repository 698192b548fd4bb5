//! What the inspector shows of anything on the stage: words and figures at the cursor, as plain data
//! that compares equal while nothing a reader could see has changed.
//!
//! A [`Subject`] says what is looked at; a [`Card`] is what is to be seen of it. Knows no component
//! and no pixel; every figure is read from the run.

mod beside;
pub mod find;
mod forest;
mod gateway;
mod mail;
mod rule;
mod sender;
mod service;
pub mod transcript;
mod usl;

use crate::number;
use crate::playback::{Player, Run, Side};
use crate::scenario::{ActionKind, REGIONS};
use crate::sim::Sim;
use crate::sim::beside::State;
use crate::sim::mail::{Mail, MailId};
use crate::sim::profile::Kind;
use crate::sim::trail::Room;
use crate::stage::Outcome;
use crate::time::Time;

use transcript::Line;
pub use usl::Usl;

/// What the reader looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Nothing yet: a mail is to be found.
    Find,
    /// A mail.
    Mail(MailId),
    /// All senders of a region.
    Sender(usize),
    /// A region's hosts that run one kind of mail server.
    Servers(usize, Kind),
    /// One host, by its index among all.
    Host(u32),
    /// A region's front door.
    Door(usize),
    /// A resource forest, by its index among all.
    Forest(usize),
    /// A region's mailboxes.
    Mailboxes(usize),
    /// The tenants' gateways.
    Gateways,
    /// Exchange Online's own outbound queues.
    Outbound,
    /// What stands beside the mail path.
    Services,
}

/// What is to be seen of a subject.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// Its name: `Mail NA-48213`, `Forest F3`.
    pub title: String,
    /// Where it belongs: `NA · Postfix`. May be empty.
    pub place: String,
    /// How it is now, in a sentence or two.
    pub lead: String,
    /// The same for readers who listen: words that change only when something has happened.
    pub news: String,
    /// The mail that can be pinned, if it is one.
    pub mail: Option<MailId>,
    /// What has become of a mail in each world, once the run was split.
    pub fates: Option<[String; 2]>,
    /// The rest, under headings.
    pub sections: Vec<Section>,
}

/// A part of a card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Its heading.
    pub heading: &'static str,
    /// What it holds.
    pub rows: Vec<Row>,
}

/// A line of a part.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A figure with its name, and what else there is to say of it.
    Fact {
        /// Its name.
        name: String,
        /// The figure.
        value: String,
        /// Under it, small; may be empty.
        note: String,
    },
    /// The same, leading to another subject.
    Link {
        /// What it leads to.
        to: Subject,
        /// Its name.
        name: String,
        /// The figure.
        value: String,
    },
    /// A sentence.
    Text(String),
    /// What there is to say of the row above it.
    Note(String),
    /// Words of a mail server, to the letter.
    Quote(String),
    /// Where figures come from.
    Source(String),
    /// A try of a mail.
    Try(Box<Try>),
    /// A forest's throughput by lookups in progress, and where it works now.
    Usl(Box<Usl>),
    /// What works for whom.
    Board(Box<Board>),
    /// Something to set.
    Choice(Box<Choice>),
}

/// One try of a mail.
#[derive(Clone, Debug, PartialEq)]
pub struct Try {
    /// Its number, from 1.
    pub number: u32,
    /// When it began.
    pub clock: String,
    /// `F1`; empty if no forest was tried.
    pub forest: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The same in a word or two: `421 4.3.2`.
    pub word: String,
    /// How full the forest was, `50/50`, or how long it took.
    pub room: String,
    /// Every forest of the region, where it was refused.
    pub rooms: Vec<Room>,
    /// How full the others were, in words.
    pub neighbours: String,
    /// What was said.
    pub lines: Vec<Line>,
}

impl Default for Try {
    fn default() -> Self {
        Try {
            number: 0,
            clock: String::new(),
            forest: String::new(),
            outcome: Outcome::Refused,
            word: String::new(),
            room: String::new(),
            rooms: Vec::new(),
            neighbours: String::new(),
            lines: Vec::new(),
        }
    }
}

/// Who has what: a line for each need, a column for each kind of tenant.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// The columns: what such tenants have, and how many there are now, `–` for none.
    pub heads: [(&'static str, String); 4],
    /// The lines: a need, and how it is with it in each column.
    pub lines: Vec<(&'static str, [State; 4])>,
}

/// Something that can be set at the cursor.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What.
    pub name: &'static str,
    /// What it can be set to, and by which action.
    pub options: Vec<(&'static str, ActionKind)>,
    /// Which of them is in force.
    pub chosen: usize,
}

/// What a card is read from: one world at the cursor.
struct View<'a> {
    run: &'a Run,
    sim: &'a Sim,
}

impl Player {
    /// What is to be seen of a subject at the cursor, in a world; in the first if there is no other.
    pub fn card(&self, subject: Subject, side: Side) -> Card {
        let run = self.side(side).unwrap_or(self.run());
        let view = View { run, sim: run.sim() };
        let mut card = match subject {
            Subject::Find => find::card(&view),
            Subject::Mail(mail) => mail::card(&view, mail),
            Subject::Sender(region) => sender::region(&view, region),
            Subject::Servers(region, kind) => sender::servers(&view, region, kind),
            Subject::Host(host) => sender::host(&view, host),
            Subject::Door(region) => service::door(&view, region),
            Subject::Forest(forest) => forest::card(&view, forest),
            Subject::Mailboxes(region) => service::mailboxes(&view, region),
            Subject::Gateways => gateway::gateways(&view),
            Subject::Outbound => gateway::outbound(&view),
            Subject::Services => beside::card(&view),
        };
        card.news = match card.mail {
            Some(mail) => run.fate(mail).unwrap_or_default(),
            None => card.lead.clone(),
        };
        if let (Some(mail), [Some(a), Some(b)]) =
            (card.mail, [Side::A, Side::B].map(|s| self.side(s)))
        {
            let fate = |run: &Run| run.fate(mail).unwrap_or_default();
            card.fates = Some([fate(a), fate(b)]);
        }
        card
    }
}

impl View<'_> {
    /// `13:06:12`, with its day unless that is the run's first.
    fn when(&self, at: Time) -> String {
        let epoch = self.sim.scenario().epoch();
        let (date, clock) = (epoch.date(at), epoch.clock_with_seconds(at));
        if date == epoch.date(Time::ZERO) {
            return clock;
        }
        let day = date.split_once(' ').map_or("", |(_, day)| day);
        format!("{day} {clock}")
    }

    /// Simulated mails as real ones, `812 k`.
    fn mails(&self, count: u64) -> String {
        number::count(count * self.sim.scenario().scale())
    }

    fn region_name(&self, region: usize) -> &'static str {
        REGIONS.get(region).filter(|_| region < self.sim.regions()).map_or("", |it| it.name)
    }

    /// The host that a mail came from.
    fn sender_host(&self, mail: MailId) -> u32 {
        if mail.is_outbound() {
            self.sim.outbound_of(mail)
        } else {
            self.sim.sender_of(Mail::new(mail))
        }
    }
}

/// `Mail NA-48213`, `Mail NA-out-512`.
pub fn mail_name(mail: MailId) -> String {
    let region = REGIONS.get(mail.region()).map_or("", |region| region.name);
    let out = if mail.is_outbound() { "out-" } else { "" };
    format!("Mail {region}-{out}{}", mail.number())
}

fn fact(name: &str, value: &str) -> Row {
    Row::Fact { name: name.to_owned(), value: value.to_owned(), note: String::new() }
}

fn noted(name: &str, value: &str, note: &str) -> Row {
    Row::Fact { name: name.to_owned(), value: value.to_owned(), note: note.to_owned() }
}

fn link(to: Subject, name: &str, value: &str) -> Row {
    Row::Link { to, name: name.to_owned(), value: value.to_owned() }
}
