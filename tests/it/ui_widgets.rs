//! The widgets by themselves, on a page made for it: focus, scans, lists, dates.

use crate::harness::keyboard::{Modifiers, Named};
use crate::harness::{Harness, Window, clock};
use iced::widget::{column, text_input};
use iced::{Element, Event, Task, Theme, mouse, window};
use jiff::civil::{Date, date};
use kaikuasema::locale::{Language, Locale};
use kaikuasema::ui::combo::{Choice, Combo};
use kaikuasema::ui::date_field::DateField;
use kaikuasema::ui::drop_down::{DropDown, Row};
use kaikuasema::ui::focus::{self, Direction};
use kaikuasema::ui::keys::keys;
use kaikuasema::ui::theme::{Look, Tokens};
use kaikuasema::ui::wedge::wedge;
use kaikuasema::ui::{button, calendar, check_box, combo, date_field, drop_down, lettering, stepper};
use kaikuasema_devices::Trouble;
use std::time::Duration;

const TODAY: Date = date(2026, 11, 22);

#[derive(Debug, Clone)]
enum Message {
    Scanned(String),
    Troubled(Trouble),
    Typed(String),
    Combo(combo::Message),
    Date(date_field::Message),
    List(drop_down::Message),
    Stepper(stepper::Message),
    Ticked(bool),
    Pressed,
    Step(Direction),
}

struct Page {
    locale: Locale,
    scans: Vec<String>,
    troubles: Vec<Trouble>,
    text: String,
    combo: Combo,
    choice: Option<Choice>,
    date: DateField,
    list: DropDown,
    chosen: usize,
    children: u16,
    ticked: bool,
    pressed: usize,
}

fn names() -> Vec<String> {
    ["Kesäyön uni", "Peppi Pitkätossu karkuteillä", "Teatterikierros"].map(String::from).to_vec()
}

fn tokens() -> &'static Tokens {
    Look::Light.tokens()
}

impl Window for Page {
    type Message = Message;

    fn view(&self) -> Element<'_, Message> {
        let words = combo::Words {
            placeholder: "Tapahtuma".into(),
            create: format!("Luo \"{}\"", self.combo.text().trim()),
            nothing: "Ei mitään".into(),
        };
        let month = calendar::Words {
            title: self.locale.month_and_year(self.date.date().unwrap_or(TODAY)),
            weekdays: [1, 2, 3, 4, 5, 6, 7].map(|day| self.locale.weekday(day)),
        };
        let rows: Vec<Row> = ["yksi", "kaksi", "kolme"].map(|w| Row { words: w.into(), right: None }).to_vec();
        let face = lettering::text(rows[self.chosen].words.clone(), 16.0, lettering::REGULAR, tokens().ink);
        let page = column![
            focus::field("text", text_input("Teksti", &self.text).on_input(Message::Typed)),
            self.combo.view("event", &names(), words, tokens()).map(Message::Combo),
            self.date.view("date", "pv.kk.vvvv", TODAY, month, tokens()).map(Message::Date),
            self.list.view("list", face, &rows, 0.0, tokens()).map(Message::List),
            stepper::stepper("children", self.children, tokens()).map(Message::Stepper),
            check_box::check_box("tick", self.ticked, "Sama kortti".into(), Message::Ticked, tokens()),
            button::button("save", "Tallenna", button::Weight::Primary).on_press(Message::Pressed).view(tokens()),
        ]
        .spacing(20)
        .padding(20)
        .width(420);
        let root = keys(page).after(|press| match press.key.as_ref() {
            iced::keyboard::Key::Named(Named::Tab) if press.modifiers.shift() => Some(Message::Step(Direction::Previous)),
            iced::keyboard::Key::Named(Named::Tab) => Some(Message::Step(Direction::Next)),
            _ => None,
        });
        wedge(root, Message::Scanned).on_trouble(Message::Troubled).clock(clock::now).into()
    }

    fn update(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::Scanned(text) => self.scans.push(text),
            Message::Troubled(trouble) => self.troubles.push(trouble),
            Message::Typed(text) => self.text = text,
            Message::Combo(message) => {
                if let Some(choice) = self.combo.update(message, &names()) {
                    self.choice = Some(choice);
                }
            }
            Message::Date(message) => self.date.update(message, TODAY),
            Message::List(message) => {
                if let Some(chosen) = self.list.update(&message, Some(self.chosen), 3) {
                    self.chosen = chosen;
                }
            }
            Message::Stepper(message) => self.children = stepper::stepped(self.children, &message, &(0..=200)),
            Message::Ticked(ticked) => self.ticked = ticked,
            Message::Pressed => self.pressed += 1,
            Message::Step(direction) => return focus::step(direction),
        }
        Task::none()
    }

    fn theme(&self) -> Theme {
        Look::Light.theme()
    }
}

fn page() -> Harness<Page> {
    let page = Page {
        locale: Locale::new(Language::Fi),
        scans: Vec::new(),
        troubles: Vec::new(),
        text: String::new(),
        combo: Combo::default(),
        choice: None,
        date: DateField::new(TODAY),
        list: DropDown::default(),
        chosen: 0,
        children: 0,
        ticked: false,
        pressed: 0,
    };
    Harness::open(page, focus::set("text"))
}

#[test]
fn a_scan_never_lands_in_the_field_that_has_the_focus() {
    let mut page = page();
    page.types("abc");
    page.scans("A9990000071");
    page.pause(Duration::from_millis(200));
    assert_eq!(page.window.scans, ["A9990000071"]);
    assert_eq!(page.field("text"), "abc");
    page.types("d");
    assert_eq!(page.window.text, "abcd", "typing goes on where it was");
    assert!(page.fields().iter().all(|text| !text.contains('9')), "{:?}", page.fields());
}

#[test]
fn a_scan_through_dead_keys_is_read_whole_and_none_of_it_lands_in_the_field() {
    let mut page = page();
    for text in ["https://kaiku.example/k?id=A9990000071", "]A1A9990000071"] {
        page.scans_on_a_finnish_layout(text);
        page.pause(Duration::from_millis(200));
        assert_eq!(page.window.scans.pop().as_deref(), Some(text));
        assert_eq!(page.window.text, "");
    }
}

#[test]
fn several_scans_in_a_row_each_come_out() {
    let mut page = page();
    for text in ["A9990000071", "am38000412", "https://kaiku.example/k/Y2210000456"] {
        page.scans(text);
    }
    page.pause(Duration::from_millis(200));
    assert_eq!(page.window.scans, ["A9990000071", "am38000412", "https://kaiku.example/k/Y2210000456"]);
    assert_eq!(page.window.text, "");
}

#[test]
fn a_scan_is_whole_although_a_frame_takes_long_and_torn_it_presses_nothing() {
    let mut page = page();
    page.bursts("A99900");
    page.slow_frame();
    page.bursts("00071");
    page.press(Named::Enter);
    page.pause(Duration::from_millis(200));
    assert_eq!(page.window.scans, ["A9990000071"]);
    assert_eq!(page.window.text, "");
    page.focus_on("save");
    page.bursts("A99900");
    page.pause(Duration::from_millis(300));
    page.scans("00071");
    page.pause(Duration::from_millis(200));
    assert_eq!(page.window.pressed, 0, "the Enter of a torn scan is no clerk's");
    assert_eq!(page.window.scans, ["A9990000071", "A9990000071"]);
}

#[test]
fn a_scan_without_a_suffix_comes_out_when_it_is_a_card_number() {
    let mut page = page();
    page.bursts("A9990000071");
    page.pause(Duration::from_millis(100));
    assert_eq!(page.window.scans, ["A9990000071"]);
    page.bursts("karkuteille");
    page.pause(Duration::from_millis(100));
    assert_eq!(page.window.scans.len(), 1);
    assert_eq!(page.window.text, "karkuteille", "what is no scan is replayed as typing");
}

#[test]
fn a_scanner_that_sends_tab_or_two_enters_moves_nothing_and_presses_nothing() {
    let mut page = page();
    for _ in 0..6 {
        page.press(Named::Tab);
    }
    assert!(page.is_focused("save"));
    page.bursts("A9990000071");
    page.press(Named::Tab);
    assert!(page.is_focused("save"));
    page.pause(Duration::from_millis(300));
    page.scans("A9990000071");
    page.press(Named::Enter);
    assert_eq!(page.window.pressed, 0);
    page.key(Named::Enter);
    assert_eq!(page.window.pressed, 1, "Enter by hand presses");
    assert_eq!(page.window.scans.len(), 2);
}

/// Draws a frame each 16 ms for so long.
fn draw_for(page: &mut Harness<Page>, milliseconds: u64) {
    for _ in 0..milliseconds / 16 {
        clock::advance(Duration::from_millis(16));
        page.redraw();
    }
    clock::advance(Duration::from_millis(milliseconds % 16));
}

#[test]
fn an_enter_right_after_a_scan_presses_when_it_is_a_hands_and_not_when_it_is_the_scanners() {
    for (after, presses) in [(5, 0), (30, 0), (60, 1), (150, 1), (250, 1)] {
        let mut page = page();
        page.focus_on("save");
        page.pause(Duration::from_secs(1));
        page.scans("A9990000071");
        draw_for(&mut page, after);
        page.press(Named::Enter);
        assert_eq!(page.window.pressed, presses, "{after} ms");
    }
    // Drawing what was read took so long that the second suffix is handled after it.
    let mut page = page();
    page.focus_on("save");
    page.pause(Duration::from_secs(1));
    page.scans("A9990000071");
    page.slow_frame();
    page.press(Named::Enter);
    assert_eq!(page.window.pressed, 0);
    page.pause(Duration::from_millis(60));
    page.press(Named::Enter);
    assert_eq!(page.window.pressed, 1, "the third is a hand's");
}

#[test]
fn a_scanner_that_sent_two_enters_presses_nothing_however_late_the_second_comes() {
    let mut page = page();
    page.focus_on("save");
    page.pause(Duration::from_secs(1));
    for after in [5, 30, 60, 150, 250] {
        page.scans("A9990000071");
        draw_for(&mut page, 5);
        page.press(Named::Enter);
        page.pause(Duration::from_secs(1));
        page.scans("A9990000071");
        draw_for(&mut page, after);
        page.press(Named::Enter);
        assert_eq!(page.window.pressed, 0, "{after} ms");
        draw_for(&mut page, 60);
        page.press(Named::Enter);
        assert_eq!(page.window.pressed, 1, "{after} ms, and a hand's");
        page.window.pressed = 0;
        page.pause(Duration::from_secs(1));
    }
}

#[test]
fn a_scanner_that_sent_one_enter_each_time_lets_a_hands_through_even_behind_a_slow_frame() {
    let mut page = page();
    page.focus_on("save");
    page.pause(Duration::from_secs(1));
    for _ in 0..3 {
        page.scans("A9990000071");
        page.pause(Duration::from_secs(1));
    }
    page.scans("A9990000071");
    page.slow_frame();
    page.press(Named::Enter);
    assert_eq!(page.window.pressed, 1);
    page.pause(Duration::from_secs(1));
    page.scans("A9990000071");
    draw_for(&mut page, 30);
    page.press(Named::Enter);
    assert_eq!(page.window.pressed, 1, "no hand is as quick");
}

fn loses_focus(page: &mut Harness<Page>) {
    page.send(Event::Window(window::Event::Unfocused));
}

fn gets_focus(page: &mut Harness<Page>) {
    page.send(Event::Window(window::Event::Focused));
}

#[test]
fn a_scan_that_the_focus_leaves_is_told_and_lands_in_no_field_nor_in_what_is_read_next() {
    for part in ["A99", "A99900", "A9990000071"] {
        let mut page = page();
        page.bursts(part);
        loses_focus(&mut page);
        page.pause(Duration::from_millis(300));
        assert_eq!(page.window.troubles, [Trouble::CutOff], "{part}");
        assert_eq!(page.window.text, "", "{part}");
        assert!(page.fields().iter().all(|text| !text.contains("A9")), "{:?}", page.fields());
        gets_focus(&mut page);
        page.pause(Duration::from_millis(300));
        page.types("k");
        page.scans("AM38000412");
        page.pause(Duration::from_millis(200));
        assert_eq!(page.window.scans, ["AM38000412"], "{part}");
        assert_eq!(page.window.text, "k");
    }
}

#[test]
fn a_scan_that_the_focus_leaves_and_comes_back_to_is_no_card_and_presses_nothing() {
    let mut page = page();
    page.focus_on("save");
    page.bursts("XAM3");
    loses_focus(&mut page);
    clock::advance(Duration::from_millis(10));
    gets_focus(&mut page);
    // The rest of a number may be another's.
    page.scans("AM38000412");
    page.press(Named::Enter);
    page.pause(Duration::from_millis(300));
    assert_eq!((page.window.scans.len(), page.window.pressed), (0, 0));
    assert_eq!(page.window.troubles, [Trouble::CutOff, Trouble::CutOff]);
    page.scans("AM38000412");
    assert_eq!(page.window.scans, ["AM38000412"]);
}

#[test]
fn what_a_hand_typed_reaches_its_field_although_the_focus_leaves_at_once() {
    let mut page = page();
    page.types("ke");
    page.bursts("s");
    loses_focus(&mut page);
    assert_eq!(page.field("text"), "kes");
    gets_focus(&mut page);
    page.pause(Duration::from_millis(300));
    page.bursts("ä");
    clock::advance(Duration::from_millis(60));
    page.bursts("y");
    loses_focus(&mut page);
    assert_eq!(page.field("text"), "kesäy", "two keys that rolled over");
    gets_focus(&mut page);
    page.pause(Duration::from_millis(300));
    page.types("ö");
    assert_eq!(page.window.text, "kesäyö");
    assert!(page.window.troubles.is_empty());
}

#[test]
fn a_click_or_a_key_in_the_middle_of_a_scan_leaves_the_scan_whole() {
    let mut page = page();
    let click = || [mouse::Event::ButtonPressed(mouse::Button::Left), mouse::Event::ButtonReleased(mouse::Button::Left)].map(Event::Mouse);
    let between: [fn(&mut Harness<Page>); 2] = [|page| page.press(Named::ArrowUp), |page| page.press(Named::F5)];
    for between in between {
        page.bursts("A9990");
        between(&mut page);
        page.scans("000071");
        page.pause(Duration::from_millis(200));
        assert_eq!(page.window.scans.pop().as_deref(), Some("A9990000071"));
        assert_eq!(page.window.text, "");
    }
    page.bursts("A9990");
    page.send_all(click().to_vec());
    page.scans("000071");
    page.pause(Duration::from_millis(200));
    assert_eq!(page.window.scans.pop().as_deref(), Some("A9990000071"));
    assert!(page.fields().iter().all(|text| !text.contains("A9")), "{:?}", page.fields());
}

#[test]
fn a_hand_can_type_a_whole_card_number() {
    let mut page = page();
    page.types("A9990000071");
    page.key(Named::Enter);
    assert_eq!(page.window.text, "A9990000071");
    assert!(page.window.scans.is_empty());
}

#[test]
fn tab_goes_through_every_stop_and_round_both_ways() {
    let mut page = page();
    let stops = ["text", "event", "date", "list", "children", "tick", "save"];
    assert_eq!(page.stops(), stops.len());
    for stop in stops.iter().skip(1).chain(&stops[..1]) {
        page.press(Named::Tab);
        assert!(page.is_focused(stop), "{stop}: {:?}", page.focused());
    }
    for stop in stops.iter().rev() {
        page.press_with(Named::Tab, Modifiers::SHIFT);
        assert!(page.is_focused(stop), "{stop}: {:?}", page.focused());
    }
}

#[test]
fn everything_is_worked_with_the_keyboard_alone() {
    let mut page = page();
    page.press(Named::Tab);
    page.types("tossu");
    page.wait_for("Luo \"tossu\"");
    page.key(Named::Enter);
    assert_eq!(page.window.choice, Some(Choice::Existing(1)));
    assert!(!page.window.combo.is_open());
    page.press(Named::Tab);
    page.press(Named::ArrowDown);
    assert!(page.sees("marraskuu 2026"));
    page.press(Named::ArrowDown);
    page.press(Named::Enter);
    assert_eq!(page.window.date.date(), Some(date(2026, 11, 29)));
    assert!(!page.sees("marraskuu"));
    page.press(Named::Tab);
    page.press(Named::ArrowDown);
    page.press(Named::ArrowDown);
    page.press(Named::Enter);
    assert_eq!(page.window.chosen, 1);
    page.press(Named::Tab);
    page.types("++-");
    assert_eq!(page.window.children, 1);
    page.press(Named::Tab);
    page.key(Named::Space);
    assert!(page.window.ticked);
    page.press(Named::Tab);
    page.key(Named::Space);
    assert_eq!(page.window.pressed, 1);
}

#[test]
fn the_mouse_chooses_from_an_open_list_and_closes_it_by_clicking_elsewhere() {
    let mut page = page();
    page.click_at(iced::Point::new(60.0, 86.0));
    assert!(page.sees("Teatterikierros"), "{:?}", page.texts());
    page.click("Teatterikierros");
    assert_eq!(page.window.choice, Some(Choice::Existing(2)));
    page.click_at(iced::Point::new(60.0, 86.0));
    assert!(page.sees("Kesäyön uni"));
    page.click_at(iced::Point::new(900.0, 700.0));
    assert!(!page.sees("Kesäyön uni"));
}

#[test]
fn typing_a_letter_that_a_us_keyboard_has_not_works() {
    let mut page = page();
    page.types("Yö, ß");
    assert_eq!(page.window.text, "Yö, ß");
}

#[test]
fn an_idle_window_draws_nothing_though_a_field_has_the_focus() {
    let mut page = page();
    page.types("abc");
    page.pause(Duration::from_secs(2));
    assert!(page.is_focused("text"));
    assert!(!page.wants_another_frame(), "the text cursor stands still");
    page.bursts("d");
    assert!(page.wants_another_frame(), "a held key is waited for");
}

#[test]
fn typing_replaces_what_is_selected() {
    let mut page = page();
    page.types("abc");
    page.control('a');
    page.types("d");
    assert_eq!(page.window.text, "d");
}

#[test]
fn the_widgets_look_as_kept() {
    let mut page = page();
    page.press(Named::Tab);
    page.types("te");
    page.picture().compare("widgets-combo").unwrap();
    page.key(Named::Enter);
    page.press(Named::Tab);
    page.press(Named::ArrowDown);
    page.picture().compare("widgets-calendar").unwrap();
}
