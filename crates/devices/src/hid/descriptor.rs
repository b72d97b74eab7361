//! What a HID device says of its reports, as far as it concerns scanned data. Own and small: it must take
//! anything that a device may send without failing.

use crate::hid::layout::{Layout, Number};
use std::collections::BTreeMap;

/// The usage page of bar code scanners.
pub const BAR_CODE_SCANNER: u16 = 0x8c;
const GENERIC_DESKTOP: u16 = 0x01;

const BYTE_COUNT: Usage = (GENERIC_DESKTOP, 0x3b);
const PREVENT_READING: Usage = (BAR_CODE_SCANNER, 0x5f);
const AIM_IDENTIFIER: [Usage; 3] = [(BAR_CODE_SCANNER, 0xfb), (BAR_CODE_SCANNER, 0xfc), (BAR_CODE_SCANNER, 0xfd)];
const DECODED_DATA: Usage = (BAR_CODE_SCANNER, 0xfe);
const DATA_CONTINUED: Usage = (BAR_CODE_SCANNER, 0xff);

/// No report is longer, in bits; what claims to be is not read.
const LONGEST_REPORT: u32 = 8 * 4_096;
/// No item of a scanner names more usages.
const MOST_USAGES: usize = 1_024;
/// No device nests its global items deeper.
const DEEPEST: usize = 32;

/// Page and usage.
type Usage = (u16, u16);

/// Which way a report goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// From the device.
    Input,
    /// To the device.
    Output,
    /// Both, when asked.
    Feature,
}

/// A report to be sent to a device, with its id in front.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Which way.
    pub way: Way,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What concerns scanned data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Descriptor {
    /// Reports with decoded data.
    pub layouts: Vec<Layout>,
    /// Reports that take back "prevent reading of bar codes", where the device has such.
    pub allowing: Vec<Sent>,
}

/// A part of a report that has a usage.
#[derive(Clone, Copy, Debug)]
struct Field {
    usage: Usage,
    /// From the report's beginning, its id left out.
    bit: u32,
    size: u32,
    count: u32,
}

/// Of one report.
#[derive(Default)]
struct Report {
    bits: u32,
    fields: Vec<Field>,
}

/// State of the items that hold until they are changed.
#[derive(Clone, Copy, Default)]
struct Global {
    page: u16,
    size: u32,
    count: u32,
    report: u8,
}

/// Reads a report descriptor. What cannot be understood is left out; nothing fails.
#[must_use]
pub fn parse(bytes: &[u8]) -> Descriptor {
    let (reports, is_numbered) = reports(bytes);
    let mut descriptor = Descriptor::default();
    for ((way, id), report) in &reports {
        let id = is_numbered.then_some(*id);
        match way {
            Way::Input => descriptor.layouts.extend(layout(id, report)),
            Way::Output | Way::Feature => descriptor.allowing.extend(allowing(*way, id, report)),
        }
    }
    descriptor
}

fn reports(bytes: &[u8]) -> (BTreeMap<(Way, u8), Report>, bool) {
    let mut reports: BTreeMap<(Way, u8), Report> = BTreeMap::new();
    let mut is_numbered = false;
    let mut global = Global::default();
    let mut kept: Vec<Global> = Vec::new();
    let mut local = Local::default();
    for item in Items(bytes) {
        let short = u16::try_from(item.value & 0xffff).unwrap_or_default();
        match (item.sort, item.tag) {
            (Sort::Main, tag) => {
                let way = match tag {
                    0x8 => Some(Way::Input),
                    0x9 => Some(Way::Output),
                    0xb => Some(Way::Feature),
                    _ => None,
                };
                if let Some(way) = way {
                    let report = reports.entry((way, global.report)).or_default();
                    let is_constant = item.value & 1 == 1;
                    report.add(&global, if is_constant { &[] } else { &local.usages });
                }
                local = Local::default();
            }
            (Sort::Global, 0x0) => global.page = short,
            (Sort::Global, 0x7) => global.size = item.value,
            (Sort::Global, 0x8) => {
                global.report = u8::try_from(item.value & 0xff).unwrap_or_default();
                is_numbered = true;
            }
            (Sort::Global, 0x9) => global.count = item.value,
            (Sort::Global, 0xa) if kept.len() < DEEPEST => kept.push(global),
            (Sort::Global, 0xb) => global = kept.pop().unwrap_or(global),
            (Sort::Local, 0x0) => local.add(item.usage(global.page)),
            (Sort::Local, 0x1) => local.from = Some(item.usage(global.page)),
            (Sort::Local, 0x2) => local.add_range(item.usage(global.page)),
            _ => {}
        }
    }
    (reports, is_numbered)
}

impl Report {
    fn add(&mut self, global: &Global, usages: &[Usage]) {
        let Some(bits) = global.size.checked_mul(global.count).filter(|bits| *bits <= LONGEST_REPORT) else { return };
        let mut at = self.bits;
        let Some(end) = at.checked_add(bits).filter(|end| *end <= LONGEST_REPORT) else { return };
        self.bits = end;
        if global.size == 0 {
            return;
        }
        let mut left = global.count;
        for (n, usage) in usages.iter().enumerate() {
            if left == 0 {
                break;
            }
            // The last usage is that of all elements that are left.
            let count = if n + 1 == usages.len() { left } else { 1 };
            self.fields.push(Field { usage: *usage, bit: at, size: global.size, count });
            at = at.saturating_add(global.size.saturating_mul(count));
            left -= count;
        }
    }

    fn field(&self, usage: Usage) -> Option<&Field> {
        self.fields.iter().find(|field| field.usage == usage)
    }
}

/// State of the items that hold for the next main item only.
#[derive(Default)]
struct Local {
    usages: Vec<Usage>,
    from: Option<Usage>,
}

impl Local {
    fn add(&mut self, usage: Usage) {
        if self.usages.len() < MOST_USAGES {
            self.usages.push(usage);
        }
    }

    fn add_range(&mut self, to: Usage) {
        let Some((page, from)) = self.from.take() else { return };
        for usage in from..=to.1 {
            if self.usages.len() >= MOST_USAGES {
                break;
            }
            self.add((page, usage));
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Main,
    Global,
    Local,
    Reserved,
}

struct Item {
    sort: Sort,
    tag: u8,
    length: usize,
    value: u32,
}

impl Item {
    /// A usage of four bytes brings its own page.
    fn usage(&self, page: u16) -> Usage {
        let usage = u16::try_from(self.value & 0xffff).unwrap_or_default();
        let own = u16::try_from(self.value >> 16).unwrap_or_default();
        (if self.length == 4 { own } else { page }, usage)
    }
}

/// The items of a descriptor; ends where one is cut off.
struct Items<'a>(&'a [u8]);

impl Iterator for Items<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        const LONG: u8 = 0xfe;
        loop {
            let (&first, rest) = self.0.split_first()?;
            if first == LONG {
                // Its length, its tag and its data: none is defined.
                let length = usize::from(*rest.first()?);
                self.0 = rest.get(2 + length..)?;
                continue;
            }
            let length = match first & 0b11 {
                3 => 4,
                length => usize::from(length),
            };
            let data = rest.get(..length)?;
            self.0 = rest.get(length..)?;
            let value = data.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte));
            let sort = match first >> 2 & 0b11 {
                0 => Sort::Main,
                1 => Sort::Global,
                2 => Sort::Local,
                _ => Sort::Reserved,
            };
            return Some(Item { sort, tag: first >> 4, length, value });
        }
    }
}

/// The layout of a report that holds decoded data in whole bytes.
fn layout(id: Option<u8>, report: &Report) -> Option<Layout> {
    let before = usize::from(id.is_some());
    let byte = |bit: u32| bit.is_multiple_of(8).then_some(()).and_then(|()| usize::try_from(bit / 8).ok()).map(|byte| byte + before);
    let data = report.field(DECODED_DATA).filter(|field| field.size == 8)?;
    let start = byte(data.bit)?;
    let length = report.field(BYTE_COUNT).and_then(|field| {
        let size = match (field.size, field.count) {
            (8, 1) => 1,
            (16, 1) => 2,
            _ => return None,
        };
        Some(Number { at: byte(field.bit)?, bytes: size })
    });
    let continued = report.field(DATA_CONTINUED).and_then(|field| {
        let at = usize::try_from(field.bit / 8).ok()? + before;
        Some((at, 1_u8 << (field.bit % 8)))
    });
    let layout = Layout {
        id,
        length,
        aim: aim(report).and_then(byte),
        data: start..start.checked_add(usize::try_from(data.count).ok()?)?,
        continued,
    };
    Some(layout)
}

/// Where the AIM identifier begins: three bytes in a row, named one by one or by the first.
fn aim(report: &Report) -> Option<u32> {
    let [first, second, third] = AIM_IDENTIFIER;
    let start = report.field(first).filter(|field| field.size == 8)?;
    let follows = |usage, bits| report.field(usage).is_some_and(|field| field.size == 8 && field.bit == start.bit + bits);
    (start.count == 3 || (follows(second, 8) && follows(third, 16))).then_some(start.bit)
}

/// A report of zeros, where it prevents reading among other things of a scanner, and nothing else is in it: no
/// read is triggered, nothing beeps, no parameter is set.
fn allowing(way: Way, id: Option<u8>, report: &Report) -> Option<Sent> {
    report.field(PREVENT_READING)?;
    let is_of_scanner = report.fields.iter().all(|field| field.usage.0 == BAR_CODE_SCANNER && field.size == 1);
    let length = usize::try_from(report.bits.div_ceil(8)).ok()?;
    is_of_scanner.then(|| {
        let mut bytes = vec![id.unwrap_or(0)];
        bytes.resize(1 + length, 0);
        Sent { way, bytes }
    })
}

#[cfg(test)]
#[path = "descriptor_tests.rs"]
mod tests;
