//! Readers of cards that are no keyboard. None is driven yet: a scanner that types is caught by
//! the window itself.
