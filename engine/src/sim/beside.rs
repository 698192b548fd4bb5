//! What works beside the mail path, and for whom: a word for each need of people, from where the
//! levers stand and what waits. Touches no run.

use crate::scenario::{ActionKind, Channel, Service};

use super::Sim;

/// What a tenant has for the day on which something fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Has {
    /// A gateway (SEG) in front of its MX.
    pub gateway: bool,
    /// A second identity provider.
    pub second_idp: bool,
}

impl Has {
    /// Everything that a tenant can have: neither, one, the other, both.
    pub const ALL: [Has; 4] = [
        Has { gateway: false, second_idp: false },
        Has { gateway: true, second_idp: false },
        Has { gateway: false, second_idp: true },
        Has { gateway: true, second_idp: true },
    ];
}

/// Something that people need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Mail that arrives.
    Mail,
    /// Mail that can be read before it has arrived.
    Readable,
    /// Signing in.
    SignIn,
    /// Chat in the same cloud.
    Teams,
    /// Office on the web and its files.
    OfficeWeb,
    /// The admin centre.
    AdminCentre,
    /// The out-of-band channel outside the cloud.
    ChatElsewhere,
}

impl Need {
    /// Every need, in the order of the board.
    pub const ALL: [Need; 7] = [
        Need::Mail,
        Need::Readable,
        Need::SignIn,
        Need::Teams,
        Need::OfficeWeb,
        Need::AdminCentre,
        Need::ChatElsewhere,
    ];

    /// Its name on the page.
    pub fn name(self) -> &'static str {
        match self {
            Need::Mail => "Mail arrives",
            Need::Readable => "Mail can be read while it waits",
            Need::SignIn => Service::EntraId.name(),
            Need::Teams => Service::Teams.name(),
            Need::OfficeWeb => Service::OfficeWeb.name(),
            Need::AdminCentre => Service::AdminCentre.name(),
            Need::ChatElsewhere => "Chat elsewhere",
        }
    }

    /// The service behind it whose faults scenarios name.
    fn service(self) -> Option<Service> {
        match self {
            Need::SignIn => Some(Service::EntraId),
            Need::Teams => Some(Service::Teams),
            Need::OfficeWeb => Some(Service::OfficeWeb),
            Need::AdminCentre => Some(Service::AdminCentre),
            Need::Mail | Need::Readable | Need::ChatElsewhere => None,
        }
    }
}

/// How it is with a need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// It works.
    Up,
    /// No source says that it failed, and none that it did not.
    #[default]
    NoReports,
    /// Sign-in works by the second identity provider alone.
    SecondIdp,
    /// More waits than is taken in a minute.
    Late,
    /// It could be had, and nobody has started it.
    NotStarted,
    /// Nobody was told of it.
    NotSetUp,
    /// There is none.
    None,
    /// It is up, and nobody can sign in to it.
    NoSignIn,
    /// It fails.
    Down,
}

impl State {
    /// One word or two for it.
    pub fn word(self) -> &'static str {
        match self {
            State::Up => "up",
            State::NoReports => "no reports",
            State::SecondIdp => "by the second",
            State::Late => "late",
            State::NotStarted => "not started",
            State::NotSetUp => "not set up",
            State::None => "no",
            State::NoSignIn => "no sign-in",
            State::Down => "down",
        }
    }

    /// Whether people have it, as far as anyone knows.
    pub fn works(self) -> bool {
        matches!(self, State::Up | State::NoReports | State::SecondIdp)
    }

    /// Whether it fails: what was never there does not.
    pub fn fails(self) -> bool {
        matches!(self, State::Late | State::NoSignIn | State::Down)
    }
}

impl Sim {
    /// What most tenants have now.
    pub fn most_have(&self) -> Has {
        let levers = self.levers();
        Has { gateway: levers.gateway >= 0.5, second_idp: levers.second_idp }
    }

    /// How it is now with a need, for tenants that have these. For those that nobody is now, how it
    /// would be.
    pub fn beside(&self, need: Need, has: Has) -> State {
        match need {
            Need::Mail => self.mail(has),
            Need::Readable => self.readable(has),
            Need::SignIn => match self.reported(need) {
                State::Down if has.second_idp => State::SecondIdp,
                state => state,
            },
            Need::Teams | Need::OfficeWeb | Need::AdminCentre => {
                let can_sign_in = self.levers().services.entra_id || has.second_idp;
                match self.reported(need) {
                    State::Down => State::Down,
                    _ if !can_sign_in => State::NoSignIn,
                    state => state,
                }
            }
            Need::ChatElsewhere => {
                let is_outside = self.levers().channel == Channel::Outside;
                if is_outside { State::Up } else { State::NotSetUp }
            }
        }
    }

    /// Mail is late where more waits than is taken in a minute. Behind a gateway that holds mail it
    /// is the gateway's queue that counts. Where there are no such tenants, it goes by the others:
    /// their mail would pass the same forests.
    fn mail(&self, has: Has) -> State {
        let (tally, before) = (self.tally(), self.rates().tally_before());
        let share = if self.setup.gateways.pass_through { 0.0 } else { self.levers().gateway };
        let minutes = self.rates().span_s(self.now()) / 60.0;
        let (held, taken) = if has.gateway && share > 0.0 || share >= 1.0 {
            (tally.held_gateways, tally.drained - before.drained)
        } else {
            let direct = |delivered: u64, drained: u64| delivered.saturating_sub(drained);
            let taken = direct(tally.delivered, tally.drained);
            (
                tally.held_senders.iter().sum(),
                taken.saturating_sub(direct(before.delivered, before.drained)),
            )
        };
        if held as f64 * minutes > taken as f64 { State::Late } else { State::Up }
    }

    fn readable(&self, has: Has) -> State {
        let gateways = &self.setup.gateways;
        let is_started = self.levers().webmail.unwrap_or(self.webmail_began);
        if !has.gateway || gateways.pass_through || !gateways.has_webmail {
            State::None
        } else if !is_started {
            State::NotStarted
        } else if gateways.webmail_needs_entra_id
            && !(self.levers().services.entra_id || has.second_idp)
        {
            State::NoSignIn
        } else {
            State::Up
        }
    }

    /// What is reported of the service behind a need: nothing, unless the scenario or an action so
    /// far speaks of it.
    fn reported(&self, need: Need) -> State {
        let is_meant = |kind: ActionKind| match kind {
            ActionKind::ServiceState { service, .. } => need.service() == Some(service),
            _ => false,
        };
        let faults = self.scenario().faults().iter();
        let so_far = self.timeline.iter().filter(|action| action.at <= self.now());
        if !faults.chain(so_far).any(|action| is_meant(action.kind)) {
            return State::NoReports;
        }
        let services = &self.levers().services;
        let is_up = match need {
            Need::SignIn => services.entra_id,
            Need::Teams => services.teams,
            Need::OfficeWeb => services.office_web,
            _ => services.admin_centre,
        };
        if is_up { State::Up } else { State::Down }
    }
}
