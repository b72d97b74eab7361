//! The camera with real processes and real pipes: what a camera, a driver and a decoder may do wrong, and what the
//! station makes of it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail as the test does")]

mod scene;

use kaikuasema_devices::camera::{Camera, CameraError, Event, Options, Patience, Program, list};
use kaikuasema_devices::{Camera as Chosen, Kind, Obstacle, Reader, ReaderId, Scan, State};
use scene::Scene;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::Receiver;

const A: &str = "A9990000071";
const B: &str = "A9990000109";
/// Longer than anything here takes on a busy machine.
const SURELY: Duration = Duration::from_secs(30);

/// Shorter than the station's, where the hanging itself is tried.
fn short_patience() -> Patience {
    Patience {
        silence: Duration::from_millis(2000),
        opening: Duration::from_millis(1500),
        first_frame: Duration::from_millis(1500),
        frame: Duration::from_millis(1500),
        blank: Duration::from_millis(1500),
        looking: Duration::from_millis(1500),
    }
}

/// A camera made of a folder, and what it tells.
struct Stage {
    folder: tempfile::TempDir,
    runtime: Runtime,
    patience: Patience,
    on: Option<(Camera, Receiver<Event>)>,
    told: Vec<Event>,
}

impl Stage {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        Self { folder: tempfile::tempdir().unwrap(), runtime, patience: Patience::default(), on: None, told: Vec::new() }
    }

    /// With a camera of this name that sees this.
    fn with(self, camera: &str, scenes: &[Scene]) -> Self {
        for (n, scene) in scenes.iter().enumerate() {
            scene.keep(&self.camera(camera), &format!("{n:03}"));
        }
        self
    }

    fn cameras(&self) -> PathBuf {
        self.folder.path().join("cameras")
    }

    fn camera(&self, name: &str) -> PathBuf {
        self.cameras().join(name)
    }

    fn mark(&self) -> PathBuf {
        self.folder.path().join("mark")
    }

    fn program(&self, fault: Option<&str>) -> Program {
        let program = Program { path: env!("CARGO_BIN_EXE_camera-worker-for-tests").into(), arguments: vec!["--camera-worker".into()] };
        let mut program = program.with_pictures(self.cameras());
        if let Some(fault) = fault {
            program.arguments.extend(["--fault".into(), fault.into(), self.mark().into()]);
        }
        program
    }

    fn start_as(&mut self, fault: Option<&str>, camera: Chosen) {
        self.on = Some(Camera::start(Options { program: self.program(fault), camera, patience: self.patience }).unwrap());
    }

    fn start(&mut self) {
        self.start_as(None, Chosen::default());
    }

    fn start_with(&mut self, fault: &str) {
        self.start_as(Some(fault), Chosen::default());
    }

    /// Waits until this is told; what came before it is kept in `told`.
    fn until<T>(&mut self, what: &str, pick: impl Fn(&Event) -> Option<T>) -> T {
        self.within(SURELY, &pick).unwrap_or_else(|| panic!("never told: {what}; told was {:?}", self.words()))
    }

    fn within<T>(&mut self, time: Duration, pick: impl Fn(&Event) -> Option<T>) -> Option<T> {
        let until = Instant::now() + time;
        let (_, events) = self.on.as_mut().unwrap();
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            match self.runtime.block_on(async { tokio::time::timeout(left, events.recv()).await }) {
                Ok(Some(event)) => {
                    let picked = pick(&event);
                    self.told.push(event);
                    if picked.is_some() {
                        return picked;
                    }
                }
                Ok(None) | Err(_) => return None,
            }
        }
        None
    }

    /// Everything told but pictures.
    fn words(&self) -> Vec<&Event> {
        self.told.iter().filter(|event| !matches!(event, Event::Picture(_))).collect()
    }

    fn until_stands(&mut self, name: &str, wanted: &State) -> Reader {
        let name = name.to_owned();
        self.until(&format!("{name} stands {wanted:?}"), |event| match event {
            Event::Stands(reader, state) if reader.name == name && state == wanted => Some(reader.clone()),
            _ => None,
        })
    }

    fn until_scanned(&mut self) -> Scan {
        self.until("a scan", scanned)
    }
}

fn scanned(event: &Event) -> Option<Scan> {
    match event {
        Event::Scanned(scan) => Some(scan.clone()),
        _ => None,
    }
}

fn blocked(obstacle: Obstacle) -> State {
    State::Blocked { obstacle }
}

/// A small picture with a card's QR code, quick to look at.
fn card(text: &str) -> Scene {
    Scene::empty(640, 360).qr(text, 200, 60, 6)
}

fn nothing() -> Scene {
    Scene::empty(640, 360)
}

/// The processes whose arguments hold this folder, this one apart.
fn processes_over(folder: &Path) -> Vec<u32> {
    let folder = folder.to_string_lossy().into_owned();
    let entries = fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    entries
        .filter(|id| fs::read(format!("/proc/{id}/cmdline")).is_ok_and(|line| String::from_utf8_lossy(&line).contains(&folder)))
        .collect()
}

fn gone_within(time: Duration, folder: &Path) -> bool {
    let until = Instant::now() + time;
    while Instant::now() < until {
        if processes_over(folder).is_empty() {
            return true;
        }
        thread::sleep(Duration::from_millis(10));
    }
    false
}

#[test]
fn a_card_held_before_the_camera_becomes_one_scan_and_the_window_has_its_picture() {
    let mut stage = Stage::new().with("desk", &[card(A)]);
    stage.start();
    let listed = stage.until("a list", |event| match event {
        Event::Listed(readers) => Some(readers.clone()),
        _ => None,
    });
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].kind, listed[0].name.as_str()), (Kind::Camera, "desk"));
    let reader = stage.until_stands("desk", &State::Ready);
    let scan = stage.until_scanned();
    assert_eq!((scan.text.as_str(), scan.kind, &scan.reader), (A, Kind::Camera, &reader.id));
    assert!(scan.at.elapsed() < SURELY);
    let picture = stage.until("a picture", |event| match event {
        Event::Picture(picture) => Some(picture.clone()),
        _ => None,
    });
    assert_eq!((picture.width, picture.height, picture.luma.len()), (640, 360, 640 * 360));
    // Held on: told once, not read again.
    stage.until("already read", |event| (*event == Event::AlreadyRead).then_some(()));
    assert_eq!(stage.told.iter().filter_map(scanned).count(), 1);
    assert!(!format!("{:?}", stage.told).contains("9990000071"));
}

#[test]
fn frames_that_are_jpegs_at_720_rows_are_read_and_shown_half_as_large() {
    let mut stage = Stage::new();
    Scene::empty(1280, 720).qr(A, 400, 200, 7).keep_as_jpeg(&stage.camera("desk"), "1");
    stage.start();
    assert_eq!(stage.until_scanned().text, A);
    let size = stage.until("a picture", |event| match event {
        Event::Picture(picture) => Some((picture.width, picture.height)),
        _ => None,
    });
    assert_eq!(size, (640, 360));
}

#[test]
fn code_39_is_read() {
    let mut stage = Stage::new().with("desk", &[Scene::empty(1280, 720).code39(A, 300, 300, 3)]);
    stage.start();
    assert_eq!(stage.until_scanned().text, A);
}

#[test]
fn a_desk_without_a_code_on_it_gives_nothing() {
    let mut stage = Stage::new().with("desk", &[Scene::empty(640, 360).strewn()]);
    stage.start();
    stage.until_stands("desk", &State::Ready);
    stage.within(Duration::from_millis(1500), |_| None::<()>);
    let said = |event: &&Event| !matches!(event, Event::Listed(_) | Event::Stands(..) | Event::Focus(None) | Event::Picture(_));
    assert_eq!(stage.told.iter().filter(said).count(), 0);
    assert!(stage.told.iter().any(|event| matches!(event, Event::Picture(_))));
}

#[test]
fn of_two_cards_in_view_neither_is_read() {
    let mut stage = Stage::new().with("desk", &[Scene::empty(1280, 720).qr(A, 100, 200, 8).qr(B, 700, 200, 8)]);
    stage.start();
    stage.until("two in view", |event| (*event == Event::TwoInView).then_some(()));
    assert!(stage.within(Duration::from_secs(1), scanned).is_none());
    assert!(stage.told.iter().filter_map(scanned).next().is_none());
}

#[test]
fn of_a_qr_code_and_the_stripes_of_another_card_in_view_neither_is_read() {
    let mut stage = Stage::new().with("desk", &[Scene::empty(1280, 720).qr(A, 60, 100, 8).code39(B, 400, 420, 3)]);
    stage.start();
    stage.until("two in view", |event| (*event == Event::TwoInView).then_some(()));
    stage.within(Duration::from_secs(1), scanned);
    assert!(stage.told.iter().filter_map(scanned).next().is_none());
}

#[test]
fn a_code_that_is_no_card_goes_out_once() {
    let mut stage = Stage::new().with("desk", &[card("https://example.org/")]);
    stage.start();
    assert_eq!(stage.until_scanned().text, "https://example.org/");
    assert!(stage.within(Duration::from_secs(2), scanned).is_none());
}

#[test]
fn a_closed_cover_is_told_and_its_opening_too() {
    let mut stage = Stage::new().with("desk", &[Scene::black(640, 360)]);
    stage.start();
    stage.until("dark", |event| (*event == Event::Dark(true)).then_some(()));
    nothing().keep(&stage.camera("desk"), "000");
    stage.until("light", |event| (*event == Event::Dark(false)).then_some(()));
}

/// Whatever a worker does wrong once: it is told as stalled, and after that the camera is read.
fn recovers_from(fault: &str) {
    let mut stage = Stage::new().with("desk", &[nothing(), card(A)]);
    stage.patience = short_patience();
    let began = Instant::now();
    stage.start_with(fault);
    let stalled = stage.until("stalled", |event| match event {
        Event::Stands(_, State::Blocked { obstacle }) | Event::Down(obstacle) => Some(obstacle.clone()),
        _ => None,
    });
    assert_eq!(stalled, Obstacle::Stalled, "after {:?}", began.elapsed());
    assert!(stage.mark().exists());
    stage.until_stands("desk", &State::Ready);
    // Perhaps a card was read before.
    let was_read = stage.told.iter().filter_map(scanned).next();
    let scan = was_read.unwrap_or_else(|| stage.until_scanned());
    assert_eq!(scan.text, A);
    stage.until("a picture", |event| matches!(event, Event::Picture(_)).then_some(()));
    stage.within(Duration::from_millis(500), |_| None::<()>);
    let scans = stage.told.iter().filter_map(scanned).count();
    // What is in view all the time is not read again, unless the machine took so long that the card may have been away.
    assert!(scans == 1 || (scans == 2 && began.elapsed() > Duration::from_secs(10)), "{scans} after {:?}", began.elapsed());
}

#[test]
fn a_camera_that_stalls_is_told_and_started_again() {
    recovers_from("stall");
}

#[test]
fn a_driver_that_aborts_ends_its_process_and_nothing_else() {
    recovers_from("abort");
}

#[test]
fn a_driver_that_panics_is_started_again() {
    recovers_from("panic");
}

#[test]
fn a_driver_that_hangs_while_it_opens_the_camera_is_started_again() {
    recovers_from("open-hangs");
}

#[test]
fn a_driver_that_aborts_while_it_opens_the_camera_is_started_again() {
    recovers_from("open-aborts");
}

#[test]
fn a_driver_that_hangs_while_it_lists_cameras_is_started_again() {
    recovers_from("list-hangs");
}

#[test]
fn a_decoder_that_takes_too_long_is_ended_and_started_again() {
    recovers_from("look-hangs");
}

#[test]
fn a_worker_that_ends_is_started_again() {
    recovers_from("exit");
}

#[test]
fn a_worker_that_says_nothing_is_ended_and_started_again() {
    recovers_from("silent");
}

#[test]
fn a_worker_that_says_what_is_no_message_is_ended_and_started_again() {
    recovers_from("garbage");
}

#[test]
fn a_worker_that_announces_more_than_any_message_is_ended_and_started_again() {
    recovers_from("long");
}

#[test]
fn a_worker_that_stops_in_the_middle_of_a_message_is_ended_and_started_again() {
    recovers_from("cut-off");
}

#[test]
fn a_worker_that_floods_the_station_is_ended_and_started_again() {
    recovers_from("flood");
}

#[test]
fn a_worker_that_breaks_down_again_and_again_is_started_ever_more_seldom() {
    let mut stage = Stage::new().with("desk", &[nothing()]);
    fs::create_dir(stage.mark()).unwrap();
    stage.start_with("exit");
    let began = Instant::now();
    for _ in 0..4 {
        stage.until("down", |event| (*event == Event::Down(Obstacle::Stalled)).then_some(()));
    }
    // At 0, 250, 750 and 1750 ms at the earliest.
    assert!(began.elapsed() >= Duration::from_millis(1700), "{:?}", began.elapsed());
}

#[test]
fn a_decoder_that_panics_costs_a_frame_and_no_more() {
    let mut stage = Stage::new().with("desk", &[card(A)]);
    stage.start_with("look-panics");
    assert_eq!(stage.until_scanned().text, A);
    stage.within(Duration::from_secs(1), |_| None::<()>);
    assert!(!stage.words().iter().any(|event| matches!(event, Event::Down(_) | Event::Stands(_, State::Blocked { .. }))));
}

#[test]
fn a_broken_jpeg_is_left_out_and_the_next_frame_is_read() {
    let mut stage = Stage::new().with("desk", &[card(A)]);
    stage.start_with("corrupt");
    assert_eq!(stage.until_scanned().text, A);
    stage.within(Duration::from_secs(2), |_| None::<()>);
    assert!(!stage.words().iter().any(|event| matches!(event, Event::Stands(_, State::Blocked { .. }))));
}

#[test]
fn a_camera_that_sends_broken_jpegs_only_is_stalled() {
    let mut stage = Stage::new().with("desk", &[card(A)]);
    fs::create_dir(stage.mark()).unwrap();
    stage.patience = short_patience();
    stage.start_with("corrupt");
    stage.until_stands("desk", &blocked(Obstacle::Stalled));
}

#[test]
fn a_camera_that_changes_the_size_and_the_format_of_its_pictures_is_read_on() {
    let mut stage = Stage::new().with("desk", &[nothing(), Scene::empty(1280, 720), Scene::empty(320, 180)]);
    // Behind the grey pictures of three sizes, as a JPEG of a fourth.
    Scene::empty(960, 540).qr(A, 300, 100, 7).keep_as_jpeg(&stage.camera("desk"), "003");
    stage.start();
    assert_eq!(stage.until_scanned().text, A);
    for size in [(640, 360), (320, 180), (480, 270)] {
        stage.until("a picture", |event| matches!(event, Event::Picture(picture) if (picture.width, picture.height) == size).then_some(()));
    }
    assert!(!stage.words().iter().any(|event| matches!(event, Event::Down(_) | Event::Stands(_, State::Blocked { .. }))));
}

#[test]
fn a_camera_whose_pictures_are_cut_short_after_it_changed_its_size_is_read_once_they_fit() {
    let mut stage = Stage::new().with("desk", &[card(A)]);
    stage.start_with("cut-short");
    assert_eq!(stage.until_scanned().text, A);
    stage.within(Duration::from_secs(1), |_| None::<()>);
    assert!(!stage.words().iter().any(|event| matches!(event, Event::Down(_) | Event::Stands(_, State::Blocked { .. }))));
}

#[test]
fn a_camera_that_another_program_has_is_told_busy_and_opened_once_it_is_free() {
    let mut stage = Stage::new().with("desk", &[card(A)]);
    stage.start_with("busy");
    stage.until_stands("desk", &blocked(Obstacle::InUse));
    fs::write(stage.mark(), b"").unwrap();
    stage.until_stands("desk", &State::Ready);
    assert_eq!(stage.until_scanned().text, A);
}

#[test]
fn a_camera_that_may_not_be_opened_says_so_once() {
    let mut stage = Stage::new().with("desk", &[card(A)]);
    stage.start_with("forbidden");
    stage.until_stands("desk", &blocked(Obstacle::NoPermission));
    stage.within(Duration::from_secs(2), |_| None::<()>);
    assert_eq!(stage.words().iter().filter(|event| matches!(event, Event::Stands(_, State::Blocked { .. }))).count(), 1);
}

#[test]
fn without_a_camera_the_empty_list_is_told_and_one_plugged_in_later_works() {
    let mut stage = Stage::new();
    stage.start();
    stage.until("an empty list", |event| matches!(event, Event::Listed(readers) if readers.is_empty()).then_some(()));
    stage = stage.with("desk", &[card(A)]);
    stage.until_stands("desk", &State::Ready);
    assert_eq!(stage.until_scanned().text, A);
}

#[test]
fn an_unplugged_camera_is_told_and_works_again_when_it_is_back() {
    let mut stage = Stage::new().with("desk", &[card(A)]).with("wall", &[nothing()]);
    stage.start();
    let reader = stage.until_stands("desk", &State::Ready);
    let away = stage.folder.path().join("away");
    fs::rename(stage.camera("desk"), &away).unwrap();
    let unplugged = Instant::now();
    stage.until_stands("desk", &State::Gone);
    // Within two seconds where the machine has time; how long it takes is measured with the kernel's own cameras.
    assert!(unplugged.elapsed() < Duration::from_secs(20), "{:?}", unplugged.elapsed());
    // The other camera does not take its place unasked.
    stage.within(Duration::from_millis(1500), |_| None::<()>);
    assert!(!stage.told.iter().any(|event| matches!(event, Event::Stands(reader, State::Ready) if reader.name == "wall")));
    fs::rename(&away, stage.camera("desk")).unwrap();
    assert_eq!(stage.until_stands("desk", &State::Ready).id, reader.id);
    // Unplugging and plugging in is no fault of the worker.
    assert!(!stage.words().iter().any(|event| matches!(event, Event::Down(_))));
}

/// The library waits for a frame of it for ever.
#[cfg(target_os = "linux")]
#[test]
fn a_camera_pulled_out_before_its_first_frame_is_gone_and_works_when_it_is_back() {
    let mut stage = Stage::new().with("desk", &[card(A)]);
    // What hangs is not noticed by its hanging here.
    stage.patience.first_frame = Duration::from_secs(600);
    stage.start_with("never-sees");
    let reader = stage.until_stands("desk", &State::Ready);
    let away = stage.folder.path().join("away");
    fs::rename(stage.camera("desk"), &away).unwrap();
    stage.until_stands("desk", &State::Gone);
    fs::rename(&away, stage.camera("desk")).unwrap();
    assert_eq!(stage.until_stands("desk", &State::Ready).id, reader.id);
    assert_eq!(stage.until_scanned().text, A);
    assert!(!stage.words().iter().any(|event| matches!(event, Event::Down(_) | Event::Stands(_, State::Blocked { .. }))));
}

#[test]
fn a_camera_plugged_in_instead_of_the_one_that_went_is_used() {
    let mut stage = Stage::new().with("desk", &[nothing()]);
    stage.start();
    stage.until_stands("desk", &State::Ready);
    fs::remove_dir_all(stage.camera("desk")).unwrap();
    stage.until_stands("desk", &State::Gone);
    stage.within(Duration::from_millis(1000), |_| None::<()>);
    stage = stage.with("new", &[card(A)]);
    stage.until_stands("new", &State::Ready);
    assert_eq!(stage.until_scanned().text, A);
}

#[test]
fn errors_at_once_and_again_and_again_do_not_make_a_busy_loop() {
    let mut stage = Stage::new().with("desk", &[nothing()]);
    stage.start_with("errors");
    stage.until("blocked", |event| matches!(event, Event::Stands(_, State::Blocked { obstacle: Obstacle::Failed { .. } })).then_some(()));
    let before = stage.told.len();
    stage.within(Duration::from_secs(3), |_| None::<()>);
    let words = stage.told.iter().skip(before).filter(|event| !matches!(event, Event::Picture(_))).count();
    // Tried about once a second, each time with ten good frames.
    assert!(words < 30, "{words}");
}

#[test]
fn where_the_first_camera_is_busy_the_second_is_used() {
    let mut stage = Stage::new().with("a", &[nothing()]).with("b", &[card(A)]);
    stage.start_with("first-is-busy");
    stage.until_stands("b", &State::Ready);
    assert!(
        stage
            .told
            .iter()
            .any(|event| matches!(event, Event::Stands(reader, state) if reader.name == "a" && *state == blocked(Obstacle::InUse)))
    );
    assert_eq!(stage.until_scanned().text, A);
}

#[test]
fn the_camera_that_was_chosen_is_used_and_another_can_be_chosen() {
    let mut stage = Stage::new().with("a", &[card(A)]).with("b", &[card(B)]);
    let b = ReaderId("camera:pictures:b".to_owned());
    stage.start_as(None, Chosen { reader: Some(b), focus: None });
    stage.until_stands("b", &State::Ready);
    assert_eq!(stage.until_scanned().text, B);
    stage.on.as_ref().unwrap().0.choose(Some(ReaderId("camera:pictures:a".to_owned())));
    stage.until_stands("a", &State::Ready);
    assert_eq!(stage.until_scanned().text, A);
}

#[test]
fn where_the_chosen_camera_is_not_there_the_first_that_works_is_used() {
    let mut stage = Stage::new().with("a", &[card(A)]);
    stage.start_as(None, Chosen { reader: Some(ReaderId("camera:pictures:none".to_owned())), focus: None });
    stage.until_stands("a", &State::Ready);
}

#[test]
fn the_focus_is_set_as_it_was_kept_and_can_be_set_by_hand() {
    let mut stage = Stage::new().with("desk", &[nothing()]);
    let desk = ReaderId("camera:pictures:desk".to_owned());
    stage.start_as(Some("focus"), Chosen { reader: Some(desk), focus: Some(45) });
    let focus = |event: &Event| match event {
        Event::Focus(focus) => *focus,
        _ => None,
    };
    let kept = stage.until("its focus", focus);
    assert_eq!((kept.value, kept.is_auto, kept.min, kept.max), (45, false, 0, 250));
    stage.on.as_ref().unwrap().0.set_focus(Some(60));
    assert_eq!(stage.until("its focus", focus).value, 60);
    stage.on.as_ref().unwrap().0.set_focus(None);
    assert!(stage.until("its focus", focus).is_auto);
}

#[test]
fn the_focus_that_was_kept_for_one_camera_is_not_set_on_another() {
    let mut stage = Stage::new().with("desk", &[nothing()]);
    let away = ReaderId("camera:pictures:away".to_owned());
    stage.start_as(Some("focus"), Chosen { reader: Some(away), focus: Some(45) });
    let focus = stage.until("its focus", |event| match event {
        Event::Focus(focus) => *focus,
        _ => None,
    });
    assert!(focus.is_auto && focus.value != 45, "{focus:?}");
}

#[test]
fn a_window_that_takes_nothing_gets_no_heap_of_old_pictures_and_loses_no_scan() {
    let mut stage = Stage::new().with("desk", &[card(A)]);
    stage.start();
    stage.until_stands("desk", &State::Ready);
    let until = Instant::now() + SURELY;
    // A picture is put only where nothing else waits: of two events one is the scan.
    while stage.on.as_ref().unwrap().1.len() < 2 {
        assert!(Instant::now() < until);
        thread::sleep(Duration::from_millis(20));
    }
    // Time for more pictures than one.
    thread::sleep(Duration::from_secs(1));
    let mut pictures = 0;
    let mut scans = stage.told.iter().filter_map(scanned).count();
    let (_, events) = stage.on.as_mut().unwrap();
    while let Ok(event) = events.try_recv() {
        pictures += u32::from(matches!(event, Event::Picture(_)));
        scans += scanned(&event).iter().count();
    }
    assert!(pictures <= 2, "{pictures}");
    assert_eq!(scans, 1);
}

#[test]
fn closing_the_camera_ends_its_process_at_once_and_leaves_no_trace() {
    let mut stage = Stage::new().with("desk", &[nothing()]);
    stage.start();
    stage.until_stands("desk", &State::Ready);
    assert_eq!(processes_over(&stage.cameras()).len(), 1);
    stage.on = None;
    assert!(gone_within(SURELY, &stage.cameras()));
}

#[test]
fn nobody_listening_any_more_ends_its_process_too() {
    let mut stage = Stage::new().with("desk", &[nothing()]);
    stage.start();
    stage.until_stands("desk", &State::Ready);
    let (camera, events) = stage.on.take().unwrap();
    drop(events);
    assert!(gone_within(SURELY, &stage.cameras()));
    drop(camera);
}

#[test]
fn a_station_that_is_killed_takes_its_cameras_process_with_it() {
    let stage = Stage::new().with("desk", &[nothing()]);
    let mut station = Command::new(env!("CARGO_BIN_EXE_camera-worker-for-tests"));
    let mut station = station.arg("--as-station").arg(stage.cameras()).stdin(Stdio::null()).spawn().unwrap();
    let until = Instant::now() + SURELY;
    // The station itself and its worker.
    while processes_over(&stage.cameras()).len() < 2 {
        assert!(Instant::now() < until);
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_millis(500));
    station.kill().unwrap();
    station.wait().unwrap();
    assert!(gone_within(SURELY, &stage.cameras()));
}

#[test]
fn a_program_that_is_not_there_is_told_and_harms_nothing() {
    let mut stage = Stage::new();
    let program = Program { path: stage.folder.path().join("none"), arguments: Vec::new() };
    stage.on = Some(Camera::start(Options { program: program.clone(), camera: Chosen::default(), patience: stage.patience }).unwrap());
    stage.until("down", |event| matches!(event, Event::Down(Obstacle::Failed { .. })).then_some(()));
    assert!(matches!(list(&program, SURELY), Err(CameraError::Start(_))));
}

#[test]
fn a_system_that_cannot_be_asked_for_cameras_is_told_once() {
    let mut stage = Stage::new();
    stage.start_with("unlisted");
    stage.until("down", |event| matches!(event, Event::Down(Obstacle::Failed { .. })).then_some(()));
    stage.within(Duration::from_secs(2), |_| None::<()>);
    assert_eq!(stage.words().len(), 1);
    assert!(matches!(list(&stage.program(Some("unlisted")), SURELY), Err(CameraError::Unlisted(_))));
}

#[test]
fn the_list_says_why_each_camera_can_or_cannot_be_used() {
    let stage = Stage::new().with("a", &[nothing()]).with("b", &[nothing()]);
    let states = |fault| -> Vec<(String, State)> {
        list(&stage.program(fault), SURELY).unwrap().into_iter().map(|(reader, state)| (reader.name, state)).collect()
    };
    assert_eq!(states(None), [("a".to_owned(), State::Idle), ("b".to_owned(), State::Idle)]);
    assert_eq!(states(Some("busy"))[0].1, blocked(Obstacle::InUse));
    assert_eq!(states(Some("forbidden"))[1].1, blocked(Obstacle::NoPermission));
    assert!(gone_within(SURELY, &stage.cameras()));
}

#[test]
fn a_list_that_hangs_costs_its_patience_and_no_more() {
    let stage = Stage::new();
    fs::create_dir(stage.mark()).unwrap();
    let began = Instant::now();
    assert!(matches!(list(&stage.program(Some("list-hangs")), Duration::from_millis(500)), Err(CameraError::NoAnswer)));
    assert!(began.elapsed() < Duration::from_secs(5));
    assert!(matches!(list(&stage.program(Some("garbage")), SURELY), Err(CameraError::NoAnswer)));
    assert!(gone_within(SURELY, &stage.cameras()));
}

#[test]
fn the_machines_own_cameras_can_be_listed_where_there_are_none_too() {
    let program = Program { path: env!("CARGO_BIN_EXE_camera-worker-for-tests").into(), arguments: vec!["--camera-worker".into()] };
    let cameras = list(&program, SURELY).unwrap();
    assert!(cameras.iter().all(|(reader, _)| reader.kind == Kind::Camera && !reader.name.is_empty()));
}
