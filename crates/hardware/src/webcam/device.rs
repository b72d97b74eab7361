//! The camera itself: a thread that answers the kernel's requests and sends frames at the pace agreed on.

use super::control::Control;
use super::descriptor::{ENDPOINT, Format, PAYLOAD};
use super::picture::{self, Card};
use super::usbip::{self, HEADER, REFUSED, Request, Setup};
use super::{Scene, lock};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The bytes before the picture's own in each payload.
const PAYLOAD_HEADER: usize = 2;
/// How often a camera that hangs looks whether it shall go on.
const NAP: Duration = Duration::from_millis(50);
/// More than any request of the kernel sends along.
const MOST: usize = 65536;

/// The camera.
pub(super) struct Device {
    link: UnixStream,
    scene: Arc<Mutex<Scene>>,
    control: Control,
    /// Requests for pictures that wait: number and length.
    waiting: VecDeque<(u32, usize)>,
    film: Film,
}

/// The frame that is being sent.
#[derive(Default)]
struct Film {
    /// What it shows, and how.
    of: Option<(Card, Format)>,
    bytes: Vec<u8>,
    /// How much of it was sent.
    sent: usize,
    /// Changes with each frame, so that the kernel tells them apart.
    toggle: u8,
    /// When the next one begins.
    next: Option<Instant>,
}

impl Device {
    pub(super) fn new(link: UnixStream, scene: Arc<Mutex<Scene>>) -> Self {
        Self { link, scene, control: Control::new(), waiting: VecDeque::new(), film: Film::default() }
    }

    /// Is the camera until it is pulled out.
    pub(super) fn run(mut self) {
        // A broken line is a pulled plug.
        while let Ok(true) = self.turn() {}
    }

    /// Answers a request or sends a part of a frame; `Ok(false)` when the plug was pulled.
    fn turn(&mut self) -> io::Result<bool> {
        let pause = self.pause();
        let nap = pause.and_then(|pause| Timespec::try_from(pause).ok());
        let asked = poll(&mut [PollFd::new(&self.link, PollFlags::IN)], nap.as_ref())? > 0;
        if asked && !self.serve()? {
            return Ok(false);
        }
        if self.pause() == Some(Duration::ZERO) {
            self.send()?;
        }
        Ok(true)
    }

    /// How long until there is something to send; `None` while nothing was asked for.
    fn pause(&self) -> Option<Duration> {
        self.waiting.front()?;
        if lock(&self.scene).is_stalled {
            return Some(NAP);
        }
        Some(self.film.next.map_or(Duration::ZERO, |next| next.saturating_duration_since(Instant::now())))
    }

    fn serve(&mut self) -> io::Result<bool> {
        let mut header = [0; HEADER];
        match self.link.read_exact(&mut header) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
            Err(error) => return Err(error),
        }
        match usbip::request(&header) {
            Some(Request::TakeBack { number, target }) => {
                let before = self.waiting.len();
                self.waiting.retain(|(number, _)| *number != target);
                // Whoever takes requests back begins anew with a whole frame.
                self.film.sent = 0;
                self.link.write_all(&usbip::taken_back(number, self.waiting.len() < before))?;
            }
            Some(Request::Submit { number, is_in, endpoint, length, setup }) => {
                if length > MOST {
                    return Ok(false);
                }
                let mut sent = vec![0; if is_in { 0 } else { length }];
                self.link.read_exact(&mut sent)?;
                if endpoint == u32::from(ENDPOINT) {
                    self.waiting.push_back((number, length));
                } else {
                    self.answer(number, &setup, &sent)?;
                }
            }
            None => return Ok(false),
        }
        Ok(true)
    }

    fn answer(&mut self, number: u32, setup: &Setup, sent: &[u8]) -> io::Result<()> {
        let answer = self.control.answer(setup, sent);
        let mut scene = lock(&self.scene);
        scene.focus = self.control.focus();
        if scene.format != self.control.committed() {
            scene.format = self.control.committed();
            self.film = Film::default();
        }
        drop(scene);
        let bytes = match answer {
            Some(mut answer) if setup.kind & 0x80 != 0 => {
                answer.truncate(usize::from(setup.length));
                usbip::submitted(number, 0, answer.len(), &answer)
            }
            Some(_) => usbip::submitted(number, 0, sent.len(), &[]),
            None => usbip::submitted(number, REFUSED, 0, &[]),
        };
        self.link.write_all(&bytes)
    }

    /// Sends the next part of the frame.
    fn send(&mut self) -> io::Result<()> {
        let Some((number, length)) = self.waiting.pop_front() else { return Ok(()) };
        if self.film.sent == 0 {
            self.load();
        }
        let room = length.min(PAYLOAD as usize).saturating_sub(PAYLOAD_HEADER);
        let part = &self.film.bytes[self.film.sent..];
        let part = &part[..part.len().min(room)];
        let is_last = self.film.sent + part.len() == self.film.bytes.len();
        // Bit 7 ends the header, bit 1 the frame, bit 0 changes from frame to frame.
        let mut payload = vec![2, 0x80 | self.film.toggle | if is_last { 2 } else { 0 }];
        payload.extend(part);
        self.film.sent += part.len();
        self.link.write_all(&usbip::submitted(number, 0, payload.len(), &payload))?;
        if is_last {
            let interval = self.film.of.as_ref().map_or(0, |(_, format)| u64::from(format.interval) * 100);
            self.film.sent = 0;
            self.film.toggle ^= 1;
            self.film.next = Some(Instant::now() + Duration::from_nanos(interval));
            lock(&self.scene).frames += 1;
        }
        Ok(())
    }

    /// Takes a picture, if there is something new to be seen.
    fn load(&mut self) {
        let Some(format) = self.control.committed() else { return };
        let card = lock(&self.scene).card.clone();
        if self.film.of.as_ref() != Some(&(card.clone(), format)) {
            self.film.bytes = picture::frame(&card, format);
            self.film.of = Some((card, format));
        }
    }
}
