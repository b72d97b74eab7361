//! A camera that is plugged into the guest: a UVC device at the other end of a socket, which the kernel drives
//! with its own `uvcvideo` as any webcam.
//!
//! The kernel's virtual host controller (`vhci-hcd`) speaks USB over a socket with whoever holds its other end.

mod control;
mod descriptor;
mod device;
mod picture;
mod usbip;

pub(crate) use picture::Card;

use crate::failure::{Failure, trying};
use std::fs;
use std::io::ErrorKind;
use std::net::Shutdown;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The vendor and product ids of the camera.
pub(crate) const USB: (u16, u16) = (0x046d, 0x0825);
/// Where a socket is handed to the virtual host controller.
const ATTACH: &str = "/sys/devices/platform/vhci_hcd.0/attach";
/// Its port, a number for the device, and the speed "high".
const PLACE: (u8, u32, u8) = (0, 0x0001_0001, 3);
/// The longest until the port is free again after the camera was pulled out.
const FREE: Duration = Duration::from_secs(5);

/// What the camera looks at and what it did; shared with the thread that is the camera.
#[derive(Default)]
struct Scene {
    card: Card,
    /// Whether it sends nothing, as a camera whose firmware hangs.
    is_stalled: bool,
    /// Frames that were sent whole.
    frames: u32,
    /// The size and form of the pictures that were asked for last.
    format: Option<descriptor::Format>,
    /// The focus that was set, and whether the camera finds it by itself.
    focus: (u16, bool),
}

/// The camera. Unplugged when dropped.
pub(crate) struct Webcam {
    link: UnixStream,
    scene: Arc<Mutex<Scene>>,
    thread: Option<JoinHandle<()>>,
}

impl Webcam {
    /// Plugs it in; it looks at this card.
    pub(crate) fn plug(card: Card) -> Result<Self, Failure> {
        let (ours, kernels) = UnixStream::pair().map_err(trying("make a socket"))?;
        let link = ours.try_clone().map_err(trying("make a socket"))?;
        let scene = Arc::new(Mutex::new(Scene { card, focus: (control::FOCUS.default, true), ..Scene::default() }));
        attach(&kernels)?;
        let seen = Arc::clone(&scene);
        let thread = thread::spawn(move || device::Device::new(ours, seen).run());
        Ok(Self { link, scene, thread: Some(thread) })
    }

    /// Shows it another card.
    pub(crate) fn show(&self, card: Card) {
        lock(&self.scene).card = card;
    }

    /// Makes it hang, or go on.
    pub(crate) fn stall(&self, is_stalled: bool) {
        lock(&self.scene).is_stalled = is_stalled;
    }

    /// How many frames it has sent.
    pub(crate) fn frames(&self) -> u32 {
        lock(&self.scene).frames
    }

    /// What it was asked to send, in words.
    pub(crate) fn format(&self) -> String {
        lock(&self.scene).format.map_or_else(|| "nothing".to_owned(), |format| format.to_string())
    }

    /// The focus that was set, and whether it is automatic.
    pub(crate) fn focus(&self) -> (u16, bool) {
        lock(&self.scene).focus
    }
}

impl Drop for Webcam {
    fn drop(&mut self) {
        // The kernel notices it as a pulled plug, the thread as the end of its input.
        let _ = self.link.shutdown(Shutdown::Both);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn lock(scene: &Mutex<Scene>) -> MutexGuard<'_, Scene> {
    scene.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Hands the kernel its end of the socket. The port may still be busy with a camera that was just pulled out.
fn attach(kernels: &UnixStream) -> Result<(), Failure> {
    let (port, device, speed) = PLACE;
    let began = Instant::now();
    loop {
        match fs::write(ATTACH, format!("{port} {} {device} {speed}", kernels.as_raw_fd())) {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == ErrorKind::ResourceBusy && began.elapsed() < FREE => thread::sleep(Duration::from_millis(20)),
            Err(error) => return Err(trying("plug the camera in")(error)),
        }
    }
}
