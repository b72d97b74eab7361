# Svenska: kort som lagts undan.

## Texten till kortutdelaren eller Kaikukeskus
aside-text-title = { $count ->
    [one] Ett Kaikukort som inte hittades i databasen
   *[other] Kaikukort som inte hittades i databasen
}
aside-text-to = Mottagare: den lokala Kaikukortsansvariga eller Kaikukeskus, { $email }
aside-text-greeting = Hej!
aside-text-ask = { $count ->
    [one] Det här kortet hittades inte när någon försökte använda det. Vi ber er registrera kortet i Kaikukanta.
   *[other] De här korten hittades inte när någon försökte använda dem. Vi ber er registrera korten i Kaikukanta.
}
aside-text-card = Kort { $number }: evenemang { $when }, { $venue }
aside-text-thanks = Tack!

## Hur det står till med kortet
aside-unknown = Ännu inte i registret ({ $at }).
aside-not-in-copy = Inte i den här stationens data ({ $at }).
aside-no-copy = Stationen har inga registerdata ännu.
aside-then-recorded = Registreras när kortet dyker upp.
aside-due = Finns i registret. Användningen registreras härnäst av sig själv.
aside-recorded-already = Finns i registret. Samma användning är redan registrerad: ta bort från listan eller registrera med F11.
aside-ended = Giltighetstiden hade gått ut { $day }. Registrera enligt ditt omdöme med F11 eller ta bort från listan.
aside-at-discretion = Enligt ditt omdöme: registrera med F11 eller ta bort från listan.
aside-barred = Kortet är inte aktivt. Användningen kan inte registreras: ta bort från listan.
aside-ended-refused = Giltighetstiden hade gått ut { $day }. Verksamhetsstället godkänner det inte: ta bort från listan.
aside-refused = Verksamhetsstället godkänner inte kortet: ta bort från listan.
aside-over = Finns i registret. Tillträde gavs inte, så ingenting registreras.

## Listan
asides-tab = Kort som lagts undan
asides-count = Kort som lagts undan
asides-made = Lagt undan
asides-card = Kort och evenemang
asides-entry = Tillträde
asides-state = Läge
asides-granted = Gavs
asides-not-granted = Gavs inte
asides-by-other = en annan registrerare
asides-empty = Inga kort har lagts undan.
asides-try = Försök nu
asides-trying = Frågar…
asides-copy-all = Kopiera alla
asides-print-all = Alla som PDF
asides-record = Registrera enligt ditt omdöme
asides-copy = Kopiera texten
asides-print = Texten som PDF
asides-remove = Ta bort från listan…
asides-record-headline = Registreras enligt ditt omdöme: { $what }
asides-reason = Orsak (valfri), inga personuppgifter
asides-record-now = Registrera
asides-remove-headline = Ta bort { $what } från listan? Användningen registreras inte.
asides-remove-now = Ta bort
asides-keep = Behåll på listan
asides-recorded = Registrerat.
asides-removed = Borttaget från listan. Uppgiften sparas på stationen.
asides-copied = { $count ->
    [one] Texten är kopierad: 1 kort. Klistra in den i ett meddelande.
   *[other] Texten är kopierad: { $count } kort. Klistra in den i ett meddelande.
}
asides-printed = PDF-filen är { $path }
asides-not-printed = PDF-filen kunde inte skrivas.
asides-help-one = Stationen registrerar användningen själv när kortet dyker upp i registret. Försök nu frågar efter varje kort genast.
asides-help-two = Välj kort med pilarna. F11 registrerar enligt ditt omdöme om giltighetstiden hade gått ut på evenemangsdagen. Delete tar bort från listan.
asides-help-three = Kopiera texten och skicka den till kortutdelaren eller Kaikukeskus. Lägg inte till personuppgifter. F9 växlar mellan kön och korten.

## Vad försöket gav
aside-tried-silent = Tjänsten svarade inte. Stationens egna data användes.
aside-tried-recorded = { $count ->
    [one] 1 användning registrerades.
   *[other] { $count } användningar registrerades.
}
aside-tried-over = { $count ->
    [one] 1 kort finns nu i registret och togs från listan: tillträde gavs inte.
   *[other] { $count } kort finns nu i registret och togs från listan: tillträde gavs inte.
}
aside-tried-for-clerk = { $count ->
    [one] 1 kort väntar på dig.
   *[other] { $count } kort väntar på dig.
}
aside-tried-unknown = { $count ->
    [one] 1 kort hittas inte ännu.
   *[other] { $count } kort hittas inte ännu.
}

## Kommandon
cli-aside-set = Lagt undan: { $card }, { $event }, { $when }. Användningen registreras när kortet dyker upp i registret.
cli-aside-set-not-granted = Lagt undan: { $card }, { $event }, { $when }. Tillträde gavs inte, så användningen registreras inte.
cli-aside-known = Kortet finns i registret: registrera användningen med kaikuasema record.
cli-asides = { $count ->
    [0] Inga kort har lagts undan.
    [one] 1 kort har lagts undan, { $waits } väntar på dig.
   *[other] { $count } kort har lagts undan, { $waits } väntar på dig.
}
