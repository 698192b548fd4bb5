//! Finding a mail: by its name, or as the oldest, the one refused last, the one that bounced last.

use crate::number;
use crate::playback::Player;
use crate::scenario::REGIONS;
use crate::sim::mail::MailId;

use super::{Card, Section, Subject, View, fact, link, mail_name};

/// What can be chosen from.
pub(super) fn card(view: &View) -> Card {
    let mut rows = Vec::new();
    if let Some((mail, at)) = view.sim.oldest(|_| true) {
        let age = number::delay(view.sim.now().saturating_sub(at).secs_f64());
        rows.push(link(Subject::Mail(mail), "The oldest that waits", &age));
    }
    let log = view.sim.log();
    if let Some(log) = log {
        rows.push(match log.last_bounced() {
            Some(mail) => link(Subject::Mail(mail), "The last that bounced", &mail_name(mail)),
            None => {
                fact("The last that bounced", &format!("none since {}", view.when(log.since())))
            }
        });
    }
    let refused = (0..view.sim.forests().len()).filter_map(|forest| {
        let mail = log?.last_refused(forest)?;
        let name = format!("The last that F{} refused", forest + 1);
        Some(link(Subject::Mail(mail), &name, &mail_name(mail)))
    });
    let refused: Vec<_> = refused.collect();
    let mut sections = vec![
        Section { heading: "At the cursor", rows },
        Section { heading: "Refused", rows: refused },
    ];
    sections.retain(|section| !section.rows.is_empty());
    Card {
        title: "Find a mail".to_owned(),
        lead: if sections.is_empty() {
            "Nothing waits now, and nothing was refused yet.".to_owned()
        } else {
            String::new()
        },
        sections,
        ..Card::default()
    }
}

impl Player {
    /// The mail of a typed name, `NA-48213` or `EMEA-out-12`, however it is written.
    ///
    /// # Errors
    /// One line that says what can be typed, or that there is no such mail yet.
    pub fn find_mail(&self, typed: &str) -> Result<MailId, String> {
        let mail = parse(typed).ok_or_else(|| {
            let example = self.sim().oldest(|_| true).map(|(mail, _)| mail_name(mail));
            let example = example.unwrap_or_else(|| "Mail NA-48213".to_owned());
            format!("Type a mail’s name as the stage has it, like {}.", &example[5..])
        })?;
        if mail.region() >= self.sim().regions() {
            return Err("This scenario has no such region.".to_owned());
        }
        let run = self.run();
        if run.computed().created_at(mail).is_none() {
            return Err(if run.is_computed() {
                format!("{} is never sent in this run.", mail_name(mail))
            } else {
                format!("{} is not sent by the part that is computed.", mail_name(mail))
            });
        }
        Ok(mail)
    }
}

fn parse(typed: &str) -> Option<MailId> {
    let typed = typed.trim().to_ascii_uppercase();
    let typed = typed.strip_prefix("MAIL").unwrap_or(&typed).trim_start();
    let (region, number) = typed.split_once(['-', ' '])?;
    let region = REGIONS.iter().position(|it| it.name == region)?;
    let (is_outbound, number) = match number.trim().strip_prefix("OUT-") {
        Some(number) => (true, number),
        None => (false, number.trim()),
    };
    let number: u32 = number.parse().ok().filter(|&number| number < 1 << 29)?;
    Some(if is_outbound { MailId::outbound(region, number) } else { MailId::new(region, number) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_name_is_found_however_it_is_written() {
        for typed in ["NA-48213", "na-48213", " Mail NA-48213 ", "mail na 48213"] {
            assert_eq!(parse(typed), Some(MailId::new(0, 48213)), "{typed}");
        }
        assert_eq!(parse("EMEA-out-12"), Some(MailId::outbound(1, 12)));
        for typed in ["", "NA", "48213", "XX-1", "NA-x", "NA--1", "NA-99999999999"] {
            assert_eq!(parse(typed), None, "{typed}");
        }
        let every = [MailId::new(2, 0), MailId::outbound(0, 7)];
        assert!(every.iter().all(|&mail| parse(&mail_name(mail)) == Some(mail)));
    }
}
