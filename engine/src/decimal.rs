//! Decimal numbers as people write them.
//!
//! One reader for every text a number is typed into, and it is the one that files are read with: the
//! standard library's would be there beside it, with ten kilobytes of powers that nothing can pack.

/// The number that `text` is, to the last bit: digits with a sign, a point and an exponent where they
/// are wanted (`-2`, `.5`, `1e3`). None for anything else, and for what no number can hold.
pub fn read(text: &str) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() && part.is_empty() || !is_number(whole) || !is_number(part) {
        return None;
    }
    // JSON wants a digit on each side of the point, and no zero in vain before it.
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    serde_json::from_str(&format!("{sign}{whole}.{part}0e{exponent}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, draw};

    /// What the standard library makes of it.
    fn expected(text: &str) -> Option<u64> {
        text.parse().ok().filter(|value: &f64| value.is_finite()).map(f64::to_bits)
    }

    #[test]
    fn it_reads_what_the_standard_library_reads() {
        let texts = [
            "",
            "0",
            "-0",
            "007",
            "-007.50",
            "5",
            "+5",
            ".5",
            "5.",
            "-.5",
            ".",
            "-",
            "+",
            "+-1",
            "--1",
            "1e3",
            "1E+3",
            "1e-3",
            "1e",
            "e5",
            ".e5",
            "5.e1",
            "1e5.0",
            "1.2.3",
            "1,5",
            " 1",
            "1 ",
            "1_000",
            "0x10",
            "inf",
            "-inf",
            "NaN",
            "infinity",
            "1e400",
            "-1e400",
            "1e-400",
            "12e308",
            "\u{663}",
            "1\n",
            "0.1",
            "0.30000000000000004",
            "123456789012345678901234567890",
            "9007199254740993",
            "2.2250738585072011e-308",
            "4.9e-324",
            "2.4703282292062328e-324",
            "1.7976931348623157e308",
        ];
        for text in texts {
            assert_eq!(read(text).map(f64::to_bits), expected(text), "{text:?}");
        }
    }

    #[test]
    fn it_is_right_to_the_last_bit() {
        for index in 0..200_000 {
            let bits = draw(7, 0, Purpose::Sample, index);
            let (value, form) = (f64::from_bits(bits.bits()), index % 3);
            let text = match form {
                0 => format!("{value:e}"),
                1 => format!("{:.3}", value % 1e6),
                _ => format!("{}.{}e-{}", bits.bits(), bits.next().bits(), bits.bits() % 330),
            };
            assert_eq!(read(&text).map(f64::to_bits), expected(&text), "{text}");
        }
    }
}
