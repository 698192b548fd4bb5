//! How figures read: three significant figures with k and M, delays in words, rates a minute.
//!
//! Knows no unit but its own arguments' and no place where a figure stands. Spaces inside a figure
//! never break: a narrow one before a unit and between thousands, an ordinary one in delays.

/// Narrow no-break space: between a figure and its k or M, and between thousands.
pub const THIN: char = '\u{202f}';
/// No-break space: between the parts of a delay.
pub const NBSP: char = '\u{a0}';
/// The real minus sign, as wide as the plus.
pub const MINUS: char = '\u{2212}';

/// `812`, `1.32 k`, `812 k`, `1.32 M`: three significant figures, so the width hardly changes.
pub fn count(n: u64) -> String {
    if n < 1000 {
        return n.to_string();
    }
    let mut value = n as f64;
    let mut unit = 0;
    // 999.5 would print as 1000: it belongs to the next unit.
    while value >= 999.5 && unit < 3 {
        value /= 1000.0;
        unit += 1;
    }
    let decimals = match value {
        v if v < 9.995 => 2,
        v if v < 99.95 => 1,
        _ => 0,
    };
    format!("{value:.decimals$}{THIN}{}", ["", "k", "M", "G"][unit])
}

/// `18 200`: every figure, with thin spaces between thousands, for tables.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(THIN);
        }
        text.push(digit);
    }
    text
}

/// `+18 200`, `−412`, `0`: every figure of a change, for tables.
pub fn signed(n: i64) -> String {
    let text = thousands(n.unsigned_abs());
    match n {
        0 => text,
        n if n < 0 => format!("{MINUS}{text}"),
        _ => format!("+{text}"),
    }
}

/// `+18.2 k`, `−4.10 k`, `0`: a change, with a real minus.
pub fn change(n: i64) -> String {
    match n {
        0 => "0".to_owned(),
        n if n < 0 => format!("{MINUS}{}", count(n.unsigned_abs())),
        n => format!("+{}", count(n.unsigned_abs())),
    }
}

/// `2.4 s`, `48 s`, `3 min 20 s`, `48 min`, `1 h 12 min`: two units at most. `seconds` below zero
/// and NaN count as zero.
pub fn delay(seconds: f64) -> String {
    let seconds = seconds.max(0.0);
    if seconds < 9.95 {
        return format!("{seconds:.1}{NBSP}s");
    }
    let s = seconds.round() as u64;
    let min = (seconds / 60.0).round() as u64;
    let h = (seconds / 3600.0).round() as u64;
    if s < 60 {
        format!("{s}{NBSP}s")
    } else if s < 300 {
        format!("{}{NBSP}min{NBSP}{:02}{NBSP}s", s / 60, s % 60)
    } else if min < 60 {
        format!("{min}{NBSP}min")
    } else if h < 100 {
        format!("{}{NBSP}h{NBSP}{:02}{NBSP}min", min / 60, min % 60)
    } else {
        format!("{}{NBSP}d{NBSP}{}{NBSP}h", h / 24, h % 24)
    }
}

/// `18.2 k/min`: mails (or attempts) a minute; below ten with one decimal.
pub fn rate(per_min: f64) -> String {
    let per_min = per_min.max(0.0);
    if per_min < 9.95 && per_min > 0.0 {
        format!("{per_min:.1}/min")
    } else {
        format!("{}/min", count(per_min.round() as u64))
    }
}

/// `30 %` from a share of 0..=1; a share that is neither never reads as 0 % or 100 %.
pub fn percent(share: f64) -> String {
    let percent = match (share * 100.0).round() as u64 {
        0 if share > 0.0 => 1,
        100.. if share < 1.0 => 99,
        percent => percent,
    };
    format!("{percent}{THIN}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plain spaces, so that expectations can be read.
    fn plain(text: &str) -> String {
        text.replace([THIN, NBSP], " ").replace(MINUS, "-")
    }

    #[test]
    fn counts_have_three_figures() {
        for (n, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1.00 k"),
            (1_324, "1.32 k"),
            (18_240, "18.2 k"),
            (99_949, "99.9 k"),
            (99_960, "100 k"),
            (812_400, "812 k"),
            (999_499, "999 k"),
            (999_500, "1.00 M"),
            (1_320_000, "1.32 M"),
            (2_500_000_000, "2.50 G"),
        ] {
            assert_eq!(plain(&count(n)), text, "{n}");
        }
    }

    #[test]
    fn tables_show_every_figure_and_changes_their_sign() {
        assert_eq!(plain(&thousands(0)), "0");
        assert_eq!(plain(&thousands(999)), "999");
        assert_eq!(plain(&thousands(18_200)), "18 200");
        assert_eq!(plain(&thousands(1_324_007)), "1 324 007");
        assert_eq!(plain(&signed(-18_200)), "-18 200");
        assert_eq!(plain(&signed(18_200)), "+18 200");
        assert_eq!(plain(&change(18_200)), "+18.2 k");
        assert_eq!(plain(&change(-412)), "-412");
        assert_eq!(plain(&change(0)), "0");
    }

    #[test]
    fn delays_have_two_units_at_most() {
        for (seconds, text) in [
            (-1.0, "0.0 s"),
            (2.42, "2.4 s"),
            (9.96, "10 s"),
            (48.4, "48 s"),
            (59.6, "1 min 00 s"),
            (200.0, "3 min 20 s"),
            (299.4, "4 min 59 s"),
            (299.6, "5 min"),
            (540.0, "9 min"),
            (2_880.0, "48 min"),
            (3_570.0, "1 h 00 min"),
            (4_320.0, "1 h 12 min"),
            (400_000.0, "4 d 15 h"),
        ] {
            assert_eq!(plain(&delay(seconds)), text, "{seconds}");
        }
    }

    #[test]
    fn rates_and_shares_do_not_hide_a_little() {
        assert_eq!(plain(&rate(18_240.0)), "18.2 k/min");
        assert_eq!(plain(&rate(0.4)), "0.4/min");
        assert_eq!(plain(&rate(0.0)), "0/min");
        assert_eq!(plain(&percent(0.001)), "1 %");
        assert_eq!(plain(&percent(0.999)), "99 %");
        assert_eq!(plain(&percent(0.3)), "30 %");
        assert_eq!(plain(&percent(1.0)), "100 %");
    }
}
