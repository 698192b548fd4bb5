//! What the inspector shows of anything on the stage: words and figures at the cursor, as plain data
//! that compares equal while nothing a reader could see has changed.
//!
//! A [`Subject`] says what is looked at; a [`Card`] is what is to be seen of it. Knows no component
//! and no pixel; every figure is read from the run.

use crate::playback::Player;
use crate::scenario::REGIONS;
use crate::sim::mail::MailId;
use crate::sim::profile::Kind;

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
}

impl Player {
    /// What is to be seen of a subject at the cursor.
    pub fn card(&self, subject: Subject) -> Card {
        Card { title: self.name_of(subject), ..Card::default() }
    }

    /// What a subject is called.
    pub fn name_of(&self, subject: Subject) -> String {
        let region = |region: usize| REGIONS.get(region).map_or("", |region| region.name);
        match subject {
            Subject::Find => "Find a mail".to_owned(),
            Subject::Mail(mail) => mail_name(mail),
            Subject::Sender(at) => format!("{} senders", region(at)),
            Subject::Servers(at, kind) => {
                format!("{} · {}", region(at), self.sim().profile(kind).name)
            }
            Subject::Host(host) => format!("Host {host}"),
            Subject::Door(at) => format!("{} front door", region(at)),
            Subject::Forest(forest) => format!("Forest F{}", forest + 1),
            Subject::Mailboxes(at) => format!("{} mailboxes", region(at)),
            Subject::Gateways => "Gateways".to_owned(),
            Subject::Outbound => "Outbound queues".to_owned(),
            Subject::Services => "Beside the mail path".to_owned(),
        }
    }
}

/// `Mail NA-48213`, `Mail NA-out-512`.
pub fn mail_name(mail: MailId) -> String {
    let region = REGIONS.get(mail.region()).map_or("", |region| region.name);
    let out = if mail.is_outbound() { "out-" } else { "" };
    format!("Mail {region}-{out}{}", mail.number())
}
