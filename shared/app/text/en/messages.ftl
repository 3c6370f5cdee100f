# Messages
messages-rule = We usually reply within 24 hours. In an emergency, call 120.
messages-empty = No messages yet. You can write to the care team about anything that is not urgent
message-label = Write to the care team
message-send = Send
message-you = You
message-team = Care team
message-missing = Please write something first
urgent-title = Before you send: is any of this happening now?
urgent-sign-breath = Short of breath, or chest pain
urgent-sign-bleeding = The wound bleeds heavily or has opened
urgent-sign-waking = Cannot be woken, or speech is unclear
urgent-sign-fever = Temperature of 38.5 °C or higher
urgent-yes = Yes, call now
urgent-no = None of these, send it
urgent-call = Please call now. What you wrote is still here; nothing is lost
