//! The followed mails in words: what has become of each in each world.

use crate::inspect::mail_name;
use crate::number;
use crate::playback::{Player, Run, Side};
use crate::sim::mail::MailId;
use crate::sim::reply::Reply;
use crate::sim::trail::What;
use crate::time::Time;

/// A mail that the reader follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Followed {
    /// Which.
    pub mail: MailId,
    /// Whether it is pinned.
    pub pinned: bool,
    /// `Mail NA-48213`.
    pub name: String,
    /// What has become of it in A and, if there is one, in B.
    pub fates: [Option<String>; 2],
}

impl Player {
    /// What has become of the mails that the reader follows: the pinned ones, then the one that is
    /// looked at.
    pub(crate) fn followed(&self) -> Vec<Followed> {
        let of = |mail| Followed {
            mail,
            pinned: self.pins().contains(&mail),
            name: mail_name(mail),
            fates: [Side::A, Side::B].map(|side| self.side(side).and_then(|run| run.fate(mail))),
        };
        self.followed_mails().into_iter().map(of).collect()
    }
}

impl Run {
    /// `refused 7 times, last 14:05, waits`; `None` if the mail is not followed.
    pub fn fate(&self, mail: MailId) -> Option<String> {
        let trail = self.trail(mail)?;
        let now = self.sim().now();
        let clock = |at: Time| self.scenario().epoch().clock(at);
        let Some(created) = trail.created() else {
            let whole = self.is_computed();
            let words = if whole { "never sent here" } else { "not sent yet" };
            return Some(words.to_owned());
        };
        if now < created {
            return Some(format!("not sent before {}", clock(created)));
        }
        if !trail.is_known(now) {
            return Some("being followed".to_owned());
        }
        let (mut refused, mut cut, mut held) = (0_u32, 0_u32, false);
        let (mut last, mut end) = (None, None);
        for step in trail.steps(now) {
            match &step.what {
                What::Refused(_) => (refused, last) = (refused + 1, Some(step.at)),
                What::Ended(ended) => match ended.reply {
                    Reply::Accepted => end = Some(("delivered", step.at)),
                    Reply::UnknownRecipient => end = Some(("rejected", step.at)),
                    _ => (cut, last) = (cut + 1, Some(step.at)),
                },
                What::TurnedAway { .. } => end = Some(("rejected", step.at)),
                What::Expired { .. } => end = Some(("given up", step.at)),
                What::Parked { .. } => held = true,
                What::Waits(_) | What::Untried { .. } | What::Noticed => {}
            }
        }
        let times = |n: u32| if n == 1 { "once".to_owned() } else { format!("{n} times") };
        let failures: Vec<_> = [("refused", refused), ("cut", cut)]
            .into_iter()
            .filter(|&(_, n)| n > 0)
            .map(|(word, n)| format!("{word} {}", times(n)))
            .collect();
        let failures = failures.join(", ");
        Some(match (end, last) {
            (Some((word, at)), _) => {
                let after = number::delay(at.saturating_sub(created).secs_f64());
                if failures.is_empty() {
                    format!("{word} after {after}")
                } else {
                    format!("{failures}, {word} {} after {after}", clock(at))
                }
            }
            (None, Some(last)) => format!("{failures}, last {}, waits", clock(last)),
            (None, None) if held => "held by a gateway".to_owned(),
            (None, None) => "sent, no reply yet".to_owned(),
        })
    }
}
