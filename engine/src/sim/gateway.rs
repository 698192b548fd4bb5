//! Gateways (SEG) in front of tenants: whose mail goes there, what of it can be read.

use crate::rng::{Purpose, draw};
use crate::scenario::{Field, Scenario};
use crate::time::Time;

/// The tenants' MX records as the senders see them: each keeps the old one until its copy expires.
#[derive(Clone, Debug)]
pub struct Mx {
    seed: u64,
    ttl: Time,
    /// Since when which share of the tenants, 0..=1, points at a gateway.
    changes: Vec<(Time, f64)>,
}

impl Mx {
    /// Records that have been as they are for long.
    pub fn new(seed: u64, ttl: Time, share: f64) -> Self {
        Mx { seed, ttl, changes: vec![(Time::ZERO, share)] }
    }

    /// The share of the tenants changes.
    pub fn set(&mut self, now: Time, share: f64) {
        let last = self.changes[self.changes.len() - 1].1;
        if last.to_bits() != share.to_bits() {
            self.changes.push((now, share));
        }
    }

    /// Whether it ever changed: only then can mail that waits at a sender have a new way.
    pub fn has_changed(&self) -> bool {
        self.changes.len() > 1
    }

    /// The share of the tenants that a host finds behind a gateway.
    #[inline]
    pub fn share(&self, host: u32, now: Time) -> f64 {
        match self.changes[..] {
            [(_, share)] => share,
            [.., (_, share)] if self.ttl == Time::ZERO => share,
            _ => self.known_share(host, now),
        }
    }

    /// The same where it depends on when the host looked.
    fn known_share(&self, host: u32, now: Time) -> f64 {
        let phase = draw(self.seed, u64::from(host), Purpose::Mx, 0).unit();
        let phase = (phase * self.ttl.us() as f64) as u64;
        // Looked up anew every TTL; before the first time it had an older copy.
        let since = now.us().checked_sub(phase).map(|passed| passed % self.ttl.us());
        let Some(since) = since else { return self.changes[0].1 };
        let looked_up = now.saturating_sub(Time::from_us(since));
        let known = self.changes.iter().rev().find(|&&(at, _)| at <= looked_up);
        known.map_or(self.changes[0].1, |&(_, share)| share)
    }
}

/// What does not change about the gateways during a run.
#[derive(Clone, Copy, Debug)]
pub struct Gateways {
    /// They relay EOP's reply instead of owning a queue.
    pub pass_through: bool,
    /// Least time between two mails that a host hands on; zero is none.
    pub pace: Time,
    /// Share of the mail that a stale copy of the directory refuses wrongly, 0..=1.
    pub stale: f64,
    /// They offer emergency webmail at all.
    pub has_webmail: bool,
    /// Webmail starts by itself, so long after the first refusal.
    pub webmail_after: Option<Time>,
    /// Webmail asks Entra ID who one is.
    pub webmail_needs_entra_id: bool,
}

impl Gateways {
    /// As the scenario has them.
    pub fn new(scenario: &Scenario) -> Self {
        let drain = scenario.get(Field::GatewayDrain);
        let age_days = (scenario.get(Field::DirectoryAge) / 24.0).min(1.0);
        let after = Time::from_secs_f64(scenario.get(Field::WebmailDelay) * 60.0);
        Gateways {
            pass_through: scenario.get(Field::GatewayMode) > 0.0,
            pace: if drain > 0.0 { Time::from_secs_f64(60.0 / drain) } else { Time::ZERO },
            stale: scenario.get(Field::NewRecipients) / 100.0 * age_days,
            has_webmail: scenario.get(Field::Webmail) > 0.0,
            webmail_after: (scenario.get(Field::Webmail) as u32 == 1).then_some(after),
            webmail_needs_entra_id: scenario.get(Field::WebmailSignIn) > 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn senders_follow_a_new_record_within_its_time_to_live() {
        let ttl = Time::from_hours(1);
        let mut mx = Mx::new(5, ttl, 0.0);
        let change = Time::from_mins(150);
        mx.set(change, 0.5);
        let moved = |at| (0..4000).filter(|&host| mx.share(host, at) > 0.0).count();
        assert_eq!(moved(Time::from_mins(149)), 0);
        let half = moved(change + Time::from_mins(30));
        assert!((1850..2150).contains(&half), "{half} of 4000 after half the time");
        assert_eq!(moved(change + ttl), 4000);
    }

    #[test]
    fn without_a_change_everyone_knows_the_record() {
        let mx = Mx::new(5, Time::from_hours(1), 0.3);
        assert!((0..99).all(|host| mx.share(host, Time::ZERO) > 0.29));
        let mut at_once = Mx::new(5, Time::ZERO, 0.3);
        at_once.set(Time::from_secs(1), 0.0);
        assert!((0..99).all(|host| at_once.share(host, Time::from_secs(1)) <= 0.0));
    }
}
