//! `limits`: a venue's limits in plain words, for its web page (R153).

use super::run::{Stop, venue_named};
use super::{Answer, Exit};
use crate::limits_text;
use crate::locale::Locale;
use crate::say;
use crate::station::{RecordError, Station};
use serde_json::json;

/// The list of one venue.
pub(super) async fn list(station: &Station, name: Option<&str>, locale: &Locale) -> Result<Answer, Stop> {
    let id = venue_named(station, name).await?;
    let signed_in = station.signed_in()?.ok_or(RecordError::NotSignedIn)?;
    let venue = signed_in.access(id).map(|access| &access.venue).ok_or(RecordError::NoRight)?;
    let events = station.events(id).await?;
    let lines = limits_text::limits(&venue.rules, events.iter().map(|each| &each.event), locale);
    let heading = say!(locale, "cli-limits", venue = venue.name.as_str());
    let text = lines.iter().fold(heading, |text, line| format!("{text}\n- {line}"));
    let json = json!({ "venue": { "id": venue.id, "name": venue.name }, "limits": venue.rules.limits, "lines": lines });
    Ok(Answer::new(Exit::Usable, text, json))
}
