//! What a clerk typed or a reader read, before it is known what it is: it may be a card
//! number, so its `Debug` tells only how long it is.

use std::fmt;
use std::ops::Deref;

/// A text that may hold a card number.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Typed(pub String);

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Typed({} characters)", self.0.chars().count())
    }
}

impl Deref for Typed {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Typed {
    fn from(text: String) -> Self {
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_number_does_not_get_into_a_log() {
        let shown = format!("{:?}", Typed("A9990000071".to_owned()));
        assert_eq!(shown, "Typed(11 characters)");
    }
}
