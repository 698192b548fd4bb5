//! Which mails the reader follows: the one that is looked at, and up to three that are pinned. They
//! are followed in every world, so the same mail can be seen in both.

use crate::playback::{Player, Run, Side};
use crate::sim::mail::MailId;
use crate::sim::profile::Kind;
use crate::sim::trail::What;
use crate::stage::{Target, Tracer};

/// Mails that can be pinned at once.
pub const PINS_MAX: usize = 3;

impl Player {
    /// Looks at a mail, or at none.
    pub fn look_at(&mut self, mail: Option<MailId>) {
        if self.looked_at != mail {
            self.looked_at = mail;
            self.follow_all();
        }
    }

    /// The mail that is looked at.
    pub fn looked_at(&self) -> Option<MailId> {
        self.looked_at
    }

    /// The pinned mails; a pin's number is its place, from 1.
    pub fn pins(&self) -> &[MailId] {
        &self.pins
    }

    /// Pins a mail; false if there are as many pins as there can be.
    pub fn pin(&mut self, mail: MailId) -> bool {
        if self.pins.contains(&mail) {
            return true;
        }
        let has_room = self.pins.len() < PINS_MAX;
        if has_room {
            self.pins.push(mail);
            self.follow_all();
        }
        has_room
    }

    /// Pins a mail, or takes its pin out.
    pub fn toggle_pin(&mut self, mail: MailId) {
        if self.pins.contains(&mail) {
            self.unpin(mail);
        } else {
            self.pin(mail);
        }
    }

    /// Takes a mail's pin out.
    pub fn unpin(&mut self, mail: MailId) {
        self.pins.retain(|&pinned| pinned != mail);
        self.follow_all();
    }

    /// Every mail that is followed: the pinned ones, then the one that is looked at.
    pub fn followed_mails(&self) -> Vec<MailId> {
        let looked_at = self.looked_at.filter(|mail| !self.pins.contains(mail));
        self.pins.iter().copied().chain(looked_at).collect()
    }

    /// The followed mails as a world's stage shows them.
    pub fn tracers(&self, side: Side) -> Vec<Tracer> {
        let Some(run) = self.side(side) else { return Vec::new() };
        let numbers = (1..=self.pins.len() as u8).chain([0]);
        let tracer = |(mail, number): (MailId, u8)| {
            let rests = resting_place(run, mail);
            Tracer { mail: mail.entity(), number, rests }
        };
        self.followed_mails().into_iter().zip(numbers).map(tracer).collect()
    }

    fn follow_all(&mut self) {
        let mails = self.followed_mails();
        self.each(|run| run.follow(&mails));
    }
}

/// Where a mail waits at the cursor; `None` if it waits nowhere, or if that is not known.
fn resting_place(run: &Run, mail: MailId) -> Option<Target> {
    let sim = run.sim();
    let senders = Target::Senders(mail.region());
    let of = |host: u32| match sim.hosts()[host as usize].kind {
        Kind::Gateway => Target::Gateway,
        Kind::Outbound => Target::Outbound(mail.region()),
        _ => senders,
    };
    let mut place = None;
    for step in run.trail(mail)?.steps(sim.now()) {
        place = match &step.what {
            What::Noticed | What::Refused(_) => place,
            What::Waits(waits) => Some(of(waits.host)),
            What::Parked { host } => Some(of(*host)),
            What::Untried { .. } => place.or(Some(senders)),
            What::Ended(_) | What::TurnedAway { .. } | What::Expired { .. } => None,
        };
    }
    place
}
