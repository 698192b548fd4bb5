//! The lines of the table. A group's name is a heading of the reference.

use super::{FieldSpec, Scale};

const ASSUMPTION: &str = "assumption";
const EXO: &str = "mail flow intelligence in EOP (Microsoft)";
const OFF_ON: &[&str] = &["off", "on"];

macro_rules! fields {
    ($($group:literal { $($name:ident $key:literal [$unit:literal] $min:literal ..= $max:literal
        = $default:literal $scale:expr, $source:expr, $help:literal;)* })*) => {
        /// A field of the scenario.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(usize)]
        pub enum Field {
            $($(#[doc = $help] $name,)*)*
        }

        /// Every field, in the order of [`Field`].
        pub const FIELDS: &[FieldSpec] = &[
            $($(FieldSpec {
                group: $group, key: $key, unit: $unit, min: $min, max: $max, default: $default,
                source: $source, help: $help, scale: $scale,
            },)*)*
        ];

        /// The same, as names.
        pub(super) const ALL: &[Field] = &[$($(Field::$name,)*)*];
    };
}

use Scale::{Choice, Real, Whole};

fields! {
    "Run" {
        Duration "duration" ["h"] 0.1 ..= 1000.0 = 36.0 Real, ASSUMPTION,
            "Length of the run; no source gives the end of the incident.";
        Scale "scale" ["x"] 1.0 ..= 1_000_000.0 = 20.0 Whole, ASSUMPTION,
            "Real mails that one simulated mail stands for. Sessions and limits are at the model's size: one of them stands for as many real ones.";
        WarmUp "warm_up" ["h"] 0.0 ..= 1000.0 = 0.0 Real, ASSUMPTION,
            "Time averages (mails waiting, mails in session) begin here.";
    }
    "Load" {
        PeakRate "peak_rate" ["mails/s"] 0.0 ..= 2000.0 = 35.0 Real, ASSUMPTION,
            "Simulated mails offered a second if every region were at its busiest hour at once.";
        Load "load" ["%"] 0.0 ..= 300.0 = 100.0 Real, ASSUMPTION,
            "Mail sent, as a share of the scenario's usual load.";
        BusinessHours "business_hours" ["choice"] 0.0 ..= 1.0 = 1.0 Choice(OFF_ON),
            "local-hour curve of an ISP (Webafrica); hours it does not give are interpolated (assumption)",
            "On: load follows each region's local hour; off: load is constant at the peak rate.";
        Regions "regions" ["regions"] 1.0 ..= 3.0 = 3.0 Whole, "timeline: NA, Europe and APAC named",
            "Regions: NA, then EMEA, then APAC.";
        ShareNa "share_na" ["%"] 0.0 ..= 100.0 = 40.0 Real, ASSUMPTION,
            "NA's part of the load (the three parts are scaled to 100 %; all 0 are equal parts).";
        ShareEmea "share_emea" ["%"] 0.0 ..= 100.0 = 35.0 Real, ASSUMPTION,
            "EMEA's part of the load.";
        ShareApac "share_apac" ["%"] 0.0 ..= 100.0 = 25.0 Real, ASSUMPTION,
            "APAC's part of the load.";
        UnknownRecipients "unknown_recipients" ["%"] 0.0 ..= 100.0 = 0.0 Real, ASSUMPTION,
            "Mail to addresses that do not exist. After the recipient lookup EOP answers 550 5.4.1, and so does a gateway, at once.";
        InitialWaiting "initial_waiting" ["mails"] 0.0 ..= 10_000_000.0 = 0.0 Whole, ASSUMPTION,
            "Mails that wait at the senders when the run starts, refused just then; they count as offered.";
        InitialSessions "initial_sessions" ["sessions"] 0.0 ..= 2000.0 = 0.0 Whole, ASSUMPTION,
            "Sessions open in every forest when the run starts; their mails count as offered.";
    }
    "Senders" {
        HostsPerRegion "hosts_per_region" ["hosts"] 1.0 ..= 20_000.0 = 1000.0 Whole, ASSUMPTION,
            "Sending hosts in a region, each with its own queue and retry clock.";
        MixPostfix "mix_postfix" ["%"] 0.0 ..= 100.0 = 45.0 Real, ASSUMPTION,
            "Postfix hosts' part of the senders (the parts are scaled to 100 %; all 0 are equal parts).";
        MixExim "mix_exim" ["%"] 0.0 ..= 100.0 = 20.0 Real, ASSUMPTION,
            "Exim hosts' part of the senders.";
        MixExchange "mix_exchange" ["%"] 0.0 ..= 100.0 = 35.0 Real, ASSUMPTION,
            "Exchange Server hosts' part of the senders.";
        MixSendmail30 "mix_sendmail_30" ["%"] 0.0 ..= 100.0 = 0.0 Real, ASSUMPTION,
            "Part of the senders that run Sendmail with a queue run every 30 minutes.";
        MixSendmail60 "mix_sendmail_60" ["%"] 0.0 ..= 100.0 = 0.0 Real, ASSUMPTION,
            "Part of the senders that run Sendmail with a queue run every hour.";
        MixMimecast "mix_mimecast" ["%"] 0.0 ..= 100.0 = 0.0 Real, ASSUMPTION,
            "Part of the senders that retry by Mimecast's delivery table.";
        MixSes "mix_ses" ["%"] 0.0 ..= 100.0 = 0.0 Real, ASSUMPTION,
            "Part of the senders that are a bulk service like Amazon SES.";
        MixImpatient "mix_impatient" ["%"] 0.0 ..= 100.0 = 0.0 Real, ASSUMPTION,
            "Part of the senders that are applications with few tries, which give up without telling anyone.";
        MixTextbook "mix_textbook" ["%"] 0.0 ..= 100.0 = 0.0 Real, ASSUMPTION,
            "Part of the senders where each mail retries alone: the classical retrial queue.";
        MxAddresses "mx_addresses" ["addresses"] 1.0 ..= 5.0 = 2.0 Whole, ASSUMPTION,
            "Addresses of the MX that Postfix and Exim try before they give up an attempt (both allow 5).";
        Lifetime "lifetime" ["h"] 0.0 ..= 240.0 = 0.0 Real,
            "0: each mail server's own documented lifetime (Exchange Server 2 d, Exim 4 d, Postfix 5 d)",
            "Age at which a sender gives a mail up, checked at its next retry; 0 leaves it to the mail server.";
        ImpatientTries "impatient_tries" ["tries"] 1.0 ..= 100.0 = 4.0 Whole, ASSUMPTION,
            "Tries of an impatient application before it gives up silently.";
        ImpatientWait "impatient_wait" ["min"] 0.1 ..= 1440.0 = 5.0 Real, ASSUMPTION,
            "Wait of an impatient application between two tries.";
        TextbookWait "textbook_wait" ["s"] 0.001 ..= 20_000_000.0 = 900.0 Real, ASSUMPTION,
            "Mean wait between two tries of a textbook sender's mail.";
        RetryLaw "retry_law" ["choice"] 0.0 ..= 2.0 = 0.0 Choice(&["exponential", "fixed", "none"]),
            "queueing theory", "Law of a textbook sender's wait; none: what is refused or cut is lost at once.";
        LifetimeLaw "lifetime_law" ["choice"] 0.0 ..= 1.0 = 0.0 Choice(&["fixed", "exponential"]),
            "queueing theory", "Law of a textbook mail's lifetime, whose mean is the field lifetime.";
    }
    "Front door" {
        CellsPerRegion "cells_per_region" ["cells"] 1.0 ..= 64.0 = 10.0 Whole, ASSUMPTION,
            "Server cells of a region's front door, each with its own routing table.";
        Affinity "affinity" ["%"] 0.0 ..= 100.0 = 0.0 Real, ASSUMPTION,
            "Mail bound to its tenant's home forest on every try; the rest draws a forest anew each time.";
        RefusalPhase "refusal_phase" ["choice"] 0.0 ..= 1.0 = 0.0 Choice(&["banner", "rcpt"]), ASSUMPTION,
            "Where a full forest is answered with 421: at the banner, where a sender takes it as the host's failure, or at RCPT, where it is this mail's alone.";
        RefuseShare "refuse_share" ["%"] 0.0 ..= 100.0 = 0.0 Real, ASSUMPTION,
            "Attempts that are refused whatever room there is; 100 shuts every door.";
        SourceLimit "source_limit" ["connections"] 0.0 ..= 10_000.0 = 0.0 Whole,
            "assumption (EOP's is not published; an Exchange receive connector has MaxInboundConnectionPerSource 20)",
            "Connections that one source may have open; above it the door refuses with a reply of its own. 0 is no limit.";
        SourceReply "source_reply" ["choice"] 0.0 ..= 1.0 = 0.0 Choice(&["421", "451"]),
            "421: per-source text of an Exchange front end; 451: reports of EX1224375",
            "Reply above the per-source limit: 421 4.3.2 ... per-source limit, or 451 4.3.2 Temporary server error.";
    }
    "Misconfiguration" {
        Onset "onset" ["h"] 0.0 ..= 1000.0 = 1.05 Real,
            "service-health post: start 13:03 UTC, 1.05 h into the run",
            "When the misconfiguration and the slow lookups begin.";
        FaultRegion "fault_region" ["choice"] 0.0 ..= 3.0 = 0.0 Choice(&["all", "NA", "EMEA", "APAC"]), ASSUMPTION,
            "Region that the misconfiguration and the slow lookups hit.";
        Skew "skew" ["%"] 0.0 ..= 100.0 = 0.0 Real, ASSUMPTION,
            "From the onset on: how much of the traffic that would go to a region's other forests goes to its first one; 0 is even routing.";
        Spill "spill" ["%"] 0.0 ..= 100.0 = 0.0 Real, ASSUMPTION,
            "From the onset on: how much of a region's traffic is routed to the forests of the other regions.";
        OnsetLookupSpeed "onset_lookup_speed" ["%"] 1.0 ..= 100.0 = 100.0 Real, ASSUMPTION,
            "From the onset on: speed of the directory lookups, against their healthy speed.";
    }
    "Forests" {
        ForestsPerRegion "forests_per_region" ["forests"] 1.0 ..= 14.0 = 4.0 Whole, ASSUMPTION,
            "Resource forests in a region; their real number is not published.";
        ForestLimit "forest_limit" ["sessions"] 0.0 ..= 2000.0 = 50.0 Whole,
            "assumption (the limit exists, its value was never published)",
            "Most concurrent sessions a forest admits; above it the answer is 421 4.3.2. 0 admits nobody.";
        LookupRate "lookup_rate" ["mails/s"] 0.01 ..= 10_000.0 = 4.0 Real, ASSUMPTION,
            "Mails a second one lookup job completes alone in a forest: gamma of the Universal Scalability Law.";
        Contention "contention" ["1"] 0.0 ..= 1.0 = 0.5 Real, ASSUMPTION,
            "Part of the lookup work that cannot run side by side: alpha of the Universal Scalability Law.";
        Coherency "coherency" ["1"] 0.0 ..= 1.0 = 0.0019 Real, ASSUMPTION,
            "Cost of every pair of lookups on each other: beta of the Universal Scalability Law. Above 0, throughput has a peak.";
        LookupSpeed "lookup_speed" ["x"] 0.05 ..= 10.0 = 1.0 Real, ASSUMPTION,
            "Factor on every forest's lookup throughput, on top of what the onset does.";
        Lookups "lookups" ["lookups"] 1.0 ..= 16.0 = 3.0 Whole,
            "article: recipient, policy and mailbox location",
            "Directory lookups a mail needs; together one mail's work, spread over this many equal parts.";
        WorkLaw "work_law" ["choice"] 0.0 ..= 2.0 = 0.0 Choice(&["erlang", "fixed", "hyperexponential"]), ASSUMPTION,
            "Law of a mail's lookup work, of mean 1: one exponential part a lookup, all alike, or hyperexponential (balanced means, squared coefficient of variation 4).";
        NetworkFixed "network_fixed" ["s"] 0.0 ..= 600.0 = 0.5 Real, ASSUMPTION,
            "Least time a mail spends on the network, holding its session.";
        NetworkMean "network_mean" ["s"] 0.0 ..= 600.0 = 0.5 Real, ASSUMPTION,
            "Mean of the exponential time on the network that is added to it.";
        SessionTimeout "session_timeout" ["s"] 0.0 ..= 3600.0 = 22.0 Real, ASSUMPTION,
            "Age of a mail transaction at which its session is cut and its work wasted; 0 never cuts.";
        TimeoutLaw "timeout_law" ["choice"] 0.0 ..= 1.0 = 0.0 Choice(&["fixed", "exponential"]),
            "queueing theory", "Law of the session timeout.";
    }
    "Flighting" {
        FlightLimit "flight_limit" ["x"] 0.1 ..= 16.0 = 1.5 Real, ASSUMPTION,
            "Factor on the limit of a forest that a flighted package with Limit has reached.";
        FlightLookups "flight_lookups" ["x"] 0.1 ..= 10.0 = 1.0 Real, ASSUMPTION,
            "Lookup speed of a forest that a flighted package with Lookups has reached, against its healthy speed.";
        HealthCheck "health_check" ["choice"] 0.0 ..= 1.0 = 0.0 Choice(OFF_ON),
            "release rings check metrics at each ring, and a feature can be Recalled (Microsoft); the rule is an assumption",
            "On: a package is recalled when its forests cut clearly more sessions than before it reached them.";
        HealthCheckRise "health_check_rise" ["%"] 0.1 ..= 100.0 = 5.0 Real, ASSUMPTION,
            "Rise of the share of sessions that end cut, in points, which the health check calls a regression.";
        HealthCheckAfter "health_check_after" ["min"] 1.0 ..= 1440.0 = 10.0 Whole, ASSUMPTION,
            "Minutes in a row that the rise must last before the package is recalled.";
    }
    "Gateways" {
        GatewayShare "gateway_share" ["%"] 0.0 ..= 100.0 = 0.0 Real, ASSUMPTION,
            "Tenants behind a gateway (SEG) from the start.";
        GatewayMode "gateway_mode" ["choice"] 0.0 ..= 1.0 = 0.0 Choice(&["store-and-forward", "pass-through"]),
            "Barracuda: with spooling off the 4xx is passed back to the sender",
            "Store-and-forward accepts the mail and owns the queue; pass-through opens a connection to EOP for each and relays the reply.";
        GatewayHosts "gateway_hosts" ["hosts"] 1.0 ..= 1000.0 = 4.0 Whole, ASSUMPTION,
            "Gateway hosts in a region, each with one queue and one address towards EOP.";
        GatewayConnections "gateway_connections" ["connections"] 1.0 ..= 1000.0 = 20.0 Whole, ASSUMPTION,
            "Most connections a store-and-forward gateway host opens to EOP at once.";
        GatewayClock "gateway_clock" ["choice"] 0.0 ..= 1.0 = 0.0 Choice(&["interval", "mimecast"]),
            "interval: About Email Continuity (Arctera); mimecast: Monitoring Delivery Queue (Mimecast)",
            "When a store-and-forward gateway tries again: its whole queue at an interval, or mail by mail by Mimecast's table.";
        GatewayRetry "gateway_retry" ["min"] 0.1 ..= 1440.0 = 5.0 Real,
            "About Email Continuity (Arctera): flush attempts every 5 minutes",
            "Time from a refused try of a gateway's queue to its next.";
        GatewayDrain "gateway_drain" ["mails/min"] 0.0 ..= 100_000.0 = 0.0 Real, ASSUMPTION,
            "Most mails a minute that a gateway host hands on; 0 is no limit of its own.";
        MxTtl "mx_ttl" ["s"] 0.0 ..= 21_600.0 = 3600.0 Real,
            "MC346908 (Microsoft): MX TTL 1 h recommended, 6 h at most",
            "Time to live of the tenants' MX record: how long a sender may go on using the old one.";
        DirectoryAge "directory_age" ["h"] 0.0 ..= 72.0 = 8.0 Real,
            "Mimecast synchronises three times a day: 1 to 14 h old; 8 is an assumption",
            "Age of the copy of the recipient directory that a gateway checks against.";
        NewRecipients "new_recipients" ["%"] 0.0 ..= 100.0 = 0.0 Real, ASSUMPTION,
            "Mail to recipients who were created in the last 24 h; a stale copy refuses those it does not know with a wrong 550.";
        Webmail "webmail" ["choice"] 0.0 ..= 2.0 = 0.0 Choice(&["off", "automatic", "manual"]),
            "automatic: Barracuda Email Continuity; manual: a Mimecast Continuity Event that an administrator starts",
            "Emergency webmail of a store-and-forward gateway: mail it holds can be read (which is not delivered). Off: it has none; manual: an administrator starts it.";
        WebmailDelay "webmail_delay" ["min"] 0.0 ..= 1440.0 = 10.0 Real,
            "Barracuda: Email Continuity starts 10 minutes after the server is found offline",
            "From a gateway's first refusal to its automatic webmail.";
        WebmailSignIn "webmail_sign_in" ["choice"] 0.0 ..= 1.0 = 0.0 Choice(&["own", "entra-id"]), ASSUMPTION,
            "What readers of emergency webmail sign in with.";
    }
    "People" {
        UrgentShare "urgent_share" ["%"] 0.0 ..= 100.0 = 5.0 Real, ASSUMPTION,
            "Mails that are urgent.";
        UrgentWithin "urgent_within" ["min"] 1.0 ..= 1440.0 = 60.0 Real, ASSUMPTION,
            "Time in which the people of an urgent mail must be reached, by mail, by webmail or by another channel.";
        Channel "channel" ["choice"] 0.0 ..= 2.0 = 0.0 Choice(&["none", "same-cloud", "outside"]), ASSUMPTION,
            "Out-of-band channel: reaches people, not mailboxes. In the same cloud it needs Teams and the sign-in.";
        SecondIdp "second_idp" ["choice"] 0.0 ..= 1.0 = 0.0 Choice(OFF_ON), ASSUMPTION,
            "A second identity provider: sign-in stays when Entra ID is down. It does not touch EOP's lookups.";
    }
    "Outbound" {
        OutboundShare "outbound_share" ["%"] 0.0 ..= 100.0 = 0.0 Real, ASSUMPTION,
            "Exchange Online's own outbound mail, against the inbound load of its region; it passes the same forests.";
        OutboundQueues "outbound_queues" ["queues"] 1.0 ..= 1000.0 = 20.0 Whole, ASSUMPTION,
            "Queues for outbound mail in a region, each with its own retry clock.";
        OutboundExpiry "outbound_expiry" ["h"] 12.0 ..= 24.0 = 24.0 Real, EXO,
            "Age at which Exchange Online gives outbound mail up: NDR 550 4.4.7. A tenant may set 12 to 24 h.";
    }
}
