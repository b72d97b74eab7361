# Suomi: lukijat.

## Yläreuna
readers-none-seen = Lukijaa ei näy
readers-types = Näppäimistölukija
readers-several = { $count } lukijaa
readers-gone = Irrotettu: { $name }
readers-blocked = { $why }: { $name }
readers-toast-came = Lukija käytössä: { $name }
readers-toast-went = Lukija irrotettu: { $name }
readers-toast-stopped = { $name } · { $why }. Katso lukijat: Ctrl R.
readers-toast-trouble = Ei kelpaa: { $what }. Lue uudelleen.
readers-toast-cut-off = Lukema jäi kesken. Lue kortti uudelleen.
readers-toast-doubt = Lukija voi sekoittaa Y:n ja Z:n. Lue testikortti: Ctrl R.
readers-toast-changed = Lukijan asetukset ovat muuttuneet. Lue testikortti: Ctrl R.

## Laji ja tila
reader-kind-hid-pos = HID POS
reader-kind-keyboard = näppäimistö
reader-kind-serial = sarjaportti
reader-kind-wedge = Näppäimistölukija
reader-kind-camera = kamera
reader-ready = Käytössä
reader-idle = Ei käytössä
reader-idle-camera = Avaa: F3
reader-idle-keyboard = Ei valittu
reader-gone = Irrotettu
reader-in-use = Varattu
reader-no-permission = Ei oikeutta
reader-stalled = Ei vastaa
reader-failed = Ei toimi
reader-do-choose = Jos tämä on lukija, valitse se.
reader-do-choose-port = Tämä voi olla muukin laite, esimerkiksi maksupääte: asema ei avaa sitä itsestään. Jos se on lukija, valitse se.
reader-do-plug-in = Kytke lukija takaisin. Se tulee käyttöön itsestään.
reader-do-close-other = Toinen ohjelma käyttää sitä. Sulje se ohjelma: lukija tulee käyttöön itsestään.
reader-do-udev = Järjestelmä ei anna lukea sitä. Asenna sääntö 70-kaikuasema.rules kansioon /etc/udev/rules.d ja kytke lukija uudelleen.
reader-do-video-group = Järjestelmä ei anna avata sitä. Lisää käyttäjä ryhmään video ja kirjaudu koneelle uudelleen.
reader-do-privacy = Järjestelmä ei anna avata sitä. Salli se järjestelmän yksityisyysasetuksissa.
reader-do-wait = Asema yrittää uudelleen itsestään. Jos se ei auta, irrota ja kytke uudelleen.
reader-do-failed = Irrota ja kytke uudelleen. Järjestelmä sanoo: { $detail }
reader-suffix-any = mikä tahansa käy
reader-suffix-enter = Enter
reader-suffix-tab = Sarkain
reader-suffix-none = ei mitään
reader-trouble-too-long = liian pitkä koodi
reader-trouble-garbled = lukukelvoton lukema
reader-trouble-cut-off = lukema jäi kesken

## Sivu
readers-headline = Lukijan tarkistus
readers-detail = Tulosta testikortti tai lue koodi suoraan näytöltä.
readers-detail-camera = Näytä kameralle testikortti paperilla.
readers-code-detail = Testikortti ei ole Kaikukortti: mitään ei kirjata.
readers-print = Tulosta testikortti
readers-list = Lukijat
readers-none = Yhtään lukijaa ei näy. Näppäimistönä toimiva lukija näkyy vasta, kun sillä luetaan: lue testikortti.
readers-typing = Näppäimistönä toimiva lukija näkyy vasta, kun sillä luetaan.
readers-typing-used = Näppäimistönä toimivalla lukijalla luettu viimeksi { $at }.
readers-use = Käytä lukijana
readers-let-go = Vapauta
readers-use-question = Onko { $name } varmasti lukija? Sen lukemat eivät mene muihin ohjelmiin eikä sillä voi kirjoittaa, kun tämä ikkuna on edessä. Hiirellä voit vapauttaa sen.
readers-use-question-port = Onko { $name } varmasti lukija? Asema avaa portin, eikä toinen ohjelma, esimerkiksi maksupäätteen, voi silloin käyttää sitä.
readers-use-yes = Se on lukija
readers-use-no = Älä valitse
readers-checked = Tarkistettu
readers-result = Tulos
readers-good = Kunnossa
readers-note = Huomaa
readers-bad = Korjaa
readers-device = Laite
readers-characters = Merkit
readers-caps-lock = Vaihtolukko
readers-suffix = Loppumerkki
readers-pace = Nopeus
readers-check-character = Code 39 -tarkistusmerkki
readers-characters-right = { $text }: Y ja Z oikein
readers-characters-by-layout = oikein asettelulla: { $layout }
readers-characters-swapped = Y ja Z ovat vaihtuneet
readers-characters-other = luki: { $text }
readers-caps-lock-on = päällä
readers-caps-lock-off = pois päältä
readers-no-matter = ei vaikuta
readers-suffix-own = lukija kertoo itse
readers-pace-fast = alle 1 ms merkkiä kohti
readers-pace-ms = { $ms } ms merkkiä kohti
readers-check-none = ei ole
readers-check-sent = lukija lähettää sen: asema poistaa
readers-check-stripped = lukija vaatii sen
readers-check-qr = QR-koodissa ei ole
readers-do-us-layout = Aseta lukijan näppäimistöksi USA (englanti) lukijan ohjekirjan koodilla ja lue testikortti uudelleen.
readers-do-read-again = Tämä ei ole testikortti kokonaan. Lue testikortti uudelleen; jos tulos on sama, aseta lukijan näppäimistöksi USA (englanti).
readers-do-layout-kept = Lukijan näppäimistö ei ole USA. Asema lukee sen silti oikein, kun pidät asetukset.
readers-do-layout-follows = Lukija seuraa koneen näppäimistöasettelua. Jos asettelu vaihtuu, tarkista uudelleen.
layout-us = USA
layout-british = Britannia
layout-nordic = suomi, ruotsi
layout-german = saksa
layout-french = ranska
layout-typed = koneen oma
readers-do-caps-lock = Vaihtolukko on päällä. Asema lukee silti oikein, muut ohjelmat eivät.
readers-do-suffix = Aseta lukija lähettämään lopuksi Enter: silloin asema ei jää odottamaan lukeman loppua.
readers-do-pace = Lukija on hidas. Lyhennä lukijan merkkien väliä, jos se on mahdollista.
readers-do-check-sent = Asema poistaa tarkistusmerkin tämän lukijan lukemista, kun pidät asetukset.
readers-do-check-stripped = Lukija ei lue koodeja, joissa tarkistusmerkkiä ei ole. Poista vaatimus lukijan asetuksista.
readers-waiting = Lue testikortti
readers-waiting-detail = Tulos näkyy tässä. Jos mitään ei tapahdu, lukija ei lue Code 39 -koodia tai vaatii siihen tarkistusmerkin: salli Code 39 lukijan asetuksissa.
readers-reads-wrong = Lukija lukee väärin
readers-works = Tassu toimii, huomaa tämä
readers-scanner-ready = Tassu on valmis
readers-camera-ready = Kamera on valmis
readers-read-a-card = Lue nyt mikä tahansa kortti: se aukeaa kirjaukseen.
readers-keep = Pidä asetukset
readers-help-one = Lue testikortti jokaisella lukijalla. Taulukko kertoo, miten lukija on asetettu; Enter pitää asetukset.
readers-help-two = HID POS- ja sarjaporttilukijat toimivat, vaikka toinen ikkuna on edessä. Näppäimistölukija toimii vain tässä ikkunassa.
readers-help-three = Varattu: sulje toinen ohjelma. Ei oikeutta: asenna udev-sääntö. Irrotettu lukija tulee käyttöön itsestään.

## Testikortti paperilla
test-card-title = Kaikuaseman testikortti
test-card-one = Tämä ei ole Kaikukortti. Avaa lukijan tarkistus (Ctrl R) ja lue ensin viivakoodi, sitten QR-koodi.
test-card-two = Tarkistus kertoo, miten lukija on asetettu ja mitä pitää muuttaa.
test-card-three = Tulosta todellisessa koossa (100 %).

## Testikortti kirjauksessa
test-card-read = Tämä on testikortti
test-card-read-right = Lukija toimii. Mitään ei kirjattu.
test-card-read-next = Lue nyt asiakkaan Kaikukortti.
test-card-read-swapped = Lukija vaihtaa Y:n ja Z:n keskenään.
test-card-read-check = Avaa lukijan tarkistus (Ctrl R) ja lue testikortti siellä: tarkistus kertoo, mitä lukijassa pitää muuttaa.

## Komentorivi
cli-readers-none = Yhtään lukijaa ei näy. Näppäimistönä toimiva lukija toimii vain aseman ikkunassa.

## Kamera
camera-open = Avaa skanneri
camera-close = Sulje skanneri
camera-hold = Näytä koodi ruudussa
camera-already-read = Luettu jo
camera-two-in-view = Näytä yksi kortti kerrallaan
camera-not-a-card = Tämä ei ole Kaikukortti
camera-opening = Avataan kameraa…
camera-opening-detail = Jos järjestelmä kysyy lupaa, salli kamera.
camera-missing = Kameraa ei löydy
camera-missing-detail = Kytke kamera. Tassu ja tunnuksen kirjoittaminen toimivat.
camera-refused = Kameraa ei saa käyttää
camera-in-use = Kamera on varattu
camera-stalled = Kamera ei vastaa
camera-failed = Kamera ei toimi
camera-others-work = Tassu ja tunnuksen kirjoittaminen toimivat.
camera-dark = Kuva on musta
camera-dark-detail = Avaa kameran suojus tai lisää valoa.
camera-mirror = Peilikuva
camera-focus = Tarkennus
camera-focus-auto = Itsestään
camera-off = Kamera sammui: sillä ei ole luettu { $minutes } minuuttiin.
camera-off-after = Kamera sammuu itsestään
camera-off-minutes = { $minutes } min
camera-off-never = Ei sammu
