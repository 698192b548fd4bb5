//! Sessions: one connection, one slot in a forest, one mail at a time.

use crate::sim::event::HOSTS_MAX;
use crate::sim::jobs::Ticket;
use crate::sim::mail::Mail;
use crate::time::Time;

/// What a session is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// On the network: the slot is held, no lookup is in progress.
    Network,
    /// Its mail's lookups are in progress.
    Lookup,
    /// Closed; the entry waits to be used again.
    Closed,
}

/// An open connection from a host to a forest.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    /// The sending host.
    pub host: u32,
    /// The host whose address EOP sees: the same, or the gateway that passes it through.
    pub source: u32,
    /// The mail it carries now.
    pub mail: Mail,
    /// When the connection was opened.
    pub opened: Time,
    /// When the mail it carries began.
    pub began: Time,
    /// Its mail's number among all that ever began: what an event of an older mail carries is
    /// stale.
    pub stamp: u32,
    /// Mails it has carried, this one included; saturates.
    pub carried: u16,
    /// The forest that holds its slot.
    pub forest: u8,
    /// What it is doing.
    pub stage: Stage,
}

/// A session as it lies in memory: 40 bytes. Fifteen more stand in the calendar while it is on the
/// network, or twenty-two among its forest's lookups.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The sending host, and when the connection was opened.
    opened: HostAt,
    /// The host whose address EOP sees, and when the mail began.
    began: HostAt,
    mail: Mail,
    stamp: u32,
    /// The sessions whose mails began before and after, among those that are open; of a closed
    /// one, the next closed one.
    before: u32,
    after: u32,
    carried: u16,
    forest: u8,
    stage: Stage,
}

/// A host and an instant in one word; of the instant four years are enough.
#[derive(Clone, Copy, Debug)]
struct HostAt(u64);

impl HostAt {
    const HOST_BITS: u32 = HOSTS_MAX.ilog2();

    #[inline]
    fn new(host: u32, at: Time) -> Self {
        debug_assert!(host < HOSTS_MAX && at.us() < 1 << (u64::BITS - Self::HOST_BITS));
        HostAt(at.us() << Self::HOST_BITS | u64::from(host))
    }

    #[inline]
    fn host(self) -> u32 {
        self.0 as u32 % HOSTS_MAX
    }

    #[inline]
    fn at(self) -> Time {
        Time::from_us(self.0 >> Self::HOST_BITS)
    }
}

impl Entry {
    #[inline]
    fn session(&self) -> Session {
        Session {
            host: self.opened.host(),
            source: self.began.host(),
            mail: self.mail,
            opened: self.opened.at(),
            began: self.began.at(),
            stamp: self.stamp,
            carried: self.carried,
            forest: self.forest,
            stage: self.stage,
        }
    }
}

/// No session.
const NONE: u32 = u32::MAX;

/// All sessions, in reused entries.
#[derive(Clone, Debug)]
pub struct Sessions {
    all: Vec<Entry>,
    /// The first of the closed entries, the one closed last.
    closed: u32,
    /// The open ones in the order in which their mails began: they time out in that order.
    oldest: u32,
    newest: u32,
    /// Whether that order is kept.
    in_order: bool,
    began: u32,
}

impl Sessions {
    /// None yet. Their order is kept if they are to be cut in it.
    pub fn new(in_order: bool) -> Self {
        Sessions { all: Vec::new(), closed: NONE, oldest: NONE, newest: NONE, in_order, began: 0 }
    }

    /// Opens a session and returns its index and stamp.
    #[allow(clippy::inline_always, reason = "every mail passes here")]
    #[inline(always)]
    pub fn open(&mut self, host: u32, source: u32, forest: usize, mail: Mail, now: Time) -> Ticket {
        let stamp = self.next_stamp();
        let session = Entry {
            opened: HostAt::new(host, now),
            began: HostAt::new(source, now),
            mail,
            stamp,
            before: NONE,
            after: NONE,
            carried: 1,
            forest: forest as u8,
            stage: Stage::Network,
        };
        let index = if self.closed == NONE {
            self.all.push(session);
            self.all.len() as u32 - 1
        } else {
            let entry = &mut self.all[self.closed as usize];
            let next = std::mem::replace(entry, session).after;
            std::mem::replace(&mut self.closed, next)
        };
        if self.in_order {
            self.link(index);
        }
        (index, stamp)
    }

    /// Closes a session.
    #[inline]
    pub fn close(&mut self, index: u32) {
        self.unlink(index);
        let closed = self.closed;
        let session = &mut self.all[index as usize];
        session.stage = Stage::Closed;
        session.after = closed;
        self.closed = index;
    }

    /// Hands a session its next mail; returns the stamp.
    pub fn next_mail(&mut self, index: u32, mail: Mail, now: Time) -> u32 {
        self.unlink(index);
        let stamp = self.next_stamp();
        let session = &mut self.all[index as usize];
        session.mail = mail;
        session.began = HostAt::new(session.began.host(), now);
        session.stamp = stamp;
        session.carried = session.carried.saturating_add(1);
        session.stage = Stage::Network;
        if self.in_order {
            self.link(index);
        }
        stamp
    }

    /// A session.
    #[allow(clippy::inline_always, reason = "every mail passes here")]
    #[inline(always)]
    pub fn get(&self, index: u32) -> Session {
        self.all[index as usize].session()
    }

    /// The one whose mail has been under way for longest; `None` also if no order is kept.
    pub fn oldest(&self) -> Option<(u32, Session)> {
        (self.oldest != NONE).then(|| (self.oldest, self.get(self.oldest)))
    }

    /// Its mail's lookups begin.
    pub fn look_up(&mut self, index: u32) {
        self.all[index as usize].stage = Stage::Lookup;
    }

    /// Whether an event with this stamp still speaks of the session's mail.
    #[inline]
    pub fn is_live(&self, index: u32, stamp: u32) -> bool {
        let session = &self.all[index as usize];
        session.stamp == stamp && session.stage != Stage::Closed
    }

    /// Entries, open or free to be used again.
    pub fn entries(&self) -> usize {
        self.all.len()
    }

    /// The open ones.
    pub fn open_ones(&self) -> impl Iterator<Item = Session> {
        self.all.iter().filter(|entry| entry.stage != Stage::Closed).map(Entry::session)
    }

    /// What a copy of them takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.all.len() * size_of::<Entry>()
    }

    #[inline]
    fn next_stamp(&mut self) -> u32 {
        self.began = self.began.wrapping_add(1);
        self.began
    }

    /// Puts a session's mail last in the order.
    fn link(&mut self, index: u32) {
        let before = std::mem::replace(&mut self.newest, index);
        let session = &mut self.all[index as usize];
        (session.before, session.after) = (before, NONE);
        match before {
            NONE => self.oldest = index,
            before => self.all[before as usize].after = index,
        }
    }

    #[inline]
    fn unlink(&mut self, index: u32) {
        if !self.in_order {
            return;
        }
        let Entry { before, after, .. } = self.all[index as usize];
        match before {
            NONE => self.oldest = after,
            before => self.all[before as usize].after = after,
        }
        match after {
            NONE => self.newest = before,
            after => self.all[after as usize].before = before,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::mail::MailId;

    #[test]
    fn a_session_takes_forty_bytes() {
        assert_eq!(size_of::<Entry>(), 40);
    }

    #[test]
    fn sessions_stand_in_the_order_in_which_their_mails_began() {
        let mail = |number| Mail::new(MailId::new(0, number));
        let at = Time::from_secs;
        let mut sessions = Sessions::new(true);
        let [a, b, c] = [1, 2, 3].map(|n| sessions.open(9, 9, 4, mail(n), at(u64::from(n))).0);
        let oldest = |sessions: &Sessions| sessions.oldest().map(|(index, s)| (index, s.began));
        assert_eq!(oldest(&sessions), Some((a, at(1))));
        let stamp = sessions.get(a).stamp;
        sessions.next_mail(a, mail(4), at(4));
        assert!(!sessions.is_live(a, stamp) && sessions.is_live(a, sessions.get(a).stamp));
        assert_eq!(oldest(&sessions), Some((b, at(2))));
        sessions.close(c);
        sessions.close(b);
        assert_eq!(oldest(&sessions), Some((a, at(4))));
        assert_eq!(sessions.open(9, 9, 4, mail(5), at(5)).0, b, "entries are used again");
        assert_eq!(sessions.get(b).carried, 1);
        assert_eq!(sessions.get(a).carried, 2);
        sessions.close(a);
        assert_eq!((oldest(&sessions), sessions.entries()), (Some((b, at(5))), 3));
        assert_eq!(sessions.open_ones().count(), 1);
    }
}
