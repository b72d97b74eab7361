//! A training station of one's own: the embedded service, the seeded register, a clerk.
//!
//! Seeding and the first fetch are done once for all tests; each test works on a copy.

use kaikuasema::app::{App, Message, Time};
use kaikuasema::locale::Language;
use kaikuasema::station::{Config, Station};
use kaikuasema_store::KeyChoice;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tempfile::TempDir;

use super::{Harness, Window, clock};

impl Window for App {
    type Message = Message;

    fn view(&self) -> iced::Element<'_, Message> {
        App::view(self)
    }

    fn update(&mut self, message: Message) -> iced::Task<Message> {
        App::update(self, message)
    }

    fn subscription(&self) -> iced::Subscription<Message> {
        App::subscription(self)
    }

    fn theme(&self) -> iced::Theme {
        App::theme(self)
    }
}

/// A window on a training station, and the folder that goes with it.
pub struct Counter {
    /// The window.
    pub window: Harness<App>,
    /// The station under it, for asking what is on the disk.
    pub station: Station,
    _folder: TempDir,
}

/// The settings of a station in a folder.
pub fn config(folder: &Path, training: bool) -> Config {
    Config { data_dir: folder.to_owned(), training, key: KeyChoice::File, name: "Lippukassa 1".to_owned() }
}

fn seeded() -> &'static TempDir {
    static SEEDED: OnceLock<TempDir> = OnceLock::new();
    SEEDED.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let station = Station::open(&config(folder.path(), true)).unwrap();
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(station.prepare_training()).unwrap();
        drop(station);
        // The databases close behind the station; copied before that, their journals would vanish under the copy.
        let begun = Instant::now();
        while holds_journal(folder.path()) {
            assert!(begun.elapsed() < Duration::from_secs(10), "the databases of the seeded station stay open");
            std::thread::sleep(Duration::from_millis(5));
        }
        folder
    })
}

fn holds_journal(folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        let name = path.to_string_lossy();
        if path.is_dir() { holds_journal(&path) } else { name.ends_with("-wal") || name.ends_with("-shm") }
    })
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A training station of one's own, its register fetched, and its folder.
pub fn training() -> (Station, TempDir) {
    let folder = TempDir::new().unwrap();
    copy(seeded().path(), folder.path());
    (Station::open(&config(folder.path(), true)).unwrap(), folder)
}

/// Opens a window on a training station of one's own and waits until it is ready.
pub fn counter(language: Language) -> Counter {
    let (station, folder) = training();
    let (app, boot) = App::with_time(station.clone(), language, Time { pace: clock::now, ..Time::default() });
    let mut window = Harness::open(app, boot);
    window.wait_until("the counter", |window| window.is_focused("number"));
    Counter { window, station, _folder: folder }
}
