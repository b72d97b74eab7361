//! What the camera answers when it is asked: descriptors, the format to be sent, the focus.

use super::descriptor::{self, Format, LENS, PAYLOAD};
use super::usbip::Setup;

/// The range of a control.
pub(super) struct Range {
    min: u16,
    max: u16,
    step: u16,
    pub(super) default: u16,
}

/// The focus by hand.
pub(super) const FOCUS: Range = Range { min: 0, max: 250, step: 5, default: 0 };

const SET_CUR: u8 = 0x01;
const GET_CUR: u8 = 0x81;
const GET_MIN: u8 = 0x82;
const GET_MAX: u8 = 0x83;
const GET_RES: u8 = 0x84;
const GET_LEN: u8 = 0x85;
const GET_INFO: u8 = 0x86;
const GET_DEF: u8 = 0x87;

/// The bytes of a negotiation of formats in UVC 1.0.
const PROBE: usize = 26;

/// What the camera was told so far.
pub(super) struct Control {
    probe: [u8; PROBE],
    committed: Option<Format>,
    focus: u16,
    is_automatic: bool,
}

impl Control {
    pub(super) fn new() -> Self {
        let mut control = Self { probe: [0; PROBE], committed: None, focus: FOCUS.default, is_automatic: true };
        control.settle();
        control
    }

    /// What shall be sent, once that was agreed on.
    pub(super) fn committed(&self) -> Option<Format> {
        self.committed
    }

    /// The focus, and whether the camera finds it by itself.
    pub(super) fn focus(&self) -> (u16, bool) {
        (self.focus, self.is_automatic)
    }

    /// The answer to a request; `None` refuses it.
    pub(super) fn answer(&mut self, setup: &Setup, sent: &[u8]) -> Option<Vec<u8>> {
        let [entity, interface] = [setup.index >> 8, setup.index & 0xff];
        let selector = setup.value >> 8;
        match (setup.kind, setup.request) {
            (0x80, 6) => descriptor_of(setup.value),
            // The status of device or interface: nothing to tell.
            (0x80 | 0x81, 0) => Some(vec![0, 0]),
            // Configuration, interface, a halt that is lifted.
            (0..=2, _) => Some(vec![]),
            (0x21 | 0xa1, request) if interface == 1 => self.stream(request, selector, sent),
            (0x21 | 0xa1, request) if interface == 0 && entity == u16::from(LENS) => self.lens(request, selector, sent),
            _ => None,
        }
    }

    fn stream(&mut self, request: u8, selector: u16, sent: &[u8]) -> Option<Vec<u8>> {
        match request {
            SET_CUR => {
                let length = sent.len().min(PROBE);
                self.probe[..length].copy_from_slice(&sent[..length]);
                let format = self.settle();
                if selector == 2 {
                    self.committed = Some(format);
                }
                Some(vec![])
            }
            GET_INFO => Some(vec![3]),
            GET_LEN => Some(vec![26, 0]),
            GET_CUR | GET_MIN | GET_MAX | GET_DEF => Some(self.probe.to_vec()),
            _ => None,
        }
    }

    /// Makes what was asked for something that there is.
    fn settle(&mut self) -> Format {
        let [form, frame] = [self.probe[2].clamp(1, 2), self.probe[3].clamp(1, 2)];
        let interval = [self.probe[4], self.probe[5], self.probe[6], self.probe[7]];
        let format = descriptor::format(form, frame, u32::from_le_bytes(interval));
        self.probe[2..4].copy_from_slice(&[form, frame]);
        self.probe[4..8].copy_from_slice(&format.interval.to_le_bytes());
        self.probe[18..22].copy_from_slice(&descriptor::frame_bytes(format).to_le_bytes());
        self.probe[22..26].copy_from_slice(&PAYLOAD.to_le_bytes());
        format
    }

    fn lens(&mut self, request: u8, selector: u16, sent: &[u8]) -> Option<Vec<u8>> {
        match (selector, request) {
            (0x06 | 0x08, GET_INFO) => Some(vec![3]),
            (0x06, SET_CUR) => {
                self.focus = u16::from_le_bytes([*sent.first()?, *sent.get(1)?]).clamp(FOCUS.min, FOCUS.max);
                Some(vec![])
            }
            (0x06, GET_LEN) => Some(vec![2, 0]),
            (0x06, _) => {
                let value = match request {
                    GET_CUR => self.focus,
                    GET_MIN => FOCUS.min,
                    GET_MAX => FOCUS.max,
                    GET_RES => FOCUS.step,
                    GET_DEF => FOCUS.default,
                    _ => return None,
                };
                Some(value.to_le_bytes().to_vec())
            }
            (0x08, SET_CUR) => {
                self.is_automatic = *sent.first()? != 0;
                Some(vec![])
            }
            (0x08, GET_LEN) => Some(vec![1, 0]),
            (0x08, GET_CUR) => Some(vec![u8::from(self.is_automatic)]),
            (0x08, GET_MIN) => Some(vec![0]),
            (0x08, GET_MAX | GET_RES | GET_DEF) => Some(vec![1]),
            _ => None,
        }
    }
}

fn descriptor_of(value: u16) -> Option<Vec<u8>> {
    let [number, kind] = value.to_le_bytes();
    match kind {
        1 => Some(descriptor::device().to_vec()),
        2 => Some(descriptor::configuration()),
        3 => descriptor::text(number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setup(kind: u8, request: u8, value: u16, index: u16) -> Setup {
        Setup { kind, request, value, index, length: 26 }
    }

    #[test]
    fn a_format_is_agreed_on_before_it_is_sent() {
        let mut control = Control::new();
        let mut wish = [0; PROBE];
        wish[2..4].copy_from_slice(&[2, 2]);
        assert_eq!(control.answer(&setup(0x21, SET_CUR, 0x0100, 1), &wish), Some(vec![]));
        assert_eq!(control.committed(), None);
        let agreed = control.answer(&setup(0xa1, GET_CUR, 0x0100, 1), &[]).unwrap();
        assert_eq!(agreed[18..22], (1280_u32 * 720 * 2).to_le_bytes());
        control.answer(&setup(0x21, SET_CUR, 0x0200, 1), &agreed);
        assert_eq!(control.committed().unwrap().to_string(), "MJPG 1280x720 15/s");
    }

    #[test]
    fn the_focus_is_set_within_its_range() {
        let mut control = Control::new();
        control.answer(&setup(0x21, SET_CUR, 0x0800, 0x0100), &[0]);
        control.answer(&setup(0x21, SET_CUR, 0x0600, 0x0100), &[0xff, 0xff]);
        assert_eq!(control.focus(), (250, false));
        assert_eq!(control.answer(&setup(0xa1, GET_RES, 0x0600, 0x0100), &[]), Some(vec![5, 0]));
    }

    #[test]
    fn what_a_camera_does_not_have_is_refused() {
        let mut control = Control::new();
        assert_eq!(control.answer(&setup(0xa1, GET_CUR, 0x0200, 0x0500), &[]), None);
        assert_eq!(control.answer(&setup(0x80, 6, 0x0600, 0), &[]), None);
    }
}
