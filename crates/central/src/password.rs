//! Passwords: kept as Argon2id, and compared in the same time whether the user exists or not.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

/// The shortest password, in characters.
pub(crate) const SHORTEST: usize = 8;
/// The longest password, in bytes: longer ones only cost time.
pub(crate) const LONGEST: usize = 1024;

/// What is wrong with a new password.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Shorter than eight characters.
    #[error("a password has at least {SHORTEST} characters")]
    TooShort,
    /// Longer than 1024 bytes.
    #[error("a password has at most {LONGEST} bytes")]
    TooLong,
    /// It could not be hashed.
    #[error("the password could not be hashed: {0}")]
    Hash(String),
}

/// Argon2id with 19 MiB and two passes, the crate's and OWASP's recommendation; written out,
/// so that a new version of the crate does not change it unnoticed.
fn argon2() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| PasswordError::Hash(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash of a new password, with a random salt, in the PHC string format.
///
/// # Errors
/// [`PasswordError`] when it is too short, too long or cannot be hashed.
pub(crate) fn hash(password: &str) -> Result<String, PasswordError> {
    if password.chars().count() < SHORTEST {
        return Err(PasswordError::TooShort);
    }
    if password.len() > LONGEST {
        return Err(PasswordError::TooLong);
    }
    let failed = |error: argon2::password_hash::Error| PasswordError::Hash(error.to_string());
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| PasswordError::Hash(error.to_string()))?;
    let salt = SaltString::encode_b64(&salt).map_err(failed)?;
    Ok(argon2()?.hash_password(password.as_bytes(), &salt).map_err(failed)?.to_string())
}

/// Whether the password is the one of a stored hash. With no stored hash it is compared
/// to one that nobody has, so that an unknown user costs the same time.
pub(crate) fn verify(password: &str, stored: Option<&str>) -> bool {
    const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cy1zYWx0LTAx$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    if password.len() > LONGEST {
        return false;
    }
    let Ok(hash) = PasswordHash::new(stored.unwrap_or(NOBODYS)) else { return false };
    // The parameters are the stored hash's own, so that older hashes keep verifying.
    let is_right = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
    is_right && stored.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[test]
    fn only_the_right_password_verifies() {
        let stored = hash("sala sana 1").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("sala sana 1", Some(&stored)));
        assert!(!verify("sala sana 2", Some(&stored)));
        assert!(!verify("", Some(&stored)));
        assert!(!verify("sala sana 1", None));
        assert!(!verify("sala sana 1", Some("not a hash")));
        assert!(!verify(&"x".repeat(LONGEST + 1), Some(&stored)));
    }

    #[test]
    fn a_password_too_short_or_too_long_is_refused() {
        assert!(matches!(hash("seitsem"), Err(PasswordError::TooShort)));
        assert!(matches!(hash(&"x".repeat(LONGEST + 1)), Err(PasswordError::TooLong)));
        assert!(hash("ääkköset").is_ok());
    }

    #[test]
    fn an_unknown_user_costs_as_much_time_as_a_wrong_password() {
        let stored = hash("sala sana 1").unwrap();
        let fastest = |stored: Option<&str>| {
            let once = || {
                let start = Instant::now();
                assert!(!verify("another password", stored));
                start.elapsed()
            };
            (0..5).map(|_| once()).min().unwrap().as_secs_f64()
        };
        let (wrong, unknown) = (fastest(Some(&stored)), fastest(None));
        assert!(unknown > wrong / 3.0 && unknown < wrong * 3.0, "{wrong} s and {unknown} s");
    }
}
