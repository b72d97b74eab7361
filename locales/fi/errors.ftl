# Suomi: mikä on vialla ja mitä nyt tehdään. Yksi lyhyt virke kutakin kohti.

## Kortin tunnus
card-empty = Tunnus puuttuu. Lue kortti tai kirjoita tunnus.
card-too-short = Tunnuksesta puuttuu merkkejä ({ $length }). Lue kortti uudelleen.
card-too-long = Tunnuksessa on liikaa merkkejä ({ $length }). Lue kortti uudelleen.
card-two-cards = Kaksi korttia luettiin yhteen. Lue yksi kortti kerrallaan.
card-prefix = Kaikukortin tunnus ei ala merkillä { $first }. Lue Kaikukortin koodi.
card-not-a-digit = Numeron paikalla on merkki { $found }. Tarkista tunnus kortista.
card-foreign-character = Tunnuksessa on vieras merkki. Kirjoita tunnus kortista.
card-check-character = Lukija luki väärin. Lue kortti uudelleen.
card-not-a-card = Tämä ei ole Kaikukortin koodi. Lue Kaikukortin koodi.

## Kirjautuminen
sign-in-no-service = Palvelun osoite puuttuu. Pyydä osoite pääkäyttäjältä.
sign-in-address = Osoite ei kelpaa. Tarkista, että se alkaa https://.
sign-in-wrong-password = Sähköpostiosoite tai salasana on väärä. Yritä uudelleen.
sign-in-too-many-tries = Liian monta yritystä. Odota hetki ja yritä uudelleen.
sign-in-no-venue = Tunnuksellasi ei voi kirjata missään toimipisteessä. Pyydä oikeus pääkäyttäjältä.
sign-in-other-service = Tämä asema kuuluu toiseen palveluun. Tarkista osoite.
sign-in-no-connection = Palveluun ei saada yhteyttä. Tarkista verkko ja yritä uudelleen.
sign-in-not-the-service = Osoitteessa vastaa jokin muu kuin Kaikukortti-palvelu. Tarkista osoite ja verkon kirjautumissivu.
sign-in-service-fault = Palvelussa on häiriö. Yritä hetken kuluttua uudelleen.

## Kirjaaminen
record-not-signed-in = Kirjaudu sisään ja tallenna uudelleen.
record-no-right = Sinulla ei ole oikeutta tähän tässä toimipisteessä. Pyydä oikeus pääkäyttäjältä.
record-refused = Tätä korttia ei voi kirjata.
record-needs-discretion = Tämä on harkintasi mukaan: tallenna painamalla F11.
record-too-many-children = Lapsia on liikaa yhteen kirjaukseen (enintään { $most }). Tarkista luku.
record-too-many-cards = Asiakaskortteja on liikaa yhteen ryhmään (enintään { $most }). Tarkista luku.
record-cards-on-customer-card = Asiakaskorttien määrä annetaan vain yhteisön kortille.
record-staff-on-customer-card = Työntekijöiden määrä annetaan vain yhteisön kortille.
record-staff = { $most ->
    [one] Yhteisön kortille kirjataan 1 työntekijä. Tarkista luku.
   *[other] Työntekijöitä voi olla 1–{ $most }. Tarkista luku.
}
record-event-name = Tapahtuman nimi on tyhjä tai liian pitkä. Korjaa nimi.
record-value-not-asked = Tälle tapahtumalle ei kirjata rahallista arvoa.
record-event-unknown = Tapahtumaa ei enää ole tässä toimipisteessä. Valitse tapahtuma uudelleen.
record-usage-unknown = Kirjausta ei enää ole, joten sitä ei voi kumota.
record-not-saved = Ei tallennettu. Yritä uudelleen.
record-disk-full = Ei tallennettu: levy on täynnä. Vapauta tilaa ja tallenna uudelleen.
record-already = Sama käyttö on jo kirjattu. Lisää --again, jos se kirjataan uudelleen.

## Aseman avaaminen
notice-close = Sulje
open-in-use = Asema on jo auki tällä koneella. Käytä avointa ikkunaa.
open-not-writable = Kansioon { $path } ei voi kirjoittaa. Valitse toinen kansio tai pyydä oikeudet.
open-newer = Tiedot on tehty uudemmalla versiolla. Päivitä Kaikuasema. Tietoihin ei koskettu.
open-key-missing = Tietojen avain puuttuu. Tietoihin ei koskettu. Pyydä apua ylläpidolta.
open-keyring-silent = Järjestelmän avainnippu ei vastaa. Avaa sen lukitus ja yritä uudelleen.
open-unreadable = Aseman tietoja ei voi lukea. Niihin ei koskettu. Pyydä apua ylläpidolta.
open-training = Harjoitustila ei käynnisty. Tarkista, että levyllä on tilaa.
open-failed = Asema ei aukea. Käynnistä kone uudelleen tai pyydä apua ylläpidolta.
open-no-display = Näyttöä ei löydy. Käynnistä Kaikuasema työpöydältä, tai käytä komentoja: kaikuasema --help.
open-no-copy = Tiedoista ei saada kopiota ennen päivitystä. Vapauta levytilaa ja käynnistä uudelleen. Tietoihin ei koskettu.
salvage-damaged = Aseman tiedosto oli vaurioitunut ({ $at }). Se on tallessa nimellä { $file }, ja asema jatkaa uudella.
salvage-missing = Aseman tiedostosta puuttuu viimeisiä kirjauksia ({ $at }).
salvage-kept = Kirjauksia saatiin talteen { $count }, niistä lähettämättä { $waiting }.
salvage-sealed = Vain mustassa laatikossa: enintään { $count }. Tarkista päivän kirjaukset. Anna blackbox-tiedostot ylläpidolle, älä poista niitä.
salvage-fetched = Kortit ja tapahtumat haetaan palvelusta uudelleen.
salvage-sign-in = Kirjaudu sisään uudelleen.
salvage-noticed = Selvä
doctor-file = Aseman tiedosto on ehjä.
station-file = Aseman tietoja ei voi lukea tai kirjoittaa. Tarkista levy.

## Jono
try-no-connection = Ei yhteyttä
try-not-the-service = Vastaaja ei ole palvelu
try-service-busy = Palvelu on ruuhkautunut
try-service-fault = Palvelussa on häiriö
try-too-large = Lähetys on liian suuri
try-station-too-old = Asema pitää päivittää
try-blocked = Odottaa aiempaa
try-refused = Palvelu ei ottanut vastaan
rejected-op-id-reused = Palvelussa on jo toinen kirjaus samalla tunnisteella. Hylkää tämä ja kirjaa uudelleen.
rejected-malformed = Palvelu ei ymmärtänyt kirjausta. Päivitä asema tai ota yhteys tukeen.
rejected-venue-unknown = Toimipiste ei ole enää käytössä. Hylkää ja kirjaa toiseen toimipisteeseen.
rejected-venue-not-yours = Tämä asema ei saa kirjata tähän toimipisteeseen. Pyydä oikeus pääkäyttäjältä.
rejected-entity-unknown = Kirjausta ei ole palvelussa.
rejected-entity-exists = Kirjaus on palvelussa jo ennestään.
rejected-not-allowed = Sinulla ei ole tähän oikeutta. Pyydä oikeus pääkäyttäjältä.
rejected-wrong-venue = Tapahtuma on toisen toimipisteen. Hylkää ja kirjaa uudelleen.
rejected-other = Palvelu ei hyväksynyt. Päivitä asema tai ota yhteys tukeen.
conflict = Joku muutti samaa kirjausta. Hylkää oma muutoksesi tai ota yhteys pääkäyttäjään.

# Rajat, ryhmät ja jälkikirjaus
record-in-group = Tämä kortti on jo kirjattu tähän ryhmään.
record-group-gone = Ryhmän kirjausta ei enää ole. Kirjaa kortti ilman ryhmää.
record-aside-already = Tämä kortti on jo otettu talteen tähän. Sitä ei tarvitse ottaa uudelleen.
record-late-not-past = Jälkikirjauksen päivä ei voi olla tulevaisuudessa.
record-event-needed = Valitse tapahtuma. Kohteen rajat lasketaan tapahtumittain.
record-value-needed = Anna rahallinen arvo. Kohteen raja lasketaan siitä.
rejected-below-floor = Raja alittaa toimintamallin vähimmäisrajan. Avaa asetukset ja korjaa.
