//! What the camera tells while it is open, and a hand on it.

use iced::Subscription;
use iced::futures::Stream;
use kaikuasema_devices::camera::{self, Camera, CameraError, Event, Options, Program};
use kaikuasema_devices::{self as devices, Reader, ReaderId, State};
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;

/// Opens the camera.
pub type Open = Arc<dyn Fn(devices::Camera) -> Result<(Camera, Receiver<Event>), CameraError> + Send + Sync>;
/// Lists the cameras, and how each stands; may take its time.
pub type List = Arc<dyn Fn() -> Result<Vec<(Reader, State)>, CameraError> + Send + Sync>;

/// How long a driver may take to tell which cameras there are.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where cameras come from; tests bring their own.
#[derive(Clone)]
pub struct Source {
    /// How one is opened.
    pub open: Open,
    /// How they are listed.
    pub list: List,
}

/// The cameras of this machine, in a process of this program.
#[must_use]
pub fn of_this_machine() -> Source {
    Source { open: Arc::new(|camera| Camera::start(Options::new(camera).map_err(CameraError::Start)?)), list: Arc::new(list) }
}

/// The cameras of this machine, and how each stands. Blocks for some seconds at most.
///
/// # Errors
/// [`CameraError`], where nothing can be said.
pub fn list() -> Result<Vec<(Reader, State)>, CameraError> {
    camera::list(&Program::own().map_err(CameraError::Start)?, PATIENCE)
}

/// The open camera, as the window holds it. Clones are one; the last one closes it.
#[derive(Clone, Debug)]
pub struct Handle(Arc<Camera>);

impl Handle {
    /// Uses this camera from now on.
    pub fn choose(&self, reader: ReaderId) {
        self.0.choose(Some(reader));
    }

    /// Focuses there, or by itself.
    pub fn set_focus(&self, focus: Option<i64>) {
        self.0.set_focus(focus);
    }
}

/// What comes from the camera.
#[derive(Clone, Debug)]
pub enum Told {
    /// It is being opened.
    Started(Handle),
    /// It told something.
    Event(Event),
    /// It cannot be opened at all.
    Failed(Arc<CameraError>),
}

/// One opening of the camera; another one is another subscription.
struct Opening {
    open: Open,
    camera: devices::Camera,
    number: u64,
}

impl Hash for Opening {
    fn hash<H: Hasher>(&self, state: &mut H) {
        ("camera", self.number).hash(state);
    }
}

/// Everything that the camera tells during its opening of this number. Ends with the subscription: its light
/// goes out.
pub fn told(open: &Open, camera: &devices::Camera, number: u64) -> Subscription<Told> {
    Subscription::run_with(Opening { open: Arc::clone(open), camera: camera.clone(), number }, listen)
}

fn listen(opening: &Opening) -> impl Stream<Item = Told> + use<> {
    let (first, receiver) = match (opening.open)(opening.camera.clone()) {
        Ok((camera, receiver)) => (Told::Started(Handle(Arc::new(camera))), Some(receiver)),
        Err(error) => (Told::Failed(Arc::new(error)), None),
    };
    super::told(first, receiver, Told::Event)
}
