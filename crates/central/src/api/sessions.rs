//! Signing in, staying signed in, signing out.

use super::auth::Caller;
use super::input::{Address, Body};
use super::problem::ApiError;
use crate::storage::{NewSession, SessionRow, StorageError, Write};
use crate::token::{self, Kind, Made, Shown};
use crate::{Central, password};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use kaikuasema_domain::api::{ProblemCode, Refresh, Session, SignIn};
use kaikuasema_domain::user::User;
use std::time::Instant;
use uuid::Uuid;

/// How long an access token is good.
const ACCESS: SignedDuration = SignedDuration::from_mins(15);
/// How long a session lasts without being refreshed.
const IDLE: SignedDuration = SignedDuration::from_hours(90 * 24);
/// More refresh tokens than this are not good at once: a station that asks so often has the last answers.
const MOST_UNUSED: usize = 8;
/// The longest e-mail address there is.
const LONGEST_EMAIL: usize = 254;

/// `POST /v1/sessions`. A wrong e-mail and a wrong password answer alike and in like time.
pub(crate) async fn sign_in(
    State(central): State<Central>,
    Address(address): Address,
    Body(request): Body<SignIn>,
) -> Result<Json<Session>, ApiError> {
    let email = crate::admin::normal_email(&request.email);
    if email.len() > LONGEST_EMAIL {
        return Err(wrong());
    }
    // Counted before the password is looked at, so that tries at once count too.
    let now = Instant::now();
    central.tries().by_address.try_at(address, now).map_err(ApiError::too_many_tries)?;
    central.tries().by_email.try_at(email.clone(), now).map_err(ApiError::too_many_tries)?;

    let wanted = email.clone();
    let found = central.storage().reading(move |read| read.user_by_email(&wanted)).await?;
    let turn = central.hashing().acquire_owned().await.map_err(|_| StorageError::CutOff)?;
    let user = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let stored = found.as_ref().map(|(_, hash)| hash.as_str());
        let is_right = password::verify(&request.password.0, stored);
        found.filter(|_| is_right).map(|(user, _)| user)
    });
    let user = user.await.map_err(|_| StorageError::CutOff)?.ok_or_else(wrong)?;
    central.tries().by_address.forgive(&address);
    central.tries().by_email.forgive(&email);

    let (id, now) = (token::random_id()?, central.now());
    let refresh = token::make(Kind::Refresh, id)?;
    let new = NewSession { id, user: user.id, station: request.station, refresh: refresh.hash, expires: now + IDLE };
    let (token_id, access) = new_access()?;
    let session = central.storage().writing(move |write| {
        write.begin_session(&new)?;
        write.note_station_user(new.station, new.user)?;
        grant(write, id, user, token_id, access, refresh, now)
    });
    Ok(Json(session.await?))
}

/// `POST /v1/sessions/refresh`. The former refresh token stays good until a new one was used: a lost
/// answer locks nobody out. So does every new one that it brought: the same call may arrive twice, or once
/// more long after its answer, and the station has whichever answer came to it.
pub(crate) async fn refresh(State(central): State<Central>, Body(request): Body<Refresh>) -> Result<Json<Session>, ApiError> {
    let shown = Shown::parse(&request.refresh_token.0).filter(|shown| shown.kind == Kind::Refresh).ok_or_else(ApiError::not_signed_in)?;
    let now = central.now();
    let next = token::make(Kind::Refresh, shown.id)?;
    let (token_id, access) = new_access()?;
    let session = central.storage().writing(move |write| {
        let Some(row) = write.session(shown.id, now)?.filter(|row| row.station == request.station) else { return Ok(None) };
        let Some(mut unused) = still_unused(&row, &shown) else { return Ok(None) };
        unused.push(next.hash);
        let Some(user) = write.user(row.user)? else { return Ok(None) };
        // The one just shown is the one the station surely has; it stays until the next is shown.
        write.rotate(row.id, &unused, &shown.hash(), now + IDLE)?;
        grant(write, row.id, user, token_id, access, next, now).map(Some)
    });
    session.await?.map(Json).ok_or_else(ApiError::not_signed_in)
}

/// `DELETE /v1/sessions/current`: the clerk signs out.
pub(crate) async fn sign_out(State(central): State<Central>, caller: Caller) -> Result<StatusCode, ApiError> {
    let Caller::Clerk { session, .. } = caller else { return Err(ApiError::forbidden("only a clerk has a session")) };
    central.storage().writing(move |write| write.end_session(session)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The tokens that stay good unused beside the one that is shown; none where that is not good itself.
fn still_unused(row: &SessionRow, shown: &Shown) -> Option<Vec<[u8; 32]>> {
    if row.unused.iter().any(|hash| shown.is(hash)) {
        return Some(Vec::new());
    }
    row.previous.as_ref().filter(|hash| shown.is(hash))?;
    let most = row.unused.len().min(MOST_UNUSED - 1);
    Some(row.unused.iter().skip(row.unused.len() - most).copied().collect())
}

fn new_access() -> Result<(Uuid, Made), getrandom::Error> {
    let id = token::random_id()?;
    Ok((id, token::make(Kind::Access, id)?))
}

fn grant(
    write: &Write<'_>,
    session: Uuid,
    user: User,
    token_id: Uuid,
    access: Made,
    refresh: Made,
    now: Timestamp,
) -> Result<Session, StorageError> {
    write.clear_ended(now)?;
    write.add_access_token(token_id, session, &access.hash, now + ACCESS)?;
    Ok(Session {
        access_token: access.token,
        expires_in: ACCESS.as_secs().unsigned_abs(),
        refresh_token: refresh.token,
        venues: write.access(user.id)?,
        user,
        now,
    })
}

fn wrong() -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, ProblemCode::SignInFailed, "wrong e-mail or password")
}
