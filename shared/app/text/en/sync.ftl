# Where the entries are
sync-saved = All saved on this phone
sync-waiting = Saved on this phone · { $count } waiting to send
sync-received = Received by the hospital · { $time }
sync-attention = { $count ->
    [one] 1 entry was not taken by the hospital; it is still here
   *[other] { $count } entries were not taken by the hospital; they are still here
}
sync-last = Last received: { $time }
sync-retry = Try now
sync-sign-in = Enter a new invitation code
sync-under-way = On the way to the hospital. All is saved on this phone
sync-offline = There is no network now. All is saved on this phone and will be sent when there is one
sync-unreachable = The hospital cannot be reached now. All is saved on this phone; we will try again
sync-busy = The hospital is busy and asks us to wait. All is saved on this phone; we will try again
sync-server = The hospital has a problem at the moment. All is saved on this phone; we will try again
sync-nonsense = This does not seem to be the hospital. The wireless network here may ask you to sign in first. All is saved on this phone; we will try again
sync-signed-out = This phone’s link to the hospital has ended. All is saved on this phone; nothing is lost. Please call the ward for a new invitation code
sync-refused-title = { $count ->
    [one] 1 entry was not taken by the hospital
   *[other] { $count } entries were not taken by the hospital
}
sync-waiting-title = { $count } waiting to send
refused-invalid = It is still on this phone; nothing is lost. Something in it cannot be taken by the hospital, perhaps the date or a number. Please correct it; it will be sent again
refused-forbidden = It is still on this phone; nothing is lost. The hospital says that this phone may not write it. Please call the ward for help
refused-too-large = It is still on this phone; nothing is lost. It is too large for the hospital. You can keep a copy outside, or tell the ward by phone
refused-conflict = It is still on this phone; nothing is lost. The hospital’s copy was changed later and differs from yours. Please call the ward and say which is right
refused-gone = It is still on this phone; nothing is lost. The entry you corrected is no longer at the hospital. Please call the ward
refused-unsupported = It is still on this phone; nothing is lost. The hospital cannot take this kind of entry yet. You can keep a copy outside, or tell the ward by phone
refused-correct = Correct it
refused-retry = Send as it is
refused-export = Keep a copy
kind-message = Message
kind-photo = Photo
kind-entry = Entry
