
## Ovi
nav-door = Ovi
door-headline = Liput
door-number-placeholder = Lue kortti ovella
door-no-showings = Ei näytöksiä
door-nothing-today = Tälle päivälle ei ole näytöksiä eikä lippuja.
door-no-tickets = Tähän näytökseen ei ole lippuja Kaikukortilla.
door-nobody-missing = Kaikki ovat saapuneet.
door-no-such-number = Mikään lippu ei vastaa kirjoitettua tunnusta.
door-tickets = { $count ->
    [one] 1 lippu
   *[other] { $count } lippua
}
door-people = { $count } henkeä
door-reserved = Varattu
door-handed-over = Luovutettu
door-arrived = Saapunut
door-cancelled = Peruttu
door-no-show-count = Jäi tulematta
door-head-number = Tunnus
door-head-children = Lapset
door-head-reserved = Varattu
door-head-channel = Kanava
door-head-state = Tila
door-channel-desk = Lippukassa
door-channel-call = Puhelin
door-channel-mail = Sähköposti
door-state-reserved = Varattu
door-state-reserved-until = Varattu · luovutus { $from }
door-state-handed-over = Luovutettu { $at }
door-state-arrived = Saapunut { $at }
door-state-arrived-cancelled = Saapunut { $at } · lippu oli peruttu
door-state-cancelled = Peruttu { $at }
door-state-cancelled-holder = Asiakas perui { $at }
door-state-no-show = Jäi tulematta
door-state-late = Kirjattu paperilta
door-hand-over = Luovuta
door-mark-arrived = Merkitse saapuneeksi
door-came-after-all = Saapui sittenkin
door-act-no-show = Jäi tulematta
door-act-cancel = Peru pyynnöstä…
door-act-take-back-handed-over = Ei luovutettu
door-act-take-back-arrived = Ei saapunut
door-act-take-back-cancelled = Palauta lippu
door-act-take-back-no-show = Ota merkintä pois
door-show-missing = Saapumatta ({ $count })
door-show-all = Näytä kaikki
door-all-missing = { $count ->
    [one] Merkitse 1 tulematta jääneeksi…
   *[other] Merkitse { $count } tulematta jääneiksi…
}
door-ask-cancel = Perutaanko lippu { $number }, { $showing }? Paikka vapautuu heti.
door-ask-cancel-yes = Peru lippu
door-ask-missing = { $count ->
    [one] Merkitäänkö 1 lippu tulematta jääneeksi? Merkinnän voi ottaa pois.
   *[other] Merkitäänkö { $count } lippua tulematta jääneiksi? Merkinnän voi ottaa pois.
}
door-ask-missing-yes = Merkitse
door-ask-no = Älä muuta
door-marked-handed-over = Luovutettu: { $number }. Ctrl Z ottaa takaisin.
door-marked-arrived = Saapunut: { $number }. Ctrl Z ottaa takaisin.
door-marked-cancelled = Peruttu: { $number }. Paikka vapautui. Ctrl Z ottaa takaisin.
door-marked-no-show = Jäi tulematta: { $number }. Ctrl Z ottaa takaisin.
door-taken-back = Otettu takaisin: { $number }
door-said-handed-over = Luovuta lippu
door-said-arrived = Tervetuloa
door-said-people = { $children ->
    [0] Lippu yhdelle.
    [one] Lippu { $people } henkilölle, joista 1 lapsi.
   *[other] Lippu { $people } henkilölle, joista { $children } lasta.
}
door-said-identity = Katso henkilöllisyystodistus.
door-said-cancelled = Lippu on peruttu
door-said-cancelled-detail = Peruttu pyynnöstä { $at }. Paikka voi olla jo toisella asiakkaalla.
door-said-cancelled-holder-detail = Asiakas perui lipun itse { $at }. Paikka voi olla jo toisella asiakkaalla.
door-not-yet = Luovutus { $from }
door-not-yet-detail = Sano: ”Lippusi on varattu. Saat sen { $from }.”
door-from = klo { $time } alkaen
door-from-day = { $day } klo { $time } alkaen
door-hand-over-anyway = Luovuta jo nyt
door-arrived-anyway = Merkitse silti saapuneeksi
door-already-arrived = Saapunut jo { $at }
door-already-arrived-detail = Tällä lipulla on jo tultu sisään.
door-just-handed-over = Lippu luovutettu { $at }
door-just-handed-over-detail = Lue kortti uudelleen, kun asiakas tulee sisään.
door-another-day = Näytös on { $day }
door-another-day-detail = Saapumista ei voi vielä merkitä.
door-called-off = Näytös on peruttu
door-called-off-detail = Etsi asiakkaalle toinen näytös kirjaussivulla.
door-called-off-short = peruttu
door-elsewhere = Lippu toiseen näytökseen
door-elsewhere-detail = Tällä kortilla on tänä päivänä lippu: { $showings }
door-show-showing = Näytä { $showing }
door-no-ticket = Ei lippua
door-no-ticket-detail = Tällä kortilla ei ole lippua tälle päivälle. Jos paikkoja on, käytön voi kirjata nyt.
door-to-counter = Avaa kirjauksessa
door-cancelled-by-holder = Asiakas perui: { $event }, { $when } – paikka vapautui
door-cancelled-by-holder-more = { $count ->
    [one] ja 1 muu peruutus
   *[other] ja { $count } muuta peruutusta
}
door-noticed = Selvä
door-help-one = Lue kortti: lippu luovutetaan, ja seuraavalla kerralla asiakas merkitään saapuneeksi. Ennen luovutusaikaa tai perutulla lipulla vain F11.
door-help-two = Nuolet valitsevat rivin, Enter tekee seuraavan vaiheen, Delete peruu pyynnöstä. Ctrl Z ottaa viimeisimmän takaisin.
door-help-three = Kirjoita tunnuksen loppu, niin lista lyhenee. Näytöksen alettua näet, kuka jäi tulematta.
cli-door-showing = { $when } { $event }: varattu { $reserved }, luovutettu { $handed }, saapunut { $arrived }, peruttu { $cancelled }, jäi tulematta { $missed }
cli-door-none = Ei näytöksiä eikä lippuja.
cli-marked = Merkitty.
cli-mark-taken-back = Otettu takaisin.

## Paperilta
nav-late = Paperilta
late-date = Päivä lomakkeella
late-date-to-come = Päivä ei voi olla tuleva.
late-clerk = Kuka palveli
late-clerk-wrong = Valitse, kuka palveli.
late-no-time = Ei aikaa
late-number = Kaikukortin tunnus
late-number-placeholder = Tunnus lomakkeelta
late-value = Arvo
late-invitation = Kirjoita tunnus ja lapset. Enter tallentaa ja aloittaa seuraavan rivin.
late-row-unsaved = Rivi on tallentamatta. Enter tallentaa, Esc tyhjentää.
late-valid = Kortti oli voimassa: viimeinen päivä { $day }.
late-ended = Kortin voimassaolo oli päättynyt { $day }. Jos asiakas pääsi sisään, tallenna näppäimellä F11.
late-ended-refused = Kortin voimassaolo oli päättynyt { $day }. Toimipiste ei hyväksy päättynyttä korttia.
late-barred = Kortti ei ole aktiivinen. Käyttöä ei voi kirjata.
late-unknown = Korttia ei löytynyt tietokannasta. Tarkista tunnus. Jos se on oikein, ota kortti talteen.
late-not-in-copy = Ei tämän aseman tiedoissa ({ $at }). Tarkista tunnus. Jos se on oikein, ota kortti talteen.
late-aside = Ota talteen
late-set-aside = Otettu talteen: { $number }. Kirjataan, kun kortti on rekisterissä.
late-saved = Tallennettu: { $number }
late-rows = Tänään paperilta kirjatut
late-none = Ei vielä rivejä. Päivä, palvelija, tapahtuma ja aika säilyvät riviltä toiselle.
late-undo = Kumoa
late-help-one = Valitse ensin lomakkeen päivä, kuka palveli, tapahtuma ja aika. Ne säilyvät riviltä toiselle.
late-help-two = Kirjoita tunnus, lapset ja mahdollinen arvo. Enter tallentaa, Esc tyhjentää rivin. Kortti ja rajat tarkistetaan lomakkeen päivän mukaan.
late-help-three = F11 tallentaa harkinnalla, F12 ottaa tuntemattoman kortin talteen, Ctrl Z kumoaa viimeisimmän.
late-again = Sama kortti, tapahtuma ja aika on jo kirjattu { $at }. Kirjataanko uudelleen?
door-time = klo { $time }
