# Suomi: asetukset. Jokaisen asetuksen vieressä on syy tai mallin alaraja.

## Sivu
nav-settings = Asetukset
settings-headline = Asetukset
settings-part-venue = Toimipiste
settings-part-limits = Toimipisteen rajat
settings-part-event = Yhden tapahtuman rajat
settings-part-list = Lista verkkosivulle
settings-part-station = Tämä asema
settings-unsaved = Muutoksia tallentamatta
settings-saved = Tallennettu
settings-waiting = Tallennettu, odottaa lähettämistä
settings-sent = Tallennettu ja lähetetty
settings-rejected = Palvelu ei ottanut muutosta. { $why } Katso jono: F9.
settings-read-only = Voit katsoa asetuksia, mutta et muuttaa. Niitä muuttaa se, jolla on oikeus hallita tapahtumia. Pyydä oikeus pääkäyttäjältä.
settings-no-venue = Valitse ensin toimipiste ylhäältä.
settings-leave = Muutoksia on tallentamatta.
settings-leave-save = Tallenna ja poistu
settings-leave-drop = Hylkää muutokset
settings-leave-stay = Jatka
settings-both = Toinen asema muutti samaa: { $what }. Tallenna, jos haluat pitää omasi.
settings-both-take = Ota toisen aseman arvot
settings-wrong = { $count ->
    [one] 1 kohta on korjattava ennen tallentamista.
   *[other] { $count } kohtaa on korjattava ennen tallentamista.
}
settings-wrong-number = Kirjoita kokonaisluku.
settings-wrong-missing = Kirjoita luku tai poista raja.
settings-wrong-large = Enintään { $most }.
settings-wrong-outside = Kirjoita luku väliltä { $least }–{ $most }.
settings-wrong-nought = Vähintään 1. Jätä tyhjäksi, jos määrää ei tiedetä.
settings-help-one = Ctrl S tallentaa, sarkain siirtää kohdasta toiseen. Nuolet, + ja − muuttavat lukua, ja tyhjä luku tarkoittaa, ettei rajaa ole.
settings-help-two = Rajan vieressä on mallin alaraja ja sen syy. Alarajaa pienempää ei voi tallentaa, eikä sitä sovelleta.
settings-help-three = Tallennettu raja on heti voimassa tällä asemalla ja muilla, kun se on lähetetty. Kerro rajat verkkosivulla.

## Toimipiste
settings-allow = Salli
settings-ask = Kysy
settings-refuse = Estä
settings-ended = Kortin voimassaolo on päättynyt
settings-ended-why = Malli jättää tämän toimipisteen harkintaan. Kysy: F11 tallentaa, ja harkinta jää kirjaukseen.
settings-after = Tapahtuma on kortin viimeisen voimassaolopäivän jälkeen
settings-after-why = Mallin mukaan etua saa kortin voimassaoloaikana. Kysy: F11 tallentaa.
settings-limit-reached = Toimipisteen raja on täynnä
settings-limit-reached-why = Ylitys jää aina kirjaukseen. Estä pitää rajan kaikilta, myös niiltä, joilla on oikeus ylittää.
settings-default-event = Oletustapahtuma
settings-default-event-none = Ei oletusta
settings-default-event-why = Uusi lomake alkaa tästä tapahtumasta.
settings-one-scan = Yksi luku riittää: selvä tulos tallentuu itsestään
settings-one-scan-why = Museoon tai uimahalliin. Kaikki muu jää odottamaan sinua, ja viimeisimmän voi kumota.
settings-identity = Muistuta henkilötodistuksesta
settings-identity-why = Muistutus näytöllä, joka ei estä kirjaamista. Todistuksesta ei tallenneta mitään.
settings-course-terms = Kurssien peruutusehdot
settings-no-terms = Ei ehtoja
settings-course-terms-why = Näkyvät, kun kirjataan kurssi. Enintään { $most } merkkiä, ei henkilötietoja.
settings-wristband = Rannekkeen hinta, euroa
settings-no-fee = Ei peritä
settings-wristband-why = Latausrannekkeen hinnan voi periä asiakkaalta.
settings-staff = Työntekijöitä yhteisön kirjauksessa enintään
settings-staff-why = Tavallisesti 1. Jos luku on suurempi, lomake kysyy työntekijöiden määrän. Enintään { $most }.

## Rajat
settings-no-limit = Ei rajaa
settings-at-once = Heti
settings-cap = Kaikukortti-lippuja esitykseen enintään
settings-cap-share = Prosenttia lipuista
settings-cap-showing = Lippua näytökseen
settings-cap-day = Lippua päivään
settings-cap-event = Lippua koko tapahtumaan
settings-cap-course = Paikkaa kurssille
settings-cap-applied = Suurimmassa näytöksessä sovelletaan lukua { $floor }.
settings-course-places = Kaikukortti-paikkoja kurssilla enintään
settings-course-one = Harkitse kahta: moni tulee kaverin kanssa.
settings-guest-cap = Kaikukortti-lippuja vierailunäytökseen enintään
settings-children-out = Jätä lapset pois lippujen ja paikkojen ylärajoista
settings-children-out-why = Muuten lasketaan jokainen lippu: kortinhaltija ja lapset.
settings-uses = Käyttökertoja kortilla enintään
settings-uses-add = Lisää raja
settings-uses-remove = Poista
settings-kind = { $kind ->
    [performance] Esitykset
    [course] Kurssit
    [visit] Käynnit
    [fee] Maksut
   *[any] Kaikki käyttö
}
settings-period-calendar-year = Kalenterivuosi
settings-period-twelve-months = Viimeiset 12 kuukautta
settings-period-card-year = Kortin vuosi
settings-period-half-year = Puolivuosi
settings-period-month = Kuukausi
settings-visits = Käyntejä kortilla enintään
settings-visits-why = Lasten käynnit lasketaan mukaan.
settings-value = Rahallista arvoa kortilla enintään, euroa
settings-reservations = Tulevia varauksia kortilla enintään
settings-once = Samaan esitykseen kortilla vain kerran
settings-once-why = Lasketaan esityksen kaikista näytöksistä, jottei samaa nähdä monta kertaa.
settings-left-out = Kaikukortti ei käy
settings-premieres = Ensi-illat
settings-galas = Gaalat
settings-guests = Vierailunäytökset
settings-left-out-why = Lähtökohta: kaikki oma tarjonta kuuluu Kaikukorttiin. Nämä saa jättää pois.
settings-days = Viikonpäivät, joina Kaikukortti ei käy
settings-days-why = Viikonlopun saa jättää pois, kun on tarpeen: tavallisesti lauantai ja sunnuntai.
settings-opens = Lippuja aikaisintaan, päivää ennen
settings-hands-over = Lippu annetaan aikaisintaan, minuuttia ennen

## Yksi tapahtuma
settings-event = Tapahtuma
settings-event-placeholder = Hae tapahtuma
settings-event-none = Ei sellaista tapahtumaa.
settings-event-why = Tapahtuman omat rajat korvaavat toimipisteen rajat.
settings-as-venue = Kuten toimipisteessä
settings-yes = Kyllä
settings-no = Ei
settings-not-known = Ei tiedossa
settings-event-left-out = Ei kuulu Kaikukorttiin
settings-event-left-out-why = Esimerkiksi pienryhmät ja kurssit, joiden kulut eivät salli. Kerro siitä verkkosivulla.
settings-event-guest = Vierailunäytös
settings-event-guest-why = Vierailuun käytetään vierailunäytösten rajoja.
settings-expected = Väkeä yhtä aikaa, arvio
settings-expected-why = Tästä lasketaan alaraja, jos näytöksen paikkoja ei tiedetä. Suurtapahtuma: yli 1 000.
settings-event-cap = Tapahtuman oma yläraja
settings-event-once = Kortilla vain kerran
settings-showing = Näytös
settings-showing-why = Tulevat näytökset. Paikat ja laji tallentuvat tälle näytökselle.
settings-capacity = Paikkoja näytöksessä
settings-capacity-why = Tästä lasketaan 3 % ja prosenttiraja.
settings-occasion = Näytöksen laji
settings-ordinary = Tavallinen
settings-premiere = Ensi-ilta
settings-gala = Gaala
settings-occasion-why = Toimipiste voi jättää ensi-illat ja gaalat pois.
settings-no-showings = Tapahtumalla ei ole tulevia näytöksiä.

## Lista ja asema
list-title = { $venue }: Kaikukortin rajat
settings-list-detail = Kaikki rajat on kerrottava toimipisteen verkkosivulla. Kopioi lista sinne tai tulosta se.
settings-list-unsaved = Tallentamattomat muutokset eivät ole listassa.
settings-copy = Kopioi
settings-copied = Lista on leikepöydällä.
settings-gap = Lukijan merkkien väli enintään, millisekuntia
settings-gap-why = 20–200. Nosta, jos lukija jättää tunnuksia kesken. Laske, jos kirjoitus näkyy viiveellä.
settings-readers-why = Siellä näkyy, mitkä lukijat toimivat, ja testikortti kertoo, miten lukija on asetettu.
settings-station-name = Aseman nimi
settings-station-header = Kieli ja värit vaihtuvat yläreunasta.

## Komentorivi
cli-limits = { $venue }:
