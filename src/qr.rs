//! An address as a QR code: one path of an SVG, so that a page needs no picture and no canvas.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// Light modules that a reader needs around a code (ISO/IEC 18004).
pub const QUIET: i32 = 4;

/// A QR code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// Its side with the quiet zone [modules]: the side of the SVG's view box.
    pub side: i32,
    /// Its dark modules as the `d` of a path, a module being one unit.
    pub path: String,
}

impl Qr {
    /// The code of a text at the lowest level of correction, raised where that costs no size: a
    /// projected code is large and clean, and fewer modules are read from further away. `None` if the
    /// text is longer than any code holds (2953 bytes).
    pub fn of(text: &str) -> Option<Qr> {
        let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            let mut x = 0;
            while x < code.size() {
                let run =
                    (x..code.size()).take_while(|&x| code.get_module(x, y)).fold(0, |n, _| n + 1);
                if run > 0 {
                    // Writing to a string cannot fail.
                    let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
                }
                x += run.max(1);
            }
        }
        Some(Qr { side: code.size() + 2 * QUIET, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The modules that a path covers.
    fn dark(qr: &Qr) -> Vec<(i32, i32)> {
        let number = |text: &str| -> i32 { text.parse().expect("a number") };
        let mut dark = Vec::new();
        for run in qr.path.split('M').skip(1) {
            let (at, rest) = run.split_once('h').expect("a row");
            let (x, y) = at.split_once(' ').expect("a place");
            let length = number(rest.split_once('v').expect("its length").0);
            dark.extend((0..length).map(|i| (number(x) + i, number(y))));
        }
        dark
    }

    #[test]
    fn the_path_covers_the_dark_modules_and_leaves_a_quiet_zone() {
        let text = "mailflow.example.org/a/folder/#v=1&s=ex1331830&t=2h10m";
        let qr = Qr::of(text).expect("short enough");
        let code = QrCode::encode_text(text, QrCodeEcc::Low).expect("short enough");
        let mut expected: Vec<_> = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .filter(|&(x, y)| code.get_module(x, y))
            .map(|(x, y)| (x + QUIET, y + QUIET))
            .collect();
        let mut covered = dark(&qr);
        expected.sort_unstable();
        covered.sort_unstable();
        assert_eq!(covered, expected);
        assert_eq!(qr.side, code.size() + 2 * QUIET);
        // The finder patterns: dark corners at three ends, none at the fourth.
        let last = qr.side - QUIET - 1;
        assert!([(4, 4), (last, 4), (4, last)].iter().all(|at| covered.contains(at)));
    }

    #[test]
    fn what_no_code_holds_has_none() {
        assert!(Qr::of(&"x".repeat(2953)).is_some());
        assert_eq!(Qr::of(&"x".repeat(2954)), None);
    }
}
