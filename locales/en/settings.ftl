# English: settings. Beside each setting stands its reason or the model's floor.

## The page
nav-settings = Settings
settings-headline = Settings
settings-part-venue = Venue
settings-part-limits = Limits of the venue
settings-part-event = Limits of one event
settings-part-list = List for the web page
settings-part-station = This station
settings-unsaved = Changes not saved
settings-saved = Saved
settings-waiting = Saved, waiting to be sent
settings-sent = Saved and sent
settings-rejected = The service did not take the change. { $why } See the queue: F9.
settings-read-only = You can look at the settings but not change them. Whoever has the right to manage events can. Ask the main user for the right.
settings-no-venue = Choose a venue at the top first.
settings-leave = There are changes that are not saved.
settings-leave-save = Save and leave
settings-leave-drop = Drop the changes
settings-leave-stay = Go on
settings-both = Another station changed the same: { $what }. Save to keep your own.
settings-both-take = Take the other station's values
settings-wrong = { $count ->
    [one] 1 thing must be put right before saving.
   *[other] { $count } things must be put right before saving.
}
settings-wrong-number = Write a whole number.
settings-wrong-missing = Write a number, or remove the limit.
settings-wrong-large = At most { $most }.
settings-wrong-outside = Write a number from { $least } to { $most }.
settings-wrong-nought = At least 1. Leave it empty where the number is not known.
settings-help-one = Ctrl S saves, Tab goes from one thing to the next. The arrows, + and − change a number, and an empty number means that there is no limit.
settings-help-two = Beside a limit stand the model's floor and its reason. What is below the floor cannot be saved and is never applied.
settings-help-three = A saved limit holds at once at this station, and at the others when it has been sent. Tell the limits on your web page.

## The venue
settings-allow = Allow
settings-ask = Ask
settings-refuse = Refuse
settings-ended = The card's validity has ended
settings-ended-why = The model leaves this to the venue. Ask: F11 saves, and the discretion is kept on the record.
settings-after = The event is after the card's last day of validity
settings-after-why = By the model the benefit holds while the card is valid. Ask: F11 saves.
settings-limit-reached = A limit of the venue is reached
settings-limit-reached-why = Passing it is always kept on the record. Refuse holds for everyone, also for who has the right to pass limits.
settings-default-event = Default event
settings-default-event-none = No default
settings-default-event-why = A new form begins with this event.
settings-one-scan = One scan is enough: a clean verdict saves by itself
settings-one-scan-why = For a museum or a swimming hall. Anything else waits for you, and the last record can be undone.
settings-identity = Remind of the identity document
settings-identity-why = A reminder on the screen that never blocks. Nothing of the document is kept.
settings-course-terms = Terms of cancelling for courses
settings-no-terms = No terms
settings-course-terms-why = Shown when a course is recorded. At most { $most } characters, no personal data.
settings-wristband = Price of the wristband, euros
settings-no-fee = Not charged
settings-wristband-why = The price of a charging wristband may be collected from the customer.
settings-staff = Employees in one community record at most
settings-staff-why = Usually 1. Where the number is larger, the form asks for the number of employees. At most { $most }.

## Limits
settings-no-limit = No limit
settings-at-once = At once
settings-cap = Kaikukortti tickets to a showing at most
settings-cap-share = Percent of the tickets
settings-cap-showing = Tickets for a showing
settings-cap-day = Tickets for a day
settings-cap-event = Tickets for the whole event
settings-cap-course = Places on the course
settings-cap-applied = At the largest showing { $floor } is applied.
settings-course-places = Kaikukortti places on a course at most
settings-course-one = Consider two: many come with a friend.
settings-guest-cap = Kaikukortti tickets for a guest production at most
settings-children-out = Leave children out of the limits of tickets and places
settings-children-out-why = Otherwise every ticket counts: the holder and the children.
settings-uses = Uses of one card at most
settings-uses-add = Add a limit
settings-uses-remove = Remove
settings-kind = { $kind ->
    [performance] Performances
    [course] Courses
    [visit] Visits
    [fee] Fees
   *[any] All uses
}
settings-period-calendar-year = Calendar year
settings-period-twelve-months = The last 12 months
settings-period-card-year = The card's year
settings-period-half-year = Half a year
settings-period-month = Month
settings-visits = Visits with one card at most
settings-visits-why = Children's visits are counted.
settings-value = Monetary value with one card at most, euros
settings-reservations = Coming reservations with one card at most
settings-once = The same production only once with one card
settings-once-why = Counted over all its showings, so that the same production is not seen many times.
settings-left-out = Kaikukortti is not valid for
settings-premieres = Premieres
settings-galas = Galas
settings-guests = Guest productions
settings-left-out-why = Starting point: all own offer is part of Kaikukortti. These may be left out.
settings-days = Days of the week on which Kaikukortti is not valid
settings-days-why = The weekend may be left out when needed: usually Saturday and Sunday.
settings-opens = Tickets at the earliest, days before
settings-hands-over = The ticket is handed over at the earliest, minutes before

## One event
settings-event = Event
settings-event-placeholder = Search an event
settings-event-none = There is no such event.
settings-event-why = An event's own limits replace those of the venue.
settings-as-venue = As at the venue
settings-yes = Yes
settings-no = No
settings-not-known = Not known
settings-event-left-out = Not part of Kaikukortti
settings-event-left-out-why = For example small groups and courses whose costs do not allow it. Tell it on your web page.
settings-event-guest = Guest production
settings-event-guest-why = The limits of guest productions hold for it.
settings-expected = People at once, estimated
settings-expected-why = The floor is counted from this where the seats are not known. Mass event: over 1,000.
settings-event-cap = The event's own limit
settings-event-once = Only once with one card
settings-showing = Showing
settings-showing-why = Coming showings. Seats and kind are kept for this showing.
settings-capacity = Seats at the showing
settings-capacity-why = 3 % and the limit in percent are counted from this.
settings-occasion = Kind of showing
settings-ordinary = Ordinary
settings-premiere = Premiere
settings-gala = Gala
settings-occasion-why = The venue may leave premieres and galas out.
settings-no-showings = The event has no coming showings.

## The list and the station
list-title = { $venue }: limits of Kaikukortti
settings-list-detail = All limits must be told on the venue's web page. Copy the list there or print it.
settings-list-unsaved = Changes that are not saved are not in the list.
settings-copy = Copy
settings-copied = The list is on the clipboard.
settings-gap = The reader's longest pause between characters, milliseconds
settings-gap-why = 20–200. Raise it if the reader leaves numbers unfinished. Lower it if typing appears late.
settings-readers-why = It shows which readers work, and the test card tells how a reader is set.
settings-station-name = Name of the station
settings-station-header = Language and colours are changed at the top.

## The command line
cli-limits = { $venue }:
