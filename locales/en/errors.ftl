# English: what is wrong and what to do now. One short sentence for each.

## Card number
card-empty = The number is missing. Scan the card or type the number.
card-too-short = The number has too few characters ({ $length }). Scan the card again.
card-too-long = The number has too many characters ({ $length }). Scan the card again.
card-two-cards = Two cards were read as one. Scan one card at a time.
card-prefix = A Kaikukortti number does not begin with { $first }. Scan the Kaikukortti code.
card-not-a-digit = { $found } stands in place of a digit. Check the number on the card.
card-foreign-character = The number has a foreign character. Type the number from the card.
card-check-character = The scanner misread. Scan the card again.
card-not-a-card = This is not a Kaikukortti code. Scan the Kaikukortti code.

## Signing in
sign-in-no-service = The address of the service is missing. Ask the main user for it.
sign-in-address = The address cannot be used. Check that it begins with https://.
sign-in-wrong-password = The e-mail address or the password is wrong. Try again.
sign-in-too-many-tries = Too many tries. Wait a while and try again.
sign-in-no-venue = You may not record at any venue. Ask the main user for the right.
sign-in-other-service = This station belongs to another service. Check the address.
sign-in-no-connection = The service cannot be reached. Check the network and try again.
sign-in-not-the-service = Something other than the Kaikukortti service answers there. Check the address and the network's sign-in page.
sign-in-service-fault = The service has a fault. Try again in a while.

## Recording
record-not-signed-in = Log in and save again.
record-no-right = You have no right to this at this venue. Ask the main user for it.
record-refused = This card cannot be recorded.
record-needs-discretion = This is at your discretion: press F11 to save.
record-too-many-children = Too many children for one record (at most { $most }). Check the number.
record-too-many-cards = Too many customer cards for one group (at most { $most }). Check the number.
record-cards-on-customer-card = The number of customer cards is only for a community card.
record-staff-on-customer-card = The number of employees is only for a community card.
record-staff = { $most ->
    [one] A community card counts 1 employee. Check the number.
   *[other] There can be 1–{ $most } employees. Check the number.
}
record-event-name = The event's name is empty or too long. Correct the name.
record-value-not-asked = No monetary value is recorded for this event.
record-event-unknown = The event is no longer at this venue. Choose the event again.
record-usage-unknown = The record is no longer there, so it cannot be undone.
record-not-saved = Not saved. Try again.
record-disk-full = Not saved: the disk is full. Free some space and save again.
record-already = The same use is recorded already. Add --again to record it once more.

## Opening the station
notice-close = Close
open-in-use = The station is already open on this computer. Use the open window.
open-not-writable = The folder { $path } cannot be written. Choose another folder or ask for the rights.
open-newer = The data was made by a newer version. Update Kaikuasema. The data was not touched.
open-key-missing = The key to the data is missing. The data was not touched. Ask your IT support for help.
open-keyring-silent = The system's keyring does not answer. Unlock it and try again.
open-unreadable = The station's data cannot be read. It was not touched. Ask your IT support for help.
open-training = The training mode does not start. Check that there is room on the disk.
open-failed = The station does not open. Restart the computer or ask your IT support for help.
open-no-display = No display is found. Start Kaikuasema from the desktop, or use commands: kaikuasema --help.
open-no-copy = The data cannot be copied before the update. Make room on the disk and start again. The data were not touched.
salvage-damaged = The station's file was damaged ({ $at }). It is kept as { $file }, and the station goes on with a new one.
salvage-missing = The last records are missing in the station's file ({ $at }).
salvage-kept = Records that were saved: { $count }, of them not sent { $waiting }.
salvage-sealed = Only in the black box: at most { $count }. Check the day's records. Give the blackbox files to the administrator, do not remove them.
salvage-fetched = Cards and events are fetched from the service again.
salvage-sign-in = Sign in again.
salvage-noticed = Understood
doctor-file = The station's file is whole.
station-file = The station's data cannot be read or written. Check the disk.

## Queue
try-no-connection = No connection
try-not-the-service = What answers is not the service
try-service-busy = The service is busy
try-service-fault = The service has a fault
try-too-large = The batch is too large
try-station-too-old = The station must be updated
try-blocked = Waits for an earlier one
try-refused = The service did not take it
rejected-op-id-reused = The service has another record with the same id. Discard this one and record again.
rejected-malformed = The service did not understand the record. Update the station or contact support.
rejected-venue-unknown = The venue is no longer in use. Discard and record at another venue.
rejected-venue-not-yours = This station may not record at this venue. Ask the main user for the right.
rejected-entity-unknown = The record is not at the service.
rejected-entity-exists = The record is at the service already.
rejected-not-allowed = You have no right to this. Ask the main user for it.
rejected-wrong-venue = The event is another venue's. Discard and record again.
rejected-other = The service did not accept it. Update the station or contact support.
conflict = Someone changed the same record. Discard your change or contact the main user.

# Limits, groups and late entry
record-in-group = This card is recorded in this group already.
record-group-gone = The group's record is no longer there. Record the card without a group.
record-aside-already = This card is set aside for this already. It need not be set aside again.
record-late-not-past = The day of a late entry cannot be in the future.
record-event-needed = Choose an event. The venue's limits are counted by event.
record-value-needed = Enter the monetary value. The venue's limit is counted by it.
rejected-below-floor = The limit is below the model's floor. Open the settings and correct it.
