//! The messages between the page in a frame and the page around it.
//!
//! ```text
//! host  -> page   { "ns": "mailflow", "v": 1, "id": 7, "type": "seek", "payload": { "at": "2h10min" } }
//! page  -> host   { "ns": "mailflow", "v": 1, "id": 7, "type": "state", "payload": { … } }
//! page  -> host   { "ns": "mailflow", "v": 1, "type": "event", "payload": { "name": "first-421", … } }
//! ```
//!
//! Pure: text in, text out, and a [`Player`](crate::playback::Player) in between. What is not
//! addressed to Mailflow is ignored; what is, and is wrong, is answered with an [`Error`] and
//! changes nothing. The types are the contract: the published JSON Schema is made of them.

pub mod incoming;
pub mod outgoing;
mod fault;
#[cfg(not(target_arch = "wasm32"))]
mod schema;
mod session;

use serde::Deserialize;
use serde_json::value::RawValue;

pub use incoming::Request;
pub use outgoing::{Body, Error, Message};
#[cfg(not(target_arch = "wasm32"))]
pub use schema::schema;
pub use session::Session;

/// The namespace: a page may talk with several frames.
pub const NS: &str = "mailflow";
/// The version of the messages, and the only one there is.
pub const VERSION: u32 = 1;
/// Longest message that is read [bytes]: a scenario with all its lists is far shorter.
pub const TEXT_MAX: usize = 1 << 20;
/// Longest id [bytes]: it is sent back.
const ID_MAX: usize = 200;

/// The name a host gave to a message, as it stands in the message's JSON.
#[derive(Clone, Debug)]
pub struct Id(Box<RawValue>);

impl Id {
    /// A text or a number of at most [`ID_MAX`] bytes.
    fn new(raw: Box<RawValue>) -> Option<Id> {
        let text = raw.get();
        let starts = |c: char| c == '"' || c == '-' || c.is_ascii_digit();
        (text.len() <= ID_MAX && text.starts_with(starts)).then_some(Id(raw))
    }
}

/// A message for the page.
#[derive(Debug)]
pub struct Incoming {
    /// What its answer must name.
    pub id: Option<Id>,
    /// What is asked.
    pub request: Request,
}

/// What tells whether a message is for the page at all.
#[derive(Deserialize)]
struct Address {
    ns: Option<Box<RawValue>>,
    id: Option<Box<RawValue>>,
}

/// A message with nothing in it that does not belong there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    #[serde(rename = "ns")]
    _ns: String,
    v: u32,
    #[serde(rename = "id")]
    _id: Option<Box<RawValue>>,
    #[serde(rename = "type")]
    kind: String,
    payload: Option<Box<RawValue>>,
}

/// Reads a message; `None` if it is not for the page.
///
/// # Errors
/// The answer to a message that is wrong.
pub fn read(text: &str) -> Option<Result<Incoming, Box<Message>>> {
    let address: Address = serde_json::from_str(text).ok()?;
    let is_ours = address.ns.is_some_and(|ns| ns.get().trim_matches('"') == NS);
    if !is_ours {
        return None;
    }
    let id = match address.id.map(Id::new) {
        Some(Some(id)) => Some(id),
        None => None,
        Some(None) => {
            let why = format!("is not text or a number of at most {ID_MAX} bytes");
            return Some(Err(Box::new(Error::new("envelope", "id", why).into())));
        }
    };
    let request = request(text);
    Some(match request {
        Ok(request) => Ok(Incoming { id, request }),
        Err(error) => Err(Box::new(Message { id, body: Body::Error(error) })),
    })
}

fn request(text: &str) -> Result<Request, Error> {
    if text.len() > TEXT_MAX {
        return Err(Error::new("envelope", "", format!("is longer than {TEXT_MAX} bytes")));
    }
    let envelope: Envelope =
        serde_json::from_str(text).map_err(|error| fault::of("envelope", "", text, &error))?;
    if envelope.v != VERSION {
        let why = format!("{} is no version of this page", envelope.v);
        return Err(Error::new("version", "v", why).allow([VERSION.to_string()]));
    }
    let payload = envelope.payload.as_ref().map_or("{}", |payload| payload.get());
    Request::parse(&envelope.kind, payload)
}
