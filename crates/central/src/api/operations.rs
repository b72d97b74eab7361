//! The one way in for everything that stations did.

use super::auth::Caller;
use super::input::Body;
use super::problem::ApiError;
use crate::Central;
use crate::intake::{self, Received};
use crate::storage::StorageError;
use axum::Json;
use axum::extract::State;
use kaikuasema_domain::api::{MOST_OPERATIONS, Push, PushAnswer};

/// `POST /v1/operations`: a batch in the station's order, applied in one transaction.
pub(crate) async fn push(State(central): State<Central>, caller: Caller, Body(push): Body<Push>) -> Result<Json<PushAnswer>, ApiError> {
    if push.operations.len() > MOST_OPERATIONS {
        return Err(ApiError::too_large("more operations than the service takes at once"));
    }
    let received: Option<Vec<Received>> = push.operations.iter().map(|raw| Received::read(raw)).collect();
    let received = received.ok_or_else(|| ApiError::bad_request("an operation has no readable op_id"))?;
    let now = central.now();
    let results = central.storage().writing(move |write| {
        let results = intake::take_in(write, caller, &received, now)?;
        fail::fail_point!("central.operations.before_commit", |_| Err(StorageError::Failpoint("before_commit")));
        Ok(results)
    });
    let results = results.await?;
    // In a function of its own: a fault here must not hold up the async threads.
    after_commit().await?;
    Ok(Json(PushAnswer { results, now: central.now() }))
}

/// The place between the commit and the answer, where tests cut the service off.
async fn after_commit() -> Result<(), StorageError> {
    #[cfg(feature = "failpoints")]
    {
        let point = || {
            fail::fail_point!("central.operations.after_commit", |_| Err(StorageError::Failpoint("after_commit")));
            Ok(())
        };
        tokio::task::spawn_blocking(point).await.map_err(|_| StorageError::CutOff)??;
    }
    Ok(())
}
