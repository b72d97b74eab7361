//! Tests of the camera as the clerk sees it.

use super::*;
use kaikuasema_devices::Kind;
use std::sync::Arc;

fn camera(id: &str) -> Reader {
    Reader {
        id: ReaderId(id.to_owned()),
        kind: Kind::Camera,
        name: id.to_owned(),
        usb: None,
        node: "/dev/video0".to_owned(),
        is_likely: true,
    }
}

fn picture() -> Event {
    Event::Picture(Arc::new(Picture { width: 3, height: 2, luma: vec![0, 1, 2, 10, 11, 12] }))
}

#[test]
fn a_camera_opens_shows_and_goes() {
    let mut finder = Viewfinder::new(None, false);
    assert_eq!(finder.standing, Standing::Opening);
    finder.told(Event::Listed(Vec::new()));
    assert_eq!(finder.standing, Standing::Missing);
    finder.told(Event::Listed(vec![camera("a")]));
    assert_eq!(finder.standing, Standing::Opening, "plugged in meanwhile");
    finder.told(Event::Stands(camera("a"), State::Ready));
    finder.told(picture());
    assert_eq!((finder.standing.clone(), finder.chosen.clone()), (Standing::Looking, Some(camera("a").id)));
    finder.told(Event::Stands(camera("a"), State::Gone));
    assert_eq!(finder.standing, Standing::Missing);
    assert!(finder.shown.is_none(), "no picture of what is gone");
}

#[test]
fn a_camera_that_was_pulled_out_is_missing_though_another_is_there() {
    let mut finder = Viewfinder::new(None, false);
    finder.told(Event::Listed(vec![camera("a"), camera("b")]));
    finder.told(Event::Stands(camera("a"), State::Ready));
    finder.told(picture());
    finder.told(Event::Focus(Some(Focus { min: 0, max: 250, step: 5, default: 0, value: 0, has_auto: true, is_auto: false })));
    finder.told(Event::Stands(camera("a"), State::Gone));
    finder.told(Event::Listed(vec![camera("b")]));
    assert_eq!((finder.standing.clone(), finder.shown.is_none()), (Standing::Missing, true));
    assert!(finder.is_away(), "the other one can be chosen");
    assert_eq!(finder.focus, None, "what is away has no focus");
    finder.told(Event::Listed(vec![camera("b"), camera("a")]));
    assert_eq!((finder.standing.clone(), finder.is_away()), (Standing::Opening, false), "back again");
}

#[test]
fn beside_one_that_is_away_another_is_chosen_or_plugged_in_again() {
    let pulled_out = || {
        let mut finder = Viewfinder::new(None, false);
        finder.told(Event::Listed(vec![camera("a"), camera("b")]));
        finder.told(Event::Stands(camera("a"), State::Ready));
        finder.told(Event::Stands(camera("a"), State::Gone));
        finder.told(Event::Listed(vec![camera("b")]));
        finder
    };
    let mut finder = pulled_out();
    assert_eq!(finder.choose(&drop_down::Message::Chosen(0)), Some(camera("b").id));
    assert_eq!(finder.standing, Standing::Opening);
    let mut finder = pulled_out();
    finder.told(Event::Listed(Vec::new()));
    assert!(!finder.is_away(), "there is none to choose");
    finder.told(Event::Listed(vec![camera("b")]));
    assert_eq!(finder.standing, Standing::Opening);
}

#[test]
fn what_is_in_the_way_is_told_and_the_last_picture_goes() {
    let mut finder = Viewfinder::new(None, false);
    finder.told(picture());
    for obstacle in [Obstacle::InUse, Obstacle::NoPermission, Obstacle::Stalled] {
        finder.told(Event::Stands(camera("a"), State::Blocked { obstacle: obstacle.clone() }));
        assert_eq!((finder.standing.clone(), finder.shown.is_none()), (Standing::Blocked(obstacle), true));
    }
    finder.told(Event::Down(Obstacle::Stalled));
    assert_eq!(finder.standing, Standing::Blocked(Obstacle::Stalled));
    finder.told(picture());
    assert_eq!(finder.standing, Standing::Looking, "it works again by itself");
}

#[test]
fn only_the_last_thing_said_fades() {
    let mut finder = Viewfinder::new(None, false);
    let first = finder.told(Event::AlreadyRead).unwrap();
    let second = finder.told(Event::TwoInView).unwrap();
    finder.fade(first);
    assert_eq!(finder.said, Some((second, Said::TwoInView)));
    finder.fade(second);
    assert_eq!(finder.said, None);
}

#[test]
fn a_mirrored_picture_has_its_rows_turned_round() {
    let pixels = |is_mirrored| match shown(&Picture { width: 3, height: 2, luma: vec![0, 1, 2, 10, 11, 12] }, is_mirrored).unwrap().handle {
        Handle::Rgba { pixels, .. } => pixels.chunks_exact(4).map(|pixel| pixel[0]).collect::<Vec<u8>>(),
        _ => Vec::new(),
    };
    assert_eq!(pixels(false), [0, 1, 2, 10, 11, 12]);
    assert_eq!(pixels(true), [2, 1, 0, 12, 11, 10]);
    for picture in [Picture { width: 4, height: 1, luma: vec![1, 2] }, Picture { width: 0, height: 0, luma: Vec::new() }] {
        assert!(shown(&picture, false).is_none(), "one that is not whole is left out");
    }
}

#[test]
fn another_camera_is_opened_from_the_list_and_the_focus_goes_in_tenths() {
    let mut finder = Viewfinder::new(None, false);
    finder.told(Event::Listed(vec![camera("a"), camera("b")]));
    finder.told(Event::Stands(camera("a"), State::Ready));
    finder.told(picture());
    let focus = Focus { min: 0, max: 250, step: 5, default: 0, value: 0, has_auto: true, is_auto: false };
    finder.told(Event::Focus(Some(focus)));
    assert_eq!((finder.stepped(1), finder.stepped(-1), finder.stepped(99)), (Some(25), Some(0), Some(250)));
    assert_eq!(finder.choose(&drop_down::Message::Chosen(1)), Some(camera("b").id));
    assert_eq!((finder.standing.clone(), finder.focus), (Standing::Opening, None));
    assert_eq!(finder.stepped(1), None);
}
