//! A virtual X display of the test's own, with a keyboard that types like a scanner or a person
//! and an eye that takes pictures.

use crate::harness::layouts::PLACES;
use kaikuasema_devices::wedge::{Layout, Position};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    ClientMessageEvent, ConnectionExt as _, EventMask, ImageFormat, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, MapState, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

/// The usual counter screen.
pub const SIZE: (u16, u16) = (1366, 768);

/// Keys that have no character, by their X key symbols.
pub mod key {
    pub const ENTER: u32 = 0xff0d;
    pub const ESCAPE: u32 = 0xff1b;
    pub const TAB: u32 = 0xff09;
    pub const RIGHT: u32 = 0xff53;
    pub const F10: u32 = 0xffc7;
    pub const F11: u32 = 0xffc8;
    pub const SHIFT: u32 = 0xffe1;
    pub const CONTROL: u32 = 0xffe3;
}

/// The display's own process; ended when dropped, also when a test fails while it is being set up.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A running virtual display; ended when dropped.
pub struct Display {
    _server: Server,
    name: String,
    connection: RustConnection,
    root: Window,
    /// Key symbols of each key code: plain, shifted.
    keymap: Vec<(u8, [u32; 2])>,
}

impl Display {
    /// Starts a display on the next free number, with a US keyboard.
    pub fn start() -> Self {
        Self::with_layout("us")
    }

    /// Starts a display whose machine has this keyboard layout, by its name in xkb.
    pub fn with_layout(layout: &str) -> Self {
        let server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &format!("{}x{}x24", SIZE.0, SIZE.1), "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("Xvfb cannot be started ({error}): `cargo xtask test` installs it"));
        let mut server = Server(server);
        let mut number = String::new();
        BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut number).unwrap();
        let name = format!(":{}", number.trim());
        let (connection, screen) = x11rb::connect(Some(&name)).unwrap();
        // The display forgets its layout when its last client goes: this one stays.
        let set = Command::new("setxkbmap").args(["-display", &name, "-model", "pc105", "-layout", layout]).status();
        let set = set.unwrap_or_else(|error| panic!("setxkbmap cannot be started ({error}): `cargo xtask test` installs it"));
        assert!(set.success(), "the layout {layout} cannot be set");
        let root = connection.setup().roots[screen].root;
        let keymap = keymap(&connection);
        Self { _server: server, name, connection, root, keymap }
    }

    /// Its name, for `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first window that is shown, given the keyboard; waits for it.
    pub fn window(&self) -> Window {
        let started = Instant::now();
        loop {
            let children = self.connection.query_tree(self.root).unwrap().reply().unwrap().children;
            let shown = children.into_iter().find(|window| {
                let attributes = self.connection.get_window_attributes(*window).unwrap().reply();
                let geometry = self.connection.get_geometry(*window).unwrap().reply();
                attributes.is_ok_and(|a| a.map_state == MapState::VIEWABLE) && geometry.is_ok_and(|g| g.width > 300)
            });
            if let Some(window) = shown {
                self.connection.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME).unwrap().check().unwrap();
                return window;
            }
            assert!(started.elapsed() < Duration::from_secs(60), "no window was opened");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Asks a window to close, as the window manager does for its button.
    pub fn close(&self, window: Window) {
        let atom = |name: &str| self.connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
        let data = [atom("WM_DELETE_WINDOW"), x11rb::CURRENT_TIME, 0, 0, 0];
        let asked = ClientMessageEvent::new(32, window, atom("WM_PROTOCOLS"), data);
        self.connection.send_event(false, window, EventMask::NO_EVENT, asked).unwrap().check().unwrap();
    }

    /// Types a text, `gap` between two keys.
    pub fn type_text(&self, text: &str, gap: Duration) {
        for character in text.chars() {
            self.press(u32::from(character));
            std::thread::sleep(gap);
        }
    }

    /// A scanner: five milliseconds between keys, Enter at the end.
    pub fn scan(&self, text: &str) {
        self.type_text(text, Duration::from_millis(5));
        self.press(key::ENTER);
    }

    /// A scanner that is set to a layout, whatever the machine's: it presses keys by their places. Five milliseconds
    /// between keys, Enter at the end.
    pub fn scan_by_places(&self, scanner: Layout, text: &str) {
        for character in text.chars() {
            let ways = [(false, false), (true, false)];
            let mut keys = PLACES.into_iter().flat_map(|place| ways.map(|way| (place, way)));
            let found = keys.find(|(place, (shift, alt_gr))| scanner.character(Position(*place), *shift, *alt_gr) == Some(character));
            let (place, (shift, _)) = found.unwrap_or_else(|| panic!("{scanner:?} has no {character}"));
            let code = 8 + linux_code(place);
            if shift {
                self.event(KEY_PRESS_EVENT, SHIFT_CODE);
            }
            self.tap(code);
            if shift {
                self.event(KEY_RELEASE_EVENT, SHIFT_CODE);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        self.tap(ENTER_CODE);
    }

    /// Turns Caps Lock on, or off again.
    pub fn caps_lock(&self) {
        self.tap(CAPS_LOCK_CODE);
    }

    /// Presses and releases one key, with Shift where its symbol needs it.
    pub fn press(&self, symbol: u32) {
        let plain = self.keymap.iter().find(|(_, symbols)| symbols[0] == symbol);
        let shifted = self.keymap.iter().find(|(_, symbols)| symbols[1] == symbol);
        match (plain, shifted) {
            (Some((code, _)), _) => self.tap(*code),
            (None, Some((code, _))) => self.with(key::SHIFT, |display| display.tap(*code)),
            (None, None) => panic!("no key for {symbol:#x}"),
        }
    }

    /// Does something while a key is held down.
    pub fn with(&self, held: u32, what: impl FnOnce(&Self)) {
        let code = self.keymap.iter().find(|(_, symbols)| symbols[0] == held).unwrap().0;
        self.event(KEY_PRESS_EVENT, code);
        what(self);
        self.event(KEY_RELEASE_EVENT, code);
    }

    fn tap(&self, code: u8) {
        self.event(KEY_PRESS_EVENT, code);
        self.event(KEY_RELEASE_EVENT, code);
    }

    fn event(&self, kind: u8, code: u8) {
        self.connection.xtest_fake_input(kind, code, x11rb::CURRENT_TIME, self.root, 0, 0, 0).unwrap().check().unwrap();
    }

    /// What is on the screen now, three bytes a pixel.
    pub fn picture(&self) -> Vec<u8> {
        let image = self.connection.get_image(ImageFormat::Z_PIXMAP, self.root, 0, 0, SIZE.0, SIZE.1, u32::MAX).unwrap().reply().unwrap();
        image.data.chunks_exact(4).flat_map(|p| [p[2], p[1], p[0]]).collect()
    }

    /// Waits until the picture is other than `before` and has stood still for a while.
    pub fn settled(&self, before: Option<&[u8]>) -> Vec<u8> {
        let started = Instant::now();
        let mut last = self.picture();
        let mut still = 0;
        loop {
            std::thread::sleep(Duration::from_millis(100));
            let now = self.picture();
            still = if now == last { still + 1 } else { 0 };
            last = now;
            if still >= 4 && before.is_none_or(|before| before != last) {
                return last;
            }
            assert!(started.elapsed() < Duration::from_secs(60), "the picture did not change or settle");
        }
    }
}

/// Key codes of X: Linux's numbers and eight.
const ENTER_CODE: u8 = 36;
const SHIFT_CODE: u8 = 50;
const CAPS_LOCK_CODE: u8 = 66;

/// Linux's number of a key that makes a character: the rows of [`PLACES`] are runs of numbers.
fn linux_code(place: u8) -> u8 {
    let at = u8::try_from(PLACES.iter().position(|known| *known == place).unwrap()).unwrap();
    match at {
        0 => 41,
        1..=12 => at + 1,
        13..=24 => at + 3,
        25..=35 => at + 5,
        36 => 43,
        37 => 86,
        _ => at + 6,
    }
}

fn keymap(connection: &RustConnection) -> Vec<(u8, [u32; 2])> {
    let setup = connection.setup();
    let (first, last) = (setup.min_keycode, setup.max_keycode);
    let mapping = connection.get_keyboard_mapping(first, last - first + 1).unwrap().reply().unwrap();
    let per_key = usize::from(mapping.keysyms_per_keycode);
    let pair = |symbols: &[u32]| [symbols[0], symbols.get(1).copied().unwrap_or(0)];
    (first..=last).zip(mapping.keysyms.chunks(per_key)).map(|(code, symbols)| (code, pair(symbols))).collect()
}

/// Writes a picture as PNG.
pub fn write_png(path: &Path, pixels: &[u8]) {
    let file = std::fs::File::create(path).unwrap();
    let mut encoder = png::Encoder::new(std::io::BufWriter::new(file), SIZE.0.into(), SIZE.1.into());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(pixels).unwrap();
}
