# Suomi: komentorivi. Lainatut viestit ovat sanasta sanaan Kaikukannan ohjeesta.
cli-valid = Kortin viimeinen voimassaolopäivä on { $day }.
cli-ends-soon = Kortin voimassaoloajan päättyminen lähestyy: viimeinen päivä on { $day } ({ $days ->
    [0] tänään
    [one] 1 päivä
   *[other] { $days } päivää
}).
cli-ended = Kortin voimassaoloaika on päättynyt { $day } ({ $days ->
    [one] 1 päivä
   *[other] { $days } päivää
} sitten).
cli-event-after = Tapahtuma on kortin viimeisen voimassaolopäivän jälkeen.
cli-barred = Kortti ei ole aktiivinen!
cli-not-found = Korttia ei löytynyt tietokannasta!
cli-not-in-copy = Ei tämän aseman tiedoissa, jotka ovat ajalta { $at }. Uusi kortti voi puuttua niistä.
cli-no-copy = Rekisterin tietoja ei ole vielä haettu. Hae ne: kaikuasema sync.
cli-saved = Tallennettu: { $card }, { $event }, { $when }, lapsia { $children }.
cli-no-event = ei tapahtumaa
cli-needs-discretion = Jos myönnät pääsyn harkintasi mukaan, lisää --discretion.
cli-records = { $count ->
    [one] 1 kirjaus
   *[other] { $count } kirjausta
}, { $children ->
    [one] 1 lapsi
   *[other] { $children } lasta
}
cli-state-waiting = jonossa
cli-state-sent = lähetetty
cli-state-needs-you = tarvitsee sinua
cli-queue = Odottaa { $waiting }, tarvitsee sinua { $needs }.
cli-synced = Ajan tasalla: { $cards } korttia, odottaa { $waiting }, tarvitsee sinua { $needs }.
cli-signed-in = Kirjautunut: { $email }. Toimipisteet: { $venues }.
cli-sign-in = Kirjaudu ensin: kaikuasema login --server OSOITE --email SÄHKÖPOSTI.
cli-not-understood = ”{ $text }” ei kelpaa. Katso kaikuasema --help.
cli-venue-needed = Anna toimipiste valinnalla --venue: { $venues }.
cli-time-needed = Sinä päivänä on useita näytöksiä. Anna aika valinnalla --time: { $times }.
cli-perhaps-done = Avoin ikkuna ei vastannut, joten ei tiedetä, tehtiinkö tämä. Katso ensin: kaikuasema records.
cli-sign-in-at-window = Asema on auki: kirjaudu sisään sen ikkunassa.
cli-training-service = Harjoitustilassa on oma palvelunsa. Jätä pois joko --training tai --server.
cli-ready = Asema on valmis.
cli-not-ready = Asema ei ole valmis: katso kohdat, joissa on -.
cli-decode-nothing = { $file }: koodia ei löytynyt.
cli-decode-not-opened = { $file }: tiedostoa ei voi avata.
cli-decode-no-picture = { $file }: tiedosto ei ole kuva, jonka voi lukea (PNG, JPEG, WebP, BMP, GIF).

doctor-key-keyring = Tietojen avain on järjestelmän avainnipussa.
doctor-key-file = Tietojen avain on tiedostossa, koska avainnippua ei käytetä: salaa koneen levy.
doctor-clerk = Kirjautunut: { $email }.
doctor-service = Palvelu vastaa.
doctor-register = Rekisterissä { $cards } korttia, ajalta { $at }.
doctor-clock = Koneen kello on oikeassa.
doctor-clock-unknown = Koneen kelloa ei ole vielä verrattu palveluun.
doctor-clock-off = Koneen kello on noin { $minutes } minuuttia väärässä. Korjaa kello.
doctor-needs-you = { $count } kirjausta tarvitsee sinua: kaikuasema queue.
doctor-waiting = { $count } kirjausta odottaa lähetystä.
doctor-queue = Jono on tyhjä.
