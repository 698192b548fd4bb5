//! Names that stand in logs and tables. They are invented, and meant to look it: every one ends in
//! `.example`, the domain that exists for that. Only the service's own servers have the form of real
//! ones, with the model's forest where those have a number.

use std::sync::Arc;

use crate::scenario::{Field, REGIONS, Senders};
use crate::sim::Sim;
use crate::sim::mail::MailId;
use crate::sim::profile::Kind;
use crate::sim::start::Setup;

/// The names of a run; cheap to copy.
#[derive(Clone, Debug)]
pub struct Names(Arc<Setup>);

/// Where a host stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// What it runs.
    pub kind: Kind,
    /// Its region.
    pub region: usize,
    /// Its number among those of its region, from 0.
    pub number: usize,
}

impl Kind {
    /// `postfix`: its name in what administrators type.
    pub fn key(self) -> &'static str {
        // The first of the names is "all".
        Senders::NAMES[self as usize + 1]
    }
}

impl Names {
    /// Where a host stands.
    pub fn place(&self, host: u32) -> Place {
        let (host, setup) = (host as usize, &self.0);
        let in_each = |first: usize, per_region: usize| {
            ((host - first) / per_region, (host - first) % per_region)
        };
        let (kind, (region, number)) = if host >= setup.first_outbound {
            (Kind::Outbound, in_each(setup.first_outbound, setup.outbound_per_region))
        } else if host >= setup.first_gateway {
            (Kind::Gateway, in_each(setup.first_gateway, setup.gateways_per_region))
        } else {
            let (region, number) = in_each(0, setup.hosts_per_region);
            (setup.kind_of(number), (region, number))
        };
        Place { kind, region, number }
    }

    /// `postfix-0123.na.example`.
    pub fn host(&self, host: u32) -> String {
        let Place { kind, region, number } = self.place(host);
        let width = if matches!(kind, Kind::Gateway | Kind::Outbound) { 2 } else { 4 };
        format!("{}-{:0width$}.{}", kind.key(), number + 1, domain(region))
    }

    /// `NA-F3.mail.protection.outlook.com`: a server of a forest, as its banner calls itself.
    pub fn server(&self, forest: usize) -> String {
        let per_region = self.0.scenario.get(Field::ForestsPerRegion) as usize;
        let region = REGIONS.get(forest / per_region).map_or("", |region| region.name);
        format!("{region}-F{}.mail.protection.outlook.com", forest + 1)
    }

    /// `tenant.na.example`: the next hop domain of a host's queue. A gateway hands on to a smart host,
    /// and each of the outbound queues is for a domain outside.
    pub fn next_hop(&self, host: u32) -> String {
        let Place { kind, region, number } = self.place(host);
        match kind {
            Kind::Outbound => format!("outside-{:02}.{}", number + 1, domain(region)),
            Kind::Gateway => format!("mail.{}", domain(region)),
            _ => format!("tenant.{}", domain(region)),
        }
    }

    /// `mail-48213@postfix-0123.na.example`: who sent a mail from a host.
    pub fn sender(&self, mail: MailId, host: u32) -> String {
        let number = mail.number();
        if mail.is_outbound() {
            format!("mail-{number}@tenant.{}", domain(mail.region()))
        } else {
            format!("mail-{number}@{}", self.host(host))
        }
    }

    /// `user-48213@tenant.na.example`: whom it is for.
    pub fn recipient(&self, mail: MailId, host: u32) -> String {
        let number = mail.number();
        if mail.is_outbound() {
            format!("user-{number}@{}", self.next_hop(host))
        } else {
            format!("user-{number}@tenant.{}", domain(mail.region()))
        }
    }
}

impl PartialEq for Names {
    /// Names of the same run.
    fn eq(&self, other: &Names) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Sim {
    /// The names of this run.
    pub fn names(&self) -> Names {
        Names(self.setup.clone())
    }
}

/// `na.example`.
pub fn domain(region: usize) -> String {
    let name = REGIONS.get(region).map_or("", |region| region.name);
    format!("{}.example", name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::sim::profile::KINDS;

    #[test]
    fn every_host_has_a_name_of_its_own_that_cannot_be_a_real_ones() {
        let sim = Sim::new(&Scenario::preset("mo1221364").expect("a preset"), 1);
        let names = sim.names();
        for (index, host) in sim.hosts().iter().enumerate() {
            let place = names.place(index as u32);
            assert_eq!((place.kind, place.region), (host.kind, host.region), "host {index}");
        }
        let mut all: Vec<_> = (0..sim.hosts().len() as u32).map(|host| names.host(host)).collect();
        assert_eq!(all[0], "postfix-0001.na.example");
        assert!(all.iter().all(|name| name.ends_with(".example")));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn mail_goes_to_its_tenant_and_outbound_mail_to_its_queues_domain() {
        let sim = Sim::new(&Scenario::preset("mo1221364").expect("a preset"), 1);
        let (names, outbound) = (sim.names(), sim.setup.first_outbound as u32);
        let inbound = MailId::new(1, 7);
        assert_eq!(names.recipient(inbound, 0), "user-7@tenant.emea.example");
        assert_eq!(names.sender(inbound, 0), "mail-7@postfix-0001.na.example");
        let mail = MailId::outbound(0, 7);
        assert_eq!(names.sender(mail, outbound), "mail-7@tenant.na.example");
        assert_eq!(names.recipient(mail, outbound + 1), "user-7@outside-02.na.example");
        assert_eq!(names.host(outbound), "outbound-01.na.example");
        assert_eq!(names.server(5), "EMEA-F6.mail.protection.outlook.com");
    }

    #[test]
    fn kinds_have_the_names_that_actions_use() {
        assert_eq!(KINDS.map(Kind::key)[2..4], ["exchange", "sendmail-30"]);
        assert_eq!(Kind::Outbound.key(), "outbound");
    }
}
