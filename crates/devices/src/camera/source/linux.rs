//! Cameras under Linux: found in sysfs, asked through V4L2 (the library that nokhwa itself rests on), read by
//! nokhwa.

use super::{blocked, open_in};
use crate::camera::frame::{Encoding, Mode, choose};
use crate::camera::source::{Focus, Found, obstacle};
use crate::identity;
use crate::{Kind, Obstacle, Reader, ReaderId};
use nokhwa::Camera;
use nokhwa::utils::CameraIndex;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::{fs, io};
use v4l::control::{Control, Description, Value};
use v4l::frameinterval::FrameIntervalEnum;
use v4l::framesize::FrameSizeEnum;
use v4l::video::Capture;
use v4l::video::capture::Parameters;
use v4l::{Device, Format, FourCC};

const NODES: &str = "/sys/class/video4linux";
/// The kernel's numbers of the controls.
const FOCUS_ABSOLUTE: u32 = 0x009a_090a;
const FOCUS_AUTO: u32 = 0x009a_090c;

/// What is known of the nodes, so that none is opened again and again only to be listed.
#[derive(Default)]
pub(super) struct System {
    /// Whether a node gives pictures, by its name and where it is plugged in.
    gives_pictures: HashMap<(String, PathBuf), bool>,
    names: Names,
}

/// How cameras are told apart, and were before.
#[derive(Default)]
struct Names {
    /// Serial numbers that several cameras had at once: worth nothing from then on.
    shared: HashSet<Serial>,
    /// Serial numbers that a camera went by.
    used: HashSet<Serial>,
    /// Of the cameras that are there, by place, whether they go by their serial number: none gets another name while
    /// it may be open.
    by_serial: HashMap<(String, Serial), bool>,
}

/// Vendor, product and serial number.
type Serial = (u16, u16, String);

/// A node as sysfs tells it.
struct Node {
    number: usize,
    name: String,
    /// The device that it belongs to; a camera has several nodes.
    device: PathBuf,
    /// The USB device, if it is one.
    usb: Option<Usb>,
}

struct Usb {
    vendor: u16,
    product: u16,
    serial: Option<String>,
    maker: Option<String>,
    product_name: Option<String>,
    /// Where it is plugged in: `1-4.2`.
    port: String,
}

impl System {
    pub(super) fn list(&mut self) -> Result<Vec<Found>, Obstacle> {
        let nodes = nodes(Path::new(NODES)).map_err(|error| Obstacle::Failed { detail: error.to_string() })?;
        let known = std::mem::take(&mut self.gives_pictures);
        let mut cameras = Vec::new();
        for node in nodes {
            let key = (node.number.to_string(), node.device.clone());
            let gives = known.get(&key).copied().or_else(|| gives_pictures(&node));
            if let Some(gives) = gives {
                self.gives_pictures.insert(key, gives);
            }
            // One that may not be opened is asked again each time; the first of a device's nodes gives pictures.
            if gives.unwrap_or_else(|| is_first_node(&node)) {
                cameras.push(node);
            }
        }
        Ok(self.names.found(&cameras))
    }
}

/// The nodes of cameras, metadata and all else, in the order of their numbers. None where the kernel has no part
/// for cameras at all.
fn nodes(folder: &Path) -> io::Result<Vec<Node>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut nodes: Vec<Node> = entries.filter_map(|entry| node(&entry.ok()?.path())).collect();
    nodes.sort_by_key(|node| node.number);
    Ok(nodes)
}

fn node(path: &Path) -> Option<Node> {
    let number = path.file_name()?.to_str()?.strip_prefix("video")?.parse().ok()?;
    let name = line(&path.join("name")).unwrap_or_default();
    let device = fs::canonicalize(path.join("device")).unwrap_or_default();
    Some(Node { number, name, usb: usb(&device), device })
}

/// The USB device that an interface in sysfs is part of.
fn usb(interface: &Path) -> Option<Usb> {
    let device = interface.parent()?;
    let id = |name: &str| u16::from_str_radix(&line(&device.join(name))?, 16).ok();
    Some(Usb {
        vendor: id("idVendor")?,
        product: id("idProduct")?,
        serial: line(&device.join("serial")),
        maker: line(&device.join("manufacturer")),
        product_name: line(&device.join("product")),
        port: device.file_name()?.to_string_lossy().into_owned(),
    })
}

/// The first line of a file of sysfs, if there is anything in it.
fn line(path: &Path) -> Option<String> {
    let text = fs::read(path).ok()?;
    let text = String::from_utf8_lossy(&text).trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Whether the node has a format of pictures: a camera's metadata has none. `None` if it cannot be opened.
fn gives_pictures(node: &Node) -> Option<bool> {
    let device = Device::new(node.number).ok()?;
    Some(device.enum_formats().is_ok_and(|formats| !formats.is_empty()))
}

fn is_first_node(node: &Node) -> bool {
    line(&PathBuf::from(NODES).join(format!("video{}", node.number)).join("index")).is_none_or(|index| index == "0")
}

impl Names {
    fn found(&mut self, cameras: &[Node]) -> Vec<Found> {
        self.tell_apart(cameras);
        let mut found: Vec<Found> = Vec::new();
        for camera in cameras {
            let key = key(camera);
            let by_serial = key.as_ref().is_some_and(|key| self.by_serial.get(key).copied().unwrap_or_default());
            let mut id = id(camera, by_serial);
            // One device may have several cameras: for colours and for warmth.
            let is_same = |other: &&Found| other.reader.id == id || other.reader.id.first_of_twins().as_ref() == Some(&id);
            let same = found.iter().filter(is_same).count();
            if same > 0 {
                id = id.twin(same + 1);
            }
            let is_unknown = key.is_some_and(|(_, serial)| !by_serial && !self.used.contains(&serial));
            let reader = Reader {
                id,
                kind: Kind::Camera,
                name: name(camera),
                usb: camera.usb.as_ref().map(|usb| (usb.vendor, usb.product)),
                node: format!("/dev/video{}", camera.number),
                is_likely: false,
            };
            let formerly = is_unknown.then(|| self::id(camera, true));
            found.push(Found { reader, key: camera.number.to_string(), formerly });
        }
        found
    }

    /// Decides which cameras go by their serial numbers. Cheap ones all have the same: once two had it at once, places
    /// tell them apart, but whichever is there keeps the name that it has.
    fn tell_apart(&mut self, cameras: &[Node]) {
        let keys: HashSet<(String, Serial)> = cameras.iter().filter_map(key).collect();
        for (place, serial) in &keys {
            if keys.iter().any(|(other_place, other)| other == serial && other_place != place) {
                self.shared.insert(serial.clone());
            }
        }
        self.by_serial.retain(|key, _| keys.contains(key));
        for key in keys {
            let is_shared = self.shared.contains(&key.1);
            if !is_shared {
                self.used.insert(key.1.clone());
            }
            self.by_serial.entry(key).or_insert(!is_shared);
        }
    }
}

/// Where a camera is plugged in, and its serial number, if it has one.
fn key(camera: &Node) -> Option<(String, Serial)> {
    let usb = camera.usb.as_ref()?;
    Some((usb.port.clone(), (usb.vendor, usb.product, usb.serial.clone()?)))
}

fn id(camera: &Node, by_serial: bool) -> ReaderId {
    let Some(usb) = &camera.usb else { return ReaderId::of_place(Kind::Camera, &camera.name) };
    let serial = usb.serial.as_deref().filter(|_| by_serial);
    ReaderId::of_usb(
        Kind::Camera,
        &identity::Usb { vendor: usb.vendor, product: usb.product, serial, place: Some(&usb.port), interface: None },
    )
}

fn name(camera: &Node) -> String {
    // The kernel writes "Name: Name", cut off somewhere.
    let node = camera.name.split(": ").next().filter(|name| !name.is_empty());
    let otherwise = node.map_or_else(|| format!("video{}", camera.number), str::to_owned);
    let usb = camera.usb.as_ref().filter(|usb| usb.product_name.is_some());
    usb.map_or_else(|| otherwise.clone(), |usb| identity::name(usb.maker.as_deref(), usb.product_name.as_deref(), &otherwise))
}

fn number(found: &Found) -> usize {
    found.key.parse().unwrap_or(usize::MAX)
}

fn io_obstacle(error: &io::Error) -> Obstacle {
    obstacle(error).unwrap_or_else(|| Obstacle::Failed { detail: error.to_string() })
}

/// Whether a camera can be opened, and nobody else is using it. Setting the format that it has changes nothing, and
/// is refused while another program takes pictures.
pub(super) fn check(found: &Found) -> Result<(), Obstacle> {
    let device = Device::new(number(found)).map_err(|error| io_obstacle(&error))?;
    let format = device.format().map_err(|error| io_obstacle(&error))?;
    device.set_format(&format).map_err(|error| io_obstacle(&error))?;
    Ok(())
}

/// Opens a camera in the mode that is best to read codes from.
///
/// The mode is set before nokhwa opens the camera: nokhwa gives up when the mode that the last program left is
/// one that it does not know.
pub(super) fn open(found: &Found) -> Result<(Camera, Mode, Controls), Obstacle> {
    let number = number(found);
    let device = Device::new(number).map_err(|error| io_obstacle(&error))?;
    let mode = choose(&modes(&device)).ok_or_else(|| Obstacle::Failed { detail: "no format that can be read".to_owned() })?;
    device.set_format(&Format::new(mode.width, mode.height, four_characters(mode.encoding))).map_err(|error| io_obstacle(&error))?;
    // A driver without a choice of rates refuses; nokhwa tells whether the rate is right.
    let _ = device.set_params(&Parameters::with_fps(mode.rate));
    let controls = Controls::of(&device);
    drop(device);
    let index = CameraIndex::Index(u32::try_from(number).unwrap_or(u32::MAX));
    let camera = open_in(index, mode).map_err(|error| blocked(&error))?;
    Ok((camera, mode, controls.by(number)))
}

/// Every mode that nokhwa can set: sizes that are listed or lie in a range, whole frames a second.
fn modes(device: &Device) -> Vec<Mode> {
    let mut modes = Vec::new();
    for format in device.enum_formats().unwrap_or_default() {
        let Some(encoding) = encoding(format.fourcc) else { continue };
        for size in device.enum_framesizes(format.fourcc).unwrap_or_default() {
            for (width, height) in sizes(&size.size) {
                let intervals = device.enum_frameintervals(format.fourcc, width, height).unwrap_or_default();
                let rates = intervals.iter().flat_map(|interval| rates(&interval.interval));
                modes.extend(rates.map(|rate| Mode { width, height, encoding, rate }));
            }
        }
    }
    modes
}

/// A listed size, or the useful ones of a range.
fn sizes(size: &FrameSizeEnum) -> Vec<(u32, u32)> {
    let range = match size {
        FrameSizeEnum::Discrete(size) => return vec![(size.width, size.height)],
        FrameSizeEnum::Stepwise(range) => range,
    };
    let fits = |side: u32, min: u32, max: u32, step: u32| (min..=max).contains(&side) && (side - min).is_multiple_of(step.max(1));
    let useful = [(1280, 720), (1920, 1080), (1280, 960), (800, 600), (640, 480)].into_iter().filter(|(width, height)| {
        fits(*width, range.min_width, range.max_width, range.step_width)
            && fits(*height, range.min_height, range.max_height, range.step_height)
    });
    useful.collect()
}

/// The listed rate if it is a whole one, or the useful ones of a range.
fn rates(interval: &FrameIntervalEnum) -> Vec<u32> {
    match interval {
        FrameIntervalEnum::Discrete(every) if every.numerator == 1 => vec![every.denominator],
        FrameIntervalEnum::Discrete(_) => Vec::new(),
        FrameIntervalEnum::Stepwise(range) => {
            // The shortest and the longest time from frame to frame.
            let is_within = |rate: &u32| {
                let rate = u64::from(*rate);
                u64::from(range.min.numerator) * rate <= u64::from(range.min.denominator)
                    && u64::from(range.max.numerator) * rate >= u64::from(range.max.denominator)
            };
            [15, 30, 10].into_iter().filter(is_within).collect()
        }
    }
}

/// The format of this name that nokhwa knows too.
fn encoding(name: FourCC) -> Option<Encoding> {
    match &name.repr {
        b"YUYV" => Some(Encoding::Yuyv),
        b"MJPG" => Some(Encoding::Mjpeg),
        b"NV12" => Some(Encoding::Nv12),
        b"RGB3" => Some(Encoding::Rgb),
        b"BGR3" => Some(Encoding::Bgr),
        _ => None,
    }
}

fn four_characters(encoding: Encoding) -> FourCC {
    FourCC::new(match encoding {
        Encoding::Yuyv => b"YUYV",
        Encoding::Mjpeg => b"MJPG",
        Encoding::Nv12 => b"NV12",
        Encoding::Grey => b"GREY",
        Encoding::Rgb => b"RGB3",
        Encoding::Bgr => b"BGR3",
    })
}

/// The controls of a camera. nokhwa knows relative focus only, and reads all controls to set one.
pub(super) struct Controls {
    focus: Option<Description>,
    has_auto: bool,
    node: usize,
}

impl Controls {
    fn of(device: &Device) -> Self {
        let all = device.query_controls().unwrap_or_default();
        let has_auto = all.iter().any(|control| control.id == FOCUS_AUTO);
        let focus = all.into_iter().find(|control| control.id == FOCUS_ABSOLUTE && control.maximum > control.minimum);
        Self { focus, has_auto, node: usize::MAX }
    }

    fn by(self, node: usize) -> Self {
        Self { node, ..self }
    }

    pub(super) fn focus(&self, _: &mut Camera) -> Option<Focus> {
        let control = self.focus.as_ref()?;
        let device = Device::new(self.node).ok()?;
        let value = match device.control(FOCUS_ABSOLUTE).ok()?.value {
            Value::Integer(value) => value,
            _ => control.default,
        };
        let is_auto =
            self.has_auto && device.control(FOCUS_AUTO).is_ok_and(|auto| matches!(auto.value, Value::Boolean(true) | Value::Integer(1)));
        let step = i64::try_from(control.step).unwrap_or(1).max(1);
        Some(Focus { min: control.minimum, max: control.maximum, step, default: control.default, value, has_auto: self.has_auto, is_auto })
    }

    pub(super) fn set_focus(&self, _: &mut Camera, focus: Option<i64>) -> Result<(), Obstacle> {
        let Some(control) = &self.focus else { return Ok(()) };
        let device = Device::new(self.node).map_err(|error| io_obstacle(&error))?;
        let set = |id, value| device.set_control(Control { id, value }).map_err(|error| io_obstacle(&error));
        if self.has_auto {
            set(FOCUS_AUTO, Value::Boolean(focus.is_none()))?;
        }
        match focus {
            Some(value) => set(FOCUS_ABSOLUTE, Value::Integer(value.clamp(control.minimum, control.maximum))),
            None if self.has_auto => Ok(()),
            None => set(FOCUS_ABSOLUTE, Value::Integer(control.default)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn camera(number: usize, port: &str, serial: Option<&str>) -> Node {
        let (serial, port) = (serial.map(str::to_owned), port.to_owned());
        let usb = Usb { vendor: 0x046d, product: 0x0825, serial, maker: None, product_name: None, port: port.clone() };
        Node { number, name: "HD Webcam: HD Web".to_owned(), device: PathBuf::from(format!("/sys/{port}")), usb: Some(usb) }
    }

    fn ids(cameras: &[Node]) -> Vec<String> {
        Names::default().found(cameras).into_iter().map(|found| found.reader.id.0).collect()
    }

    #[test]
    fn a_camera_is_the_same_at_another_port_where_it_has_a_serial_number() {
        assert_eq!(ids(&[camera(0, "1-1", Some("77"))]), ids(&[camera(4, "2-3", Some("77"))]));
        assert_eq!(ids(&[camera(0, "1-1", None)]), ["camera:046d:0825@1-1"]);
    }

    #[test]
    fn two_cameras_are_two_though_they_have_one_serial_number_or_one_device() {
        assert_eq!(ids(&[camera(0, "1-1", Some("01")), camera(2, "1-2", Some("01"))]), ["camera:046d:0825@1-1", "camera:046d:0825@1-2"]);
        assert_eq!(ids(&[camera(0, "1-1", Some("01")), camera(2, "1-1", Some("01"))]), ["camera:046d:0825:01", "camera:046d:0825:01#2"]);
    }

    #[test]
    fn a_camera_keeps_its_name_while_another_with_its_serial_number_comes_and_goes() {
        let mut names = Names::default();
        let mut ids = |cameras: &[Node]| -> Vec<String> { names.found(cameras).into_iter().map(|found| found.reader.id.0).collect() };
        let one = |number| camera(number, "1-1", Some("01"));
        let two = |number| camera(number, "1-2", Some("01"));
        assert_eq!(ids(&[one(0)]), ["camera:046d:0825:01"]);
        assert_eq!(ids(&[one(0), two(2)]), ["camera:046d:0825:01", "camera:046d:0825@1-2"]);
        // In whatever order they are found.
        assert_eq!(ids(&[two(0), one(2)]), ["camera:046d:0825@1-2", "camera:046d:0825:01"]);
        // The first is pulled out: the second does not take its name, and the number says nothing any more.
        assert_eq!(ids(&[two(2)]), ["camera:046d:0825@1-2"]);
        assert_eq!(ids(&[one(0), two(2)]), ["camera:046d:0825@1-1", "camera:046d:0825@1-2"]);
        assert_eq!(ids(&[]), [""; 0]);
        assert_eq!(ids(&[two(0)]), ["camera:046d:0825@1-2"]);
    }

    #[test]
    fn where_nobody_knows_which_of_two_had_the_serial_numbers_name_both_may_have() {
        let serial = Some(ReaderId("camera:046d:0825:01".to_owned()));
        let both = [camera(0, "1-1", Some("01")), camera(2, "1-2", Some("01"))];
        let mut names = Names::default();
        assert!(names.found(&both).iter().all(|found| found.formerly == serial));
        let mut names = Names::default();
        names.found(&both[..1]);
        assert!(names.found(&both).iter().all(|found| found.formerly.is_none()));
    }

    #[test]
    fn the_name_is_the_products_or_the_kernels_without_what_it_repeats() {
        let mut webcam = camera(0, "1-1", None);
        assert_eq!(name(&webcam), "HD Webcam");
        if let Some(usb) = &mut webcam.usb {
            (usb.maker, usb.product_name) = (Some("Logitech".to_owned()), Some("C920".to_owned()));
        }
        assert_eq!(name(&webcam), "Logitech C920");
        assert_eq!(name(&Node { number: 3, name: String::new(), device: PathBuf::new(), usb: None }), "video3");
    }

    #[test]
    fn nodes_are_found_in_sysfs_in_the_order_of_their_numbers() {
        let folder = tempfile::tempdir().unwrap();
        for (number, name) in [(10, "Ten"), (2, "Two")] {
            let node = folder.path().join(format!("video{number}"));
            fs::create_dir(&node).unwrap();
            fs::write(node.join("name"), format!("{name}\n")).unwrap();
        }
        fs::create_dir(folder.path().join("v4l-subdev0")).unwrap();
        let names: Vec<String> = nodes(folder.path()).unwrap().into_iter().map(|node| node.name).collect();
        assert_eq!(names, ["Two", "Ten"]);
        assert!(nodes(&folder.path().join("none")).unwrap().is_empty());
    }

    #[test]
    fn of_a_range_of_sizes_and_rates_the_useful_ones_are_taken() {
        use v4l::fraction::Fraction;
        let stepwise = |min: (u32, u32), max: (u32, u32), step: u32| {
            let (min_width, min_height) = min;
            let (max_width, max_height) = max;
            let (step_width, step_height) = (step, step);
            FrameSizeEnum::Stepwise(v4l::framesize::Stepwise { min_width, max_width, step_width, min_height, max_height, step_height })
        };
        assert_eq!(sizes(&stepwise((2, 2), (1920, 1080), 2)), [(1280, 720), (1920, 1080), (1280, 960), (800, 600), (640, 480)]);
        assert_eq!(sizes(&stepwise((16, 16), (800, 800), 16)), [(640, 480)]);
        assert_eq!(sizes(&FrameSizeEnum::Discrete(v4l::framesize::Discrete { width: 320, height: 180 })), [(320, 180)]);
        let every = |numerator, denominator| Fraction { numerator, denominator };
        assert_eq!(rates(&FrameIntervalEnum::Discrete(every(1, 30))), [30]);
        assert!(rates(&FrameIntervalEnum::Discrete(every(1001, 30000))).is_empty());
        let range = |min, max| FrameIntervalEnum::Stepwise(v4l::frameinterval::Stepwise { min, max, step: every(1, 1) });
        assert_eq!(rates(&range(every(1, 60), every(1, 1))), [15, 30, 10]);
        assert_eq!(rates(&range(every(1, 15), every(1, 12))), [15]);
    }

    #[test]
    fn what_cannot_be_opened_says_why() {
        let nowhere = Found { key: "987".to_owned(), ..Names::default().found(&[camera(987, "1-1", None)]).remove(0) };
        assert!(check(&nowhere).is_err());
        assert!(open(&nowhere).is_err());
    }
}
