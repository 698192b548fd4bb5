//! How old what waits is: what the delays of delivered mail cannot say, because mail that still waits
//! is not among them.
//!
//! A full count of what is held, for whoever reads an instrument; the model itself never asks.

use crate::record::Delays;
use crate::record::windows::ForestRow;
use crate::sim::Sim;
use crate::sim::event::Event;
use crate::sim::mail::Mail;
use crate::sim::profile::Kind;
use crate::time::Time;

/// From this age on Exchange Online's queued messages report counts a mail.
pub const LATE: Time = Time::from_hours(1);

impl Sim {
    /// The ages of all mail of outside senders that waits now, at senders and gateways.
    pub fn ages(&self) -> Delays {
        let mut ages = Delays::default();
        for host in self.hosts.iter().filter(|host| host.kind != Kind::Outbound) {
            for mail in host.ready.iter().chain(host.deferred.iter()) {
                ages.add(self.created.age(mail.id, self.now));
            }
        }
        if self.hosts.iter().any(|host| host.alone > 0) {
            for mail in self.alone().filter(|mail| !mail.id.is_outbound()) {
                ages.add(self.created.age(mail.id, self.now));
            }
        }
        ages
    }

    /// Mails that wait for a clock of their own.
    fn alone(&self) -> impl Iterator<Item = Mail> {
        self.calendar.items().filter_map(|item| match Event::of(item) {
            Event::Alone { mail, .. } => Some(mail),
            _ => None,
        })
    }

    /// When the last of the outside senders' mails that wait now is tried again.
    pub fn last_retry(&self) -> Option<Time> {
        let hosts = self.hosts.iter().filter(|host| host.kind != Kind::Outbound);
        let by_host = hosts.filter_map(|host| host.last_retry(self.profile(host.kind)));
        let alone = self.calendar.pending().filter_map(|(at, item)| {
            matches!(Event::of(item), Event::Alone { mail, .. } if !mail.id.is_outbound())
                .then_some(at)
        });
        by_host.chain(alone).max()
    }

    /// Exchange Online's own outbound mails that have been queued for over an hour.
    pub fn outbound_late(&self) -> u64 {
        let is_late = |mail: &&Mail| self.created.age(mail.id, self.now) > LATE;
        let queues = &self.hosts[self.setup.first_outbound.min(self.hosts.len())..];
        let mails = queues.iter().flat_map(|host| host.ready.iter().chain(host.deferred.iter()));
        mails.filter(is_late).count() as u64
    }

    /// The row of the forests, and the window if it ends with this row.
    pub(super) fn add_window_row(&mut self) {
        let rows = self.forests.iter().map(|forest| ForestRow {
            sessions: u64::from(forest.sessions),
            limit: u64::from(forest.limit),
            completed: forest.completed,
            refused: forest.refused,
            cut: forest.cut,
        });
        if self.record.windows.add_row(rows) {
            let late = self.outbound_late();
            self.record.end_window(late);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    fn at(preset: &str, minutes: u64) -> Sim {
        let mut sim = Sim::new(&Scenario::preset(preset).expect("a preset"), 1);
        sim.run_until(Time::from_mins(minutes));
        sim
    }

    #[test]
    fn every_waiting_mail_has_an_age_wherever_it_waits() {
        // Clocks of hosts, of queues, of each mail alone; and gateways.
        for preset in ["ex1331830", "retrial-queue", "mx-cutover"] {
            let sim = at(preset, 240);
            let ages = sim.ages();
            assert_eq!(ages.total(), sim.tally().held(), "{preset}");
            assert!(ages.max() < sim.now(), "{preset}");
        }
    }

    #[test]
    fn outbound_mail_is_late_after_an_hour_of_outage_and_not_before() {
        let preset = "mo1221364";
        let sim = at(preset, 600);
        assert!(sim.tally().outbound.offered > 0, "the preset has outbound mail");
        let late = sim.outbound_late();
        assert!(late <= sim.tally().outbound.held, "{late}");
        assert_eq!(at(preset, 30).outbound_late(), 0);
        let series = sim.record().windows.ended();
        assert!(series.iter().any(|window| window.outbound_late > 0));
    }

    #[test]
    fn the_windows_of_the_forests_add_up_to_their_counts() {
        let sim = at("ex1331830", 240);
        let windows = &sim.record().windows;
        for (index, forest) in sim.forests().enumerate() {
            let of = |count: fn(&crate::record::windows::ForestWindow) -> u32| {
                windows.forest(index, sim.forests().len()).map(|w| u64::from(count(w))).sum::<u64>()
            };
            assert_eq!(of(|w| w.completed), forest.completed);
            assert_eq!(of(|w| w.cut), forest.cut);
            assert_eq!(of(|w| w.refused), forest.refused);
        }
        assert!(sim.forests().map(|forest| forest.refused).sum::<u64>() > 1000);
    }
}
