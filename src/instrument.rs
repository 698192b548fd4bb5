//! The instruments: the one list of what stands under the tape, one open at a time.
//!
//! Names and keys only. What an instrument shows is computed where its figures come from, and drawn
//! by the page.

pub mod delay;
pub mod drain;
pub mod forests;
pub mod health;
pub mod message_trace;
pub mod queues;
pub mod replies;
pub mod smtp_log;
pub mod theory;

/// An instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Instrument {
    /// How long mail takes, and what waits.
    Delay,
    /// What EOP answered.
    Replies,
    /// Every resource forest.
    Forests,
    /// The queues, as Queue Viewer lists them.
    Queues,
    /// Message trace.
    Trace,
    /// The lines on the wire.
    SmtpLog,
    /// What the admin centre said beside what was so.
    Health,
}

impl Instrument {
    /// Every instrument, in the order of the tabs.
    pub const ALL: [Instrument; 7] = [
        Instrument::Delay,
        Instrument::Replies,
        Instrument::Forests,
        Instrument::Queues,
        Instrument::Trace,
        Instrument::SmtpLog,
        Instrument::Health,
    ];

    /// `SMTP log`: what its tab says.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// `smtp-log`: its name in links and lessons, which never changes.
    pub fn key(self) -> &'static str {
        self.row().0
    }

    /// What it shows, in a line.
    pub fn about(self) -> &'static str {
        self.row().2
    }

    /// The instrument of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|instrument| instrument.key() == key)
    }

    /// Key, name and description.
    fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Instrument::Delay => {
                ("delay", "Delay", "How long delivered mail took, and how long waiting mail waits")
            }
            Instrument::Replies => {
                ("replies", "Replies", "Attempts and what EOP answered, by code")
            }
            Instrument::Forests => {
                ("forests", "Forests", "Every forest: use of its limit, throughput, refusals, cuts")
            }
            Instrument::Queues => {
                ("queues", "Queues", "The senders’ queues, in the columns of Queue Viewer")
            }
            Instrument::Trace => {
                ("trace", "Trace", "Message trace: single mails, their status and their events")
            }
            Instrument::SmtpLog => ("smtp-log", "SMTP log", "The lines on the wire, as they pass"),
            Instrument::Health => {
                ("health", "Health", "Service health posts beside what was so, and the alert")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_lower_case_words_and_lead_back() {
        for instrument in Instrument::ALL {
            let key = instrument.key();
            assert!(key.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{key}");
            assert_eq!(Instrument::from_key(key), Some(instrument));
        }
        assert_eq!(Instrument::from_key("no-such"), None);
    }
}
