//! What the calendar holds, and how it lies there: in sixteen bytes with its time, a
//! waiting mail included.

use crate::calendar::{Item, TAG_BITS};
use crate::sim::mail::Mail;

/// What can happen, beside what the [`Agenda`](super::agenda::Agenda) knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// A host's clock or queue scan.
    Wake { host: u32, stamp: u32 },
    /// A gateway host may hand the next mail on.
    Pace { host: u32 },
    /// A mail reached its forest's lookups.
    Reached { session: u32, stamp: u32 },
    /// A session with a timeout of its own is cut.
    Cut { session: u32, stamp: u32 },
    /// A mail that waits alone at a host is due.
    Alone { host: u32, mail: Mail },
}

const KIND_BITS: u32 = 3;
/// Hosts that an event can name: what is left of the tag.
pub(super) const HOSTS_MAX: u32 = 1 << (TAG_BITS - KIND_BITS);

impl Event {
    #[inline]
    pub(super) fn item(self) -> Item {
        let two = |a: u32, b: u32| u64::from(a) << 32 | u64::from(b);
        let (kind, host, body) = match self {
            Event::Wake { host, stamp } => (0, 0, two(host, stamp)),
            Event::Pace { host } => (1, 0, two(host, 0)),
            Event::Reached { session, stamp } => (2, 0, two(session, stamp)),
            Event::Cut { session, stamp } => (3, 0, two(session, stamp)),
            Event::Alone { host, mail } => (4, host, mail.bits()),
        };
        Item { tag: host << KIND_BITS | kind, body }
    }

    #[inline]
    pub(super) fn of(item: Item) -> Event {
        let (first, stamp) = ((item.body >> 32) as u32, item.body as u32);
        match item.tag & ((1 << KIND_BITS) - 1) {
            0 => Event::Wake { host: first, stamp },
            1 => Event::Pace { host: first },
            2 => Event::Reached { session: first, stamp },
            3 => Event::Cut { session: first, stamp },
            _ => Event::Alone { host: item.tag >> KIND_BITS, mail: Mail::from_bits(item.body) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::mail::MailId;

    #[test]
    fn every_event_comes_back_as_it_went() {
        let mut mail = Mail::new(MailId::outbound(2, (1 << 29) - 1));
        mail.count_try();
        mail.mark_noticed();
        let (a, b) = (u32::MAX, u32::MAX - 1);
        for event in [
            Event::Wake { host: a, stamp: b },
            Event::Pace { host: a },
            Event::Reached { session: a, stamp: b },
            Event::Cut { session: a, stamp: b },
            Event::Alone { host: HOSTS_MAX - 1, mail },
        ] {
            let item = event.item();
            assert!(item.tag < 1 << TAG_BITS);
            assert_eq!(Event::of(item), event);
        }
    }
}
