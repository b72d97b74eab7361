//! Stations: registering, the credential, and what it opens.

use crate::harness::{CLERK, MAIN_USER, OTHER, PASSWORD, Service, batch, frozen, ok, problem};
use kaikuasema_domain::api::{ProblemCode, RegisterStation, StationCredential};
use kaikuasema_domain::operation::Outcome;
use kaikuasema_domain::user::Right;
use kaikuasema_domain::{StationId, Usage};
use reqwest::{Response, StatusCode};
use uuid::Uuid;

async fn register(service: &Service, token: &str, station: StationId, name: &str) -> Response {
    let request = RegisterStation { station, name: name.to_owned() };
    service.post("/v1/stations").bearer_auth(token).json(&request).send().await.unwrap()
}

#[tokio::test]
async fn registering_again_ends_the_former_credential() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let answer = register(&service, &station.session.access_token.0, station.id, "Lippukassa 2").await;
    let renewed: StationCredential = ok(answer).await;
    assert_eq!(problem(station.get(&station.usages_path()).await).await.code, ProblemCode::NotSignedIn);
    let call = service.get(&station.usages_path()).bearer_auth(&renewed.credential.0);
    assert_eq!(call.send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn a_credential_outlives_the_session_that_made_it() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    service.delete("/v1/sessions/current").bearer_auth(&station.session.access_token.0).send().await.unwrap();
    assert_eq!(station.get(&station.usages_path()).await.status(), StatusCode::OK);
    let out = service.delete("/v1/sessions/current").bearer_auth(&station.credential).send().await.unwrap();
    assert_eq!(problem(out).await.code, ProblemCode::Forbidden, "a station has no session");
}

#[tokio::test]
async fn only_a_clerk_who_records_registers_and_only_the_station_signed_in_at() {
    let service = Service::start().await;
    let theatre = service.theatre;
    service
        .admin(move |admin| {
            admin.add_user("tilasto@x.invalid", Some(PASSWORD), &[theatre], &[Right::Statistics], jiff::Timestamp::now()).unwrap();
        })
        .await;
    let id = StationId(Uuid::now_v7());
    let reader = service.sign_in("tilasto@x.invalid", id).await;
    let token = &reader.access_token.0;
    assert_eq!(problem(register(&service, token, id, "x").await).await.code, ProblemCode::Forbidden);
    assert_eq!(problem(service.get("/v1/cards/changes").bearer_auth(token).send().await.unwrap()).await.code, ProblemCode::Forbidden);

    let clerk = service.sign_in(CLERK, id).await;
    let token = &clerk.access_token.0;
    let elsewhere = StationId(Uuid::now_v7());
    assert_eq!(problem(register(&service, token, elsewhere, "x").await).await.code, ProblemCode::Forbidden);
    for name in ["", "   ", "a\nb", &"x".repeat(201)] {
        assert_eq!(problem(register(&service, token, id, name).await).await.code, ProblemCode::BadRequest, "{name}");
    }
    let made: StationCredential = ok(register(&service, token, id, "Kassa").await).await;
    let by_station = register(&service, &made.credential.0, id, "Kassa").await;
    assert_eq!(problem(by_station).await.code, ProblemCode::Forbidden);
}

#[tokio::test]
async fn a_station_registered_anew_by_another_sees_only_what_that_one_may() {
    let service = Service::start().await;
    let station = service.station(MAIN_USER).await;
    let session = service.sign_in(OTHER, station.id).await;
    let made: StationCredential = ok(register(&service, &session.access_token.0, station.id, "Kassa").await).await;
    let get = async |path: String| service.get(&path).bearer_auth(&made.credential.0).send().await.unwrap();
    assert_eq!(get(station.usages_path()).await.status(), StatusCode::OK, "the former clerk is still signed in at it");
    service.delete("/v1/sessions/current").bearer_auth(&station.session.access_token.0).send().await.unwrap();
    assert_eq!(problem(get(station.usages_path()).await).await.code, ProblemCode::Forbidden);
    assert_eq!(get(format!("/v1/venues/{}/usages/changes", service.library)).await.status(), StatusCode::OK);
    // What was recorded under the former registration still comes in.
    let body = batch(&frozen(&[station.create(station.usage("A9990000071"))]));
    let answer = service.post("/v1/operations").bearer_auth(&made.credential.0).body(body).send().await.unwrap();
    assert!(answer.text().await.unwrap().contains("accepted"));
}

#[tokio::test]
async fn a_shared_till_serves_each_clerk_who_signs_in_at_it() {
    let service = Service::start().await;
    let till = service.station(CLERK).await;
    let library = format!("/v1/venues/{}/usages/changes", service.library);
    assert_eq!(till.get(&library).await.status(), StatusCode::FORBIDDEN);
    let second = service.sign_in(OTHER, till.id).await;
    assert_eq!(till.get(&library).await.status(), StatusCode::OK);
    assert_eq!(till.get(&till.usages_path()).await.status(), StatusCode::OK);
    // After the second clerk signed out, what was recorded still comes in.
    service.delete("/v1/sessions/current").bearer_auth(&second.access_token.0).send().await.unwrap();
    assert_eq!(till.get(&library).await.status(), StatusCode::FORBIDDEN);
    let mut operation = till.create(Usage { venue: service.library, clerk: service.other, ..till.usage("A9990000071") });
    (operation.venue, operation.clerk) = (service.library, service.other);
    assert!(matches!(till.push(&[operation]).await.as_slice(), [Outcome::Accepted { .. }]));
}

#[tokio::test]
async fn claiming_anothers_station_opens_nothing_of_theirs() {
    let service = Service::start().await;
    let till = service.station(CLERK).await;
    let thief = service.sign_in(OTHER, till.id).await;
    let token = &thief.access_token.0;
    let read = service.get(&till.usages_path()).bearer_auth(token).send().await.unwrap();
    assert_eq!(problem(read).await.code, ProblemCode::Forbidden);
    let body = batch(&frozen(&[till.create(till.usage("A9990000071"))]));
    let answer = service.post("/v1/operations").bearer_auth(token).body(body).send().await.unwrap();
    assert!(answer.text().await.unwrap().contains("venue_not_yours"));
}
