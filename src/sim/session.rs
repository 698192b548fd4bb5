//! Sessions: one connection, one slot in a forest, one mail at a time.

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
    /// The forest that holds its slot.
    pub forest: u32,
    /// The mail it carries now.
    pub mail: Mail,
    /// When the connection was opened.
    pub opened: Time,
    /// When the mail it carries began.
    pub began: Time,
    /// Mails it has carried, this one included.
    pub carried: u32,
    /// Grows with every mail and every close: what an event of an older mail carries is stale.
    pub stamp: u32,
    /// What it is doing.
    pub stage: Stage,
}

/// All sessions, in reused entries.
#[derive(Clone, Debug, Default)]
pub struct Sessions {
    all: Vec<Session>,
    free: Vec<u32>,
}

impl Sessions {
    /// Opens a session and returns its index.
    pub fn open(&mut self, host: u32, source: u32, forest: u32, mail: Mail, now: Time) -> u32 {
        let mut session = Session {
            host,
            source,
            forest,
            mail,
            opened: now,
            began: now,
            carried: 1,
            stamp: 0,
            stage: Stage::Network,
        };
        if let Some(index) = self.free.pop() {
            let entry = &mut self.all[index as usize];
            session.stamp = entry.stamp.wrapping_add(1);
            *entry = session;
            index
        } else {
            self.all.push(session);
            self.all.len() as u32 - 1
        }
    }

    /// Closes a session.
    pub fn close(&mut self, index: u32) {
        let session = &mut self.all[index as usize];
        session.stage = Stage::Closed;
        session.stamp = session.stamp.wrapping_add(1);
        self.free.push(index);
    }

    /// Hands a session its next mail.
    pub fn next_mail(&mut self, index: u32, mail: Mail, now: Time) {
        let session = &mut self.all[index as usize];
        session.mail = mail;
        session.began = now;
        session.carried += 1;
        session.stamp = session.stamp.wrapping_add(1);
        session.stage = Stage::Network;
    }

    /// A session.
    pub fn get(&self, index: u32) -> &Session {
        &self.all[index as usize]
    }

    /// Its mail's lookups begin.
    pub fn look_up(&mut self, index: u32) {
        self.all[index as usize].stage = Stage::Lookup;
    }

    /// Whether an event with this stamp still speaks of the session's mail.
    pub fn is_live(&self, index: u32, stamp: u32) -> bool {
        let session = &self.all[index as usize];
        session.stamp == stamp && session.stage != Stage::Closed
    }

    /// Entries, open or free to be used again.
    pub fn entries(&self) -> usize {
        self.all.len()
    }

    /// The open ones.
    pub fn open_ones(&self) -> impl Iterator<Item = &Session> {
        self.all.iter().filter(|session| session.stage != Stage::Closed)
    }
}
