//! Certificates made for a run over real sockets: a good one, one of another host, and one that has expired.

use crate::wrong::Checked;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, KeyUsagePurpose, date_time_ymd};
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// The host that stations ask for.
pub const HOST: &str = "kaiku.invalid";

/// An authority that stations of a run trust, and what it signed.
#[derive(Clone)]
pub struct Certificates {
    /// The authority's own certificate, in DER.
    pub authority: Vec<u8>,
    /// Ends TLS as the service does.
    pub good: TlsAcceptor,
    /// Ends TLS as another host does.
    pub wrong_name: TlsAcceptor,
    /// Ends TLS with a certificate of some years ago.
    pub expired: TlsAcceptor,
}

impl std::fmt::Debug for Certificates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Certificates")
    }
}

impl Certificates {
    /// Makes them.
    ///
    /// # Errors
    /// When one cannot be signed.
    pub fn make() -> Checked<Self> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let authority = params.self_signed(&key)?.der().to_vec();
        let issuer = Issuer::new(params, key);
        Ok(Self {
            authority,
            good: signed(&issuer, HOST, 2199)?,
            wrong_name: signed(&issuer, "hotelli.invalid", 2199)?,
            expired: signed(&issuer, HOST, 2025)?,
        })
    }
}

/// A certificate that is good to the end of January of a year.
fn signed(issuer: &Issuer<'_, KeyPair>, host: &str, until: i32) -> Checked<TlsAcceptor> {
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::new(vec![host.to_owned()])?;
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(until, 1, 31);
    let certificate = params.signed_by(&key, issuer)?.der().clone();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
