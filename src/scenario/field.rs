//! The one table of fields: everything a scenario can set. Validation, the command line, the page's
//! assumptions list and the README's reference all read it.

use serde::Serialize;

/// What is known of one field.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FieldSpec {
    /// Its name, as in `--set key=value`.
    pub key: &'static str,
    /// Unit of the value: `s`, `min`, `h`, `%`, `x` (a factor), `mails/s`, or what is counted.
    pub unit: &'static str,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
    /// Value unless a preset or a reader says otherwise.
    pub default: f64,
    /// Where the default comes from, or the word "assumption".
    pub source: &'static str,
    /// What it is.
    pub help: &'static str,
    /// Whether only whole numbers make sense.
    pub whole: bool,
}

const ASSUMPTION: &str = "assumption";

macro_rules! fields {
    ($($name:ident $key:literal [$unit:literal] $min:literal ..= $max:literal = $default:literal
        $kind:ident, $source:expr, $help:literal;)*) => {
        /// A field of the scenario.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(usize)]
        pub enum Field {
            $(#[doc = $help] $name,)*
        }

        /// Every field, in the order of [`Field`].
        pub const FIELDS: &[FieldSpec] = &[
            $(FieldSpec {
                key: $key, unit: $unit, min: $min, max: $max, default: $default,
                source: $source, help: $help, whole: fields!(@$kind),
            },)*
        ];

        /// The same, as names.
        const ALL: &[Field] = &[$(Field::$name,)*];
    };
    (@whole) => { true };
    (@real) => { false };
}

fields! {
    Duration "duration" ["h"] 0.1 ..= 168.0 = 36.0 real, ASSUMPTION,
        "Length of the run; the published incident has no end time.";
    Scale "scale" ["x"] 1.0 ..= 1_000_000.0 = 20.0 whole, ASSUMPTION,
        "Real mails that one simulated mail stands for. Sessions and limits are at the model's size: one of them stands for as many real ones.";
    PeakRate "peak_rate" ["mails/s"] 0.01 ..= 2000.0 = 35.0 real, ASSUMPTION,
        "Simulated mails offered a second if every region were at its busiest hour at once.";
    Load "load" ["%"] 0.0 ..= 300.0 = 100.0 real, ASSUMPTION,
        "Mail sent, as a share of the scenario's usual load.";
    BusinessHours "business_hours" ["on"] 0.0 ..= 1.0 = 1.0 whole,
        "local-hour curve of an ISP (Webafrica); hours it does not give are interpolated (assumption)",
        "1: load follows each region's local hour; 0: load is constant at the peak rate.";
    Regions "regions" ["regions"] 1.0 ..= 3.0 = 3.0 whole, "timeline: NA, Europe and APAC named",
        "Regions: NA, then EMEA, then APAC.";
    ShareNa "share_na" ["%"] 0.0 ..= 100.0 = 40.0 real, ASSUMPTION,
        "NA's part of the load (the three parts are scaled to 100 %).";
    ShareEmea "share_emea" ["%"] 0.0 ..= 100.0 = 35.0 real, ASSUMPTION,
        "EMEA's part of the load.";
    ShareApac "share_apac" ["%"] 0.0 ..= 100.0 = 25.0 real, ASSUMPTION,
        "APAC's part of the load.";
    HostsPerRegion "hosts_per_region" ["hosts"] 1.0 ..= 20_000.0 = 1000.0 whole, ASSUMPTION,
        "Sending hosts in a region, each with its own queue and retry clock.";
    MixPostfix "mix_postfix" ["%"] 0.0 ..= 100.0 = 45.0 real, ASSUMPTION,
        "Postfix hosts' part of the senders (the parts are scaled to 100 %).";
    MixExim "mix_exim" ["%"] 0.0 ..= 100.0 = 20.0 real, ASSUMPTION,
        "Exim hosts' part of the senders.";
    MixExchange "mix_exchange" ["%"] 0.0 ..= 100.0 = 35.0 real, ASSUMPTION,
        "Exchange Server hosts' part of the senders.";
    MixTextbook "mix_textbook" ["%"] 0.0 ..= 100.0 = 0.0 real, ASSUMPTION,
        "Part of the senders where each mail retries alone after an exponential wait: the classical retrial queue.";
    MxAddresses "mx_addresses" ["addresses"] 1.0 ..= 5.0 = 2.0 whole, ASSUMPTION,
        "Addresses of the MX that Postfix and Exim try before they give up an attempt (both allow 5).";
    Lifetime "lifetime" ["h"] 0.0 ..= 240.0 = 0.0 real,
        "0: each mail server's own documented lifetime (Exchange Server 2 d, Exim 4 d, Postfix 5 d)",
        "Age at which a sender gives a mail up, checked at its next retry; 0 leaves it to the mail server.";
    TextbookWait "textbook_wait" ["s"] 1.0 ..= 86_400.0 = 900.0 real, ASSUMPTION,
        "Mean wait between two tries of a textbook sender's mail.";
    CellsPerRegion "cells_per_region" ["cells"] 1.0 ..= 64.0 = 10.0 whole, ASSUMPTION,
        "Server cells of a region's front door, each with its own routing table.";
    Affinity "affinity" ["%"] 0.0 ..= 100.0 = 0.0 real, ASSUMPTION,
        "Mail bound to its tenant's home forest on every try; the rest draws a forest anew each time.";
    Onset "onset" ["h"] 0.0 ..= 168.0 = 1.05 real,
        "service-health post: start 13:03 UTC, 1.05 h into the run",
        "When the misconfiguration and the slow lookups begin.";
    Skew "skew" ["%"] 0.0 ..= 100.0 = 0.0 real, ASSUMPTION,
        "From the onset on: how much of the traffic that would go to a region's other forests goes to its first one; 0 is even routing.";
    OnsetLookupSpeed "onset_lookup_speed" ["%"] 1.0 ..= 100.0 = 100.0 real, ASSUMPTION,
        "From the onset on: speed of the directory lookups, against their healthy speed.";
    ForestsPerRegion "forests_per_region" ["forests"] 1.0 ..= 14.0 = 4.0 whole, ASSUMPTION,
        "Resource forests in a region; their real number is not published.";
    ForestLimit "forest_limit" ["sessions"] 0.0 ..= 2000.0 = 50.0 whole,
        "assumption (the limit exists, its value was never published)",
        "Most concurrent sessions a forest admits; above it the answer is 421 4.3.2. 0 admits nobody.";
    LookupRate "lookup_rate" ["mails/s"] 0.01 ..= 10_000.0 = 4.0 real, ASSUMPTION,
        "Mails a second one lookup job completes alone in a forest: gamma of the Universal Scalability Law.";
    Contention "contention" ["1"] 0.0 ..= 1.0 = 0.5 real, ASSUMPTION,
        "Part of the lookup work that cannot run side by side: alpha of the Universal Scalability Law.";
    Coherency "coherency" ["1"] 0.0 ..= 1.0 = 0.0019 real, ASSUMPTION,
        "Cost of every pair of lookups on each other: beta of the Universal Scalability Law. Above 0, throughput has a peak.";
    LookupSpeed "lookup_speed" ["x"] 0.05 ..= 10.0 = 1.0 real, ASSUMPTION,
        "Factor on every forest's lookup throughput, on top of what the onset does.";
    Lookups "lookups" ["lookups"] 1.0 ..= 16.0 = 3.0 whole,
        "article: recipient, policy and mailbox location",
        "Directory lookups a mail needs; together one mail's work, spread over this many equal parts.";
    NetworkFixed "network_fixed" ["s"] 0.0 ..= 600.0 = 0.5 real, ASSUMPTION,
        "Least time a mail spends on the network, holding its session.";
    NetworkMean "network_mean" ["s"] 0.0 ..= 600.0 = 0.5 real, ASSUMPTION,
        "Mean of the exponential time on the network that is added to it.";
    SessionTimeout "session_timeout" ["s"] 0.0 ..= 3600.0 = 22.0 real, ASSUMPTION,
        "Age of a mail transaction at which its session is cut and its work wasted; 0 never cuts.";
    FlightLimit "flight_limit" ["x"] 0.1 ..= 16.0 = 1.5 real, ASSUMPTION,
        "Factor on the limit of a forest that a flighted package with Limit has reached.";
    GatewayShare "gateway_share" ["%"] 0.0 ..= 100.0 = 0.0 real, ASSUMPTION,
        "Tenants behind a store-and-forward gateway (SEG) from the start.";
    GatewayHosts "gateway_hosts" ["hosts"] 1.0 ..= 1000.0 = 4.0 whole, ASSUMPTION,
        "Gateway hosts in a region, each with one queue towards EOP.";
    GatewayConnections "gateway_connections" ["connections"] 1.0 ..= 1000.0 = 20.0 whole, ASSUMPTION,
        "Most connections a gateway host opens to EOP at once.";
    GatewayRetry "gateway_retry" ["min"] 0.1 ..= 1440.0 = 5.0 real,
        "About Email Continuity (Arctera): flush attempts every 5 minutes",
        "Time from a refused try of a gateway's queue to its next.";
}

/// Number of fields.
pub const FIELD_COUNT: usize = FIELDS.len();

impl Field {
    /// Every field, in table order.
    pub fn all() -> impl Iterator<Item = Field> {
        ALL.iter().copied()
    }

    /// Its line of the table.
    pub fn spec(self) -> &'static FieldSpec {
        &FIELDS[self as usize]
    }

    /// The field with this key.
    pub fn from_key(key: &str) -> Option<Field> {
        Field::all().find(|field| field.spec().key == key)
    }
}

impl FieldSpec {
    /// Checks a value against the range.
    ///
    /// # Errors
    /// One line with the key, the value and the allowed range.
    pub fn check(&self, value: f64) -> Result<f64, String> {
        if !(self.min..=self.max).contains(&value) {
            return Err(format!("{}: {value} is out of range ({})", self.key, self.range()));
        }
        if self.whole && libm::floor(value) < value {
            let range = self.range();
            return Err(format!("{}: {value} is not a whole number ({range})", self.key));
        }
        Ok(value)
    }

    /// Parses a value with an optional unit and checks it.
    ///
    /// # Errors
    /// One line with the key, what was wrong and the allowed range or units.
    pub fn parse(&self, text: &str) -> Result<f64, String> {
        let text = text.trim();
        // A letter `e` may be an exponent, so the longest prefix that reads as a number counts.
        let split = (0..=text.len())
            .rev()
            .filter(|&end| text.is_char_boundary(end))
            .find(|&end| text[..end].parse::<f64>().is_ok_and(f64::is_finite));
        let Some(split) = split else {
            return Err(format!("{}: \"{text}\" is not a number ({})", self.key, self.range()));
        };
        let number: f64 = text[..split].parse().unwrap_or(f64::NAN);
        let unit = text[split..].trim();
        let Some(factor) = self.unit_factor(unit) else {
            let units = self.units().join(", ");
            return Err(format!(
                "{}: unit \"{unit}\" is not one of {units} ({})",
                self.key,
                self.range()
            ));
        };
        let value = number * factor;
        // 90 min in hours is 1.5 to the last digit a person can type.
        self.check(libm::round(value * 1e9) / 1e9)
    }

    /// `0 to 2000 sessions, whole numbers`.
    pub fn range(&self) -> String {
        let whole = if self.whole { ", whole numbers" } else { "" };
        let unit = if self.unit == "1" { String::new() } else { format!(" {}", self.unit) };
        format!("{} to {}{unit}{whole}", self.min, self.max)
    }

    /// The units a value may be given in.
    fn units(&self) -> Vec<&'static str> {
        if seconds_in(self.unit).is_some() {
            vec!["ms", "s", "min", "h", "d"]
        } else {
            vec![self.unit]
        }
    }

    /// What a number in `unit` is multiplied by to be in the field's own unit.
    fn unit_factor(&self, unit: &str) -> Option<f64> {
        if unit.is_empty() || unit == self.unit {
            return Some(1.0);
        }
        Some(seconds_in(unit)? / seconds_in(self.unit)?)
    }
}

fn seconds_in(unit: &str) -> Option<f64> {
    Some(match unit {
        "ms" => 0.001,
        "s" => 1.0,
        "min" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_in_range_and_every_field_is_described() {
        for spec in FIELDS {
            assert_eq!(spec.check(spec.default), Ok(spec.default));
            assert!(spec.min < spec.max, "{}", spec.key);
            assert!(spec.help.ends_with('.'), "{}: a sentence", spec.key);
            assert!(!spec.source.is_empty(), "{}: a source or the word assumption", spec.key);
            assert_eq!(FIELDS.iter().filter(|other| other.key == spec.key).count(), 1);
        }
    }

    #[test]
    fn values_take_units_of_the_same_kind() {
        let check = |key: &str, text: &str, want: f64| {
            let field = Field::from_key(key).expect("a key");
            assert_eq!(field.spec().parse(text), Ok(want), "{key}={text}");
        };
        check("lifetime", "4h", 4.0);
        check("lifetime", "90 min", 1.5);
        check("lifetime", "2d", 48.0);
        check("session_timeout", "1.5min", 90.0);
        check("skew", "98 %", 98.0);
        check("forest_limit", "4e2", 400.0);
        check("forest_limit", "400 sessions", 400.0);
    }

    #[test]
    fn what_is_wrong_is_named_with_the_allowed_range() {
        let fails = |key: &str, text: &str, wants: &[&str]| {
            let error = Field::from_key(key).expect("a key").spec().parse(text).unwrap_err();
            for want in wants {
                assert!(error.contains(want), "{error} should name {want}");
            }
            assert!(!error.contains('\n'), "{error} is one line");
        };
        fails("forest_limit", "99999", &["forest_limit", "99999", "0 to 2000"]);
        fails("forest_limit", "12.5", &["whole"]);
        fails("forest_limit", "many", &["not a number", "0 to 2000 sessions"]);
        fails("forest_limit", "NaN", &["not a number"]);
        fails("lifetime", "4 weeks", &["weeks", "ms, s, min, h, d"]);
        fails("skew", "50 h", &["\"h\"", "%"]);
    }

    #[test]
    fn the_limit_ranges_to_eight_times_its_default_and_more() {
        let spec = Field::ForestLimit.spec();
        assert!(spec.max >= 8.0 * spec.default);
    }
}
