//! Folding of names for searching and for telling whether two are the same (R49, R175, R199).

/// A name folded for comparison: lower case, outer spaces dropped, inner runs of
/// white space made one space. `Ä` equals `ä`, but not `a`: å, ä and ö are letters
/// of their own in Finnish and Swedish.
#[must_use]
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

/// Whether the name *contains* the typed text, not only starts with it (R49).
#[must_use]
pub fn contains(name: &str, typed: &str) -> bool {
    fold(name).contains(&fold(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_any_part_of_it_in_any_case() {
        assert!(contains("Peppi Pitkätossu karkuteillä", "PITKÄ"));
        assert!(contains("Peppi Pitkätossu karkuteillä", "  tossu   kark "));
        assert!(contains("Kesäyön uni", ""));
        assert!(!contains("Kesäyön uni", "kesayon"));
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for name in ["Ä  Ö", "İstanbul", "STRASSE ẞ", " a\u{a0}b "] {
            assert_eq!(fold(&fold(name)), fold(name), "{name}");
        }
    }
}
