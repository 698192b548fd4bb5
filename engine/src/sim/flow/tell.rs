//! Telling what happens to a mail that somebody follows. Nothing here changes the run, and nothing
//! is worked out unless somebody listens.

use crate::sim::Sim;
use crate::sim::lookup;
use crate::sim::mail::{Mail, MailId};
use crate::sim::profile::Clock;
use crate::sim::reply::Reply;
use crate::sim::retry::Streak;
use crate::sim::sender::Woken;
use crate::sim::session::{Session, Stage};
use crate::sim::trail::{Ended, Progress, Refused, Room, Step, Waits, What};
use crate::time::Time;

impl Sim {
    /// Tells what happens to a mail, if anybody listens.
    #[inline]
    pub(super) fn tell(&mut self, mail: MailId, what: impl FnOnce(&Sim) -> What) {
        if self.is_watched && self.telling.is_of(mail) {
            let step = Step { at: self.now, what: what(self) };
            self.telling.tell(mail, step);
        }
    }

    /// The lookups of a session's mail begin: if anybody listens, they are watched from now on.
    #[inline]
    pub(super) fn watch_lookups(&mut self, index: u32) {
        if self.is_watched && self.telling.is_of(self.sessions.get(index).mail.id) {
            self.begin_watch(index);
        }
    }

    #[cold]
    fn begin_watch(&mut self, index: u32) {
        let session = self.sessions.get(index);
        let mut passed = 0.0;
        let up_to = lookup::parts(&self.setup.work, self.setup.seed, session.mail);
        let up_to = up_to.into_iter().map(|part| {
            passed += part;
            passed
        });
        let progress = Progress {
            session: index,
            stamp: session.stamp,
            began: self.now,
            up_to: up_to.collect(),
            done: (self.now, 0.0),
            ends: Vec::new(),
        };
        if let Some(lookups) = self.telling.lookups_mut() {
            lookups.push(progress);
        }
    }

    /// Looks how far the lookups of followed mails are; to be called after each event.
    #[inline]
    pub(in crate::sim) fn observe(&mut self) {
        if self.is_watched && self.telling.is_on() {
            self.follow_lookups();
        }
    }

    #[cold]
    fn follow_lookups(&mut self) {
        let Some(mut watched) = self.telling.lookups_mut().map(std::mem::take) else { return };
        watched.retain(|progress| self.sessions.is_live(progress.session, progress.stamp));
        for progress in &mut watched {
            self.follow_one(progress);
        }
        if let Some(lookups) = self.telling.lookups_mut() {
            *lookups = watched;
        }
    }

    fn follow_one(&self, progress: &mut Progress) {
        let session = self.sessions.get(progress.session);
        let ticket = (progress.session, progress.stamp);
        let mut left = self.forests[session.forest as usize].work_left(self.now);
        // What is done has left the list.
        let left = left.find(|&(of, _)| of == ticket).map_or(0.0, |(_, left)| left);
        let work = progress.up_to.last().copied().unwrap_or(0.0);
        progress.follow(self.now, work - left);
    }

    /// The end of a session's mail, as it is told.
    pub(super) fn ended(&self, session: &Session, reply: Reply) -> What {
        let is_its = |it: &&Progress| it.stamp == session.stamp;
        let progress = self.telling.lookups().iter().find(is_its).cloned();
        let lookups = progress.map_or_else(Vec::new, |mut progress| {
            self.follow_one(&mut progress);
            [vec![progress.began], progress.ends].concat()
        });
        What::Ended(Ended {
            host: session.host,
            source: session.source,
            forest: u16::from(session.forest),
            opened: session.opened,
            began: session.began,
            carried: session.carried,
            tries: session.mail.tries,
            in_lookup: session.stage == Stage::Lookup,
            lookups,
            reply,
        })
    }

    /// A refusal, as it is told.
    pub(super) fn refused(
        &self,
        (host, source): (u32, u32),
        (forest, address): (usize, u32),
        (reply, at_rcpt): (Reply, bool),
    ) -> What {
        What::Refused(Refused {
            host,
            source,
            address: address as u8,
            forest: forest as u16,
            reply,
            at_rcpt,
            rooms: self.rooms_beside(forest),
        })
    }

    /// How full a forest and the others of its region are.
    pub fn rooms_beside(&self, forest: usize) -> Vec<Room> {
        let region = self.forests[forest].region;
        let all = self.forests.iter().enumerate();
        all.filter(|(_, room)| room.region == region)
            .map(|(index, room)| Room {
                forest: index as u16,
                sessions: room.sessions,
                limit: room.limit,
            })
            .collect()
    }

    /// A mail's wait at a host, as it is told.
    pub(super) fn waits(&self, host: u32, mail: Mail, due: Option<Time>, alone: bool) -> What {
        let it = &self.hosts[host as usize];
        What::Waits(Waits {
            host,
            due: due.or_else(|| self.due_at(host, mail.id)).unwrap_or(Time::NEVER),
            alone,
            tries_here: mail.tries_here,
            streak: if alone { Streak::default() } else { it.streak },
        })
    }

    /// When a mail that waits at a host is due by the host's clock; `None` if it is not there, or
    /// waits for a clock of its own.
    pub fn due_at(&self, host: u32, mail: MailId) -> Option<Time> {
        let it = &self.hosts[host as usize];
        match self.setup.profiles[it.kind as usize].clock {
            Clock::MailAge { scan, .. } | Clock::QueueRun { every: scan } => {
                it.deferred.due(mail, scan)
            }
            _ => it.ready.iter().any(|ready| ready.id == mail).then_some(it.due),
        }
    }

    /// A host has just woken up: what that meant for those of its mails that are followed.
    pub(super) fn tell_woken(&mut self, host: u32, woken: &Woken) {
        for mail in self.telling.mails().to_vec() {
            let it = &self.hosts[host as usize];
            let waiting = it.ready.iter().chain(it.deferred.iter()).chain(&woken.expired);
            let Some(&found) = waiting.into_iter().find(|waiting| waiting.id == mail) else {
                continue;
            };
            if found.is_noticed() {
                self.tell(mail, |_| What::Noticed);
            }
            let profile = &self.setup.profiles[self.hosts[host as usize].kind as usize];
            if matches!(profile.clock, Clock::MailAge { .. })
                && let Some(due) = self.due_at(host, mail)
            {
                self.tell(mail, |_| What::Untried { due });
            }
        }
    }
}
