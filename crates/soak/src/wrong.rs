//! What a schedule found wrong, in words.

use std::fmt;

/// What is wrong: with the product, or with the run itself.
pub struct Wrong(pub String);

/// What comes of a step.
pub type Checked<T> = Result<T, Wrong>;

impl Wrong {
    /// Something wrong, in words.
    pub fn of(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Any error on the way is something wrong: with all its causes.
impl<E: std::error::Error> From<E> for Wrong {
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(source) = cause {
            text = format!("{text}: {source}");
            cause = source.source();
        }
        Self(text)
    }
}
