//! The colours of `styles/tokens.css`: every contrast the design states, and the floors under them.
//!
//! Contrast is the ratio of WCAG 2: relative luminances of sRGB colours, each plus 0.05.

use std::collections::BTreeMap;

use mailflow::stage::Role;

const TOKENS: &str = include_str!("../../styles/tokens.css");
/// Least contrast of a mark and of text.
const MARK: f64 = 3.0;
const TEXT: f64 = 4.5;

/// A theme's custom properties.
type Theme = BTreeMap<&'static str, &'static str>;

/// The properties of the first block whose selector is `selector`, after `start`.
fn block(start: &str, selector: &str) -> Theme {
    let from = TOKENS.find(start).unwrap_or_else(|| panic!("tokens.css has no {start}"));
    let rest = &TOKENS[from..];
    let at = rest.find(selector).unwrap_or_else(|| panic!("tokens.css has no {selector}"));
    let body = &rest[at + selector.len()..];
    let body = body.trim_start().strip_prefix('{').expect("a block follows a selector");
    let body = &body[..body.find('}').expect("blocks are closed")];
    let declarations = body.lines().filter_map(|line| {
        let (name, value) = line.trim().strip_suffix(';')?.split_once(':')?;
        name.starts_with("--").then(|| (name, value.trim()))
    });
    declarations.collect()
}

fn light() -> Theme {
    block(":root {", ":root")
}

fn dark() -> Theme {
    block(":root[data-theme=\"dark\"]", ":root[data-theme=\"dark\"]")
}

fn dark_by_system() -> Theme {
    block("prefers-color-scheme: dark", ":root:not([data-theme=\"light\"])")
}

fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = u8::from_str_radix(&hex[at..at + 2], 16).expect("colours are #RRGGBB");
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(theme: &Theme, a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(theme[a]), luminance(theme[b]));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Asserts a stated contrast: within the rounding of its one decimal.
fn check(theme: &Theme, a: &str, b: &str, stated: f64) {
    let is = contrast(theme, a, b);
    assert!((is - stated).abs() <= 0.051, "{a} on {b} is {is:.2}, stated as {stated}");
}

/// A mark, then its contrast on stage and surface, light and dark.
const MARKS: [(&str, [f64; 4]); 8] = [
    ("--accepted", [5.8, 6.0, 6.7, 6.3]),
    ("--refused", [6.0, 6.2, 5.3, 5.0]),
    ("--dropped", [8.0, 8.2, 8.9, 8.4]),
    ("--held", [3.5, 3.6, 12.4, 11.7]),
    ("--delivered", [3.5, 3.6, 9.9, 9.3]),
    ("--expired", [16.0, 16.6, 16.5, 15.6]),
    ("--flighted", [4.2, 4.4, 11.2, 10.6]),
    ("--idle", [3.9, 4.0, 4.4, 4.1]),
];

#[test]
fn marks_have_the_stated_contrast() {
    for (mark, [stage_light, surface_light, stage_dark, surface_dark]) in MARKS {
        check(&light(), mark, "--stage", stage_light);
        check(&light(), mark, "--surface", surface_light);
        check(&dark(), mark, "--stage", stage_dark);
        check(&dark(), mark, "--surface", surface_dark);
    }
}

#[test]
fn words_have_the_stated_contrast_on_the_stage() {
    check(&light(), "--held-text", "--stage", 5.9);
    check(&light(), "--delivered-text", "--stage", 5.1);
    check(&light(), "--flighted-text", "--stage", 5.6);
    check(&light(), "--idle-text", "--stage", 5.5);
    check(&dark(), "--refused-text", "--stage", 7.3);
    check(&dark(), "--idle-text", "--stage", 6.5);
    check(&light(), "--muted", "--page", 5.3);
    check(&dark(), "--muted", "--page", 6.7);
}

#[test]
fn tint_lane_and_borders_have_the_stated_contrast() {
    check(&light(), "--ink", "--flighted-tint", 14.0);
    check(&dark(), "--ink", "--flighted-tint", 11.3);
    check(&light(), "--accepted", "--flighted-tint", 5.1);
    check(&dark(), "--accepted", "--flighted-tint", 4.9);
    check(&light(), "--held", "--lane", 3.2);
    check(&light(), "--delivered", "--lane", 3.2);
    check(&light(), "--control", "--stage", 3.6);
    check(&dark(), "--control", "--stage", 4.1);
}

#[test]
fn floors_hold_wherever_something_is_drawn() {
    for theme in [light(), dark()] {
        for ground in ["--stage", "--surface", "--lane"] {
            for (mark, _) in MARKS {
                let is = contrast(&theme, mark, ground);
                assert!(is >= MARK, "{mark} on {ground}: {is:.2}");
            }
        }
        for ground in ["--stage", "--surface", "--page"] {
            let is = contrast(&theme, "--control", ground);
            assert!(is >= MARK, "--control on {ground}: {is:.2}");
            let words = theme.keys().filter(|name| name.ends_with("-text"));
            for word in words.chain(&["--ink", "--ink-2", "--muted"]) {
                let is = contrast(&theme, word, ground);
                assert!(is >= TEXT, "{word} on {ground}: {is:.2}");
            }
        }
        // The primary button: page-coloured text on ink.
        assert!(contrast(&theme, "--page", "--ink") >= 15.0);
    }
}

#[test]
fn both_ways_to_dark_are_the_same_dark() {
    assert_eq!(dark(), dark_by_system());
    assert!(!dark().is_empty());
}

#[test]
fn every_role_has_a_colour_in_every_theme() {
    let forced = block("forced-colors: active", ":root:root:root");
    for role in Role::ALL {
        for theme in [light(), dark()] {
            let colour = theme.get(role.property()).copied().unwrap_or_default();
            assert!(colour.len() == 7, "{} is {colour:?}", role.property());
        }
        assert!(forced.contains_key(role.property()), "{} when forced", role.property());
    }
}
