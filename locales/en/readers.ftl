# English: readers.

## Header
readers-none-seen = No reader seen
readers-types = Keyboard scanner
readers-several = { $count } readers
readers-gone = Unplugged: { $name }
readers-blocked = { $why }: { $name }
readers-toast-came = Reader in use: { $name }
readers-toast-went = Reader unplugged: { $name }
readers-toast-stopped = { $name } · { $why }. See the readers: Ctrl R.
readers-toast-trouble = No use: { $what }. Read again.
readers-toast-cut-off = The reading was cut off. Read the card again.
readers-toast-doubt = The reader may mix up Y and Z. Read the test card: Ctrl R.
readers-toast-changed = The reader's settings have changed. Read the test card: Ctrl R.

## Sort and state
reader-kind-hid-pos = HID POS
reader-kind-keyboard = keyboard
reader-kind-serial = serial port
reader-kind-wedge = Keyboard scanner
reader-kind-camera = camera
reader-ready = Ready
reader-idle = Not in use
reader-idle-camera = Open: F3
reader-idle-keyboard = Not chosen
reader-gone = Unplugged
reader-in-use = Busy
reader-no-permission = No permission
reader-stalled = No answer
reader-failed = Not working
reader-do-choose = If this is a scanner, choose it.
reader-do-choose-port = This may be another device, such as a payment terminal: the station does not open it by itself. If it is a scanner, choose it.
reader-do-plug-in = Plug the reader in again. It comes into use by itself.
reader-do-close-other = Another program is using it. Close that program: the reader comes into use by itself.
reader-do-udev = The system does not let it be read. Install the rule 70-kaikuasema.rules in /etc/udev/rules.d and plug the reader in again.
reader-do-video-group = The system does not let it be opened. Add the user to the group video and sign in to the computer again.
reader-do-privacy = The system does not let it be opened. Allow it in the system's privacy settings.
reader-do-wait = The station tries again by itself. If that does not help, unplug it and plug it in again.
reader-do-failed = Unplug it and plug it in again. The system says: { $detail }
reader-suffix-any = any will do
reader-suffix-enter = Enter
reader-suffix-tab = Tab
reader-suffix-none = none
reader-trouble-too-long = code too long
reader-trouble-garbled = unreadable reading
reader-trouble-cut-off = reading cut off

## Page
readers-headline = Reader check
readers-detail = Print the test card, or read the code from the screen.
readers-detail-camera = Show the printed test card to the camera.
readers-code-detail = The test card is no Kaikukortti: nothing is recorded.
readers-print = Print the test card
readers-list = Readers
readers-none = No reader is seen. A scanner that works as a keyboard is seen only when it reads: read the test card.
readers-typing = A scanner that works as a keyboard is seen only when it reads.
readers-typing-used = Last read with a scanner that works as a keyboard { $at }.
readers-use = Use as scanner
readers-let-go = Let go
readers-use-question = Is { $name } really a scanner? While this window is in front, what it reads goes to no other program, and nobody can type with it. You can let it go with the mouse.
readers-use-question-port = Is { $name } really a scanner? The station opens the port, and no other program, such as the payment terminal's, can use it then.
readers-use-yes = It is a scanner
readers-use-no = Do not choose
readers-checked = Checked
readers-result = Result
readers-good = Good
readers-note = Note
readers-bad = Mend
readers-device = Device
readers-characters = Characters
readers-caps-lock = Caps Lock
readers-suffix = Last character
readers-pace = Pace
readers-check-character = Code 39 check character
readers-characters-right = { $text }: Y and Z right
readers-characters-by-layout = right by the layout: { $layout }
readers-characters-swapped = Y and Z have changed places
readers-characters-other = read: { $text }
readers-caps-lock-on = on
readers-caps-lock-off = off
readers-no-matter = does not matter
readers-suffix-own = told by the reader itself
readers-pace-fast = under 1 ms a character
readers-pace-ms = { $ms } ms a character
readers-check-none = none
readers-check-sent = the reader sends it: the station takes it off
readers-check-stripped = the reader asks for it
readers-check-qr = QR codes have none
readers-do-us-layout = Set the reader's keyboard to USA (English) with the code in its manual, and read the test card again.
readers-do-read-again = This is not the whole test card. Read it again; if the result is the same, set the reader's keyboard to USA (English).
readers-do-layout-kept = The reader's keyboard is not USA. The station reads it rightly all the same once you keep the settings.
readers-do-layout-follows = The reader follows the computer's keyboard layout. If the layout changes, check again.
layout-us = USA
layout-british = British
layout-nordic = Finnish, Swedish
layout-german = German
layout-french = French
layout-typed = the computer's own
readers-do-caps-lock = Caps Lock is on. The station reads rightly nevertheless; other programs do not.
readers-do-suffix = Set the reader to send Enter at the end: the station then need not wait for the end.
readers-do-pace = The reader is slow. Shorten the pause between its characters if you can.
readers-do-check-sent = The station takes the check character off for this reader once you keep the settings.
readers-do-check-stripped = The reader does not read codes without a check character. Switch that off in the reader.
readers-waiting = Read the test card
readers-waiting-detail = The result is shown here. If nothing happens, the reader does not read Code 39 or asks for a check character: allow Code 39 in the reader's settings.
readers-reads-wrong = The reader reads wrongly
readers-works = The reader works, note this
readers-scanner-ready = The reader is ready
readers-camera-ready = The camera is ready
readers-read-a-card = Now read any card: it opens at the counter.
readers-keep = Keep settings
readers-help-one = Read the test card with each reader. The table tells how the reader is set; Enter keeps the settings.
readers-help-two = HID POS and serial readers work while another window is in front. A keyboard scanner works in this window only.
readers-help-three = Busy: close the other program. No permission: install the udev rule. An unplugged reader comes back by itself.

## Test card on paper
test-card-title = Test card of Kaikuasema
test-card-one = This is no Kaikukortti. Open the reader check (Ctrl R) and read the bar code first, then the QR code.
test-card-two = The check tells how the reader is set and what has to be changed.
test-card-three = Print at real size (100 %).

## Test card at the counter
test-card-read = This is the test card
test-card-read-right = The reader works. Nothing was recorded.
test-card-read-next = Now read the customer's Kaikukortti.
test-card-read-swapped = The reader mixes up Y and Z.
test-card-read-check = Open the reader check (Ctrl R) and read the test card there: the check tells what has to be changed in the reader.

## Command line
cli-readers-none = No reader is seen. A scanner that works as a keyboard works in the station's window only.

## Camera
camera-open = Open scanner
camera-close = Close scanner
camera-hold = Hold the code in the box
camera-already-read = Already read
camera-two-in-view = Show one card at a time
camera-not-a-card = This is no Kaikukortti
camera-opening = Opening the camera…
camera-opening-detail = If the system asks, allow the camera.
camera-missing = No camera found
camera-missing-detail = Plug a camera in. A scanner works, and so does typing the number.
camera-refused = The camera may not be used
camera-in-use = The camera is busy
camera-stalled = The camera does not answer
camera-failed = The camera does not work
camera-others-work = A scanner works, and so does typing the number.
camera-dark = The picture is black
camera-dark-detail = Open the camera's cover, or make more light.
camera-mirror = Mirrored
camera-focus = Focus
camera-focus-auto = By itself
camera-off = The camera was switched off: nothing was read with it for { $minutes } minutes.
camera-off-after = The camera switches itself off
camera-off-minutes = { $minutes } min
camera-off-never = Stays on
