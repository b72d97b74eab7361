# Suomi. Lainatut viestit ovat sanasta sanaan Kaikukannan ohjeesta.

## Päivät ja ajat
weekday-short = { $day ->
    [1] ma
    [2] ti
    [3] ke
    [4] to
    [5] pe
    [6] la
   *[7] su
}
month-and-year = { $month ->
    [1] tammikuu
    [2] helmikuu
    [3] maaliskuu
    [4] huhtikuu
    [5] toukokuu
    [6] kesäkuu
    [7] heinäkuu
    [8] elokuu
    [9] syyskuu
    [10] lokakuu
    [11] marraskuu
   *[12] joulukuu
} { $year }
at-time = klo { $time }

## Ikkuna
app-name = Kaikuasema
nav-counter = Kirjaus
nav-queue = Jono
nav-samples = Mallikortit
training-banner = HARJOITUS · Kortit ovat keksittyjä, eikä mitään lähetetä oikeaan rekisteriin.
header-no-venue = Valitse toimipiste
header-sign-out = Kirjaudu ulos
starting = Avataan asemaa…

## Yhteys
sync-connecting = Yhdistetään…
sync-up-to-date = Ajan tasalla · { $at }
sync-waiting = { $count ->
    [one] 1 kirjaus lähdössä
   *[other] { $count } kirjausta lähdössä
}
sync-needs-you = { $count ->
    [one] 1 kirjaus tarvitsee sinua
   *[other] { $count } kirjausta tarvitsee sinua
}
sync-sign-in = Kirjaudu uudelleen
sync-offline = Ei yhteyttä · tiedot { $at }
sync-offline-waiting = Ei yhteyttä · { $count } jonossa · tiedot { $at }
sync-offline-no-copy = Ei yhteyttä · ei vielä rekisterin tietoja
sync-offline-other = Vastaaja ei ole palvelu
sync-offline-busy = Palvelu on ruuhkautunut
sync-offline-changed = Palvelu on vaihtunut
sync-offline-old = Asema on päivitettävä
sync-offline-file = Aseman tiedosto ei toimi

## Kirjautuminen
login-server = Palvelun osoite
login-server-hint = Saat sen pääkäyttäjältä
login-email = Sähköpostiosoite
login-password = Salasana
login-sign-in = Kirjaudu sisään
login-signing-in = Kirjaudutaan…
login-forgotten = Unohtunut salasana?
login-forgotten-help = Toimipisteesi pääkäyttäjä antaa uuden salasanan.
login-empty = Kirjoita sähköpostiosoite ja salasana.
login-check = Tarkista kortti kirjautumatta
check-headline = Tarkista kortti
check-detail = Tässä vain tarkistetaan, mitään ei kirjata. Käytön kirjaaminen vaatii kirjautumisen.
check-valid = Kortti on voimassa.
check-ended = Toimipiste voi harkintansa mukaan kirjata käytön. Muistuta uusimisesta.

## Kortti ja tulos
number-placeholder = Lue kortti tai kirjoita Kaikukortin tunnus
number-placeholder-short = Lue kortti tai kirjoita tunnus
number-check = Tarkista
idle-headline = Valmis lukemaan
idle-detail = Lue viivakoodi tassulla, näytä QR-koodi kameralle tai kirjoita tunnus.
idle-register = Kortteja rekisterissä { $cards } · päivitetty { $at }
idle-no-register = Rekisterin tietoja ei ole vielä haettu. Ne tulevat, kun yhteys on.
kind-customer = Asiakkaan Kaikukortti
kind-community = Yhteisön Kaikukortti
verdict-checking = Tarkistetaan…
verdict-usable = Kortti kelpaa
verdict-usable-detail = Kirjaa käyttö alla.
verdict-ends-soon-detail = Muistuta asiakasta uusimaan kortti paikassa, josta hän sai sen.
verdict-discretion = Harkintasi mukaan
verdict-ended-detail = Voit kirjata käytön, mutta pääsyä ei tarvitse sallia. Muistuta uusimisesta.
verdict-ended-allowed = Toimipiste hyväksyy päättyneen kortin. Muistuta uusimisesta.
verdict-after-detail = Tapahtuma on kortin viimeisen voimassaolopäivän jälkeen. Sano: ”Korttisi ei ole enää voimassa tapahtumapäivänä. Uusi kortti ensin ja hae lippu sen jälkeen.”
verdict-after-allowed = Tapahtuma on kortin viimeisen voimassaolopäivän jälkeen. Toimipiste sallii sen.
verdict-refused = Ei voi kirjata
verdict-ended-refused = Toimipiste ei hyväksy päättynyttä korttia. Pyydä asiakasta uusimaan kortti.
verdict-after-refused = Toimipiste ei hyväksy tapahtumaa kortin viimeisen voimassaolopäivän jälkeen. Valitse aiempi päivä tai pyydä uusimaan kortti.
verdict-barred = Kortti ei ole aktiivinen!
verdict-barred-detail = Kortti on käyttökiellossa. Älä myönnä pääsyä.
verdict-barred-why = Käyttöä ei voi kirjata. Pyydä asiakasta ottamaan yhteyttä kortin jakajaan.
verdict-barred-mobile = Onko asiakkaalla Mobiili-Kaikukortti (tunnus alkaa X)? Paperikortti lakkaa toimimasta, kun kortti vaihdetaan mobiilikortiksi. Pyydä näyttämään se.
verdict-unknown = Korttia ei löytynyt tietokannasta!
verdict-unknown-asking = Kysytään rekisteristä…
verdict-unknown-asked = Tarkistettu rekisteristä juuri nyt.
verdict-unknown-fresh = Aseman tiedot ovat { $at }.
verdict-not-in-copy = Ei tämän aseman tiedoissa
verdict-not-in-copy-detail = Yhteys poikki. Tiedot ovat { $at }: uusi kortti voi puuttua niistä.
verdict-no-copy-detail = Asemalla ei ole vielä rekisterin tietoja, joten korttia ei voi tarkistaa.
verdict-arriving = Kortti on rekisterissä. Haetaan sen tiedot…
verdict-offline = Yhteys poikki (tiedot { $at }): tallennus jää jonoon ja lähtee itsestään.
notice-valid = Kortin viimeinen voimassaolopäivä on { $day }
notice-ends-soon = { $days ->
    [0] Kortin voimassaoloajan päättyminen lähestyy: viimeinen päivä on { $day } (tänään)
    [one] Kortin voimassaoloajan päättyminen lähestyy: viimeinen päivä on { $day } (1 päivä)
   *[other] Kortin voimassaoloajan päättyminen lähestyy: viimeinen päivä on { $day } ({ $days } päivää)
}
notice-ended = { $days ->
    [one] Kortin voimassaoloaika on päättynyt { $day } (1 päivä sitten)
   *[other] Kortin voimassaoloaika on päättynyt { $day } ({ $days } päivää sitten)
}
next-card = Seuraava kortti
what-now = Mitä nyt?
what-now-new = Asiakas on saanut kortin juuri äskettäin:
what-now-new-text = voit harkintasi mukaan päästää tapahtumaan. Ota tunnus talteen: käyttö kirjataan, kun kortti ilmestyy rekisteriin.
what-now-old = Kortti on ollut käytössä pitkään:
what-now-old-text = älä myönnä pääsyä.
what-now-always = Sano asiakkaalle:
what-now-always-text = ”Ota yhteys paikkaan, josta sait kortin, ja pyydä rekisteröimään se Kaikukantaan.”
what-now-report = Ilmoita tunnus:
what-now-report-text = paikalliselle yhteyshenkilölle tai osoitteeseen kaikukeskus@cultureforall.fi.
malformed = Ei Kaikukortin tunnus
malformed-rule = Tunnuksessa on 10 tai 11 merkkiä, ja se alkaa A, AM, Y, YM, X tai Z. Jos kortin tunnus ei ole tällainen tai kortissa ei ole QR-koodia, korttia ei saa käyttää.

## Lomake
form-event = Tapahtuman nimi
form-optional = valinnainen
form-event-placeholder = Hae tai kirjoita uusi
form-event-create = Luo ”{ $name }”
form-event-none = Ei vielä tapahtumia. Kirjoita nimi.
form-event-undecided = Valitse tapahtuma listasta tai luo se.
form-event-too-long = Nimi on liian pitkä.
form-showing = Tapahtuman ajankohta
form-showing-other = Muu aika…
form-showing-list = Valitse näytös listasta
form-showing-past = mennyt
form-date = Tapahtuman päivämäärä
form-date-placeholder = pv.kk.vvvv
form-date-wrong = Kirjoita päivä näin: 28.11.2026
form-time = Kellonaika
form-time-wrong = Näin: 19.00
form-children = Alle 18-vuotiaitten lasten tai lastenlasten määrä
form-children-group = Ryhmän alle 18-vuotiaitten lasten määrä
form-children-max = kortilla enintään { $max }
form-children-over = Kortille on merkitty enintään { $max }. Voit silti kirjata.
form-children-adults = Aikuisten omat lapset kirjataan heidän korteilleen.
form-customer-cards = Asiakaskorttien määrä
form-customer-cards-hint = Kirjaa lisäksi jokainen asiakaskortti erikseen.
form-staff = Työntekijöiden määrä
form-staff-hint = Kortin esittäjä lasketaan mukaan. Enintään { $most }.
form-value = Tapahtuman rahallinen arvo
form-value-wrong = Kirjoita eurot näin: 4,50
form-same-card = Tallennuksen jälkeen lisää uusi kirjaus samalle kortille.
form-save = Tallenna
form-save-anyway = Tallenna silti
form-saving = Tallennetaan…
form-back = Takaisin
form-no-venue = Valitse ensin toimipiste.
ask-next = Kortin { $number } kirjaus on tallentamatta. Seuraava: { $next }.
ask-next-save = Tallenna ja avaa seuraava
ask-next-drop = Hylkää
next-more = { $more ->
    [one] Lisäksi 1 kortti odottaa.
   *[other] Lisäksi { $more } korttia odottaa.
}
next-waits = Sillä välin luettiin { $next }. Se avautuu, kun poistut tästä kortista.
next-missed = Kaikki kortit eivät mahtuneet odottamaan. Lue uudelleen: { $cards }.
ask-again = Sama kortti, tapahtuma ja ajankohta: { $what } Kirjataanko uudelleen?
ask-again-yes = Kirjaa uudelleen
ask-again-no = Älä kirjaa
sign-in-needed = Kirjaudu uudelleen, niin tiedot pysyvät ajan tasalla. Voit silti tarkistaa ja kirjata.
help-headline = Ohje
help-one = Lue kortti tai kirjoita tunnus (F2). Katso tulos ja QR-koodi. Yhden luvun tilassa selvä kortti tallentuu heti.
help-two = Enter tallentaa, + ja − lapset, Esc takaisin. Vain F11 tallentaa harkinnalla, F12 ottaa tuntemattoman talteen.
help-three = Ryhmä: tallenna yhteisön kortti, lue sitten asiakaskortit. Ctrl Z kumoaa, F5 lähettää, F9 näyttää jonon.

## Tänään
today-headline = Tänään
today-records = { $count ->
    [one] 1 kirjaus
   *[other] { $count } kirjausta
}
children-count = { $count ->
    [one] 1 lapsi
   *[other] { $count } lasta
}
staff-count = { $count ->
    [one] 1 työntekijä
   *[other] { $count } työntekijää
}
today-none = Ei vielä kirjauksia tänään.
today-no-event = Ei tapahtuman nimeä
today-undo = Kumoa viimeisin
state-sent = Lähetetty
state-waiting = Jonossa
state-needs-you = Tarvitsee sinua
saved = Tallennettu: { $number } · { $what }
undone = Kumottu: { $number }

## Jono
queue-waiting = Odottaa
queue-needs-you = Tarvitsee sinua
queue-sent-today = Lähetetty tänään
queue-headline = Jono
queue-send-now = Lähetä nyt
queue-empty = Jono on tyhjä: kaikki on lähetetty.
queue-made = Kirjattu
queue-what = Mitä
queue-state = Tila
queue-usage = { $number } · { $event }
queue-of = { $deed }: { $what }
queue-taken-back = Merkintä peruttu: { $deed }
queue-usage-delete = Kirjauksen kumoaminen
queue-event = Uusi tapahtuma
queue-void = Hylätty kirjaus: { $reason }
queue-not-tried = Odottaa lähettämistä
queue-tried = { $count ->
    [one] Odottaa yhteyttä · yritetty kerran
   *[other] Odottaa yhteyttä · yritetty { $count } kertaa
}
queue-next-try = { $tried } · seuraava { $at }
queue-sent = Lähetetty
queue-discard = Hylkää…
queue-discard-headline = Miksi hylätään: { $what }
queue-discard-reason = Syy, ei henkilötietoja
queue-discard-now = Hylkää
queue-discarded = Hylätty. Kirjaus jää talteen asemalle.
queue-cancel = Peruuta
queue-help-one = F5 lähettää heti. Ilman yhteyttä jono lähtee itsestään, kun yhteys palaa.
queue-help-two = Tarvitsee sinua: palvelu ei ottanut kirjausta vastaan. Kirjaa tarvittaessa uudelleen oikein ja hylkää tämä; kirjoita syy.
queue-help-three = Lähetetty tarkoittaa, että palvelu on kuitannut kirjauksen. Mitään ei poisteta jonosta ennen sitä.

## Mallikortit
samples-headline = Mallikortit
samples-detail = Napsauta korttia tai lue koodi suoraan näytöltä.
samples-print = Tallenna PDF
samples-printed = PDF on tiedostossa { $path }
samples-not-printed = PDF-tiedostoa ei voitu kirjoittaa.
sample-valid = Voimassa
sample-ends-soon = Päättyy pian
sample-ends-today = Viimeinen päivä
sample-ended = Päättynyt
sample-barred = Ei aktiivinen
sample-unknown = Ei rekisterissä
sample-community = Yhteisön kortti
sample-mobile-only = Mobiilikortti
sample-event-after = Tapahtuma { $day } on myöhemmin kuin kortti
sample-malformed = Tunnus puutteellinen

# Asiointitapa ja harkinta
form-channel = Miten pyydettiin
channel-desk = Kortti on paikalla
channel-phone = Puhelimitse
channel-email = Sähköpostitse
form-reason = Perustelu
form-reason-placeholder = Miksi myönnetään? Ei asiakkaan tietoja.

# Rajat kirjauksen yllä
limits-say = Kerro asiakkaalle: ”{ $aloud }”
limits-elsewhere = Seuraavat näytökset, joissa on tilaa
limits-room = { $occasion } · { $left } vapaana
limits-no-override = Kohde ei myönnä rajan yli. Kysy henkilöltä, jolla on siihen oikeus.
limits-as-of = Laskettu kohteen kaikkien asemien kirjauksista, tilanne { $at }.
limits-as-of-short = Tilanne { $at }
limits-value-cut = Kirjaa { $ours }, asiakas maksaa { $theirs }
limits-no-children = ei lapsia
limits-used-just-now = Käytetty täällä juuri äsken, { $with }.
limits-used-minutes-ago = Käytetty täällä { $minutes } min sitten, { $with }.
limits-used-at = Käytetty täällä { $at }, { $with }.
oversold = { $others ->
    [0] { $event }, { $occasion }: lippuja on kirjattu { $used }, yläraja on { $most }. Asemat eivät tienneet toisistaan. Kaikki kirjaukset ovat voimassa.
   *[other] { $event }, { $occasion }: lippuja on kirjattu { $used }, yläraja on { $most }. Lisäksi { $others } muuta. Kaikki kirjaukset ovat voimassa.
}
oversold-seen = Selvä

# Ryhmä
group-headline = Ryhmän kortit: { $done } / { $wanted } kirjattu
group-detail = Lue seuraavan aikuisen Kaikukortti. Tapahtuma ja aika säilyvät.
group-counts = { $staff } · { $children } · { $cards } asiakaskorttia
group-waits = odottaa korttia…
group-set-aside = otettu talteen
group-pause = Palvele toista asiakasta välissä
group-close = { $count ->
    [one] Tulikin vain 1: ryhmä on valmis
   *[other] Tulikin vain { $count }: ryhmä on valmis
}
group-complete = { $count ->
    [one] Ryhmä on valmis: 1 asiakaskortti kirjattu.
   *[other] Ryhmä on valmis: { $count } asiakaskorttia kirjattu.
}
group-card-twice = Tämä kortti on jo kirjattu tähän ryhmään. Lue seuraava kortti.
group-incomplete = Ryhmä { $number } on kesken: { $done } / { $wanted } kirjattu.
group-resume = Jatka ryhmää
group-card = Ryhmä { $number } · kortti { $place } / { $wanted }
group-nobody = Ketään ei tullut: ryhmä on valmis
group-more = { $count ->
    [one] ja 1 muu ryhmä kesken
   *[other] ja { $count } muuta ryhmää kesken
}

# Yhden lukemisen tila
idle-one-scan = Selvä kortti tallentuu heti, kun se luetaan.
one-scan-saved = Tallennettu
one-scan-saved-detail = Lisää lapset + -näppäimellä tai lue seuraava kortti. Ctrl Z kumoaa.

# Talteen otto
aside-needs-key = Ota talteen: F12 päästetty, Shift+F12 ei päästetty.
aside-undone = Talteenotto on kumottu.
undo-not-while-typing = Tallenna tai palaa ensin. Sitten Ctrl Z kumoaa edellisen kirjauksen.
aside-granted = Ota talteen, päästetty sisään
aside-not-granted = Ota talteen, ei päästetty
aside-copy = Kopioi viesti jakajalle
aside-copied = Viesti on kopioitu. Liitä se sähköpostiin.
aside-set = { $number } on otettu talteen. Käyttö kirjataan, kun kortti on rekisterissä.
aside-set-not-granted = { $number } on otettu talteen. Käyttöä ei kirjata.

queue-usage-update = Korjaus
queue-handed-over = Lippu luovutettu
queue-arrived = Asiakas saapunut
queue-cancelled = Lippu peruttu
queue-no-show = Asiakas ei tullut
queue-aside = Otettu talteen
queue-turned-away = Asiakas jäi ilman lippua
queue-settings = Asetusten muutos
