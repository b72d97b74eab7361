
## The door
nav-door = Door
door-headline = Tickets
door-number-placeholder = Read the card at the door
door-no-showings = No showings
door-nothing-today = This day has no showings and no tickets.
door-no-tickets = There are no Kaikukortti tickets for this showing.
door-nobody-missing = Everyone has arrived.
door-no-such-number = No ticket matches the number typed.
door-tickets = { $count ->
    [one] 1 ticket
   *[other] { $count } tickets
}
door-people = { $count } people
door-reserved = Reserved
door-handed-over = Handed over
door-arrived = Arrived
door-cancelled = Cancelled
door-no-show-count = Did not come
door-head-number = Number
door-head-children = Children
door-head-reserved = Reserved
door-head-channel = Channel
door-head-state = State
door-channel-desk = Box office
door-channel-call = Telephone
door-channel-mail = E-mail
door-state-reserved = Reserved
door-state-reserved-until = Reserved · handed over { $from }
door-state-handed-over = Handed over { $at }
door-state-arrived = Arrived { $at }
door-state-arrived-cancelled = Arrived { $at } · the ticket was cancelled
door-state-cancelled = Cancelled { $at }
door-state-cancelled-holder = The customer cancelled { $at }
door-state-no-show = Did not come
door-state-late = Entered from paper
door-hand-over = Hand over
door-mark-arrived = Mark as arrived
door-came-after-all = Came after all
door-act-no-show = Did not come
door-act-cancel = Cancel by request…
door-act-take-back-handed-over = Not handed over
door-act-take-back-arrived = Not arrived
door-act-take-back-cancelled = Restore the ticket
door-act-take-back-no-show = Remove the mark
door-show-missing = Not arrived ({ $count })
door-show-all = Show all
door-all-missing = { $count ->
    [one] Mark 1 as not come…
   *[other] Mark { $count } as not come…
}
door-ask-cancel = Cancel the ticket { $number }, { $showing }? Its seat is free at once.
door-ask-cancel-yes = Cancel the ticket
door-ask-missing = { $count ->
    [one] Mark 1 ticket as not come? The mark can be removed.
   *[other] Mark { $count } tickets as not come? The marks can be removed.
}
door-ask-missing-yes = Mark
door-ask-no = Change nothing
door-marked-handed-over = Handed over: { $number }. Ctrl Z takes it back.
door-marked-arrived = Arrived: { $number }. Ctrl Z takes it back.
door-marked-cancelled = Cancelled: { $number }. The seat is free. Ctrl Z takes it back.
door-marked-no-show = Did not come: { $number }. Ctrl Z takes it back.
door-taken-back = Taken back: { $number }
door-said-handed-over = Hand over the ticket
door-said-arrived = Welcome
door-said-people = { $children ->
    [0] A ticket for one.
    [one] A ticket for { $people } people, 1 of them a child.
   *[other] A ticket for { $people } people, { $children } of them children.
}
door-said-identity = Look at the identity document.
door-said-cancelled = The ticket is cancelled
door-said-cancelled-detail = Cancelled by request { $at }. Somebody else may have the seat by now.
door-said-cancelled-holder-detail = The customer cancelled the ticket { $at }. Somebody else may have the seat by now.
door-not-yet = Handed over { $from }
door-not-yet-detail = Say: “Your ticket is reserved. You get it { $from }.”
door-from = from { $time }
door-from-day = from { $day }, { $time }
door-hand-over-anyway = Hand over now
door-arrived-anyway = Mark as arrived all the same
door-already-arrived = Already arrived { $at }
door-already-arrived-detail = Somebody has come in with this ticket.
door-just-handed-over = Ticket handed over { $at }
door-just-handed-over-detail = Read the card again when the customer comes in.
door-another-day = The showing is on { $day }
door-another-day-detail = Nobody can be marked as arrived yet.
door-called-off = The showing is called off
door-called-off-detail = Find the customer another showing on the recording page.
door-called-off-short = called off
door-elsewhere = A ticket for another showing
door-elsewhere-detail = This card has a ticket on this day: { $showings }
door-show-showing = Show { $showing }
door-no-ticket = No ticket
door-no-ticket-detail = This card has no ticket for this day. If there is room, the use can be recorded now.
door-to-counter = Open on the recording page
door-cancelled-by-holder = The customer cancelled: { $event }, { $when } – the seat is free
door-cancelled-by-holder-more = { $count ->
    [one] and 1 other cancellation
   *[other] and { $count } other cancellations
}
door-noticed = Noted
door-help-one = Read the card: the ticket is handed over, and the next time the customer is marked as arrived. Before the time, or with a cancelled ticket, only F11 does.
door-help-two = The arrows choose a row, Enter takes the next step, Delete cancels by request. Ctrl Z takes the last one back.
door-help-three = Type the end of a number and the list gets shorter. Once the showing has begun you see who did not come.
cli-door-showing = { $when } { $event }: reserved { $reserved }, handed over { $handed }, arrived { $arrived }, cancelled { $cancelled }, did not come { $missed }
cli-door-none = No showings and no tickets.
cli-marked = Marked.
cli-mark-taken-back = Taken back.

## From paper
nav-late = From paper
late-date = Day on the form
late-date-to-come = The day cannot be one to come.
late-clerk = Who served
late-clerk-wrong = Choose who served.
late-no-time = No time
late-number = Kaikukortti number
late-number-placeholder = Number on the form
late-value = Value
late-invitation = Type the number and the children. Enter saves and begins the next row.
late-row-unsaved = The row is not saved. Enter saves, Esc empties it.
late-valid = The card was valid: last day { $day }.
late-ended = The card's validity had ended { $day }. If the customer was let in, save with F11.
late-ended-refused = The card's validity had ended { $day }. The venue does not accept an ended card.
late-barred = The card is not active. The use cannot be recorded.
late-unknown = Card not found in the database. Check the number. If it is right, set the card aside.
late-not-in-copy = Not in this station's data ({ $at }). Check the number. If it is right, set the card aside.
late-aside = Set aside
late-set-aside = Set aside: { $number }. Recorded once the card is registered.
late-saved = Saved: { $number }
late-rows = Entered from paper today
late-none = No rows yet. Day, clerk, event and time stay from row to row.
late-undo = Undo
late-help-one = First choose the day on the form, who served, the event and the time. They stay from row to row.
late-help-two = Type the number, the children and the value if any. Enter saves, Esc empties the row. Card and limits are checked as of the form's day.
late-help-three = F11 saves at discretion, F12 sets an unknown card aside, Ctrl Z undoes the last one.
late-again = The same card, event and time is recorded already { $at }. Record it again?
door-time = { $time }
