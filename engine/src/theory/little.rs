//! Little's law on counts: what is in a system, how fast it leaves, how long it stayed.

/// The three means over one span, each counted apart.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Little {
    /// Mails in the system, mean over the span.
    pub counted: f64,
    /// Mails that left a second.
    pub rate: f64,
    /// Mean time that they had spent [s].
    pub time_s: f64,
}

impl Little {
    /// What the law says is in the system.
    pub fn predicted(&self) -> f64 {
        self.rate * self.time_s
    }

    /// The law against the count: 0.1 if it says a tenth too much. `None` if nothing was there.
    pub fn error(&self) -> Option<f64> {
        (self.counted > 0.0).then(|| self.predicted() / self.counted - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_what_the_law_says_too_much() {
        let little = Little { counted: 4.0, rate: 0.8, time_s: 5.5 };
        assert!((little.error().expect("counted") - 0.1).abs() < 1e-12);
        assert_eq!(Little::default().error(), None);
    }
}
