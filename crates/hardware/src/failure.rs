//! Why a case failed, in words for who reads the guest's report.

use std::io;

/// Why a case failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Something else came than should have, or nothing.
    #[error("{0}")]
    Otherwise(String),
    /// The system refused something that the case needs.
    #[error("{what}: {source}")]
    System {
        /// What was tried.
        what: String,
        /// What the system said.
        source: io::Error,
    },
}

/// Says what was tried where the system refuses it: `.map_err(trying("read /dev/x"))`.
pub(crate) fn trying(what: impl Into<String>) -> impl FnOnce(io::Error) -> Failure {
    let what = what.into();
    move |source| Failure::System { what, source }
}

/// Fails with these words, unless `is_so`.
pub(crate) fn claim(is_so: bool, otherwise: impl FnOnce() -> String) -> Result<(), Failure> {
    if is_so { Ok(()) } else { Err(Failure::Otherwise(otherwise())) }
}
