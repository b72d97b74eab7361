# Svenska: gränserna i ord. Rubrik på skärmen, siffrorna under den, och en mening att säga högt.

## Perioder och slag
limit-period = { $period ->
    [twelve-months] under 12 månader
    [card-year] under kortets år
    [half-year] under ett halvår
    [month] under en månad
   *[calendar-year] under kalenderåret
}
limit-times = { $most ->
    [one] en gång
   *[other] { $most } gånger
}

## Efter gränsen
limit-refused = Verksamhetsstället tillåter inte att gränsen överskrids.
limit-discretion = Du kan registrera efter eget omdöme.
limit-allowed = Verksamhetsstället tillåter att gränsen överskrids.
limit-again-say = Nästa möjlighet är från och med { $day }.
limit-again-rolling-say = Nästa möjlighet kommer när den äldsta registreringen är ett år gammal.
limit-next-say = Nästa lediga: { $when }.

## Biljetter och platser
limit-cap-full = { $over ->
    [course] Kursplatserna slut: { $used }/{ $most }
   *[showing] Gränsen nådd: { $used }/{ $most }
}
limit-cap-left = { $over ->
    [course] Platser kvar: { $left }
   *[showing] Biljetter kvar: { $left }
}
limit-cap-full-detail = { $over ->
    [course] Kaikukort-platser använda på den här kursen: { $used }/{ $most }.
    [day] Kaikukort-biljetter använda för den här dagen: { $used }/{ $most }.
    [event] Kaikukort-biljetter använda till det här evenemanget: { $used }/{ $most }.
   *[showing] Kaikukort-biljetter använda till den här föreställningen: { $used }/{ $most }.
}
limit-cap-part-detail = { $over ->
    [course] Platser kvar { $left }/{ $most }. Den här registreringen skulle använda { $this }: { $left } ryms ännu.
   *[showing] Biljetter kvar { $left }/{ $most }. Den här registreringen skulle använda { $this }: { $left } ryms ännu.
}
limit-cap-near-detail = { $over ->
    [course] Platser kvar { $left }/{ $most }. Den här registreringen använder { $this }.
   *[showing] Biljetter kvar { $left }/{ $most }. Den här registreringen använder { $this }.
}
limit-cap-full-say = { $over ->
    [course] På den här kursen är de här platserna slut.
    [day] För den här dagen är de här biljetterna slut.
    [event] Till det här evenemanget är de här biljetterna slut.
   *[showing] Till den här föreställningen är de här biljetterna slut.
}
limit-cap-part-say = { $over ->
    [course] På den här kursen finns { $left } av de här platserna kvar.
    [day] För den här dagen finns { $left } av de här biljetterna kvar.
    [event] Till det här evenemanget finns { $left } av de här biljetterna kvar.
   *[showing] Till den här föreställningen finns { $left } av de här biljetterna kvar.
}

## En gång till samma produktion
limit-once = En biljett till samma produktion
limit-once-coming-detail = Kortet har redan en biljett till samma produktion: { $when }.
limit-once-past-detail = Kortet har redan använts till samma produktion: { $when }.
limit-once-say = Till samma produktion får man en biljett, och den är redan given: { $when }. Till en annan produktion kan du få en biljett.

## Antal gånger
limit-uses-full = { $kind ->
    [performance] Föreställningarna fulla: { $used }/{ $most }
    [course] Kurserna fulla: { $used }/{ $most }
    [visit] Besöken fulla: { $used }/{ $most }
    [fee] Avgifterna fulla: { $used }/{ $most }
   *[any] Gångerna fulla: { $used }/{ $most }
}
limit-uses-left = { $kind ->
    [performance] Föreställningar kvar: { $left }
    [course] Kurser kvar: { $left }
    [visit] Besök kvar: { $left }
    [fee] Avgifter kvar: { $left }
   *[any] Gånger kvar: { $left }
}
limit-uses-full-detail = { $kind ->
    [performance] Föreställningar registrerade { $used }/{ $most } { $period }.
    [course] Kurser registrerade { $used }/{ $most } { $period }.
    [visit] Besök registrerade { $used }/{ $most } { $period }.
    [fee] Avgifter registrerade { $used }/{ $most } { $period }.
   *[any] Gånger registrerade { $used }/{ $most } { $period }.
}
limit-uses-near-detail = { $kind ->
    [performance] Föreställningar kvar { $left }/{ $most }. Den här registreringen använder 1.
    [course] Kurser kvar { $left }/{ $most }. Den här registreringen använder 1.
    [visit] Besök kvar { $left }/{ $most }. Den här registreringen använder 1.
    [fee] Avgifter kvar { $left }/{ $most }. Den här registreringen använder 1.
   *[any] Gånger kvar { $left }/{ $most }. Den här registreringen använder 1.
}
limit-uses-full-say = { $kind ->
    [performance] Här kan man få biljett till föreställningar { $times } { $period }, och det är redan använt.
    [course] Här kan man gå en kurs { $times } { $period }, och det är redan använt.
    [visit] Här kan man komma på besök { $times } { $period }, och det är redan använt.
    [fee] Här kan man kvittera avgifter { $times } { $period }, och det är redan använt.
   *[any] Här går det här { $times } { $period }, och det är redan använt.
}
limit-after-say = Efter detta finns { $left } gånger kvar.

## Penningvärde
limit-value-passed = Kunden betalar { $own }
limit-value-left = Penningvärde kvar: { $left }
limit-value-passed-detail = Använt { $used } / { $most } { $period }, kvar { $left }. Den här registreringen { $this }, varav kunden betalar { $own }.
limit-value-near-detail = Använt { $used } / { $most } { $period }, kvar { $left }. Den här registreringen { $this }, därefter kvar { $after }.
limit-value-passed-say = Du betalar { $own } av det här.
limit-value-again-say = Gränsen börjar om { $day }.
limit-value-after-say = Efter detta finns { $after } kvar av gränsen.

## Besök
limit-visits-full = Besöken använda: { $used }/{ $most }
limit-visits-left = Besök kvar: { $left }
limit-visits-full-detail = Besök använda { $used }/{ $most } { $period }. Barnen räknas med.
limit-visits-part-detail = Besök kvar { $left }/{ $most }. Den här registreringen skulle använda { $this }: { $left } ryms ännu.
limit-visits-near-detail = Besök kvar { $left }/{ $most }. Den här registreringen använder { $this }.
limit-visits-full-say = Besöken är använda.
limit-visits-part-say = Det finns { $left } besök kvar, och ni är { $this }. { $left } av er ryms.
limit-visits-after-say = Det här använder { $this }, och { $after } besök blir kvar.

## Reservationer
limit-reservations-full = Redan { $open }/{ $most } reservationer
limit-reservations-left = Reservationer { $open }/{ $most }
limit-reservations-full-detail = Kortet har { $open }/{ $most } kommande reservationer.
limit-reservations-near-detail = Kortet har { $open }/{ $most } kommande reservationer. Det här är nästa.
limit-reservations-say = Man kan ha { $most } reservationer på en gång.
limit-reservations-frees-say = Du kan reservera en ny från och med { $day }, eller avboka en tidigare.
limit-reservations-cancel-say = Du kan reservera en ny när du avbokar en tidigare.

## Utanför utbudet
limit-left-out = { $why ->
    [guest] Gästspel ingår inte i Kaikukortet
    [premiere] Premiärer ingår inte i Kaikukortet
    [gala] Galor ingår inte i Kaikukortet
    [day] Den här veckodagen ingår inte i Kaikukortet
   *[event] Evenemanget ingår inte i Kaikukortet
}
limit-left-out-detail = { $why ->
    [guest] Verksamhetsstället har lämnat gästspel utanför.
    [premiere] Verksamhetsstället har lämnat premiärer utanför.
    [gala] Verksamhetsstället har lämnat galor utanför.
    [day] Verksamhetsstället har lämnat den här veckodagen utanför.
   *[event] Verksamhetsstället har lämnat det här evenemanget utanför.
}
limit-left-out-say = { $why ->
    [guest] Till gästspelet ges inte de här biljetterna.
    [premiere] Till premiären ges inte de här biljetterna.
    [gala] Till galan ges inte de här biljetterna.
    [day] För den här veckodagen ges inte de här biljetterna.
   *[event] Till det här evenemanget ges inte de här biljetterna.
}
limit-left-out-other-say = Till andra föreställningar kan du få en biljett.
limit-not-open = Biljetter från och med { $day }
limit-not-open-detail = Verksamhetsstället ger biljetter till det här från och med { $day }.
limit-not-open-say = Biljetten till det här får du från och med { $day }.
limit-called-off = Föreställningen är inställd
limit-called-off-detail = Den här föreställningen är inställd. Välj en annan föreställning.
limit-called-off-say = Den här föreställningen är inställd.

## Påminnelser
limit-hand-over = Biljetten ges från { $when }
limit-hand-over-detail = Registrera nu men ge biljetten först från { $when }.
limit-hand-over-say = Du får biljetten från { $when }. Ta med kortet och en identitetshandling.
limit-children = Fler barn än på kortet
limit-children-detail = På kortet står högst { $most }, här är { $over } fler. Du kan ändå registrera.
limit-children-course = Barn på kurs
limit-children-course-detail = Barnens förmån gäller vanligen inte kurser. Kontrollera antalet barn.
limit-identity = Se på identitetshandlingen
limit-identity-detail = Se på identitetshandlingen och jämför med namnet på kortet. Ingenting sparas.
limit-identity-say = Kan du visa en identitetshandling?
limit-course-terms = Kursens avbokningsvillkor
limit-course-terms-detail = Kursens avbokningsvillkor: { $terms }
limit-course-terms-say = Kursen har avbokningsvillkor: { $terms }
limit-wristband = Armband { $fee }
limit-wristband-detail = För armbandet kan du ta { $fee }.
limit-wristband-say = Armbandet kostar { $fee }.

## Modellens golv
floor-three-percent-of = Minst { $percent } % av biljetterna, här minst { $floor } ({ $capacity } platser).
floor-three-percent = Minst { $floor } % av biljetterna, högst 100 %.
floor-mass-event = Vid evenemang med över { $people } personer minst { $floor } biljetter per dag eller evenemang.
floor-mass-events-only = Per dag eller för hela evenemanget endast när över { $people } personer är på plats samtidigt.
floor-course-places = Minst 1–2 platser per kurs.
floor-guest-tickets = Till ett gästspel minst 2 biljetter, gärna 2–10.
floor-thirty-visits = Minst { $floor } besök om året.
floor-a-week-before = Biljetten ska kunna fås senast en vecka före: minst { $floor } dagar.
floor-thirty-minutes = Biljetten ges senast { $floor } minuter före början. Den får ges tidigare.
floor-at-least-one = Minst 1. Det som inte alls erbjuds lämnas utanför utbudet.
floor-at-least-cent = Mer än 0 €. Modellen bestämmer varken summa eller period.
floor-below = { $asked } räcker inte. { $reason }

## Gränserna för webbsidan
list-none = Inga begränsningar
list-share = Till varje föreställning är högst { $percent } % av biljetterna Kaikukort-biljetter.
list-tickets = { $over ->
    [day] Kaikukort-biljetter till stora evenemang: högst { $most } per dag.
    [event] Kaikukort-biljetter till stora evenemang: högst { $most }.
   *[showing] Kaikukort-biljetter till varje föreställning: högst { $most }, dock alltid minst { $percent } % av biljetterna.
}
list-course-places = { $most ->
    [one] På varje kurs finns 1 Kaikukort-plats.
   *[other] På varje kurs finns högst { $most } Kaikukort-platser.
}
list-guest-cap = Till gästspel finns högst { $most } Kaikukort-biljetter per föreställning.
list-children-not-counted = Barn räknas inte in i de här antalen.
list-once = Till samma produktion får man biljett en gång med ett kort.
list-uses = { $kind ->
    [performance] Med ett kort kan man gå på föreställningar högst { $times } { $period }.
    [course] Med ett kort kan man gå en kurs högst { $times } { $period }.
    [visit] Med ett kort kan man komma på besök högst { $times } { $period }.
    [fee] Med ett kort kan man kvittera avgifter högst { $times } { $period }.
   *[any] Ett kort kan användas högst { $times } { $period }.
}
list-value = Med ett kort kan man använda högst { $most } { $period }. Kunden betalar det som överstiger beloppet.
list-visits = Med ett kort kan man komma på besök högst { $most } gånger { $period }. Medföljande barns besök räknas med.
list-reservations = { $most ->
    [one] Ett kort kan ha 1 reservation på en gång.
   *[other] Ett kort kan ha högst { $most } reservationer på en gång.
}
list-premieres = Kaikukortet gäller inte premiärer.
list-galas = Kaikukortet gäller inte galor.
list-guests = Kaikukortet gäller inte gästspel.
list-days = Kaikukortet gäller inte de här dagarna: { $days }.
list-opens = Biljetter fås tidigast { $days } dagar före evenemanget.
list-hands-over = Biljetterna ges { $minutes } minuter före början.
list-identity = Ta med kortet och en identitetshandling.
list-wristband = För armbandet kan { $fee } tas ut.
list-course-terms = Avbokningsvillkor för kurser: { $terms }
list-event-left-out = { $name }: Kaikukortet gäller inte.
list-event-share = { $name }: högst { $percent } % av biljetterna är Kaikukort-biljetter.
list-event-tickets = { $over ->
    [course] { $name }: Kaikukort-platser högst { $most }.
    [day] { $name }: Kaikukort-biljetter högst { $most } per dag.
    [event] { $name }: Kaikukort-biljetter högst { $most } till hela evenemanget.
   *[showing] { $name }: Kaikukort-biljetter högst { $most } till en föreställning.
}
list-event-once = { $name }: en gång med ett kort.
list-event-many = { $name }: samma kort får användas många gånger.
list-event-opens = { $name }: biljetter fås tidigast { $days } dagar före.
weekday-long = { $day ->
    [1] måndag
    [2] tisdag
    [3] onsdag
    [4] torsdag
    [5] fredag
    [6] lördag
   *[7] söndag
}
