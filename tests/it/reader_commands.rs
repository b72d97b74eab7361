//! The commands about readers, and the camera's process: real processes.

use crate::process::Station;
use std::io::Read;
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn readers_are_listed_without_a_station_and_in_every_language() {
    let station = Station::new();
    let done = station.run(&["readers"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    for reader in done.json["readers"].as_array().unwrap_or_else(|| panic!("{done:?}")) {
        assert!(reader["reader"]["name"].is_string() && reader["state"].is_string(), "{reader}");
    }
    for language in ["fi", "sv", "en"] {
        let output = station.command(&["readers", "--lang", language]).stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success() && !output.stdout.is_empty(), "{language}: {output:?}");
    }
    assert!(station.is_untouched(), "a file of the station was opened");
}

#[test]
fn readers_are_watched_for_as_long_as_is_asked() {
    let station = Station::new();
    let begun = Instant::now();
    let output = station.command(&["readers", "watch", "--for", "1"]).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(begun.elapsed() >= Duration::from_secs(1) && begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    assert!(station.is_untouched());
}

/// Ctrl and C ends it as a wish, not as a fault.
#[test]
#[cfg(unix)]
fn watching_ends_with_ctrl_c() {
    let station = Station::new();
    let mut watching = station.command(&["readers", "watch"]).stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(700));
    let pid = rustix::process::Pid::from_child(&watching);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let begun = Instant::now();
    while watching.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(8), "it goes on");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(watching.wait().unwrap().code(), Some(0));
}

#[test]
fn the_cameras_process_opens_no_file_of_the_station_and_ends_with_it() {
    let station = Station::new();
    let mut worker = station.worker().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert!(worker.try_wait().unwrap().is_none(), "it works while its station does");
    // The station is gone: its end of the pipes closes.
    drop(worker.stdin.take());
    let mut out = worker.stdout.take().unwrap();
    std::thread::spawn(move || out.read_to_end(&mut Vec::new()));
    let begun = Instant::now();
    while worker.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(8), "it goes on");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(station.is_untouched());
}

/// Commands about scanners at pseudo-terminals.
#[cfg(unix)]
mod at_a_port {
    use crate::process::{Station, until};
    use kaikuasema::station::{Config, Station as OpenStation};
    use kaikuasema_devices::{Kind, Profile, ReaderId, Settings, Suffix};
    use kaikuasema_store::KeyChoice;
    use serde_json::Value;
    use serialport::{SerialPort as _, TTYPort};
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::process::{Child, Command, Stdio};
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    /// A scanner at a pseudo-terminal, and the id of its port.
    fn scanner() -> (TTYPort, ReaderId) {
        let (scanner, port) = TTYPort::pair().unwrap();
        let id = ReaderId::of_place(Kind::Serial, &port.name().unwrap());
        (scanner, id)
    }

    /// A command's lines as they come.
    struct Watching {
        child: Child,
        lines: Receiver<String>,
    }

    impl Watching {
        fn start(station: &Station, arguments: &[&str]) -> Self {
            Self::of(station.command(arguments))
        }

        fn of(mut command: Command) -> Self {
            let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
            let out = BufReader::new(child.stdout.take().unwrap());
            let (sender, lines) = channel();
            // Ends with the command.
            std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
            Self { child, lines }
        }

        /// The next line that is looked for.
        fn line(&mut self, is_it: impl Fn(&str) -> bool) -> String {
            loop {
                let line = self.lines.recv_timeout(Duration::from_secs(120)).expect("nothing more was told");
                if is_it(&line) {
                    return line;
                }
            }
        }

        /// The next line about a reader of this sort.
        fn next(&mut self, event: &str, id: &ReaderId) -> Value {
            loop {
                let line = self.lines.recv_timeout(Duration::from_secs(120)).expect("nothing more was told");
                let told: Value = serde_json::from_str(&line).unwrap();
                let of = told["reader"]["id"].as_str().or(told["reader"].as_str());
                if told["event"] == event && of == Some(&id.0) {
                    return told;
                }
            }
        }
    }

    impl Drop for Watching {
        fn drop(&mut self) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }

    #[test]
    fn a_port_that_is_named_is_watched_and_one_that_is_not_there_is_said() {
        let (mut scanner, id) = scanner();
        let station = Station::new();
        let mut watching = Watching::start(&station, &["readers", "watch", "--whole", "--use", &id.0]);
        assert_eq!(watching.next("stands", &id)["stands"]["state"], "ready");
        scanner.write_all(b"A9990000071\r\n").unwrap();
        let scan = watching.next("scanned", &id);
        assert_eq!((scan["text"].as_str(), scan["kind"].as_str()), (Some("A9990000071"), Some("serial")));
        assert!(scan["latency_us"].as_u64().is_some_and(|latency| latency < 60_000_000), "{scan}");
        assert!(station.is_untouched());
        for (language, words) in [("fi", "ei ole nyt kytketty"), ("sv", "är inte ansluten"), ("en", "is not plugged in")] {
            let arguments = ["--lang", language, "readers", "watch", "--for", "0", "--use", "serial:port:/dev/no-such-port"];
            let said = String::from_utf8(station.command(&arguments).stdin(Stdio::null()).output().unwrap().stderr).unwrap();
            assert!(said.contains(words) && said.contains("F3"), "{said}");
        }
    }

    #[test]
    fn what_names_no_reader_is_a_mistake_with_a_sentence() {
        let station = Station::new();
        for (language, words) in [("fi", "ei voi lukea"), ("sv", "kan inte läsas"), ("en", "There is no reader")] {
            for id in ["bogus", "camera:x"] {
                let arguments = ["--lang", language, "readers", "watch", "--use", id];
                let output = station.command(&arguments).stdin(Stdio::null()).output().unwrap();
                let said = String::from_utf8(output.stderr).unwrap();
                assert!(output.status.code() == Some(64) && said.contains(words) && said.contains(id), "{:?} {said}", output.status);
            }
        }
    }

    /// As a person sees it, but for the number, which goes to a pipe.
    #[test]
    fn a_reading_is_printed_with_its_reader_and_how_long_it_took_and_its_number_short() {
        let (mut scanner, id) = scanner();
        let station = Station::new();
        let arguments = ["--lang", "en", "readers", "watch", "--use", &id.0];
        let mut watching = Watching::of(station.plain(&arguments));
        let port = id.place(Kind::Serial).unwrap();
        watching.line(|line| line.contains(port) && line.ends_with("Ready"));
        // A check character that only a profile would tell.
        scanner.write_all(b"A9990000071K\r\n").unwrap();
        let line = watching.line(|line| line.contains("…"));
        let (shown, told) = line.split_once('\t').unwrap();
        assert_eq!(shown, "A99…71K");
        assert!(told.contains("serial port") && told.ends_with(" ms"), "{line}");
    }

    #[test]
    fn what_was_set_up_at_the_station_holds_for_the_commands_and_beside_its_window_they_say_who_has_the_readers() {
        let (mut scanner, id) = scanner();
        let station = Station::new();
        let config = Config { data_dir: station.dir().to_owned(), training: false, key: KeyChoice::File, name: "Lippukassa 1".into() };
        let window = OpenStation::open(&config).unwrap();
        let profile = Profile { reader: id.clone(), suffix: Suffix::Tab, sends_check_character: true, ..Profile::default() };
        let settings = Settings { profiles: vec![profile], ..Settings::default() };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(window.set_setting("readers", settings)).unwrap();

        // The window is open: it tells what is set, and the port is free, since no window reads here.
        window.open_door();
        let beside = |language: &str, words: &str| {
            let output = station.command(&["--lang", language, "readers"]).stdin(Stdio::null()).output().unwrap();
            let listed: Value = serde_json::from_slice(&output.stdout).unwrap();
            let is_listed =
                listed["readers"].as_array().unwrap().iter().any(|reader| reader["reader"]["id"] == id.0 && reader["state"] == "ready");
            is_listed && String::from_utf8_lossy(&output.stderr).contains(words)
        };
        until("the window answers", || beside("en", "is open on this machine"));
        assert!(beside("fi", "on auki tällä koneella") && beside("sv", "är öppen på den här datorn"));
        drop(window);

        let mut watching = Watching::start(&station, &["readers", "watch", "--whole"]);
        assert_eq!(watching.next("stands", &id)["stands"]["state"], "ready");
        scanner.write_all(b"A9990000089B\t").unwrap();
        assert_eq!(watching.next("scanned", &id)["text"], "]A1A9990000089B");
        // The station's folder is free meanwhile.
        assert_ne!(station.run(&["queue"]).code, Some(75));
    }
}
