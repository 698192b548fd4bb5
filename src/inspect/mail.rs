//! A mail: where it is, when and by which rule it is tried again, what its sender has been told, and
//! every try with its transcript.

use crate::number;
use crate::playback::trails::Trail;
use crate::sim::find::Place;
use crate::sim::lookup;
use crate::sim::mail::MailId;
use crate::sim::profile::{Kind, Profile};
use crate::sim::reply::Reply;
use crate::sim::trail::{Room, Step, What};
use crate::stage::Outcome;
use crate::time::Time;

use super::rule::{self, span};
use super::{Card, Row, Section, Subject, Try, View, fact, link, mail_name, transcript};

/// Tries that are shown; those before are counted.
const TRIES_MAX: usize = 40;

/// What is to be seen of a mail.
pub(super) fn card(view: &View, mail: MailId) -> Card {
    let mut card = Card { title: mail_name(mail), mail: Some(mail), ..Card::default() };
    let now = view.sim.now();
    let trail = view.run.trail(mail);
    let created = trail.and_then(Trail::created).or_else(|| view.sim.created_at(mail));
    let Some(created) = created else {
        card.lead = if view.run.is_computed() {
            "There is no such mail in this run.".to_owned()
        } else {
            "There is no such mail yet; the rest of the run is being computed.".to_owned()
        };
        return card;
    };
    card.place = place(view, mail);
    if created > now {
        card.lead = format!("Not sent before {}.", view.when(created));
        return card;
    }
    let Some(trail) = trail.filter(|trail| trail.is_known(now)) else {
        "Its way is being followed from its creation on.".clone_into(&mut card.lead);
        return card;
    };
    let tale = Tale::of(view, mail, created, trail.steps(now));
    card.lead = tale.lead();
    card.sections = vec![tale.next(), tale.told(), tale.tries(trail.is_cut()), tale.facts()];
    card.sections.retain(|section| !section.rows.is_empty());
    card
}

/// `NA · Postfix`.
fn place(view: &View, mail: MailId) -> String {
    let kind = view.sim.hosts()[view.sender_host(mail) as usize].kind;
    format!("{} · {}", view.region_name(mail.region()), view.sim.profile(kind).name)
}

/// What is known of a mail, ready to be told.
struct Tale<'a> {
    view: &'a View<'a>,
    mail: MailId,
    created: Time,
    steps: &'a [Step],
    /// The host that holds it, or held it last.
    host: u32,
    place: Option<Place>,
    /// How it ended, and when.
    end: Option<(&'static str, Time)>,
    /// Tries that were refused.
    refused: u32,
    lost: u32,
    tries: Vec<Vec<&'a Step>>,
}

impl<'a> Tale<'a> {
    fn of(view: &'a View<'a>, mail: MailId, created: Time, steps: &'a [Step]) -> Self {
        let (mut lost, mut end) = (0, None);
        let mut host = view.sender_host(mail);
        for step in steps {
            match &step.what {
                What::Ended(it) => match it.reply {
                    Reply::Accepted => end = Some(("delivered", step.at)),
                    Reply::UnknownRecipient => end = Some(("rejected", step.at)),
                    _ => lost += 1,
                },
                What::TurnedAway { .. } => end = Some(("rejected", step.at)),
                What::Expired { .. } => end = Some(("given up", step.at)),
                What::Parked { host: gateway } => host = *gateway,
                What::Refused(_) | What::Waits(_) | What::Untried { .. } | What::Noticed => {}
            }
        }
        let place = if end.is_none() { view.sim.place_of(mail) } else { None };
        let tries = tries(steps);
        // One try may be refused at several addresses, or at one and be taken at the next.
        let is_refused =
            |of: &&Vec<&Step>| of.last().is_some_and(|step| matches!(step.what, What::Refused(_)));
        let refused = tries.iter().filter(is_refused).count() as u32;
        Tale { view, mail, created, steps, host, place, end, refused, lost, tries }
    }

    fn kind(&self) -> Kind {
        self.view.sim.hosts()[self.host as usize].kind
    }

    fn profile(&self) -> &'a Profile {
        self.view.sim.profile(self.kind())
    }

    /// Where it is now.
    fn lead(&self) -> String {
        let view = self.view;
        let so_far = self.so_far();
        if let Some((word, at)) = self.end {
            let after = number::delay(at.saturating_sub(self.created).secs_f64());
            let word = match (word, self.mail.is_outbound()) {
                ("delivered", true) => "Left Exchange Online",
                ("delivered", false) => "Delivered",
                ("rejected", _) => "Rejected for good",
                _ => "Given up by its sender",
            };
            return format!("{word} at {}, {after} after it was sent.{so_far}", view.when(at));
        }
        let holder = match self.kind() {
            Kind::Gateway => "the gateway",
            Kind::Outbound => "Exchange Online's own queue",
            _ => "its sender's queue",
        };
        let now = view.sim.now();
        if let Some(Place::Session { forest, began, lookup, .. }) = self.place {
            let since = number::delay(now.saturating_sub(began).secs_f64());
            let what = lookup.map_or_else(
                || "on the network".to_owned(),
                |lookup| format!("{} lookup", lookup::name(lookup)),
            );
            return format!("In session with F{} for {since}: {what}.{so_far}", forest + 1);
        }
        let age = number::delay(now.saturating_sub(self.created).secs_f64());
        format!("Waits in {holder}, {age} after it was sent.{so_far}")
    }

    /// ` Refused 7 times, lost 2 connections.`
    fn so_far(&self) -> String {
        let times = |n: u32| if n == 1 { "once".to_owned() } else { format!("{n} times") };
        let cut = format!("cut {}", times(self.lost));
        match (self.refused, self.lost) {
            (0, 0) => String::new(),
            (0, _) => format!(" Its session was {cut}."),
            (n, 0) => format!(" Refused {}.", times(n)),
            (n, _) => format!(" Refused {}, {cut}.", times(n)),
        }
    }

    /// When it is tried next, and why then.
    fn next(&self) -> Section {
        let mut rows = Vec::new();
        if self.end.is_some() || matches!(self.place, Some(Place::Session { .. })) {
            return Section { heading: "Next try", rows };
        }
        let (view, profile) = (self.view, self.profile());
        let it = &view.sim.hosts()[self.host as usize];
        let waits = self.steps.iter().rev().find_map(|step| match &step.what {
            What::Waits(waits) if waits.host == self.host => Some((step.at, *waits)),
            _ => None,
        });
        let due = match self.place {
            Some(Place::Queue { due, .. }) => due,
            Some(Place::Deferred { due, .. }) => Some(due),
            _ => waits.map(|(_, waits)| waits.due),
        };
        let due = due.filter(|&due| due < Time::NEVER);
        rows.push(due.map_or_else(
            || fact("When", "as soon as a connection is free"),
            |due| {
                let away = number::delay(due.saturating_sub(view.sim.now()).secs_f64());
                Row::Fact {
                    name: "When".to_owned(),
                    value: view.when(due),
                    note: format!("in {away}"),
                }
            },
        ));
        if let Some(Place::Queue { ahead, .. }) = self.place {
            rows.push(fact("Before it in the queue", &view.mails(u64::from(ahead))));
        }
        rows.push(fact("Whose clock", rule::clock_name(&profile.clock)));
        match waits {
            Some((_, mut waits)) => {
                if !waits.alone {
                    // The clock of a host goes on without this mail.
                    waits.streak = it.streak;
                }
                let age = self.deferred_at().saturating_sub(self.created);
                let why = rule::why(self.kind(), profile, &waits, age);
                rows.push(Row::Text(why));
            }
            None => rows.push(Row::Text(rule::rule(self.kind(), profile))),
        }
        if let Some(until) = it.dead_until().filter(|&until| until > view.sim.now()) {
            let until = view.when(until);
            rows.push(Row::Text(format!(
                "The destination is dead until {until}: what comes due before is deferred again \
                 without a connection."
            )));
        }
        Section { heading: "Next try", rows }
    }

    /// When it was last deferred.
    fn deferred_at(&self) -> Time {
        let is_deferral = |step: &&Step| matches!(step.what, What::Waits(_) | What::Untried { .. });
        self.steps.iter().rev().find(is_deferral).map_or(self.created, |step| step.at)
    }

    /// What its sender has been told.
    fn told(&self) -> Section {
        let (view, profile) = (self.view, self.profile());
        let mut rows = Vec::new();
        for step in self.steps {
            let at = view.when(step.at);
            match &step.what {
                What::Noticed => rows.push(Row::Text(format!(
                    "{at}: a delay notice. The mail is late, and is being tried again."
                ))),
                What::Parked { .. } => rows.push(Row::Text(format!(
                    "{at}: 250 by the gateway. For the sender it is delivered."
                ))),
                What::TurnedAway { wrongly } => {
                    let why =
                        if *wrongly { " wrongly, from an old copy of the directory" } else { "" };
                    rows.push(Row::Text(format!("{at}: an NDR. The gateway refused it{why}.")));
                }
                What::Ended(it) if it.reply == Reply::UnknownRecipient => {
                    rows.push(Row::Text(format!("{at}: an NDR with EOP's words:")));
                    rows.push(Row::Quote(it.reply.text().to_owned()));
                }
                What::Expired { silent: true, .. } => {
                    rows.push(Row::Text(format!("{at}: nothing. It was given up without an NDR.")));
                }
                What::Expired { host, .. } => rows.extend(self.ndr(&at, *host)),
                _ => {}
            }
        }
        if rows.is_empty() && self.end.is_none_or(|(word, _)| word == "delivered") {
            let notice = profile.delay_notice.map(|after| (after, self.created + after));
            rows.push(Row::Text(match (self.end, notice) {
                (Some(_), _) => "Nothing: it was never late enough.".to_owned(),
                (None, Some((after, at))) => format!(
                    "Nothing yet. {} sends a delay notice after {}, at its next try from {} on.",
                    profile.name,
                    span(after),
                    view.when(at)
                ),
                (None, None) => {
                    format!("Nothing. {} sends no delay notice unless it is told to.", profile.name)
                }
            }));
        }
        Section { heading: "What its sender has been told", rows }
    }

    /// The report that it could not be delivered.
    fn ndr(&self, at: &str, host: u32) -> Vec<Row> {
        let kind = self.view.sim.hosts()[host as usize].kind;
        let name = self.view.sim.profile(kind).name;
        if matches!(kind, Kind::Exchange | Kind::Outbound) {
            return vec![
                Row::Text(format!("{at}: an NDR.")),
                Row::Quote(Reply::Expired.text().to_owned()),
            ];
        }
        vec![Row::Text(format!(
            "{at}: an NDR, status X.4.7 delivery time expired (RFC 3463). The words of {name}'s \
             are in no source."
        ))]
    }

    /// Every try, the latest first.
    fn tries(&self, is_cut: bool) -> Section {
        let mut rows: Vec<_> = self
            .tries
            .iter()
            .enumerate()
            .rev()
            .take(TRIES_MAX)
            .map(|(number, steps)| Row::Try(Box::new(self.one_try(number + 1, steps))))
            .collect();
        if self.tries.len() > TRIES_MAX {
            let more = self.tries.len() - TRIES_MAX;
            rows.push(Row::Text(format!("and {more} before those")));
        }
        if is_cut {
            rows.push(Row::Text("What happened later was too much to remember.".to_owned()));
        }
        if rows.is_empty() && self.end.is_none() && self.place.is_some() {
            rows.push(Row::Text("It has not been tried yet.".to_owned()));
        }
        Section { heading: "Tries, the latest first", rows }
    }

    fn one_try(&self, number: usize, steps: &[&Step]) -> Try {
        let (view, sim) = (self.view, self.view.sim);
        let mut lines = Vec::new();
        let mut shown = Try { number: number as u32, ..Try::default() };
        for step in steps {
            match &step.what {
                What::Refused(it) => {
                    lines.extend(transcript::refused(sim, self.mail, step.at, it));
                    shown.clock = view.when(step.at);
                    shown.forest = format!("F{}", it.forest + 1);
                    shown.outcome = Outcome::Refused;
                    refusal(it.reply).clone_into(&mut shown.word);
                    shown.rooms.clone_from(&it.rooms);
                    let room = it.rooms.iter().find(|room| room.forest == it.forest);
                    shown.room = room.map_or_else(String::new, |room| {
                        format!("{}/{}", room.sessions, room.limit)
                    });
                }
                What::Ended(it) => {
                    lines.extend(transcript::ended(sim, self.mail, step.at, it));
                    let took = step.at.saturating_sub(it.began).secs_f64();
                    shown.clock = view.when(it.began);
                    shown.forest = format!("F{}", it.forest + 1);
                    shown.room = number::delay(took);
                    shown.rooms.clear();
                    (shown.outcome, shown.word) = match it.reply {
                        Reply::Accepted => (Outcome::Delivered, "250 taken".to_owned()),
                        Reply::UnknownRecipient => (Outcome::Rejected, "550 5.4.1".to_owned()),
                        Reply::LostOutbound => (Outcome::Dropped, "450 4.4.318".to_owned()),
                        _ => (Outcome::Dropped, "lost connection".to_owned()),
                    };
                }
                What::Untried { due } => {
                    shown.clock = view.when(step.at);
                    shown.outcome = Outcome::Parked;
                    "not tried: destination dead".clone_into(&mut shown.word);
                    shown.room = format!("due {}", view.when(*due));
                }
                _ => {}
            }
        }
        shown.lines = lines;
        shown.neighbours = neighbours(&shown.rooms, &shown.forest);
        shown
    }

    fn facts(&self) -> Section {
        let view = self.view;
        let sender = view.sender_host(self.mail);
        let mut rows = vec![
            fact("Sent", &view.when(self.created)),
            link(Subject::Host(sender), "Sending host", &view.sim.names().host(sender)),
        ];
        if self.kind() == Kind::Gateway {
            let name = view.sim.names().host(self.host);
            rows.push(link(Subject::Host(self.host), "Gateway", &name));
        }
        let scale = view.sim.scenario().scale();
        if scale > 1 {
            rows.push(fact("Stands for", &format!("{scale} real mails")));
        }
        Section { heading: "The mail", rows }
    }
}

/// `421 4.3.2`, by the first of its words.
fn refusal(reply: Reply) -> &'static str {
    match reply {
        Reply::ForestLimit | Reply::SourceLimit => "421 4.3.2",
        Reply::SourceServerError => "451 4.3.2",
        Reply::LostOutbound => "450 4.4.318",
        _ => "421",
    }
}

/// `F2 3/50, F3 4/50`: how full the others of its region were.
fn neighbours(rooms: &[Room], own: &str) -> String {
    let others = rooms.iter().filter(|room| format!("F{}", room.forest + 1) != own);
    let others: Vec<_> = others
        .map(|room| format!("F{} {}/{}", room.forest + 1, room.sessions, room.limit))
        .collect();
    others.join(" · ")
}

/// The steps that are tries, one after another: connections to several MX addresses in one go are
/// one try, and so is the session that the last of them opened.
fn tries(steps: &[Step]) -> Vec<Vec<&Step>> {
    let mut tries: Vec<Vec<&Step>> = Vec::new();
    for step in steps {
        let goes_on = match (&step.what, tries.last().and_then(|of| of.last())) {
            (What::Refused(it), Some(_)) if it.address > 0 => true,
            (What::Ended(it), Some(last)) => {
                matches!(last.what, What::Refused(_)) && last.at == it.opened && it.carried == 1
            }
            (What::Refused(_) | What::Ended(_) | What::Untried { .. }, _) => false,
            _ => continue,
        };
        match tries.last_mut().filter(|_| goes_on) {
            Some(of) => of.push(step),
            None => tries.push(vec![step]),
        }
    }
    tries
}
