//! Signing in, without a display: a real service and real faults of the network, each with a
//! sentence of its own.

use crate::harness::keyboard::Named;
use crate::harness::station::{config, counter};
use crate::harness::{Harness, clock};
use kaikuasema::app::{App, Time};
use kaikuasema::locale::Language;
use kaikuasema::station::Station;
use std::io::{Read, Write};
use std::net::TcpListener;
use tempfile::TempDir;

/// A window on a station that belongs to no service yet.
fn fresh() -> (Harness<App>, TempDir) {
    let folder = TempDir::new().unwrap();
    let station = Station::open(&config(folder.path(), false)).unwrap();
    let (app, boot) = App::with_time(station, Language::Fi, Time { pace: clock::now, ..Time::default() });
    let mut window = Harness::open(app, boot);
    window.wait_until("the sign-in page", |window| window.is_focused("server"));
    (window, folder)
}

fn fill_in(window: &mut Harness<App>, server: &str) {
    window.types(server);
    window.press(Named::Tab);
    window.types("kassa@esimerkki.invalid");
    window.press(Named::Tab);
    window.types("salainen");
    window.key(Named::Enter);
}

#[test]
fn an_empty_field_is_asked_for() {
    let (mut window, _folder) = fresh();
    window.key(Named::Enter);
    window.wait_for("Kirjoita sähköpostiosoite ja salasana");
    assert!(window.is_focused("server"));
}

#[test]
fn without_a_connection_the_page_says_so() {
    let (mut window, _folder) = fresh();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    fill_in(&mut window, &format!("http://127.0.0.1:{port}"));
    window.wait_for("Palveluun ei saada yhteyttä");
}

#[test]
fn an_address_where_something_else_answers_is_told_apart() {
    let (mut window, _folder) = fresh();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let _ = stream.read(&mut [0; 4096]);
            let page = "<html>Tervetuloa</html>";
            let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", page.len());
            let _ = stream.write_all((head + page).as_bytes());
        }
    });
    fill_in(&mut window, &format!("http://127.0.0.1:{port}"));
    window.wait_for("vastaa jokin muu kuin");
}

#[test]
fn an_address_that_is_none_or_not_secure_is_refused() {
    let (mut window, _folder) = fresh();
    fill_in(&mut window, "http://kaiku.example");
    window.wait_for("Osoite ei kelpaa");
    assert!(window.is_focused("server"));
}

#[test]
fn a_wrong_password_is_told_and_the_right_one_leads_to_the_counter() {
    let mut counter = counter(Language::Fi);
    let window = &mut counter.window;
    window.focus_on("sign-out");
    window.press(Named::Enter);
    window.wait_for("Kirjaudu sisään");
    window.wait_until("the first field", |window| window.is_focused("email"));
    window.types("kassa@esimerkki.invalid");
    window.press(Named::Tab);
    window.types("väärä");
    window.key(Named::Enter);
    window.wait_for("Sähköpostiosoite tai salasana on väärä");
    assert!(window.is_focused("password"));
    window.types("harjoitus-kaiku");
    window.key(Named::Enter);
    window.wait_for("Valmis lukemaan");
    window.scans("A9990000071");
    window.wait_for("Kortti kelpaa");
}

#[test]
fn a_scan_on_the_sign_in_page_is_dropped_and_fills_no_field() {
    let (mut window, _folder) = fresh();
    window.scans("A9990000071");
    assert!(window.fields().iter().all(|field| !field.contains('9')), "{:?}", window.fields());
    window.bursts("salasanojen-hallinta");
    window.press(Named::Enter);
    assert_eq!(window.field("server"), "salasanojen-hallinta", "a password manager types as fast as a scanner");
}

#[test]
fn the_language_changes_before_signing_in() {
    let (mut window, _folder) = fresh();
    window.click("Svenska");
    window.wait_for("E-postadress");
    window.click("English");
    window.wait_for("E-mail address");
}

#[test]
fn a_card_is_checked_without_signing_in_and_nothing_is_recorded() {
    let mut counter = counter(Language::Fi);
    let window = &mut counter.window;
    window.wait_for("Ajan tasalla");
    window.focus_on("sign-out");
    window.press(Named::Enter);
    window.wait_until("the sign-in page", |window| window.is_focused("email"));
    window.focus_on("check-card");
    window.key(Named::Enter);
    window.scans("A9990000071");
    window.wait_for("Kortti on voimassa.");
    window.wait_for("Kortin viimeinen voimassaolopäivä on");
    window.pause(std::time::Duration::from_millis(300));
    window.press(Named::Enter);
    window.scans("AM999000115");
    window.wait_for("Kortti ei ole aktiivinen!");
    window.types("A9990000999");
    window.key(Named::Enter);
    window.wait_for("Korttia ei löytynyt tietokannasta!");
    window.types("A999");
    window.key(Named::Enter);
    window.wait_for("Ei Kaikukortin tunnus");
    window.scans("YZ-0123456789");
    window.wait_for("Tämä on testikortti");
    window.key(Named::Escape);
    window.wait_until("the sign-in page again", |window| window.is_focused("email"));
    let filter = kaikuasema_store::UsageFilter {
        recorded_from: Some(kaikuasema_domain::civil::start_of_day(counter.station.today())),
        ..Default::default()
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    assert!(runtime.block_on(counter.station.records(filter)).unwrap().is_empty());
}
