//! The directory lookups a mail needs at RCPT: their names, and the work they are.

use crate::rng::{Purpose, draw, logarithms};
use crate::scenario::{Field, Scenario};
use crate::sim::mail::Mail;

/// The three that the incident's article names, in the order of the path: does the recipient exist,
/// what does the tenant's policy say, where is the mailbox.
pub const NAMES: [&str; 3] = ["recipient", "policy", "mailbox location"];

/// The name of a lookup by its number from 0; scenarios may have more than three.
pub fn name(lookup: usize) -> String {
    NAMES.get(lookup).map_or_else(|| format!("lookup {}", lookup + 1), |&name| name.to_owned())
}

/// The law of a mail's lookup work, of mean 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// So many lookups, each an exponential part.
    Erlang(u32),
    /// Always the mean, in so many equal parts.
    Fixed(u32),
    /// Hyperexponential with balanced means and a squared coefficient of variation of 4.
    Hyperexponential(u32),
}

impl Work {
    /// As the scenario has it.
    pub fn new(scenario: &Scenario) -> Self {
        let lookups = scenario.get(Field::Lookups) as u32;
        match scenario.get(Field::WorkLaw) as u32 {
            0 => Work::Erlang(lookups),
            1 => Work::Fixed(lookups),
            _ => Work::Hyperexponential(lookups),
        }
    }

    /// Lookups of a mail.
    pub fn lookups(self) -> u32 {
        match self {
            Work::Erlang(lookups) | Work::Fixed(lookups) | Work::Hyperexponential(lookups) => {
                lookups
            }
        }
    }
}

/// The work of a mail's lookups on its current try.
#[allow(clippy::inline_always, reason = "every mail passes here")]
#[inline(always)]
pub fn work(law: &Work, seed: u64, mail: Mail) -> f64 {
    let drawn = || draw(seed, mail.id.entity(), Purpose::Lookup, u32::from(mail.tries));
    match *law {
        Work::Erlang(1) => drawn().exponential(),
        Work::Erlang(lookups) => drawn().erlang(lookups),
        Work::Fixed(_) => 1.0,
        Work::Hyperexponential(_) => drawn().hyperexponential(),
    }
}

/// The work of several mails' lookups on their current tries: [`work`] of each.
#[inline]
pub fn works<const N: usize>(law: &Work, seed: u64, mails: [Mail; N]) -> [f64; N] {
    match *law {
        Work::Erlang(lookups) => {
            let drawn =
                |mail: Mail| draw(seed, mail.id.entity(), Purpose::Lookup, u32::from(mail.tries));
            let products = mails.map(|mail| drawn(mail).product(lookups));
            logarithms(products).map(|log| -log / f64::from(lookups.max(1)))
        }
        _ => mails.map(|mail| work(law, seed, mail)),
    }
}

/// The work of each lookup, one after another; together [`work`].
pub fn parts(law: &Work, seed: u64, mail: Mail) -> Vec<f64> {
    let lookups = law.lookups();
    if let Work::Erlang(_) = law {
        let mut draw = draw(seed, mail.id.entity(), Purpose::Lookup, u32::from(mail.tries));
        return (0..lookups)
            .map(|_| {
                let part = draw.exponential() / f64::from(lookups);
                draw = draw.next();
                part
            })
            .collect();
    }
    vec![work(law, seed, mail) / f64::from(lookups); lookups as usize]
}

/// The number from 0 of the lookup in progress when so much of the work is done.
pub fn in_progress(law: &Work, seed: u64, mail: Mail, done: f64) -> usize {
    let parts = parts(law, seed, mail);
    let mut passed = 0.0;
    let current = parts.iter().position(|part| {
        passed += part;
        done < passed
    });
    current.unwrap_or(parts.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::mail::MailId;

    #[test]
    fn the_parts_of_the_work_are_the_work() {
        for number in 0..200 {
            let mail = Mail::new(MailId::new(0, number));
            for law in [Work::Erlang(1), Work::Erlang(3), Work::Fixed(3), Work::Hyperexponential(2)]
            {
                let sum: f64 = parts(&law, 3, mail).iter().sum();
                let whole = work(&law, 3, mail);
                assert!((sum - whole).abs() < 1e-9 * whole.max(1.0), "{law:?}: {sum} of {whole}");
                let same = |other: f64| other.to_bits() == whole.to_bits();
                assert!(works(&law, 3, [mail; 2]).into_iter().all(same), "{law:?}");
                assert_eq!(in_progress(&law, 3, mail, 0.0), 0);
                assert_eq!(in_progress(&law, 3, mail, whole * 2.0), law.lookups() as usize - 1);
            }
        }
    }

    #[test]
    fn the_lookups_have_the_names_of_the_path() {
        assert_eq!(name(0), "recipient");
        assert_eq!(name(2), "mailbox location");
        assert_eq!(name(3), "lookup 4");
    }
}
