//! What the readers of the station tell, and a hand on the hub that reads them.

use iced::Subscription;
use iced::futures::Stream;
use kaikuasema_devices::hub::{Hub, HubError, Options};
use kaikuasema_devices::merge::Counts;
use kaikuasema_devices::{Event, Scan, Settings};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc::Receiver;

/// Starts the hub; tests start one with readers of their own.
pub type Start = Arc<dyn Fn(Settings) -> Result<(Hub, Receiver<Event>), HubError> + Send + Sync>;

/// The hub of this machine's readers.
#[must_use]
pub fn of_this_machine() -> Start {
    Arc::new(|settings| Hub::start(settings, Options::default()))
}

/// The hub, as the window holds it. Clones are one; the last one stops the readers.
#[derive(Clone)]
pub struct Handle(Arc<Mutex<Hub>>);

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handle")
    }
}

impl Handle {
    fn with<T>(&self, call: impl FnOnce(&Hub) -> T) -> T {
        call(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What is set for the readers changed.
    pub fn set_settings(&self, settings: Settings) {
        self.with(|hub| hub.set_settings(settings));
    }

    /// The window got the focus, or lost it: readers that are keyboards are held only while it has it.
    pub fn set_focused(&self, is_focused: bool) {
        self.with(|hub| hub.set_focused(is_focused));
    }

    /// Whether a scan that did not come through the hub counts, or came by another way already.
    #[must_use]
    pub fn accept(&self, scan: &Scan) -> Counts {
        self.with(|hub| hub.accept(scan))
    }
}

/// What comes from the hub.
#[derive(Clone, Debug)]
pub enum Told {
    /// It looks for readers now.
    Started(Handle),
    /// A reader told something.
    Event(Event),
    /// It could not be started: scanners that type into the window work all the same.
    Failed(Arc<HubError>),
}

/// The hub is started once; two subscriptions to it are the same.
struct OfStation {
    start: Start,
    settings: Settings,
}

impl Hash for OfStation {
    fn hash<H: Hasher>(&self, state: &mut H) {
        "readers".hash(state);
    }
}

/// Everything that the readers tell, begun with these settings.
pub fn told(start: &Start, settings: &Settings) -> Subscription<Told> {
    Subscription::run_with(OfStation { start: Arc::clone(start), settings: settings.clone() }, listen)
}

fn listen(of: &OfStation) -> impl Stream<Item = Told> + use<> {
    let (first, receiver) = match (of.start)(of.settings.clone()) {
        Ok((hub, receiver)) => (Told::Started(Handle(Arc::new(Mutex::new(hub)))), Some(receiver)),
        Err(error) => (Told::Failed(Arc::new(error)), None),
    };
    super::told(first, receiver, Told::Event)
}
