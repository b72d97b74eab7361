//! Icons: the Lucide set (ISC licence), only the ones used.

use iced::widget::{Svg, svg};
use iced::{Color, Length};

/// An icon, named as Lucide names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icon {
    /// `arrow-left`
    ArrowLeft,
    /// `arrow-right`
    ArrowRight,
    /// `ban`
    Ban,
    /// `bookmark-plus`
    BookmarkPlus,
    /// `building-2`
    Building2,
    /// `calendar`
    Calendar,
    /// `calendar-check`
    CalendarCheck,
    /// `calendar-clock`
    CalendarClock,
    /// `calendar-x`
    CalendarX,
    /// `camera`
    Camera,
    /// `camera-off`
    CameraOff,
    /// `check`
    Check,
    /// `chevron-down`
    ChevronDown,
    /// `chevron-left`
    ChevronLeft,
    /// `chevron-right`
    ChevronRight,
    /// `chevrons-up-down`
    ChevronsUpDown,
    /// `circle-alert`
    CircleAlert,
    /// `circle-check-big`
    CircleCheckBig,
    /// `circle-help`
    CircleHelp,
    /// `clock`
    Clock,
    /// `cloud-alert`
    CloudAlert,
    /// `cloud-check`
    CloudCheck,
    /// `cloud-off`
    CloudOff,
    /// `contrast`
    Contrast,
    /// `copy`
    Copy,
    /// `credit-card`
    CreditCard,
    /// `door-open`
    DoorOpen,
    /// `flip-horizontal-2`
    FlipHorizontal2,
    /// `graduation-cap`
    GraduationCap,
    /// `info`
    Info,
    /// `keyboard`
    Keyboard,
    /// `log-out`
    LogOut,
    /// `minus`
    Minus,
    /// `moon`
    Moon,
    /// `notebook-pen`
    NotebookPen,
    /// `plus`
    Plus,
    /// `printer`
    Printer,
    /// `qr-code`
    QrCode,
    /// `refresh-cw`
    RefreshCw,
    /// `scan-barcode`
    ScanBarcode,
    /// `search-x`
    SearchX,
    /// `settings`
    Settings,
    /// `sun`
    Sun,
    /// `ticket`
    Ticket,
    /// `ticket-check`
    TicketCheck,
    /// `trash-2`
    Trash2,
    /// `triangle-alert`
    TriangleAlert,
    /// `undo-2`
    Undo2,
    /// `unplug`
    Unplug,
    /// `upload`
    Upload,
    /// `usb`
    Usb,
    /// `user`
    User,
    /// `user-x`
    UserX,
    /// `users-round`
    UsersRound,
    /// `x`
    X,
}

impl Icon {
    fn bytes(self) -> &'static [u8] {
        match self {
            Icon::ArrowLeft => include_bytes!("../../assets/icons/arrow-left.svg"),
            Icon::ArrowRight => include_bytes!("../../assets/icons/arrow-right.svg"),
            Icon::Ban => include_bytes!("../../assets/icons/ban.svg"),
            Icon::BookmarkPlus => include_bytes!("../../assets/icons/bookmark-plus.svg"),
            Icon::Building2 => include_bytes!("../../assets/icons/building-2.svg"),
            Icon::Calendar => include_bytes!("../../assets/icons/calendar.svg"),
            Icon::CalendarCheck => include_bytes!("../../assets/icons/calendar-check.svg"),
            Icon::CalendarClock => include_bytes!("../../assets/icons/calendar-clock.svg"),
            Icon::CalendarX => include_bytes!("../../assets/icons/calendar-x.svg"),
            Icon::Camera => include_bytes!("../../assets/icons/camera.svg"),
            Icon::CameraOff => include_bytes!("../../assets/icons/camera-off.svg"),
            Icon::Check => include_bytes!("../../assets/icons/check.svg"),
            Icon::ChevronDown => include_bytes!("../../assets/icons/chevron-down.svg"),
            Icon::ChevronLeft => include_bytes!("../../assets/icons/chevron-left.svg"),
            Icon::ChevronRight => include_bytes!("../../assets/icons/chevron-right.svg"),
            Icon::ChevronsUpDown => include_bytes!("../../assets/icons/chevrons-up-down.svg"),
            Icon::CircleAlert => include_bytes!("../../assets/icons/circle-alert.svg"),
            Icon::CircleCheckBig => include_bytes!("../../assets/icons/circle-check-big.svg"),
            Icon::CircleHelp => include_bytes!("../../assets/icons/circle-help.svg"),
            Icon::Clock => include_bytes!("../../assets/icons/clock.svg"),
            Icon::CloudAlert => include_bytes!("../../assets/icons/cloud-alert.svg"),
            Icon::CloudCheck => include_bytes!("../../assets/icons/cloud-check.svg"),
            Icon::CloudOff => include_bytes!("../../assets/icons/cloud-off.svg"),
            Icon::Contrast => include_bytes!("../../assets/icons/contrast.svg"),
            Icon::Copy => include_bytes!("../../assets/icons/copy.svg"),
            Icon::CreditCard => include_bytes!("../../assets/icons/credit-card.svg"),
            Icon::DoorOpen => include_bytes!("../../assets/icons/door-open.svg"),
            Icon::FlipHorizontal2 => include_bytes!("../../assets/icons/flip-horizontal-2.svg"),
            Icon::GraduationCap => include_bytes!("../../assets/icons/graduation-cap.svg"),
            Icon::Info => include_bytes!("../../assets/icons/info.svg"),
            Icon::Keyboard => include_bytes!("../../assets/icons/keyboard.svg"),
            Icon::LogOut => include_bytes!("../../assets/icons/log-out.svg"),
            Icon::Minus => include_bytes!("../../assets/icons/minus.svg"),
            Icon::Moon => include_bytes!("../../assets/icons/moon.svg"),
            Icon::NotebookPen => include_bytes!("../../assets/icons/notebook-pen.svg"),
            Icon::Plus => include_bytes!("../../assets/icons/plus.svg"),
            Icon::Printer => include_bytes!("../../assets/icons/printer.svg"),
            Icon::QrCode => include_bytes!("../../assets/icons/qr-code.svg"),
            Icon::RefreshCw => include_bytes!("../../assets/icons/refresh-cw.svg"),
            Icon::ScanBarcode => include_bytes!("../../assets/icons/scan-barcode.svg"),
            Icon::SearchX => include_bytes!("../../assets/icons/search-x.svg"),
            Icon::Settings => include_bytes!("../../assets/icons/settings.svg"),
            Icon::Sun => include_bytes!("../../assets/icons/sun.svg"),
            Icon::Ticket => include_bytes!("../../assets/icons/ticket.svg"),
            Icon::TicketCheck => include_bytes!("../../assets/icons/ticket-check.svg"),
            Icon::Trash2 => include_bytes!("../../assets/icons/trash-2.svg"),
            Icon::TriangleAlert => include_bytes!("../../assets/icons/triangle-alert.svg"),
            Icon::Undo2 => include_bytes!("../../assets/icons/undo-2.svg"),
            Icon::Unplug => include_bytes!("../../assets/icons/unplug.svg"),
            Icon::Upload => include_bytes!("../../assets/icons/upload.svg"),
            Icon::Usb => include_bytes!("../../assets/icons/usb.svg"),
            Icon::User => include_bytes!("../../assets/icons/user.svg"),
            Icon::UserX => include_bytes!("../../assets/icons/user-x.svg"),
            Icon::UsersRound => include_bytes!("../../assets/icons/users-round.svg"),
            Icon::X => include_bytes!("../../assets/icons/x.svg"),
        }
    }
}

/// Draws an icon `size` pixels high and wide, in one colour.
#[must_use]
pub fn icon<'a>(icon: Icon, size: f32, color: Color) -> Svg<'a> {
    svg(svg::Handle::from_memory(icon.bytes()))
        .width(Length::Fixed(size))
        .height(Length::Fixed(size))
        .style(move |_, _| svg::Style { color: Some(color) })
}
