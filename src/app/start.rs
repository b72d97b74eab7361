//! The start: what the window needs before it can be used, and running it.

use super::camera::{MIRRORED, OFF_AFTER};
use super::{App, GAP, LANGUAGE, LOOK, READERS, VENUE};
use crate::locale::Language;
use crate::readers;
use crate::station::{SignedIn, Station, StationError};
use crate::ui::lettering;
use crate::ui::theme::Look;
use crate::ui::wedge::GAPS;
use kaikuasema_devices::Settings;
use kaikuasema_domain::VenueId;
use std::sync::Arc;
use std::time::Duration;

/// What the station told when it was ready.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Who is signed in.
    pub signed_in: Result<Option<SignedIn>, Arc<StationError>>,
    /// The language set before.
    pub language: Option<Language>,
    /// The colours set before.
    pub look: Option<Look>,
    /// The venue chosen before.
    pub venue: Option<VenueId>,
    /// Whether the station belongs to a service.
    pub has_service: bool,
    /// The longest pause between two characters of a scan, where one was set.
    pub gap: Option<Duration>,
    /// What was set for the readers.
    pub readers: Settings,
    /// Whether the camera's picture is mirrored, where that was set.
    pub is_mirrored: Option<bool>,
    /// After how many minutes without a reading the camera goes off, where that was set; 0 is never.
    pub camera_off_after: Option<u64>,
}

/// Opens what the window needs: in training a clerk and a register, and what was set before.
pub(super) async fn open(station: Station) -> Opened {
    if let Err(error) = station.prepare_training().await {
        tracing::error!(%error, "the training mode is not ready");
    }
    if let Err(error) = station.start_sync().await {
        tracing::error!(%error, "the synchronisation does not start");
    }
    // A bad setting falls back alone.
    let language: Option<String> = station.setting(LANGUAGE).await.ok().flatten();
    let look: Option<String> = station.setting(LOOK).await.ok().flatten();
    let venue: Option<VenueId> = station.setting(VENUE).await.ok().flatten();
    let gap: Option<u64> = station.setting(GAP).await.ok().flatten();
    let kept: Option<serde_json::Value> = station.setting(READERS).await.ok().flatten();
    let is_mirrored: Option<bool> = station.setting(MIRRORED).await.ok().flatten();
    let camera_off_after: Option<u64> = station.setting(OFF_AFTER).await.ok().flatten();
    Opened {
        is_mirrored,
        camera_off_after: camera_off_after.filter(|minutes| readers::OFF_AFTER.contains(minutes)),
        signed_in: station.signed_in().map_err(Arc::new),
        has_service: station.service_address().is_ok_and(|address| address.is_some()),
        gap: gap.filter(|gap| GAPS.contains(gap)).map(Duration::from_millis),
        language: language.as_deref().and_then(Language::from_code),
        look: look.as_deref().and_then(Look::from_name),
        venue,
        readers: kept.as_ref().map(readers::settings).unwrap_or_default(),
    }
}

/// Runs the window until it is closed, in the language given or the one set before.
///
/// # Errors
/// When the window system gives no window.
pub fn run(station: Station, given: Option<Language>) -> iced::Result {
    let boot = move || {
        let (app, task) = App::new(station.clone(), given.unwrap_or_else(Language::from_system));
        (App { given, ..app }, task)
    };
    let settings = iced::Settings {
        id: Some("fi.kaikuasema.Kaikuasema".to_owned()),
        fonts: lettering::fonts(),
        default_font: lettering::REGULAR,
        default_text_size: lettering::BODY.into(),
        ..iced::Settings::default()
    };
    let window = iced::window::Settings {
        size: iced::Size::new(1366.0, 768.0),
        min_size: Some(iced::Size::new(1024.0, 640.0)),
        // What is unsaved is asked about first: see `Message::CloseRequested`.
        exit_on_close_request: false,
        ..iced::window::Settings::default()
    };
    iced::application(boot, App::update, App::view)
        .title(App::title)
        .theme(App::theme)
        .subscription(App::subscription)
        .settings(settings)
        .window(window)
        .run()
}
