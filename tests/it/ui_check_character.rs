//! A scanner that sends Code 39's check character and does not tell which sort of code it read: both sorts open the
//! right card in the window.

use crate::harness::keyboard::Named;
use crate::harness::station::counter;
use crate::harness::{Harness, clock};
use kaikuasema::app::{App, Time};
use kaikuasema::locale::Language;
use kaikuasema_devices::driver::Driver;
use kaikuasema_devices::fake::Fake;
use kaikuasema_devices::hub::{Hub, Options};
use kaikuasema_devices::{Kind, Profile, ReaderId, Settings};
use kaikuasema_domain::CardNumber;
use std::sync::Arc;
use std::time::Duration;

/// What is registered are A9990000071, whose last character is the check character of what stands before it, and
/// A999000093.
#[test]
fn where_a_number_is_good_with_and_without_its_last_character_the_one_in_the_register_opens() {
    let mut till = counter(Language::Fi);
    let profile = Profile { reader: ReaderId("a".to_owned()), sends_check_character: true, ..Profile::default() };
    let settings = Settings { profiles: vec![profile], ..Settings::default() };
    iced::futures::executor::block_on(till.station.set_setting("readers", settings)).unwrap();
    let fake = Fake::new(Kind::Serial);
    fake.plug("/dev/ttyACM0", "a");
    let driver = fake.clone();
    let start = move |settings| {
        let drivers: Vec<Arc<dyn Driver>> = vec![Arc::new(driver.clone())];
        Hub::start(settings, Options { drivers, look_every: Some(Duration::from_millis(50)), ..Options::default() })
    };
    let (app, boot) = App::with_time(till.station.clone(), Language::Fi, Time { pace: clock::now, ..Time::default() });
    till.window = Harness::open(app.reading_from(Arc::new(start)), boot);
    till.window.wait_for("Reader a");
    for (sent, number) in
        [("A9990000071", "A9990000071"), ("A99900000712", "A9990000071"), ("A9990000936", "A999000093"), ("A999000093", "A999000093")]
    {
        fake.scan("/dev/ttyACM0", sent);
        till.window.wait_for("Kortti kelpaa");
        assert!(till.window.fields().iter().any(|text| text == number), "{sent}: {:?}", till.window.fields());
        till.window.key(Named::Escape);
        till.window.wait_for("Valmis lukemaan");
    }
    assert!(CardNumber::parse("A9990000936").is_ok(), "it is a good number by itself");
    // Neither of the two is registered: the scanner sends a check character, and this is one.
    fake.scan("/dev/ttyACM0", "A9990002220");
    till.window.wait_for("Korttia ei löytynyt tietokannasta!");
    assert!(till.window.fields().iter().any(|text| text == "A999000222"), "{:?}", till.window.fields());
}
