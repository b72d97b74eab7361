//! Readers: whatever reads a card yields a [`Scan`].
