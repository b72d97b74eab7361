//! Cameras under Windows and macOS, as nokhwa finds them.

use super::{blocked, encoding, open_in};
use crate::camera::frame::{Mode, choose};
use crate::camera::source::{Focus, Found};
use crate::identity;
use crate::{Kind, Obstacle, Reader, ReaderId};
use nokhwa::Camera;
use nokhwa::utils::{
    ApiBackend, CameraIndex, CameraInfo, ControlValueDescription, ControlValueSetter, FrameFormat, KnownCameraControl, RequestedFormat,
    RequestedFormatType,
};

/// Nothing needs to be remembered here.
#[derive(Default)]
pub(super) struct System;

impl System {
    pub(super) fn list(&mut self) -> Result<Vec<Found>, Obstacle> {
        let cameras = nokhwa::query(ApiBackend::Auto).map_err(|error| blocked(&error))?;
        Ok(cameras.iter().map(found).collect())
    }
}

fn found(camera: &CameraInfo) -> Found {
    let (name, place) = (camera.human_name(), camera.misc());
    let key = camera.index().as_string();
    let unique = if place.is_empty() { key.clone() } else { place.to_lowercase() };
    let reader = Reader {
        id: ReaderId::of_place(Kind::Camera, &unique),
        kind: Kind::Camera,
        name: identity::name(None, Some(&name), &format!("camera {key}")),
        usb: usb(&unique),
        node: key.clone(),
        is_likely: false,
    };
    Found { reader, key, formerly: None }
}

/// Vendor and product in a Windows device path: `…vid_046d&pid_0825…`.
fn usb(path: &str) -> Option<(u16, u16)> {
    let number = |name: &str| u16::from_str_radix(path.split_once(name)?.1.get(..4)?, 16).ok();
    Some((number("vid_")?, number("pid_")?))
}

fn index(found: &Found) -> CameraIndex {
    found.key.parse().map_or_else(|_| CameraIndex::String(found.key.clone()), CameraIndex::Index)
}

/// Whether the system lets this program use cameras. Only opening one tells whether another program has it.
pub(super) fn check(_: &Found) -> Result<(), Obstacle> {
    permitted()
}

pub(super) fn open(found: &Found) -> Result<(Camera, Mode, Controls), Obstacle> {
    permitted()?;
    let all = [FrameFormat::MJPEG, FrameFormat::YUYV, FrameFormat::NV12, FrameFormat::GRAY, FrameFormat::RAWRGB, FrameFormat::RAWBGR];
    let any = RequestedFormat::with_formats(RequestedFormatType::AbsoluteHighestFrameRate, &all);
    let mut camera = Camera::new(index(found), any).map_err(|error| blocked(&error))?;
    let formats = camera.compatible_camera_formats().map_err(|error| blocked(&error))?;
    drop(camera);
    let modes: Vec<Mode> = formats
        .iter()
        .map(|format| Mode {
            width: format.width(),
            height: format.height(),
            encoding: encoding(format.format()),
            rate: format.frame_rate(),
        })
        .collect();
    let mode = choose(&modes).ok_or_else(|| Obstacle::Failed { detail: "no format that can be read".to_owned() })?;
    let camera = open_in(index(found), mode).map_err(|error| blocked(&error))?;
    Ok((camera, mode, Controls))
}

#[cfg(target_os = "macos")]
fn permitted() -> Result<(), Obstacle> {
    use std::sync::mpsc;
    use std::time::Duration;
    if nokhwa::nokhwa_check() {
        return Ok(());
    }
    let (answer, answered) = mpsc::channel();
    nokhwa::nokhwa_initialize(move |is_granted| {
        let _ = answer.send(is_granted);
    });
    // The watchdog's patience with opening is shorter than a clerk's reading of the question: the next try asks again.
    match answered.recv_timeout(Duration::from_secs(8)) {
        Ok(true) => Ok(()),
        _ => Err(Obstacle::NoPermission),
    }
}

#[cfg(not(target_os = "macos"))]
fn permitted() -> Result<(), Obstacle> {
    Ok(())
}

/// The controls of a camera, as nokhwa knows them.
pub(super) struct Controls;

impl Controls {
    pub(super) fn focus(&self, camera: &mut Camera) -> Option<Focus> {
        let control = camera.camera_control(KnownCameraControl::Focus).ok()?;
        match *control.description() {
            ControlValueDescription::IntegerRange { min, max, value, step, default } if max > min => {
                Some(Focus { min, max, step: step.max(1), default, value, has_auto: false, is_auto: false })
            }
            _ => None,
        }
    }

    pub(super) fn set_focus(&self, camera: &mut Camera, focus: Option<i64>) -> Result<(), Obstacle> {
        let Some(now) = self.focus(camera) else { return Ok(()) };
        let value = focus.unwrap_or(now.default).clamp(now.min, now.max);
        camera.set_camera_control(KnownCameraControl::Focus, ControlValueSetter::Integer(value)).map_err(|error| blocked(&error))
    }
}
