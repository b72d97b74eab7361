//! The station's own SQLite file: register copy, venue data, records, outbox, and the sealed black box beside it.
