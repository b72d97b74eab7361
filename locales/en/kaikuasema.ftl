# English.

## Days and times
weekday-short = { $day ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
month-and-year = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
at-time = at { $time }

## Window
app-name = Kaikuasema
nav-counter = Record
nav-queue = Queue
nav-samples = Sample cards
training-banner = TRAINING · The cards are made up and nothing is sent to the real register.
header-no-venue = Choose venue
header-sign-out = Log out
starting = Opening the station…

## Connection
sync-connecting = Connecting…
sync-up-to-date = Up to date · { $at }
sync-waiting = { $count ->
    [one] 1 record on its way
   *[other] { $count } records on their way
}
sync-needs-you = { $count ->
    [one] 1 record needs you
   *[other] { $count } records need you
}
sync-sign-in = Sign in again
sync-offline = Offline · data { $at }
sync-offline-waiting = Offline · { $count } queued · data { $at }
sync-offline-no-copy = Offline · no register data yet
sync-offline-other = What answers is not the service
sync-offline-busy = The service is busy
sync-offline-changed = The service has changed
sync-offline-old = The station must be updated
sync-offline-file = The station's file fails

## Login
login-server = Address of the service
login-server-hint = From your main user
login-email = E-mail address
login-password = Password
login-sign-in = Log in
login-signing-in = Logging in…
login-forgotten = Forgotten password?
login-forgotten-help = The main user of your venue gives you a new password.
login-empty = Enter the e-mail address and the password.
login-check = Check a card without logging in
check-headline = Check a card
check-detail = This only checks; nothing is recorded. Recording a use needs a log-in.
check-valid = The card is valid.
check-ended = The venue may record the use at its discretion. Remind them to renew.

## Card and verdict
number-placeholder = Read the card or type the Kaikukortti number
number-placeholder-short = Read the card or type its number
number-check = Check
idle-headline = Ready to read
idle-detail = Scan the bar code, show the QR code to the camera, or type the number.
idle-register = Cards in the register { $cards } · updated { $at }
idle-no-register = The register has not been fetched yet. It comes when there is a connection.
kind-customer = Customer's Kaikukortti
kind-community = Community Kaikukortti
verdict-checking = Checking…
verdict-usable = The card is good
verdict-usable-detail = Record the use below.
verdict-ends-soon-detail = Remind the customer to renew the card where it was issued.
verdict-discretion = At your discretion
verdict-ended-detail = You may record the use, but need not grant entry. Remind them to renew.
verdict-ended-allowed = This venue accepts an ended card. Remind them to renew.
verdict-after-detail = The event is after the card's last day of validity. Say: “The card is no longer valid on the day of the event. Renew it first, then collect the ticket.”
verdict-after-allowed = The event is after the card's last day of validity. This venue allows it.
verdict-refused = Cannot be recorded
verdict-ended-refused = This venue does not accept an ended card. Ask the customer to renew it.
verdict-after-refused = This venue does not accept an event after the card's last day. Choose an earlier day or ask them to renew the card.
verdict-barred = The card is not active!
verdict-barred-detail = The card is barred from use. Do not grant entry.
verdict-barred-why = The use cannot be recorded. Ask the customer to contact the card issuer.
verdict-barred-mobile = Has the customer a Mobile Kaikukortti (the number begins with X)? A paper card stops working when it is changed to a mobile one. Ask to see it.
verdict-unknown = Card not found in the database!
verdict-unknown-asking = Asking the register…
verdict-unknown-asked = Checked with the register just now.
verdict-unknown-fresh = The station's data is from { $at }.
verdict-not-in-copy = Not in this station's data
verdict-not-in-copy-detail = No connection. The data is from { $at }: a new card may be missing from it.
verdict-no-copy-detail = The station has no register data yet, so the card cannot be checked.
verdict-arriving = The card is in the register. Fetching it…
verdict-offline = No connection (data { $at }): what you save waits in the queue and goes by itself.
notice-valid = The card's last day of validity is { $day }
notice-ends-soon = { $days ->
    [0] The card's validity will end soon: the last day is { $day } (today)
    [one] The card's validity will end soon: the last day is { $day } (1 day)
   *[other] The card's validity will end soon: the last day is { $day } ({ $days } days)
}
notice-ended = { $days ->
    [one] The card's validity has ended { $day } (1 day ago)
   *[other] The card's validity has ended { $day } ({ $days } days ago)
}
next-card = Next card
what-now = What now?
what-now-new = The customer has only just got the card:
what-now-new-text = you may grant entry at your discretion. Set the number aside: the use is recorded once the card is in the register.
what-now-old = The card has been in use for long:
what-now-old-text = do not grant entry.
what-now-always = Tell the customer:
what-now-always-text = “Contact the place you got the card from and ask them to register it.”
what-now-report = Report the number:
what-now-report-text = to your local contact or to kaikukeskus@cultureforall.fi.
malformed = Not a Kaikukortti number
malformed-rule = The number has 10 or 11 characters and begins with A, AM, Y, YM, X or Z. If the card's number is not like this, or the card has no QR code, the card may not be used.

## Form
form-event = Event name
form-optional = optional
form-event-placeholder = Search or type a new one
form-event-create = Create “{ $name }”
form-event-none = No events yet. Type a name.
form-event-undecided = Choose the event from the list, or create it.
form-event-too-long = The name is too long.
form-showing = Event date and time
form-showing-other = Another time…
form-showing-list = Choose a showing from the list
form-showing-past = past
form-date = Event date
form-date-placeholder = dd.mm.yyyy
form-date-wrong = Write the day like this: 28.11.2026
form-time = Time
form-time-wrong = Like this: 19.00
form-children = Children or grandchildren under 18
form-children-group = Children under 18 in the group
form-children-max = at most { $max } on the card
form-children-over = The card says at most { $max }. You may still record.
form-children-adults = The adults' own children go on the adults' cards.
form-customer-cards = Number of customer cards
form-customer-cards-hint = Record each customer card separately too.
form-staff = Number of employees
form-staff-hint = Whoever shows the card is counted too. At most { $most }.
form-value = Monetary value of the event
form-value-wrong = Write euros like this: 4,50
form-same-card = After saving, add a new record for the same card.
form-save = Save
form-save-anyway = Save anyway
form-saving = Saving…
form-back = Back
form-no-venue = Choose a venue first.
ask-next = The record of card { $number } is not saved. Next: { $next }.
ask-next-save = Save and open the next
ask-next-drop = Drop it
next-more = { $more ->
    [one] 1 more card is waiting.
   *[other] { $more } more cards are waiting.
}
next-waits = { $next } was read meanwhile. It opens when you leave this card.
next-missed = There was no room for every card to wait. Read again: { $cards }.
ask-again = The same card, event and time: { $what } Record again?
ask-again-yes = Record again
ask-again-no = Do not record
sign-in-needed = Sign in again to keep the data up to date. You can still check and record.
help-headline = Help
help-one = Read a card or type it (F2). Look at the result and QR code. In one-scan mode a clear card is saved at once.
help-two = Enter saves, + and − change children, Esc goes back. Only F11 saves at discretion, F12 sets an unknown card aside.
help-three = Group: save the community's card, then read the customer cards. Ctrl Z undoes, F5 sends, F9 shows the queue.

## Today
today-headline = Today
today-records = { $count ->
    [one] 1 record
   *[other] { $count } records
}
children-count = { $count ->
    [one] 1 child
   *[other] { $count } children
}
staff-count = { $count ->
    [one] 1 employee
   *[other] { $count } employees
}
today-none = No records today yet.
today-no-event = No event name
today-undo = Undo the last
state-sent = Sent
state-waiting = Queued
state-needs-you = Needs you
saved = Saved: { $number } · { $what }
undone = Undone: { $number }

## Queue
queue-waiting = Waiting
queue-needs-you = Needs you
queue-sent-today = Sent today
queue-headline = Queue
queue-send-now = Send now
queue-empty = The queue is empty: everything has been sent.
queue-made = Recorded
queue-what = What
queue-state = State
queue-usage = { $number } · { $event }
queue-of = { $deed }: { $what }
queue-taken-back = Mark taken back: { $deed }
queue-usage-delete = Undoing of a record
queue-event = New event
queue-void = Discarded record: { $reason }
queue-not-tried = Waiting to be sent
queue-tried = { $count ->
    [one] Waiting for a connection · tried once
   *[other] Waiting for a connection · tried { $count } times
}
queue-next-try = { $tried } · next { $at }
queue-sent = Sent
queue-discard = Discard…
queue-discard-headline = Why discard: { $what }
queue-discard-reason = Reason, nothing about a person
queue-discard-now = Discard
queue-discarded = Discarded. The record is kept on the station.
queue-cancel = Cancel
queue-help-one = F5 sends now. Without a connection the queue goes by itself when it is back.
queue-help-two = Needs you: the service did not take the record. Record it again correctly if needed, and discard this one with a reason.
queue-help-three = Sent means that the service has confirmed the record. Nothing leaves the queue before that.

## Sample cards
samples-headline = Sample cards
samples-detail = Click a card, or read the code straight from the screen.
samples-print = Save PDF
samples-printed = The PDF is at { $path }
samples-not-printed = The PDF could not be written.
sample-valid = Valid
sample-ends-soon = Ends soon
sample-ends-today = Last day
sample-ended = Ended
sample-barred = Not active
sample-unknown = Not in the register
sample-community = Community card
sample-mobile-only = Mobile card
sample-event-after = Event { $day } is after the last day
sample-malformed = Malformed number

# Channel and discretion
form-channel = How it was asked for
channel-desk = The card is here
channel-phone = By phone
channel-email = By e-mail
form-reason = Reason
form-reason-placeholder = Why is it granted? Nothing about the customer.

# Limits above the form
limits-say = Say to the customer: “{ $aloud }”
limits-elsewhere = Next showings with room
limits-room = { $occasion } · { $left } left
limits-no-override = The venue grants nothing beyond the limit. Ask someone who has the right to.
limits-as-of = Counted from the records of all the venue's stations, as of { $at }.
limits-as-of-short = As of { $at }
limits-value-cut = Record { $ours }, the customer pays { $theirs }
limits-no-children = no children
limits-used-just-now = Used here just now, { $with }.
limits-used-minutes-ago = Used here { $minutes } min ago, { $with }.
limits-used-at = Used here { $at }, { $with }.
oversold = { $others ->
    [0] { $event }, { $occasion }: { $used } tickets are recorded, the cap is { $most }. The stations did not know of each other. All records stand.
   *[other] { $event }, { $occasion }: { $used } tickets are recorded, the cap is { $most }. And { $others } more. All records stand.
}
oversold-seen = All right

# Group
group-headline = The group's cards: { $done } / { $wanted } recorded
group-detail = Read the next adult's Kaikukortti. Event and time stay.
group-counts = { $staff } · { $children } · { $cards } customer cards
group-waits = waiting for a card…
group-set-aside = set aside
group-pause = Serve another customer in between
group-close = { $count ->
    [one] Only 1 came: the group is complete
   *[other] Only { $count } came: the group is complete
}
group-complete = { $count ->
    [one] The group is complete: 1 customer card recorded.
   *[other] The group is complete: { $count } customer cards recorded.
}
group-card-twice = This card is recorded in this group already. Read the next card.
group-incomplete = The group { $number } is not complete: { $done } / { $wanted } recorded.
group-resume = Go on with the group
group-card = Group { $number } · card { $place } / { $wanted }
group-nobody = Nobody came: the group is complete
group-more = { $count ->
    [one] and 1 other group not complete
   *[other] and { $count } other groups not complete
}

# One-scan mode
idle-one-scan = A clear card is saved as soon as it is read.
one-scan-saved = Saved
one-scan-saved-detail = Add children with + or read the next card. Ctrl Z undoes.

# Setting aside
aside-needs-key = Set it aside: F12 let in, Shift+F12 not let in.
aside-undone = The setting aside is undone.
undo-not-while-typing = Save or go back first. Then Ctrl Z undoes the former record.
aside-granted = Set aside, let in
aside-not-granted = Set aside, not let in
aside-copy = Copy the message to the issuer
aside-copied = The message is copied. Paste it into an e-mail.
aside-set = { $number } is set aside. The use is recorded once the card is in the register.
aside-set-not-granted = { $number } is set aside. No use is recorded.

queue-usage-update = Correction
queue-handed-over = Ticket handed over
queue-arrived = Customer arrived
queue-cancelled = Ticket cancelled
queue-no-show = Customer did not come
queue-aside = Set aside
queue-turned-away = Customer left without a ticket
queue-settings = Changed settings
