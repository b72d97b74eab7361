//! Tests of which readers are started, stopped and told.

use super::*;
use proptest::prelude::*;

const BACKOFF: Backoff = Backoff { first: Duration::from_millis(250), most: Duration::from_secs(10) };

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn found(kind: Kind, path: &str, id: &str) -> Found {
    let reader = Reader { id: ReaderId(id.into()), kind, name: "A reader".into(), usb: None, node: path.into(), is_likely: true };
    Found { reader, path: path.into(), is_read_unasked: kind != Kind::Keyboard }
}

fn scanner(path: &str, id: &str) -> Found {
    found(Kind::HidPos, path, id)
}

fn roster() -> Roster {
    Roster::new(Settings::default(), true, BACKOFF)
}

fn chosen(id: &str) -> Settings {
    Settings { profiles: vec![Profile { reader: ReaderId(id.into()), ..Profile::default() }], ..Settings::default() }
}

/// The acts in short, for comparing.
fn short(acts: &[Act]) -> Vec<String> {
    acts.iter()
        .map(|act| match act {
            Act::Start { key, run, found, .. } => format!("start {run} {} {}", key.1, found.reader.id),
            Act::Stop { run } => format!("stop {run}"),
            Act::Tell(reader, State::Blocked { .. }) => format!("{} blocked", reader.id),
            Act::Tell(reader, state) => format!("{} {state:?}", reader.id),
            Act::Look => "look".into(),
        })
        .collect()
}

fn forbidden() -> Ended {
    Ended::Blocked(Obstacle::NoPermission)
}

fn in_use() -> Ended {
    Ended::Blocked(Obstacle::InUse)
}

#[test]
fn a_reader_that_is_plugged_in_is_started_once() {
    let (mut roster, now) = (roster(), Instant::now());
    let found = vec![scanner("hidraw0", "a")];
    assert_eq!(short(&roster.listed(Kind::HidPos, found.clone(), now)), ["start 1 hidraw0 a"]);
    assert!(roster.listed(Kind::HidPos, found, now).is_empty());
    assert!(roster.tick(now).is_empty());
    assert_eq!(roster.due(), None, "nothing is to be done while all is well");
}

#[test]
fn one_that_is_unplugged_is_told_gone_once_whoever_notices_first() {
    // Its thread does.
    let (mut driver_first, now) = (roster(), Instant::now());
    driver_first.listed(Kind::HidPos, vec![scanner("hidraw0", "a")], now);
    assert_eq!(short(&driver_first.ended(1, Ended::Unplugged, true, now)), ["a Gone", "look"]);
    assert!(driver_first.listed(Kind::HidPos, vec![], now).is_empty());
    assert_eq!(driver_first.due(), None);
    // The list does.
    let mut list_first = roster();
    list_first.listed(Kind::HidPos, vec![scanner("hidraw0", "a")], now);
    assert_eq!(short(&list_first.listed(Kind::HidPos, vec![], now)), ["stop 1"]);
    assert_eq!(short(&list_first.ended(1, Ended::Stopped, true, now)), ["a Gone", "look"]);
}

#[test]
fn one_whose_thread_hangs_is_told_gone_after_a_second() {
    let (mut roster, now) = (roster(), Instant::now());
    roster.listed(Kind::HidPos, vec![scanner("hidraw0", "a")], now);
    roster.listed(Kind::HidPos, vec![], now);
    assert_eq!(roster.due(), Some(now + GRACE));
    assert!(roster.tick(now + GRACE - ms(1)).is_empty());
    assert_eq!(short(&roster.tick(now + GRACE)), ["a Gone", "look"]);
    assert!(roster.ended(1, Ended::Stopped, true, now + GRACE).is_empty(), "an end that comes later is nobody's");
}

#[test]
fn plugged_in_again_at_another_node_it_is_the_same_reader() {
    let (mut roster, now) = (roster(), Instant::now());
    roster.listed(Kind::HidPos, vec![scanner("hidraw0", "a")], now);
    assert_eq!(short(&roster.listed(Kind::HidPos, vec![scanner("hidraw1", "a")], now)), ["stop 1"], "the old one lets go first");
    assert_eq!(short(&roster.ended(1, Ended::Unplugged, true, now)), ["a Gone", "look"]);
    assert_eq!(short(&roster.listed(Kind::HidPos, vec![scanner("hidraw1", "a")], now)), ["start 2 hidraw1 a"]);
}

#[test]
fn plugged_in_again_at_the_same_node_between_two_looks_it_is_opened_again() {
    let (mut roster, now) = (roster(), Instant::now());
    roster.listed(Kind::HidPos, vec![scanner("hidraw0", "a")], now);
    assert_eq!(short(&roster.ended(1, Ended::Unplugged, true, now)), ["a Gone", "look"]);
    assert!(roster.listed(Kind::HidPos, vec![scanner("hidraw0", "a")], now).is_empty(), "not at once");
    let retry = roster.due().unwrap();
    assert!(retry <= now + ms(300));
    assert_eq!(short(&roster.tick(retry)), ["start 2 hidraw0 a"]);
}

#[test]
fn another_reader_at_the_same_node_between_two_looks_is_another_reader() {
    let (mut roster, now) = (roster(), Instant::now());
    roster.listed(Kind::HidPos, vec![scanner("hidraw0", "a")], now);
    assert_eq!(short(&roster.listed(Kind::HidPos, vec![scanner("hidraw0", "b")], now)), ["stop 1", "look"]);
    assert_eq!(short(&roster.ended(1, Ended::Unplugged, true, now)), ["a Gone", "look"]);
    assert_eq!(short(&roster.listed(Kind::HidPos, vec![scanner("hidraw0", "b")], now)), ["start 2 hidraw0 b"]);
}

#[test]
fn two_that_cannot_be_told_apart_are_twins() {
    let (mut roster, now) = (roster(), Instant::now());
    let both = vec![scanner("hidraw0", "a"), scanner("hidraw1", "a")];
    assert_eq!(short(&roster.listed(Kind::HidPos, both.clone(), now)), ["start 1 hidraw0 a", "start 2 hidraw1 a#2"]);
    assert!(roster.listed(Kind::HidPos, both, now).is_empty());
    assert_eq!(short(&roster.listed(Kind::HidPos, vec![scanner("hidraw1", "a")], now)), ["stop 1"]);
    assert_eq!(short(&roster.ended(1, Ended::Unplugged, true, now)), ["a Gone", "look"]);
    let back = vec![scanner("hidraw1", "a"), scanner("hidraw2", "a")];
    assert_eq!(short(&roster.listed(Kind::HidPos, back, now)), ["start 3 hidraw2 a"], "the other keeps its id");
}

#[test]
fn one_that_cannot_be_read_is_told_once_and_tried_again_ever_more_seldom() {
    let (mut roster, mut now) = (roster(), Instant::now());
    roster.listed(Kind::HidPos, vec![scanner("hidraw0", "a")], now);
    assert_eq!(short(&roster.ended(1, in_use(), false, now)), ["a blocked"]);
    let mut waits = Vec::new();
    for run in 2..12 {
        let retry = roster.due().unwrap();
        waits.push(retry.duration_since(now));
        assert!(roster.tick(retry - ms(1)).is_empty());
        assert_eq!(short(&roster.tick(retry)), [format!("start {run} hidraw0 a")]);
        now = retry;
        assert!(roster.ended(run, in_use(), false, now).is_empty(), "the same is not told again");
    }
    assert!(waits[0] >= ms(200) && waits[0] <= ms(300), "{waits:?}");
    assert!(waits[3] >= ms(1_600) && waits[3] <= ms(2_400), "{waits:?}");
    assert!(waits.iter().all(|wait| *wait <= ms(12_000)), "{waits:?}");
}

#[test]
fn once_it_can_be_read_it_is_and_what_failed_is_forgotten_when_it_proved_itself() {
    let (mut roster, now) = (roster(), Instant::now());
    roster.listed(Kind::HidPos, vec![scanner("hidraw0", "a")], now);
    roster.ended(1, in_use(), false, now);
    let retry = roster.due().unwrap();
    roster.tick(retry);
    let later = retry + PROVEN;
    assert_eq!(short(&roster.ended(2, in_use(), true, later)), ["a blocked"], "it was ready in between");
    assert!(roster.due().unwrap() <= later + ms(300));
}

#[test]
fn one_that_comes_and_goes_at_once_is_not_opened_at_every_turn() {
    let (mut roster, mut now) = (roster(), Instant::now());
    let found = vec![scanner("hidraw0", "a")];
    let mut started = roster.listed(Kind::HidPos, found.clone(), now).len();
    let end = now + Duration::from_secs(10);
    for run in 1..1_000 {
        roster.ended(run, Ended::Unplugged, true, now);
        now = roster.due().unwrap();
        if now > end {
            break;
        }
        roster.listed(Kind::HidPos, found.clone(), now);
        started += 1;
    }
    assert!(started <= 8, "{started} times in ten seconds");
}

#[test]
fn a_permission_that_was_given_is_tried_at_once() {
    let (mut roster, now) = (roster(), Instant::now());
    roster.listed(Kind::HidPos, vec![scanner("hidraw0", "a"), scanner("hidraw1", "b")], now);
    for _ in 0..9 {
        let acts = roster.tick(now + Duration::from_secs(100));
        drop(acts);
        for run in 1..40 {
            roster.ended(run, forbidden(), false, now + RIGHTS);
        }
    }
    assert!(roster.due().unwrap() > now + ms(5_000));
    roster.changed(now);
    assert_eq!(roster.due(), Some(now));
    assert_eq!(roster.tick(now).len(), 2);
}

#[test]
fn rights_that_are_set_late_are_never_told_as_missing() {
    let (mut roster, now) = (roster(), Instant::now());
    roster.listed(Kind::HidPos, vec![scanner("hidraw0", "a")], now);
    for run in 1..=8 {
        let at = now + RIGHTS_RETRY * u32::try_from(run).unwrap();
        assert_eq!(short(&roster.ended(run, forbidden(), false, at)), [""; 0], "{run}");
        assert_eq!(roster.due(), Some(at + RIGHTS_RETRY));
        assert_eq!(short(&roster.tick(at + RIGHTS_RETRY)), [format!("start {} hidraw0 a", run + 1)]);
    }
    // A change of the node is tried at once.
    roster.ended(9, forbidden(), false, now + ms(1_900));
    roster.changed(now + ms(1_910));
    assert_eq!(short(&roster.tick(now + ms(1_910))), ["start 10 hidraw0 a"]);
    assert!(roster.ended(10, Ended::Stopped, true, now + ms(9_000)).iter().all(|act| !matches!(act, Act::Tell(..))));
}

#[test]
fn rights_that_never_come_are_told_as_missing_after_two_seconds_and_once() {
    let (mut roster, now) = (roster(), Instant::now());
    roster.listed(Kind::HidPos, vec![scanner("hidraw0", "a")], now);
    assert!(roster.ended(1, forbidden(), false, now + ms(10)).is_empty());
    roster.tick(now + RIGHTS);
    assert_eq!(short(&roster.ended(2, forbidden(), false, now + RIGHTS)), ["a blocked"]);
    roster.tick(roster.due().unwrap());
    assert!(roster.ended(3, forbidden(), false, now + RIGHTS * 2).is_empty());
    // Plugged in again between two looks, its rights are late again.
    roster.tick(now + RIGHTS * 9);
    assert_eq!(short(&roster.ended(4, Ended::Unplugged, true, now + RIGHTS * 9)), ["a Gone", "look"]);
    roster.tick(roster.due().unwrap());
    assert!(roster.ended(5, forbidden(), false, now + RIGHTS * 9 + ms(500)).is_empty());
}

#[test]
fn a_permission_that_is_taken_from_a_reader_that_works_is_told_at_once() {
    let (mut roster, now) = (roster(), Instant::now());
    roster.listed(Kind::HidPos, vec![scanner("hidraw0", "a")], now);
    assert_eq!(short(&roster.ended(1, forbidden(), true, now + ms(500))), ["a blocked"]);
}

#[test]
fn a_keyboard_is_read_only_when_chosen_and_only_with_the_focus() {
    let (mut roster, now) = (roster(), Instant::now());
    let keyboard = vec![found(Kind::Keyboard, "event3", "k")];
    assert_eq!(short(&roster.listed(Kind::Keyboard, keyboard, now)), ["k Idle"]);
    assert_eq!(short(&roster.want(chosen("k"), false, now)), [""; 0]);
    assert_eq!(short(&roster.want(chosen("k"), true, now)), ["start 1 event3 k"]);
    assert_eq!(short(&roster.want(chosen("k"), false, now)), ["stop 1"]);
    assert_eq!(short(&roster.ended(1, Ended::Stopped, true, now)), ["k Idle"]);
    assert_eq!(short(&roster.want(chosen("k"), true, now)), ["start 2 event3 k"]);
    assert_eq!(short(&roster.want(Settings::default(), true, now)), ["stop 2"]);
}

#[test]
fn the_focus_back_before_its_thread_ended_starts_it_again() {
    let (mut roster, now) = (roster(), Instant::now());
    roster.listed(Kind::Keyboard, vec![found(Kind::Keyboard, "event3", "k")], now);
    roster.want(chosen("k"), true, now);
    roster.want(chosen("k"), false, now);
    assert!(roster.want(chosen("k"), true, now).is_empty());
    assert_eq!(short(&roster.ended(1, Ended::Stopped, true, now)), ["start 2 event3 k"]);
}

#[test]
fn a_reader_that_was_set_aside_is_not_read() {
    let (mut roster, now) = (roster(), Instant::now());
    roster.listed(Kind::HidPos, vec![scanner("hidraw0", "a")], now);
    let mut settings = chosen("a");
    settings.profiles[0].is_used = false;
    assert_eq!(short(&roster.want(settings, true, now)), ["stop 1"]);
    assert_eq!(short(&roster.ended(1, Ended::Stopped, true, now)), ["a Idle"]);
    assert_eq!(roster.due(), None);
}

#[test]
fn another_profile_opens_it_anew_and_the_same_one_does_not() {
    let (mut roster, now) = (roster(), Instant::now());
    roster.listed(Kind::HidPos, vec![scanner("hidraw0", "a")], now);
    let mut settings = chosen("a");
    settings.profiles[0].sends_check_character = true;
    assert_eq!(short(&roster.want(settings.clone(), true, now)), ["stop 1"]);
    assert_eq!(short(&roster.ended(1, Ended::Stopped, true, now)), ["start 2 hidraw0 a"]);
    settings.camera.focus = Some(3);
    assert!(roster.want(settings, true, now).is_empty(), "what concerns others leaves it alone");
}

#[test]
fn a_twin_has_the_profile_of_its_first_unless_it_has_its_own() {
    let (mut roster, now) = (roster(), Instant::now());
    let mut settings = chosen("a");
    settings.profiles[0].is_used = false;
    roster.want(settings, true, now);
    let acts = roster.listed(Kind::HidPos, vec![scanner("hidraw0", "a"), scanner("hidraw1", "a")], now);
    assert_eq!(short(&acts), ["a Idle", "a#2 Idle"]);
}

#[derive(Clone, Debug)]
enum Step {
    List(Vec<(u8, u8)>),
    End(u64, u8, bool),
    Focus(bool),
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        proptest::collection::vec((0_u8..4, 0_u8..3), 0..5).prop_map(Step::List),
        (1_u64..40, 0_u8..4, any::<bool>()).prop_map(|(run, how, was_ready)| Step::End(run, how, was_ready)),
        any::<bool>().prop_map(Step::Focus),
        (0_u64..12_000).prop_map(Step::Wait),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_no_place_is_read_twice_and_every_reader_that_stood_is_told_gone(
        steps in proptest::collection::vec(step(), 0..60)
    ) {
        let (mut roster, mut now) = (roster(), Instant::now());
        let mut running: BTreeMap<u64, Key> = BTreeMap::new();
        let mut standing: BTreeMap<String, State> = BTreeMap::new();
        let mut last = Vec::new();
        for step in steps.into_iter().chain([Step::List(vec![]), Step::Wait(2_000)]) {
            let acts = match step {
                Step::List(places) => {
                    let mut seen = BTreeSet::new();
                    last = places.into_iter().filter(|(place, _)| seen.insert(*place)).collect();
                    let found = last.iter().map(|(place, id): &(u8, u8)| scanner(&format!("hidraw{place}"), &format!("r{id}")));
                    roster.listed(Kind::HidPos, found.collect(), now)
                }
                Step::End(run, how, was_ready) => {
                    running.remove(&run);
                    let ended = [Ended::Unplugged, in_use(), Ended::Stopped, Ended::Blocked(Obstacle::Stalled)][usize::from(how)].clone();
                    roster.ended(run, ended, was_ready, now)
                }
                Step::Focus(is_focused) => roster.want(Settings::default(), is_focused, now),
                Step::Wait(time) => {
                    now += ms(time);
                    roster.tick(now)
                }
            };
            for act in acts {
                match act {
                    Act::Start { key, run, .. } => {
                        // A thread that hangs beyond its grace is given up.
                        running.retain(|_, other| *other != key);
                        prop_assert!(running.insert(run, key).is_none());
                    }
                    Act::Stop { run } => { prop_assert!(run <= 10_000); }
                    Act::Tell(reader, state) => { standing.insert(reader.id.0, state); }
                    Act::Look => {}
                }
            }
            prop_assert!(roster.entries.values().filter(|entry| entry.left_at.is_none()).count() <= last.len());
        }
        prop_assert!(standing.values().all(|state| *state == State::Gone), "{standing:?}");
        prop_assert!(roster.entries.is_empty());
    }
}
