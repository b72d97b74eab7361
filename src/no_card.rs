//! What was read or typed and is no card, and what is said of it wherever cards are read: most is malformed; the test
//! card of the set-up check shows that the reader works, or how it does not.

use crate::error_text;
use crate::locale::Locale;
use crate::readers::test_card::TestCard;
use crate::say;
use crate::ui::icon::Icon;
use crate::ui::verdict_panel::Words;
use kaikuasema_domain::CardNumberError;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoCard {
    /// The test card, and whether it was read rightly.
    TestCard {
        /// Not with Y and Z in each other's place.
        is_right: bool,
    },
    /// No card's number.
    Malformed(CardNumberError),
}

impl NoCard {
    /// What a text is that is no card number, for this reason.
    #[must_use]
    pub fn of(text: &str, error: CardNumberError) -> Self {
        let card = TestCard::of(text);
        if card.is_right() || card.is_swapped() { Self::TestCard { is_right: card.is_right() } } else { Self::Malformed(error) }
    }

    /// What is said of it, large.
    #[must_use]
    pub fn words(&self, locale: &Locale) -> (Icon, Words) {
        let (icon, headline, detail) = match self {
            Self::TestCard { is_right: true } => (Icon::ScanBarcode, say!(locale, "test-card-read"), say!(locale, "test-card-read-right")),
            Self::TestCard { is_right: false } => {
                (Icon::ScanBarcode, say!(locale, "test-card-read"), say!(locale, "test-card-read-swapped"))
            }
            Self::Malformed(error) => (Icon::CircleAlert, say!(locale, "malformed"), error_text::card_number(error, locale)),
        };
        (icon, Words { headline, detail, number: String::new(), kind: String::new() })
    }

    /// What is to be done.
    #[must_use]
    pub fn what_to_do(&self, locale: &Locale) -> String {
        match self {
            Self::TestCard { is_right: true } => say!(locale, "test-card-read-next"),
            Self::TestCard { is_right: false } => say!(locale, "test-card-read-check"),
            Self::Malformed(_) => say!(locale, "malformed-rule"),
        }
    }
}
