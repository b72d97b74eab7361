//! How the kernel's virtual host controller speaks: requests and answers with headers of 48 bytes, big endian.

/// The length of a header.
pub(super) const HEADER: usize = 48;
/// The status of a request that was taken back before it was answered.
pub(super) const TAKEN_BACK: i32 = -104;
/// The status of a request that the device refuses.
pub(super) const REFUSED: i32 = -32;

/// The eight bytes that open a control request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Setup {
    /// Direction, sort and recipient.
    pub(super) kind: u8,
    /// What is asked.
    pub(super) request: u8,
    /// Its value: mostly what it is about.
    pub(super) value: u16,
    /// Interface, and entity within it.
    pub(super) index: u16,
    /// The most bytes of an answer.
    pub(super) length: u16,
}

/// What the kernel wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Request {
    /// Bytes to or from an end point.
    Submit {
        /// Its number, for the answer.
        number: u32,
        /// Whether bytes go from the device to the kernel.
        is_in: bool,
        /// The end point.
        endpoint: u32,
        /// How many bytes, at most.
        length: usize,
        /// For end point 0, what is asked.
        setup: Setup,
    },
    /// A request that was made before is taken back.
    TakeBack {
        /// Its number, for the answer.
        number: u32,
        /// The number of the request that is taken back.
        target: u32,
    },
}

/// Reads a header; `None` if it is neither of the two requests.
pub(super) fn request(header: &[u8; HEADER]) -> Option<Request> {
    let word = |at: usize| header.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    let number = word(4)?;
    match word(0)? {
        1 => {
            let setup = &header[40..48];
            let half = |at: usize| u16::from_le_bytes([setup[at], setup[at + 1]]);
            Some(Request::Submit {
                number,
                is_in: word(12)? == 1,
                endpoint: word(16)?,
                length: word(24)? as usize,
                setup: Setup { kind: setup[0], request: setup[1], value: half(2), index: half(4), length: half(6) },
            })
        }
        2 => Some(Request::TakeBack { number, target: word(20)? }),
        _ => None,
    }
}

/// The answer to a submitted request. `length` is how many bytes were moved, in either direction.
pub(super) fn submitted(number: u32, status: i32, length: usize, data: &[u8]) -> Vec<u8> {
    let mut answer = vec![0; HEADER];
    answer[3] = 3;
    answer[4..8].copy_from_slice(&number.to_be_bytes());
    answer[20..24].copy_from_slice(&status.to_be_bytes());
    answer[24..28].copy_from_slice(&u32::try_from(length).unwrap_or_default().to_be_bytes());
    answer.extend(data);
    answer
}

/// The answer to a request that takes another back; `was_waiting` if that had not been answered yet.
pub(super) fn taken_back(number: u32, was_waiting: bool) -> Vec<u8> {
    let mut answer = vec![0; HEADER];
    answer[3] = 4;
    answer[4..8].copy_from_slice(&number.to_be_bytes());
    let status = if was_waiting { TAKEN_BACK } else { 0 };
    answer[20..24].copy_from_slice(&status.to_be_bytes());
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_for_the_device_descriptor_is_read() {
        let mut header = [0; HEADER];
        header[3] = 1;
        header[7] = 9;
        header[15] = 1;
        header[27] = 64;
        header[40..48].copy_from_slice(&[0x80, 6, 0, 1, 0, 0, 64, 0]);
        let setup = Setup { kind: 0x80, request: 6, value: 0x0100, index: 0, length: 64 };
        assert_eq!(request(&header), Some(Request::Submit { number: 9, is_in: true, endpoint: 0, length: 64, setup }));
        header[3] = 7;
        assert_eq!(request(&header), None);
    }

    #[test]
    fn what_was_not_waiting_any_more_is_taken_back_without_a_status() {
        assert_eq!(taken_back(3, false)[20..24], [0; 4]);
        assert_eq!(taken_back(3, true)[20..24], (-104_i32).to_be_bytes());
    }

    #[test]
    fn an_answer_says_how_many_bytes_follow() {
        let answer = submitted(7, 0, 3, &[1, 2, 3]);
        assert_eq!(answer.len(), HEADER + 3);
        assert_eq!((&answer[..8], &answer[24..28]), ([0, 0, 0, 3, 0, 0, 0, 7].as_slice(), [0, 0, 0, 3].as_slice()));
    }
}
