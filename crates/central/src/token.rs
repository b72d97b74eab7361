//! Tokens: what a caller shows instead of a password.
//!
//! A token is its kind, the id of what it belongs to, and a secret of 32 random bytes.
//! The id finds the row, so that the secret's hash can be compared in constant time.

use data_encoding::BASE64URL_NOPAD;
use kaikuasema_domain::api::Secret;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A clerk's short-lived token.
    Access,
    /// What a clerk's station gets the next access token with.
    Refresh,
    /// A station's own credential.
    Station,
}

impl Kind {
    fn prefix(self) -> &'static str {
        match self {
            Kind::Access => "ka",
            Kind::Refresh => "kr",
            Kind::Station => "ks",
        }
    }
}

/// A token as its caller shows it.
pub(crate) struct Shown {
    /// What it is for.
    pub(crate) kind: Kind,
    /// The access token, session or station that it belongs to.
    pub(crate) id: Uuid,
    hash: [u8; 32],
}

impl Shown {
    /// Reads a token; none where it cannot be one of this service's.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '.');
        let (prefix, id, secret) = (parts.next()?, parts.next()?, parts.next()?);
        let kind = [Kind::Access, Kind::Refresh, Kind::Station].into_iter().find(|kind| kind.prefix() == prefix)?;
        let id = Uuid::try_parse(id).ok()?;
        let secret = BASE64URL_NOPAD.decode(secret.as_bytes()).ok().filter(|secret| secret.len() == 32)?;
        Some(Self { kind, id, hash: Sha256::digest(&secret).into() })
    }

    /// Whether this is the token with that hash.
    pub(crate) fn is(&self, hash: &[u8; 32]) -> bool {
        self.hash.ct_eq(hash).into()
    }

    /// The hash of its secret.
    pub(crate) fn hash(&self) -> [u8; 32] {
        self.hash
    }
}

/// A token just made.
pub(crate) struct Made {
    /// What the caller gets, once.
    pub(crate) token: Secret,
    /// What is kept.
    pub(crate) hash: [u8; 32],
}

/// Makes a token of a kind for an id.
pub(crate) fn make(kind: Kind, id: Uuid) -> Result<Made, getrandom::Error> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret)?;
    let token = format!("{}.{}.{}", kind.prefix(), id.simple(), BASE64URL_NOPAD.encode(&secret));
    Ok(Made { token: Secret(token), hash: Sha256::digest(secret).into() })
}

/// A random id of a session or an access token.
pub(crate) fn random_id() -> Result<Uuid, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_recognised_by_its_hash_only() {
        let id = random_id().unwrap();
        let made = make(Kind::Station, id).unwrap();
        let shown = Shown::parse(&made.token.0).unwrap();
        assert_eq!((shown.kind, shown.id), (Kind::Station, id));
        assert!(shown.is(&made.hash));
        assert!(!shown.is(&make(Kind::Station, id).unwrap().hash));
    }

    #[test]
    fn what_is_no_token_is_none() {
        let id = Uuid::nil().simple();
        let texts = ["", ".", "..", "ka.x.y", "ka.00000000-0000-0000-0000-000000000000.", "zz.1.2", "ka.ä.ö", "ks..."];
        for text in texts.map(str::to_owned).into_iter().chain([format!("ka.{id}.AAAA"), format!("ka.{id}.{}", "A".repeat(4000))]) {
            assert!(Shown::parse(&text).is_none(), "{text}");
        }
    }
}
