//! The roles a colour can play and a palette that gives each of them a CSS colour.
//!
//! Shapes carry roles, never colours: the page fills a palette from the custom properties of
//! `styles/tokens.css`, the tests from that file. Does not know light from dark.

/// What a colour stands for. Each role is one custom property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Mail on its way and sessions in progress.
    Accepted,
    /// A 421.
    Refused,
    /// Words about refusals.
    RefusedText,
    /// A session that was cut.
    Dropped,
    /// Mail that waits, at senders and gateways.
    Held,
    /// Words about waiting mail.
    HeldText,
    /// Mail in its mailbox, and throughput.
    Delivered,
    /// Words about delivered mail.
    DeliveredText,
    /// Mail its sender gave up.
    Expired,
    /// Outline and pennant of what the flighted package has reached.
    Flighted,
    /// Words about flighted parts.
    FlightedText,
    /// Fill of flighted parts.
    FlightedTint,
    /// Parts that do nothing now.
    Idle,
    /// Words about idle parts.
    IdleText,
    /// Behind everything.
    Page,
    /// Cards.
    Surface,
    /// Behind the stage's cards; also the halo of text and dots.
    Stage,
    /// Lanes.
    Lane,
    /// Text.
    Ink,
    /// Second text.
    Ink2,
    /// Third text, the floor of contrast.
    Muted,
    /// Borders that must be seen.
    Control,
    /// Borders that only decorate.
    Hairline,
}

impl Role {
    /// Every role, in the order of the variants.
    pub const ALL: [Role; 23] = [
        Role::Accepted,
        Role::Refused,
        Role::RefusedText,
        Role::Dropped,
        Role::Held,
        Role::HeldText,
        Role::Delivered,
        Role::DeliveredText,
        Role::Expired,
        Role::Flighted,
        Role::FlightedText,
        Role::FlightedTint,
        Role::Idle,
        Role::IdleText,
        Role::Page,
        Role::Surface,
        Role::Stage,
        Role::Lane,
        Role::Ink,
        Role::Ink2,
        Role::Muted,
        Role::Control,
        Role::Hairline,
    ];

    /// The custom property that holds its colour.
    pub const fn property(self) -> &'static str {
        match self {
            Role::Accepted => "--accepted",
            Role::Refused => "--refused",
            Role::RefusedText => "--refused-text",
            Role::Dropped => "--dropped",
            Role::Held => "--held",
            Role::HeldText => "--held-text",
            Role::Delivered => "--delivered",
            Role::DeliveredText => "--delivered-text",
            Role::Expired => "--expired",
            Role::Flighted => "--flighted",
            Role::FlightedText => "--flighted-text",
            Role::FlightedTint => "--flighted-tint",
            Role::Idle => "--idle",
            Role::IdleText => "--idle-text",
            Role::Page => "--page",
            Role::Surface => "--surface",
            Role::Stage => "--stage",
            Role::Lane => "--lane",
            Role::Ink => "--ink",
            Role::Ink2 => "--ink-2",
            Role::Muted => "--muted",
            Role::Control => "--control",
            Role::Hairline => "--hairline",
        }
    }
}

/// The custom property that holds the stage's font families.
pub const FONT_PROPERTY: &str = "--font";

/// A colour for every role, and the font.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    colours: [String; Role::ALL.len()],
    /// CSS font families, in order of preference.
    pub font: String,
}

impl Palette {
    /// Asks `property` for the value of each custom property by its name.
    pub fn read(mut property: impl FnMut(&str) -> String) -> Palette {
        Palette {
            colours: Role::ALL.map(|role| property(role.property()).trim().to_owned()),
            font: property(FONT_PROPERTY).trim().to_owned(),
        }
    }

    /// The CSS colour of a role.
    pub fn colour(&self, role: Role) -> &str {
        &self.colours[role as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_finds_its_own_property() {
        let palette = Palette::read(|name| format!(" {name} "));
        for (i, role) in Role::ALL.into_iter().enumerate() {
            assert_eq!(role as usize, i);
            assert_eq!(palette.colour(role), role.property());
        }
        assert_eq!(palette.font, "--font");
    }
}
