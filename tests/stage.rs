//! The stage as SVG text, and what must hold of every picture.
//!
//! Snapshots carry `var(--…)` instead of colours: they show the drawing, not the theme.

#[path = "stage/fixture.rs"]
mod fixture;

use fixture::{EPOCH, Picture};
use mailflow::stage::{Flow, Layout, Palette, Settings, Settle, Shape, draw, svg};

/// The stage's sizes that are promised: desktop, small desktop, phone.
const DESKTOP: (f32, f32) = (1128.0, 564.0);
const SMALL: (f32, f32) = (712.0, 488.0);
const PHONE: (f32, f32) = (390.0, 360.0);
const EMBED: (f32, f32) = (700.0, 238.0);

/// A layout for a picture and a size.
fn layout_for(picture: &Picture, (w, h): (f32, f32)) -> Layout {
    let regions = picture.snapshot.regions.len();
    let per_region = picture.snapshot.forests.len() / regions;
    Layout::new(w, h, regions, per_region, Flow::of(w, h))
}

/// Draws a picture that has settled.
fn shapes(picture: &Picture, layout: &Layout, still: bool) -> Vec<Shape> {
    let mut settle = Settle::default();
    settle.update(&picture.snapshot, &picture.dots, layout, 10.0);
    let settings =
        Settings { settle: &settle, epoch: EPOCH, still, dots: true, ring: None, pinned: None };
    let mut out = Vec::new();
    draw(&picture.snapshot, &picture.dots, layout, &settings, &mut out);
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
}
