//! A second station, as another user and in a process of its own: what it sees of the same readers.

use crate::failure::{Failure, trying};
use kaikuasema_devices::camera;
use kaikuasema_devices::hub::{Hub, Options, drivers, list};
use kaikuasema_devices::{Event, Profile, Reader, ReaderId, Settings, State, Suffix};
use std::collections::BTreeSet;
use std::io::{Write, stdout};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// The argument by which the program is a second station.
pub(crate) const ONLOOKER: &str = "--onlooker";
/// A user without any rights of the system's own.
const USER: u32 = 1000;
/// How long it looks on at most, until it was told how each reader stands.
const LOOK: Duration = Duration::from_secs(10);
/// How long the system may take to list cameras.
const CAMERAS: Duration = Duration::from_secs(10);

/// What the other user's station was told of one reader.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Sight {
    /// Whether it came from the list, or else from reading.
    pub(crate) is_listed: bool,
    /// Vendor and product id.
    pub(crate) usb: (u16, u16),
    /// The state, as [`kaikuasema_devices::State`] shows itself.
    pub(crate) state: String,
}

/// Lets another user's station look at the readers: list them, then choose and read all of them for a while.
pub(crate) fn look() -> Result<Vec<Sight>, Failure> {
    let mut command = Command::new("/proc/self/exe");
    command.arg(ONLOOKER).stdin(Stdio::null()).gid(USER).uid(USER);
    let output = command.output().map_err(trying("start another user's station"))?;
    Ok(String::from_utf8_lossy(&output.stdout).lines().filter_map(Sight::parse).collect())
}

/// Is the second station.
pub(crate) fn run() -> ExitCode {
    let listed = list(&Settings::default(), &drivers());
    let mut settings = Settings::default();
    for (reader, state) in &listed {
        tell("listed", reader, state);
        settings.profiles.push(Profile { reader: reader.id.clone(), is_used: true, suffix: Suffix::Any, ..Profile::default() });
    }
    if let Ok(Ok(cameras)) = camera::Program::own().map(|program| camera::list(&program, CAMERAS)) {
        cameras.iter().for_each(|(camera, state)| tell("listed", camera, state));
    }
    let Ok((hub, mut events)) = Hub::start(settings, Options { is_focused: true, ..Options::default() }) else { return ExitCode::FAILURE };
    let began = Instant::now();
    let mut untold: BTreeSet<ReaderId> = listed.into_iter().map(|(reader, _)| reader.id).collect();
    while !untold.is_empty() && began.elapsed() < LOOK {
        match events.try_recv() {
            Ok(Event::Stands(reader, state)) => {
                tell("read", &reader, &state);
                untold.remove(&reader.id);
            }
            Ok(_) => {}
            Err(_) => std::thread::sleep(Duration::from_millis(10)),
        }
    }
    drop(hub);
    ExitCode::SUCCESS
}

fn tell(how: &str, reader: &Reader, state: &State) {
    let (vendor, product) = reader.usb.unwrap_or_default();
    // Whoever started this one reads it; if nobody does, there is nobody to tell.
    let _ = writeln!(stdout(), "{how} {vendor} {product} {state:?}");
}

impl Sight {
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.splitn(4, ' ');
        let is_listed = words.next()? == "listed";
        let usb = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        Some(Self { is_listed, usb, state: words.next()?.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_other_station_saw_is_read_back() {
        let sight = Sight { is_listed: true, usb: (3118, 2305), state: "Blocked { obstacle: NoPermission }".to_owned() };
        assert_eq!(Sight::parse("listed 3118 2305 Blocked { obstacle: NoPermission }"), Some(sight));
        assert_eq!(Sight::parse("nonsense"), None);
    }
}
