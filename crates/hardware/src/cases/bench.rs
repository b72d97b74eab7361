//! What a case works with: the line to the machine around the guest, and the scanners that can be plugged in.

use crate::failure::Failure;
use crate::scanner::{Keyboard, Pos, Scanner, Serial};
use crate::talk::Talk;

/// What a case works with.
pub(crate) struct Bench {
    /// The line to the machine around the guest.
    pub(crate) talk: Talk,
    /// A scanner that speaks HID point of sale.
    pub(crate) pos: Scanner<Pos>,
    /// A scanner that is a keyboard.
    pub(crate) keyboard: Scanner<Keyboard>,
    /// A scanner at a serial port of the modem sort (ttyACM).
    pub(crate) serial: Scanner<Serial>,
    /// Whether the scanner at a serial port of the converter sort (ttyUSB) is plugged in; the machine around the
    /// guest has it.
    has_converter: bool,
}

impl Bench {
    /// Makes every scanner; none is plugged in.
    ///
    /// # Errors
    /// Why one could not be made, with the line back to tell it.
    pub(super) fn new(talk: Talk) -> Result<Self, (Talk, Failure)> {
        let scanners = || Ok((Scanner::new()?, Scanner::new()?, Scanner::new()?));
        match scanners() {
            Ok((pos, keyboard, serial)) => Ok(Self { talk, pos, keyboard, serial, has_converter: false }),
            Err(failure) => Err((talk, failure)),
        }
    }

    /// Plugs the converter's scanner in.
    pub(crate) fn plug_converter(&mut self) -> Result<(), Failure> {
        self.talk.ask("plug")?;
        self.has_converter = true;
        Ok(())
    }

    /// Pulls the converter's scanner out.
    pub(crate) fn unplug_converter(&mut self) -> Result<(), Failure> {
        self.has_converter = false;
        self.talk.ask("unplug")
    }

    /// Lets the converter's scanner send a text; line ends are written `\r`, `\n`.
    pub(crate) fn send_by_converter(&mut self, text: &str) -> Result<(), Failure> {
        self.talk.ask(&format!("send {}", text.escape_default()))
    }

    /// Pulls out whatever a case left plugged in.
    pub(super) fn tidy(&mut self) -> Result<(), Failure> {
        self.pos.unplug()?;
        self.keyboard.unplug()?;
        self.serial.unplug()?;
        if self.has_converter { self.unplug_converter() } else { Ok(()) }
    }
}
