//! The systems, and what theory says of each. Units of time are seconds unless a case has its own.

use super::measure::Window;

/// A system with known figures.
pub(super) struct Case {
    pub(super) id: String,
    /// What it is, as queueing theory says it.
    pub(super) system: &'static str,
    /// The preset it starts from, and what is set on top.
    pub(super) preset: &'static str,
    pub(super) settings: Vec<&'static str>,
    /// Length of its unit of time [s].
    pub(super) unit_s: f64,
    pub(super) plan: Plan,
    /// Its own, so that no two cases share their luck.
    pub(super) seed: u64,
    pub(super) quantities: Vec<Quantity>,
}

/// How it is run.
pub(super) enum Plan {
    /// A warm-up, then so long a time, averaged over.
    Steady { warm_up_s: u64, length_s: u64 },
    /// Mails that are offered for a while, until each has met its end: independent trials.
    Cohort { offered_for_s: u64, over_after_s: u64 },
}

/// A figure.
pub(super) struct Quantity {
    pub(super) name: &'static str,
    pub(super) expected: f64,
    /// How far the expected value itself may be off, as a standard error.
    pub(super) expected_error: f64,
    pub(super) measure: Box<dyn Fn(&Window) -> f64 + Send + Sync>,
    pub(super) error: Error,
}

/// Where the standard error of a figure comes from.
pub(super) enum Error {
    /// Theory: the asymptotic variance of the time average.
    Exact { s2: f64 },
    /// Independent trials of this variance, so many in a window.
    Trials { variance: f64, trials: fn(&Window) -> u64 },
    /// The batches.
    Batches,
}

impl Case {
    /// A case that starts from a textbook preset, with figures of a long run.
    fn steady(id: &str, system: &'static str, preset: &'static str, plan: (u64, u64)) -> Self {
        Case {
            id: id.to_owned(),
            system,
            preset,
            settings: Vec::new(),
            unit_s: 1.0,
            plan: Plan::Steady { warm_up_s: plan.0, length_s: plan.1 },
            seed: 0,
            quantities: Vec::new(),
        }
    }

    fn set(mut self, settings: &[&'static str]) -> Self {
        self.settings.extend(settings);
        self
    }

    fn expect(mut self, quantities: impl IntoIterator<Item = Quantity>) -> Self {
        self.quantities.extend(quantities);
        self
    }
}

impl Quantity {
    fn new(
        name: &'static str,
        expected: f64,
        measure: impl Fn(&Window) -> f64 + Send + Sync + 'static,
    ) -> Self {
        let measure = Box::new(measure);
        Quantity { name, expected, expected_error: 0.0, measure, error: Error::Batches }
    }

    /// Its time average has this asymptotic variance.
    fn with_variance(self, s2: f64) -> Self {
        Quantity { error: Error::Exact { s2 }, ..self }
    }

    /// It is the mean of independent trials.
    fn of_trials(self, variance: f64, trials: fn(&Window) -> u64) -> Self {
        Quantity { error: Error::Trials { variance, trials }, ..self }
    }

    /// Its expected value is known to within this standard error.
    fn known_to(self, expected_error: f64) -> Self {
        Quantity { expected_error, ..self }
    }
}

fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

fn refused_per_attempt(expected: f64) -> Quantity {
    Quantity::new("refused per attempt", expected, |w| share(w.refused, w.attempts))
}

fn cut_per_session(expected: f64) -> Quantity {
    Quantity::new("cut per session", expected, |w| share(w.dropped, w.dropped + w.delivered))
}

fn mean_waiting(expected: f64) -> Quantity {
    Quantity::new("mean waiting", expected, |w| w.averages.mean_waiting())
}

fn mean_in_session(expected: f64) -> Quantity {
    Quantity::new("mean in session", expected, |w| w.averages.mean_in_session())
}

fn delivered(expected: f64) -> Quantity {
    Quantity::new("delivered per unit of time", expected, |w| w.delivered as f64 / w.length())
}

/// Where nothing waits, the delay is the time in session.
fn mean_time(expected: f64) -> Quantity {
    Quantity::new("mean time in session", expected, |w| w.delays_s / w.unit_s / w.delivered as f64)
}

/// What holds between the figures of one run, whatever they are, for retries after a wait of this
/// mean.
fn waits_add_up(mean_wait: f64) -> [Quantity; 2] {
    let little = Quantity::new("mean waiting / (returns x mean wait)", 1.0, move |w| {
        let returns = (w.refused + w.dropped - w.expired) as f64 / w.length();
        w.averages.mean_waiting() / (returns * mean_wait)
    });
    let delays = Quantity::new("mean in system / (delivered x mean delay)", 1.0, |w| {
        let in_system = w.averages.mean_waiting() + w.averages.mean_in_session();
        in_system * w.length() * w.unit_s / w.delays_s
    });
    [little, delays]
}

/// With exponential waits: the share of first attempts among all gives the share refused.
fn retries_add_up(arrivals: f64, mean_wait: f64) -> Quantity {
    Quantity::new("refused per attempt / that of mean waiting", 1.0, move |w| {
        let all = arrivals + w.averages.mean_waiting() / mean_wait;
        share(w.refused, w.attempts) / (1.0 - arrivals / all)
    })
}

/// The laws of a mail's work, all of mean 1.
#[derive(Clone, Copy, PartialEq)]
enum Law {
    Exponential,
    Fixed,
    /// Balanced means, squared coefficient of variation 4.
    Hyperexponential,
}

impl Law {
    /// The cases of one system for every law. What scatters more needs a longer run.
    fn each(case: fn(Law, u64) -> Case, lengths_s: [u64; 3]) -> impl Iterator<Item = Case> {
        let laws = [Law::Exponential, Law::Fixed, Law::Hyperexponential];
        laws.into_iter().zip(lengths_s).map(move |(law, length_s)| {
            let mut case = case(law, length_s);
            let (name, setting) = match law {
                Law::Exponential => ("exponential", "work_law=erlang"),
                Law::Fixed => ("fixed", "work_law=fixed"),
                Law::Hyperexponential => ("H2", "work_law=hyperexponential"),
            };
            case.id = format!("{} {name}", case.id);
            case.set(&[setting])
        })
    }
}

const LOSS: &str = "erlang-loss";
const RETRIAL: &str = "retrial-queue";

/// Every case.
pub(super) fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    cases.extend(Law::each(loss, [420_000, 325_000, 820_000]));
    cases.extend(retrials());
    cases.extend(Law::each(one_server, [1_200_000, 600_000, 2_900_000]));
    cases.extend(Law::each(usl_loss, [13_600, 9_500, 36_000]));
    cases.extend(past_the_peak());
    cases.extend([loss_with_timeout(), usl_with_timeout(), bounces()]);
    for (case, seed) in cases.iter_mut().zip(1..) {
        case.seed = seed;
    }
    cases
}

/// What fifty sessions refuse of forty erlangs does not depend on the law of the work; how it
/// scatters does. By arrivals it scatters a little more than by the time in which the forest is
/// full, whose asymptotic variance is 0.00333.
fn loss(law: Law, length_s: u64) -> Case {
    let (mut refused, mut open) = (refused_per_attempt(0.018_690_67), mean_in_session(39.252_37));
    if law == Law::Exponential {
        refused = refused.with_variance(0.003_600_82);
        open = open.with_variance(51.691_915);
    }
    Case::steady("V1", "M/G/50/50, 40 erlangs", LOSS, (200, length_s)).expect([refused, open])
}

fn one_server(law: Law, length_s: u64) -> Case {
    let mut open = mean_in_session(4.0);
    if law == Law::Exponential {
        open = open.with_variance(1800.0);
    }
    let case = Case::steady("V7", "M/G/1-PS, load 0.8", LOSS, (2_000, length_s))
        .set(&["contention=1", "forest_limit=2000", "lookup_rate=4", "peak_rate=3.2"])
        .expect([open, mean_time(5.0)]);
    Case { unit_s: 0.25, ..case }
}

const USL: [&str; 3] = ["lookup_rate=90", "contention=0.02773", "coherency=1.044e-4"];

fn usl_loss(law: Law, length_s: u64) -> Case {
    let (mut refused, mut open) = (refused_per_attempt(0.026_652_9), mean_in_session(45.545_08));
    if law == Law::Exponential {
        refused = refused.with_variance(0.000_236_808);
        open = open.with_variance(7.841_152);
    }
    Case::steady("V9", "M/G/60/60-PS, service rate by the USL, 1700/s", LOSS, (60, length_s))
        .set(&USL)
        .set(&["forest_limit=60", "peak_rate=1700"])
        .expect([refused, open, delivered(1654.690), mean_time(0.027_524_84)])
}

/// The same past the knee: more sessions, fewer deliveries. It starts empty.
fn past_the_peak() -> impl Iterator<Item = Case> {
    let system = "M/M/c/c-PS, service rate by the USL, 1900/s";
    let case = move |id, limit| {
        Case::steady(id, system, LOSS, (120, 1_000)).set(&USL).set(&["peak_rate=1900", limit])
    };
    let far = case("V9b", "forest_limit=300").expect([
        refused_per_attempt(0.234_419_7).with_variance(0.000_745_264),
        mean_in_session(296.6584).with_variance(0.608_379),
        delivered(1454.603),
    ]);
    let near = [
        ("V9b, 96 sessions", "forest_limit=96", 1843.4),
        ("V9b, 120 sessions", "forest_limit=120", 1858.3),
        ("V9b, 150 sessions", "forest_limit=150", 1845.1),
    ];
    let near = near.map(|(id, limit, rate)| case(id, limit).expect([delivered(rate)]));
    std::iter::once(far).chain(near)
}

fn retrials() -> [Case; 5] {
    let second =
        Case::steady("V2", "M/M/1 retrial, 0.7/s, mean wait 10 s", RETRIAL, (20_000, 2_050_000))
            .set(&["forest_limit=1", "peak_rate=0.7", "textbook_wait=10s"])
            .expect([
                mean_waiting(17.966_667).with_variance(15851.0),
                refused_per_attempt(0.719_626),
            ])
            .expect(waits_add_up(10.0))
            .expect([retries_add_up(0.7, 10.0)]);
    let third =
        Case::steady("V3", "M/M/2 retrial, 1.5/s, mean wait 5 s", RETRIAL, (20_000, 1_600_000))
            .set(&["forest_limit=2", "peak_rate=1.5", "textbook_wait=5s"])
            .expect([
                mean_waiting(12.760_527).with_variance(6138.0),
                refused_per_attempt(0.629_822),
                Quantity::new("first attempts refused", 0.593_311, |w| {
                    share(w.first_refused, w.first_attempts)
                }),
            ])
            .expect(waits_add_up(5.0))
            .expect([retries_add_up(1.5, 5.0)]);
    let fourth = |id, system| {
        Case::steady(id, system, RETRIAL, (10_000, 1_600_000))
            .set(&["forest_limit=3", "peak_rate=2", "textbook_wait=2s"])
            .expect(waits_add_up(2.0))
    };
    let exponential = fourth("V4", "M/M/3 retrial, 2/s, mean wait 2 s").expect([
        mean_waiting(3.243_068_45).with_variance(277.4),
        Quantity::new("share of time with none waiting", 0.203_430_267, |w| {
            w.averages.share_none_waiting()
        }),
        refused_per_attempt(0.447_747_867),
        retries_add_up(2.0, 2.0),
    ]);
    // No figure is known for a fixed wait, but what must hold between them is.
    let fixed = fourth("V4 fixed wait", "M/M/3 retrial, 2/s, wait 2 s").set(&["retry_law=fixed"]);
    let sixth =
        Case::steady("V6", "M/M/50 retrial, 40/s, mean wait 10 s", RETRIAL, (2_000, 900_000))
            .expect([
                mean_waiting(10.354_696).with_variance(1855.5),
                Quantity::new("standard deviation of waiting", 7.973, |w| {
                    w.averages.variance_waiting().sqrt()
                }),
                mean_in_session(40.0),
                Quantity::new("variance in session", 30.5866, |w| w.averages.variance_in_session()),
                refused_per_attempt(0.025_233_53),
            ])
            .expect(waits_add_up(10.0))
            .expect([retries_add_up(40.0, 10.0)]);
    [second, third, exponential, fixed, sixth]
}

fn loss_with_timeout() -> Case {
    Case::steady("V10", "V1 with sessions cut after 2 s", LOSS, (200, 2_450_000))
        .set(&["session_timeout=2s"])
        .expect([
            refused_per_attempt(0.002_778_73),
            cut_per_session(0.135_335_28),
            mean_in_session(34.490_48),
        ])
}

fn usl_with_timeout() -> Case {
    Case::steady("V12", "M/M/4/4-PS by the USL, sessions cut after 1.5 s", LOSS, (1_000, 400_000))
        .set(&["forest_limit=4", "peak_rate=4", "session_timeout=1.5s"])
        .set(&["lookup_rate=2", "contention=0.1", "coherency=0.05"])
        .expect([
            refused_per_attempt(0.171_71).known_to(5e-5),
            cut_per_session(0.125_48).known_to(5e-5),
            delivered(2.8975).known_to(3e-4),
            mean_in_session(2.0755).known_to(3e-4),
        ])
}

/// Every attempt is refused with probability 0.9, for a mail that lives for 16 mean waits.
fn bounces() -> Case {
    const BOUNCED: f64 = 0.181_706_87;
    Case {
        plan: Plan::Cohort { offered_for_s: 5 * 3600, over_after_s: 10 * 3600 },
        ..Case::steady("V16", "retries against a door that refuses 90 %", RETRIAL, (0, 0))
    }
    .set(&["refuse_share=90%", "textbook_wait=900s", "lifetime=4h", "peak_rate=20"])
    // There is always room, and a session takes no time worth the name.
    .set(&["forest_limit=2000", "lookup_rate=10000"])
    .expect([
        Quantity::new("bounced per mail", BOUNCED, |w| share(w.expired, w.offered))
            .of_trials(BOUNCED * (1.0 - BOUNCED), |w| w.offered),
        // The attempts of a mail: more than k if k are refused and k waits fit into its life.
        Quantity::new("attempts per mail", 8.182_931, |w| share(w.attempts, w.offered))
            .of_trials(32.549_615, |w| w.offered),
        refused_per_attempt(0.9).of_trials(0.09, |w| w.attempts),
    ])
}
