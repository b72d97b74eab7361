//! The address of the central service: HTTPS, or plain HTTP to this machine only.

use reqwest::Url;
use std::fmt;
use std::net::IpAddr;

/// A checked base address, without a trailing slash.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(Url);

/// Why an address cannot be a service's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not a web address.
    #[error("not a web address")]
    NotAnAddress,
    /// Plain HTTP to another machine would show passwords and card numbers on the way.
    #[error("plain http is only for this machine")]
    NotSecure,
    /// A user name or password in the address.
    #[error("the address holds a user name or password")]
    HoldsSecrets,
}

impl Address {
    /// Reads an address as a person types it; `https://` is understood where no scheme is given.
    ///
    /// # Errors
    /// [`AddressError`] when it is none, or not secure.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        let with_scheme = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let mut url = Url::parse(&with_scheme).map_err(|_| AddressError::NotAnAddress)?;
        if url.host_str().is_none_or(str::is_empty) {
            return Err(AddressError::NotAnAddress);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressError::HoldsSecrets);
        }
        match url.scheme() {
            "https" => {}
            "http" if is_this_machine(&url) => {}
            "http" => return Err(AddressError::NotSecure),
            _ => return Err(AddressError::NotAnAddress),
        }
        url.set_query(None);
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// The address of one call, such as `v1/meta`.
    pub(crate) fn call(&self, path: &str) -> String {
        format!("{}/{path}", self.0.as_str().trim_end_matches('/'))
    }

    /// The host, for words to the clerk.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost") => true,
        Some(host) => host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()),
        None => false,
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_plain_http_only_on_this_machine() {
        for (typed, read) in [
            ("https://kaiku.example/api/", "https://kaiku.example/api"),
            (" kaiku.example ", "https://kaiku.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080/", "http://[::1]:8080"),
            ("http://localhost:1", "http://localhost:1"),
            ("https://kaiku.example/?a=b#c", "https://kaiku.example"),
        ] {
            assert_eq!(Address::parse(typed).map(|a| a.to_string()).as_deref(), Ok(read), "{typed}");
        }
        assert_eq!(Address::parse("https://kaiku.example/api/").unwrap().call("v1/meta"), "https://kaiku.example/api/v1/meta");
    }

    #[test]
    fn other_addresses_are_refused() {
        use AddressError::*;
        for (typed, error) in [
            ("http://kaiku.example", NotSecure),
            ("http://192.0.2.7", NotSecure),
            ("http://127.0.0.1.example", NotSecure),
            ("ftp://kaiku.example", NotAnAddress),
            ("", NotAnAddress),
            ("https://", NotAnAddress),
            ("https://a:b@kaiku.example", HoldsSecrets),
        ] {
            assert_eq!(Address::parse(typed), Err(error), "{typed}");
        }
    }
}
