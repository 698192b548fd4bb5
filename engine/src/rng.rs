//! Randomness drawn by hashing, never from a shared stream.
//!
//! A draw depends on (seed, entity, purpose, index) alone. So the same mail arrives at the same
//! instant, at the same host, in two runs that differ only in a knob: what differs between the
//! runs is then the knob's doing (common random numbers).

/// What a draw is for. Two purposes never share a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Purpose {
    /// Time from one mail of a region to the next.
    Arrival = 1,
    /// Which host of the region sends it.
    Host,
    /// Which tenant it is for, as a point in 0..1.
    Tenant,
    /// Whether it is bound to its tenant's home forest.
    Affinity,
    /// Which server cell takes a connection.
    Cell,
    /// Which forest a connection goes to.
    Forest,
    /// Time on the network before the lookups.
    Network,
    /// Work of the lookups.
    Lookup,
    /// Wait of a mail that retries alone.
    Wait,
    /// Where in its period a host's queue scan lies.
    Phase,
    /// Whether a mail is drawn as a dot.
    Sample,
    /// Whether a mail is urgent.
    Urgent,
    /// Whether its recipient exists.
    Recipient,
    /// Whether its recipient was created lately.
    NewRecipient,
    /// Whether a door refuses an attempt whatever room there is.
    Refuse,
    /// When a host looks the MX up anew.
    Mx,
    /// How long a session lasts before it is cut, where that is random.
    Timeout,
    /// How long a mail lives, where that is random.
    Lifetime,
    /// How late message trace is with a mail.
    TraceLag,
}

/// 64 random bits, and more on request.
#[derive(Clone, Copy, Debug)]
pub struct Draw(u64);

/// Draws for `purpose` of `entity`, number `index`.
#[inline]
pub fn draw(seed: u64, entity: u64, purpose: Purpose, index: u32) -> Draw {
    let entity = scramble(seed ^ entity.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let what = (u64::from(purpose as u32) << 32) | u64::from(index);
    Draw(scramble(entity ^ what.wrapping_mul(0xD1B5_4A32_D192_ED03)))
}

/// Spreads every input bit over all 64 output bits (the finaliser of `SplitMix64`).
#[inline]
fn scramble(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

impl Draw {
    /// The bits.
    #[inline]
    pub fn bits(self) -> u64 {
        self.0
    }

    /// The next draw of the same purpose.
    #[inline]
    #[must_use]
    pub fn next(self) -> Draw {
        Draw(scramble(self.0.wrapping_add(0x9E37_79B9_7F4A_7C15)))
    }

    /// Uniform in (0, 1]: never 0, so its logarithm is finite.
    #[inline]
    pub fn unit(self) -> f64 {
        ((self.0 >> 11) + 1) as f64 / (1u64 << 53) as f64
    }

    /// Uniform integer in `0..n`; 0 if `n` is 0.
    #[inline]
    pub fn below(self, n: usize) -> usize {
        (((self.0 >> 32) * n as u64) >> 32) as usize
    }

    /// Exponential with mean 1.
    #[inline]
    pub fn exponential(self) -> f64 {
        -libm::log(self.unit())
    }

    /// Erlang: the sum of `stages` exponentials, scaled to mean 1.
    #[inline]
    pub fn erlang(self, stages: u32) -> f64 {
        -libm::log(self.product(stages)) / f64::from(stages.max(1))
    }

    /// The product of so many draws in (0, 1]: what [`Draw::erlang`] is the logarithm of.
    #[inline]
    pub fn product(self, stages: u32) -> f64 {
        let mut draw = self;
        let mut product = draw.unit();
        for _ in 1..stages {
            draw = draw.next();
            product *= draw.unit();
        }
        product
    }
}

impl Draw {
    /// Hyperexponential with mean 1 and squared coefficient of variation 4: a mix of two
    /// exponentials that carry half of the mean each.
    #[inline]
    pub fn hyperexponential(self) -> f64 {
        // p = (1 + sqrt((c² - 1) / (c² + 1))) / 2 with c² = 4.
        const P: f64 = 0.887_298_334_620_741_7;
        let p = if self.unit() <= P { P } else { 1.0 - P };
        self.next().exponential() / (2.0 * p)
    }
}

/// Natural logarithms of normal numbers in (0, 1], to the bit those of `libm::log`, worked out side by side: no
/// branch, so a compiler can do two at once, and a processor need not wait for one to begin the next.
///
/// It is the method of FreeBSD's `e_log.c`, as in `libm`: x is 2^k (1 + f) with 1 + f between the roots
/// of 1/2 and 2, and the logarithm of 1 + f a polynomial in s = f / (2 + f).
#[inline]
pub fn logarithms<const N: usize>(numbers: [f64; N]) -> [f64; N] {
    /// The root of 1/2, to the twenty bits behind the point that decide which k it is.
    const ROOT: u64 = 0x3FE6_A09E << 32;
    const ONE: u64 = 0x3FF0_0000 << 32;
    const FRACTION: u64 = (1 << 52) - 1;
    const LN2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];
    const EVEN: [f64; 3] =
        [3.999_999_999_940_942e-1, 2.222_219_843_214_978_4e-1, 1.531_383_769_920_937_3e-1];
    const ODD: [f64; 4] = [
        6.666_666_666_666_735e-1,
        2.857_142_874_366_239e-1,
        1.818_357_216_161_805e-1,
        1.479_819_860_511_658_6e-1,
    ];
    /// A float of 2^52 more has its whole part in its last bits.
    const SHIFT: f64 = (1u64 << 52) as f64;
    numbers.map(|number| {
        let scaled = number.to_bits() + (ONE - ROOT);
        let exponent = f64::from_bits(SHIFT.to_bits() | scaled >> 52) - (SHIFT + 1023.0);
        let f = f64::from_bits((scaled & FRACTION) + ROOT) - 1.0;
        let half_square = 0.5 * f * f;
        let s = f / (2.0 + f);
        let square = s * s;
        let fourth = square * square;
        let even = fourth * (EVEN[0] + fourth * (EVEN[1] + fourth * EVEN[2]));
        let odd = square * (ODD[0] + fourth * (ODD[1] + fourth * (ODD[2] + fourth * ODD[3])));
        let fraction = s * (half_square + (odd + even));
        fraction + exponent * LN2[1] - half_square + f + exponent * LN2[0]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_side_by_side_are_those_of_the_library_to_the_bit() {
        let check = |numbers: [f64; 8]| {
            let logs = logarithms(numbers);
            for (number, log) in numbers.into_iter().zip(logs) {
                assert_eq!(log.to_bits(), libm::log(number).to_bits(), "of {number:e}");
            }
        };
        let unit = |entity| draw(7, entity, Purpose::Lookup, 0).unit();
        for entity in (0..4_000_000).step_by(8) {
            check(std::array::from_fn(|index| unit(entity + index as u64)));
        }
        // Products of units are far smaller.
        for entity in (0..400_000).step_by(8) {
            check(std::array::from_fn(|index| {
                (0..20).map(|factor| unit(entity * 20 + index as u64 * 20 + factor)).product()
            }));
        }
        // Where k changes, at powers of two, and at the ends.
        for power in 0..53 {
            for near in [1.0, std::f64::consts::FRAC_1_SQRT_2] {
                let first = (near / (1u64 << power) as f64).to_bits() - 4;
                let around = std::array::from_fn(|index| f64::from_bits(first + index as u64));
                check(around.map(|number| f64::min(number, 1.0)));
            }
        }
        for high in 0x3FE6_A090..0x3FE6_A0B0_u64 {
            check(std::array::from_fn(|index| f64::from_bits(high << 32 | index as u64)));
        }
    }

    #[test]
    fn means_are_one_and_variances_match_the_law() {
        let n = 200_000u64;
        for (stages, variance) in [(1u32, 1.0), (3, 1.0 / 3.0)] {
            let (mut sum, mut squares) = (0.0, 0.0);
            for entity in 0..n {
                let x = draw(7, entity, Purpose::Lookup, 0).erlang(stages);
                sum += x;
                squares += x * x;
            }
            let mean = sum / n as f64;
            let got = squares / n as f64 - mean * mean;
            assert!((mean - 1.0).abs() < 0.01, "mean {mean} of {stages} stages");
            assert!((got / variance - 1.0).abs() < 0.03, "variance {got} of {stages} stages");
        }
    }

    #[test]
    fn the_hyperexponential_has_mean_one_and_four_times_the_variance() {
        let n = 400_000u64;
        let (mut sum, mut squares) = (0.0, 0.0);
        for entity in 0..n {
            let x = draw(7, entity, Purpose::Lookup, 0).hyperexponential();
            sum += x;
            squares += x * x;
        }
        let mean = sum / n as f64;
        let variance = squares / n as f64 - mean * mean;
        assert!((mean - 1.0).abs() < 0.015, "{mean}");
        assert!((variance / 4.0 - 1.0).abs() < 0.05, "{variance}");
    }

    #[test]
    fn purposes_and_indices_are_independent() {
        let n = 100_000u64;
        let mut products = [0.0; 3];
        for entity in 0..n {
            let u = |p, i| draw(1, entity, p, i).unit() - 0.5;
            products[0] += u(Purpose::Host, 0) * u(Purpose::Tenant, 0);
            products[1] += u(Purpose::Forest, 0) * u(Purpose::Forest, 1);
            products[2] += u(Purpose::Host, 0) * (draw(2, entity, Purpose::Host, 0).unit() - 0.5);
        }
        for p in products {
            // The product of two independent centred uniforms has a standard deviation of 1/12.
            assert!((p / n as f64).abs() < 4.0 / 12.0 / (n as f64).sqrt(), "correlated: {p}");
        }
    }

    #[test]
    fn below_covers_its_range_evenly() {
        let mut counts = [0u32; 12];
        for entity in 0..120_000u64 {
            counts[draw(3, entity, Purpose::Cell, 0).below(12)] += 1;
        }
        assert!(counts.iter().all(|&c| (9_600..10_400).contains(&c)), "{counts:?}");
    }
}
