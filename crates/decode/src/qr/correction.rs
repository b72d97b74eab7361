//! Reed and Solomon's code over bytes, as QR codes use it, with places known to be unsure.

/// Powers of 2 in the field of 256 elements with x⁸ + x⁴ + x³ + x² + 1, twice over, and their logarithms.
struct Field {
    powers: [u8; 510],
    logarithms: [usize; 256],
}

fn field() -> &'static Field {
    static FIELD: std::sync::OnceLock<Field> = std::sync::OnceLock::new();
    FIELD.get_or_init(|| {
        let mut field = Field { powers: [0; 510], logarithms: [0; 256] };
        let mut value = 1_usize;
        for power in 0..255 {
            field.powers[power] = value as u8;
            field.powers[power + 255] = value as u8;
            field.logarithms[value] = power;
            value <<= 1;
            if value > 255 {
                value ^= 0x11D;
            }
        }
        field
    })
}

impl Field {
    fn times(&self, a: u8, b: u8) -> u8 {
        if a == 0 || b == 0 { 0 } else { self.powers[self.logarithms[usize::from(a)] + self.logarithms[usize::from(b)]] }
    }

    /// One divided by a value that is not 0.
    fn inverse(&self, a: u8) -> u8 {
        self.powers[255 - self.logarithms[usize::from(a)]]
    }

    /// 2 to a power.
    fn power(&self, exponent: usize) -> u8 {
        self.powers[exponent % 255]
    }

    /// The value of a polynomial, the constant first.
    fn value(&self, polynomial: &[u8], x: u8) -> u8 {
        polynomial.iter().rev().fold(0, |sum, &factor| self.times(sum, x) ^ factor)
    }

    fn product(&self, a: &[u8], b: &[u8]) -> Vec<u8> {
        let mut out = vec![0; a.len() + b.len() - 1];
        for (i, &a) in a.iter().enumerate() {
            for (j, &b) in b.iter().enumerate() {
                out[i + j] ^= self.times(a, b);
            }
        }
        out
    }
}

/// The block with its errors corrected: as many unknown places and twice as many other errors as there are
/// checks. `None` where there are more.
pub(super) fn correct(block: &[u8], checks: usize, unknown: &[usize]) -> Option<Vec<u8>> {
    let field = field();
    let length = block.len();
    if length > 255 || checks == 0 || checks >= length || unknown.len() > checks {
        return None;
    }
    // The first byte has the highest power.
    let syndromes = |block: &[u8]| -> Vec<u8> {
        (0..checks).map(|root| block.iter().fold(0, |sum, &byte| field.times(sum, field.power(root)) ^ byte)).collect()
    };
    let found = syndromes(block);
    if found.iter().all(|&syndrome| syndrome == 0) {
        return Some(block.to_vec());
    }
    // The polynomial that is zero at the unknown places, then Berlekamp and Massey's steps for the other errors.
    let mut locator = vec![1_u8];
    for &place in unknown {
        locator = field.product(&locator, &[1, field.power(length - 1 - place)]);
    }
    let mut previous = locator.clone();
    let mut errors = unknown.len();
    for step in unknown.len()..checks {
        let mut off = found[step];
        for (index, &factor) in locator.iter().enumerate().skip(1) {
            if index <= step {
                off ^= field.times(factor, found[step - index]);
            }
        }
        previous.insert(0, 0);
        if off == 0 {
            continue;
        }
        let mut next = locator.clone();
        next.resize(next.len().max(previous.len()), 0);
        for (factor, &more) in next.iter_mut().zip(&previous) {
            *factor ^= field.times(off, more);
        }
        if 2 * errors <= step + unknown.len() {
            errors = step + 1 + unknown.len() - errors;
            let scale = field.inverse(off);
            previous = locator.iter().map(|&factor| field.times(factor, scale)).collect();
        }
        locator = next;
    }
    while locator.last() == Some(&0) {
        locator.pop();
    }
    let degree = locator.len() - 1;
    if degree == 0 || 2 * degree > checks + unknown.len() {
        return None;
    }
    // Where the errors are, and by Forney's rule what they are.
    let mut evaluator = field.product(&found, &locator);
    evaluator.truncate(checks);
    let derivative: Vec<u8> = locator.iter().enumerate().skip(1).map(|(index, &factor)| if index % 2 == 1 { factor } else { 0 }).collect();
    let mut out = block.to_vec();
    let mut roots = 0;
    for (place, byte) in out.iter_mut().enumerate() {
        let power = length - 1 - place;
        let root = field.power(255 - power % 255);
        if field.value(&locator, root) != 0 {
            continue;
        }
        roots += 1;
        let below = field.value(&derivative, root);
        if below == 0 {
            return None;
        }
        let error = field.times(field.value(&evaluator, root), field.inverse(below));
        *byte ^= field.times(error, field.power(power));
    }
    (roots == degree && syndromes(&out).iter().all(|&syndrome| syndrome == 0)).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A block whose checks are right: any bytes, with checks that make every syndrome zero.
    fn block(data: &[u8], checks: usize) -> Vec<u8> {
        // Unknown places that stand where the checks belong are found by the correction itself.
        let mut block = data.to_vec();
        block.resize(data.len() + checks, 0);
        let places: Vec<usize> = (data.len()..block.len()).collect();
        correct(&block, checks, &places).unwrap()
    }

    #[test]
    fn half_as_many_errors_as_checks_are_corrected() {
        let right = block(b"A9990000071 and more", 10);
        let mut wrong = right.clone();
        for place in [0, 3, 7, 19, 25] {
            wrong[place] ^= 0x5A;
        }
        assert_eq!(correct(&wrong, 10, &[]), Some(right));
    }

    #[test]
    fn unknown_places_cost_half_of_what_errors_cost() {
        let right = block(b"A9990000071 and more", 10);
        let mut wrong = right.clone();
        for place in [0, 3, 7, 19, 25, 26, 1, 2] {
            wrong[place] ^= 0x11;
        }
        assert_eq!(correct(&wrong, 10, &[]), None);
        assert_eq!(correct(&wrong, 10, &[0, 3, 7, 19, 25, 26]), Some(right));
    }

    #[test]
    fn the_well_known_generator_of_seven_checks_divides_what_is_made() {
        // x^7 + a^87 x^6 + a^229 x^5 + a^146 x^4 + a^149 x^3 + a^238 x^2 + a^102 x + a^21, from the standard.
        let powers = [87, 229, 146, 149, 238, 102, 21].map(|power| field().power(power));
        assert_eq!(block(&[1], 7)[1..], powers);
    }
}
