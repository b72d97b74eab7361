# English: the limits in words. A headline for the screen, the numbers under it, and a sentence to say aloud.

## Periods and kinds
limit-period = { $period ->
    [twelve-months] in 12 months
    [card-year] in the card's year
    [half-year] in half a year
    [month] in a month
   *[calendar-year] in the calendar year
}
limit-times = { $most ->
    [one] once
   *[other] { $most } times
}

## After the limit
limit-refused = The venue does not allow passing this limit.
limit-discretion = You may record it at your discretion.
limit-allowed = The venue allows passing this limit.
limit-again-say = The next possibility is from { $day } on.
limit-again-rolling-say = The next possibility comes when the oldest record is a year old.
limit-next-say = Next with room: { $when }.

## Tickets and places
limit-cap-full = { $over ->
    [course] Course places full: { $used }/{ $most }
   *[showing] Limit reached: { $used }/{ $most }
}
limit-cap-left = { $over ->
    [course] Places left: { $left }
   *[showing] Tickets left: { $left }
}
limit-cap-full-detail = { $over ->
    [course] Kaikukortti places used on this course: { $used }/{ $most }.
    [day] Kaikukortti tickets used for this day: { $used }/{ $most }.
    [event] Kaikukortti tickets used for this event: { $used }/{ $most }.
   *[showing] Kaikukortti tickets used for this showing: { $used }/{ $most }.
}
limit-cap-part-detail = { $over ->
    [course] Places left { $left }/{ $most }. This record would use { $this }: { $left } still fit.
   *[showing] Tickets left { $left }/{ $most }. This record would use { $this }: { $left } still fit.
}
limit-cap-near-detail = { $over ->
    [course] Places left { $left }/{ $most }. This record uses { $this }.
   *[showing] Tickets left { $left }/{ $most }. This record uses { $this }.
}
limit-cap-full-say = { $over ->
    [course] These places on this course have run out.
    [day] These tickets for this day have run out.
    [event] These tickets for this event have run out.
   *[showing] These tickets for this showing have run out.
}
limit-cap-part-say = { $over ->
    [course] These places still left on this course: { $left }.
    [day] These tickets still left for this day: { $left }.
    [event] These tickets still left for this event: { $left }.
   *[showing] These tickets still left for this showing: { $left }.
}

## Once to the same production
limit-once = One ticket to the same production
limit-once-coming-detail = The card has a ticket to the same production already: { $when }.
limit-once-past-detail = The card was used for the same production already: { $when }.
limit-once-say = There is one ticket to the same production, and it has been given: { $when }. You can have a ticket to another production.

## Number of uses
limit-uses-full = { $kind ->
    [performance] Performances full: { $used }/{ $most }
    [course] Courses full: { $used }/{ $most }
    [visit] Visits full: { $used }/{ $most }
    [fee] Fees full: { $used }/{ $most }
   *[any] Uses full: { $used }/{ $most }
}
limit-uses-left = { $kind ->
    [performance] Performances left: { $left }
    [course] Courses left: { $left }
    [visit] Visits left: { $left }
    [fee] Fees left: { $left }
   *[any] Uses left: { $left }
}
limit-uses-full-detail = { $kind ->
    [performance] Performances recorded { $used }/{ $most } { $period }.
    [course] Courses recorded { $used }/{ $most } { $period }.
    [visit] Visits recorded { $used }/{ $most } { $period }.
    [fee] Fees recorded { $used }/{ $most } { $period }.
   *[any] Uses recorded { $used }/{ $most } { $period }.
}
limit-uses-near-detail = { $kind ->
    [performance] Performances left { $left }/{ $most }. This record uses 1.
    [course] Courses left { $left }/{ $most }. This record uses 1.
    [visit] Visits left { $left }/{ $most }. This record uses 1.
    [fee] Fees left { $left }/{ $most }. This record uses 1.
   *[any] Uses left { $left }/{ $most }. This record uses 1.
}
limit-uses-full-say = { $kind ->
    [performance] Here you can have tickets to performances { $times } { $period }, and that has been used.
    [course] Here you can take a course { $times } { $period }, and that has been used.
    [visit] Here you can visit { $times } { $period }, and that has been used.
    [fee] Here fees can be covered { $times } { $period }, and that has been used.
   *[any] Here this can be had { $times } { $period }, and that has been used.
}
limit-after-say = After this, times left: { $left }.

## Monetary value
limit-value-passed = The customer pays { $own }
limit-value-left = Monetary value left: { $left }
limit-value-passed-detail = Used { $used } / { $most } { $period }, left { $left }. This record { $this }, of which the customer pays { $own }.
limit-value-near-detail = Used { $used } / { $most } { $period }, left { $left }. This record { $this }, then { $after } left.
limit-value-passed-say = You pay { $own } of this.
limit-value-again-say = The limit begins anew on { $day }.
limit-value-after-say = After this, { $after } of the limit is left.

## Visits
limit-visits-full = Visits used: { $used }/{ $most }
limit-visits-left = Visits left: { $left }
limit-visits-full-detail = Visits used { $used }/{ $most } { $period }. Children are counted.
limit-visits-part-detail = Visits left { $left }/{ $most }. This record would use { $this }: { $left } still fit.
limit-visits-near-detail = Visits left { $left }/{ $most }. This record uses { $this }.
limit-visits-full-say = The visits have been used.
limit-visits-part-say = Visits left: { $left }, and you are { $this }. There is room for { $left } of you.
limit-visits-after-say = This uses { $this }, and visits left are { $after }.

## Reservations
limit-reservations-full = Reservations already { $open }/{ $most }
limit-reservations-left = Reservations { $open }/{ $most }
limit-reservations-full-detail = The card has coming reservations { $open }/{ $most }.
limit-reservations-near-detail = The card has coming reservations { $open }/{ $most }. This is the next.
limit-reservations-say = Reservations at one time: at most { $most }.
limit-reservations-frees-say = You can reserve a new one from { $day } on, or cancel an earlier one.
limit-reservations-cancel-say = You can reserve a new one when you cancel an earlier one.

## Outside the offer
limit-left-out = { $why ->
    [guest] Guest productions are not part of Kaikukortti
    [premiere] Premieres are not part of Kaikukortti
    [gala] Galas are not part of Kaikukortti
    [day] This day of the week is not part of Kaikukortti
   *[event] This event is not part of Kaikukortti
}
limit-left-out-detail = { $why ->
    [guest] The venue has left guest productions out.
    [premiere] The venue has left premieres out.
    [gala] The venue has left galas out.
    [day] The venue has left this day of the week out.
   *[event] The venue has left this event out.
}
limit-left-out-say = { $why ->
    [guest] These tickets are not given for guest productions.
    [premiere] These tickets are not given for the premiere.
    [gala] These tickets are not given for the gala.
    [day] These tickets are not given for this day of the week.
   *[event] These tickets are not given for this event.
}
limit-left-out-other-say = You can have a ticket to other performances.
limit-not-open = Tickets from { $day } on
limit-not-open-detail = The venue gives tickets for this from { $day } on.
limit-not-open-say = Tickets for this can be had from { $day } on.
limit-called-off = The showing is called off
limit-called-off-detail = This showing is marked as called off. Choose another showing.
limit-called-off-say = This showing is called off.

## Reminders
limit-hand-over = Hand over from { $when }
limit-hand-over-detail = Record it now, but hand the ticket over only from { $when }.
limit-hand-over-say = You get the ticket from { $when }. Bring the card and an identity document.
limit-children = More children than on the card
limit-children-detail = The card says at most { $most }, here are { $over } more. You may still record it.
limit-children-course = Children on a course
limit-children-course-detail = The children's benefit usually does not cover courses. Check the number of children.
limit-identity = Look at the identity document
limit-identity-detail = Look at the identity document and compare it with the name on the card. Nothing is kept.
limit-identity-say = Could you show an identity document?
limit-course-terms = The course's terms of cancelling
limit-course-terms-detail = The course's terms of cancelling: { $terms }
limit-course-terms-say = The course has terms of cancelling: { $terms }
limit-wristband = Wristband { $fee }
limit-wristband-detail = You may charge { $fee } for the wristband.
limit-wristband-say = The wristband costs { $fee }.

## The model's floors
floor-three-percent-of = At least { $percent } % of the tickets, here at least { $floor } ({ $capacity } seats).
floor-three-percent = At least { $floor } % of the tickets, at most 100 %.
floor-mass-event = At an event of over { $people } people at least { $floor } tickets per day or event.
floor-mass-events-only = Per day or for the whole event only where over { $people } people come at once.
floor-course-places = At least 1–2 places per course.
floor-guest-tickets = At least 2 tickets for a guest production, preferably 2–10.
floor-thirty-visits = At least { $floor } visits a year.
floor-a-week-before = A ticket can be had at the latest a week before: at least { $floor } days.
floor-thirty-minutes = The ticket is handed over at the latest { $floor } minutes before the start. Earlier is allowed.
floor-at-least-one = At least 1. What is not offered at all is left out of the offer.
floor-at-least-cent = More than €0. The model sets neither a sum nor a period.
floor-below = { $asked } is not enough. { $reason }

## The limits for the web page
list-none = No limits
list-share = At most { $percent } % of the tickets to every showing are Kaikukortti tickets.
list-tickets = { $over ->
    [day] Kaikukortti tickets for mass events: at most { $most } a day.
    [event] Kaikukortti tickets for mass events: at most { $most }.
   *[showing] Kaikukortti tickets for every showing: at most { $most }, but always at least { $percent } % of the tickets.
}
list-course-places = { $most ->
    [one] On every course there is 1 Kaikukortti place.
   *[other] On every course there are at most { $most } Kaikukortti places.
}
list-guest-cap = For guest productions there are at most { $most } Kaikukortti tickets per showing.
list-children-not-counted = Children are not counted in these numbers.
list-once = One card gets a ticket to the same production once.
list-uses = { $kind ->
    [performance] One card can be used for performances at most { $times } { $period }.
    [course] One card can be used for a course at most { $times } { $period }.
    [visit] One card can be used for visits at most { $times } { $period }.
    [fee] One card can be used for fees at most { $times } { $period }.
   *[any] One card can be used at most { $times } { $period }.
}
list-value = One card can be used for at most { $most } { $period }. The customer pays what is above it.
list-visits = One card can be used for at most { $most } visits { $period }. Visits of accompanying children are counted.
list-reservations = { $most ->
    [one] One card can have 1 reservation at a time.
   *[other] One card can have at most { $most } reservations at a time.
}
list-premieres = Kaikukortti is not valid for premieres.
list-galas = Kaikukortti is not valid for galas.
list-guests = Kaikukortti is not valid for guest productions.
list-days = Kaikukortti is not valid on these days: { $days }.
list-opens = Tickets can be had at the earliest { $days } days before the event.
list-hands-over = Tickets are handed over { $minutes } minutes before the start.
list-identity = Bring the card and an identity document.
list-wristband = A fee of { $fee } may be charged for the wristband.
list-course-terms = Terms of cancelling for courses: { $terms }
list-event-left-out = { $name }: Kaikukortti is not valid.
list-event-share = { $name }: at most { $percent } % of the tickets are Kaikukortti tickets.
list-event-tickets = { $over ->
    [course] { $name }: Kaikukortti places at most { $most }.
    [day] { $name }: Kaikukortti tickets at most { $most } a day.
    [event] { $name }: Kaikukortti tickets at most { $most } for the whole event.
   *[showing] { $name }: Kaikukortti tickets at most { $most } for a showing.
}
list-event-once = { $name }: once with one card.
list-event-many = { $name }: one card may be used many times.
list-event-opens = { $name }: tickets can be had at the earliest { $days } days before.
weekday-long = { $day ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
