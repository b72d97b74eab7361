# Suomi: talteen otetut kortit.

## Teksti jakajalle tai Kaikukeskukselle
aside-text-title = { $count ->
    [one] Kaikukortti, jota ei löytynyt tietokannasta
   *[other] Kaikukortteja, joita ei löytynyt tietokannasta
}
aside-text-to = Vastaanottaja: paikallinen Kaikukortti-vastuuhenkilö tai Kaikukeskus, { $email }
aside-text-greeting = Hei!
aside-text-ask = { $count ->
    [one] Tätä korttia ei löytynyt, kun sitä yritettiin käyttää. Pyydämme rekisteröimään kortin Kaikukantaan.
   *[other] Näitä kortteja ei löytynyt, kun niitä yritettiin käyttää. Pyydämme rekisteröimään kortit Kaikukantaan.
}
aside-text-card = Kortti { $number }: tapahtuma { $when }, { $venue }
aside-text-thanks = Kiitos!

## Miten kortti nyt on
aside-unknown = Ei vielä rekisterissä ({ $at }).
aside-not-in-copy = Ei tämän aseman tiedoissa ({ $at }).
aside-no-copy = Asemalla ei ole vielä rekisterin tietoja.
aside-then-recorded = Kirjataan, kun kortti ilmestyy.
aside-due = Rekisterissä. Käyttö kirjataan seuraavaksi itsestään.
aside-recorded-already = Rekisterissä. Sama käyttö on jo kirjattu: poista listalta tai kirjaa F11.
aside-ended = Voimassaolo oli päättynyt { $day }. Kirjaa harkintasi mukaan F11 tai poista listalta.
aside-at-discretion = Harkintasi mukaan: kirjaa F11 tai poista listalta.
aside-barred = Kortti ei ole aktiivinen. Käyttöä ei voi kirjata: poista listalta.
aside-ended-refused = Voimassaolo oli päättynyt { $day }. Toimipiste ei hyväksy sitä: poista listalta.
aside-refused = Toimipiste ei hyväksy korttia: poista listalta.
aside-over = Rekisterissä. Pääsyä ei myönnetty, joten mitään ei kirjata.

## Lista
asides-tab = Talteen otetut kortit
asides-count = Talteen otetut kortit
asides-made = Otettu talteen
asides-card = Kortti ja tapahtuma
asides-entry = Pääsy
asides-state = Tila
asides-granted = Myönnetty
asides-not-granted = Ei myönnetty
asides-by-other = toinen kirjaaja
asides-empty = Talteen otettuja kortteja ei ole.
asides-try = Yritä nyt
asides-trying = Kysytään…
asides-copy-all = Kopioi kaikki
asides-print-all = Kaikki PDF:ksi
asides-record = Kirjaa harkintasi mukaan
asides-copy = Kopioi teksti
asides-print = Teksti PDF:ksi
asides-remove = Poista listalta…
asides-record-headline = Kirjataan harkintasi mukaan: { $what }
asides-reason = Syy (valinnainen), ei henkilötietoja
asides-record-now = Kirjaa
asides-remove-headline = Poistetaanko listalta { $what }? Käyttöä ei kirjata.
asides-remove-now = Poista
asides-keep = Pidä listalla
asides-recorded = Kirjattu.
asides-removed = Poistettu listalta. Tieto jää talteen asemalle.
asides-copied = { $count ->
    [one] Teksti on kopioitu: 1 kortti. Liitä se viestiin.
   *[other] Teksti on kopioitu: { $count } korttia. Liitä se viestiin.
}
asides-printed = PDF on tiedostossa { $path }
asides-not-printed = PDF-tiedostoa ei voitu kirjoittaa.
asides-help-one = Asema kirjaa käytön itse, kun kortti ilmestyy rekisteriin. Yritä nyt kysyy jokaista korttia heti.
asides-help-two = Nuolilla valitset kortin. F11 kirjaa harkintasi mukaan, jos voimassaolo oli päättynyt tapahtumapäivänä. Delete poistaa listalta.
asides-help-three = Kopioi teksti ja lähetä se kortin jakajalle tai Kaikukeskukselle. Älä lisää siihen henkilötietoja. F9 vaihtaa jonon ja korttien välillä.

## Mitä yritys tuotti
aside-tried-silent = Palvelu ei vastannut. Katsottiin aseman omista tiedoista.
aside-tried-recorded = { $count ->
    [one] 1 käyttö kirjattiin.
   *[other] { $count } käyttöä kirjattiin.
}
aside-tried-over = { $count ->
    [one] 1 kortti on nyt rekisterissä ja poistui listalta: pääsyä ei myönnetty.
   *[other] { $count } korttia on nyt rekisterissä ja poistui listalta: pääsyä ei myönnetty.
}
aside-tried-for-clerk = { $count ->
    [one] 1 kortti odottaa sinua.
   *[other] { $count } korttia odottaa sinua.
}
aside-tried-unknown = { $count ->
    [one] 1 korttia ei vielä löydy.
   *[other] { $count } korttia ei vielä löydy.
}

## Komennot
cli-aside-set = Otettu talteen: { $card }, { $event }, { $when }. Käyttö kirjataan, kun kortti ilmestyy rekisteriin.
cli-aside-set-not-granted = Otettu talteen: { $card }, { $event }, { $when }. Pääsyä ei myönnetty, joten käyttöä ei kirjata.
cli-aside-known = Kortti on rekisterissä: kirjaa käyttö komennolla kaikuasema record.
cli-asides = { $count ->
    [0] Talteen otettuja kortteja ei ole.
    [one] 1 kortti talteen otettuna, { $waits } odottaa sinua.
   *[other] { $count } korttia talteen otettuna, { $waits } odottaa sinua.
}
