//! One mail: what travels from queue to session and back. Eight bytes, carried by value, so a
//! waiting mail is nothing but its entry in a queue. When it was created stands in
//! [`Created`](crate::sim::created::Created).

/// A mail's name: the same in every run that offers it, whatever the knobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailId(u32);

/// Bits of an id that say the region.
const REGION_BITS: u32 = 2;
/// The bit that says Exchange Online's own outbound mail.
const OUTBOUND: u32 = 1 << 31;
/// Mails that an id can name in each region.
const NUMBERS: u32 = 1 << (31 - REGION_BITS);

impl MailId {
    /// Mail number `number` of a region, in order of creation.
    ///
    /// Panics beyond 2^29 mails a region: the field ranges allow fewer in any run that fits into
    /// memory.
    pub fn new(region: usize, number: u32) -> Self {
        assert!(number < NUMBERS, "more mails than an id can name");
        assert!(region < 1 << REGION_BITS, "more regions than an id can name");
        MailId((number << REGION_BITS) | region as u32)
    }

    /// The same of the service's outbound mail.
    pub fn outbound(region: usize, number: u32) -> Self {
        MailId(MailId::new(region, number).0 | OUTBOUND)
    }

    /// The id of an entity of draws; `None` if it is no mail's.
    pub fn from_entity(entity: u64) -> Option<Self> {
        u32::try_from(entity).ok().map(MailId)
    }

    /// Whether Exchange Online itself sends it.
    pub fn is_outbound(self) -> bool {
        self.0 & OUTBOUND > 0
    }

    /// The region whose senders sent it.
    pub fn region(self) -> usize {
        (self.0 & ((1 << REGION_BITS) - 1)) as usize
    }

    /// Its place among the mails of its stream, in order of creation.
    pub fn number(self) -> usize {
        ((self.0 & !OUTBOUND) >> REGION_BITS) as usize
    }

    /// The stream it belongs to: each region's inbound and outbound mails are one.
    pub fn stream(self) -> usize {
        self.region() << 1 | usize::from(self.is_outbound())
    }

    /// The id as an entity of draws.
    pub fn entity(self) -> u64 {
        u64::from(self.0)
    }
}

/// A mail on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its name.
    pub id: MailId,
    /// Tries so far; saturates.
    pub tries: u16,
    /// Tries by whoever holds it now; saturates.
    pub tries_here: u8,
    pub(super) flags: u8,
}

const URGENT: u8 = 1;
const NOTICED: u8 = 2;
const READABLE: u8 = 4;
/// The other bits say which of the coming queue scans takes it, where it waits for one.
const SCAN_SHIFT: u32 = 3;
const MARKS: u8 = (1 << SCAN_SHIFT) - 1;
/// Scans that can be told apart.
pub(super) const SCANS: u64 = 1 << (u8::BITS - SCAN_SHIFT);

impl Mail {
    /// A new mail.
    pub fn new(id: MailId) -> Self {
        Mail { id, tries: 0, tries_here: 0, flags: 0 }
    }

    /// All of it but the scan it waits for: its marks, in three bits, and fifty-six more.
    #[inline]
    pub(super) fn marks_and_bits(self) -> (u32, u64) {
        let bits =
            u64::from(self.id.0) | u64::from(self.tries) << 32 | u64::from(self.tries_here) << 48;
        (u32::from(self.flags & MARKS), bits)
    }

    /// The mail of marks and bits from `marks_and_bits`.
    #[inline]
    pub(super) fn from_marks_and_bits(marks: u32, bits: u64) -> Self {
        Mail {
            id: MailId(bits as u32),
            tries: (bits >> 32) as u16,
            tries_here: (bits >> 48) as u8,
            flags: marks as u8,
        }
    }

    /// Counts a try.
    pub fn count_try(&mut self) {
        self.tries = self.tries.saturating_add(1);
        self.tries_here = self.tries_here.saturating_add(1);
    }

    /// Whether its people must be reached soon.
    pub fn is_urgent(self) -> bool {
        self.flags & URGENT > 0
    }

    /// The queue scan it waits for, modulo [`SCANS`].
    #[inline]
    pub(super) fn scan(self) -> u64 {
        u64::from(self.flags >> SCAN_SHIFT)
    }

    /// The same mail, waiting for a scan.
    #[inline]
    pub(super) fn at_scan(mut self, number: u64) -> Mail {
        self.flags = self.flags & MARKS | ((number % SCANS) as u8) << SCAN_SHIFT;
        self
    }

    /// Makes it urgent.
    pub fn mark_urgent(&mut self) {
        self.flags |= URGENT;
    }

    /// Marks that its author was told that it is late; false if that was marked before.
    pub fn mark_noticed(&mut self) -> bool {
        let is_new = self.flags & NOTICED == 0;
        self.flags |= NOTICED;
        is_new
    }

    /// Whether its author was told that it is late.
    pub fn is_noticed(&self) -> bool {
        self.flags & NOTICED > 0
    }

    /// Marks that it could be read in emergency webmail; false if that was marked before.
    pub fn mark_readable(&mut self) -> bool {
        let is_new = self.flags & READABLE == 0;
        self.flags |= READABLE;
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_takes_eight_bytes() {
        assert_eq!(size_of::<Mail>(), 8);
    }

    #[test]
    fn an_id_says_its_region() {
        assert_eq!(MailId::new(2, 77).region(), 2);
        assert_ne!(MailId::new(2, 77).entity(), MailId::new(1, 77).entity());
        let outbound = MailId::outbound(2, 77);
        assert_eq!((outbound.region(), outbound.is_outbound()), (2, true));
        assert!(!MailId::new(2, 77).is_outbound());
    }
}
