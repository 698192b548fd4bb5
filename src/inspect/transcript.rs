//! An attempt line by line, as it would stand in a send connector's protocol log. What Microsoft's
//! servers say is to the letter where a source has it; a line that no source has in full is
//! shortened with `…`. Host names and addresses are invented.

use crate::sim::Sim;
use crate::sim::lookup;
use crate::sim::mail::MailId;
use crate::sim::reply::Reply;
use crate::sim::trail::{Ended, Refused};
use crate::time::Time;

/// A line of a transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When; empty where the model gives the line no time of its own.
    pub clock: String,
    /// Whose it is.
    pub who: Who,
    /// What it says.
    pub text: String,
}

/// Whose line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The sending host's.
    Client,
    /// The service's.
    Server,
    /// Nobody's: what happens beside the words.
    Note,
}

/// Lines as they are written.
struct Writer<'a> {
    sim: &'a Sim,
    mail: MailId,
    /// The host that speaks, and whose address the service sees.
    host: u32,
    source: u32,
    lines: Vec<Line>,
}

/// The lines of a connection that was refused at `at`.
pub fn refused(sim: &Sim, mail: MailId, at: Time, it: &Refused) -> Vec<Line> {
    let mut to = Writer { sim, mail, host: it.host, source: it.source, lines: Vec::new() };
    let server = sim.names().server(usize::from(it.forest));
    if mail.is_outbound() {
        to.note(Some(at), &format!("connection to {server}: closed at once"));
        to.last_error(at, it.reply);
        return to.lines;
    }
    to.connects(at, &server, it.address);
    let reply = spoken(it.reply, &server);
    if it.at_rcpt {
        to.greets(at, &server);
        to.names_both(Some(at));
        to.server(Some(at), &reply);
        to.note(None, "refused at RCPT, before any lookup: this recipient alone is deferred");
    } else {
        to.server(Some(at), &reply);
        to.note(None, "refused at the banner: nothing was taken; for the sender the host failed, not the mail");
    }
    to.lines
}

/// The lines of a transaction that a session carried to its end at `at`.
pub fn ended(sim: &Sim, mail: MailId, at: Time, it: &Ended) -> Vec<Line> {
    let mut to = Writer { sim, mail, host: it.host, source: it.source, lines: Vec::new() };
    let server = sim.names().server(usize::from(it.forest));
    if mail.is_outbound() {
        to.note(Some(it.began), &format!("handed to {server}"));
        to.looks_up(it);
        if it.reply == Reply::Accepted {
            to.note(Some(at), "taken: it has left Exchange Online's queue");
        } else {
            to.last_error(at, it.reply);
        }
        return to.lines;
    }
    if it.carried > 1 {
        let opened = sim.scenario().epoch().clock_with_seconds(it.opened);
        to.note(None, &format!("on the connection opened at {opened}: its mail {}", it.carried));
    } else {
        to.connects(it.opened, &server, 0);
        to.greets(it.opened, &server);
    }
    let begun = Some(it.began).filter(|_| it.carried > 1);
    to.names_both(begun);
    to.looks_up(it);
    match it.reply {
        Reply::Accepted => {
            to.server(None, "250 …");
            to.client(None, "DATA");
            to.server(None, "354 …");
            to.client(None, "… the message, and a line with a dot");
            to.server(Some(at), "250 2.6.0 … Queued mail for delivery");
        }
        Reply::UnknownRecipient => to.server(Some(at), it.reply.text()),
        _ => {
            let spent = at.saturating_sub(it.began).secs_f64();
            let spent = crate::number::delay(spent);
            to.note(Some(at), &format!("cut after {spent}: no reply, the connection is lost"));
            to.note(None, "acts as 451 (RFC 5321, 3.8). Not 450 4.4.318: only Exchange Online's own outbound queues write that");
        }
    }
    to.lines
}

/// What is said with a refusal, with what a real one ends with.
pub fn spoken(reply: Reply, server: &str) -> String {
    match reply {
        Reply::ForestLimit => format!("{}. PRX8 [{server}]", reply.text()),
        reply => reply.text().to_owned(),
    }
}

/// `Tue, 2 Jun 2026 13:06:12 +0000`.
fn stamp(sim: &Sim, at: Time) -> String {
    let epoch = sim.scenario().epoch();
    let date = epoch.date(at).replacen(' ', ", ", 1);
    format!("{date} 2026 {} +0000", epoch.clock_with_seconds(at))
}

impl Writer<'_> {
    fn line(&mut self, at: Option<Time>, who: Who, text: &str) {
        let clock = at.map_or_else(String::new, |at| clock(self.sim, at));
        self.lines.push(Line { clock, who, text: text.to_owned() });
    }

    fn client(&mut self, at: Option<Time>, text: &str) {
        self.line(at, Who::Client, text);
    }

    fn server(&mut self, at: Option<Time>, text: &str) {
        self.line(at, Who::Server, text);
    }

    fn note(&mut self, at: Option<Time>, text: &str) {
        self.line(at, Who::Note, text);
    }

    fn connects(&mut self, at: Time, server: &str, address: u8) {
        let which = if address > 0 { " (the next MX address)" } else { "" };
        self.note(Some(at), &format!("connection to {server}{which}"));
        if self.source != self.host {
            let by = self.sim.names().host(self.source);
            self.note(None, &format!("by way of {by}, which passes every word on"));
        }
    }

    fn greets(&mut self, at: Time, server: &str) {
        let date = stamp(self.sim, at);
        let banner = format!("220 {server} Microsoft ESMTP MAIL Service ready at {date}");
        self.server(Some(at), &banner);
        let host = self.sim.names().host(self.host);
        self.client(None, &format!("EHLO {host}"));
        self.server(None, "250 …");
    }

    fn names_both(&mut self, at: Option<Time>) {
        let from = self.sim.names().sender(self.mail, self.host);
        self.client(at, &format!("MAIL FROM:<{from}>"));
        self.server(None, "250 …");
        self.client(
            None,
            &format!("RCPT TO:<{}>", self.sim.names().recipient(self.mail, self.host)),
        );
    }

    /// The lookups by name, each when it was done and with how long it took.
    fn looks_up(&mut self, it: &Ended) {
        if !it.in_lookup {
            self.note(None, "no lookup began: it was still on the network");
            return;
        }
        let Some(&began) = it.lookups.first() else {
            self.note(None, "lookups: recipient, policy, mailbox location");
            return;
        };
        let network = crate::number::delay(began.saturating_sub(it.began).secs_f64());
        self.note(Some(began), &format!("lookups begin, after {network} on the network"));
        for (number, pair) in it.lookups.windows(2).enumerate() {
            let took = crate::number::delay(pair[1].saturating_sub(pair[0]).secs_f64());
            self.note(Some(pair[1]), &format!("{} looked up in {took}", lookup::name(number)));
        }
        let done = it.lookups.len() - 1;
        if it.reply == Reply::Lost || it.reply == Reply::LostOutbound {
            self.note(None, &format!("{} not done", lookup::name(done)));
        }
    }

    fn last_error(&mut self, at: Time, reply: Reply) {
        self.note(Some(at), &format!("Last Error: {}", reply.text()));
        self.note(
            None,
            "450 here is Exchange Online's own record of its queue; nobody outside is ever told it",
        );
    }
}

/// `13:06:12.345`.
fn clock(sim: &Sim, at: Time) -> String {
    let seconds = sim.scenario().epoch().clock_with_seconds(at);
    format!("{seconds}.{:03}", at.us() / 1000 % 1000)
}
