//! Hand-made pictures of the stage: plausible numbers, none of them from a run.

use mailflow::sim::beside::State;
use mailflow::stage::{
    Dot, ForestHealth, ForestView, GatewayRates, GatewayView, OutboundView, Outcome, RegionView,
    ServiceView, Snapshot,
};
use mailflow::time::{Epoch, Time};

/// Noon UTC, 2 June 2026.
pub(crate) const EPOCH: Epoch = Epoch { day: 152, minute: 720 };

/// A picture and the mails in it.
#[derive(Clone)]
pub(crate) struct Picture {
    pub(crate) snapshot: Snapshot,
    pub(crate) dots: Vec<Dot>,
}

fn region(name: &'static str, local_minute: u32) -> RegionView {
    RegionView {
        name,
        local_minute,
        mix: vec![("Exchange", 0.55), ("Postfix", 0.45)],
        cells: vec![false; 10],
        attempts_rate: 60.0,
        delivered: 3_100_000,
        delivered_rate: 58.0,
        delay_median_s: Some(4.2),
        ..RegionView::default()
    }
}

fn forest(i: usize, region: usize) -> ForestView {
    let mut lanes = vec![0.0; 3];
    lanes[region] = 15.0;
    ForestView {
        name: format!("F{}", i + 1),
        region,
        sessions: 7 + (i as u32 * 5) % 6,
        limit: 50,
        knee: 16.0,
        accepted_per_min: 820.0,
        best_per_min: 1000.0,
        lanes,
        ..ForestView::default()
    }
}

fn services() -> Vec<ServiceView> {
    [
        ("Sign-in (Entra ID)", State::Up),
        ("Teams", State::Down),
        ("Admin centre", State::NoReports),
        ("Chat elsewhere", State::NotSetUp),
    ]
    .map(|(name, state)| ServiceView { name, state })
    .to_vec()
}

/// Dots of one outcome, spread over its life and over the forests of each region.
fn dots(
    outcome: Outcome,
    per_region: u64,
    first: u64,
    life: (f32, f32),
    forests: &[u16],
) -> Vec<Dot> {
    let mut all = Vec::new();
    for region in 0..3_u8 {
        for i in 0..per_region {
            let mail = first + u64::from(region) * 1000 + i * 7;
            let t = (i as f32 + 0.5) / per_region as f32;
            let per = forests.len() / 3;
            all.push(Dot {
                mail,
                region,
                forest: Some(forests[usize::from(region) * per + i as usize % per]),
                from_gateway: false,
                outbound: false,
                outcome,
                inside_s: if outcome == Outcome::Refused { 0.0 } else { 0.5 },
                phase_s: life.0 + (life.1 - life.0) * t,
            });
        }
    }
    all
}

/// Everything runs: no pile.
pub(crate) fn healthy() -> Picture {
    let snapshot = Snapshot {
        at: Time::from_mins(40),
        regions: vec![region("NA", 522), region("EMEA", 882), region("APAC", 1242)],
        forests: (0..12).map(|i| forest(i, i / 4)).collect(),
        gateway: GatewayView::default(),
        services: services(),
        lane_rate_max: 180.0,
    };
    let all: Vec<u16> = (0..12).collect();
    Picture { snapshot, dots: dots(Outcome::Delivered, 24, 1, (-1.4, 0.4), &all) }
}

/// Two forests a region are full: refusals, cut sessions, piles.
pub(crate) fn full() -> Picture {
    let Picture { mut snapshot, .. } = healthy();
    snapshot.at = Time::from_mins(102);
    let held = [812_400, 403_000, 101_000];
    for (r, view) in snapshot.regions.iter_mut().enumerate() {
        view.held = held[r];
        view.next_retry = Some(Time::from_mins(107));
        view.attempts_rate = [180.0, 120.0, 50.0][r];
        view.returns_rate = [150.0, 90.0, 14.0][r];
        view.delivered = [3_100_000, 4_210_000, 1_830_000][r];
        view.delivered_rate = 30.0;
        view.delay_median_s = Some([4_320.0, 2_880.0, 540.0][r]);
    }
    for (i, view) in snapshot.forests.iter_mut().enumerate() {
        let hot = i % 4 < 2;
        view.lanes[view.region] = if hot { [80.0, 52.0, 20.0][view.region] } else { 6.0 };
        if hot {
            view.sessions = 50;
            view.health = if i == 5 { ForestHealth::Slowing } else { ForestHealth::AtLimit };
            view.accepted_per_min = if i == 5 { 260.0 } else { 610.0 };
        }
    }
    let hot = [0, 1, 4, 5, 8, 9];
    let cold = [2, 3, 6, 7, 10, 11];
    let mut all = dots(Outcome::Refused, 22, 10_000, (-0.9, 0.88), &hot);
    all.extend(dots(Outcome::Dropped, 8, 20_000, (-1.4, 1.08), &hot));
    all.extend(dots(Outcome::Delivered, 16, 30_000, (-1.4, 0.4), &cold));
    all.extend(dots(Outcome::Expired, 1, 40_000, (0.0, 0.6), &hot));
    Picture { snapshot, dots: all }
}

/// Half the fleet is flighted, one forest is off, mail crosses regions.
pub(crate) fn flighted() -> Picture {
    let mut picture = full();
    let snapshot = &mut picture.snapshot;
    for (r, view) in snapshot.regions.iter_mut().enumerate() {
        view.held = [2_430_000, 1_204_000, 320_000][r];
        for cell in view.cells.iter_mut().take(5) {
            *cell = true;
        }
    }
    for (i, view) in snapshot.forests.iter_mut().enumerate() {
        if i % 2 == 1 {
            view.flighted = true;
            view.limit = 75;
            view.sessions = 24;
            view.health = ForestHealth::Healthy;
            view.accepted_per_min = 960.0;
        }
    }
    snapshot.forests[6].limit = 0;
    snapshot.forests[6].sessions = 0;
    snapshot.forests[6].accepted_per_min = 0.0;
    snapshot.forests[6].health = ForestHealth::Off;
    snapshot.forests[6].lanes = vec![0.0; 3];
    snapshot.forests[7].lanes[0] = 24.0;
    snapshot.forests[11].lanes[1] = 12.0;
    picture.dots.retain(|dot| dot.forest != Some(6));
    picture
}

/// A share of the tenants stands behind a gateway.
pub(crate) fn gateway() -> Picture {
    let mut picture = full();
    picture.snapshot.gateway = GatewayView {
        share: 0.3,
        held: 241_000,
        readable: false,
        drained_per_min: 1_820.0,
        next_retry: Some(Time::from_mins(104)),
    };
    picture.snapshot.regions[0].gateway =
        GatewayRates { parked: 18.0, handed_on: 30.0, returned: 22.0 };
    for (i, dot) in picture.dots.iter_mut().enumerate() {
        dot.from_gateway = i % 4 == 0;
    }
    for i in 0..18 {
        picture.dots.push(Dot {
            mail: 50_000 + i * 13,
            region: (i % 3) as u8,
            forest: None,
            from_gateway: false,
            outbound: false,
            outcome: Outcome::Parked,
            inside_s: 0.0,
            phase_s: -0.9 + i as f32 / 18.0 * 1.05,
        });
    }
    picture
}

/// `per_region` forests in each of three regions, every fifth full.
pub(crate) fn many(per_region: usize) -> Picture {
    let Picture { mut snapshot, .. } = full();
    snapshot.forests = (0..3 * per_region).map(|i| forest(i, i / per_region)).collect();
    for (i, view) in snapshot.forests.iter_mut().enumerate() {
        view.sessions = (i as u32 * 17) % 50;
        if i % 5 == 0 {
            view.sessions = 50;
            view.health = ForestHealth::AtLimit;
        }
        view.flighted = i % 7 == 3;
    }
    let all: Vec<u16> = (0..3 * per_region as u16).collect();
    let mut dots = dots(Outcome::Refused, 22, 10_000, (-0.9, 0.88), &all);
    dots.extend(self::dots(Outcome::Delivered, 20, 30_000, (-1.4, 0.4), &all));
    Picture { snapshot, dots }
}

/// Exchange Online's own outbound mail shares the forests; mail crosses regions, some is refused for
/// good, at a forest and by a gateway.
pub(crate) fn outbound() -> Picture {
    let mut picture = gateway();
    for (r, view) in picture.snapshot.regions.iter_mut().enumerate() {
        let held = [54_300, 0, 1_240_000][r];
        view.outbound = Some(OutboundView { held, next_retry: None });
    }
    picture.snapshot.forests[5].lanes[0] = 30.0;
    let outcomes = [Outcome::Delivered, Outcome::Refused, Outcome::Dropped, Outcome::Rejected];
    for (i, outcome) in outcomes.into_iter().enumerate() {
        let first = 60_000 + 1000 * i as u64;
        let own = outcome != Outcome::Rejected;
        let more = dots(outcome, 4, first, (-1.3, 0.3), &[0, 1, 4, 5, 8, 9]);
        picture.dots.extend(more.into_iter().map(|dot| Dot { outbound: own, ..dot }));
        // From NA to a forest of EMEA.
        let away = dots(outcome, 2, first + 500, (-1.3, 0.3), &[5, 5, 5]);
        picture.dots.extend(away.into_iter().map(|dot| Dot { region: 0, ..dot }));
    }
    picture.dots.extend((0..4).map(|i| Dot {
        mail: 70_000 + i,
        region: (i % 3) as u8,
        forest: None,
        from_gateway: false,
        outbound: false,
        outcome: Outcome::Rejected,
        inside_s: 0.0,
        phase_s: -0.6 + i as f32 * 0.3,
    }));
    picture
}
