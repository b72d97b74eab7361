# Svenska: läsare.

## Överst
readers-none-seen = Ingen läsare syns
readers-types = Tangentbordsläsare
readers-several = { $count } läsare
readers-gone = Urkopplad: { $name }
readers-blocked = { $why }: { $name }
readers-toast-came = Läsaren används: { $name }
readers-toast-went = Läsaren är urkopplad: { $name }
readers-toast-stopped = { $name } · { $why }. Se läsarna: Ctrl R.
readers-toast-trouble = Duger inte: { $what }. Läs på nytt.
readers-toast-cut-off = Avläsningen avbröts. Läs kortet på nytt.
readers-toast-doubt = Läsaren kan blanda ihop Y och Z. Läs testkortet: Ctrl R.
readers-toast-changed = Läsarens inställningar har ändrats. Läs testkortet: Ctrl R.

## Typ och tillstånd
reader-kind-hid-pos = HID POS
reader-kind-keyboard = tangentbord
reader-kind-serial = serieport
reader-kind-wedge = Tangentbordsläsare
reader-kind-camera = kamera
reader-ready = Används
reader-idle = Används inte
reader-idle-camera = Öppna: F3
reader-idle-keyboard = Inte vald
reader-gone = Urkopplad
reader-in-use = Upptagen
reader-no-permission = Ingen rätt
reader-stalled = Svarar inte
reader-failed = Fungerar inte
reader-do-choose = Välj den om den är en läsare.
reader-do-choose-port = Det här kan vara en annan enhet, till exempel en betalterminal: stationen öppnar den inte av sig själv. Välj den om den är en läsare.
reader-do-plug-in = Koppla in läsaren igen. Den tas i bruk av sig själv.
reader-do-close-other = Ett annat program använder den. Stäng det programmet: läsaren tas i bruk av sig själv.
reader-do-udev = Systemet låter inte läsa den. Installera regeln 70-kaikuasema.rules i /etc/udev/rules.d och koppla in läsaren på nytt.
reader-do-video-group = Systemet låter inte öppna den. Lägg till användaren i gruppen video och logga in på datorn på nytt.
reader-do-privacy = Systemet låter inte öppna den. Tillåt det i systemets sekretessinställningar.
reader-do-wait = Stationen försöker igen av sig själv. Om det inte hjälper, koppla ur och in den på nytt.
reader-do-failed = Koppla ur och in den på nytt. Systemet säger: { $detail }
reader-suffix-any = vilket som helst duger
reader-suffix-enter = Enter
reader-suffix-tab = Tabb
reader-suffix-none = inget
reader-trouble-too-long = för lång kod
reader-trouble-garbled = oläslig avläsning
reader-trouble-cut-off = avläsningen avbröts

## Sidan
readers-headline = Kontroll av läsaren
readers-detail = Skriv ut testkortet eller läs koden direkt från skärmen.
readers-detail-camera = Visa testkortet på papper för kameran.
readers-code-detail = Testkortet är inget Kaikukort: ingenting registreras.
readers-print = Skriv ut testkortet
readers-list = Läsare
readers-none = Ingen läsare syns. En läsare som fungerar som tangentbord syns först när man läser med den: läs testkortet.
readers-typing = En läsare som fungerar som tangentbord syns först när man läser med den.
readers-typing-used = Senast läst med en läsare som fungerar som tangentbord { $at }.
readers-use = Använd som läsare
readers-let-go = Släpp
readers-use-question = Är { $name } säkert en läsare? Det den läser går inte till andra program, och det går inte att skriva med den, medan det här fönstret är framme. Du kan släppa den med musen.
readers-use-question-port = Är { $name } säkert en läsare? Stationen öppnar porten, och då kan inget annat program, till exempel betalterminalens, använda den.
readers-use-yes = Den är en läsare
readers-use-no = Välj inte
readers-checked = Kontrollerat
readers-result = Resultat
readers-good = I ordning
readers-note = Märk
readers-bad = Åtgärda
readers-device = Enhet
readers-characters = Tecken
readers-caps-lock = Skiftlås
readers-suffix = Sluttecken
readers-pace = Hastighet
readers-check-character = Code 39, kontrolltecken
readers-characters-right = { $text }: Y och Z rätt
readers-characters-by-layout = rätt med layouten: { $layout }
readers-characters-swapped = Y och Z har bytt plats
readers-characters-other = läste: { $text }
readers-caps-lock-on = på
readers-caps-lock-off = av
readers-no-matter = inverkar inte
readers-suffix-own = läsaren anger det själv
readers-pace-fast = under 1 ms per tecken
readers-pace-ms = { $ms } ms per tecken
readers-check-none = inget
readers-check-sent = läsaren sänder det: stationen tar bort det
readers-check-stripped = läsaren kräver det
readers-check-qr = finns inte i QR-koder
readers-do-us-layout = Ställ in läsarens tangentbord på USA (engelska) med koden i läsarens bruksanvisning och läs testkortet på nytt.
readers-do-read-again = Det här är inte hela testkortet. Läs testkortet på nytt; om resultatet är detsamma, ställ in läsarens tangentbord på USA (engelska).
readers-do-layout-kept = Läsarens tangentbord är inte USA. Stationen läser ändå rätt när du behåller inställningarna.
readers-do-layout-follows = Läsaren följer datorns tangentbordslayout. Kontrollera på nytt om layouten ändras.
layout-us = USA
layout-british = Storbritannien
layout-nordic = finska, svenska
layout-german = tyska
layout-french = franska
layout-typed = datorns egen
readers-do-caps-lock = Skiftlåset är på. Stationen läser ändå rätt, andra program gör det inte.
readers-do-suffix = Ställ in läsaren att sända Enter sist: då väntar stationen inte på slutet.
readers-do-pace = Läsaren är långsam. Förkorta pausen mellan läsarens tecken om det går.
readers-do-check-sent = Stationen tar bort kontrolltecknet för den här läsaren när du behåller inställningarna.
readers-do-check-stripped = Läsaren läser inte koder utan kontrolltecken. Ta bort kravet i läsarens inställningar.
readers-waiting = Läs testkortet
readers-waiting-detail = Resultatet visas här. Om ingenting händer läser läsaren inte Code 39 eller kräver ett kontrolltecken: tillåt Code 39 i läsarens inställningar.
readers-reads-wrong = Läsaren läser fel
readers-works = Läsaren fungerar, märk detta
readers-scanner-ready = Läsaren är klar
readers-camera-ready = Kameran är klar
readers-read-a-card = Läs nu vilket kort som helst: det öppnas för registrering.
readers-keep = Behåll inställningarna
readers-help-one = Läs testkortet med varje läsare. Tabellen visar hur läsaren är inställd; Enter behåller inställningarna.
readers-help-two = HID POS- och serieläsare fungerar också när ett annat fönster är framme. En tangentbordsläsare fungerar bara i det här fönstret.
readers-help-three = Upptagen: stäng det andra programmet. Ingen rätt: installera udev-regeln. En urkopplad läsare tas i bruk av sig själv.

## Testkortet på papper
test-card-title = Kaikuasemas testkort
test-card-one = Det här är inget Kaikukort. Öppna kontrollen av läsaren (Ctrl R) och läs först streckkoden, sedan QR-koden.
test-card-two = Kontrollen visar hur läsaren är inställd och vad som ska ändras.
test-card-three = Skriv ut i verklig storlek (100 %).

## Testkortet i registreringen
test-card-read = Det här är testkortet
test-card-read-right = Läsaren fungerar. Ingenting registrerades.
test-card-read-next = Läs nu kundens Kaikukort.
test-card-read-swapped = Läsaren byter plats på Y och Z.
test-card-read-check = Öppna kontrollen av läsaren (Ctrl R) och läs testkortet där: kontrollen talar om vad som ska ändras i läsaren.

## Kommandoraden
cli-readers-none = Ingen läsare syns. En läsare som fungerar som tangentbord fungerar bara i stationens fönster.

## Kamera
camera-open = Öppna skannern
camera-close = Stäng skannern
camera-hold = Visa koden i rutan
camera-already-read = Redan läst
camera-two-in-view = Visa ett kort i taget
camera-not-a-card = Det här är inget Kaikukort
camera-opening = Öppnar kameran…
camera-opening-detail = Tillåt kameran om systemet frågar.
camera-missing = Ingen kamera hittas
camera-missing-detail = Koppla in en kamera. Läsaren fungerar, och det går att skriva in numret.
camera-refused = Kameran får inte användas
camera-in-use = Kameran är upptagen
camera-stalled = Kameran svarar inte
camera-failed = Kameran fungerar inte
camera-others-work = Läsaren fungerar, och det går att skriva in numret.
camera-dark = Bilden är svart
camera-dark-detail = Öppna kamerans lucka eller tänd mera ljus.
camera-mirror = Spegelbild
camera-focus = Fokus
camera-focus-auto = Av sig själv
camera-off = Kameran stängdes av: inget har lästs med den på { $minutes } minuter.
camera-off-after = Kameran stängs av av sig själv
camera-off-minutes = { $minutes } min
camera-off-never = Stängs inte av
