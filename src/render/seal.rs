//! The seal: 64 rays round the version number, one per hexadecimal digit of the text's SHA-256.
//! A changed text has a visibly different seal. It is a glance, never the proof; the fingerprint stands beside it.

use std::f64::consts::TAU;
use std::fmt::Write;

/// Where the rays begin, in a square of 100 units.
const INNER: f64 = 27.0;

/// The path of the 64 rays for an SVG with `viewBox="0 0 100 100"`; under 2 KB. Ray `i` is `3 + 1.2 × digit` long and
/// stands at `i / 64` of the circle, clockwise from the top. Other characters than hexadecimal digits count as 0.
pub fn rays(text_sha256: &str) -> String {
    let mut path = String::with_capacity(1536);
    for (i, letter) in text_sha256.chars().take(64).enumerate() {
        let digit = f64::from(letter.to_digit(16).unwrap_or(0));
        let (sine, cosine) = (TAU * i as f64 / 64.0).sin_cos();
        let outer = INNER + 3.0 + 1.2 * digit;
        // Writing to a String cannot fail.
        let _ = write!(
            path,
            "M{:.1} {:.1}L{:.1} {:.1}",
            50.0 + INNER * sine,
            50.0 - INNER * cosine,
            50.0 + outer * sine,
            50.0 - outer * cosine
        );
    }
    path
}

/// The SHA-256 for reading: groups of four digits.
pub fn fingerprint(text_sha256: &str) -> String {
    let digits: Vec<char> = text_sha256.chars().collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The first four groups, for places with little room.
pub fn short_fingerprint(text_sha256: &str) -> String {
    fingerprint(text_sha256).chars().take(19).collect::<String>() + " …"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_has_64_rays_and_stays_small() {
        let path = rays(&"9f".repeat(32));
        assert_eq!(path.matches('M').count(), 64);
        assert!(path.len() < 2048, "{}", path.len());
        assert!(path.starts_with("M50.0 23.0L50.0 9.2"), "{path}");
    }

    #[test]
    fn another_text_has_another_seal() {
        let one = "0".repeat(64);
        let other = format!("1{}", "0".repeat(63));
        assert_ne!(rays(&one), rays(&other));
    }

    #[test]
    fn the_fingerprint_is_read_in_groups_of_four() {
        let digest = "314198cbc113802e".repeat(4);
        assert!(fingerprint(&digest).starts_with("3141 98cb c113 802e 3141"));
        assert_eq!(short_fingerprint(&digest), "3141 98cb c113 802e …");
    }
}
