//! What operators and tenants do to a run, and what it changes where.

use std::sync::Arc;

use crate::order;
use crate::scenario::{Action, ActionKind, Field, Senders};
use crate::time::Time;

use super::Sim;
use super::agenda::Source;
use super::door::Routing;
use super::event::Event;
use super::lever::{Levers, RETRY_AFTER};
use super::profile::Kind;
use super::urgent::Reach;

/// The health check looks a microsecond after a row, when all of that instant stands.
const CHECK_AFTER: Time = Time::from_us(1);

impl Sim {
    /// Replaces the actions. Those that lie in the past must be the ones it has run with: an action
    /// at the present instant takes effect at once.
    pub fn set_actions(&mut self, actions: &[Action]) {
        self.actions = actions.into();
        self.timeline = timeline(self.scenario().faults(), actions);
        self.apply_levers();
        self.record.follow(self.now, self.tally.held());
    }

    /// Brings everything in line with where the levers stand now.
    pub(super) fn apply_levers(&mut self) {
        let now = self.now;
        self.settle_urgent();
        let setup = self.setup.clone();
        let old_load = self.levers.load;
        self.levers = Levers::at(&setup.scenario, &self.timeline, &self.recalls, now);
        if self.levers.load.to_bits() != old_load.to_bits() {
            for stream in 0..self.arrivals.len() {
                let rates = &setup.rates[stream];
                self.arrivals[stream].set_factor(rates, now, self.levers.load);
                self.schedule_arrival(stream);
            }
        }
        self.mx.set(now, self.levers.gateway);
        self.apply_routing();
        self.apply_to_forests();
        self.start_webmail();
        self.retry_queues();
        self.plan_change();
    }

    fn apply_routing(&mut self) {
        let levers = &self.levers;
        let field = |field| if levers.onset { self.setup.scenario.get(field) / 100.0 } else { 0.0 };
        self.door.set_routing(&Routing {
            skew: field(Field::Skew),
            spill: field(Field::Spill),
            hits: self.setup.fault_region,
            reset: levers.balance / 100.0,
            to: levers.balance_to,
            capacity: levers.forests.iter().map(|forest| forest.capacity).collect(),
        });
        let ranks = &self.setup.rings.cells;
        let reached = if levers.package.routing { levers.flighted_of(ranks.len()) } else { 0 };
        self.door.set_flighted(ranks.iter().map(|&rank| rank < reached));
    }

    fn apply_to_forests(&mut self) {
        let setup = self.setup.clone();
        let scenario = &setup.scenario;
        let reached = self.levers.flighted_of(self.forests.len());
        let package = self.levers.package;
        for index in 0..self.forests.len() {
            let flighted = setup.rings.forests[index] < reached;
            let set = self.levers.forests[index];
            let factor =
                if flighted && package.limit { scenario.get(Field::FlightLimit) } else { 1.0 };
            let speed = if flighted && package.lookups {
                scenario.get(Field::FlightLookups)
            } else if self.levers.onset
                && setup.fault_region.is_none_or(|hit| hit == self.forests[index].region)
            {
                scenario.get(Field::OnsetLookupSpeed) / 100.0
            } else {
                1.0
            };
            let forest = &mut self.forests[index];
            forest.flighted = flighted;
            // A limit lowered below what is open evicts nobody.
            forest.limit = libm::round(set.limit * factor) as u32;
            if forest.set_power(self.now, set.speed * speed, set.capacity) {
                self.schedule_done(index);
            }
        }
    }

    /// What reaches people now, beside delivery.
    pub(super) fn reach(&self) -> Reach {
        Reach { webmail: self.webmail, channel: self.levers.channel_works() }
    }

    pub(super) fn settle_urgent(&mut self) {
        let reach = self.reach();
        self.urgent.settle(self.now, reach, &mut self.detail.urgent);
    }

    /// Turns emergency webmail on or off, by itself or as an administrator has it.
    fn start_webmail(&mut self) {
        let gateways = &self.setup.gateways;
        self.webmail_began |= self.webmail_due.is_some_and(|due| due <= self.now);
        let is_started = gateways.has_webmail && self.levers.webmail.unwrap_or(self.webmail_began);
        let may_sign_in = !gateways.webmail_needs_entra_id || self.levers.can_sign_in();
        let was = std::mem::replace(
            &mut self.webmail,
            is_started && !gateways.pass_through && may_sign_in,
        );
        if self.webmail && !was {
            self.show_held_mail();
        }
    }

    /// All that the gateways hold can be read from now on.
    fn show_held_mail(&mut self) {
        let mut shown = 0;
        for host in self.hosts.iter_mut().filter(|host| host.kind == Kind::Gateway) {
            let held = host.ready.iter_mut();
            shown += held.filter_map(|mail| mail.mark_readable().then_some(())).count();
        }
        let hosts = &self.hosts;
        self.calendar.change(|item| match Event::of(item) {
            Event::Alone { host, mut mail } if hosts[host as usize].kind == Kind::Gateway => {
                shown += usize::from(mail.mark_readable());
                Event::Alone { host, mail }.item()
            }
            _ => item,
        });
        self.detail.readable += shown as u64;
    }

    /// Retries the queues that someone asked to retry a microsecond ago.
    fn retry_queues(&mut self) {
        if self.retried_at == Some(self.now) {
            return;
        }
        let timeline = self.timeline.clone();
        let now = self.now;
        for action in timeline.iter().filter(|action| action.at + RETRY_AFTER == now) {
            if let ActionKind::RetryNow { senders } = action.kind {
                self.retried_at = Some(now);
                self.retry_now(|kind| is_one_of(kind, senders));
            }
        }
    }

    /// Sets when the levers, or what depends on them alone, change next.
    pub(super) fn plan_change(&mut self) {
        // An event of the same microsecond may have come first, so the instant alone does not say
        // whether it has begun.
        let webmail = self.webmail_due.filter(|_| !self.webmail_began).unwrap_or(Time::NEVER);
        let at = self.levers.next_change.min(webmail).min(self.check_due);
        self.agenda.set(Source::Change, at);
    }

    /// What is due then.
    pub(super) fn change(&mut self) {
        self.draw_waits();
        if self.check_due == self.now {
            self.check_due = Time::NEVER;
            let forests =
                self.forests.iter().map(|forest| (forest.flighted, [forest.completed, forest.cut]));
            if self.health_check.look(self.now, forests) && self.levers.flighted > 0.0 {
                self.recalls.push(self.now);
            }
        }
        self.apply_levers();
    }

    /// A row was added: the health check, if there is one, looks next.
    pub(super) fn schedule_check(&mut self) {
        if self.setup.scenario.get(Field::HealthCheck) > 0.0 {
            self.check_due = self.now + CHECK_AFTER;
            self.plan_change();
        }
    }

    /// The instants at which the health check withdrew the package.
    pub fn recalls(&self) -> &[Time] {
        &self.recalls
    }

    /// Schedules a stream's next arrival anew.
    pub(super) fn schedule_arrival(&mut self, stream: usize) {
        let due = self.arrivals[stream].next_at(&self.setup.rates[stream]);
        self.agenda.set(Source::Stream(stream), due);
    }
}

/// What goes wrong and what is done, in order of time; at one instant, what goes wrong comes first.
pub(super) fn timeline(faults: &[Action], actions: &[Action]) -> Arc<[Action]> {
    let mut timeline = [faults, actions].concat();
    order::by_key(&mut timeline, |action| action.at);
    timeline.into()
}

/// `Senders` has "all" first and then a name for each of [`KINDS`], in their order.
fn is_one_of(kind: Kind, senders: Senders) -> bool {
    senders == Senders::All || senders as usize == kind as usize + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::sim::profile::KINDS;

    #[test]
    fn every_kind_of_host_has_a_name_for_its_administrator() {
        assert_eq!(Senders::NAMES.len(), KINDS.len() + 1);
        assert!(is_one_of(Kind::Postfix, Senders::Postfix));
        assert!(is_one_of(Kind::Textbook, Senders::Textbook));
        assert!(is_one_of(Kind::Outbound, Senders::Outbound));
        assert!(!is_one_of(Kind::Exim, Senders::Postfix) && is_one_of(Kind::Exim, Senders::All));
    }

    #[test]
    fn what_goes_wrong_comes_before_what_is_done() {
        let limit = |sessions| ActionKind::Limit { sessions, place: crate::scenario::Place::All };
        let at = Time::from_hours(1);
        let merged = timeline(&[Action::new(at, limit(1))], &[Action::new(at, limit(2))]);
        assert_eq!(merged[1].kind, limit(2));
        assert!(Scenario::preset("ex1331830").expect("the incident").faults().is_empty());
    }
}
