# Svenska.

## Dagar och tider
weekday-short = { $day ->
    [1] må
    [2] ti
    [3] on
    [4] to
    [5] fr
    [6] lö
   *[7] sö
}
month-and-year = { $month ->
    [1] januari
    [2] februari
    [3] mars
    [4] april
    [5] maj
    [6] juni
    [7] juli
    [8] augusti
    [9] september
    [10] oktober
    [11] november
   *[12] december
} { $year }
at-time = kl. { $time }

## Fönstret
app-name = Kaikuasema
nav-counter = Registrera
nav-queue = Kö
nav-samples = Exempelkort
training-banner = ÖVNING · Korten är påhittade och inget skickas till det riktiga registret.
header-no-venue = Välj verksamhetsställe
header-sign-out = Logga ut
starting = Stationen öppnas…

## Anslutning
sync-connecting = Ansluter…
sync-up-to-date = Uppdaterad · { $at }
sync-waiting = { $count ->
    [one] 1 registrering på väg
   *[other] { $count } registreringar på väg
}
sync-needs-you = { $count ->
    [one] 1 registrering behöver dig
   *[other] { $count } registreringar behöver dig
}
sync-sign-in = Logga in på nytt
sync-offline = Ingen anslutning · data { $at }
sync-offline-waiting = Ingen anslutning · { $count } i kö · data { $at }
sync-offline-no-copy = Ingen anslutning · inga registerdata ännu
sync-offline-other = Det som svarar är inte tjänsten
sync-offline-busy = Tjänsten är överbelastad
sync-offline-changed = Tjänsten har bytts ut
sync-offline-old = Stationen måste uppdateras
sync-offline-file = Stationens fil fungerar inte

## Inloggning
login-server = Tjänstens adress
login-server-hint = Du får den av huvudanvändaren
login-email = E-postadress
login-password = Lösenord
login-sign-in = Logga in
login-signing-in = Loggar in…
login-forgotten = Glömt lösenordet?
login-forgotten-help = Verksamhetsställets huvudanvändare ger ett nytt lösenord.
login-empty = Skriv e-postadress och lösenord.
login-check = Kontrollera kort utan inloggning
check-headline = Kontrollera ett kort
check-detail = Här kontrolleras bara, ingenting registreras. För att registrera måste du logga in.
check-valid = Kortet är giltigt.
check-ended = Verksamhetsstället kan enligt sitt omdöme registrera användningen. Påminn om förnyelse.

## Kort och resultat
number-placeholder = Läs kortet eller skriv Kaikukortets nummer
number-placeholder-short = Läs kortet eller skriv numret
number-check = Kontrollera
idle-headline = Redo att läsa
idle-detail = Läs streckkoden med läsaren, visa QR-koden för kameran eller skriv in numret.
idle-register = Kort i registret { $cards } · uppdaterat { $at }
idle-no-register = Registrets data har inte hämtats än. De kommer när det finns anslutning.
kind-customer = Klientens Kaikukort
kind-community = Organisationens Kaikukort
verdict-checking = Kontrollerar…
verdict-usable = Kortet gäller
verdict-usable-detail = Registrera användningen nedan.
verdict-ends-soon-detail = Påminn kunden om att förnya kortet där det delades ut.
verdict-discretion = Enligt ditt omdöme
verdict-ended-detail = Du kan registrera användningen men behöver inte ge tillträde. Påminn om förnyelse.
verdict-ended-allowed = Verksamhetsstället godkänner ett utgånget kort. Påminn om förnyelse.
verdict-after-detail = Evenemanget är efter kortets sista giltighetsdag. Säg: ”Kortet gäller inte längre på evenemangsdagen. Förnya kortet först och hämta sedan biljetten.”
verdict-after-allowed = Evenemanget är efter kortets sista giltighetsdag. Verksamhetsstället tillåter det.
verdict-refused = Kan inte registreras
verdict-ended-refused = Verksamhetsstället godkänner inte ett utgånget kort. Be kunden förnya kortet.
verdict-after-refused = Verksamhetsstället godkänner inte ett evenemang efter kortets sista giltighetsdag. Välj en tidigare dag eller be kunden förnya kortet.
verdict-barred = Kortet är inte aktivt!
verdict-barred-detail = Kortet är spärrat. Ge inte tillträde.
verdict-barred-why = Användningen kan inte registreras. Be kunden kontakta kortutdelaren.
verdict-barred-mobile = Har kunden ett Mobil-Kaikukort (numret börjar med X)? Papperskortet slutar gälla när det byts till ett mobilkort. Be att få se det.
verdict-unknown = Kortet hittades inte i databasen!
verdict-unknown-asking = Frågar registret…
verdict-unknown-asked = Kontrollerat i registret just nu.
verdict-unknown-fresh = Stationens data är från { $at }.
verdict-not-in-copy = Finns inte i stationens data
verdict-not-in-copy-detail = Ingen anslutning. Data är från { $at }: ett nytt kort kan saknas.
verdict-no-copy-detail = Stationen har inga registerdata ännu, så kortet kan inte kontrolleras.
verdict-arriving = Kortet finns i registret. Hämtar uppgifterna…
verdict-offline = Ingen anslutning (data { $at }): det sparade väntar i kön och skickas av sig självt.
notice-valid = Kortets sista giltighetsdag är { $day }
notice-ends-soon = { $days ->
    [0] Kortets giltighetstid går snart ut: sista dagen är { $day } (i dag)
    [one] Kortets giltighetstid går snart ut: sista dagen är { $day } (1 dag)
   *[other] Kortets giltighetstid går snart ut: sista dagen är { $day } ({ $days } dagar)
}
notice-ended = { $days ->
    [one] Kortets giltighetstid har gått ut { $day } (för 1 dag sedan)
   *[other] Kortets giltighetstid har gått ut { $day } (för { $days } dagar sedan)
}
next-card = Nästa kort
what-now = Vad nu?
what-now-new = Kunden har fått kortet alldeles nyss:
what-now-new-text = du kan enligt ditt omdöme ge tillträde. Lägg undan numret: användningen registreras när kortet finns i registret.
what-now-old = Kortet har varit i bruk länge:
what-now-old-text = ge inte tillträde.
what-now-always = Säg till kunden:
what-now-always-text = ”Kontakta stället där du fick kortet och be dem registrera det i Kaikukanta.”
what-now-report = Meddela numret:
what-now-report-text = till den lokala kontaktpersonen eller till kaikukeskus@cultureforall.fi.
malformed = Inte ett Kaikukortsnummer
malformed-rule = Numret har 10 eller 11 tecken och börjar med A, AM, Y, YM, X eller Z. Om kortets nummer inte är sådant eller kortet saknar QR-kod får kortet inte användas.

## Formulär
form-event = Evenemangets namn
form-optional = valfritt
form-event-placeholder = Sök eller skriv ett nytt
form-event-create = Skapa ”{ $name }”
form-event-none = Inga evenemang än. Skriv ett namn.
form-event-undecided = Välj evenemanget i listan eller skapa det.
form-event-too-long = Namnet är för långt.
form-showing = Evenemangets tidpunkt
form-showing-other = Annan tid…
form-showing-list = Välj föreställning ur listan
form-showing-past = passerad
form-date = Evenemangets datum
form-date-placeholder = dd.mm.åååå
form-date-wrong = Skriv dagen så här: 28.11.2026
form-time = Klockslag
form-time-wrong = Så här: 19.00
form-children = Antal barn eller barnbarn under 18 år
form-children-group = Antal barn under 18 år i gruppen
form-children-max = högst { $max } på kortet
form-children-over = På kortet står högst { $max }. Du kan ändå registrera.
form-children-adults = De vuxnas egna barn registreras på deras kort.
form-customer-cards = Antal klientkort
form-customer-cards-hint = Registrera dessutom varje klientkort för sig.
form-staff = Antal anställda
form-staff-hint = Den som visar kortet räknas med. Högst { $most }.
form-value = Evenemangets penningvärde
form-value-wrong = Skriv euro så här: 4,50
form-same-card = Lägg till en ny registrering för samma kort efter att du har sparat.
form-save = Spara
form-save-anyway = Spara ändå
form-saving = Sparar…
form-back = Tillbaka
form-no-venue = Välj först verksamhetsställe.
ask-next = Registreringen av kort { $number } är inte sparad. Nästa: { $next }.
ask-next-save = Spara och öppna nästa
ask-next-drop = Förkasta
next-more = { $more ->
    [one] 1 kort till väntar.
   *[other] { $more } kort till väntar.
}
next-waits = Under tiden lästes { $next }. Det öppnas när du lämnar det här kortet.
next-missed = Alla kort fick inte plats i kön. Läs igen: { $cards }.
ask-again = Samma kort, evenemang och tidpunkt: { $what } Registrera på nytt?
ask-again-yes = Registrera på nytt
ask-again-no = Registrera inte
sign-in-needed = Logga in på nytt så hålls uppgifterna uppdaterade. Du kan ändå kontrollera och registrera.
help-headline = Hjälp
help-one = Läs kort eller skriv numret (F2). Se resultat och QR-kod. Med en läsning sparas ett klart kort genast.
help-two = Enter sparar, + och − ändrar barn, Esc går tillbaka. Bara F11 sparar enligt omdöme, F12 lägger undan okända kort.
help-three = Grupp: spara organisationens kort, läs sedan klientkorten. Ctrl Z ångrar, F5 skickar, F9 visar kön.

## I dag
today-headline = I dag
today-records = { $count ->
    [one] 1 registrering
   *[other] { $count } registreringar
}
children-count = { $count ->
    [one] 1 barn
   *[other] { $count } barn
}
staff-count = { $count ->
    [one] 1 anställd
   *[other] { $count } anställda
}
today-none = Inga registreringar i dag än.
today-no-event = Inget evenemangsnamn
today-undo = Ångra den senaste
state-sent = Skickad
state-waiting = I kö
state-needs-you = Behöver dig
saved = Sparat: { $number } · { $what }
undone = Ångrat: { $number }

## Kö
queue-waiting = Väntar
queue-needs-you = Behöver dig
queue-sent-today = Skickat i dag
queue-headline = Kö
queue-send-now = Skicka nu
queue-empty = Kön är tom: allt har skickats.
queue-made = Registrerat
queue-what = Vad
queue-state = Läge
queue-usage = { $number } · { $event }
queue-of = { $deed }: { $what }
queue-taken-back = Anteckning återtagen: { $deed }
queue-usage-delete = Ångrad registrering
queue-event = Nytt evenemang
queue-void = Förkastad registrering: { $reason }
queue-not-tried = Väntar på att skickas
queue-tried = { $count ->
    [one] Väntar på anslutning · försökt en gång
   *[other] Väntar på anslutning · försökt { $count } gånger
}
queue-next-try = { $tried } · nästa { $at }
queue-sent = Skickad
queue-discard = Förkasta…
queue-discard-headline = Varför förkastas: { $what }
queue-discard-reason = Orsak, inga personuppgifter
queue-discard-now = Förkasta
queue-discarded = Förkastad. Registreringen sparas på stationen.
queue-cancel = Avbryt
queue-help-one = F5 skickar genast. Utan anslutning skickas kön av sig själv när anslutningen återkommer.
queue-help-two = Behöver dig: tjänsten tog inte emot registreringen. Registrera vid behov på nytt rätt och förkasta denna; skriv orsaken.
queue-help-three = Skickad betyder att tjänsten har kvitterat registreringen. Inget tas bort ur kön före det.

## Exempelkort
samples-headline = Exempelkort
samples-detail = Klicka på ett kort eller läs koden direkt från skärmen.
samples-print = Spara PDF
samples-printed = PDF-filen är { $path }
samples-not-printed = PDF-filen kunde inte skrivas.
sample-valid = Giltigt
sample-ends-soon = Går snart ut
sample-ends-today = Sista dagen
sample-ended = Utgånget
sample-barred = Inte aktivt
sample-unknown = Inte i registret
sample-community = Organisationens kort
sample-mobile-only = Mobilkort
sample-event-after = Evenemanget { $day } är efter kortets sista dag
sample-malformed = Bristfälligt nummer

# Kanal och omdöme
form-channel = Hur det begärdes
channel-desk = Kortet är på plats
channel-phone = Per telefon
channel-email = Per e-post
form-reason = Motivering
form-reason-placeholder = Varför beviljas det? Inga uppgifter om kunden.

# Gränser ovanför registreringen
limits-say = Säg till kunden: ”{ $aloud }”
limits-elsewhere = Följande föreställningar med plats
limits-room = { $occasion } · { $left } lediga
limits-no-override = Besöksmålet beviljar inte över gränsen. Fråga någon som har rätt till det.
limits-as-of = Räknat av alla stationers registreringar, läget { $at }.
limits-as-of-short = Läget { $at }
limits-value-cut = Registrera { $ours }, kunden betalar { $theirs }
limits-no-children = inga barn
limits-used-just-now = Använt här alldeles nyss, { $with }.
limits-used-minutes-ago = Använt här för { $minutes } min sedan, { $with }.
limits-used-at = Använt här { $at }, { $with }.
oversold = { $others ->
    [0] { $event }, { $occasion }: { $used } biljetter är registrerade, gränsen är { $most }. Stationerna visste inte om varandra. Alla registreringar gäller.
   *[other] { $event }, { $occasion }: { $used } biljetter är registrerade, gränsen är { $most }. Dessutom { $others } andra. Alla registreringar gäller.
}
oversold-seen = Uppfattat

# Grupp
group-headline = Gruppens kort: { $done } / { $wanted } registrerade
group-detail = Läs nästa vuxnas Kaikukort. Evenemang och tid behålls.
group-counts = { $staff } · { $children } · { $cards } klientkort
group-waits = väntar på kort…
group-set-aside = undanlagt
group-pause = Betjäna en annan kund emellan
group-close = { $count ->
    [one] Bara 1 kom: gruppen är klar
   *[other] Bara { $count } kom: gruppen är klar
}
group-complete = { $count ->
    [one] Gruppen är klar: 1 klientkort registrerat.
   *[other] Gruppen är klar: { $count } klientkort registrerade.
}
group-card-twice = Kortet är redan registrerat i den här gruppen. Läs nästa kort.
group-incomplete = Gruppen { $number } är inte klar: { $done } / { $wanted } registrerade.
group-resume = Fortsätt med gruppen
group-card = Gruppen { $number } · kort { $place } / { $wanted }
group-nobody = Ingen kom: gruppen är klar
group-more = { $count ->
    [one] och 1 annan grupp som inte är klar
   *[other] och { $count } andra grupper som inte är klara
}

# Läget med en läsning
idle-one-scan = Ett klart kort sparas genast när det läses.
one-scan-saved = Sparat
one-scan-saved-detail = Lägg till barn med + eller läs nästa kort. Ctrl Z ångrar.

# Lägga undan
aside-needs-key = Lägg undan: F12 släppt in, Shift+F12 inte släppt in.
aside-undone = Undanläggningen är ångrad.
undo-not-while-typing = Spara eller gå tillbaka först. Sedan ångrar Ctrl Z den förra registreringen.
aside-granted = Lägg undan, släppt in
aside-not-granted = Lägg undan, inte släppt in
aside-copy = Kopiera meddelandet till utdelaren
aside-copied = Meddelandet är kopierat. Klistra in det i ett e-brev.
aside-set = { $number } är undanlagt. Användningen registreras när kortet finns i registret.
aside-set-not-granted = { $number } är undanlagt. Ingen användning registreras.

queue-usage-update = Rättelse
queue-handed-over = Biljetten överlämnad
queue-arrived = Kunden har kommit
queue-cancelled = Biljetten avbokad
queue-no-show = Kunden kom inte
queue-aside = Undanlagt
queue-turned-away = Kunden blev utan biljett
queue-settings = Ändrade inställningar
