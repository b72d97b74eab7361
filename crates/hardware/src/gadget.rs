//! A USB device that is plugged into the guest: made with the kernel's gadgets, at a port of its own.
//!
//! The kernel sees it as any other device: descriptors, strings, interface, a node when it is plugged in, an
//! error in the reader's face when it is pulled out.

use crate::failure::{Failure, trying};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// Where gadgets are described.
const GADGETS: &str = "/sys/kernel/config/usb_gadget";
/// The longest until a node is there.
const NODE: Duration = Duration::from_secs(5);

/// How a device names itself.
pub(crate) struct Identity {
    /// A word for the guest only.
    pub(crate) name: &'static str,
    /// The USB vendor id.
    pub(crate) vendor: u16,
    /// The USB product id.
    pub(crate) product: u16,
    /// The maker's name.
    pub(crate) maker: &'static str,
    /// The product's name.
    pub(crate) title: &'static str,
    /// The serial number.
    pub(crate) serial: &'static str,
}

/// What a device is able to do.
pub(crate) enum Function {
    /// Sends HID reports.
    Hid {
        /// 1 for a keyboard, else 0.
        protocol: u8,
        /// 1 where it also speaks the simple protocol of a machine's start, else 0.
        subclass: u8,
        /// The longest report in bytes.
        report_length: u16,
        /// What its reports mean.
        descriptor: &'static [u8],
    },
    /// Is a serial port.
    Serial,
}

/// A device, plugged in or not. Unplugged when dropped.
pub(crate) struct Gadget {
    folder: PathBuf,
    controller: String,
    node: PathBuf,
}

impl Gadget {
    /// Makes a device for the port of this number; it is not plugged in yet.
    pub(crate) fn new(port: u8, identity: &Identity, function: &Function) -> Result<Self, Failure> {
        let folder = Path::new(GADGETS).join(identity.name);
        let strings = folder.join("strings/0x409");
        let configuration = folder.join("configs/c.1");
        for part in [&folder, &strings, &configuration] {
            make(part)?;
        }
        write(&folder.join("idVendor"), format!("{:#06x}", identity.vendor))?;
        write(&folder.join("idProduct"), format!("{:#06x}", identity.product))?;
        write(&folder.join("bcdDevice"), "0x0100")?;
        write(&strings.join("manufacturer"), identity.maker)?;
        write(&strings.join("product"), identity.title)?;
        write(&strings.join("serialnumber"), identity.serial)?;
        let node = match function {
            Function::Hid { protocol, subclass, report_length, descriptor } => {
                let hid = folder.join("functions/hid.0");
                make(&hid)?;
                write(&hid.join("protocol"), protocol.to_string())?;
                write(&hid.join("subclass"), subclass.to_string())?;
                write(&hid.join("report_length"), report_length.to_string())?;
                write(&hid.join("report_desc"), descriptor)?;
                symlink(&hid, configuration.join("hid.0")).map_err(trying("link hid.0"))?;
                // "major:minor"; the node is named by the minor.
                format!("/dev/hidg{}", text(&hid.join("dev"))?.rsplit(':').next().unwrap_or_default())
            }
            Function::Serial => {
                let acm = folder.join("functions/acm.0");
                make(&acm)?;
                symlink(&acm, configuration.join("acm.0")).map_err(trying("link acm.0"))?;
                format!("/dev/ttyGS{}", text(&acm.join("port_num"))?)
            }
        };
        Ok(Self { folder, controller: format!("dummy_udc.{port}"), node: node.into() })
    }

    /// Plugs it in and waits until its own side has a node; tells which.
    pub(crate) fn plug(&self) -> Result<&Path, Failure> {
        write(&self.folder.join("UDC"), &self.controller)?;
        let began = Instant::now();
        while !self.node.exists() {
            if began.elapsed() > NODE {
                return Err(Failure::Otherwise(format!("{} did not come", self.node.display())));
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(&self.node)
    }

    /// Pulls it out, if it is plugged in.
    pub(crate) fn unplug(&self) -> Result<(), Failure> {
        let port = self.folder.join("UDC");
        if text(&port)?.is_empty() { Ok(()) } else { write(&port, "\n") }
    }
}

impl Drop for Gadget {
    fn drop(&mut self) {
        // Nobody is left to be told.
        let _ = self.unplug();
    }
}

fn make(folder: &Path) -> Result<(), Failure> {
    fs::create_dir(folder).map_err(trying(folder.display().to_string()))
}

fn write(file: &Path, content: impl AsRef<[u8]>) -> Result<(), Failure> {
    fs::write(file, content).map_err(trying(file.display().to_string()))
}

fn text(file: &Path) -> Result<String, Failure> {
    fs::read_to_string(file).map(|text| text.trim().to_owned()).map_err(trying(file.display().to_string()))
}
