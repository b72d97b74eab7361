//! The bench itself: every device that is plugged in gets its node from the kernel's own driver, and loses it.

use super::Bench;
use crate::failure::Failure;
use crate::webcam::{Card, Webcam};
use std::collections::BTreeSet;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

/// The longest until a node has come or gone.
const CHANGED: Duration = Duration::from_secs(10);

/// Every device's node comes and goes. Tells how long the kernel takes for each, which no reader can beat.
pub(super) fn come_and_go(bench: &mut Bench) -> Result<String, Failure> {
    let mut figures = Vec::new();
    let mut pair = |name: &str, came: Duration, gone: Duration| {
        figures.push(format!("{name} {}/{} ms", came.as_millis(), gone.as_millis()));
    };
    let came = changed("hidraw", true, || bench.pos.plug())?;
    pair("hidraw", came, changed("hidraw", false, || bench.pos.unplug())?);
    let came = changed("input/event", true, || bench.keyboard.plug())?;
    pair("event", came, changed("input/event", false, || bench.keyboard.unplug())?);
    let came = changed("ttyACM", true, || bench.serial.plug())?;
    pair("ttyACM", came, changed("ttyACM", false, || bench.serial.unplug())?);
    let came = changed("ttyUSB", true, || bench.plug_converter())?;
    pair("ttyUSB", came, changed("ttyUSB", false, || bench.unplug_converter())?);
    let mut webcam = None;
    let came = changed("video", true, || {
        webcam = Some(Webcam::plug(Card::None)?);
        Ok(())
    })?;
    pair(
        "video",
        came,
        changed("video", false, || {
            webcam = None;
            Ok(())
        })?,
    );
    Ok(format!("plugged/unplugged: {}", figures.join(", ")))
}

/// How long it takes from the end of `act` until a node of this kind has come, or one of those there has gone.
fn changed(kind: &str, shall_come: bool, act: impl FnOnce() -> Result<(), Failure>) -> Result<Duration, Failure> {
    let before = nodes(kind);
    let began = Instant::now();
    act()?;
    // The machine has nodes of its own that stay, such as those of its own keyboard.
    while if shall_come { nodes(kind).is_subset(&before) } else { before.is_subset(&nodes(kind)) } {
        if began.elapsed() > CHANGED {
            let verb = if shall_come { "come" } else { "go" };
            return Err(Failure::Otherwise(format!("no /dev/{kind} did {verb}")));
        }
        thread::sleep(Duration::from_millis(2));
    }
    Ok(began.elapsed())
}

/// The nodes below `/dev` whose paths begin so.
fn nodes(kind: &str) -> BTreeSet<String> {
    let (folder, name) = kind.rsplit_once('/').map_or(("/dev".to_owned(), kind), |(folder, name)| (format!("/dev/{folder}"), name));
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok()).filter(|node| node.starts_with(name)).collect()
}
