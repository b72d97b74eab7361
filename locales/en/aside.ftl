# English: cards set aside.

## The text for the issuer or Kaikukeskus
aside-text-title = { $count ->
    [one] A Kaikukortti that was not found in the database
   *[other] Kaikukortti cards that were not found in the database
}
aside-text-to = To: the local person responsible for Kaikukortti, or Kaikukeskus, { $email }
aside-text-greeting = Hello!
aside-text-ask = { $count ->
    [one] This card was not found when it was to be used. Please register the card in Kaikukanta.
   *[other] These cards were not found when they were to be used. Please register the cards in Kaikukanta.
}
aside-text-card = Card { $number }: event { $when }, { $venue }
aside-text-thanks = Thank you!

## How the card stands by now
aside-unknown = Not in the register yet ({ $at }).
aside-not-in-copy = Not in this station's data ({ $at }).
aside-no-copy = The station has no register data yet.
aside-then-recorded = Recorded once the card appears.
aside-due = In the register. The use is recorded next, by itself.
aside-recorded-already = In the register. The same use is recorded already: remove it from the list, or record with F11.
aside-ended = The validity had ended { $day }. Record at your discretion with F11, or remove it from the list.
aside-at-discretion = At your discretion: record with F11, or remove it from the list.
aside-barred = The card is not active. The use cannot be recorded: remove it from the list.
aside-ended-refused = The validity had ended { $day }. This venue does not accept it: remove it from the list.
aside-refused = This venue does not accept the card: remove it from the list.
aside-over = In the register. Entry was not granted, so nothing is recorded.

## The list
asides-tab = Cards set aside
asides-count = Cards set aside
asides-made = Set aside
asides-card = Card and event
asides-entry = Entry
asides-state = State
asides-granted = Granted
asides-not-granted = Not granted
asides-by-other = another clerk
asides-empty = No cards are set aside.
asides-try = Try now
asides-trying = Asking…
asides-copy-all = Copy all
asides-print-all = All as PDF
asides-record = Record at discretion
asides-copy = Copy text
asides-print = Text as PDF
asides-remove = Remove from list…
asides-record-headline = To be recorded at your discretion: { $what }
asides-reason = Reason (optional), nothing about a person
asides-record-now = Record
asides-remove-headline = Remove { $what } from the list? The use is not recorded.
asides-remove-now = Remove
asides-keep = Keep on the list
asides-recorded = Recorded.
asides-removed = Removed from the list. The station keeps what it was.
asides-copied = { $count ->
    [one] The text is copied: 1 card. Paste it into a message.
   *[other] The text is copied: { $count } cards. Paste it into a message.
}
asides-printed = The PDF is at { $path }
asides-not-printed = The PDF could not be written.
asides-help-one = The station records the use by itself once the card appears in the register. Try now asks for every card at once.
asides-help-two = The arrows choose a card. F11 records at your discretion where the validity had ended on the event's day. Delete removes it from the list.
asides-help-three = Copy the text and send it to the card issuer or Kaikukeskus. Add nothing about a person. F9 changes between queue and cards.

## What trying came to
aside-tried-silent = The service did not answer. The station's own data was used.
aside-tried-recorded = { $count ->
    [one] 1 use was recorded.
   *[other] { $count } uses were recorded.
}
aside-tried-over = { $count ->
    [one] 1 card is now in the register and left the list: entry was not granted.
   *[other] { $count } cards are now in the register and left the list: entry was not granted.
}
aside-tried-for-clerk = { $count ->
    [one] 1 card waits for you.
   *[other] { $count } cards wait for you.
}
aside-tried-unknown = { $count ->
    [one] 1 card is not found yet.
   *[other] { $count } cards are not found yet.
}

## Commands
cli-aside-set = Set aside: { $card }, { $event }, { $when }. The use is recorded once the card appears in the register.
cli-aside-set-not-granted = Set aside: { $card }, { $event }, { $when }. Entry was not granted, so the use is not recorded.
cli-aside-known = The card is in the register: record the use with kaikuasema record.
cli-asides = { $count ->
    [0] No cards are set aside.
    [one] 1 card is set aside, { $waits } waiting for you.
   *[other] { $count } cards are set aside, { $waits } waiting for you.
}
