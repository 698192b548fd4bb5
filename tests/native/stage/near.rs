//! What a reader looks at closely: places that are pointed at, mails that are followed, mail that can
//! be read in webmail, one forest from near.

use mailflow::stage::{
    Glyph, Outcome, Palette, Place, SessionView, Settings, Settle, Shape, Target, Tracer, Zoom,
    shape, svg,
};
use mailflow::time::Time;

use super::{
    DESKTOP, EMBED, HALF, PHONE, SMALL, SMALL_HALF, bounds, drawn, fixture, layout_for, settings,
    shapes,
};

#[test]
fn what_is_pointed_at_stays_and_the_rest_is_dimmed_in_a_moment() {
    let picture = fixture::full();
    let layout = layout_for(&picture, DESKTOP);
    let mut settle = Settle::default();
    let veil = |settle: &mut Settle, wall_s: f64| {
        settle.update(&picture.snapshot, &[], &layout, wall_s);
        match drawn(&picture, &layout, &settings(settle, false)).pop() {
            Some(Shape::Veil { rects, alpha }) => Some((rects, alpha)),
            _ => None,
        }
    };
    assert!(veil(&mut settle, 1.0).is_none());
    settle.point_at(&[Place::Lanes(0), Place::Target(Target::Forest(4))], false);
    let (rects, alpha) = veil(&mut settle, 1.1).expect("half way");
    assert!((alpha - 0.325).abs() < 0.01, "{alpha}");
    let clear = |target| {
        let at = layout.bounds(target).expect("a place").centre();
        !rects.iter().any(|rect| rect.contains(at))
    };
    assert!(clear(Target::Forest(4)) && !clear(Target::Forest(5)) && !clear(Target::Senders(0)));
    let lane = layout.lane(0, 2)[3];
    assert!(!rects.iter().any(|rect| rect.contains(lane.moved(-20.0, 0.0))));
    let (_, alpha) = veil(&mut settle, 1.3).expect("dimmed");
    assert!((alpha - 0.65).abs() < 0.001, "to 35 %: {alpha}");
    settle.point_at(&[], false);
    assert!(veil(&mut settle, 1.4).is_some_and(|(_, alpha)| alpha < 0.4));
    assert!(veil(&mut settle, 1.6).is_none());
    settle.point_at(&[Place::Stage], true);
    assert!(veil(&mut settle, 1.7).is_none(), "all of it is nothing to dim");
}

#[test]
fn followed_mails_are_in_sight_wherever_they_are() {
    let picture = fixture::outbound();
    let flying = picture.dots.iter().find(|dot| dot.outcome == Outcome::Delivered);
    let flying = flying.expect("a mail on its way").mail;
    for size in [DESKTOP, SMALL, PHONE, SMALL_HALF] {
        let layout = layout_for(&picture, size);
        let mut settle = Settle::default();
        settle.update(&picture.snapshot, &[], &layout, 1.0);
        let waits = [Target::Senders(1), Target::Outbound(0), Target::Gateway];
        for (target, number) in waits.into_iter().zip(1..) {
            let Some(area) = layout.bounds(target) else { continue };
            let tracers = [
                Tracer { mail: 7, number, rests: Some(target) },
                Tracer { mail: flying, number: 0, rests: None },
            ];
            let settings = Settings { tracers: &tracers, ..settings(&settle, false) };
            let shapes = drawn(&picture, &layout, &settings);
            let pinned: Vec<_> = shapes
                .iter()
                .filter_map(|shape| match shape {
                    Shape::Dot(mark) if mark.pinned => Some(*mark),
                    _ => None,
                })
                .collect();
            assert!(pinned.iter().any(|mark| mark.mail == flying), "{size:?}");
            let waiting = pinned.iter().find(|mark| mark.mail == 7).expect("in sight");
            assert_eq!(waiting.glyph, Glyph::Square);
            assert!(area.contains(waiting.at), "{target:?} at {size:?}");
            let digit = number.to_string();
            let near =
                |text: &shape::Text| text.text == digit && text.at.distance(waiting.at) < 16.0;
            assert!(shapes.iter().any(|it| matches!(it, Shape::Text(text) if near(text))));
        }
    }
}

#[test]
fn mail_that_can_be_read_in_webmail_has_a_notch() {
    let mut picture = fixture::gateway();
    for readable in [false, true] {
        picture.snapshot.gateway.readable = readable;
        let layout = layout_for(&picture, DESKTOP);
        let shapes = shapes(&picture, &layout, false);
        let notched = shapes.iter().filter(|it| matches!(it, Shape::Pile { notched: true, .. }));
        assert_eq!(notched.count(), usize::from(readable), "the gateways' pile and no other");
        let says = |it: &Shape| matches!(it, Shape::Text(text) if text.text.contains("readable"));
        assert_eq!(shapes.iter().any(says), readable);
    }
}

#[test]
fn a_forest_from_near_fits_every_stage() {
    let picture = fixture::full();
    for size in [DESKTOP, SMALL, PHONE, EMBED, HALF, SMALL_HALF] {
        let layout = layout_for(&picture, size);
        let mut settle = Settle::default();
        settle.update(&picture.snapshot, &[], &layout, 1.0);
        for (limit, sessions) in [(50, 50), (0, 3), (2000, 1400)] {
            let mut picture = picture.clone();
            picture.snapshot.forests[1].limit = limit;
            let all: Vec<SessionView> = (0..sessions)
                .map(|i| SessionView {
                    id: (i, Time::ZERO),
                    lookup: (i % 4).checked_sub(1).map(|n| n as u8),
                })
                .collect();
            let mut zoom = Zoom::new(1, 1.0, true);
            zoom.update(&all, limit, 3, 1.0);
            let settings = Settings { zoom: Some(&zoom), dots: false, ..settings(&settle, false) };
            let shapes = drawn(&picture, &layout, &settings);
            let ringed = Settings { ring: Some(Target::Forest(1)), ..settings };
            assert!(shapes == drawn(&picture, &layout, &ringed), "its ring peeks out: {size:?}");
            let stage = shape::rect(0.0, 0.0, layout.width, layout.height).grown(0.01);
            let from = shapes.iter().rposition(|it| matches!(it, Shape::Veil { .. }));
            let near = &shapes[from.expect("what is behind is dimmed")..];
            for shape in near {
                let b = bounds(shape);
                assert!(stage.contains(b.centre()) && b.bottom() <= stage.bottom(), "{shape:?}");
                assert!(b.right() <= stage.right(), "{size:?}: {shape:?}");
            }
            let slots = near.iter().filter(|it| {
                matches!(it, Shape::Box { fill: None, stroke: Some(_), radius, .. } if *radius < 2.0)
            });
            assert!(slots.count() >= limit.max(sessions) as usize, "{limit} at {size:?}");
        }
    }
    let layout = layout_for(&picture, DESKTOP);
    let mut settle = Settle::default();
    settle.update(&picture.snapshot, &[], &layout, 1.0);
    let mut zoom = Zoom::new(1, 1.0, true);
    let all: Vec<SessionView> = (0..50)
        .map(|i| SessionView {
            id: (i, Time::ZERO),
            lookup: (i % 4).checked_sub(1).map(|n| n as u8),
        })
        .collect();
    zoom.update(&all, 50, 3, 1.0);
    let settings = Settings { zoom: Some(&zoom), dots: false, ..settings(&settle, false) };
    let palette = Palette::read(|property| format!("var({property})"));
    let svg = svg::document(&drawn(&picture, &layout, &settings), DESKTOP.0, DESKTOP.1, &palette);
    insta::assert_snapshot!("zoom", svg);
}
