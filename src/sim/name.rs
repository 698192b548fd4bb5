//! Names that stand in logs and tables. They are invented, and meant to look it: every one ends in
//! `.example`, the domain that exists for that.

use crate::scenario::{REGIONS, Senders};
use crate::sim::Sim;
use crate::sim::mail::MailId;
use crate::sim::profile::Kind;

impl Kind {
    /// `postfix`: its name in what administrators type.
    pub fn key(self) -> &'static str {
        // The first of the names is "all".
        Senders::NAMES[self as usize + 1]
    }
}

impl Sim {
    /// `postfix-0123.na.example`.
    pub fn host_name(&self, host: u32) -> String {
        let kind = self.hosts[host as usize].kind;
        let setup = &self.setup;
        let (first, per_region, width) = match kind {
            Kind::Gateway => (setup.first_gateway, setup.gateways_per_region, 2),
            Kind::Outbound => (setup.first_outbound, setup.outbound_per_region, 2),
            _ => (0, setup.hosts_per_region, 4),
        };
        let number = (host as usize - first) % per_region + 1;
        format!("{}-{number:0width$}.{}", kind.key(), domain(self.hosts[host as usize].region))
    }

    /// `f3.na.mail.example`: a server of a forest, as its banner calls itself.
    pub fn server_name(&self, forest: usize) -> String {
        format!("f{}.mail.{}", forest + 1, domain(self.forests[forest].region))
    }
}

/// `na.example`.
pub fn domain(region: usize) -> String {
    let name = REGIONS.get(region).map_or("", |region| region.name);
    format!("{}.example", name.to_ascii_lowercase())
}

/// `mail-48213@postfix-0123.na.example`: who sent a mail.
pub fn sender_address(mail: MailId, host_name: &str) -> String {
    format!("mail-{}@{host_name}", mail.number())
}

/// `user-48213@tenant.na.example`: whom it is for.
pub fn recipient_address(mail: MailId) -> String {
    let whose = if mail.is_outbound() { "elsewhere" } else { "tenant" };
    format!("user-{}@{whose}.{}", mail.number(), domain(mail.region()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::sim::profile::KINDS;

    #[test]
    fn every_host_has_a_name_of_its_own_that_cannot_be_a_real_ones() {
        let sim = Sim::new(&Scenario::preset("mo1221364").expect("a preset"), 1);
        let mut names: Vec<_> = (0..sim.hosts().len() as u32).map(|h| sim.host_name(h)).collect();
        assert_eq!(names[0], "postfix-0001.na.example");
        assert!(names.iter().all(|name| name.ends_with(".example")));
        let first_outbound = sim.setup.first_outbound as u32;
        assert_eq!(sim.host_name(first_outbound), "outbound-01.na.example");
        assert_eq!(sim.server_name(2), "f3.mail.na.example");
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn kinds_have_the_names_that_actions_use() {
        assert_eq!(KINDS.map(Kind::key)[2..4], ["exchange", "sendmail-30"]);
        assert_eq!(Kind::Outbound.key(), "outbound");
    }
}
