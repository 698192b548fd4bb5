//! SMTP log: one row an attempt, as its sender's log has it, and beside it what only the service knew:
//! which forest it met and how full that was at the instant.

use crate::inspect::transcript::spoken;
use crate::number;
use crate::sim::Sim;
use crate::sim::log::Entry;
use crate::sim::mail::MailId;
use crate::sim::name::Names;
use crate::sim::reply::{Code, Reply};
use crate::table::{Cell, Column, Source};
use crate::time::{Epoch, Time};

const COLUMNS: &[Column] = &[
    Column::text("Time", 104).with_help("When the reply fell, UTC."),
    Column::text("Code", 120),
    Column::text("Host", 232).with_help("Who sends, and the gateway it passes through. Invented."),
    Column::text("Forest", 64),
    Column::text("Sessions", 88)
        .with_help("Open in the forest at that instant, of those it admits. No log has this."),
    Column::text("Mail", 112),
    Column::number("Try", 56),
    Column::text("Reply", 360).growing(),
];

/// Which entries are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of this code, or of all.
    pub code: Option<Code>,
    /// Of this forest, or of all.
    pub forest: Option<u16>,
}

/// The log at the cursor.
#[derive(Clone, Debug)]
pub struct SmtpLog {
    entries: Vec<Entry>,
    names: Names,
    epoch: Epoch,
    timeout: Time,
    /// Since when nothing of what is wanted is missing.
    since: Time,
}

/// A line of a dialogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Time,
    /// `+` connected, `-` ended, `>` the sender says, `<` the service says, `*` what else there is.
    pub sign: char,
    /// What.
    pub text: String,
}

impl SmtpLog {
    /// The log of a run, as far as it is wanted.
    pub fn new(sim: &Sim, wanted: Wanted) -> Self {
        let is_wanted = |code| wanted.code.is_none_or(|only| only == code);
        let kept = sim.log().map(|log| log.entries(is_wanted));
        let (mut entries, since) = kept.unwrap_or((Vec::new(), sim.now()));
        if let Some(forest) = wanted.forest {
            entries.retain(|entry| entry.forest == forest);
        }
        SmtpLog {
            entries,
            names: sim.names(),
            epoch: sim.scenario().epoch(),
            timeout: sim.session_timeout(),
            since,
        }
    }

    /// `log since 13:05`, or with seconds where older entries gave way to newer ones.
    pub fn since(&self) -> String {
        format!("log since {}", self.epoch.clock_with_seconds(self.since))
    }

    /// Whether it is of this run.
    pub fn is_of(&self, sim: &Sim) -> bool {
        self.names == sim.names()
    }

    /// The entry of a row.
    pub fn entry(&self, row: usize) -> &Entry {
        &self.entries[row]
    }

    /// `13:40:02.125 · Mail NA-48213, try 4`: what a row is.
    pub fn name(&self, row: usize) -> String {
        let entry = &self.entries[row];
        let (time, mail) = (self.time(entry.at), crate::inspect::mail_name(entry.mail));
        format!("{time} · {mail}, try {}", entry.tries)
    }

    /// What was said in an attempt, line by line.
    pub fn dialogue(&self, row: usize) -> Vec<Line> {
        let entry = &self.entries[row];
        let mut lines = Dialogue { began: entry.began, lines: Vec::new() };
        let server = self.names.server(usize::from(entry.forest));
        if entry.mail.is_outbound() {
            self.outbound(entry, &mut lines);
            return lines.lines;
        }
        if entry.carried > 1 {
            lines.add('*', format!("on the connection that carried {} before", entry.carried - 1));
        } else {
            let address = entry.address + 1;
            lines.add('+', format!("connected to {server}, MX address {address}"));
        }
        let refused = matches!(entry.reply.code(), Code::Refused | Code::Deferred);
        if !refused || entry.at_rcpt {
            if entry.carried <= 1 {
                lines.add('<', banner(&server, self.epoch, entry.began));
                lines.add('*', "EHLO and STARTTLS are left out".to_owned());
            }
            lines.add('>', format!("MAIL FROM:<{}>", self.names.sender(entry.mail, entry.host)));
            lines.add('>', format!("RCPT TO:<{}>", self.names.recipient(entry.mail, entry.host)));
        }
        if !refused {
            let took = entry.at.saturating_sub(entry.began);
            // Nobody asks for the policy of a recipient who does not exist.
            let lookups = match entry.reply {
                Reply::UnknownRecipient => "lookup: recipient",
                _ => "lookups: recipient, policy, mailbox location",
            };
            lines.add('*', format!("{lookups}, {}", number::delay(took.secs_f64())));
        }
        match entry.reply {
            Reply::Lost => {
                let limit = number::delay(self.timeout.secs_f64());
                lines.end('-', format!("{}; no reply within {limit}", entry.reply.text()), entry);
            }
            Reply::Accepted => {
                lines.end('>', "DATA".to_owned(), entry);
                lines.end('<', entry.reply.text().to_owned(), entry);
            }
            reply => {
                lines.end('<', spoken(reply, &server), entry);
                if refused {
                    lines.end('-', "closed by the service".to_owned(), entry);
                }
            }
        }
        lines.lines
    }

    /// Exchange Online sends: the forest is its own way out.
    fn outbound(&self, entry: &Entry, lines: &mut Dialogue) {
        let hop = self.names.next_hop(entry.host);
        let forest = entry.forest + 1;
        lines.add('+', format!("to {hop}, out through F{forest}"));
        // Refused at once, it has said nothing.
        if entry.at > entry.began {
            lines.add('>', format!("MAIL FROM:<{}>", self.names.sender(entry.mail, entry.host)));
            lines.add('>', format!("RCPT TO:<{}>", self.names.recipient(entry.mail, entry.host)));
        }
        if entry.reply == Reply::Accepted {
            lines.end('<', "250 of the system outside".to_owned(), entry);
        } else {
            lines.end('*', format!("Last Error: {}", entry.reply.text()), entry);
        }
    }

    fn time(&self, at: Time) -> String {
        let ms = at.us() / 1000 % 1000;
        format!("{}.{ms:03}", self.epoch.clock_with_seconds(at))
    }

    /// All of it as text, for a file: a head, then every attempt line by line.
    pub fn to_text(&self) -> String {
        let mut text = format!(
            "# SMTP log, {} on {}, UTC. A simulation: hosts are invented.\n\
             # time, host, forest, sessions, mail, try; then + connected, - ended, > sender, \
             < service, * note\n",
            self.since(),
            self.epoch.date(self.since),
        );
        for row in 0..self.entries.len() {
            let cells = [0, 2, 3, 4, 5, 6].map(|column| self.cell(row, column).text);
            text.push_str(&cells.join(" "));
            text.push('\n');
            for line in self.dialogue(row) {
                let (time, Line { sign, text: said, .. }) = (self.time(line.at), line);
                for part in ["  ", &time, " ", sign.encode_utf8(&mut [0; 4]), " ", &said, "\n"] {
                    text.push_str(part);
                }
            }
        }
        text
    }
}

struct Dialogue {
    began: Time,
    lines: Vec<Line>,
}

impl Dialogue {
    /// A line from when it began.
    fn add(&mut self, sign: char, text: String) {
        self.lines.push(Line { at: self.began, sign, text });
    }

    /// A line from when it ended.
    fn end(&mut self, sign: char, text: String, entry: &Entry) {
        self.lines.push(Line { at: entry.at, sign, text });
    }
}

impl Source for SmtpLog {
    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn len(&self) -> usize {
        self.entries.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell {
        let entry = &self.entries[row];
        match column {
            0 => Cell::ordered(entry.number as f64, self.time(entry.at)),
            1 => {
                let code = entry.reply.code();
                Cell::text(code.name()).with_tone(code.tone())
            }
            2 if entry.source == entry.host => Cell::text(self.names.host(entry.host)),
            2 => {
                let (host, by) = (self.names.host(entry.host), self.names.host(entry.source));
                Cell::text(format!("{host} via {by}"))
            }
            3 => Cell::ordered(f64::from(entry.forest), format!("F{}", entry.forest + 1)),
            4 => {
                let share = f64::from(entry.sessions) / f64::from(entry.limit.max(1));
                Cell::ordered(share, format!("{}/{}", entry.sessions, entry.limit))
            }
            5 => Cell::ordered(entry.mail.number() as f64, mail(entry.mail)),
            6 => Cell::number(f64::from(entry.tries), entry.tries.to_string()),
            _ => Cell::text(entry.reply.text()),
        }
    }

    fn key(&self, row: usize) -> u64 {
        self.entries[row].number
    }
}

/// `NA-48213`.
pub(super) fn mail(mail: MailId) -> String {
    crate::inspect::mail_name(mail).trim_start_matches("Mail ").to_owned()
}

/// How a forest's server greets.
pub fn banner(server: &str, epoch: Epoch, at: Time) -> String {
    // As mail headers write it: a comma after the day of the week.
    let date = epoch.date(at).replacen(' ', ", ", 1);
    let clock = epoch.clock_with_seconds(at);
    format!("220 {server} Microsoft ESMTP MAIL Service ready at {date} 2026 {clock} +0000")
}
