//! One mail: what travels from queue to session and back. Sixteen bytes, carried by value, so a
//! waiting mail is nothing but its entry in a queue.

use crate::time::Time;

/// A mail's name: the same in every run that offers it, whatever the knobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailId(u32);

/// Bits of an id that say the region.
const REGION_BITS: u32 = 2;

impl MailId {
    /// Mail number `number` of a region, in order of creation.
    ///
    /// Panics beyond 2^30 mails a region: the field ranges allow fewer in any run that fits into
    /// memory.
    pub fn new(region: usize, number: u32) -> Self {
        assert!(number < 1 << (32 - REGION_BITS), "more mails than an id can name");
        assert!(region < 1 << REGION_BITS, "more regions than an id can name");
        MailId((number << REGION_BITS) | region as u32)
    }

    /// The region whose senders sent it.
    pub fn region(self) -> usize {
        (self.0 & ((1 << REGION_BITS) - 1)) as usize
    }

    /// The id as an entity of draws.
    pub fn entity(self) -> u64 {
        u64::from(self.0)
    }
}

/// A mail on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mail {
    /// When its author sent it.
    pub created: Time,
    /// Its name.
    pub id: MailId,
    /// Tries so far; saturates.
    pub tries: u16,
}

impl Mail {
    /// Time since it was created.
    pub fn age(self, now: Time) -> Time {
        now.saturating_sub(self.created)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_takes_sixteen_bytes() {
        assert_eq!(size_of::<Mail>(), 16);
    }

    #[test]
    fn an_id_says_its_region() {
        assert_eq!(MailId::new(2, 77).region(), 2);
        assert_ne!(MailId::new(2, 77).entity(), MailId::new(1, 77).entity());
    }
}
