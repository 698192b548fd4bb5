//! What the calendar holds, and how it lies there: in fifteen bytes with its time, a
//! waiting mail included.

use crate::calendar::{BODY_BITS, Item, TAG_BITS};
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

/// The lowest bit says whether it is a mail that waits, the next three what marks the mail bears or
/// else what kind of event it is, and the rest which host.
const MARK_BITS: u32 = 3;
const HOST_SHIFT: u32 = 1 + MARK_BITS;
/// Hosts that an event can name: what is left of the tag.
pub(super) const HOSTS_MAX: u32 = 1 << (TAG_BITS - HOST_SHIFT);
const STAMP_BITS: u32 = u32::BITS;
/// Bits of a session's number that stand in the body, above the stamp; the others stand where a host's
/// would.
const SESSION_BITS: u32 = BODY_BITS - STAMP_BITS;

impl Event {
    #[inline]
    pub(super) fn item(self) -> Item {
        let tagged = |mark: u32, host: u32| mark << 1 | host << HOST_SHIFT;
        let of_session = |kind: u32, session: u32, stamp: u32| {
            let low = session & ((1 << SESSION_BITS) - 1);
            let body = u64::from(low) << STAMP_BITS | u64::from(stamp);
            Item { tag: tagged(kind, session >> SESSION_BITS), body }
        };
        match self {
            Event::Wake { host, stamp } => Item { tag: tagged(0, host), body: stamp.into() },
            Event::Pace { host } => Item { tag: tagged(1, host), body: 0 },
            Event::Reached { session, stamp } => of_session(2, session, stamp),
            Event::Cut { session, stamp } => of_session(3, session, stamp),
            Event::Alone { host, mail } => {
                let (marks, body) = mail.marks_and_bits();
                Item { tag: 1 | tagged(marks, host), body }
            }
        }
    }

    #[inline]
    pub(super) fn of(item: Item) -> Event {
        let host = item.tag >> HOST_SHIFT;
        let mark = item.tag >> 1 & ((1 << MARK_BITS) - 1);
        if item.tag & 1 > 0 {
            return Event::Alone { host, mail: Mail::from_marks_and_bits(mark, item.body) };
        }
        let stamp = item.body as u32;
        let session = host << SESSION_BITS | (item.body >> STAMP_BITS) as u32;
        match mark {
            0 => Event::Wake { host, stamp },
            1 => Event::Pace { host },
            2 => Event::Reached { session, stamp },
            _ => Event::Cut { session, stamp },
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
            Event::Wake { host: HOSTS_MAX - 1, stamp: b },
            Event::Pace { host: HOSTS_MAX - 1 },
            Event::Reached { session: a, stamp: b },
            Event::Cut { session: a, stamp: b },
            Event::Alone { host: HOSTS_MAX - 1, mail },
        ] {
            let item = event.item();
            assert!(item.tag < 1 << TAG_BITS && item.body < 1 << BODY_BITS);
            assert_eq!(Event::of(item), event);
        }
    }
}
