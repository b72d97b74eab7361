//! The machine's own cameras, through nokhwa.
//!
//! What nokhwa leaves open is done here: it chooses 320×180 at a frame a second if nobody chooses for it, lists
//! nodes that are no cameras, keeps the system's errors as text only, and panics when a camera that is gone is
//! closed. Its `frame` waits for ever when a camera stalls: that is for the watchdog.

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "elsewhere.rs"]
mod system;

use super::{Cameras, Focus, Found, FrameSource, obstacle_in_words};
use crate::Obstacle;
use crate::camera::frame::{Encoding, Frame, Mode};
use nokhwa::utils::{CameraFormat, CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType, Resolution};
use nokhwa::{Camera, NokhwaError};
use std::panic::{self, AssertUnwindSafe};
use std::time::Instant;

/// The cameras of this machine.
#[derive(Default)]
pub struct Native {
    system: system::System,
}

impl Native {
    /// Those that are there, now and later.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Cameras for Native {
    fn list(&mut self) -> Result<Vec<Found>, Obstacle> {
        self.system.list()
    }

    fn check(&mut self, found: &Found) -> Result<(), Obstacle> {
        system::check(found)
    }

    fn open(&mut self, found: &Found) -> Result<Box<dyn FrameSource>, Obstacle> {
        let (camera, mode, controls) = system::open(found)?;
        let mut stream = Stream { camera: Some(camera), mode, controls };
        stream.camera()?.open_stream().map_err(|error| blocked(&error))?;
        Ok(Box::new(stream))
    }
}

/// An open camera.
struct Stream {
    /// Always there, until it is dropped.
    camera: Option<Camera>,
    mode: Mode,
    controls: system::Controls,
}

impl Stream {
    fn camera(&mut self) -> Result<&mut Camera, Obstacle> {
        self.camera.as_mut().ok_or_else(|| Obstacle::Failed { detail: "the camera is closed".to_owned() })
    }
}

impl FrameSource for Stream {
    fn mode(&self) -> Mode {
        self.mode
    }

    fn frame(&mut self) -> Result<Frame, Obstacle> {
        let fallback = self.mode;
        let buffer = self.camera()?.frame().map_err(|error| blocked(&error))?;
        let at = Instant::now();
        let encoding = encoding(buffer.source_frame_format());
        let size = buffer.resolution();
        let (width, height) = if size.width() > 0 { (size.width(), size.height()) } else { (fallback.width, fallback.height) };
        Ok(Frame { width, height, encoding, data: buffer.buffer_bytes(), at })
    }

    fn focus(&mut self) -> Option<Focus> {
        let camera = self.camera.as_mut()?;
        self.controls.focus(camera)
    }

    fn set_focus(&mut self, focus: Option<i64>) -> Result<(), Obstacle> {
        let Some(camera) = self.camera.as_mut() else { return Ok(()) };
        self.controls.set_focus(camera, focus)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let camera = self.camera.take();
        let _ = panic::catch_unwind(AssertUnwindSafe(move || drop(camera)));
    }
}

/// Opens a camera in exactly this mode.
fn open_in(index: CameraIndex, mode: Mode) -> Result<Camera, NokhwaError> {
    let format = format(mode.encoding);
    let wanted = CameraFormat::new(Resolution::new(mode.width, mode.height), format, mode.rate);
    Camera::new(index, RequestedFormat::with_formats(RequestedFormatType::Exact(wanted), &[format]))
}

fn blocked(error: &NokhwaError) -> Obstacle {
    obstacle_in_words(&error.to_string())
}

fn encoding(format: FrameFormat) -> Encoding {
    match format {
        FrameFormat::MJPEG => Encoding::Mjpeg,
        FrameFormat::YUYV => Encoding::Yuyv,
        FrameFormat::NV12 => Encoding::Nv12,
        FrameFormat::GRAY => Encoding::Grey,
        FrameFormat::RAWRGB => Encoding::Rgb,
        FrameFormat::RAWBGR => Encoding::Bgr,
    }
}

fn format(encoding: Encoding) -> FrameFormat {
    match encoding {
        Encoding::Mjpeg => FrameFormat::MJPEG,
        Encoding::Yuyv => FrameFormat::YUYV,
        Encoding::Nv12 => FrameFormat::NV12,
        Encoding::Grey => FrameFormat::GRAY,
        Encoding::Rgb => FrameFormat::RAWRGB,
        Encoding::Bgr => FrameFormat::RAWBGR,
    }
}
