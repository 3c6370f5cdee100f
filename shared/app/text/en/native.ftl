# What the shells of phones say while the core cannot
native-opening = Opening Kangban…
native-stopped = Kangban has to start again
native-stopped-text = All that was shown as saved is on this phone. Press the button to open Kangban again. If it is urgent, call 120 or your ward.
native-again = Open again
native-newer = This part of Kangban is out of date
native-newer-text = Your records are on this phone, unchanged. Update Kangban in your app store and open it again. If it is urgent, call 120 or your ward.
native-call = Call 120
