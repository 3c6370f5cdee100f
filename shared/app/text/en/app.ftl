# Said everywhere
app-name = Kangban
back = Back
dismiss = OK
read-aloud = Read to me
dictate = Speak instead of typing
photo-take = Take a photo
photo-pick = Choose a photo
picker-confirm = OK
picker-cancel = Cancel
language-own-name = English
tabs-label = Main pages
tab-today = Today
tab-diary = Diary
tab-messages = Messages
tab-me = Me
tab-unread = { $label }, { $count ->
    [one] 1 new message
   *[other] { $count } new messages
}

call-ward = Call the ward
call-ward-a11y = Call { $name }
call-emergency = Call 120
call-emergency-a11y = Call 120, the emergency number

title-lock = Enter your PIN
title-lock-wait = Please wait a little
title-invitation = Welcome to Kangban
title-invitation-again = Reconnect to the hospital
title-pin-old = Your present PIN
title-pin-choose = Choose a PIN
title-pin-again = The same PIN again
title-log = Record a symptom
title-step = Step { $step } of 2
title-correct = Correct this entry
title-site = Where is it?
title-measure = Record a measurement
title-advice = Advice
title-entry = Entry
title-messages = Care team
title-sync = Where your entries are

list-older = Show older
list-newer = Back to newer

save = Save
save-answer = Save: { $answer }
save-detail = Saves without a network too
save-detail-correct = What you change takes the place of what was there

toast-saved = Saved on this phone
toast-corrected = Corrected and saved on this phone
toast-withdrawn = This entry was taken back
toast-change = Change
toast-clock = The phone’s date is { $date } and may be wrong
toast-pin-changed = Your PIN is changed
toast-not-remembered = Changed for now, but it could not be remembered for next time

error-storage-full = This phone has no room left, so this is not saved yet. All you entered is still here. Make some room, then press save again.
error-held-elsewhere = Kangban is open in another tab, so this is not saved yet. All you entered is still here. Close the other tab, then press save again.
error-not-saved = This is not saved yet. All you entered is still here. Press save again; if it does not help, call the ward.

news-message = New message from { $name } · { $time }
news-seen = { $name } has seen your entry · { $time }
news-received = The hospital has received your entry · { $time }
news-refused = { $count ->
    [one] The hospital did not take 1 entry; it is still on this phone
   *[other] The hospital did not take { $count } entries; they are still on this phone
}

row-a11y = { $time }, { $title }, { $detail }, { $mark }
mark-saved = Saved on this phone, waiting to send
mark-received = Received by the hospital · { $time }
mark-seen = Seen by { $name } · { $time }
mark-refused = Not taken by the hospital, still on this phone

reading-score = { $score } · { $word }

when-label = Time
when-now = Now, { $time }
when-today = today { $time }
when-yesterday = yesterday { $time }
when-unreadable = Please fill in the whole date and time
when-future = This time has not come yet. Please check the date
when-clock = The phone’s date is { $date } and may be wrong. You can save all the same; when you can, set the date in the phone’s settings

wait-seconds = { $count ->
    [one] 1 second
   *[other] { $count } seconds
}
wait-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}

greeting-morning = Good morning, { $name }
greeting-afternoon = Good afternoon, { $name }
greeting-evening = Good evening, { $name }
greeting-nameless = Hello
address-female = Ms { $family }
address-male = Mr { $family }

text-too-long = There is room for { $limit } characters; this has { $count }. Nothing is lost. Please shorten it, or write two.
