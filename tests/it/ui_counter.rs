//! The counter end to end, without a display: real key events at the root widget, a real
//! station with its embedded service, what is on the disk afterwards. No message is injected.

use crate::harness::keyboard::Named;
use crate::harness::station::{Counter, counter};
use kaikuasema::locale::Language;
use kaikuasema_store::{RecordedUsage, UsageFilter};
use std::time::Duration;

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// The records of a card that were made at this station today.
fn records(counter: &Counter, card: &str) -> Vec<RecordedUsage> {
    let filter = UsageFilter { card: Some(card.parse().unwrap()), ..UsageFilter::default() };
    let since = kaikuasema_domain::civil::start_of_day(counter.station.today());
    block_on(counter.station.records(UsageFilter { recorded_from: Some(since), ..filter })).unwrap()
}

#[test]
fn a_scan_and_one_key_record_a_use() {
    let mut counter = counter(Language::Fi);
    let window = &mut counter.window;
    window.scans("A9990000071");
    window.wait_for("Kortti kelpaa");
    assert!(window.is_focused("save"));
    window.pause(Duration::from_millis(500));
    window.press(Named::Enter);
    window.wait_for("Tallennettu: A9990000071");
    assert!(window.is_focused("number"));
    assert_eq!(records(&counter, "A9990000071").len(), 1);
}
