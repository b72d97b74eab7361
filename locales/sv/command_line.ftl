# Svenska: kommandoraden.
cli-valid = Kortets sista giltighetsdag är { $day }.
cli-ends-soon = Kortets giltighetstid går snart ut: sista dagen är { $day } ({ $days ->
    [0] i dag
    [one] 1 dag
   *[other] { $days } dagar
}).
cli-ended = Kortets giltighetstid har gått ut { $day } (för { $days ->
    [one] 1 dag
   *[other] { $days } dagar
} sedan).
cli-event-after = Evenemanget är efter kortets sista giltighetsdag.
cli-barred = Kortet är inte aktivt!
cli-not-found = Kortet hittades inte i databasen!
cli-not-in-copy = Inte i den här stationens uppgifter, som är från { $at }. Ett nytt kort kan saknas i dem.
cli-no-copy = Registrets uppgifter har inte hämtats ännu. Hämta dem: kaikuasema sync.
cli-saved = Sparat: { $card }, { $event }, { $when }, barn { $children }.
cli-no-event = inget evenemang
cli-needs-discretion = Om du släpper in enligt din prövning, lägg till --discretion.
cli-records = { $count ->
    [one] 1 registrering
   *[other] { $count } registreringar
}, { $children ->
    [one] 1 barn
   *[other] { $children } barn
}
cli-state-waiting = i kö
cli-state-sent = skickad
cli-state-needs-you = behöver dig
cli-queue = Väntar { $waiting }, behöver dig { $needs }.
cli-synced = Uppdaterat: { $cards } kort, väntar { $waiting }, behöver dig { $needs }.
cli-signed-in = Inloggad: { $email }. Verksamhetsställen: { $venues }.
cli-sign-in = Logga in först: kaikuasema login --server ADRESS --email E-POST.
cli-not-understood = ”{ $text }” duger inte. Se kaikuasema --help.
cli-venue-needed = Ange verksamhetsställe med --venue: { $venues }.
cli-time-needed = Den dagen finns flera föreställningar. Ange tiden med --time: { $times }.
cli-perhaps-done = Det öppna fönstret svarade inte, så det är okänt om detta gjordes. Se först: kaikuasema records.
cli-sign-in-at-window = Stationen är öppen: logga in i dess fönster.
cli-training-service = Övningsläget har en egen tjänst. Lämna bort antingen --training eller --server.
cli-ready = Stationen är klar.
cli-not-ready = Stationen är inte klar: se punkterna med -.
cli-decode-nothing = { $file }: ingen kod hittades.
cli-decode-not-opened = { $file }: filen kan inte öppnas.
cli-decode-no-picture = { $file }: filen är ingen bild som kan läsas (PNG, JPEG, WebP, BMP, GIF).

doctor-key-keyring = Nyckeln till uppgifterna finns i systemets nyckelring.
doctor-key-file = Nyckeln till uppgifterna finns i en fil, eftersom ingen nyckelring används: kryptera datorns disk.
doctor-clerk = Inloggad: { $email }.
doctor-service = Tjänsten svarar.
doctor-register = { $cards } kort i registret, från { $at }.
doctor-clock = Datorns klocka går rätt.
doctor-clock-unknown = Datorns klocka har inte ännu jämförts med tjänsten.
doctor-clock-off = Datorns klocka går ungefär { $minutes } minuter fel. Ställ klockan.
doctor-needs-you = { $count } registreringar behöver dig: kaikuasema queue.
doctor-waiting = { $count } registreringar väntar på att skickas.
doctor-queue = Kön är tom.
