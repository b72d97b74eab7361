# Svenska: inställningar. Bredvid varje inställning står skälet eller modellens golv.

## Sidan
nav-settings = Inställningar
settings-headline = Inställningar
settings-part-venue = Verksamhetsställe
settings-part-limits = Ställets gränser
settings-part-event = Ett evenemangs gränser
settings-part-list = Lista för webbsidan
settings-part-station = Den här stationen
settings-unsaved = Ändringar är inte sparade
settings-saved = Sparat
settings-waiting = Sparat, väntar på att skickas
settings-sent = Sparat och skickat
settings-rejected = Tjänsten tog inte emot ändringen. { $why } Se kön: F9.
settings-read-only = Du kan se inställningarna men inte ändra dem. Den som har rätt att hantera evenemang kan ändra dem. Be huvudanvändaren om rätten.
settings-no-venue = Välj först verksamhetsställe upptill.
settings-leave = Det finns ändringar som inte är sparade.
settings-leave-save = Spara och lämna
settings-leave-drop = Kasta ändringarna
settings-leave-stay = Fortsätt
settings-both = En annan station ändrade samma sak: { $what }. Spara om du vill behålla ditt eget.
settings-both-take = Ta den andra stationens värden
settings-wrong = { $count ->
    [one] 1 punkt måste rättas innan du sparar.
   *[other] { $count } punkter måste rättas innan du sparar.
}
settings-wrong-number = Skriv ett heltal.
settings-wrong-missing = Skriv ett tal eller ta bort gränsen.
settings-wrong-large = Högst { $most }.
settings-wrong-outside = Skriv ett tal mellan { $least } och { $most }.
settings-wrong-nought = Minst 1. Lämna tomt om antalet inte är känt.
settings-help-one = Ctrl S sparar, tabb går från punkt till punkt. Pilarna, + och − ändrar talet, och ett tomt tal betyder att det inte finns någon gräns.
settings-help-two = Bredvid gränsen står modellens golv och dess skäl. Det som är under golvet kan inte sparas och tillämpas inte.
settings-help-three = En sparad gräns gäller genast på den här stationen, och på de andra när den är skickad. Berätta om gränserna på webbsidan.

## Verksamhetsstället
settings-allow = Tillåt
settings-ask = Fråga
settings-refuse = Neka
settings-ended = Kortets giltighetstid har gått ut
settings-ended-why = Modellen lämnar det här åt ställets omdöme. Fråga: F11 sparar, och omdömet syns i registreringen.
settings-after = Evenemanget är efter kortets sista giltighetsdag
settings-after-why = Enligt modellen gäller förmånen under kortets giltighetstid. Fråga: F11 sparar.
settings-limit-reached = Verksamhetsställets gräns är nådd
settings-limit-reached-why = Ett överskridande syns alltid i registreringen. Neka gäller alla, även den som har rätt att överskrida.
settings-default-event = Förvalt evenemang
settings-default-event-none = Inget förval
settings-default-event-why = En ny blankett börjar med det här evenemanget.
settings-one-scan = En läsning räcker: ett klart resultat sparas av sig självt
settings-one-scan-why = För museum eller simhall. Allt annat väntar på dig, och det senaste kan ångras.
settings-identity = Påminn om identitetshandlingen
settings-identity-why = En påminnelse på skärmen som inte hindrar registrering. Ingenting sparas av handlingen.
settings-course-terms = Avbokningsvillkor för kurser
settings-no-terms = Inga villkor
settings-course-terms-why = Visas när en kurs registreras. Högst { $most } tecken, inga personuppgifter.
settings-wristband = Armbandets pris, euro
settings-no-fee = Tas inte ut
settings-wristband-why = Priset för ett laddningsarmband kan tas ut av kunden.
settings-staff = Anställda i en organisations registrering högst
settings-staff-why = Vanligen 1. Om talet är större frågar blanketten efter antalet anställda. Högst { $most }.

## Gränser
settings-no-limit = Ingen gräns
settings-at-once = Genast
settings-cap = Kaikukort-biljetter till en föreställning högst
settings-cap-share = Procent av biljetterna
settings-cap-showing = Biljetter per föreställning
settings-cap-day = Biljetter per dag
settings-cap-event = Biljetter till hela evenemanget
settings-cap-course = Platser på kursen
settings-cap-applied = I den största föreställningen tillämpas talet { $floor }.
settings-course-places = Kaikukort-platser på en kurs högst
settings-course-one = Överväg två: många kommer med en vän.
settings-guest-cap = Kaikukort-biljetter till ett gästspel högst
settings-children-out = Räkna inte barn in i gränserna för biljetter och platser
settings-children-out-why = Annars räknas varje biljett: kortinnehavaren och barnen.
settings-uses = Antal gånger med ett kort högst
settings-uses-add = Lägg till gräns
settings-uses-remove = Ta bort
settings-kind = { $kind ->
    [performance] Föreställningar
    [course] Kurser
    [visit] Besök
    [fee] Avgifter
   *[any] All användning
}
settings-period-calendar-year = Kalenderår
settings-period-twelve-months = De senaste 12 månaderna
settings-period-card-year = Kortets år
settings-period-half-year = Halvår
settings-period-month = Månad
settings-visits = Besök med ett kort högst
settings-visits-why = Barnens besök räknas med.
settings-value = Penningvärde med ett kort högst, euro
settings-reservations = Kommande reservationer med ett kort högst
settings-once = Till samma produktion bara en gång med ett kort
settings-once-why = Räknas över alla föreställningar, så att samma produktion inte ses många gånger.
settings-left-out = Kaikukortet gäller inte
settings-premieres = Premiärer
settings-galas = Galor
settings-guests = Gästspel
settings-left-out-why = Utgångspunkt: hela det egna utbudet ingår i Kaikukortet. De här får lämnas utanför.
settings-days = Veckodagar då Kaikukortet inte gäller
settings-days-why = Veckoslutet får lämnas utanför vid behov: vanligen lördag och söndag.
settings-opens = Biljetter tidigast, dagar före
settings-hands-over = Biljetten ges tidigast, minuter före

## Ett evenemang
settings-event = Evenemang
settings-event-placeholder = Sök evenemang
settings-event-none = Det finns inget sådant evenemang.
settings-event-why = Evenemangets egna gränser ersätter verksamhetsställets.
settings-as-venue = Som på stället
settings-yes = Ja
settings-no = Nej
settings-not-known = Inte känt
settings-event-left-out = Ingår inte i Kaikukortet
settings-event-left-out-why = Till exempel små grupper och kurser vars kostnader inte tillåter det. Berätta det på webbsidan.
settings-event-guest = Gästspel
settings-event-guest-why = För gästspel används gränserna för gästspel.
settings-expected = Personer samtidigt, uppskattning
settings-expected-why = Härav räknas golvet om platserna inte är kända. Stort evenemang: över 1 000.
settings-event-cap = Evenemangets egen gräns
settings-event-once = Bara en gång med ett kort
settings-showing = Föreställning
settings-showing-why = Kommande föreställningar. Platser och slag sparas för den här föreställningen.
settings-capacity = Platser i föreställningen
settings-capacity-why = Härav räknas 3 % och gränsen i procent.
settings-occasion = Föreställningens slag
settings-ordinary = Vanlig
settings-premiere = Premiär
settings-gala = Gala
settings-occasion-why = Stället kan lämna premiärer och galor utanför.
settings-no-showings = Evenemanget har inga kommande föreställningar.

## Listan och stationen
list-title = { $venue }: Kaikukortets gränser
settings-list-detail = Alla gränser ska berättas på verksamhetsställets webbsida. Kopiera listan dit eller skriv ut den.
settings-list-unsaved = Ändringar som inte är sparade finns inte i listan.
settings-copy = Kopiera
settings-copied = Listan finns i urklipp.
settings-gap = Läsarens paus mellan tecken högst, millisekunder
settings-gap-why = 20–200. Höj om läsaren lämnar nummer på hälft. Sänk om skriften syns med fördröjning.
settings-readers-why = Där syns vilka läsare som fungerar, och testkortet visar hur läsaren är inställd.
settings-station-name = Stationens namn
settings-station-header = Språk och färger byts upptill.

## Kommandoraden
cli-limits = { $venue }:
