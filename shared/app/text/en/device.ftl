# What this phone can do
device-title = This phone

cover-label = Keep out of screenshots
cover-detail = Screenshots and the list of recent apps do not show your entries

open-system-settings = Open the phone’s settings

quick-label = Open with a finger or your face
quick-detail = No PIN each time; the PIN always works too
quick-intro = First enter the PIN you use now, then follow the phone. So nobody else can turn this on for you.
quick-busy = Follow the phone: use your finger or your face
quick-on = From now on a finger or your face opens Kangban
quick-on-detail = The PIN always works too
quick-pin-wrong = That PIN was not right. Try again. Nothing was changed
quick-pin-wait = That PIN was not right. Please wait { $wait }, then try again. Nothing was changed, and your entries are safe
quick-storage-full = This phone has no room left, so this was not turned on. The PIN works as before
quick-not-done = This was not changed, and the PIN works as before. Please try again
quick-open = Open with a finger or your face
quick-changed = The fingers or faces on this phone have changed. To protect your entries, please use your PIN. Nothing is lost. Once inside, you can turn this on again under Me.
quick-changed-off = The fingers or faces on this phone have changed, so this was turned off. To go on using it, turn it on again
quick-lost = The phone has not kept the key for your finger or face. Please use your PIN. Nothing is lost. Once inside, you can turn this on again under Me.
quick-lost-off = The phone has not kept the key for your finger or face, so this was turned off. To go on using it, turn it on again
quick-unavailable = The phone cannot use a finger or a face at the moment, perhaps because none is set up. Please use your PIN. Set one up in the phone’s settings and this works
quick-prompt = Open Kangban
quick-prompt-detail = A finger or your face opens your entries
quick-prompt-cancel = Use the PIN
quick-prompt-new-detail = Show that it is you; from now on this opens Kangban
quick-prompt-new-cancel = Not now

trouble-camera = The camera did not open, because Kangban may not use it yet
trouble-camera-detail = Allow it in the phone’s settings, or choose a photo from the album
trouble-microphone = Nothing was heard, because Kangban may not use the microphone yet
trouble-microphone-detail = Allow it in the phone’s settings, or type
trouble-speech = This phone cannot read aloud or take dictation at the moment
trouble-speech-detail = Please read on the screen, or type. All else works as before
trouble-photo = The photo was not kept
trouble-photo-detail = The phone closed Kangban while it was taken. What you entered is all here; please take it again
trouble-no-app = This phone has no app that can do this
trouble-no-app-detail = To call, please dial the number on another phone
