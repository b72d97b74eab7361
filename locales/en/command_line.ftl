# English: the command line.
cli-valid = The card's last day of validity is { $day }.
cli-ends-soon = The card's validity will end soon: the last day is { $day } ({ $days ->
    [0] today
    [one] 1 day
   *[other] { $days } days
}).
cli-ended = The card's validity has ended { $day } ({ $days ->
    [one] 1 day
   *[other] { $days } days
} ago).
cli-event-after = The event is after the card's last day of validity.
cli-barred = The card is not active!
cli-not-found = Card not found in the database!
cli-not-in-copy = Not in this station's copy of { $at }. A new card may be missing from it.
cli-no-copy = The register has not been fetched yet. Fetch it: kaikuasema sync.
cli-saved = Saved: { $card }, { $event }, { $when }, children { $children }.
cli-no-event = no event
cli-needs-discretion = If you let them in at your discretion, add --discretion.
cli-records = { $count ->
    [one] 1 record
   *[other] { $count } records
}, { $children ->
    [one] 1 child
   *[other] { $children } children
}
cli-state-waiting = waiting
cli-state-sent = sent
cli-state-needs-you = needs you
cli-queue = Waiting { $waiting }, needs you { $needs }.
cli-synced = Up to date: cards { $cards }, waiting { $waiting }, needs you { $needs }.
cli-signed-in = Logged in: { $email }. Venues: { $venues }.
cli-sign-in = Log in first: kaikuasema login --server ADDRESS --email E-MAIL.
cli-not-understood = “{ $text }” cannot be used. See kaikuasema --help.
cli-venue-needed = Name the venue with --venue: { $venues }.
cli-time-needed = There are several showings that day. Name the time with --time: { $times }.
cli-perhaps-done = The open window did not answer, so it is not known whether this was done. Look first: kaikuasema records.
cli-sign-in-at-window = The station is open: log in at its window.
cli-training-service = The training mode has its own service. Leave out either --training or --server.
cli-ready = The station is ready.
cli-not-ready = The station is not ready: see the points marked -.
cli-decode-nothing = { $file }: no code was found.
cli-decode-not-opened = { $file }: the file cannot be opened.
cli-decode-no-picture = { $file }: the file is no picture that can be read (PNG, JPEG, WebP, BMP, GIF).

doctor-key-keyring = The key to the data is in the system's keyring.
doctor-key-file = The key to the data is in a file, as no keyring is used: encrypt the computer's disk.
doctor-clerk = Logged in: { $email }.
doctor-service = The service answers.
doctor-register = { $cards } cards in the register, as of { $at }.
doctor-clock = The computer's clock is right.
doctor-clock-unknown = The computer's clock has not been compared with the service yet.
doctor-clock-off = The computer's clock is about { $minutes } minutes off. Set the clock.
doctor-needs-you = { $count } records need you: kaikuasema queue.
doctor-waiting = { $count } records wait to be sent.
doctor-queue = The queue is empty.
