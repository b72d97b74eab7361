
## Dörren
nav-door = Dörren
door-headline = Biljetter
door-number-placeholder = Läs kortet vid dörren
door-no-showings = Inga föreställningar
door-nothing-today = Den här dagen har inga föreställningar och inga biljetter.
door-no-tickets = Det finns inga Kaikukortsbiljetter till den här föreställningen.
door-nobody-missing = Alla har kommit.
door-no-such-number = Ingen biljett motsvarar det skrivna numret.
door-tickets = { $count ->
    [one] 1 biljett
   *[other] { $count } biljetter
}
door-people = { $count } personer
door-reserved = Bokade
door-handed-over = Utlämnade
door-arrived = Anlända
door-cancelled = Avbokade
door-no-show-count = Kom inte
door-head-number = Nummer
door-head-children = Barn
door-head-reserved = Bokad
door-head-channel = Kanal
door-head-state = Läge
door-channel-desk = Biljettkassa
door-channel-call = Telefon
door-channel-mail = E-post
door-state-reserved = Bokad
door-state-reserved-until = Bokad · lämnas ut { $from }
door-state-handed-over = Utlämnad { $at }
door-state-arrived = Kom { $at }
door-state-arrived-cancelled = Kom { $at } · biljetten var avbokad
door-state-cancelled = Avbokad { $at }
door-state-cancelled-holder = Kunden avbokade { $at }
door-state-no-show = Kom inte
door-state-late = Registrerad från papper
door-hand-over = Lämna ut
door-mark-arrived = Markera som anländ
door-came-after-all = Kom ändå
door-act-no-show = Kom inte
door-act-cancel = Avboka på begäran…
door-act-take-back-handed-over = Inte utlämnad
door-act-take-back-arrived = Inte anländ
door-act-take-back-cancelled = Återställ biljetten
door-act-take-back-no-show = Ta bort markeringen
door-show-missing = Ej anlända ({ $count })
door-show-all = Visa alla
door-all-missing = { $count ->
    [one] Markera 1 som inte kom…
   *[other] Markera { $count } som inte kom…
}
door-ask-cancel = Avboka biljetten { $number }, { $showing }? Platsen blir genast ledig.
door-ask-cancel-yes = Avboka
door-ask-missing = { $count ->
    [one] Markera 1 biljett som inte kom? Markeringen kan tas bort.
   *[other] Markera { $count } biljetter som inte kom? Markeringen kan tas bort.
}
door-ask-missing-yes = Markera
door-ask-no = Ändra inte
door-marked-handed-over = Utlämnad: { $number }. Ctrl Z tar tillbaka.
door-marked-arrived = Anländ: { $number }. Ctrl Z tar tillbaka.
door-marked-cancelled = Avbokad: { $number }. Platsen blev ledig. Ctrl Z tar tillbaka.
door-marked-no-show = Kom inte: { $number }. Ctrl Z tar tillbaka.
door-taken-back = Tillbakataget: { $number }
door-said-handed-over = Lämna ut biljetten
door-said-arrived = Välkommen
door-said-people = { $children ->
    [0] Biljett för en.
    [one] Biljett för { $people } personer, varav 1 barn.
   *[other] Biljett för { $people } personer, varav { $children } barn.
}
door-said-identity = Se på identitetsbeviset.
door-said-cancelled = Biljetten är avbokad
door-said-cancelled-detail = Avbokad på begäran { $at }. Någon annan kan redan ha platsen.
door-said-cancelled-holder-detail = Kunden avbokade själv biljetten { $at }. Någon annan kan redan ha platsen.
door-not-yet = Lämnas ut { $from }
door-not-yet-detail = Säg: ”Din biljett är bokad. Du får den { $from }.”
door-from = från kl. { $time }
door-from-day = från { $day } kl. { $time }
door-hand-over-anyway = Lämna ut redan nu
door-arrived-anyway = Markera ändå som anländ
door-already-arrived = Kom redan { $at }
door-already-arrived-detail = Någon har redan gått in med den här biljetten.
door-just-handed-over = Biljetten utlämnad { $at }
door-just-handed-over-detail = Läs kortet på nytt när kunden går in.
door-another-day = Föreställningen är { $day }
door-another-day-detail = Ankomsten kan inte markeras ännu.
door-called-off = Föreställningen är inställd
door-called-off-detail = Sök en annan föreställning åt kunden på registreringssidan.
door-called-off-short = inställd
door-elsewhere = Biljett till en annan föreställning
door-elsewhere-detail = Kortet har en biljett den här dagen: { $showings }
door-show-showing = Visa { $showing }
door-no-ticket = Ingen biljett
door-no-ticket-detail = Kortet har ingen biljett den här dagen. Finns det plats kan användningen registreras nu.
door-to-counter = Öppna i registreringen
door-cancelled-by-holder = Kunden avbokade: { $event }, { $when } – platsen blev ledig
door-cancelled-by-holder-more = { $count ->
    [one] och 1 annan avbokning
   *[other] och { $count } andra avbokningar
}
door-noticed = Uppfattat
door-help-one = Läs kortet: biljetten lämnas ut, och nästa gång markeras kunden som anländ. Före utlämningstiden eller med en avbokad biljett bara med F11.
door-help-two = Pilarna väljer rad, Enter gör nästa steg, Delete avbokar på begäran. Ctrl Z tar tillbaka det senaste.
door-help-three = Skriv slutet av numret, så blir listan kortare. När föreställningen har börjat ser du vem som inte kom.
cli-door-showing = { $when } { $event }: bokade { $reserved }, utlämnade { $handed }, anlända { $arrived }, avbokade { $cancelled }, kom inte { $missed }
cli-door-none = Inga föreställningar och inga biljetter.
cli-marked = Markerat.
cli-mark-taken-back = Tillbakataget.

## Från papper
nav-late = Från papper
late-date = Dagen på blanketten
late-date-to-come = Dagen kan inte vara kommande.
late-clerk = Vem betjänade
late-clerk-wrong = Välj vem som betjänade.
late-no-time = Ingen tid
late-number = Kaikukortets nummer
late-number-placeholder = Numret på blanketten
late-value = Värde
late-invitation = Skriv nummer och barn. Enter sparar och börjar nästa rad.
late-row-unsaved = Raden är inte sparad. Enter sparar, Esc tömmer.
late-valid = Kortet var giltigt: sista dag { $day }.
late-ended = Kortets giltighet hade gått ut { $day }. Om kunden släpptes in, spara med F11.
late-ended-refused = Kortets giltighet hade gått ut { $day }. Verksamhetsstället godkänner inte ett utgånget kort.
late-barred = Kortet är inte aktivt. Användningen kan inte registreras.
late-unknown = Kortet hittades inte i databasen. Kontrollera numret. Om det är rätt, ta vara på kortet.
late-not-in-copy = Finns inte i den här stationens data ({ $at }). Kontrollera numret. Om det är rätt, ta vara på kortet.
late-aside = Ta vara på
late-set-aside = Tillvarataget: { $number }. Registreras när kortet finns i registret.
late-saved = Sparat: { $number }
late-rows = Registrerade från papper i dag
late-none = Inga rader ännu. Dag, betjänare, evenemang och tid bevaras från rad till rad.
late-undo = Ångra
late-help-one = Välj först blankettens dag, vem som betjänade, evenemang och tid. De bevaras från rad till rad.
late-help-two = Skriv nummer, barn och eventuellt värde. Enter sparar, Esc tömmer raden. Kort och gränser kontrolleras enligt blankettens dag.
late-help-three = F11 sparar enligt omdöme, F12 tar vara på ett okänt kort, Ctrl Z ångrar det senaste.
late-again = Samma kort, evenemang och tid är redan registrerat { $at }. Registrera på nytt?
door-time = kl. { $time }
