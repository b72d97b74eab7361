//! Signing in, refreshing, signing out.

use crate::harness::{CLERK, MAIN_USER, OTHER, PASSWORD, Service, ok, problem};
use kaikuasema_domain::StationId;
use kaikuasema_domain::api::{Meta, ProblemCode, Refresh, Secret, Session, SignIn};
use kaikuasema_domain::user::Right;
use reqwest::{Response, StatusCode};
use std::time::{Duration, Instant};
use uuid::Uuid;

fn station(n: u128) -> StationId {
    StationId(Uuid::from_u128(n))
}

async fn refresh(service: &Service, token: &Secret, station: StationId) -> Response {
    let request = Refresh { refresh_token: token.clone(), station };
    service.post("/v1/sessions/refresh").json(&request).send().await.unwrap()
}

async fn is_good(service: &Service, session: &Session) -> bool {
    let path = format!("/v1/venues/{}/events/changes", service.theatre);
    let status = service.get(&path).bearer_auth(&session.access_token.0).send().await.unwrap().status();
    assert!(status == StatusCode::OK || status == StatusCode::UNAUTHORIZED, "{status}");
    status == StatusCode::OK
}

#[tokio::test]
async fn meta_tells_who_the_service_is() {
    let service = Service::start().await;
    let meta: Meta = ok(service.get("/v1/meta").send().await.unwrap()).await;
    let again: Meta = ok(service.get("/v1/meta").send().await.unwrap()).await;
    assert_eq!((meta.instance_id, &meta.public_key), (again.instance_id, &again.public_key));
    assert_eq!(data_encoding::BASE64.decode(meta.public_key.as_bytes()).unwrap().len(), 32);
    assert_eq!(meta.api_versions, [1]);
    assert_eq!((meta.most_operations, meta.most_batch_bytes), (500, 8 * 1024 * 1024));
    assert!(meta.training);
}

#[tokio::test]
async fn a_clerk_signs_in_and_out() {
    let service = Service::start().await;
    let session = service.sign_in(" KASSA@Teatteri.invalid ", station(1)).await;
    assert_eq!(session.user.email, CLERK);
    assert_eq!(session.venues.len(), 1);
    assert_eq!(session.venues[0].venue.id, service.theatre);
    assert!(session.venues[0].rights.contains(&Right::Record) && !session.venues[0].rights.contains(&Right::DeleteAny));
    assert!(is_good(&service, &session).await);

    let out = service.delete("/v1/sessions/current").bearer_auth(&session.access_token.0).send().await.unwrap();
    assert_eq!(out.status(), StatusCode::NO_CONTENT);
    assert!(!is_good(&service, &session).await);
    assert_eq!(problem(refresh(&service, &session.refresh_token, station(1)).await).await.code, ProblemCode::NotSignedIn);
    let out = service.delete("/v1/sessions/current").bearer_auth(&session.access_token.0).send().await.unwrap();
    assert_eq!(problem(out).await.code, ProblemCode::NotSignedIn);
}

#[tokio::test]
async fn a_session_names_who_records_at_each_venue_now() {
    let service = Service::start().await;
    let (theatre, main_user) = (service.theatre, service.main_user);
    let reader = "tilasto@teatteri.invalid";
    service
        .admin(move |admin| admin.add_user(reader, Some(PASSWORD), &[theatre], &[Right::Statistics], jiff::Timestamp::now()).unwrap())
        .await;
    let colleagues = async || {
        let session = service.sign_in(CLERK, station(1)).await;
        let [venue] = session.venues.as_slice() else { panic!("one venue") };
        venue.colleagues.iter().map(|user| (user.id, user.email.clone())).collect::<Vec<_>>()
    };
    let (clerk, boss) = ((service.clerk, CLERK.to_owned()), (service.main_user, MAIN_USER.to_owned()));
    assert_eq!(colleagues().await, [clerk.clone(), boss], "nobody of another venue, nobody who only reads");
    service.admin(move |admin| admin.end_right(main_user, theatre, Right::Record, jiff::Timestamp::now()).unwrap()).await;
    assert_eq!(colleagues().await, [clerk]);
}

#[tokio::test]
async fn a_wrong_email_and_a_wrong_password_answer_alike_and_in_like_time() {
    let service = Service::start().await;
    let timed = async |email: &str| {
        let start = Instant::now();
        let response = service.try_sign_in(email, "väärä salasana", station(1)).await;
        let took = start.elapsed();
        let mut headers = response.headers().clone();
        headers.remove("date");
        (problem(response).await, headers, took)
    };
    let mut fastest = [Duration::MAX; 2];
    for _ in 0..4 {
        let (wrong_password, one, took_one) = timed(CLERK).await;
        let (wrong_email, other, took_other) = timed("kukaan@teatteri.invalid").await;
        assert_eq!((wrong_password.code, wrong_password.status), (ProblemCode::SignInFailed, 401));
        assert_eq!(wrong_password, wrong_email);
        assert_eq!(one, other);
        fastest = [fastest[0].min(took_one), fastest[1].min(took_other)];
    }
    let ratio = fastest[0].as_secs_f64() / fastest[1].as_secs_f64();
    assert!((0.3..3.0).contains(&ratio), "{fastest:?}");
}

#[tokio::test]
async fn too_many_wrong_passwords_make_that_address_wait_and_no_other() {
    let service = Service::start().await;
    for _ in 0..10 {
        assert_eq!(service.try_sign_in(CLERK, "väärä salasana", station(1)).await.status(), StatusCode::UNAUTHORIZED);
    }
    let refused = service.try_sign_in(CLERK, PASSWORD, station(1)).await;
    let wait: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=900).contains(&wait), "{wait}");
    assert_eq!(problem(refused).await.code, ProblemCode::TooManyTries);
    // Nothing tells whether the address is somebody's.
    for _ in 0..10 {
        service.try_sign_in("kukaan@teatteri.invalid", "väärä salasana", station(1)).await;
    }
    assert_eq!(service.try_sign_in("kukaan@teatteri.invalid", "x", station(1)).await.status(), StatusCode::TOO_MANY_REQUESTS);
    service.sign_in(OTHER, station(1)).await;
}

/// Tries with ever other user names; the statuses of the tries that one header made.
async fn many_tries(url: &str, forwarded: impl Fn(usize) -> String) -> Vec<StatusCode> {
    let mut statuses = Vec::new();
    for n in 0..61 {
        let request = SignIn { email: format!("{n}@x.invalid"), password: Secret("väärä salasana".to_owned()), station: station(1) };
        let call = reqwest::Client::new().post(url).header("x-forwarded-for", forwarded(n)).json(&request);
        statuses.push(call.send().await.unwrap().status());
    }
    statuses
}

#[tokio::test]
async fn too_many_tries_from_one_network_address_wait_whatever_the_header_says() {
    let service = Service::start().await;
    let statuses = many_tries(&service.url("/v1/sessions"), |n| format!("192.0.2.{n}")).await;
    assert_eq!(statuses.iter().filter(|status| **status == StatusCode::UNAUTHORIZED).count(), 60);
    assert_eq!(statuses[60], StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn behind_a_proxy_only_the_address_that_the_proxy_saw_counts() {
    let service = Service::start().await;
    let central = service.central.clone().behind_proxy();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1/sessions", listener.local_addr().unwrap());
    tokio::spawn(async move { central.serve(listener, std::future::pending()).await });
    // What stands in front of the last address anyone can write.
    let statuses = many_tries(&url, |n| format!("192.0.2.{n}, 198.51.100.7")).await;
    assert_eq!(statuses[60], StatusCode::TOO_MANY_REQUESTS);
    let request = SignIn { email: CLERK.to_owned(), password: Secret(PASSWORD.to_owned()), station: station(1) };
    let call = reqwest::Client::new().post(&url).header("x-forwarded-for", "198.51.100.8").json(&request);
    assert_eq!(call.send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn rightful_sign_ins_are_never_too_many() {
    let service = Service::start().await;
    for n in 0..12 {
        service.sign_in(CLERK, station(n)).await;
    }
}

#[tokio::test]
async fn a_refresh_token_is_good_until_the_next_one_was_used() {
    let service = Service::start().await;
    let first = service.sign_in(CLERK, station(1)).await;
    let second: Session = ok(refresh(&service, &first.refresh_token, station(1)).await).await;
    assert_ne!(first.refresh_token, second.refresh_token);
    assert!(is_good(&service, &second).await);
    // The answer was lost: the former token still serves.
    let third: Session = ok(refresh(&service, &first.refresh_token, station(1)).await).await;
    // That answer arrived, and its token is used.
    let fourth: Session = ok(refresh(&service, &third.refresh_token, station(1)).await).await;
    assert!(is_good(&service, &fourth).await);
    for dead in [&first, &second] {
        assert_eq!(problem(refresh(&service, &dead.refresh_token, station(1)).await).await.code, ProblemCode::NotSignedIn);
    }
    let fifth: Session = ok(refresh(&service, &third.refresh_token, station(1)).await).await;
    assert_eq!(fifth.user, first.user);
}

#[tokio::test]
async fn a_refresh_that_arrives_twice_locks_nobody_out_whichever_answer_came() {
    let service = Service::start().await;
    let first = service.sign_in(CLERK, station(1)).await;
    let answers = async |token: &Secret, times: usize| {
        let mut answers = Vec::new();
        for _ in 0..times {
            answers.push(ok::<Session>(refresh(&service, token, station(1)).await).await);
        }
        answers
    };
    // The station has the first answer; the same call arrives again after that.
    let twice = answers(&first.refresh_token, 2).await;
    let next: Session = ok(refresh(&service, &twice[0].refresh_token, station(1)).await).await;
    for dead in [&first, &twice[1]] {
        assert_eq!(problem(refresh(&service, &dead.refresh_token, station(1)).await).await.code, ProblemCode::NotSignedIn);
    }
    // However often it asks with the one that it has, the last answers are good, and there is an end to them.
    let often = answers(&next.refresh_token, 12).await;
    assert_eq!(problem(refresh(&service, &often[0].refresh_token, station(1)).await).await.code, ProblemCode::NotSignedIn);
    ok::<Session>(refresh(&service, &often[4].refresh_token, station(1)).await).await;
}

#[tokio::test]
async fn a_refresh_token_serves_only_its_own_station() {
    let service = Service::start().await;
    let session = service.sign_in(CLERK, station(1)).await;
    assert_eq!(problem(refresh(&service, &session.refresh_token, station(2)).await).await.code, ProblemCode::NotSignedIn);
    ok::<Session>(refresh(&service, &session.refresh_token, station(1)).await).await;
}

#[tokio::test]
async fn no_token_serves_in_place_of_another_kind() {
    let service = Service::start().await;
    let session = service.sign_in(CLERK, station(1)).await;
    assert_eq!(refresh(&service, &session.access_token, station(1)).await.status(), StatusCode::UNAUTHORIZED);
    let path = "/v1/cards/changes";
    for token in [session.refresh_token.0.as_str(), "", "x", "ka..", "ks.0.0"] {
        let refused = service.get(path).bearer_auth(token).send().await.unwrap();
        assert_eq!(refused.headers()["www-authenticate"], "Bearer");
        assert_eq!(problem(refused).await.code, ProblemCode::NotSignedIn, "{token}");
    }
    let basic = service.get(path).basic_auth(CLERK, Some(PASSWORD)).send().await.unwrap();
    assert_eq!(problem(basic).await.code, ProblemCode::NotSignedIn);
    assert_eq!(problem(service.get(path).send().await.unwrap()).await.code, ProblemCode::NotSignedIn);
}

#[tokio::test]
async fn a_changed_password_ends_the_sessions() {
    let service = Service::start().await;
    let session = service.sign_in(MAIN_USER, station(1)).await;
    service.admin(|admin| admin.add_user(MAIN_USER, Some("uusi salasana"), &[], &[], jiff::Timestamp::now()).unwrap()).await;
    assert!(!is_good(&service, &session).await);
    assert_eq!(service.try_sign_in(MAIN_USER, PASSWORD, station(1)).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(service.try_sign_in(MAIN_USER, "uusi salasana", station(1)).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn no_secret_lies_in_the_file() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let secrets = [PASSWORD, &station.credential, &station.session.access_token.0, &station.session.refresh_token.0];
    for entry in std::fs::read_dir(service.dir.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for secret in secrets {
            let secret = secret.rsplit('.').next().unwrap().as_bytes();
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }
}
