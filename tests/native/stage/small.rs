//! Stages of phones and frames.

use mailflow::stage::{Role, Shape};

use super::{PHONE, fixture, layout_for, pointed, shapes};

#[test]
fn the_outline_of_a_flighted_forest_stays_clear_of_its_words() {
    let picture = fixture::flighted();
    for size in [PHONE, (390.0, 420.0), (430.0, 360.0)] {
        let layout = layout_for(&picture, size);
        let shapes = shapes(&picture, &layout, false);
        let rings = shapes.iter().filter_map(|shape| match shape {
            Shape::Box { rect, stroke: Some(stroke), .. } if stroke.role == Role::Flighted => {
                // The cells of a front door have an outline too.
                (rect.w > 60.0).then(|| rect.grown(stroke.width / 2.0))
            }
            _ => None,
        });
        let rings: Vec<_> = rings.collect();
        assert!(rings.len() >= 3, "{size:?}");
        for shape in &shapes {
            let Shape::Text(text) = shape else { continue };
            for ring in rings.iter().filter(|ring| text.at.y < ring.y && ring.y < text.at.y + 12.0)
            {
                assert!(
                    ring.y - text.at.y >= 2.9,
                    "{size:?}: {:?} {}",
                    text.text,
                    ring.y - text.at.y
                );
            }
        }
    }
}

#[test]
fn what_a_lesson_points_at_of_the_band_has_a_line_in_a_frame() {
    let picture = fixture::gateway();
    // Frames of 700 x 450 beside a question and without one, and a phone.
    for size in [(700.0, 158.0), (700.0, 238.0), PHONE] {
        let layout = pointed(&picture, size);
        let texts: Vec<_> = shapes(&picture, &layout, false)
            .into_iter()
            .filter_map(|shape| match shape {
                Shape::Text(text) => Some(text.text.to_string()),
                _ => None,
            })
            .collect();
        let has = |start: &str| texts.iter().any(|text| text.starts_with(start));
        assert!(has("Gateways 30") && has("Teams \u{b7} down"), "{size:?}: {texts:?}");
        assert!(layout_for(&picture, size).services.is_none(), "{size:?}");
    }
}

#[test]
fn the_rate_of_a_thick_lane_stays_inside_of_a_low_stage() {
    // Each of two worlds over an instrument, of one region alone.
    let mut picture = fixture::full();
    let snapshot = &mut picture.snapshot;
    snapshot.regions.truncate(1);
    snapshot.forests.truncate(4);
    for forest in &mut snapshot.forests {
        forest.lanes[0] = 280.0;
    }
    snapshot.lane_rate_max = 280.0;
    picture.dots.clear();
    for height in [124.0, 129.0, 136.0] {
        let layout = layout_for(&picture, (1128.0, height));
        let shapes = shapes(&picture, &layout, true);
        let rates = shapes.iter().filter_map(|shape| match shape {
            Shape::Text(text) if text.text.ends_with("k/min") => Some(text.bounds()),
            _ => None,
        });
        let rates: Vec<_> = rates.collect();
        assert!(rates.len() >= 4, "{height}");
        assert!(rates.iter().all(|it| it.y >= 0.0), "{height}: {rates:?}");
    }
}

#[test]
fn a_single_region_in_a_narrow_frame_has_its_words_on_its_card() {
    let mut picture = fixture::full();
    picture.snapshot.regions.truncate(1);
    picture.snapshot.forests.truncate(4);
    picture.dots.clear();
    let layout = layout_for(&picture, (320.0, 132.0));
    let card = layout.regions[0].senders;
    let all = shapes(&picture, &layout, true);
    let texts = all.iter().filter_map(|shape| match shape {
        Shape::Text(text) if card.contains(text.at) => Some(text.bounds()),
        _ => None,
    });
    let texts: Vec<_> = texts.collect();
    assert!(texts.len() >= 2, "name and held mail");
    for (i, one) in texts.iter().enumerate() {
        assert!(card.x <= one.x && one.right() <= card.right(), "{one:?}");
        assert!(texts[i + 1..].iter().all(|other| !one.overlaps(*other)), "{one:?}");
    }
}
