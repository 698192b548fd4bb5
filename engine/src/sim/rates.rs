//! Rates over the last minute or two, for gauges and lanes: counts since the row before last.

use crate::record::{Delay, Delays, Tally};
use crate::time::Time;

/// Rows after which the recent delays are started anew; two such windows are kept.
const DELAY_ROWS: u32 = 5;

/// What passes between a region's senders, the gateways and its door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatewayFlow {
    /// Mail that a gateway took charge of.
    Parked,
    /// Tries of gateways that were accepted.
    Accepted,
    /// Tries of gateways that came back, refused or dropped.
    Returned,
}

const GATEWAY_FLOWS: usize = 3;

/// Counters that roll with the record's rows.
#[derive(Clone, Debug)]
pub struct Rates {
    forests: usize,
    /// The windows' starts and their tallies: the row before last, and the last row.
    from: [Time; 2],
    tallies: [Tally; 2],
    /// Attempts by lane (region x forest), deliveries by forest: between those rows, and since.
    lanes: [Vec<u32>; 2],
    accepted: [Vec<u32>; 2],
    /// By region and [`GatewayFlow`].
    gateways: [Vec<u32>; 2],
    /// Recent delays by region: of this window and of the one before.
    delays: [Vec<Delays>; 2],
    rows: u32,
    /// The largest lane rate that a window has ended with [mails/s].
    lane_max: f64,
}

impl Rates {
    /// Nothing counted yet.
    pub fn new(regions: usize, forests: usize) -> Self {
        Rates {
            forests,
            from: [Time::ZERO; 2],
            tallies: [Tally::default(); 2],
            lanes: [vec![0; regions * forests], vec![0; regions * forests]],
            accepted: [vec![0; forests], vec![0; forests]],
            gateways: [vec![0; regions * GATEWAY_FLOWS], vec![0; regions * GATEWAY_FLOWS]],
            delays: [vec![Delays::default(); regions], vec![Delays::default(); regions]],
            rows: 0,
            lane_max: 0.0,
        }
    }

    #[inline]
    pub(super) fn count_lane(&mut self, region: usize, forest: usize) {
        self.lanes[1][region * self.forests + forest] += 1;
    }

    #[inline]
    pub(super) fn count_delivery(&mut self, region: usize, forest: usize, delay: Delay) {
        self.accepted[1][forest] += 1;
        self.delays[1][region].add(delay);
    }

    pub(super) fn count_gateway(&mut self, region: usize, flow: GatewayFlow) {
        self.gateways[1][region * GATEWAY_FLOWS + flow as usize] += 1;
    }

    /// A row of the record was added at `now`.
    pub(super) fn roll(&mut self, now: Time, tally: &Tally) {
        let span = (now.saturating_sub(self.from[0])).secs_f64();
        if span > 0.0 {
            let most =
                (0..self.lanes[0].len()).map(|lane| sum(&self.lanes, lane)).max().unwrap_or(0);
            self.lane_max = self.lane_max.max(f64::from(most) / span);
        }
        self.from = [self.from[1], now];
        self.tallies = [self.tallies[1], *tally];
        for counts in [&mut self.lanes, &mut self.accepted, &mut self.gateways] {
            counts.swap(0, 1);
            counts[1].fill(0);
        }
        self.rows += 1;
        if self.rows.is_multiple_of(DELAY_ROWS) {
            self.delays.swap(0, 1);
            self.delays[1].iter_mut().for_each(|delays| *delays = Delays::default());
        }
    }

    /// Seconds that the rates cover at `now`.
    pub fn span_s(&self, now: Time) -> f64 {
        now.saturating_sub(self.from[0]).secs_f64().max(1e-6)
    }

    /// The tally at the start of that span.
    pub fn tally_before(&self) -> &Tally {
        &self.tallies[0]
    }

    /// Attempts a second from a region's door to a forest.
    pub fn lane(&self, now: Time, region: usize, forest: usize) -> f64 {
        f64::from(sum(&self.lanes, region * self.forests + forest)) / self.span_s(now)
    }

    /// Mails a second that a forest accepted.
    pub fn accepted(&self, now: Time, forest: usize) -> f64 {
        f64::from(sum(&self.accepted, forest)) / self.span_s(now)
    }

    /// Mails a second of a region that pass so between senders, gateways and door.
    pub fn gateway(&self, now: Time, region: usize, flow: GatewayFlow) -> f64 {
        let index = region * GATEWAY_FLOWS + flow as usize;
        f64::from(sum(&self.gateways, index)) / self.span_s(now)
    }

    /// The largest lane rate so far [mails/s].
    pub fn lane_max(&self) -> f64 {
        self.lane_max
    }

    /// The median delay of a region's mails delivered in the last five to ten rows.
    pub fn delay_median(&self, region: usize) -> Option<Time> {
        let recent = &self.delays[1][region];
        let before = &self.delays[0][region];
        let wider = if recent.total() >= before.total() { recent } else { before };
        wider.quantile(0.5)
    }
}

fn sum([before, since]: &[Vec<u32>; 2], index: usize) -> u32 {
    before[index] + since[index]
}
