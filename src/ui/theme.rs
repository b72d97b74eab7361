//! The colours of the window as named tokens, light, dark and high in contrast.
//!
//! Colour never speaks alone: every state has an icon and words too. Text on its
//! ground is at least 7 : 1 (WCAG AAA), which a test here holds.

use iced::{Color, Theme, color};

/// Which set of colours is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Look {
    /// Dark text on light grounds.
    #[default]
    Light,
    /// Light text on dark grounds.
    Dark,
    /// Pure colours on black, for low vision.
    HighContrast,
}

impl Look {
    /// Every look, in the order in which the switch goes through them.
    pub const ALL: [Look; 3] = [Look::Light, Look::Dark, Look::HighContrast];

    /// Its colours.
    #[must_use]
    pub fn tokens(self) -> &'static Tokens {
        match self {
            Look::Light => &LIGHT,
            Look::Dark => &DARK,
            Look::HighContrast => &HIGH_CONTRAST,
        }
    }

    /// The look that the switch goes to from this one.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Look::Light => Look::Dark,
            Look::Dark => Look::HighContrast,
            Look::HighContrast => Look::Light,
        }
    }

    /// Its name in the settings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Look::Light => "light",
            Look::Dark => "dark",
            Look::HighContrast => "high-contrast",
        }
    }

    /// The look of a name in the settings.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|look| look.name() == name)
    }

    /// The toolkit's theme for what has no style of its own.
    #[must_use]
    pub fn theme(self) -> Theme {
        let tokens = self.tokens();
        let palette = iced::theme::Palette {
            background: tokens.background,
            text: tokens.ink,
            primary: tokens.primary,
            success: tokens.go.ink,
            warning: tokens.discretion.ink,
            danger: tokens.stop.ink,
        };
        Theme::custom(self.name(), palette)
    }
}

/// An ink and the ground it stands on; also the pair for a filled bar, turned round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tone {
    /// Words and icons.
    pub ink: Color,
    /// What is behind them.
    pub ground: Color,
}

/// The named colours of one look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tokens {
    /// Behind everything.
    pub background: Color,
    /// Cards, fields and bars.
    pub surface: Color,
    /// Lines around them.
    pub line: Color,
    /// Words.
    pub ink: Color,
    /// Words of less weight.
    pub muted: Color,
    /// The one thing to do, and where the focus is.
    pub primary: Color,
    /// Behind what is chosen.
    pub primary_tint: Color,
    /// Words on a ground filled with `primary` or with a tone's ink.
    pub on_filled: Color,
    /// Go: the card is good.
    pub go: Tone,
    /// Stop, and the notices that Kaikukanta shows on red.
    pub stop: Tone,
    /// At the clerk's discretion, and what waits.
    pub discretion: Tone,
    /// Not known, and plain facts.
    pub unknown: Tone,
}

const LIGHT: Tokens = Tokens {
    background: color!(0xF3F4F7),
    surface: color!(0xFFFFFF),
    line: color!(0xD3D8E2),
    ink: color!(0x12161D),
    muted: color!(0x4A5263),
    primary: color!(0x3B36A6),
    primary_tint: color!(0xECEBFA),
    on_filled: color!(0xFFFFFF),
    go: Tone { ink: color!(0x085B31), ground: color!(0xE1F3E7) },
    stop: Tone { ink: color!(0x9E0619), ground: color!(0xFCE6E8) },
    discretion: Tone { ink: color!(0x704400), ground: color!(0xFFF0D2) },
    unknown: Tone { ink: color!(0x2F3B4E), ground: color!(0xE7EBF1) },
};

const DARK: Tokens = Tokens {
    background: color!(0x0F1217),
    surface: color!(0x181D25),
    line: color!(0x323A48),
    ink: color!(0xF1F3F7),
    muted: color!(0xA9B2C3),
    primary: color!(0xA9A5FF),
    primary_tint: color!(0x1E2140),
    on_filled: color!(0x0F1217),
    go: Tone { ink: color!(0x7FE0A7), ground: color!(0x12301F) },
    stop: Tone { ink: color!(0xFF9AA5), ground: color!(0x3A151A) },
    discretion: Tone { ink: color!(0xFFCB73), ground: color!(0x362708) },
    unknown: Tone { ink: color!(0xC6D0E0), ground: color!(0x222A36) },
};

const HIGH_CONTRAST: Tokens = Tokens {
    background: color!(0x000000),
    surface: color!(0x000000),
    line: color!(0xFFFFFF),
    ink: color!(0xFFFFFF),
    muted: color!(0xFFFFFF),
    primary: color!(0xFFF04A),
    primary_tint: color!(0x2B2B00),
    on_filled: color!(0x000000),
    go: Tone { ink: color!(0x5CFF9D), ground: color!(0x002A12) },
    stop: Tone { ink: color!(0xFFB0B8), ground: color!(0x3A0008) },
    discretion: Tone { ink: color!(0xFFD166), ground: color!(0x2E1F00) },
    unknown: Tone { ink: color!(0xFFFFFF), ground: color!(0x1C1C1C) },
};

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: Color) -> f32 {
        let linear = color.into_linear();
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    fn contrast(a: Color, b: Color) -> f32 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_on_its_ground_is_at_least_seven_to_one() {
        for look in Look::ALL {
            let t = look.tokens();
            let mut pairs = vec![
                ("ink on background", t.ink, t.background),
                ("ink on surface", t.ink, t.surface),
                ("ink on tint", t.ink, t.primary_tint),
                ("muted on background", t.muted, t.background),
                ("muted on surface", t.muted, t.surface),
                ("primary on surface", t.primary, t.surface),
                ("primary on tint", t.primary, t.primary_tint),
                ("on primary", t.on_filled, t.primary),
            ];
            for (name, tone) in [("go", t.go), ("stop", t.stop), ("discretion", t.discretion), ("unknown", t.unknown)] {
                pairs.push((name, tone.ink, tone.ground));
                pairs.push((name, tone.ink, t.surface));
                pairs.push((name, t.on_filled, tone.ink));
                pairs.push((name, t.ink, tone.ground));
            }
            for (name, ink, ground) in pairs {
                let ratio = contrast(ink, ground);
                assert!(ratio >= 7.0, "{look:?}: {name} is {ratio:.2}");
            }
        }
    }

    #[test]
    fn the_switch_goes_through_every_look_and_back() {
        let mut look = Look::Light;
        for expected in [Look::Dark, Look::HighContrast, Look::Light] {
            look = look.next();
            assert_eq!(look, expected);
        }
    }
}
