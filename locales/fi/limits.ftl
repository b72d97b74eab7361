# Suomi: rajat sanoina. Otsikko näytölle, luvut sen alle, ja virke, jonka voi sanoa ääneen.

## Jaksot ja lajit
limit-period = { $period ->
    [twelve-months] 12 kuukauden aikana
    [card-year] kortin vuoden aikana
    [half-year] puolen vuoden aikana
    [month] kuukauden aikana
   *[calendar-year] kalenterivuoden aikana
}
limit-times = { $most ->
    [one] kerran
   *[other] { $most } kertaa
}

## Ylärajan jälkeen
limit-refused = Toimipiste ei salli ylitystä.
limit-discretion = Voit kirjata harkintasi mukaan.
limit-allowed = Toimipiste sallii ylityksen.
limit-again-say = Seuraava mahdollisuus on { $day } alkaen.
limit-again-rolling-say = Seuraava mahdollisuus tulee, kun vanhin kirjaus täyttää vuoden.
limit-next-say = Seuraava vapaa: { $when }.

## Liput ja paikat
limit-cap-full = { $over ->
    [course] Kurssin paikat täynnä: { $used }/{ $most }
   *[showing] Yläraja täynnä: { $used }/{ $most }
}
limit-cap-left = { $over ->
    [course] Paikkoja jäljellä { $left }
   *[showing] Lippuja jäljellä { $left }
}
limit-cap-full-detail = { $over ->
    [course] Kaikukortti-paikkoja tällä kurssilla käytetty { $used }/{ $most }.
    [day] Kaikukortti-lippuja tälle päivälle käytetty { $used }/{ $most }.
    [event] Kaikukortti-lippuja tähän tapahtumaan käytetty { $used }/{ $most }.
   *[showing] Kaikukortti-lippuja tähän näytökseen käytetty { $used }/{ $most }.
}
limit-cap-part-detail = { $over ->
    [course] Paikkoja jäljellä { $left }/{ $most }. Tämä kirjaus käyttäisi { $this }: { $left } mahtuu vielä.
   *[showing] Lippuja jäljellä { $left }/{ $most }. Tämä kirjaus käyttäisi { $this }: { $left } mahtuu vielä.
}
limit-cap-near-detail = { $over ->
    [course] Paikkoja jäljellä { $left }/{ $most }. Tämä kirjaus käyttää { $this }.
   *[showing] Lippuja jäljellä { $left }/{ $most }. Tämä kirjaus käyttää { $this }.
}
limit-cap-full-say = { $over ->
    [course] Tälle kurssille nämä paikat on jo käytetty.
    [day] Tälle päivälle nämä liput on jo käytetty.
    [event] Tähän tapahtumaan nämä liput on jo käytetty.
   *[showing] Tähän esitykseen nämä liput on jo käytetty.
}
limit-cap-part-say = { $over ->
    [course] Tälle kurssille näitä paikkoja on jäljellä { $left }.
    [day] Tälle päivälle näitä lippuja on jäljellä { $left }.
    [event] Tähän tapahtumaan näitä lippuja on jäljellä { $left }.
   *[showing] Tähän esitykseen näitä lippuja on jäljellä { $left }.
}

## Kerran samaan esitykseen
limit-once = Samaan esitykseen yksi lippu
limit-once-coming-detail = Kortilla on jo lippu samaan esitykseen: { $when }.
limit-once-past-detail = Kortilla on jo käyty samassa esityksessä: { $when }.
limit-once-say = Samaan esitykseen saa yhden lipun, ja se on jo annettu: { $when }. Toiseen esitykseen voit saada lipun.

## Käyttökerrat
limit-uses-full = { $kind ->
    [performance] Esitykset täynnä: { $used }/{ $most }
    [course] Kurssit täynnä: { $used }/{ $most }
    [visit] Käynnit täynnä: { $used }/{ $most }
    [fee] Maksut täynnä: { $used }/{ $most }
   *[any] Käyttökerrat täynnä: { $used }/{ $most }
}
limit-uses-left = { $kind ->
    [performance] Esityksiä jäljellä { $left }
    [course] Kursseja jäljellä { $left }
    [visit] Käyntejä jäljellä { $left }
    [fee] Maksuja jäljellä { $left }
   *[any] Käyttökertoja jäljellä { $left }
}
limit-uses-full-detail = { $kind ->
    [performance] Esityksiä kirjattu { $used }/{ $most } { $period }.
    [course] Kursseja kirjattu { $used }/{ $most } { $period }.
    [visit] Käyntejä kirjattu { $used }/{ $most } { $period }.
    [fee] Maksuja kirjattu { $used }/{ $most } { $period }.
   *[any] Käyttökertoja kirjattu { $used }/{ $most } { $period }.
}
limit-uses-near-detail = { $kind ->
    [performance] Esityksiä jäljellä { $left }/{ $most }. Tämä kirjaus käyttää 1.
    [course] Kursseja jäljellä { $left }/{ $most }. Tämä kirjaus käyttää 1.
    [visit] Käyntejä jäljellä { $left }/{ $most }. Tämä kirjaus käyttää 1.
    [fee] Maksuja jäljellä { $left }/{ $most }. Tämä kirjaus käyttää 1.
   *[any] Käyttökertoja jäljellä { $left }/{ $most }. Tämä kirjaus käyttää 1.
}
limit-uses-full-say = { $kind ->
    [performance] Täällä saa lipun esityksiin { $times } { $period }, ja se määrä on täynnä.
    [course] Täällä pääsee kurssille { $times } { $period }, ja se määrä on täynnä.
    [visit] Täällä voi käydä { $times } { $period }, ja se määrä on täynnä.
    [fee] Täällä voi kuitata maksuja { $times } { $period }, ja se määrä on täynnä.
   *[any] Täällä tämä onnistuu { $times } { $period }, ja se määrä on täynnä.
}
limit-after-say = Tämän jälkeen kertoja jää { $left }.

## Rahallinen arvo
limit-value-passed = Asiakas maksaa { $own }
limit-value-left = Rahallista arvoa jäljellä { $left }
limit-value-passed-detail = Käytetty { $used } / { $most } { $period }, jäljellä { $left }. Tämä kirjaus { $this }, josta asiakas maksaa { $own }.
limit-value-near-detail = Käytetty { $used } / { $most } { $period }, jäljellä { $left }. Tämä kirjaus { $this }, sen jälkeen jäljellä { $after }.
limit-value-passed-say = Tästä jää maksettavaksesi { $own }.
limit-value-again-say = Yläraja alkaa alusta { $day }.
limit-value-after-say = Tämän jälkeen ylärajasta on jäljellä { $after }.

## Käynnit
limit-visits-full = Käynnit käytetty: { $used }/{ $most }
limit-visits-left = Käyntejä jäljellä { $left }
limit-visits-full-detail = Käyntejä käytetty { $used }/{ $most } { $period }. Lapset lasketaan mukaan.
limit-visits-part-detail = Käyntejä jäljellä { $left }/{ $most }. Tämä kirjaus käyttäisi { $this }: { $left } mahtuu vielä.
limit-visits-near-detail = Käyntejä jäljellä { $left }/{ $most }. Tämä kirjaus käyttää { $this }.
limit-visits-full-say = Käynnit on käytetty.
limit-visits-part-say = Käyntejä on jäljellä { $left }, ja teitä on { $this }. Teistä mahtuu { $left }.
limit-visits-after-say = Tästä kuluu { $this }, ja käyntejä jää { $after }.

## Varaukset
limit-reservations-full = Varauksia jo { $open }/{ $most }
limit-reservations-left = Varauksia { $open }/{ $most }
limit-reservations-full-detail = Kortilla on tulevia varauksia { $open }/{ $most }.
limit-reservations-near-detail = Kortilla on tulevia varauksia { $open }/{ $most }. Tämä on seuraava.
limit-reservations-say = Varauksia voi olla { $most } kerrallaan.
limit-reservations-frees-say = Voit varata uuden { $day } alkaen tai perua aiemman.
limit-reservations-cancel-say = Voit varata uuden, kun perut aiemman.

## Tarjonnan ulkopuolella
limit-left-out = { $why ->
    [guest] Vierailut eivät kuulu Kaikukorttiin
    [premiere] Ensi-illat eivät kuulu Kaikukorttiin
    [gala] Gaalat eivät kuulu Kaikukorttiin
    [day] Tämä viikonpäivä ei kuulu Kaikukorttiin
   *[event] Tapahtuma ei kuulu Kaikukorttiin
}
limit-left-out-detail = { $why ->
    [guest] Toimipiste on rajannut vierailunäytökset pois.
    [premiere] Toimipiste on rajannut ensi-illat pois.
    [gala] Toimipiste on rajannut gaalat pois.
    [day] Toimipiste on rajannut tämän viikonpäivän pois.
   *[event] Toimipiste on rajannut tämän tapahtuman pois.
}
limit-left-out-say = { $why ->
    [guest] Vierailunäytökseen ei saa näitä lippuja.
    [premiere] Ensi-iltaan ei saa näitä lippuja.
    [gala] Gaalaan ei saa näitä lippuja.
    [day] Tälle viikonpäivälle ei saa näitä lippuja.
   *[event] Tähän tapahtumaan ei saa näitä lippuja.
}
limit-left-out-other-say = Muihin esityksiin voit saada lipun.
limit-not-open = Liput { $day } alkaen
limit-not-open-detail = Toimipiste antaa liput tähän { $day } alkaen.
limit-not-open-say = Lipun tähän saa { $day } alkaen.
limit-called-off = Näytös on peruttu
limit-called-off-detail = Tämä näytös on merkitty perutuksi. Valitse toinen näytös.
limit-called-off-say = Tämä näytös on peruttu.

## Muistutukset
limit-hand-over = Lippu annetaan { $when } alkaen
limit-hand-over-detail = Kirjaa nyt, mutta anna lippu vasta { $when } alkaen.
limit-hand-over-say = Saat lipun { $when } alkaen. Ota kortti ja henkilötodistus mukaan.
limit-children = Lapsia enemmän kuin kortilla
limit-children-detail = Kortille on merkitty enintään { $most }, tässä on { $over } enemmän. Voit silti kirjata.
limit-children-course = Lapsia kurssilla
limit-children-course-detail = Lasten etu ei yleensä koske kursseja. Tarkista lasten määrä.
limit-identity = Katso henkilötodistus
limit-identity-detail = Katso henkilötodistus ja vertaa kortin nimeen. Mitään ei kirjata.
limit-identity-say = Näyttäisitkö henkilötodistuksen?
limit-course-terms = Kurssin peruutusehdot
limit-course-terms-detail = Kurssin peruutusehdot: { $terms }
limit-course-terms-say = Kurssilla on peruutusehdot: { $terms }
limit-wristband = Ranneke { $fee }
limit-wristband-detail = Rannekkeesta voi periä { $fee }.
limit-wristband-say = Ranneke maksaa { $fee }.

## Mallin alarajat
floor-three-percent-of = Vähintään { $percent } % lipuista, tässä vähintään { $floor } ({ $capacity } paikkaa).
floor-three-percent = Vähintään { $floor } % lipuista, enintään 100 %.
floor-mass-event = Yli { $people } hengen tapahtumassa vähintään { $floor } lippua päivää tai tapahtumaa kohden.
floor-mass-events-only = Päivää tai koko tapahtumaa kohden vain, kun väkeä on yhtä aikaa yli { $people }.
floor-course-places = Vähintään 1–2 paikkaa kurssia kohden.
floor-guest-tickets = Vierailunäytökseen vähintään 2 lippua, mielellään 2–10.
floor-thirty-visits = Vähintään { $floor } käyntiä vuodessa.
floor-a-week-before = Lippu on saatava viimeistään viikkoa ennen: vähintään { $floor } päivää.
floor-thirty-minutes = Lippu annetaan viimeistään { $floor } minuuttia ennen alkua. Aiemmin saa antaa.
floor-at-least-one = Vähintään 1. Mitä ei tarjota lainkaan, se rajataan pois tarjonnasta.
floor-at-least-cent = Enemmän kuin 0 €. Malli ei määrää summaa eikä jaksoa.
floor-below = { $asked } ei riitä. { $reason }

## Rajat verkkosivulle
list-none = Ei rajoituksia
list-share = Jokaiseen esitykseen on Kaikukortti-lippuja enintään { $percent } % lipuista.
list-tickets = { $over ->
    [day] Suurtapahtumiin Kaikukortti-lippuja on enintään { $most } päivässä.
    [event] Suurtapahtumiin Kaikukortti-lippuja on enintään { $most }.
   *[showing] Jokaiseen esitykseen Kaikukortti-lippuja on enintään { $most }, kuitenkin aina vähintään { $percent } % lipuista.
}
list-course-places = { $most ->
    [one] Jokaisella kurssilla on 1 Kaikukortti-paikka.
   *[other] Jokaisella kurssilla on enintään { $most } Kaikukortti-paikkaa.
}
list-guest-cap = Vierailunäytöksiin on enintään { $most } Kaikukortti-lippua esitystä kohden.
list-children-not-counted = Lapsia ei lasketa näihin määriin.
list-once = Samaan esitykseen saa yhdellä kortilla lipun kerran.
list-uses = { $kind ->
    [performance] Yhdellä kortilla voi käydä esityksissä enintään { $times } { $period }.
    [course] Yhdellä kortilla pääsee kurssille enintään { $times } { $period }.
    [visit] Yhdellä kortilla voi käydä enintään { $times } { $period }.
    [fee] Yhdellä kortilla voi kuitata maksuja enintään { $times } { $period }.
   *[any] Yhtä korttia voi käyttää enintään { $times } { $period }.
}
list-value = Yhdellä kortilla voi käyttää enintään { $most } { $period }. Ylimenevän osan maksaa asiakas.
list-visits = Yhdellä kortilla voi käydä enintään { $most } kertaa { $period }. Mukana olevien lasten käynnit lasketaan mukaan.
list-reservations = { $most ->
    [one] Yhdellä kortilla voi olla 1 varaus kerrallaan.
   *[other] Yhdellä kortilla voi olla enintään { $most } varausta kerrallaan.
}
list-premieres = Kaikukortti ei käy ensi-iltoihin.
list-galas = Kaikukortti ei käy gaaloihin.
list-guests = Kaikukortti ei käy vierailunäytöksiin.
list-days = Kaikukortti ei käy näinä päivinä: { $days }.
list-opens = Lippuja saa aikaisintaan { $days } päivää ennen tapahtumaa.
list-hands-over = Liput annetaan { $minutes } minuuttia ennen alkua.
list-identity = Ota mukaan kortti ja henkilötodistus.
list-wristband = Rannekkeesta voidaan periä { $fee }.
list-course-terms = Kurssien peruutusehdot: { $terms }
list-event-left-out = { $name }: Kaikukortti ei käy.
list-event-share = { $name }: Kaikukortti-lippuja enintään { $percent } % lipuista.
list-event-tickets = { $over ->
    [course] { $name }: Kaikukortti-paikkoja enintään { $most }.
    [day] { $name }: Kaikukortti-lippuja enintään { $most } päivässä.
    [event] { $name }: Kaikukortti-lippuja enintään { $most } koko tapahtumaan.
   *[showing] { $name }: Kaikukortti-lippuja enintään { $most } esitykseen.
}
list-event-once = { $name }: yhdellä kortilla kerran.
list-event-many = { $name }: samalla kortilla saa käydä monta kertaa.
list-event-opens = { $name }: lippuja saa aikaisintaan { $days } päivää ennen.
weekday-long = { $day ->
    [1] maanantai
    [2] tiistai
    [3] keskiviikko
    [4] torstai
    [5] perjantai
    [6] lauantai
   *[7] sunnuntai
}
