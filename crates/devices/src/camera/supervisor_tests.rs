//! Tests of what becomes of what a worker says, and of what comes after its end.

use super::*;
use crate::camera::{Patience, Program};
use crate::settings;

/// Longer than anything here takes on a busy machine.
const SURELY: Duration = Duration::from_secs(30);

/// A supervisor whose workers say nothing, and what it tells.
fn supervisor() -> (Supervisor, mpsc::Receiver<Event>) {
    let program = Program { path: "/bin/sleep".into(), arguments: vec!["600".into()] };
    let options = Options { program, camera: settings::Camera::default(), patience: Patience::default() };
    let (events, told) = mpsc::channel(64);
    let (inputs, received) = std::sync::mpsc::sync_channel(32);
    (Supervisor::new(options, inputs, received, events, Stop::default()), told)
}

fn all(told: &mut mpsc::Receiver<Event>) -> Vec<Event> {
    std::iter::from_fn(|| told.try_recv().ok()).collect()
}

fn camera() -> Reader {
    let id = ReaderId("camera:desk".to_owned());
    Reader { id, kind: Kind::Camera, name: "desk".to_owned(), usb: None, node: "/dev/video0".to_owned(), is_likely: false }
}

#[test]
fn a_worker_that_hangs_failed_once_although_its_pipe_ends_too() {
    let (mut supervisor, mut told) = supervisor();
    supervisor.start();
    supervisor.failed();
    let start_at = supervisor.start_at;
    let input = supervisor.received.recv_timeout(SURELY).unwrap();
    assert!(matches!(input, Input::Ended(_, Ending::Closed)));
    supervisor.hear(input);
    assert_eq!(supervisor.start_at, start_at);
    assert_eq!(all(&mut told), [Event::Down(Obstacle::Stalled)]);
}

#[test]
fn what_a_worker_said_before_it_was_ended_is_not_heard_after_it() {
    let (mut supervisor, mut told) = supervisor();
    supervisor.start();
    let number = supervisor.number;
    supervisor.failed();
    all(&mut told);
    supervisor.hear(Input::Heard(number, Message::Told(Told::Dark(true))));
    assert_eq!(all(&mut told), []);
}

#[test]
fn a_picture_is_passed_on_only_while_a_camera_is_open() {
    let (mut supervisor, mut told) = supervisor();
    let mut pictures = |state: State| {
        supervisor.listed(vec![(camera(), state)]);
        all(&mut told);
        let number = supervisor.number;
        supervisor.hear(Input::Heard(number, Message::Picture { width: 1, height: 1, luma: vec![9] }));
        all(&mut told).len()
    };
    assert_eq!(pictures(State::Idle), 0);
    assert_eq!(pictures(State::Ready), 1);
    assert_eq!(pictures(State::Blocked { obstacle: Obstacle::Stalled }), 0);
}

#[test]
fn the_focus_that_was_kept_for_one_camera_is_forgotten_with_another() {
    let (mut supervisor, _told) = supervisor();
    supervisor.options.camera = settings::Camera { reader: Some(camera().id), focus: Some(45) };
    supervisor.told(Told::Opened(camera().id));
    assert_eq!(supervisor.options.camera.focus, Some(45));
    supervisor.told(Told::Opened(ReaderId("camera:other".to_owned())));
    assert_eq!(supervisor.options.camera.focus, None);
}

/// A worker has opened this camera and waits for its first frame.
#[cfg(target_os = "linux")]
fn opened(supervisor: &mut Supervisor, camera: &Reader) {
    supervisor.start();
    supervisor.told(Told::Listed(vec![(camera.clone(), State::Idle)]));
    supervisor.told(Told::Opening(camera.id.clone()));
    supervisor.told(Told::Opened(camera.id.clone()));
    supervisor.told(Told::Listed(vec![(camera.clone(), State::Ready)]));
    supervisor.told(Told::Beat(Beat { first_ms: 900, ..Beat::default() }));
}

#[cfg(target_os = "linux")]
#[test]
fn after_a_camera_was_pulled_out_before_its_first_frame_the_next_worker_is_started_at_once() {
    let (mut supervisor, mut told) = supervisor();
    let node = tempfile::NamedTempFile::new().unwrap();
    let camera = Reader { node: node.path().to_string_lossy().into_owned(), ..camera() };
    // However often something failed before.
    for _ in 0..6 {
        supervisor.failed();
    }
    opened(&mut supervisor, &camera);
    supervisor.watch();
    assert!(supervisor.running.is_some());
    all(&mut told);
    drop(node);
    supervisor.watch();
    assert!(supervisor.running.is_none() && supervisor.start_at <= Instant::now());
    // Nothing broke down: it is gone, and is waited for.
    assert_eq!(all(&mut told), [Event::Listed(Vec::new()), Event::Stands(camera.clone(), State::Gone)]);
    assert_eq!((supervisor.options.camera.reader.as_ref(), supervisor.was_open), (Some(&camera.id), true));
}

#[cfg(target_os = "linux")]
#[test]
fn a_camera_that_is_only_slow_to_see_is_not_taken_for_one_that_was_pulled_out() {
    let (mut supervisor, mut told) = supervisor();
    let node = tempfile::NamedTempFile::new().unwrap();
    let camera = Reader { node: node.path().to_string_lossy().into_owned(), ..camera() };
    opened(&mut supervisor, &camera);
    all(&mut told);
    supervisor.watch();
    assert!(supervisor.running.is_some());
    assert_eq!(all(&mut told), []);
    supervisor.end();
}
