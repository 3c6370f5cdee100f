# Invitation, PIN, lock
invitation-intro = Enter the invitation code that the hospital gave you. The first time needs a network; after that it works without one.
invitation-again-intro = This phone’s link to the hospital has ended. Your entries are on this phone; nothing is lost. Ask the ward for a new invitation code and enter it here.
invitation-code = Invitation code
invitation-help = It is on the sheet you got when you left; capital or small letters do not matter
invitation-submit = Continue
invitation-busy = Asking the hospital…

code-missing = Please enter the invitation code first
code-wrong = This code is not right. Please compare it with the sheet; 0 and O, or 1 and I, are easy to mix up
code-expired = This code has expired. Please call the ward for a new one
code-used = This code was used already. Please call the ward for a new one
code-too-many = That was tried too often. Please wait { $wait }, then try again. The code is still good
code-unreachable = The hospital cannot be reached. Please check the network, then press continue again. The code is still good
code-hospital-trouble = The hospital has a problem at the moment. Please try again in a few minutes. The code is still good
code-nonsense = This does not seem to be the hospital. The wireless network here may ask you to sign in first. The code is still good; please try another network
code-other-patient = This code is for another patient. Please ask the ward for a code of your own

pin-intro = Choose a PIN of 6 digits. It opens your entries on this phone, and nobody else can.
pin-intro-again = Enter the same 6 digits once more.
pin-intro-old = First enter the PIN you use now.
pin-intro-new = Now choose a new PIN of 6 digits.
pin-busy = Locking your entries away; this takes a few seconds…
pin-busy-change = Changing the PIN; this takes a few seconds…
pin-progress = { $count ->
    [one] 1 of { $total } digits entered
   *[other] { $count } of { $total } digits entered
}
pin-backspace = Delete one digit
pin-too-simple = This PIN is too easy to guess. Please do not use the same digit throughout, or a row like 123456
pin-differs = The two were not the same. Please choose again
pin-wrong = That PIN is not right. Try again. Your entries are safe and will not be erased
pin-old-wrong = Your present PIN was not right. Try again. Nothing was changed
pin-old-wait = That PIN was not right. Please wait { $wait }, then try again. Nothing was changed, and your entries are safe
pin-not-changed = The PIN was not changed. The one you had still works
pin-storage-full = This phone has no room left, so your diary is not set up yet. Make some room and choose the PIN again; you need not enter the code again
pin-change-storage-full = This phone has no room left. The PIN was not changed; the one you had still works

lock-greeting = Enter your PIN of 6 digits
lock-greeting-away = You were away for a while, so this was locked. Enter your PIN of 6 digits
lock-opening = Opening your entries…
lock-wait = To protect your entries, please wait { $wait } before the next try. They are safe and will not be erased.
lock-forgot = Forgot the PIN
lock-forgot-text = The PIN is on this phone only. The hospital does not know it, so nobody can look it up for you. What the hospital has received is at the hospital; it is not lost. Please call the ward: they can give you a new invitation code for another phone. Do not delete this app; it opens again once you remember the PIN.

failed-retry = Try again
failed-unavailable = There is no place to keep entries
failed-unavailable-text = This device does not let Kangban store anything. In a browser, a private window or an old version may be why: please use an ordinary window or a newer browser. On a phone, please close Kangban and open it again. Earlier entries are as they were.
failed-held = Kangban is open in another tab
failed-held-text = Your entries are safe. Please use the tab that is open already, or close it and press the button below.
failed-newer = Kangban needs an update
failed-newer-text = Your entries were written by a newer Kangban. They are all here and were not changed. Please connect to a network, close this page and open it again.
failed-damaged = The entries cannot be opened
failed-damaged-text = The file with the entries cannot be read. We changed and deleted nothing; what the hospital has received is at the hospital. Please do not delete this app, and call the ward for help.
failed-full = This phone has no room left
failed-full-text = Your entries are all here. Please delete a few photos or videos, then press the button below.
