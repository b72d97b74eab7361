//! Holds one keyboard: takes it from other programs when no key is down, reads it, gives it back.

use super::device::{Device, ended};
use super::stream::{Input, Stream, Told};
use crate::driver::{Ended, Out, Stop, Woken};
use crate::wedge::Manner;
use std::io;
use std::time::{Duration, Instant};

/// No key for so long, and no scan is under way: the keyboard can be taken without tearing one.
const CALM: Duration = Duration::from_millis(150);
/// A scan that is under way when the keyboard is to be given back is read to its end, at most for so long. Half of it
/// would be typed into another program otherwise.
const LAST: Duration = Duration::from_millis(200);
/// Between two looks at the keyboard meanwhile.
const LOOK: Duration = Duration::from_millis(2);

/// Reads a keyboard until it is unplugged, is blocked or shall be let go.
pub(super) fn hold(device: &mut impl Device, manner: Manner, out: &Out, stop: &Stop) -> Ended {
    match take(device, stop) {
        Ok(true) => {}
        Ok(false) => return Ended::Stopped,
        Err(error) => return ended(&error),
    }
    out.ready();
    let mut stream = Stream::new(manner);
    let ending = read(device, &mut stream, out, stop);
    // The system gives it back when it is closed too; this is for those that wait.
    let _ = device.release();
    match ending {
        Ok(()) => Ended::Stopped,
        Err(error) => {
            tell(stream.cut_off(), out);
            ended(&error)
        }
    }
}

/// Takes the keyboard once no key is down and none was for a while: another program that saw a key go down and never
/// up would repeat it for ever. `false` if it shall be let go before.
fn take(device: &mut impl Device, stop: &Stop) -> io::Result<bool> {
    let mut events = Vec::new();
    let mut calm_from = Instant::now();
    loop {
        events.clear();
        device.events(&mut events)?;
        if !events.is_empty() {
            calm_from = Instant::now();
        }
        let is_up = device.down()?.is_empty();
        let left = CALM.saturating_sub(calm_from.elapsed());
        if is_up && left.is_zero() {
            device.grab()?;
            if device.down()?.is_empty() {
                return Ok(true);
            }
            // One went down in between.
            device.release()?;
            calm_from = Instant::now();
        }
        // A key that is down tells when it goes up.
        match stop.wait_for(device, if is_up { Some(left.max(LOOK)) } else { None }) {
            Woken::Stopped => return Ok(false),
            Woken::Ready | Woken::Elapsed => {}
        }
    }
}

fn read(device: &mut impl Device, stream: &mut Stream, out: &Out, stop: &Stop) -> io::Result<()> {
    let mut events = Vec::new();
    let mut let_go = None;
    loop {
        let left = stream.deadline().map(|deadline| deadline.saturating_duration_since(Instant::now()));
        if stop.wait_for(device, left) == Woken::Stopped {
            match let_go {
                None => let_go = Some(Instant::now() + LAST),
                Some(_) => std::thread::sleep(LOOK),
            }
        }
        events.clear();
        // Before it is looked for keys: those that come after may wait while this thread does not run.
        let looked = Instant::now();
        let came = device.events(&mut events);
        for event in events.drain(..) {
            feed(device, stream, event, out)?;
        }
        came?;
        tell(stream.settle(looked), out);
        // Only now: the first key of a scan may have waited, and the rest would be typed elsewhere.
        if let_go.is_some_and(|until| looked >= until || (stream.is_idle() && is_up(device))) {
            return Ok(());
        }
    }
}

/// Whether no key is down: a scan that begins with Shift has begun. Where the system does not tell, none is.
fn is_up(device: &impl Device) -> bool {
    device.down().map_or(true, |down| down.is_empty())
}

fn feed(device: &impl Device, stream: &mut Stream, event: Input, out: &Out) -> io::Result<()> {
    let now = Instant::now();
    tell(stream.feed(event, now), out);
    if stream.asks_for_keys() {
        let told = stream.resume(device.down()?, now);
        tell(Some(told), out);
    }
    Ok(())
}

fn tell(told: Option<Told>, out: &Out) {
    match told {
        Some(Told::Scan(observed)) => {
            let (text, at) = (observed.text.clone(), observed.at);
            out.observed(observed);
            out.scanned(text, at);
        }
        Some(Told::Trouble(trouble)) => out.troubled(trouble),
        None => {}
    }
}

#[cfg(test)]
#[path = "hold_tests.rs"]
mod tests;
