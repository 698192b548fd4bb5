//! The stage as SVG text, and what must hold of every picture.
//!
//! Snapshots carry `var(--…)` instead of colours: they show the drawing, not the theme.

mod fixture;
mod near;
mod small;

use fixture::{EPOCH, Picture};
use mailflow::stage::settle::Flighting::{Absent, Present, Recalled};
use mailflow::stage::shape::{Point, Rect};
use mailflow::stage::{
    Cast, Dot, Flow, ForestHealth, GatewayView, Layout, Outcome, Palette, Place, Settings, Settle,
    Shape, Step, Target, dots, draw, hit, shape, svg, words,
};

/// The stage's sizes that are promised: desktop, small desktop, phone.
const DESKTOP: (f32, f32) = (1128.0, 564.0);
const SMALL: (f32, f32) = (712.0, 488.0);
const PHONE: (f32, f32) = (390.0, 360.0);
const EMBED: (f32, f32) = (700.0, 238.0);
const NARROW_EMBED: (f32, f32) = (480.0, 202.0);
/// Each of two worlds on a desktop and on a small one.
const HALF: (f32, f32) = (1128.0, 250.0);
const SMALL_HALF: (f32, f32) = (760.0, 170.0);

/// A layout for a picture and a size.
fn layout_for(picture: &Picture, (w, h): (f32, f32)) -> Layout {
    Layout::new(w, h, Cast::of(&picture.snapshot, &[]), Flow::of(w, h))
}

/// The same while a lesson points at both parts of the band.
fn pointed(picture: &Picture, (w, h): (f32, f32)) -> Layout {
    let places = [Target::Gateway, Target::Services].map(Place::Target);
    Layout::new(w, h, Cast::of(&picture.snapshot, &places), Flow::of(w, h))
}

fn settings(settle: &Settle, still: bool) -> Settings<'_> {
    Settings { settle, epoch: EPOCH, still, dots: true, ring: None, zoom: None, tracers: &[] }
}

/// Draws a picture that has settled.
fn shapes(picture: &Picture, layout: &Layout, still: bool) -> Vec<Shape> {
    let mut settle = Settle::default();
    settle.update(&picture.snapshot, &picture.dots, layout, 10.0);
    let mut out = Vec::new();
    draw(&picture.snapshot, &picture.dots, layout, &settings(&settle, still), &mut out);
    out
}

fn check(name: &str, picture: &Picture, size: (f32, f32), still: bool) {
    let layout = layout_for(picture, size);
    let palette = Palette::read(|property| format!("var({property})"));
    let svg = svg::document(&shapes(picture, &layout, still), size.0, size.1, &palette);
    insta::assert_snapshot!(name, svg);
}

#[test]
fn pictures_look_as_they_did() {
    check("healthy", &fixture::healthy(), DESKTOP, false);
    check("full", &fixture::full(), DESKTOP, false);
    check("full_still", &fixture::full(), DESKTOP, true);
    check("flighted", &fixture::flighted(), DESKTOP, false);
    check("gateway", &fixture::gateway(), DESKTOP, false);
    check("small", &fixture::flighted(), SMALL, false);
    check("small_gateway", &fixture::gateway(), SMALL, false);
    check("phone", &fixture::flighted(), PHONE, false);
    check("phone_gateway", &fixture::gateway(), PHONE, false);
    check("embed", &fixture::full(), EMBED, false);
    check("low", &fixture::flighted(), (1128.0, 300.0), false);
    check("forests_24", &fixture::many(8), DESKTOP, false);
    check("forests_42", &fixture::many(14), DESKTOP, false);
    check("phone_42", &fixture::many(14), PHONE, false);
    check("half", &fixture::full(), HALF, true);
    check("small_half", &fixture::full(), SMALL_HALF, false);
    check("outbound", &fixture::outbound(), DESKTOP, false);
}

/// Every picture at every promised size, moving and still.
fn each(mut visit: impl FnMut(&str, &Picture, &Layout, &[Shape])) {
    let pictures = [
        ("healthy", fixture::healthy()),
        ("full", fixture::full()),
        ("flighted", fixture::flighted()),
        ("gateway", fixture::gateway()),
        ("24 forests", fixture::many(8)),
        ("42 forests", fixture::many(14)),
        ("outbound", fixture::outbound()),
    ];
    let sizes = [
        DESKTOP,
        SMALL,
        PHONE,
        EMBED,
        NARROW_EMBED,
        HALF,
        SMALL_HALF,
        (1128.0, 300.0),
        (1600.0, 900.0),
    ];
    // Beside a question: projected, one world and two, and in frames.
    let asked = [
        (1066.0, 350.0),
        (1066.0, 112.0),
        (700.0, 158.0),
        (480.0, 160.0),
        (700.0, 192.0),
        (480.0, 340.0),
        (960.0, 366.0),
        (960.0, 340.0),
        (480.0, 112.0),
        (480.0, 104.0),
        (700.0, 104.0),
        // A phone's width in a frame.
        (320.0, 260.0),
        (320.0, 282.0),
        (320.0, 144.0),
    ];
    for (name, picture) in &pictures {
        for size in sizes.into_iter().chain(asked) {
            for layout in [layout_for(picture, size), pointed(picture, size)] {
                for still in [false, true] {
                    let moves = if still { "still" } else { "moving" };
                    let name = format!("{name} {size:?} {moves}");
                    visit(&name, picture, &layout, &shapes(picture, &layout, still));
                }
            }
        }
    }
}

/// The box around a shape.
fn bounds(shape: &Shape) -> Rect {
    let around = |points: &[Point]| {
        let (mut low, mut high) = (points[0], points[0]);
        for p in points {
            low = Point { x: low.x.min(p.x), y: low.y.min(p.y) };
            high = Point { x: high.x.max(p.x), y: high.y.max(p.y) };
        }
        shape::rect(low.x, low.y, high.x - low.x, high.y - low.y)
    };
    match shape {
        Shape::Box { rect, .. } | Shape::Hatch { rect, .. } | Shape::Pile { area: rect, .. } => {
            *rect
        }
        Shape::Line { from, to, .. } => around(&[*from, *to]),
        Shape::Curve { points, .. } => around(points),
        Shape::Triangle { points, .. } => around(points),
        Shape::Text(text) => text.bounds(),
        Shape::Dot(mark) => around(&[mark.at]).grown(4.0),
        Shape::Veil { rects, .. } => rects[0],
    }
}

#[test]
fn nothing_is_drawn_outside() {
    each(|name, _, layout, shapes| {
        let stage = shape::rect(0.0, 0.0, layout.width, layout.height).grown(0.01);
        for shape in shapes {
            let b = bounds(shape);
            let corners = [Point { x: b.x, y: b.y }, Point { x: b.right(), y: b.bottom() }];
            assert!(corners.iter().all(|&c| stage.contains(c)), "{name}: {shape:?}");
        }
    });
}

#[test]
fn no_two_texts_overlap() {
    each(|name, _, _, shapes| {
        let texts: Vec<_> = shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Text(text) => Some((text.bounds(), &text.text)),
                _ => None,
            })
            .collect();
        for (i, (a, one)) in texts.iter().enumerate() {
            for (b, other) in &texts[i + 1..] {
                assert!(!a.overlaps(*b), "{name}: {one:?} and {other:?}");
            }
        }
    });
}

#[test]
fn words_on_cards_stay_on_their_cards() {
    each(|name, _, layout, shapes| {
        let cards: Vec<Rect> = layout
            .regions
            .iter()
            .flat_map(|plan| [plan.senders, plan.door, plan.mailboxes])
            .chain(layout.gateway)
            .collect();
        for shape in shapes {
            let Shape::Text(text) = shape else { continue };
            let b = text.bounds();
            let on = |card: &&Rect| {
                let start = Point { x: b.x + 1.0, y: b.centre().y };
                card.contains(b.centre()) || card.contains(start)
            };
            for card in cards.iter().filter(on) {
                let fits =
                    card.x <= b.x && b.right() <= card.right() && b.bottom() <= card.bottom();
                assert!(fits, "{name}: {:?} leaves its card", text.text);
            }
        }
    });
}

#[test]
fn piles_never_overflow() {
    let mut picture = fixture::full();
    for held in [0, 1, 180, 190, 999_999, 87_654_321, 4_000_000_000] {
        picture.snapshot.regions[0].held = held;
        picture.snapshot.gateway =
            GatewayView { share: 0.3, held: held / 3, ..GatewayView::default() };
        for size in [DESKTOP, SMALL, PHONE, EMBED, HALF, SMALL_HALF] {
            let layout = layout_for(&picture, size);
            let mut settle = Settle::default();
            settle.update(&picture.snapshot, &[], &layout, 1.0);
            assert!(layout.regions.iter().all(|plan| shape::pile_grid(plan.pile).0 >= 2));
            for shape in shapes(&picture, &layout, false) {
                let Shape::Pile { area, count, face, .. } = shape else { continue };
                let (rows, columns) = shape::pile_grid(area);
                assert!(count <= rows * columns);
                let last = shape::pile_square(area, face, count - 1);
                assert!(area.grown(0.01).contains(last.centre()));
                // Everything held is shown: the unit was stepped until it fits.
                let whole = layout.regions[0].pile == area;
                assert!(!whole || u64::from(count) == held.div_ceil(settle.unit()), "{held}");
            }
        }
    }
}

#[test]
fn a_dot_never_jumps() {
    let pictures = [
        fixture::full(),
        fixture::gateway(),
        fixture::many(8),
        fixture::many(14),
        fixture::outbound(),
    ];
    for picture in pictures {
        for size in [DESKTOP, SMALL, PHONE, SMALL_HALF] {
            let layout = layout_for(&picture, size);
            let mut settle = Settle::default();
            settle.update(&picture.snapshot, &[], &layout, 1.0);
            let settings = settings(&settle, false);
            for dot in picture.dots.iter().step_by(5) {
                let first = -(dots::APPROACH_S + dot.inside_s);
                let places = (0..3000)
                    .map(|ms| first + ms as f32 / 1000.0)
                    .map(|phase_s| Dot { phase_s, ..*dot })
                    .map(|dot| dots::mark(&dot, &picture.snapshot, &layout, &settings));
                let places: Vec<Point> = places.flatten().map(|mark| mark.at).collect();
                let far = places.windows(2).map(|p| p[0].distance(p[1])).fold(0.0, f32::max);
                assert!(far < 4.0, "{far} px in a millisecond: {dot:?} at {size:?}");
            }
        }
    }
}

#[test]
fn an_outcome_happens_at_the_forest() {
    let picture = fixture::full();
    let layout = layout_for(&picture, DESKTOP);
    let mut settle = Settle::default();
    settle.update(&picture.snapshot, &[], &layout, 1.0);
    for dot in &picture.dots {
        let Some(f) = dot.forest.filter(|_| dot.outcome != Outcome::Expired) else { continue };
        let dot = Dot { phase_s: 0.0, ..*dot };
        let mark = dots::mark(&dot, &picture.snapshot, &layout, &settings(&settle, false));
        let mark = mark.expect("a dot is there when its outcome is");
        let plan = &layout.forests[usize::from(f)];
        let rested = dot.outcome == Outcome::Refused && mark.at.distance(plan.gate) < 10.0;
        assert!(rested || plan.bar.contains(mark.at), "{dot:?} at {:?}", mark.at);
    }
}

#[test]
fn everything_can_be_pointed_at() {
    each(|name, _, layout, _| {
        for target in layout.targets() {
            let area = layout.bounds(target).expect("targets have an area");
            assert!(area.w >= 24.0 && area.h >= 24.0, "{name}: {target:?}");
            let middle = area.centre();
            assert_eq!(layout.hit(middle.x, middle.y), Some(target), "{name}");
        }
        assert_eq!(layout.hit(-50.0, -50.0), None);
    });
}

#[test]
fn a_mail_is_hit_before_the_place_behind_it() {
    let picture = fixture::full();
    let layout = layout_for(&picture, DESKTOP);
    let shapes = shapes(&picture, &layout, false);
    let marks = shapes.iter().filter_map(|shape| match shape {
        Shape::Dot(mark) => Some(*mark),
        _ => None,
    });
    for mark in marks {
        let hit = hit(&shapes, &layout, mark.at.x, mark.at.y);
        assert!(matches!(hit, Some(Target::Mail(_))), "{mark:?}: {hit:?}");
    }
    let senders = layout.regions[2].senders;
    let corner = hit(&shapes, &layout, senders.x + 30.0, senders.y + 14.0);
    assert_eq!(corner, Some(Target::Senders(2)));
}

#[test]
fn every_place_is_reached_by_arrow_keys() {
    let steps = [Step::Left, Step::Right, Step::Up, Step::Down];
    each(|name, _, layout, _| {
        let first = layout.step(None, Step::Down).expect("a first place");
        let mut reached = vec![first];
        let mut next = 0;
        while next < reached.len() {
            for step in steps {
                let to = layout.step(Some(reached[next]), step).expect("a place stays one");
                if !reached.contains(&to) {
                    reached.push(to);
                }
            }
            next += 1;
        }
        for target in layout.targets() {
            assert!(reached.contains(&target), "{name}: no way to {target:?}");
        }
    });
}

#[test]
fn arrow_keys_go_where_they_point() {
    let layout = layout_for(&fixture::full(), DESKTOP);
    let go = |from, step| layout.step(Some(from), step);
    assert_eq!(go(Target::Senders(1), Step::Right), Some(Target::Door(1)));
    assert_eq!(go(Target::Forest(2), Step::Down), Some(Target::Forest(3)));
    assert_eq!(go(Target::Forest(3), Step::Down), Some(Target::Forest(4)));
    assert_eq!(go(Target::Forest(0), Step::Right), Some(Target::Mailboxes(0)));
    assert_eq!(go(Target::Senders(0), Step::Up), Some(Target::Senders(0)));
    assert_eq!(go(Target::Senders(2), Step::Down), Some(Target::Gateway));
    assert_eq!(go(Target::Gateway, Step::Right), Some(Target::Services));
}

#[test]
fn drawing_again_needs_no_more_room() {
    let picture = fixture::full();
    let layout = layout_for(&picture, DESKTOP);
    let mut settle = Settle::default();
    settle.update(&picture.snapshot, &picture.dots, &layout, 1.0);
    let settings = settings(&settle, false);
    let mut out = Vec::new();
    draw(&picture.snapshot, &picture.dots, &layout, &settings, &mut out);
    let (room, first) = (out.capacity(), out.clone());
    draw(&picture.snapshot, &picture.dots, &layout, &settings, &mut out);
    assert_eq!(out, first);
    assert_eq!(out.capacity(), room);
}

#[test]
fn what_comes_back_to_a_gateway_is_not_said_to_be_its_senders() {
    let picture = fixture::full();
    let came_back = |dot: &&Dot| dot.outcome == Outcome::Refused && dot.phase_s >= 0.0;
    let dot = *picture.dots.iter().find(came_back).expect("a refused mail");
    let said = |from_gateway| {
        let dot = Dot { from_gateway, ..dot };
        words::lines(Target::Mail(dot.mail), &picture.snapshot, &[dot], EPOCH)[1].clone()
    };
    assert!(said(false).starts_with("421 at F") && said(false).ends_with("its sender keeps it"));
    assert!(said(true).starts_with("refused at F"), "421, or 451: {}", said(true));
    assert!(said(true).ends_with("the gateway keeps it"), "{}", said(true));
}

#[test]
fn words_change_at_a_readers_pace() {
    let mut picture = fixture::healthy();
    let layout = layout_for(&picture, DESKTOP);
    let mut settle = Settle::default();
    settle.update(&picture.snapshot, &[], &layout, 0.0);
    let (mut changes, mut last) = (Vec::new(), [ForestHealth::Healthy; 12]);
    let mut since = [f64::NEG_INFINITY; 12];
    for tick in 1..1000 {
        let wall_s = f64::from(tick) * 0.02;
        // Every forest's health flips faster than anyone could read.
        for (i, forest) in picture.snapshot.forests.iter_mut().enumerate() {
            let full = (tick as usize / 7 + i).is_multiple_of(2);
            forest.health = if full { ForestHealth::AtLimit } else { ForestHealth::Healthy };
        }
        settle.update(&picture.snapshot, &[], &layout, wall_s);
        for (f, word) in last.iter_mut().enumerate() {
            if settle.word(f) != *word {
                *word = settle.word(f);
                assert!(wall_s - since[f] >= 1.5, "F{} changed after {}", f + 1, wall_s - since[f]);
                since[f] = wall_s;
                changes.push(wall_s);
            }
        }
    }
    assert!(changes.len() > 20, "words do change");
    assert!(changes.windows(3).all(|three| three[2] - three[0] >= 1.0 - 1e-9));
}

#[test]
fn a_burst_prints_three_refusals_and_then_none_for_five_seconds() {
    let picture = fixture::full();
    let layout = layout_for(&picture, DESKTOP);
    let mut settle = Settle::default();
    let refusal = |mail| Dot {
        mail,
        region: 0,
        forest: Some(0),
        from_gateway: false,
        outbound: false,
        outcome: Outcome::Refused,
        inside_s: 0.0,
        phase_s: 0.01,
    };
    // One refusal every tenth of a second.
    let printed: Vec<u64> = (1..=80_u64)
        .filter(|&mail| {
            settle.update(&picture.snapshot, &[refusal(mail)], &layout, mail as f64 / 10.0);
            settle.is_printed(0, mail)
        })
        .collect();
    assert_eq!(printed, [1, 2, 3, 53, 54, 55]);
}

#[test]
fn scales_step_and_ease() {
    let mut picture = fixture::full();
    let layout = layout_for(&picture, DESKTOP);
    let mut settle = Settle::default();
    settle.update(&picture.snapshot, &[], &layout, 1.0);
    assert_eq!(settle.unit(), 10_000);
    assert!(!settle.is_unit_new());
    picture.snapshot.regions[0].held = 1_700_000;
    settle.update(&picture.snapshot, &[], &layout, 2.0);
    assert_eq!(settle.unit(), 20_000);
    assert!(settle.is_unit_new() && settle.is_moving(&picture.snapshot));
    // A little less does not step back: it would flicker at the border.
    picture.snapshot.regions[0].held = 1_350_000;
    settle.update(&picture.snapshot, &[], &layout, 9.0);
    assert_eq!(settle.unit(), 20_000);
    picture.snapshot.regions[0].held = 300_000;
    settle.update(&picture.snapshot, &[], &layout, 10.0);
    assert!(settle.unit() < 20_000);
}

#[test]
fn the_package_arrives_as_a_sweep_and_leaves_a_struck_pennant() {
    let mut picture = fixture::healthy();
    let layout = layout_for(&picture, DESKTOP);
    let mut settle = Settle::default();
    settle.update(&picture.snapshot, &[], &layout, 0.0);
    for forest in &mut picture.snapshot.forests[4..7] {
        forest.flighted = true;
    }
    let mut shown = |picture: &Picture, wall_s| {
        settle.update(&picture.snapshot, &[], &layout, wall_s);
        [4, 5, 6].map(|f| settle.flighting(f))
    };
    assert_eq!(shown(&picture, 1.0), [Present, Absent, Absent]);
    assert_eq!(shown(&picture, 1.1), [Present, Present, Absent]);
    assert_eq!(shown(&picture, 1.2), [Present, Present, Present]);
    for forest in &mut picture.snapshot.forests {
        forest.flighted = false;
    }
    assert_eq!(shown(&picture, 5.0), [Recalled; 3]);
    assert_eq!(shown(&picture, 8.1), [Absent; 3]);
}

/// The shapes of a picture drawn with these settings.
fn drawn(picture: &Picture, layout: &Layout, settings: &Settings) -> Vec<Shape> {
    let mut out = Vec::new();
    draw(&picture.snapshot, &picture.dots, layout, settings, &mut out);
    out
}
