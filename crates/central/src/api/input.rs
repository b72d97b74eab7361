//! Reading requests, with the service's own errors for what is wrong with them.

use super::problem::ApiError;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Path, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use kaikuasema_domain::VenueId;
use kaikuasema_domain::api::ProblemCode;
use serde::de::DeserializeOwned;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// A whole body of JSON.
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection: BytesRejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                ApiError::too_large("the body is larger than the service takes")
            } else {
                ApiError::bad_request("the body broke off")
            }
        })?;
        serde_json::from_slice(&bytes).map(Self).map_err(|_| ApiError::bad_request("the body is not what the contract says"))
    }
}

/// The venue in the path.
pub(crate) struct VenueInPath(pub(crate) VenueId);

impl<S: Send + Sync> FromRequestParts<S> for VenueInPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Path::<VenueId>::from_request_parts(parts, state).await {
            Ok(Path(venue)) => Ok(Self(venue)),
            Err(_) => Err(ApiError::new(StatusCode::NOT_FOUND, ProblemCode::NotFound, "there is no such venue")),
        }
    }
}

/// Where a request comes from, for limits on tries.
pub(crate) struct Address(pub(crate) IpAddr);

impl FromRequestParts<crate::Central> for Address {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, central: &crate::Central) -> Result<Self, Self::Rejection> {
        // A proxy in front appends the address that it saw; whatever stands before that anyone can write.
        let forwarded = || {
            let header = parts.headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
            header.rsplit(',').next()?.trim().parse().ok()
        };
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let address = if central.is_behind_proxy() { forwarded().or(peer) } else { peer };
        // Without a connection (a router called in the process) everyone counts as one.
        Ok(Self(network(address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)))))
    }
}

/// What counts as one caller: an IPv4 address, or the network of 64 bits in which every host
/// has as many IPv6 addresses as it likes.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_addresses_of_one_host_count_as_one() {
        let network = |text: &str| network(text.parse().unwrap());
        assert_eq!(network("2001:db8:1:2::3"), network("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(network("2001:db8:1:2::3"), network("2001:db8:1:3::3"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
    }
}
