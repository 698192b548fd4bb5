//! Means and 95 % confidence intervals of few values, by Student's t.
//!
//! Knows nothing of mails or seeds.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// How often such an interval holds the true difference.
pub const CONFIDENCE: f64 = 0.95;

/// The mean; `None` of no values.
pub fn mean(values: &[f64]) -> Option<f64> {
    let &first = values.first()?;
    // Counted from the first value: equal values have exactly that mean, and a variance of 0.
    Some(first + values.iter().map(|value| value - first).sum::<f64>() / values.len() as f64)
}

/// Half the width of the confidence interval of a mean: t of `n - 1` degrees of freedom times the
/// standard error. `None` of fewer than two values, 0 of equal ones.
///
/// For a mean of paired differences, these are the differences.
pub fn half_width(values: &[f64]) -> Option<f64> {
    let variance = variance_of_mean(values)?;
    Some(t_quantile(values.len() as f64 - 1.0) * variance.sqrt())
}

/// Half the width of the confidence interval of the difference between the means of two samples
/// that have nothing to do with each other and may differ in variance (Welch). `None` if one has
/// fewer than two values, 0 if both are constant.
pub fn half_width_unpaired(a: &[f64], b: &[f64]) -> Option<f64> {
    let (of_a, of_b) = (variance_of_mean(a)?, variance_of_mean(b)?);
    let both = of_a + of_b;
    if both <= 0.0 {
        return Some(0.0);
    }
    // Welch and Satterthwaite's degrees of freedom, in shares so that no square can underflow.
    let part = |of: f64, values: &[f64]| (of / both).powi(2) / (values.len() as f64 - 1.0);
    Some(t_quantile(1.0 / (part(of_a, a) + part(of_b, b))) * both.sqrt())
}

/// The value that Student's t with `freedom` degrees of freedom (at least 1) exceeds in size in 5 %
/// of all cases.
pub fn t_quantile(freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom)
        .expect("degrees of freedom are positive")
        .inverse_cdf(0.5 + CONFIDENCE / 2.0)
}

/// The squared standard error; `None` of fewer than two values.
fn variance_of_mean(values: &[f64]) -> Option<f64> {
    let mean = mean(values).filter(|_| values.len() > 1)?;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let n = values.len() as f64;
    Some(squares / (n - 1.0) / n)
}
