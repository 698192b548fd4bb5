//! Urgent mails: whether their people were reached in time, and by what. Follows each from its
//! creation to its deadline; all have the same time, so deadlines come in order of creation.

use std::collections::VecDeque;

use crate::record::tally;
use crate::sim::mail::{Mail, MailId};
use crate::time::Time;

/// The urgent mails whose deadline is still to come.
#[derive(Clone, Debug)]
pub struct Urgent {
    within: Time,
    open: VecDeque<Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    mail: MailId,
    created: Time,
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Elsewhere,
    Gateway,
    Delivered,
}

/// What else reaches people now, beside delivery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Emergency webmail shows what the gateways hold.
    pub webmail: bool,
    /// The out-of-band channel works.
    pub channel: bool,
}

impl Urgent {
    /// None yet; each has this long.
    pub fn new(within: Time) -> Self {
        Urgent { within, open: VecDeque::new() }
    }

    /// A mail is created at `now`.
    pub fn offer(&mut self, now: Time, mail: Mail) {
        self.open.push_back(Entry { mail: mail.id, created: now, place: Place::Elsewhere });
    }

    /// It is at a gateway from `now` on.
    pub fn park(&mut self, now: Time, created: Time, mail: Mail) {
        self.place(now, created, mail, Place::Gateway);
    }

    /// It is delivered at `now`.
    pub fn deliver(&mut self, now: Time, created: Time, mail: Mail) {
        self.place(now, created, mail, Place::Delivered);
    }

    /// Mails that are still followed.
    pub fn open(&self) -> usize {
        self.open.len()
    }

    /// Counts the mails whose deadline has come, by what reaches people until `now`. To be called
    /// before that changes.
    pub fn settle(&mut self, now: Time, reach: Reach, counts: &mut tally::Urgent) {
        while let Some(entry) = self.open.front() {
            if entry.created + self.within > now {
                return;
            }
            counts.due += 1;
            match entry.place {
                Place::Delivered => counts.by_mail += 1,
                Place::Gateway if reach.webmail => counts.by_webmail += 1,
                _ if reach.channel => counts.by_channel += 1,
                _ => {}
            }
            self.open.pop_front();
        }
    }

    fn place(&mut self, now: Time, created: Time, mail: Mail, place: Place) {
        if now > created + self.within {
            // Too late, whether or not its deadline has been counted yet.
            return;
        }
        let first = self.open.partition_point(|entry| entry.created < created);
        let alike = self.open.iter_mut().skip(first);
        let mut alike = alike.take_while(|entry| entry.created == created);
        if let Some(entry) = alike.find(|entry| entry.mail == mail.id) {
            entry.place = place;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::mail::MailId;

    #[test]
    fn each_is_counted_once_by_what_reached_its_people() {
        let mut urgent = Urgent::new(Time::from_secs(60));
        let created = |number: usize| Time::from_secs(number as u64 / 2);
        let mails: Vec<_> = (0..5).map(|number| Mail::new(MailId::new(0, number))).collect();
        for (number, &mail) in mails.iter().enumerate() {
            urgent.offer(created(number), mail);
        }
        let now = Time::from_secs(9);
        urgent.deliver(now, created(1), mails[1]);
        urgent.park(now, created(2), mails[2]);
        urgent.park(now, created(3), mails[3]);
        urgent.deliver(now, created(3), mails[3]);
        // A microsecond after its time, and before anyone has counted.
        urgent.deliver(Time::from_us(60_000_001), created(0), mails[0]);
        let mut counts = tally::Urgent::default();
        urgent.settle(Time::from_secs(59), Reach::default(), &mut counts);
        assert_eq!(counts.due, 0);
        urgent.settle(Time::from_secs(60), Reach { webmail: false, channel: true }, &mut counts);
        assert_eq!((counts.due, counts.by_mail, counts.by_channel), (2, 1, 1));
        urgent.settle(Time::from_secs(61), Reach { webmail: true, channel: false }, &mut counts);
        assert_eq!((counts.due, counts.by_mail, counts.by_webmail), (4, 2, 1));
        urgent.settle(Time::from_secs(99), Reach::default(), &mut counts);
        assert_eq!((counts.due, counts.missed()), (5, 1));
        // Delivered after its time: nothing is left to change.
        urgent.deliver(Time::from_secs(99), created(4), mails[4]);
    }
}
