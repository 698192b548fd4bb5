//! What is said on the wire and in logs, to the letter, with where each text is known from.

use crate::scenario::{Field, Scenario};

/// What a reply comes to, by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// 250: taken.
    Taken,
    /// 421: refused, and the connection closed.
    Refused,
    /// The connection was lost: an outside sender's 451.
    Lost,
    /// 451: refused for now.
    Deferred,
    /// 550: refused for good.
    Rejected,
    /// Exchange Online's own Last Error where its outbound connection was refused or cut: 450.
    Outbound,
}

impl Code {
    /// Every code, in the order of [`Code`].
    pub const ALL: [Code; 6] =
        [Code::Taken, Code::Refused, Code::Lost, Code::Deferred, Code::Rejected, Code::Outbound];

    /// What it means, as the stage has it.
    pub fn tone(self) -> &'static str {
        match self {
            Code::Taken => "accepted",
            Code::Refused | Code::Deferred => "refused",
            Code::Lost | Code::Outbound => "dropped",
            Code::Rejected => "expired",
        }
    }

    /// `421`, `lost connection`.
    pub fn name(self) -> &'static str {
        match self {
            Code::Taken => "250",
            Code::Refused => "421",
            Code::Lost => "lost connection",
            Code::Deferred => "451",
            Code::Rejected => "550",
            Code::Outbound => "450 4.4.318",
        }
    }
}

/// A reply, or what a log holds where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The mail was accepted.
    Accepted,
    /// The forest has as many sessions as it admits.
    ForestLimit,
    /// The door is shut, whatever room there is.
    DoorShut,
    /// The source has as many connections as it may have.
    SourceLimit,
    /// The same in the words of EX1224375.
    SourceServerError,
    /// The recipient does not exist (Directory Based Edge Blocking).
    UnknownRecipient,
    /// The connection was lost: what an outside sender must take for a 451.
    Lost,
    /// The same in Exchange Online's own queues.
    LostOutbound,
    /// An outbound mail was given up.
    Expired,
}

impl Reply {
    /// The reply above a per-source limit in a scenario.
    pub fn above_source_limit(scenario: &Scenario) -> Reply {
        if scenario.get(Field::SourceReply) > 0.0 {
            Reply::SourceServerError
        } else {
            Reply::SourceLimit
        }
    }

    /// The text.
    pub fn text(self) -> &'static str {
        match self {
            Reply::Accepted => "250 2.6.0 Queued mail for delivery",
            Reply::ForestLimit => {
                "421 4.3.2 The maximum number of concurrent connections per resource forest has \
                 exceeded a limit, closing transmission channel"
            }
            Reply::DoorShut => "421 Service not available, closing transmission channel",
            Reply::SourceLimit => {
                "421 4.3.2 The maximum number of concurrent server connections has exceeded a \
                 per-source limit, closing transmission channel"
            }
            Reply::SourceServerError => "451 4.3.2 Temporary server error",
            Reply::UnknownRecipient => "550 5.4.1 Recipient address rejected: Access denied",
            Reply::Lost => "lost connection, acts as 451",
            Reply::LostOutbound => {
                "450 4.4.318 Connection was closed abruptly (SuspiciousRemoteServerError)"
            }
            Reply::Expired => "550 4.4.7 QUEUE.Expired; message expired",
        }
    }

    /// What it comes to.
    pub fn code(self) -> Code {
        match self {
            Reply::Accepted => Code::Taken,
            Reply::ForestLimit | Reply::DoorShut | Reply::SourceLimit => Code::Refused,
            Reply::SourceServerError => Code::Deferred,
            Reply::UnknownRecipient | Reply::Expired => Code::Rejected,
            Reply::Lost => Code::Lost,
            Reply::LostOutbound => Code::Outbound,
        }
    }

    /// Where it is known from.
    pub fn source(self) -> &'static str {
        match self {
            Reply::Accepted => "Exchange; the wording is an assumption",
            Reply::ForestLimit => "seen in EX1331830; smtp.codes",
            Reply::DoorShut => "RFC 5321, 4.2.3",
            Reply::SourceLimit => "Microsoft Q&A 407670",
            Reply::SourceServerError => "reports of MO1221364 and EX1224375",
            Reply::UnknownRecipient => "Microsoft: Use Directory Based Edge Blocking",
            Reply::Lost => "RFC 5321, 3.8",
            Reply::LostOutbound => {
                "Microsoft: Mail flow intelligence in EOP; the words in brackets: article"
            }
            Reply::Expired => "an NDR of 2015 (kjctech.net)",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_has_a_text_of_its_own_that_closes_the_channel() {
        let texts = [Reply::ForestLimit.text(), Reply::SourceLimit.text()];
        assert!(texts.iter().all(|text| text.starts_with("421 4.3.2 The maximum number of")));
        assert!(texts.iter().all(|text| text.ends_with("closing transmission channel")));
        assert!(texts[0].contains("per resource forest") && texts[1].contains("per-source limit"));
        let incident = |key| Scenario::preset(key).expect("a preset");
        let reply = |key| Reply::above_source_limit(&incident(key)).text();
        assert_eq!(reply("ex1224375"), "451 4.3.2 Temporary server error");
        assert_eq!(reply("ex1331830"), Reply::SourceLimit.text());
        assert!(Reply::LostOutbound.text().starts_with("450 4.4.318"), "never said to outsiders");
    }
}
