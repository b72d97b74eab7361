# Svenska: vad som är fel och vad man gör nu. En kort mening för varje.

## Kortets nummer
card-empty = Numret saknas. Läs kortet eller skriv numret.
card-too-short = Numret har för få tecken ({ $length }). Läs kortet på nytt.
card-too-long = Numret har för många tecken ({ $length }). Läs kortet på nytt.
card-two-cards = Två kort lästes ihop. Läs ett kort i taget.
card-prefix = Ett Kaikukorts nummer börjar inte med { $first }. Läs Kaikukortets kod.
card-not-a-digit = I stället för en siffra står { $found }. Kontrollera numret på kortet.
card-foreign-character = Numret innehåller ett främmande tecken. Skriv numret från kortet.
card-check-character = Läsaren läste fel. Läs kortet på nytt.
card-not-a-card = Det här är inte ett Kaikukorts kod. Läs Kaikukortets kod.

## Inloggning
sign-in-no-service = Tjänstens adress saknas. Be huvudanvändaren om den.
sign-in-address = Adressen duger inte. Kontrollera att den börjar med https://.
sign-in-wrong-password = E-postadressen eller lösenordet är fel. Försök på nytt.
sign-in-too-many-tries = För många försök. Vänta en stund och försök på nytt.
sign-in-no-venue = Du får inte registrera på något verksamhetsställe. Be huvudanvändaren om rätten.
sign-in-other-service = Den här stationen hör till en annan tjänst. Kontrollera adressen.
sign-in-no-connection = Tjänsten nås inte. Kontrollera nätet och försök på nytt.
sign-in-not-the-service = Något annat än Kaikukorttjänsten svarar på adressen. Kontrollera adressen och nätets inloggningssida.
sign-in-service-fault = Det är en störning i tjänsten. Försök på nytt om en stund.

## Registrering
record-not-signed-in = Logga in och spara på nytt.
record-no-right = Du har inte rätt till detta på det här verksamhetsstället. Be huvudanvändaren om rätten.
record-refused = Det här kortet kan inte registreras.
record-needs-discretion = Detta är enligt din prövning: spara med F11.
record-too-many-children = För många barn i en registrering (högst { $most }). Kontrollera antalet.
record-too-many-cards = För många klientkort i en grupp (högst { $most }). Kontrollera antalet.
record-cards-on-customer-card = Antalet klientkort anges bara för en organisations kort.
record-staff-on-customer-card = Antalet anställda anges bara för en organisations kort.
record-staff = { $most ->
    [one] På en organisations kort registreras 1 anställd. Kontrollera antalet.
   *[other] Antalet anställda kan vara 1–{ $most }. Kontrollera antalet.
}
record-event-name = Evenemangets namn är tomt eller för långt. Rätta namnet.
record-value-not-asked = För det här evenemanget registreras inget penningvärde.
record-event-unknown = Evenemanget finns inte längre på det här verksamhetsstället. Välj evenemang på nytt.
record-usage-unknown = Registreringen finns inte längre och kan därför inte ångras.
record-not-saved = Inte sparat. Försök på nytt.
record-disk-full = Inte sparat: disken är full. Frigör utrymme och spara på nytt.
record-already = Samma användning är redan registrerad. Lägg till --again om den registreras på nytt.

## Att öppna stationen
notice-close = Stäng
open-in-use = Stationen är redan öppen på den här datorn. Använd det öppna fönstret.
open-not-writable = Mappen { $path } går inte att skriva i. Välj en annan mapp eller be om rättigheter.
open-newer = Uppgifterna är gjorda med en nyare version. Uppdatera Kaikuasema. Uppgifterna rördes inte.
open-key-missing = Nyckeln till uppgifterna saknas. Uppgifterna rördes inte. Be administratören om hjälp.
open-keyring-silent = Systemets nyckelring svarar inte. Lås upp den och försök på nytt.
open-unreadable = Stationens uppgifter kan inte läsas. De rördes inte. Be administratören om hjälp.
open-training = Övningsläget startar inte. Kontrollera att det finns plats på disken.
open-failed = Stationen öppnas inte. Starta om datorn eller be administratören om hjälp.
open-no-display = Ingen bildskärm hittas. Starta Kaikuasema från skrivbordet, eller använd kommandon: kaikuasema --help.
open-no-copy = Uppgifterna kan inte kopieras före uppdateringen. Frigör plats på disken och starta på nytt. Uppgifterna rördes inte.
salvage-damaged = Stationens fil var skadad ({ $at }). Den finns kvar som { $file }, och stationen fortsätter med en ny.
salvage-missing = De senaste registreringarna saknas i stationens fil ({ $at }).
salvage-kept = Registreringar som räddades: { $count }, av dem osända { $waiting }.
salvage-sealed = Endast i den svarta lådan: högst { $count }. Kontrollera dagens registreringar. Ge blackbox-filerna till administratören, radera dem inte.
salvage-fetched = Kort och evenemang hämtas från tjänsten på nytt.
salvage-sign-in = Logga in på nytt.
salvage-noticed = Uppfattat
doctor-file = Stationens fil är hel.
station-file = Stationens uppgifter kan inte läsas eller skrivas. Kontrollera disken.

## Kön
try-no-connection = Ingen förbindelse
try-not-the-service = Det som svarar är inte tjänsten
try-service-busy = Tjänsten är överbelastad
try-service-fault = Störning i tjänsten
try-too-large = Sändningen är för stor
try-station-too-old = Stationen måste uppdateras
try-blocked = Väntar på en tidigare
try-refused = Tjänsten tog inte emot
rejected-op-id-reused = Tjänsten har redan en annan registrering med samma id. Förkasta den här och registrera på nytt.
rejected-malformed = Tjänsten förstod inte registreringen. Uppdatera stationen eller kontakta stödet.
rejected-venue-unknown = Verksamhetsstället är inte längre i bruk. Förkasta och registrera på ett annat ställe.
rejected-venue-not-yours = Den här stationen får inte registrera på det här verksamhetsstället. Be huvudanvändaren om rätten.
rejected-entity-unknown = Registreringen finns inte i tjänsten.
rejected-entity-exists = Registreringen finns redan i tjänsten.
rejected-not-allowed = Du har inte rätt till detta. Be huvudanvändaren om rätten.
rejected-wrong-venue = Evenemanget hör till ett annat verksamhetsställe. Förkasta och registrera på nytt.
rejected-other = Tjänsten godkände inte. Uppdatera stationen eller kontakta stödet.
conflict = Någon ändrade samma registrering. Förkasta din ändring eller kontakta huvudanvändaren.

# Gränser, grupper och efterregistrering
record-in-group = Kortet är redan registrerat i den här gruppen.
record-group-gone = Gruppens registrering finns inte längre. Registrera kortet utan grupp.
record-aside-already = Kortet är redan undanlagt för detta. Det behöver inte läggas undan igen.
record-late-not-past = Dagen för en efterregistrering kan inte vara i framtiden.
record-event-needed = Välj evenemang. Besöksmålets gränser räknas per evenemang.
record-value-needed = Ange penningvärdet. Besöksmålets gräns räknas av det.
rejected-below-floor = Gränsen är lägre än verksamhetsmodellens minimum. Öppna inställningarna och rätta.
